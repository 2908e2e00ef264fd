/* ydoc: trees with places, and everything the strict subset refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "input/ydoc.h"

/* The dump, then the diagnostics. */
static void read_text(const char *text, size_t size, struct buf *out) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const struct ynode *root = ydoc_read(arena, &diags, "m.yaml", text, size);
    ydoc_dump(out, root);
    for (const struct diag *diag = diags.first; diag != NULL; diag = diag->next) {
        buf_format(out, "%d:%d %s", diag->place.line, diag->place.column,
                   diag_code_name(diag->code));
        assert_string_equal(diag->place.file, "m.yaml");
        for (size_t i = 0; i < diag->arg_count; i++) {
            if (diag->args[i][0] != '\0')
                buf_format(out, " <%s>", diag->args[i]);
        }
        if (diag->hint != NULL)
            buf_format(out, " maybe <%s>", diag->hint);
        buf_char(out, '\n');
    }
    arena_free(arena);
}

struct read_case {
    const char *text, *expected;
};

static void check_cases(const struct read_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct buf out = BUF_INIT;
        read_text(cases[i].text, strlen(cases[i].text), &out);
        if (strcmp(buf_string(&out), cases[i].expected) != 0)
            print_error("case %zu:\n%s\n", i, cases[i].text);
        assert_string_equal(buf_string(&out), cases[i].expected);
        buf_free(&out);
    }
}

#define CHECK(cases) check_cases(cases, sizeof(cases) / sizeof *(cases))

static void test_trees(void **state) {
    (void)state;
    static const struct read_case cases[] = {
        {"uno", "document: 1:1 \"uno\"\n"},
        {"a: 1\nb: due\n", "document: 1:1 map\n  1:1 \"a\": 1:4 \"1\"\n  2:1 \"b\": 2:4 \"due\"\n"},
        {"- x\n- - y\n  - z\n", "document: 1:1 list\n  - 1:3 \"x\"\n  - 2:3 list\n    - 2:5 \"y\"\n"
                                "    - 3:5 \"z\"\n"},
        {"{a: [1, 2], b: {}}", "document: 1:1 map\n  1:2 \"a\": 1:5 list\n    - 1:6 \"1\"\n"
                               "    - 1:9 \"2\"\n  1:13 \"b\": 1:16 map\n"},
        /* nothing: empty, ~ and null, unless quoted */
        {"a:\nb: ~\nc: null\nd: 'null'\ne: \"\"\nf: Null\n",
         "document: 1:1 map\n  1:1 \"a\": 1:3 null\n  2:1 \"b\": 2:4 null\n  3:1 \"c\": 3:4 null\n"
         "  4:1 \"d\": 4:5 \"null\" quoted\n  5:1 \"e\": 5:5 \"\" quoted\n  6:1 \"f\": 6:4 "
         "\"Null\"\n"},
        {"null: a\n~: b\n",
         "document: 1:1 map\n  1:1 \"null\": 1:7 \"a\"\n  2:1 \"~\": 2:4 \"b\"\n"},
        /* columns are code points; a quoted scalar begins after its quote */
        {"\xC3\xA8: \"\xE2\x82\xAC x\"\n\"k\": 'it''s'\n",
         "document: 1:1 map\n  1:1 \"\xC3\xA8\": 1:5 \"\xE2\x82\xAC x\" quoted\n"
         "  2:2 \"k\": 2:7 \"it's\" quoted\n"},
        /* blocks begin at their first written line */
        {"a: |\n\n  uno\n  due\nb: >-\n    tre\n    quattro\n",
         "document: 1:1 map\n  1:1 \"a\": 3:3 \"\\nuno\\ndue\\n\" quoted\n"
         "  5:1 \"b\": 6:5 \"tre quattro\" quoted\n"},
        {"a: |\nb: x\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"\" quoted\n  2:1 \"b\": 2:4 \"x\"\n"},
        {"a: uno\n  due\nb: \"tre\n\n  quattro\"\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"uno due\"\n  3:1 \"b\": 3:5 \"tre\\nquattro\" "
         "quoted\n"},
        {"\xEF\xBB\xBF"
         "a: b\r\nc: d\r\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"b\"\n  2:1 \"c\": 2:4 \"d\"\n"},
        {"---\n# nota\nx\n...\n", "document: 3:1 \"x\"\n"},
        {"%YAML 1.1\n---\nx\n", "document: 3:1 \"x\"\n"},
        {"\"\\x41\\u00e8\\n\"", "document: 1:2 \"A\xC3\xA8\\n\" quoted\n"},
        /* a colon or a dollar inside plain text */
        {"t: ${a.b | euro}\n", "document: 1:1 map\n  1:1 \"t\": 1:4 \"${a.b | euro}\"\n"},
    };
    CHECK(cases);
}

static void test_refused(void **state) {
    (void)state;
    static const struct read_case cases[] = {
        {"a: &x 1\nb: *x\nc: 2\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"1\"\n  3:1 \"c\": 3:4 \"2\"\n"
         "1:4 yaml-alias\n2:4 yaml-alias\n"},
        {"- &l\n  - *l\n", "document: 1:1 list\n  - 1:3 list\n1:3 yaml-alias\n2:5 yaml-alias\n"},
        {"&m {*m : 1}", "document: 1:1 map\n1:1 yaml-alias\n1:5 yaml-alias\n"},
        {"a: !!str 1\nb: !io [x]\nc: !v {}\nd: ! y\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"1\"\n  2:1 \"b\": 2:4 list\n    - 2:9 \"x\"\n"
         "  3:1 \"c\": 3:4 map\n  4:1 \"d\": 4:4 \"y\"\n"
         "1:4 yaml-tag <tag:yaml.org,2002:str>\n2:4 yaml-tag <!io>\n3:4 yaml-tag <!v>\n"
         "4:4 yaml-tag <!>\n"},
        {"a: 1\nb: 2\na: 3\n\"a\": 4\n",
         "document: 1:1 map\n  1:1 \"a\": 1:4 \"1\"\n  2:1 \"b\": 2:4 \"2\"\n"
         "3:1 duplicate-key <a> <1>\n4:2 duplicate-key <a> <1>\n"},
        /* case matters; the same key in another map is another key */
        {"a: {b: 1}\nA: {b: 1}\n", "document: 1:1 map\n  1:1 \"a\": 1:4 map\n    1:5 \"b\": 1:8 "
                                   "\"1\"\n  2:1 \"A\": 2:4 map\n    2:5 \"b\": 2:8 \"1\"\n"},
        {"? [x]\n: 1\n?\n: 2\n\"\": 3\nb: 4\n",
         "document: 1:1 map\n  6:1 \"b\": 6:4 \"4\"\n1:3 yaml-key\n3:2 yaml-key\n5:1 yaml-key\n"},
        {"a\n---\nb\n", "document: 1:1 \"a\"\n2:1 yaml-documents\n"},
        {"", "none\n1:1 yaml-documents\n"},
        {"# solo note\n", "none\n1:1 yaml-documents\n"},
        {"---\n", "document: 2:1 null\n"},
        {"\"a\\0b\"", "document: 1:2 \"a\" quoted\n1:2 yaml-syntax <NUL character in a text>\n"},
    };
    CHECK(cases);
}

static void test_syntax(void **state) {
    (void)state;
    static const struct read_case cases[] = {
        {"a: [1, 2\nb: 3\n", "none\n2:2 yaml-syntax\n"},
        {"a: b: c\n", "none\n1:5 yaml-syntax maybe <a: 'b: c'>\n"},
        {"- a: l'ente: b\n", "none\n1:12 yaml-syntax maybe <a: 'l''ente: b'>\n"},
        {"- a:  {b} c\n", "none\n1:11 yaml-syntax maybe <a:  '{b} c'>\n"},
        {"- {a: b: c}\n", "none\n1:8 yaml-syntax\n"}, /* quoting the whole would not do */
        {"a: [b] [c]\n", "none\n1:8 yaml-syntax\n"},
        {"a: 1\n  b: 2\n", "none\n2:4 yaml-syntax\n"},
        {"a: x\n b\nc\n", "none\n4:1 yaml-syntax\n"},
        {"a: % b\r\n", "none\n1:4 yaml-syntax maybe <a: '% b'>\n"},
        {"a: > b\n", "none\n1:6 yaml-syntax maybe <a: '> b'>\n"},
        {"a: &\n", "none\n1:5 yaml-syntax maybe <a: '&'>\n"},
        {"a: - b\n", "none\n1:4 yaml-syntax\n"},
        {"a:\n- b\nc: 1\n- d\n", "none\n4:1 yaml-syntax\n"},
        {"a:\n  - b\n c\n", "none\n3:2 yaml-syntax\n"},
        {"a:\n\tb: 1\n", "none\n2:1 yaml-tab\n"},
        {"a:\n  \t- 1\n", "none\n2:3 yaml-tab\n"},
        {"a: @x\n", "none\n1:4 yaml-syntax maybe <a: '@x'>\n"},
        {"a: 'x\nb: y\n", "none\n1:4 yaml-syntax\n"},
        {"a: \"\\q\"\n", "none\n1:5 yaml-syntax\n"},
        /* what libyaml's reader refuses has no mark, only an offset */
        {"a: x\nb: \xC3\xA8\x01\n", "none\n2:5 yaml-syntax <control characters are not allowed>\n"},
        {"a: x\nb: \xC3\xA8\xFF\n", "none\n2:5 bad-utf8\n"},
        {"\xED\xA0\x80", "none\n1:1 bad-utf8\n"},
        /* what was refused before the syntax error is still said */
        {"a: 1\na: 2\nb: *c\nd: ]\n",
         "none\n3:4 yaml-alias\n4:4 yaml-syntax\n2:1 duplicate-key <a> <1>\n"},
        /* a sentence that is not ours is passed on */
        {"%YAML 3.0\n---\na: 1\n", "none\n1:1 yaml-syntax <found incompatible YAML document>\n"},
    };
    CHECK(cases);
}

static void test_limits(void **state) {
    (void)state;
    static const struct {
        const char *open, *close;
        int levels;
        bool allowed;
    } cases[] = {{"[", "]", 64, true},     {"[", "]", 65, false},    {"- ", "", 63, true},
                 {"- ", "", 65, false},    {"[", "", 100000, false}, {"{a: ", "}", 64, true},
                 {"{a: ", "}", 65, false}, {"? ", "", 2000, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct diags diags = diags_init(arena);
        struct buf text = BUF_INIT;
        for (int level = 0; level < cases[i].levels; level++)
            buf_text(&text, cases[i].open);
        for (int level = 0; level < cases[i].levels; level++)
            buf_text(&text, cases[i].close);
        const struct ynode *root = ydoc_read(arena, &diags, "m.yaml", text.data, text.size);
        if (cases[i].allowed) {
            assert_non_null(root);
            assert_int_equal(diags.errors, 0);
        } else {
            assert_null(root);
            assert_int_equal(diags.errors, 1);
            assert_int_equal(diags.first->code, MSG_TOO_DEEP);
            assert_string_equal(diags.first->args[0], "64");
            assert_int_equal(diags.first->place.column, 64 * (int)strlen(cases[i].open) + 1);
        }
        buf_free(&text);
        arena_free(arena);
    }

    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    size_t size = (4 << 20) + 1;
    char *text = memory_realloc(NULL, size);
    memset(text, 'x', size);
    assert_null(ydoc_read(arena, &diags, "m.yaml", text, size));
    assert_int_equal(diags.first->code, MSG_FILE_TOO_LARGE);
    assert_int_equal(diags.first->place.line, 0);
    assert_non_null(ydoc_read(arena, &diags, "m.yaml", text, size - 1));
    assert_int_equal(diags.errors, 1);
    free(text);
    arena_free(arena);
}

/* A map of many keys is still read in linear time, and its repeated key found. */
static void test_many_keys(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct buf text = BUF_INIT;
    for (int i = 0; i < 200000; i++)
        buf_format(&text, "k%d: v\n", i);
    buf_text(&text, "k77777: w\n");
    const struct ynode *root = ydoc_read(arena, &diags, "m.yaml", text.data, text.size);
    assert_non_null(root);
    assert_int_equal(root->count, 200000);
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.first->place.line, 200001);
    assert_string_equal(diags.first->args[1], "77778");
    buf_free(&text);
    arena_free(arena);
}

static void test_find(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const char *text = "a: 1\nb: [x]\nc:\n";
    const struct ynode *root = ydoc_read(arena, &diags, "m.yaml", text, strlen(text));
    assert_string_equal(ynode_find(root, "a")->text, "1");
    assert_int_equal(ynode_find(root, "b")->type, YNODE_LIST);
    assert_null(ynode_find(root, "c")->text);
    assert_null(ynode_find(root, "A"));
    assert_null(ynode_find(root, ""));
    assert_null(ynode_find(ynode_find(root, "b"), "x"));
    assert_null(ynode_find(ynode_find(root, "a"), "1"));
    assert_null(ynode_find(NULL, "a"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trees),  cmocka_unit_test(test_refused),
        cmocka_unit_test(test_syntax), cmocka_unit_test(test_limits),
        cmocka_unit_test(test_find),   cmocka_unit_test(test_many_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
