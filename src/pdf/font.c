/* Which faces are there, and which of them answers for a character? A folder is a family. Every
 * file is mapped once when the folder is read, and stays mapped: only the pages of faces in use are
 * ever loaded, and nothing can go missing between layout and paint. A face covers what it has a
 * glyph for, and what one of its own glyphs stands for without being noticed. */
#include "pdf/font_private.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/str.h"

#define FALLBACK_FOLDER "dejavu"

/* Characters that a face without them shows with another of its glyphs: the text is kept, the face
 * does not change within a word. Those shown with a space are invisible: the shaper hides them. A
 * combining accent that the shaper cannot compose with its letter is shown as its spacing form. */
static const struct {
    uint16_t codepoint, shown;
} lookalikes[] = {
    {0x00AD, 0x0020}, {0x200B, 0x0020}, {0x200C, 0x0020}, {0x200D, 0x0020}, {0x2060, 0x0020},
    {0xFEFF, 0x0020}, {0x2010, 0x002D}, {0x2011, 0x002D}, {0x2012, 0x2013}, {0x2015, 0x2014},
    {0x2212, 0x2013}, {0x02BC, 0x2019}, {0x2215, 0x002F}, {0x2219, 0x00B7}, {0x03BC, 0x00B5},
    {0x0300, 0x0060}, {0x0301, 0x00B4}, {0x0302, 0x02C6}, {0x0303, 0x02DC}, {0x0304, 0x00AF},
    {0x0306, 0x02D8}, {0x0307, 0x02D9}, {0x0308, 0x00A8}, {0x030A, 0x02DA}, {0x030B, 0x02DD},
    {0x030C, 0x02C7}, {0x0327, 0x00B8}, {0x0328, 0x02DB},
};

int font_milli(const struct face *face, int64_t value) {
    int64_t half = face->upem / 2;
    return (int)((value * 1000 + (value < 0 ? -half : half)) / face->upem);
}

uint16_t font_table_u16(hb_face_t *face, hb_tag_t table, unsigned offset) {
    hb_blob_t *blob = hb_face_reference_table(face, table);
    unsigned size;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(blob, &size);
    uint16_t value = 0;
    if (size >= offset + 2) {
        value = (uint16_t)(bytes[offset] << 8 | bytes[offset + 1]);
    }
    hb_blob_destroy(blob);
    return value;
}

int font_table_i16(hb_face_t *face, hb_tag_t table, unsigned offset) {
    uint16_t value = font_table_u16(face, table, offset);
    return value < 0x8000 ? value : value - 0x10000;
}

/* The shaper's question for a glyph: the file's own, or that of a lookalike. DATA is the font that
 * reads the file. */
static hb_bool_t nominal_glyph(hb_font_t *font, void *data, hb_codepoint_t codepoint,
                               hb_codepoint_t *glyph, void *unused) {
    (void)font;
    (void)unused;
    hb_font_t *file = data;
    if (hb_font_get_nominal_glyph(file, codepoint, glyph)) {
        return true;
    }
    for (size_t i = 0; i < sizeof lookalikes / sizeof *lookalikes; i++) {
        if (lookalikes[i].codepoint == codepoint) {
            return hb_font_get_nominal_glyph(file, lookalikes[i].shown, glyph);
        }
    }
    return false;
}

static struct face_extent extent_of(const struct face *face) {
    hb_face_t *hb = hb_font_get_face(face->font);
    hb_font_extents_t line;
    hb_position_t cap_height, x_height;
    hb_glyph_extents_t glyph;
    hb_codepoint_t gid;
    hb_font_get_h_extents(face->font, &line);
    /* OS/2 has the two heights from version 2 on; before, the letters themselves tell. */
    if (!hb_ot_metrics_get_position(face->font, HB_OT_METRICS_TAG_CAP_HEIGHT, &cap_height)) {
        cap_height = hb_font_get_nominal_glyph(face->font, 'H', &gid) &&
                             hb_font_get_glyph_extents(face->font, gid, &glyph)
                         ? glyph.y_bearing
                         : line.ascender;
    }
    if (!hb_ot_metrics_get_position(face->font, HB_OT_METRICS_TAG_X_HEIGHT, &x_height)) {
        x_height = hb_font_get_nominal_glyph(face->font, 'x', &gid) &&
                           hb_font_get_glyph_extents(face->font, gid, &glyph)
                       ? glyph.y_bearing
                       : cap_height;
    }
    const hb_tag_t post = HB_TAG('p', 'o', 's', 't');
    int underline = font_table_i16(hb, post, 8), thickness = font_table_i16(hb, post, 10);
    bool sensible = underline < 0 && thickness > 0;
    return (struct face_extent){
        .ascender = abs(font_milli(face, line.ascender)),
        .descender = abs(font_milli(face, line.descender)),
        .cap_height = abs(font_milli(face, cap_height)),
        .x_height = abs(font_milli(face, x_height)),
        .underline_offset = sensible ? font_milli(face, -underline) : 100,
        .underline_width = sensible ? font_milli(face, thickness) : 50,
    };
}

/* TEXT without what a PDF name would have to escape. */
static const char *postscript_name(struct arena *arena, const char *text) {
    char *name = arena_text(arena, text), *out = name;
    for (const char *in = name; *in; in++) {
        if (*in > ' ' && *in < 0x7F && !strchr("()<>[]{}/%#+", *in)) {
            *out++ = *in;
        }
    }
    *out = '\0';
    return *name ? name : "Font";
}

/* A name of the face in English; "" when it has none. */
static const char *name_of(struct arena *arena, hb_face_t *hb, hb_ot_name_id_t id) {
    char name[256] = "";
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(hb, id, HB_LANGUAGE_INVALID, &size, name);
    return arena_text(arena, name);
}

static size_t table_size(hb_face_t *hb, hb_tag_t table) {
    hb_blob_t *blob = hb_face_reference_table(hb, table);
    unsigned size = hb_blob_get_length(blob);
    hb_blob_destroy(blob);
    return size;
}

/* True for a TrueType file that has all its tables in their full size. HarfBuzz reads a damaged
 * table as an empty one and carries on, which would show as missing letters. */
static bool is_whole(hb_face_t *hb) {
    const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd'), hhea = HB_TAG('h', 'h', 'e', 'a'),
                   loca = HB_TAG('l', 'o', 'c', 'a'), glyf = HB_TAG('g', 'l', 'y', 'f');
    if (table_size(hb, head) < 54 || table_size(hb, hhea) < 36 ||
        table_size(hb, HB_TAG('m', 'a', 'x', 'p')) < 32) {
        return false;
    }
    unsigned glyphs = hb_face_get_glyph_count(hb);
    unsigned metrics = font_table_u16(hb, hhea, 34);
    if (metrics < 1 ||
        table_size(hb, HB_TAG('h', 'm', 't', 'x')) < 2 * ((size_t)metrics + glyphs)) {
        return false;
    }
    /* The entry after the last glyph's is the size of the outlines. */
    size_t outlines;
    if (font_table_u16(hb, head, 50) == 0) {
        outlines = 2 * (size_t)font_table_u16(hb, loca, 2 * glyphs);
    } else {
        outlines = (size_t)font_table_u16(hb, loca, 4 * glyphs) << 16 |
                   font_table_u16(hb, loca, 4 * glyphs + 2);
    }
    return outlines > 0 && outlines <= table_size(hb, glyf);
}

/* Adds the face of a file, or says why not. */
static void face_open(struct fonts *fonts, const char *path, const char *file_name) {
    const hb_tag_t os2 = HB_TAG('O', 'S', '/', '2');
    struct place place = {.file = path};
    hb_blob_t *blob = hb_blob_create_from_file(path);
    hb_face_t *hb = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    hb_font_t *file = hb_font_create(hb);
    hb_codepoint_t space;
    bool usable = is_whole(hb) && hb_font_get_nominal_glyph(file, ' ', &space) &&
                  space < hb_face_get_glyph_count(hb);
    /* fsType 2: "must not be embedded"; an archivable PDF must embed (ISO 19005-2, 6.2.11.4.1). */
    bool restricted = (font_table_u16(hb, os2, 8) & 0xF) == 2;
    if (!usable) {
        diag_at(fonts->diags, place, MSG_BAD_FONT, "");
    } else if (restricted) {
        diag_at(fonts->diags, place, MSG_FONT_RESTRICTED, "");
    } else {
        fonts->faces = arena_grow(fonts->arena, fonts->faces, fonts->face_count, &fonts->face_cap,
                                  sizeof *fonts->faces);
        struct face *face = &fonts->faces[fonts->face_count++];
        const char *name = name_of(fonts->arena, hb, HB_OT_NAME_ID_POSTSCRIPT_NAME);
        uint16_t weight = font_table_u16(hb, os2, 4);
        *face = (struct face){
            .file = path,
            .name = postscript_name(fonts->arena, *name ? name : file_name),
            .weight = weight ? weight : 400,
            .italic = (font_table_u16(hb, os2, 62) & 0x201) || /* fsSelection: italic, oblique */
                      (font_table_u16(hb, HB_TAG('h', 'e', 'a', 'd'), 44) & 2) || /* macStyle */
                      font_table_u16(hb, HB_TAG('p', 'o', 's', 't'), 4),          /* italicAngle */
            .font = hb_font_create_sub_font(file),
            .upem = hb_face_get_upem(hb),
            .glyph_count = hb_face_get_glyph_count(hb),
            .space = (uint16_t)space,
            .covers = arena_array(fonts->arena, 256, sizeof *face->covers),
        };
        hb_font_set_funcs(face->font, fonts->funcs, file, NULL);
        face->extent = extent_of(face);
    }
    hb_font_destroy(file);
    hb_face_destroy(hb);
}

/* The face of a family nearest in slant, then in weight; of two equally near the heavier one when
 * something bolder than text is wanted. */
static face_id family_face(const struct fonts *fonts, const struct family *family, int weight,
                           bool italic) {
    size_t best = family->first;
    int best_cost = INT32_MAX;
    for (size_t i = family->first; i < family->first + family->count; i++) {
        const struct face *face = &fonts->faces[i];
        int cost =
            2 * abs(face->weight - weight) + (face->weight > weight) * (weight > 500 ? -1 : 1);
        if (face->italic != italic) {
            cost += 1 << 20;
        }
        if (cost < best_cost) {
            best = i;
            best_cost = cost;
        }
    }
    return (face_id)best;
}

static face_id metrics_face(void *self, const char *name, int weight, bool italic) {
    const struct fonts *fonts = self;
    for (size_t i = 0; i < fonts->family_count; i++) {
        if (text_equal(fonts->families[i].name, name)) {
            return family_face(fonts, &fonts->families[i], weight, italic);
        }
    }
    return -1;
}

static bool face_covers(const struct face *face, uint32_t codepoint) {
    hb_codepoint_t glyph;
    /* The shaper makes these spaces from U+0020, each of its own width. */
    bool space = codepoint == 0x00A0 || (codepoint >= 0x2000 && codepoint <= 0x200A) ||
                 codepoint == 0x202F || codepoint == 0x205F || codepoint == 0x3000;
    return space || hb_font_get_nominal_glyph(face->font, codepoint, &glyph);
}

static face_id cover_find(const struct fonts *fonts, face_id id, uint32_t codepoint) {
    const struct face *face = &fonts->faces[id];
    if (face_covers(face, codepoint)) {
        return id;
    }
    const struct family *family = fonts->fallback;
    if (!family) {
        return -1;
    }
    /* Faces of a family differ in what they cover: a glyph of the wrong weight beats none. */
    face_id nearest = family_face(fonts, family, face->weight, face->italic);
    if (face_covers(&fonts->faces[nearest], codepoint)) {
        return nearest;
    }
    for (size_t i = family->first; i < family->first + family->count; i++) {
        if (face_covers(&fonts->faces[i], codepoint)) {
            return (face_id)i;
        }
    }
    return -1;
}

static face_id metrics_cover(void *self, face_id id, uint32_t codepoint) {
    const struct fonts *fonts = self;
    if (codepoint > 0xFFFF) {
        return cover_find(fonts, id, codepoint);
    }
    face_id **row = &fonts->faces[id].covers[codepoint >> 8];
    if (!*row) {
        *row = arena_array(fonts->arena, 256, sizeof **row);
    }
    face_id *answer = &(*row)[codepoint & 0xFF];
    if (!*answer) {
        *answer = (face_id)(cover_find(fonts, id, codepoint) + 2);
    }
    return (face_id)(*answer - 2);
}

static struct face_extent metrics_extent(void *self, face_id id) {
    const struct fonts *fonts = self;
    return fonts->faces[id].extent;
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The names in a folder that end with ENDING, hidden ones left out, in the order of their bytes
 * (the folder's own order differs between machines). Not a folder: none. */
static char **list_folder(struct arena *arena, const char *path, const char *ending,
                          size_t *count) {
    char **names = NULL;
    size_t cap = 0, tail = strlen(ending);
    *count = 0;
    DIR *folder = opendir(path);
    if (!folder) {
        return NULL;
    }
    for (struct dirent *entry; (entry = readdir(folder));) {
        size_t size = strlen(entry->d_name);
        if (entry->d_name[0] != '.' && size > tail &&
            strcmp(entry->d_name + size - tail, ending) == 0) {
            names = arena_grow(arena, names, *count, &cap, sizeof *names);
            names[(*count)++] = arena_text(arena, entry->d_name);
        }
    }
    closedir(folder);
    if (*count) {
        qsort(names, *count, sizeof *names, compare_names);
    }
    return names;
}

static void family_open(struct fonts *fonts, const char *path, const char *folder) {
    struct arena *arena = fonts->arena;
    size_t first = fonts->face_count, count;
    char **files = list_folder(arena, path, ".ttf", &count);
    for (size_t i = 0; i < count; i++) {
        face_open(fonts, path_join(arena, path, files[i]), files[i]);
    }
    if (fonts->face_count == first) {
        return;
    }
    struct family family = {.folder = folder, .first = first, .count = fonts->face_count - first};
    /* Files made for old systems call a weight beyond regular and bold a family of its own
     * ("Titillium Web Light"): the regular face has the name without additions. */
    face_id regular = family_face(fonts, &family, 400, false);
    hb_face_t *hb = hb_font_get_face(fonts->faces[regular].font);
    family.name = name_of(arena, hb, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY);
    if (!*family.name) {
        family.name = name_of(arena, hb, HB_OT_NAME_ID_FONT_FAMILY);
    }
    if (!*family.name) {
        family.name = folder;
    }
    fonts->families =
        arena_grow(arena, fonts->families, fonts->family_count, &fonts->family_cap, sizeof family);
    fonts->families[fonts->family_count++] = family;
}

struct fonts *fonts_open(struct arena *arena, struct diags *diags, const char *folder) {
    struct fonts *fonts = arena_alloc(arena, sizeof *fonts);
    fonts->arena = arena;
    fonts->diags = diags;
    fonts->metrics = (struct metrics){
        .self = fonts,
        .face = metrics_face,
        .cover = metrics_cover,
        .advance = font_advance,
        .extent = metrics_extent,
    };
    fonts->funcs = hb_font_funcs_create();
    hb_font_funcs_set_nominal_glyph_func(fonts->funcs, nominal_glyph, NULL, NULL);
    fonts->buffer = hb_buffer_create();
    fonts->word_cap = 1024;
    fonts->words = arena_array(arena, fonts->word_cap, sizeof *fonts->words);

    size_t count;
    char **folders = list_folder(arena, folder, "", &count);
    for (size_t i = 0; i < count; i++) {
        family_open(fonts, path_join(arena, folder, folders[i]), folders[i]);
    }
    if (!fonts->family_count) {
        diag_at(diags, (struct place){.file = folder}, MSG_NO_FONTS, folder);
        fonts_close(fonts);
        return NULL;
    }
    fonts->names = arena_array(arena, fonts->family_count, sizeof *fonts->names);
    for (size_t i = 0; i < fonts->family_count; i++) {
        fonts->names[i] = fonts->families[i].name;
        if (text_equal(fonts->families[i].folder, FALLBACK_FOLDER)) {
            fonts->fallback = &fonts->families[i];
        }
    }
    return fonts;
}

void fonts_close(struct fonts *fonts) {
    if (!fonts) {
        return;
    }
    for (size_t i = 0; i < fonts->face_count; i++) {
        hb_font_destroy(fonts->faces[i].font);
    }
    hb_font_funcs_destroy(fonts->funcs);
    hb_buffer_destroy(fonts->buffer);
}

const struct metrics *fonts_metrics(struct fonts *fonts) {
    return &fonts->metrics;
}

const char *const *fonts_families(const struct fonts *fonts, size_t *count) {
    *count = fonts->family_count;
    return fonts->names;
}
