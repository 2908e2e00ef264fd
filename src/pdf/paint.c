/* paint: which operators draw these boxes? Marked content is opened when the source of what is drawn changes
 * and closed at the last moment, text objects likewise, so that a run of lines costs one of each. */
#include "pdf/paint.h"

#include <string.h>

#include "pdf/image.h"
#include "pdf/links.h"
#include "pdf/watermark.h"

enum mark { MARK_NONE, MARK_ARTIFACT, MARK_ELEMENT };

struct canvas {
    struct painter *painter;
    const struct page *page;
    struct buf out;
    struct links links;
    /* what is open */
    enum mark mark;
    const struct content *source;
    const struct span *owner;
    bool silent;        /* inside the mark a second one takes its text away */
    bool silent_table;  /* inside a table that is drawn only */
    bool in_text;       /* between BT and ET */
    bool mark_in_text;  /* the mark was opened after BT */
    int64_t line_x, line_y; /* of the text line matrix, thousandths, from the page's lower left */
    /* graphics state */
    uint32_t fill, stroke; /* COLOUR_UNKNOWN: not set */
    int resource;          /* current font, -1 */
    len size;
    int tracking;
    int64_t word_space;
    struct buf underlines; /* drawn last, as artifacts */
};

#define COLOUR_UNKNOWN 0xFFFFFFFFu

static void put(struct canvas *canvas, const char *text) {
    buf_text(&canvas->out, text);
}

/* Operators that leave ink: nothing may be drawn outside an element or an artifact. */
static void put_ink(struct canvas *canvas, const char *operators) {
    if (canvas->mark == MARK_NONE && canvas->painter->tags) {
        tags_stray(canvas->painter->tags, canvas->page->sheet);
    }
    put(canvas, operators);
}

static void put_length(struct canvas *canvas, int64_t thousandths) {
    pdf_length(&canvas->out, thousandths);
    buf_char(&canvas->out, ' ');
}

/* A colour component in thousandths without superfluous zeros: 0, .09, .4, 1. */
static void put_component(struct buf *out, unsigned byte) {
    unsigned thousandths = (byte * 1000 + 127) / 255;
    if (thousandths == 0 || thousandths == 1000) {
        buf_text(out, thousandths ? "1 " : "0 ");
        return;
    }
    char text[8] = {'.', (char)('0' + thousandths / 100), (char)('0' + thousandths / 10 % 10),
                    (char)('0' + thousandths % 10)};
    size_t length = 4;
    while (text[length - 1] == '0') {
        text[--length] = '\0';
    }
    buf_text(out, text);
    buf_char(out, ' ');
}

static void put_colour(struct canvas *canvas, uint32_t colour, bool stroke) {
    uint32_t *current = stroke ? &canvas->stroke : &canvas->fill;
    if (*current == colour) {
        return;
    }
    *current = colour;
    unsigned r = colour >> 16 & 255, g = colour >> 8 & 255, b = colour & 255;
    put_component(&canvas->out, r);
    if (r == g && g == b) {
        put(canvas, stroke ? "G\n" : "g\n");
        return;
    }
    put_component(&canvas->out, g);
    put_component(&canvas->out, b);
    put(canvas, stroke ? "RG\n" : "rg\n");
}

/* marks and text objects: either may hold the other, never cross */

static void end_mark(struct canvas *canvas) {
    if (canvas->mark == MARK_NONE) {
        return;
    }
    if (!canvas->mark_in_text && canvas->in_text) {
        put(canvas, "ET\n");
        canvas->in_text = false;
    }
    put(canvas, canvas->silent ? "EMC\nEMC\n" : "EMC\n");
    canvas->silent = false;
    canvas->mark = MARK_NONE;
}

static void end_text(struct canvas *canvas) {
    if (!canvas->in_text) {
        return;
    }
    if (canvas->mark != MARK_NONE && canvas->mark_in_text) {
        end_mark(canvas);
    }
    put(canvas, "ET\n");
    canvas->in_text = false;
}

static void begin_text(struct canvas *canvas) {
    if (!canvas->in_text) {
        put(canvas, "BT\n");
        canvas->in_text = true;
        canvas->line_x = canvas->line_y = 0;
    }
}

/* Text wants a text object, graphics must not be in one. */
static void set_object(struct canvas *canvas, bool text) {
    if (text) {
        begin_text(canvas);
    } else {
        end_text(canvas);
    }
}

/* Inside a mark: what follows in it is not extracted. */
static void begin_silence(struct canvas *canvas, bool silent) {
    if (silent) {
        put(canvas, "/Span<</ActualText()>>BDC\n");
        canvas->silent = true;
    }
}

static void begin_artifact(struct canvas *canvas, bool text) {
    if (canvas->mark == MARK_ARTIFACT && (text || !canvas->mark_in_text)) {
        set_object(canvas, text);
        return;
    }
    end_mark(canvas);
    set_object(canvas, text);
    if (canvas->painter->tags) {
        put(canvas, text ? "/Artifact<</Type/Pagination>>BDC\n" : "/Artifact BMC\n");
        begin_silence(canvas, canvas->silent_table);
        canvas->mark = MARK_ARTIFACT;
        canvas->mark_in_text = canvas->in_text;
    }
}

static void begin_element(struct canvas *canvas, const struct content *source,
                          const struct span *span, bool text) {
    struct tags *tags = canvas->painter->tags;
    if (!tags) {
        set_object(canvas, text);
        return;
    }
    const struct span *owner = tags_owner(tags, source, span);
    if (canvas->mark == MARK_ELEMENT && canvas->source == source && canvas->owner == owner &&
        (text || !canvas->mark_in_text)) {
        set_object(canvas, text);
        return;
    }
    end_mark(canvas);
    set_object(canvas, text);
    const char *role;
    int mcid = tags_mark(tags, canvas->page->number - 1, source, span, &role);
    buf_format(&canvas->out, "/%s<</MCID %d>>BDC\n", role, mcid);
    begin_silence(canvas, (source->type == CONTENT_GANTT && source->as.gantt->silent) ||
                              (source->type == CONTENT_CHART && source->as.chart->silent));
    canvas->mark = MARK_ELEMENT;
    canvas->mark_in_text = canvas->in_text;
    canvas->source = source;
    canvas->owner = owner;
}

/* text */

struct shower { /* an array of TJ being written */
    struct canvas *canvas;
    bool array, string;
};

static void close_string(struct shower *shower) {
    if (shower->string) {
        buf_char(&shower->canvas->out, ')');
        shower->string = false;
    }
}

static void close_array(struct shower *shower) {
    close_string(shower);
    if (shower->array) {
        put_ink(shower->canvas, "]TJ\n");
        shower->array = false;
    }
}

static void show_glyph(struct shower *shower, struct glyph glyph) {
    struct canvas *canvas = shower->canvas;
    if (canvas->resource != glyph.resource) {
        close_array(shower);
        canvas->resource = glyph.resource;
        buf_format(&canvas->out, "/F%d ", glyph.resource);
        put_length(canvas, canvas->size);
        put(canvas, "Tf\n");
    }
    if (glyph.rise) {
        close_array(shower);
        put_length(canvas, metrics_scale(glyph.rise, canvas->size));
        put(canvas, "Ts\n");
    }
    if (!shower->array) {
        buf_char(&canvas->out, '[');
        shower->array = true;
    }
    if (!shower->string) {
        buf_char(&canvas->out, '(');
        shower->string = true;
    }
    buf_char(&canvas->out, (char)glyph.code);
    if (glyph.adjust) {
        close_string(shower);
        buf_format(&canvas->out, "%d", -glyph.adjust);
    }
    if (glyph.rise) {
        close_array(shower);
        put(canvas, "0 Ts\n");
    }
}

/* HYPHEN: the word's last character is a hyphen of ours, which reads back as U+00AD. */
static void show_word(struct shower *shower, const struct piece *piece, const char *text,
                      size_t size, bool hyphen) {
    struct canvas *canvas = shower->canvas;
    const struct glyph_run *run = font_glyphs(canvas->painter->fonts, piece->face,
                                              piece->tracking != 0, text, size);
    if (run->actual_text) {
        close_array(shower);
        put(canvas, "/Span<</ActualText");
        pdf_string(&canvas->out, arena_slice(canvas->painter->pdf->arena, text, size));
        put(canvas, ">>BDC\n");
    }
    for (size_t i = 0; i < run->count; i++) {
        struct glyph glyph = run->glyphs[i];
        if (hyphen && i + 1 == run->count) {
            struct glyph soft = font_soft_hyphen(canvas->painter->fonts, piece->face, true);
            glyph.resource = soft.resource;
            glyph.code = soft.code;
        }
        show_glyph(shower, glyph);
    }
    if (run->actual_text) {
        close_array(shower);
        put(canvas, "EMC\n");
    }
}

/* What follows piece I of LINE, for whoever reads the words without seeing them: a leader, which is an artifact, is a
 * space to them. */
static enum line_end piece_end(const struct line *line, size_t i) {
    const struct piece *piece = &line->pieces[i];
    if (i + 1 == line->count) {
        return line->end;
    }
    const struct span *next = line->pieces[i + 1].span;
    bool blank = piece->bytes > 0 && piece->text[piece->bytes - 1] == ' ';
    return next && next->leader && !blank ? LINE_END_SPACE : LINE_END_PARAGRAPH;
}

/* The words of a piece with the spaces between them, and what END asks for behind them. */
static void show_piece(struct canvas *canvas, const struct piece *piece, enum line_end end) {
    struct fonts *fonts = canvas->painter->fonts;
    struct shower shower = {.canvas = canvas};
    size_t size = piece->bytes;
    bool hyphen = end == LINE_END_HYPHEN;
    for (size_t at = 0; at < size;) {
        if (piece->text[at] == ' ') {
            show_glyph(&shower, font_space(fonts, piece->face));
            at++;
            continue;
        }
        const char *space = memchr(piece->text + at, ' ', size - at);
        size_t word = space ? (size_t)(space - piece->text) - at : size - at;
        show_word(&shower, piece, piece->text + at, word, hyphen && at + word == size);
        at += word;
    }
    if (end == LINE_END_TOKEN) {
        show_glyph(&shower, font_soft_hyphen(fonts, piece->face, false));
    } else if (end == LINE_END_SPACE || end == LINE_END_BREAK) {
        show_glyph(&shower, font_space(fonts, piece->face));
    }
    close_array(&shower);
}

static void set_text_state(struct canvas *canvas, const struct piece *piece,
                           const struct line *line) {
    put_colour(canvas, piece->colour, false);
    if (canvas->size != piece->size) {
        canvas->size = piece->size;
        canvas->resource = -1;
    }
    if (canvas->tracking != metrics_scale(piece->tracking, piece->size)) {
        canvas->tracking = metrics_scale(piece->tracking, piece->size);
        put_length(canvas, canvas->tracking);
        put(canvas, "Tc\n");
    }
    if (canvas->word_space != line->word_space) {
        canvas->word_space = line->word_space;
        put_length(canvas, canvas->word_space);
        put(canvas, "Tw\n");
    }
}

static void underline(struct canvas *canvas, const struct piece *piece, int64_t x, int64_t y) {
    struct fonts *fonts = canvas->painter->fonts;
    const struct metrics *metrics = fonts_metrics(fonts);
    struct face_extent extent = metrics->extent(metrics->self, piece->face);
    struct buf *out = &canvas->underlines;
    uint32_t c = piece->colour;
    put_component(out, c >> 16 & 255);
    put_component(out, c >> 8 & 255);
    put_component(out, c & 255);
    buf_text(out, "rg ");
    int64_t thickness = metrics_scale(extent.underline_width, piece->size);
    const int64_t values[] = {x, y - metrics_scale(extent.underline_offset, piece->size) - thickness,
                              piece->width, thickness};
    for (int i = 0; i < 4; i++) {
        pdf_length(out, values[i]);
        buf_char(out, ' ');
    }
    buf_text(out, "re f\n");
}

static void paint_line(struct canvas *canvas, const struct box *box, int64_t x, int64_t y,
                       const struct content *source) {
    const struct line *line = box->line;
    int64_t baseline = canvas->page->height - (y + line->baseline);
    for (size_t i = 0; i < line->count; i++) {
        const struct piece *piece = &line->pieces[i];
        bool artifact = !source || (piece->span && piece->span->leader);
        if (artifact) {
            begin_artifact(canvas, true);
        } else {
            begin_element(canvas, source, piece->span, true);
        }
        set_text_state(canvas, piece, line);
        /* Td moves by what is printed, so that roundings do not add up. */
        int64_t to_x = (x + piece->x + 5) / 10 * 10, to_y = (baseline + 5) / 10 * 10;
        put_length(canvas, to_x - canvas->line_x);
        put_length(canvas, to_y - canvas->line_y);
        put(canvas, "Td\n");
        canvas->line_x = to_x;
        canvas->line_y = to_y;
        show_piece(canvas, piece, piece_end(line, i));
        if (piece->span && piece->span->style && piece->span->style->underline) {
            underline(canvas, piece, x + piece->x, baseline);
        }
    }
    if (source) {
        links_line(&canvas->links, source, line, x, baseline);
    }
}

/* graphics */

static void begin_graphics(struct canvas *canvas, const struct content *source) {
    if (source) {
        begin_element(canvas, source, NULL, false);
    } else {
        begin_artifact(canvas, false);
    }
}

static void put_rectangle(struct canvas *canvas, const struct box *box, int64_t x, int64_t y) {
    put_length(canvas, x);
    put_length(canvas, canvas->page->height - y - box->height);
    put_length(canvas, box->width);
    put_length(canvas, box->height);
    put(canvas, "re ");
}

static void paint_rule(struct canvas *canvas, const struct box *box, int64_t x, int64_t y) {
    put_colour(canvas, box->colour, true);
    put_length(canvas, box->stroke);
    put(canvas, "w ");
    put_length(canvas, x);
    put_length(canvas, canvas->page->height - y);
    put(canvas, "m ");
    put_length(canvas, x + box->width);
    put_length(canvas, canvas->page->height - y - box->height);
    put_ink(canvas, "l S\n");
}

/* Diagonal strokes inside an outline: a fill that black and white keeps apart from a solid one. */
static void paint_hatch(struct canvas *canvas, const struct box *box, int64_t x, int64_t y) {
    enum { GAP = 3 * LEN_PT };
    int64_t bottom = canvas->page->height - y - box->height, top = bottom + box->height;
    put_colour(canvas, box->colour, true);
    put(canvas, "q .5 w ");
    put_rectangle(canvas, box, x, y);
    put_ink(canvas, "W S\n");
    put_rectangle(canvas, box, x, y);
    put(canvas, "W n\n");
    for (int64_t at = x - box->height; at < x + box->width; at += GAP) {
        put_length(canvas, at);
        put_length(canvas, bottom);
        put(canvas, "m ");
        put_length(canvas, at + box->height);
        put_length(canvas, top);
        put(canvas, "l\n");
    }
    put_ink(canvas, "S Q\n");
}

static void paint_image(struct canvas *canvas, const struct box *box, int64_t x, int64_t y,
                        const struct content *source) {
    int index = image_index(canvas->painter, box->image, source);
    if (index < 0) {
        return;
    }
    put(canvas, "q ");
    put_length(canvas, box->width);
    put(canvas, "0 0 ");
    put_length(canvas, box->height);
    put_length(canvas, x);
    put_length(canvas, canvas->page->height - y - box->height);
    buf_format(&canvas->out, "cm /I%d ", index);
    put_ink(canvas, "Do Q\n");
}

/* A figure is known by its own boxes: their union is its BBox. */
static void note_figure(struct canvas *canvas, const struct box *box, const struct content *source,
                        int64_t x, int64_t y) {
    if (canvas->painter->tags && source && content_is_figure(source)) {
        int64_t top = canvas->page->height - y;
        tags_figure(canvas->painter->tags, source, canvas->page->number - 1, x, top - box->height,
                    x + box->width, top);
    }
}

static void paint_box(struct canvas *canvas, const struct box *box, int64_t x, int64_t y,
                      const struct content *source, bool artifact) {
    x += box->x;
    y += box->y;
    artifact = artifact || box->artifact;
    source = artifact ? NULL : box->source ? box->source : source;
    if (source && source->type == CONTENT_IMAGE && !source->alt) {
        source = NULL; /* decoration */
    }
    bool drawn = source && content_is_figure(source);
    note_figure(canvas, box, source, x, y);
    bool silent = box->artifact && box->source && box->source->type == CONTENT_TABLE;
    if (silent) {
        end_mark(canvas);
        canvas->silent_table = true;
    }
    switch (box->type) {
    case BOX_GROUP:
        for (const struct box *child = box->first; child; child = child->next) {
            paint_box(canvas, child, x, y, source, artifact);
        }
        break;
    case BOX_LINE:
        paint_line(canvas, box, x, y, source);
        break;
    case BOX_FILL:
        begin_graphics(canvas, drawn ? source : NULL);
        put_colour(canvas, box->colour, false);
        put_rectangle(canvas, box, x, y);
        put_ink(canvas, "f\n");
        break;
    case BOX_HATCH:
        begin_graphics(canvas, drawn ? source : NULL);
        paint_hatch(canvas, box, x, y);
        break;
    case BOX_RULE:
        begin_graphics(canvas, drawn ? source : NULL);
        paint_rule(canvas, box, x, y);
        break;
    case BOX_IMAGE:
        begin_graphics(canvas, source);
        paint_image(canvas, box, x, y, box->source ? box->source : source);
        break;
    }
    if (silent) {
        end_mark(canvas);
        canvas->silent_table = false;
    }
}

pdf_object paint_page(struct painter *painter, const struct page *page, struct buf *annotations) {
    struct canvas canvas = {.painter = painter,
                            .page = page,
                            .links = {.painter = painter, .page = page, .out = annotations},
                            .fill = COLOUR_UNKNOWN,
                            .stroke = COLOUR_UNKNOWN,
                            .resource = -1};
    watermark_paint(painter, page, &canvas.out);
    for (const struct box *box = page->boxes; box; box = box->next) {
        paint_box(&canvas, box, 0, 0, NULL, false);
    }
    end_mark(&canvas);
    end_text(&canvas);
    links_end(&canvas.links);
    if (canvas.underlines.size) {
        begin_artifact(&canvas, false);
        put_ink(&canvas, canvas.underlines.data);
        end_mark(&canvas);
    }
    pdf_object stream = pdf_stream(painter->pdf, "", canvas.out.data, canvas.out.size, true);
    buf_free(&canvas.out);
    buf_free(&canvas.underlines);
    return stream;
}
