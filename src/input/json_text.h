/* json_text: the text of a JSON file, token by token, judged by RFC 8259 to the letter.
 *
 * cJSON is lenient (numbers such as 01, raw line breaks in texts, control characters between
 * tokens, \uXYZW) and answers a mistake with an offset. Here every mistake gets its own sentence,
 * its line and its column, and reading goes on wherever it is clear how. */
#ifndef PIAO_INPUT_JSON_TEXT_H
#define PIAO_INPUT_JSON_TEXT_H

#include "base/decimal.h"
#include "input/data.h"

enum json_outcome {
    JSON_FINE,
    JSON_REFUSED, /* reported; reading goes on behind the token */
    JSON_LOST     /* reported; how to go on is anybody's guess */
};

struct json_spot {
    int line, column; /* from 1, columns in code points */
};

struct json_text {
    struct arena *arena;
    struct diags *diags;
    const char *file;
    const char *at, *end; /* what is still to be read; *end is NUL */
    const char *mark; /* a place passed, and its line and column: spots are counted from there */
    struct json_spot spot;   /* of mark */
    const struct data *node; /* whose pointer reports carry, or NULL */
};

/* Begins; a byte order mark is skipped. */
struct json_text json_text_open(struct arena *arena, struct diags *diags, const char *file,
                                const char *bytes, size_t size);

/* Line and column of P, which must not lie before an earlier P: the whole text is counted once. */
struct json_spot json_spot(struct json_text *text, const char *p);
/* Reports with up to three arguments (NULL: none). */
void json_problem(struct json_text *text, struct json_spot spot, enum diag_code code, const char *a,
                  const char *b, const char *c, const char *hint);

/* Reports what is no UTF-8, the first few places one by one; false when there is any. Leaves the
 * reading position as it was. */
bool json_check_utf8(struct json_text *text);

/* Passes over white space; reports what other readers take for it (control characters, comments).
 */
void json_space(struct json_text *text);
/* Passes over a text in quotes, a number, a word (true, false, null), of which the first character
 * is there. */
enum json_outcome json_string(struct json_text *text);
enum json_outcome json_number(struct json_text *text, struct decimal *out);
enum json_outcome json_word(struct json_text *text);
/* True when a number may begin with C, counting the forms that are refused (+1, .5). */
bool json_number_begins(char c);
/* Bytes of the word (letters, then also digits and _) at the reading position; 0: none is there. */
size_t json_word_length(const struct json_text *text);
/* The word, the text (without its quotes) or the character at the reading position, as a message
 * shows it. */
const char *json_found(const struct json_text *text);
/* Passes over a list or object without looking inside. */
void json_skip(struct json_text *text);

#endif
