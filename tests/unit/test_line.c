/* Do the lines hold what they were given, fit the measure, and end where a careful hand would end
 * them? Every glyph is half an em of 10 pt: a measure of 20 characters is 100 pt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "line_bed.h"
#include "patterns.h"

static struct line_bed bed;
static const struct place nowhere = {.file = "prova.yaml", .line = 3};

static int open_bed(void **state) {
    (void)state;
    line_bed_open(&bed, hyphens);
    return 0;
}

static int close_bed(void **state) {
    (void)state;
    line_bed_close(&bed);
    return 0;
}

static struct span *span_of(const char *text) {
    struct span *span = arena_alloc(bed.arena, sizeof *span);
    *span = (struct span){.text = text, .style = &bed.style};
    return span;
}

static const struct lines *broken(const struct span *spans, int characters) {
    return line_break(&bed.ts, spans, &bed.style, characters * GLYPH, nowhere);
}

static const char *set(const char *text, int characters) {
    return lines_text(bed.arena, broken(span_of(text), characters));
}

struct line_case {
    int characters;
    const char *text, *lines;
};

static void expect_lines(const struct line_case *cases, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const char *lines = set(cases[i].text, cases[i].characters);
        if (strcmp(lines, cases[i].lines) != 0) {
            print_error("%d: %s\nexpected %s\n", cases[i].characters, lines, cases[i].lines);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}
#define EXPECT_LINES(cases) expect_lines(cases, sizeof cases / sizeof cases[0])

static void spaces_and_breaks(void **state) {
    (void)state;
    bed.style.hyphenate = false;
    static const struct line_case cases[] = {
        {20, "", ""},
        {20, "   \t ", ""},
        {20, "a", "a"},
        {20, "  due   parole \t qui ", "due parole qui"},
        {20, "prima\nseconda", "prima^seconda"},
        {20, "prima \n\n seconda\n", "prima^^seconda"},
        {20, "\nprima", "^prima"},
        {20, "prima\xE2\x80\xA8seconda", "prima^seconda"},
        {20, "prima\r\nseconda\rterza", "prima^seconda^terza"},
        {20, "prima\r\n\r\nseconda", "prima^^seconda"},
        {20, "prima\r\rseconda\n\rterza", "prima^^seconda^^terza"},
        {20, "prima\r\n", "prima"},
        {14, "due parole qui", "due parole qui"},
        {13, "due parole qui", "due parole|qui"},
        {9, "due parole qui", "due|parole|qui"},
        {12,
         "\xEF\xBB\xBF"
         "due pa\xE2\x81\xA0role qui",
         "due parole|qui"},
    };
    EXPECT_LINES(cases);
    struct span *halves = span_of("prima\r"); /* the pair parted by a change of look */
    halves->next = span_of("\nseconda");
    assert_string_equal(lines_text(bed.arena, broken(halves, 20)), "prima^seconda");
    assert_int_equal(bed.diags.errors, 0);
    assert_int_equal(broken(NULL, 20)->count, 0);
    assert_int_equal(broken(span_of(""), 20)->count, 0);
    assert_int_equal(broken(span_of(" "), 20)->count, 0);
    const struct lines *empty = broken(span_of("\n"), 20);
    assert_int_equal(empty->count, 1);
    assert_int_equal(empty->lines[0].count, 0);
    assert_int_equal(empty->lines[0].end, LINE_END_PARAGRAPH);
    assert_int_equal(empty->height, bed.style.leading);
}

static void words_that_stay_together(void **state) {
    (void)state;
    bed.style.hyphenate = false;
    static const struct line_case cases[] = {
        {10, "Come da art. 21", "Come da|art. 21"},
        {8, "Come da art. chiaro", "Come|da art.|chiaro"},
        {15, "secondo la (artt. 21 e 22)", "secondo la|(artt. 21 e 22)"},
        {18, "in base al D.Lgs. 150/2009", "in base al|D.Lgs. 150/2009"},
        {14, "la legge n. 190 del 2012", "la|legge n. 190|del 2012"},
        {13, "importo di € 1.200,00", "importo di|€ 1.200,00"},
        {11, "importo 1.200 €", "importo|1.200 €"},
        {12, "crescita 35 % annua", "crescita|35 % annua"},
        {8, "lettera lett. b) poi", "lettera|lett. b)|poi"},
        {14, "dall'all. III in poi", "dall'all. III|in poi"},
        {10, "la dott. Bianchi", "la dott.|Bianchi"}, /* too narrow for both */
        {14, "la dott. Bianchi", "la|dott. Bianchi"},
        {12,
         "dieci\xC2\xA0"
         "mila euro",
         "dieci\xC2\xA0"
         "mila|euro"},
        {12, "per dieci\xE2\x80\xAFmila", "per|dieci\xE2\x80\xAFmila"},
        {6, "art. 2121 co. 33", "art.|2121|co. 33"},
    };
    EXPECT_LINES(cases);
}

static void hyphens_are_set(void **state) {
    (void)state;
    static const struct line_case cases[] = {
        {10, "amministrazione", "ammini-|strazione"},
        {12, "la trasparenza", "la traspa-|renza"},
        {20, "nelle attività istituzionali", "nelle attività isti-|tuzionali"},
        /* 3 of 20 characters are left: not worth a hyphen */
        {20, "piano triennale della trasparenza", "piano triennale|della trasparenza"},
        {11, "(«trasparenza»)", "(«traspa-|renza»)"},
        {12, "un codice DIRIG2024X12", "un codice|DIRIG2024X12"},
        {9, "com\xC2\xADportamento", "comporta-|mento"},
        {5, "xyx\xC2\xADyxyxy", "xyx-|yxyxy"},
        {8, "xyx\xC2\xADyxyxy", "xyxyxyxy"},
        {6, "xyxy\xE2\x80\x8Byxyxy", "xyxy~yxyxy"},
        {7, "dell'amministrazione", "del-|l'ammi-|nistra-|zione"},
        {10, "AMMINISTRAZIONE", "AMMINI-|STRAZIONE"},
    };
    EXPECT_LINES(cases);
}

static void syllables_are_the_last_resort_of_those_who_do_not_hyphenate(void **state) {
    (void)state;
    bed.style.hyphenate = false;
    static const struct line_case cases[] = {
        {20, "nelle attività istituzionali", "nelle attività|istituzionali"},
        {10, "amministrazione", "ammini-|strazione"},
        {10, "la amministrazione", "la|ammini-|strazione"},
    };
    EXPECT_LINES(cases);
    bed.ts.hyphens = NULL;
    assert_string_equal(set("amministrazione", 10), "amministra~zione");
}

static void compounds_and_tokens(void **state) {
    (void)state;
    bed.style.hyphenate = false;
    static const struct line_case cases[] = {
        {16, "piano socio-sanitario", "piano socio-~sanitario"},
        {9, "una e-mail", "una|e-mail"},
        {9, "e/oppure", "e/oppure"},
        {14, "dirigenti/responsabili", "dirigenti/~responsabili"},
        {12, "il 31/12/2024", "il|31/12/2024"},
        {20, "https://www.comune.esempio.it/trasparenza",
         "https://www.~comune.esempio.it/~trasparenza"},
        {20, "ufficio.protocollo@pec.esempio.it", "ufficio.protocollo@~pec.esempio.it"},
        {18, "2023_MIS_01_OBIETTIVO", "2023_MIS_01_~OBIETTIVO"},
        {18, "2023_MIS_01_OBIETT", "2023_MIS_01_OBIETT"}, /* 18 characters: not long */
        {10, "xxxxxxxxxxxxxxxxxxxxxxxxx", "xxxxxxxxxx~xxxxxxxxxx~xxxxx"},
        {1, "ab cd", "a~b|c~d"},
        {10, "vedi xxxxxxxxxxxxxxx fine", "vedi|xxxxxxxxxx~xxxxx fine"},
    };
    EXPECT_LINES(cases);
    bed.style.hyphenate = true; /* but no hyphen in an address */
    assert_string_equal(set("amministrazione@pec.esempio.it", 12),
                        "amministrazi~one@pec.~esempio.it");
}

static void marks_stay_with_their_base(void **state) {
    (void)state;
    static const struct line_case cases[] = {
        {2,
         "e\xCC\x80"
         "e\xCC\x80"
         "e\xCC\x80",
         "e\xCC\x80~e\xCC\x80~e\xCC\x80"},
        {3,
         "e\xCC\x80"
         "e\xCC\x80",
         "e\xCC\x80~e\xCC\x80"},
        {1, "e\xCC\x80\xCC\x81 e", "e\xCC\x80\xCC\x81|e"},
    };
    EXPECT_LINES(cases);
}

static void last_lines_are_not_one_short_word(void **state) {
    (void)state;
    /* greedy would leave "qui" alone */
    assert_string_equal(set("abcdef abcdef abcd qui", 18), "abcdef abcdef|abcd qui");
    /* and these cannot be helped */
    assert_string_equal(set("abcdefgh qui", 9), "abcdefgh|qui");
}

/* Least sum of squared shortfalls that words of these lengths allow, the last line left out, over
 * the divisions into LINES lines; -1: there is none. */
static long least_squares(const int *words, size_t count, int measure, size_t lines) {
    long best = -1;
    int width = -1;
    if (lines == 1) {
        for (size_t i = 0; i < count; i++) {
            width += 1 + words[i];
        }
        return width <= measure ? 0 : -1;
    }
    for (size_t i = 0; i + 1 < count; i++) {
        width += 1 + words[i];
        if (width > measure) {
            break;
        }
        long rest = least_squares(words + i + 1, count - i - 1, measure, lines - 1);
        if (rest >= 0 && (best < 0 || rest + (long)(measure - width) * (measure - width) < best)) {
            best = rest + (long)(measure - width) * (measure - width);
        }
    }
    return best;
}

/* Among the divisions into as many lines, none is evener than the one chosen. */
static void ragged_lines_are_as_even_as_can_be(void **state) {
    (void)state;
    bed.style.hyphenate = false;
    uint32_t seed = 11;
    for (int round = 0; round < 400; round++) {
        enum { WORDS = 14, MEASURE = 20 };
        int words[WORDS + 1];
        char text[256] = "";
        for (size_t i = 0; i < WORDS; i++) {
            seed = seed * 1664525u + 1013904223u;
            words[i] = 1 + (int)(seed >> 24) % 9;
            strncat(text, "bcdfghlmn", (size_t)words[i]);
            strcat(text, " ");
        }
        words[WORDS] = 6;
        strcat(text, "finale"); /* not short: no other price */
        const struct lines *lines = broken(span_of(text), MEASURE);
        long squares = 0;
        for (size_t i = 0; i + 1 < lines->count; i++) {
            long rest = MEASURE - lines->lines[i].width / GLYPH;
            squares += rest * rest;
        }
        assert_int_equal(squares, least_squares(words, WORDS + 1, MEASURE, lines->count));
        assert_true(lines->count == 1 ||
                    least_squares(words, WORDS + 1, MEASURE, lines->count - 1) < 0 ||
                    squares + MEASURE * MEASURE / 8 <
                        least_squares(words, WORDS + 1, MEASURE, lines->count - 1));
    }
}

static void widths_for_columns(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int minimum, maximum;
        len indent;
    } cases[] = {
        {"", 0, 0, 0},
        {" ", 0, 0, 0},
        {"\n", 0, 0, 0},
        {"una parola lunga", 6, 16, 0},
        {"trasparenza", 11, 11, 0}, /* words whole */
        {"prima riga\nseconda", 7, 10, 0},
        {"come da art. 2121", 9, 17, 0}, /* bound words whole */
        {"una parola", 6, 12, 2 * GLYPH},
        {"parola una", 8, 12, 2 * GLYPH}, /* the first with the indent */
        {"parola una", 4, 8, -2 * GLYPH},
        {"internazionalizzazione", 18, 22, 0}, /* "internazionalizza-": over 18 characters */
        {"protocollo@pec.comune.esempio.it", 17, 32, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bed.style.indent = cases[i].indent;
        struct line_widths widths =
            line_measure(&bed.ts, span_of(cases[i].text), &bed.style, nowhere);
        if (widths.minimum != cases[i].minimum * GLYPH ||
            widths.maximum != cases[i].maximum * GLYPH) {
            print_error("%s: %d %d\n", cases[i].text, widths.minimum / GLYPH,
                        widths.maximum / GLYPH);
            fail();
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(spaces_and_breaks, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(words_that_stay_together, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(hyphens_are_set, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(syllables_are_the_last_resort_of_those_who_do_not_hyphenate,
                                        open_bed, close_bed),
        cmocka_unit_test_setup_teardown(compounds_and_tokens, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(marks_stay_with_their_base, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(last_lines_are_not_one_short_word, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(ragged_lines_are_as_even_as_can_be, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(widths_for_columns, open_bed, close_bed),
    };
    return cmocka_run_group_tests(tests, open_patterns, close_patterns);
}
