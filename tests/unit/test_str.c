/* Are buffers exact at every size, and are misspelled names found again? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"

static void empty_buffer(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    assert_string_equal(buf_string(&buf), "");
    buf_text(&buf, NULL);
    buf_text(&buf, "");
    buf_bytes(&buf, NULL, 0);
    buf_clear(&buf);
    assert_int_equal(buf.size, 0);
    assert_null(buf.data);
    buf_format(&buf, "%s", "");
    assert_string_equal(buf_string(&buf), "");
    buf_free(&buf);
    buf_free(&buf);
}

static void appending(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    buf_text(&buf, "Perché");
    buf_char(&buf, ' ');
    buf_bytes(&buf, "no\0!", 4);
    buf_utf8(&buf, 0xE0);
    buf_utf8(&buf, 0x20AC);
    buf_utf8(&buf, 0xD800); /* no character: replaced */
    buf_format(&buf, "[%d|%s]", -7, "x");
    static const char expected[] = "Perché no\0!à€\xEF\xBF\xBD[-7|x]";
    assert_int_equal(buf.size, sizeof expected - 1);
    assert_memory_equal(buf.data, expected, sizeof expected);
    size_t cap = buf.cap;
    buf_clear(&buf);
    assert_int_equal(buf.size, 0);
    assert_int_equal(buf.cap, cap);
    assert_string_equal(buf_string(&buf), "");
    buf_text(&buf, "di nuovo");
    assert_string_equal(buf_string(&buf), "di nuovo");
    buf_free(&buf);
    assert_null(buf.data);
    assert_int_equal(buf.size + buf.cap, 0);
    buf_text(&buf, "ancora");
    assert_string_equal(buf_string(&buf), "ancora");
    buf_free(&buf);
}

/* Every length around the buffer's steps, by every way of appending. */
static void growing(void **state) {
    (void)state;
    static char text[3000];
    memset(text, 'k', sizeof text);
    for (size_t length = 0; length < 1100; length++) {
        struct buf whole = BUF_INIT, formatted = BUF_INIT, single = BUF_INIT;
        buf_bytes(&whole, text, length);
        buf_format(&formatted, "%.*s", (int)length, text);
        for (size_t i = 0; i < length; i++) {
            buf_char(&single, text[i]);
        }
        assert_int_equal(whole.size, length);
        assert_int_equal(strlen(buf_string(&whole)), length);
        assert_string_equal(buf_string(&formatted), buf_string(&whole));
        assert_string_equal(buf_string(&single), buf_string(&whole));
        buf_format(&whole, "%.*s", (int)length, text);
        assert_int_equal(strlen(buf_string(&whole)), 2 * length);
        buf_free(&whole);
        buf_free(&formatted);
        buf_free(&single);
    }
    struct buf large = BUF_INIT;
    for (int i = 0; i < 1000; i++) {
        buf_bytes(&large, text, sizeof text);
    }
    assert_int_equal(large.size, 1000 * sizeof text);
    assert_true(large.cap <= 3 * large.size);
    buf_free(&large);
}

static void questions(void **state) {
    (void)state;
    assert_true(text_empty(NULL));
    assert_true(text_empty(""));
    assert_false(text_empty(" "));
    assert_true(text_equal(NULL, NULL));
    assert_false(text_equal(NULL, ""));
    assert_false(text_equal("", NULL));
    assert_true(text_equal("peso", "peso"));
    assert_false(text_equal("peso", "Peso"));
    assert_false(text_equal("peso", "pes"));
    assert_true(text_starts("titolo_2", "titolo"));
    assert_true(text_starts("titolo", "titolo"));
    assert_true(text_starts("titolo", ""));
    assert_false(text_starts("tito", "titolo"));
    assert_false(text_starts("sottotitolo", "titolo"));
}

static void hashes(void **state) {
    (void)state;
    /* The published test vectors of FNV-1a, 64 bits. */
    assert_true(text_hash("", 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(text_hash("a", 1) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(text_hash("foobar", 6) == UINT64_C(0x85944171f73967e8));
    assert_true(text_hash("\xff\0", 2) != text_hash("\xff", 1));
}

static void nearest(void **state) {
    (void)state;
    static const char *const names[] = {"titolo",    "titolo_2",   "peso", "qualità",   "fase",
                                        "obiettivo", "indicatore", "id",   "indicatori"};
    static const struct {
        const char *name, *nearest;
    } cases[] = {
        {"titolo", "titolo"},  /* itself */
        {"titolo2", "titolo"}, /* one step to either neighbour: the first */
        {"titolo-2", "titolo_2"},
        {"pseo", "peso"}, /* a swap is one step, as a third of four allows */
        {"peos", "peso"},
        {"psoe", NULL}, /* two steps */
        {"Peso", "peso"},
        {"qualita", "qualità"}, /* one code point, two bytes */
        {"qualit", "qualità"},
        {"obbietivo", "obiettivo"}, /* two steps of at most three */
        {"obbbbiettivoo", "obiettivo"},
        {"obbbbbbiettivooo", NULL},
        {"indicatoro", "indicatore"}, /* a tie: the first */
        {"indicatorx", "indicatore"},
        {"indicator", "indicatore"},
        {"ndicatori", "indicatori"},
        {"ix", "id"}, /* at least one step, however short */
        {"i", "id"},
        {"x", NULL},
        {"fasexx", "fase"},
        {"fasexxx", NULL},
        {"zzzzzzzz", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *found = text_nearest(cases[i].name, names, sizeof names / sizeof *names);
        if (!text_equal(found, cases[i].nearest)) {
            fail_msg("%s: %s instead of %s", cases[i].name, found != NULL ? found : "(none)",
                     cases[i].nearest != NULL ? cases[i].nearest : "(none)");
        }
    }
    assert_null(text_nearest("peso", NULL, 0));
}

static void nearest_of_several(void **state) {
    (void)state;
    static const char *const later[] = {"colonnato", "colonne", "colonna"};
    assert_string_equal(text_nearest("colona", later, 3), "colonna");
    assert_string_equal(text_nearest("colonnx", later, 3), "colonne"); /* tie with colonna */
    static const char *const odd[] = {"", "\xFF\xFE", "nome"};
    assert_string_equal(text_nearest("nomee", odd, 3), "nome");
}

static void nearest_of_long_names(void **state) {
    (void)state;
    char a[400], b[400];
    const char *const candidates[] = {b};
    for (size_t length = 1; length < sizeof a; length++) {
        memset(a, 'x', length);
        memcpy(b, a, sizeof a);
        a[length] = b[length] = '\0';
        b[length / 2] = 'y';
        const char *found = text_nearest(a, candidates, 1);
        assert_ptr_equal(found, length <= 96 ? b : NULL); /* longer is no name */
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_buffer),
        cmocka_unit_test(appending),
        cmocka_unit_test(growing),
        cmocka_unit_test(questions),
        cmocka_unit_test(hashes),
        cmocka_unit_test(nearest),
        cmocka_unit_test(nearest_of_several),
        cmocka_unit_test(nearest_of_long_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
