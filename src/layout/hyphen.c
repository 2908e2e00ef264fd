/* Where may a word be divided? libhyphen knows the patterns; this file prepares the word for it.
 *
 * An elided word sounds as one with its neighbour, and syllables cross the apostrophe, so the
 * patterns see both without it ("dellente") and the breaks are carried back. Left to itself the
 * library treats an apostrophe as the edge of a compound and gives up the syllables on both of its
 * sides. */
#include "layout/hyphen.h"

#include <hyphen.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { LETTERS_LEAST = 5, LETTERS_BEFORE = 2, LETTERS_AFTER = 3, LETTERS_SINCE_APOSTROPHE = 2 };

struct hyphens {
    HyphenDict *dictionary;
};

struct hyphens *hyphens_open(const char *path) {
    HyphenDict *dictionary = hnj_hyphen_load(path);
    if (dictionary == NULL) {
        return NULL;
    }
    if (!dictionary->utf8) { /* the library also "loads" folders and empty files */
        hnj_hyphen_free(dictionary);
        return NULL;
    }
    struct hyphens *hyphens = memory_realloc(NULL, sizeof *hyphens);
    hyphens->dictionary = dictionary;
    return hyphens;
}

void hyphens_close(struct hyphens *hyphens) {
    if (hyphens != NULL) {
        hnj_hyphen_free(hyphens->dictionary);
        free(hyphens);
    }
}

static bool apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019;
}

static bool mark(uint32_t c) { /* combining: belongs to the letter before it */
    return c >= 0x300 && c <= 0x36F;
}

static bool vowel(uint32_t lower) {
    return strchr("aeiouy", lower < 0x80 ? (int)lower : 'b') != NULL ||
           (lower >= 0xE0 && lower <= 0xFF && lower != 0xE7 && lower != 0xF0 && lower != 0xF1 &&
            lower != 0xFE);
}

/* The word as the patterns see it, and where each of its letters began. */
struct letters {
    char text[HYPHENS_WORD_MAX * 2]; /* a small letter may take one byte more than its capital */
    size_t bytes;
    size_t count;
    struct letter {
        unsigned char at,
            next; /* byte offsets in the word: of the letter, behind it and its marks */
        unsigned char since_apostrophe; /* letters from the last apostrophe up to this one */
    } letter[HYPHENS_WORD_MAX];
};

/* False when the word is of a kind that is never divided. */
static bool spell(struct letters *letters, const char *word, size_t size) {
    bool small = false, vowels = false, numeral = true;
    size_t length = 0;
    unsigned char since = HYPHENS_WORD_MAX;
    for (size_t at = 0; at < size; at += length) {
        uint32_t c = utf8_decode(word + at, size - at, &length);
        if (c == UTF8_BAD || (c >= '0' && c <= '9')) {
            return false;
        }
        if (apostrophe(c)) {
            since = 0;
            continue;
        }
        uint32_t lower = utf8_lower(c);
        bool capital = lower != c;
        if (capital && small && since > 0) {
            return false;
        }
        small = small || !(capital || mark(c));
        vowels = vowels || vowel(lower);
        numeral = numeral && c < 0x80 && strchr("IVXLCDM", (int)c) != NULL;
        letters->bytes += utf8_encode(lower, letters->text + letters->bytes);
        since = since < HYPHENS_WORD_MAX ? (unsigned char)(since + 1) : since;
        letters->letter[letters->count++] = (struct letter){.at = (unsigned char)at,
                                                            .next = (unsigned char)(at + length),
                                                            .since_apostrophe = since};
    }
    return letters->count >= LETTERS_LEAST && vowels && !numeral;
}

void hyphens_find(const struct hyphens *hyphens, const char *word, size_t size, bool *breaks) {
    memset(breaks, 0, size * sizeof *breaks);
    struct letters letters = {.bytes = 0};
    if (size > HYPHENS_WORD_MAX || !spell(&letters, word, size)) {
        return;
    }
    char points[sizeof letters.text + 5]; /* the library's own margin */
    char **replacements = NULL;
    int *positions = NULL, *cuts = NULL;
    int failed = hnj_hyphen_hyphenate2(hyphens->dictionary, letters.text, (int)letters.bytes,
                                       points, NULL, &replacements, &positions, &cuts);
    /* In UTF-8 the library counts characters: an odd digit at i is a break behind character i. */
    for (size_t i = LETTERS_BEFORE - 1; !failed && i + 1 + LETTERS_AFTER <= letters.count; i++) {
        const struct letter *before = &letters.letter[i], *after = &letters.letter[i + 1];
        size_t length;
        breaks[after->at] = (points[i] & 1) != 0 && (points[i] >= '0' && points[i] <= '9') &&
                            (replacements == NULL || replacements[i] == NULL) &&
                            before->next == after->at && /* else an apostrophe stands between */
                            before->since_apostrophe >= LETTERS_SINCE_APOSTROPHE &&
                            !mark(utf8_decode(word + after->at, size - after->at, &length));
    }
    for (size_t i = 0; replacements != NULL && i < letters.bytes; i++) {
        free(replacements[i]);
    }
    free(replacements);
    free(positions);
    free(cuts);
}
