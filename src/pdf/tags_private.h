/* tags_private: what collecting (tags.c) and writing (tags_write.c) share. */
#ifndef PIAO_PDF_TAGS_PRIVATE_H
#define PIAO_PDF_TAGS_PRIVATE_H

#include "pdf/tags.h"

enum kid_type { KID_MARK, KID_OBJECT, KID_SPAN };

struct kids {
    struct kid *first, *last;
    unsigned number; /* of the element that has them, once it is known */
};

struct kid { /* of an element, in the order of painting */
    enum kid_type type;
    int page, mcid;          /* KID_OBJECT: its position among the annotations */
    const struct content *content; /* where it comes from */
    pdf_object object;       /* KID_OBJECT */
    const char *contents;    /* KID_OBJECT: what the annotation says */
    struct span_tags *span;  /* KID_SPAN */
    struct kids *owner;      /* whose kid it is, for the parent tree */
    struct kid *next;
};

struct span_tags { /* a link, a foreign word, an abbreviation: an element inside a paragraph */
    const struct span *owner;
    struct kids kids;
};

struct figure_place {
    int page; /* -1: several */
    int64_t left, bottom, right, top;
};

struct node_tags {
    struct kids kids;  /* the ink of the node itself */
    struct kids label; /* of a list item */
    struct figure_place *figure;
    bool owners_known;
};

struct page_tags {
    struct kid **kids; /* by marked-content identifier */
    size_t count, cap;
};

/* An element of the finished tree. */
struct element {
    const char *role;
    unsigned parent; /* object number */
    const struct content *content; /* attributes come from it; NULL: none */
    const struct kids *kids;       /* its own ink, or NULL */
    const struct span_tags *span;  /* attributes of a span element */
    unsigned *children;            /* object numbers, before the ink */
    size_t child_count, child_cap;
    const char *headers; /* cells of complex tables: "(h12)(h15)" */
    bool has_id;
};

struct stray { /* ink outside all marks */
    const struct content *sheet;
    size_t count;
};

struct tags {
    struct pdf *pdf;
    const struct document *document;
    int page_count;
    int next_key;
    struct node_tags *nodes;    /* by content serial */
    struct span_tags **spans;   /* by span serial */
    const struct span **owners; /* by span serial */
    struct page_tags *pages;
    struct kid **annotations; /* in the order of their keys, after the pages' */
    size_t annotation_count, annotation_cap;
    struct stray stray;
    /* the finished tree */
    const pdf_object *page_objects;
    unsigned first; /* object number of element 0 */
    struct element *elements;
    size_t element_count, element_cap;
    unsigned root;
    unsigned *ids; /* object numbers of the elements that have an identifier, in the order of their serials */
    const struct content **id_nodes;
    size_t id_count, id_cap, id_node_cap;
    size_t leaf_count; /* of the parent tree */
};

/* The standard structure type of a node; for an item that of its body. */
const char *element_role(const struct content *content);
/* Which cells a head cell speaks of: "Column", "Row"; NULL when CELL is none. */
const char *cell_scope(const struct content *cell);

#endif
