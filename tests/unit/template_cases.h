/* template_cases: folders that hold a template.yaml, read with the folder as the current one, so
 * that file names print without it. */
#ifndef TEMPLATE_CASES_H
#define TEMPLATE_CASES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "input/template.h"

enum { PATH_SIZE = 4096, CASE_FILE_MAX = 1 << 20 };

/* The folder of the tests ("tests", or what PIAO_TESTS says) as an absolute path. */
static const char *cases_tests(struct arena *arena) {
    const char *folder = getenv("PIAO_TESTS");
    char here[PATH_SIZE];
    assert_non_null(getcwd(here, sizeof here));
    return path_join(arena, here, folder != NULL ? folder : "tests");
}

/* True when the file PATH holds what BUF does. BLESS=1 writes it instead. */
static bool cases_same(struct arena *arena, const char *path, const struct buf *buf) {
    struct file_text expected;
    if (text_equal(getenv("BLESS"), "1")) {
        struct file_out *out;
        assert_int_equal(file_create(path, &out), 0);
        file_write(out, buf_string(buf), buf->size);
        assert_int_equal(file_commit(out), 0);
        return true;
    }
    if (file_read(arena, path, CASE_FILE_MAX, &expected) != 0) {
        printf("%s: missing; found:\n%s", path, buf_string(buf));
        return false;
    }
    if (expected.size == buf->size && memcmp(expected.data, buf_string(buf), buf->size) == 0) {
        return true;
    }
    printf("%s: expected:\n%sfound:\n%s", path, expected.data, buf_string(buf));
    return false;
}

/* Runs CHECK in every folder of ROOT that holds a template.yaml (or in the one that CASE names);
 * returns how many there were, and in *WRONG how many CHECK found wrong. */
static int cases_run(struct arena *arena, const char *root, int *wrong,
                     bool (*check)(const char *folder)) {
    const char *wanted = getenv("CASE");
    char here[PATH_SIZE];
    struct dirent **entries = NULL;
    int count = scandir(root, &entries, NULL, alphasort), ran = 0;
    assert_non_null(getcwd(here, sizeof here));
    assert_true(count > 0);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *folder = path_join(arena, root, name);
        if (name[0] != '.' && (wanted == NULL || strcmp(wanted, name) == 0) &&
            access(path_join(arena, folder, "template.yaml"), R_OK) == 0) {
            ran++;
            assert_int_equal(chdir(folder), 0);
            *wrong += !check(folder);
            assert_int_equal(chdir(here), 0);
        }
        free(entries[i]);
    }
    free(entries);
    return ran;
}

#endif
