/* pdf: in which order is a file put together? Pages first (they decide which glyphs are used), then fonts,
 * then what points to them; the structure tree is numbered last, after all other objects exist. */
#include "pdf/pdf.h"

#include "pdf/archive.h"
#include "pdf/embed.h"
#include "pdf/outline.h"
#include "pdf/paint.h"
#include "pdf/save.h"
#include "pdf/tags.h"
#include "pdf/watermark.h"

enum { PAGES_PER_NODE = 64 };

struct writer {
    struct pdf pdf;
    struct painter painter;
    const struct document *document;
    const struct pages *pages;
    const struct pdf_options *options;
    pdf_object resources, root_pages, struct_root;
};

static void write_page(struct writer *writer, const struct page *page, pdf_object parent) {
    struct buf annotations = BUF_INIT, body = BUF_INIT;
    pdf_object content = paint_page(&writer->painter, page, &annotations);
    buf_text(&body, "/Type/Page/Parent ");
    pdf_ref(&body, parent);
    buf_text(&body, "/MediaBox[0 0 ");
    pdf_length(&body, page->width);
    buf_char(&body, ' ');
    pdf_length(&body, page->height);
    buf_text(&body, "]/Resources ");
    pdf_ref(&body, writer->resources);
    buf_text(&body, "/Contents ");
    pdf_ref(&body, content);
    if (writer->painter.tags) {
        buf_format(&body, "/StructParents %d/Tabs/S", page->number - 1);
    }
    if (annotations.size) {
        buf_format(&body, "/Annots[%s]", annotations.data);
    }
    pdf_set(&writer->pdf, writer->painter.page_objects[page->number - 1], &body);
    buf_free(&annotations);
    buf_free(&body);
}

/* A page tree of two levels, so that no node has thousands of kids. */
static void write_pages(struct writer *writer) {
    struct pdf *pdf = &writer->pdf;
    struct painter *painter = &writer->painter;
    size_t count = (size_t)writer->pages->count;
    painter->page_objects = arena_array(pdf->arena, count, sizeof *painter->page_objects);
    painter->page_heights = arena_array(pdf->arena, count, sizeof *painter->page_heights);
    for (const struct page *page = writer->pages->first; page; page = page->next) {
        painter->page_objects[page->number - 1] = pdf_new(pdf);
        painter->page_heights[page->number - 1] = page->height;
    }
    struct buf root = BUF_INIT, node = BUF_INIT;
    buf_format(&root, "/Type/Pages/Count %zu/Kids[", count);
    const struct page *page = writer->pages->first;
    while (page) {
        pdf_object parent = pdf_new(pdf);
        pdf_ref(&root, parent);
        buf_char(&root, ' ');
        buf_text(&node, "/Type/Pages/Parent ");
        pdf_ref(&node, writer->root_pages);
        buf_text(&node, "/Kids[");
        int kids = 0;
        for (; page && kids < PAGES_PER_NODE; page = page->next, kids++) {
            pdf_ref(&node, painter->page_objects[page->number - 1]);
            buf_char(&node, ' ');
            write_page(writer, page, parent);
        }
        buf_format(&node, "]/Count %d", kids);
        pdf_set(pdf, parent, &node);
    }
    buf_char(&root, ']');
    pdf_set(pdf, writer->root_pages, &root);
    buf_free(&root);
    buf_free(&node);
}

static bool write_resources(struct writer *writer) {
    struct pdf *pdf = &writer->pdf;
    struct buf body = BUF_INIT;
    size_t count;
    const struct font_resource *fonts = fonts_finish(writer->painter.fonts, &count);
    if (!fonts) {
        pdf_fail(pdf, "fonts_finish");
        return false;
    }
    embed_fonts(pdf, fonts, count, &body);
    if (writer->painter.image_count) {
        buf_text(&body, "/XObject<<");
        for (size_t i = 0; i < writer->painter.image_count; i++) {
            buf_format(&body, "/I%zu ", i);
            pdf_ref(&body, writer->painter.images[i].object);
        }
        buf_text(&body, ">>");
    }
    pdf_set(pdf, writer->resources, &body);
    buf_free(&body);
    return true;
}

static pdf_object write_catalog(struct writer *writer) {
    struct pdf *pdf = &writer->pdf;
    pdf_object catalog = pdf_new(pdf);
    struct buf body = BUF_INIT;
    buf_text(&body, "/Type/Catalog/Pages ");
    pdf_ref(&body, writer->root_pages);
    buf_text(&body, "/Lang");
    pdf_string(&body, writer->document->language);
    buf_text(&body, "/ViewerPreferences<</DisplayDocTitle true>>/Metadata ");
    pdf_ref(&body, archive_metadata(pdf, writer->document, writer->options));
    archive_intent(pdf, &body);
    archive_attachment(pdf, writer->options, &body);
    outline_write(&writer->painter, writer->document, &body);
    if (writer->painter.tags) {
        buf_text(&body, "/MarkInfo<</Marked true>>/StructTreeRoot ");
        pdf_ref(&body, writer->struct_root);
    }
    pdf_set(pdf, catalog, &body);
    buf_free(&body);
    return catalog;
}

static bool write_document(struct writer *writer, struct file_out *out) {
    struct pdf *pdf = &writer->pdf;
    writer->resources = pdf_new(pdf);
    writer->root_pages = pdf_new(pdf);
    if (!writer->options->untagged) {
        writer->struct_root = pdf_new(pdf);
        writer->painter.tags = tags_new(pdf, writer->document, writer->pages->count);
    }
    if (writer->options->watermark) {
        writer->painter.watermark = writer->options->watermark;
        watermark_open(&writer->painter, writer->document->base);
    }
    write_pages(writer);
    if (writer->painter.diags->errors || !write_resources(writer)) {
        return false;
    }
    pdf_object catalog = write_catalog(writer);
    pdf_object info = archive_info(pdf, writer->document, writer->options);
    struct raw_objects raw = {0};
    struct tags *tags = writer->painter.tags;
    if (tags) {
        tags_build(tags, writer->painter.page_objects);
        if (!writer->options->unchecked && !tags_check(tags, writer->painter.diags)) {
            return false;
        }
        if (writer->options->tags_dump) {
            tags_dump(tags, writer->options->tags_dump);
            return true;
        }
        tags_finish(tags, writer->struct_root, &raw);
    }
    return save_document(pdf, catalog, info, &raw, out);
}

bool pdf_write(struct arena *arena, struct diags *diags, const struct document *document,
               const struct pages *pages, struct fonts *fonts, const struct pdf_options *options,
               struct file_out *out) {
    struct writer writer = {.document = document, .pages = pages, .options = options};
    size_t errors = diags->errors;
    bool done = pdf_begin(&writer.pdf, arena);
    if (done) {
        writer.painter = (struct painter){
            .pdf = &writer.pdf, .diags = diags, .fonts = fonts, .pages = pages};
        done = write_document(&writer, out);
    }
    if (!done && diags->errors == errors) {
        diag_at(diags, (struct place){0}, MSG_PDF_FAILED,
                writer.pdf.failure ? writer.pdf.failure : "libharu");
    }
    pdf_end(&writer.pdf);
    return done;
}
