#include "refserver/dialogue.h"

#include "http/syntax.h"
#include "refserver/request_head.h"
#include "refserver/response.h"

#define CULPRIT_MAX 64 /* of a field's name, in the content of 431 */

static const struct ending closing = {ENDING_CLOSE, true};
static const struct ending persisting = {ENDING_PERSIST, false};
static const struct ending staying = {ENDING_OPEN, false};

void dialogue_init(struct dialogue *dialogue, const struct policy *policy,
                   struct resources *resources, bool is_tls)
{
    dialogue->policy = policy;
    dialogue->resources = resources;
    request_reader_init(&dialogue->reader, policy, is_tls);
}

void dialogue_done(struct dialogue *dialogue)
{
    text_done(&dialogue->content);
    text_done(&dialogue->credentials);
    text_done(&dialogue->out);
    text_done(&dialogue->late_content);
    text_done(&dialogue->late_lines);
}

static void finish(struct dialogue *dialogue, enum close_manner manner)
{
    dialogue->state = DIALOGUE_OVER;
    dialogue->manner = manner;
}

static void apply(struct dialogue *dialogue, struct ending ending, struct span *bytes)
{
    switch (ending.kind) {
    case ENDING_PERSIST:
        break;
    case ENDING_CLOSE:
        finish(dialogue, dialogue->policy->after_response);
        break;
    case ENDING_DROP_REST:
        *bytes = (struct span){0};
        dialogue->has_no_time_limit = true;
        break;
    case ENDING_OPEN:
        dialogue->has_no_time_limit = true;
        break;
    case ENDING_DEAF:
        dialogue->state = DIALOGUE_DEAF;
        break;
    case ENDING_CLOSE_IF_QUIET:
        if (bytes->len == 0)
            finish(dialogue, CLOSE_STAGED);
        break;
    case ENDING_ANSWER_REST:
        dialogue->is_last_round = true;
        break;
    case ENDING_EXECUTE_REST:
        dialogue->is_last_round = true;
        dialogue->is_mute = true;
        break;
    }
}

static void write_answer(struct dialogue *dialogue, const struct request *request,
                         const struct answer *answer, struct ending ending)
{
    if (dialogue->is_mute)
        return;
    if (dialogue->answer_count < DIALOGUE_ANSWERS_MAX)
        dialogue->answers[dialogue->answer_count++] = dialogue->out.len;
    response_write(&dialogue->out, dialogue->policy, request, answer, ending);
}

static void put_off(struct dialogue *dialogue, const struct answer *answer, struct ending ending,
                    unsigned delay_ms)
{
    dialogue->is_late = true;
    dialogue->late_ms = delay_ms;
    dialogue->late_ending = ending;
    /* Its fields live as long as the reader waits; if it does not, only its plain members count. */
    dialogue->late_request = dialogue->reader.request;
    dialogue->late_answer = *answer;
    text_clear(&dialogue->late_content);
    text_add_span(&dialogue->late_content, answer->content);
    dialogue->late_answer.content = text_span(&dialogue->late_content);
    text_clear(&dialogue->late_lines);
    if (answer->lines != NULL)
        text_add(&dialogue->late_lines, answer->lines);
    dialogue->late_answer.lines = text_string(&dialogue->late_lines);
}

static unsigned delay_of(const struct dialogue *dialogue, const struct answer *answer,
                         struct span rest)
{
    unsigned watch_ms = rest.len == 0 ? dialogue->policy->fin_watch_ms : 0;
    return answer->delay_ms > watch_ms ? answer->delay_ms : watch_ms;
}

static void respond(struct dialogue *dialogue, const struct answer *answer, struct ending ending,
                    struct span *bytes)
{
    const struct policy *policy = dialogue->policy;
    const struct request *request = &dialogue->reader.request;
    unsigned delay_ms = delay_of(dialogue, answer, *bytes);
    /* RFC 9112 6.3, item 8: only the close ends such content. */
    if (policy->framing(request, answer) == RESPONSE_BY_CLOSE && ending.kind == ENDING_PERSIST)
        ending = closing;
    /* Where faults send more than one answer at the end, the last of them tells of the close. */
    if (ending.kind == ENDING_ANSWER_REST || dialogue->is_last_round)
        ending.is_announced = ending.is_announced || bytes->len == 0;
    if (dialogue->is_late)
        ending.is_announced = false;
    else if (delay_ms > 0 && !dialogue->is_mute) {
        put_off(dialogue, answer, ending, delay_ms);
        return;
    }
    write_answer(dialogue, request, answer, ending);
    apply(dialogue, ending, bytes);
}

static void add_culprit(const struct dialogue *dialogue, struct text *text)
{
    struct span name = span_slice(dialogue->reader.culprit, 0, CULPRIT_MAX);
    if (dialogue->policy->names_large_field && syntax_is_token(name)) {
        text_add(text, " It is this field: ");
        text_add_span(text, name);
    }
}

static void refuse(struct dialogue *dialogue, enum refusal refusal, struct span *bytes)
{
    const struct refusal_rule *rule = &dialogue->policy->refusals[refusal];
    struct text content = {0};
    text_add(&content, rule->sentence);
    if (refusal == REFUSAL_FIELDS_TOO_LARGE)
        add_culprit(dialogue, &content);
    if (content.len > 0)
        text_add(&content, "\n");
    struct answer answer = {.status = rule->status,
                            .type = "text/plain; charset=utf-8",
                            .content = text_span(&content)};
    struct ending ending = rule->stays_open ? staying : dialogue->policy->own_ending;
    respond(dialogue, &answer, dialogue->is_last_round ? persisting : ending, bytes);
    text_done(&content);
    request_reader_recover(&dialogue->reader);
}

static void send_interim(struct dialogue *dialogue)
{
    text_add(&dialogue->out, dialogue->policy->interim);
    dialogue->owes_interim = false;
    dialogue->has_sent_interim = true;
}

/* RFC 9110 7.8: another protocol takes over; what comes is no request any more. */
static void switch_protocol(struct dialogue *dialogue, const char *switching)
{
    text_add(&dialogue->out, switching);
    finish(dialogue, CLOSE_STAGED);
}

/* RFC 9110 10.1.1: the client waits, so it gets at once the final response or 100 (Continue). */
static void meet_expectation(struct dialogue *dialogue, struct span *bytes)
{
    const struct policy *policy = dialogue->policy;
    const struct request *request = &dialogue->reader.request;
    const char *switching = policy->switching(request);
    if (switching != NULL && !policy->continues_before_switching) {
        switch_protocol(dialogue, switching);
        return;
    }
    if (request->is_http11 && resources_refusal(policy, request) != 0) {
        struct answer answer;
        resources_answer(dialogue->resources, policy, request, (struct span){0}, &answer);
        respond(dialogue, &answer, policy->early_ending, bytes);
        return;
    }
    if (!request->is_http11 && !policy->has_interim_for_http10)
        return;
    enum interim_moment moment =
        policy->expects_continue(request) ? policy->interim_moment : INTERIM_NEVER;
    dialogue->owes_interim = moment != INTERIM_NEVER;
    if (moment == INTERIM_AT_ONCE)
        send_interim(dialogue);
    else
        dialogue->has_no_time_limit = true; /* A time-out would be a final response. */
}

/* A fault: who showed credentials once is taken for the same user from then on. */
static void recall_credentials(struct dialogue *dialogue)
{
    struct request *request = &dialogue->reader.request;
    struct text *credentials = &dialogue->credentials;
    if (request_count(request, "Authorization") > 0) {
        text_clear(credentials);
        text_add_span(credentials, request_value(request, "Authorization"));
    } else if (credentials->len > 0 && request->field_count < REQUEST_FIELDS_MAX) {
        request->fields[request->field_count++] =
            (struct request_field){span_of("Authorization"), text_span(credentials)};
    }
}

static void on_head(struct dialogue *dialogue, struct span *bytes)
{
    const struct request *request = &dialogue->reader.request;
    if (dialogue->policy->remembers_credentials)
        recall_credentials(dialogue);
    text_clear(&dialogue->content);
    dialogue->keeps_content = resources_keeps_content(dialogue->policy, request);
    dialogue->owes_interim = false;
    dialogue->has_sent_interim = false;
    if (request_expects_continue(request))
        meet_expectation(dialogue, bytes);
}

static void on_content(struct dialogue *dialogue, struct span content)
{
    if (dialogue->owes_interim)
        send_interim(dialogue);
    if (dialogue->keeps_content)
        text_add_span(&dialogue->content, content);
}

/* True if bytes begin with something that is no request, which can be told already. */
static bool is_broken(const struct dialogue *dialogue, struct span bytes)
{
    return bytes.len > 0 &&
           request_reader_refuses(dialogue->policy, dialogue->reader.is_tls, bytes);
}

static void on_end(struct dialogue *dialogue, struct span *bytes)
{
    const struct policy *policy = dialogue->policy;
    const struct request *request = &dialogue->reader.request;
    struct ending ending = dialogue->is_last_round ? persisting : policy->ending(request);
    if (!policy->answers_before_invalid && ending.kind == ENDING_CLOSE &&
        is_broken(dialogue, *bytes)) {
        finish(dialogue, policy->after_response);
        return;
    }
    const char *switching = policy->switching(request);
    if (switching != NULL) {
        switch_protocol(dialogue, switching);
        return;
    }
    if (dialogue->has_sent_interim && !policy->interim_is_followed) {
        dialogue->state = DIALOGUE_DEAF;
        return;
    }
    struct answer answer;
    resources_answer(dialogue->resources, policy, request, text_span(&dialogue->content), &answer);
    respond(dialogue, &answer, ending, bytes);
}

bool dialogue_is_blocked(const struct dialogue *dialogue)
{
    bool must_wait =
        dialogue->policy->late_ones_wait || dialogue->late_ending.kind != ENDING_PERSIST;
    return dialogue->state != DIALOGUE_OPEN || (dialogue->is_late && must_wait) ||
           dialogue->out.len - dialogue->sent > DIALOGUE_UNSENT_MAX;
}

/* Only a fault thinks that whole lines are enough. */
static bool is_taken_early(struct dialogue *dialogue)
{
    struct request_reader *reader = &dialogue->reader;
    return !dialogue->policy->awaits_rest_of_head && reader->state == READER_IN_FIELDS &&
           reader->len == reader->line &&
           request_head_finish(&reader->request, dialogue->policy) == REFUSAL_NONE;
}

static void carry_out_half(struct dialogue *dialogue)
{
    struct span nothing = {0};
    on_end(dialogue, &nothing);
    if (dialogue->state == DIALOGUE_OPEN)
        finish(dialogue, CLOSE_STAGED);
}

/* All that has come is processed. Only faults act on where a read ends (RFC 9112 2.1 and 8). */
static void run_out(struct dialogue *dialogue, struct span *bytes)
{
    const struct policy *policy = dialogue->policy;
    bool is_inside = request_reader_is_inside(&dialogue->reader);
    if (!policy->awaits_lf && request_reader_awaits_lf(&dialogue->reader)) {
        refuse(dialogue, REFUSAL_SYNTAX, bytes);
    } else if (is_inside && dialogue->content.len > 0 && !policy->awaits_rest_of_content) {
        on_end(dialogue, bytes);
        finish(dialogue, CLOSE_STAGED);
    } else if (dialogue->is_last_round) {
        finish(dialogue, CLOSE_STAGED);
    }
}

void dialogue_process(struct dialogue *dialogue, struct span *bytes)
{
    bool is_one_piece = !request_reader_is_inside(&dialogue->reader);
    while (!dialogue_is_blocked(dialogue)) {
        struct span content;
        switch (request_reader_next(&dialogue->reader, bytes, &content)) {
        case READER_MORE:
            if (is_one_piece && is_taken_early(dialogue))
                carry_out_half(dialogue);
            else
                run_out(dialogue, bytes);
            return;
        case READER_HEAD:
            is_one_piece = false;
            on_head(dialogue, bytes);
            break;
        case READER_CONTENT:
            on_content(dialogue, content);
            break;
        case READER_END:
            on_end(dialogue, bytes);
            break;
        case READER_REFUSED:
            refuse(dialogue, dialogue->reader.refusal, bytes);
            break;
        }
    }
}

void dialogue_late_over(struct dialogue *dialogue)
{
    struct span nothing = {0};
    struct ending ending = dialogue->late_ending;
    dialogue->is_late = false;
    if (dialogue->state == DIALOGUE_OVER)
        ending.is_announced = true;
    write_answer(dialogue, &dialogue->late_request, &dialogue->late_answer, ending);
    if (dialogue->state == DIALOGUE_OPEN)
        apply(dialogue, ending, &nothing);
}

/* True if what has come of a request counts as the whole of it. Only faults think so. */
static bool is_taken_for_whole(struct dialogue *dialogue)
{
    struct request_reader *reader = &dialogue->reader;
    if (reader->state == READER_IN_FIELDS)
        return !dialogue->policy->awaits_end_of_head &&
               request_head_finish(&reader->request, dialogue->policy) == REFUSAL_NONE;
    bool is_endless = dialogue->policy->reads_until_fin && !request_has_framing(&reader->request);
    return reader->state >= READER_IN_CONTENT &&
           (is_endless || policy_tolerates(dialogue->policy, REFUSAL_INCOMPLETE));
}

/* RFC 9112 6.3, item 6: what is missing makes the request incomplete. */
static void end_incomplete(struct dialogue *dialogue)
{
    struct span nothing = {0};
    if (is_taken_for_whole(dialogue)) {
        carry_out_half(dialogue);
        return;
    }
    refuse(dialogue, REFUSAL_INCOMPLETE, &nothing);
    if (dialogue->state == DIALOGUE_OPEN)
        finish(dialogue, CLOSE_STAGED);
}

void dialogue_client_ended(struct dialogue *dialogue)
{
    enum close_manner manner = dialogue->policy->at_client_fin;
    if (dialogue->state == DIALOGUE_OVER)
        return;
    if (dialogue->is_late && dialogue->policy->fin_watch_ms == 0)
        return; /* RFC 9112 9.6: a half-close does not mean that the answer is not wanted. */
    if (dialogue->is_late) {
        dialogue->is_late = false;
        finish(dialogue, CLOSE_STAGED);
    } else if (dialogue->state == DIALOGUE_OPEN && dialogue_is_inside_request(dialogue)) {
        end_incomplete(dialogue);
    } else if (manner == CLOSE_NOT_AT_ALL) {
        dialogue->state = DIALOGUE_DEAF;
    } else {
        finish(dialogue, manner);
    }
}

void dialogue_time_out(struct dialogue *dialogue)
{
    struct span nothing = {0};
    if (request_reader_is_inside(&dialogue->reader))
        refuse(dialogue, REFUSAL_TIMEOUT, &nothing);
    else
        finish(dialogue, CLOSE_STAGED);
    dialogue->manner = dialogue->policy->at_idle_timeout;
}

bool dialogue_is_inside_request(const struct dialogue *dialogue)
{
    return request_reader_is_inside(&dialogue->reader);
}

/* A fault: answers that leave together change places, but one that closes stays last. */
static void reverse_answers(struct dialogue *dialogue)
{
    struct text reversed = {0};
    struct span out = text_span(&dialogue->out);
    size_t count = dialogue->answer_count - (dialogue->state == DIALOGUE_OVER ? 1 : 0);
    size_t end = count < dialogue->answer_count ? dialogue->answers[count] : out.len;
    struct span last = span_slice(out, end, out.len);
    for (size_t i = count; i-- > 0; end = dialogue->answers[i])
        text_add_span(&reversed, span_slice(out, dialogue->answers[i], end - dialogue->answers[i]));
    text_add_span(&reversed, last);
    text_done(&dialogue->out);
    dialogue->out = reversed;
}

struct span dialogue_unsent(struct dialogue *dialogue)
{
    if (!dialogue->policy->keeps_order && dialogue->sent == 0 && dialogue->answer_count > 2 &&
        dialogue->answers[0] == 0)
        reverse_answers(dialogue);
    dialogue->answer_count = 0;
    return span_slice(text_span(&dialogue->out), dialogue->sent, dialogue->out.len);
}

void dialogue_sent(struct dialogue *dialogue, size_t len)
{
    dialogue->sent += len;
    if (dialogue->sent == dialogue->out.len) {
        text_clear(&dialogue->out);
        dialogue->sent = 0;
    }
}
