/* check: what is wrong with this plan?
 *
 * The schema's tables answer for types, keys, ranges, dates, codes and references; judge.c adds
 * what they cannot say. Nothing stops at the first problem, and a value that reading has refused is
 * not blamed twice. */
#include "input/check.h"

#include <string.h>

#include "base/date.h"
#include "input/check_private.h"
#include "input/schema.h"

enum {
    LISTS_MAX = 8,
    HINTS_MAX = 50, /* searching the nearest code costs a look at all */
    SHOWN_MAX = 40  /* bytes of a text that a message shows */
};

/* The codes of one list of the plan. */
struct code_list {
    const char *name;         /* "unita" */
    const struct data *items; /* the list's objects by their code */
    const char *const *names; /* the codes, for hints */
    size_t count;
    bool incomplete; /* reading has refused some: who knows what they were */
};

struct checker {
    struct arena *arena;
    struct diags *diags;
    struct code_list lists[LISTS_MAX];
    size_t list_count;
    int hints;
};

static void check_value(struct checker *checker, const struct schema_field *field,
                        const struct data *value);

static bool is_blank(const struct data *value) {
    return !value || value->type == DATA_NULL ||
           (value->type == DATA_TEXT && value->as.text[0] == '\0');
}

/* "peso", or "mesi[2]" for an element: what messages call a value. */
static const char *name_of(const struct checker *checker, const struct data *value) {
    if (value->key || !value->parent) {
        return value->key ? value->key : schema_plan.name;
    }
    return arena_format(checker->arena, "%s[%zu]", name_of(checker, value->parent), value->index);
}

/* The value as the plan writes it, cut short: the same in every language. */
static const char *shown(const struct checker *checker, const struct data *value) {
    char digits[DECIMAL_TEXT_SIZE];
    switch (value->type) {
    case DATA_NULL:
        return "null";
    case DATA_BOOL:
        return value->as.boolean ? "true" : "false";
    case DATA_NUMBER:
        decimal_text(value->as.number, digits);
        return arena_text(checker->arena, digits);
    case DATA_LIST:
        return "[…]";
    case DATA_OBJECT:
        return "{…}";
    case DATA_TEXT:
        break;
    }
    size_t size = strlen(value->as.text);
    size_t cut = size;
    if (size > SHOWN_MAX) {
        cut = SHOWN_MAX;
        while (cut > 0 && ((unsigned char)value->as.text[cut] & 0xC0) == 0x80) {
            cut--;
        }
    }
    return arena_format(checker->arena, "\"%.*s%s\"", (int)cut, value->as.text,
                        cut < size ? "…" : "");
}

static struct place place_of(const struct checker *checker, const struct data *value) {
    return data_place(checker->arena, value);
}

/* Types */

static bool has_type(enum schema_type type, const struct data *value) {
    switch (type) {
    case SCHEMA_ANY:
        return true;
    case SCHEMA_TEXT:
    case SCHEMA_PROSE:
    case SCHEMA_DATE:
    case SCHEMA_DATE_OR_TEXT:
        return value->type == DATA_TEXT;
    case SCHEMA_NUMBER:
        return value->type == DATA_NUMBER;
    case SCHEMA_INTEGER:
        return value->type == DATA_NUMBER && decimal_is_integer(value->as.number);
    case SCHEMA_BOOL:
        return value->type == DATA_BOOL;
    case SCHEMA_VALUE:
    case SCHEMA_NUMBER_OR_TEXT:
        return value->type == DATA_NUMBER || value->type == DATA_TEXT;
    case SCHEMA_OBJECT:
    case SCHEMA_MAP:
        return value->type == DATA_OBJECT;
    case SCHEMA_LIST:
        return value->type == DATA_LIST;
    }
    return false;
}

static void wrong_type(const struct checker *checker, enum schema_type type,
                       const struct data *value) {
    static const enum diag_code codes[] = {
        [SCHEMA_TEXT] = MSG_NOT_TEXT,
        [SCHEMA_PROSE] = MSG_NOT_TEXT,
        [SCHEMA_DATE] = MSG_NOT_TEXT,
        [SCHEMA_DATE_OR_TEXT] = MSG_NOT_TEXT,
        [SCHEMA_NUMBER] = MSG_NOT_NUMBER,
        [SCHEMA_INTEGER] = MSG_NOT_INTEGER,
        [SCHEMA_BOOL] = MSG_NOT_BOOL,
        [SCHEMA_VALUE] = MSG_NOT_VALUE,
        [SCHEMA_NUMBER_OR_TEXT] = MSG_NOT_VALUE,
        [SCHEMA_OBJECT] = MSG_NOT_OBJECT,
        [SCHEMA_LIST] = MSG_NOT_LIST,
        [SCHEMA_MAP] = MSG_NOT_OBJECT,
    };
    diag_at(checker->diags, place_of(checker, value), codes[type], name_of(checker, value),
            shown(checker, value));
}

/* Scalars */

static void check_range(const struct checker *checker, const struct schema_field *field,
                        const struct data *value) {
    if (value->type == DATA_NUMBER &&
        (decimal_compare(value->as.number, decimal_from_int(field->minimum)) < 0 ||
         decimal_compare(value->as.number, decimal_from_int(field->maximum)) > 0)) {
        diag_at(checker->diags, place_of(checker, value), MSG_OUT_OF_RANGE, name_of(checker, value),
                shown(checker, value), arena_format(checker->arena, "%d", field->minimum),
                arena_format(checker->arena, "%d", field->maximum));
    }
}

static void check_date(const struct checker *checker, const struct schema_field *field,
                       const struct data *value) {
    struct date date;
    const char *text = value->as.text;
    bool must_be = field->type == SCHEMA_DATE || date_has_form(text);
    if (must_be && !date_parse(text, &date)) {
        diag_at(checker->diags, place_of(checker, value), MSG_BAD_DATE, text);
    }
}

static void check_allowed(const struct checker *checker, const struct schema_field *field,
                          const struct data *value) {
    size_t count = 0;
    for (; field->allowed[count]; count++) {
        if (strcmp(field->allowed[count], value->as.text) == 0) {
            return;
        }
    }
    const char *nearest = text_nearest(value->as.text, field->allowed, count);
    if (!(field->flags & SCHEMA_OPEN)) {
        diag_hint(checker->diags, place_of(checker, value), MSG_BAD_VALUE, nearest,
                  name_of(checker, value), value->as.text);
    } else if (nearest) {
        diag_hint(checker->diags, place_of(checker, value), MSG_SUSPECT_VALUE, nearest,
                  name_of(checker, value), value->as.text);
    }
}

static void check_reference(struct checker *checker, const struct schema_field *field,
                            const struct data *value) {
    const struct code_list *list = NULL;
    for (size_t i = 0; i < checker->list_count; i++) {
        if (strcmp(checker->lists[i].name, field->reference) == 0) {
            list = &checker->lists[i];
        }
    }
    if (!list || list->incomplete || (field->flags & SCHEMA_REFERENCE_SOFT) ||
        data_member_raw(list->items, value->as.text)) {
        return;
    }
    const char *nearest = NULL;
    if (checker->hints++ < HINTS_MAX) {
        nearest = text_nearest(value->as.text, list->names, list->count);
    }
    diag_hint(checker->diags, place_of(checker, value), MSG_UNKNOWN_REFERENCE, nearest,
              name_of(checker, value), value->as.text, list->name);
}

/* "31/12/2026", "2026-1-1": meant as a date, but printed as words and on no chart. */
static void check_date_like(struct checker *checker, const struct schema_field *field,
                            const struct data *value) {
    const char *text = value->as.text;
    size_t digits = 0, marks = 0;
    for (const char *c = text; *c; c++) {
        digits += *c >= '0' && *c <= '9';
        marks += *c == '/' || *c == '-' || *c == '.';
    }
    if (field->type == SCHEMA_DATE_OR_TEXT && !date_has_form(text) && digits >= 4 && marks == 2 &&
        digits + marks == strlen(text)) {
        diag_at(checker->diags, place_of(checker, value), MSG_DATE_LIKE, text);
    }
}

static void check_text(struct checker *checker, const struct schema_field *field,
                       const struct data *value) {
    if (field->type == SCHEMA_DATE || field->type == SCHEMA_DATE_OR_TEXT) {
        check_date(checker, field, value);
        check_date_like(checker, field, value);
    }
    if (field->allowed) {
        check_allowed(checker, field, value);
    }
    if (field->reference) {
        check_reference(checker, field, value);
    }
}

/* Objects */

static void check_required(const struct checker *checker, const struct schema_object *schema,
                           const struct data *object) {
    for (size_t i = 0; i < schema->count; i++) {
        const struct schema_field *field = &schema->fields[i];
        if (!(field->flags & SCHEMA_REQUIRED)) {
            continue;
        }
        const struct data *value = data_member_raw(object, field->key);
        if (is_blank(value) && !(value && value->refused)) {
            diag_at(checker->diags, place_of(checker, value ? value : object), MSG_MISSING_KEY,
                    field->key);
        }
    }
}

static void check_object(struct checker *checker, const struct schema_object *schema,
                         const struct data *object) {
    check_required(checker, schema, object);
    for (size_t i = 0; i < data_count(object); i++) {
        const struct data *member = data_item(object, i);
        const struct schema_field *field = schema_find(schema, member->key);
        if (field) {
            check_value(checker, field, member);
            continue;
        }
        const char *nearest = member->refused ? NULL : schema_nearest(schema, member->key);
        if (nearest) {
            diag_hint(checker->diags, place_of(checker, member), MSG_UNKNOWN_KEY, nearest,
                      member->key);
        }
    }
}

static void check_value(struct checker *checker, const struct schema_field *field,
                        const struct data *value) {
    if (is_blank(value)) {
        return;
    }
    if (!has_type(field->type, value)) {
        wrong_type(checker, field->type, value);
        return;
    }
    if (field->flags & SCHEMA_RANGE) {
        check_range(checker, field, value);
    }
    if (field->type == SCHEMA_OBJECT) {
        check_object(checker, field->object, value);
    } else if (field->items) {
        for (size_t i = 0; i < data_count(value); i++) {
            check_value(checker, field->items, data_item(value, i));
        }
    } else if (value->type == DATA_TEXT) {
        check_text(checker, field, value);
    }
}

/* Codes */

static const struct schema_field *unique_field(const struct schema_object *object) {
    for (size_t i = 0; object && i < object->count; i++) {
        if (object->fields[i].flags & SCHEMA_UNIQUE) {
            return &object->fields[i];
        }
    }
    return NULL;
}

const struct data *items_by(struct arena *arena, const struct data *list, const char *key) {
    size_t total = list && list->type == DATA_LIST ? data_count(list) : 0;
    const char **names = arena_array(arena, total, sizeof *names);
    const struct data **items = arena_array(arena, total, sizeof *items);
    size_t count = 0;
    for (size_t i = 0; i < total; i++) {
        const char *name = data_text(data_member(data_item(list, i), key));
        if (name) {
            names[count] = name;
            items[count++] = data_item(list, i);
        }
    }
    return data_new_object(arena, names, items, count);
}

/* Enters the codes of LIST, reports those that come twice. */
static void read_codes(struct checker *checker, const char *name, const char *key,
                       const struct data *list) {
    bool incomplete = !is_blank(list) ? list->type != DATA_LIST : list && list->refused;
    const struct data *by_code = items_by(checker->arena, list, key);
    size_t count = data_count(by_code);
    const char **names = arena_array(checker->arena, count, sizeof *names);
    for (size_t i = 0; i < count; i++) {
        names[i] = data_item(by_code, i)->key;
    }
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *code = data_member_raw(data_item(list, i), key);
        incomplete = incomplete || data_item(list, i)->refused || (code && code->refused);
        const struct data *first = data_member_raw(by_code, data_text(code));
        if (first && first->index != i) {
            diag_at(checker->diags, place_of(checker, code), MSG_DUPLICATE_CODE, data_text(code),
                    data_pointer(checker->arena, first));
        }
    }
    checker->lists[checker->list_count++] =
        (struct code_list){name, by_code, names, count, incomplete};
}

void check_plan(struct arena *arena, struct diags *diags, const struct data *plan) {
    if (!plan || plan->refused) {
        return;
    }
    struct checker checker = {.arena = arena, .diags = diags};
    if (plan->type != DATA_OBJECT) {
        wrong_type(&checker, SCHEMA_OBJECT, plan);
        return;
    }
    for (size_t i = 0; i < schema_plan.count && checker.list_count < LISTS_MAX; i++) {
        const struct schema_field *field = &schema_plan.fields[i];
        const struct schema_field *code = field->items ? unique_field(field->items->object) : NULL;
        if (code) {
            read_codes(&checker, field->key, code->key, data_member_raw(plan, field->key));
        }
    }
    check_object(&checker, &schema_plan, plan);
    judge_plan(arena, diags, plan);
}
