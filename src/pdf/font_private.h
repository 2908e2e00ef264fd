/* font_private: what font.c (faces), font_shape.c (words and codes) and font_subset.c (embedding)
 * share. */
#ifndef PIAO_PDF_FONT_PRIVATE_H
#define PIAO_PDF_FONT_PRIVATE_H

#include <hb-ot.h>
#include <hb.h>

#include "pdf/font.h"

enum { CODES = 256, CODE_SPACE = 32 };

/* One glyph of a shaped word, before it has a code. */
struct shaped {
    uint16_t gid;
    int16_t advance, adjust, rise; /* thousandths of an em, as in struct glyph */
    uint32_t start, size; /* its characters within the word; size 0: those of its predecessor */
};

struct word {
    const char *text;
    size_t size;
    face_id face;
    bool tracked;
    bool actual_text;
    uint64_t hash;
    int32_t advance;
    size_t count;
    const struct shaped *shaped;
    const struct glyph_run *run; /* NULL until painted */
    struct word *next;           /* in the same bucket */
};

/* A code given to a glyph that stands for a text. */
struct pair {
    const char *text;
    size_t size;
    uint16_t resource;
    uint8_t code;
    const struct pair *next; /* of the same glyph */
};

struct face {
    const char *file;
    const char *name; /* PostScript */
    int weight;
    bool italic;
    hb_font_t *font;
    unsigned upem;
    unsigned glyph_count;
    uint16_t space; /* glyph of U+0020 */
    struct face_extent extent;
    face_id **covers; /* by code point / 256, then by its low byte: answer + 2; 0: not asked yet */
    const struct pair **pairs; /* by glyph; NULL until the face has a resource */
    size_t newest;             /* resource that still takes codes */
};

struct family {
    const char *name;
    const char *folder;
    size_t first, count; /* among the faces */
};

struct resource {
    face_id face;
    uint16_t gids[CODES]; /* of the original file */
    int widths[CODES];
    const char *texts[CODES]; /* NULL: the code is free */
};

struct fonts {
    struct arena *arena;
    struct diags *diags;
    struct metrics metrics;
    struct face *faces;
    size_t face_count, face_cap;
    struct family *families;
    size_t family_count, family_cap;
    const char **names;            /* of the families */
    const struct family *fallback; /* or NULL */
    hb_font_funcs_t *funcs;
    hb_buffer_t *buffer;
    struct word **words; /* buckets, a power of two */
    size_t word_count, word_cap;
    struct resource *resources;
    size_t resource_count, resource_cap;
};

/* VALUE in font units as thousandths of an em, to the nearest, ties away from zero. */
int font_milli(const struct face *face, int64_t value);
/* The 16 bits at OFFSET of a table; 0 when it is shorter or absent. */
uint16_t font_table_u16(hb_face_t *face, hb_tag_t table, unsigned offset);
int font_table_i16(hb_face_t *face, hb_tag_t table, unsigned offset);
/* metrics.advance */
int32_t font_advance(void *self, face_id face, bool tracked, const char *text, size_t size);

#endif
