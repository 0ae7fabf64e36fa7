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
    F(no_if_modified_since, "no-if-modified-since", "9110-13.1.3-5", NULL,                         \
      "If-Modified-Since is ignored.", evaluates_if_modified_since = false)                        \
    F(no_if_unmodified_since, "no-if-unmodified-since", "9110-13.1.4-5", NULL,                     \
      "If-Unmodified-Since is ignored.", evaluates_if_unmodified_since = false)                    \
    F(dates_beside_tags, "dates-beside-tags", "9110-13.1.3-1", NULL,                               \
      "Dates are looked at although there are entity tags.", tags_beat_dates = false)              \
    F(no_obsolete_dates, "no-obsolete-dates", "9110-5.6.7-1", NULL,                                \
      "Dates in the obsolete forms are not understood.", knows_obsolete_dates = false)             \
    F(invalid_dates_count, "invalid-dates-count", "9110-13.1.4-2", NULL,                           \
      "An invalid date counts as one of long ago.", ignores_invalid_dates = false)                 \
    F(conditions_before_resource, "conditions-before-resource", "9110-13.2.1-2", NULL,             \
      "If-Match is looked at before it is known whether there is a resource.",                     \
      checks_resource_first = false)                                                               \
    F(no_validators_in_304, "no-validators-in-304", "9110-15.4.5-1", NULL,                         \
      "304 comes without the entity tag.", has_validators_in_304 = false)

#endif
