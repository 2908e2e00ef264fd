/* How does every named thing look in the end? Files lay their styles and pages over one another,
 * property by property; only then is what a style extends worked out, so that a template that
 * changes `text` changes everything made from it. */
#include "input/template_private.h"

#include <string.h>

/* ---- layers ---- */

/* A side's border of an older file does not survive a newer file's border all around. */
static void drop_sides(const struct key_table *table, const struct ynode **values) {
    for (size_t i = 0; i < table->count; i++) {
        const struct key *key = &table->keys[i];
        if (key->kind == VALUE_BORDER && key->offset >= offsetof(struct style, border) &&
            key->offset < offsetof(struct style, border) + SIDES * sizeof(struct style_border)) {
            values[i] = NULL;
        }
    }
}

static void merge_keys(struct loader *loader, const struct key_table *table,
                       const struct ynode *node, const struct ynode **values) {
    if (!loader_spend(loader, node->place) || !keys_check(loader, table, node)) {
        return;
    }
    for (size_t i = 0; i < table->count; i++) {
        const struct ynode *value = ynode_find(node, table->keys[i].name);
        if (value != NULL) {
            values[i] = value;
            if (table->keys[i].kind == VALUE_BORDERS) {
                drop_sides(table, values);
            }
        }
    }
}

void named_merge(struct loader *loader, struct named_table *table, const struct ynode *node,
                 const char *key) {
    if (node == NULL) {
        return;
    }
    if (node->type != YNODE_MAP) {
        diag_at(loader->diags, node->place, MSG_WANT_MAP, key);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        struct named *named = named_add(loader->arena, table, node->keys[i]->text);
        if (table->keys != NULL) {
            merge_keys(loader, table->keys, node->items[i], named->values);
        } else {
            named->values[0] = node->items[i];
        }
    }
}

/* ---- what extends what ---- */

/* One sort of things that extend one another. */
struct family {
    struct loader *loader;
    struct named_table *table;
    enum diag_code unknown;
    struct named *root; /* what everything extends in the end, or NULL */
    void (*make)(struct family *family, struct named *named, const void *parent);
    const char *language;
};

/* What NAMED extends; NULL for nothing. */
static struct named *extended(struct family *family, const struct named *named) {
    struct loader *loader = family->loader;
    const struct ynode *node = named->values[0]; /* the row `extends` */
    struct named *root = named != family->root ? family->root : NULL;
    if (node == NULL) {
        return root;
    }
    const char *name = scalar_text(loader, "extends", node, MSG_WANT_TEXT);
    struct named *parent = name != NULL ? named_find(family->table, name) : NULL;
    if (name != NULL && parent == NULL) {
        report_unknown(loader, node->place, family->unknown, family->table, name);
    }
    return parent != NULL ? parent : root;
}

/* Makes NAMED after everything that it extends. No recursion: chains are as long as a file is. */
static void make_family(struct family *family, struct named *named) {
    struct named *user = NULL;
    while (named != NULL && named->made == NULL && !named->open) {
        named->open = true;
        named->user = user;
        user = named;
        named = extended(family, named);
    }
    if (named != NULL && named->made == NULL) {
        const struct ynode *node = user->values[0] != NULL ? user->values[0] : named->values[0];
        diag_at(family->loader->diags, node->place, MSG_EXTENDS_CYCLE, named->name);
        named = NULL;
    }
    const void *parent = named != NULL ? named->made : NULL;
    for (; user != NULL; user = user->user) {
        family->make(family, user, parent);
        user->open = false;
        parent = user->made;
    }
}

static void make_all(struct family *family) {
    for (size_t i = 0; i < family->table->count; i++) {
        make_family(family, family->table->items[i]);
    }
}

/* Reads the values that NAMED has into OUT. */
static void read_values(struct loader *loader, const struct key_table *table,
                        const struct named *named, void *out) {
    for (size_t i = 0; i < table->count; i++) {
        const struct key *key = &table->keys[i];
        if (named->values[i] == NULL || key->kind == VALUE_EXTENDS) {
            continue;
        }
        if ((key->flags & KEY_RAW) != 0) {
            *(const struct ynode **)((char *)out + key->offset) = named->values[i];
        } else {
            value_read(loader, key, named->values[i], out);
        }
    }
}

/* ---- styles ---- */

static bool states(const struct named *named, const char *name) {
    return named->values[key_find(&style_keys, name) - style_keys.keys] != NULL;
}

static void make_style(struct family *family, struct named *named, const void *parent) {
    struct style *style = arena_alloc(family->loader->arena, sizeof *style);
    if (parent != NULL) {
        *style = *(const struct style *)parent;
    } else {
        *style = (struct style){.family = "",
                                .weight = 400,
                                .size = 10 * LEN_PT,
                                .leading = 13 * LEN_PT,
                                .language = family->language,
                                .orphans = 2,
                                .widows = 2,
                                .fill = COLOUR_NONE,
                                .zebra = COLOUR_NONE};
    }
    style->name = named->name;
    read_values(family->loader, &style_keys, named, style);
    if (states(named, "size") && !states(named, "leading")) {
        style->leading = (len)(((int64_t)style->size * 13 + 5) / 10);
    }
    for (size_t i = 0; i < style_keys.count && named != family->root; i++) {
        style->own |= named->values[i] != NULL ? style_keys.keys[i].own : 0;
    }
    named->made = style;
}

void styles_make(struct loader *loader, const char *language) {
    struct named_table *styles = &loader->styles;
    struct family family = {.loader = loader,
                            .table = styles,
                            .unknown = MSG_UNKNOWN_STYLE,
                            .root = named_add(loader->arena, styles, "base"),
                            .make = make_style,
                            .language = language};
    make_all(&family);
}

const struct style *style_named(struct loader *loader, const char *name) {
    const struct named *named = named_find(&loader->styles, name);
    return named != NULL ? named->made : named_find(&loader->styles, "base")->made;
}

const struct style *read_style(struct loader *loader, const char *key, const struct ynode *node) {
    const char *name = scalar_text(loader, key, node, MSG_WANT_STYLE);
    if (name != NULL && named_find(&loader->styles, name) == NULL) {
        report_unknown(loader, node->place, MSG_UNKNOWN_STYLE, &loader->styles, name);
    }
    return name != NULL ? style_named(loader, name) : NULL;
}

/* ---- pages ---- */

static void turn_page(struct page_reading *page) {
    struct page_master *master = &page->master;
    bool wide = page->size[0] > page->size[1];
    bool turned = (page->orientation == ORIENTATION_PORTRAIT && wide) ||
                  (page->orientation == ORIENTATION_LANDSCAPE && !wide);
    master->width = page->size[turned ? 1 : 0];
    master->height = page->size[turned ? 0 : 1];
}

static void make_page(struct family *family, struct named *named, const void *parent) {
    struct loader *loader = family->loader;
    struct page_reading *page = arena_alloc(loader->arena, sizeof *page);
    if (parent != NULL) {
        *page = *(const struct page_reading *)parent;
    } else {
        const char *width = "210mm", *height = "297mm";
        length_parse(&width, &page->size[0]);
        length_parse(&height, &page->size[1]);
    }
    struct page_master *master = &page->master;
    master->name = named->name;
    page->used = false;
    read_values(loader, &page_keys, named, page);
    turn_page(page);
    int64_t across = (int64_t)master->margin[SIDE_LEFT] + master->margin[SIDE_RIGHT];
    int64_t down = (int64_t)master->margin[SIDE_TOP] + master->margin[SIDE_BOTTOM] +
                   master->header_gap + master->footer_gap;
    const struct ynode *measure = NULL; /* without one of its own, what it extends was reported */
    for (size_t i = 0; i < page_keys.count; i++) {
        if (named->values[i] != NULL && page_keys.keys[i].kind != VALUE_EXTENDS &&
            page_keys.keys[i].kind != VALUE_BLOCKS) {
            measure = named->values[i];
        }
    }
    if (measure != NULL && (across >= master->width || down >= master->height)) {
        diag_at(loader->diags, measure->place, MSG_PAGE_TOO_SMALL, named->name);
    }
    named->made = page;
}

void pages_make(struct loader *loader) {
    struct family family = {
        .loader = loader, .table = &loader->pages, .unknown = MSG_UNKNOWN_PAGE, .make = make_page};
    make_all(&family);
}
