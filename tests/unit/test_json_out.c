/* json_out: the form of what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_out.h"

static void writes(const struct buf *buf, const char *expected) {
    assert_string_equal(buf_string(buf), expected);
}

static void empty_ones_stay_on_their_line(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    struct json_out out = {.buf = &buf};
    json_out_open(&out, NULL, '{');
    json_out_close(&out, '}');
    writes(&buf, "{}\n");
    buf_clear(&buf);
    out = (struct json_out){.buf = &buf};
    json_out_open(&out, NULL, '[');
    json_out_open(&out, NULL, '{');
    json_out_close(&out, '}');
    json_out_open(&out, NULL, '[');
    json_out_close(&out, ']');
    json_out_close(&out, ']');
    writes(&buf, "[\n  {},\n  []\n]\n");
    buf_free(&buf);
}

static void every_value_has_its_line(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    struct json_out out = {.buf = &buf};
    json_out_open(&out, NULL, '{');
    json_out_text(&out, "più \"a\"", "riga\nuno \\ è");
    json_out_open(&out, "b", '[');
    json_out_int(&out, NULL, -2147483647 - 1);
    json_out_bool(&out, NULL, true);
    json_out_bool(&out, NULL, false);
    json_out_null(&out, NULL);
    json_out_open(&out, NULL, '{');
    json_out_int(&out, "c", 0);
    json_out_close(&out, '}');
    json_out_close(&out, ']');
    json_out_null(&out, "d");
    json_out_close(&out, '}');
    writes(&buf, "{\n"
                 "  \"più \\\"a\\\"\": \"riga\\nuno \\\\ è\",\n"
                 "  \"b\": [\n"
                 "    -2147483648,\n"
                 "    true,\n"
                 "    false,\n"
                 "    null,\n"
                 "    {\n"
                 "      \"c\": 0\n"
                 "    }\n"
                 "  ],\n"
                 "  \"d\": null\n"
                 "}\n");
    buf_free(&buf);
}

static void a_root_may_be_plain(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    struct json_out out = {.buf = &buf};
    json_out_text(&out, NULL, "");
    writes(&buf, "\"\"");
    buf_free(&buf);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(empty_ones_stay_on_their_line),
        cmocka_unit_test(every_value_has_its_line),
        cmocka_unit_test(a_root_may_be_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
