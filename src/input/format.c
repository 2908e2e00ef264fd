/* format: how does an Italian reader write this number, this day?
 *
 * Everything works on the decimal digits as text: no locale, no floating point. */
#include "input/format.h"

#include <string.h>

static const char *const months[] = {"gennaio",   "febbraio", "marzo",    "aprile",
                                     "maggio",    "giugno",   "luglio",   "agosto",
                                     "settembre", "ottobre",  "novembre", "dicembre"};
static const char *const short_months[] = {"gen", "feb", "mar", "apr", "mag", "giu",
                                           "lug", "ago", "set", "ott", "nov", "dic"};

void format_number(struct buf *buf, struct decimal value, int places, bool grouped,
                   enum decimal_rounding rounding) {
    char digits[DECIMAL_TEXT_SIZE];
    if (places >= 0) {
        value =
            decimal_round(value, places < DECIMAL_MAX_SCALE ? places : DECIMAL_MAX_SCALE, rounding);
    }
    decimal_text(value, digits);
    const char *whole = digits;
    if (*whole == '-') {
        buf_char(buf, '-');
        whole++;
    }
    size_t size = strcspn(whole, ".");
    const char *fraction = whole[size] ? whole + size + 1 : "";
    for (size_t i = 0; i < size; i++) {
        if (grouped && i > 0 && (size - i) % 3 == 0) {
            buf_char(buf, '.');
        }
        buf_char(buf, whole[i]);
    }
    int written = (int)strlen(fraction);
    if (written > 0 || places > 0) {
        buf_char(buf, ',');
        buf_text(buf, fraction);
    }
    for (; written < places; written++) { /* zeros that the coefficient has no room for */
        buf_char(buf, '0');
    }
}

void format_date(struct buf *buf, struct date date) {
    buf_format(buf, "%02d/%02d/%04d", date.day, date.month, date.year);
}

void format_date_long(struct buf *buf, struct date date) {
    buf_format(buf, "%d%s %s %d", date.day, date.day == 1 ? "º" : "", format_month(date.month),
               date.year);
}

const char *format_month(int month) {
    return month >= 1 && month <= 12 ? months[month - 1] : "";
}

const char *format_month_short(int month) {
    return month >= 1 && month <= 12 ? short_months[month - 1] : "";
}

static size_t count_digits(const char *text) {
    return strspn(text, "0123456789");
}

/* Copies the digits of the whole part, grouped by dots or not, to OUT of DECIMAL_TEXT_SIZE bytes.
 * Returns what follows it in TEXT, or NULL when there is none. */
static const char *read_whole(const char *text, char *out) {
    size_t size = count_digits(text);
    bool grouped = text[size] == '.';
    if (size == 0 || size >= DECIMAL_TEXT_SIZE || (grouped && (size > 3 || *text == '0'))) {
        return NULL;
    }
    size_t used = 0;
    for (;;) {
        memcpy(out + used, text, size);
        used += size;
        text += size;
        if (*text != '.') {
            break;
        }
        text++;
        size = count_digits(text);
        if (size != 3 || used + size >= DECIMAL_TEXT_SIZE) {
            return NULL;
        }
    }
    out[used] = '\0';
    return text;
}

bool format_parse_number(const char *text, struct decimal *out) {
    char whole[DECIMAL_TEXT_SIZE];
    char plain[2 * DECIMAL_TEXT_SIZE];
    *out = decimal_from_int(0);
    if (!text) {
        return false;
    }
    size_t used = 0;
    if (*text == '-') {
        plain[used++] = *text++;
    }
    text = read_whole(text, whole);
    if (!text) {
        return false;
    }
    const char *significant = whole + strspn(whole, "0"); /* JSON numbers begin with no zero */
    significant -= *significant == '\0';
    size_t size = strlen(significant);
    memcpy(plain + used, significant, size);
    used += size;
    if (*text == ',') {
        size = count_digits(++text);
        if (size == 0 || used + size + 1 >= sizeof plain) {
            return false;
        }
        plain[used++] = '.';
        memcpy(plain + used, text, size);
        used += size;
        text += size;
    }
    return *text == '\0' && decimal_parse(plain, used, out);
}
