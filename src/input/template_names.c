/* Which thing has this name? Styles, pages, colours, fonts, parameters and files are looked up by
 * name from every part of a template, so each sort has a hash table that keeps the order of first
 * mention. */
#include "input/template_private.h"

#include <string.h>

enum { SLOTS_LEAST = 16 };

/* The slot that holds NAME, or the empty one where it belongs. */
static size_t *find_slot(const struct named_table *table, const char *name) {
    size_t mask = table->slot_count - 1;
    size_t slot = (size_t)text_hash(name, strlen(name)) & mask;
    while (table->slots[slot] != 0 &&
           strcmp(table->items[table->slots[slot] - 1]->name, name) != 0) {
        slot = (slot + 1) & mask;
    }
    return &table->slots[slot];
}

struct named *named_find(const struct named_table *table, const char *name) {
    size_t position = table->slot_count > 0 ? *find_slot(table, name) : 0;
    return position > 0 ? table->items[position - 1] : NULL;
}

static void grow_slots(struct arena *arena, struct named_table *table) {
    table->slot_count = table->slot_count > 0 ? 2 * table->slot_count : SLOTS_LEAST;
    table->slots = arena_array(arena, table->slot_count, sizeof *table->slots);
    for (size_t i = 0; i < table->count; i++) {
        *find_slot(table, table->items[i]->name) = i + 1;
    }
}

struct named *named_add(struct arena *arena, struct named_table *table, const char *name) {
    struct named *named = named_find(table, name);
    if (named != NULL) {
        return named;
    }
    if (2 * (table->count + 1) > table->slot_count) {
        grow_slots(arena, table);
    }
    named = arena_alloc(arena, sizeof *named);
    named->name = name;
    named->values =
        arena_array(arena, table->keys != NULL ? table->keys->count : 1, sizeof *named->values);
    table->items = arena_grow(arena, table->items, table->count, &table->cap, sizeof named);
    table->names = arena_grow(arena, table->names, table->count, &table->names_cap, sizeof name);
    table->names[table->count] = name;
    table->items[table->count++] = named;
    *find_slot(table, name) = table->count;
    return named;
}
