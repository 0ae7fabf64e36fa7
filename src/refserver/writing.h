/* What PUT and DELETE do to the store (RFC 9110 9.3.4, 9.3.5), once their preconditions hold. */
#ifndef REFSERVER_WRITING_H
#define REFSERVER_WRITING_H

#include "refserver/policy.h"
#include "refserver/preconditions.h"
#include "refserver/request.h"
#include "refserver/store.h"

struct representation writing_representation(const struct store *store, struct span path);

/* Both give the status of the answer. */
unsigned writing_put(struct store *store, const struct policy *policy,
                     const struct request *request, struct span content);
unsigned writing_delete(struct store *store, const struct policy *policy,
                        const struct request *request);

/* Adds the field lines that were stored along with path, if any. */
void writing_add_lines(const struct store *store, struct span path, struct text *lines);

#endif
