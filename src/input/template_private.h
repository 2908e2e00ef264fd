/* template_private: what the files of template share: the state of one loading, and the readers of
 * values.
 *
 * template.c reads the files and puts their layers together; template_style.c turns the merged
 * names into styles and page masters; template_block.c and template_table.c read blocks;
 * template_text.c reads everything with expressions in it; template_value.c reads maps by their
 * tables, and constants, lengths in template_length.c; template_names.c holds named things. */
#ifndef PIAO_INPUT_TEMPLATE_PRIVATE_H
#define PIAO_INPUT_TEMPLATE_PRIVATE_H

#include "base/file.h"
#include "input/template_fields.h"
#include "input/ydoc.h"

enum {
    TEMPLATE_MAX_DEPTH = 16,     /* of files that include files */
    TEMPLATE_MAX_MAPS = 200000,  /* maps and texts read, each as often as it is included */
};

/* ---- named things (template_names.c) ---- */

/* A style, page, colour, font, parameter or file: what its layers say, then what it is. */
struct named {
    const char *name;
    const struct ynode **values; /* by the row of its table: the last word of all layers */
    void *made;                  /* styles, pages, files: the finished thing */
    bool open;                   /* being made */
    struct named *user;          /* while open: what waits for it */
};

struct named_table {
    const struct key_table *keys; /* NULL: a single value each */
    struct named **items;         /* in the order of their first mention */
    const char **names;           /* theirs, for the nearest of them */
    size_t count, cap, names_cap;
    size_t *slots; /* positions + 1 in an open hash table */
    size_t slot_count;
};

struct named *named_find(const struct named_table *table, const char *name); /* or NULL */
/* Finds or adds. */
struct named *named_add(struct arena *arena, struct named_table *table, const char *name);

/* ---- the state of one loading ---- */

struct include { /* the files being read, innermost first */
    const char *path;
    const struct include *outer;
};

struct loader {
    struct arena *arena;
    struct diags *diags;
    const struct template_source *source;
    const char *folder; /* of the template */
    struct named_table colours, fonts, styles, pages, parameters, files, abbreviations;
    bool incomplete;           /* a file is missing, so that unknown names are no news */
    size_t maps;               /* read so far: see TEMPLATE_MAX_MAPS */
    struct expr_parser parser; /* the names in scope */
    const struct include *includes;
    int depth;
    const char *inside; /* what no sheet may stand in, when blocks are being read there */
    bool sheets;        /* a sheet was read; cleared by who asks */
};

/* Counts one more; false (reported once) when it is one too many. */
bool loader_spend(struct loader *loader, struct place place);
/* The candidate that NAME is a misspelling of, or NULL; not looked for when there are so many
 * problems that this one will not be listed. */
const char *name_nearest(const struct loader *loader, const char *name,
                         const char *const *candidates, size_t count);
/* An unknown name with the nearest of TABLE. */
void report_unknown(struct loader *loader, struct place place, enum diag_code code,
                    const struct named_table *table, const char *name);
/* The tree of the file that NODE, the value of KEY, names; NULL when it cannot be had (reported).
 * *FOUND is its path. */
const struct ynode *loader_file(struct loader *loader, const char *key, const struct ynode *node,
                                const char **found);
/* As template_read, with the text of the file PATH at hand. */
const struct template *template_read_text(struct arena *arena, struct diags *diags,
                                          const struct template_source *source, const char *path,
                                          struct file_text text);

/* ---- values (template_value.c) ---- */

/* True when NODE is a map; unknown and missing keys are reported, and keys that exclude each other.
 */
bool keys_check(struct loader *loader, const struct key_table *table, const struct ynode *node);
/* As above, without what is required. */
bool keys_check_known(struct loader *loader, const struct key_table *table,
                      const struct ynode *node);
/* Reads those values whose KEY_IN_LOOP is FLAG into OUT; what is wrong is reported and leaves OUT
 * as it is. Names that the map gives itself stay in scope. */
void keys_read(struct loader *loader, const struct key_table *table, const struct ynode *node,
               void *out, unsigned flag);
/* Checks and reads a whole map, its loop included. False when it is none. */
bool map_read(struct loader *loader, const struct key_table *table, const struct ynode *node,
              void *out);
void value_read(struct loader *loader, const struct key *key, const struct ynode *node, void *out);
/* The text of a scalar that says something; else reports CODE and gives NULL. */
const char *scalar_text(struct loader *loader, const char *key, const struct ynode *node,
                        enum diag_code code);
bool read_bool(struct loader *loader, const char *key, const struct ynode *node, bool *out);
bool colour_parse(const char *text, uint32_t *out); /* "#rrggbb" */
bool read_colour(struct loader *loader, const char *key, const struct ynode *node, bool painted,
                 uint32_t *out);
const char *read_language(struct loader *loader, const char *key, const struct ynode *node);

/* ---- lengths (template_length.c) ---- */

/* Number with unit at *TEXT, which moves behind it. */
bool length_parse(const char **text, len *out);
bool read_length(struct loader *loader, const struct key *key, const struct ynode *node, len *out);
void read_lengths(struct loader *loader, const struct key *key, const struct ynode *node,
                  len out[SIDES]);
void read_paper(struct loader *loader, const struct key *key, const struct ynode *node, len out[2]);
void read_width(struct loader *loader, const struct key *key, const struct ynode *node,
                struct width *out);

/* ---- names, expressions, texts (template_text.c) ---- */

bool name_valid(const char *name); /* a NAME of the expression language that is no word of it */
void names_push(struct loader *loader, const char *name, const struct schema_field *type);
void bindings_push(struct loader *loader, const struct binding *bindings);
const struct binding *read_bindings(struct loader *loader, const char *key,
                                    const struct ynode *node); /* pushes them */
const struct expr *read_expr(struct loader *loader, const char *key, const struct ynode *node);
const struct text_expr *read_text(struct loader *loader, const char *key, const struct ynode *node);
struct text_part *read_parts(struct loader *loader, const char *key, const struct ynode *node);
/* The loop of a map, or NULL when it has none; leaves in scope what the loop's body sees. */
const struct loop *read_loop(struct loader *loader, const struct key_table *table,
                             const struct ynode *node);

/* ---- styles and pages (template_style.c) ---- */

/* Puts what the map NODE says over what TABLE has. */
void named_merge(struct loader *loader, struct named_table *table, const struct ynode *node,
                 const char *key);
/* Finishes all styles and pages. LANGUAGE is the document's. */
void styles_make(struct loader *loader, const char *language);
void pages_make(struct loader *loader);
const struct style *style_named(struct loader *loader, const char *name); /* base when unknown */
const struct style *read_style(struct loader *loader, const char *key, const struct ynode *node);

/* ---- blocks (template_block.c, template_table.c) ---- */

/* FLOW: blocks that are no sheet get one around them. */
const struct block *read_blocks(struct loader *loader, const char *key, const struct ynode *node,
                                bool flow);
const struct cell_spec *read_cells(struct loader *loader, const struct key *key,
                                   const struct ynode *node);
/* Checks the page masters that no sheet has, once the body is read. */
void pages_check_unused(struct loader *loader);
/* Gives BLOCK the table that NODE describes, and its style when NODE names one. */
void read_table(struct loader *loader, const struct ynode *node, struct block *block);

#endif
