/* expr_functions: the table of functions, their arguments, and those about numbers and dates.
 *
 * A function evaluates the arguments it needs, through arg_*, which report what does not fit and
 * let nothing pass as nothing. The ones that format leave texts alone: where the plan format allows
 * "a number, or text as published", both print. */
#include "input/expr_private.h"

#include <string.h>

#include "base/date.h"
#include "input/format.h"

enum { MAX_PLACES = 18 };

#define EXPR_ROW(name, signature, least, most, type, key, meaning)                                 \
    {#name, least, most, type, key, function_##name},
static const struct function functions[] = {EXPR_FUNCTIONS(EXPR_ROW)};
#undef EXPR_ROW

#define EXPR_ROW(name, signature, least, most, type, key, meaning) {#name, signature, meaning},
static const struct expr_function descriptions[] = {EXPR_FUNCTIONS(EXPR_ROW)};
#undef EXPR_ROW

enum { FUNCTION_COUNT = sizeof functions / sizeof *functions };

const struct function *function_find(const char *name) {
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        if (strcmp(functions[i].name, name) == 0)
            return &functions[i];
    }
    return NULL;
}

const char *function_nearest(const char *name) {
    const char *names[FUNCTION_COUNT];
    for (size_t i = 0; i < FUNCTION_COUNT; i++)
        names[i] = functions[i].name;
    return text_nearest(name, names, FUNCTION_COUNT);
}

const char *function_signature(const struct function *function) {
    return descriptions[function - functions].signature;
}

const struct expr_function *expr_functions(size_t *count) {
    *count = FUNCTION_COUNT;
    return descriptions;
}

/* ---- arguments ---- */

const struct data *arg_value(struct run *run, const struct expr *call, size_t at) {
    return at < call->count ? run_value(run, call->args[at]) : NULL;
}

const struct data *arg_list(struct run *run, const struct expr *call, size_t at) {
    const struct data *value = arg_value(run, call, at);
    if (value_nothing(value))
        return NULL;
    return value->type == DATA_LIST ? value : run_wrong(run, call, value);
}

bool arg_number(struct run *run, const struct expr *call, size_t at, struct decimal *out) {
    const struct data *value = arg_value(run, call, at);
    if (value_nothing(value))
        return false;
    if (value->type != DATA_NUMBER) {
        run_wrong(run, call, value);
        return false;
    }
    *out = value->as.number;
    return true;
}

bool arg_int(struct run *run, const struct expr *call, size_t at, int64_t least, int64_t most,
             int64_t *out) {
    int64_t whole;
    const struct data *value = arg_value(run, call, at);
    if (value_nothing(value))
        return false;
    if (value->type != DATA_NUMBER || !decimal_to_int64(value->as.number, &whole) ||
        whole < least || whole > most) {
        run_wrong(run, call, value);
        return false;
    }
    *out = whole;
    return true;
}

const char *arg_text(struct run *run, const struct expr *call, size_t at) {
    const struct data *value = arg_value(run, call, at);
    if (value == NULL)
        return NULL;
    if (value->type == DATA_LIST || value->type == DATA_OBJECT) {
        run_wrong(run, call, value);
        return NULL;
    }
    return run_spend_value(run, call, value, 1) ? expr_print(run->eval->arena, value) : NULL;
}

/* ---- numbers ---- */

static const struct data *rounded(struct run *run, const struct expr *call,
                                  enum decimal_rounding rounding) {
    struct decimal value;
    int64_t places = 0;
    if (!arg_number(run, call, 0, &value))
        return NULL;
    arg_int(run, call, 1, 0, MAX_PLACES, &places);
    return run_number(run, call, true, decimal_round(value, (int)places, rounding));
}

const struct data *function_round(struct run *run, const struct expr *call) {
    return rounded(run, call, DECIMAL_HALF_UP);
}

const struct data *function_round_even(struct run *run, const struct expr *call) {
    return rounded(run, call, DECIMAL_HALF_EVEN);
}

const struct data *function_abs(struct run *run, const struct expr *call) {
    struct decimal value;
    if (!arg_number(run, call, 0, &value))
        return NULL;
    return run_number(run, call, true, decimal_sign(value) < 0 ? decimal_negate(value) : value);
}

const struct data *function_parse_number(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    struct decimal number;
    if (value == NULL || value->type == DATA_NUMBER)
        return value;
    const char *text = data_text(value);
    if (text == NULL)
        return run_wrong(run, call, value);
    return format_parse_number(text, &number) ? run_number(run, call, true, number) : NULL;
}

const struct data *function_is_number(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    return run_bool(value != NULL && value->type == DATA_NUMBER);
}

/* A number between BEFORE and AFTER, with the places asked for or else PLACES. The sign comes
 * first. */
static const struct data *formatted(struct run *run, const struct expr *call, int64_t places,
                                    const char *before, const char *after) {
    const struct data *value = arg_value(run, call, 0);
    struct buf buf = BUF_INIT;
    arg_int(run, call, 1, 0, MAX_PLACES, &places);
    if (value_nothing(value) || run->failed)
        return NULL;
    if (value->type == DATA_TEXT)
        return value;
    if (value->type != DATA_NUMBER)
        return run_wrong(run, call, value);
    struct decimal number = value->as.number;
    if (places >= 0)
        number = decimal_round(number, (int)places, DECIMAL_HALF_UP);
    if (decimal_sign(number) < 0) {
        buf_char(&buf, '-');
        number = decimal_negate(number);
    }
    buf_text(&buf, before);
    format_number(&buf, number, (int)places, true, DECIMAL_HALF_UP);
    buf_text(&buf, after);
    return run_text(run, call, &buf);
}

const struct data *function_number(struct run *run, const struct expr *call) {
    return formatted(run, call, -1, "", "");
}

const struct data *function_percent(struct run *run, const struct expr *call) {
    return formatted(run, call, 2, "", " %");
}

const struct data *function_percent_tight(struct run *run, const struct expr *call) {
    return formatted(run, call, 2, "", "%");
}

const struct data *function_euro(struct run *run, const struct expr *call) {
    return formatted(run, call, 2, "€ ", "");
}

/* ---- dates ---- */

/* The date that argument AT is. False for nothing and for words; a date that does not exist is
 * reported. *VALUE is the argument. */
static bool arg_date(struct run *run, const struct expr *call, size_t at, const struct data **value,
                     struct date *out) {
    *value = arg_value(run, call, at);
    if (value_nothing(*value))
        return false;
    const char *text = data_text(*value);
    if (text == NULL) {
        run_wrong(run, call, *value);
        return false;
    }
    if (date_parse(text, out))
        return true;
    if (date_has_form(text)) {
        struct place place = call->place;
        place.pointer = data_pointer(run->eval->arena, *value);
        diag_at(run->eval->diags, place, MSG_BAD_DATE, text);
        run->failed = true;
    }
    return false;
}

static const struct data *dated(struct run *run, const struct expr *call,
                                void (*format)(struct buf *buf, struct date date)) {
    const struct data *value;
    struct date date;
    struct buf buf = BUF_INIT;
    if (!arg_date(run, call, 0, &value, &date))
        return value;
    format(&buf, date);
    return run_text(run, call, &buf);
}

const struct data *function_date(struct run *run, const struct expr *call) {
    return dated(run, call, format_date);
}

const struct data *function_date_long(struct run *run, const struct expr *call) {
    return dated(run, call, format_date_long);
}

const struct data *function_is_date(struct run *run, const struct expr *call) {
    struct date date;
    const char *text = data_text(arg_value(run, call, 0));
    return run_bool(text != NULL && date_parse(text, &date));
}

static const struct data *whole(struct run *run, const struct expr *call, int64_t value) {
    return run_number(run, call, true, decimal_from_int(value));
}

const struct data *function_days(struct run *run, const struct expr *call) {
    const struct data *value;
    struct date from, to;
    bool known = arg_date(run, call, 0, &value, &from);
    known = arg_date(run, call, 1, &value, &to) && known;
    return known ? whole(run, call, date_days(to) - date_days(from)) : NULL;
}

const struct data *function_year(struct run *run, const struct expr *call) {
    const struct data *value;
    struct date date;
    return arg_date(run, call, 0, &value, &date) ? whole(run, call, date.year) : NULL;
}

const struct data *function_month(struct run *run, const struct expr *call) {
    const struct data *value;
    struct date date;
    return arg_date(run, call, 0, &value, &date) ? whole(run, call, date.month) : NULL;
}

const struct data *function_month_name(struct run *run, const struct expr *call) {
    int64_t month;
    if (!arg_int(run, call, 0, 1, 12, &month))
        return NULL;
    return data_new_text(run->eval->arena, format_month((int)month));
}

/* ---- choices ---- */

const struct data *function_if(struct run *run, const struct expr *call) {
    bool chosen = value_true(arg_value(run, call, 0));
    return arg_value(run, call, chosen ? 1 : 2);
}

const struct data *function_default(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    return data_empty(value) ? arg_value(run, call, 1) : value;
}

const struct data *function_plural(struct run *run, const struct expr *call) {
    struct decimal number;
    if (!arg_number(run, call, 0, &number))
        return NULL;
    return arg_value(run, call, decimal_compare(number, decimal_from_int(1)) == 0 ? 1 : 2);
}
