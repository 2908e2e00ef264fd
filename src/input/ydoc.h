/* ydoc: YAML as a tree of nodes with line and column.
 *
 * A strict subset: one document, no anchors, aliases or tags, no duplicate keys, keys are plain
 * texts. Every scalar stays text; what it means is decided by who reads it. */
#ifndef PIAO_INPUT_YDOC_H
#define PIAO_INPUT_YDOC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

enum ynode_type { YNODE_SCALAR, YNODE_LIST, YNODE_MAP };

struct ynode {
    enum ynode_type type;
    struct place place; /* of the value */
    const char *text;   /* scalars: the text; NULL for an empty plain scalar, `~` or `null` */
    bool quoted;        /* scalars: quoted or block style, so never a number, a boolean or null */
    const struct ynode *const *items; /* lists: items; maps: values */
    const struct ynode *const *keys;  /* maps: keys, scalars with their own place */
    size_t count;
    bool incomplete; /* maps: a key or value was refused, and reported */
};

/* Parses. Reports problems; returns NULL when there is no usable tree. */
const struct ynode *ydoc_read(struct arena *arena, struct diags *diags, const char *file,
                              const char *text, size_t size);

const struct ynode *ynode_find(const struct ynode *map, const char *key); /* NULL when absent */
void ydoc_dump(struct buf *buf, const struct ynode *node);

#endif
