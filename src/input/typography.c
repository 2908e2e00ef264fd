/* Which neighbours stay on one line? An abbreviation and the number it announces, a sign and its
 * amount.
 *
 * The abbreviations are data: a table that the law's and the administration's own writing gives. */
#include "input/typography.h"

#include <string.h>

#include "base/utf8.h"

enum bond {
    BOND_LABEL,  /* with a number, a Roman numeral, a letter of a list: "art. 21", "lett. b)" */
    BOND_NUMBER, /* with a number or "n.": "D.Lgs. 150/2009", "L. n. 241" */
    BOND_NAME    /* with whatever follows: "dott. Bianchi" */
};

/* In small letters; compared without regard to case. */
static const struct abbreviation {
    const char *text;
    enum bond bond;
} abbreviations[] = {
    {"art.", BOND_LABEL},          {"artt.", BOND_LABEL},     {"n.", BOND_LABEL},
    {"nn.", BOND_LABEL},           {"nr.", BOND_LABEL},       {"n\xC2\xB0", BOND_LABEL},
    {"co.", BOND_LABEL},           {"c.", BOND_LABEL},        {"lett.", BOND_LABEL},
    {"pag.", BOND_LABEL},          {"pagg.", BOND_LABEL},     {"p.", BOND_LABEL},
    {"pp.", BOND_LABEL},           {"par.", BOND_LABEL},      {"cap.", BOND_LABEL},
    {"sez.", BOND_LABEL},          {"all.", BOND_LABEL},      {"tab.", BOND_LABEL},
    {"fig.", BOND_LABEL},          {"rif.", BOND_LABEL},      {"prot.", BOND_NUMBER},
    {"d.lgs.", BOND_NUMBER},       {"d.l.", BOND_NUMBER},     {"d.m.", BOND_NUMBER},
    {"d.p.r.", BOND_NUMBER},       {"d.p.c.m.", BOND_NUMBER}, {"dpr", BOND_NUMBER},
    {"dpcm", BOND_NUMBER},         {"l.", BOND_NUMBER},       {"l.r.", BOND_NUMBER},
    {"legge", BOND_NUMBER},        {"d.g.r.", BOND_NUMBER},   {"reg.", BOND_NUMBER},
    {"dott.", BOND_NAME},          {"dott.ssa", BOND_NAME},   {"dr.", BOND_NAME},
    {"sig.", BOND_NAME},           {"sig.ra", BOND_NAME},     {"ing.", BOND_NAME},
    {"arch.", BOND_NAME},          {"geom.", BOND_NAME},      {"avv.", BOND_NAME},
    {"prof.", BOND_NAME},          {"prof.ssa", BOND_NAME},   {"rag.", BOND_NAME},
    {"\xE2\x82\xAC", BOND_NUMBER}, {"\xC2\xA7", BOND_LABEL},
};

/* Signs that follow their number; the percent sign also with punctuation behind it. */
static const char *const followers[] = {"\xE2\x82\xAC", "%", "\xE2\x80\xB0"};

static bool digit(char c) {
    return c >= '0' && c <= '9';
}

static bool letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool number(const char *word, size_t size) { /* "21", "-3,5", "+2" */
    return size > 0 &&
           (digit(word[0]) || ((word[0] == '-' || word[0] == '+') && size > 1 && digit(word[1])));
}

static bool numeral(const char *word, size_t size) { /* "IV", "XII," */
    size_t count = 0;
    while (count < size && word[count] != '\0' && strchr("IVXLCDM", word[count]) != NULL) {
        count++;
    }
    return count > 0 && (count == size || !(letter(word[count]) || (word[count] & 0x80) != 0));
}

static bool item(const char *word, size_t size) { /* "b)", "A", "a," but no other short word */
    return size > 0 && letter(word[0]) &&
           (size == 1 || (size == 2 && strchr("),.;:-", word[1]) != NULL));
}

static bool numbered(const char *word, size_t size) { /* "n. 3" follows */
    return size >= 2 && (word[0] == 'n' || word[0] == 'N') &&
           (word[1] == '.' || (size > 2 && memcmp(word + 1, "\xC2\xB0", 2) == 0));
}

static bool same(const char *word, size_t size, const char *small) {
    size_t i = 0;
    for (; i < size && small[i] != '\0'; i++) {
        char c = word[i];
        if ((c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c) != small[i]) {
            return false;
        }
    }
    return i == size && small[i] == '\0';
}

/* BEFORE without the brackets, quotes and elided article in front of it: "(dell'art." ends in
 * "art.". */
static size_t front(const char *word, size_t size) {
    size_t start = 0, length = 1;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = utf8_decode(word + at, size - at, &length);
        if (c == '(' || c == '[' || c == '\'' || c == '"' || c == 0xAB || c == 0x2018 ||
            c == 0x2019 || c == 0x201C) {
            start = at + length;
        }
    }
    return start;
}

bool typography_binds(const char *before, size_t before_size, const char *after,
                      size_t after_size) {
    if (before_size == 0 || after_size == 0) {
        return false;
    }
    if (digit(before[before_size - 1])) {
        for (size_t i = 0; i < sizeof followers / sizeof followers[0]; i++) {
            size_t length = strlen(followers[i]);
            if (after_size >= length && memcmp(after, followers[i], length) == 0) {
                return true;
            }
        }
        return false;
    }
    bool label = number(after, after_size) || numbered(after, after_size);
    char last = before[before_size - 1];
    if (!label && (last & 0x80) == 0 && memchr(before, '.', before_size) == NULL) { /* nearly all */
        return false;
    }
    size_t start = front(before, before_size);
    for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++) {
        if (!same(before + start, before_size - start, abbreviations[i].text)) {
            continue;
        }
        switch (abbreviations[i].bond) {
        case BOND_LABEL:
            return label || numeral(after, after_size) || item(after, after_size);
        case BOND_NUMBER:
            return label;
        case BOND_NAME:
            return true;
        }
    }
    return false;
}
