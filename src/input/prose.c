/* prose: collects md4c's events into a small tree of paragraphs, lists and tables.
 *
 * md4c calls back for every block and run of text; a stack of open blocks says where text goes.
 * Everything that the dialect does not have (quotes, code, headings, rules, images) falls back to
 * paragraphs of the words that it holds. Text of one look is gathered whole before it becomes a
 * span, so that escapes and entities, which md4c sends apart, do not cut it. */
#include "input/prose.h"

#include <stdlib.h>
#include <string.h>

#include <md4c.h>

#include "base/diag.h"
#include "base/utf8.h"

/* Lists nested deeper are flattened into their ancestor: nobody reads them, and who walks the tree
 * recurses. */
enum { PROSE_MAX_DEPTH = 16 };

struct frame {
    struct prose *node;
    struct prose *last_child;
    struct prose_span *last_span;
    unsigned number;  /* lists: of the next item; 0 bullets have none */
    char delimiter;   /* ordered lists: '.' or ')' */
    bool implied;     /* a paragraph that md4c did not announce (tight lists) */
    bool transparent; /* a block that leaves no trace: `node` is that of the frame below */
};

struct builder {
    struct arena *arena;
    struct frame *frames; /* frames[0] is the document; grown in the arena */
    size_t depth, cap;
    size_t lists;       /* open ones that left a trace */
    struct buf pending; /* text of one look, not yet a span */
    int bold, italic;   /* spans open */
    const char *link;
    bool head; /* within the head of a table */
};

static struct frame *top(struct builder *builder) {
    return &builder->frames[builder->depth - 1];
}

static bool takes_spans(const struct prose *node) {
    return node->type == PROSE_PARAGRAPH || node->type == PROSE_CELL;
}

static void add_span(struct builder *builder, const char *text, size_t size) {
    struct frame *frame = top(builder);
    struct prose_span *span = arena_alloc(builder->arena, sizeof *span);
    span->text = arena_slice(builder->arena, text, size);
    span->link = builder->link;
    span->bold = builder->bold > 0;
    span->italic = builder->italic > 0;
    if (frame->last_span == NULL)
        frame->node->spans = span;
    else
        frame->last_span->next = span;
    frame->last_span = span;
}

/* Ends the run of text before the look changes. */
static void flush(struct builder *builder) {
    if (builder->pending.size > 0)
        add_span(builder, builder->pending.data, builder->pending.size);
    buf_clear(&builder->pending);
}

/* Opens a frame with a node of TYPE, or a transparent one. */
static struct frame *push(struct builder *builder, enum prose_type type, bool transparent) {
    builder->frames = arena_grow(builder->arena, builder->frames, builder->depth, &builder->cap,
                                 sizeof *builder->frames);
    struct frame *frame = &builder->frames[builder->depth++];
    *frame = (struct frame){.transparent = transparent};
    if (transparent) {
        frame->node = frame[-1].node;
        frame->last_child = frame[-1].last_child;
    } else {
        frame->node = arena_alloc(builder->arena, sizeof *frame->node);
        frame->node->type = type;
    }
    return frame;
}

/* Closes the frame and hangs its node under the one below; a paragraph without words leaves no
 * trace. */
static void pop(struct builder *builder) {
    flush(builder);
    struct frame *frame = top(builder), *under = frame - 1;
    struct prose *node = frame->node;
    builder->depth--;
    if (frame->transparent) {
        under->last_child = frame->last_child;
        return;
    }
    if (node->type == PROSE_PARAGRAPH && node->spans == NULL)
        return;
    if (under->last_child == NULL)
        under->node->first = node;
    else
        under->last_child->next = node;
    under->last_child = node;
}

/* Ends the paragraph of loose text in a tight item, if one is open. */
static void end_implied(struct builder *builder) {
    if (top(builder)->implied)
        pop(builder);
}

/* Whether text can be added; begins a paragraph where md4c sends text straight into an item. */
static void want_paragraph(struct builder *builder) {
    if (takes_spans(top(builder)->node))
        return;
    push(builder, PROSE_PARAGRAPH, false)->implied = true;
}

/* ---- labels of their own ---- */

/* Length of the Roman numeral or the single letter at TEXT (one case), 0 when there is none. */
static size_t letters_length(const char *text) {
    size_t lower = strspn(text, "ivxlc"), upper = strspn(text, "IVXLC");
    size_t roman = lower > upper ? lower : upper;
    bool letter = (*text >= 'a' && *text <= 'z') || (*text >= 'A' && *text <= 'Z');
    return roman > 1 && roman <= 6 ? roman : letter ? 1 : 0;
}

/* Length of the label (`a)`, `A.`, `iv)`, `1-`, `(b)`) that begins TEXT and is followed by a space
 * or its end, else 0. */
static size_t label_length(const char *text) {
    size_t at = text[0] == '(';
    size_t digits = strspn(text + at, "0123456789");
    size_t body = digits > 0 && digits <= 3 ? digits : letters_length(text + at);
    if (body == 0)
        return 0;
    at += body;
    if (text[at] != ')' && (text[0] == '(' || (text[at] != '.' && text[at] != '-')))
        return 0;
    at++;
    return text[at] == ' ' || text[at] == '\0' ? at : 0;
}

enum { LABEL_SIZE = 12 }; /* room for the longest label, the space after it and NUL */

/* The beginning of a paragraph's text, over its spans up to a line break. */
static void first_text(const struct prose *paragraph, char out[LABEL_SIZE]) {
    size_t size = 0;
    for (const struct prose_span *span = paragraph->spans; span != NULL; span = span->next) {
        if (span->text[0] == '\n')
            break;
        for (const char *c = span->text; *c != '\0' && size + 1 < LABEL_SIZE; c++)
            out[size++] = *c;
    }
    out[size] = '\0';
}

/* Takes SIZE bytes and the spaces after them off the front of a paragraph. */
static void strip_front(struct prose *paragraph, size_t size) {
    struct prose_span *span = paragraph->spans;
    while (span != NULL) {
        size_t length = strlen(span->text);
        size_t taken = length < size ? length : size;
        span->text += taken;
        size -= taken;
        if (size == 0)
            span->text += strspn(span->text, " ");
        if (span->text[0] != '\0' && span->text[0] != '\n')
            break;
        span = span->next;
    }
    paragraph->spans = span;
}

/* The label that ITEM brings along: in its text, or as the number of an ordered list of one item
 * that is all it begins with (CommonMark reads `- 1) testo` so). */
static const char *own_label(struct arena *arena, const struct prose *item) {
    const struct prose *first = item->first;
    if (first == NULL)
        return NULL;
    if (first->type == PROSE_LIST)
        return first->ordered && first->first->next == NULL ? first->first->label : NULL;
    if (first->type != PROSE_PARAGRAPH)
        return NULL;
    char text[LABEL_SIZE];
    first_text(first, text);
    size_t size = label_length(text);
    return size > 0 ? arena_slice(arena, text, size) : NULL;
}

/* Gives the items of a bullet list their own labels, when every one has one. The same twice in a
 * row is no numbering but an abbreviation (`- S. Rocco`, `- S. Carlo`). */
static void adopt_labels(struct builder *builder, struct prose *list) {
    const char *previous = NULL;
    for (const struct prose *item = list->first; item != NULL; item = item->next) {
        const char *label = own_label(builder->arena, item);
        if (label == NULL || (previous != NULL && strcmp(previous, label) == 0))
            return;
        previous = label;
    }
    list->ordered = list->first != NULL;
    for (struct prose *item = list->first; item != NULL; item = item->next) {
        struct prose *first = item->first;
        item->label = own_label(builder->arena, item);
        if (first->type == PROSE_LIST) {
            /* the inner item's children take the inner list's place */
            struct prose **end = &first->first->first;
            while (*end != NULL)
                end = &(*end)->next;
            *end = first->next;
            item->first = first->first->first;
            continue;
        }
        strip_front(first, strlen(item->label));
        if (first->spans == NULL)
            item->first = first->next;
    }
}

/* ---- text ---- */

struct entity {
    const char *name;
    uint32_t codepoint;
};

/* md4c knows no names. These are the ones that Italian texts pasted from the web bring along. */
static const struct entity entities[] = {
    {"amp", '&'},      {"lt", '<'},       {"gt", '>'},        {"quot", '"'},     {"apos", '\''},
    {"nbsp", 0xA0},    {"agrave", 0xE0},  {"Agrave", 0xC0},   {"egrave", 0xE8},  {"Egrave", 0xC8},
    {"eacute", 0xE9},  {"Eacute", 0xC9},  {"igrave", 0xEC},   {"Igrave", 0xCC},  {"ograve", 0xF2},
    {"Ograve", 0xD2},  {"ugrave", 0xF9},  {"Ugrave", 0xD9},   {"euro", 0x20AC},  {"deg", 0xB0},
    {"ordm", 0xBA},    {"ordf", 0xAA},    {"sect", 0xA7},     {"para", 0xB6},    {"laquo", 0xAB},
    {"raquo", 0xBB},   {"ldquo", 0x201C}, {"rdquo", 0x201D},  {"lsquo", 0x2018}, {"rsquo", 0x2019},
    {"ndash", 0x2013}, {"mdash", 0x2014}, {"hellip", 0x2026}, {"bull", 0x2022},  {"middot", 0xB7},
    {"times", 0xD7},   {"divide", 0xF7},  {"plusmn", 0xB1},   {"frac12", 0xBD},  {"frac14", 0xBC},
    {"copy", 0xA9},    {"reg", 0xAE},     {"trade", 0x2122},  {"le", 0x2264},    {"ge", 0x2265},
    {"ne", 0x2260},    {"rarr", 0x2192},  {"shy", 0xAD},
};

/* The code point of `&#8364;`, `&#x20AC;`: U+FFFD when there is no such character (CommonMark 2.5).
 */
static uint32_t numeric_entity(const char *text, size_t size) {
    bool hex = text[2] == 'x' || text[2] == 'X';
    uint32_t value = 0;
    for (size_t i = hex ? 3 : 2; i + 1 < size && value <= 0x10FFFF; i++) {
        char c = text[i];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 0x20) - 'a' + 10);
        value = value * (hex ? 16 : 10) + digit;
    }
    return value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF) ? 0xFFFD : value;
}

/* Adds plain text. White space runs together, as wherever CommonMark is shown. */
static void add_text(struct buf *out, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        bool blank = text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        if (!blank)
            buf_char(out, text[i]);
        else if (out->size == 0 || out->data[out->size - 1] != ' ')
            buf_char(out, ' ');
    }
}

static void add_entity(struct buf *out, const char *text, size_t size) {
    if (text[1] == '#') {
        char bytes[4];
        size_t length = utf8_encode(numeric_entity(text, size), bytes);
        add_text(out, bytes, length);
        return;
    }
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        const char *name = entities[i].name;
        if (strlen(name) == size - 2 && memcmp(name, text + 1, size - 2) == 0) {
            buf_utf8(out, entities[i].codepoint);
            return;
        }
    }
    add_text(out, text, size);
}

/* An address, its entities decoded. */
static const char *attribute_text(struct builder *builder, const MD_ATTRIBUTE *attribute) {
    struct buf buf = BUF_INIT;
    for (size_t i = 0; attribute->size > 0 && attribute->substr_offsets[i] < attribute->size; i++) {
        MD_OFFSET from = attribute->substr_offsets[i];
        MD_SIZE size = attribute->substr_offsets[i + 1] - from;
        if (attribute->substr_types[i] == MD_TEXT_ENTITY)
            add_entity(&buf, attribute->text + from, size);
        else
            buf_bytes(&buf, attribute->text + from, size);
    }
    const char *text = arena_text(builder->arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

/* ---- md4c's callbacks ---- */

static enum prose_align align_of(MD_ALIGN align) {
    switch (align) {
    case MD_ALIGN_LEFT:
        return PROSE_ALIGN_LEFT;
    case MD_ALIGN_CENTER:
        return PROSE_ALIGN_CENTER;
    case MD_ALIGN_RIGHT:
        return PROSE_ALIGN_RIGHT;
    case MD_ALIGN_DEFAULT:
        break;
    }
    return PROSE_ALIGN_DEFAULT;
}

static void begin_list(struct builder *builder, bool ordered, bool tight) {
    bool transparent = builder->lists >= PROSE_MAX_DEPTH;
    struct frame *frame = push(builder, PROSE_LIST, transparent);
    if (transparent)
        return;
    builder->lists++;
    frame->node->ordered = ordered;
    frame->node->tight = tight;
}

static void begin_item(struct builder *builder) {
    struct frame *list = top(builder);
    if (list->transparent) {
        push(builder, PROSE_ITEM, true);
        return;
    }
    const char *label = "•";
    if (list->node->ordered)
        label = arena_format(builder->arena, "%u%c", list->number++, list->delimiter);
    push(builder, PROSE_ITEM, false)->node->label = label;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *self) {
    struct builder *builder = self;
    end_implied(builder);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        builder->head = type == MD_BLOCK_THEAD;
        break;
    case MD_BLOCK_QUOTE:
        push(builder, PROSE_PARAGRAPH, true);
        break;
    case MD_BLOCK_UL:
        begin_list(builder, false, ((MD_BLOCK_UL_DETAIL *)detail)->is_tight);
        break;
    case MD_BLOCK_OL: {
        const MD_BLOCK_OL_DETAIL *list = detail;
        begin_list(builder, true, list->is_tight);
        top(builder)->number = list->start;
        top(builder)->delimiter = list->mark_delimiter;
        break;
    }
    case MD_BLOCK_LI:
        begin_item(builder);
        break;
    case MD_BLOCK_H:
        builder->bold++;
        push(builder, PROSE_PARAGRAPH, false);
        break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
    case MD_BLOCK_P:
        push(builder, PROSE_PARAGRAPH, false);
        break;
    case MD_BLOCK_TABLE:
        push(builder, PROSE_TABLE, false);
        break;
    case MD_BLOCK_TR:
        push(builder, PROSE_ROW, false)->node->head = builder->head;
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: {
        struct prose *cell = push(builder, PROSE_CELL, false)->node;
        cell->head = builder->head;
        cell->align = align_of(((MD_BLOCK_TD_DETAIL *)detail)->align);
        break;
    }
    }
    return 0;
}

/* Code ends with a line break of its own, which is nobody's wish. */
static void drop_last_break(struct builder *builder) {
    struct prose *node = top(builder)->node;
    struct prose_span **last = &node->spans;
    while (*last != NULL && (*last)->next != NULL)
        last = &(*last)->next;
    if (*last != NULL && (*last)->text[0] == '\n')
        *last = NULL;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *self) {
    (void)detail;
    struct builder *builder = self;
    end_implied(builder);
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HR:
    case MD_BLOCK_THEAD:
    case MD_BLOCK_TBODY:
        break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: {
        struct frame list = *top(builder);
        pop(builder);
        if (list.transparent)
            break;
        builder->lists--;
        if (!list.node->ordered)
            adopt_labels(builder, list.node);
        break;
    }
    case MD_BLOCK_H:
        pop(builder);
        builder->bold--;
        break;
    case MD_BLOCK_CODE:
    case MD_BLOCK_HTML:
        flush(builder);
        drop_last_break(builder);
        pop(builder);
        break;
    case MD_BLOCK_QUOTE:
    case MD_BLOCK_LI:
    case MD_BLOCK_P:
    case MD_BLOCK_TABLE:
    case MD_BLOCK_TR:
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        pop(builder);
        break;
    }
    return 0;
}

/* Bold, italic and links begin or end; code and images look like the text around them. */
static void change_look(struct builder *builder, MD_SPANTYPE type, int step, const char *link) {
    if (type != MD_SPAN_STRONG && type != MD_SPAN_EM && type != MD_SPAN_A)
        return;
    flush(builder);
    if (type == MD_SPAN_STRONG)
        builder->bold += step;
    else if (type == MD_SPAN_EM)
        builder->italic += step;
    else
        builder->link = link;
}

static int enter_span(MD_SPANTYPE type, void *detail, void *self) {
    struct builder *builder = self;
    const char *link = NULL;
    want_paragraph(builder);
    if (type == MD_SPAN_A)
        link = attribute_text(builder, &((MD_SPAN_A_DETAIL *)detail)->href);
    change_look(builder, type, 1, link);
    return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *self) {
    (void)detail;
    change_look(self, type, -1, NULL);
    return 0;
}

static void add_break(struct builder *builder) {
    flush(builder);
    add_span(builder, "\n", 1);
}

/* Code: its line breaks stay. */
static void add_code(struct builder *builder, const char *text, size_t size) {
    const char *end = text + size;
    for (const char *line = text; line < end;) {
        const char *stop = memchr(line, '\n', (size_t)(end - line));
        add_text(&builder->pending, line, (size_t)((stop != NULL ? stop : end) - line));
        if (stop == NULL)
            return;
        add_break(builder);
        line = stop + 1;
    }
}

static int add_run(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self) {
    struct builder *builder = self;
    want_paragraph(builder);
    switch (type) {
    case MD_TEXT_NORMAL:
    case MD_TEXT_HTML:
    case MD_TEXT_LATEXMATH:
        add_text(&builder->pending, text, size);
        break;
    case MD_TEXT_CODE:
        add_code(builder, text, size);
        break;
    case MD_TEXT_ENTITY:
        add_entity(&builder->pending, text, size);
        break;
    case MD_TEXT_NULLCHAR:
        buf_utf8(&builder->pending, 0xFFFD);
        break;
    case MD_TEXT_SOFTBR:
        add_text(&builder->pending, " ", 1);
        break;
    case MD_TEXT_BR:
        add_break(builder);
        break;
    }
    return 0;
}

struct prose *prose_read(struct arena *arena, const char *text) {
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_NOINDENTEDCODEBLOCKS,
        .enter_block = enter_block,
        .leave_block = leave_block,
        .enter_span = enter_span,
        .leave_span = leave_span,
        .text = add_run,
    };
    if (text_empty(text))
        return NULL;
    struct builder builder = {.arena = arena};
    /* The root is an item, which holds any block; only its children are handed out. */
    struct prose *root = push(&builder, PROSE_ITEM, false)->node;
    /* The callbacks never stop it: what is left is exhausted memory. */
    if (md_parse(text, (MD_SIZE)strlen(text), &parser, &builder) != 0)
        memory_exhausted();
    buf_free(&builder.pending);
    return root->first;
}

/* ---- dump ---- */

static void dump_spans(struct buf *buf, const struct prose_span *span) {
    for (; span != NULL; span = span->next) {
        buf_char(buf, ' ');
        if (strcmp(span->text, "\n") == 0) {
            buf_text(buf, "break");
            continue;
        }
        if (span->bold)
            buf_text(buf, "bold ");
        if (span->italic)
            buf_text(buf, "italic ");
        json_quote(buf, span->text);
        if (span->link != NULL) {
            buf_text(buf, " -> ");
            json_quote(buf, span->link);
        }
    }
}

static void dump_blocks(struct buf *buf, const struct prose *prose, int indent) {
    static const char *const names[] = {"paragraph", "list", "item", "table", "row", "cell"};
    static const char *const aligns[] = {"", " left", " center", " right"};
    for (; prose != NULL; prose = prose->next) {
        buf_format(buf, "%*s%s", indent, "", names[prose->type]);
        if (prose->type == PROSE_LIST)
            buf_format(buf, " %s%s", prose->ordered ? "ordered" : "bullet",
                       prose->tight ? " tight" : "");
        if (prose->label != NULL) {
            buf_char(buf, ' ');
            json_quote(buf, prose->label);
        }
        buf_format(buf, "%s%s", prose->head ? " head" : "", aligns[prose->align]);
        if (prose->spans != NULL)
            buf_char(buf, ':');
        dump_spans(buf, prose->spans);
        buf_char(buf, '\n');
        dump_blocks(buf, prose->first, indent + 2);
    }
}

void prose_dump(struct buf *buf, const struct prose *prose) {
    dump_blocks(buf, prose, 0);
}
