/* Faults about negotiated, protected and redirected resources; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_REPRESENTATIONS_H
#define REFSERVER_FAULTS_OF_REPRESENTATIONS_H

#define FAULTS_ABOUT_REPRESENTATIONS(F)

#endif
