/*
 * The pieces that fixed results are put together from. Everything lives on the fixture; strings are
 * borrowed. Only tests use it.
 */
#ifndef REPORT_FIXTURE_BUILD_H
#define REPORT_FIXTURE_BUILD_H

#include "report/fixture.h"

#define FIXTURE_AUTHORITY "127.0.0.1:8765"
#define FIXTURE_HOST_LINE "Host: " FIXTURE_AUTHORITY "\r\n"

/* Rows of fixture_build_rows. */
enum { ROW_EXPECT, ROW_BARE_CR, ROW_HOST, ROW_LENGTH, ROW_CHUNKED, ROW_CLOSE, ROW_TLS };

extern const struct requirement fixture_build_rows[];
extern const size_t fixture_build_row_count;
extern const struct rule fixture_build_bare_cr;

/* Moves the clock; times count from the beginning of the transcript made last. */
void fixture_build_at(struct fixture *fixture, int64_t now_us);

/* A transcript without a connection, and one whose only connection is ready after 20 us. */
struct transcript *fixture_build_transcript(struct fixture *fixture);
struct transcript *fixture_build_plain(struct fixture *fixture);

/* Appends an event of the first connection that belongs to no step. */
void fixture_build_happened(struct transcript *transcript, enum event_kind kind, size_t len);

struct parts fixture_build_parts(struct fixture *fixture, struct span bytes);
struct step fixture_build_send(struct fixture *fixture, const char *label, const char *bytes);
struct script fixture_build_script(struct fixture *fixture, const struct step *steps, size_t count);

/* A case without script and outcomes that covers the row. */
struct test_case *fixture_build_case(struct fixture *fixture, const char *full_id,
                                     const char *title, size_t row);

/* A case of one step about Host, with a control and two outcomes. */
struct test_case *fixture_build_host_case(struct fixture *fixture, const char *id,
                                          const char *title, struct step step);

/* Gives the case copies of the outcomes, which are returned. */
const struct outcome *fixture_build_outcomes(struct fixture *fixture, struct test_case *test_case,
                                             const struct outcome *outcomes, size_t count);

/* Adds a result that was not played. */
struct result *fixture_build_result(struct fixture *fixture, const char *id,
                                    const struct test_case *test_case, enum verdict verdict,
                                    const char *reason);

void fixture_build_checks(struct fixture *fixture, struct result *result,
                          const struct check *checks, size_t count);
void fixture_build_played(struct fixture *fixture, struct result *result,
                          const struct transcript *transcript);
void fixture_build_good_control(struct result *result);

#endif
