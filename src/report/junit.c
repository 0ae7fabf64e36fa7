#include "report/junit.h"

#include <inttypes.h>
#include <string.h>

#include <libxml/xmlwriter.h>

#include "report/block.h"
#include "report/escape.h"
#include "report/phrase.h"

#define MESSAGE_MAX 200u /* characters; consumers show it in one line */
#define TEXT_MAX 16384u  /* bytes of one result's text */
#define OUTPUT_MAX 500u  /* Jenkins keeps that much of a passing case's output */
#define TARGET_SUITE "h1audit"

/* How a verdict appears. */
enum form { FORM_NONE, FORM_NOTE, FORM_SKIPPED, FORM_FAILURE, FORM_ERROR };
#define FORM_COUNT (FORM_ERROR + 1)

struct counters {
    size_t forms[FORM_COUNT];
    size_t tests;
    int64_t time_us;
};

struct junit {
    const struct results *results;
    const struct report_options *options;
    xmlTextWriterPtr writer;
    bool has_failed; /* libxml2 refused something; it goes on, and the end tells */
};

static const xmlChar *xml(const char *string)
{
    return (const xmlChar *)string;
}

static void check(struct junit *junit, int answer)
{
    junit->has_failed = junit->has_failed || answer < 0;
}

static void start(struct junit *junit, const char *name)
{
    check(junit, xmlTextWriterStartElement(junit->writer, xml(name)));
}

static void end(struct junit *junit)
{
    check(junit, xmlTextWriterEndElement(junit->writer));
}

/* libxml2 writes control characters and bad UTF-8 through; nothing gets past this. */
static void add_attribute(struct junit *junit, const char *name, const char *value)
{
    struct text clean = {0};
    escape_own(&clean, value);
    check(junit, xmlTextWriterWriteAttribute(junit->writer, xml(name), xml(text_string(&clean))));
    text_done(&clean);
}

static void add_number(struct junit *junit, const char *name, size_t value)
{
    struct text number = {0};
    text_printf(&number, "%zu", value);
    add_attribute(junit, name, text_string(&number));
    text_done(&number);
}

static void add_time(struct junit *junit, int64_t time_us)
{
    struct text time = {0};
    int64_t time_ms = (time_us + 500) / 1000;
    text_printf(&time, "%" PRId64 ".%03" PRId64, time_ms / 1000, time_ms % 1000);
    add_attribute(junit, "time", text_string(&time));
    text_done(&time);
}

static void add_text(struct junit *junit, struct span lines)
{
    struct text clean = {0};
    escape_lines(&clean, lines);
    check(junit, xmlTextWriterWriteString(junit->writer, xml(text_string(&clean))));
    text_done(&clean);
}

/* A red verdict is a failure or an error, all others leave the report green. */
static enum form form_of(const struct junit *junit, const struct result *result)
{
    bool is_red = phrase_is_red(junit->results, result);
    switch (result->judgement.verdict) {
    case VERDICT_PASS:
        return is_red ? FORM_FAILURE : FORM_NONE;
    case VERDICT_WARN:
    case VERDICT_FAIL:
        return is_red ? FORM_FAILURE : FORM_NOTE;
    case VERDICT_INCONCLUSIVE:
    case VERDICT_SKIP:
    case VERDICT_ERROR:
        break;
    }
    return is_red ? FORM_ERROR : FORM_SKIPPED;
}

static bool has_event(const struct result *result, enum event_kind kind)
{
    for (size_t i = 0; i < transcript_count(result->transcript); i++) {
        if (transcript_event(result->transcript, i)->kind == kind)
            return true;
    }
    return false;
}

static const char *type_of(const struct result *result, enum form form)
{
    enum verdict verdict = result->judgement.verdict;
    if (form == FORM_FAILURE)
        return verdict == VERDICT_WARN ? "SHOULD" : level_name(phrase_level(result));
    if (verdict != VERDICT_ERROR)
        return verdict_name(verdict);
    if (result->transcript != NULL && has_event(result, EVENT_CONNECT_FAILED))
        return "connect";
    if (result->transcript != NULL && has_event(result, EVENT_TLS_FAILED))
        return "tls";
    return "internal";
}

/* Cuts text to max bytes where a character begins, and says so. */
static void cut(struct text *text, size_t max, const char *tail)
{
    if (text->len <= max)
        return;
    size_t len = max - strlen(tail);
    while (len > 0 && ((uint8_t)text->data[len] & 0xc0) == 0x80)
        len--;
    text->len = len;
    text->data[len] = '\0';
    text_add(text, tail);
}

/* "RFC 9112 9.6: 1 response expected, none received" */
static void add_reason(struct text *out, const struct junit *junit, const struct result *result)
{
    const struct requirement *requirement = phrase_requirement(result, junit->options);
    if (requirement != NULL)
        text_printf(out, "RFC %u %s: ", requirement->rfc, requirement->section);
    escape_peer(out, result->judgement.reason);
}

/* The whole block; its last line is "at FILE:LINE", which tools look for. */
static void add_block(struct junit *junit, const struct result *result)
{
    struct report_options plain = *junit->options;
    plain.has_color = false;
    plain.is_verbose = false;
    plain.width = 0;
    struct text block = {0};
    struct text place = {0};
    block_write(result, junit->results, &plain, &block);
    text_add(&place, "\nat ");
    bool has_place = phrase_place(&place, result);
    text_add_char(&place, '\n');
    cut(&block, TEXT_MAX - place.len, "\n... cut here; the JSON results hold everything\n");
    if (has_place)
        text_add_span(&block, text_span(&place));
    add_text(junit, text_span(&block));
    text_done(&place);
    text_done(&block);
}

static void add_note(struct junit *junit, const struct result *result)
{
    struct text note = {0};
    text_printf(&note, "verdict=%s level=%s ", verdict_name(result->judgement.verdict),
                result->judgement.verdict == VERDICT_WARN ? "SHOULD"
                                                          : level_name(phrase_level(result)));
    add_reason(&note, junit, result);
    cut(&note, OUTPUT_MAX, "...");
    start(junit, "system-out");
    add_text(junit, text_span(&note));
    end(junit);
    text_done(&note);
}

static void add_skipped(struct junit *junit, const struct result *result)
{
    struct text message = {0};
    bool is_skip = result->judgement.verdict == VERDICT_SKIP;
    text_add(&message, is_skip ? "skipped" : verdict_name(result->judgement.verdict));
    text_add(&message, ": ");
    escape_peer(&message, result->judgement.reason);
    cut(&message, MESSAGE_MAX, "...");
    start(junit, "skipped");
    add_attribute(junit, "message", text_string(&message));
    end(junit);
    text_done(&message);
}

static void add_trouble(struct junit *junit, const struct result *result, enum form form)
{
    struct text message = {0};
    add_reason(&message, junit, result);
    cut(&message, MESSAGE_MAX, "...");
    start(junit, form == FORM_FAILURE ? "failure" : "error");
    add_attribute(junit, "type", type_of(result, form));
    add_attribute(junit, "message", text_string(&message));
    add_block(junit, result);
    end(junit);
    text_done(&message);
}

static void add_case(struct junit *junit, const struct result *result)
{
    struct text class_name = {0};
    text_add(&class_name, "h1audit.");
    text_add_span(&class_name, phrase_suite(result));
    start(junit, "testcase");
    add_attribute(junit, "classname", text_string(&class_name));
    text_done(&class_name);
    add_attribute(junit, "name", phrase_name(result));
    add_time(junit, result->duration_us);
    if (result->test_case != NULL && !junit->options->is_strict_junit) {
        add_attribute(junit, "file", result->test_case->suite->file);
        add_number(junit, "line", result->test_case->line);
    }
    enum form form = form_of(junit, result);
    switch (form) {
    case FORM_NONE:
        break;
    case FORM_NOTE:
        add_note(junit, result);
        break;
    case FORM_SKIPPED:
        add_skipped(junit, result);
        break;
    case FORM_FAILURE:
    case FORM_ERROR:
        add_trouble(junit, result, form);
        break;
    }
    end(junit);
}

static void count_results(const struct junit *junit, size_t first, size_t end_index,
                          struct counters *counters)
{
    for (size_t i = first; i < end_index; i++) {
        const struct result *result = &junit->results->items[i];
        counters->tests++;
        counters->forms[form_of(junit, result)]++;
        counters->time_us += result->duration_us;
    }
}

static void add_counters(struct junit *junit, const struct counters *counters, bool has_skipped)
{
    add_number(junit, "tests", counters->tests);
    add_number(junit, "failures", counters->forms[FORM_FAILURE]);
    add_number(junit, "errors", counters->forms[FORM_ERROR]);
    if (has_skipped)
        add_number(junit, "skipped", counters->forms[FORM_SKIPPED]);
    add_time(junit, counters->time_us);
}

static void add_property(struct junit *junit, const char *name, const char *value)
{
    start(junit, "property");
    add_attribute(junit, "name", name);
    add_attribute(junit, "value", value);
    end(junit);
}

static void start_suite(struct junit *junit, struct span name, size_t id,
                        const struct counters *counters)
{
    const struct results *results = junit->results;
    struct text words = {0};
    char timestamp[32];
    start(junit, "testsuite");
    text_add_span(&words, name);
    add_attribute(junit, "name", text_string(&words));
    add_counters(junit, counters, true);
    clock_format_utc(results->started_wall_ms, timestamp, sizeof(timestamp));
    add_attribute(junit, "timestamp", timestamp);
    const struct run_target *target = &results->target;
    add_attribute(junit, "hostname", target->authority != NULL ? target->authority : "localhost");
    add_number(junit, "id", id);
    add_attribute(junit, "package", "h1audit");
    start(junit, "properties");
    add_property(junit, "target", target->url != NULL ? target->url : target->name);
    text_clear(&words);
    text_printf(&words, "h1audit %s", results->version);
    add_property(junit, "tool", text_string(&words));
    text_clear(&words);
    text_printf(&words, "%" PRIu64, results->seed);
    if (results->is_shuffled)
        add_property(junit, "shuffle", text_string(&words));
    text_clear(&words);
    phrase_cuts(&words, results);
    if (results->cuts.every > 0)
        add_property(junit, "cuts", text_string(&words));
    end(junit);
    text_done(&words);
}

/* The results of one suite stand together, because they are in order of their ids. */
static size_t suite_end(const struct results *results, size_t first)
{
    struct span suite = phrase_suite(&results->items[first]);
    size_t next = first + 1;
    while (next < results->count && span_equal(phrase_suite(&results->items[next]), suite))
        next++;
    return next;
}

static size_t add_suites(struct junit *junit)
{
    const struct results *results = junit->results;
    size_t id = 0;
    for (size_t first = 0; first < results->count; id++) {
        size_t next = suite_end(results, first);
        struct counters counters = {0};
        count_results(junit, first, next, &counters);
        start_suite(junit, phrase_suite(&results->items[first]), id, &counters);
        for (size_t i = first; i < next; i++)
            add_case(junit, &results->items[i]);
        end(junit);
        first = next;
    }
    return id;
}

/* A target that is gone is one case of its own, so that no reader sees an empty, green report. */
static void add_fatal(struct junit *junit, size_t id)
{
    struct text message = {0};
    struct counters counters = {.tests = 1};
    counters.forms[FORM_ERROR] = 1;
    escape_peer(&message, junit->results->fatal);
    start_suite(junit, span_of(TARGET_SUITE), id, &counters);
    start(junit, "testcase");
    add_attribute(junit, "classname", TARGET_SUITE);
    add_attribute(junit, "name", "target");
    add_time(junit, 0);
    start(junit, "error");
    add_attribute(junit, "type", "connect");
    struct text line = {0};
    text_add_span(&line, text_span(&message));
    cut(&line, MESSAGE_MAX, "...");
    add_attribute(junit, "message", text_string(&line));
    add_text(junit, text_span(&message));
    end(junit);
    end(junit);
    end(junit);
    text_done(&line);
    text_done(&message);
}

static void add_document(struct junit *junit)
{
    const struct results *results = junit->results;
    struct counters counters = {0};
    count_results(junit, 0, results->count, &counters);
    counters.tests += results->fatal != NULL;
    counters.forms[FORM_ERROR] += results->fatal != NULL;
    check(junit, xmlTextWriterSetIndent(junit->writer, 1));
    check(junit, xmlTextWriterSetIndentString(junit->writer, xml("  ")));
    check(junit, xmlTextWriterStartDocument(junit->writer, NULL, "UTF-8", NULL));
    start(junit, "testsuites");
    add_attribute(junit, "name", "h1audit");
    add_counters(junit, &counters, !junit->options->is_strict_junit);
    size_t suites = add_suites(junit);
    if (results->fatal != NULL)
        add_fatal(junit, suites);
    check(junit, xmlTextWriterEndDocument(junit->writer));
    check(junit, xmlTextWriterFlush(junit->writer));
}

bool junit_write(const struct results *results, const struct report_options *options,
                 struct text *out, struct error *error)
{
    struct junit junit = {.results = results, .options = options};
    xmlBufferPtr buffer = xmlBufferCreate();
    if (buffer != NULL)
        junit.writer = xmlNewTextWriterMemory(buffer, 0);
    bool is_written = false;
    if (junit.writer != NULL) {
        add_document(&junit);
        is_written = !junit.has_failed;
    }
    xmlFreeTextWriter(junit.writer);
    if (is_written)
        text_add_span(out, span_make(xmlBufferContent(buffer), (size_t)xmlBufferLength(buffer)));
    xmlBufferFree(buffer);
    return is_written || error_set(error, "libxml2 could not write the JUnit report");
}
