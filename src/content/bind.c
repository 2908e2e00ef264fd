/* bind: which words does the document have? Walks the template's blocks once, evaluating as it goes; a
 * block that has nothing to say leaves nothing. What needs the whole tree is settled by bind_end. */
#include "content/bind_private.h"

#include <string.h>
#include <strings.h>

/* nodes */

struct content *content_new(struct binder *binder, struct content *parent, enum content_type type,
                            const struct style *style, struct place source) {
    struct content *node = arena_alloc(binder->arena, sizeof *node);
    node->type = type;
    node->style = style;
    node->source = source;
    if (parent) {
        content_adopt(parent, node);
    }
    return node;
}

void content_adopt(struct content *parent, struct content *node) {
    node->parent = parent;
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
}

/* Takes back the last child of PARENT, which had nothing to say. */
static void content_drop(struct content *parent, struct content *before) {
    if (before) {
        before->next = NULL;
    } else {
        parent->first = NULL;
    }
    parent->last = before;
}

struct span *span_new(struct binder *binder, const char *text, const struct style *style) {
    struct span *span = arena_alloc(binder->arena, sizeof *span);
    span->text = text;
    span->style = style;
    return span;
}

bool spans_empty(const struct span *spans) {
    for (; spans; spans = spans->next) {
        if (spans->field != FIELD_NONE || spans->page_of || spans->leader ||
            strspn(spans->text, " \n") != strlen(spans->text)) {
            return false;
        }
    }
    return true;
}

/* evaluation */

struct expr_eval binder_eval(struct binder *binder, const struct scope *scope) {
    return (struct expr_eval){.arena = binder->arena,
                              .diags = binder->diags,
                              .scope = scope,
                              .plan = binder->plan,
                              .index = &binder->index};
}

const char *binder_string(struct binder *binder, const struct scope *scope,
                          const struct text_expr *text) {
    if (!text) {
        return "";
    }
    struct expr_eval eval = binder_eval(binder, scope);
    return text_expr_string(&eval, text);
}

struct place binder_place(struct binder *binder, const struct scope *scope,
                          const struct text_expr *text, struct place fallback) {
    const struct expr *single = text ? text_expr_single(text) : NULL;
    if (single) {
        struct expr_eval eval = binder_eval(binder, scope);
        const struct data *value = expr_value(&eval, single);
        if (value && value->file) {
            return data_place(binder->arena, value);
        }
    }
    return fallback;
}

static bool binder_true(struct binder *binder, const struct scope *scope, const struct expr *when) {
    if (!when) {
        return true;
    }
    struct expr_eval eval = binder_eval(binder, scope);
    return expr_true(&eval, when);
}

/* text */

struct part_builder {
    struct binder *binder;
    const struct style *style;
    struct span *first, *last;
};

static void add_piece(void *self, const char *text, enum expr_field field) {
    struct part_builder *builder = self;
    if (field == FIELD_NONE && text_empty(text)) {
        return;
    }
    struct span *span = span_new(builder->binder, text ? text : "", builder->style);
    span->field = field;
    if (builder->last) {
        builder->last->next = span;
    } else {
        builder->first = span;
    }
    builder->last = span;
}

bool link_allowed(struct binder *binder, const char *uri, struct place place) {
    enum { URI_MAX = 2000 };
    static const char *const schemes[] = {"http:", "https:", "mailto:", "tel:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!strncasecmp(uri, schemes[i], strlen(schemes[i])) && strlen(uri) <= URI_MAX) {
            return true;
        }
    }
    size_t shown = strlen(uri) > 60 ? 60 : strlen(uri);
    while (shown && ((unsigned char)uri[shown] & 0xC0) == 0x80) {
        shown--;
    }
    diag_at(binder->diags, place, MSG_BAD_LINK, arena_slice(binder->arena, uri, shown));
    return false;
}

static void link_spans(struct binder *binder, struct span *spans, const char *link,
                       struct place place) {
    if (text_empty(link)) {
        return;
    }
    for (struct span *span = spans; span; span = span->next) {
        if (link[0] == '#') {
            struct fixup *fixup = arena_alloc(binder->arena, sizeof *fixup);
            *fixup = (struct fixup){span, link + 1, place, binder->fixups};
            binder->fixups = fixup;
        } else {
            span->uri = link;
        }
        span->link_text = spans_text(binder->arena, spans);
    }
}

struct span *bind_parts(struct binder *binder, const struct scope *scope,
                        const struct text_part *parts, const struct style *style,
                        struct place place) {
    struct span *first = NULL, **end = &first;
    for (const struct text_part *part = parts; part; part = part->next) {
        struct expr_eval eval = binder_eval(binder, scope);
        /* A part's own style has the last word over the look of links. */
        const char *link = binder_string(binder, scope, part->link);
        if (!text_empty(link) && link[0] != '#' && !link_allowed(binder, link, place)) {
            link = "";
        }
        const struct style *under = style_emphasis(binder, style, false, false, !text_empty(link));
        struct part_builder builder = {.binder = binder,
                                       .style = style_overlay(binder, under, part->style)};
        text_expr_each(&eval, part->text, add_piece, &builder);
        if (!builder.first) {
            continue;
        }
        /* One text for all spans of the part: they are one element. */
        const char *expansion = binder_string(binder, scope, part->expansion);
        const char *actual = binder_string(binder, scope, part->actual_text);
        for (struct span *span = builder.first; span; span = span->next) {
            span->language = part->language;
            span->expansion = text_empty(expansion) ? NULL : expansion;
            span->actual_text = text_empty(actual) ? NULL : actual;
        }
        link_spans(binder, builder.first, link, place);
        *end = builder.first;
        end = &builder.last->next;
    }
    return spans_empty(first) ? NULL : first;
}

static struct place parts_place(struct binder *binder, const struct scope *scope,
                                const struct text_part *parts, struct place fallback) {
    return parts && !parts->next ? binder_place(binder, scope, parts->text, fallback) : fallback;
}

/* blocks */

static void set_id(struct binder *binder, struct content *node, const struct block *block,
                   const struct scope *scope) {
    const char *id = binder_string(binder, scope, block->id);
    if (text_empty(id)) {
        return;
    }
    node->id = id;
    binder->targets = arena_grow(binder->arena, binder->targets, binder->target_count,
                                 &binder->target_cap, sizeof(struct content *));
    binder->targets[binder->target_count++] = node;
}

/* The rank of a heading in a ladder without jumps: one more than the headings still open above it. */
static int heading_rank(struct heading_stack *stack, int level) {
    while (stack->depth > 0 && stack->levels[stack->depth - 1] >= level) {
        stack->depth--;
    }
    stack->levels[stack->depth++] = level;
    return stack->depth;
}

/* Where words in a style that asks for padding, border or fill stand: in a box of their own, in which
 * they have the rest of the style. */
struct frame {
    struct content *into; /* the box, or the parent itself */
    const struct style *style;
};

static struct frame frame_open(struct binder *binder, struct content *parent,
                               const struct style *style, struct place place) {
    if (!style_framed(style)) {
        return (struct frame){parent, style};
    }
    struct content *box = content_new(binder, NULL, CONTENT_GROUP, style, place);
    box->as.group.boxed = true;
    return (struct frame){box, style_inside(binder, style)};
}

static void frame_close(struct content *parent, struct frame frame) {
    if (frame.into != parent && frame.into->first) {
        content_adopt(parent, frame.into);
    }
}

static struct content *bind_heading(struct binder *binder, struct content *parent,
                                    const struct block *block, const struct scope *scope) {
    struct frame frame = frame_open(binder, parent, block->style, block->place);
    struct span *spans =
        bind_parts(binder, scope, block->as.heading.text, frame.style, block->place);
    if (!spans) {
        return NULL;
    }
    struct content *node =
        content_new(binder, frame.into, CONTENT_HEADING, frame.style,
                    parts_place(binder, scope, block->as.heading.text, block->place));
    frame_close(parent, frame);
    node->spans = spans;
    node->as.heading.level = heading_rank(&binder->headings, block->as.heading.level);
    node->as.heading.in_contents = block->as.heading.in_contents;
    if (!block->as.heading.no_bookmark) {
        const char *bookmark = binder_string(binder, scope, block->as.heading.bookmark);
        node->as.heading.bookmark =
            text_empty(bookmark) ? spans_text(binder->arena, spans) : bookmark;
    }
    return node;
}

static struct content *bind_list(struct binder *binder, struct content *parent,
                                 const struct block *block, const struct scope *scope) {
    struct items items = loop_items(binder, block->as.list.loop, scope);
    struct content *list = content_new(binder, NULL, CONTENT_LIST, block->style, block->place);
    for (size_t i = 0; i < items.count; i++) {
        struct scope item = {loop_name(block->as.list.loop), items.items[i], scope};
        struct scope state = {"loop", loop_state(binder, i, items.count), &item};
        struct content *before = list->last;
        struct content *node =
            content_new(binder, list, CONTENT_ITEM, block->style, block->place);
        bind_cell_body(binder, node, &state, block->as.list.text, NULL, block->as.list.blocks,
                       style_tight(binder, block->style, true), block->place);
        if (!node->first) {
            content_drop(list, before);
            continue;
        }
        const char *mark = binder_string(binder, &state, block->as.list.mark);
        if (!text_empty(mark)) {
            node->spans = span_new(binder, mark, block->style);
        }
        list->as.list.ordered |= strcmp(mark, "•") != 0 && strcmp(mark, "–") != 0;
    }
    if (!list->first) {
        return NULL;
    }
    content_adopt(parent, list);
    return list;
}

static struct content *bind_group(struct binder *binder, struct content *parent,
                                  const struct block *block, const struct block *children,
                                  const struct scope *scope) {
    struct content *before = parent->last;
    struct content *node = content_new(binder, parent, CONTENT_GROUP, block->style, block->place);
    node->as.group.boxed = block->type == BLOCK_BOX || style_framed(block->style);
    bind_blocks(binder, node, children, scope);
    if (!node->first) {
        content_drop(parent, before);
        return NULL;
    }
    return node;
}

static struct content *bind_columns(struct binder *binder, struct content *parent,
                                    const struct block *block, const struct scope *scope) {
    struct content *before = parent->last;
    struct content *node =
        content_new(binder, parent, CONTENT_COLUMNS, block->style, block->place);
    node->as.columns.gap = block->as.columns.gap;
    bool any = false;
    for (const struct column_box *column = block->as.columns.items; column; column = column->next) {
        struct content *child =
            content_new(binder, node, CONTENT_GROUP, binder->tmpl->base, block->place);
        child->as.group.width = column->width;
        bind_blocks(binder, child, column->blocks, scope);
        any |= child->first != NULL;
    }
    if (!any) {
        content_drop(parent, before);
        return NULL;
    }
    return node;
}

static struct content *bind_running(struct binder *binder, const struct block *blocks,
                                    const struct scope *scope, struct place place) {
    if (!blocks) {
        return NULL;
    }
    /* Headings in running heads are no headings of the document: their ranks are forgotten. */
    struct heading_stack headings = binder->headings;
    struct content *group =
        content_new(binder, NULL, CONTENT_GROUP, binder->tmpl->base, place);
    bind_blocks(binder, group, blocks, scope);
    binder->headings = headings;
    return group->first ? group : NULL;
}

static struct content *bind_sheet(struct binder *binder, struct content *parent,
                                  const struct block *block, const struct scope *scope) {
    struct content *before = parent->last;
    struct content *node = content_new(binder, parent, CONTENT_SHEET, block->style, block->place);
    node->as.sheet.master = block->as.sheet.master;
    bind_blocks(binder, node, block->as.sheet.blocks, scope);
    if (!node->first) {
        content_drop(parent, before);
        return NULL;
    }
    node->as.sheet.header = bind_running(binder, block->as.sheet.header, scope, block->place);
    node->as.sheet.header_next =
        block->as.sheet.header_next != block->as.sheet.header
            ? bind_running(binder, block->as.sheet.header_next, scope, block->place)
            : node->as.sheet.header;
    node->as.sheet.footer = bind_running(binder, block->as.sheet.footer, scope, block->place);
    return node;
}

static struct content *bind_contents(struct binder *binder, struct content *parent,
                                     const struct block *block, const struct scope *scope) {
    const struct text_part *title = block->as.contents.title;
    struct frame frame = frame_open(binder, parent, block->style, block->place);
    struct span *spans =
        title ? bind_parts(binder, scope, title, frame.style, block->place) : NULL;
    if (spans) {
        struct content *heading =
            content_new(binder, frame.into, CONTENT_HEADING, frame.style, block->place);
        frame_close(parent, frame);
        heading->spans = spans;
        heading->as.heading.level = heading_rank(&binder->headings, 1);
        heading->as.heading.bookmark = spans_text(binder->arena, spans);
    }
    struct content *node =
        content_new(binder, parent, CONTENT_CONTENTS, binder->tmpl->base, block->place);
    binder->contents = arena_grow(binder->arena, binder->contents, binder->contents_count,
                                  &binder->contents_cap, sizeof(struct content *));
    binder->contents_levels =
        arena_grow(binder->arena, binder->contents_levels, binder->contents_count,
                   &binder->levels_cap, sizeof(int));
    binder->contents[binder->contents_count] = node;
    binder->contents_levels[binder->contents_count++] = block->as.contents.levels;
    return node;
}

static void bind_each(struct binder *binder, struct content *parent, const struct block *block,
                      const struct scope *scope) {
    struct items items = loop_items(binder, block->as.each.loop, scope);
    for (size_t i = 0; i < items.count; i++) {
        struct scope item = {loop_name(block->as.each.loop), items.items[i], scope};
        struct scope state = {"loop", loop_state(binder, i, items.count), &item};
        bind_blocks(binder, parent, block->as.each.blocks, &state);
    }
}

void bind_cell_body(struct binder *binder, struct content *cell, const struct scope *scope,
                    const struct text_part *text, const struct text_expr *prose,
                    const struct block *blocks, const struct style *style, struct place place) {
    if (text) {
        struct span *spans = bind_parts(binder, scope, text, style, place);
        if (spans) {
            struct content *paragraph =
                content_new(binder, cell, CONTENT_PARAGRAPH, style,
                            parts_place(binder, scope, text, place));
            paragraph->spans = spans;
        }
    } else if (prose) {
        bind_prose(binder, cell, binder_string(binder, scope, prose), style,
                   style_parted(binder, style), binder_place(binder, scope, prose, place));
    } else {
        bind_blocks(binder, cell, blocks, scope);
    }
}

/* A paragraph, or the paragraphs, lists and tables of prose. Returns the first. */
static struct content *bind_words(struct binder *binder, struct content *parent,
                                  const struct block *block, const struct scope *scope) {
    struct frame frame = frame_open(binder, parent, block->style, block->place);
    struct content *before = frame.into->last;
    if (block->type == BLOCK_TEXT) {
        bind_cell_body(binder, frame.into, scope, block->as.text, NULL, NULL, frame.style,
                       block->place);
    } else {
        const struct text_expr *text = block->as.prose.text;
        bind_prose(binder, frame.into, binder_string(binder, scope, text), frame.style, frame.style,
                   binder_place(binder, scope, text, block->place));
    }
    frame_close(parent, frame);
    return before ? before->next : frame.into->first;
}

static void note_withheld(void *self, const struct data *value) {
    struct binder *binder = self;
    binder->withheld = arena_grow(binder->arena, binder->withheld, binder->withheld_count,
                                  &binder->withheld_cap, sizeof value);
    binder->withheld[binder->withheld_count++] = value;
}

bool bind_withheld(struct binder *binder, const struct scope *scope, bool personal,
                   const struct text_part *parts, const struct text_expr *text) {
    if (!personal || binder->options->internal) {
        return false;
    }
    /* Whatever the block's condition says; what goes wrong is nobody's business here. */
    struct diags unheard = diags_init(binder->arena);
    struct expr_eval eval = binder_eval(binder, scope);
    eval.diags = &unheard;
    text_expr_values(&eval, text, note_withheld, binder);
    for (const struct text_part *part = parts; part; part = part->next) {
        text_expr_values(&eval, part->text, note_withheld, binder);
    }
    return true;
}

static struct content *bind_block(struct binder *binder, struct content *parent,
                                  const struct block *block, const struct scope *scope) {
    struct content *before = parent->last;
    switch (block->type) {
    case BLOCK_HEADING:
        return bind_heading(binder, parent, block, scope);
    case BLOCK_TEXT:
    case BLOCK_PROSE:
        return bind_words(binder, parent, block, scope);
    case BLOCK_FIELDS:
        bind_fields(binder, parent, block, scope);
        break;
    case BLOCK_TABLE:
        bind_table(binder, parent, block, scope);
        break;
    case BLOCK_LIST:
        return bind_list(binder, parent, block, scope);
    case BLOCK_BOX:
        return bind_group(binder, parent, block, block->as.group.blocks, scope);
    case BLOCK_GROUP:
        if (block->as.group.bare) { /* a condition or a scope, not a thing of the document */
            bind_blocks(binder, parent, block->as.group.blocks, scope);
            break;
        }
        return bind_group(binder, parent, block, block->as.group.blocks, scope);
    case BLOCK_COLUMNS:
        return bind_columns(binder, parent, block, scope);
    case BLOCK_RULE:
        return content_new(binder, parent, CONTENT_RULE, block->style, block->place);
    case BLOCK_SPACE: {
        struct content *node =
            content_new(binder, parent, CONTENT_SPACE, block->style, block->place);
        node->as.space = block->as.space;
        return node;
    }
    case BLOCK_NEW_PAGE:
        return content_new(binder, parent, CONTENT_BREAK, block->style, block->place);
    case BLOCK_IMAGE:
        bind_image(binder, parent, block, scope);
        break;
    case BLOCK_GANTT:
        bind_gantt(binder, parent, block, scope);
        break;
    case BLOCK_MONTHS:
        bind_months(binder, parent, block, scope);
        break;
    case BLOCK_BARS:
    case BLOCK_BANDS:
    case BLOCK_PROGRESS:
    case BLOCK_TREND:
        bind_chart(binder, parent, block, scope);
        break;
    case BLOCK_GAUGE:
        bind_gauge(binder, parent, block, scope);
        break;
    case BLOCK_EACH:
        bind_each(binder, parent, block, scope);
        break;
    case BLOCK_SHEET:
        return bind_sheet(binder, parent, block, scope);
    case BLOCK_CONTENTS:
        return bind_contents(binder, parent, block, scope);
    case BLOCK_LET:
        break; /* bind_blocks has it */
    }
    return before ? before->next : parent->first;
}

void bind_blocks(struct binder *binder, struct content *parent, const struct block *blocks,
                 const struct scope *scope) {
    for (const struct block *block = blocks; block; block = block->next) {
        bool personal = block->type == BLOCK_PROSE && block->as.prose.personal;
        if (bind_withheld(binder, scope, personal, NULL, personal ? block->as.prose.text : NULL) ||
            !binder_true(binder, scope, block->when)) {
            continue;
        }
        if (block->type == BLOCK_LET) {
            for (const struct binding *name = block->as.bindings; name; name = name->next) {
                struct expr_eval eval = binder_eval(binder, scope);
                struct scope *inner = arena_alloc(binder->arena, sizeof *inner);
                *inner = (struct scope){name->name, expr_value(&eval, name->value), scope};
                scope = inner;
            }
            continue;
        }
        struct content *node = bind_block(binder, parent, block, scope);
        if (node && block->id) {
            set_id(binder, node, block, scope);
        }
    }
}

static const char *document_text(struct binder *binder, const struct scope *scope,
                                 const struct text_expr *text) {
    return arena_text(binder->arena, binder_string(binder, scope, text));
}

const struct document *bind(struct arena *arena, struct diags *diags, const struct template *tmpl,
                            const struct data *plan, const struct bind_options *options) {
    struct binder binder = {.arena = arena,
                            .diags = diags,
                            .tmpl = tmpl,
                            .plan = plan,
                            .options = options};
    size_t errors = diags->errors;
    struct scope parameters = {"parametri", options->parameters, NULL};
    struct content *root = content_new(&binder, NULL, CONTENT_GROUP, tmpl->base,
                                       (struct place){.file = tmpl->file});
    bind_blocks(&binder, root, tmpl->blocks, &parameters);
    struct document *document = arena_alloc(arena, sizeof *document);
    *document = (struct document){.root = root,
                                  .title = document_text(&binder, &parameters, tmpl->title),
                                  .subject = document_text(&binder, &parameters, tmpl->subject),
                                  .author = document_text(&binder, &parameters, tmpl->author),
                                  .keywords = document_text(&binder, &parameters, tmpl->keywords),
                                  .language = tmpl->language,
                                  .withheld = binder.withheld,
                                  .withheld_count = binder.withheld_count,
                                  .base = tmpl->base};
    bind_end(&binder, root, document);
    return diags->errors > errors ? NULL : document;
}
