/* Which day is that? Days are counted in eras of 400 years that begin on 1 March, so that the leap
 * day is the last of its year and months follow one formula. */
#include "base/date.h"

#include <stddef.h>

enum { DAYS_OF_ERA = 146097, EPOCH_FROM_ERA_0 = 719468 /* 0000-03-01 to 1970-01-01 */ };

static bool leap(int year) {
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int date_month_length(int year, int month) {
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month < 1 || month > 12) {
        return 0;
    }
    return month == 2 && leap(year) ? 29 : lengths[month - 1];
}

bool date_valid(struct date date) {
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 &&
           date.day >= 1 && date.day <= date_month_length(date.year, date.month);
}

bool date_has_form(const char *text) {
    static const char form[] = "dddd-dd-dd";
    if (text == NULL) {
        return false;
    }
    for (int i = 0; form[i] != '\0'; i++) {
        bool fits = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
        if (!fits) {
            return false;
        }
    }
    return text[sizeof form - 1] == '\0';
}

static int number(const char *digits, int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
        value = value * 10 + (digits[i] - '0');
    }
    return value;
}

bool date_parse(const char *text, struct date *out) {
    *out = (struct date){0};
    if (!date_has_form(text)) {
        return false;
    }
    struct date date = {number(text, 4), number(text + 5, 2), number(text + 8, 2)};
    if (!date_valid(date)) {
        return false;
    }
    *out = date;
    return true;
}

int64_t date_days(struct date date) {
    int year = date.month <= 2 ? date.year - 1 : date.year; /* the year that began in March */
    int month = (date.month + 9) % 12;                      /* March is 0 */
    int era = year / 400, year_of_era = year % 400;
    int day_of_year = (153 * month + 2) / 5 + date.day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return (int64_t)era * DAYS_OF_ERA + day_of_era - EPOCH_FROM_ERA_0;
}

struct date date_from_days(int64_t days) {
    static const struct date first = {1, 1, 1}, last = {9999, 12, 31};
    if (days < date_days(first) || days > date_days(last)) {
        return (struct date){0}; /* no date: date_valid says so */
    }
    int count = (int)(days + EPOCH_FROM_ERA_0);
    int era = count / DAYS_OF_ERA, day_of_era = count % DAYS_OF_ERA;
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (5 * day_of_year + 2) / 153;
    int year = era * 400 + year_of_era + (month >= 10 ? 1 : 0);
    return (struct date){year, (month + 2) % 12 + 1, day_of_year - (153 * month + 2) / 5 + 1};
}
