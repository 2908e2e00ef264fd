/* expr_resolve: what the names in an expression mean, found out before anything is evaluated.
 *
 * Walks the parsed tree once with the variables in scope: an unknown name, function or key of the
 * plan is an error here, at its place, with the nearest valid one. What the schema does not know
 * has no type and is not judged; `x["key"]` is never judged, for keys that only the administration
 * knows. */
#include "input/expr_private.h"

#include <string.h>

struct resolver {
    const struct expr_parser *parser;
    bool failed;
};

static void report(struct resolver *resolver, struct place place, enum diag_code code,
                   const char *hint, const char *a, const char *b) {
    const char *const args[] = {a, b, NULL};
    diag_add(resolver->parser->diags, place, code, args, hint);
    resolver->failed = true;
}

static const struct names *names_find(const struct names *names, const char *name) {
    while (names != NULL && strcmp(names->name, name) != 0)
        names = names->outer;
    return names;
}

bool names_hold(const struct names *names, const char *name) {
    return names_find(names, name) != NULL;
}

enum expr_field expr_field_named(const char *name) {
    static const struct {
        const char *name;
        enum expr_field field;
    } fields[] = {{"page", FIELD_PAGE},
                  {"pages", FIELD_PAGES},
                  {"sheet_page", FIELD_SHEET_PAGE},
                  {"sheet_pages", FIELD_SHEET_PAGES}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        if (strcmp(fields[i].name, name) == 0)
            return fields[i].field;
    }
    return FIELD_NONE;
}

/* The variable or key of the plan most like NAME. */
static const char *nearest_name(const struct resolver *resolver, const struct names *names,
                                const char *name) {
    const struct schema_object *plan = resolver->parser->plan;
    size_t count = plan != NULL ? plan->count : 0;
    for (const struct names *each = names; each != NULL; each = each->outer)
        count++;
    const char **candidates = arena_array(resolver->parser->arena, count, sizeof *candidates);
    count = 0;
    for (const struct names *each = names; each != NULL; each = each->outer)
        candidates[count++] = each->name;
    for (size_t i = 0; plan != NULL && i < plan->count; i++)
        candidates[count++] = plan->fields[i].key;
    return text_nearest(name, candidates, count);
}

static void resolve_name(struct resolver *resolver, const struct names *names, struct expr *expr) {
    const struct schema_object *plan = resolver->parser->plan;
    const struct names *variable = names_find(names, expr->name);
    if (variable != NULL) {
        expr->type = variable->type;
        return;
    }
    if (resolver->parser->fields && expr_field_named(expr->name) != FIELD_NONE) {
        report(resolver, expr->place, MSG_FIELD_ALONE, NULL, expr->name, NULL);
        return;
    }
    if (plan == NULL)
        return;
    expr->type = schema_find(plan, expr->name);
    if (expr->type == NULL && expr_field_named(expr->name) != FIELD_NONE)
        report(resolver, expr->place, MSG_LATE_FIELD, NULL, expr->name, NULL);
    else if (expr->type == NULL)
        report(resolver, expr->place, MSG_UNKNOWN_NAME, nearest_name(resolver, names, expr->name),
               expr->name, NULL);
}

/* "PATH has no key KEY", with the nearest of OBJECT, if any. */
static void report_path(struct resolver *resolver, struct place place, const struct expr *path,
                        const char *key, const struct schema_object *object) {
    struct buf buf = BUF_INIT;
    expr_dump(&buf, path);
    report(resolver, place, MSG_UNKNOWN_PATH, object != NULL ? schema_nearest(object, key) : NULL,
           buf_string(&buf), key);
    buf_free(&buf);
}

static const struct schema_field *items_type(const struct schema_field *type) {
    return type != NULL && type->type == SCHEMA_LIST ? type->items : NULL;
}

static void resolve_member(struct resolver *resolver, struct expr *expr) {
    const struct schema_field *base = expr->args[0]->type;
    if (base == NULL || base->type == SCHEMA_ANY ||
        (base->type == SCHEMA_OBJECT && base->object == NULL))
        return;
    if (base->type == SCHEMA_MAP) {
        expr->type = base->items;
        return;
    }
    const struct schema_object *object = base->type == SCHEMA_OBJECT ? base->object : NULL;
    expr->type = object != NULL ? schema_find(object, expr->name) : NULL;
    if (expr->type == NULL)
        report_path(resolver, expr->place, expr->args[0], expr->name, object);
}

static void resolve_at(struct expr *expr) {
    const struct schema_field *base = expr->args[0]->type;
    const struct expr *index = expr->args[1];
    if (base == NULL)
        return;
    if (base->type == SCHEMA_LIST || base->type == SCHEMA_MAP)
        expr->type = base->items;
    else if (base->type == SCHEMA_OBJECT && base->object != NULL && index->kind == EXPR_CONSTANT &&
             data_text(index->value) != NULL)
        expr->type = schema_find(base->object, data_text(index->value));
}

/* The type of what is either A or B: known when both agree or one is a literal. */
static const struct schema_field *common_type(const struct expr *a, const struct expr *b) {
    bool a_literal = a->kind == EXPR_CONSTANT || (a->kind == EXPR_LIST && a->count == 0);
    bool b_literal = b->kind == EXPR_CONSTANT || (b->kind == EXPR_LIST && b->count == 0);
    if (a->type == b->type || b_literal)
        return a->type;
    return a_literal ? b->type : NULL;
}

static const struct schema_field *call_type(const struct expr *call) {
    switch (call->function->type) {
    case TYPE_SAME:
        return call->args[0]->type;
    case TYPE_ITEM:
        return items_type(call->args[0]->type);
    case TYPE_COMMON:
        return common_type(call->args[call->count - 2], call->args[call->count - 1]);
    case TYPE_OTHER:
        break;
    }
    return NULL;
}

static void resolve_call(struct resolver *resolver, struct expr *call) {
    struct arena *arena = resolver->parser->arena;
    const struct function *function = function_find(call->name);
    if (function == NULL) {
        report(resolver, call->place, MSG_UNKNOWN_FUNCTION, function_nearest(call->name),
               call->name, NULL);
        return;
    }
    if (call->count < function->least || call->count > function->most) {
        report(resolver, call->place, MSG_WRONG_ARGUMENTS, NULL, function_signature(function),
               arena_format(arena, "%zu", call->count));
        return;
    }
    call->function = function;
    call->type = call_type(call);
    size_t at = (size_t)function->key;
    const struct schema_field *item = items_type(call->args[0]->type);
    if (at == 0 || at >= call->count || item == NULL || item->type != SCHEMA_OBJECT ||
        item->object == NULL || call->args[at]->kind != EXPR_CONSTANT)
        return;
    const char *key = data_text(call->args[at]->value);
    if (key != NULL && schema_find(item->object, key) == NULL)
        report_path(resolver, call->args[at]->place, call->args[0], key, item->object);
}

static void resolve(struct resolver *resolver, const struct names *names, struct expr *expr);

static void resolve_comprehension(struct resolver *resolver, const struct names *names,
                                  struct expr *expr) {
    resolve(resolver, names, expr->args[1]);
    const struct names inner = {
        .name = expr->name, .type = items_type(expr->args[1]->type), .outer = names};
    resolve(resolver, &inner, expr->args[0]);
    if (expr->args[0]->type != NULL) {
        struct schema_field *list = arena_alloc(resolver->parser->arena, sizeof *list);
        list->type = SCHEMA_LIST;
        list->items = expr->args[0]->type;
        expr->type = list;
    }
    if (expr->count > 2) {
        resolve(resolver, &inner, expr->args[2]);
        expr_indexable(expr->args[2], expr->name, &expr->index_key, &expr->index_value);
    }
}

static void resolve(struct resolver *resolver, const struct names *names, struct expr *expr) {
    if (expr->kind == EXPR_COMPREHENSION) {
        resolve_comprehension(resolver, names, expr);
        return;
    }
    for (size_t i = 0; i < expr->count; i++)
        resolve(resolver, names, expr->args[i]);
    if (expr->kind == EXPR_NAME)
        resolve_name(resolver, names, expr);
    else if (expr->kind == EXPR_MEMBER)
        resolve_member(resolver, expr);
    else if (expr->kind == EXPR_AT)
        resolve_at(expr);
    else if (expr->kind == EXPR_CALL)
        resolve_call(resolver, expr);
    else if (expr->kind == EXPR_OR)
        expr->type = common_type(expr->args[0], expr->args[1]);
    else if (expr->kind == EXPR_AND)
        expr->type = expr->args[1]->type;
}

bool expr_resolve(const struct expr_parser *parser, struct expr *expr) {
    struct resolver resolver = {.parser = parser};
    resolve(&resolver, parser->names, expr);
    return !resolver.failed;
}

const struct schema_field *expr_type(const struct expr *expr) {
    return expr != NULL ? expr->type : NULL;
}

/* ---- conditions that an index answers ---- */

/* Whether the variable NAME occurs in EXPR (an inner variable of that name counts, to be safe). */
static bool mentions(const struct expr *expr, const char *name) {
    if (expr->kind == EXPR_NAME && strcmp(expr->name, name) == 0)
        return true;
    for (size_t i = 0; i < expr->count; i++) {
        if (mentions(expr->args[i], name))
            return true;
    }
    return false;
}

static bool member_of(const struct expr *expr, const char *var) {
    return expr->kind == EXPR_MEMBER && expr->args[0]->kind == EXPR_NAME &&
           strcmp(expr->args[0]->name, var) == 0;
}

bool expr_indexable(const struct expr *cond, const char *var, const char **key,
                    const struct expr **other) {
    while (cond != NULL && cond->kind == EXPR_AND)
        cond = cond->args[0];
    if (cond == NULL || cond->kind != EXPR_EQUAL)
        return false;
    for (size_t side = 0; side < 2; side++) {
        const struct expr *member = cond->args[side], *value = cond->args[1 - side];
        if (member_of(member, var) && !mentions(value, var)) {
            *key = member->name;
            *other = value;
            return true;
        }
    }
    return false;
}
