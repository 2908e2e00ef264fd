/* expr_private: what the files of expr share: the source as read, the tree, one evaluation.
 *
 * expr_lex.c cuts the text into tokens; expr_parse.c makes the tree; expr_resolve.c checks its
 * names, paths and functions and finds the types; expr_eval.c computes values; expr_index.c answers
 * equality filters; expr_functions.c, expr_lists.c and expr_texts.c hold the functions; text_expr.c
 * texts with ${}. */
#ifndef PIAO_INPUT_EXPR_PRIVATE_H
#define PIAO_INPUT_EXPR_PRIVATE_H

#include "input/expr.h"

enum {
    EXPR_MAX_NESTING = 64,  /* of brackets, calls and prefixes in the text */
    EXPR_MAX_HEIGHT = 500,  /* of the tree, which long chains of operators make high too */
    EXPR_MAX_WORK = 4000000 /* steps of one evaluation; a step makes at most about 100 bytes */
};

/* ---- source and tokens (expr_lex.c) ---- */

/* Text being read, with the place of the next byte. */
struct source {
    const char *text;
    size_t at, end;
    struct place place;
    int first_column; /* where every further line of the text begins */
};

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_TEXT,
    TOKEN_NAME, /* also the words: and, or, not, in, for, if, true, false, null */
    TOKEN_SIGN, /* operators and brackets */
    TOKEN_BAD   /* reported */
};

struct token {
    enum token_kind kind;
    struct place place;
    const char *text; /* as written; texts without quotes and escapes */
};

struct source source_of(const char *text, struct place place);
void source_skip(struct source *source, size_t size); /* moves on, counting lines and columns */
struct token source_token(struct source *source, struct arena *arena, struct diags *diags);

/* ---- the tree ---- */

enum expr_kind {
    EXPR_CONSTANT, /* value; NULL is null */
    EXPR_NAME,     /* name */
    EXPR_MEMBER,   /* args[0].name */
    EXPR_AT,       /* args[0][args[1]] */
    EXPR_LIST,     /* args */
    EXPR_CALL,     /* name, function, args */
    EXPR_COMPREHENSION /* args[0] for name in args[1] if args[2] (when there are 3) */,
    EXPR_NEGATE,
    EXPR_NOT,
    EXPR_AND,
    EXPR_OR,
    EXPR_EQUAL,
    EXPR_UNEQUAL,
    EXPR_LESS,
    EXPR_LESS_EQUAL,
    EXPR_GREATER,
    EXPR_GREATER_EQUAL,
    EXPR_IN,
    EXPR_ADD,
    EXPR_SUBTRACT,
    EXPR_MULTIPLY,
    EXPR_DIVIDE
};

struct expr {
    enum expr_kind kind;
    int height; /* of the tree below, itself included */
    struct place place;
    const char *name;
    const struct data *value;
    const struct function *function; /* calls: set by expr_resolve */
    const struct schema_field *type; /* set by expr_resolve */
    struct expr **args;
    size_t count;
    /* comprehensions whose condition begins with VAR.KEY == EXPR: set by expr_resolve */
    const char *index_key;
    const struct expr *index_value;
};

const char *expr_sign(enum expr_kind kind); /* "+", "and"; NULL for what is no operator of two */

/* Parses the rest of SOURCE; NULL (reported) when it is no expression. */
struct expr *expr_parse_source(const struct expr_parser *parser, struct source source);
/* Checks and types the tree; false when something was reported. */
bool expr_resolve(const struct expr_parser *parser, struct expr *expr);
/* FIELD_NONE for every name that is no late field. */
enum expr_field expr_field_named(const char *name);
/* True when NAME is one of the variables. */
bool names_hold(const struct names *names, const char *name);

/* ---- evaluation (expr_eval.c) ---- */

struct run {
    const struct expr_eval *eval;
    const struct scope *scope; /* innermost variable */
    size_t work;
    bool failed; /* reported: the whole expression gives nothing */
};

/* The value of EXPR; NULL for nothing: absent, null. A text may be "". */
const struct data *run_value(struct run *run, const struct expr *expr);
bool value_nothing(const struct data *value); /* NULL, null or "" */
bool value_true(const struct data *value);
bool value_equal(const struct data *a, const struct data *b); /* == : nothing equals nothing */
/* Adds STEPS; false (reported) when that is too much. */
bool run_spend(struct run *run, const struct expr *expr, size_t steps);
/* Adds the cost of reading VALUE through, TIMES times. */
bool run_spend_value(struct run *run, const struct expr *expr, const struct data *value,
                     size_t times);
/* Reports and ends the run; always NULL. */
const struct data *run_fail(struct run *run, const struct expr *expr, enum diag_code code,
                            const char *argument);
/* "EXPR's operator or function does not take VALUE". */
const struct data *run_wrong(struct run *run, const struct expr *expr, const struct data *value);
const struct data *run_number(struct run *run, const struct expr *expr, bool fits,
                              struct decimal value);
const struct data *run_text(struct run *run, const struct expr *expr, struct buf *text); /* frees */
const struct data *run_list(struct run *run, const struct data *const *items, size_t count);
const struct data *run_bool(bool value);

/* ---- equality filters (expr_index.c) ---- */

/* Items of LIST whose member KEY equals VALUE, as a list. *WORK grows by the items looked at. */
const struct data *index_where(const struct expr_eval *eval, const struct data *list,
                               const char *key, const struct data *value, size_t *work);
/* Member KEY of OBJECT, from an index when it has many. *WORK as above. */
const struct data *index_member(const struct expr_eval *eval, const struct data *object,
                                const char *key, size_t *work);
uint64_t value_hash(const struct data *value); /* equal values (data_equal) have equal hashes */

/* ---- functions ---- */

enum function_type {
    TYPE_OTHER, /* the schema says nothing about the result */
    TYPE_SAME,  /* that of the first argument */
    TYPE_ITEM,  /* that of the first argument's items */
    TYPE_COMMON /* that of the last two arguments, when they agree */
};

struct function {
    const char *name;
    size_t least, most; /* arguments */
    enum function_type type;
    int key; /* position of an argument that names a member of the first one's items, or 0 */
    const struct data *(*call)(struct run *run, const struct expr *call);
};

const struct function *function_find(const char *name);
const char *function_nearest(const char *name);
const char *function_signature(const struct function *function);

/* Argument AT of CALL: NULL when not given. */
const struct data *arg_value(struct run *run, const struct expr *call, size_t at);
/* A list, or NULL for nothing; everything else is reported. */
const struct data *arg_list(struct run *run, const struct expr *call, size_t at);
/* A number; false for nothing and what was reported. */
bool arg_number(struct run *run, const struct expr *call, size_t at, struct decimal *out);
/* A whole number from LEAST to MOST; false as above. OUT keeps its value when nothing is given. */
bool arg_int(struct run *run, const struct expr *call, size_t at, int64_t least, int64_t most,
             int64_t *out);
/* A text; numbers and booleans as they print; NULL for nothing and what was reported. */
const char *arg_text(struct run *run, const struct expr *call, size_t at);

/* One row a function: its name, C function, signature, least and most arguments, type of the
 * result, position of a key argument, meaning. */
#define EXPR_FUNCTIONS(F)                                                                          \
    F(sum, "sum(list)", 1, 1, TYPE_OTHER, 0, "sum of the numbers; nothing when there is none")     \
    F(mean, "mean(list)", 1, 1, TYPE_OTHER, 0, "mean of the numbers, to 18 digits")                \
    F(count, "count(list)", 1, 1, TYPE_OTHER, 0, "number of items; 0 for nothing")                 \
    F(min, "min(list)", 1, 1, TYPE_ITEM, 0, "least item, nothing left out")                        \
    F(max, "max(list)", 1, 1, TYPE_ITEM, 0, "greatest item, nothing left out")                     \
    F(first, "first(list)", 1, 1, TYPE_ITEM, 0, "first item")                                      \
    F(last, "last(list)", 1, 1, TYPE_ITEM, 0, "last item")                                         \
    F(where, "where(list, key, value)", 3, 3, TYPE_SAME, 1, "items whose member KEY is VALUE")     \
    F(lookup, "lookup(list, key, value)", 3, 3, TYPE_ITEM, 1,                                      \
      "first item whose member KEY is VALUE")                                                      \
    F(unique, "unique(list)", 1, 1, TYPE_SAME, 0, "items without their repetitions")               \
    F(sort, "sort(list[, key])", 1, 2, TYPE_SAME, 1, "items in order (of their member KEY)")       \
    F(reverse, "reverse(list)", 1, 1, TYPE_SAME, 0, "items from last to first")                    \
    F(concat, "concat(list, list)", 2, 2, TYPE_COMMON, 0, "items of both")                         \
    F(range, "range(from, to)", 2, 2, TYPE_OTHER, 0, "whole numbers, both ends included")          \
    F(keys, "keys(object)", 1, 1, TYPE_OTHER, 0, "names of the members")                           \
    F(contains, "contains(x, part)", 2, 2, TYPE_OTHER, 0,                                          \
      "whether a text has PART in it, or a list has the item")                                     \
    F(length, "length(x)", 1, 1, TYPE_OTHER, 0, "characters of a text, items of a list")           \
    F(round, "round(x[, places])", 1, 2, TYPE_OTHER, 0, "rounded, half away from zero")            \
    F(round_even, "round_even(x[, places])", 1, 2, TYPE_OTHER, 0, "rounded, half to even")         \
    F(abs, "abs(x)", 1, 1, TYPE_OTHER, 0, "without its sign")                                      \
    F(parse_number, "parse_number(x)", 1, 1, TYPE_OTHER, 0,                                        \
      "the number that an Italian text is, or nothing")                                            \
    F(is_number, "is_number(x)", 1, 1, TYPE_OTHER, 0, "whether it is a number")                    \
    F(number, "number(x[, places])", 1, 2, TYPE_OTHER, 0, "4.193,23; texts as they are")           \
    F(percent, "percent(x[, places])", 1, 2, TYPE_OTHER, 0, "40,00 %; texts as they are")          \
    F(percent_tight, "percent_tight(x[, places])", 1, 2, TYPE_OTHER, 0,                            \
      "40,00%; texts as they are")                                                                 \
    F(euro, "euro(x[, places])", 1, 2, TYPE_OTHER, 0, "€ 1.000,00; texts as they are")             \
    F(date, "date(x)", 1, 1, TYPE_OTHER, 0, "31/12/2023; other texts as they are")                 \
    F(date_long, "date_long(x)", 1, 1, TYPE_OTHER, 0, "31 dicembre 2023; other texts as they are") \
    F(days, "days(from, to)", 2, 2, TYPE_OTHER, 0, "days between two dates")                       \
    F(year, "year(x)", 1, 1, TYPE_OTHER, 0, "year of a date")                                      \
    F(month, "month(x)", 1, 1, TYPE_OTHER, 0, "month of a date, from 1")                           \
    F(month_name, "month_name(n)", 1, 1, TYPE_OTHER, 0, "gennaio for 1")                           \
    F(is_date, "is_date(x)", 1, 1, TYPE_OTHER, 0, "whether it is a date")                          \
    F(upper, "upper(x)", 1, 1, TYPE_OTHER, 0, "in capital letters")                                \
    F(lower, "lower(x)", 1, 1, TYPE_OTHER, 0, "in small letters")                                  \
    F(capitalise, "capitalise(x)", 1, 1, TYPE_OTHER, 0, "its first letter a capital")              \
    F(trim, "trim(x)", 1, 1, TYPE_OTHER, 0, "without blanks at its ends")                          \
    F(truncate, "truncate(x, n)", 2, 2, TYPE_OTHER, 0, "at most N characters, cut with …")         \
    F(replace, "replace(x, old, new)", 3, 3, TYPE_OTHER, 0, "every OLD made NEW")                  \
    F(starts, "starts(x, beginning)", 2, 2, TYPE_OTHER, 0, "whether a text begins so")             \
    F(join, "join(list[, separator])", 1, 2, TYPE_OTHER, 0,                                        \
      "items printed one after the other, nothing left out; \", \" between them")                  \
    F(lines, "lines(x)", 1, 1, TYPE_OTHER, 0, "lines of a text")                                   \
    F(text, "text(x)", 1, 1, TYPE_OTHER, 0, "as it prints")                                        \
    F(plural, "plural(n, one, many)", 3, 3, TYPE_OTHER, 0, "ONE when N is 1, else MANY")           \
    F(if, "if(condition, then[, else])", 2, 3, TYPE_COMMON, 0, "THEN when true, else ELSE")        \
    F(default, "default(x, other)", 2, 2, TYPE_COMMON, 0, "OTHER when X is nothing")

#define EXPR_DECLARE(name, signature, least, most, type, key, meaning)                             \
    const struct data *function_##name(struct run *run, const struct expr *call);
EXPR_FUNCTIONS(EXPR_DECLARE)
#undef EXPR_DECLARE

#endif
