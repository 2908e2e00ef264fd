/* Which glyphs show a word, how wide is it, and with which codes is it painted? Every distinct word
 * is shaped once, when layout first measures it; paint takes the same glyphs. Codes are given out
 * only when a word is painted, in the order of painting, so the file depends on nothing but the
 * pages. */
#include "pdf/font_private.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

/* A code must extract as something, even when its glyph has no characters of its own: a zero width
 * space (ISO 14289-1, 7.21.7). */
#define NO_TEXT         "\xE2\x80\x8B"
#define SOFT_HYPHEN     "\xC2\xAD"
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

enum { CODES_HIGH = 128 };

static int glyph_width(const struct face *face, uint32_t gid) {
    return font_milli(face, hb_font_get_glyph_h_advance(face->font, gid));
}

/* True when ActualText must speak for the codes: a code may not extract as U+FEFF (ISO 14289-1,
 * 7.21.7), and as a private use character only with ActualText (ISO 19005-2, 6.2.11.7.3). */
static bool needs_actual_text(const char *text, size_t size) {
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        if (c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF) || (c >= 0xF0000 && c != UTF8_BAD)) {
            return true;
        }
    }
    return false;
}

/* Shapes the word's text. Positions come in font units and are rounded so that width plus
 * adjustment is exactly what layout counts and paint writes. */
static void word_shape(struct fonts *fonts, struct word *word) {
    const struct face *face = &fonts->faces[word->face];
    hb_buffer_t *buffer = fonts->buffer;
    const hb_feature_t single[] = {
        {HB_TAG('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
        {HB_TAG('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END},
    };
    hb_buffer_reset(buffer);
    hb_buffer_set_cluster_level(buffer, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_CHARACTERS);
    hb_buffer_set_flags(buffer, HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
    hb_buffer_add_utf8(buffer, word->text, (int)word->size, 0, (int)word->size);
    hb_buffer_set_direction(buffer, HB_DIRECTION_LTR);
    hb_buffer_set_language(buffer, hb_language_from_string("it", -1)); /* or the locale decides */
    hb_buffer_guess_segment_properties(buffer);                        /* the script */
    hb_shape(face->font, buffer, single, word->tracked ? 2 : 0);

    unsigned count;
    const hb_glyph_info_t *infos = hb_buffer_get_glyph_infos(buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(buffer, NULL);
    struct shaped *shaped = arena_array(fonts->arena, count, sizeof *shaped);
    word->actual_text = needs_actual_text(word->text, word->size);
    for (unsigned i = 0; i < count; i++) {
        struct shaped *glyph = &shaped[i];
        /* .notdef may not be shown at all (ISO 14289-1, 7.21.8): layout has reported the character,
         * its place stays empty. A damaged file may name glyphs that it does not have. */
        uint32_t gid = infos[i].codepoint;
        if (gid == 0 || gid >= face->glyph_count) {
            gid = face->space;
        }
        int width = glyph_width(face, gid);
        int advance = font_milli(face, positions[i].x_advance);
        int offset = font_milli(face, positions[i].x_offset);
        glyph->gid = (uint16_t)gid;
        glyph->advance = (int16_t)width;
        glyph->adjust = (int16_t)(advance - width);
        glyph->rise = (int16_t)font_milli(face, positions[i].y_offset);
        if (i > 0) { /* a shift to the side is made before the glyph and undone after it */
            glyph[-1].adjust = (int16_t)(glyph[-1].adjust + offset);
            glyph->adjust = (int16_t)(glyph->adjust - offset);
        }
        word->advance += advance;

        glyph->start = infos[i].cluster;
        uint32_t end = glyph->start;
        if (i > 0 && infos[i - 1].cluster == infos[i].cluster) {
            word->actual_text = true;
        } else {
            for (unsigned j = i + 1; j <= count && end == glyph->start; j++) {
                end = j < count ? infos[j].cluster : (uint32_t)word->size;
            }
        }
        glyph->size = end - glyph->start;
        if (glyph->size == 3 && memcmp(word->text + glyph->start, BYTE_ORDER_MARK, 3) == 0) {
            glyph->size = 0;
        }
    }
    word->count = count;
    word->shaped = shaped;
}

static void words_grow(struct fonts *fonts) {
    size_t cap = fonts->word_cap * 2;
    struct word **words = arena_array(fonts->arena, cap, sizeof *words);
    for (size_t i = 0; i < fonts->word_cap; i++) {
        for (struct word *word = fonts->words[i], *next; word; word = next) {
            next = word->next;
            word->next = words[word->hash & (cap - 1)];
            words[word->hash & (cap - 1)] = word;
        }
    }
    fonts->words = words;
    fonts->word_cap = cap;
}

static struct word *word_find(struct fonts *fonts, face_id face, bool tracked, const char *text,
                              size_t size) {
    uint64_t hash = text_hash(text, size) + (uint64_t)face * 2 + tracked;
    for (struct word *word = fonts->words[hash & (fonts->word_cap - 1)]; word; word = word->next) {
        if (word->hash == hash && word->face == face && word->tracked == tracked &&
            word->size == size && memcmp(word->text, text, size) == 0) {
            return word;
        }
    }
    if (fonts->word_count == fonts->word_cap) {
        words_grow(fonts);
    }
    struct word **bucket = &fonts->words[hash & (fonts->word_cap - 1)];
    struct word *word = arena_alloc(fonts->arena, sizeof *word);
    *word = (struct word){
        .text = arena_slice(fonts->arena, text, size),
        .size = size,
        .face = face,
        .tracked = tracked,
        .hash = hash,
        .next = *bucket,
    };
    word_shape(fonts, word);
    *bucket = word;
    fonts->word_count++;
    return word;
}

int32_t font_advance(void *self, face_id face, bool tracked, const char *text, size_t size) {
    return word_find(self, face, tracked, text, size)->advance;
}

/* The code for a text in a resource, 0 when it is full. A printable ASCII character is its own
 * code, so that content streams can be read; anything else begins at the upper half. */
static uint8_t free_code(const struct resource *resource, const char *text, size_t size) {
    unsigned char own = (unsigned char)*text;
    if (size == 1 && own > ' ' && own < 0x7F && !strchr("()\\", own) && !resource->texts[own]) {
        return own;
    }
    for (int i = 0; i < CODES; i++) {
        int code = (CODES_HIGH + i) % CODES;
        /* What a literal string would have to escape, and 0, which is .notdef. */
        bool taken = code == 0 || code == '\n' || code == '\r' || code == '(' || code == ')' ||
                     code == '\\' || resource->texts[code];
        if (!taken) {
            return (uint8_t)code;
        }
    }
    return 0;
}

static const struct pair *pair_add(struct fonts *fonts, face_id id, uint16_t gid, const char *text,
                                   size_t size, uint8_t code) {
    struct face *face = &fonts->faces[id];
    struct resource *resource = &fonts->resources[face->newest];
    struct pair *pair = arena_alloc(fonts->arena, sizeof *pair);
    *pair = (struct pair){
        .text = arena_slice(fonts->arena, text, size),
        .size = size,
        .resource = (uint16_t)face->newest,
        .code = code,
        .next = face->pairs[gid],
    };
    face->pairs[gid] = pair;
    resource->gids[code] = gid;
    resource->widths[code] = glyph_width(face, gid);
    resource->texts[code] = pair->text;
    return pair;
}

/* Opens a new resource for a face, with its space. */
static void resource_add(struct fonts *fonts, face_id id) {
    struct face *face = &fonts->faces[id];
    fonts->resources = arena_grow(fonts->arena, fonts->resources, fonts->resource_count,
                                  &fonts->resource_cap, sizeof *fonts->resources);
    face->newest = fonts->resource_count++;
    fonts->resources[face->newest] = (struct resource){.face = id};
    if (!face->pairs) {
        face->pairs = arena_array(fonts->arena, face->glyph_count, sizeof *face->pairs);
    }
    pair_add(fonts, id, face->space, " ", 1, CODE_SPACE);
}

/* The code of a glyph that stands for a text, given out when it is new. */
static const struct pair *pair_find(struct fonts *fonts, face_id id, uint16_t gid, const char *text,
                                    size_t size) {
    struct face *face = &fonts->faces[id];
    if (!face->pairs) {
        resource_add(fonts, id);
    }
    for (const struct pair *pair = face->pairs[gid]; pair; pair = pair->next) {
        if (pair->size == size && memcmp(pair->text, text, size) == 0) {
            return pair;
        }
    }
    uint8_t code = free_code(&fonts->resources[face->newest], text, size);
    if (!code) {
        resource_add(fonts, id);
        code = free_code(&fonts->resources[face->newest], text, size);
    }
    return pair_add(fonts, id, gid, text, size, code);
}

const struct glyph_run *font_glyphs(struct fonts *fonts, face_id face, bool tracked,
                                    const char *text, size_t size) {
    struct word *word = word_find(fonts, face, tracked, text, size);
    if (word->run) {
        return word->run;
    }
    struct glyph *glyphs = arena_array(fonts->arena, word->count, sizeof *glyphs);
    for (size_t i = 0; i < word->count; i++) {
        const struct shaped *from = &word->shaped[i];
        const char *own = from->size ? word->text + from->start : NO_TEXT;
        const struct pair *pair =
            pair_find(fonts, face, from->gid, own, from->size ? from->size : strlen(NO_TEXT));
        glyphs[i] = (struct glyph){
            .resource = pair->resource,
            .code = pair->code,
            .advance = from->advance,
            .adjust = from->adjust,
            .rise = from->rise,
        };
    }
    struct glyph_run *run = arena_alloc(fonts->arena, sizeof *run);
    *run = (struct glyph_run){
        .glyphs = glyphs, .count = word->count, .actual_text = word->actual_text};
    word->run = run;
    return run;
}

static struct glyph single_glyph(struct fonts *fonts, face_id id, uint16_t gid, const char *text) {
    const struct face *face = &fonts->faces[id];
    const struct pair *pair = pair_find(fonts, id, gid, text, strlen(text));
    return (struct glyph){
        .resource = pair->resource,
        .code = pair->code,
        .advance = (int16_t)glyph_width(face, gid),
    };
}

struct glyph font_space(struct fonts *fonts, face_id face) {
    return single_glyph(fonts, face, fonts->faces[face].space, " ");
}

struct glyph font_soft_hyphen(struct fonts *fonts, face_id id, bool visible) {
    const struct face *face = &fonts->faces[id];
    hb_codepoint_t hyphen;
    if (visible && hb_font_get_nominal_glyph(face->font, '-', &hyphen)) {
        return single_glyph(fonts, id, (uint16_t)hyphen, SOFT_HYPHEN);
    }
    struct glyph glyph = single_glyph(fonts, id, face->space, SOFT_HYPHEN);
    glyph.adjust = (int16_t)-glyph.advance;
    return glyph;
}
