/* str: growing text buffers and the few questions asked of plain text.
 *
 * Texts in the trees are NUL-terminated UTF-8 (`const char *`) in the arena. A `struct buf` builds
 * text or bytes on the heap; its owner frees it. */
#ifndef PIAO_BASE_STR_H
#define PIAO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data; /* always followed by a NUL that is not counted; NULL only while size is 0 */
    size_t size;
    size_t cap;
};

#define BUF_INIT                                                                                   \
    { 0 }

void buf_free(struct buf *buf);  /* releases and empties; the buffer may be used again */
void buf_clear(struct buf *buf); /* empties, keeps the memory */
void buf_bytes(struct buf *buf, const void *bytes, size_t size);
void buf_text(struct buf *buf, const char *text); /* NULL adds nothing */
void buf_char(struct buf *buf, char c);
void buf_utf8(struct buf *buf, uint32_t codepoint);
/* printf; never with %f, %g or %e (the locale would write a comma): see decimal.h. */
void buf_format(struct buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3), nonnull(2)));
const char *buf_string(const struct buf *buf); /* the text, "" when empty */

bool text_empty(const char *text);             /* NULL or "" */
bool text_equal(const char *a, const char *b); /* NULL equals NULL only */
bool text_starts(const char *text, const char *prefix);
uint64_t text_hash(const char *bytes, size_t size); /* FNV-1a, the same on every machine */

/* The candidate (of COUNT) most like NAME, when it is near enough to be a misspelling of it
 * (Damerau-Levenshtein distance at most a third of its length, at least 1), else NULL. Ties go to
 * the first. An empty name, or one of more than 96 code points, is near to nothing. */
const char *text_nearest(const char *name, const char *const *candidates, size_t count);

#endif
