/* What is wrong, where, and in whose language? Problems are kept as code and arguments and become
 * sentences only when they are written, so the same list serves people (text, one problem a
 * paragraph) and programs (JSON lines). */
#include "base/diag.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

enum { ARGS_MAX = 4 };

struct message {
    enum diag_severity severity;
    const char *name;
    const char *sentence[2]; /* by enum diag_language */
};

static const struct message MESSAGES[] = {
#define M(id, severity, name, italian, english) {DIAG_##severity, name, {italian, english}},
#include "base/messages.def"
#undef M
};

/* By enum diag_language and enum diag_severity. */
static const char *const SEVERITY_WORDS[2][3] = {
    {"nota", "avviso", "errore"},
    {"note", "warning", "error"},
};

struct diags diags_init(struct arena *arena) {
    return (struct diags){.arena = arena};
}

static const char *copied(struct arena *arena, const char *text) {
    return text != NULL ? arena_text(arena, text) : NULL;
}

void diag_add(struct diags *diags, struct place place, enum diag_code code, const char *const *args,
              const char *hint) {
    enum diag_severity severity = MESSAGES[code].severity;
    size_t *count = severity == DIAG_ERROR     ? &diags->errors
                    : severity == DIAG_WARNING ? &diags->warnings
                                               : &diags->notes;
    if (++*count > DIAGS_MAX) {
        diags->dropped++;
        return;
    }
    struct diag *diag = arena_alloc(diags->arena, sizeof *diag);
    diag->code = code;
    diag->severity = severity;
    diag->place = place;
    diag->place.file = copied(diags->arena, place.file);
    diag->place.pointer = copied(diags->arena, place.pointer);
    diag->hint = copied(diags->arena, hint);
    while (diag->arg_count < ARGS_MAX && args[diag->arg_count] != NULL) {
        diag->arg_count++;
    }
    const char **copies = arena_array(diags->arena, diag->arg_count, sizeof *copies);
    for (size_t i = 0; i < diag->arg_count; i++) {
        copies[i] = arena_text(diags->arena, args[i]);
    }
    diag->args = copies;
    if (diags->last != NULL) {
        diags->last->next = diag;
    } else {
        diags->first = diag;
    }
    diags->last = diag;
}

bool diags_failed(const struct diags *diags) {
    return diags->errors > 0 || (diags->strict && diags->warnings > 0);
}

const char *diag_code_name(enum diag_code code) {
    return MESSAGES[code].name;
}

/* The sentence with its places filled; a place without an argument stays empty. */
static void write_sentence(struct buf *buf, const struct diag *diag, enum diag_language language) {
    for (const char *p = MESSAGES[diag->code].sentence[language]; *p != '\0'; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '0' + ARGS_MAX && p[2] == '}') {
            size_t index = (size_t)(p[1] - '1');
            buf_text(buf, index < diag->arg_count ? diag->args[index] : NULL);
            p += 2;
        } else {
            buf_char(buf, *p);
        }
    }
}

/* Texts come from the inputs: what could break the line or command the terminal is shown, not
 * sent. */
static void write_visible(struct buf *buf, const char *text) {
    size_t size = strlen(text), length;
    for (size_t at = 0; at < size; at += length) {
        uint32_t codepoint = utf8_decode(text + at, size - at, &length);
        if (codepoint == UTF8_BAD) {
            buf_format(buf, "\\x%02X", (unsigned char)text[at]);
        } else if (codepoint == '\n') {
            buf_text(buf, "\\n");
        } else if (codepoint == '\r') {
            buf_text(buf, "\\r");
        } else if (codepoint == '\t') {
            buf_text(buf, "\\t");
        } else if (codepoint < 0x20 || (codepoint >= 0x7F && codepoint < 0xA0)) {
            buf_format(buf, "\\u%04X", (unsigned)codepoint);
        } else {
            buf_bytes(buf, text + at, length);
        }
    }
}

static void write_text(struct buf *buf, const struct diag *diag, enum diag_language language) {
    const struct place *place = &diag->place;
    struct buf sentence = BUF_INIT;
    if (place->file != NULL) {
        write_visible(buf, place->file);
        buf_char(buf, ':');
    }
    if (place->line > 0) {
        buf_format(buf, "%d:", place->line);
        if (place->column > 0) {
            buf_format(buf, "%d:", place->column);
        }
    }
    if (place->file != NULL || place->line > 0) {
        buf_char(buf, ' ');
    }
    buf_text(buf, SEVERITY_WORDS[language][diag->severity]);
    buf_text(buf, ": ");
    write_sentence(&sentence, diag, language);
    write_visible(buf, buf_string(&sentence));
    buf_free(&sentence);
    buf_format(buf, "  [%s]\n", MESSAGES[diag->code].name);
    if (!text_empty(place->pointer)) { /* "" is the whole document: the file's name has said so */
        buf_text(buf, language == DIAG_ITALIAN ? "  in " : "  at ");
        write_visible(buf, place->pointer);
        buf_char(buf, '\n');
    }
    if (!text_empty(diag->hint)) {
        buf_text(buf, language == DIAG_ITALIAN ? "  forse \"" : "  maybe \"");
        write_visible(buf, diag->hint);
        buf_text(buf, "\"\n");
    }
}

void json_quote(struct buf *buf, const char *text) {
    size_t size = strlen(text), length;
    buf_char(buf, '"');
    for (size_t at = 0; at < size; at += length) {
        uint32_t codepoint = utf8_decode(text + at, size - at, &length);
        switch (codepoint) {
        case '"':
            buf_text(buf, "\\\"");
            break;
        case '\\':
            buf_text(buf, "\\\\");
            break;
        case '\n':
            buf_text(buf, "\\n");
            break;
        case '\r':
            buf_text(buf, "\\r");
            break;
        case '\t':
            buf_text(buf, "\\t");
            break;
        case UTF8_BAD: /* JSON is UTF-8 (RFC 8259, section 8.1) */
            buf_utf8(buf, 0xFFFD);
            break;
        default:
            if (codepoint < 0x20) {
                buf_format(buf, "\\u%04x", (unsigned)codepoint);
            } else {
                buf_bytes(buf, text + at, length);
            }
        }
    }
    buf_char(buf, '"');
}

static void json_text(struct buf *buf, const char *key, const char *text) {
    buf_format(buf, "\"%s\":", key);
    if (text != NULL) {
        json_quote(buf, text);
    } else {
        buf_text(buf, "null");
    }
}

static void json_number(struct buf *buf, const char *key, int number) {
    if (number > 0) {
        buf_format(buf, "\"%s\":%d", key, number);
    } else {
        json_text(buf, key, NULL);
    }
}

/* Keys, severities and codes are the machine's and stay English; only the message is translated. */
static void write_json(struct buf *buf, const struct diag *diag, enum diag_language language) {
    struct buf sentence = BUF_INIT;
    write_sentence(&sentence, diag, language);
    buf_char(buf, '{');
    json_text(buf, "file", diag->place.file);
    buf_char(buf, ',');
    json_number(buf, "line", diag->place.line);
    buf_char(buf, ',');
    json_number(buf, "column", diag->place.column);
    buf_char(buf, ',');
    json_text(buf, "pointer", diag->place.pointer);
    buf_char(buf, ',');
    json_text(buf, "severity", SEVERITY_WORDS[DIAG_ENGLISH][diag->severity]);
    buf_char(buf, ',');
    json_text(buf, "code", MESSAGES[diag->code].name);
    buf_char(buf, ',');
    json_text(buf, "message", buf_string(&sentence));
    buf_char(buf, ',');
    json_text(buf, "hint", diag->hint);
    buf_text(buf, "}\n");
    buf_free(&sentence);
}

void diag_write(struct buf *buf, const struct diag *diag, enum diag_language language,
                enum diag_form form) {
    if (form == DIAG_JSON) {
        write_json(buf, diag, language);
    } else {
        write_text(buf, diag, language);
    }
}

/* qsort is not stable: what compares equal keeps the order of reporting by its number. */
struct entry {
    const struct diag *diag;
    size_t number;
};

static int compare_files(const char *a, const char *b) {
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare_entries(const void *left, const void *right) {
    const struct entry *a = left, *b = right;
    const struct place *p = &a->diag->place, *q = &b->diag->place;
    int files = compare_files(p->file, q->file);
    if (files != 0) {
        return files;
    }
    if (p->line != q->line) {
        return p->line < q->line ? -1 : 1;
    }
    if (p->column != q->column) {
        return p->column < q->column ? -1 : 1;
    }
    return a->number < b->number ? -1 : 1;
}

void diags_write(struct buf *buf, const struct diags *diags, enum diag_language language,
                 enum diag_form form) {
    size_t count = 0;
    for (const struct diag *diag = diags->first; diag != NULL; diag = diag->next) {
        count++;
    }
    struct entry *entries = arena_array(diags->arena, count, sizeof *entries);
    size_t used = 0;
    for (const struct diag *diag = diags->first; diag != NULL; diag = diag->next, used++) {
        entries[used] = (struct entry){diag, used};
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    for (size_t i = 0; i < count; i++) {
        diag_write(buf, entries[i].diag, language, form);
    }
    if (diags->dropped > 0) {
        const char *args[] = {arena_format(diags->arena, "%zu", diags->dropped)};
        struct diag more = {.code = MSG_MORE_PROBLEMS,
                            .severity = MESSAGES[MSG_MORE_PROBLEMS].severity,
                            .args = args,
                            .arg_count = 1};
        diag_write(buf, &more, language, form);
    }
}
