/* Whatever the text and the measure: nothing is lost, nothing is too wide, every line is set as
 * promised, and it takes time in proportion to the text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "line_bed.h"
#include "patterns.h"

#define MISSING  "\xE2\x98\x83"
#define FALLBACK "\xE2\x89\xA4\xCE\xB1"

static const struct place nowhere = {.line = 1};

static uint32_t seed;

static unsigned dice(unsigned sides) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % sides;
}

static const char *const parts[] = {
    "amministrazione",
    "obiettivo",
    "la",
    "di",
    "e",
    "trasparenza",
    "dell'ente",
    "l’attività",
    "DIRIGENTE",
    "art.",
    "21",
    "D.Lgs.",
    "150/2009",
    "n.",
    "%",
    "€",
    "1.200,00",
    "perché",
    "socio-sanitario",
    "dirigenti/responsabili",
    "2023_MIS_01_OBIETTIVO_STRATEGICO",
    "https://www.comune.esempio.it/amministrazione-trasparente?anno=2025&pagina=3",
    "protocollo@pec.comune.esempio.it",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
    "(«responsabile»)",
    "com\xC2\xADporta\xC2\xADmento",
    "zero\xE2\x80\x8Bspazio",
    "per\xC2\xA0mille",
    "e\xCC\x80",
    "cioe\xCC\x80",
    "\xE2\x89\xA4",
    "\xCE\xB1\xE2\x89\xA4\xCE\xB1x",
    "neve\xE2\x98\x83",
    "\x07",
    "--",
    "\xE2\x80\x94",
    "...",
    "\xEF\xBB\xBF",
    "\xC2\xAD",
    "interistituzionalizzazione,",
};
enum { PARTS = sizeof parts / sizeof parts[0] };
static const char *const gaps[] = {" ", " ", " ", " ", " ", " ", "  ", "\t", "", "\n", " \n "};
enum { GAPS = sizeof gaps / sizeof gaps[0] };

/* A text of COUNT parts in spans of different looks, broken anywhere between parts. */
static struct span *random_spans(struct line_bed *bed, unsigned count) {
    struct style *looks = arena_array(bed->arena, 4, sizeof *looks);
    for (int i = 0; i < 4; i++) {
        looks[i] = bed->style;
    }
    looks[1].weight = 700;
    looks[2].size = bed->style.size * 3 / 2;
    looks[2].leading = bed->style.leading * 3 / 2;
    looks[3].tracking = 40;
    struct span *first = NULL, **end = &first;
    unsigned left = count;
    while (left > 0) {
        struct buf buf = BUF_INIT;
        unsigned run = 1 + dice(6);
        for (; run > 0 && left > 0; run--, left--) {
            buf_text(&buf, parts[dice(PARTS)]);
            buf_text(&buf, gaps[dice(GAPS)]);
        }
        *end = arena_alloc(bed->arena, sizeof **end);
        **end = (struct span){.text = arena_slice(bed->arena, buf_string(&buf), buf.size),
                              .style = &looks[dice(3) == 0 ? dice(4) : 0]};
        end = &(*end)->next;
        buf_free(&buf);
    }
    return first;
}

/* A larger look makes single characters wider than half an em of the paragraph's. */
static void keep_promises(struct line_bed *bed, const struct span *spans, len width) {
    struct buf expected = BUF_INIT, got = BUF_INIT;
    const struct lines *lines = line_break(&bed->ts, spans, &bed->style, width, nowhere);
    spans_normal(&expected, spans, MISSING);
    lines_rebuild(&got, lines);
    size_t at = 0;
    const char *wrong = lines_wrong(bed, lines, width, &at);
    if (wrong != NULL || strcmp(buf_string(&expected), buf_string(&got)) != 0) {
        print_error("width %d, align %d, line %zu: %s\n%s\n%s\n%s\n", width, bed->style.align, at,
                    wrong != NULL ? wrong : "text", lines_text(bed->arena, lines), buf_string(&got),
                    buf_string(&expected));
        fail();
    }
    buf_free(&expected);
    buf_free(&got);
}

static void any_text_at_any_measure(void **state) {
    (void)state;
    for (uint32_t round = 0; round < 60; round++) {
        struct line_bed bed;
        seed = round * 977 + 1;
        line_bed_open(&bed, round % 7 == 0 ? NULL : hyphens);
        bed.fake.missing = MISSING;
        bed.fake.fallback = FALLBACK;
        bed.fake.kerning = round % 3 == 0 ? -17 : round % 3 == 1 ? 0 : 13;
        bed.style.align = (enum style_align)(round % 4);
        bed.style.hyphenate = round % 5 != 0;
        bed.style.indent = round % 6 == 0 ? EM : round % 6 == 1 ? -EM : 0;
        const struct span *spans = random_spans(&bed, 5 + dice(120));
        for (int em = 1; em <= 60; em++) {
            keep_promises(&bed, spans, em * EM + (len)dice(EM));
        }
        struct line_widths widths = line_measure(&bed.ts, spans, &bed.style, nowhere);
        assert_in_range(widths.minimum, 1, widths.maximum);
        keep_promises(&bed, spans, widths.minimum);
        line_bed_close(&bed);
    }
}

/* At the least width no word is cut where it should not be, at the most every segment is one line.
 */
static void measures_are_enough(void **state) {
    (void)state;
    for (uint32_t round = 0; round < 300; round++) {
        struct line_bed bed;
        seed = round * 31 + 5;
        line_bed_open(&bed, hyphens);
        bed.fake.kerning = round % 2 == 0 ? 0 : -17;
        bed.style.hyphenate = round % 3 != 0;
        bed.style.indent = round % 4 == 0 ? 2 * EM : 0;
        bed.style.align = round % 5 == 0 ? ALIGN_JUSTIFY : ALIGN_LEFT;
        const struct span *spans = random_spans(&bed, 30);
        struct line_widths widths = line_measure(&bed.ts, spans, &bed.style, nowhere);
        const struct lines *lines = line_break(&bed.ts, spans, &bed.style, widths.minimum, nowhere);
        size_t at;
        assert_null(lines_wrong(&bed, lines, widths.minimum, &at));
        for (size_t i = 0; i < lines->count; i++) {
            if (lines->lines[i].end == LINE_END_TOKEN) {
                const struct piece *last = &lines->lines[i].pieces[lines->lines[i].count - 1];
                char c = last->text[last->bytes - 1];
                if (strchr("./\\_-@&=?:;,+)", c) == NULL && c != 'o' /* the zero width space */ &&
                    (unsigned char)c < 0x80) {
                    fail_msg("cut: %s", lines_text(bed.arena, lines));
                }
            }
        }
        lines = line_break(&bed.ts, spans, &bed.style, widths.maximum, nowhere);
        for (size_t i = 0; i + 1 < lines->count; i++) {
            assert_int_equal(lines->lines[i].end, LINE_END_BREAK);
        }
        line_bed_close(&bed);
    }
}

static void a_cut_is_the_last_resort(void **state) {
    (void)state;
    struct line_bed bed;
    line_bed_open(&bed, hyphens);
    seed = 3;
    for (int round = 0; round < 300; round++) {
        struct buf buf = BUF_INIT;
        for (int i = 0; i < 40; i++) {
            buf_text(&buf, parts[dice(8)]); /* words that syllables make narrow enough */
            buf_char(&buf, ' ');
        }
        const struct span span = {.text = arena_slice(bed.arena, buf_string(&buf), buf.size),
                                  .style = &bed.style};
        buf_free(&buf);
        bed.style.align = round % 2 == 0 ? ALIGN_LEFT : ALIGN_JUSTIFY;
        const struct lines *lines =
            line_break(&bed.ts, &span, &bed.style, (8 + round % 60) * GLYPH, nowhere);
        int row = 0;
        for (size_t i = 0; i < lines->count; i++) {
            assert_int_not_equal(lines->lines[i].end, LINE_END_TOKEN);
            row = lines->lines[i].end == LINE_END_HYPHEN ? row + 1 : 0;
            if (row > 2 && round % 60 >= 12) { /* there is room to avoid it */
                fail_msg("%s", lines_text(bed.arena, lines));
            }
        }
    }
    line_bed_close(&bed);
}

static double seconds_for(struct line_bed *bed, const char *text, len width) {
    const struct span span = {.text = text, .style = &bed->style};
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    const struct lines *lines = line_break(&bed->ts, &span, &bed->style, width, nowhere);
    clock_gettime(CLOCK_MONOTONIC, &after);
    size_t at;
    assert_null(lines_wrong(bed, lines, width, &at));
    return (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9;
}

/* A hundred thousand characters of every kind, under a bound that only a wrong order of growth
 * breaks, even with sanitizers. */
static void long_texts_take_their_time_and_no_more(void **state) {
    (void)state;
    static const struct {
        const char *unit;
        len width;
    } cases[] = {
        {"Le attività dell'amministrazione sono descritte nel piano. ", 40 * EM},
        {"Le attività dell'amministrazione sono descritte nel piano. ", 4 * EM},
        {"Le attività dell'amministrazione sono descritte nel piano. ", 400 * EM},
        {"Le attività dell'amministrazione sono descritte nel piano. ", 1},
        {"x", 40 * EM},
        {"x", EM / 2},
        {"x", 4000 * EM},
        {"a/", 40 * EM},
        {"amministrazione", 30 * EM},
        {"com\xC2\xADporta\xC2\xADmento", 30 * EM},
        {"\xE2\x89\xA4x", 30 * EM}, /* two faces in turn */
        {"art. ", 30 * EM},
        {"art. 2 ", 3 * EM},
        {"\n", 30 * EM},
        {"a ", 30 * EM},
        {"a\xC2\xA0", 30 * EM},
        {"e\xCC\x80", 30 * EM},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        for (int align = 0; align < 4; align += 3) {
            struct line_bed bed;
            struct buf buf = BUF_INIT;
            line_bed_open(&bed, hyphens);
            bed.fake.fallback = FALLBACK;
            bed.style.align = align == 0 ? ALIGN_LEFT : ALIGN_JUSTIFY;
            while (buf.size < 100000) {
                buf_text(&buf, cases[i].unit);
            }
            double seconds = seconds_for(&bed, buf_string(&buf), cases[i].width);
            print_message("%.20s at %d, %s: %.0f ms\n", i == 13 ? "(newline)" : cases[i].unit,
                          cases[i].width / 1000, align == 0 ? "ragged" : "justified",
                          seconds * 1000);
            assert_true(seconds < 5);
            buf_free(&buf);
            line_bed_close(&bed);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_text_at_any_measure),
        cmocka_unit_test(measures_are_enough),
        cmocka_unit_test(a_cut_is_the_last_resort),
        cmocka_unit_test(long_texts_take_their_time_and_no_more),
    };
    return cmocka_run_group_tests(tests, open_patterns, close_patterns);
}
