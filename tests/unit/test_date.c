/* Does every day from 0001-01-01 to 9999-12-31 have its number, and no other text pass for a day?
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/date.h"

static void parsing(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool form, valid;
        struct date date;
    } cases[] = {
        {"2026-01-31", true, true, {2026, 1, 31}},
        {"2024-02-29", true, true, {2024, 2, 29}},
        {"2000-02-29", true, true, {2000, 2, 29}},
        {"0001-01-01", true, true, {1, 1, 1}},
        {"9999-12-31", true, true, {9999, 12, 31}},
        {"2023-02-29", true, false, {0, 0, 0}},
        {"1900-02-29", true, false, {0, 0, 0}},
        {"2026-04-31", true, false, {0, 0, 0}},
        {"2026-13-01", true, false, {0, 0, 0}},
        {"2026-00-10", true, false, {0, 0, 0}},
        {"2026-10-00", true, false, {0, 0, 0}},
        {"0000-01-01", true, false, {0, 0, 0}},
        {"2026-1-31", false, false, {0, 0, 0}},
        {"31/12/2026", false, false, {0, 0, 0}},
        {"2026-12-31 ", false, false, {0, 0, 0}},
        {"2026-12-31T00:00", false, false, {0, 0, 0}},
        {" 2026-12-31", false, false, {0, 0, 0}},
        {"2026/12/31", false, false, {0, 0, 0}},
        {"+026-12-31", false, false, {0, 0, 0}},
        {"2026-12-3", false, false, {0, 0, 0}},
        {"2026-12-", false, false, {0, 0, 0}},
        {"2026", false, false, {0, 0, 0}},
        {"", false, false, {0, 0, 0}},
        {NULL, false, false, {0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date = {1, 2, 3};
        assert_int_equal(date_has_form(cases[i].text), cases[i].form);
        assert_int_equal(date_parse(cases[i].text, &date), cases[i].valid);
        assert_memory_equal(&date, &cases[i].date, sizeof date);
    }
}

static void known_days(void **state) {
    (void)state;
    static const struct {
        struct date date;
        int64_t days;
    } cases[] = {
        {{1970, 1, 1}, 0},      {{1969, 12, 31}, -1},      {{1970, 1, 2}, 1},
        {{2000, 2, 29}, 11016}, {{2000, 3, 1}, 11017},     {{2026, 11, 20}, 20777},
        {{1, 1, 1}, -719162},   {{9999, 12, 31}, 2932896},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(date_days(cases[i].date), cases[i].days);
        struct date date = date_from_days(cases[i].days);
        assert_memory_equal(&date, &cases[i].date, sizeof date);
    }
}

static void every_day_in_order(void **state) {
    (void)state;
    int64_t days = -719162;
    for (int year = 1; year <= 9999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= date_month_length(year, month); day++, days++) {
                struct date date = {year, month, day}, back = date_from_days(days);
                if (!date_valid(date) || date_days(date) != days || back.year != year ||
                    back.month != month || back.day != day) {
                    fail_msg("%04d-%02d-%02d", year, month, day);
                }
            }
        }
    }
    assert_int_equal(days, 2932897);
}

static void outside(void **state) {
    (void)state;
    static const int64_t days[] = {-719163, 2932897, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        assert_false(date_valid(date_from_days(days[i])));
    }
    static const struct date dates[] = {{0, 1, 1},     {10000, 1, 1}, {2026, 0, 1},  {2026, 13, 1},
                                        {2026, 1, 0},  {2026, 1, 32}, {2026, 2, 29}, {-1, 5, 5},
                                        {2026, -1, 1}, {2026, 6, 31}};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        assert_false(date_valid(dates[i]));
    }
}

static void month_lengths(void **state) {
    (void)state;
    static const int plain[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; month++) {
        assert_int_equal(date_month_length(2026, month), plain[month - 1]);
    }
    assert_int_equal(date_month_length(2024, 2), 29);
    assert_int_equal(date_month_length(2000, 2), 29);
    assert_int_equal(date_month_length(2100, 2), 28);
    assert_int_equal(date_month_length(2026, 0), 0);
    assert_int_equal(date_month_length(2026, 13), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parsing),
        cmocka_unit_test(known_days),
        cmocka_unit_test(every_day_in_order),
        cmocka_unit_test(outside),
        cmocka_unit_test(month_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
