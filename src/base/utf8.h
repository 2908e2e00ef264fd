/* utf8: reading and judging UTF-8 (RFC 3629: no overlong forms, no surrogates, up to U+10FFFF). */
#ifndef PIAO_BASE_UTF8_H
#define PIAO_BASE_UTF8_H

#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* The code point at TEXT (of at most SIZE bytes) and in *LENGTH its bytes, at least 1 when SIZE >
 * 0. A malformed sequence gives UTF8_BAD and length 1. SIZE 0 gives 0 and length 0. */
uint32_t utf8_decode(const char *text, size_t size, size_t *length);
/* Writes the code point to OUT (4 bytes of room), returns its length. What is none (surrogates,
 * beyond U+10FFFF) is written as U+FFFD. */
size_t utf8_encode(uint32_t codepoint, char out[4]);
/* Offset of the first malformed byte, or SIZE when all is well. */
size_t utf8_invalid_at(const char *text, size_t size);
/* Bytes of the word at TEXT, a run of letters and digits; 0: there is none. */
size_t utf8_word(const char *text, size_t size);
/* Number of code points in valid UTF-8. */
size_t utf8_count(const char *text, size_t size);
/* Simple case mapping for Latin letters (Basic Latin, Latin-1, Latin Extended-A); others unchanged.
 */
uint32_t utf8_upper(uint32_t codepoint);
uint32_t utf8_lower(uint32_t codepoint);

#endif
