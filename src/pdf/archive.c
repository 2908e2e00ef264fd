/* archive: who made this document, when, and what does it promise? Info and XMP are written from the same
 * values, because validators compare them. */
#include "pdf/archive.h"

#include <string.h>

#include "base/date.h"

static void put_date(struct buf *buf, int64_t timestamp, bool xmp) {
    int64_t days = timestamp / 86400, seconds = timestamp % 86400;
    struct date date = date_from_days(days);
    buf_format(buf, xmp ? "%04d-%02d-%02dT%02d:%02d:%02dZ" : "(D:%04d%02d%02d%02d%02d%02dZ)",
               date.year, date.month, date.day, (int)(seconds / 3600), (int)(seconds / 60 % 60),
               (int)(seconds % 60));
}

pdf_object archive_info(struct pdf *pdf, const struct document *document,
                        const struct pdf_options *options) {
    const struct {
        const char *key, *value;
    } entries[] = {{"/Title", document->title},       {"/Author", document->author},
                   {"/Subject", document->subject},   {"/Keywords", document->keywords},
                   {"/Creator", options->producer},   {"/Producer", options->producer}};
    pdf_object info = pdf_new(pdf);
    struct buf body = BUF_INIT;
    for (size_t i = 0; i < sizeof entries / sizeof *entries; i++) {
        if (!text_empty(entries[i].value)) {
            buf_text(&body, entries[i].key);
            pdf_string(&body, entries[i].value);
        }
    }
    buf_text(&body, "/CreationDate");
    put_date(&body, options->timestamp, false);
    buf_text(&body, "/ModDate");
    put_date(&body, options->timestamp, false);
    pdf_set(pdf, info, &body);
    buf_free(&body);
    return info;
}

static void put_xml(struct buf *buf, const char *text) {
    for (; *text; text++) {
        switch (*text) {
        case '&':
            buf_text(buf, "&amp;");
            break;
        case '<':
            buf_text(buf, "&lt;");
            break;
        case '>':
            buf_text(buf, "&gt;");
            break;
        default:
            if ((unsigned char)*text >= 0x20) { /* XML 1.0 has no control characters */
                buf_char(buf, *text);
            }
        }
    }
}

/* An element, nothing when VALUE is empty. OPEN and CLOSE stand around the value. */
static void put_element(struct buf *buf, const char *open, const char *value, const char *close) {
    if (!text_empty(value)) {
        buf_text(buf, open);
        put_xml(buf, value);
        buf_text(buf, close);
        buf_char(buf, '\n');
    }
}

static const char xmp_head[] =
    "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n"
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
    "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\""
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n"
    "<dc:format>application/pdf</dc:format>\n";

/* ISO 19005-2, 6.6.2.3: a schema that XMP does not define is described in the file. */
static const char xmp_tail[] =
    "</rdf:Description>\n"
    "<rdf:Description rdf:about=\"\""
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\""
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name>"
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

pdf_object archive_metadata(struct pdf *pdf, const struct document *document,
                            const struct pdf_options *options) {
    struct buf xmp = BUF_INIT;
    buf_text(&xmp, xmp_head);
    put_element(&xmp, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">", document->title,
                "</rdf:li></rdf:Alt></dc:title>");
    put_element(&xmp, "<dc:creator><rdf:Seq><rdf:li>", document->author,
                "</rdf:li></rdf:Seq></dc:creator>");
    put_element(&xmp, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">",
                document->subject, "</rdf:li></rdf:Alt></dc:description>");
    put_element(&xmp, "<dc:language><rdf:Bag><rdf:li>", document->language,
                "</rdf:li></rdf:Bag></dc:language>");
    put_element(&xmp, "<pdf:Keywords>", document->keywords, "</pdf:Keywords>");
    put_element(&xmp, "<pdf:Producer>", options->producer, "</pdf:Producer>");
    put_element(&xmp, "<xmp:CreatorTool>", options->producer, "</xmp:CreatorTool>");
    const char *const dates[] = {"CreateDate", "ModifyDate", "MetadataDate"};
    for (int i = 0; i < 3; i++) {
        buf_format(&xmp, "<xmp:%s>", dates[i]);
        put_date(&xmp, options->timestamp, true);
        buf_format(&xmp, "</xmp:%s>\n", dates[i]);
    }
    bool three = options->archive == PDF_ARCHIVE_3A;
    if (!options->untagged) {
        buf_format(&xmp,
                   "<pdfaid:part>%d</pdfaid:part>\n<pdfaid:conformance>A</pdfaid:conformance>\n"
                   "<pdfuaid:part>1</pdfuaid:part>\n",
                   three ? 3 : 2);
    }
    buf_text(&xmp, xmp_tail);
    /* Not compressed, so that any program finds it. */
    pdf_object metadata =
        pdf_stream(pdf, "/Type/Metadata/Subtype/XML", xmp.data, xmp.size, false);
    buf_free(&xmp);
    return metadata;
}

/* An ICC version 4 display profile (ISO 15076-1) of the sRGB colour space: primaries adapted to D50, the
 * transfer curve of IEC 61966-2-1 as a parametric curve. Numbers are s15Fixed16. */

static void put_word(struct buf *buf, uint32_t value) {
    const char bytes[] = {(char)(value >> 24), (char)(value >> 16), (char)(value >> 8), (char)value};
    buf_bytes(buf, bytes, 4);
}

static void put_words(struct buf *buf, const uint32_t *values, size_t count) {
    for (size_t i = 0; i < count; i++) {
        put_word(buf, values[i]);
    }
}

static void put_multilingual(struct buf *buf, const char *ascii) {
    buf_text(buf, "mluc");
    const uint32_t head[] = {0, 1, 12, 0x656E5553 /* enUS */, (uint32_t)strlen(ascii) * 2, 28};
    put_words(buf, head, 6);
    for (; *ascii; ascii++) {
        buf_char(buf, '\0');
        buf_char(buf, *ascii);
    }
    while (buf->size % 4) {
        buf_char(buf, '\0');
    }
}

static void put_xyz(struct buf *buf, const uint32_t xyz[3]) {
    buf_text(buf, "XYZ ");
    put_word(buf, 0);
    put_words(buf, xyz, 3);
}

static void srgb_profile(struct buf *profile) {
    static const uint32_t white[] = {0xF6D6, 0x10000, 0xD32D};
    static const uint32_t red[] = {0x6FA2, 0x38F5, 0x0390};
    static const uint32_t green[] = {0x6299, 0xB785, 0x18DA};
    static const uint32_t blue[] = {0x24A0, 0x0F84, 0xB6CF};
    /* from D65 to D50 (Bradford) */
    static const uint32_t adaptation[] = {0x10C42, 0x05DE, 0xFFFFF325, 0x0793, 0xFD90,
                                          0xFFFFFBA2, 0xFFFFFDA1, 0x03DC, 0xC06E};
    /* ((x + 0.055) / 1.055) ^ 2.4, below 0.04045 x / 12.92 */
    static const uint32_t curve[] = {0, 0x00030000, 0x26666, 0xF2A7, 0x0D59, 0x13D0, 0x0A5B};
    enum { TAGS = 10, HEAD = 128 + 4 + 12 * TAGS };
    struct buf data = BUF_INIT;
    static const char *const names[TAGS] = {"desc", "cprt", "wtpt", "chad", "rXYZ",
                                            "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC"};
    uint32_t starts[TAGS], sizes[TAGS];
    for (int i = 0; i < TAGS; i++) {
        starts[i] = HEAD + (uint32_t)data.size;
        switch (i) {
        case 0:
            put_multilingual(&data, "sRGB");
            break;
        case 1:
            put_multilingual(&data, "CC0: no rights reserved");
            break;
        case 3:
            buf_text(&data, "sf32");
            put_word(&data, 0);
            put_words(&data, adaptation, 9);
            break;
        case 7:
            buf_text(&data, "para");
            put_words(&data, curve, 7);
            break;
        case 8: /* the three curves are one */
        case 9:
            starts[i] = starts[7];
            break;
        default:
            put_xyz(&data, i == 2 ? white : i == 4 ? red : i == 5 ? green : blue);
        }
        sizes[i] = HEAD + (uint32_t)data.size - starts[i];
    }
    const uint32_t total = HEAD + (uint32_t)data.size;
    put_word(profile, total);
    put_word(profile, 0);
    put_word(profile, 0x04200000);
    buf_text(profile, "mntrRGB XYZ ");
    const uint32_t date[] = {0x07E80001, 0x00010000, 0x00000000}; /* 2024-01-01 */
    put_words(profile, date, 3);
    buf_text(profile, "acsp");
    const uint32_t rest[] = {0, 0, 0, 0, 0, 0, 0};
    put_words(profile, rest, 7); /* platform, flags, manufacturer, model, attributes, intent */
    put_words(profile, white, 3);
    while (profile->size < 128) {
        buf_char(profile, '\0');
    }
    put_word(profile, TAGS);
    for (int i = 0; i < TAGS; i++) {
        buf_text(profile, names[i]);
        put_word(profile, starts[i]);
        put_word(profile, sizes[i]);
    }
    buf_bytes(profile, data.data, data.size);
    buf_free(&data);
}

void archive_intent(struct pdf *pdf, struct buf *catalog) {
    struct buf profile = BUF_INIT;
    srgb_profile(&profile);
    pdf_object stream = pdf_stream(pdf, "/N 3", profile.data, profile.size, true);
    buf_free(&profile);
    buf_text(catalog, "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1"
                      "/OutputConditionIdentifier(sRGB IEC61966-2.1)"
                      "/Info(sRGB IEC61966-2.1)/DestOutputProfile ");
    pdf_ref(catalog, stream);
    buf_text(catalog, ">>]");
}

void archive_attachment(struct pdf *pdf, const struct pdf_options *options, struct buf *catalog) {
    if (options->archive != PDF_ARCHIVE_3A || !options->attachment) {
        return;
    }
    struct buf body = BUF_INIT;
    buf_format(&body, "/Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size %zu/ModDate",
               options->attachment_size);
    put_date(&body, options->timestamp, false);
    buf_text(&body, ">>");
    pdf_object data = pdf_stream(pdf, buf_string(&body), options->attachment,
                                 options->attachment_size, true);
    buf_clear(&body);
    pdf_object spec = pdf_new(pdf);
    buf_text(&body, "/Type/Filespec/F");
    pdf_string(&body, options->attachment_name);
    buf_text(&body, "/UF");
    pdf_string(&body, options->attachment_name);
    buf_text(&body, "/Desc");
    pdf_string(&body, options->attachment_description);
    buf_text(&body, "/AFRelationship/Source/EF<</F ");
    pdf_ref(&body, data);
    buf_text(&body, "/UF ");
    pdf_ref(&body, data);
    buf_text(&body, ">>");
    pdf_set(pdf, spec, &body);
    buf_free(&body);
    buf_text(catalog, "/AF[");
    pdf_ref(catalog, spec);
    buf_text(catalog, "]/Names<</EmbeddedFiles<</Names[");
    pdf_string(catalog, options->attachment_name);
    pdf_ref(catalog, spec);
    buf_text(catalog, "]>>>>");
}
