/* expr_lists: the functions about lists and objects.
 *
 * Every result is a new list of the same items; the plan's own lists are never touched. */
#include "input/expr_private.h"

#include <string.h>

#include "input/collate.h"

/* ---- sums ---- */

/* Adds up the numbers of the first argument; *COUNT of them. False when that failed. */
static bool add_numbers(struct run *run, const struct expr *call, struct decimal *sum,
                        size_t *count) {
    const struct data *list = arg_list(run, call, 0);
    *sum = decimal_from_int(0);
    *count = 0;
    if (!run_spend(run, call, data_count(list)))
        return false;
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *item = data_item(list, i);
        if (value_nothing(item))
            continue;
        if (item->type != DATA_NUMBER)
            return run_wrong(run, call, item) != NULL;
        if (!decimal_add(*sum, item->as.number, sum))
            return run_number(run, call, false, *sum) != NULL;
        ++*count;
    }
    return !run->failed;
}

const struct data *function_sum(struct run *run, const struct expr *call) {
    struct decimal sum;
    size_t count;
    if (!add_numbers(run, call, &sum, &count) || count == 0)
        return NULL;
    return run_number(run, call, true, decimal_normal(sum));
}

const struct data *function_mean(struct run *run, const struct expr *call) {
    struct decimal sum, mean;
    size_t count;
    if (!add_numbers(run, call, &sum, &count) || count == 0)
        return NULL;
    bool fits = decimal_divide(sum, decimal_from_int((int64_t)count), &mean);
    return run_number(run, call, fits, decimal_normal(mean));
}

static const struct data *sized(struct run *run, const struct expr *call, size_t count) {
    return run_number(run, call, true, decimal_from_int((int64_t)count));
}

const struct data *function_count(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    if (!value_nothing(value) && value->type != DATA_LIST && value->type != DATA_OBJECT)
        return run_wrong(run, call, value);
    return sized(run, call, data_count(value));
}

/* ---- one item ---- */

/* The item that comes first in the order, or last when SIGN is -1; of equal ones the first. */
static const struct data *extreme(struct run *run, const struct expr *call, int sign) {
    const struct data *list = arg_list(run, call, 0), *best = NULL;
    if (!run_spend_value(run, call, list, 1))
        return NULL;
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *item = data_item(list, i);
        if (value_nothing(item))
            continue;
        if (best == NULL || sign * data_compare(item, best) < 0)
            best = item;
    }
    return best;
}

const struct data *function_min(struct run *run, const struct expr *call) {
    return extreme(run, call, 1);
}

const struct data *function_max(struct run *run, const struct expr *call) {
    return extreme(run, call, -1);
}

const struct data *function_first(struct run *run, const struct expr *call) {
    return data_item(arg_list(run, call, 0), 0);
}

const struct data *function_last(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    return data_count(list) > 0 ? data_item(list, data_count(list) - 1) : NULL;
}

/* ---- selections ---- */

const struct data *function_where(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    const char *key = arg_text(run, call, 1);
    const struct data *value = arg_value(run, call, 2);
    size_t work = 0;
    if (list == NULL || key == NULL || !run_spend_value(run, call, value, 1))
        return NULL;
    const struct data *found = index_where(run->eval, list, key, value, &work);
    return run_spend(run, call, work) ? found : NULL;
}

const struct data *function_lookup(struct run *run, const struct expr *call) {
    return data_item(function_where(run, call), 0);
}

/* Copies the items of LIST, after what OUT holds. */
static size_t copy_items(const struct data **out, size_t used, const struct data *list) {
    for (size_t i = 0; i < data_count(list); i++)
        out[used++] = data_item(list, i);
    return used;
}

const struct data *function_concat(struct run *run, const struct expr *call) {
    const struct data *a = arg_list(run, call, 0), *b = arg_list(run, call, 1);
    size_t count = data_count(a) + data_count(b);
    if (!run_spend(run, call, count))
        return NULL;
    const struct data **items = arena_array(run->eval->arena, count, sizeof *items);
    copy_items(items, copy_items(items, 0, a), b);
    return run_list(run, items, count);
}

const struct data *function_reverse(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    size_t count = data_count(list);
    if (list == NULL || !run_spend(run, call, count))
        return NULL;
    const struct data **items = arena_array(run->eval->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = data_item(list, count - 1 - i);
    return run_list(run, items, count);
}

const struct data *function_unique(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    struct arena *arena = run->eval->arena;
    if (list == NULL || !run_spend_value(run, call, list, 2))
        return NULL;
    size_t kept = 0, slots = 16;
    while (slots < 2 * data_count(list))
        slots *= 2;
    /* positions + 1 of the kept items in an open hash table */
    size_t *table = arena_array(arena, slots, sizeof *table);
    const struct data **items = arena_array(arena, data_count(list), sizeof *items);
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *item = data_item(list, i);
        size_t slot = (size_t)value_hash(item) & (slots - 1);
        while (table[slot] != 0 && !value_equal(items[table[slot] - 1], item))
            slot = (slot + 1) & (slots - 1);
        if (table[slot] != 0)
            continue;
        items[kept++] = item;
        table[slot] = kept;
    }
    return run_list(run, items, kept);
}

/* ---- order ---- */

struct keyed {
    const struct data *item, *key;
};

/* Merges the sorted runs [0, MIDDLE) and [MIDDLE, COUNT) of FROM to TO; equal keys keep their
 * order. */
static void merge(const struct keyed *from, struct keyed *to, size_t middle, size_t count) {
    size_t left = 0, right = middle;
    for (size_t i = 0; i < count; i++) {
        bool take_left = right >= count ||
                         (left < middle && collate_values(from[left].key, from[right].key) <= 0);
        to[i] = from[take_left ? left++ : right++];
    }
}

/* Stable merge sort, bottom up; qsort promises no stability. Returns the sorted one of A and B. */
static struct keyed *merge_sort(struct keyed *a, struct keyed *b, size_t count) {
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t at = 0; at < count; at += 2 * width) {
            size_t left = count - at < width ? count - at : width;
            size_t both = count - at < 2 * width ? count - at : 2 * width;
            merge(a + at, b + at, left, both);
        }
        struct keyed *sorted = b;
        b = a;
        a = sorted;
    }
    return a;
}

const struct data *function_sort(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    const char *key = arg_text(run, call, 1);
    struct arena *arena = run->eval->arena;
    size_t count = data_count(list), rounds = 1;
    if (list == NULL || run->failed)
        return NULL;
    for (size_t width = 1; width < count; width *= 2)
        rounds++;
    if (!run_spend(run, call, count))
        return NULL;
    struct keyed *from = arena_array(arena, count, sizeof *from);
    struct keyed *to = arena_array(arena, count, sizeof *to);
    for (size_t i = 0; i < count; i++) {
        from[i].item = data_item(list, i);
        from[i].key = key != NULL ? data_member(from[i].item, key) : from[i].item;
        if (!run_spend_value(run, call, from[i].key, rounds))
            return NULL;
    }
    from = merge_sort(from, to, count);
    const struct data **items = arena_array(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = from[i].item;
    return run_list(run, items, count);
}

/* ---- new lists ---- */

const struct data *function_range(struct run *run, const struct expr *call) {
    const int64_t limit = (int64_t)1 << 53;
    int64_t from, to;
    if (!arg_int(run, call, 0, -limit, limit, &from) || !arg_int(run, call, 1, -limit, limit, &to))
        return NULL;
    size_t count = to < from ? 0 : (size_t)(to - from) + 1;
    if (!run_spend(run, call, count))
        return NULL;
    const struct data **items = arena_array(run->eval->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = data_new_number(run->eval->arena, decimal_from_int(from + (int64_t)i));
    return run_list(run, items, count);
}

const struct data *function_keys(struct run *run, const struct expr *call) {
    const struct data *object = arg_value(run, call, 0);
    size_t count = data_count(object);
    if (value_nothing(object))
        return NULL;
    if (object->type != DATA_OBJECT)
        return run_wrong(run, call, object);
    if (!run_spend(run, call, count))
        return NULL;
    const struct data **items = arena_array(run->eval->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = data_new_text(run->eval->arena, object->as.list.items[i]->key);
    return run_list(run, items, count);
}
