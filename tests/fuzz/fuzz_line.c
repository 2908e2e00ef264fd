/* fuzz_line: any text in any spans at any measure: nothing lost, nothing too wide, never a crash.
 *
 * The first bytes choose alignment, measure, indent and hyphenation; a byte below 6 in the text
 * ends a span and chooses the look of the next, which is a leader or a page number for some. */
#include <stdint.h>
#include <stdlib.h>

#include "../unit/line_bed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEAD = 5, CUTS = 6 };

/* Without a folder of patterns (the place where fuzzing starts is not fixed) words stay whole. */
static const struct hyphens *patterns(void) {
    static struct hyphens *hyphens;
    static bool tried;
    if (!tried) {
        tried = true;
        hyphens = hyphens_open("fonts/hyphenation/hyph_it_IT.dic");
    }
    return hyphens;
}

static void check(struct line_bed *bed, const struct span *spans, len width, bool plain) {
    struct buf expected = BUF_INIT, got = BUF_INIT;
    const struct place place = {.line = 1};
    const struct lines *lines = line_break(&bed->ts, spans, &bed->style, width, place);
    size_t at;
    const char *wrong = lines_wrong(bed, lines, width, &at);
    if (wrong != NULL) {
        fprintf(stderr, "%s, line %zu of %s\n", wrong, at, lines_text(bed->arena, lines));
        abort();
    }
    if (plain) {
        spans_normal(&expected, spans, bed->fake.missing);
        lines_rebuild(&got, lines);
        if (strcmp(buf_string(&expected), buf_string(&got)) != 0) {
            abort();
        }
    }
    struct line_widths widths = line_measure(&bed->ts, spans, &bed->style, place);
    if (widths.minimum > widths.maximum) {
        abort();
    }
    buf_free(&expected);
    buf_free(&got);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size < HEAD || utf8_invalid_at((const char *)data + HEAD, size - HEAD) < size - HEAD) {
        return 0;
    }
    struct line_bed bed;
    line_bed_open(&bed, (data[0] & 4) != 0 ? patterns() : NULL);
    bed.fake.missing = "\xE2\x98\x83";
    bed.fake.fallback = "\xE2\x89\xA4-\xCE\xB1";
    bed.fake.kerning = data[1] % 41 - 20;
    bed.style.align = (enum style_align)(data[0] & 3);
    bed.style.hyphenate = (data[0] & 8) != 0;
    bed.style.indent = (data[4] % 16 - 4) * GLYPH;
    len width = (len)(data[2] * 256 + data[3]) * 10 + 1;

    struct style looks[CUTS];
    for (int i = 0; i < CUTS; i++) {
        looks[i] = bed.style;
        looks[i].tracking = i == 2 ? 50 : 0;
        looks[i].weight = i == 1 ? 700 : 400;
        looks[i].size = i == 3 ? EM * 2 : EM;
    }
    struct span *first = NULL, **end = &first;
    int look = 0;
    bool plain = true;
    for (size_t at = HEAD, stop; at < size; at = stop + 1) {
        for (stop = at; stop < size && data[stop] >= CUTS; stop++) {
        }
        struct span *span = *end = arena_alloc(bed.arena, sizeof *span);
        end = &span->next;
        span->text = arena_slice(bed.arena, (const char *)data + at, stop - at);
        span->style = &looks[look];
        span->leader = look == 4;
        span->field = look == 5 ? FIELD_PAGE : FIELD_NONE;
        bed.leaders = bed.leaders || span->leader;
        plain = plain && look < 4;
        look = stop < size ? data[stop] : 0;
    }
    check(&bed, first, width, plain);
    line_bed_close(&bed);
    return 0;
}
