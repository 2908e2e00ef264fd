/* Runs the folders of tests/diag: each holds a broken input and what is said of it in both
 * languages. BLESS=1 writes the expected files instead of comparing; CASE=name runs one folder
 * alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "input/check.h"

enum { CASES_LEAST = 25, INPUT_MAX = 1 << 20 };

/* An input that a case folder may hold, and what reads it. A case has exactly one of them. */
struct input {
    const char *name;
    void (*run)(struct arena *arena, struct diags *diags, const char *name, struct file_text text);
};

static void run_plan(struct arena *arena, struct diags *diags, const char *name,
                     struct file_text text) {
    const struct data *plan = data_read(arena, diags, name, text.data, text.size);
    check_plan(arena, diags, plan);
    check_coverage(arena, diags, plan);
}

static const struct input inputs[] = {
    {"plan.json", run_plan},
};

static const struct {
    const char *file;
    enum diag_language language;
} expectations[] = {
    {"expected.it.txt", DIAG_ITALIAN},
    {"expected.en.txt", DIAG_ENGLISH},
};

static const char *tests_folder(void) {
    const char *folder = getenv("PIAO_TESTS");
    return folder ? folder : "tests";
}

static bool blessing(void) {
    const char *bless = getenv("BLESS");
    return bless && strcmp(bless, "1") == 0;
}

static void write_file(const char *path, const struct buf *buf) {
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(buf_string(buf), 1, buf->size, file), buf->size);
    assert_int_equal(fclose(file), 0);
}

/* True when the diagnostics are the expected ones (or have been made so). */
static bool same(struct arena *arena, const char *folder, const struct diags *diags, size_t which) {
    const char *path = path_join(arena, folder, expectations[which].file);
    struct buf buf = BUF_INIT;
    struct file_text expected;
    diags_write(&buf, diags, expectations[which].language, DIAG_TEXT);
    bool equal = true;
    if (blessing()) {
        write_file(path, &buf);
    } else if (file_read(arena, path, INPUT_MAX, &expected) != 0) {
        printf("%s: missing; found:\n%s", path, buf_string(&buf));
        equal = false;
    } else if (expected.size != buf.size ||
               memcmp(expected.data, buf_string(&buf), buf.size) != 0) {
        printf("%s: expected:\n%sfound:\n%s", path, expected.data, buf_string(&buf));
        equal = false;
    }
    buf_free(&buf);
    return equal;
}

static bool run_case(const char *folder) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    size_t found = 0;
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        const char *path = path_join(arena, folder, inputs[i].name);
        struct file_text text;
        if (access(path, F_OK) == 0) {
            found++;
            assert_int_equal(file_read(arena, path, INPUT_MAX, &text), 0);
            inputs[i].run(arena, &diags, inputs[i].name, text);
        }
    }
    if (found != 1) {
        printf("%s: %zu inputs, expected one\n", folder, found);
    }
    bool right = found == 1;
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        right = same(arena, folder, &diags, i) && right;
    }
    arena_free(arena);
    return right;
}

static void diagnostics_are_the_expected_ones(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *root = path_join(arena, tests_folder(), "diag");
    const char *wanted = getenv("CASE");
    struct dirent **entries = NULL;
    int count = scandir(root, &entries, NULL, alphasort);
    int ran = 0;
    int wrong = 0;
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *template = path_join(arena, path_join(arena, root, name), "template.yaml");
        if (access(template, F_OK) == 0) {
            free(entries[i]); /* test_template_diag has those */
            continue;
        }
        if (name[0] != '.' && (!wanted || strcmp(wanted, name) == 0)) {
            ran++;
            wrong += !run_case(path_join(arena, root, name));
        }
        free(entries[i]);
    }
    free(entries);
    arena_free(arena);
    assert_true(ran >= (wanted ? 1 : CASES_LEAST));
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diagnostics_are_the_expected_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
