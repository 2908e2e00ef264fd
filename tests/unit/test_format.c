/* format: Italian numbers and dates, written and read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <locale.h>
#include <string.h>

#include <cmocka.h>

#include "input/format.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct decimal number(const char *text) {
    struct decimal value;
    assert_true(decimal_parse(text, strlen(text), &value));
    return value;
}

static void numbers_are_written_in_italian(void **state) {
    (void)state;
    static const struct {
        const char *value;
        int places;
        bool grouped;
        const char *text;
    } cases[] = {
        {"4193.23", 2, true, "4.193,23"},
        {"4193.23", 2, false, "4193,23"},
        {"40", 2, true, "40,00"},
        {"40", 0, true, "40"},
        {"40.00", -1, true, "40,00"},
        {"40.5", -1, true, "40,5"},
        {"40", -1, true, "40"},
        {"0", 0, true, "0"},
        {"0", 2, true, "0,00"},
        {"999", 0, true, "999"},
        {"1000", 0, true, "1.000"},
        {"-1000", 0, true, "-1.000"},
        {"-999", 0, true, "-999"},
        {"999999.5", 0, true, "1.000.000"},
        {"1234567890.125", -1, true, "1.234.567.890,125"},
        {"0.005", 2, true, "0,01"},
        {"-0.005", 2, true, "-0,01"},
        {"-0.004", 2, true, "0,00"},
        {"2.5", 0, true, "3"},
        {"99.999", 2, true, "100,00"},
        {"12345678901234567890123456789012345678", 2, true,
         "12.345.678.901.234.567.890.123.456.789.012.345.678,00"},
        {"1", 40, true, "1,0000000000000000000000000000000000000000"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf = BUF_INIT;
        format_number(&buf, number(cases[i].value), cases[i].places, cases[i].grouped,
                      DECIMAL_HALF_UP);
        assert_string_equal(buf_string(&buf), cases[i].text);
        buf_free(&buf);
    }
}

static void rounding_is_the_callers(void **state) {
    (void)state;
    static const struct {
        enum decimal_rounding rounding;
        const char *text;
    } cases[] = {{DECIMAL_HALF_UP, "0,13"}, {DECIMAL_HALF_EVEN, "0,12"}, {DECIMAL_DOWN, "0,12"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf = BUF_INIT;
        format_number(&buf, number("0.125"), 2, true, cases[i].rounding);
        assert_string_equal(buf_string(&buf), cases[i].text);
        buf_free(&buf);
    }
}

static void text_is_added_at_the_end(void **state) {
    (void)state;
    struct buf buf = BUF_INIT;
    buf_text(&buf, "€ ");
    format_number(&buf, number("1000"), 2, true, DECIMAL_HALF_UP);
    buf_text(&buf, " al ");
    format_date(&buf, (struct date){2023, 2, 3});
    assert_string_equal(buf_string(&buf), "€ 1.000,00 al 03/02/2023");
    buf_free(&buf);
}

static void dates_are_written_in_italian(void **state) {
    (void)state;
    static const struct {
        struct date date;
        const char *plain, *lengthy;
    } cases[] = {
        {{2023, 12, 31}, "31/12/2023", "31 dicembre 2023"},
        {{2023, 1, 1}, "01/01/2023", "1º gennaio 2023"},
        {{2024, 8, 11}, "11/08/2024", "11 agosto 2024"},
        {{2024, 2, 29}, "29/02/2024", "29 febbraio 2024"},
        {{987, 5, 1}, "01/05/0987", "1º maggio 987"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf = BUF_INIT;
        format_date(&buf, cases[i].date);
        assert_string_equal(buf_string(&buf), cases[i].plain);
        buf_clear(&buf);
        format_date_long(&buf, cases[i].date);
        assert_string_equal(buf_string(&buf), cases[i].lengthy);
        buf_free(&buf);
    }
}

static void months_have_names(void **state) {
    (void)state;
    static const char *const names[] = {"gennaio",   "febbraio", "marzo",    "aprile",
                                        "maggio",    "giugno",   "luglio",   "agosto",
                                        "settembre", "ottobre",  "novembre", "dicembre"};
    for (int i = 1; i <= 12; i++) {
        assert_string_equal(format_month(i), names[i - 1]);
        assert_int_equal(strlen(format_month_short(i)), 3);
        assert_memory_equal(format_month_short(i), names[i - 1], 3);
    }
    assert_string_equal(format_month(0), "");
    assert_string_equal(format_month(13), "");
    assert_string_equal(format_month_short(0), "");
    assert_string_equal(format_month_short(13), "");
}

static void italian_numbers_are_read(void **state) {
    (void)state;
    static const struct {
        const char *text, *value; /* NULL: no number */
    } cases[] = {
        {"3.800", "3800"},
        {"40,67", "40.67"},
        {"-1", "-1"},
        {"0", "0"},
        {"000", "0"},
        {"007", "7"},
        {"00,50", "0.50"},
        {"0,5", "0.5"},
        {"-0,5", "-0.5"},
        {"100,00", "100.00"},
        {"1100", "1100"},
        {"1.234.567,89", "1234567.89"},
        {"12.345", "12345"},
        {"123.456", "123456"},
        {"-1.000,5", "-1000.5"},
        {"", NULL},
        {NULL, NULL},
        {"-", NULL},
        {",5", NULL},
        {"5,", NULL},
        {".5", NULL},
        {"5.", NULL},
        {"3.80", NULL},
        {"3.8000", NULL},
        {"1234.567", NULL},
        {"0.800", NULL},
        {"1.000.00", NULL},
        {"1.000,000.000", NULL},
        {"1,5,5", NULL},
        {"1,000.5", NULL},
        {"+1", NULL},
        {"--1", NULL},
        {" 1", NULL},
        {"1 ", NULL},
        {"1e3", NULL},
        {"40 %", NULL},
        {">=90", NULL},
        {"SI", NULL},
        {"12 giorni", NULL},
        {"１", NULL},
        {"12345678901234567890123456789012345678901234567890", NULL},
        {"0,1234567890123456789012345678901234567890123456789", NULL},
        {"11111111111111111111111111111111111111111111111111111111111111111111111111", NULL},
        {"0,00000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
         "000000000000000000000000000000000000000000000000000000000000000000000000000000000001",
         NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct decimal value = {-1, 0};
        bool read = format_parse_number(cases[i].text, &value);
        assert_int_equal(read, cases[i].value != NULL);
        assert_int_equal(decimal_compare(value, number(cases[i].value ? cases[i].value : "0")), 0);
    }
}

static void written_numbers_are_read_back(void **state) {
    (void)state;
    static const char *const values[] = {"0", "-1", "1000", "-123456.789", "0.000001", "999999999"};
    for (size_t i = 0; i < COUNT(values); i++) {
        for (int grouped = 0; grouped < 2; grouped++) {
            struct buf buf = BUF_INIT;
            struct decimal back;
            format_number(&buf, number(values[i]), -1, grouped, DECIMAL_HALF_UP);
            assert_true(format_parse_number(buf_string(&buf), &back));
            assert_int_equal(decimal_compare(back, number(values[i])), 0);
            buf_free(&buf);
        }
    }
}

int main(void) {
    setlocale(LC_ALL, ""); /* whatever it is, nothing may change */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_in_italian),
        cmocka_unit_test(rounding_is_the_callers),
        cmocka_unit_test(text_is_added_at_the_end),
        cmocka_unit_test(dates_are_written_in_italian),
        cmocka_unit_test(months_have_names),
        cmocka_unit_test(italian_numbers_are_read),
        cmocka_unit_test(written_numbers_are_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
