/* data: the plan as a tree whose nodes know where they stand.
 *
 * Also the value type of the whole program: expressions evaluate to `const struct data *`, and what
 * the domain computes (degrees, changes, amounts) is offered to templates as more of these nodes.
 * An absent key is NULL, and every function here takes NULL for "nothing". */
#ifndef PIAO_INPUT_DATA_H
#define PIAO_INPUT_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/decimal.h"
#include "base/diag.h"
#include "base/str.h"

enum data_type { DATA_NULL, DATA_BOOL, DATA_NUMBER, DATA_TEXT, DATA_LIST, DATA_OBJECT };

struct data_index; /* finds members of large objects; private to data_tree.c */

struct data {
    enum data_type type;
    bool refused;              /* null in place of a value that data_read has reported */
    const char *key;           /* name within the parent object, else NULL */
    size_t index;              /* position within the parent, from 0 */
    const struct data *parent; /* NULL for a root or a computed value */
    const char *file;          /* NULL for computed values */
    int line, column;          /* where the value begins; 0 for computed values */
    union {
        bool boolean;
        struct decimal number;
        const char *text;
        struct {
            const struct data *const *items; /* in input order */
            size_t count;
            const struct data_index *lookup; /* NULL for lists and small objects */
        } list;                              /* DATA_LIST and DATA_OBJECT */
    } as;
};

enum { DATA_MAX_DEPTH = 64, DATA_MAX_BYTES = 256 << 20 };

/* Reads JSON text (RFC 8259) strictly: valid UTF-8, no duplicate keys, numbers exact (at most 2^53
 * for integers, at most 15 significant digits otherwise, no value that a double cannot hold), no
 * NUL in texts, at most DATA_MAX_DEPTH levels of lists and objects. TEXT is followed by a NUL that
 * SIZE does not count (as file_read gives it). Reports as many problems as it can; after a syntax
 * error or invalid UTF-8 it returns NULL, after others the tree with a refused null in place of
 * each offending value, so that indexes and pointers stay right; of a repeated key the first value
 * stays. FILE is for diagnostics. A UTF-8 byte order mark is skipped. */
const struct data *data_read(struct arena *arena, struct diags *diags, const char *file,
                             const char *text, size_t size);

/* Member KEY (case matters) of an object; NULL when absent, JSON null, "" or not an object: the
 * plan format makes these mean the same. Use data_member_raw where null or "" must be told apart.
 */
const struct data *data_member(const struct data *object, const char *key);
const struct data *data_member_raw(const struct data *object, const char *key);
size_t data_count(const struct data *list); /* items of a list or members of an object, else 0 */
const struct data *data_item(const struct data *list, size_t index); /* NULL beyond the end */
/* Nothing to print: NULL, JSON null, "" or an empty list or object. */
bool data_empty(const struct data *value);
const char *data_text(const struct data *value); /* the text of a DATA_TEXT, else NULL */
/* Same type and value, lists and objects deeply (member order ignored). */
bool data_equal(const struct data *a, const struct data *b);
/* Total order for sorting: null < false < true < numbers < texts (by code point) < lists < objects.
 */
int data_compare(const struct data *a, const struct data *b);

struct place data_place(struct arena *arena, const struct data *value);
/* RFC 6901 pointer from the root: "/obiettivi/3/fasi". "" for a root, NULL for computed values. */
const char *data_pointer(struct arena *arena, const struct data *value);

/* Computed values, in the arena. Arrays are copied, keys and texts are not; a NULL value becomes
 * null. */
const struct data *data_new_bool(struct arena *arena, bool value);
const struct data *data_new_number(struct arena *arena, struct decimal value);
const struct data *data_new_text(struct arena *arena, const char *text);
const struct data *data_new_list(struct arena *arena, const struct data *const *items,
                                 size_t count);
/* KEYS[i] names VALUES[i]; of equal keys the first stays. A value that stands elsewhere is shared
 * by a shallow copy whose key is KEYS[i]; its parent, file and line stay those of the original, so
 * that diagnostics find it. */
const struct data *data_new_object(struct arena *arena, const char *const *keys,
                                   const struct data *const *values, size_t count);

/* The tree as indented text, with pointers and lines (for --dump data and the golden tests). */
void data_dump(struct buf *buf, const struct data *value);
/* The tree as JSON text with a line for each value, members in their order. */
void data_json(struct buf *buf, const struct data *value);

#endif
