/* How long is it? Lengths are exact: decimals with a unit become thousandths of a point by integer
 * arithmetic, rounded once, half away from zero. */
#include "input/template_private.h"

#include <string.h>

/* The greatest length that a template may state: 200 inches, the largest page of PDF. */
enum { LENGTH_MOST = 14400 * LEN_PT, SHARE_MOST = 1000 * 1000 };

/* A decimal number at *TEXT as DIGITS / SCALE, at most twelve digits. */
static bool parse_decimal(const char **text, int64_t *digits, int64_t *scale) {
    const char *at = *text;
    bool negative = *at == '-';
    int count = 0;
    at += negative;
    *digits = 0;
    *scale = 0;
    for (;; at++) {
        if (*at >= '0' && *at <= '9' && count < 12) {
            *digits = *digits * 10 + (*at - '0');
            *scale *= 10;
            count++;
        } else if (*at == '.' && *scale == 0 && count > 0) {
            *scale = 1;
        } else {
            break;
        }
    }
    if (count == 0 || at[-1] == '.') {
        return false;
    }
    *scale = *scale == 0 ? 1 : *scale;
    *digits = negative ? -*digits : *digits;
    *text = at;
    return true;
}

/* Half away from zero; DIVISOR is positive. */
static int64_t divide_rounded(int64_t value, int64_t divisor) {
    return (value < 0 ? value - divisor / 2 : value + divisor / 2) / divisor;
}

bool length_parse(const char **text, len *out) {
    /* thousandths of a point in a unit, as fractions: an inch is 72 points and 25.4 mm */
    static const struct {
        const char *name;
        int64_t numerator, denominator;
    } units[] = {{"pt", 1000, 1}, {"mm", 360000, 127}, {"cm", 3600000, 127}, {"in", 72000, 1}};
    const char *at = *text;
    int64_t digits, scale, value = 0;
    if (!parse_decimal(&at, &digits, &scale)) {
        return false;
    }
    const char *unit = at + strspn(at, " ");
    bool found = digits == 0 && (*at == '\0' || *at == ' ');
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (text_starts(unit, units[i].name)) {
            value = divide_rounded(digits * units[i].numerator, scale * units[i].denominator);
            at = unit + strlen(units[i].name);
            found = true;
            break;
        }
    }
    if (!found || (*at != '\0' && *at != ' ') || value > LENGTH_MOST || value < -LENGTH_MOST) {
        return false;
    }
    *out = (len)value;
    *text = at;
    return true;
}

/* TEXT with points in place of commas when that makes it a length, for a hint; else NULL. */
static const char *with_points(struct arena *arena, const char *text) {
    char *copy = arena_text(arena, text);
    for (char *comma = copy; (comma = strchr(comma, ',')) != NULL;) {
        *comma = '.';
    }
    const char *at = copy;
    len ignored;
    return strcmp(copy, text) != 0 && length_parse(&at, &ignored) && *at == '\0' ? copy : NULL;
}

bool read_length(struct loader *loader, const struct key *key, const struct ynode *node, len *out) {
    const char *text = scalar_text(loader, key->name, node, MSG_WANT_LENGTH);
    const char *at = text;
    len value;
    if (text == NULL) {
        return false;
    }
    if (!length_parse(&at, &value) || *at != '\0') {
        diag_hint(loader->diags, node->place, MSG_WANT_LENGTH, with_points(loader->arena, text),
                  key->name);
        return false;
    }
    if (value < key->minimum && (key->flags & KEY_SIGNED) == 0) {
        diag_at(loader->diags, node->place, MSG_LENGTH_RANGE, key->name, text);
        return false;
    }
    *out = value;
    return true;
}

void read_lengths(struct loader *loader, const struct key *key, const struct ynode *node,
                  len out[SIDES]) {
    /* which of the given lengths is that of the top, right, bottom, left side */
    static const size_t of[5][SIDES] = {[1] = {0, 0, 0, 0}, [2] = {0, 1, 0, 1}, [4] = {0, 1, 2, 3}};
    const struct ynode *const *items = node->type == YNODE_LIST ? node->items : &node;
    size_t count = node->type == YNODE_LIST ? node->count : 1;
    if (node->type == YNODE_MAP || count == 0 || count == 3 || count > 4) {
        diag_at(loader->diags, node->place, MSG_WANT_LENGTHS, key->name);
        return;
    }
    len values[4];
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        good = read_length(loader, key, items[i], &values[i]) && good;
    }
    for (size_t side = 0; side < SIDES && good; side++) {
        out[side] = values[of[count][side]];
    }
}

void read_paper(struct loader *loader, const struct key *key, const struct ynode *node,
                len out[2]) {
    /* ISO 216 */
    static const char *const papers[][3] = {
        {"A3", "297mm", "420mm"}, {"A4", "210mm", "297mm"}, {"A5", "148mm", "210mm"}};
    if (node->type == YNODE_LIST && node->count == 2) {
        len size[2];
        bool wide = read_length(loader, key, node->items[0], &size[0]);
        if (read_length(loader, key, node->items[1], &size[1]) && wide) {
            memcpy(out, size, sizeof size);
        }
        return;
    }
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        if (node->type == YNODE_SCALAR && text_equal(node->text, papers[i][0])) {
            const char *width = papers[i][1], *height = papers[i][2];
            length_parse(&width, &out[0]);
            length_parse(&height, &out[1]);
            return;
        }
    }
    diag_at(loader->diags, node->place, MSG_WANT_SIZE, key->name);
}

void read_width(struct loader *loader, const struct key *key, const struct ynode *node,
                struct width *out) {
    const char *text = scalar_text(loader, key->name, node, MSG_WANT_WIDTH);
    if (text == NULL) {
        return;
    }
    const char *at = text;
    int64_t digits, scale;
    len value;
    if (strcmp(text, "auto") == 0) {
        *out = (struct width){WIDTH_AUTO, 0};
        return;
    }
    if (parse_decimal(&at, &digits, &scale) && strcmp(at, "fr") == 0) {
        int64_t share = divide_rounded(digits, scale) > SHARE_MOST / 1000
                            ? 0
                            : divide_rounded(digits * 1000, scale);
        if (share > 0 && share <= SHARE_MOST) {
            *out = (struct width){WIDTH_SHARE, (len)share};
            return;
        }
    }
    at = text;
    if (length_parse(&at, &value) && *at == '\0' && value > 0) {
        *out = (struct width){WIDTH_FIXED, value};
        return;
    }
    diag_hint(loader->diags, node->place, MSG_WANT_WIDTH, with_points(loader->arena, text),
              key->name);
}
