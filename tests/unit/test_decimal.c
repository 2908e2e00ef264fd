/* Is every digit right, and is what cannot be exact refused? Numbers are written as texts; the
 * largest coefficient is 2^127 - 1 = 170141183460469231731687303715884105727. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/decimal.h"
#include "base/str.h"

#define LARGEST      "170141183460469231731687303715884105727"
#define LOWEST       "-170141183460469231731687303715884105727"
#define COUNT(cases) (sizeof(cases) / sizeof *(cases))

static struct decimal number(const char *text) {
    struct decimal value;
    if (!decimal_parse(text, strlen(text), &value)) {
        fail_msg("cannot parse %s", text);
    }
    return value;
}

static void assert_number(struct decimal value, const char *expected, const char *what) {
    char text[DECIMAL_TEXT_SIZE];
    size_t length = decimal_text(value, text);
    if (length != strlen(text) || strcmp(text, expected) != 0) {
        fail_msg("%s: %s instead of %s", what, text, expected);
    }
}

static void parsing(void **state) {
    (void)state;
    static const struct {
        const char *text, *digits;
    } cases[] = {
        {"0", "0"},
        {"-0", "0"},
        {"7", "7"},
        {"-12", "-12"},
        {"100.00", "100.00"}, /* written digits are kept */
        {"0.05", "0.05"},
        {"-0.5", "-0.5"},
        {"0.00", "0.00"},
        {"1e3", "1000"},
        {"1E+3", "1000"},
        {"1.50e1", "15.0"},
        {"-12.5e3", "-12500"},
        {"1.5e0", "1.5"},
        {"15e-1", "1.5"},
        {"150e-2", "1.50"},
        {"1e-30", "0.000000000000000000000000000001"},
        {"1e00000000000000000000000000000000000000002", "100"},
        {"0e999999999999999999999999", "0"},
        {"0e-999999999999999999999999", "0.000000000000000000000000000000"},
        {"0.1e-29", "0.000000000000000000000000000001"},
        {"10e-31", "0.000000000000000000000000000001"},
        {"1e38", "100000000000000000000000000000000000000"},
        {"0.000000000000000000000000000000000000001e38", "0.1"},
        {"1.0000000000000000000000000000000000000000000000000", "1.000000000000000000000000000000"},
        {"1234567890123.000000000000000000000000000000",
         "1234567890123.00000000000000000000000000"},
        {"100000000000000000000000000000000000000000000000000e-50",
         "1.000000000000000000000000000000"},
        {LARGEST, LARGEST},
        {"-" LARGEST, "-" LARGEST},
        {"17014118346046923173168730371588410572.7", "17014118346046923173168730371588410572.7"},
        {"17014118346046923173168730371588410572.70", "17014118346046923173168730371588410572.7"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_number(number(cases[i].text), cases[i].digits, cases[i].text);
    }
}

static void refused_texts(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "-",
        "+1",
        ".5",
        "5.",
        "01",
        "-01",
        "1e",
        "1e+",
        "1.e1",
        "e5",
        "1,5",
        " 1",
        "1 ",
        "--1",
        "0x10",
        "1e1.5",
        "NaN",
        "Infinity",
        "1.2.3",
        "1_000",
        "1.-5",
        "00",
        "1e--1",
        "a",
        "1a",
        "-.5",
        "0.",
        "1e 5",
        /* more digits than fit */
        "170141183460469231731687303715884105728",
        "-170141183460469231731687303715884105728",
        "1e39",
        "2e38",
        "1e-31",
        "1e999999999999999999999",
        "1e-999999999999999999999",
        "1.0000000000000000000000000000001",
        "17014118346046923173168730371588410572.71",
        "999999999999999999999999999999999999999",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decimal value = {5, 5};
        if (decimal_parse(cases[i], strlen(cases[i]), &value)) {
            fail_msg("accepted: \"%s\"", cases[i]);
        }
        assert_true(value.coefficient == 0 && value.scale == 0);
    }
    struct decimal value;
    assert_true(decimal_parse("12345", 2, &value)); /* SIZE counts, no NUL is needed */
    assert_number(value, "12", "two of five digits");
    assert_false(decimal_parse("1\0002", 3, &value));
    assert_false(decimal_parse("1e5", 2, &value));
}

static void million_digits(void **state) {
    (void)state;
    struct buf text = BUF_INIT;
    struct decimal value;
    buf_text(&text, "0.");
    for (int i = 0; i < 1000000; i++) {
        buf_char(&text, '0');
    }
    assert_true(decimal_parse(text.data, text.size, &value));
    assert_int_equal(decimal_sign(value), 0);
    assert_int_equal(value.scale, DECIMAL_MAX_SCALE);
    buf_text(&text, "25e1000001");
    assert_true(decimal_parse(text.data, text.size, &value));
    assert_number(value, "2.5", "a point a million digits away");
    buf_free(&text);
    for (int i = 0; i < 1000000; i++) {
        buf_char(&text, '9');
    }
    assert_false(decimal_parse(text.data, text.size, &value));
    buf_free(&text);
}

enum operation { ADD, SUBTRACT, MULTIPLY, DIVIDE };

static void arithmetic(void **state) {
    (void)state;
    static const struct {
        enum operation operation;
        const char *a, *b, *result; /* NULL: refused */
    } cases[] = {
        {ADD, "1", "2", "3"},
        {ADD, "0.1", "0.2", "0.3"},
        {ADD, "1.50", "0.5", "2.00"},
        {ADD, "-1.5", "1.5", "0.0"},
        {ADD, "5.2", "-3.70", "1.50"},
        {ADD, "-5.2", "3.70", "-1.50"},
        {ADD, "0.7", "-1", "-0.3"},
        {ADD, "-0.7", "1", "0.3"},
        {ADD, "33.33", "66.67", "100.00"},
        {ADD, LARGEST, "0", LARGEST},
        {ADD, LARGEST, "1", NULL},
        {ADD, "-" LARGEST, "-1", NULL},
        {ADD, "-" LARGEST, "1", "-170141183460469231731687303715884105726"},
        {ADD, LARGEST, "-" LARGEST, "0"},
        {ADD, LARGEST, "0.0", LARGEST}, /* the zero after the point does not matter */
        {ADD, LARGEST, "0.5", NULL},
        {ADD, "1e38", "1e-1", NULL},
        {ADD, "1e37", "1e-1", "10000000000000000000000000000000000000.1"},
        {ADD, "1e8", "1e-30", "100000000.000000000000000000000000000001"},
        {ADD, "2e8", "1e-30", NULL},
        /* too long with the digit after the point, until that digit turns out to be zero */
        {ADD, "12000000000000000000000000000000000000.5",
         "12000000000000000000000000000000000000.5", "24000000000000000000000000000000000001"},
        /* a term that cannot be lengthened, and a sum that can */
        {ADD, "17500000000000000000000000000000000000", "-10000000000000000000000000000000000000.5",
         "7499999999999999999999999999999999999.5"},
        {ADD, "-17500000000000000000000000000000000000", "10000000000000000000000000000000000000.5",
         "-7499999999999999999999999999999999999.5"},
        {SUBTRACT, "1", "2", "-1"},
        {SUBTRACT, "100", "99.99", "0.01"},
        {SUBTRACT, "-" LARGEST, "1", NULL},
        {SUBTRACT, LARGEST, LARGEST, "0"},
        {MULTIPLY, "1.50", "2", "3.00"},
        {MULTIPLY, "-1.5", "1.5", "-2.25"},
        {MULTIPLY, "-3", "-4", "12"},
        {MULTIPLY, "0", "-4", "0"},
        {MULTIPLY, "0.0", LARGEST, "0.0"},
        {MULTIPLY, LARGEST, "1", LARGEST},
        {MULTIPLY, LARGEST, "1.00", LARGEST},
        {MULTIPLY, LARGEST, "-1", "-" LARGEST},
        {MULTIPLY, LARGEST, "2", NULL},
        {MULTIPLY, LARGEST, "0.1", "17014118346046923173168730371588410572.7"},
        {MULTIPLY, "1e-15", "1e-15", "0.000000000000000000000000000001"},
        {MULTIPLY, "1e-16", "1e-15", NULL},
        {MULTIPLY, "4e-16", "25e-16", "0.000000000000000000000000000001"},
        {MULTIPLY, "2e-16", "5e-15", "0.000000000000000000000000000001"},
        {MULTIPLY, "5e-16", "2e-15", "0.000000000000000000000000000001"},
        {MULTIPLY, "0.000000000000000000000000000000", "0.5", "0.000000000000000000000000000000"},
        /* 2^50 x 5^50 is 10^50, of which trailing zeros fall until it fits */
        {MULTIPLY, "1125899906.842624", "888178419700125232338905334472656.25e-9",
         "1000000000000000000000000000000000.00000"},
        {MULTIPLY, "10000000000000000000", "10000000000000000000",
         "100000000000000000000000000000000000000"},
        {MULTIPLY, "13043817825332782213", "13043817825332782213", NULL},
        {MULTIPLY, "13043817825332782212", "13043817825332782212",
         "170141183460469231722567801800623612944"},
        {DIVIDE, "1", "0", NULL},
        {DIVIDE, "0", "0.00", NULL},
        {DIVIDE, "0", "7", "0"},
        {DIVIDE, "0.00", "-7", "0"},
        {DIVIDE, "6", "3", "2"},
        {DIVIDE, "1", "8", "0.125"},
        {DIVIDE, "-1", "8", "-0.125"},
        {DIVIDE, "1", "-8", "-0.125"},
        {DIVIDE, "-1", "-8", "0.125"},
        {DIVIDE, "1", "3", "0.333333333333333333"},
        {DIVIDE, "2", "3", "0.666666666666666667"},
        {DIVIDE, "-2", "3", "-0.666666666666666667"},
        {DIVIDE, "100", "7", "14.285714285714285714"},
        {DIVIDE, "1.50", "0.5", "3"},
        {DIVIDE, "100.00", "1", "100"},
        {DIVIDE, "1", "0.001", "1000"},
        {DIVIDE, "1", "2000000000000000000", "0"},                    /* 0.5 units: even */
        {DIVIDE, "3", "2000000000000000000", "0.000000000000000002"}, /* 1.5 */
        {DIVIDE, "5", "2000000000000000000", "0.000000000000000002"}, /* 2.5 */
        {DIVIDE, "-5", "2000000000000000000", "-0.000000000000000002"},
        {DIVIDE, "51", "20000000000000000000", "0.000000000000000003"}, /* 2.55 */
        {DIVIDE, "49", "20000000000000000000", "0.000000000000000002"}, /* 2.45 */
        {DIVIDE, "0.0000000000000000025", "1", "0.000000000000000002"},
        {DIVIDE, "0.0000000000000000035", "1", "0.000000000000000004"},
        {DIVIDE, "0.00000000000000000250", "1", "0.000000000000000002"},
        {DIVIDE, "0.0000000000000000050000000000", "2", "0.000000000000000002"},
        {DIVIDE, "0.000000000000000005000000000001", "2", "0.000000000000000003"}, /* rest counts */
        {DIVIDE, "1e38", "1", "100000000000000000000000000000000000000"},
        {DIVIDE, LARGEST, "1", LARGEST},
        {DIVIDE, LARGEST, LARGEST, "1"},
        {DIVIDE, LARGEST, "-" LARGEST, "-1"},
        {DIVIDE, "170141183460469231731687303715884105726", LARGEST, "1"},
        {DIVIDE, "1", LARGEST, "0"},
        {DIVIDE, "17014118346046923173168730371588410572.7", "0.1", LARGEST},
        {DIVIDE, LARGEST, "0.1", NULL},
        {DIVIDE, "1e30", "3", NULL},
        {DIVIDE, "1e20", "3", "33333333333333333333.333333333333333333"},
        {DIVIDE, "1", "1e-30", "1000000000000000000000000000000"},
        {DIVIDE, "1e9", "1e-30", NULL},
        {DIVIDE, "1e-30", "1e-30", "1"},
        {DIVIDE, "1e-30", "3e-30", "0.333333333333333333"},
        {DIVIDE, "1e-30", LARGEST, "0"},
    };
    static bool (*const operations[])(struct decimal, struct decimal, struct decimal *) = {
        [ADD] = decimal_add,
        [SUBTRACT] = decimal_subtract,
        [MULTIPLY] = decimal_multiply,
        [DIVIDE] = decimal_divide,
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char what[200];
        snprintf(what, sizeof what, "%s %c %s", cases[i].a, "+-*/"[cases[i].operation], cases[i].b);
        struct decimal a = number(cases[i].a), b = number(cases[i].b), result = {5, 5};
        bool fits = operations[cases[i].operation](a, b, &result);
        if (!fits) {
            assert_true(result.coefficient == 0 && result.scale == 0);
        }
        if (fits != (cases[i].result != NULL)) {
            fail_msg("%s: %s", what, fits ? "not refused" : "refused");
        }
        if (fits) {
            assert_number(result, cases[i].result, what);
        }
    }
}

static void rounding(void **state) {
    (void)state;
    static const struct {
        const char *value;
        int places;
        const char *up, *even, *down;
    } cases[] = {
        {"0.125", 2, "0.13", "0.12", "0.12"},
        {"40.625", 2, "40.63", "40.62", "40.62"},
        {"40.635", 2, "40.64", "40.64", "40.63"},
        {"40.6251", 2, "40.63", "40.63", "40.62"},
        {"40.6249", 2, "40.62", "40.62", "40.62"},
        {"-0.125", 2, "-0.13", "-0.12", "-0.12"},
        {"-0.135", 2, "-0.14", "-0.14", "-0.13"},
        {"-0.1251", 2, "-0.13", "-0.13", "-0.12"},
        {"0.5", 0, "1", "0", "0"},
        {"1.5", 0, "2", "2", "1"},
        {"2.5", 0, "3", "2", "2"},
        {"-0.5", 0, "-1", "0", "0"},
        {"-2.5", 0, "-3", "-2", "-2"},
        {"0.49999999999999999", 0, "0", "0", "0"},
        {"99.995", 2, "100.00", "100.00", "99.99"},
        {"-99.995", 2, "-100.00", "-100.00", "-99.99"},
        {"7", 2, "7.00", "7.00", "7.00"},
        {"7.10", 2, "7.10", "7.10", "7.10"},
        {"0", 3, "0.000", "0.000", "0.000"},
        {"1.25", -3, "1", "1", "1"},
        {"1", 31, "1.000000000000000000000000000000", "1.000000000000000000000000000000",
         "1.000000000000000000000000000000"},
        {LARGEST, 1, LARGEST, LARGEST, LARGEST}, /* the zero does not fit */
        {"0.000000000000000000000000000001", 29, "0.00000000000000000000000000000",
         "0.00000000000000000000000000000", "0.00000000000000000000000000000"},
        {"0.000000000000000000000000000005", 29, "0.00000000000000000000000000001",
         "0.00000000000000000000000000000", "0.00000000000000000000000000000"},
        {"17014118346046923173168730371588410572.7", 0, "17014118346046923173168730371588410573",
         "17014118346046923173168730371588410573", "17014118346046923173168730371588410572"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decimal value = number(cases[i].value);
        assert_number(decimal_round(value, cases[i].places, DECIMAL_HALF_UP), cases[i].up,
                      cases[i].value);
        assert_number(decimal_round(value, cases[i].places, DECIMAL_HALF_EVEN), cases[i].even,
                      cases[i].value);
        assert_number(decimal_round(value, cases[i].places, DECIMAL_DOWN), cases[i].down,
                      cases[i].value);
    }
}

static void comparing(void **state) {
    (void)state;
    static const char *const rising[] = {
        LOWEST,
        "-1e37",
        "-17014118346046923173168730371588410572.7e-1",
        "-2",
        "-1.5",
        "-0.9",
        "-1e-30",
        "0",
        "1e-30",
        "0.1",
        "0.10000000000000000000000000001",
        "0.9",
        "1",
        "1.5",
        "1701411834604692317316873037158841057.27",
        "1e37",
        "1e38",
        LARGEST,
    };
    for (size_t i = 0; i < COUNT(rising); i++) {
        for (size_t k = 0; k < COUNT(rising); k++) {
            int expected = (i > k) - (i < k);
            int found = decimal_compare(number(rising[i]), number(rising[k]));
            if ((found > 0) - (found < 0) != expected) {
                fail_msg("%s against %s: %d", rising[i], rising[k], found);
            }
        }
        assert_int_equal(decimal_sign(number(rising[i])), i < 7 ? -1 : i == 7 ? 0 : 1);
    }
    assert_int_equal(decimal_compare(number("1.0"), number("1")), 0);
    assert_int_equal(decimal_compare(number("-0.00"), number("0")), 0);
    assert_int_equal(decimal_compare(number("1.50"), number("1.500000000000000000000000000000")),
                     0);
}

static void integers(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool integer, fits;
        int64_t value;
    } cases[] = {
        {"0", true, true, 0},
        {"-0.00", true, true, 0},
        {"12.00", true, true, 12},
        {"-12.0", true, true, -12},
        {"12.5", false, false, 0},
        {"0.1", false, false, 0},
        {"9223372036854775807", true, true, INT64_MAX},
        {"-9223372036854775808", true, true, INT64_MIN},
        {"9223372036854775808", true, false, 0},
        {"-9223372036854775809", true, false, 0},
        {"9223372036854775807.5", false, false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t value = 77;
        assert_int_equal(decimal_is_integer(number(cases[i].text)), cases[i].integer);
        assert_int_equal(decimal_to_int64(number(cases[i].text), &value), cases[i].fits);
        assert_true(value == cases[i].value);
    }
    assert_number(decimal_from_int(INT64_MIN), "-9223372036854775808", "INT64_MIN");
    assert_number(decimal_from_int(INT64_MAX), "9223372036854775807", "INT64_MAX");
    assert_number(decimal_from_int(0), "0", "0");
}

static void normal_and_negated(void **state) {
    (void)state;
    assert_number(decimal_normal(number("1.500")), "1.5", "1.500");
    assert_number(decimal_normal(number("-100.00")), "-100", "-100.00");
    assert_number(decimal_normal(number("0.00")), "0", "0.00");
    assert_number(decimal_normal(number("100")), "100", "100");
    assert_number(decimal_negate(number("1.50")), "-1.50", "1.50");
    assert_number(decimal_negate(number("-" LARGEST)), LARGEST, "largest");
    assert_number(decimal_negate(number("0.0")), "0.0", "0.0");
}

static void longest_texts(void **state) {
    (void)state;
    struct decimal value = number("-" LARGEST);
    char text[DECIMAL_TEXT_SIZE];
    for (value.scale = 0; value.scale <= DECIMAL_MAX_SCALE; value.scale++) {
        assert_int_equal(decimal_text(value, text), value.scale == 0 ? 40 : 41);
        struct decimal back = number(text);
        assert_true(back.coefficient == value.coefficient && back.scale == value.scale);
    }
    value = (struct decimal){-5, DECIMAL_MAX_SCALE};
    assert_int_equal(decimal_text(value, text), DECIMAL_MAX_SCALE + 3);
    assert_string_equal(text, "-0.000000000000000000000000000005");
}

/* a / b x b lies within b / 2 units of the last place of a, for many pairs. */
static void quotients_are_near(void **state) {
    (void)state;
    uint64_t seed = 20261120;
    for (int i = 0; i < 20000; i++) {
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct decimal a = {(int32_t)(seed >> 33) - 1000000000, (int)(seed % 4)};
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        struct decimal b = {(int32_t)(seed >> 44) + 1, (int)(seed % 4)}, quotient, product, rest;
        assert_true(decimal_divide(a, b, &quotient));
        assert_true(decimal_multiply(quotient, b, &product));
        assert_true(decimal_subtract(a, product, &rest));
        struct decimal half = {5, DECIMAL_DIVIDE_SCALE + 1}, most;
        assert_true(decimal_multiply(b, half, &most));
        assert_true(decimal_compare(rest, most) <= 0);
        assert_true(decimal_compare(decimal_negate(rest), most) <= 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing),        cmocka_unit_test(refused_texts),
        cmocka_unit_test(million_digits), cmocka_unit_test(arithmetic),
        cmocka_unit_test(rounding),       cmocka_unit_test(comparing),
        cmocka_unit_test(integers),       cmocka_unit_test(normal_and_negated),
        cmocka_unit_test(longest_texts),  cmocka_unit_test(quotients_are_near),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
