/* data: trees with exact places and numbers, everything that strict JSON refuses, lookups, order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "input/data.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct arena *arena;
static struct diags diags;

static int setup(void **state) {
    (void)state;
    arena = arena_new();
    diags = diags_init(arena);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct data *read_size(const char *text, size_t size) {
    diags = diags_init(arena);
    return data_read(arena, &diags, "p.json", text, size);
}

static const struct data *read_text(const char *text) {
    return read_size(text, strlen(text));
}

/* Reads what must be right. */
static const struct data *good(const char *text) {
    const struct data *root = read_text(text);
    assert_non_null(root);
    assert_int_equal(diags.errors, 0);
    return root;
}

/* "line:column code" of all problems, in the order of reporting. */
static const char *problems(void) {
    struct buf buf = BUF_INIT;
    for (const struct diag *diag = diags.first; diag; diag = diag->next) {
        buf_format(&buf, "%s%d:%d %s", buf.size ? ", " : "", diag->place.line, diag->place.column,
                   diag_code_name(diag->code));
        assert_string_equal(diag->place.file, "p.json");
    }
    const char *text = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

static const char *dumped(const struct data *value) {
    struct buf buf = BUF_INIT;
    data_dump(&buf, value);
    const char *text = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

static void values_know_their_places(void **state) {
    (void)state;
    const struct data *root = good("\xEF\xBB\xBF{\n"
                                   "  \"città\": \"è\", \"peso\": 40.50,\r\n"
                                   "\t\"fasi\": [ true,false , null,\n"
                                   "{}, [] ],\n"
                                   "  \"a/b~c\": {\"\": -0}\n"
                                   "}\n");
    assert_string_equal(dumped(root), "/ 1:1 object of 4\n"
                                      "  /città 2:12 \"è\"\n"
                                      "  /peso 2:25 40.50\n"
                                      "  /fasi 3:10 list of 5\n"
                                      "    /fasi/0 3:12 true\n"
                                      "    /fasi/1 3:17 false\n"
                                      "    /fasi/2 3:25 null\n"
                                      "    /fasi/3 4:1 object of 0\n"
                                      "    /fasi/4 4:5 list of 0\n"
                                      "  /a~1b~0c 5:12 object of 1\n"
                                      "    /a~1b~0c/ 5:17 0\n");
    const struct data *phases = data_member(root, "fasi");
    assert_string_equal(data_pointer(arena, data_item(phases, 3)), "/fasi/3");
    assert_string_equal(data_pointer(arena, root), "");
    struct place place = data_place(arena, phases);
    assert_string_equal(place.file, "p.json");
    assert_int_equal(place.line, 3);
    assert_int_equal(place.column, 10);
    assert_string_equal(place.pointer, "/fasi");
    assert_ptr_equal(data_item(phases, 1)->parent, phases);
    assert_int_equal(data_item(phases, 1)->index, 1);
    assert_null(data_place(arena, NULL).file);
}

static void any_value_may_be_the_root(void **state) {
    (void)state;
    assert_int_equal(good(" 12 ")->type, DATA_NUMBER);
    assert_int_equal(good("null")->type, DATA_NULL);
    assert_false(good("null")->refused);
    assert_string_equal(data_text(good("\"x\"")), "x");
    assert_int_equal(data_count(good("[]")), 0);
}

static void texts_are_decoded(void **state) {
    (void)state;
    static const struct {
        const char *json, *text;
    } cases[] = {
        {"\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\b\f\n\r\t"},
        {"\"perch\\u00e9 \\u00C8 \\u20ac\"", "perché È €"},
        {"\"\\ud83d\\ude00\"", "\xF0\x9F\x98\x80"},
        {"\"\x7F\"", "\x7F"},
        {"\"// no # comment /* here */\"", "// no # comment /* here */"},
        {"\"{[,:]}\"", "{[,:]}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(data_text(good(cases[i].json)), cases[i].text);
    }
}

static void numbers_are_exact(void **state) {
    (void)state;
    static const struct {
        const char *json, *text; /* NULL: refused as unfit */
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"1.50", "1.50"},
        {"12e2", "1200"},
        {"1E+2", "100"},
        {"125e-3", "0.125"},
        {"9007199254740992", "9007199254740992"},
        {"-9007199254740992", "-9007199254740992"},
        {"9007199254740993", NULL},
        {"-9007199254740993", NULL},
        {"1e16", NULL},
        {"9007199254740993.0", NULL},
        {"123456789012345.0", "123456789012345.0"},
        {"0.123456789012345", "0.123456789012345"},
        {"0.1234567890123456", NULL},
        {"12345678901234.56", NULL},
        {"0.00000123456789012345", "0.00000123456789012345"},
        {"1.500000000000000000000", "1.500000000000000000000"},
        {"1e400", NULL},
        {"-1e400", NULL},
        {"1e-400", NULL},
        {"1e999999999999999999999", NULL},
        {"0.0000000000000000000000000000000000000000000000000000000000000000000001", NULL},
        {"1.0000000000000000000000000000000000000000000000000000000000000000000000", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct data *value = read_text(cases[i].json);
        if (!cases[i].text) {
            assert_string_equal(problems(), "1:1 number-too-large");
            assert_true(!value || value->refused);
            continue;
        }
        char digits[DECIMAL_TEXT_SIZE];
        assert_int_equal(diags.errors, 0);
        decimal_text(value->as.number, digits);
        assert_string_equal(digits, cases[i].text);
    }
}

/* JSON, what is reported of it, and whether a tree remains. */
struct broken {
    const char *json, *problems;
    bool tree;
};

static void broken_json_is_explained(void **state) {
    (void)state;
    static const struct broken cases[] = {
        {"", "1:1 json-empty", false},
        {" \n ", "1:1 json-empty", false},
        {"\xEF\xBB\xBF", "1:1 json-empty", false},
        {"01", "1:1 json-number", true},
        {"-01", "1:1 json-number", true},
        {"1.", "1:1 json-number", true},
        {"1.e3", "1:1 json-number", true},
        {"-.5", "1:1 json-number", true},
        {"[.5]", "1:2 json-number", false},
        {"[+1]", "1:2 json-number", false},
        {"[1e]", "1:2 json-number", false},
        {"[1e+]", "1:2 json-number", false},
        {"[-]", "1:2 json-number", false},
        {"[--1]", "1:2 json-number", false},
        {"[1.2.3]", "1:2 json-number", false},
        {"[0x10]", "1:2 json-number", false},
        {"[-Infinity]", "1:2 json-number", false},
        {"[2026-01-31]", "1:2 json-number", false},
        {"[1_000, 2]", "1:2 json-number", false},
        {"[01, 1., 2]", "1:2 json-number, 1:6 json-number", true},
        {"[tru, nulll, NULL]", "1:2 json-word, 1:7 json-word, 1:14 json-word", false},
        {"[1,]", "1:3 json-trailing-comma", false},
        {"{\"a\":1 , }", "1:8 json-trailing-comma", false},
        {"[,1]", "1:2 json-expected-value", false},
        {"[1,,2]", "1:4 json-expected-value", false},
        {"{\"a\":}", "1:6 json-expected-value", false},
        {"}", "1:1 json-expected-value", false},
        {"[@]", "1:2 json-expected-value", false},
        {"[1 2]", "1:3 json-missing-comma", false},
        {"[1 true]", "1:3 json-missing-comma", false},
        {"[[]\n\n{}]", "1:4 json-missing-comma", false},
        {"{\"a\":1 \"b\":2}", "1:7 json-missing-comma", false},
        {"{\"a\":1; \"b\":2}", "1:7 json-expected-end", false},
        {"[1)", "1:3 json-expected-end", false},
        {"{\"a\" 1}", "1:6 json-expected-colon", false},
        {"{\"a\"}", "1:5 json-expected-colon", false},
        {"{1: 2}", "1:2 json-expected-key", false},
        {"{a: 1, b: 2}", "1:2 json-unquoted-key, 1:8 json-unquoted-key", false},
        {"{a 1}", "1:2 json-expected-key", false},
        {"{'a': 1}", "1:2 json-quotes", false},
        {"['a']", "1:2 json-quotes", false},
        {"[«a»]", "1:2 json-quotes", false},
        {"[\xC2\xA0"
         "1]",
         "1:2 json-expected-value", false},
        {"[1", "1:3 json-unclosed", false},
        {"[1,\n", "2:1 json-unclosed", false},
        {"{\"a\"", "1:5 json-unclosed", false},
        {"{\"a\":", "1:6 json-unclosed", false},
        {"[1}", "1:3 json-mismatch", false},
        {"{\"a\":1]", "1:7 json-mismatch", false},
        {"[] []", "1:4 json-trailing-text", false},
        {"{}}", "1:3 json-trailing-text", false},
        {"1 // uno", "1:3 json-comment", false},
        {"[1 /* uno */, 2 /* due", "1:4 json-comment, 1:17 json-comment, 1:23 json-unclosed",
         false},
        {"\"a", "1:1 json-unterminated-string", false},
        {"\"", "1:1 json-unterminated-string", false},
        {"\"a\\", "1:1 json-unterminated-string", false},
        {"\"a\\\"", "1:1 json-unterminated-string", false},
        {"[\"a,\n \"b\"]", "1:2 json-unterminated-string", false},
        {"[\"a,\r\n \"b\"]", "1:2 json-unterminated-string", false},
        {"[\"a\t,\n \"b\"]", "1:4 json-control-character, 1:2 json-unterminated-string", false},
        {"[\"a\nb\nc\", \"d\re\", \"f\r\ng\"]",
         "1:4 json-line-break, 3:7 json-control-character, 3:14 json-line-break", true},
        {"[\"a\tb\tc\", 1]", "1:4 json-control-character", true},
        {"[\f1,\x01 2]", "1:2 json-control-character, 1:5 json-control-character", true},
        {"\"\\q\"", "1:2 json-escape", false},
        {"\"\\u12\"", "1:2 json-escape", false},
        {"\"\\u12g4\"", "1:2 json-escape", true},
        {"\"\\ud800\"", "1:2 json-escape", false},
        {"\"\\ud800\\u0041\"", "1:2 json-escape", false},
        {"\"\\udc00\"", "1:2 json-escape", false},
        {"\"a\\u0000b\"", "1:3 json-nul", true},
        {"{\"p\\u0000\": 1}", "1:4 json-nul", true},
        {"[\"un \"bel\" libro\"]", "1:7 json-inner-quote", false},
        {"{\"a\": \"x\" b}", "1:11 json-expected-end", false},
        {"{\"peso\": 1,5, \"x\": 2}", "1:10 json-decimal-comma", false},
        {"{\"peso\": 1,5}", "1:10 json-decimal-comma", false},
        {"[1,5]", "", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct data *root = read_text(cases[i].json);
        if (strcmp(problems(), cases[i].problems) != 0 || !root == cases[i].tree) {
            print_error("%s\n", cases[i].json);
        }
        assert_string_equal(problems(), cases[i].problems);
        assert_int_equal(root != NULL, cases[i].tree);
    }
}

static void nul_bytes_are_control_characters(void **state) {
    (void)state;
    assert_non_null(read_size("[1,\0 2]", 7));
    assert_string_equal(problems(), "1:4 json-control-character");
    assert_non_null(read_size("[\"a\0b\"]", 7));
    assert_string_equal(problems(), "1:4 json-control-character");
    assert_null(read_size("[1]\0 2", 6));
    assert_string_equal(problems(), "1:4 json-control-character, 1:6 json-trailing-text");
}

static void offending_values_become_refused_nulls(void **state) {
    (void)state;
    const struct data *root =
        read_text("{\"a\": [1, 01, 3], \"b\\u0000\": 5, \"c\": \"x\ty\", \"a\": 2, \"d\": null}");
    assert_string_equal(problems(), "1:11 json-number, 1:21 json-nul, 1:40 "
                                    "json-control-character, 1:50 duplicate-key");
    assert_non_null(root);
    const struct data *list = data_member(root, "a");
    assert_int_equal(data_count(list), 3);
    assert_int_equal(data_item(list, 1)->type, DATA_NULL);
    assert_true(data_item(list, 1)->refused);
    assert_string_equal(data_pointer(arena, data_item(list, 2)), "/a/2");
    assert_true(data_member_raw(root, "c")->refused);
    assert_null(data_member(root, "c"));
    assert_false(data_member_raw(root, "d")->refused);
    assert_int_equal(data_count(root), 4);
    assert_int_equal(data_member_raw(root, "d")->index, 3);
    assert_true(data_item(root, 1)->refused); /* the key with a null character */
}

static void repeated_keys_name_both_places(void **state) {
    (void)state;
    const struct data *root = read_text("{\"a\": 1,\n \"A\": 2,\n \"\\u0061\": 3}");
    assert_string_equal(problems(), "3:12 duplicate-key");
    assert_string_equal(diags.first->args[0], "a");
    assert_string_equal(diags.first->args[1], "1");
    assert_string_equal(diags.first->place.pointer, "/a");
    assert_int_equal(data_count(root), 2);
    char digits[DECIMAL_TEXT_SIZE];
    decimal_text(data_member(root, "a")->as.number, digits);
    assert_string_equal(digits, "1");
    assert_null(read_text("{\"a\": 1, \"a\": 2, }")); /* found in broken JSON, too */
    assert_string_equal(problems(), "1:16 json-trailing-comma, 1:15 duplicate-key");
}

static const char *nested(size_t depth) {
    struct buf buf = BUF_INIT;
    for (size_t i = 0; i < depth; i++) {
        buf_char(&buf, '[');
    }
    buf_text(&buf, "\"]\\\"\"");
    for (size_t i = 0; i < depth; i++) {
        buf_char(&buf, ']');
    }
    const char *text = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

static void depth_is_limited(void **state) {
    (void)state;
    good(nested(DATA_MAX_DEPTH));
    const struct data *root = read_text(nested(DATA_MAX_DEPTH + 1));
    assert_non_null(root);
    assert_string_equal(problems(), "1:65 too-deep");
    for (size_t i = 0; i < DATA_MAX_DEPTH; i++) {
        assert_int_equal(data_count(root), 1);
        root = data_item(root, 0);
    }
    assert_true(root->refused);
    read_text(nested(999)); /* about where cJSON gives up */
    assert_string_equal(problems(), "1:65 too-deep");
    read_text(nested(1001));
    assert_string_equal(problems(), "1:65 too-deep");
    read_text(nested(200000));
    assert_string_equal(problems(), "1:65 too-deep");
    const char *twice = arena_format(arena, "[%s,\n%s]", nested(70), nested(70));
    assert_non_null(read_text(twice));
    assert_string_equal(problems(), "1:65 too-deep, 2:64 too-deep");
}

static void invalid_utf8_is_placed(void **state) {
    (void)state;
    static const struct broken cases[] = {
        {"[\"citt\xE0\"]", "1:7 bad-utf8", false},
        {"[\"è \xC0\xAF\",\n \"\xED\xA0\x80\"]", "1:5 bad-utf8, 2:3 bad-utf8", false},
        {"\xFF\xFE[", "1:1 bad-utf8, 1:2 bad-utf8, 1:1 json-expected-value", false},
        {"[\"\x80\", 01]", "1:3 bad-utf8, 1:6 json-number", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct data *root = read_text(cases[i].json);
        assert_string_equal(problems(), cases[i].problems);
        assert_null(root);
    }
    assert_null(read_text("\"\xE8 \xE8 \xE8 \xE8 \xE8 \xE8 \xE8 \xE8 \xE8 \xE8 \xE8\""));
    assert_int_equal(diags.errors, 8);
    assert_string_equal(diag_code_name(diags.last->code), "bad-utf8-more");
    assert_string_equal(diags.last->args[0], "3");
}

static void members_are_found_with_case(void **state) {
    (void)state;
    const struct data *root =
        good("{\"peso\": 1, \"Peso\": 2, \"vuoto\": \"\", \"nullo\": null, \"lista\": []}");
    assert_int_equal((int)data_member(root, "peso")->as.number.coefficient, 1);
    assert_int_equal((int)data_member(root, "Peso")->as.number.coefficient, 2);
    assert_null(data_member(root, "PESO"));
    assert_null(data_member(root, "vuoto"));
    assert_null(data_member(root, "nullo"));
    assert_non_null(data_member(root, "lista"));
    assert_non_null(data_member_raw(root, "vuoto"));
    assert_int_equal(data_member_raw(root, "nullo")->type, DATA_NULL);
    assert_null(data_member_raw(root, "altro"));
    assert_null(data_member(NULL, "peso"));
    assert_null(data_member(root, NULL));
    assert_null(data_member(data_member(root, "peso"), "peso"));
    assert_null(data_member(data_member(root, "lista"), "peso"));
}

static void large_objects_find_every_member(void **state) {
    (void)state;
    for (int count = 15; count <= 2000; count = count < 18 ? count + 1 : count * 3) {
        struct buf buf = BUF_INIT;
        buf_text(&buf, "{");
        for (int i = 0; i < count; i++) {
            buf_format(&buf, "\"chiave %d\": %d,", i, i);
        }
        buf_text(&buf, "\"chiave 3\": -1, \"ultima\": 0}");
        const struct data *root = read_text(buf_string(&buf));
        buf_free(&buf);
        assert_int_equal(diags.errors, 1);
        assert_int_equal(diags.first->code, MSG_DUPLICATE_KEY);
        assert_int_equal(data_count(root), count + 1);
        for (int i = 0; i < count; i++) {
            const struct data *member = data_member(root, arena_format(arena, "chiave %d", i));
            assert_int_equal((int)member->as.number.coefficient, i);
            assert_int_equal(member->index, i);
        }
        assert_non_null(data_member(root, "ultima"));
        assert_null(data_member(root, "Chiave 3"));
    }
}

static void absent_values_are_nothing(void **state) {
    (void)state;
    const struct data *root = good("[null, \"\", [], {}, 0, false, \"x\", [null]]");
    static const bool empty[] = {true, true, true, true, false, false, false, false};
    for (size_t i = 0; i < COUNT(empty); i++) {
        assert_int_equal(data_empty(data_item(root, i)), empty[i]);
    }
    assert_true(data_empty(NULL));
    assert_null(data_item(root, COUNT(empty)));
    assert_null(data_item(NULL, 0));
    assert_int_equal(data_count(NULL), 0);
    assert_int_equal(data_count(data_item(root, 4)), 0);
    assert_null(data_text(NULL));
    assert_null(data_text(data_item(root, 4)));
    assert_string_equal(data_text(data_item(root, 1)), "");
    assert_null(data_pointer(arena, NULL));
    assert_string_equal(dumped(NULL), "- null\n");
}

static void equality_ignores_the_order_of_members(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        {"{\"a\": 1, \"b\": [1, 2]}", "{\"b\": [1.0, 2], \"a\": 1.00}", true},
        {"{\"a\": 1}", "{\"a\": 1, \"b\": null}", false},
        {"{\"a\": 1}", "{\"b\": 1}", false},
        {"{\"a\": null}", "{\"b\": null}", false},
        {"[1, 2]", "[2, 1]", false},
        {"[1]", "[1, 2]", false},
        {"\"1\"", "1", false},
        {"true", "true", true},
        {"true", "false", false},
        {"null", "null", true},
        {"\"à\"", "\"\\u00e0\"", true},
        {"{}", "[]", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct data *a = good(cases[i].a);
        const struct data *b = good(cases[i].b);
        assert_int_equal(data_equal(a, b), cases[i].equal);
        assert_int_equal(data_equal(b, a), cases[i].equal);
        assert_int_equal(data_compare(a, b) == 0, cases[i].equal);
    }
    assert_true(data_equal(NULL, good("null")));
    assert_true(data_equal(NULL, NULL));
}

static void all_values_stand_in_one_order(void **state) {
    (void)state;
    const struct data *list = good(
        "[null, false, true, -2, 0, 0.5, 10, \"\", \"B\", \"a\", \"z\", \"à\", \"\\ud83d\\ude00\", "
        "[], [1], [1, 0], [2], {}, {\"a\": 1}, {\"b\": 0, \"a\": 1}, {\"a\": 2}, {\"b\": 0}]");
    for (size_t i = 0; i < data_count(list); i++) {
        for (size_t j = 0; j < data_count(list); j++) {
            int order = data_compare(data_item(list, i), data_item(list, j));
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
    }
    assert_int_equal(data_compare(NULL, data_item(list, 0)), 0);
    assert_true(data_compare(NULL, data_item(list, 1)) < 0);
}

static void values_are_made(void **state) {
    (void)state;
    assert_true(data_new_bool(arena, true)->as.boolean);
    assert_true(data_equal(data_new_number(arena, decimal_from_int(5)), good("5")));
    assert_string_equal(data_text(data_new_text(arena, "uno")), "uno");
    assert_int_equal(data_new_text(arena, NULL)->type, DATA_NULL);
    const struct data *items[] = {good("1"), NULL, data_new_text(arena, "x")};
    const struct data *list = data_new_list(arena, items, COUNT(items));
    items[0] = NULL; /* the array was copied */
    assert_true(data_equal(list, good("[1, null, \"x\"]")));
    assert_null(data_pointer(arena, list));
    assert_int_equal(data_place(arena, list).line, 0);
    assert_int_equal(data_count(data_new_list(arena, NULL, 0)), 0);
    assert_true(data_empty(data_new_object(arena, NULL, NULL, 0)));
}

static void shared_values_keep_their_place(void **state) {
    (void)state;
    const struct data *root =
        good("{\"unita\": [{\"codice\": \"S1\"}],\n\"ente\": {\"nome\": \"V\"}}");
    const struct data *unit = data_item(data_member(root, "unita"), 0);
    const char *keys[] = {"u", "e", "n", "u", "radice"};
    const struct data *values[] = {unit, data_member(root, "ente"), NULL, root, root};
    const struct data *made = data_new_object(arena, keys, values, COUNT(keys));
    assert_int_equal(data_count(made), 4);
    assert_string_equal(data_pointer(arena, data_member(made, "u")), "/unita/0");
    assert_string_equal(data_pointer(arena, data_member(made, "e")), "/ente");
    assert_int_equal(data_place(arena, data_member(made, "e")).line, 2);
    assert_string_equal(data_pointer(arena, data_member(data_member(made, "e"), "nome")),
                        "/ente/nome");
    assert_int_equal(data_member_raw(made, "n")->type, DATA_NULL);
    assert_string_equal(data_pointer(arena, data_member(made, "radice")), "");
    assert_string_equal(data_member(made, "e")->key, "e");
    assert_string_equal(data_member(root, "ente")->key, "ente"); /* the original is untouched */
    assert_string_equal(dumped(data_new_object(arena, keys, values, 1)),
                        "- object of 1\n"
                        "  /unita/0 1:12 object of 1\n"
                        "    /unita/0/codice 1:23 \"S1\"\n");
    const char *name = "grado";
    const struct data *degree = data_new_number(arena, decimal_from_int(80));
    assert_string_equal(dumped(data_new_object(arena, &name, &degree, 1)),
                        "- object of 1\n  grado 80\n");
}

static void sizes_do_not_hurt(void **state) {
    (void)state;
    enum { MANY = 100000 };
    struct buf buf = BUF_INIT;
    for (int i = 0; i < MANY; i++) {
        buf_format(&buf, "%s\"k%d\": {\"a\": [%d]}", i ? "," : "{", i, i);
    }
    buf_text(&buf, "}");
    const struct data *root = good(buf_string(&buf)); /* on a single line */
    assert_int_equal(data_count(root), MANY);
    assert_int_equal(data_member(root, "k99999")->column, (int)strlen(buf_string(&buf)) - 14);
    assert_true(data_equal(root, good(buf_string(&buf))));
    assert_int_equal(data_compare(root, good(buf_string(&buf))), 0);
    buf_free(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_know_their_places),
        cmocka_unit_test(any_value_may_be_the_root),
        cmocka_unit_test(texts_are_decoded),
        cmocka_unit_test(numbers_are_exact),
        cmocka_unit_test(broken_json_is_explained),
        cmocka_unit_test(nul_bytes_are_control_characters),
        cmocka_unit_test(offending_values_become_refused_nulls),
        cmocka_unit_test(repeated_keys_name_both_places),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(invalid_utf8_is_placed),
        cmocka_unit_test(members_are_found_with_case),
        cmocka_unit_test(large_objects_find_every_member),
        cmocka_unit_test(absent_values_are_nothing),
        cmocka_unit_test(equality_ignores_the_order_of_members),
        cmocka_unit_test(all_values_stand_in_one_order),
        cmocka_unit_test(values_are_made),
        cmocka_unit_test(shared_values_keep_their_place),
        cmocka_unit_test(sizes_do_not_hurt),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
