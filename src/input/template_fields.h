/* template_fields: the template language as tables.
 *
 * One row for every key that a template may hold: its name, what kind of value it takes, where the
 * value goes, its default and its meaning. The loader is driven by these rows; a JSON Schema and
 * the reference can be printed from them. */
#ifndef PIAO_INPUT_TEMPLATE_FIELDS_H
#define PIAO_INPUT_TEMPLATE_FIELDS_H

#include "input/template.h"

enum value_kind {
    /* constants */
    VALUE_TRUE,     /* `true` and nothing else */
    VALUE_BOOL,     /* bool */
    VALUE_INT,      /* int, from minimum to maximum */
    VALUE_WORD,     /* unsigned: one of `words` */
    VALUE_SWITCH,   /* bool: whether it is the second of two `words` */
    VALUE_WEIGHT,   /* int: hundreds, or one of `words` */
    VALUE_SPAN,     /* int, from minimum to maximum, or one of `words` */
    VALUE_LENGTH,   /* len: number with pt, mm, cm or in */
    VALUE_LENGTHS,  /* len[SIDES]: one length, [vertical, horizontal] or [top, right, bottom, left]
                     */
    VALUE_SIZE,     /* len[2]: a paper size by name, or [width, height] */
    VALUE_WIDTH,    /* struct width: auto, a length, or a share such as 2fr */
    VALUE_COLOUR,   /* uint32_t: name in `colours`, "#rrggbb" or none */
    VALUE_BORDER,   /* struct style_border: LENGTH COLOUR, or none */
    VALUE_BORDERS,  /* struct style_border[SIDES], all the same */
    VALUE_FONT,     /* const char *: family, by its name in `fonts` */
    VALUE_STYLE,    /* const struct style *, by name */
    VALUE_LANGUAGE, /* const char *: BCP 47 */
    VALUE_PLAIN,    /* const char *: text without ${} */
    /* what depends on the plan */
    VALUE_EXPR,  /* const struct expr * */
    VALUE_TEXT,  /* const struct text_expr *: text with ${} */
    VALUE_PARTS, /* const struct text_part *: text with ${}, or a list of parts (`table`) */
    VALUE_LET,   /* const struct binding *: names for what follows in the same map */
    /* structures */
    VALUE_BLOCKS, /* const struct block * */
    VALUE_CELLS,  /* const struct cell_spec *: texts, lists of parts or maps (`table`) */
    VALUE_LIST,   /* of maps with the keys of `table`: first item */
    VALUE_MAP,    /* with the keys of `table`, into the struct at the offset */
    /* the head of a loop, read together */
    VALUE_LOOP,       /* NAME in EXPR */
    VALUE_WHERE,      /* condition on NAME */
    VALUE_SORT,       /* expression on NAME, or a list of them or of {by, descending} */
    VALUE_GROUP,      /* expression on NAME: one turn for each value it has */
    VALUE_GROUP_NAME, /* name of the group */
    /* kept as nodes, for the stage of the loader that knows what to do */
    VALUE_FILES,      /* list of paths */
    VALUE_PARAMETERS, /* names with constant values */
    VALUE_COLOURS,    /* names with "#rrggbb" */
    VALUE_FONTS,      /* names with families */
    VALUE_ABBREVIATIONS, /* words with what they stand for */
    VALUE_NAMED,      /* names with maps with the keys of `table` */
    VALUE_EXTENDS,    /* name of a map of the same kind */
    VALUE_MASTER,     /* name of a page master */
    VALUE_FILE,       /* path */
    VALUE_BOOKMARK,   /* text with ${}, or false */
    VALUE_CONTINUED   /* parts, or true */
};

enum key_flag {
    KEY_REQUIRED = 1,
    KEY_IN_LOOP = 2,   /* sees the variable of the map's loop */
    KEY_RAW = 4,       /* its node is kept: const struct ynode * */
    KEY_NO_SHEETS = 8, /* blocks among which no sheet may stand */
    KEY_SIGNED = 16,   /* lengths that may be negative */
    KEY_PAINTED = 32,  /* colours that cannot be none */
    KEY_MAIN = 64      /* only in the template itself, not in files that it uses */
};

struct word {
    const char *text;
    int value;
};

struct key {
    const char *name;
    enum value_kind kind;
    size_t offset; /* of the value in the struct of the table */
    unsigned flags;
    const char *standard;          /* the value of an absent key, as one would write it; or NULL */
    int minimum, maximum;          /* numbers; least length in thousandths of a point */
    const struct word *words;      /* ended by a NULL text */
    const struct key_table *table; /* keys of the maps in the value */
    unsigned own;                  /* styles: enum style_own */
    int choice;                    /* of the keys with the same number at most one may stand */
    const char *meaning;           /* one line, for the JSON Schema and the reference */
};

#define NO_OFFSET SIZE_MAX

/* The keys of one sort of map. Rows stand in the order of evaluation. */
struct key_table {
    const char *name; /* for messages: "style" */
    const struct key *keys;
    size_t count;
    size_t size;              /* of the struct that a map becomes */
    size_t place, next, loop; /* offsets of these members of it, or NO_OFFSET */
};

/* A block while it is read: what the tables fill beyond the block itself. */
struct block_reading {
    struct block block;
    const struct ynode *node; /* what has rules of its own: table, group, sheet, include */
    const struct ynode *bookmark;
    const struct binding *with;
    bool keep_together;
    struct list_reading {
        const struct loop *loop;
        const struct text_part *text;
        const struct block *blocks;
        const struct text_expr *mark;
    } list;
    struct gantt_spec gantt;
    struct chart_spec chart;
};

struct column_reading {
    struct column_spec column;
    const struct schema_field *item; /* what is known of the items of its loop */
    const struct text_part *head, *total;
    const struct text_part *text;
    const struct text_expr *prose;
    const struct block *blocks;
};

struct table_reading {
    struct table_spec table;
    const struct ynode *columns, *continued;
    const struct row_spec *head, *body, *foot;
    const struct loop *loop;
    const struct binding *bindings;
    const struct style *style;
};

struct sort_reading {
    const struct expr *by;
    bool descending;
};

enum { ORIENTATION_AS_SIZE, ORIENTATION_PORTRAIT, ORIENTATION_LANDSCAPE };

struct page_reading {
    struct page_master master;
    unsigned orientation;
    len size[2];
    const struct ynode *header, *header_next, *footer;
    bool used; /* by a sheet */
};

struct layer { /* the keys of a template file */
    const struct ynode *version, *name, *description, *title, *subject, *author, *keywords;
    const struct ynode *language, *use, *parameters, *colours, *fonts, *styles, *pages, *body;
    const struct ynode *abbreviations;
};

struct block_kind {
    const char *name;
    enum block_type type;
    const char *style; /* by default; NULL: base */
    const struct key_table *table;
    const char *meaning;
};

extern const struct key_table template_keys, included_keys, style_keys, page_keys, part_keys,
    sort_keys, cell_keys, row_keys, column_keys, table_keys;
extern const struct block_kind block_kinds[];
extern const size_t block_kind_count;

const struct key *key_find(const struct key_table *table, const char *name); /* or NULL */
/* The row of KIND; NULL when there is none. */
const struct key *key_of_kind(const struct key_table *table, enum value_kind kind);
const struct block_kind *block_kind_find(const char *name); /* or NULL */

#endif
