/* How are decimal numbers calculated without losing a digit? Coefficients stay within
 * +-(2^127 - 1), every step is checked for overflow, and a result that is too long as it stands is
 * tried again without its trailing zeros before it is refused. */
#include "base/decimal.h"

#include <string.h>

__extension__ typedef unsigned __int128 magnitude;

static const struct decimal ZERO = {0, 0};

/* 10^EXPONENT for 0..38, which is all that fits. */
static decimal_int power(int exponent) {
    decimal_int value = 1;
    for (int i = 0; i < exponent; i++) {
        value *= 10;
    }
    return value;
}

static decimal_int largest(void) {
    return (decimal_int)(((magnitude)1 << 127) - 1);
}

/* The most negative integer is left out of the range, so that negation is always possible. */
static bool multiplied(decimal_int a, decimal_int b, decimal_int *out) {
    return !__builtin_mul_overflow(a, b, out) && *out >= -largest();
}

static bool added(decimal_int a, decimal_int b, decimal_int *out) {
    return !__builtin_add_overflow(a, b, out) && *out >= -largest();
}

/* VALUE x 10^EXPONENT for any exponent from 0. */
static bool shifted(decimal_int value, int64_t exponent, decimal_int *out) {
    *out = value;
    if (value == 0) {
        return true;
    }
    return exponent <= 38 && multiplied(value, power((int)exponent), out);
}

static bool refuse(struct decimal *out) {
    *out = ZERO;
    return false;
}

struct decimal decimal_from_int(int64_t value) {
    return (struct decimal){value, 0};
}

/* Reading. The digits gathered so far without their trailing zeros, which may turn out to be too
 * many to hold and too few to matter. */
struct digits {
    decimal_int value;
    int64_t zeros; /* held back after VALUE */
};

static bool digits_add(struct digits *digits, int digit) {
    if (digit == 0) {
        digits->zeros += digits->value != 0;
        return true;
    }
    decimal_int value;
    if (!shifted(digits->value, digits->zeros + 1, &value) || !added(value, digit, &value)) {
        return false;
    }
    *digits = (struct digits){value, 0};
    return true;
}

static bool is_digit(const char *at, const char *end) {
    return at < end && *at >= '0' && *at <= '9';
}

/* Reads `e-12` at *AT, if there is one; exponents that no number can have are cut. */
static bool read_exponent(const char **at, const char *end, int64_t *exponent) {
    const int64_t enough = INT64_MAX / 100;
    const char *p = *at;
    *exponent = 0;
    if (p == end || (*p != 'e' && *p != 'E')) {
        return true;
    }
    p++;
    bool negative = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) {
        p++;
    }
    if (!is_digit(p, end)) {
        return false;
    }
    for (; is_digit(p, end); p++) {
        if (*exponent < enough) {
            *exponent = *exponent * 10 + (*p - '0');
        }
    }
    if (negative) {
        *exponent = -*exponent;
    }
    *at = p;
    return true;
}

bool decimal_parse(const char *text, size_t size, struct decimal *out) {
    const char *p = text, *end = text + size;
    struct digits digits = {0, 0};
    int64_t places = 0, exponent;
    bool fits = true;
    bool negative = p < end && *p == '-';
    p += negative;
    if (!is_digit(p, end) || (*p == '0' && is_digit(p + 1, end))) {
        return refuse(out);
    }
    for (; fits && is_digit(p, end); p++) {
        fits = digits_add(&digits, *p - '0');
    }
    if (p < end && *p == '.') {
        p++;
        if (!is_digit(p, end)) {
            return refuse(out);
        }
        for (; fits && is_digit(p, end); p++, places++) {
            fits = digits_add(&digits, *p - '0');
        }
    }
    if (!fits || !read_exponent(&p, end, &exponent) || p != end) {
        return refuse(out);
    }
    /* The scale as written, and the least that the number needs. */
    int64_t written = places - exponent;
    int64_t scale = digits.value == 0 ? 0 : written - digits.zeros;
    if (scale > DECIMAL_MAX_SCALE) {
        return refuse(out);
    }
    if (scale < 0) {
        if (!shifted(digits.value, -scale, &digits.value)) {
            return refuse(out);
        }
        scale = 0;
    }
    decimal_int longer;
    while (scale < written && scale < DECIMAL_MAX_SCALE && shifted(digits.value, 1, &longer)) {
        digits.value = longer;
        scale++;
    }
    *out = (struct decimal){negative ? -digits.value : digits.value, (int)scale};
    return true;
}

/* Arithmetic. A number as its whole part and its fraction in units of 10^-SCALE, both with the
 * number's sign: so split, numbers of any two scales can be added and compared. */
struct parts {
    decimal_int whole, fraction;
};

static struct parts split(struct decimal value, int scale) {
    decimal_int unit = power(value.scale);
    return (struct parts){value.coefficient / unit,
                          value.coefficient % unit * power(scale - value.scale)};
}

static int larger(int a, int b) {
    return a > b ? a : b;
}

bool decimal_add(struct decimal a, struct decimal b, struct decimal *out) {
    int scale = larger(a.scale, b.scale);
    decimal_int unit = power(scale);
    struct parts x = split(a, scale), y = split(b, scale);
    decimal_int fraction = x.fraction + y.fraction, whole;
    if (!added(x.whole, y.whole, &whole) || !added(whole, fraction / unit, &whole)) {
        return refuse(out);
    }
    fraction %= unit;
    if (whole > 0 && fraction < 0) {
        whole--;
        fraction += unit;
    } else if (whole < 0 && fraction > 0) {
        whole++;
        fraction -= unit;
    }
    for (;; scale--, fraction /= 10) {
        decimal_int sum;
        if (shifted(whole, scale, &sum) && added(sum, fraction, &sum)) {
            *out = (struct decimal){sum, scale};
            return true;
        }
        if (scale == 0 || fraction % 10 != 0) {
            return refuse(out);
        }
    }
}

bool decimal_subtract(struct decimal a, struct decimal b, struct decimal *out) {
    return decimal_add(a, decimal_negate(b), out);
}

/* Divides one factor by 10, or one by 2 and the other by 5: the product loses one trailing zero
 * without having been formed. */
static bool shorten(decimal_int *a, decimal_int *b) {
    if (*a % 10 == 0) {
        *a /= 10;
    } else if (*b % 10 == 0) {
        *b /= 10;
    } else if (*a % 2 == 0 && *b % 5 == 0) {
        *a /= 2;
        *b /= 5;
    } else if (*a % 5 == 0 && *b % 2 == 0) {
        *a /= 5;
        *b /= 2;
    } else {
        return false;
    }
    return true;
}

bool decimal_multiply(struct decimal a, struct decimal b, struct decimal *out) {
    decimal_int x = a.coefficient, y = b.coefficient, coefficient;
    for (int scale = a.scale + b.scale;; scale--) {
        if (scale <= DECIMAL_MAX_SCALE && multiplied(x, y, &coefficient)) {
            *out = (struct decimal){coefficient, scale};
            return true;
        }
        if (scale == 0 || !shorten(&x, &y)) {
            return refuse(out);
        }
    }
}

static magnitude absolute(decimal_int value) {
    return (magnitude)(value < 0 ? -value : value);
}

/* The next digit of a long division: REST x 10 / DIVISOR, without forming the product, which may
 * not fit. Ten is 1010 in binary. */
static unsigned next_digit(magnitude *rest, magnitude divisor) {
    magnitude sum = 0;
    unsigned digit = 0;
    for (unsigned bit = 8; bit > 0; bit >>= 1) {
        sum *= 2;
        digit *= 2;
        for (int pass = 0; pass < 2; pass++) {
            if (sum >= divisor) {
                sum -= divisor;
                digit++;
            }
            if (pass == 0 && (10u & bit) != 0) {
                sum += *rest;
            }
        }
    }
    *rest = sum;
    return digit;
}

static int compare(magnitude a, magnitude b) {
    return (a > b) - (a < b);
}

bool decimal_divide(struct decimal a, struct decimal b, struct decimal *out) {
    if (b.coefficient == 0) {
        return refuse(out);
    }
    magnitude divisor = absolute(b.coefficient), dividend = absolute(a.coefficient);
    magnitude rest = dividend % divisor;
    decimal_int quotient = (decimal_int)(dividend / divisor);
    int scale = a.scale - b.scale;
    for (; scale < DECIMAL_DIVIDE_SCALE && rest != 0; scale++) {
        decimal_int longer;
        if (!multiplied(quotient, 10, &longer) ||
            !added(longer, next_digit(&rest, divisor), &quotient)) {
            return refuse(out);
        }
    }
    int against_half = compare(rest * 2, divisor); /* the part cut off, against half a unit */
    if (scale > DECIMAL_DIVIDE_SCALE) {
        decimal_int unit = power(scale - DECIMAL_DIVIDE_SCALE);
        decimal_int cut = quotient % unit;
        quotient /= unit;
        scale = DECIMAL_DIVIDE_SCALE;
        against_half = compare((magnitude)cut, (magnitude)unit / 2);
        if (against_half == 0 && rest != 0) {
            against_half = 1;
        }
    }
    if (against_half > 0 || (against_half == 0 && quotient % 2 != 0)) {
        if (!added(quotient, 1, &quotient)) {
            return refuse(out);
        }
    }
    if (scale < 0) {
        if (!shifted(quotient, -scale, &quotient)) {
            return refuse(out);
        }
        scale = 0;
    }
    bool negative = (a.coefficient < 0) != (b.coefficient < 0);
    *out = decimal_normal((struct decimal){negative ? -quotient : quotient, scale});
    return true;
}

struct decimal decimal_negate(struct decimal value) {
    return (struct decimal){-value.coefficient, value.scale};
}

struct decimal decimal_round(struct decimal value, int places, enum decimal_rounding rounding) {
    places = places < 0 ? 0 : places > DECIMAL_MAX_SCALE ? DECIMAL_MAX_SCALE : places;
    if (places >= value.scale) {
        decimal_int filled;
        if (!shifted(value.coefficient, places - value.scale, &filled)) {
            return value;
        }
        return (struct decimal){filled, places};
    }
    decimal_int unit = power(value.scale - places);
    decimal_int kept = value.coefficient / unit;
    int against_half = compare(absolute(value.coefficient % unit), (magnitude)unit / 2);
    bool away = false;
    switch (rounding) {
    case DECIMAL_HALF_UP:
        away = against_half >= 0;
        break;
    case DECIMAL_HALF_EVEN:
        away = against_half > 0 || (against_half == 0 && kept % 2 != 0);
        break;
    case DECIMAL_DOWN:
        break;
    }
    if (away) {
        kept += value.coefficient < 0 ? -1 : 1;
    }
    return (struct decimal){kept, places};
}

struct decimal decimal_normal(struct decimal value) {
    while (value.scale > 0 && value.coefficient % 10 == 0) {
        value.coefficient /= 10;
        value.scale--;
    }
    return value;
}

int decimal_compare(struct decimal a, struct decimal b) {
    int scale = larger(a.scale, b.scale);
    struct parts x = split(a, scale), y = split(b, scale);
    if (x.whole != y.whole) {
        return x.whole < y.whole ? -1 : 1;
    }
    return (x.fraction > y.fraction) - (x.fraction < y.fraction);
}

int decimal_sign(struct decimal value) {
    return (value.coefficient > 0) - (value.coefficient < 0);
}

bool decimal_is_integer(struct decimal value) {
    return value.coefficient % power(value.scale) == 0;
}

bool decimal_to_int64(struct decimal value, int64_t *out) {
    decimal_int whole = value.coefficient / power(value.scale);
    *out = 0;
    if (!decimal_is_integer(value) || whole < INT64_MIN || whole > INT64_MAX) {
        return false;
    }
    *out = (int64_t)whole;
    return true;
}

size_t decimal_text(struct decimal value, char out[DECIMAL_TEXT_SIZE]) {
    char digits[DECIMAL_TEXT_SIZE]; /* from the end */
    char *first = digits + sizeof digits;
    magnitude rest = absolute(value.coefficient);
    for (int place = 0; rest != 0 || place <= value.scale; place++) {
        if (place == value.scale && place > 0) {
            *--first = '.';
        }
        *--first = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (value.coefficient < 0) {
        *--first = '-';
    }
    size_t length = (size_t)(digits + sizeof digits - first);
    memcpy(out, first, length);
    out[length] = '\0';
    return length;
}
