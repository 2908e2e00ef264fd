/* expr: the expressions of templates: parsed once when the template loads, evaluated later.
 *
 * Grammar (loosest first):
 *   expr    := or ("|" NAME ["(" args ")"])*            pipe: x | f(a) is f(x, a)
 *   or      := and ("or" and)*                          first non-empty value (lazy)
 *   and     := not ("and" not)*
 *   not     := "not" not | compare
 *   compare := sum [("==" | "!=" | "<" | "<=" | ">" | ">=" | "in") sum]
 *   sum     := term (("+" | "-") term)*                 "+" adds numbers, joins texts
 *   term    := unary (("*" | "/") unary)*               exact decimals
 *   unary   := "-" unary | postfix
 *   postfix := primary ("." NAME | "[" expr "]")*       path; [n] indexes lists from 0, ["k"] objects
 *   primary := NUMBER | TEXT | "true" | "false" | "null" | NAME | NAME "(" args ")" | "(" expr ")"
 *            | "[" [expr ("," expr)*] "]"
 *   args    := arg ("," arg)*
 *   arg     := expr ["for" NAME "in" expr ["if" expr]]  comprehension: the list of what is not nothing
 *
 * NAME is a letter or _ then letters, digits, _. TEXT is in '...' ('' inside) or "..." (\" \\ \n \t inside);
 * NUMBER is JSON's. x["key"] is not checked against the schema, for keys of an administration's own. A missing
 * member gives nothing (null), and nothing flows through paths, comparisons (== null is true) and
 * functions; arithmetic on nothing gives nothing; on other wrong types it is an error with the place.
 * Truth: nothing, false, 0-item lists and empty texts are false; every number is true.
 * `sum(o.peso for o in obiettivi if o.unita == u.codice)`: an `if` whose first conjunct is
 * `VAR.KEY == EXPR` (EXPR without VAR) is answered from an index of the list, so loops inside loops
 * stay linear. */
#ifndef PIAO_INPUT_EXPR_H
#define PIAO_INPUT_EXPR_H

#include "base/diag.h"
#include "input/data.h"
#include "input/schema.h"

struct expr;      /* one expression */
struct text_expr; /* text with ${expr} in it; "$${" prints "${" */

/* What names mean at load time: a chain, innermost first. */
struct names {
    const char *name;
    const struct schema_field *type; /* NULL: unknown, any path is accepted */
    const struct names *outer;
};

/* What names mean at evaluation. */
struct scope {
    const char *name;
    const struct data *value;
    const struct scope *outer;
};

/* Late fields: names that only pagination can answer, allowed in text expressions of running heads. */
enum expr_field { FIELD_NONE, FIELD_PAGE, FIELD_PAGES, FIELD_SHEET_PAGE, FIELD_SHEET_PAGES };

struct expr_parser {
    struct arena *arena;
    struct diags *diags;
    const struct names *names;         /* known variables; an unknown NAME is an error with the nearest */
    const struct schema_object *plan;  /* its keys are names too; NULL: any name is accepted */
    bool fields;                       /* page, pages, sheet_page, sheet_pages are allowed */
};

/* Parse TEXT that stands at PLACE (columns inside count from place.column). Problems are reported and
 * give NULL. Paths into typed names are checked against the schema: an unknown key is an error
 * (unknown-path) with the nearest valid one. */
const struct expr *expr_parse(const struct expr_parser *parser, const char *text,
                              struct place place);
const struct text_expr *text_expr_parse(const struct expr_parser *parser, const char *text,
                                        struct place place);
/* The type of an expression's value as far as the schema knows, else NULL. For loops: the element
 * type of a list expression is expr_type(e)->items. */
const struct schema_field *expr_type(const struct expr *expr);

struct expr_index; /* the evaluator's cache of list indexes */

struct expr_eval {
    struct arena *arena;
    struct diags *diags;
    const struct scope *scope;
    const struct data *plan;   /* root whose members are global names */
    struct expr_index **index; /* points to a NULL at first; lives in the arena */
};

/* NULL when the value is nothing. Run-time errors (adding a text to a list, a division by zero, a
 * number that does not fit, a bad date) are reported at the expression's place and give NULL. */
const struct data *expr_value(const struct expr_eval *eval, const struct expr *expr);
bool expr_true(const struct expr_eval *eval, const struct expr *expr); /* a NULL expr is true */
/* Items of LIST whose member KEY equals VALUE, in order, from the index (linear once, then constant):
 * a DATA_LIST, never NULL. */
const struct data *expr_where(const struct expr_eval *eval, const struct data *list,
                              const char *key, const struct data *value);
/* The condition's indexable conjunct, for `each` with `where`: true when COND begins with
 * VAR.KEY == EXPR; *KEY and *OTHER are set. */
bool expr_indexable(const struct expr *cond, const char *var, const char **key,
                    const struct expr **other);

/* Evaluation of text: CALL text_expr_each to receive pieces in order: text (field FIELD_NONE) or a late
 * field (text NULL). text_expr_string gives plain text, late fields printed as "". "" when all is
 * nothing. */
void text_expr_each(const struct expr_eval *eval, const struct text_expr *text,
                    void (*piece)(void *self, const char *text, enum expr_field field), void *self);
const char *text_expr_string(const struct expr_eval *eval, const struct text_expr *text);
/* Calls EACH for the value of every ${expr} that has one. */
void text_expr_values(const struct expr_eval *eval, const struct text_expr *text,
                      void (*each)(void *self, const struct data *value), void *self);
/* When the whole text is one ${expr}: that expression, else NULL. */
const struct expr *text_expr_single(const struct text_expr *text);
/* True when the text holds no ${}. */
bool text_expr_constant(const struct text_expr *text);

/* How a value prints without a format: text as it is, number with its digits and a comma, bool as
 * "sì"/"no", ISO dates stay as they are, lists joined by ", ", nothing as "". */
const char *expr_print(struct arena *arena, const struct data *value);

/* VALUE as a message shows it, the same in every language: "begin of a tex…", 3, true, [...], {...}. */
const char *expr_shown(struct arena *arena, const struct data *value);

/* The functions, for the reference and for nearest-name hints: NAME, SIGNATURE, one line of meaning. */
struct expr_function {
    const char *name, *signature, *meaning;
};
const struct expr_function *expr_functions(size_t *count);

void expr_dump(struct buf *buf, const struct expr *expr);           /* fully parenthesised */
void text_expr_dump(struct buf *buf, const struct text_expr *text); /* with ${...} */

#endif
