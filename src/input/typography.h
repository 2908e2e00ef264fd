/* typography: which words a line break must not part. */
#ifndef PIAO_INPUT_TYPOGRAPHY_H
#define PIAO_INPUT_TYPOGRAPHY_H

#include <stdbool.h>
#include <stddef.h>

/* True when the space between the neighbouring words BEFORE and AFTER (UTF-8, punctuation around
 * them included) is no place to break: "art." and "21", "n." and "150/2009", "€" and "1.200,00",
 * "35" and "%". */
bool typography_binds(const char *before, size_t before_size, const char *after, size_t after_size);

#endif
