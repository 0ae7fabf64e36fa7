#include "report/fixture_passive.h"

#include "report/fixture_build.h"

static const struct rule date_rule = {
    .id = "date",
    .requirement = "9110-6.6.1-9",
    .level = LEVEL_SHOULD,
    .title = "A response carries a Date",
};

void fixture_passive_add(struct fixture *fixture)
{
    struct transcript *transcript = fixture_build_plain(fixture);
    fixture_build_at(fixture, 100);
    transcript_append_sent(transcript, 0, 0,
                           span_of("GET / HTTP/1.1\r\n" FIXTURE_HOST_LINE "\r\n"));
    fixture_build_at(fixture, 400);
    transcript_append_received(
        transcript, 0, span_of("HTTP/1.1 200 OK\r\nX-A: b\rc\r\nContent-Length: 0\r\n\r\n"));
    fixture_build_happened(transcript, EVENT_FIN, 0);
    struct rule_tally *tallies = arena_array(fixture->arena, 2, sizeof(*tallies));
    tallies[0] = (struct rule_tally){.rule = &date_rule, .looked = 25};
    tallies[1] = (struct rule_tally){
        .rule = &fixture_build_bare_cr,
        .looked = 25,
        .count = 3,
        .example_case = "host.missing (control)",
        .example = {.offset = 23, .len = 1, .actual = "a bare CR in \"b\\rc\""},
        .transcript = transcript,
    };
    struct result *date =
        fixture_build_result(fixture, "passive.date", NULL, VERDICT_PASS, "held on 25 responses");
    date->tally = &tallies[0];
    struct result *bare_cr = fixture_build_result(
        fixture, "passive.no-bare-cr", NULL, VERDICT_FAIL,
        "a bare CR in \"b\\rc\" (3 of 25 responses, first in host.missing (control))");
    bare_cr->tally = &tallies[1];
    fixture_build_played(fixture, bare_cr, transcript);
    bare_cr->duration_us = 0;
}
