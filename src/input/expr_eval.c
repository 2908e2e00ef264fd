/* expr_eval: the value of a parsed expression.
 *
 * A walk over the tree that counts its steps: what would take too long is reported, not waited for.
 * The first problem ends the evaluation of the whole expression, which then is nothing: one
 * mistake, one message. Absent keys are no problem: nothing flows through. */
#include "input/expr_private.h"

#include <string.h>

#include "base/utf8.h"

enum { SHOWN_CHARACTERS = 40, BYTES_PER_STEP = 16 };

bool value_nothing(const struct data *value) {
    return value == NULL || value->type == DATA_NULL ||
           (value->type == DATA_TEXT && value->as.text[0] == '\0');
}

bool value_true(const struct data *value) {
    if (value_nothing(value))
        return false;
    if (value->type == DATA_BOOL)
        return value->as.boolean;
    return value->type == DATA_NUMBER || !data_empty(value);
}

bool value_equal(const struct data *a, const struct data *b) {
    if (value_nothing(a) || value_nothing(b))
        return value_nothing(a) && value_nothing(b);
    return a == b || data_compare(a, b) == 0; /* data_equal takes quadratic time for objects */
}

/* ---- one run ---- */

const struct data *run_fail(struct run *run, const struct expr *expr, enum diag_code code,
                            const char *argument) {
    if (!run->failed)
        diag_at(run->eval->diags, expr->place, code, argument);
    run->failed = true;
    return NULL;
}

bool run_spend(struct run *run, const struct expr *expr, size_t steps) {
    if (steps > EXPR_MAX_WORK - run->work) {
        run_fail(run, expr, MSG_EXPR_WORK, arena_format(run->eval->arena, "%d", EXPR_MAX_WORK));
        run->work = EXPR_MAX_WORK;
        return false;
    }
    run->work += steps;
    return true;
}

/* Steps to read VALUE through, counted no further than LIMIT. */
static size_t value_cost(const struct data *value, size_t limit) {
    size_t cost = 1;
    if (value == NULL || (value->type != DATA_LIST && value->type != DATA_OBJECT)) {
        const char *text = data_text(value);
        return text != NULL ? cost + strlen(text) / BYTES_PER_STEP : cost;
    }
    for (size_t i = 0; i < value->as.list.count && cost <= limit; i++)
        cost += value_cost(value->as.list.items[i], limit - cost);
    return cost;
}

bool run_spend_value(struct run *run, const struct expr *expr, const struct data *value,
                     size_t times) {
    return run_spend(run, expr, value_cost(value, EXPR_MAX_WORK) * times);
}

const char *expr_shown(struct arena *arena, const struct data *value) {
    if (value == NULL || value->type == DATA_NULL)
        return "null";
    if (value->type == DATA_BOOL)
        return value->as.boolean ? "true" : "false";
    if (value->type == DATA_LIST)
        return value->as.list.count > 0 ? "[...]" : "[]";
    if (value->type == DATA_OBJECT)
        return value->as.list.count > 0 ? "{...}" : "{}";
    if (value->type == DATA_NUMBER)
        return expr_print(arena, value);
    const char *text = value->as.text;
    size_t size = strlen(text), at = 0, length;
    for (size_t i = 0; i < SHOWN_CHARACTERS && at < size; i++, at += length)
        utf8_decode(text + at, size - at, &length);
    return arena_format(arena, "\"%.*s%s\"", (int)at, text, at < size ? "…" : "");
}

/* The operator or function of EXPR, as messages call it. */
static const char *operation(const struct expr *expr) {
    if (expr->kind == EXPR_CALL)
        return expr->name;
    if (expr->kind == EXPR_COMPREHENSION)
        return "for";
    if (expr->kind == EXPR_AT)
        return "[]";
    const char *sign = expr_sign(expr->kind);
    return sign != NULL ? sign : "-";
}

const struct data *run_wrong(struct run *run, const struct expr *expr, const struct data *value) {
    if (run->failed)
        return NULL;
    struct arena *arena = run->eval->arena;
    struct place place = expr->place;
    place.pointer = value != NULL ? data_pointer(arena, value) : NULL;
    diag_at(run->eval->diags, place, MSG_WRONG_OPERAND, operation(expr), expr_shown(arena, value));
    run->failed = true;
    return NULL;
}

const struct data *run_number(struct run *run, const struct expr *expr, bool fits,
                              struct decimal value) {
    if (run->failed)
        return NULL;
    return fits ? data_new_number(run->eval->arena, value)
                : run_fail(run, expr, MSG_NUMBER_OVERFLOW, operation(expr));
}

const struct data *run_text(struct run *run, const struct expr *expr, struct buf *text) {
    const struct data *value = NULL;
    if (!run->failed && run_spend(run, expr, text->size / BYTES_PER_STEP))
        value = data_new_text(run->eval->arena, arena_text(run->eval->arena, buf_string(text)));
    buf_free(text);
    return value;
}

const struct data *run_list(struct run *run, const struct data *const *items, size_t count) {
    return run->failed ? NULL : data_new_list(run->eval->arena, items, count);
}

const struct data *run_bool(bool value) {
    static const struct data values[] = {{.type = DATA_BOOL},
                                         {.type = DATA_BOOL, .as = {.boolean = true}}};
    return &values[value];
}

/* ---- operators ---- */

static const struct data *name_value(struct run *run, const struct expr *expr) {
    for (const struct scope *scope = run->scope; scope != NULL; scope = scope->outer) {
        if (strcmp(scope->name, expr->name) == 0)
            return scope->value;
    }
    return data_member(run->eval->plan, expr->name);
}

static const struct data *member_value(struct run *run, const struct expr *expr,
                                       const struct data *object, const char *key) {
    if (object == NULL || object->type != DATA_OBJECT)
        return NULL;
    size_t work = 0;
    const struct data *member = index_member(run->eval, object, key, &work);
    return run_spend(run, expr, work / 4) ? member : NULL;
}

static const struct data *at_value(struct run *run, const struct expr *expr) {
    const struct data *base = run_value(run, expr->args[0]);
    const struct data *index = run_value(run, expr->args[1]);
    int64_t position;
    if (value_nothing(base) || value_nothing(index))
        return NULL;
    if (base->type == DATA_OBJECT && index->type == DATA_TEXT)
        return member_value(run, expr, base, index->as.text);
    if (base->type != DATA_LIST)
        return run_wrong(run, expr, base->type == DATA_OBJECT ? index : base);
    if (index->type != DATA_NUMBER || !decimal_is_integer(index->as.number))
        return run_wrong(run, expr, index);
    if (!decimal_to_int64(index->as.number, &position) || position < 0)
        return NULL;
    return data_item(base, (size_t)position);
}

static const struct data *list_value(struct run *run, const struct expr *expr) {
    const struct data **items = arena_array(run->eval->arena, expr->count, sizeof *items);
    for (size_t i = 0; i < expr->count; i++)
        items[i] = run_value(run, expr->args[i]);
    return run_list(run, items, expr->count);
}

static const struct data *comprehension_value(struct run *run, const struct expr *expr) {
    const struct expr_eval *eval = run->eval;
    const struct data *list = run_value(run, expr->args[1]);
    size_t count = 0, cap = 0, work = 0;
    if (!value_nothing(list) && list->type != DATA_LIST)
        return run_wrong(run, expr, list);
    if (expr->index_key != NULL && data_count(list) > 0) {
        const struct data *key = run_value(run, expr->index_value);
        if (run->failed || !run_spend_value(run, expr, key, 1))
            return NULL;
        list = index_where(eval, list, expr->index_key, key, &work);
        run_spend(run, expr, work);
    }
    const struct data **items = NULL;
    struct scope scope = {.name = expr->name, .outer = run->scope};
    run->scope = &scope;
    for (size_t i = 0; i < data_count(list) && !run->failed; i++) {
        scope.value = data_item(list, i);
        if (expr->count > 2 && !value_true(run_value(run, expr->args[2])))
            continue;
        const struct data *item = run_value(run, expr->args[0]);
        if (value_nothing(item))
            continue;
        items = arena_grow(eval->arena, items, count, &cap, sizeof *items);
        items[count++] = item;
    }
    run->scope = scope.outer;
    return run_list(run, items, count);
}

static const struct data *compare_value(struct run *run, const struct expr *expr,
                                        const struct data *a, const struct data *b) {
    if (value_nothing(a) || value_nothing(b) || a->type != b->type ||
        (a->type != DATA_NUMBER && a->type != DATA_TEXT))
        return NULL;
    if (!run_spend_value(run, expr, a, 1))
        return NULL;
    int order = data_compare(a, b);
    if (expr->kind == EXPR_LESS)
        return run_bool(order < 0);
    if (expr->kind == EXPR_LESS_EQUAL)
        return run_bool(order <= 0);
    return run_bool(expr->kind == EXPR_GREATER ? order > 0 : order >= 0);
}

static const struct data *in_value(struct run *run, const struct expr *expr, const struct data *a,
                                   const struct data *b) {
    if (value_nothing(b))
        return run_bool(false);
    if (b->type == DATA_BOOL || b->type == DATA_NUMBER)
        return run_wrong(run, expr, b);
    if (!run_spend_value(run, expr, b, 1))
        return NULL;
    bool found = false;
    if (b->type == DATA_LIST) {
        for (size_t i = 0; i < data_count(b) && !found; i++)
            found = value_equal(data_item(b, i), a);
    } else if (!value_nothing(a) && a->type == DATA_TEXT) {
        found = b->type == DATA_TEXT ? strstr(b->as.text, a->as.text) != NULL
                                     : data_member(b, a->as.text) != NULL;
    }
    return run_bool(found);
}

static const struct data *joined(struct run *run, const struct expr *expr, const struct data *a,
                                 const struct data *b) {
    struct buf buf = BUF_INIT;
    if (!run_spend_value(run, expr, a, 1) || !run_spend_value(run, expr, b, 1))
        return NULL;
    buf_text(&buf, a->as.text);
    buf_text(&buf, b->as.text);
    return run_text(run, expr, &buf);
}

/* A text and a number: neither is wrong by itself. */
static const struct data *mixed(struct run *run, const struct expr *expr, const struct data *a,
                                const struct data *b) {
    struct arena *arena = run->eval->arena;
    struct place place = expr->place;
    place.pointer = data_pointer(arena, a->type == DATA_TEXT ? a : b);
    diag_at(run->eval->diags, place, MSG_ADD_MIXED, expr_shown(arena, a), expr_shown(arena, b));
    run->failed = true;
    return NULL;
}

static const struct data *arithmetic_value(struct run *run, const struct expr *expr,
                                           const struct data *a, const struct data *b) {
    struct decimal result = {0};
    if (a == NULL || b == NULL || run->failed)
        return NULL;
    if (expr->kind == EXPR_ADD && a->type == DATA_TEXT && b->type == DATA_TEXT)
        return joined(run, expr, a, b);
    if (expr->kind == EXPR_ADD && ((a->type == DATA_TEXT && b->type == DATA_NUMBER) ||
                                   (a->type == DATA_NUMBER && b->type == DATA_TEXT)))
        return mixed(run, expr, a, b);
    if (a->type != DATA_NUMBER && !(expr->kind == EXPR_ADD && a->type == DATA_TEXT))
        return run_wrong(run, expr, a);
    if (b->type != DATA_NUMBER || a->type != DATA_NUMBER)
        return run_wrong(run, expr, b);
    bool fits = false;
    if (expr->kind == EXPR_ADD) {
        fits = decimal_add(a->as.number, b->as.number, &result);
    } else if (expr->kind == EXPR_SUBTRACT) {
        fits = decimal_subtract(a->as.number, b->as.number, &result);
    } else if (expr->kind == EXPR_MULTIPLY) {
        fits = decimal_multiply(a->as.number, b->as.number, &result);
    } else {
        if (decimal_sign(b->as.number) == 0)
            return run_fail(run, expr, MSG_DIVISION_BY_ZERO, "");
        fits = decimal_divide(a->as.number, b->as.number, &result);
    }
    return run_number(run, expr, fits, decimal_normal(result));
}

static const struct data *negated(struct run *run, const struct expr *expr) {
    const struct data *value = run_value(run, expr->args[0]);
    if (value == NULL)
        return NULL;
    if (value->type != DATA_NUMBER)
        return run_wrong(run, expr, value);
    return run_number(run, expr, true, decimal_negate(value->as.number));
}

/* Operators whose two operands are always both evaluated. */
static const struct data *two_value(struct run *run, const struct expr *expr) {
    const struct data *a = run_value(run, expr->args[0]);
    const struct data *b = run_value(run, expr->args[1]);
    if (run->failed)
        return NULL;
    if (expr->kind == EXPR_EQUAL || expr->kind == EXPR_UNEQUAL) {
        if (!run_spend_value(run, expr, a, 1))
            return NULL;
        return run_bool(value_equal(a, b) == (expr->kind == EXPR_EQUAL));
    }
    if (expr->kind == EXPR_IN)
        return in_value(run, expr, a, b);
    if (expr->kind >= EXPR_LESS && expr->kind <= EXPR_GREATER_EQUAL)
        return compare_value(run, expr, a, b);
    return arithmetic_value(run, expr, a, b);
}

static const struct data *node_value(struct run *run, const struct expr *expr) {
    const struct data *value;
    switch (expr->kind) {
    case EXPR_CONSTANT:
        return expr->value;
    case EXPR_NAME:
        return name_value(run, expr);
    case EXPR_MEMBER:
        value = run_value(run, expr->args[0]);
        return member_value(run, expr, value, expr->name);
    case EXPR_AT:
        return at_value(run, expr);
    case EXPR_LIST:
        return list_value(run, expr);
    case EXPR_CALL:
        return expr->function->call(run, expr);
    case EXPR_COMPREHENSION:
        return comprehension_value(run, expr);
    case EXPR_NEGATE:
        return negated(run, expr);
    case EXPR_NOT:
        return run_bool(!value_true(run_value(run, expr->args[0])));
    case EXPR_AND:
    case EXPR_OR:
        value = run_value(run, expr->args[0]);
        if (run->failed || value_true(value) == (expr->kind == EXPR_OR))
            return value;
        return run_value(run, expr->args[1]);
    case EXPR_EQUAL:
    case EXPR_UNEQUAL:
    case EXPR_LESS:
    case EXPR_LESS_EQUAL:
    case EXPR_GREATER:
    case EXPR_GREATER_EQUAL:
    case EXPR_IN:
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY:
    case EXPR_DIVIDE:
        return two_value(run, expr);
    }
    return NULL;
}

const struct data *run_value(struct run *run, const struct expr *expr) {
    if (run->failed || !run_spend(run, expr, 1))
        return NULL;
    const struct data *value = node_value(run, expr);
    return run->failed || (value != NULL && value->type == DATA_NULL) ? NULL : value;
}

/* ---- from outside ---- */

const struct data *expr_value(const struct expr_eval *eval, const struct expr *expr) {
    if (expr == NULL)
        return NULL;
    struct run run = {.eval = eval, .scope = eval->scope};
    const struct data *value = run_value(&run, expr);
    return value_nothing(value) ? NULL : value;
}

bool expr_true(const struct expr_eval *eval, const struct expr *expr) {
    return expr == NULL || value_true(expr_value(eval, expr));
}
