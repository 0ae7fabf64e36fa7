/*
 * The faults as a list for faults.c, one header per subject: F(name, id, requirements, needs,
 * sentence, replaced member). An id never changes. The sentence says what the server does wrong; a
 * fault that breaks more than one requirement names them all, the main one first, with blanks
 * between.
 */
#ifndef REFSERVER_FAULTS_LIST_H
#define REFSERVER_FAULTS_LIST_H

#include "refserver/faults_of_close.h"
#include "refserver/faults_of_conditions.h"
#include "refserver/faults_of_content.h"
#include "refserver/faults_of_lines.h"
#include "refserver/faults_of_methods.h"
#include "refserver/faults_of_persistence.h"
#include "refserver/faults_of_ranges.h"
#include "refserver/faults_of_representations.h"
#include "refserver/faults_of_responses.h"
#include "refserver/faults_of_store.h"

#define FAULTS(F)                                                                                  \
    FAULTS_ABOUT_CLOSE(F)                                                                          \
    FAULTS_ABOUT_PERSISTENCE(F)                                                                    \
    FAULTS_ABOUT_LINES(F)                                                                          \
    FAULTS_ABOUT_CONTENT(F)                                                                        \
    FAULTS_ABOUT_METHODS(F)                                                                        \
    FAULTS_ABOUT_CONDITIONS(F)                                                                     \
    FAULTS_ABOUT_RANGES(F)                                                                         \
    FAULTS_ABOUT_STORE(F)                                                                          \
    FAULTS_ABOUT_REPRESENTATIONS(F)                                                                \
    FAULTS_ABOUT_RESPONSES(F)

#endif
