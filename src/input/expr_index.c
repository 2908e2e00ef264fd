/* expr_index: equality filters in constant time, so that loops inside loops stay linear.
 *
 * An index belongs to one list (by its address: the arena never gives an address twice) and one
 * key. The first filter of a list is answered by looking through it; only the second one builds the
 * index, so that a list made for one use never pays for it. Every distinct value then has its items
 * ready as a list. Objects with many members have an index of their own, from key to member. */
#include "input/expr_private.h"

#include <string.h>

enum { INDEX_MIN_ITEMS = 8, INDEX_MIN_MEMBERS = 16 };

/* The items of one list that share a value of the key. */
struct bucket {
    uint64_t hash;
    const struct data *value; /* of the key; NULL for nothing */
    const struct data **items;
    size_t count, filled;
    const struct data *list; /* items, as a value */
    struct bucket *next;     /* in its slot */
};

struct list_index {
    const struct data *list;
    const char *key; /* NULL: the members of an object, by their own keys */
    bool built;
    struct bucket **slots;
    size_t mask;
    struct list_index *next; /* in its slot */
};

struct expr_index {
    struct list_index **slots; /* of all lists and keys */
    size_t mask, count;
};

static uint64_t mix(uint64_t a, uint64_t b) {
    uint64_t hash = (a ^ (b + 0x9E3779B97F4A7C15u)) * 0xFF51AFD7ED558CCDu;
    return hash ^ (hash >> 33);
}

uint64_t value_hash(const struct data *value) {
    if (value_nothing(value))
        return 1;
    uint64_t hash = (uint64_t)value->type;
    switch (value->type) {
    case DATA_NULL:
        break;
    case DATA_BOOL:
        return mix(hash, value->as.boolean);
    case DATA_NUMBER: {
        char text[DECIMAL_TEXT_SIZE];
        size_t size = decimal_text(decimal_normal(value->as.number), text);
        return mix(hash, text_hash(text, size));
    }
    case DATA_TEXT:
        return mix(hash, text_hash(value->as.text, strlen(value->as.text)));
    case DATA_LIST:
        for (size_t i = 0; i < data_count(value); i++)
            hash = mix(hash, value_hash(data_item(value, i)));
        break;
    case DATA_OBJECT: /* the order of members does not matter */
        for (size_t i = 0; i < data_count(value); i++) {
            const struct data *member = value->as.list.items[i];
            hash += text_hash(member->key, strlen(member->key)) * 31 + value_hash(member);
        }
        break;
    }
    return hash;
}

static uint64_t list_hash(const struct data *list, const char *key) {
    return mix((uint64_t)(uintptr_t)list, key != NULL ? text_hash(key, strlen(key)) : 0);
}

static size_t slots_for(size_t count) {
    size_t slots = 16;
    while (slots < count)
        slots *= 2;
    return slots;
}

static void grow_cache(struct arena *arena, struct expr_index *cache) {
    struct expr_index grown = {.mask = slots_for(2 * (cache->count + 1)) - 1,
                               .count = cache->count};
    grown.slots = arena_array(arena, grown.mask + 1, sizeof *grown.slots);
    for (size_t i = 0; cache->slots != NULL && i <= cache->mask; i++) {
        for (struct list_index *each = cache->slots[i], *next; each != NULL; each = next) {
            next = each->next;
            struct list_index **slot = &grown.slots[list_hash(each->list, each->key) & grown.mask];
            each->next = *slot;
            *slot = each;
        }
    }
    *cache = grown;
}

/* The entry of LIST and KEY; made (not built) when it is the first time, and then *FRESH. */
static struct list_index *cache_entry(const struct expr_eval *eval, const struct data *list,
                                      const char *key, bool *fresh) {
    if (*eval->index == NULL)
        *eval->index = arena_alloc(eval->arena, sizeof **eval->index);
    struct expr_index *cache = *eval->index;
    if (cache->slots == NULL || cache->count > cache->mask)
        grow_cache(eval->arena, cache);
    struct list_index **slot = &cache->slots[list_hash(list, key) & cache->mask];
    *fresh = false;
    for (struct list_index *each = *slot; each != NULL; each = each->next) {
        if (each->list == list && text_equal(each->key, key))
            return each;
    }
    struct list_index *entry = arena_alloc(eval->arena, sizeof *entry);
    entry->list = list;
    entry->key = key;
    entry->next = *slot;
    *slot = entry;
    cache->count++;
    *fresh = true;
    return entry;
}

static struct bucket *bucket_find(const struct list_index *index, uint64_t hash,
                                  const struct data *value) {
    struct bucket *bucket = index->slots[hash & index->mask];
    while (bucket != NULL && (bucket->hash != hash || !value_equal(bucket->value, value)))
        bucket = bucket->next;
    return bucket;
}

static void build(struct arena *arena, struct list_index *index) {
    size_t count = data_count(index->list);
    struct bucket **of_item = arena_array(arena, count, sizeof(struct bucket *));
    index->mask = slots_for(count) - 1;
    index->slots = arena_array(arena, index->mask + 1, sizeof *index->slots);
    for (size_t i = 0; i < count; i++) {
        const struct data *value = data_member(data_item(index->list, i), index->key);
        uint64_t hash = value_hash(value);
        struct bucket *bucket = bucket_find(index, hash, value);
        if (bucket == NULL) {
            bucket = arena_alloc(arena, sizeof *bucket);
            bucket->hash = hash;
            bucket->value = value;
            bucket->next = index->slots[hash & index->mask];
            index->slots[hash & index->mask] = bucket;
        }
        bucket->count++;
        of_item[i] = bucket;
    }
    for (size_t i = 0; i < count; i++) {
        struct bucket *bucket = of_item[i];
        if (bucket->items == NULL)
            bucket->items = arena_array(arena, bucket->count, sizeof *bucket->items);
        bucket->items[bucket->filled++] = data_item(index->list, i);
        if (bucket->filled == bucket->count)
            bucket->list = data_new_list(arena, bucket->items, bucket->count);
    }
    index->built = true;
}

/* The filter without an index. */
static const struct data *look_through(struct arena *arena, const struct data *list,
                                       const char *key, const struct data *value) {
    const struct data **items = NULL;
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *item = data_item(list, i);
        if (!value_equal(data_member(item, key), value))
            continue;
        items = arena_grow(arena, items, count, &cap, sizeof *items);
        items[count++] = item;
    }
    return data_new_list(arena, items, count);
}

const struct data *index_where(const struct expr_eval *eval, const struct data *list,
                               const char *key, const struct data *value, size_t *work) {
    static const struct data none = {.type = DATA_LIST};
    if (list == NULL || list->type != DATA_LIST)
        return &none;
    size_t count = data_count(list);
    bool fresh = true;
    struct list_index *index =
        count < INDEX_MIN_ITEMS ? NULL : cache_entry(eval, list, key, &fresh);
    if (index == NULL || !index->built)
        *work += count;
    if (fresh)
        return look_through(eval->arena, list, key, value);
    if (!index->built)
        build(eval->arena, index);
    const struct bucket *bucket = bucket_find(index, value_hash(value), value);
    return bucket != NULL ? bucket->list : &none;
}

const struct data *expr_where(const struct expr_eval *eval, const struct data *list,
                              const char *key, const struct data *value) {
    size_t work = 0;
    return index_where(eval, list, key, value, &work);
}

/* An object's members by key: buckets of one, their value the member itself. */
static void build_members(struct arena *arena, struct list_index *index) {
    size_t count = data_count(index->list);
    index->mask = slots_for(count) - 1;
    index->slots = arena_array(arena, index->mask + 1, sizeof *index->slots);
    for (size_t i = 0; i < count; i++) {
        struct bucket *bucket = arena_alloc(arena, sizeof *bucket);
        bucket->value = index->list->as.list.items[i];
        bucket->hash = text_hash(bucket->value->key, strlen(bucket->value->key));
        bucket->next = index->slots[bucket->hash & index->mask];
        index->slots[bucket->hash & index->mask] = bucket;
    }
    index->built = true;
}

const struct data *index_member(const struct expr_eval *eval, const struct data *object,
                                const char *key, size_t *work) {
    size_t count = data_count(object);
    bool fresh = true;
    struct list_index *index =
        count < INDEX_MIN_MEMBERS ? NULL : cache_entry(eval, object, NULL, &fresh);
    if (index == NULL || !index->built)
        *work += count;
    if (fresh)
        return data_member(object, key);
    if (!index->built)
        build_members(eval->arena, index);
    uint64_t hash = text_hash(key, strlen(key));
    const struct bucket *bucket = index->slots[hash & index->mask];
    while (bucket != NULL && (bucket->hash != hash || strcmp(bucket->value->key, key) != 0))
        bucket = bucket->next;
    return bucket != NULL && !value_nothing(bucket->value) ? bucket->value : NULL;
}
