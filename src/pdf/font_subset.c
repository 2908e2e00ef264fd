/* What of a face goes into the file? The outlines of the glyphs used, nothing else: shaping is
 * done, codes lead to glyphs through CIDToGIDMap, and no viewer looks at names or character maps.
 * All the resources of a face share one subset. */
#include "pdf/font_private.h"

#include <hb-subset.h>
#include <string.h>

#include "base/str.h"

/* Tables that a TrueType font program in a PDF has (ISO 32000-1, 9.9); without hints there is no
 * use for cvt, fpgm and prep. */
static bool kept_table(hb_tag_t tag) {
    return tag == HB_TAG('g', 'l', 'y', 'f') || tag == HB_TAG('l', 'o', 'c', 'a') ||
           tag == HB_TAG('h', 'e', 'a', 'd') || tag == HB_TAG('h', 'h', 'e', 'a') ||
           tag == HB_TAG('h', 'm', 't', 'x') || tag == HB_TAG('m', 'a', 'x', 'p');
}

static void drop_tables(hb_face_t *hb, hb_set_t *dropped) {
    hb_tag_t tags[64];
    unsigned start = 0, count;
    do {
        count = sizeof tags / sizeof *tags;
        hb_face_get_table_tags(hb, start, &count, tags);
        for (unsigned i = 0; i < count; i++) {
            if (!kept_table(tags[i])) {
                hb_set_add(dropped, tags[i]);
            }
        }
        start += count;
    } while (count);
}

/* "ABCDEF+Name": the letters tell subsets of one font apart (ISO 32000-1, 9.6.4), so they are a
 * hash of the glyphs. */
static const char *subset_name(struct arena *arena, const struct face *face, const hb_set_t *gids) {
    uint64_t hash = text_hash(face->name, strlen(face->name));
    for (hb_codepoint_t gid = HB_SET_VALUE_INVALID; hb_set_next(gids, &gid);) {
        hash = (hash ^ gid) * 0x100000001B3u;
    }
    char tag[7] = "";
    for (int i = 0; i < 6; i++, hash /= 26) {
        tag[i] = (char)('A' + hash % 26);
    }
    return arena_format(arena, "%s+%s", tag, face->name);
}

/* A resource without its name and subset. NEW_GIDS leads from glyphs of the original file to those
 * of the subset. */
static struct font_resource describe(struct fonts *fonts, const struct resource *resource,
                                     const hb_map_t *new_gids) {
    const hb_tag_t head = HB_TAG('h', 'e', 'a', 'd'), os2 = HB_TAG('O', 'S', '/', '2'),
                   post = HB_TAG('p', 'o', 's', 't');
    const struct face *face = &fonts->faces[resource->face];
    hb_face_t *hb = hb_font_get_face(face->font);
    uint16_t *gids = arena_array(fonts->arena, CODES, sizeof *gids);
    int *widths = arena_array(fonts->arena, CODES, sizeof *widths);
    const char **texts = arena_array(fonts->arena, CODES, sizeof *texts);
    memcpy(widths, resource->widths, sizeof resource->widths);
    memcpy(texts, resource->texts, sizeof resource->texts);
    for (int code = 0; code < CODES; code++) {
        gids[code] = texts[code] ? (uint16_t)hb_map_get(new_gids, resource->gids[code]) : 0;
    }
    /* sFamilyClass 1 to 5 and 7 are the serif classes; files without a class have Panose, where
     * text faces (2) with serif styles 2 to 10 have them. */
    int class = font_table_u16(hb, os2, 30) >> 8;
    int panose = font_table_u16(hb, os2, 32);
    struct font_resource described = {
        .gids = gids,
        .widths = widths,
        .texts = texts,
        .ascent = face->extent.ascender,
        .descent = -face->extent.descender,
        .cap_height = face->extent.cap_height,
        /* No table has the width of stems: the usual estimate, 87 for regular, 165 for bold. */
        .stem_v = 50 + face->weight * face->weight / 4225,
        .italic_angle = font_table_i16(hb, post, 4),
        .fixed_pitch = font_table_u16(hb, post, 12) || font_table_u16(hb, post, 14),
        .serif = (class >= 1 && class <= 7 && class != 6) ||
                 (panose >> 8 == 2 && (panose & 0xFF) >= 2 && (panose & 0xFF) <= 10),
    };
    for (unsigned i = 0; i < 4; i++) {
        described.bbox[i] = font_milli(face, font_table_i16(hb, head, 36 + 2 * i));
    }
    return described;
}

/* Subsets a face and describes its resources in OUT, which has a place for every resource. */
static bool face_finish(struct fonts *fonts, face_id id, struct font_resource *out) {
    const struct face *face = &fonts->faces[id];
    hb_face_t *hb = hb_font_get_face(face->font);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (!input) {
        memory_exhausted();
    }
    hb_set_t *gids = hb_subset_input_glyph_set(input);
    for (size_t i = 0; i < fonts->resource_count; i++) {
        const struct resource *resource = &fonts->resources[i];
        for (int code = 0; resource->face == id && code < CODES; code++) {
            hb_set_add(gids, resource->gids[code]);
        }
    }
    const char *name = subset_name(fonts->arena, face, gids);
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
    drop_tables(hb, hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG));
    hb_subset_plan_t *plan = hb_subset_plan_create_or_fail(hb, input);
    hb_face_t *made = plan ? hb_subset_plan_execute_or_fail(plan) : NULL;
    bool success = made;
    if (success) {
        hb_blob_t *blob = hb_face_reference_blob(made);
        unsigned size;
        const char *data = hb_blob_get_data(blob, &size);
        unsigned char *subset = arena_alloc(fonts->arena, size);
        memcpy(subset, data, size);
        hb_blob_destroy(blob);
        for (size_t i = 0; i < fonts->resource_count; i++) {
            if (fonts->resources[i].face == id) {
                out[i] = describe(fonts, &fonts->resources[i],
                                  hb_subset_plan_old_to_new_glyph_mapping(plan));
                out[i].name = name;
                out[i].subset = subset;
                out[i].subset_size = size;
            }
        }
    } else {
        diag_at(fonts->diags, (struct place){.file = face->file}, MSG_FONT_DAMAGED, "");
    }
    hb_face_destroy(made);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return success;
}

const struct font_resource *fonts_finish(struct fonts *fonts, size_t *count) {
    struct font_resource *out = arena_array(fonts->arena, fonts->resource_count, sizeof *out);
    bool success = true;
    for (size_t id = 0; id < fonts->face_count; id++) {
        if (fonts->faces[id].pairs && !face_finish(fonts, (face_id)id, out)) {
            success = false;
        }
    }
    *count = success ? fonts->resource_count : 0;
    return success ? out : NULL;
}
