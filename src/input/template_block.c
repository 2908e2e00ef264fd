/* What does the body say? A block is a map whose one kind key picks the table that reads it. What
 * tables cannot say is here: default looks, names that last until the end of a list, other files,
 * and sheets: wherever a sheet may stand, blocks that are in none get one of the master `page`. */
#include "input/template_private.h"

#include <string.h>

/* A list of blocks while it is read. */
struct entry {
    struct block *block;
    const struct names *names; /* what it sees */
    bool sheets;               /* it is or holds a sheet */
};

struct entries {
    struct entry *items;
    size_t count, cap;
};

static void add_entry(struct loader *loader, struct entries *entries, struct block *block,
                      const struct names *names, bool sheets) {
    entries->items = arena_grow(loader->arena, entries->items, entries->count, &entries->cap,
                                sizeof(struct entry));
    entries->items[entries->count++] = (struct entry){block, names, sheets};
}

static struct block *new_block(struct loader *loader, enum block_type type, struct place place) {
    struct block *block = arena_alloc(loader->arena, sizeof *block);
    block->type = type;
    block->place = place;
    block->style = style_named(loader, "base");
    return block;
}

/* ---- sheets ---- */

/* The running head or foot NODE of a sheet, in the scope of that sheet. */
static const struct block *read_running(struct loader *loader, const char *key,
                                        const struct ynode *node) {
    if (node == NULL) {
        return NULL;
    }
    const char *inside = loader->inside;
    loader->inside = key;
    loader->parser.fields = true;
    const struct block *blocks = read_blocks(loader, key, node, false);
    loader->parser.fields = false;
    loader->inside = inside;
    return blocks;
}

/* Gives BLOCK, a sheet, its master; running heads see NAMES. */
static void set_master(struct loader *loader, struct block *block, const char *name,
                       struct place place, const struct names *names) {
    const struct named *named = named_find(&loader->pages, name);
    if (named == NULL) {
        report_unknown(loader, place, MSG_UNKNOWN_PAGE, &loader->pages, name);
        return;
    }
    struct page_reading *page = named->made;
    page->used = true;
    const struct names *before = loader->parser.names;
    loader->parser.names = names;
    block->as.sheet.master = &page->master;
    block->as.sheet.header = read_running(loader, "header", page->header);
    block->as.sheet.header_next = page->header_next != NULL
                                      ? read_running(loader, "header-next", page->header_next)
                                      : block->as.sheet.header;
    block->as.sheet.footer = read_running(loader, "footer", page->footer);
    loader->parser.names = before;
}

/* Running heads of masters that no sheet has were read by nobody. What a sheet would give them is
 * not known, so every name is taken for one. */
void pages_check_unused(struct loader *loader) {
    const struct names *names = loader->parser.names;
    const struct schema_object *plan = loader->parser.plan;
    loader->parser.names = NULL;
    loader->parser.plan = NULL;
    for (size_t i = 0; i < loader->pages.count; i++) {
        const struct page_reading *page = loader->pages.items[i]->made;
        if (!page->used) {
            read_running(loader, "header", page->header);
            read_running(loader, "header-next", page->header_next);
            read_running(loader, "footer", page->footer);
        }
    }
    loader->parser.names = names;
    loader->parser.plan = plan;
}

/* Builds the list of a flow: sheets stay, runs of other blocks get one. */
struct flow {
    struct loader *loader;
    struct block *first, **end;
    struct block *sheet;  /* of the run, or NULL */
    struct block *last;   /* in it */
    struct entries names; /* the run's lets, which what follows it sees too */
};

static void flow_add(struct flow *flow, struct block *block) {
    *flow->end = block;
    flow->end = &block->next;
}

/* Ends the run. What follows sees the names that the run gave: its lets are said again, and being
 * pure they say the same. */
static void flow_close(struct flow *flow) {
    for (size_t i = 0; flow->sheet != NULL && i < flow->names.count; i++) {
        struct block *let = arena_alloc(flow->loader->arena, sizeof *let);
        *let = *flow->names.items[i].block;
        let->next = NULL;
        flow_add(flow, let);
    }
    flow->sheet = NULL;
    flow->names.count = 0;
}

static void flow_run(struct flow *flow, struct entry *entry) {
    struct block *block = entry->block;
    if (flow->sheet != NULL) {
        flow->last->next = block;
    } else {
        flow->sheet = new_block(flow->loader, BLOCK_SHEET, block->place);
        flow->sheet->as.sheet.blocks = block;
        set_master(flow->loader, flow->sheet, "page", block->place, entry->names);
        flow_add(flow, flow->sheet);
    }
    flow->last = block;
    if (block->type == BLOCK_LET) {
        add_entry(flow->loader, &flow->names, block, NULL, false);
    }
}

static struct block *make_flow(struct loader *loader, const struct entries *entries) {
    struct flow flow = {.loader = loader};
    flow.end = &flow.first;
    for (size_t i = 0; i < entries->count; i++) {
        struct entry *entry = &entries->items[i];
        if (entry->sheets) {
            flow_close(&flow);
            flow_add(&flow, entry->block);
        } else if (flow.sheet == NULL && entry->block->type == BLOCK_LET) {
            flow_add(&flow, entry->block);
        } else {
            flow_run(&flow, entry);
        }
    }
    return flow.first;
}

/* ---- which kind ---- */

/* The kind of a block without one was misspelled, or left out. */
static void report_kind(struct loader *loader, const struct ynode *node) {
    const char **kinds = arena_array(loader->arena, block_kind_count, sizeof *kinds);
    for (size_t k = 0; k < block_kind_count; k++) {
        kinds[k] = block_kinds[k].name;
    }
    for (size_t i = 0; i < node->count; i++) {
        const char *name = node->keys[i]->text;
        bool known = false;
        for (size_t k = 0; k < block_kind_count && !known; k++) {
            known = key_find(block_kinds[k].table, name) != NULL;
        }
        if (!known) {
            diag_hint(loader->diags, node->keys[i]->place, MSG_UNKNOWN_BLOCK,
                      name_nearest(loader, name, kinds, block_kind_count), name);
            return;
        }
    }
    diag_at(loader->diags, node->place, MSG_BLOCK_WITHOUT_KIND, "");
}

/* A few keys name a kind here and an option there (`columns` of fields, `group` of each): the kind
 * is the one that has all the others as options. */
static const struct block_kind *find_block_kind(struct loader *loader, const struct ynode *node) {
    const struct block_kind *found = NULL;
    if (node->type != YNODE_MAP) {
        diag_at(loader->diags, node->place, MSG_WANT_BLOCK, "");
        return NULL;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct block_kind *kind = block_kind_find(node->keys[i]->text);
        if (kind == NULL || (found != NULL && key_find(found->table, kind->name) != NULL)) {
            continue;
        }
        if (found != NULL && key_find(kind->table, found->name) == NULL) {
            diag_at(loader->diags, node->keys[i]->place, MSG_BLOCK_TWO_KINDS, found->name,
                    kind->name);
            return NULL;
        }
        found = kind;
    }
    if (found == NULL && !node->incomplete) {
        report_kind(loader, node);
    }
    return found;
}

/* ---- what tables cannot say ---- */

static void finish_heading(struct loader *loader, struct block_reading *reading) {
    struct block *block = &reading->block;
    const struct ynode *bookmark = reading->bookmark;
    if (block->style == NULL) {
        block->style =
            style_named(loader, arena_format(loader->arena, "heading-%d", block->as.heading.level));
    }
    if (bookmark == NULL) {
        return;
    }
    if (bookmark->type == YNODE_SCALAR && !bookmark->quoted &&
        text_equal(bookmark->text, "false")) {
        block->as.heading.no_bookmark = true;
    } else {
        block->as.heading.bookmark = read_text(loader, "bookmark", bookmark);
    }
}

static void finish_image(struct loader *loader, const struct block *block,
                         const struct ynode *node) {
    if (block->as.image.alt == NULL && !block->as.image.decorative &&
        ynode_find(node, "alt") == NULL) {
        diag_at(loader->diags, node->place, MSG_TEMPLATE_MISSING, "alt", "image");
    }
    if (ynode_find(node, "alt") != NULL && block->as.image.decorative) {
        diag_at(loader->diags, node->place, MSG_TEMPLATE_CHOICE, "alt", "decorative");
    }
}

static const struct style *kept_together(struct loader *loader, const struct style *style) {
    struct style *kept = arena_alloc(loader->arena, sizeof *kept);
    *kept = style != NULL ? *style : *style_named(loader, "base");
    kept->keep_together = true;
    kept->name = arena_format(loader->arena, "%s+keep-together", kept->name);
    return kept;
}

static const struct chart_spec *finish_chart(struct loader *loader, enum block_type type,
                                             const struct chart_spec *reading) {
    struct chart_spec *chart = arena_alloc(loader->arena, sizeof *chart);
    *chart = *reading;
    if (type == BLOCK_MONTHS) {
        chart->caption_style = style_named(loader, "table-title");
        chart->head_style = style_named(loader, "table-head");
        chart->cell_style = style_named(loader, "table-cell");
        chart->month_style = style_named(loader, "months-head");
        chart->mark_style = style_named(loader, "months-mark");
    }
    return chart;
}

/* A group with a look is one thing on the page, so no sheet may stand in it. */
static void finish_group(struct loader *loader, struct block_reading *reading) {
    struct block *block = &reading->block;
    const char *inside = loader->inside;
    if (reading->keep_together) {
        block->style = kept_together(loader, block->style);
    }
    block->as.group.bare = block->style == NULL && block->id == NULL;
    if (!block->as.group.bare && inside == NULL) {
        loader->inside = "group";
    }
    block->as.group.blocks = read_blocks(loader, "group", reading->node, false);
    loader->inside = inside;
}

static struct block *let_block(struct loader *loader, const struct binding *bindings,
                               struct place place) {
    struct block *let = new_block(loader, BLOCK_LET, place);
    let->as.bindings = bindings;
    return let;
}

/* A sheet, in a group with the names that it gives. */
static struct block *finish_sheet(struct loader *loader, struct block_reading *reading,
                                  struct block *block) {
    const struct ynode *node = reading->node;
    const struct names *names = loader->parser.names;
    if (loader->inside != NULL) {
        diag_at(loader->diags, block->place, MSG_SHEET_INSIDE, loader->inside);
        return block;
    }
    loader->sheets = true;
    bindings_push(loader, reading->with);
    const char *master = node != NULL ? scalar_text(loader, "sheet", node, MSG_WANT_TEXT) : NULL;
    if (master != NULL) {
        set_master(loader, block, master, node->place, loader->parser.names);
    }
    loader->parser.names = names;
    if (reading->with == NULL) {
        return block;
    }
    struct block *group = new_block(loader, BLOCK_GROUP, block->place);
    struct block *let = let_block(loader, reading->with, block->place);
    let->next = block;
    group->when = block->when;
    group->as.group.bare = true;
    group->as.group.blocks = let;
    block->when = NULL;
    return group;
}

/* ---- other files ---- */

static void read_entries(struct loader *loader, const char *key, const struct ynode *node,
                         struct entries *entries);

/* The list of blocks in the file that NODE names, or NULL (reported). */
static const struct ynode *included(struct loader *loader, const struct ynode *node,
                                    const char **path) {
    if (loader->depth >= TEMPLATE_MAX_DEPTH) {
        diag_at(loader->diags, node->place, MSG_INCLUDE_DEPTH,
                arena_format(loader->arena, "%d", TEMPLATE_MAX_DEPTH));
        return NULL;
    }
    const struct ynode *root = loader_file(loader, "include", node, path);
    for (const struct include *include = loader->includes; root != NULL && include != NULL;
         include = include->outer) {
        if (strcmp(include->path, *path) == 0) {
            diag_at(loader->diags, node->place, MSG_INCLUDE_CYCLE, node->text);
            return NULL;
        }
    }
    if (root != NULL && root->type == YNODE_MAP) {
        keys_check(loader, &included_keys, root);
        return ynode_find(root, "blocks");
    }
    return root;
}

static void read_included(struct loader *loader, const struct ynode *node,
                          struct entries *entries) {
    struct include include = {NULL, loader->includes};
    const struct ynode *list = included(loader, node, &include.path);
    if (list == NULL) {
        return;
    }
    loader->includes = &include;
    loader->depth++;
    read_entries(loader, "blocks", list, entries);
    loader->depth--;
    loader->includes = include.outer;
}

static const struct block *make_list(struct loader *loader, const struct entries *entries,
                                     bool flow);

/* Blocks of another file: as if they were written here, or, with names, condition or look of their
 * own, in a group. */
static void add_included(struct loader *loader, struct block_reading *reading,
                         struct entries *entries) {
    struct block *block = &reading->block;
    bool bare = block->style == NULL && block->id == NULL;
    if (reading->node == NULL) {
        return;
    }
    if (bare && block->when == NULL && reading->with == NULL) {
        read_included(loader, reading->node, entries);
        return;
    }
    const struct names *names = loader->parser.names;
    const char *inside = loader->inside;
    struct entries inner = {0};
    bool before = loader->sheets;
    loader->sheets = false;
    if (!bare && inside == NULL) {
        loader->inside = "include";
    }
    if (reading->with != NULL) {
        add_entry(loader, &inner, let_block(loader, reading->with, block->place), names, false);
        bindings_push(loader, reading->with);
    }
    read_included(loader, reading->node, &inner);
    loader->inside = inside;
    loader->parser.names = names;
    struct block *group = arena_alloc(loader->arena, sizeof *group);
    *group = *block;
    group->style = bare ? style_named(loader, "base") : block->style;
    group->as.group.bare = bare;
    group->as.group.blocks = make_list(loader, &inner, false);
    add_entry(loader, entries, group, names, loader->sheets);
    loader->sheets |= before;
}

/* ---- any block ---- */

/* BLOCK without a look gets that of its kind. */
static void set_style(struct loader *loader, const struct block_kind *kind, struct block *block) {
    if (block->style == NULL) {
        block->style = style_named(loader, kind->style != NULL ? kind->style : "base");
    }
}

static struct block *finish_block(struct loader *loader, const struct block_kind *kind,
                                  struct block_reading *reading, const struct ynode *node) {
    struct block *block = arena_alloc(loader->arena, sizeof *block);
    switch ((int)kind->type) {
    case BLOCK_HEADING:
        finish_heading(loader, reading);
        break;
    case BLOCK_TABLE:
        if (reading->node != NULL) {
            read_table(loader, reading->node, &reading->block);
        }
        break;
    case BLOCK_LIST:
        reading->block.as.list.loop = reading->list.loop;
        reading->block.as.list.text = reading->list.text;
        reading->block.as.list.blocks = reading->list.blocks;
        reading->block.as.list.mark = reading->list.mark;
        break;
    case BLOCK_GANTT: {
        struct gantt_spec *gantt = arena_alloc(loader->arena, sizeof *gantt);
        *gantt = reading->gantt;
        reading->block.as.gantt = gantt;
        break;
    }
    case BLOCK_MONTHS:
    case BLOCK_BARS:
    case BLOCK_BANDS:
    case BLOCK_PROGRESS:
    case BLOCK_GAUGE:
    case BLOCK_TREND:
        reading->block.as.chart = finish_chart(loader, kind->type, &reading->chart);
        break;
    case BLOCK_GROUP:
        if (reading->node != NULL) {
            finish_group(loader, reading);
        }
        break;
    case BLOCK_IMAGE:
        finish_image(loader, &reading->block, node);
        break;
    default:
        break;
    }
    set_style(loader, kind, &reading->block);
    *block = reading->block;
    return kind->type == BLOCK_SHEET ? finish_sheet(loader, reading, block) : block;
}

static void read_entry(struct loader *loader, const struct ynode *node, struct entries *entries) {
    const struct block_kind *kind = find_block_kind(loader, node);
    struct block_reading reading = {.block = {.type = kind != NULL ? kind->type : BLOCK_TEXT}};
    const struct names *names = loader->parser.names;
    bool before = loader->sheets;
    loader->sheets = false;
    if (kind != NULL && map_read(loader, kind->table, node, &reading)) {
        if (strcmp(kind->name, "include") == 0) {
            add_included(loader, &reading, entries);
        } else {
            struct block *block = finish_block(loader, kind, &reading, node);
            add_entry(loader, entries, block, names, loader->sheets);
            if (kind->type == BLOCK_LET) {
                bindings_push(loader, block->as.bindings);
            }
        }
    }
    loader->sheets |= before;
}

static void read_entries(struct loader *loader, const char *key, const struct ynode *node,
                         struct entries *entries) {
    if (node->type != YNODE_LIST) {
        diag_at(loader->diags, node->place, MSG_WANT_LIST, key);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        read_entry(loader, node->items[i], entries);
    }
}

static const struct block *make_list(struct loader *loader, const struct entries *entries,
                                     bool flow) {
    for (size_t i = 0; i < entries->count && !flow; i++) {
        flow = entries->items[i].sheets;
    }
    if (flow) {
        return make_flow(loader, entries);
    }
    for (size_t i = 1; i < entries->count; i++) {
        entries->items[i - 1].block->next = entries->items[i].block;
    }
    return entries->count > 0 ? entries->items[0].block : NULL;
}

const struct block *read_blocks(struct loader *loader, const char *key, const struct ynode *node,
                                bool flow) {
    struct entries entries = {0};
    const struct names *names = loader->parser.names;
    read_entries(loader, key, node, &entries);
    loader->parser.names = names;
    return make_list(loader, &entries, flow);
}
