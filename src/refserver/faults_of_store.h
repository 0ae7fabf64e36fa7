/* Faults about resources that clients write; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_STORE_H
#define REFSERVER_FAULTS_OF_STORE_H

#define FAULTS_ABOUT_STORE(F)                                                                      \
    F(put_creates_silently, "put-creates-with-200", "9110-9.3.4-1", NULL,                          \
      "PUT that creates is answered with 200.", created = 200)                                     \
    F(put_replaces_as_new, "put-replaces-with-201", "9110-9.3.4-2", NULL,                          \
      "PUT that replaces is answered with 201.", replaced = 201)                                   \
    F(put_stores_fields, "put-stores-fields", "9110-9.3.4-3", NULL,                                \
      "Unknown fields of PUT are stored.", stores_unknown_fields = true)                           \
    F(put_changes_content, "put-changes-content", "9110-9.3.4-4", NULL,                            \
      "PUT tells an entity tag although it stored something else.",                                \
      stores_content_as_it_is = false)                                                             \
    F(deletes_with_201, "deletes-with-201", "9110-9.3.5-1", NULL, "DELETE is answered with 201.",  \
      deleted = 201)                                                                               \
    F(changes_despite, "changes-despite-412", "9110-13.1.1-3 9110-13.1.2-3 9110-13.1.4-6", NULL,   \
      "A request whose precondition is false is performed although it is refused.",                \
      stops_at_412 = false)                                                                        \
    F(stores_elsewhere, "stores-elsewhere", "9110-8.7-1", NULL,                                    \
      "Content-Location of PUT says where to store.", ignores_content_location = false)            \
    F(refuses_content_range, "refuses-content-range", "9110-14.4-2", NULL,                         \
      "Every request with Content-Range is refused.", ignores_content_range = false)               \
    F(stores_fragment, "stores-fragment", "9110-14.5-1", NULL,                                     \
      "PUT with Content-Range stores the part as if it were all.", refuses_partial_put = false)

#endif
