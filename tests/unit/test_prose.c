/* prose: golden trees of the dialect's cases, the API's edges, and the published plans' prose:
 * every word of the source comes out, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <dirent.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/str.h"
#include "input/data.h"
#include "input/prose.h"
#include "input/schema.h"

static const char *env_or(const char *name, const char *fallback) {
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : fallback;
}

/* ---- golden cases ---- */

static int visible(const struct dirent *entry) {
    return entry->d_name[0] != '.';
}

static void bless(const char *path, const struct buf *dump) {
    struct file_out *out;
    assert_int_equal(file_create(path, &out), 0);
    file_write(out, dump->data, dump->size);
    assert_int_equal(file_commit(out), 0);
}

static bool golden_case(const char *folder) {
    struct arena *arena = arena_new();
    const char *expected_path = path_join(arena, folder, "expected.txt");
    struct file_text in, expected;
    struct buf dump = BUF_INIT;
    assert_int_equal(file_read(arena, path_join(arena, folder, "in.md"), 1 << 20, &in), 0);
    prose_dump(&dump, prose_read(arena, in.data));
    bool same = true;
    if (getenv("BLESS") != NULL) {
        bless(expected_path, &dump);
    } else if (file_read(arena, expected_path, 1 << 20, &expected) != 0 ||
               strcmp(expected.data, buf_string(&dump)) != 0) {
        print_error("%s:\n%s", folder, buf_string(&dump));
        same = false;
    }
    buf_free(&dump);
    arena_free(arena);
    return same;
}

static void test_golden(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *home = path_join(arena, env_or("PIAO_TESTS", "tests"), "golden/prose");
    struct dirent **entries;
    int count = scandir(home, &entries, visible, alphasort);
    assert_true(count >= 12);
    int failed = 0;
    for (int i = 0; i < count; i++) {
        failed += !golden_case(path_join(arena, home, entries[i]->d_name));
        free(entries[i]);
    }
    free(entries);
    arena_free(arena);
    assert_int_equal(failed, 0);
}

/* ---- edges ---- */

static void test_nothing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    static const char *const nothing[] = {NULL, "", " ", "\n\n \t\n", "---", "[r]: /x", "![](y)"};
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        assert_null(prose_read(arena, nothing[i]));
    arena_free(arena);
}

static void test_tree(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct prose *prose = prose_read(arena, "a **b**\\\nc\n\n- x) y\n- w) z\n");
    assert_int_equal(prose->type, PROSE_PARAGRAPH);
    const struct prose_span *span = prose->spans;
    assert_string_equal(span->text, "a ");
    assert_false(span->bold);
    span = span->next;
    assert_string_equal(span->text, "b");
    assert_true(span->bold);
    assert_false(span->italic);
    span = span->next;
    assert_string_equal(span->text, "\n");
    span = span->next;
    assert_string_equal(span->text, "c");
    assert_null(span->link);
    assert_null(span->next);
    const struct prose *list = prose->next;
    assert_int_equal(list->type, PROSE_LIST);
    assert_true(list->ordered);
    assert_true(list->tight);
    assert_int_equal(list->first->type, PROSE_ITEM);
    assert_string_equal(list->first->label, "x)");
    assert_string_equal(list->first->first->spans->text, "y");
    assert_string_equal(list->first->next->label, "w)");
    assert_null(list->first->next->next);
    assert_null(list->next);
    arena_free(arena);
}

static int tree_depth(const struct prose *prose) {
    int deepest = 0;
    for (; prose != NULL; prose = prose->next) {
        int depth = 1 + tree_depth(prose->first);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest;
}

/* Nesting without end gives a tree of bounded depth, quickly. */
static void test_deep(void **state) {
    (void)state;
    static const char *const openers[] = {"- ", "> ", "1. ",  "> - ", "*",  "[",  "**a ", "`",
                                          "<",  "![", "[a](", "a_ ",  "\\", "|a", "a\n> "};
    for (size_t i = 0; i < sizeof openers / sizeof *openers; i++) {
        struct arena *arena = arena_new();
        struct buf text = BUF_INIT;
        for (int level = 0; level < 3000; level++)
            buf_text(&text, openers[i]);
        buf_text(&text, "fondo");
        clock_t start = clock();
        assert_true(tree_depth(prose_read(arena, buf_string(&text))) <= 2 * 16 + 1);
        if (clock() - start > 4 * CLOCKS_PER_SEC)
            fail_msg("too slow: %s", openers[i]);
        buf_free(&text);
        arena_free(arena);
    }
}

/* ---- the published plans ---- */

/* What is left of a text without blanks and punctuation, hence without Markdown's marks. */
static void add_skeleton(struct buf *out, const char *text) {
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            buf_char(out, *text);
    }
}

static void prose_skeleton(struct buf *out, const struct prose *prose) {
    for (; prose != NULL; prose = prose->next) {
        if (prose->label != NULL && strcmp(prose->label, "•") != 0)
            add_skeleton(out, prose->label);
        for (const struct prose_span *span = prose->spans; span != NULL; span = span->next) {
            add_skeleton(out, span->text);
            bool ends = span->next == NULL || span->next->link != span->link;
            if (span->link != NULL && ends && strstr(span->link, span->text) == NULL)
                add_skeleton(out, span->link);
        }
        prose_skeleton(out, prose->first);
    }
}

static size_t check_words(const char *text) {
    struct arena *arena = arena_new();
    struct buf source = BUF_INIT, result = BUF_INIT;
    add_skeleton(&source, text);
    prose_skeleton(&result, prose_read(arena, text));
    if (strcmp(buf_string(&source), buf_string(&result)) != 0)
        print_error("from: %s\n", text);
    assert_string_equal(buf_string(&source), buf_string(&result));
    buf_free(&source);
    buf_free(&result);
    arena_free(arena);
    return 1;
}

/* Checks every prose below VALUE; returns how many there were. */
static size_t check_value(const struct schema_field *field, const struct data *value);

static size_t check_object(const struct schema_object *object, const struct data *value) {
    size_t checked = 0;
    for (size_t i = 0; object != NULL && i < object->count; i++)
        checked += check_value(&object->fields[i], data_member(value, object->fields[i].key));
    return checked;
}

static size_t check_value(const struct schema_field *field, const struct data *value) {
    size_t checked = 0;
    if (field == NULL || value == NULL)
        return 0;
    if (field->type == SCHEMA_PROSE && value->type == DATA_TEXT)
        return check_words(data_text(value));
    if (field->type == SCHEMA_OBJECT)
        return check_object(field->object, value);
    if (field->type == SCHEMA_LIST || field->type == SCHEMA_MAP) {
        for (size_t i = 0; i < data_count(value); i++)
            checked += check_value(field->items, data_item(value, i));
    }
    return checked;
}

static void test_plans(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const char *folder = path_join(arena, env_or("PIAO_SHARED", "../shared"), "plans");
    struct dirent **entries;
    int count = scandir(folder, &entries, visible, alphasort);
    if (count < 0) {
        printf("SKIP prose of the published plans: no folder %s\n", folder);
        arena_free(arena);
        return;
    }
    size_t checked = 0;
    for (int i = 0; i < count; i++) {
        const char *path = path_join(arena, folder, entries[i]->d_name);
        struct file_text file;
        struct diags diags = diags_init(arena);
        assert_int_equal(file_read(arena, path, DATA_MAX_BYTES, &file), 0);
        const struct data *plan = data_read(arena, &diags, path, file.data, file.size);
        assert_non_null(plan);
        size_t texts = check_object(&schema_plan, plan);
        assert_true(texts > 0);
        checked += texts;
        free(entries[i]);
    }
    free(entries);
    print_message("prose texts of %d plans: %zu\n", count, checked);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden), cmocka_unit_test(test_nothing), cmocka_unit_test(test_tree),
        cmocka_unit_test(test_deep),   cmocka_unit_test(test_plans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
