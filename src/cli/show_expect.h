/* What a case allows and what each outcome means for users, in words made from its data. */
#ifndef CLI_SHOW_EXPECT_H
#define CLI_SHOW_EXPECT_H

#include "suite/model.h"
#include "util/text.h"

/* Appends parts as they stand in the case: made visible, variables as {{name}}. */
void show_parts(const struct parts *parts, struct text *out);

/* Appends every outcome of test_case, and what anything else gives. */
void show_expect(const struct test_case *test_case, struct text *out);

#endif
