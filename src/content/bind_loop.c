/* bind_loop: which items does a loop go over, in which order, in which groups? */
#include "content/bind_private.h"

#include <stdlib.h>
#include <string.h>

#include "input/collate.h"

const char *loop_name(const struct loop *loop) {
    return loop->group ? loop->group_var : loop->var;
}

static const struct data *small_number(struct binder *binder, size_t value) {
    size_t room = sizeof binder->numbers / sizeof *binder->numbers;
    if (value >= room) {
        return data_new_number(binder->arena, decimal_from_int((int64_t)value));
    }
    if (!binder->numbers[value]) {
        binder->numbers[value] = data_new_number(binder->arena, decimal_from_int((int64_t)value));
    }
    return binder->numbers[value];
}

const struct data *loop_state(struct binder *binder, size_t index, size_t count) {
    static const char *const keys[] = {"index", "first", "last", "count"};
    const struct data *values[] = {
        small_number(binder, index + 1), data_new_bool(binder->arena, index == 0),
        data_new_bool(binder->arena, index + 1 == count), small_number(binder, count)};
    return data_new_object(binder->arena, keys, values, 4);
}

struct sortable {
    const struct data *item;
    const struct data **values; /* one for each key */
    const struct sort_key *keys;
    size_t position; /* makes qsort stable */
};

static int sortable_compare(const void *left, const void *right) {
    const struct sortable *a = left, *b = right;
    size_t i = 0;
    for (const struct sort_key *key = a->keys; key; key = key->next, i++) {
        int order = collate_values(a->values[i], b->values[i]);
        if (order) {
            return key->descending ? -order : order;
        }
    }
    return a->position < b->position ? -1 : 1;
}

static void sort_items(struct binder *binder, const struct loop *loop, const struct scope *scope,
                       struct items *items) {
    size_t key_count = 0;
    for (const struct sort_key *key = loop->sort; key; key = key->next) {
        key_count++;
    }
    if (!key_count || items->count < 2) {
        return;
    }
    struct sortable *rows = arena_array(binder->arena, items->count, sizeof *rows);
    for (size_t i = 0; i < items->count; i++) {
        struct scope item = {loop->var, items->items[i], scope};
        struct expr_eval eval = binder_eval(binder, &item);
        rows[i] = (struct sortable){items->items[i], NULL, loop->sort, i};
        rows[i].values = arena_array(binder->arena, key_count, sizeof *rows[i].values);
        size_t k = 0;
        for (const struct sort_key *key = loop->sort; key; key = key->next) {
            rows[i].values[k++] = expr_value(&eval, key->value);
        }
    }
    qsort(rows, items->count, sizeof *rows, sortable_compare);
    for (size_t i = 0; i < items->count; i++) {
        items->items[i] = rows[i].item;
    }
}

/* Groups in the order of their first items. Linear: keys are found through a hash of their text
 * form. */
static void group_items(struct binder *binder, const struct loop *loop, const struct scope *scope,
                        struct items *items) {
    struct group {
        const struct data *key;
        const struct data **items;
        size_t count, cap;
        size_t next; /* in its bucket, from 1 */
    } *groups = NULL;
    size_t count = 0, cap = 0, buckets = items->count * 2 + 1;
    size_t *table = arena_array(binder->arena, buckets, sizeof *table);
    for (size_t i = 0; i < items->count; i++) {
        struct scope item = {loop->var, items->items[i], scope};
        struct expr_eval eval = binder_eval(binder, &item);
        const struct data *key = expr_value(&eval, loop->group);
        const char *text = expr_print(binder->arena, key);
        size_t *slot = &table[text_hash(text, strlen(text)) % buckets];
        size_t found = *slot;
        while (found && !data_equal(groups[found - 1].key, key)) {
            found = groups[found - 1].next;
        }
        if (!found) {
            groups = arena_grow(binder->arena, groups, count, &cap, sizeof *groups);
            groups[count++] = (struct group){.key = key, .next = *slot};
            found = *slot = count;
        }
        struct group *group = &groups[found - 1];
        group->items = arena_grow(binder->arena, group->items, group->count, &group->cap,
                                  sizeof *group->items);
        group->items[group->count++] = items->items[i];
    }
    static const char *const keys[] = {"key", "items"};
    struct items result = {arena_array(binder->arena, count, sizeof *result.items), count};
    for (size_t i = 0; i < count; i++) {
        const struct data *values[] = {
            groups[i].key, data_new_list(binder->arena, groups[i].items, groups[i].count)};
        result.items[i] = data_new_object(binder->arena, keys, values, 2);
    }
    *items = result;
}

struct items loop_items(struct binder *binder, const struct loop *loop, const struct scope *scope) {
    struct expr_eval eval = binder_eval(binder, scope);
    const struct data *list = expr_value(&eval, loop->list);
    struct items items = {0};
    if (!list) {
        return items;
    }
    if (list->type != DATA_LIST) {
        struct place place = loop->place;
        place.pointer = data_pointer(binder->arena, list);
        diag_at(binder->diags, place, MSG_NOT_A_LIST, expr_shown(binder->arena, list));
        return items;
    }
    const char *key;
    const struct expr *other;
    if (loop->where && expr_indexable(loop->where, loop->var, &key, &other)) {
        list = expr_where(&eval, list, key, expr_value(&eval, other));
    }
    size_t count = data_count(list);
    items.items = arena_array(binder->arena, count, sizeof *items.items);
    for (size_t i = 0; i < count; i++) {
        const struct data *value = data_item(list, i);
        struct scope item = {loop->var, value, scope};
        struct expr_eval inner = binder_eval(binder, &item);
        if (!loop->where || expr_true(&inner, loop->where)) {
            items.items[items.count++] = value;
        }
    }
    sort_items(binder, loop, scope, &items);
    if (loop->group) {
        group_items(binder, loop, scope, &items);
    }
    return items;
}
