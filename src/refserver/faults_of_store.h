/* Faults about resources that are written to; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_STORE_H
#define REFSERVER_FAULTS_OF_STORE_H

#define FAULTS_ABOUT_STORE(F)

#endif
