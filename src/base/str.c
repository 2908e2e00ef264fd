/* How is text built and compared? A buffer doubles when it is full, so appending is linear; the
 * nearest name is found by the restricted Damerau-Levenshtein distance, on code points. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

enum { BUF_FIRST = 256, NAME_MAX_POINTS = 96 };

void buf_free(struct buf *buf) {
    free(buf->data);
    *buf = (struct buf)BUF_INIT;
}

void buf_clear(struct buf *buf) {
    buf->size = 0;
    if (buf->data != NULL) {
        buf->data[0] = '\0';
    }
}

/* Makes room for MORE bytes and the NUL. */
static void reserve(struct buf *buf, size_t more) {
    if (more > SIZE_MAX / 4 || buf->size > SIZE_MAX / 4) {
        memory_exhausted();
    }
    size_t needed = buf->size + more + 1;
    if (needed <= buf->cap) {
        return;
    }
    size_t cap = buf->cap * 2 > BUF_FIRST ? buf->cap * 2 : BUF_FIRST;
    buf->cap = cap > needed ? cap : needed;
    buf->data = memory_realloc(buf->data, buf->cap);
}

void buf_bytes(struct buf *buf, const void *bytes, size_t size) {
    if (size == 0) {
        return;
    }
    reserve(buf, size);
    memcpy(buf->data + buf->size, bytes, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void buf_text(struct buf *buf, const char *text) {
    if (text != NULL) {
        buf_bytes(buf, text, strlen(text));
    }
}

void buf_char(struct buf *buf, char c) {
    reserve(buf, 1);
    buf->data[buf->size++] = c;
    buf->data[buf->size] = '\0';
}

void buf_utf8(struct buf *buf, uint32_t codepoint) {
    char bytes[4];
    size_t size = utf8_encode(codepoint, bytes);
    buf_bytes(buf, bytes, size);
}

void buf_format(struct buf *buf, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0) { /* longer than INT_MAX: our formats have no other way to fail */
        memory_exhausted();
    }
    reserve(buf, (size_t)length);
    vsnprintf(buf->data + buf->size, (size_t)length + 1, format, again);
    va_end(again);
    buf->size += (size_t)length;
}

const char *buf_string(const struct buf *buf) {
    return buf->data != NULL ? buf->data : "";
}

bool text_empty(const char *text) {
    return text == NULL || text[0] == '\0';
}

bool text_equal(const char *a, const char *b) {
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool text_starts(const char *text, const char *prefix) {
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

uint64_t text_hash(const char *bytes, size_t size) {
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

/* A name as code points; nothing longer is a name that somebody mistyped, and the bound keeps the
 * comparison's cost constant. */
struct name {
    uint32_t points[NAME_MAX_POINTS];
    size_t length;
};

static bool name_read(const char *text, struct name *name) {
    size_t size = strlen(text), used;
    name->length = 0;
    for (size_t at = 0; at < size; at += used) {
        if (name->length == NAME_MAX_POINTS) {
            return false;
        }
        name->points[name->length++] = utf8_decode(text + at, size - at, &used);
    }
    return true;
}

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/* Insertions, deletions, replacements and swaps of neighbours that make A into B; anything above
 * LIMIT may come back as LIMIT + 1. */
static size_t distance(const struct name *a, const struct name *b, size_t limit) {
    size_t gap = a->length > b->length ? a->length - b->length : b->length - a->length;
    if (gap > limit) {
        return limit + 1;
    }
    size_t rows[3][NAME_MAX_POINTS + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->length; j++) {
        above[j] = j;
    }
    for (size_t i = 1; i <= a->length; i++) {
        size_t smallest = row[0] = i;
        for (size_t j = 1; j <= b->length; j++) {
            bool same = a->points[i - 1] == b->points[j - 1];
            row[j] = least(above[j - 1] + !same, least(above[j], row[j - 1]) + 1);
            if (i > 1 && j > 1 && a->points[i - 1] == b->points[j - 2] &&
                a->points[i - 2] == b->points[j - 1]) {
                row[j] = least(row[j], before[j - 2] + 1);
            }
            smallest = least(smallest, row[j]);
        }
        if (smallest > limit) {
            return limit + 1;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b->length];
}

const char *text_nearest(const char *name, const char *const *candidates, size_t count) {
    struct name wanted, candidate;
    if (text_empty(name) || !name_read(name, &wanted)) {
        return NULL;
    }
    const char *nearest = NULL;
    size_t limit = wanted.length < 3 ? 1 : wanted.length / 3;
    for (size_t i = 0; i < count; i++) {
        if (!name_read(candidates[i], &candidate)) {
            continue;
        }
        size_t steps = distance(&wanted, &candidate, limit);
        if (steps <= limit) {
            nearest = candidates[i];
            if (steps == 0) {
                break;
            }
            limit = steps - 1; /* only a nearer one may take its place */
        }
    }
    return nearest;
}
