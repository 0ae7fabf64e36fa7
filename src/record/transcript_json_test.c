#include "record/transcript_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MAIN "{\"connections\": [{\"name\": \"main\", \"tls\": false}], \"events\": ["
#define END "]}"

static struct transcript *read_text(const char *text, struct error *error)
{
    struct arena *arena = arena_new();
    struct json_complaints complaints = {0};
    const struct json *object = json_parse(arena, span_of(text), &complaints);
    assert_int_equal(complaints.count, 0);
    struct transcript *transcript = transcript_json_read(object, error);
    arena_free(arena);
    return transcript;
}

static char *written(const struct transcript *transcript)
{
    struct json_out *out = json_out_object();
    transcript_json_write(transcript, out);
    char *text = json_out_print(out, false);
    json_out_free(out);
    return text;
}

/* One event of every kind, on two connections, with bytes of every value. */
static struct transcript *everything(const struct clock *clock)
{
    uint8_t bytes[256];
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (uint8_t)i;
    struct transcript *transcript = transcript_new(clock);
    transcript_set_wall_ms(transcript, INT64_C(1800000000123));
    transcript_add_connection(transcript, "main", false);
    transcript_add_connection(transcript, "gr\xc3\xbc\xc3\x9f", true);
    for (int kind = 0; kind < EVENT_KIND_COUNT; kind++) {
        unsigned connection = (unsigned)kind % 2;
        transcript_set_time(transcript, kind * INT64_C(1000000007));
        if (kind == EVENT_SENT)
            transcript_append_sent(transcript, connection, 5, span_make(bytes, sizeof(bytes)));
        else if (kind == EVENT_RECEIVED)
            transcript_append_received(transcript, connection, span_make(bytes, 255));
        else
            transcript_append(transcript, (enum event_kind)kind, connection,
                              kind % 3 == 0 ? TRANSCRIPT_NO_STEP : kind, (size_t)kind * 1000, -kind,
                              kind % 4 == 0 ? NULL : "a \"detail\"\n");
    }
    transcript_append_sent(transcript, 0, 6, span_of("more"));
    transcript_append_received(transcript, 0, span_make(bytes, 0));
    return transcript;
}

static void assert_same_event(const struct event *a, const struct event *b)
{
    assert_int_equal(a->kind, b->kind);
    assert_true(a->at_us == b->at_us);
    assert_int_equal(a->connection, b->connection);
    assert_int_equal(a->step, b->step);
    assert_int_equal(a->offset, b->offset);
    assert_int_equal(a->len, b->len);
    assert_int_equal(a->code, b->code);
    assert_int_equal(a->detail == NULL, b->detail == NULL);
    if (a->detail != NULL)
        assert_string_equal(a->detail, b->detail);
}

static void saved_transcript_comes_back_the_same(void **state)
{
    (void)state;
    struct clock clock = clock_fake(0);
    struct error error;
    struct transcript *before = everything(&clock);
    char *text = written(before);
    struct transcript *after = read_text(text, &error);
    assert_non_null(after);
    assert_int_equal(transcript_connection_count(after), 2);
    for (unsigned i = 0; i < 2; i++) {
        assert_string_equal(transcript_connection_name(after, i),
                            transcript_connection_name(before, i));
        assert_int_equal(transcript_connection_is_tls(after, i),
                         transcript_connection_is_tls(before, i));
        assert_true(span_equal(transcript_sent(after, i), transcript_sent(before, i)));
        assert_true(span_equal(transcript_received(after, i), transcript_received(before, i)));
    }
    assert_int_equal(transcript_count(after), transcript_count(before));
    for (size_t i = 0; i < transcript_count(before); i++)
        assert_same_event(transcript_event(after, i), transcript_event(before, i));
    char *again = written(after);
    assert_string_equal(again, text);
    free(again);
    free(text);
    transcript_free(before);
    transcript_free(after);
}

static void text_is_as_documented(void **state)
{
    (void)state;
    struct clock clock = clock_fake(7);
    struct transcript *transcript = transcript_new(&clock);
    transcript_append(transcript, EVENT_COUNTER, 0, TRANSCRIPT_NO_STEP, 3, 0, NULL);
    transcript_add_connection(transcript, "main", true);
    transcript_append(transcript, EVENT_CONNECT_FAILED, 0, TRANSCRIPT_NO_STEP, 0, 111, "refused");
    clock.fake_us = 1007;
    transcript_append_sent(transcript, 0, 2, span_of("hi\n"));
    char *text = written(transcript);
    assert_string_equal(text, "{\"connections\":[{\"name\":\"main\",\"tls\":true}],\"events\":["
                              "{\"t_us\":0,\"conn\":0,\"kind\":\"counter\",\"n\":3},"
                              "{\"t_us\":0,\"conn\":0,\"kind\":\"connect_failed\",\"code\":111,"
                              "\"detail\":\"refused\"},"
                              "{\"t_us\":1000,\"conn\":0,\"kind\":\"sent\",\"step\":2,"
                              "\"bytes\":\"aGkK\"}]}\n");
    free(text);
    transcript_free(transcript);
}

static void what_is_left_out_has_a_meaning(void **state)
{
    (void)state;
    struct error error;
    struct transcript *transcript = read_text(
        "{\"case\": \"x\", \"connections\": [{\"name\": \"a\"}], \"events\": ["
        "{\"t_us\": 0, \"kind\": \"counter\"}, {\"t_us\": 5, \"conn\": 0, \"kind\": \"fin\"}]}",
        &error);
    assert_non_null(transcript);
    assert_false(transcript_connection_is_tls(transcript, 0));
    const struct event *fin = transcript_event(transcript, 1);
    assert_int_equal(fin->step, TRANSCRIPT_NO_STEP);
    assert_int_equal(fin->code, 0);
    assert_null(fin->detail);
    transcript_free(transcript);
}

static const struct {
    const char *text;
    const char *message;
} broken[] = {
    {"[]",                                                                                             "/connections: expected an array"       },
    {"7",                                                                                              "/connections: expected an array"       },
    {"{\"connections\": []}",                                                                          "/events: expected an array"            },
    {"{\"connections\": {}, \"events\": []}",                                                          "/connections: expected an array"       },
    {"{\"connections\": [7], \"events\": []}",                                                         "/connections/0/name: expected a string"},
    {"{\"connections\": [{}], \"events\": []}",                                                        "/connections/0/name: expected a string"},
    {"{\"connections\": [{\"name\": \"a\"}, {\"name\": 1}], \"events\": []}",
     "/connections/1/name: expected a string"                                                                                                  },
    {"{\"connections\": [{\"name\": \"a\", \"tls\": 1}], \"events\": []}",
     "/connections/0/tls: expected true or false"                                                                                              },
    {MAIN "null" END,                                                                                  "/events/0/kind: expected a string"     },
    {MAIN "{\"t_us\": 0, \"conn\": 0}" END,                                                            "/events/0/kind: expected a string"     },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"fine\"}" END,
     "/events/0/kind: expected the name of an event"                                                                                           },
    {MAIN "{\"conn\": 0, \"kind\": \"fin\"}" END,
     "/events/0/t_us: expected a time not before the last one"                                                                                 },
    {MAIN "{\"t_us\": -1, \"conn\": 0, \"kind\": \"fin\"}" END,
     "/events/0/t_us: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": 0.5, \"conn\": 0, \"kind\": \"fin\"}" END,
     "/events/0/t_us: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": \"0\", \"conn\": 0, \"kind\": \"fin\"}" END,
     "/events/0/t_us: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": 9, \"conn\": 0, \"kind\": \"fin\"},"
          "{\"t_us\": 8, \"conn\": 0, \"kind\": \"fin\"}" END,
     "/events/1/t_us: expected a time not before the last one"                                                                                 },
    {MAIN "{\"t_us\": 0, \"kind\": \"fin\"}" END,
     "/events/0/conn: expected the index of a connection"                                                                                      },
    {MAIN "{\"t_us\": 0, \"conn\": 1, \"kind\": \"fin\"}" END,
     "/events/0/conn: expected the index of a connection"                                                                                      },
    {MAIN "{\"t_us\": 0, \"conn\": 1, \"kind\": \"counter\"}" END,
     "/events/0/conn: expected the index of a connection"                                                                                      },
    {MAIN "{\"t_us\": 0, \"conn\": 4294967296, \"kind\": \"fin\"}" END,
     "/events/0/conn: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"sent\", \"bytes\": \"\", \"step\": -1}" END,
     "/events/0/step: expected a whole number in range"                                                                                        },
    {MAIN
     "{\"t_us\": 0, \"conn\": 0, \"kind\": \"sent\", \"bytes\": \"\", \"step\": 2147483648}" END,
     "/events/0/step: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"sent\"}" END,
     "/events/0/bytes: expected a string"                                                                                                      },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"received\", \"bytes\": \"A\"}" END,
     "/events/0/bytes: expected base64"                                                                                                        },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"fin\", \"bytes\": \"AAAA\"}" END,
     "/events/0/bytes: expected nothing for this kind of event"                                                                                },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"quiet\", \"n\": -5}" END,
     "/events/0/n: expected a whole number in range"                                                                                           },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"reset\", \"code\": 1e10}" END,
     "/events/0/code: expected a whole number in range"                                                                                        },
    {MAIN "{\"t_us\": 0, \"conn\": 0, \"kind\": \"reset\", \"detail\": []}" END,
     "/events/0/detail: expected a string"                                                                                                     },
};

static void broken_transcripts_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < countof(broken); i++) {
        struct error error = {0};
        assert_null(read_text(broken[i].text, &error));
        assert_string_equal(error.message, broken[i].message);
        assert_null(read_text(broken[i].text, NULL));
    }
    struct error error = {0};
    assert_null(transcript_json_read(NULL, &error));
    assert_string_equal(error.message, "/connections: expected an array");
}

/* Whatever single byte of a saved transcript is spoilt: an error or a transcript, nothing else. */
static void spoilt_transcripts_do_no_harm(void **state)
{
    (void)state;
    static const char spoilers[] = "\"0-,]}x\xff";
    struct clock clock = clock_fake(0);
    struct transcript *transcript = everything(&clock);
    char *text = written(transcript);
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        struct arena *arena = arena_new();
        struct json_complaints complaints = {0};
        char original = text[i];
        text[i] = spoilers[i % (sizeof(spoilers) - 1)];
        const struct json *object = json_parse(arena, span_make(text, len), &complaints);
        struct transcript *spoilt = transcript_json_read(object, NULL);
        if (spoilt != NULL) {
            char *again = written(spoilt);
            free(again);
        }
        transcript_free(spoilt);
        text[i] = original;
        arena_free(arena);
    }
    free(text);
    transcript_free(transcript);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(saved_transcript_comes_back_the_same),
        cmocka_unit_test(text_is_as_documented),
        cmocka_unit_test(what_is_left_out_has_a_meaning),
        cmocka_unit_test(broken_transcripts_are_refused),
        cmocka_unit_test(spoilt_transcripts_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
