/* hyphen: where a word may be divided, through libhyphen (this is the home of hyphen.h). */
#ifndef PIAO_LAYOUT_HYPHEN_H
#define PIAO_LAYOUT_HYPHEN_H

#include <stdbool.h>
#include <stddef.h>

struct hyphens;

enum { HYPHENS_WORD_MAX = 64 }; /* bytes of the longest word that is divided */

/* Loads a pattern file (.dic, in UTF-8). NULL when it cannot be read. The caller closes it. */
struct hyphens *hyphens_open(const char *path);
void hyphens_close(struct hyphens *hyphens); /* NULL is allowed */
/* Sets BREAKS[i] (of SIZE) to whether the word, SIZE bytes of UTF-8 letters and apostrophes, may be
 * divided before byte i: at least 2 letters stay before and 3 after, and 2 since an apostrophe,
 * beside which there is no break. Never divided: words under 5 letters or over HYPHENS_WORD_MAX
 * bytes, capitals without a vowel, Roman numerals, words with a capital after a small letter, and
 * with anything but letters. */
void hyphens_find(const struct hyphens *hyphens, const char *word, size_t size, bool *breaks);

#endif
