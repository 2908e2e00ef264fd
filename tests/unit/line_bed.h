/* line_bed: what tests of line breaking share: a typesetter over the fake font, lines as text, and
 * the promises that any lines keep. */
#ifndef PIAO_TESTS_LINE_BED_H
#define PIAO_TESTS_LINE_BED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"
#include "base/utf8.h"
#include "fake_metrics.h"
#include "layout/hyphen.h"
#include "layout/line.h"

enum { EM = 10 * LEN_PT, GLYPH = EM / 2 };

struct line_bed {
    struct arena *arena;
    struct diags diags;
    struct fake_metrics fake;
    struct metrics metrics;
    struct typesetter ts;
    struct style style;
    bool leaders; /* the spans have some, so they are not justified */
};

static inline void line_bed_open(struct line_bed *bed, const struct hyphens *hyphens) {
    memset(bed, 0, sizeof *bed);
    bed->arena = arena_new();
    bed->diags = diags_init(bed->arena);
    bed->metrics = fake_metrics(&bed->fake);
    bed->ts = (struct typesetter){
        .arena = bed->arena, .diags = &bed->diags, .metrics = &bed->metrics, .hyphens = hyphens};
    bed->style = (struct style){.name = "prova",
                                .family = "Fake",
                                .weight = 400,
                                .size = EM,
                                .leading = 12 * LEN_PT,
                                .language = "it-IT",
                                .align = ALIGN_LEFT,
                                .hyphenate = true};
}

static inline void line_bed_close(struct line_bed *bed) {
    arena_free(bed->arena);
}

/* Lines one after the other: "|" for a break at a space (or behind a hyphen that was set), "~"
 * inside a token, "^" at the author's break. */
static inline const char *lines_text(struct arena *arena, const struct lines *lines) {
    static const char *const marks[] = {[LINE_END_PARAGRAPH] = "",
                                        [LINE_END_SPACE] = "|",
                                        [LINE_END_HYPHEN] = "|",
                                        [LINE_END_TOKEN] = "~",
                                        [LINE_END_BREAK] = "^"};
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->lines[i];
        for (size_t p = 0; p < line->count; p++) {
            buf_bytes(&buf, line->pieces[p].text, line->pieces[p].bytes);
        }
        buf_text(&buf, marks[line->end]);
    }
    const char *text = arena_slice(arena, buf_string(&buf), buf.size);
    buf_free(&buf);
    return text;
}

/* The text that lines were made of, their breaks undone. */
static inline void lines_rebuild(struct buf *buf, const struct lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->lines[i];
        for (size_t p = 0; p < line->count; p++) {
            buf_bytes(buf, line->pieces[p].text, line->pieces[p].bytes);
        }
        if (line->end == LINE_END_HYPHEN) {
            buf->data[--buf->size] = '\0';
        } else if (line->end == LINE_END_SPACE) {
            buf_char(buf, ' ');
        } else if (line->end == LINE_END_BREAK) {
            buf_char(buf, '\n');
        }
    }
}

/* What the text of SPANS looks like once nothing invisible is in it. Without leaders and fields. */
static inline void spans_normal(struct buf *buf, const struct span *spans, const char *missing) {
    bool space = false, begun = false, returned = false; /* "\r\n" is one break */
    for (const struct span *span = spans; span != NULL; span = span->next) {
        size_t size = strlen(span->text), length;
        for (size_t at = 0; at < size; at += length) {
            uint32_t c = utf8_decode(span->text + at, size - at, &length);
            bool second = returned && c == '\n';
            returned = c == '\r';
            if (second) {
                continue;
            }
            if (c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029) {
                buf_char(buf, '\n');
                space = begun = false;
            } else if (c == ' ' || c == '\t') {
                space = true;
            } else if (c != 0xAD && c != 0x200B && c != 0xFEFF && c != 0x2060 && c >= 0x20 &&
                       (c < 0x7F || c >= 0xA0) && c != UTF8_BAD && !fake_holds(missing, c)) {
                if (space && begun) {
                    buf_char(buf, ' ');
                }
                buf_bytes(buf, span->text + at, length);
                space = false;
                begun = true;
            }
        }
    }
    if (buf->size > 0 && buf->data[buf->size - 1] == '\n') {
        buf->data[--buf->size] = '\0';
    }
}

/* Width of a piece, measured anew. */
static inline int64_t piece_advance(struct line_bed *bed, const struct piece *piece,
                                    int64_t *spaces, bool hyphen) {
    int64_t advance = 0;
    size_t bytes = piece->bytes - (hyphen ? 1 : 0);
    for (size_t at = 0; at < bytes;) {
        const char *space = memchr(piece->text + at, ' ', bytes - at);
        size_t stop = space != NULL ? (size_t)(space - piece->text) : bytes;
        advance += stop > at ? bed->metrics.advance(bed->metrics.self, piece->face, false,
                                                    piece->text + at, stop - at)
                             : 0;
        if (space != NULL) {
            advance += bed->metrics.advance(bed->metrics.self, piece->face, false, " ", 1);
            ++*spaces;
            stop++;
        }
        at = stop;
    }
    if (hyphen) {
        advance += bed->metrics.advance(bed->metrics.self, piece->face, false, "-", 1);
    }
    advance += (int64_t)piece->tracking * (int64_t)utf8_count(piece->text, piece->bytes);
    return advance;
}

/* Characters, combining marks not counted. */
static inline int bases_count(const char *text, size_t size) {
    int count = 0;
    size_t length;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        count += c < 0x300 || c > 0x36F;
    }
    return count;
}

/* What any lines keep: NULL, or what is wrong with line *AT. */
static inline const char *lines_wrong(struct line_bed *bed, const struct lines *lines, len width,
                                      size_t *at) {
    len height = 0;
    for (*at = 0; *at < lines->count; ++*at) {
        const struct line *line = &lines->lines[*at];
        len indent = *at == 0 ? bed->style.indent : 0;
        indent = indent < width / 2 ? indent : width / 2;
        bool last = *at + 1 == lines->count;
        int64_t spaces = 0, space_width = 0, characters = 0;
        height += line->height;
        if ((line->end == LINE_END_PARAGRAPH) != last) {
            return "end";
        }
        for (size_t p = 0; p < line->count; p++) {
            const struct piece *piece = &line->pieces[p];
            bool hyphen = line->end == LINE_END_HYPHEN && p + 1 == line->count;
            int64_t own_spaces = 0;
            int64_t own = piece_advance(bed, piece, &own_spaces, hyphen) * piece->size;
            len expected = (len)((own + 500) / 1000) + (len)own_spaces * line->word_space;
            if (hyphen && piece->text[piece->bytes - 1] != '-') {
                return "hyphen";
            }
            if (piece->bytes == 0 || utf8_invalid_at(piece->text, piece->bytes) < piece->bytes) {
                return "text";
            }
            if (abs(piece->width - expected) > 1) {
                return "piece width";
            }
            if (p > 0 && !bed->leaders && piece->x != piece[-1].x + piece[-1].width) {
                return "gap between pieces";
            }
            spaces += own_spaces;
            space_width += own_spaces * (FAKE_ADVANCE + piece->tracking) * piece->size / 1000;
            characters += bases_count(piece->text, piece->bytes);
        }
        const struct piece *first = line->pieces;
        if (line->count == 0) {
            continue;
        }
        const struct piece *final = &line->pieces[line->count - 1];
        if (first->text[0] == ' ' && !first->span->leader) {
            return "space at the beginning";
        }
        if (final->text[final->bytes - 1] == ' ') {
            return "space at the end";
        }
        if (line->width != final->x + final->width - first->x) {
            return "line width";
        }
        bool single = characters <= 1; /* cannot be helped */
        if (!single && (first->x < indent || first->x + line->width > width)) {
            return "wider than the measure";
        }
        if (bed->style.align != ALIGN_JUSTIFY
                ? line->word_space != 0
                : (line->word_space + 1) * spaces < -space_width / 4 - 1) {
            return "word space";
        }
        bool natural_end = last || line->end == LINE_END_BREAK;
        if (bed->style.align == ALIGN_JUSTIFY && !bed->leaders && spaces > 0 && !natural_end &&
            width - indent - line->width > spaces) {
            return "not filled";
        }
        if (natural_end && line->word_space > 0) {
            return "last line stretched";
        }
        if (line->height < bed->style.leading || line->baseline <= 0 ||
            line->baseline >= line->height) {
            return "height";
        }
    }
    return height == lines->height ? NULL : "sum of heights";
}

#endif
