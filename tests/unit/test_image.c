/* image: every kind of PNG with the samples it must give, and files that must be refused: every bit
 * of a PNG that is flipped, every end of a PNG or JPEG that is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <hpdf_doc.h>

#include "base/file.h"
#include "pdf/image.h"
#include "pdf/save.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    WIDTH = 11,
    HEIGHT = 9,
    SAMPLES = 4 * WIDTH * HEIGHT
}; /* every pass has something, edges are odd */

struct bed {
    struct arena *arena;
    struct pdf pdf;
};

static struct bed bed_new(void) {
    struct bed bed = {.arena = arena_new()};
    assert_true(pdf_begin(&bed.pdf, bed.arena));
    return bed;
}

static void bed_free(struct bed *bed) {
    assert_null(bed->pdf.failure);
    pdf_end(&bed->pdf);
    arena_free(bed->arena);
}

/* ---- making PNG files ---- */

struct kind {
    unsigned type, depth, channels;
};

static const struct kind kinds[] = {{0, 1, 1}, {0, 2, 1},  {0, 4, 1},  {0, 8, 1}, {0, 16, 1},
                                    {2, 8, 3}, {2, 16, 3}, {3, 1, 1},  {3, 2, 1}, {3, 4, 1},
                                    {3, 8, 1}, {4, 8, 2},  {4, 16, 2}, {6, 8, 4}, {6, 16, 4}};

/* A picture whose samples differ from their neighbours. */
static unsigned sample_at(const struct kind *kind, size_t x, size_t y, size_t channel) {
    unsigned value = (unsigned)(x * 7919 + y * 104729 + channel * 1299709 + x * y * 31);
    return value & ((1u << kind->depth) - 1);
}

static void put_word(struct buf *out, uint32_t value) {
    buf_bytes(
        out,
        (const char[]){(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value},
        4);
}

static void put_chunk(struct buf *out, const char *name, const void *bytes, size_t size) {
    put_word(out, (uint32_t)size);
    size_t at = out->size;
    buf_bytes(out, name, 4);
    buf_bytes(out, bytes, size);
    put_word(out, crc32_bytes(out->data + at, size + 4));
}

static void put_sample(unsigned char *row, const struct kind *kind, size_t index, unsigned value) {
    if (kind->depth == 16) {
        row[2 * index] = (unsigned char)(value >> 8);
        row[2 * index + 1] = (unsigned char)value;
    } else {
        size_t bit = index * kind->depth;
        row[bit / 8] |= (unsigned char)(value << (8 - kind->depth - bit % 8));
    }
}

/* The rows of the pixels x0, x0 + dx...; filters 0 to 4 in turn, or always FILTER. */
static void put_rows(struct buf *out, const struct kind *kind, const size_t pass[4], int filter) {
    unsigned char above[8 * WIDTH] = {0}, row[8 * WIDTH];
    size_t pixel = kind->channels * kind->depth / 8, count = 0;
    pixel = pixel ? pixel : 1;
    for (size_t x = pass[0]; x < WIDTH; x += pass[2]) {
        count++;
    }
    size_t size = (count * kind->channels * kind->depth + 7) / 8;
    for (size_t y = pass[1], n = 0; count && y < HEIGHT; y += pass[3], n++) {
        memset(row, 0, sizeof row);
        for (size_t i = 0; i < count; i++) {
            for (size_t c = 0; c < kind->channels; c++) {
                put_sample(row, kind, i * kind->channels + c,
                           sample_at(kind, pass[0] + i * pass[2], y, c));
            }
        }
        int chosen = filter < 0 ? (int)(n % 5) : filter;
        buf_char(out, (char)chosen);
        for (size_t i = 0; i < size; i++) {
            int a = i >= pixel ? row[i - pixel] : 0, b = above[i],
                c = i >= pixel ? above[i - pixel] : 0, p = a + b - c;
            int nearest = abs(p - a) <= abs(p - b) && abs(p - a) <= abs(p - c) ? a
                          : abs(p - b) <= abs(p - c)                           ? b
                                                                               : c;
            const int take[] = {0, a, b, (a + b) / 2, nearest, 0};
            buf_char(out, (char)(row[i] - take[chosen]));
        }
        memcpy(above, row, sizeof row);
    }
}

struct recipe {
    const struct kind *kind;
    bool interlaced;
    int filter;        /* -1: all in turn */
    size_t colours;    /* of the palette; 0: none, or as many as the depth allows */
    const void *clear; /* tRNS */
    size_t clear_size;
    int missing;       /* bytes of the samples left out; negative: added */
    const char *extra; /* name of a chunk before IDAT */
    bool no_end, split;
};

static void png_make(struct pdf *pdf, struct buf *out, const struct recipe *recipe) {
    static const size_t passes[8][4] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                        {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}, {0, 0, 1, 1}};
    struct buf rows = BUF_INIT, packed = BUF_INIT;
    unsigned char head[13] = {0, 0, 0, WIDTH, 0, 0, 0, HEIGHT}, palette[768];
    head[8] = (unsigned char)recipe->kind->depth;
    head[9] = (unsigned char)recipe->kind->type;
    head[12] = recipe->interlaced;
    buf_bytes(out, "\x89PNG\r\n\x1A\n", 8);
    put_chunk(out, "IHDR", head, sizeof head);
    put_chunk(out, "gAMA", "\0\0\xB1\x8F", 4);
    for (size_t i = 0; i < sizeof palette; i++) {
        palette[i] = (unsigned char)(255 - i);
    }
    if (recipe->kind->type == 3) {
        put_chunk(out, "PLTE", palette,
                  3 * (recipe->colours ? recipe->colours : (size_t)1 << recipe->kind->depth));
    }
    if (recipe->clear) {
        put_chunk(out, "tRNS", recipe->clear, recipe->clear_size);
    }
    if (recipe->extra) {
        put_chunk(out, recipe->extra, "abc", 3);
    }
    for (int i = recipe->interlaced ? 0 : 7; i < (recipe->interlaced ? 7 : 8); i++) {
        put_rows(&rows, recipe->kind, passes[i], recipe->filter);
    }
    for (int i = recipe->missing; i < 0; i++) {
        buf_char(&rows, 0);
    }
    rows.size -= recipe->missing > 0 ? (size_t)recipe->missing : 0;
    deflate_bytes(pdf->deflater, &packed, rows.data, rows.size);
    size_t first = recipe->split ? packed.size / 2 : packed.size;
    put_chunk(out, "IDAT", packed.data, first);
    if (recipe->split) {
        put_chunk(out, "IDAT", "", 0);
        put_chunk(out, "IDAT", packed.data + first, packed.size - first);
    }
    if (!recipe->no_end) {
        put_chunk(out, "IEND", "", 0);
    }
    buf_free(&rows);
    buf_free(&packed);
}

static pdf_object embed(struct bed *bed, const struct recipe *recipe) {
    struct buf file = BUF_INIT;
    png_make(&bed->pdf, &file, recipe);
    pdf_object object = png_embed(&bed->pdf, (const unsigned char *)file.data, file.size);
    buf_free(&file);
    return object;
}

/* ---- reading what was embedded ---- */

static void stream_of(pdf_object object, struct buf *out) {
    for (HPDF_UINT i = 0; i < HPDF_MemStream_GetBufCount(object->stream); i++) {
        HPDF_UINT size;
        HPDF_BYTE *bytes = HPDF_MemStream_GetBufPtr(object->stream, i, &size);
        buf_bytes(out, bytes, size);
    }
}

static bool says(pdf_object object, const char *entry) {
    return strstr(pdf_text(object), entry) != NULL;
}

/* The SIZE bytes that OBJECT's stream inflates to. */
static void inflate_object(pdf_object object, unsigned char *out, size_t size) {
    struct buf packed = BUF_INIT;
    size_t used;
    stream_of(object, &packed);
    assert_true(says(object, "/Filter/FlateDecode"));
    assert_true(inflate_bytes(packed.data, packed.size, out, size, &used));
    assert_int_equal(used, packed.size);
    buf_free(&packed);
}

static pdf_object mask_of(struct bed *bed, pdf_object object) {
    const char *entry = strstr(pdf_text(object), "/SMask ");
    return entry ? HPDF_Xref_GetEntry(bed->pdf.doc->xref, (HPDF_UINT)strtoul(entry + 7, NULL, 10))
                       ->obj
                 : NULL;
}

static unsigned eight(const struct kind *kind, unsigned value) {
    return kind->depth == 16 ? (value * 255 + 32767) / 65535 : value;
}

/* Samples that were written anew: rows without filters. */
static void check_samples(pdf_object object, const struct kind *kind, size_t channels) {
    unsigned char have[8 * WIDTH * HEIGHT], want[8 * WIDTH] = {0};
    struct kind out = *kind;
    out.depth = kind->depth == 16 ? 8 : kind->depth;
    size_t size = (WIDTH * channels * out.depth + 7) / 8;
    inflate_object(object, have, size * HEIGHT);
    for (size_t y = 0; y < HEIGHT; y++) {
        memset(want, 0, sizeof want);
        for (size_t i = 0; i < WIDTH * channels; i++) {
            put_sample(want, &out, i, eight(kind, sample_at(kind, i / channels, y, i % channels)));
        }
        assert_memory_equal(have + y * size, want, size);
    }
}

static void check_mask(struct bed *bed, pdf_object object, const struct kind *kind) {
    unsigned char have[WIDTH * HEIGHT];
    pdf_object mask = mask_of(bed, object);
    assert_non_null(mask);
    assert_true(says(mask, "/ColorSpace/DeviceGray/BitsPerComponent 8"));
    inflate_object(mask, have, sizeof have);
    for (size_t i = 0; i < sizeof have; i++) {
        unsigned alpha = sample_at(kind, i % WIDTH, i / WIDTH, kind->channels - 1);
        assert_int_equal(have[i], eight(kind, alpha));
    }
}

/* ---- tests ---- */

static void every_kind_is_embedded(void **state) {
    (void)state;
    for (size_t i = 0; i < 2 * COUNT(kinds); i++) {
        const struct kind *kind = &kinds[i / 2];
        struct bed bed = bed_new();
        struct recipe recipe = {.kind = kind, .interlaced = i % 2, .filter = -1, .split = true};
        pdf_object object = embed(&bed, &recipe);
        bool alpha = kind->type >= 4, anew = alpha || kind->depth == 16 || recipe.interlaced;
        assert_non_null(object);
        assert_true(says(object, "/Width 11/Height 9"));
        assert_true(says(object, kind->type == 3 ? "/ColorSpace[/Indexed/DeviceRGB "
                                 : kind->type == 0 || kind->type == 4 ? "/ColorSpace/DeviceGray"
                                                                      : "/ColorSpace/DeviceRGB"));
        assert_true(says(object, kind->depth == 16 || kind->depth == 8 ? "/BitsPerComponent 8"
                                                                       : "/BitsPerComponent "));
        assert_int_equal(says(object, "/Predictor 15"), !anew);
        assert_int_equal(mask_of(&bed, object) != NULL, alpha);
        if (anew) {
            check_samples(object, kind, kind->channels - alpha);
        }
        if (alpha) {
            check_mask(&bed, object, kind);
        }
        bed_free(&bed);
    }
}

/* Packed as PNG packs them, the bytes go in as they came. */
static void plain_pictures_stay_as_they_are(void **state) {
    (void)state;
    struct bed bed = bed_new();
    struct buf file = BUF_INIT, kept = BUF_INIT;
    struct recipe recipe = {.kind = &kinds[5], .filter = 4};
    png_make(&bed.pdf, &file, &recipe);
    pdf_object object = png_embed(&bed.pdf, (const unsigned char *)file.data, file.size);
    assert_true(
        says(object, "/DecodeParms<</Predictor 15/Colors 3/BitsPerComponent 8/Columns 11>>"));
    stream_of(object, &kept);
    size_t from = file.size - 12 - 4 - kept.size; /* before IEND and the checksum */
    assert_memory_equal(file.data + from, kept.data, kept.size);
    buf_free(&file);
    buf_free(&kept);
    bed_free(&bed);
}

static void transparent_colours_become_a_mask(void **state) {
    (void)state;
    static const struct kind palette = {3, 2, 1}, grey = {0, 4, 1}, deep = {2, 16, 3};
    struct bed bed = bed_new();
    unsigned char have[WIDTH * HEIGHT], clear[6];
    struct recipe recipe = {.kind = &palette, .filter = -1, .clear = "\x00\x80", .clear_size = 2};
    pdf_object object = embed(&bed, &recipe);
    inflate_object(mask_of(&bed, object), have, sizeof have);
    for (size_t i = 0; i < sizeof have; i++) {
        unsigned value = sample_at(&palette, i % WIDTH, i / WIDTH, 0);
        assert_int_equal(have[i], value == 0 ? 0 : value == 1 ? 0x80 : 255);
    }
    recipe = (struct recipe){.kind = &grey, .filter = 0, .clear = "\x00\x05", .clear_size = 2};
    object = embed(&bed, &recipe);
    inflate_object(mask_of(&bed, object), have, sizeof have);
    for (size_t i = 0; i < sizeof have; i++) {
        assert_int_equal(have[i], sample_at(&grey, i % WIDTH, i / WIDTH, 0) == 5 ? 0 : 255);
    }
    for (size_t c = 0; c < 3; c++) { /* 16 bits: only the very colour, not its neighbours in 8 */
        unsigned value = sample_at(&deep, 3, 4, c);
        clear[2 * c] = (unsigned char)(value >> 8);
        clear[2 * c + 1] = (unsigned char)value;
    }
    recipe = (struct recipe){.kind = &deep, .filter = 2, .clear = clear, .clear_size = 6};
    object = embed(&bed, &recipe);
    inflate_object(mask_of(&bed, object), have, sizeof have);
    for (size_t i = 0; i < sizeof have; i++) {
        assert_int_equal(have[i], i == 4 * WIDTH + 3 ? 0 : 255);
    }
    bed_free(&bed);
}

static void an_opaque_picture_has_no_mask(void **state) {
    (void)state;
    static const struct kind palette = {3, 2, 1};
    struct bed bed = bed_new();
    struct recipe recipe = {.kind = &palette, .filter = 0, .clear = "\xFF\xFF", .clear_size = 2};
    pdf_object object = embed(&bed, &recipe);
    assert_non_null(object);
    assert_null(mask_of(&bed, object));
    bed_free(&bed);
}

static void wrong_files_are_refused(void **state) {
    (void)state;
    static const struct kind rgb = {2, 8, 3}, palette = {3, 2, 1}, alpha = {6, 8, 4},
                             odd[] = {{0, 3, 1}, {2, 4, 3}, {3, 16, 1},
                                      {5, 8, 1}, {7, 8, 4}, {0, 0, 1}};
    const struct recipe recipes[] = {
        {.kind = &rgb, .missing = 1},
        {.kind = &rgb, .missing = -1},
        {.kind = &rgb, .filter = 5},
        {.kind = &rgb, .extra = "ABCD"},
        {.kind = &rgb, .extra = "IHDR"},
        {.kind = &rgb, .extra = "PLTE", .no_end = true},
        {.kind = &rgb, .no_end = true},
        {.kind = &rgb, .clear = "abcd", .clear_size = 4},
        {.kind = &palette, .colours = 3}, /* some sample is 3 */
        {.kind = &palette, .clear = "abcde", .clear_size = 5},
    };
    const struct recipe good[] = {{.kind = &rgb, .extra = "abCd"},
                                  {.kind = &rgb, .extra = "PLTE"},
                                  {.kind = &alpha, .clear = "abcd", .clear_size = 4}};
    struct bed bed = bed_new();
    for (size_t i = 0; i < COUNT(recipes); i++) {
        assert_null(embed(&bed, &recipes[i]));
    }
    for (size_t i = 0; i < COUNT(odd); i++) {
        struct recipe recipe = {.kind = &odd[i]};
        struct kind drawn = {odd[i].type, 8, odd[i].channels};
        struct buf file = BUF_INIT;
        recipe.kind = &drawn;
        png_make(&bed.pdf, &file, &recipe);
        file.data[24] = (char)odd[i].depth;
        uint32_t sum = crc32_bytes(file.data + 12, 17);
        for (int k = 0; k < 4; k++) {
            file.data[29 + k] = (char)(sum >> (24 - 8 * k));
        }
        assert_null(png_embed(&bed.pdf, (const unsigned char *)file.data, file.size));
        buf_free(&file);
    }
    for (size_t i = 0; i < COUNT(good); i++) {
        assert_non_null(embed(&bed, &good[i]));
    }
    bed_free(&bed);
}

/* A head that promises more than the data can hold is refused before room is made for it. */
static void a_bomb_is_refused(void **state) {
    (void)state;
    static const struct kind rgb = {2, 16, 3};
    struct bed bed = bed_new();
    struct buf file = BUF_INIT;
    struct recipe recipe = {.kind = &rgb};
    png_make(&bed.pdf, &file, &recipe);
    static const unsigned sizes[][2] = {{65535, 65535}, {65535, 4}, {0, 9}, {11, 0}, {65536, 1}};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (int k = 0; k < 4; k++) {
            file.data[16 + k] = (char)(sizes[i][0] >> (24 - 8 * k));
            file.data[20 + k] = (char)(sizes[i][1] >> (24 - 8 * k));
        }
        uint32_t sum = crc32_bytes(file.data + 12, 17);
        for (int k = 0; k < 4; k++) {
            file.data[29 + k] = (char)(sum >> (24 - 8 * k));
        }
        assert_null(png_embed(&bed.pdf, (const unsigned char *)file.data, file.size));
    }
    buf_free(&file);
    bed_free(&bed);
}

static void every_flipped_bit_and_every_missing_end_is_seen(void **state) {
    (void)state;
    for (size_t i = 0; i < 2 * COUNT(kinds); i += 3) {
        struct bed bed = bed_new();
        struct buf file = BUF_INIT;
        struct recipe recipe = {.kind = &kinds[i / 2], .interlaced = i % 2, .filter = -1};
        png_make(&bed.pdf, &file, &recipe);
        for (size_t bit = 0; bit < 8 * file.size; bit++) {
            file.data[bit / 8] ^= (char)(1 << bit % 8);
            assert_null(png_embed(&bed.pdf, (const unsigned char *)file.data, file.size));
            file.data[bit / 8] ^= (char)(1 << bit % 8);
        }
        for (size_t size = 0; size < file.size; size++) {
            char *part = test_malloc(size + 1); /* so that a read beyond it is seen */
            memcpy(part, file.data, size);
            assert_null(png_embed(&bed.pdf, (const unsigned char *)part, size));
            test_free(part);
        }
        assert_non_null(png_embed(&bed.pdf, (const unsigned char *)file.data, file.size));
        buf_free(&file);
        bed_free(&bed);
    }
}

/* ---- JPEG ---- */

static struct file_text jpeg_read(struct bed *bed) {
    struct file_text file;
    assert_int_equal(file_read(bed->arena, "tests/pdf/images/foto.jpg", 1 << 20, &file), 0);
    return file;
}

static void a_jpeg_stays_as_it_is(void **state) {
    (void)state;
    struct bed bed = bed_new();
    struct buf kept = BUF_INIT, longer = BUF_INIT;
    struct file_text file = jpeg_read(&bed);
    pdf_object object = jpeg_embed(&bed.pdf, (const unsigned char *)file.data, file.size);
    assert_non_null(object);
    assert_true(says(object, "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"));
    stream_of(object, &kept);
    assert_int_equal(kept.size, file.size);
    assert_memory_equal(kept.data, file.data, file.size);
    buf_bytes(&longer, file.data, file.size); /* what follows the picture stays out */
    buf_text(&longer, "\xFF\xD8 un'altra");
    object = jpeg_embed(&bed.pdf, (const unsigned char *)longer.data, longer.size);
    buf_clear(&kept);
    stream_of(object, &kept);
    assert_int_equal(kept.size, file.size);
    buf_free(&kept);
    buf_free(&longer);
    bed_free(&bed);
}

static size_t find_marker(const struct file_text *file, unsigned char marker) {
    for (size_t i = 2; i + 1 < file->size; i++) {
        if ((unsigned char)file->data[i] == 0xFF && (unsigned char)file->data[i + 1] == marker) {
            return i;
        }
    }
    fail();
    return 0;
}

static void wrong_jpegs_are_refused(void **state) {
    (void)state;
    static const struct {
        unsigned char marker; /* of the segment */
        size_t at;            /* from the marker on */
        unsigned char value;
    } cases[] = {
        {0xC0, 1, 0xC3}, /* lossless */
        {0xC0, 1, 0xC9}, /* arithmetic */
        {0xC0, 1, 0xCC}, /* a table of that */
        {0xC0, 4, 12},   /* bits */
        {0xC0, 9, 4},    /* components */
        {0xC0, 9, 2},    {0xC0, 3, 18},   {0xC0, 11, 0x00}, {0xC0, 11, 0x15},
        {0xC0, 12, 9},   {0xC4, 2, 0xFF}, /* a length beyond the end */
        {0xC4, 3, 0},    {0xC4, 4, 0x55}, {0xC4, 5, 0xFF},  {0xDB, 4, 0x44},
        {0xDB, 3, 9},    {0xDA, 4, 0},    {0xDA, 4, 4},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct bed bed = bed_new();
        struct file_text file = jpeg_read(&bed);
        unsigned char *bytes = arena_alloc(bed.arena, file.size);
        memcpy(bytes, file.data, file.size);
        bytes[find_marker(&file, cases[i].marker) + cases[i].at] = cases[i].value;
        if (jpeg_embed(&bed.pdf, bytes, file.size)) {
            print_error("case %d passes\n", (int)i);
            fail();
        }
        bed_free(&bed);
    }
}

static void a_jpeg_without_a_frame_or_tables_is_refused(void **state) {
    (void)state;
    static const unsigned char markers[] = {0xC0, 0xDB};
    for (size_t i = 0; i < COUNT(markers); i++) {
        struct bed bed = bed_new();
        struct file_text file = jpeg_read(&bed);
        unsigned char *bytes = arena_alloc(bed.arena, file.size);
        memcpy(bytes, file.data, file.size);
        for (size_t at = 2; bytes[at] == 0xFF && bytes[at + 1] != 0xDA;
             at += 2 + ((size_t)bytes[at + 2] << 8) + bytes[at + 3]) {
            bytes[at + 1] = bytes[at + 1] == markers[i] ? 0xE9 : bytes[at + 1];
        }
        assert_null(jpeg_embed(&bed.pdf, bytes, file.size));
        memcpy(bytes, file.data, file.size); /* nor is one without samples */
        size_t scan = find_marker(&file, 0xDA);
        bytes[scan + 1] = 0xD9;
        assert_null(jpeg_embed(&bed.pdf, bytes, scan + 2));
        bed_free(&bed);
    }
}

static void a_jpeg_without_its_end_is_refused(void **state) {
    (void)state;
    struct bed bed = bed_new();
    struct file_text file = jpeg_read(&bed);
    for (size_t size = 0; size < file.size; size++) {
        unsigned char *part = test_malloc(size + 1);
        memcpy(part, file.data, size);
        assert_null(jpeg_embed(&bed.pdf, part, size));
        test_free(part);
    }
    /* Flipped bits: whatever the answer, nothing beyond the file is read. */
    for (size_t at = 0; at < file.size; at++) {
        unsigned char *copy = test_malloc(file.size);
        memcpy(copy, file.data, file.size);
        copy[at] ^= (unsigned char)(1 + at % 255);
        (void)jpeg_embed(&bed.pdf, copy, file.size);
        test_free(copy);
    }
    bed_free(&bed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_is_embedded),
        cmocka_unit_test(plain_pictures_stay_as_they_are),
        cmocka_unit_test(transparent_colours_become_a_mask),
        cmocka_unit_test(an_opaque_picture_has_no_mask),
        cmocka_unit_test(wrong_files_are_refused),
        cmocka_unit_test(a_bomb_is_refused),
        cmocka_unit_test(every_flipped_bit_and_every_missing_end_is_seen),
        cmocka_unit_test(a_jpeg_stays_as_it_is),
        cmocka_unit_test(wrong_jpegs_are_refused),
        cmocka_unit_test(a_jpeg_without_a_frame_or_tables_is_refused),
        cmocka_unit_test(a_jpeg_without_its_end_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
