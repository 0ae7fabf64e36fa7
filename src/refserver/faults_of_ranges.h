/* Faults about range requests; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_RANGES_H
#define REFSERVER_FAULTS_OF_RANGES_H

#define FAULTS_ABOUT_RANGES(F)

#endif
