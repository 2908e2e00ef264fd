/* edition: the plan, copied along the schema without what is personal. Only what changes is copied,
 * from the root down to it; copies keep the parent and place of their originals. */
#include "input/edition.h"

#include <stdlib.h>

#include "input/data_private.h"
#include "input/schema.h"

struct edition {
    struct arena *arena;
    unsigned flags;                     /* fields with one of these are left out */
    const struct data *const *withheld; /* values that are left out, sorted by address */
    size_t count;
};

static int by_address(const void *left, const void *right) {
    uintptr_t a = (uintptr_t) * (const struct data *const *)left;
    uintptr_t b = (uintptr_t) * (const struct data *const *)right;
    return (a > b) - (a < b);
}

static bool is_withheld(const struct edition *edition, const struct data *value) {
    return edition->count > 0 &&
           bsearch(&value, edition->withheld, edition->count, sizeof value, by_address) != NULL;
}

static bool about_a_person(const struct schema_object *object) {
    for (size_t i = 0; object != NULL && i < object->count; i++) {
        if ((object->fields[i].flags & SCHEMA_PERSONAL) != 0) {
            return true;
        }
    }
    return false;
}

static const struct data *copy_value(const struct edition *edition, const struct data *value,
                                     const struct schema_field *type);

/* The member with what may be known of it; NULL for nothing. */
static const struct data *copy_member(const struct edition *edition, const struct data *member,
                                      const struct schema_object *object, bool person) {
    const struct schema_field *field = schema_find(object, member->key);
    bool known = field != NULL && field->type != SCHEMA_ANY;
    if ((person && !known) || (field != NULL && (field->flags & edition->flags) != 0)) {
        return NULL;
    }
    return copy_value(edition, member, field);
}

static const struct data *copy_object(const struct edition *edition, const struct data *value,
                                      const struct schema_field *type) {
    const struct schema_object *object =
        type != NULL && type->type == SCHEMA_OBJECT ? type->object : NULL;
    const struct schema_field *items =
        type != NULL && type->type == SCHEMA_MAP ? type->items : NULL;
    bool person = about_a_person(object), changed = false;
    size_t count = data_count(value), kept = 0;
    const struct data **copies = arena_array(edition->arena, count, sizeof *copies);
    for (size_t i = 0; i < count; i++) {
        const struct data *member = data_item(value, i);
        const struct data *copy = items != NULL ? copy_value(edition, member, items)
                                                : copy_member(edition, member, object, person);
        changed |= copy != member;
        if (copy != NULL) {
            copies[kept++] = copy;
        }
    }
    if (!changed) {
        return value;
    }
    struct data **members = arena_array(edition->arena, kept, sizeof *members);
    for (size_t i = 0; i < kept; i++) {
        members[i] = arena_alloc(edition->arena, sizeof *members[i]);
        *members[i] = *copies[i];
    }
    struct data *result = arena_alloc(edition->arena, sizeof *result);
    *result = *value;
    data_set_members(edition->arena, result, members, kept, NULL, NULL);
    return result;
}

static const struct data *copy_list(const struct edition *edition, const struct data *value,
                                    const struct schema_field *type) {
    const struct schema_field *element =
        type != NULL && type->type == SCHEMA_LIST ? type->items : NULL;
    size_t count = data_count(value), kept = 0;
    bool changed = false;
    const struct data **items = arena_array(edition->arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const struct data *copy = copy_value(edition, data_item(value, i), element);
        changed |= copy != data_item(value, i);
        if (copy != NULL) {
            items[kept++] = copy;
        }
    }
    if (!changed) {
        return value;
    }
    struct data *result = arena_alloc(edition->arena, sizeof *result);
    *result = *value;
    result->as.list.items = items;
    result->as.list.count = kept;
    return result;
}

/* VALUE, or a copy of it; NULL when it is withheld. */
static const struct data *copy_value(const struct edition *edition, const struct data *value,
                                     const struct schema_field *type) {
    if (is_withheld(edition, value)) {
        return NULL;
    }
    if (value->type == DATA_OBJECT) {
        return copy_object(edition, value, type);
    }
    return value->type == DATA_LIST ? copy_list(edition, value, type) : value;
}

static const struct data *copy_plan(const struct edition *edition, const struct data *plan) {
    const struct schema_field root = {.type = SCHEMA_OBJECT, .object = &schema_plan};
    return plan != NULL ? copy_value(edition, plan, &root) : NULL;
}

const struct data *edition_public(struct arena *arena, const struct data *plan) {
    struct edition edition = {.arena = arena, .flags = SCHEMA_PERSONAL};
    return copy_plan(&edition, plan);
}

const struct data *edition_attached(struct arena *arena, const struct data *plan,
                                    const struct data *const *withheld, size_t count) {
    const struct data **sorted = arena_array(arena, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = withheld[i];
    }
    if (count > 0) {
        qsort(sorted, count, sizeof *sorted, by_address);
    }
    struct edition edition = {.arena = arena,
                              .flags = SCHEMA_PERSONAL | SCHEMA_ABOUT_PEOPLE,
                              .withheld = sorted,
                              .count = count};
    return copy_plan(&edition, plan);
}
