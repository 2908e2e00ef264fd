/* Which names does an expression see? Everything with expressions in it is read here, and every
 * name that a template gives is put in scope with the type that the plan's schema knows for it, so
 * that a misspelled path is found when the template loads. */
#include "input/template_private.h"

#include <string.h>

#include "base/utf8.h"

/* ---- names ---- */

static const struct schema_field loop_fields[] = {
    {.key = "index", .type = SCHEMA_INTEGER, .meaning = "number of the turn, from 1"},
    {.key = "first", .type = SCHEMA_BOOL, .meaning = "whether it is the first"},
    {.key = "last", .type = SCHEMA_BOOL, .meaning = "whether it is the last"},
    {.key = "count", .type = SCHEMA_INTEGER, .meaning = "number of turns"},
};
static const struct schema_object loop_object = {"loop", loop_fields,
                                                 sizeof loop_fields / sizeof *loop_fields};
static const struct schema_field loop_type = {
    .type = SCHEMA_OBJECT, .object = &loop_object, .meaning = "turn of a loop"};

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static size_t name_length(const char *text) {
    size_t size = 0;
    while (is_letter(text[size]) || (size > 0 && text[size] >= '0' && text[size] <= '9')) {
        size++;
    }
    return size;
}

bool name_valid(const char *name) {
    static const char *const words[] = {"and", "or",   "not",   "in",  "for",
                                        "if",  "true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], name) == 0) {
            return false;
        }
    }
    return name[0] != '\0' && name[name_length(name)] == '\0';
}

void names_push(struct loader *loader, const char *name, const struct schema_field *type) {
    struct names *names = arena_alloc(loader->arena, sizeof *names);
    *names = (struct names){name, type, loader->parser.names};
    loader->parser.names = names;
}

void bindings_push(struct loader *loader, const struct binding *bindings) {
    for (; bindings != NULL; bindings = bindings->next) {
        names_push(loader, bindings->name, bindings->value ? expr_type(bindings->value) : NULL);
    }
}

/* ---- expressions ---- */

/* TEXT with the ${} around it taken away; NULL when there is none. */
static const char *without_braces(struct arena *arena, const char *text) {
    size_t size = strlen(text);
    bool braced = text_starts(text, "${") && text[size - 1] == '}';
    return braced ? arena_slice(arena, text + 2, size - 3) : NULL;
}

/* The text that holds an expression at NODE, and its place; else reports CODE and gives NULL. ${}
 * around the expression is reported and taken away. */
static const char *expr_text(struct loader *loader, const char *key, const struct ynode *node,
                             enum diag_code code, struct place *place) {
    *place = node->place;
    if (!loader_spend(loader, node->place)) {
        return NULL;
    }
    const char *text = scalar_text(loader, key, node, code);
    const char *inner = text != NULL ? without_braces(loader->arena, text) : NULL;
    if (inner == NULL) {
        return text;
    }
    diag_hint(loader->diags, node->place, MSG_WANT_BARE_EXPR, inner, key);
    place->column += 2;
    return inner;
}

const struct expr *read_expr(struct loader *loader, const char *key, const struct ynode *node) {
    struct place place;
    const char *text = expr_text(loader, key, node, MSG_WANT_EXPR, &place);
    return text != NULL ? expr_parse(&loader->parser, text, place) : NULL;
}

const struct binding *read_bindings(struct loader *loader, const char *key,
                                    const struct ynode *node) {
    struct binding *first = NULL, **end = &first;
    if (node->type != YNODE_MAP) {
        diag_at(loader->diags, node->place, MSG_WANT_MAP, key);
        return NULL;
    }
    for (size_t i = 0; i < node->count; i++) {
        struct binding *binding = arena_alloc(loader->arena, sizeof *binding);
        binding->name = node->keys[i]->text;
        /* YAML's own null is the expression null: a name for nothing */
        if (node->items[i]->type != YNODE_SCALAR || node->items[i]->text != NULL) {
            binding->value = read_expr(loader, binding->name, node->items[i]);
        } else {
            binding->value = expr_parse(&loader->parser, "null", node->items[i]->place);
        }
        if (!name_valid(binding->name)) {
            diag_at(loader->diags, node->keys[i]->place, MSG_WANT_NAME, binding->name);
        }
        bindings_push(loader, binding);
        *end = binding;
        end = &binding->next;
    }
    return first;
}

/* ---- texts ---- */

/* What the author of an unquoted {o.titolo} meant: YAML reads it as a map of keys without values.
 */
static const char *meant_expression(struct arena *arena, const struct ynode *node) {
    const char *text = "";
    if (node->type != YNODE_MAP || node->count == 0) {
        return NULL;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *value = node->items[i];
        if (value->type != YNODE_SCALAR || value->text != NULL) {
            return NULL;
        }
        text = arena_format(arena, "%s%s%s", text, i > 0 ? ", " : "", node->keys[i]->text);
    }
    return arena_format(arena, "${%s}", text);
}

/* Reports a map where a text belongs; false when NODE is no map. */
static bool refuse_map(struct loader *loader, const char *key, const struct ynode *node) {
    if (node->type != YNODE_MAP) {
        return false;
    }
    const char *hint = meant_expression(loader->arena, node);
    diag_hint(loader->diags, node->place, hint != NULL ? MSG_WANT_BRACES : MSG_WANT_TEXT, hint,
              key);
    return true;
}

const struct text_expr *read_text(struct loader *loader, const char *key,
                                  const struct ynode *node) {
    if (!loader_spend(loader, node->place) || refuse_map(loader, key, node)) {
        return NULL;
    }
    const char *text = scalar_text(loader, key, node, MSG_WANT_TEXT);
    return text != NULL ? text_expr_parse(&loader->parser, text, node->place) : NULL;
}

struct text_part *read_parts(struct loader *loader, const char *key, const struct ynode *node) {
    struct text_part *first = NULL, **end = &first;
    if (node->type != YNODE_LIST) {
        first = arena_alloc(loader->arena, sizeof *first);
        first->text = read_text(loader, key, node);
        return first;
    }
    for (size_t i = 0; i < node->count; i++) {
        const struct ynode *item = node->items[i];
        struct text_part *part = arena_alloc(loader->arena, sizeof *part);
        if (item->type == YNODE_MAP && meant_expression(loader->arena, item) == NULL) {
            map_read(loader, &part_keys, item, part);
        } else {
            part->text = read_text(loader, key, item);
        }
        *end = part;
        end = &part->next;
    }
    return first;
}

/* ---- loops ---- */

static const struct ynode *find_kind(const struct key_table *table, const struct ynode *node,
                                     enum value_kind kind, const char **name) {
    const struct key *key = key_of_kind(table, kind);
    *name = key != NULL ? key->name : "";
    return key != NULL ? ynode_find(node, key->name) : NULL;
}

/* `NAME in LIST`. What is wrong is reported; NAME is kept when it can be made out, so that its uses
 * are not reported too. */
static void read_loop_head(struct loader *loader, const char *key, const struct ynode *node,
                           struct loop *loop) {
    struct place place;
    const char *text = expr_text(loader, key, node, MSG_WANT_LOOP, &place);
    loop->var = "";
    if (text == NULL) {
        return;
    }
    const char *at = text + strspn(text, " ");
    loop->var = arena_slice(loader->arena, at, name_length(at));
    at += strlen(loop->var);
    size_t before = strspn(at, " \n");
    at += before;
    size_t after = text_starts(at, "in") ? strspn(at + 2, " \n") : 0;
    if (!name_valid(loop->var) || before == 0 || after == 0) {
        diag_at(loader->diags, node->place, MSG_WANT_LOOP, key);
        return;
    }
    at += 2 + after;
    place.column += (int)utf8_count(text, (size_t)(at - text));
    loop->list = expr_parse(&loader->parser, at, place);
    const struct schema_field *type = loop->list != NULL ? expr_type(loop->list) : NULL;
    if (type != NULL && type->type != SCHEMA_LIST && type->type != SCHEMA_ANY) {
        diag_at(loader->diags, place, MSG_NOT_A_LIST, at);
    }
}

/* What is known of the items. */
static const struct schema_field *item_type(const struct expr *list) {
    const struct schema_field *type = list != NULL ? expr_type(list) : NULL;
    return type != NULL && type->type == SCHEMA_LIST ? type->items : NULL;
}

static const struct sort_key *read_sort(struct loader *loader, const char *key,
                                        const struct ynode *node) {
    const struct ynode *const *items = node->type == YNODE_LIST ? node->items : &node;
    size_t count = node->type == YNODE_LIST ? node->count : 1;
    struct sort_key *first = NULL, **end = &first;
    for (size_t i = 0; i < count; i++) {
        struct sort_key *sort = arena_alloc(loader->arena, sizeof *sort);
        struct sort_reading reading = {NULL, false};
        if (items[i]->type == YNODE_MAP) {
            map_read(loader, &sort_keys, items[i], &reading);
        } else {
            reading.by = read_expr(loader, key, items[i]);
        }
        *sort = (struct sort_key){reading.by, reading.descending, NULL};
        *end = sort;
        end = &sort->next;
    }
    return first;
}

/* The type of a group: {key, items}. */
static const struct schema_field *group_type(struct loader *loader, const struct loop *loop,
                                             const struct schema_field *item) {
    const struct schema_field *key = loop->group != NULL ? expr_type(loop->group) : NULL;
    struct schema_field *fields = arena_array(loader->arena, 2, sizeof *fields);
    struct schema_object *object = arena_alloc(loader->arena, sizeof *object);
    struct schema_field *type = arena_alloc(loader->arena, sizeof *type);
    if (key != NULL) {
        fields[0] = *key;
    }
    fields[0].key = "key";
    fields[0].meaning = "value that the items have in common";
    fields[1] = (struct schema_field){
        .key = "items", .type = SCHEMA_LIST, .items = item, .meaning = "items of the group"};
    if (item == NULL) {
        fields[1].type = SCHEMA_ANY;
    }
    *object = (struct schema_object){loop->group_var, fields, 2};
    *type = (struct schema_field){.type = SCHEMA_OBJECT, .object = object};
    return type;
}

/* `group` and `as`; true when the body sees a group. */
static bool read_group(struct loader *loader, const struct key_table *table,
                       const struct ynode *node, struct loop *loop) {
    const char *key, *name_key;
    const struct ynode *group = find_kind(table, node, VALUE_GROUP, &key);
    const struct ynode *name = find_kind(table, node, VALUE_GROUP_NAME, &name_key);
    if (group != NULL) {
        loop->group = read_expr(loader, key, group);
    }
    if ((group == NULL) != (name == NULL)) {
        diag_at(loader->diags, group != NULL ? group->place : name->place, MSG_TEMPLATE_ALONE,
                group != NULL ? key : name_key, group != NULL ? name_key : key);
        return false;
    }
    if (name == NULL) {
        return false;
    }
    loop->group_var = scalar_text(loader, name_key, name, MSG_WANT_TEXT);
    if (loop->group_var != NULL && !name_valid(loop->group_var)) {
        diag_at(loader->diags, name->place, MSG_WANT_NAME, loop->group_var);
    }
    return loop->group_var != NULL;
}

/* Keys that mean nothing without the loop. */
static void refuse_alone(struct loader *loader, const struct key_table *table,
                         const struct ynode *node, const char *head) {
    static const enum value_kind kinds[] = {VALUE_WHERE, VALUE_SORT, VALUE_GROUP, VALUE_GROUP_NAME};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const char *key;
        const struct ynode *value = find_kind(table, node, kinds[i], &key);
        if (value != NULL) {
            diag_at(loader->diags, value->place, MSG_TEMPLATE_ALONE, key, head);
        }
    }
}

const struct loop *read_loop(struct loader *loader, const struct key_table *table,
                             const struct ynode *node) {
    const char *key;
    const struct ynode *head = find_kind(table, node, VALUE_LOOP, &key), *part;
    if (head == NULL) {
        refuse_alone(loader, table, node, key);
        return NULL;
    }
    struct loop *loop = arena_alloc(loader->arena, sizeof *loop);
    loop->place = head->place;
    const struct names *outer = loader->parser.names;
    read_loop_head(loader, key, head, loop);
    const struct schema_field *item = item_type(loop->list);
    names_push(loader, loop->var, item);
    if ((part = find_kind(table, node, VALUE_WHERE, &key)) != NULL) {
        loop->where = read_expr(loader, key, part);
    }
    if ((part = find_kind(table, node, VALUE_SORT, &key)) != NULL) {
        loop->sort = read_sort(loader, key, part);
    }
    if (read_group(loader, table, node, loop)) {
        loader->parser.names = outer;
        names_push(loader, loop->group_var, group_type(loader, loop, item));
    }
    names_push(loader, "loop", &loop_type);
    return loop;
}
