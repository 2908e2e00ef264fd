/* data_tree: asking, comparing and making values.
 *
 * Every function takes NULL for "nothing", so a path through absent members needs no test on the
 * way. Members are found by looking along small objects and by a hash table in large ones. */
#include "input/data.h"

#include <stdlib.h>
#include <string.h>

#include "input/data_private.h"

enum { SMALL_OBJECT = 16 };

/* Open addressing: each slot is 0 or the position of a member plus 1. */
struct data_index {
    size_t mask;
    uint32_t slots[];
};

static const struct data nothing = {.type = DATA_NULL};

/* Members */

static struct data_index *index_new(struct arena *arena, size_t members) {
    size_t slots = 2 * SMALL_OBJECT;
    while (slots < 2 * members) {
        slots *= 2;
    }
    struct data_index *index = arena_alloc(arena, sizeof *index + slots * sizeof *index->slots);
    index->mask = slots - 1;
    return index;
}

/* The slot of the member with this key, or the empty one where it belongs. */
static size_t index_slot(const struct data_index *index, const struct data *const *members,
                         const char *key) {
    size_t slot = (size_t)text_hash(key, strlen(key)) & index->mask;
    while (index->slots[slot] && strcmp(members[index->slots[slot] - 1]->key, key) != 0) {
        slot = (slot + 1) & index->mask;
    }
    return slot;
}

static const struct data *look_along(const struct data *const *members, size_t count,
                                     const char *key) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(members[i]->key, key) == 0) {
            return members[i];
        }
    }
    return NULL;
}

void data_set_members(struct arena *arena, struct data *object, struct data *const *members,
                      size_t count, data_repeated *repeated, void *self) {
    const struct data **kept = arena_array(arena, count, sizeof *kept);
    struct data_index *index = count > SMALL_OBJECT ? index_new(arena, count) : NULL;
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        const char *key = members[i]->key;
        const struct data *first = NULL;
        size_t slot = 0;
        if (index) {
            slot = index_slot(index, kept, key);
            first = index->slots[slot] ? kept[index->slots[slot] - 1] : NULL;
        } else {
            first = look_along(kept, used, key);
        }
        if (first) {
            if (repeated) {
                repeated(self, first, members[i]);
            }
            continue;
        }
        if (members[i]->parent == object) {
            members[i]->index = used;
        }
        kept[used++] = members[i];
        if (index) {
            index->slots[slot] = (uint32_t)used;
        }
    }
    object->as.list.items = kept;
    object->as.list.count = used;
    object->as.list.lookup = index;
}

const struct data *data_member_raw(const struct data *object, const char *key) {
    if (!object || object->type != DATA_OBJECT || !key) {
        return NULL;
    }
    const struct data_index *index = object->as.list.lookup;
    if (!index) {
        return look_along(object->as.list.items, object->as.list.count, key);
    }
    uint32_t entry = index->slots[index_slot(index, object->as.list.items, key)];
    return entry ? object->as.list.items[entry - 1] : NULL;
}

const struct data *data_member(const struct data *object, const char *key) {
    const struct data *value = data_member_raw(object, key);
    bool blank = !value || value->type == DATA_NULL ||
                 (value->type == DATA_TEXT && value->as.text[0] == '\0');
    return blank ? NULL : value;
}

static bool has_items(const struct data *value) {
    return value && (value->type == DATA_LIST || value->type == DATA_OBJECT);
}

size_t data_count(const struct data *list) {
    return has_items(list) ? list->as.list.count : 0;
}

const struct data *data_item(const struct data *list, size_t index) {
    return index < data_count(list) ? list->as.list.items[index] : NULL;
}

bool data_empty(const struct data *value) {
    if (!value || value->type == DATA_NULL) {
        return true;
    }
    return value->type == DATA_TEXT ? value->as.text[0] == '\0'
                                    : has_items(value) && value->as.list.count == 0;
}

const char *data_text(const struct data *value) {
    return value && value->type == DATA_TEXT ? value->as.text : NULL;
}

/* Comparison */

bool data_equal(const struct data *a, const struct data *b) {
    a = a ? a : &nothing;
    b = b ? b : &nothing;
    if (a == b) {
        return true;
    }
    if (a->type != b->type || data_count(a) != data_count(b)) {
        return false;
    }
    switch (a->type) {
    case DATA_NULL:
        return true;
    case DATA_BOOL:
        return a->as.boolean == b->as.boolean;
    case DATA_NUMBER:
        return decimal_compare(a->as.number, b->as.number) == 0;
    case DATA_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case DATA_LIST:
    case DATA_OBJECT:
        break;
    }
    for (size_t i = 0; i < data_count(a); i++) {
        const struct data *left = data_item(a, i);
        const struct data *right =
            a->type == DATA_LIST ? data_item(b, i) : data_member_raw(b, left->key);
        if ((a->type == DATA_OBJECT && !right) || !data_equal(left, right)) {
            return false;
        }
    }
    return true;
}

static int compare_keys(const void *left, const void *right) {
    const struct data *const *a = left;
    const struct data *const *b = right;
    return strcmp((*a)->key, (*b)->key);
}

static const struct data **sorted_members(struct buf *buf, const struct data *object) {
    size_t count = data_count(object);
    if (count > 0) {
        buf_bytes(buf, object->as.list.items, count * sizeof *object->as.list.items);
        qsort(buf->data, count, sizeof *object->as.list.items, compare_keys);
    }
    return (void *)buf->data;
}

static int compare_counts(size_t a, size_t b) {
    return (a > b) - (a < b);
}

/* As lists of (key, value) in the order of keys, so that the order of members does not matter. */
static int compare_objects(const struct data *a, const struct data *b) {
    struct buf left_buf = BUF_INIT;
    struct buf right_buf = BUF_INIT;
    const struct data **left = sorted_members(&left_buf, a);
    const struct data **right = sorted_members(&right_buf, b);
    int order = 0;
    for (size_t i = 0; order == 0 && i < data_count(a) && i < data_count(b); i++) {
        order = strcmp(left[i]->key, right[i]->key);
        if (order == 0) {
            order = data_compare(left[i], right[i]);
        }
    }
    buf_free(&left_buf);
    buf_free(&right_buf);
    return order != 0 ? order : compare_counts(data_count(a), data_count(b));
}

int data_compare(const struct data *a, const struct data *b) {
    a = a ? a : &nothing;
    b = b ? b : &nothing;
    if (a->type != b->type) {
        return a->type < b->type ? -1 : 1; /* enum data_type stands in this order */
    }
    switch (a->type) {
    case DATA_NULL:
        return 0;
    case DATA_BOOL:
        return a->as.boolean - b->as.boolean;
    case DATA_NUMBER:
        return decimal_compare(a->as.number, b->as.number);
    case DATA_TEXT:
        return strcmp(a->as.text, b->as.text); /* bytes of UTF-8 sort as code points */
    case DATA_LIST:
        break;
    case DATA_OBJECT:
        return compare_objects(a, b);
    }
    for (size_t i = 0; i < data_count(a) && i < data_count(b); i++) {
        int order = data_compare(data_item(a, i), data_item(b, i));
        if (order != 0) {
            return order;
        }
    }
    return compare_counts(data_count(a), data_count(b));
}

/* Places */

static bool is_computed(const struct data *value) {
    return !value || (!value->parent && value->line == 0);
}

/* The name in the parent of a shallow copy is the original's, whatever the copy is called. */
static const char *original_key(const struct data *value) {
    const struct data *parent = value->parent;
    return value->index < parent->as.list.count ? parent->as.list.items[value->index]->key
                                                : value->key;
}

static void write_pointer(struct buf *buf, const struct data *value) {
    if (!value->parent) {
        return;
    }
    write_pointer(buf, value->parent);
    if (value->parent->type != DATA_OBJECT) {
        buf_format(buf, "/%zu", value->index);
        return;
    }
    buf_char(buf, '/');
    for (const char *p = original_key(value); *p; p++) {
        if (*p == '~' || *p == '/') {
            buf_text(buf, *p == '~' ? "~0" : "~1");
        } else {
            buf_char(buf, *p);
        }
    }
}

const char *data_pointer(struct arena *arena, const struct data *value) {
    if (is_computed(value)) {
        return NULL;
    }
    struct buf buf = BUF_INIT;
    write_pointer(&buf, value);
    const char *pointer = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return pointer;
}

struct place data_place(struct arena *arena, const struct data *value) {
    if (!value) {
        return (struct place){0};
    }
    return (struct place){value->file, value->line, value->column, data_pointer(arena, value)};
}

/* Computed values */

static struct data *value_new(struct arena *arena, enum data_type type) {
    struct data *value = arena_alloc(arena, sizeof *value);
    value->type = type;
    return value;
}

const struct data *data_new_bool(struct arena *arena, bool value) {
    struct data *made = value_new(arena, DATA_BOOL);
    made->as.boolean = value;
    return made;
}

const struct data *data_new_number(struct arena *arena, struct decimal value) {
    struct data *made = value_new(arena, DATA_NUMBER);
    made->as.number = value;
    return made;
}

const struct data *data_new_text(struct arena *arena, const char *text) {
    struct data *made = value_new(arena, text ? DATA_TEXT : DATA_NULL);
    made->as.text = text;
    return made;
}

const struct data *data_new_list(struct arena *arena, const struct data *const *items,
                                 size_t count) {
    struct data *made = value_new(arena, DATA_LIST);
    const struct data **copy = arena_array(arena, count, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = items[i] ? items[i] : &nothing;
    }
    made->as.list.items = copy;
    made->as.list.count = count;
    return made;
}

const struct data *data_new_object(struct arena *arena, const char *const *keys,
                                   const struct data *const *values, size_t count) {
    struct data *made = value_new(arena, DATA_OBJECT);
    struct data **members = arena_array(arena, count, sizeof *members);
    for (size_t i = 0; i < count; i++) {
        members[i] = arena_alloc(arena, sizeof *members[i]);
        *members[i] = values[i] ? *values[i] : nothing;
        members[i]->key = keys[i];
    }
    data_set_members(arena, made, members, count, NULL, NULL);
    return made;
}

/* Printing */

static void dump_scalar(struct buf *buf, const struct data *value) {
    char digits[DECIMAL_TEXT_SIZE];
    switch (value->type) {
    case DATA_NULL:
        buf_text(buf, value->refused ? "refused" : "null");
        break;
    case DATA_BOOL:
        buf_text(buf, value->as.boolean ? "true" : "false");
        break;
    case DATA_NUMBER:
        decimal_text(value->as.number, digits);
        buf_text(buf, digits);
        break;
    case DATA_TEXT:
        json_quote(buf, value->as.text);
        break;
    case DATA_LIST:
        buf_format(buf, "list of %zu", value->as.list.count);
        break;
    case DATA_OBJECT:
        buf_format(buf, "object of %zu", value->as.list.count);
        break;
    }
}

/* One line a value: its pointer, line:column, value. Computed values show their key alone. */
static void dump(struct buf *buf, const struct data *value, int depth) {
    buf_format(buf, "%*s", 2 * depth, "");
    if (is_computed(value)) {
        buf_text(buf, value->key ? value->key : "-");
    } else {
        size_t before = buf->size;
        write_pointer(buf, value);
        buf_text(buf, buf->size == before ? "/" : "");
        buf_format(buf, " %d:%d", value->line, value->column);
    }
    buf_char(buf, ' ');
    dump_scalar(buf, value);
    buf_char(buf, '\n');
    for (size_t i = 0; i < data_count(value); i++) {
        dump(buf, data_item(value, i), depth + 1);
    }
}

void data_dump(struct buf *buf, const struct data *value) {
    dump(buf, value ? value : &nothing, 0);
}

static void write_json(struct buf *buf, const struct data *value, int depth) {
    size_t count = data_count(value);
    bool object = value->type == DATA_OBJECT;
    if (count == 0) {
        bool list = value->type == DATA_LIST;
        buf_text(buf, object ? "{}" : list ? "[]" : "");
        if (!object && !list) {
            dump_scalar(buf, value->refused ? &nothing : value);
        }
        return;
    }
    buf_char(buf, object ? '{' : '[');
    for (size_t i = 0; i < count; i++) {
        buf_format(buf, "%s\n%*s", i > 0 ? "," : "", 2 * (depth + 1), "");
        if (object) {
            json_quote(buf, data_item(value, i)->key);
            buf_text(buf, ": ");
        }
        write_json(buf, data_item(value, i), depth + 1);
    }
    buf_format(buf, "\n%*s%c", 2 * depth, "", object ? '}' : ']');
}

void data_json(struct buf *buf, const struct data *value) {
    write_json(buf, value ? value : &nothing, 0);
    buf_char(buf, '\n');
}
