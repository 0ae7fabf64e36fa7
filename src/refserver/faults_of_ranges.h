/* Faults about range requests; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_RANGES_H
#define REFSERVER_FAULTS_OF_RANGES_H

#define FAULTS_ABOUT_RANGES(F)                                                                     \
    F(if_range_alone, "if-range-alone", "9110-13.1.5-1", NULL,                                     \
      "If-Range without Range is a precondition that fails.", if_range_needs_range = false)        \
    F(if_range_without_parts, "if-range-without-parts", "9110-13.1.5-2", NULL,                     \
      "If-Range is a precondition where ranges are not supported.", if_range_needs_parts = false)  \
    F(no_if_range, "no-if-range", "9110-13.1.5-3 9110-13.1.5-4", NULL, "If-Range is ignored.",     \
      evaluates_if_range = false)                                                                  \
    F(weak_if_range, "weak-if-range", "9110-13.1.5-4", NULL, "If-Range compares weakly.",          \
      if_range_is_strong = false)                                                                  \
    F(if_range_by_later_date, "if-range-by-later-date", "9110-13.1.5-4", NULL,                     \
      "A later date than Last-Modified satisfies If-Range.", if_range_date_is_exact = false)       \
    F(if_range_never_holds, "if-range-never-holds", "9110-13.1.5-5", NULL,                         \
      "No If-Range is ever found to hold.", if_range_never_holds = true)                           \
    F(range_position_wraps, "range-position-wraps", "9110-14.1.2-1", NULL,                         \
      "Positions of a range wrap around at 64 bits.", range_positions_saturate = false)            \
    F(range_of_head, "range-of-head", "9110-14.2-3", NULL, "Range is obeyed in HEAD requests.",    \
      ranges_are_for_get = false)                                                                  \
    F(any_range_unit, "any-range-unit", "9110-14.2-4", NULL,                                       \
      "Every range unit is taken for bytes.", ignores_other_units = false)                         \
    F(no_suffix_ranges, "no-suffix-ranges", "9110-14.2-8 9110-14.2-9", NULL,                       \
      "Ranges that count from the end are ignored.", has_suffix_ranges = false)                    \
    F(turns_ranges, "turns-ranges", "9110-14.2-6", NULL,                                           \
      "A range that ends before it begins is served the other way round.", turns_ranges = true)    \
    F(unsatisfiable_range_ignored, "unsatisfiable-range-ignored", "9110-14.2-9", NULL,             \
      "A range behind the end is ignored.", refuses_unsatisfiable = false)                         \
    F(range_before_conditions, "range-before-conditions", "9110-14.2-d1", NULL,                    \
      "Range is looked at before the preconditions.", preconditions_come_first = false)            \
    F(no_complete_length, "no-complete-length", "9110-14.4-3", NULL,                               \
      "Content-Range does not tell the length of the whole.", tells_complete_length = false)       \
    F(no_range_in_416, "no-range-in-416", "9110-14.4-4 9110-15.5.17-1", NULL,                      \
      "416 comes without Content-Range.", has_range_in_416 = false)                                \
    F(no_etag_in_206, "no-etag-in-206", "9110-15.3.7-1", NULL,                                     \
      "206 comes without the entity tag.", has_tag_in_206 = false)                                 \
    F(verbose_after_if_range, "verbose-after-if-range", "9110-15.3.7-2", NULL,                     \
      "206 to If-Range repeats Last-Modified.", is_brief_after_if_range = false)                   \
    F(no_last_modified_in_206, "no-last-modified-in-206", "9110-15.3.7-3", NULL,                   \
      "206 comes without Last-Modified.", has_date_in_206 = false)                                 \
    F(no_range_in_206, "no-range-in-206", "9110-15.3.7.1-1", NULL,                                 \
      "206 comes without Content-Range.", has_range_in_206 = false)                                \
    F(range_too_long, "range-too-long", "9110-15.3.7.1-1", NULL,                                   \
      "A part has one octet more than its Content-Range says.", ranges_end_within = false)         \
    F(no_boundary, "no-boundary", "9110-15.3.7.2-1", NULL,                                         \
      "multipart/byteranges comes without its boundary.", tells_boundary = false)                  \
    F(range_beside_parts, "range-beside-parts", "9110-15.3.7.2-2", NULL,                           \
      "The head of a response in several parts has Content-Range.", has_range_beside_parts = true) \
    F(no_range_in_parts, "no-range-in-parts", "9110-15.3.7.2-3", NULL,                             \
      "Parts have no Content-Range.", has_range_in_parts = false)                                  \
    F(no_type_in_parts, "no-type-in-parts", "9110-15.3.7.2-4", NULL,                               \
      "Parts have no Content-Type.", has_type_in_parts = false)                                    \
    F(multipart_for_one, "multipart-for-one", "9110-15.3.7.2-6", NULL,                             \
      "A single range is sent as multipart/byteranges.", has_multipart_for_one = true)             \
    F(parts_sorted, "parts-sorted", "9110-15.3.7.2-8", NULL,                                       \
      "Parts come in rising order whatever was asked.", sorts_ranges = true)                       \
    F(bare_lf_between_parts, "bare-lf-between-parts", "9110-8.3.3-1", NULL,                        \
      "Parts are separated by lines that end in LF.", part_line_end = "\n")                        \
    F(endless_ranges, "endless-ranges", "9110-17.15-1", NULL,                                      \
      "Any number of ranges is served one by one.", limits_ranges = false)

#endif
