/* Do pieces stand where alignment, leaders and fields put them, and carry what paint needs? Every
 * glyph is half an em of 10 pt: 5 pt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "line_bed.h"

static struct line_bed bed;
static const struct place nowhere = {.file = "prova.yaml", .line = 3};

static int open_bed(void **state) {
    (void)state;
    line_bed_open(&bed, NULL);
    bed.style.hyphenate = false;
    return 0;
}

static int close_bed(void **state) {
    (void)state;
    line_bed_close(&bed);
    return 0;
}

static const struct lines *broken(const struct span *spans, int characters) {
    const struct lines *lines = line_break(&bed.ts, spans, &bed.style, characters * GLYPH, nowhere);
    size_t at;
    const char *wrong = lines_wrong(&bed, lines, characters * GLYPH, &at);
    if (wrong != NULL) {
        fail_msg("line %zu: %s", at, wrong);
    }
    return lines;
}

static const struct lines *set(const char *text, int characters) {
    struct span *span = arena_alloc(bed.arena, sizeof *span);
    *span = (struct span){.text = text, .style = &bed.style};
    return broken(span, characters);
}

/* Pieces as "text@x", both in characters, "/" between lines. */
static const char *placed(const struct lines *lines) {
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < lines->count; i++) {
        buf_text(&buf, i > 0 ? " / " : "");
        for (size_t p = 0; p < lines->lines[i].count; p++) {
            const struct piece *piece = &lines->lines[i].pieces[p];
            buf_format(&buf, "%s%.*s@%d", p > 0 ? " " : "", (int)piece->bytes, piece->text,
                       piece->x / GLYPH);
            if (piece->x % GLYPH != 0) {
                buf_format(&buf, "+%d", piece->x % GLYPH);
            }
        }
    }
    const char *text = arena_slice(bed.arena, buf_string(&buf), buf.size);
    buf_free(&buf);
    return text;
}

static void alignments(void **state) {
    (void)state;
    static const struct {
        enum style_align align;
        int indent;
        const char *text, *placed;
    } cases[] = {
        {ALIGN_LEFT, 0, "abcd efg hijkl", "abcd efg@0 / hijkl@0"},
        {ALIGN_RIGHT, 0, "abcd efg hijkl", "abcd efg@2 / hijkl@5"},
        {ALIGN_CENTER, 0, "abcd efg hijkl", "abcd efg@1 / hijkl@2+2500"},
        {ALIGN_JUSTIFY, 0, "abcd efg hijkl", "abcd efg@0 / hijkl@0"},
        {ALIGN_LEFT, 2, "abcd efg hijkl", "abcd efg@2 / hijkl@0"},
        {ALIGN_LEFT, 3, "abcd efg hijkl", "abcd@3 / efg hijkl@0"},
        {ALIGN_LEFT, -2, "abcd efg hijkl", "abcd efg@-2 / hijkl@0"},
        {ALIGN_LEFT, 100, "abcd efg hijkl",
         "abcd@5 / efg hijkl@0"}, /* half of the measure at most */
        {ALIGN_RIGHT, 2, "abcd efg hijkl", "abcd efg@2 / hijkl@5"},
        {ALIGN_CENTER, 2, "abcd ef hijkl", "abcd ef@2+2500 / hijkl@2+2500"},
        {ALIGN_LEFT, 2, "ab\ncd", "ab@2 / cd@0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bed.style.align = cases[i].align;
        bed.style.indent = cases[i].indent * GLYPH;
        assert_string_equal(placed(set(cases[i].text, 10)), cases[i].placed);
    }
}

static void justified_lines(void **state) {
    (void)state;
    bed.style.align = ALIGN_JUSTIFY;
    const struct lines *lines = set("abcd efg hijkl", 10);
    assert_int_equal(lines->lines[0].word_space, 2 * GLYPH);
    assert_int_equal(lines->lines[0].width, 10 * GLYPH);
    assert_int_equal(lines->lines[0].pieces[0].width, 10 * GLYPH);
    assert_int_equal(lines->lines[1].word_space, 0);
    assert_int_equal(lines->lines[1].width, 5 * GLYPH);
    /* one character too many for four spaces: they shrink by a quarter */
    lines = set("aa bb cc dd eeeee fffff ggg", 17 - 1);
    assert_int_equal(lines->lines[0].word_space, -GLYPH / 4);
    /* a last line may shrink, but is never stretched */
    lines = set("aa bb cc dd eeeee", 16);
    assert_int_equal(lines->count, 1);
    assert_int_equal(lines->lines[0].word_space, -GLYPH / 4);
    /* a rest that does not divide leaves less than a thousandth a space */
    lines = set("aa bb cc dd eeeee", 14);
    assert_in_range(14 * GLYPH - lines->lines[0].width, 0, 3);
    /* a line without spaces stays at the left */
    lines = set("abcdefgh ijklmnop", 10);
    assert_int_equal(lines->lines[0].word_space, 0);
    assert_int_equal(lines->lines[0].width, 8 * GLYPH);
    /* the author's break is not stretched either */
    lines = set("aa bb\ncc dd", 10);
    assert_int_equal(lines->lines[0].word_space, 0);
    /* no-break spaces are not word spaces */
    lines = set("a\xC2\xA0"
                "bc def hijkl",
                10);
    assert_int_equal(lines->lines[0].word_space, 2 * GLYPH);
}

static void pieces_are_runs_of_one_span_and_face(void **state) {
    (void)state;
    bed.fake.fallback = "\xE2\x89\xA4";
    struct style bold = bed.style, large = bed.style, wide = bed.style;
    bold.weight = 700;
    bold.colour = 0xCC0000;
    large.size = 2 * EM;
    wide.tracking = 100;
    struct span spans[] = {
        {.text = "uno ", .style = &bed.style}, {.text = "due", .style = &bold},
        {.text = "tre  ", .style = &large},    {.text = " a\xE2\x89\xA4", .style = &bed.style},
        {.text = "b c", .style = &wide},
    };
    for (size_t i = 0; i + 1 < sizeof spans / sizeof spans[0]; i++) {
        spans[i].next = &spans[i + 1];
    }
    const struct lines *lines = broken(spans, 60);
    assert_int_equal(lines->count, 1);
    assert_string_equal(placed(lines), "uno @0 due@4 tre @7 a@15 \xE2\x89\xA4@16 b c@17");
    const struct piece *pieces = lines->lines[0].pieces;
    static const int span_of[] = {0, 1, 2, 3, 3, 4}, faces[] = {0, 1, 0, 0, FAKE_FALLBACK, 0};
    for (size_t i = 0; i < 6; i++) {
        assert_ptr_equal(pieces[i].span, &spans[span_of[i]]);
        assert_int_equal(pieces[i].face, faces[i]);
        assert_int_equal(pieces[i].size, spans[span_of[i]].style->size);
        assert_int_equal(pieces[i].colour, spans[span_of[i]].style->colour);
        assert_int_equal(pieces[i].tracking, spans[span_of[i]].style->tracking);
    }
    assert_int_equal(pieces[5].width, 3 * GLYPH + 3 * EM / 10);
    /* a word in two spans is one word */
    assert_string_equal(placed(broken(spans, 9)), "uno@0 / due@0 tre@3 / a@0 \xE2\x89\xA4@1 b c@2");
    /* a span that stands alone needs no style */
    struct span bare = {.text = "solo"};
    assert_string_equal(placed(broken(&bare, 9)), "solo@0");
}

static void a_hyphen_from_another_face_is_a_piece(void **state) {
    (void)state;
    bed.fake.fallback = "-";
    const struct lines *lines = set("xyxy\xC2\xADxyxy", 6);
    assert_string_equal(placed(lines), "xyxy@0 -@4 / xyxy@0");
    assert_int_equal(lines->lines[0].end, LINE_END_HYPHEN);
    assert_int_equal(lines->lines[0].pieces[1].face, FAKE_FALLBACK);
    bed.fake.fallback = NULL;
    bed.fake.missing = "-";
    bed.ts.cache = NULL;
    assert_string_equal(placed(set("xyxy\xC2\xADxyxy", 6)), "xyxyxy@0 / xy@0");
}

static void heights_and_baselines(void **state) {
    (void)state;
    const struct lines *lines = set("abcd efg hijkl", 10);
    assert_int_equal(lines->height, 24 * LEN_PT);
    assert_int_equal(lines->lines[0].height, 12 * LEN_PT);
    assert_int_equal(lines->lines[0].baseline, 8500); /* (12 - 10) / 2 + 7.5 pt */
    struct style small = bed.style, large = bed.style, tight = bed.style;
    small.size = EM / 2;
    small.leading = 30 * LEN_PT; /* says nothing: it is not larger */
    large.size = 2 * EM;
    large.leading = 24 * LEN_PT;
    tight.size = 2 * EM;
    tight.leading = 12 * LEN_PT;
    struct span spans[] = {{.text = "a ", .style = &small}, {.text = "b", .style = &large}};
    assert_int_equal(broken(spans, 10)->height, 12 * LEN_PT);
    spans[0].next = &spans[1];
    lines = broken(spans, 10);
    assert_int_equal(lines->height, 24 * LEN_PT);
    assert_int_equal(lines->lines[0].baseline, 17000); /* (24 - 20) / 2 + 15 pt */
    spans[1].style = &tight;
    assert_in_range(broken(spans, 10)->height, 20 * LEN_PT, 24 * LEN_PT);
}

static struct span *entry(const char *title, const struct content *target, const char *behind) {
    struct span *spans = arena_array(bed.arena, 4, sizeof *spans);
    spans[0] = (struct span){.text = title, .style = &bed.style, .next = &spans[1]};
    spans[1] = (struct span){.text = "", .style = &bed.style, .leader = true, .next = &spans[2]};
    spans[2] = (struct span){.text = "", .style = &bed.style, .page_of = target, .next = &spans[3]};
    spans[3] = (struct span){.text = behind, .style = &bed.style};
    return spans;
}

static void leaders(void **state) {
    (void)state;
    static const struct content target = {.serial = 1}, nowhere_to_be_found = {.serial = 2};
    struct start starts[] = {{0}, {.page = 7}, {0}};
    bed.leaders = true;
    /* room for three digits while the page is not known */
    assert_string_equal(placed(broken(entry("Uno", &target, ""), 30)),
                        "Uno@0  . . . . . . . . . . .@4 000@27");
    assert_string_equal(placed(broken(entry("Unoo ", &target, ""), 30)),
                        "Unoo@0  . . . . . . . . . . .@4 000@27");
    bed.ts.fields.starts = starts;
    /* the dots of all lines stand in columns */
    const char *const expected = "Uno@0  . . . . . . . . . . . .@4 7@29";
    assert_string_equal(placed(broken(entry("Uno", &target, ""), 30)), expected);
    assert_string_equal(placed(broken(entry("Unoo", &target, ""), 30)),
                        "Unoo@0  . . . . . . . . . . . .@4 7@29");
    assert_string_equal(placed(broken(entry("Unooo", &target, " "), 30)),
                        "Unooo@0  . . . . . . . . . . .@6 7@29");
    assert_string_equal(placed(broken(entry("Uno", &target, " bis"), 30)),
                        "Uno@0  . . . . . . . . . .@4 7@25  bis@26");
    assert_string_equal(placed(broken(entry("Uno", &nowhere_to_be_found, ""), 30)),
                        "Uno@0  . . . . . . . . . . . . .@4");
    /* a title over more lines; one that leaves no room for the dots */
    assert_string_equal(placed(broken(entry("Primo titolo lungo", &target, ""), 20)),
                        "Primo titolo@0 / lungo@0  . . . . . .@6 7@19");
    assert_string_equal(placed(broken(entry("Titolo", &target, ""), 8)), "Titolo@0 /  . . .@0 7@7");
    /* no line of the title stands over the column of the number: dots and digits are 7 wide */
    assert_string_equal(placed(broken(entry("Primo titolo lungo assai", &target, ""), 21)),
                        "Primo titolo@0 / lungo assai@0  . . . .@11 7@20");
    assert_string_equal(placed(broken(entry("Primo titolo lungo", &target, ""), 25)),
                        "Primo titolo lungo@0  . .@19 7@24");
    /* nor is a short word left alone with its dots */
    assert_string_equal(placed(broken(entry("Un altro titolo e poi", &target, ""), 25)),
                        "Un altro titolo@0 / e poi@0  . . . . . . . . .@5 7@24");
    /* what follows is too wide for a column of its own */
    assert_string_equal(placed(broken(entry("Primo titolo lungo", &target, " in fondo"), 25)),
                        "Primo titolo@0 / lungo@0  . . . .@5 7@15  in fondo@16");
    /* further lines hang */
    bed.style.indent = -2 * GLYPH;
    assert_string_equal(placed(broken(entry("Primo titolo lungo assai", &target, ""), 21)),
                        "Primo titolo@-2 / lungo assai@0  . . . .@11 7@20");
    bed.style.indent = 0;
    bed.style.align = ALIGN_JUSTIFY;
    assert_string_equal(placed(broken(entry("Uno", &target, ""), 30)), expected);
    bed.style.align = ALIGN_RIGHT;
    assert_string_equal(placed(broken(entry("Uno", &target, ""), 30)), expected);
    struct span alone = {.text = "", .style = &bed.style, .leader = true};
    assert_string_equal(placed(broken(&alone, 10)), " . . . . .@0");
}

static void fields(void **state) {
    (void)state;
    struct span spans[] = {
        {.text = "pagina ", .style = &bed.style}, {.text = "", .field = FIELD_PAGE},
        {.text = " di ", .style = &bed.style},    {.text = "", .field = FIELD_PAGES},
        {.text = ", ", .style = &bed.style},      {.text = "", .field = FIELD_SHEET_PAGE},
        {.text = "/", .style = &bed.style},       {.text = "", .field = FIELD_SHEET_PAGES},
    };
    for (size_t i = 0; i + 1 < sizeof spans / sizeof spans[0]; i++) {
        spans[i].style = &bed.style;
        spans[i].next = &spans[i + 1];
    }
    spans[7].style = &bed.style;
    assert_string_equal(lines_text(bed.arena, broken(spans, 40)), "pagina 000 di 000, 000/000");
    bed.ts.fields =
        (struct field_values){.page = 3, .pages = 1200, .sheet_page = 1, .sheet_pages = 44};
    assert_string_equal(lines_text(bed.arena, broken(spans, 40)), "pagina 3 di 1200, 1/44");
    /* the number is known, the line breaks where it did before: 10 characters are kept for it */
    assert_string_equal(lines_text(bed.arena, broken(spans, 9)), "pagina|3 di|1200,|1/44");
    bed.ts.fields.digits = 4; /* now there is room for 12 */
    assert_string_equal(lines_text(bed.arena, broken(spans, 10)), "pagina|3 di|1200,|1/44");
    assert_string_equal(lines_text(bed.arena, broken(spans, 11)), "pagina 3|di 1200,|1/44");
    bed.ts.fields = (struct field_values){.digits = 4};
    assert_string_equal(lines_text(bed.arena, broken(spans, 40)), "pagina 0000 di 0000, 0000/0000");
    bed.ts.fields =
        (struct field_values){.page = 3, .pages = 1200, .sheet_page = 1, .sheet_pages = 44};
    /* and the alignment counts what is there */
    bed.style.align = ALIGN_RIGHT;
    spans[1].next = NULL;
    assert_string_equal(placed(broken(spans, 40)), "pagina @32 3@39");
}

static void missing_glyphs_are_reported_once(void **state) {
    (void)state;
    bed.fake.missing = "\xE2\x98\x83\xF0\x9F\x98\x80";
    assert_string_equal(
        lines_text(bed.arena, set("a\xE2\x98\x83"
                                  "b \xE2\x98\x83 c\x01 d\x7F\xC2\x85 \xF0\x9F\x98\x80",
                                  40)),
        "ab c d");
    set("\xE2\x98\x83", 40);
    line_measure(&bed.ts, &(struct span){.text = "\xE2\x98\x83 \x02", .style = &bed.style},
                 &bed.style, nowhere);
    static const char *const expected[][2] = {
        {"\xE2\x98\x83", "U+2603"}, {"\xE2\x90\x81", "U+0001"},      {"\xE2\x90\xA1", "U+007F"},
        {"\xEF\xBF\xBD", "U+0085"}, {"\xF0\x9F\x98\x80", "U+1F600"}, {"\xE2\x90\x82", "U+0002"},
    };
    const struct diag *diag = bed.diags.first;
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++, diag = diag->next) {
        assert_non_null(diag);
        assert_int_equal(diag->code, MSG_MISSING_GLYPH);
        assert_int_equal(diag->place.line, 3);
        assert_int_equal(diag->arg_count, 2);
        assert_string_equal(diag->args[0], expected[i][0]);
        assert_string_equal(diag->args[1], expected[i][1]);
    }
    assert_null(diag);
    assert_int_equal(bed.diags.errors, 6);
}

static void a_family_that_does_not_exist(void **state) {
    (void)state;
    struct style unknown = bed.style;
    unknown.family = "Unknown";
    struct span spans[] = {{.text = "a ", .style = &unknown},
                           {.text = "", .style = &unknown, .leader = true},
                           {.text = "", .style = &unknown, .field = FIELD_PAGE},
                           {.text = "b", .style = &bed.style}};
    for (size_t i = 0; i < 3; i++) {
        spans[i].next = &spans[i + 1];
    }
    const struct lines *lines = line_break(&bed.ts, spans, &unknown, 100 * GLYPH, nowhere);
    assert_string_equal(lines_text(bed.arena, lines), "b");
    assert_int_equal(lines->height, bed.style.leading);
    assert_int_equal(bed.diags.errors, 1);
}

static void words_are_measured_once(void **state) {
    (void)state;
    set("una parola e una parola e ancora una parola", 12);
    long measured = bed.fake.advances;
    line_break(&bed.ts, &(struct span){.text = "ancora una parola e una", .style = &bed.style},
               &bed.style, 9 * GLYPH, nowhere);
    assert_int_equal(bed.fake.advances - measured, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(alignments, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(justified_lines, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(pieces_are_runs_of_one_span_and_face, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(a_hyphen_from_another_face_is_a_piece, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(heights_and_baselines, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(leaders, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(fields, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(missing_glyphs_are_reported_once, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(a_family_that_does_not_exist, open_bed, close_bed),
        cmocka_unit_test_setup_teardown(words_are_measured_once, open_bed, close_bed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
