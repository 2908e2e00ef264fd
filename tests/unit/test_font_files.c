/* Tests of pdf/font on folders of good and bad files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "font_bed.h"

/* A folder of fonts made for a test: family folders with files, each a copy of FROM with one byte
 * set. */
struct copy {
    const char *name, *from;
    size_t at; /* 0: unchanged */
    unsigned char byte;
    size_t size; /* 0: all */
};

static const char *font_folder(struct arena *arena, const struct copy *copies, size_t count) {
    char *root = arena_text(arena, "/tmp/test_font_XXXXXX");
    assert_non_null(mkdtemp(root));
    for (size_t i = 0; i < count; i++) {
        struct file_text file;
        assert_int_equal(file_read(arena, copies[i].from, 1 << 20, &file), 0);
        char *path = arena_format(arena, "%s/%s", root, copies[i].name);
        mkdir(path_folder(arena, path), 0700);
        FILE *out = fopen(path, "wb");
        assert_non_null(out);
        for (size_t at = 0; at < (copies[i].size ? copies[i].size : file.size); at++) {
            putc(copies[i].at && at == copies[i].at ? copies[i].byte : file.data[at], out);
        }
        assert_int_equal(fclose(out), 0);
    }
    return root;
}

static void remove_folder(struct arena *arena, const char *root, const struct copy *copies,
                          size_t count) {
    for (size_t i = 0; i < count; i++) {
        char *path = arena_format(arena, "%s/%s", root, copies[i].name);
        unlink(path);
        rmdir(path_folder(arena, path));
    }
    rmdir(root);
}

/* Where a file's table directory tells of a table: tag, checksum, offset, length. */
static size_t table_entry(struct arena *arena, const char *path, const char *tag) {
    struct file_text file;
    assert_int_equal(file_read(arena, path, 1 << 20, &file), 0);
    size_t entry = 12;
    while (entry + 16 <= file.size && memcmp(file.data + entry, tag, 4) != 0) {
        entry += 16;
    }
    assert_true(entry + 16 <= file.size);
    return entry;
}

/* Where the table itself begins. */
static size_t table_at(struct arena *arena, const char *path, const char *tag) {
    struct file_text file;
    assert_int_equal(file_read(arena, path, 1 << 20, &file), 0);
    const unsigned char *p = (const unsigned char *)file.data + table_entry(arena, path, tag);
    return (size_t)p[8] << 24 | (size_t)p[9] << 16 | (size_t)p[10] << 8 | p[11];
}

static void folders_without_fonts(void **state) {
    (void)state;
    struct arena *paths = arena_new();
    const struct copy readme[] = {{.name = "famiglia/LEGGIMI.txt", .from = "fonts/README.md"},
                                  {.name = "famiglia/finto.ttf", .from = "fonts/README.md"}};
    const char *empty = font_folder(paths, readme, 1), *fake = font_folder(paths, readme, 2);
    const struct {
        const char *folder;
        size_t warnings;
    } cases[] = {{"/nonexistent/fonts", 0}, {"fonts/README.md", 0}, {empty, 0}, {fake, 1}};
    for (size_t i = 0; i < 4; i++) {
        struct bed bed;
        bed_open(&bed, cases[i].folder);
        assert_null(bed.fonts);
        assert_int_equal(bed.diags.errors, 1);
        assert_int_equal(bed.diags.warnings, cases[i].warnings);
        assert_int_equal(bed.diags.last->code, MSG_NO_FONTS);
        assert_string_equal(bed.diags.last->place.file, cases[i].folder);
        bed_close(&bed);
    }
    remove_folder(paths, empty, readme, 1);
    remove_folder(paths, fake, readme, 2);
    arena_free(paths);
}

/* Of two faces equally near the lighter one serves for text, the bolder one beyond it. */
static void weights_between(void **state) {
    (void)state;
    struct arena *paths = arena_new();
    const struct copy copies[] = {
        {.name = "web/a.ttf", .from = "fonts/titillium-web/TitilliumWeb-SemiBold.ttf"},
        {.name = "web/b.ttf", .from = "fonts/titillium-web/TitilliumWeb-Bold.ttf"},
        {.name = "web/c.ttf", /* 500 */
         .from = REGULAR,
         .at = table_at(paths, REGULAR, "OS/2") + 5,
         .byte = 500 & 0xFF},
        {.name = "web/d.ttf", .from = REGULAR},
    };
    const char *folder = font_folder(paths, copies, 4);
    struct bed bed;
    bed_open(&bed, folder);
    assert_non_null(bed.fonts);
    static const struct {
        int weight;
        face_id face;
    } cases[] = {{650, 1}, {649, 0}, {450, 3}, {451, 2}, {500, 2}, {550, 0}, {1, 3}, {999, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(
            bed.metrics->face(bed.metrics->self, "Titillium Web", cases[i].weight, false),
            cases[i].face);
    }
    bed_close(&bed);
    remove_folder(paths, folder, copies, 4);
    arena_free(paths);
}

static void unusable_files(void **state) {
    (void)state;
    struct arena *paths = arena_new();
    size_t os2 = table_at(paths, REGULAR, "OS/2"), hhea = table_at(paths, REGULAR, "hhea");
    size_t glyf = table_entry(paths, REGULAR, "glyf"), hmtx = table_entry(paths, REGULAR, "hmtx");
    const struct copy copies[] = {
        {.name = "web/a.ttf", .from = REGULAR},
        {.name = "web/b.ttf", .from = REGULAR, .at = os2 + 9, .byte = 2}, /* fsType: restricted */
        {.name = "web/c.ttf", .from = REGULAR, .at = os2 + 9, .byte = 4}, /* preview and print */
        {.name = "web/d.ttf", .from = REGULAR, .at = hhea + 34, .byte = 0xFF},
        {.name = "web/e.ttf", .from = REGULAR, .at = glyf + 14, .byte = 0}, /* shorter by pages */
        {.name = "web/f.ttf", .from = REGULAR, .at = 3, .byte = 'x'},
        {.name = "web/g.ttf", .from = REGULAR, .size = 20000},
        {.name = "web/h.ttf", .from = REGULAR, .at = hmtx + 14, .byte = 1},
        {.name = "web/i.otf", .from = "fonts/README.md"}, /* not looked at */
    };
    enum { COPIES = sizeof copies / sizeof *copies };
    const char *folder = font_folder(paths, copies, COPIES);
    struct bed bed;
    bed_open(&bed, folder);
    assert_non_null(bed.fonts);
    assert_int_equal(bed.diags.errors, 0);
    static const struct {
        enum diag_code code;
        char file;
    } wanted[] = {{MSG_FONT_RESTRICTED, 'b'}, {MSG_BAD_FONT, 'd'}, {MSG_BAD_FONT, 'e'},
                  {MSG_BAD_FONT, 'f'},        {MSG_BAD_FONT, 'g'}, {MSG_BAD_FONT, 'h'}};
    const struct diag *diag = bed.diags.first;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++, diag = diag->next) {
        assert_non_null(diag);
        assert_int_equal(diag->code, wanted[i].code);
        assert_int_equal(diag->place.file[strlen(folder) + 5], wanted[i].file);
    }
    assert_null(diag);
    /* no fallback family here */
    assert_int_equal(bed.titillium, 0);
    assert_int_equal(bed.dejavu, -1);
    assert_int_equal(cover(&bed, 0, 'A'), 0);
    assert_int_equal(cover(&bed, 0, 0x2265), -1);
    bed_close(&bed);
    remove_folder(paths, folder, copies, COPIES);
    arena_free(paths);
}

static void damaged_file(void **state) {
    (void)state;
    struct arena *paths = arena_new();
    /* head without its magic number: read with defaults, refused by the subsetter */
    const struct copy copies[] = {{.name = "web/a.ttf",
                                   .from = REGULAR,
                                   .at = table_at(paths, REGULAR, "head") + 12,
                                   .byte = 0}};
    const char *folder = font_folder(paths, copies, 1);
    struct bed bed;
    bed_open(&bed, folder);
    assert_non_null(bed.fonts);
    glyphs(&bed, 0, "a");
    size_t count = 9;
    assert_null(fonts_finish(bed.fonts, &count));
    assert_int_equal(count, 0);
    assert_int_equal(bed.diags.errors, 1);
    assert_int_equal(bed.diags.last->code, MSG_FONT_DAMAGED);
    bed_close(&bed);
    remove_folder(paths, folder, copies, 1);
    arena_free(paths);
    fonts_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folders_without_fonts),
        cmocka_unit_test(weights_between),
        cmocka_unit_test(unusable_files),
        cmocka_unit_test(damaged_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
