/* date: days of the proleptic Gregorian calendar, without clock, zone or locale. */
#ifndef PIAO_BASE_DATE_H
#define PIAO_BASE_DATE_H

#include <stdbool.h>
#include <stdint.h>

struct date {
    int year;  /* 1..9999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

bool date_valid(struct date date);
/* Reads exactly "YYYY-MM-DD"; false when the form is another or the day does not exist. */
bool date_parse(const char *text, struct date *out);
/* True when TEXT has the form of an ISO date (digits and hyphens in place), existing or not. */
bool date_has_form(const char *text);
int64_t date_days(struct date date); /* days since 1970-01-01 */
/* The inverse; what lies outside of the years 1..9999 gives a date that is not valid. */
struct date date_from_days(int64_t days);
int date_month_length(int year, int month);

#endif
