/* embed: how does a subset become a font that shows, measures and reads back its codes? A composite font
 * whose CMap maps the bytes 0..255 to CIDs of the same number; CIDToGIDMap leads to the subset's glyphs,
 * W has their widths, ToUnicode their texts (ISO 32000-1, 9.7 and 9.10). */
#include "pdf/embed.h"

#include <string.h>

#include "base/utf8.h"

/* ISO 32000-1, 9.7.5.4: an embedded CMap of one-byte codes. */
static const char one_byte_cmap[] =
    "%!PS-Adobe-3.0 Resource-CMap\n"
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
    "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def"
    " /Supplement 0 def end def\n"
    "/CMapName /OneByte-H def\n/CMapType 1 def\n/WMode 0 def\n"
    "1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
    "1 begincidrange\n<00> <FF> 0\nendcidrange\n"
    "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";

static pdf_object encoding_cmap(struct pdf *pdf) {
    return pdf_stream(pdf,
                      "/Type/CMap/CMapName/OneByte-H/WMode 0/CIDSystemInfo<</Registry(Adobe)"
                      "/Ordering(Identity)/Supplement 0>>",
                      one_byte_cmap, sizeof one_byte_cmap - 1, true);
}

static void put_utf16(struct buf *buf, const char *text) {
    size_t size = strlen(text);
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t c = utf8_decode(text + at, size - at, &length);
        if (c > 0xFFFF) {
            buf_format(buf, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
                       0xDC00 + ((c - 0x10000) & 0x3FF));
        } else {
            buf_format(buf, "%04X", c);
        }
    }
}

static pdf_object to_unicode(struct pdf *pdf, const struct font_resource *font) {
    struct buf cmap = BUF_INIT;
    buf_text(&cmap, "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
                    "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
                    "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
                    "1 begincodespacerange\n<00><FF>\nendcodespacerange\n");
    int used = 0;
    for (int code = 0; code < 256; code++) {
        used += font->texts[code] != NULL;
    }
    /* At most 100 mappings in a block. */
    for (int code = 0, done = 0; code < 256; code++) {
        if (!font->texts[code]) {
            continue;
        }
        if (done % 100 == 0) {
            buf_format(&cmap, "%d beginbfchar\n", used - done < 100 ? used - done : 100);
        }
        buf_format(&cmap, "<%02X><", (unsigned)code);
        put_utf16(&cmap, font->texts[code]);
        buf_text(&cmap, ">\n");
        done++;
        if (done % 100 == 0 || done == used) {
            buf_text(&cmap, "endbfchar\n");
        }
    }
    buf_text(&cmap, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    pdf_object stream = pdf_stream(pdf, "", cmap.data, cmap.size, true);
    buf_free(&cmap);
    return stream;
}

static pdf_object gid_map(struct pdf *pdf, const struct font_resource *font) {
    char map[512];
    size_t size = 0;
    for (int code = 0; code < 256; code++) {
        map[2 * code] = (char)(font->gids[code] >> 8);
        map[2 * code + 1] = (char)font->gids[code];
        size = font->texts[code] ? (size_t)code * 2 + 2 : size;
    }
    return pdf_stream(pdf, "", map, size, true);
}

static void put_widths(struct buf *buf, const struct font_resource *font) {
    buf_text(buf, "/W[");
    for (int code = 0; code < 256; code++) {
        if (!font->texts[code]) {
            continue;
        }
        bool first = code == 0 || !font->texts[code - 1];
        bool last = code == 255 || !font->texts[code + 1];
        if (first) {
            buf_format(buf, "%d[", code);
        }
        buf_format(buf, "%d%s", font->widths[code], last ? "]" : " ");
    }
    buf_char(buf, ']');
}

static pdf_object descriptor(struct pdf *pdf, const struct font_resource *font, pdf_object file) {
    /* Table 123: fixed pitch, serif, symbolic (the codes are no standard encoding), italic. */
    int flags = (font->fixed_pitch ? 1 : 0) | (font->serif ? 2 : 0) | 4 |
                (font->italic_angle ? 64 : 0);
    pdf_object object = pdf_new(pdf);
    struct buf body = BUF_INIT;
    buf_text(&body, "/Type/FontDescriptor/FontName");
    pdf_name(&body, font->name);
    buf_format(&body,
               "/Flags %d/FontBBox[%d %d %d %d]/ItalicAngle %d/Ascent %d/Descent %d/CapHeight %d"
               "/StemV %d/FontFile2 ",
               flags, font->bbox[0], font->bbox[1], font->bbox[2], font->bbox[3],
               font->italic_angle, font->ascent, font->descent, font->cap_height, font->stem_v);
    pdf_ref(&body, file);
    pdf_set(pdf, object, &body);
    buf_free(&body);
    return object;
}

static pdf_object embed_font(struct pdf *pdf, const struct font_resource *font, pdf_object file,
                             pdf_object encoding) {
    struct buf body = BUF_INIT;
    pdf_object described = descriptor(pdf, font, file);
    pdf_object map = gid_map(pdf, font), texts = to_unicode(pdf, font);
    pdf_object cid_font = pdf_new(pdf), object = pdf_new(pdf);
    buf_text(&body, "/Type/Font/Subtype/CIDFontType2/BaseFont");
    pdf_name(&body, font->name);
    buf_text(&body,
             "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor ");
    pdf_ref(&body, described);
    buf_text(&body, "/CIDToGIDMap ");
    pdf_ref(&body, map);
    put_widths(&body, font);
    pdf_set(pdf, cid_font, &body);
    buf_text(&body, "/Type/Font/Subtype/Type0/BaseFont");
    pdf_name(&body, font->name);
    buf_text(&body, "/Encoding ");
    pdf_ref(&body, encoding);
    buf_text(&body, "/DescendantFonts[");
    pdf_ref(&body, cid_font);
    buf_text(&body, "]/ToUnicode ");
    pdf_ref(&body, texts);
    pdf_set(pdf, object, &body);
    buf_free(&body);
    return object;
}

void embed_fonts(struct pdf *pdf, const struct font_resource *fonts, size_t count,
                 struct buf *resources) {
    pdf_object encoding = count ? encoding_cmap(pdf) : NULL;
    pdf_object *files = arena_array(pdf->arena, count, sizeof *files);
    buf_text(resources, "/Font<<");
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < i && !files[i]; k++) { /* resources of a face share its subset */
            files[i] = fonts[k].subset == fonts[i].subset ? files[k] : NULL;
        }
        if (!files[i]) {
            files[i] = pdf_stream(pdf,
                                  arena_format(pdf->arena, "/Length1 %zu", fonts[i].subset_size),
                                  fonts[i].subset, fonts[i].subset_size, true);
        }
        buf_format(resources, "/F%zu ", i);
        pdf_ref(resources, embed_font(pdf, &fonts[i], files[i], encoding));
    }
    buf_text(resources, ">>");
}
