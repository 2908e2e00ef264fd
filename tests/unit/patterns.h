/* patterns: the Italian hyphenation patterns, open for the tests of a group. */
#ifndef PIAO_TESTS_PATTERNS_H
#define PIAO_TESTS_PATTERNS_H

#include "layout/hyphen.h"

#define PATTERNS "fonts/hyphenation/hyph_it_IT.dic"

static struct hyphens *hyphens;

static int open_patterns(void **state) {
    (void)state;
    hyphens = hyphens_open(PATTERNS);
    return hyphens == NULL;
}

static int close_patterns(void **state) {
    (void)state;
    hyphens_close(hyphens);
    return 0;
}

#endif
