/* fake_metrics: a font for tests: every glyph is half an em wide, so widths can be counted by hand.
 *
 * Families "Fake" (faces 0 regular, 1 bold, 2 italic, 3 bold italic); face FAKE_FALLBACK stands in
 * for the characters of `fallback`; those of `missing` are in no face. Both are UTF-8 strings,
 * NULL: none. struct fake_metrics fake = {.missing = "\u2603"}; struct metrics metrics =
 * fake_metrics(&fake); */
#ifndef PIAO_TESTS_FAKE_METRICS_H
#define PIAO_TESTS_FAKE_METRICS_H

#include <string.h>

#include "base/utf8.h"
#include "layout/metrics.h"

enum { FAKE_FALLBACK = 9, FAKE_ADVANCE = 500 };

struct fake_metrics {
    const char *missing, *fallback;
    int kerning; /* thousandths of an em added between neighbours of a run: usually negative or 0 */
    long advances; /* how often a run was measured */
};

static inline bool fake_holds(const char *set, uint32_t codepoint) {
    size_t size = set == NULL ? 0 : strlen(set), length = 0;
    for (size_t at = 0; at < size; at += length) {
        if (utf8_decode(set + at, size - at, &length) == codepoint) {
            return true;
        }
    }
    return false;
}

static inline face_id fake_face(void *self, const char *family, int weight, bool italic) {
    (void)self;
    if (family == NULL || strcmp(family, "Fake") != 0) {
        return -1;
    }
    return (face_id)((weight >= 600 ? 1 : 0) + (italic ? 2 : 0));
}

static inline face_id fake_cover(void *self, face_id face, uint32_t codepoint) {
    const struct fake_metrics *fake = self;
    if (fake_holds(fake->missing, codepoint)) {
        return -1;
    }
    return fake_holds(fake->fallback, codepoint) ? FAKE_FALLBACK : face;
}

static inline int32_t fake_advance(void *self, face_id face, bool tracked, const char *text,
                                   size_t size) {
    struct fake_metrics *fake = self;
    (void)face, (void)tracked;
    fake->advances++;
    int32_t count = (int32_t)utf8_count(text, size);
    return count * FAKE_ADVANCE + (count > 1 ? (count - 1) * fake->kerning : 0);
}

static inline struct face_extent fake_extent(void *self, face_id face) {
    (void)self, (void)face;
    return (struct face_extent){.ascender = 750,
                                .descender = 250,
                                .cap_height = 700,
                                .x_height = 500,
                                .underline_offset = 100,
                                .underline_width = 50};
}

static inline struct metrics fake_metrics(struct fake_metrics *fake) {
    return (struct metrics){.self = fake,
                            .face = fake_face,
                            .cover = fake_cover,
                            .advance = fake_advance,
                            .extent = fake_extent};
}

#endif
