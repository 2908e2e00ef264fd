/* Tests of pdf/font on the fonts that the project ships: metrics, shaping, codes, subsets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <hb-ot.h>
#include <hb.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "font_bed.h"

static int setup(void **state) {
    static struct bed bed;
    bed_open(&bed, FOLDER);
    *state = &bed;
    return bed.fonts && !bed.diags.errors && !bed.diags.warnings ? 0 : -1;
}

static int teardown(void **state) {
    bed_close(*state);
    return 0;
}

static const char *const samples[] = {
    "Amministrazione",
    "perché",
    "qualità",
    "È",
    "àèéìòùÀÈÉÌÒÙ",
    "«virgolette»",
    "“doppie”",
    "l’obiettivo",
    "‘semplici’",
    "1.234,56€",
    "25°",
    "n.º",
    "2024–2026",
    "testo—inciso",
    "§",
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~",
    "AVATAR",
    "Tolleranza",
    "efficienza",
    "x\u00A0y",
    "co\u2011progettazione",
    "30\u202F000",
    "e\u0300",
    "sopra\u00ADtutto",
    "citt\u200Ba",
    "X\u0301",
    "",
};

enum { SAMPLES = sizeof samples / sizeof *samples };

/* What a viewer extracts from a run. */
static char *extract(const struct glyph_run *run, const struct font_resource *resources,
                     struct buf *buf) {
    buf_clear(buf);
    for (size_t i = 0; i < run->count; i++) {
        buf_text(buf, resources[run->glyphs[i].resource].texts[run->glyphs[i].code]);
    }
    buf_bytes(buf, "", 0);
    return buf->data;
}

static void families_and_faces(void **state) {
    struct bed *bed = *state;
    size_t count;
    const char *const *names = fonts_families(bed->fonts, &count);
    assert_int_equal(count, 2);
    assert_string_equal(names[0], "DejaVu Sans");
    assert_string_equal(names[1], "Titillium Web");

    static const struct {
        const char *family;
        int weight;
        bool italic;
        const char *name; /* NULL: unknown */
    } cases[] = {
        {"Titillium Web", 400, false, "TitilliumWeb-Regular"},
        {"Titillium Web", 400, true, "TitilliumWeb-Italic"},
        {"Titillium Web", 300, false, "TitilliumWeb-Light"},
        {"Titillium Web", 100, true, "TitilliumWeb-LightItalic"},
        {"Titillium Web", 350, false, "TitilliumWeb-Light"},
        {"Titillium Web", 500, false, "TitilliumWeb-Regular"},
        {"Titillium Web", 600, false, "TitilliumWeb-SemiBold"},
        {"Titillium Web", 600, true, "TitilliumWeb-SemiBoldItalic"},
        {"Titillium Web", 650, false, "TitilliumWeb-Bold"},
        {"Titillium Web", 900, true, "TitilliumWeb-BoldItalic"},
        {"DejaVu Sans", 400, false, "DejaVuSans"},
        {"DejaVu Sans", 700, false, "DejaVuSans-Bold"},
        {"DejaVu Sans", 700, true, "DejaVuSans-Oblique"},
        {"titillium web", 400, false, NULL},
        {"Titillium Web Light", 400, false, NULL},
        {"", 400, false, NULL},
    };
    /* The names of faces are seen through the resources they make. */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        face_id face = bed->metrics->face(bed->metrics->self, cases[i].family, cases[i].weight,
                                          cases[i].italic);
        if (!cases[i].name) {
            assert_int_equal(face, -1);
            continue;
        }
        struct glyph space = font_space(bed->fonts, face);
        size_t resources;
        const struct font_resource *resource = fonts_finish(bed->fonts, &resources);
        assert_true(space.resource < resources);
        assert_string_equal(resource[space.resource].name + 7, cases[i].name);
    }
}

static void extents(void **state) {
    struct bed *bed = *state;
    struct face_extent e = bed->metrics->extent(bed->metrics->self, bed->titillium);
    assert_int_equal(e.ascender, 1133);
    assert_int_equal(e.descender, 388);
    assert_int_equal(e.cap_height, 692);
    assert_int_equal(e.x_height, 500);
    assert_int_equal(e.underline_offset, 95);
    assert_int_equal(e.underline_width, 30);
    /* 2048 units; OS/2 version 1 without the heights of letters */
    e = bed->metrics->extent(bed->metrics->self, bed->dejavu);
    assert_int_equal(e.ascender, 928);
    assert_int_equal(e.descender, 236);
    assert_int_equal(e.cap_height, 729);
    assert_int_equal(e.x_height, 547);
    assert_int_equal(e.underline_offset, 20);
    assert_int_equal(e.underline_width, 44);
}

static void covers(void **state) {
    struct bed *bed = *state;
    enum own { OWN, FALLBACK, NONE };
    static const struct {
        uint32_t codepoint;
        enum own own;
    } cases[] = {
        {' ', OWN},          {'A', OWN},         {0xA0, OWN},        {0xE8, OWN},
        {0x20AC, OWN},       {0xB0, OWN},        {0x2013, OWN},      {0x2019, OWN},
        {0x201C, OWN},       {0xAB, OWN},        {0x2022, OWN},      {0x2264, FALLBACK},
        {0x2265, FALLBACK},  {0x2192, FALLBACK}, {0x2713, FALLBACK}, {0x2030, FALLBACK},
        {0x1F600, FALLBACK}, /* beyond the cached plane */
        {0x2010, OWN},       {0x2011, OWN},      {0xAD, OWN},        {0x202F, OWN},
        {0x2009, OWN},       {0x2003, OWN},      {0x200B, OWN},      {0x2060, OWN},
        {0xFEFF, OWN},       {0x0300, OWN},      {0x0301, OWN},      {0x0323, FALLBACK},
        {0x4E00, NONE},      {0xFFFF, NONE},     {0xF0B7, NONE},     {0x10FFFF, NONE},
        {0x110000, NONE},    {0xD800, NONE},     {0, NONE},          {'\n', NONE},
    };
    for (int round = 0; round < 2; round++) { /* the second answers from the cache */
        for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
            face_id wanted = cases[i].own == OWN        ? bed->titillium
                             : cases[i].own == FALLBACK ? bed->dejavu
                                                        : (face_id)-1;
            face_id found = cover(bed, bed->titillium, cases[i].codepoint);
            if (found != wanted) {
                fail_msg("U+%04X: face %d, expected %d", (unsigned)cases[i].codepoint, found,
                         wanted);
            }
        }
    }
    /* weight and slant follow; a character that only another face of the fallback has is found */
    const struct metrics *m = bed->metrics;
    face_id bold = m->face(m->self, "Titillium Web", 700, false);
    face_id italic = m->face(m->self, "Titillium Web", 400, true);
    assert_int_equal(cover(bed, bold, 0x2265), m->face(m->self, "DejaVu Sans", 700, false));
    assert_int_equal(cover(bed, italic, 0x2265), m->face(m->self, "DejaVu Sans", 400, true));
    face_id arabic = cover(bed, italic, 0x0628); /* no oblique */
    assert_true(arabic >= 0 && arabic != m->face(m->self, "DejaVu Sans", 400, true));
}

static void advances_are_sums(void **state) {
    struct bed *bed = *state;
    const face_id faces[] = {bed->titillium, bed->dejavu};
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < SAMPLES; i++) {
            for (int tracked = 0; tracked < 2; tracked++) {
                size_t size = strlen(samples[i]);
                int32_t wanted = bed->metrics->advance(bed->metrics->self, faces[f], tracked,
                                                       samples[i], size),
                        sum = 0;
                const struct glyph_run *run =
                    font_glyphs(bed->fonts, faces[f], tracked, samples[i], size);
                for (size_t g = 0; g < run->count; g++) {
                    sum += run->glyphs[g].advance + run->glyphs[g].adjust;
                }
                assert_int_equal(sum, wanted);
                assert_ptr_equal(run, font_glyphs(bed->fonts, faces[f], tracked, samples[i], size));
            }
        }
    }
    assert_int_equal(advance(bed, bed->titillium, ""), 0);
    /* the run is measured by its size, not to a NUL */
    assert_int_equal(bed->metrics->advance(bed->metrics->self, bed->titillium, false, "AAAA", 1),
                     advance(bed, bed->titillium, "A"));
}

static void widths_are_the_files(void **state) {
    struct bed *bed = *state;
    /* hmtx: 1000 and 2048 units an em */
    assert_int_equal(advance(bed, bed->titillium, "A"), 596);
    assert_int_equal(advance(bed, bed->dejavu, "A"), 684); /* 1401 */
    assert_int_equal(advance(bed, bed->dejavu, "0"), 636); /* 1303 */
}

static void kerning_and_ligatures(void **state) {
    struct bed *bed = *state;
    static const char *const pairs[] = {"AV", "To", "Va", "LT"};
    const face_id faces[] = {bed->titillium, bed->dejavu};
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
            char first[2] = {pairs[i][0]}, second[2] = {pairs[i][1]};
            int apart = advance(bed, faces[f], first) + advance(bed, faces[f], second);
            assert_true(advance(bed, faces[f], pairs[i]) < apart);
            const struct glyph_run *run = glyphs(bed, faces[f], pairs[i]);
            assert_int_equal(run->count, 2);
            assert_true(run->glyphs[0].adjust < 0);
            assert_int_equal(run->glyphs[1].adjust, 0);
        }
    }
    const struct glyph_run *joined = glyphs(bed, bed->dejavu, "fi");
    const struct glyph_run *tracked = font_glyphs(bed->fonts, bed->dejavu, true, "fi", 2);
    assert_int_equal(joined->count, 1);
    assert_int_equal(tracked->count, 2);
    size_t count;
    const struct font_resource *resources = fonts_finish(bed->fonts, &count);
    assert_string_equal(resources[joined->glyphs[0].resource].texts[joined->glyphs[0].code], "fi");
}

static void texts_spell_the_run(void **state) {
    struct bed *bed = *state;
    const face_id faces[] = {bed->titillium, bed->dejavu};
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < SAMPLES; i++) {
            glyphs(bed, faces[f], samples[i]);
        }
    }
    size_t count;
    const struct font_resource *resources = fonts_finish(bed->fonts, &count);
    assert_int_equal(count, 2);
    struct buf buf = BUF_INIT;
    for (size_t f = 0; f < 2; f++) {
        for (size_t i = 0; i < SAMPLES; i++) {
            const struct glyph_run *run = glyphs(bed, faces[f], samples[i]);
            assert_false(run->actual_text);
            extract(run, resources, &buf);
            assert_string_equal(buf_string(&buf), samples[i]);
            for (size_t g = 0; g < run->count; g++) {
                const struct glyph *glyph = &run->glyphs[g];
                assert_int_equal(glyph->resource, f);
                assert_int_equal(resources[f].widths[glyph->code], glyph->advance);
                assert_int_not_equal(resources[f].gids[glyph->code], 0);
            }
        }
    }
    /* printable ASCII is its own code but for what would be escaped */
    const struct glyph_run *run = glyphs(bed, bed->titillium, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    assert_int_equal(run->glyphs[0].code, '!');
    assert_int_equal(run->glyphs[6].code, '\'');
    assert_true(run->glyphs[7].code >= 128);
    assert_int_equal(run->glyphs[9].code, '*');
    buf_free(&buf);
}

static void runs_that_need_actual_text(void **state) {
    struct bed *bed = *state;
    static const struct {
        const char *text, *extracted;
        size_t count;
        bool actual_text;
    } cases[] = {
        {"perche\u0301", "perche\u0301", 6, false}, /* composed by the shaper: one glyph */
        {"x\u0323", "x\u0323", 2, false},           /* a mark keeps its own text */
        {"\u0EB3", "\u0EB3\u200B", 2, true},        /* one character, two glyphs */
        {"a\uFEFFb", "a\u200Bb", 3, true},          /* U+FEFF may not be in ToUnicode */
        {"\uEF00", "\uEF00", 1, true},              /* private use */
        {"\u07EB", "\u07EB", 1, false},             /* a mark alone, without dotted circle */
        {"\u00E8\uFF01", "\u00E8\uFF01", 2, false},
    };
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct glyph_run *run = glyphs(bed, bed->dejavu, cases[i].text);
        size_t count;
        const struct font_resource *resources = fonts_finish(bed->fonts, &count);
        assert_int_equal(run->count, cases[i].count);
        assert_int_equal(run->actual_text, cases[i].actual_text);
        extract(run, resources, &buf);
        assert_string_equal(buf_string(&buf), cases[i].extracted);
    }
    buf_free(&buf);
}

static void marks_and_invisibles(void **state) {
    struct bed *bed = *state;
    /* composed and decomposed accents are one glyph */
    assert_int_equal(advance(bed, bed->titillium, "perche\u0301"),
                     advance(bed, bed->titillium, "perch\u00E9"));
    assert_int_equal(glyphs(bed, bed->titillium, "perche\u0301")->count, 6);
    /* a mark placed by the font takes no room and is shifted back over its letter */
    assert_int_equal(advance(bed, bed->dejavu, "x\u0323"), advance(bed, bed->dejavu, "x"));
    const struct glyph_run *marked = glyphs(bed, bed->dejavu, "X\u0301");
    assert_int_equal(marked->count, 2);
    assert_true(marked->glyphs[1].rise > 0);
    assert_true(marked->glyphs[0].adjust != 0);
    /* a soft hyphen or a zero width space inside a run takes no room */
    assert_int_equal(advance(bed, bed->titillium, "in\u00ADut\u200Bi\u2060le"),
                     advance(bed, bed->titillium, "in") + advance(bed, bed->titillium, "ut") +
                         advance(bed, bed->titillium, "i") + advance(bed, bed->titillium, "le"));
    /* spaces of a width of their own, made from U+0020 */
    assert_int_equal(advance(bed, bed->titillium, "\u2003"), 1000);
    assert_int_equal(advance(bed, bed->titillium, "\u2009"), 200);
    assert_int_equal(advance(bed, bed->titillium, "\u2011"), advance(bed, bed->titillium, "-"));
    /* a character that no glyph shows leaves a space, never .notdef */
    struct glyph space = font_space(bed->fonts, bed->titillium);
    assert_int_equal(advance(bed, bed->titillium, "\u4E00") > 0, true);
    assert_int_equal(glyphs(bed, bed->titillium, "\u4E00")->glyphs[0].advance, space.advance);
}

static void spaces_and_soft_hyphens(void **state) {
    struct bed *bed = *state;
    struct glyph space = font_space(bed->fonts, bed->titillium);
    struct glyph visible = font_soft_hyphen(bed->fonts, bed->titillium, true);
    struct glyph invisible = font_soft_hyphen(bed->fonts, bed->titillium, false);
    const struct glyph_run *hyphen = glyphs(bed, bed->titillium, "-");
    const struct glyph_run *nbsp = glyphs(bed, bed->titillium, "\u00A0");
    assert_int_equal(space.code, 32);
    assert_int_equal(space.advance, advance(bed, bed->titillium, " "));
    assert_int_equal(visible.advance, hyphen->glyphs[0].advance);
    assert_int_equal(visible.adjust, 0);
    assert_int_equal(invisible.advance + invisible.adjust, 0);
    assert_int_equal(invisible.advance, space.advance);
    size_t count;
    const struct font_resource *resource = fonts_finish(bed->fonts, &count);
    assert_int_equal(count, 1);
    assert_string_equal(resource->texts[space.code], " ");
    assert_string_equal(resource->texts[visible.code], "\u00AD");
    assert_string_equal(resource->texts[invisible.code], "\u00AD");
    assert_string_equal(resource->texts[hyphen->glyphs[0].code], "-");
    assert_string_equal(resource->texts[nbsp->glyphs[0].code], "\u00A0");
    assert_int_equal(resource->gids[visible.code], resource->gids[hyphen->glyphs[0].code]);
    assert_int_equal(resource->gids[invisible.code], resource->gids[space.code]);
    const uint8_t codes[] = {space.code, visible.code, invisible.code, hyphen->glyphs[0].code,
                             nbsp->glyphs[0].code};
    for (size_t i = 0; i < sizeof codes; i++) {
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(codes[i], codes[j]);
        }
    }
}

/* The face of a subset, for HarfBuzz to judge. */
static hb_font_t *reopen(const struct font_resource *resource) {
    hb_blob_t *blob =
        hb_blob_create((const char *)resource->subset, (unsigned)resource->subset_size,
                       HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

static hb_font_t *original(const char *path) {
    hb_blob_t *blob = hb_blob_create_from_file(path);
    hb_face_t *face = hb_face_create(blob, 0);
    hb_font_t *font = hb_font_create(face);
    hb_face_destroy(face);
    hb_blob_destroy(blob);
    return font;
}

/* The code shows in the subset the very outline that the file has for its character. */
static void assert_same_glyph(hb_font_t *file, hb_font_t *subset, uint32_t codepoint,
                              uint16_t gid) {
    hb_codepoint_t wanted;
    hb_glyph_extents_t a, b;
    assert_true(hb_font_get_nominal_glyph(file, codepoint, &wanted));
    assert_true(hb_font_get_glyph_extents(file, wanted, &a));
    assert_true(hb_font_get_glyph_extents(subset, gid, &b));
    if (memcmp(&a, &b, sizeof a) != 0 ||
        hb_font_get_glyph_h_advance(file, wanted) != hb_font_get_glyph_h_advance(subset, gid)) {
        fail_msg("U+%04X has another outline in the subset", (unsigned)codepoint);
    }
}

static void codes_spill(void **state) {
    struct bed *bed = *state;
    /* 670 characters of one face in a single run: three resources, filled one after the other */
    struct buf text = BUF_INIT, out = BUF_INIT;
    enum { FIRST = 0x21, LAST = 0x2FF };
    size_t characters = 0;
    for (uint32_t c = FIRST; c <= LAST; c++) {
        bool control = c >= 0x7F && c <= 0x9F, hidden = c == 0xAD;
        bool joining = c >= 0x2E5 && c <= 0x2E9; /* tone letters change with their neighbours */
        if (!control && !hidden && !joining && cover(bed, bed->dejavu, c) == bed->dejavu) {
            buf_utf8(&text, c);
            characters++;
        }
    }
    const struct glyph_run *run = font_glyphs(bed->fonts, bed->dejavu, true, text.data, text.size);
    assert_int_equal(run->count, characters);
    size_t count;
    const struct font_resource *resources = fonts_finish(bed->fonts, &count);
    assert_int_equal(count, (characters + 248) / 249); /* 250 codes, one of them the space */
    assert_true(count >= 3);
    extract(run, resources, &out);
    assert_string_equal(buf_string(&out), buf_string(&text));

    hb_font_t *file = original(BOOK), *subset = reopen(&resources[0]);
    for (size_t r = 0; r < count; r++) {
        assert_string_equal(resources[r].texts[32], " ");
        assert_int_equal(resources[r].widths[32], font_space(bed->fonts, bed->dejavu).advance);
        assert_ptr_equal(resources[r].subset, resources[0].subset);
        assert_string_equal(resources[r].name, resources[0].name);
        size_t used = 0;
        for (int code = 0; code < 256; code++) {
            const char *t = resources[r].texts[code];
            used += t != NULL;
            if (code == 0 || code == '\n' || code == '\r' || code == '(' || code == ')' ||
                code == '\\' || !t) {
                assert_null(t);
                assert_int_equal(resources[r].gids[code], 0);
                assert_int_equal(resources[r].widths[code], 0);
                continue;
            }
            size_t length;
            uint32_t c = utf8_decode(t, strlen(t), &length);
            assert_int_equal(strlen(t), length);
            assert_same_glyph(file, subset, c, resources[r].gids[code]);
        }
        assert_int_equal(used, r + 1 < count ? 250 : characters - 249 * (count - 1) + 1);
    }
    /* what has a code keeps it: no new resource */
    const struct glyph_run *again = glyphs(bed, bed->dejavu, "!");
    assert_int_equal(again->glyphs[0].resource, 0);
    assert_int_equal(again->glyphs[0].code, '!');
    /* resources are numbered across faces, in the order of use */
    assert_int_equal(glyphs(bed, bed->titillium, "a")->glyphs[0].resource, count);
    hb_font_destroy(file);
    hb_font_destroy(subset);
    buf_free(&text);
    buf_free(&out);
}

static void subset_is_a_whole_font(void **state) {
    struct bed *bed = *state;
    const struct glyph_run *run = glyphs(bed, bed->titillium, "Perch\u00E9");
    size_t count;
    const struct font_resource *resource = fonts_finish(bed->fonts, &count);
    assert_int_equal(count, 1);
    hb_font_t *file = original(REGULAR), *subset = reopen(resource);
    hb_face_t *face = hb_font_get_face(subset);
    /* .notdef, space, P e r c h; e acute as an outline of its own or from e and an accent */
    unsigned glyph_count = hb_face_get_glyph_count(face);
    assert_in_range(glyph_count, 8, 9);
    assert_int_equal(hb_face_get_upem(face), 1000);
    static const uint32_t letters[] = {'P', 'e', 'r', 'c', 'h', 0xE9};
    for (size_t i = 0; i < 6; i++) {
        uint16_t gid = resource->gids[run->glyphs[i].code];
        assert_in_range(gid, 1, glyph_count - 1);
        assert_same_glyph(file, subset, letters[i], gid);
    }
    hb_tag_t tags[32];
    unsigned tag_count = 32;
    hb_face_get_table_tags(face, 0, &tag_count, tags);
    static const char *const wanted[] = {"glyf", "head", "hhea", "hmtx", "loca", "maxp"};
    assert_int_equal(tag_count, 6);
    for (size_t i = 0; i < 6; i++) {
        char name[5] = "";
        hb_tag_to_string(tags[i], name);
        assert_string_equal(name, wanted[i]);
    }
    /* the version, and checkSumAdjustment: a whole font sums to 0xB1B0AFBA */
    assert_memory_equal(resource->subset, "\0\1\0\0", 4);
    assert_int_equal(resource->subset_size % 4, 0);
    uint32_t sum = 0;
    for (size_t i = 0; i < resource->subset_size; i += 4) {
        const unsigned char *p = resource->subset + i;
        sum += (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
    }
    assert_int_equal(sum, 0xB1B0AFBA);
    assert_true(resource->subset_size < 2000);
    hb_font_destroy(file);
    hb_font_destroy(subset);
}

static void resources_describe_the_face(void **state) {
    struct bed *bed = *state;
    const struct metrics *m = bed->metrics;
    font_space(bed->fonts, m->face(m->self, "Titillium Web", 700, true));
    font_space(bed->fonts, bed->dejavu);
    size_t count;
    const struct font_resource *r = fonts_finish(bed->fonts, &count);
    assert_int_equal(count, 2);
    assert_int_equal(r[0].ascent, 1133);
    assert_int_equal(r[0].descent, -388);
    assert_int_equal(r[0].cap_height, 680);
    assert_int_equal(r[0].italic_angle, -13);
    assert_int_equal(r[0].stem_v, 165);
    assert_false(r[0].fixed_pitch);
    assert_false(r[0].serif);
    assert_int_equal(r[1].italic_angle, 0);
    assert_int_equal(r[1].stem_v, 87);
    assert_false(r[1].serif);
    for (size_t i = 0; i < count; i++) {
        assert_true(r[i].bbox[0] < 0 && r[i].bbox[1] < 0);
        assert_true(r[i].bbox[2] > 1000 && r[i].bbox[3] > 900);
        for (int k = 0; k < 6; k++) {
            assert_in_range(r[i].name[k], 'A', 'Z');
        }
        assert_int_equal(r[i].name[6], '+');
    }
    assert_string_not_equal(r[0].name, r[1].name);
}

/* Codes and subsets depend on what is painted and in which order, not on what layout measured. */
static void same_paint_same_bytes(void **state) {
    (void)state;
    struct bed a, b;
    bed_open(&a, FOLDER);
    bed_open(&b, FOLDER);
    for (size_t i = SAMPLES; i-- > 0;) {
        advance(&b, b.titillium, samples[i]);
        advance(&b, b.titillium, "mai stampato");
    }
    for (size_t i = 0; i < SAMPLES; i++) {
        const struct glyph_run *one = glyphs(&a, i % 3 ? a.titillium : a.dejavu, samples[i]);
        const struct glyph_run *two = glyphs(&b, i % 3 ? b.titillium : b.dejavu, samples[i]);
        assert_int_equal(one->count, two->count);
        for (size_t g = 0; g < one->count; g++) {
            assert_int_equal(one->glyphs[g].resource, two->glyphs[g].resource);
            assert_int_equal(one->glyphs[g].code, two->glyphs[g].code);
            assert_int_equal(one->glyphs[g].adjust, two->glyphs[g].adjust);
        }
    }
    size_t count, other_count;
    const struct font_resource *one = fonts_finish(a.fonts, &count);
    const struct font_resource *two = fonts_finish(b.fonts, &other_count);
    assert_int_equal(count, 2);
    assert_int_equal(other_count, 2);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(one[i].name, two[i].name);
        assert_int_equal(one[i].subset_size, two[i].subset_size);
        assert_memory_equal(one[i].subset, two[i].subset, one[i].subset_size);
        assert_memory_equal(one[i].gids, two[i].gids, 256 * sizeof *one[i].gids);
        assert_memory_equal(one[i].widths, two[i].widths, 256 * sizeof *one[i].widths);
    }
    /* another glyph, another subset, another tag */
    char before[64];
    snprintf(before, sizeof before, "%s", two[0].name);
    glyphs(&b, b.dejavu, "\u2713");
    two = fonts_finish(b.fonts, &other_count);
    assert_string_not_equal(two[0].name, before);
    bed_close(&a);
    bed_close(&b);
}

/* As many glyphs, but others: the tag is another. */
static void tags_tell_subsets_apart(void **state) {
    (void)state;
    struct bed a, b;
    bed_open(&a, FOLDER);
    bed_open(&b, FOLDER);
    glyphs(&a, a.titillium, "x");
    glyphs(&b, b.titillium, "y");
    size_t count;
    const struct font_resource *one = fonts_finish(a.fonts, &count);
    const struct font_resource *two = fonts_finish(b.fonts, &count);
    assert_string_not_equal(one->name, two->name);
    assert_string_equal(one->name + 6, two->name + 6);
    bed_close(&a);
    bed_close(&b);
}

/* Nothing was painted: no resources, and that is no failure. */
static void nothing_painted(void **state) {
    struct bed *bed = *state;
    advance(bed, bed->titillium, "misurato");
    size_t count = 9;
    assert_non_null(fonts_finish(bed->fonts, &count));
    assert_int_equal(count, 0);
}

/* More distinct words than the cache begins with: every one is found again. */
static void many_words(void **state) {
    struct bed *bed = *state;
    enum { WORDS = 5000 };
    int32_t *widths = arena_array(bed->arena, WORDS, sizeof *widths);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < WORDS; i++) {
            char word[32];
            snprintf(word, sizeof word, "parola%d", i);
            int32_t width = advance(bed, i % 2 ? bed->titillium : bed->dejavu, word);
            if (round == 0) {
                widths[i] = width;
            }
            assert_int_equal(widths[i], width);
        }
    }
    /* the same text is another word in another face */
    assert_int_not_equal(advance(bed, bed->dejavu, "parola1"), widths[1]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(families_and_faces, setup, teardown),
        cmocka_unit_test_setup_teardown(extents, setup, teardown),
        cmocka_unit_test_setup_teardown(covers, setup, teardown),
        cmocka_unit_test_setup_teardown(advances_are_sums, setup, teardown),
        cmocka_unit_test_setup_teardown(widths_are_the_files, setup, teardown),
        cmocka_unit_test_setup_teardown(kerning_and_ligatures, setup, teardown),
        cmocka_unit_test_setup_teardown(texts_spell_the_run, setup, teardown),
        cmocka_unit_test_setup_teardown(runs_that_need_actual_text, setup, teardown),
        cmocka_unit_test_setup_teardown(marks_and_invisibles, setup, teardown),
        cmocka_unit_test_setup_teardown(spaces_and_soft_hyphens, setup, teardown),
        cmocka_unit_test_setup_teardown(codes_spill, setup, teardown),
        cmocka_unit_test_setup_teardown(subset_is_a_whole_font, setup, teardown),
        cmocka_unit_test_setup_teardown(resources_describe_the_face, setup, teardown),
        cmocka_unit_test(same_paint_same_bytes),
        cmocka_unit_test(tags_tell_subsets_apart),
        cmocka_unit_test_setup_teardown(nothing_painted, setup, teardown),
        cmocka_unit_test_setup_teardown(many_words, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
