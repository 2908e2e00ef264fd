/* Where may a line end inside a word? Where the author marked it, behind the separators of
 * compounds and long tokens, and between syllables.
 *
 * Every byte of the word gets a flag from each of the three sources; the points are the flagged
 * bytes in order. A place where no hyphen is needed wins over one where it is. */
#include "layout/line_private.h"

#include <string.h>

#include "base/utf8.h"

enum { FLAG_PLAIN = 1, FLAG_HYPHEN = 2 };
enum {
    COMPOUND_BEFORE = 3, /* characters, the separator included: "ex-" */
    TOKEN_BEFORE = 2,
    LEFT_AFTER = 2
};

static bool letter(uint32_t c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= 0xC0 && c < 0x250 && c != 0xD7 && c != 0xF7) || (c >= 0x370 && c < 0x530);
}

static bool apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019;
}

static bool dash(uint32_t c) { /* U+2011 does not break */
    return c == '-' || c == 0x2010 || c == 0x2013 || c == 0x2014;
}

static bool unbreakable_space(uint32_t c) {
    return c == 0xA0 || c == 0x202F || c == 0x2007;
}

static bool separator(uint32_t c) {
    return dash(c) || (c < 0x80 && c != '\0' && strchr("./\\_@&=?:;,+)", (int)c) != NULL);
}

/* What may stand between the letters of a word that is divided into syllables: codes and addresses
 * are not, for a hyphen added to them would be read as theirs. */
static bool prose(uint32_t c) {
    if (letter(c) || combining(c) || apostrophe(c) || dash(c) || unbreakable_space(c)) {
        return true;
    }
    return (c < 0x80 && c != '\0' && strchr("/,;()\"!", (int)c) != NULL) || c == 0xAB ||
           c == 0xBB || c == 0x2018 || c == 0x201C || c == 0x201D;
}

bool word_long(const struct items *items, const struct word *word) {
    size_t bytes = word->end - word->begin;
    return bytes > TOKEN_LONG && utf8_count(items->text + word->begin, bytes) > TOKEN_LONG;
}

/* Behind the separator B, between A and C, that has BEFORE characters up to it and AFTER behind it.
 */
static bool may_part(uint32_t a, uint32_t b, uint32_t c, size_t before, size_t after, bool token) {
    if (!separator(b) || combining(c) || after < LEFT_AFTER) {
        return false;
    }
    if (token) {
        return before >= TOKEN_BEFORE && !separator(c) && !unbreakable_space(c);
    }
    return before >= COMPOUND_BEFORE && (dash(b) || b == '/') && letter(a) && letter(c);
}

static void flag_separators(const char *text, size_t size, unsigned char *flags) {
    size_t count = utf8_count(text, size), before = 0, length;
    bool token = count > TOKEN_LONG;
    uint32_t a = 0, b = 0;
    for (size_t at = 0; at < size; at += length, before++) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        if (may_part(a, b, c, before, count - before, token)) {
            flags[at] |= FLAG_PLAIN;
        }
        a = b;
        b = c;
    }
}

static bool foreign(const struct items *items, const struct word *word) {
    for (size_t r = word->run; r < items->run_count && items->runs[r].begin < word->end; r++) {
        if (items->runs[r].span->language != NULL) {
            return true;
        }
    }
    return false;
}

static void flag_part(struct typesetter *ts, const char *text, size_t size, unsigned char *flags) {
    uint64_t points = cache_hyphens(ts, text, size);
    for (size_t i = 0; points != 0; i++, points >>= 1) {
        flags[i] |= (points & 1) != 0 ? FLAG_HYPHEN : 0;
    }
}

/* Syllables of every part that consists of letters, unless the word is a code, path or address. */
static void flag_syllables(struct typesetter *ts, const char *text, size_t size,
                           unsigned char *flags) {
    size_t length, first = size, last = 0;
    bool odd = false, odd_inside = false;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        if (letter(c)) {
            odd_inside = odd_inside || (odd && first < size);
            odd = false;
            first = first < size ? first : at;
            last = at + length;
        }
        odd = odd || !prose(c);
    }
    if (odd_inside || text[0] == '/') {
        return;
    }
    size_t start = SIZE_MAX;
    for (size_t at = first; at < last; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        if (letter(c) && start == SIZE_MAX) {
            start = at;
        }
        if (start != SIZE_MAX && !letter(c) && !combining(c) && !apostrophe(c)) {
            flag_part(ts, text + start, at - start, flags + start);
            start = SIZE_MAX;
        }
    }
    if (start != SIZE_MAX) {
        flag_part(ts, text + start, last - start, flags + start);
    }
}

static void flag_marks(const struct items *items, const struct word *word, unsigned char *flags) {
    for (size_t i = word->mark; i < items->mark_count && items->marks[i].offset < word->end; i++) {
        if (items->marks[i].offset > word->begin) {
            flags[items->marks[i].offset - word->begin] |=
                items->marks[i].hyphen ? FLAG_HYPHEN : FLAG_PLAIN;
        }
    }
}

/* Width of a hyphen set behind the run's text; -1 when no face has one. */
static fine hyphen_ink(struct typesetter *ts, const struct run *run) {
    struct run as_set = *run;
    as_set.face = cover_find(ts, cache_cover(ts, run->face), '-');
    return as_set.face < 0 ? -1 : run_width(ts, &as_set, "-", 1);
}

void points_find(struct typesetter *ts, const struct items *items, const struct word *word,
                 bool hyphenate) {
    struct typeset_cache *cache = ts->cache;
    const char *text = items->text + word->begin;
    size_t size = word->end - word->begin;
    cache->point_count = 0;
    if (word->leader) {
        return;
    }
    while (cache->flag_cap < size) {
        cache->flags = arena_grow(ts->arena, cache->flags, cache->flag_cap, &cache->flag_cap, 1);
    }
    memset(cache->flags, 0, size);
    flag_marks(items, word, cache->flags);
    flag_separators(text, size, cache->flags);
    if (hyphenate && !foreign(items, word)) {
        flag_syllables(ts, text, size, cache->flags);
    }
    uint32_t previous = word->begin;
    fine inside = 0;
    size_t run = word->run, length;
    for (size_t i = 1; i < size; i++) {
        if (cache->flags[i] == 0 || combining(utf8_decode(text + i, size - i, &length))) {
            continue;
        }
        uint32_t offset = word->begin + (uint32_t)i;
        run = run_at(items, run, offset - 1);
        bool hyphen = (cache->flags[i] & FLAG_PLAIN) == 0;
        fine ink = hyphen ? hyphen_ink(ts, &items->runs[run]) : 0;
        if (ink < 0) {
            continue;
        }
        inside += items_width(ts, items, word, previous, offset);
        previous = offset;
        cache->points = arena_grow(ts->arena, cache->points, cache->point_count, &cache->point_cap,
                                   sizeof *cache->points);
        cache->points[cache->point_count++] =
            (struct point){.offset = offset, .hyphen = hyphen, .ink = ink, .inside = inside};
    }
}
