/* decimal: exact decimal numbers for weights, money and everything that a plan states.
 *
 * A number is coefficient x 10^-scale with a 128-bit coefficient: sums and products are exact or
 * refused, never rounded behind the caller's back. Only decimal_divide and decimal_round lose
 * digits, and say how. No floating point anywhere. */
#ifndef PIAO_BASE_DECIMAL_H
#define PIAO_BASE_DECIMAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 decimal_int;

struct decimal {
    decimal_int coefficient;
    int scale; /* digits after the point, 0..DECIMAL_MAX_SCALE */
};

enum { DECIMAL_MAX_SCALE = 30, DECIMAL_DIVIDE_SCALE = 18, DECIMAL_TEXT_SIZE = 64 };

enum decimal_rounding {
    DECIMAL_HALF_UP,   /* away from zero on a tie: 0.125 -> 0.13 */
    DECIMAL_HALF_EVEN, /* to the even digit on a tie: 40.625 -> 40.62 */
    DECIMAL_DOWN       /* towards zero */
};

struct decimal decimal_from_int(int64_t value);
/* Reads a JSON number (`-12.5e3`) of SIZE bytes exactly. False when the text is no number or needs
 * more digits than fit; *OUT is then zero. */
bool decimal_parse(const char *text, size_t size, struct decimal *out);

/* Exact; false (and *OUT zero) when the result does not fit. */
bool decimal_add(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *out);
bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *out);
/* Quotient to DECIMAL_DIVIDE_SCALE digits after the point, half even, trailing zeros dropped. False
 * when b is zero or those digits do not all fit. */
bool decimal_divide(struct decimal a, struct decimal b, struct decimal *out);

struct decimal decimal_negate(struct decimal value);
/* VALUE with exactly PLACES digits after the point (0..DECIMAL_MAX_SCALE); fewer digits are
 * rounded, more are filled with zeros when they fit. */
struct decimal decimal_round(struct decimal value, int places, enum decimal_rounding rounding);
/* Without trailing zeros after the point. */
struct decimal decimal_normal(struct decimal value);

int decimal_compare(struct decimal a, struct decimal b); /* <0, 0, >0, by value: 1.0 equals 1 */
int decimal_sign(struct decimal value);                  /* -1, 0, 1 */
bool decimal_is_integer(struct decimal value);
bool decimal_to_int64(struct decimal value, int64_t *out); /* integers that fit only */

/* Writes all the digits that the number has, with a point: "-1234.50". Returns the length. */
size_t decimal_text(struct decimal value, char out[DECIMAL_TEXT_SIZE]);

#endif
