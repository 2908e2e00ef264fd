/* expr_lex: cuts the text of an expression into tokens, each with its exact place.
 *
 * The place moves with the reading position, so that long texts stay linear. */
#include "input/expr_private.h"

#include <string.h>

#include "base/utf8.h"

struct source source_of(const char *text, struct place place) {
    return (struct source){
        .text = text, .end = strlen(text), .place = place, .first_column = place.column};
}

void source_skip(struct source *source, size_t size) {
    const char *text = source->text;
    for (size_t stop = source->at + size; source->at < stop; source->at++) {
        unsigned char c = (unsigned char)text[source->at];
        if (c == '\n') {
            source->place.line += source->place.line > 0;
            source->place.column = source->first_column;
        } else if ((c & 0xC0) != 0x80) {
            source->place.column += source->place.column > 0;
        }
    }
}

static char peek(const struct source *source, size_t offset) {
    return source->at + offset < source->end ? source->text[source->at + offset] : '\0';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Length of the digits at OFFSET. */
static size_t digits(const struct source *source, size_t offset) {
    size_t length = 0;
    while (is_digit(peek(source, offset + length)))
        length++;
    return length;
}

/* Length of the JSON number that begins here (without a sign: "-" is an operator). */
static size_t number_length(const struct source *source) {
    size_t length = peek(source, 0) == '0' ? 1 : digits(source, 0);
    if (peek(source, length) == '.' && is_digit(peek(source, length + 1)))
        length += 1 + digits(source, length + 1);
    if (peek(source, length) == 'e' || peek(source, length) == 'E') {
        size_t sign = peek(source, length + 1) == '-' || peek(source, length + 1) == '+';
        size_t exponent = digits(source, length + 1 + sign);
        if (exponent > 0)
            length += 1 + sign + exponent;
    }
    return length;
}

/* Length of the sign that begins here, 0 when there is none. */
static size_t sign_length(const struct source *source) {
    char c = peek(source, 0), next = peek(source, 1);
    if (c == '\0')
        return 0;
    if (next == '=' && strchr("=!<>", c) != NULL)
        return 2;
    return strchr("<>+-*/|.,()[]", c) != NULL;
}

/* Reads a text in quotes into TOKEN: in '...' a quote is written twice, in "..." a backslash comes
 * before ", \, n (line break) and t (tab). False when something is wrong (reported). */
static bool read_quoted(struct source *source, struct arena *arena, struct diags *diags,
                        struct token *token) {
    char quote = peek(source, 0);
    struct buf text = BUF_INIT;
    size_t at = 1;
    bool closed = false;
    for (; !closed && source->at + at < source->end; at++) {
        char c = peek(source, at), next = peek(source, at + 1);
        bool escape = c == '\\' && quote == '"';
        if (escape && (next == '\0' || strchr("\"\\nt", next) == NULL))
            break;
        if (escape)
            c = next == 'n' ? '\n' : next == 't' ? '\t' : next;
        else
            closed = c == quote && !(quote == '\'' && next == quote);
        if (!closed) {
            at += escape || c == quote;
            buf_char(&text, c);
        }
    }
    if (closed) {
        source_skip(source, at);
        token->kind = TOKEN_TEXT;
        token->text = arena_text(arena, buf_string(&text));
    } else if (source->at + at < source->end) {
        source_skip(source, at);
        diag_at(diags, source->place, MSG_EXPR_CHARACTER, "\\");
    } else {
        diag_at(diags, token->place, MSG_EXPR_QUOTE, "");
    }
    buf_free(&text);
    return closed;
}

/* Reports a character that begins nothing; what other languages write there is hinted at. */
static void report_character(struct source *source, struct arena *arena, struct diags *diags) {
    static const struct {
        char c;
        const char *hint;
    } hints[] = {
        {'=', "=="}, {'!', "not"}, {'&', "and"}, {'%', "percent"}, {'?', "if(cond, a, b)"}};
    const char *at = source->text + source->at;
    const char *hint = NULL;
    size_t length;
    utf8_decode(at, source->end - source->at, &length);
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        if (hints[i].c == *at)
            hint = hints[i].hint;
    }
    diag_hint(diags, source->place, MSG_EXPR_CHARACTER, hint, arena_slice(arena, at, length));
}

struct token source_token(struct source *source, struct arena *arena, struct diags *diags) {
    while (source->at < source->end && strchr(" \t\r\n", peek(source, 0)) != NULL)
        source_skip(source, 1);
    struct token token = {.kind = TOKEN_END, .place = source->place, .text = ""};
    if (source->at >= source->end)
        return token;
    size_t length = 0;
    char c = peek(source, 0);
    if (c == '\'' || c == '"') {
        if (!read_quoted(source, arena, diags, &token))
            token.kind = TOKEN_BAD;
        return token;
    }
    if (is_digit(c)) {
        token.kind = TOKEN_NUMBER;
        length = number_length(source);
        char after = peek(source, length);
        if (is_letter(after) || is_digit(after)) { /* 2x, 007 */
            source_skip(source, length);
            length = 0;
        }
    } else if (is_letter(c)) {
        token.kind = TOKEN_NAME;
        while (is_letter(peek(source, length)) || is_digit(peek(source, length)))
            length++;
    } else {
        token.kind = TOKEN_SIGN;
        length = sign_length(source);
    }
    if (length == 0) {
        report_character(source, arena, diags);
        token.kind = TOKEN_BAD;
        return token;
    }
    token.text = arena_slice(arena, source->text + source->at, length);
    source_skip(source, length);
    return token;
}
