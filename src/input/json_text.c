/* json_text: is this token written as RFC 8259 wants it, and where does it stand?
 *
 * Lines and columns are counted forwards from the last place asked for, so that a file of one long
 * line costs no more than any other. */
#include "input/json_text.h"

#include <string.h>

#include "base/utf8.h"

enum {
    BAD_BYTES_SHOWN = 8,
    SHOWN_MAX = 24,  /* bytes that a message shows of something longer */
    NUMBER_MAX = 63, /* cJSON reads no more of a number than this */
    DIGITS_MAX = 15, /* what a double holds of any decimal number */
    INTEGER_BITS_MAX = 53
};

struct json_text json_text_open(struct arena *arena, struct diags *diags, const char *file,
                                const char *bytes, size_t size) {
    if (size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        size -= 3;
    }
    return (struct json_text){.arena = arena,
                              .diags = diags,
                              .file = file,
                              .at = bytes,
                              .end = bytes + size,
                              .mark = bytes,
                              .spot = {1, 1}};
}

struct json_spot json_spot(struct json_text *text, const char *p) {
    for (; text->mark < p; text->mark++) {
        if (*text->mark == '\n') {
            text->spot.line++;
            text->spot.column = 1;
        } else if (((unsigned char)*text->mark & 0xC0) != 0x80) {
            text->spot.column++;
        }
    }
    return text->spot;
}

void json_problem(struct json_text *text, struct json_spot spot, enum diag_code code, const char *a,
                  const char *b, const char *c, const char *hint) {
    const char *args[] = {a ? a : "", b, b ? c : NULL, NULL};
    struct place place = {text->file, spot.line, spot.column,
                          data_pointer(text->arena, text->node)};
    diag_add(text->diags, place, code, args, hint);
}

static void problem_here(struct json_text *text, enum diag_code code, const char *argument) {
    json_problem(text, json_spot(text, text->at), code, argument, NULL, NULL, NULL);
}

bool json_check_utf8(struct json_text *text) {
    struct json_text probe = *text;
    struct json_spot spot = probe.spot;
    size_t bad = 0;
    while (probe.at < probe.end) {
        probe.at += utf8_invalid_at(probe.at, (size_t)(probe.end - probe.at));
        if (probe.at == probe.end) {
            break;
        }
        spot = json_spot(&probe, probe.at);
        if (bad++ < BAD_BYTES_SHOWN) {
            json_problem(text, spot, MSG_BAD_UTF8, NULL, NULL, NULL, NULL);
        }
        do { /* the rest of a broken sequence is the same mistake */
            probe.at++;
        } while (probe.at < probe.end && ((unsigned char)*probe.at & 0xC0) == 0x80);
    }
    if (bad > BAD_BYTES_SHOWN) {
        json_problem(text, spot, MSG_BAD_UTF8_MORE,
                     arena_format(text->arena, "%zu", bad - BAD_BYTES_SHOWN), NULL, NULL, NULL);
    }
    return bad == 0;
}

static const char *code_name(const struct json_text *text, uint32_t codepoint) {
    return arena_format(text->arena, "U+%04X", (unsigned)codepoint);
}

static void skip_comment(struct json_text *text) {
    bool block = text->at[0] == '/' && text->at[1] == '*';
    text->at += block ? 2 : 1;
    while (text->at < text->end) {
        if (block && text->at[0] == '*' && text->at[1] == '/') {
            text->at += 2;
            return;
        }
        if (!block && *text->at == '\n') {
            return;
        }
        text->at++;
    }
}

void json_space(struct json_text *text) {
    for (; text->at < text->end; text->at++) {
        unsigned char c = (unsigned char)*text->at;
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            continue;
        }
        if (c == '#' || (c == '/' && (text->at[1] == '/' || text->at[1] == '*'))) {
            problem_here(text, MSG_JSON_COMMENT, NULL);
            skip_comment(text);
            text->at--;
        } else if (c < 0x20) {
            problem_here(text, MSG_JSON_CONTROL, code_name(text, c));
        } else {
            return;
        }
    }
}

/* Texts */

/* The quote that ends the text which P lies in, or NULL. */
static const char *closing_quote(const char *p, const char *end) {
    for (; p < end && *p != '"'; p++) {
        if (*p == '\\' && p + 1 < end) {
            p++;
        }
    }
    return p < end ? p : NULL;
}

/* A raw line break is either an author's line break in a text, or its closing quote is missing and
 * the next quote opens another. What follows that quote tells. */
static bool goes_on_after_break(const struct json_text *text, const char *p) {
    const char *quote = closing_quote(p, text->end);
    if (!quote) {
        return false;
    }
    do {
        quote++;
    } while (quote < text->end && (unsigned char)*quote <= ' ');
    return quote == text->end || strchr(",:]}", *quote) != NULL;
}

/* The four hexadecimal digits at P, or -1. */
static long read_hex(const char *p, const char *end) {
    long value = 0;
    if (end - p < 4) {
        return -1;
    }
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        char c = p[i] >= 'A' && p[i] <= 'F' ? (char)(p[i] - 'A' + 'a') : p[i];
        const char *digit = c ? strchr(digits, c) : NULL;
        if (!digit) {
            return -1;
        }
        value = value * 16 + (digit - digits);
    }
    return value;
}

/* Judges the escape sequence at the reading position and passes over it. */
static bool read_escape(struct json_text *text) {
    const char *start = text->at;
    if (start + 1 == text->end) { /* the missing quote will be reported */
        text->at++;
        return true;
    }
    char kind = start[1];
    if (kind != 'u') {
        bool known = kind && strchr("\"\\/bfnrt", kind);
        if (!known) {
            size_t length;
            utf8_decode(start + 1, (size_t)(text->end - start - 1), &length);
            problem_here(text, MSG_JSON_ESCAPE, arena_slice(text->arena, start, 1 + length));
        }
        text->at += 2;
        return known;
    }
    long code = read_hex(start + 2, text->end);
    size_t length = code < 0 ? 2 : 6;
    bool pair = code >= 0xD800 && code <= 0xDBFF;
    if (pair && text->end - start >= 12 && start[6] == '\\' && start[7] == 'u') {
        long second = read_hex(start + 8, text->end);
        if (second >= 0xDC00 && second <= 0xDFFF) {
            text->at += 12;
            return true;
        }
    }
    bool known = code > 0 && !pair && !(code >= 0xDC00 && code <= 0xDFFF);
    if (code == 0) {
        problem_here(text, MSG_JSON_NUL, NULL);
    } else if (!known) {
        problem_here(text, MSG_JSON_ESCAPE, arena_slice(text->arena, start, length));
    }
    text->at += length;
    return known;
}

enum json_outcome json_string(struct json_text *text) {
    enum json_outcome outcome = JSON_FINE;
    struct json_spot start = json_spot(text, text->at);
    bool break_seen = false;
    for (text->at++; text->at < text->end && *text->at != '"';) {
        unsigned char c = (unsigned char)*text->at;
        if (c == '\\') {
            if (!read_escape(text)) {
                outcome = JSON_REFUSED;
            }
            continue;
        }
        if (c < 0x20) {
            bool line_break = c == '\n' || (c == '\r' && text->at[1] == '\n');
            if (line_break && !break_seen && !goes_on_after_break(text, text->at)) {
                break;
            }
            break_seen = break_seen || line_break;
            if (outcome == JSON_FINE) { /* one report a text */
                problem_here(text, line_break ? MSG_JSON_LINE_BREAK : MSG_JSON_CONTROL,
                             code_name(text, c));
            }
            outcome = JSON_REFUSED;
        }
        text->at++;
    }
    if (text->at == text->end || *text->at != '"') {
        json_problem(text, start, MSG_JSON_UNTERMINATED_STRING, NULL, NULL, NULL, NULL);
        return JSON_LOST;
    }
    text->at++;
    return outcome;
}

/* Numbers and words */

bool json_number_begins(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.';
}

static bool ascii_letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

size_t json_word_length(const struct json_text *text) {
    size_t rest = (size_t)(text->end - text->at);
    size_t size = 0;
    while (size < rest) {
        size_t length;
        uint32_t c = utf8_decode(text->at + size, rest - size, &length);
        bool digit = c >= '0' && c <= '9' && size > 0;
        if (!ascii_letter(c) && !digit && !(c >= 0xC0 && c <= 0x24F)) { /* Latin letters */
            break;
        }
        size += length;
    }
    return size;
}

static const char *digits_end(const char *p) {
    while (*p >= '0' && *p <= '9') {
        p++;
    }
    return p;
}

/* number = [ "-" ] ( "0" / 1-9 digits ) [ "." digits ] [ ("e" / "E") [ "-" / "+" ] digits ]
 * (RFC 8259, section 6). The text is followed by something that is no part of a number. */
static bool number_well_formed(const char *p, const char *end) {
    p += *p == '-';
    const char *whole = p;
    p = digits_end(p);
    if (p == whole || (*whole == '0' && p - whole > 1)) {
        return false;
    }
    if (p < end && *p == '.') {
        const char *fraction = ++p;
        p = digits_end(p);
        if (p == fraction) {
            return false;
        }
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < end && (*p == '+' || *p == '-');
        const char *exponent = p;
        p = digits_end(p);
        if (p == exponent) {
            return false;
        }
    }
    return p == end;
}

/* Integers up to 2^53 and decimals of 15 digits survive every JSON reader; larger ones would come
 * out of a spreadsheet or a browser changed. */
static bool number_exact(const char *start, size_t size, struct decimal *out) {
    struct decimal limit = decimal_from_int(INT64_C(1) << INTEGER_BITS_MAX);
    if (size > NUMBER_MAX || !decimal_parse(start, size, out)) {
        return false;
    }
    if (decimal_is_integer(*out)) {
        struct decimal size_of = decimal_sign(*out) < 0 ? decimal_negate(*out) : *out;
        return decimal_compare(size_of, limit) <= 0;
    }
    char digits[DECIMAL_TEXT_SIZE];
    size_t length = decimal_text(decimal_normal(*out), digits);
    size_t first = strspn(digits, "-0.");
    return length - first - (strchr(digits + first, '.') != NULL) <= DIGITS_MAX;
}

/* A piece of the input as a message shows it, cut between characters. */
static const char *shown(const struct json_text *text, const char *start, size_t size) {
    if (size <= SHOWN_MAX) {
        return arena_slice(text->arena, start, size);
    }
    size_t cut = SHOWN_MAX;
    while (cut > 0 && ((unsigned char)start[cut] & 0xC0) == 0x80) {
        cut--;
    }
    return arena_format(text->arena, "%.*s...", (int)cut, start);
}

enum json_outcome json_number(struct json_text *text, struct decimal *out) {
    const char *start = text->at;
    struct json_spot spot = json_spot(text, start);
    while (json_number_begins(*text->at) || ascii_letter((unsigned char)*text->at)) {
        text->at++; /* ends at the latest at the NUL behind the text */
    }
    size_t size = (size_t)(text->at - start);
    bool well_formed = number_well_formed(start, text->at);
    if (well_formed && number_exact(start, size, out)) {
        return JSON_FINE;
    }
    json_problem(text, spot, well_formed ? MSG_NUMBER_TOO_LARGE : MSG_JSON_NUMBER,
                 shown(text, start, size), NULL, NULL, NULL);
    return JSON_REFUSED;
}

enum json_outcome json_word(struct json_text *text) {
    static const char *const words[] = {"true", "false", "null"};
    struct json_spot spot = json_spot(text, text->at);
    size_t size = json_word_length(text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (size == strlen(words[i]) && memcmp(text->at, words[i], size) == 0) {
            text->at += size;
            return JSON_FINE;
        }
    }
    const char *found = json_found(text);
    json_problem(text, spot, MSG_JSON_WORD, found, NULL, NULL,
                 text_nearest(found, words, sizeof words / sizeof *words));
    text->at += size;
    return JSON_REFUSED;
}

const char *json_found(const struct json_text *text) {
    size_t size = json_word_length(text);
    if (size > 0) {
        return shown(text, text->at, size);
    }
    if (*text->at == '"') { /* the message has quotes of its own */
        const char *quote = closing_quote(text->at + 1, text->end);
        return shown(text, text->at + 1, (size_t)((quote ? quote : text->end) - text->at - 1));
    }
    size_t length;
    uint32_t codepoint = utf8_decode(text->at, (size_t)(text->end - text->at), &length);
    bool visible = codepoint > ' ' && codepoint < 0x7F;
    bool quote = codepoint >= 0x2018 && codepoint <= 0x201F; /* typographic quotes */
    return visible || quote ? arena_slice(text->arena, text->at, length)
                            : code_name(text, codepoint == UTF8_BAD ? 0xFFFD : codepoint);
}

void json_skip(struct json_text *text) {
    size_t open = 0;
    do {
        char c = *text->at++;
        if (c == '"') {
            const char *quote = closing_quote(text->at, text->end);
            text->at = quote ? quote + 1 : text->end;
        } else if (c == '{' || c == '[') {
            open++;
        } else if (c == '}' || c == ']') {
            open--;
        }
    } while (open > 0 && text->at < text->end);
}
