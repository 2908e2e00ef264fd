/* expr_parse: recursive descent over the grammar in expr.h.
 *
 * One level of operators is one row of a table. The first thing that is wrong ends the expression:
 * what follows a syntax error would only be guessed at. Names are not looked at here: a
 * comprehension uses its variable before it introduces it. */
#include "input/expr_private.h"

#include <string.h>

struct parser {
    struct arena *arena;
    struct diags *diags;
    struct source source;
    struct token token; /* the next one */
    int nesting;
    bool failed;
};

static void advance(struct parser *parser) {
    parser->token = source_token(&parser->source, parser->arena, parser->diags);
    if (parser->token.kind == TOKEN_BAD)
        parser->failed = true;
}

static bool at_sign(const struct parser *parser, const char *sign) {
    return parser->token.kind == TOKEN_SIGN && strcmp(parser->token.text, sign) == 0;
}

static bool at_word(const struct parser *parser, const char *word) {
    return parser->token.kind == TOKEN_NAME && strcmp(parser->token.text, word) == 0;
}

static bool at_either(const struct parser *parser, const char *text) {
    return at_sign(parser, text) || at_word(parser, text);
}

static bool is_word(const char *name) {
    static const char *const words[] = {"and", "or", "not", "in", "for", "true", "false", "null"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], name) == 0)
            return true;
    }
    return false;
}

/* ---- problems: one an expression; all give NULL ---- */

static struct expr *fail(struct parser *parser, enum diag_code code, const char *a, const char *b) {
    if (!parser->failed) {
        const char *const args[] = {a, b, NULL};
        diag_add(parser->diags, parser->token.place, code, args, NULL);
    }
    parser->failed = true;
    return NULL;
}

/* WANTED should stand where the next token stands. */
static struct expr *fail_wanted(struct parser *parser, const char *wanted) {
    if (parser->token.kind == TOKEN_END)
        return fail(parser, MSG_EXPR_MISSING, wanted, NULL);
    return fail(parser, MSG_EXPR_SYNTAX, wanted, parser->token.text);
}

static struct expr *fail_value(struct parser *parser) {
    if (parser->token.kind == TOKEN_END)
        return fail(parser, MSG_EXPR_VALUE_END, "", NULL);
    return fail(parser, MSG_EXPR_VALUE, parser->token.text, NULL);
}

static bool expect(struct parser *parser, const char *text) {
    if (!at_either(parser, text)) {
        fail_wanted(parser, text);
        return false;
    }
    advance(parser);
    return !parser->failed;
}

/* The name that stands next, or NULL (reported). */
static const char *expect_name(struct parser *parser) {
    if (parser->token.kind != TOKEN_NAME) {
        fail(parser, parser->token.kind == TOKEN_END ? MSG_EXPR_NAME_END : MSG_EXPR_NAME,
             parser->token.text, NULL);
        return NULL;
    }
    const char *name = parser->token.text;
    advance(parser);
    return name;
}

/* ---- nodes ---- */

static struct expr *new_node(struct parser *parser, enum expr_kind kind, struct place place) {
    struct expr *expr = arena_alloc(parser->arena, sizeof *expr);
    expr->kind = kind;
    expr->place = place;
    expr->height = 1;
    return expr;
}

static struct expr *too_deep(struct parser *parser, int limit) {
    return fail(parser, MSG_TOO_DEEP, arena_format(parser->arena, "%d", limit), NULL);
}

/* Adds ARG to the operands of EXPR; false (reported) when there is none or the tree gets too high.
 */
static bool add_arg(struct parser *parser, struct expr *expr, size_t *cap, struct expr *arg) {
    if (arg == NULL)
        return false;
    expr->args = arena_grow(parser->arena, expr->args, expr->count, cap, sizeof(struct expr *));
    expr->args[expr->count++] = arg;
    if (expr->height <= arg->height)
        expr->height = arg->height + 1;
    if (expr->height > EXPR_MAX_HEIGHT) {
        too_deep(parser, EXPR_MAX_HEIGHT);
        return false;
    }
    return true;
}

/* A node of one operand, or of two when B is not what failed to parse. */
static struct expr *node_of(struct parser *parser, enum expr_kind kind, struct place place,
                            struct expr *a) {
    struct expr *expr = new_node(parser, kind, place);
    size_t cap = 0;
    return add_arg(parser, expr, &cap, a) ? expr : NULL;
}

static struct expr *node_of_two(struct parser *parser, enum expr_kind kind, struct place place,
                                struct expr *a, struct expr *b) {
    struct expr *expr = new_node(parser, kind, place);
    size_t cap = 0;
    return add_arg(parser, expr, &cap, a) && add_arg(parser, expr, &cap, b) ? expr : NULL;
}

static struct expr *constant(struct parser *parser, const struct data *value) {
    struct expr *expr = new_node(parser, EXPR_CONSTANT, parser->token.place);
    expr->value = value;
    advance(parser);
    return expr;
}

/* ---- grammar ---- */

static struct expr *parse_expr(struct parser *parser);
static struct expr *parse_or(struct parser *parser);

/* Every recursion of the grammar passes here. */
static struct expr *nested(struct parser *parser, struct expr *(*parse)(struct parser *)) {
    if (parser->nesting >= EXPR_MAX_NESTING)
        return too_deep(parser, EXPR_MAX_NESTING);
    parser->nesting++;
    struct expr *expr = parser->failed ? NULL : parse(parser);
    parser->nesting--;
    return expr;
}

/* arg := expr ["for" NAME "in" expr ["if" expr]] */
static struct expr *parse_arg(struct parser *parser) {
    struct expr *item = parse_expr(parser);
    if (item == NULL || !at_word(parser, "for"))
        return item;
    struct expr *loop = new_node(parser, EXPR_COMPREHENSION, parser->token.place);
    size_t cap = 0;
    advance(parser);
    const char *name = expect_name(parser);
    if (name == NULL || !expect(parser, "in") || !add_arg(parser, loop, &cap, item) ||
        !add_arg(parser, loop, &cap, nested(parser, parse_expr)))
        return NULL;
    loop->name = name;
    if (at_word(parser, "if")) {
        advance(parser);
        if (!add_arg(parser, loop, &cap, nested(parser, parse_expr)))
            return NULL;
    }
    return loop;
}

/* The operands up to CLOSE, separated by commas, after those that EXPR has. */
static struct expr *parse_args(struct parser *parser, struct expr *expr, size_t cap,
                               const char *close) {
    bool call = expr->kind == EXPR_CALL;
    if (at_sign(parser, close)) {
        advance(parser);
        return expr;
    }
    for (;;) {
        if (!add_arg(parser, expr, &cap, nested(parser, call ? parse_arg : parse_expr)))
            return NULL;
        if (at_sign(parser, close))
            break;
        if (!expect(parser, at_sign(parser, ",") ? "," : close))
            return NULL;
    }
    advance(parser);
    return expr;
}

/* NAME, NAME(args), true, false, null */
static struct expr *parse_name(struct parser *parser) {
    if (at_word(parser, "true") || at_word(parser, "false"))
        return constant(parser, data_new_bool(parser->arena, at_word(parser, "true")));
    if (at_word(parser, "null"))
        return constant(parser, NULL);
    if (is_word(parser->token.text))
        return fail_value(parser);
    struct expr *expr = new_node(parser, EXPR_NAME, parser->token.place);
    expr->name = parser->token.text;
    advance(parser);
    if (!at_sign(parser, "("))
        return expr;
    expr->kind = EXPR_CALL;
    advance(parser);
    return parse_args(parser, expr, 0, ")");
}

static struct expr *parse_number(struct parser *parser) {
    const char *text = parser->token.text;
    struct decimal value;
    if (!decimal_parse(text, strlen(text), &value))
        return fail(parser, MSG_NUMBER_TOO_LARGE, text, NULL);
    return constant(parser, data_new_number(parser->arena, value));
}

static struct expr *parse_primary(struct parser *parser) {
    if (parser->token.kind == TOKEN_NUMBER)
        return parse_number(parser);
    if (parser->token.kind == TOKEN_TEXT)
        return constant(parser, data_new_text(parser->arena, parser->token.text));
    if (parser->token.kind == TOKEN_NAME)
        return parse_name(parser);
    if (at_sign(parser, "(")) {
        advance(parser);
        struct expr *expr = nested(parser, parse_expr);
        return expr != NULL && expect(parser, ")") ? expr : NULL;
    }
    if (at_sign(parser, "[")) {
        struct expr *list = new_node(parser, EXPR_LIST, parser->token.place);
        advance(parser);
        return parse_args(parser, list, 0, "]");
    }
    return fail_value(parser);
}

static struct expr *parse_postfix(struct parser *parser) {
    struct expr *expr = parse_primary(parser);
    while (expr != NULL && !parser->failed) {
        if (at_sign(parser, ".")) {
            advance(parser);
            struct place place = parser->token.place;
            const char *name = expect_name(parser);
            expr = name != NULL ? node_of(parser, EXPR_MEMBER, place, expr) : NULL;
            if (expr != NULL)
                expr->name = name;
        } else if (at_sign(parser, "[")) {
            struct place place = parser->token.place;
            advance(parser);
            struct expr *index = nested(parser, parse_expr);
            expr = index != NULL && expect(parser, "]")
                       ? node_of_two(parser, EXPR_AT, place, expr, index)
                       : NULL;
        } else {
            break;
        }
    }
    return expr;
}

static struct expr *parse_unary(struct parser *parser) {
    if (!at_sign(parser, "-"))
        return parse_postfix(parser);
    struct place place = parser->token.place;
    advance(parser);
    struct expr *operand = nested(parser, parse_unary);
    return operand != NULL ? node_of(parser, EXPR_NEGATE, place, operand) : NULL;
}

/* Operators of two operands, loosest first; those of a level associate to the left. */
static const struct {
    int level;
    enum expr_kind kind;
    const char *sign;
} operators[] = {
    {0, EXPR_OR, "or"},      {1, EXPR_AND, "and"},          {2, EXPR_EQUAL, "=="},
    {2, EXPR_UNEQUAL, "!="}, {2, EXPR_LESS_EQUAL, "<="},    {2, EXPR_LESS, "<"},
    {2, EXPR_GREATER, ">"},  {2, EXPR_GREATER_EQUAL, ">="}, {2, EXPR_IN, "in"},
    {3, EXPR_ADD, "+"},      {3, EXPR_SUBTRACT, "-"},       {4, EXPR_MULTIPLY, "*"},
    {4, EXPR_DIVIDE, "/"},
};

enum { LEVEL_OR, LEVEL_AND, LEVEL_COMPARE, LEVEL_SUM, LEVEL_TERM, LEVEL_UNARY, NO_OPERATOR = 99 };

const char *expr_sign(enum expr_kind kind) {
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (operators[i].kind == kind)
            return operators[i].sign;
    }
    return NULL;
}

/* Position of the next token among the operators of LEVEL, or NO_OPERATOR. */
static size_t operator_at(const struct parser *parser, int level) {
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (operators[i].level == level && at_either(parser, operators[i].sign))
            return i;
    }
    return NO_OPERATOR;
}

static struct expr *parse_level(struct parser *parser, int level);

/* not := "not" not | compare */
static struct expr *parse_not(struct parser *parser) {
    if (!at_word(parser, "not"))
        return parse_level(parser, LEVEL_COMPARE);
    struct place place = parser->token.place;
    advance(parser);
    struct expr *operand = nested(parser, parse_not);
    return operand != NULL ? node_of(parser, EXPR_NOT, place, operand) : NULL;
}

static struct expr *parse_operand(struct parser *parser, int level) {
    if (level == LEVEL_AND)
        return parse_not(parser);
    return level == LEVEL_TERM ? parse_unary(parser) : parse_level(parser, level + 1);
}

static struct expr *parse_level(struct parser *parser, int level) {
    struct expr *left = parse_operand(parser, level);
    while (left != NULL && !parser->failed) {
        size_t found = operator_at(parser, level);
        if (found == NO_OPERATOR)
            break;
        struct place place = parser->token.place;
        advance(parser);
        struct expr *right = parser->failed ? NULL : parse_operand(parser, level);
        left =
            right == NULL ? NULL : node_of_two(parser, operators[found].kind, place, left, right);
        if (level == LEVEL_COMPARE) /* a < b < c means nothing */
            break;
    }
    return left;
}

static struct expr *parse_or(struct parser *parser) {
    return parse_level(parser, LEVEL_OR);
}

/* expr := or ("|" NAME ["(" args ")"])*  -  x | f(a) is f(x, a) */
static struct expr *parse_expr(struct parser *parser) {
    struct expr *expr = parse_or(parser);
    while (expr != NULL && at_sign(parser, "|")) {
        advance(parser);
        struct expr *call = new_node(parser, EXPR_CALL, parser->token.place);
        size_t cap = 0;
        call->name = expect_name(parser);
        if (call->name == NULL || !add_arg(parser, call, &cap, expr))
            return NULL;
        expr = call;
        if (at_sign(parser, "(")) {
            advance(parser);
            expr = parse_args(parser, call, cap, ")");
        }
    }
    return parser->failed ? NULL : expr;
}

struct expr *expr_parse_source(const struct expr_parser *parser, struct source source) {
    struct parser state = {.arena = parser->arena, .diags = parser->diags, .source = source};
    advance(&state);
    struct expr *expr = state.failed ? NULL : nested(&state, parse_expr);
    if (expr != NULL && state.token.kind != TOKEN_END)
        return fail(&state, MSG_EXPR_TRAILING, state.token.text, NULL);
    return state.failed ? NULL : expr;
}

const struct expr *expr_parse(const struct expr_parser *parser, const char *text,
                              struct place place) {
    struct expr *expr = expr_parse_source(parser, source_of(text, place));
    return expr != NULL && expr_resolve(parser, expr) ? expr : NULL;
}
