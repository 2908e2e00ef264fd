/* expr_print: values as a reader sees them, trees as a reviewer does. */
#include "input/expr_private.h"

#include <string.h>

/* ---- values ---- */

static void print_value(struct buf *buf, const struct data *value) {
    if (value == NULL)
        return;
    switch (value->type) {
    case DATA_NULL:
    case DATA_OBJECT:
        break;
    case DATA_BOOL:
        buf_text(buf, value->as.boolean ? "sì" : "no");
        break;
    case DATA_NUMBER: {
        char digits[DECIMAL_TEXT_SIZE];
        decimal_text(value->as.number, digits);
        char *point = strchr(digits, '.');
        if (point != NULL)
            *point = ',';
        buf_text(buf, digits);
        break;
    }
    case DATA_TEXT:
        buf_text(buf, value->as.text);
        break;
    case DATA_LIST: {
        bool first = true;
        for (size_t i = 0; i < data_count(value); i++) {
            const struct data *item = data_item(value, i);
            if (data_empty(item) || item->type == DATA_OBJECT)
                continue;
            buf_text(buf, first ? "" : ", ");
            first = false;
            print_value(buf, item);
        }
        break;
    }
    }
}

const char *expr_print(struct arena *arena, const struct data *value) {
    if (value != NULL && value->type == DATA_TEXT)
        return value->as.text;
    struct buf buf = BUF_INIT;
    print_value(&buf, value);
    const char *text = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

/* ---- trees ---- */

/* As the parser reads it: not JSON, which knows more escapes. */
static void dump_text(struct buf *buf, const char *text) {
    buf_char(buf, '"');
    for (; *text != '\0'; text++) {
        if (strchr("\"\\\n\t", *text) != NULL)
            buf_char(buf, '\\');
        buf_char(buf, *text == '\n' ? 'n' : *text == '\t' ? 't' : *text);
    }
    buf_char(buf, '"');
}

static void dump_constant(struct buf *buf, const struct data *value) {
    char digits[DECIMAL_TEXT_SIZE];
    if (value == NULL) {
        buf_text(buf, "null");
    } else if (value->type == DATA_BOOL) {
        buf_text(buf, value->as.boolean ? "true" : "false");
    } else if (value->type == DATA_NUMBER) {
        decimal_text(value->as.number, digits);
        buf_text(buf, digits);
    } else {
        dump_text(buf, value->as.text);
    }
}

static void dump_args(struct buf *buf, const struct expr *expr) {
    for (size_t i = 0; i < expr->count; i++) {
        buf_text(buf, i > 0 ? ", " : "");
        expr_dump(buf, expr->args[i]);
    }
}

static void dump_prefix(struct buf *buf, const char *sign, const struct expr *expr) {
    buf_char(buf, '(');
    buf_text(buf, sign);
    expr_dump(buf, expr->args[0]);
    buf_char(buf, ')');
}

static void dump_comprehension(struct buf *buf, const struct expr *expr) {
    buf_char(buf, '(');
    expr_dump(buf, expr->args[0]);
    buf_format(buf, " for %s in ", expr->name);
    expr_dump(buf, expr->args[1]);
    if (expr->count > 2) {
        buf_text(buf, expr->index_key != NULL ? " if indexed " : " if ");
        expr_dump(buf, expr->args[2]);
    }
    buf_char(buf, ')');
}

void expr_dump(struct buf *buf, const struct expr *expr) {
    if (expr == NULL) {
        buf_text(buf, "none");
        return;
    }
    switch (expr->kind) {
    case EXPR_CONSTANT:
        dump_constant(buf, expr->value);
        break;
    case EXPR_NAME:
        buf_text(buf, expr->name);
        break;
    case EXPR_MEMBER:
        expr_dump(buf, expr->args[0]);
        buf_format(buf, ".%s", expr->name);
        break;
    case EXPR_AT:
        expr_dump(buf, expr->args[0]);
        buf_char(buf, '[');
        expr_dump(buf, expr->args[1]);
        buf_char(buf, ']');
        break;
    case EXPR_LIST:
        buf_char(buf, '[');
        dump_args(buf, expr);
        buf_char(buf, ']');
        break;
    case EXPR_CALL:
        buf_format(buf, "%s(", expr->name);
        dump_args(buf, expr);
        buf_char(buf, ')');
        break;
    case EXPR_COMPREHENSION:
        dump_comprehension(buf, expr);
        break;
    case EXPR_NEGATE:
        dump_prefix(buf, "-", expr);
        break;
    case EXPR_NOT:
        dump_prefix(buf, "not ", expr);
        break;
    case EXPR_AND:
    case EXPR_OR:
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
        buf_char(buf, '(');
        expr_dump(buf, expr->args[0]);
        buf_format(buf, " %s ", expr_sign(expr->kind));
        expr_dump(buf, expr->args[1]);
        buf_char(buf, ')');
        break;
    }
}
