/* format: Italian forms of numbers, money and dates.
 *
 * "4.193,23", "40,00 %", "€ 1.000,00", "31/12/2023", "31 dicembre 2023". Independent of the locale. */
#ifndef PIAO_INPUT_FORMAT_H
#define PIAO_INPUT_FORMAT_H

#include "base/date.h"
#include "base/decimal.h"
#include "base/str.h"

/* VALUE with PLACES decimals (-1: as many as the number has), comma, and dots between thousands when
 * GROUPED. Rounds half up unless ROUNDING says otherwise. */
void format_number(struct buf *buf, struct decimal value, int places, bool grouped,
                   enum decimal_rounding rounding);
void format_date(struct buf *buf, struct date date);      /* 31/12/2023 */
void format_date_long(struct buf *buf, struct date date); /* 31 dicembre 2023, 1º gennaio 2023 */
const char *format_month(int month);                      /* "gennaio".. for 1..12 */
const char *format_month_short(int month);                /* "gen".. */
/* Reads an Italian number out of a whole text: "3.800" is 3800, "40,67" is 40.67, "-1" too. False when
 * TEXT is anything else. */
bool format_parse_number(const char *text, struct decimal *out);

#endif
