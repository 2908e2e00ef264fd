/* What are the words? Spans become one text of the characters that show, runs over it that know
 * span and face, and words between spaces that know their widths.
 *
 * Invisible characters are gone from the text: soft hyphens and zero width spaces are remembered as
 * marks, byte order marks and word joiners are dropped. */
#include "layout/line_private.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "input/typography.h"

enum { LEADER_UNITS_LEAST = 2 }; /* the gaps at its ends */

struct maker {
    struct typesetter *ts;
    struct items *items;
    struct place place;
    const struct span *span;
    const struct style *style;
    struct face_cover *cover; /* of the span's own face */
    bool in_word;
    bool leader;                   /* the segment has one: nothing behind it may be parted */
    bool returned;                 /* a carriage return was read last: a line feed belongs to it */
    const struct span *space_span; /* of the first space that is waiting for a word, or NULL */
    const struct style *space_style;
    face_id space_face;
    size_t segment; /* its first word */
};

static void text_add(struct maker *m, const char *bytes, size_t size) {
    struct items *items = m->items;
    while (items->text_size + size > items->text_cap) {
        items->text = arena_grow(m->ts->arena, items->text, items->text_cap, &items->text_cap, 1);
    }
    memcpy(items->text + items->text_size, bytes, size);
    items->text_size += size;
}

static struct run *run_open(struct maker *m, const struct span *span, const struct style *style,
                            face_id face) {
    struct items *items = m->items;
    struct run *last = items->run_count > 0 ? &items->runs[items->run_count - 1] : NULL;
    if (last != NULL && last->span == span && last->face == face) {
        return last;
    }
    items->runs = arena_grow(m->ts->arena, items->runs, items->run_count, &items->run_cap,
                             sizeof *items->runs);
    last = &items->runs[items->run_count++];
    *last = (struct run){
        .span = span, .style = style, .face = face, .begin = (uint32_t)items->text_size};
    return last;
}

static struct word *word_add(struct maker *m) {
    struct items *items = m->items;
    items->words = arena_grow(m->ts->arena, items->words, items->word_count, &items->word_cap,
                              sizeof *items->words);
    struct word *word = &items->words[items->word_count++];
    *word = (struct word){.begin = (uint32_t)items->text_size,
                          .end = (uint32_t)items->text_size,
                          .run = (uint32_t)items->run_count,
                          .mark = (uint32_t)items->mark_count,
                          .gap = GAP_END};
    if (items->word_count - 1 > m->segment) {
        const struct word *before = word - 1;
        word->x = before->x + before->width + before->space;
        word->glue = before->glue + before->space;
    }
    return word;
}

/* The space that waits is set, as part of its own span, now that a word follows it. */
static void space_set(struct maker *m) {
    struct items *items = m->items;
    if (m->space_span != NULL && items->word_count > m->segment) {
        const struct run *run = run_open(m, m->space_span, m->space_style, m->space_face);
        struct word *before = &items->words[items->word_count - 1];
        before->space = run_width(m->ts, run, " ", 1);
        before->gap = m->leader ? GAP_BOUND : GAP_SPACE;
        text_add(m, " ", 1);
    }
    m->space_span = NULL;
}

static void word_close(struct maker *m) {
    if (!m->in_word) {
        return;
    }
    struct items *items = m->items;
    struct word *word = &items->words[items->word_count - 1];
    m->in_word = false;
    word->end = (uint32_t)items->text_size;
    word->width = items_width(m->ts, items, word, word->begin, word->end);
    if (items->word_count - 1 > m->segment && word[-1].gap == GAP_SPACE &&
        typography_binds(items->text + word[-1].begin, word[-1].end - word[-1].begin,
                         items->text + word->begin, word->end - word->begin)) {
        word[-1].gap = GAP_BOUND;
    }
}

static void segment_close(struct maker *m) {
    struct items *items = m->items;
    word_close(m);
    if (items->word_count == m->segment) {
        word_add(m);
    }
    m->segment = items->word_count;
    m->space_span = NULL;
    m->leader = false;
}

static void report_missing(struct maker *m, uint32_t c) {
    if (!cache_first_report(m->ts, c)) {
        return;
    }
    char shown[5] = "", code[16];
    uint32_t seen = c < 0x20 ? 0x2400 + c : c == 0x7F ? 0x2421 : c < 0xA0 && c > 0x7F ? 0xFFFD : c;
    shown[utf8_encode(seen, shown)] = '\0';
    snprintf(code, sizeof code, "U+%04X", (unsigned)c);
    diag_at(m->ts->diags, m->place, MSG_MISSING_GLYPH, shown, code);
}

static void character_add(struct maker *m, uint32_t c, const char *bytes, size_t size) {
    const struct items *items = m->items;
    face_id face = -1;
    if (combining(c) && m->in_word && items->runs[items->run_count - 1].span == m->span) {
        /* on its base's face, when that has it */
        face_id base = items->runs[items->run_count - 1].face;
        face = cover_find(m->ts, cache_cover(m->ts, base), c) == base ? base : -1;
    }
    face = face >= 0 ? face : cover_find(m->ts, m->cover, c);
    if (face < 0 || c == UTF8_BAD || c < 0x20 || (c >= 0x7F && c < 0xA0)) {
        report_missing(m, c == UTF8_BAD ? 0xFFFD : c);
        return;
    }
    bool begins = !m->in_word;
    if (begins) {
        space_set(m);
    }
    run_open(m, m->span, m->style, face);
    if (begins) {
        struct word *word = word_add(m);
        word->run = (uint32_t)items->run_count - 1;
        m->in_word = true;
    }
    text_add(m, bytes, size);
}

static void mark_add(struct maker *m, bool hyphen) {
    struct items *items = m->items;
    if (m->in_word) {
        items->marks = arena_grow(m->ts->arena, items->marks, items->mark_count, &items->mark_cap,
                                  sizeof *items->marks);
        items->marks[items->mark_count++] =
            (struct mark){.offset = (uint32_t)items->text_size, .hyphen = hyphen};
    }
}

static void leader_add(struct maker *m) {
    struct items *items = m->items;
    face_id face = cover_find(m->ts, m->cover, '.');
    if (face < 0) {
        return;
    }
    m->leader = m->in_word && items->words[items->word_count - 1].leader;
    if (!m->leader) {
        word_close(m);
        if (items->word_count > m->segment) {
            items->words[items->word_count - 1].gap = GAP_BOUND;
        }
        m->space_span = NULL; /* the dots keep their own distance */
    }
    run_open(m, m->span, m->style, face)->leader = true;
    if (!m->leader) {
        struct word *word = word_add(m);
        word->run = (uint32_t)items->run_count - 1;
        word->leader = true;
        m->in_word = true;
    }
    text_add(m, ".", 1);
    m->leader = true;
    items->leaders = true;
}

/* True right behind a leader, where spaces do not count. */
static bool behind_leader(const struct maker *m) {
    return m->in_word && m->items->runs[m->items->run_count - 1].leader;
}

static void text_read(struct maker *m, const char *text) {
    size_t size = strlen(text), length;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        bool paired = m->returned && c == '\n';
        m->returned = c == '\r';
        switch (c) {
        case '\n':
            if (!paired) {
                segment_close(m);
            }
            break;
        case '\r':
        case 0x2028:
        case 0x2029:
            segment_close(m);
            break;
        case ' ':
        case '\t':
            if (!behind_leader(m)) {
                word_close(m);
                if (m->space_span == NULL && m->cover->face >= 0) {
                    m->space_span = m->span;
                    m->space_style = m->style;
                    m->space_face = m->cover->face;
                }
            }
            break;
        case 0xAD:
            mark_add(m, true);
            break;
        case 0x200B:
            mark_add(m, false);
            break;
        case 0x2060:
        case 0xFEFF:
            break;
        default:
            character_add(m, c, text + at, length);
            break;
        }
    }
}

/* The widest digit of the span's face. */
static char widest_digit(struct typesetter *ts, const struct run *run) {
    char best = '0';
    fine most = 0;
    for (char c = '0'; c <= '9'; c++) {
        fine width = run_width(ts, run, &c, 1);
        if (width > most) {
            most = width;
            best = c;
        }
    }
    return best;
}

/* -1: not known yet. */
static int field_value(const struct field_values *fields, const struct span *span) {
    if (span->page_of != NULL) {
        return fields->starts != NULL ? fields->starts[span->page_of->serial].page : -1;
    }
    int value = 0;
    switch (span->field) {
    case FIELD_PAGE:
        value = fields->page;
        break;
    case FIELD_PAGES:
        value = fields->pages;
        break;
    case FIELD_SHEET_PAGE:
        value = fields->sheet_page;
        break;
    case FIELD_SHEET_PAGES:
        value = fields->sheet_pages;
        break;
    case FIELD_NONE:
        break;
    }
    return value > 0 ? value : -1;
}

/* Lines are chosen with the same room whatever the number is, so that they do not change once it is
 * known. */
static void field_add(struct maker *m) {
    struct items *items = m->items;
    int value = field_value(&m->ts->fields, m->span);
    if (value == 0 || m->cover->face < 0) {
        return;
    }
    const struct run as_set = {.style = m->style, .face = m->cover->face};
    char widest[FIELD_DIGITS_MAX + 1], text[16];
    int asked = m->ts->fields.digits;
    size_t digits = asked < FIELD_DIGITS       ? FIELD_DIGITS
                    : asked < FIELD_DIGITS_MAX ? (size_t)asked
                                               : FIELD_DIGITS_MAX;
    memset(widest, widest_digit(m->ts, &as_set), digits);
    widest[digits] = '\0';
    snprintf(text, sizeof text, "%d", value);
    size_t size_before = items->text_size;
    text_read(m, value < 0 ? widest : text);
    fine reserve =
        run_width(m->ts, &as_set, widest, digits) - run_width(m->ts, &as_set, text, strlen(text));
    if (value > 0 && reserve > 0 && items->text_size > size_before) {
        items->runs[items->run_count - 1].reserve = reserve;
    }
}

struct items *items_make(struct typesetter *ts, const struct span *spans, const struct style *style,
                         struct place place) {
    struct items *items = &cache_open(ts)->items;
    items->text_size = items->run_count = items->word_count = items->mark_count = 0;
    items->leaders = false;
    struct maker m = {.ts = ts, .items = items, .place = place};
    const struct style *known = NULL;
    for (const struct span *span = spans; span != NULL; span = span->next) {
        m.span = span;
        m.style = span->style != NULL ? span->style : style;
        if (m.style != known) {
            known = m.style;
            m.cover = cache_cover(ts, ts->metrics->face(ts->metrics->self, known->family,
                                                        known->weight, known->italic));
        }
        if (span->leader) {
            leader_add(&m);
        } else if (span->field != FIELD_NONE || span->page_of != NULL) {
            field_add(&m);
        } else if (span->text != NULL) {
            text_read(&m, span->text);
        }
    }
    if (items->word_count > m.segment) {
        segment_close(&m);
    }
    return items;
}

fine leader_unit(struct typesetter *ts, const struct run *run) {
    return run_width(ts, run, " ", 1) + run_width(ts, run, ".", 1);
}

size_t run_at(const struct items *items, size_t from, uint32_t offset) {
    size_t low = from, high = from + 1; /* in LOW or behind; doubling first: it is mostly near */
    while (high < items->run_count && items->runs[high].begin <= offset) {
        size_t step = high - low;
        low = high;
        high += 2 * step;
    }
    high = high < items->run_count ? high : items->run_count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (items->runs[middle].begin <= offset) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

fine items_width(struct typesetter *ts, const struct items *items, const struct word *word,
                 uint32_t begin, uint32_t end) {
    fine width = 0;
    for (size_t r = run_at(items, word->run, begin);
         r < items->run_count && items->runs[r].begin < end; r++) {
        const struct run *run = &items->runs[r];
        uint32_t stop = run_end(items, r);
        uint32_t from = run->begin > begin ? run->begin : begin, to = stop < end ? stop : end;
        if (from >= to) {
            continue;
        }
        if (run->leader) {
            width += LEADER_UNITS_LEAST * leader_unit(ts, run);
        } else {
            width += run_width(ts, run, items->text + from, to - from);
            width += to == stop ? run->reserve : 0;
        }
    }
    return width;
}

uint32_t items_cluster(const struct items *items, uint32_t at, uint32_t end) {
    size_t length;
    utf8_decode(items->text + at, end - at, &length);
    at += (uint32_t)length;
    while (at < end && combining(utf8_decode(items->text + at, end - at, &length))) {
        at += (uint32_t)length;
    }
    return at;
}
