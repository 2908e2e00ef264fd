/* What may stand where in a template, said to an editor? Each field table becomes an object, each
 * kind of value one of a few shared forms. A block is any of the objects that have a key for their
 * kind: of several that do not fit, editors show what is wrong with the nearest. */
#include "input/template_schema.h"

#include "base/json_out.h"
#include "input/schema_json.h"
#include "input/template_fields.h"

/* Patterns. A text of YAML may run over lines, so "any character" is [\s\S]. */
#define NUMBER_FORM "[0-9]+(?:\\.[0-9]+)?"
#define UNIT_FORM   " *(?:pt|mm|cm|in)"
#define ZERO_FORM   "0+(?:\\.0+)?"
#define POSITIVE    "(?=[0-9.]*[1-9])" /* before a number */
#define COLOUR_FORM "(?:#[0-9a-fA-F]{6}|[^# ][\\s\\S]*)"
#define NAME_FORM                                                                                  \
    "(?!(?:and|or|not|in|for|if|true|false|null)(?![A-Za-z0-9_]))[A-Za-z_][A-Za-z0-9_]*"

enum { TABLES_MAX = 64 };

struct writer {
    struct json_out out;
    const struct key_table *tables[TABLES_MAX]; /* the definitions, in order of mention */
    size_t count;
};

/* ---- which tables there are, beyond those of blocks ---- */

static void collect(struct writer *writer, const struct key_table *table) {
    for (size_t i = 0; i < writer->count; i++) {
        if (writer->tables[i] == table) {
            return;
        }
    }
    if (writer->count < TABLES_MAX) {
        writer->tables[writer->count++] = table;
    }
}

static void collect_below(struct writer *writer, const struct key_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        if (table->keys[i].table != NULL) {
            collect(writer, table->keys[i].table);
        }
    }
}

static void collect_all(struct writer *writer) {
    collect(writer, &included_keys);
    collect_below(writer, &template_keys);
    for (size_t i = 0; i < block_kind_count; i++) {
        collect_below(writer, block_kinds[i].table);
    }
    for (size_t i = 0; i < writer->count; i++) {
        collect_below(writer, writer->tables[i]);
    }
}

/* ---- small things ---- */

static void write_ref(struct json_out *out, const char *key, const char *name, const char *more) {
    struct buf text = BUF_INIT;
    buf_format(&text, "#/$defs/%s%s", name, more);
    json_out_text(out, key, buf_string(&text));
    buf_free(&text);
}

static void ref(struct json_out *out, const char *name) {
    write_ref(out, "$ref", name, "");
}

/* {"$ref": NAME} as the value of KEY. */
static void ref_object(struct json_out *out, const char *key, const char *name) {
    json_out_open(out, key, '{');
    ref(out, name);
    json_out_close(out, '}');
}

static void texts(struct json_out *out, const char *key, const char *const *items) {
    json_out_open(out, key, '[');
    for (size_t i = 0; items[i] != NULL; i++) {
        json_out_text(out, NULL, items[i]);
    }
    json_out_close(out, ']');
}

#define TEXTS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* {"const": true}, or false, in a list of alternatives. */
static void const_bool(struct json_out *out, bool value) {
    json_out_open(out, NULL, '{');
    json_out_bool(out, "const", value);
    json_out_close(out, '}');
}

/* {"type": "array", "items": {"$ref": ITEMS}} as the value of KEY, of LEAST to MOST items when
 * these are not 0. */
static void list_object(struct json_out *out, const char *key, const char *items, int least,
                        int most) {
    json_out_open(out, key, '{');
    json_out_text(out, "type", "array");
    ref_object(out, "items", items);
    if (most > 0) {
        json_out_int(out, "minItems", least);
        json_out_int(out, "maxItems", most);
    }
    json_out_close(out, '}');
}

static void pattern(struct json_out *out, const char *form) {
    json_out_text(out, "type", "string");
    json_out_text(out, "pattern", form);
}

/* ---- the shared forms ---- */

/* Editors show the innermost description, which should be that of the key: COMMENT is none. */
static void define(struct json_out *out, const char *name, const char *comment) {
    json_out_open(out, name, '{');
    json_out_text(out, "$comment", comment);
}

/* Plain scalars: YAML makes 2025 a number and true a boolean, and both are texts to a template. */
static void scalar(struct json_out *out, bool null) {
    json_out_open(out, "type", '[');
    json_out_text(out, NULL, "string");
    json_out_text(out, NULL, "number");
    json_out_text(out, NULL, "boolean");
    if (null) {
        json_out_text(out, NULL, "null");
    }
    json_out_close(out, ']');
}

/* Without alternatives, of which editors would name the wrong one: the only number is 0. */
static void define_length(struct json_out *out, const char *name, const char *comment, bool zero,
                          const char *form) {
    define(out, name, comment);
    if (zero) {
        texts(out, "type", TEXTS("string", "number"));
        json_out_int(out, "minimum", 0);
        json_out_int(out, "maximum", 0);
        json_out_text(out, "pattern", form);
    } else {
        pattern(out, form);
    }
    texts(out, "examples", TEXTS("9.5pt", "12mm"));
    json_out_close(out, '}');
}

static void define_lengths(struct json_out *out) {
    define_length(out, "length", "a number with pt, mm, cm or in, such as 9.5pt; or 0", true,
                  "^(?:" NUMBER_FORM UNIT_FORM "|" ZERO_FORM ")$");
    define_length(out, "signed-length", "a length that may be negative, such as -6pt", true,
                  "^-?(?:" NUMBER_FORM UNIT_FORM "|" ZERO_FORM ")$");
    define_length(out, "positive-length", "a length greater than 0, such as 9.5pt", false,
                  "^" POSITIVE NUMBER_FORM UNIT_FORM "$");
    define(out, "lengths",
           "one length for all sides, [above and below, at the sides] or [top, right, bottom, "
           "left]");
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "length");
    list_object(out, NULL, "length", 1, 2);
    list_object(out, NULL, "length", 4, 4);
    json_out_close(out, ']');
    json_out_close(out, '}');
    define(out, "paper", "A3, A4, A5 or [width, height]");
    json_out_open(out, "anyOf", '[');
    json_out_open(out, NULL, '{');
    texts(out, "enum", TEXTS("A3", "A4", "A5"));
    json_out_close(out, '}');
    list_object(out, NULL, "length", 2, 2);
    json_out_close(out, ']');
    json_out_close(out, '}');
    define(out, "width", "auto (by content), a length such as 30mm, or a share of the rest: 1fr");
    pattern(out, "^(?:auto|" POSITIVE NUMBER_FORM "(?:fr|" UNIT_FORM "))$");
    texts(out, "examples", TEXTS("auto", "1fr", "30mm"));
    json_out_close(out, '}');
}

static void define_looks(struct json_out *out) {
    define(out, "colour", "a name in `colours`, \"#rrggbb\" in quotes, or none");
    pattern(out, "^" COLOUR_FORM "$");
    texts(out, "examples", TEXTS("none"));
    json_out_close(out, '}');
    define(out, "paint", "a name in `colours`, or \"#rrggbb\" in quotes");
    pattern(out, "^(?!none$)" COLOUR_FORM "$");
    json_out_close(out, '}');
    define(out, "border", "a length and a colour, such as 0.4pt hairline, or none");
    pattern(out, "^(?:none|(?:" NUMBER_FORM UNIT_FORM "|" ZERO_FORM ") +" COLOUR_FORM ")$");
    texts(out, "examples", TEXTS("none", "0.4pt hairline"));
    json_out_close(out, '}');
    define(out, "language", "BCP 47, such as it-IT or en");
    pattern(out, "^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$");
    texts(out, "examples", TEXTS("it-IT", "en"));
    json_out_close(out, '}');
}

static void define_expressions(struct json_out *out) {
    define(out, "name", "a name: letters, digits and _, no reserved word");
    pattern(out, "^" NAME_FORM "$");
    json_out_close(out, '}');
    define(out, "text", "text, with ${expression} in it");
    scalar(out, false);
    json_out_close(out, '}');
    define(out, "parts",
           "text with ${expression} in it, or a list of parts with looks of their own");
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "text");
    json_out_open(out, NULL, '{');
    json_out_text(out, "type", "array");
    json_out_open(out, "items", '{');
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "text");
    ref_object(out, NULL, part_keys.name);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_close(out, '}');
    define(out, "expression", "an expression, without ${ } around it");
    scalar(out, false);
    json_out_text(out, "pattern", "^(?!\\$\\{[\\s\\S]*\\}$)");
    json_out_close(out, '}');
    define(out, "names", "names with expressions");
    json_out_text(out, "type", "object");
    ref_object(out, "propertyNames", "name");
    json_out_open(out, "additionalProperties", '{');
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "expression");
    json_out_open(out, NULL, '{');
    json_out_text(out, "type", "null");
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, '}');
    define(out, "loop", "NAME in LIST, such as o in obiettivi");
    pattern(out, "^ *" NAME_FORM "[ \\n]+in[ \\n]+[\\s\\S]*\\S");
    texts(out, "examples", TEXTS("o in obiettivi"));
    json_out_close(out, '}');
}

/* An expression, a {by, descending}, or a list of both. */
static void define_order(struct json_out *out) {
    define(out, "order", "an expression, a list of them or of {by, descending}");
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "expression");
    ref_object(out, NULL, sort_keys.name);
    json_out_open(out, NULL, '{');
    json_out_text(out, "type", "array");
    json_out_open(out, "items", '{');
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "expression");
    ref_object(out, NULL, sort_keys.name);
    json_out_close(out, ']');
    json_out_close(out, '}');
    json_out_close(out, '}');
    json_out_close(out, ']');
    json_out_close(out, '}');
}

static void define_blocks(struct json_out *out) {
    define(out, "blocks", "a list of blocks");
    json_out_text(out, "type", "array");
    ref_object(out, "items", "block");
    json_out_close(out, '}');
    define(out, "block", "one key names its kind, the others are its options");
    json_out_open(out, "anyOf", '[');
    for (size_t i = 0; i < block_kind_count; i++) {
        json_out_open(out, NULL, '{');
        write_ref(out, "$ref", block_kinds[i].name, "-block");
        json_out_close(out, '}');
    }
    json_out_close(out, ']');
    json_out_close(out, '}');
}

/* ---- the value of a key ---- */

static void write_words(struct json_out *out, const struct key *key) {
    json_out_open(out, "enum", '[');
    for (int i = key->minimum; key->kind == VALUE_WEIGHT && i <= key->maximum; i += 100) {
        json_out_int(out, NULL, i);
    }
    for (const struct word *word = key->words; word->text != NULL; word++) {
        json_out_text(out, NULL, word->text);
    }
    json_out_close(out, ']');
}

static void write_items(struct json_out *out, const struct key *key) {
    json_out_text(out, "type", "array");
    json_out_open(out, "items", '{');
    if (key->kind == VALUE_CELLS) {
        json_out_open(out, "anyOf", '[');
        ref_object(out, NULL, "parts");
        ref_object(out, NULL, key->table->name);
        json_out_close(out, ']');
    } else if (key->kind == VALUE_FILES) {
        json_out_text(out, "type", "string");
        json_out_int(out, "minLength", 1);
    } else {
        ref(out, key->table->name);
    }
    json_out_close(out, '}');
}

/* Names with values of KEY's kind. */
static void write_map(struct json_out *out, const struct key *key) {
    json_out_text(out, "type", "object");
    if (key->kind == VALUE_PARAMETERS) {
        ref_object(out, "propertyNames", "name");
    }
    json_out_open(out, "additionalProperties", '{');
    if (key->kind == VALUE_NAMED) {
        ref(out, key->table->name);
    } else if (key->kind == VALUE_PARAMETERS) {
        scalar(out, true);
    } else if (key->kind == VALUE_COLOURS) {
        pattern(out, "^#[0-9a-fA-F]{6}$");
    } else if (key->kind == VALUE_ABBREVIATIONS) {
        ref(out, "text");
    } else {
        json_out_text(out, "type", "string");
    }
    json_out_close(out, '}');
}

static void write_standard(struct json_out *out, const struct key *key) {
    if (key->standard == NULL) {
        return;
    }
    if (key->kind == VALUE_BOOL) {
        json_out_bool(out, "default", text_equal(key->standard, "true"));
    } else if (key->kind == VALUE_INT || key->kind == VALUE_SPAN) {
        int number = 0;
        for (const char *digit = key->standard; *digit != '\0'; digit++) {
            number = number * 10 + (*digit - '0');
        }
        json_out_int(out, "default", number);
    } else {
        json_out_text(out, "default", key->standard);
    }
}

static void write_integer(struct json_out *out, const struct key *key) {
    json_out_text(out, "type", "integer");
    json_out_int(out, "minimum", key->minimum);
    json_out_int(out, "maximum", key->maximum);
}

static void write_span(struct json_out *out, const struct key *key) {
    json_out_open(out, "anyOf", '[');
    json_out_open(out, NULL, '{');
    write_integer(out, key);
    json_out_close(out, '}');
    json_out_open(out, NULL, '{');
    write_words(out, key);
    json_out_close(out, '}');
    json_out_close(out, ']');
}

static const char *length_form(const struct key *key) {
    return (key->flags & KEY_SIGNED) != 0 ? "signed-length"
           : key->minimum > 0             ? "positive-length"
                                          : "length";
}

/* A new kind of value is an error of the compiler here. */
static void write_form(struct json_out *out, const struct key *key) {
    switch (key->kind) {
    case VALUE_TRUE:
        json_out_bool(out, "const", true);
        break;
    case VALUE_BOOL:
        json_out_text(out, "type", "boolean");
        break;
    case VALUE_INT:
        write_integer(out, key);
        break;
    case VALUE_WORD:
    case VALUE_SWITCH:
    case VALUE_WEIGHT:
        write_words(out, key);
        break;
    case VALUE_SPAN:
        write_span(out, key);
        break;
    case VALUE_LENGTH:
        ref(out, length_form(key));
        break;
    case VALUE_LENGTHS:
        ref(out, "lengths");
        break;
    case VALUE_SIZE:
        ref(out, "paper");
        break;
    case VALUE_WIDTH:
        ref(out, "width");
        break;
    case VALUE_COLOUR:
        ref(out, (key->flags & KEY_PAINTED) != 0 ? "paint" : "colour");
        break;
    case VALUE_BORDER:
    case VALUE_BORDERS:
        ref(out, "border");
        break;
    case VALUE_LANGUAGE:
        ref(out, "language");
        break;
    case VALUE_EXPR:
    case VALUE_WHERE:
    case VALUE_GROUP:
        ref(out, "expression");
        break;
    case VALUE_PLAIN:
    case VALUE_TEXT:
        ref(out, "text");
        break;
    case VALUE_PARTS:
        ref(out, "parts");
        break;
    case VALUE_LET:
        ref(out, "names");
        break;
    case VALUE_BLOCKS:
        ref(out, "blocks");
        break;
    case VALUE_MAP:
        ref(out, key->table->name);
        break;
    case VALUE_LOOP:
        ref(out, "loop");
        break;
    case VALUE_SORT:
        ref(out, "order");
        break;
    case VALUE_GROUP_NAME:
        ref(out, "name");
        break;
    case VALUE_CELLS:
    case VALUE_LIST:
    case VALUE_FILES:
        write_items(out, key);
        break;
    case VALUE_PARAMETERS:
    case VALUE_COLOURS:
    case VALUE_FONTS:
    case VALUE_NAMED:
    case VALUE_ABBREVIATIONS:
        write_map(out, key);
        break;
    case VALUE_BOOKMARK:
    case VALUE_CONTINUED:
        json_out_open(out, "anyOf", '[');
        const_bool(out, key->kind == VALUE_CONTINUED);
        ref_object(out, NULL, key->kind == VALUE_CONTINUED ? "parts" : "text");
        json_out_close(out, ']');
        break;
    case VALUE_FONT:
    case VALUE_STYLE:
    case VALUE_EXTENDS:
    case VALUE_MASTER:
    case VALUE_FILE: /* a name or a path */
        json_out_text(out, "type", "string");
        json_out_int(out, "minLength", 1);
        break;
    }
}

static void write_key(struct json_out *out, const struct key *key) {
    json_out_open(out, key->name, '{');
    json_out_text(out, "description", key->meaning);
    write_form(out, key);
    write_standard(out, key);
    json_out_close(out, '}');
}

/* ---- tables ---- */

static void write_required(struct json_out *out, const struct key_table *table) {
    bool any = false;
    for (size_t i = 0; i < table->count; i++) {
        if ((table->keys[i].flags & KEY_REQUIRED) == 0) {
            continue;
        }
        if (!any) {
            json_out_open(out, "required", '[');
        }
        json_out_text(out, NULL, table->keys[i].name);
        any = true;
    }
    if (any) {
        json_out_close(out, ']');
    }
}

/* FIRST is of no use without SECOND. */
static void write_needs(struct json_out *out, const struct key *first, const struct key *second) {
    if (first != NULL && second != NULL && (second->flags & KEY_REQUIRED) == 0) {
        texts(out, first->name, TEXTS(second->name));
    }
}

static void write_dependent(struct json_out *out, const struct key_table *table) {
    const struct key *loop = key_of_kind(table, VALUE_LOOP);
    const struct key *group = key_of_kind(table, VALUE_GROUP);
    const struct key *name = key_of_kind(table, VALUE_GROUP_NAME);
    if (loop == NULL || ((loop->flags & KEY_REQUIRED) != 0 && group == NULL)) {
        return;
    }
    json_out_open(out, "dependentRequired", '{');
    write_needs(out, key_of_kind(table, VALUE_WHERE), loop);
    write_needs(out, key_of_kind(table, VALUE_SORT), loop);
    if (group != NULL && name != NULL) { /* a group has always a loop */
        texts(out, group->name, TEXTS(name->name, loop->name));
    }
    write_needs(out, name, group);
    json_out_close(out, '}');
}

/* Keys that cannot stand together, two and two. */
static void write_choices(struct json_out *out, const struct key_table *table) {
    bool any = false;
    for (size_t i = 0; i < table->count; i++) {
        for (size_t k = i + 1; k < table->count; k++) {
            const struct key *a = &table->keys[i], *b = &table->keys[k];
            if (a->choice == 0 || a->choice != b->choice) {
                continue;
            }
            if (!any) {
                json_out_open(out, "allOf", '[');
            }
            json_out_open(out, NULL, '{');
            json_out_open(out, "not", '{');
            texts(out, "required", TEXTS(a->name, b->name));
            json_out_close(out, '}');
            json_out_close(out, '}');
            any = true;
        }
    }
    if (any) {
        json_out_close(out, ']');
    }
}

static void write_properties(struct json_out *out, const struct key_table *table) {
    json_out_text(out, "type", "object");
    json_out_open(out, "properties", '{');
    for (size_t i = 0; i < table->count; i++) {
        write_key(out, &table->keys[i]);
    }
    json_out_close(out, '}');
    json_out_bool(out, "additionalProperties", false);
}

static void write_table(struct json_out *out, const struct key_table *table) {
    write_properties(out, table);
    write_required(out, table);
    write_dependent(out, table);
    write_choices(out, table);
}

static void define_tables(struct writer *writer) {
    struct json_out *out = &writer->out;
    for (size_t i = 0; i < writer->count; i++) {
        json_out_open(out, writer->tables[i]->name, '{');
        json_out_text(out, "title", writer->tables[i]->name);
        write_table(out, writer->tables[i]);
        json_out_close(out, '}');
    }
    struct buf name = BUF_INIT;
    for (size_t i = 0; i < block_kind_count; i++) {
        buf_clear(&name);
        buf_format(&name, "%s-block", block_kinds[i].name);
        json_out_open(out, buf_string(&name), '{');
        json_out_text(out, "title", block_kinds[i].name);
        json_out_text(out, "description", block_kinds[i].meaning);
        write_table(out, block_kinds[i].table);
        json_out_close(out, '}');
    }
    buf_free(&name);
}

/* ---- files ---- */

/* A template, or a file that templates use, which is one without the keys of KEY_MAIN. */
static void define_file(struct json_out *out) {
    define(out, "template", "a template, or a file that templates use");
    write_properties(out, &template_keys);
    json_out_open(out, "dependentRequired", '{');
    for (size_t i = 0; i < template_keys.count; i++) {
        const struct key *key = &template_keys.keys[i];
        if ((key->flags & KEY_MAIN) == 0) {
            continue;
        }
        json_out_open(out, key->name, '[');
        for (size_t k = 0; k < template_keys.count; k++) {
            if (k != i && (template_keys.keys[k].flags & KEY_REQUIRED) != 0) {
                json_out_text(out, NULL, template_keys.keys[k].name);
            }
        }
        json_out_close(out, ']');
    }
    json_out_close(out, '}');
    json_out_close(out, '}');
}

void template_schema_write(struct buf *buf) {
    struct writer writer = {.out = {.buf = buf}};
    struct json_out *out = &writer.out;
    collect_all(&writer);
    json_out_open(out, NULL, '{');
    json_out_text(out, "$schema", JSON_SCHEMA_DIALECT);
    json_out_text(out, "title", "piao-template: 1");
    json_out_text(out, "description",
                  "a template, a file that templates use, or blocks that they include");
    json_out_open(out, "anyOf", '[');
    ref_object(out, NULL, "template");
    ref_object(out, NULL, "blocks");
    ref_object(out, NULL, included_keys.name);
    json_out_close(out, ']');
    json_out_open(out, "$defs", '{');
    define_file(out);
    define_blocks(out);
    define_tables(&writer);
    define_expressions(out);
    define_order(out);
    define_lengths(out);
    define_looks(out);
    json_out_close(out, '}');
    json_out_close(out, '}');
}
