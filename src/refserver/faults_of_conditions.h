/* Faults about conditional requests; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_CONDITIONS_H
#define REFSERVER_FAULTS_OF_CONDITIONS_H

#define FAULTS_ABOUT_CONDITIONS(F)                                                                 \
    F(no_if_match, "no-if-match", "9110-13.1.1-2", NULL, "If-Match is ignored.",                   \
      evaluates_if_match = false)                                                                  \
    F(weak_if_match, "weak-if-match", "9110-13.1.1-1", NULL, "If-Match compares weakly.",          \
      if_match_is_strong = false)                                                                  \
    F(no_if_none_match, "no-if-none-match", "9110-13.1.2-2", NULL, "If-None-Match is ignored.",    \
      evaluates_if_none_match = false)                                                             \
    F(strong_if_none_match, "strong-if-none-match", "9110-13.1.2-1", NULL,                         \
      "If-None-Match compares strongly.", if_none_match_is_weak = false)                           \
    F(no_if_modified_since, "no-if-modified-since", "9110-13.1.3-5 9110-13.1.3-6", NULL,           \
      "If-Modified-Since is ignored.", evaluates_if_modified_since = false)                        \
    F(no_if_unmodified_since, "no-if-unmodified-since", "9110-13.1.4-5", NULL,                     \
      "If-Unmodified-Since is ignored.", evaluates_if_unmodified_since = false)                    \
    F(dates_beside_tags, "dates-beside-tags", "9110-13.1.3-1 9110-13.1.4-1 9110-13.2.2-1", NULL,   \
      "Dates are looked at although there are entity tags.", tags_beat_dates = false)              \
    F(no_obsolete_dates, "no-obsolete-dates", "9110-5.6.7-1", NULL,                                \
      "Dates in the obsolete forms are not understood.", knows_obsolete_dates = false)             \
    F(invalid_dates_count, "invalid-dates-count", "9110-13.1.4-2", NULL,                           \
      "An invalid date counts as one of long ago.", invalid_date = 0)                              \
    F(conditions_before_resource, "conditions-before-resource", "9110-13.2.1-2 9110-13.2.1-1",     \
      NULL, "If-Match is looked at before it is known whether there is a resource.",               \
      checks_resource_first = false)                                                               \
    F(no_validators_in_304, "no-validators-in-304", "9110-15.4.5-1", NULL,                         \
      "304 comes without the entity tag.", has_validators_in_304 = false)                          \
    F(first_tag_only, "first-tag-only", "9110-13.1.1-2 9110-13.1.2-2", NULL,                       \
      "Only the first entity tag of a list is compared.", compares_all_tags = false)               \
    F(fields_missing_in_304, "fields-missing-in-304", "9110-15.4.5-1", NULL,                       \
      "304 comes without the caching fields of 200.", root_lines_in_304 = "")                      \
    F(type_in_304, "type-in-304", "9110-15.4.5-2", NULL, "304 tells a media type.",                \
      lines_in_304 = "Content-Type: text/plain\r\n")                                               \
    F(zero_length_in_304, "zero-length-in-304", "9110-8.6-4", NULL, "304 tells a length of 0.",    \
      lines_in_304 = "Content-Length: 0\r\n")                                                      \
    F(refuses_known, "refuses-known", "9110-13.1.2-4 9110-13.1.3-7", NULL,                         \
      "GET of what the client has already is refused with 412.", known_to_get = 412)               \
    F(not_modified_to_put, "not-modified-to-put", "9110-13.1.2-4", NULL,                           \
      "A false If-None-Match of PUT is answered with 304.", known_to_change = 304)                 \
    F(invalid_dates_are_late, "invalid-dates-are-late", "9110-13.1.3-2", NULL,                     \
      "An invalid date counts as one that is never reached.", invalid_date = INT64_MAX)            \
    F(post_if_modified_since, "post-if-modified-since", "9110-13.1.3-2", NULL,                     \
      "If-Modified-Since is evaluated for POST.", limits_if_modified_since = false)                \
    F(undated_are_old, "undated-are-old", "9110-13.1.3-3", NULL,                                   \
      "A resource without a date counts as one of 1970.", unknown_date = 0)                        \
    F(undated_are_new, "undated-are-new", "9110-13.1.4-3", NULL,                                   \
      "A resource without a date counts as one of the future.", unknown_date = INT64_MAX)          \
    F(two_digits_ahead, "two-digits-ahead", "9110-5.6.7-4", NULL,                                  \
      "A year with two digits is never one of the past century.", knows_past_century = false)      \
    F(none_match_first, "none-match-first", "9110-13.2.2-1", NULL,                                 \
      "If-None-Match is evaluated before If-Match.", if_none_match_comes_first = true)             \
    F(options_conditions, "options-conditions", "9110-13.2.1-5 9110-13.2.1-2", NULL,               \
      "Preconditions are evaluated for OPTIONS.", options_has_conditions = true)                   \
    F(head_lacks_validators, "head-lacks-validators", "9110-15.3.1-1 9110-9.3.2-2", NULL,          \
      "The response to HEAD has no validators.", head_has_validators = false)                      \
    F(hidden_date, "hidden-date", "9110-8.8.2.1-1", NULL,                                          \
      "Last-Modified is evaluated but not told.", shows_date = false)

#endif
