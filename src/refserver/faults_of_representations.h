/* Faults about negotiated, protected and redirected resources; see faults_list.h. */
#ifndef REFSERVER_FAULTS_OF_REPRESENTATIONS_H
#define REFSERVER_FAULTS_OF_REPRESENTATIONS_H

#define FAULTS_ABOUT_REPRESENTATIONS(F)                                                            \
    F(coding_unnamed, "coding-unnamed", "9110-8.4-1", NULL,                                        \
      "Coded content comes without Content-Encoding.", coded_lines = "Vary: accept-encoding\r\n")  \
    F(codes_for_everybody, "codes-for-everybody", "9110-12.5.3-1", NULL,                           \
      "Content is coded whatever Accept-Encoding says.", coding = coding_always)                   \
    F(codes_against_zero, "codes-against-zero", "9110-12.5.3-1", NULL,                             \
      "A coding with a weight of zero is taken for a wanted one.", coding = coding_if_named)       \
    F(star_beats_name, "star-beats-name", "9110-12.5.3-1", NULL,                                   \
      "A star in Accept-Encoding counts for gzip although gzip is excluded by name.",              \
      coding = coding_if_star)                                                                     \
    F(coded_without_vary, "coded-without-vary", "9110-12.5.5-2", NULL,                             \
      "A coded response comes without Vary.", coded_lines = "Content-Encoding: gzip\r\n")          \
    F(type_blamed_on_coding, "type-blamed-on-coding", "9110-12.5.3-3", NULL,                       \
      "415 for a media type has Accept-Encoding.", untaken_type = "Accept-Encoding: identity\r\n") \
    F(coding_not_blamed, "coding-not-blamed", "9110-12.5.3-2 9110-15.5.16-1", NULL,                \
      "415 for a content coding comes without Accept-Encoding.", untaken_coding = "")              \
    F(no_challenge, "no-challenge", "9110-11.6.1-1 9110-15.5.2-1 9110-11.4-1", NULL,               \
      "401 comes without a challenge.", challenge = "")                                            \
    F(forbidden_without_credentials, "forbidden-without-credentials", "9110-11.4-1", NULL,         \
      "A request without credentials gets 403.", no_credentials = 403)                             \
    F(hidden_without_credentials, "hidden-without-credentials", "9110-11.4-1", NULL,               \
      "A request without credentials gets 404.", no_credentials = 404)                             \
    F(forbidden_with_wrong_credentials, "forbidden-with-wrong-credentials", "9110-11.4-1", NULL,   \
      "A request with wrong credentials gets 403.", wrong_credentials = 403)                       \
    F(realm_unquoted, "realm-unquoted", "9110-11.5-1", NULL,                                       \
      "The realm of a challenge is a token.",                                                      \
      challenge = "WWW-Authenticate: Basic realm=reference\r\n")                                   \
    F(realm_twice, "realm-twice", "9110-11.2-1", NULL, "A challenge has a parameter twice.",       \
      challenge = "WWW-Authenticate: Basic realm=\"reference\", Realm=\"other\"\r\n")              \
    F(no_location_with_300, "no-location-with-300", "9110-15.4.1-1", NULL,                         \
      "300 does not tell the preferred choice.", unlocated = 300)                                  \
    F(no_list_with_300, "no-list-with-300", "9110-15.4.1-2", NULL, "300 comes without a list.",    \
      choices = "")                                                                                \
    F(no_location_with_301, "no-location-with-301", "9110-15.4.2-1", NULL,                         \
      "301 comes without Location.", unlocated = 301)                                              \
    F(no_location_with_302, "no-location-with-302", "9110-15.4.3-1", NULL,                         \
      "302 comes without Location.", unlocated = 302)                                              \
    F(no_location_with_307, "no-location-with-307", "9110-15.4.8-1", NULL,                         \
      "307 comes without Location.", unlocated = 307)                                              \
    F(no_location_with_308, "no-location-with-308", "9110-15.4.9-1", NULL,                         \
      "308 comes without Location.", unlocated = 308)                                              \
    F(content_in_205, "content-in-205", "9110-15.3.6-1", NULL, "205 has content.",                 \
      reset_content = "Reset.\n")

#endif
