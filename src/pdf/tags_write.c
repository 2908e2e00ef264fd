/* tags_write: the structure tree as objects: elements, parent tree (ISO 32000-1, 14.7.4.4), identifiers. */
#include <string.h>

#include "pdf/tags_private.h"

enum { LEAF_KEYS = 64 };

#define CELL_ID "h%08u" /* of a head cell, from its serial */

/* making the tree */

static size_t new_element(struct tags *tags, const char *role, size_t parent,
                          const struct content *content) {
    tags->elements = arena_grow(tags->pdf->arena, tags->elements, tags->element_count,
                                &tags->element_cap, sizeof *tags->elements);
    size_t index = tags->element_count++;
    tags->elements[index] = (struct element){.role = role, .content = content};
    if (index == 0) {
        return index; /* Document: its parent is the root */
    }
    struct element *over = &tags->elements[parent];
    tags->elements[index].parent = tags->first + (unsigned)parent;
    over->children = arena_grow(tags->pdf->arena, over->children, over->child_count,
                                &over->child_cap, sizeof *over->children);
    over->children[over->child_count++] = tags->first + (unsigned)index;
    return index;
}

static void span_elements(struct tags *tags, size_t element, struct kids *kids) {
    kids->number = tags->first + (unsigned)element;
    for (struct kid *kid = kids->first; kid; kid = kid->next) {
        if (kid->type != KID_SPAN) {
            continue;
        }
        const struct span *owner = kid->span->owner;
        size_t parent = element;
        const char *role = owner->uri || owner->target ? "Link" : "Span";
        size_t index = tags->element_count;
        tags->elements = arena_grow(tags->pdf->arena, tags->elements, index, &tags->element_cap,
                                    sizeof *tags->elements);
        tags->element_count++;
        /* Not among the parent's children: its place is among the parent's ink. */
        tags->elements[index] = (struct element){.role = role,
                                                 .parent = tags->first + (unsigned)parent,
                                                 .kids = &kid->span->kids,
                                                 .span = kid->span};
        kid->span->kids.number = tags->first + (unsigned)index;
    }
    tags->elements[element].kids = kids;
}

/* Has the node ink, its own or below? Empty elements are not written. */
static bool has_ink(const struct tags *tags, const struct content *node) {
    const struct node_tags *own = &tags->nodes[node->serial];
    if (own->kids.first || own->label.first) {
        return true;
    }
    if (node->type == CONTENT_TABLE && node->as.table.caption &&
        has_ink(tags, node->as.table.caption)) {
        return true;
    }
    for (const struct content *child = node->first; child; child = child->next) {
        if (has_ink(tags, child)) {
            return true;
        }
    }
    return false;
}

static void add_children(struct tags *tags, size_t parent, const struct content *node);

static void add_ink(struct tags *tags, size_t element, const struct content *node) {
    struct node_tags *own = &tags->nodes[node->serial];
    if (own->kids.first) {
        span_elements(tags, element, &own->kids);
    }
}

static void add_item(struct tags *tags, size_t parent, const struct content *node) {
    size_t item = new_element(tags, "LI", parent, node);
    struct node_tags *own = &tags->nodes[node->serial];
    if (own->label.first) {
        size_t label = new_element(tags, "Lbl", item, NULL);
        span_elements(tags, label, &own->label);
    }
    size_t body = new_element(tags, "LBody", item, NULL);
    add_ink(tags, body, node);
    add_children(tags, body, node);
}

static const char *const sections[] = {"THead", "TBody", "TFoot"};

static void add_table(struct tags *tags, size_t parent, const struct content *node) {
    size_t table = new_element(tags, "Table", parent, node);
    const struct content *caption = node->as.table.caption;
    if (caption && has_ink(tags, caption)) {
        size_t title = new_element(tags, "Caption", table, NULL);
        add_ink(tags, title, caption);
    }
    /* A table that has nothing but a head has it in its body: no Table is without one. */
    bool body = false;
    for (const struct content *row = node->first; row && !body; row = row->next) {
        body = row->as.row.kind == ROW_BODY;
    }
    size_t section = 0;
    int kind = -1;
    for (const struct content *row = node->first; row; row = row->next) {
        if ((int)row->as.row.kind != kind) {
            kind = (int)row->as.row.kind;
            section = new_element(tags, sections[body ? kind : ROW_BODY], table, NULL);
        }
        size_t tr = new_element(tags, "TR", section, row);
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            size_t td = new_element(tags, element_role(cell), tr, cell);
            add_ink(tags, td, cell);
            add_children(tags, td, cell);
        }
    }
}

static void add_node(struct tags *tags, size_t parent, const struct content *node) {
    switch (node->type) {
    case CONTENT_GROUP:
    case CONTENT_COLUMNS:
        add_children(tags, parent, node); /* layout, not meaning */
        return;
    case CONTENT_RULE:
    case CONTENT_SPACE:
    case CONTENT_BREAK:
        return;
    case CONTENT_ITEM:
        add_item(tags, parent, node);
        return;
    case CONTENT_TABLE:
        add_table(tags, parent, node);
        return;
    case CONTENT_PARAGRAPH:
        if (node->parent->type == CONTENT_CONTENTS) {
            size_t entry = new_element(tags, "TOCI", parent, NULL);
            add_ink(tags, new_element(tags, element_role(node), entry, node), node);
            return;
        }
        add_ink(tags, new_element(tags, element_role(node), parent, node), node);
        return;
    case CONTENT_SHEET:
    case CONTENT_HEADING:
    case CONTENT_LIST:
    case CONTENT_ROW:
    case CONTENT_CELL:
    case CONTENT_GANTT:
    case CONTENT_CHART:
    case CONTENT_IMAGE:
    case CONTENT_CONTENTS: {
        size_t element = new_element(tags, element_role(node), parent, node);
        add_ink(tags, element, node);
        add_children(tags, element, node);
        return;
    }
    }
}

static void add_children(struct tags *tags, size_t parent, const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        /* the only paragraph of a cell or an item has given its ink to it, and so has none */
        if (has_ink(tags, child)) {
            add_node(tags, parent, child);
        }
    }
}

/* complex tables: each cell names the head cells that speak of it (ISO 14289-1, 7.5) */

struct head {
    const struct content *cell;
    size_t row, column;
    int rows, columns;
};

static bool is_complex(const struct content *table) {
    if (table->as.table.head_rows > 1) {
        return true;
    }
    for (const struct content *row = table->first; row; row = row->next) {
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            if (cell->as.cell.column_span > 1 || cell->as.cell.row_span > 1) {
                return true;
            }
        }
    }
    return false;
}

static bool overlaps(size_t a, int a_size, size_t b, int b_size) {
    return a < b + (size_t)b_size && b < a + (size_t)a_size;
}

/* Appends the identifiers of the column heads over, and the row heads beside, the cell at (row, column). */
static void name_heads(struct buf *out, const struct head *heads, size_t count,
                       const struct head *cell, size_t head_rows) {
    for (size_t i = 0; i < count; i++) {
        const struct head *head = &heads[i];
        if (head->cell == cell->cell) {
            continue;
        }
        bool over = head->row < head_rows && head->row < cell->row &&
                    overlaps(head->column, head->columns, cell->column, cell->columns);
        bool beside = head->row >= head_rows && cell->row >= head_rows &&
                      head->column < cell->column &&
                      overlaps(head->row, head->rows, cell->row, cell->rows);
        if (over || beside) {
            buf_format(out, "(" CELL_ID ")", head->cell->serial);
        }
    }
}

struct cell_names { /* attributes of the cells of complex tables, by content serial */
    const char **headers;
    bool *named;
};

/* Heads of rows already left behind are dropped, so the work is linear in rows. */
static void name_table(struct tags *tags, const struct content *table, struct cell_names *names) {
    struct arena *arena = tags->pdf->arena;
    struct head *heads = NULL;
    size_t count = 0, cap = 0, row_index = 0;
    struct buf out = BUF_INIT;
    for (const struct content *row = table->first; row; row = row->next, row_index++) {
        size_t kept = 0;
        for (size_t i = 0; i < count; i++) {
            if (heads[i].row < table->as.table.head_rows ||
                heads[i].row + (size_t)heads[i].rows > row_index) {
                heads[kept++] = heads[i];
            }
        }
        count = kept;
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            if (cell->as.cell.header) {
                heads = arena_grow(arena, heads, count, &cap, sizeof *heads);
                heads[count++] = (struct head){cell, row_index, cell->as.cell.column,
                                               cell->as.cell.row_span, cell->as.cell.column_span};
                names->named[cell->serial] = true;
            }
        }
        for (const struct content *cell = row->first; cell; cell = cell->next) {
            struct head at = {cell, row_index, cell->as.cell.column, cell->as.cell.row_span,
                              cell->as.cell.column_span};
            buf_clear(&out);
            name_heads(&out, heads, count, &at, table->as.table.head_rows);
            if (out.size) {
                names->headers[cell->serial] = arena_text(arena, out.data);
            }
        }
    }
    buf_free(&out);
}

static void name_tables(struct tags *tags) {
    struct arena *arena = tags->pdf->arena;
    struct cell_names names = {0};
    for (size_t i = 0; i < tags->element_count; i++) {
        const struct content *node = tags->elements[i].content;
        if (!node || node->type != CONTENT_TABLE || !is_complex(node)) {
            continue;
        }
        if (!names.headers) {
            names.headers = arena_array(arena, tags->document->node_count, sizeof *names.headers);
            names.named = arena_array(arena, tags->document->node_count, sizeof *names.named);
        }
        name_table(tags, node, &names);
    }
    for (size_t i = 0; names.headers && i < tags->element_count; i++) {
        struct element *element = &tags->elements[i];
        if (!element->content || element->content->type != CONTENT_CELL) {
            continue;
        }
        element->headers = names.headers[element->content->serial];
        if (names.named[element->content->serial]) {
            element->has_id = true;
            tags->ids = arena_grow(arena, tags->ids, tags->id_count, &tags->id_cap,
                                   sizeof *tags->ids);
            tags->id_nodes = arena_grow(arena, tags->id_nodes, tags->id_count, &tags->id_node_cap,
                                        sizeof *tags->id_nodes);
            tags->ids[tags->id_count] = tags->first + (unsigned)i;
            tags->id_nodes[tags->id_count++] = element->content;
        }
    }
}

/* writing */

static void write_kid(const struct tags *tags, const struct kid *kid, int page, struct buf *out) {
    switch (kid->type) {
    case KID_MARK:
        if (kid->page == page) {
            buf_format(out, "%d", kid->mcid);
        } else {
            buf_format(out, "<</Type/MCR/Pg %u 0 R/MCID %d>>",
                       pdf_number(tags->page_objects[kid->page]), kid->mcid);
        }
        break;
    case KID_OBJECT:
        buf_format(out, "<</Type/OBJR/Pg %u 0 R/Obj %u 0 R>>",
                   pdf_number(tags->page_objects[kid->page]), pdf_number(kid->object));
        break;
    case KID_SPAN:
        buf_format(out, "%u 0 R", kid->span->kids.number);
        break;
    }
    buf_char(out, ' ');
}

const char *cell_scope(const struct content *cell) {
    if (!cell || cell->type != CONTENT_CELL || !cell->as.cell.header) {
        return NULL;
    }
    return cell->parent->as.row.kind == ROW_HEAD ? "Column" : "Row";
}

static void write_cell(const struct element *element, const struct content *cell, struct buf *out) {
    const char *scope = cell_scope(cell);
    bool spans = cell->as.cell.column_span > 1 || cell->as.cell.row_span > 1;
    if (element->has_id) {
        buf_format(out, "/ID(" CELL_ID ")", cell->serial);
    }
    if (!scope && !spans && !element->headers) {
        return;
    }
    buf_text(out, "/A<</O/Table");
    if (scope) {
        buf_format(out, "/Scope/%s", scope);
    }
    if (cell->as.cell.row_span > 1) {
        buf_format(out, "/RowSpan %d", cell->as.cell.row_span);
    }
    if (cell->as.cell.column_span > 1) {
        buf_format(out, "/ColSpan %d", cell->as.cell.column_span);
    }
    if (element->headers) {
        buf_format(out, "/Headers[%s]", element->headers);
    }
    buf_text(out, ">>");
}

/* ISO 32000-1, Table 347, by the first label: "1." "a)" "A." "i)" "I.". One letter is a letter, also i. */
static const char *list_numbering(const struct content *list) {
    if (!list->as.list.ordered) {
        return "Disc";
    }
    const struct content *item = list->first;
    const char *label = item && item->spans ? item->spans->text : "";
    size_t letters = strspn(label, "abcdefghijklmnopqrstuvwxyz");
    size_t capitals = strspn(label, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    const struct content *second = item ? item->next : NULL;
    const char *after = second && second->spans ? second->spans->text : "";
    if (letters) {
        return label[0] == 'i' && strncmp(after, "ii", 2) == 0 ? "LowerRoman" : "LowerAlpha";
    }
    if (capitals) {
        return label[0] == 'I' && strncmp(after, "II", 2) == 0 ? "UpperRoman" : "UpperAlpha";
    }
    return "Decimal";
}

static void write_attributes(const struct tags *tags, const struct element *element,
                             struct buf *out) {
    const struct content *node = element->content;
    if (element->span) {
        const struct span *span = element->span->owner;
        if (span->language) {
            buf_text(out, "/Lang");
            pdf_string(out, span->language);
        }
        if (span->expansion) {
            buf_text(out, "/E");
            pdf_string(out, span->expansion);
        }
        if (span->actual_text) {
            buf_text(out, "/ActualText");
            pdf_string(out, span->actual_text);
        }
        return;
    }
    if (!node) {
        return;
    }
    if (node->language) {
        buf_text(out, "/Lang");
        pdf_string(out, node->language);
    }
    if (node->type == CONTENT_CELL) {
        write_cell(element, node, out);
    } else if (node->type == CONTENT_LIST) {
        buf_format(out, "/A<</O/List/ListNumbering/%s>>", list_numbering(node));
    } else if (node->type == CONTENT_TABLE && node->summary) {
        buf_text(out, "/A<</O/Table/Summary");
        pdf_string(out, node->summary);
        buf_text(out, ">>");
    } else if (content_is_figure(node)) {
        buf_text(out, "/Alt");
        pdf_string(out, node->alt ? node->alt : "");
        const struct figure_place *f = tags->nodes[node->serial].figure;
        if (f && f->page >= 0) {
            buf_text(out, "/A<</O/Layout/Placement/Block/BBox[");
            const int64_t sides[] = {f->left, f->bottom, f->right, f->top};
            for (int i = 0; i < 4; i++) {
                pdf_length(out, sides[i]);
                buf_text(out, i < 3 ? " " : "]>>");
            }
        }
    }
}

static void write_element(const struct tags *tags, const struct element *element,
                          struct buf *out) {
    buf_format(out, "<</S/%s/P %u 0 R", element->role,
               element->parent ? element->parent : tags->root);
    int page = -1;
    size_t count = element->child_count;
    for (const struct kid *kid = element->kids ? element->kids->first : NULL; kid; kid = kid->next) {
        count++;
        if (kid->type == KID_MARK && page < 0) {
            page = kid->page;
        }
    }
    if (page >= 0) {
        buf_format(out, "/Pg %u 0 R", pdf_number(tags->page_objects[page]));
    }
    write_attributes(tags, element, out);
    if (count) {
        buf_text(out, count > 1 ? "/K[" : "/K ");
        for (const struct kid *kid = element->kids ? element->kids->first : NULL; kid;
             kid = kid->next) {
            write_kid(tags, kid, page, out);
        }
        for (size_t i = 0; i < element->child_count; i++) {
            buf_format(out, "%u 0 R ", element->children[i]);
        }
        out->size--; /* the last blank */
        out->data[out->size] = '\0';
        if (count > 1) {
            buf_char(out, ']');
        }
    }
    buf_text(out, ">>");
}

/* A leaf of the parent tree: which element has each mark of a page, each annotation. */
static void write_leaf(const struct tags *tags, size_t leaf, struct buf *out) {
    int low = (int)leaf * LEAF_KEYS, high = low + LEAF_KEYS;
    high = high > tags->next_key ? tags->next_key : high;
    buf_format(out, "<</Limits[%d %d]/Nums[", low, high - 1);
    for (int key = low; key < high; key++) {
        if (key < tags->page_count) {
            buf_format(out, "%d[", key);
            const struct page_tags *page = &tags->pages[key];
            for (size_t i = 0; i < page->count; i++) {
                buf_format(out, i ? " %u 0 R" : "%u 0 R", page->kids[i]->owner->number);
            }
            buf_char(out, ']');
        } else {
            buf_format(out, "%d %u 0 R ", key,
                       tags->annotations[key - tags->page_count]->owner->number);
        }
    }
    buf_text(out, "]>>");
}

static size_t id_leaves(const struct tags *tags) {
    return (tags->id_count + LEAF_KEYS - 1) / LEAF_KEYS;
}

/* Identifiers are as wide as they come, so the order of the content is the order of the strings. */
static void write_id_leaf(const struct tags *tags, size_t leaf, struct buf *out) {
    size_t low = leaf * LEAF_KEYS, high = low + LEAF_KEYS;
    high = high > tags->id_count ? tags->id_count : high;
    buf_format(out, "<</Limits[(" CELL_ID ")(" CELL_ID ")]/Names[", tags->id_nodes[low]->serial,
               tags->id_nodes[high - 1]->serial);
    for (size_t i = low; i < high; i++) {
        buf_format(out, "(" CELL_ID ")%u 0 R", tags->id_nodes[i]->serial, tags->ids[i]);
    }
    buf_text(out, "]>>");
}

static void write_raw(void *self, size_t i, struct buf *out) {
    const struct tags *tags = self;
    if (i < tags->element_count) {
        write_element(tags, &tags->elements[i], out);
    } else if (i < tags->element_count + tags->leaf_count) {
        write_leaf(tags, i - tags->element_count, out);
    } else {
        write_id_leaf(tags, i - tags->element_count - tags->leaf_count, out);
    }
}

static void write_root(struct tags *tags, struct buf *root) {
    unsigned leaves = tags->first + (unsigned)tags->element_count;
    buf_format(root, "/Type/StructTreeRoot/K %u 0 R/ParentTreeNextKey %d/ParentTree<</Kids[",
               tags->first, tags->next_key);
    for (size_t i = 0; i < tags->leaf_count; i++) {
        buf_format(root, i ? " %u 0 R" : "%u 0 R", leaves + (unsigned)i);
    }
    buf_text(root, "]>>");
    if (tags->id_count) {
        unsigned first = leaves + (unsigned)tags->leaf_count;
        buf_text(root, "/IDTree<</Kids[");
        for (unsigned i = 0; i < id_leaves(tags); i++) {
            buf_format(root, i ? " %u 0 R" : "%u 0 R", first + i);
        }
        buf_text(root, "]>>");
    }
}

void tags_build(struct tags *tags, const pdf_object *pages) {
    tags->page_objects = pages;
    tags->first = save_first_raw(tags->pdf);
    size_t document = new_element(tags, "Document", 0, NULL);
    add_children(tags, document, tags->document->root);
    name_tables(tags);
}

void tags_finish(struct tags *tags, pdf_object root, struct raw_objects *raw) {
    tags->root = pdf_number(root);
    tags->leaf_count = (size_t)(tags->next_key + LEAF_KEYS - 1) / LEAF_KEYS;
    struct buf body = BUF_INIT;
    write_root(tags, &body);
    pdf_set(tags->pdf, root, &body);
    buf_free(&body);
    *raw = (struct raw_objects){
        tags->first, tags->element_count + tags->leaf_count + id_leaves(tags), write_raw, tags};
}
