/* collate: which of two texts stands first in a list? Both are read as keys, a key being a folded
 * letter, another character, or the value of a whole run of digits; the first keys that differ
 * decide. Latin-1 and Latin Extended-A are folded by a table of base letters: Unicode's collation
 * would need its data files, and plans are written in Italian. */
#include "input/collate.h"

#include <string.h>

#include "base/utf8.h"

enum { FOLD_FIRST = 0xC0, FOLD_LAST = 0x17F };

/* Base letters of U+00C0..U+017F; a blank: no letter. */
static const char folds[] =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty" /* Latin-1 */
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"; /* Extended-A */

_Static_assert(sizeof folds == FOLD_LAST - FOLD_FIRST + 2, "a letter for each character");

static uint32_t fold(uint32_t c) {
    if (c >= 'A' && c <= 'Z') {
        return c - 'A' + 'a';
    }
    char base = c >= FOLD_FIRST && c <= FOLD_LAST ? folds[c - FOLD_FIRST] : ' ';
    return base != ' ' ? (uint32_t)base : c;
}

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

/* The run of digits at *TEXT, which moves behind it, without the zeros that it begins with. */
static const char *run_of_digits(const char **text, size_t *size) {
    const char *begin = *text + strspn(*text, "0");
    *size = strspn(begin, "0123456789");
    *text = begin + *size;
    return begin;
}

/* By value. Both texts move behind their runs. */
static int compare_runs(const char **a, const char **b) {
    size_t a_size, b_size;
    const char *a_run = run_of_digits(a, &a_size), *b_run = run_of_digits(b, &b_size);
    if (a_size != b_size) {
        return a_size < b_size ? -1 : 1;
    }
    return memcmp(a_run, b_run, a_size);
}

/* The next character, folded; *TEXT moves behind it. */
static uint32_t next(const char **text) {
    size_t length;
    uint32_t c = utf8_decode(*text, strnlen(*text, 4), &length);
    *text += length;
    return fold(c);
}

int collate_texts(const char *a, const char *b) {
    const char *left = a, *right = b;
    while (*left != '\0' && *right != '\0') {
        if (digit(*left) && digit(*right)) {
            int order = compare_runs(&left, &right);
            if (order != 0) {
                return order;
            }
            continue;
        }
        uint32_t c = next(&left), d = next(&right);
        if (c != d) {
            return c < d ? -1 : 1;
        }
    }
    if (*left != '\0' || *right != '\0') {
        return *left != '\0' ? 1 : -1;
    }
    return strcmp(a, b); /* bytes of UTF-8 sort as code points */
}

int collate_values(const struct data *a, const struct data *b) {
    bool texts = a != NULL && b != NULL && a->type == DATA_TEXT && b->type == DATA_TEXT;
    return texts ? collate_texts(a->as.text, b->as.text) : data_compare(a, b);
}
