/* What may stand where in a plan, said to an editor? Every object of the format becomes a
 * definition. An absent key, null and "" mean the same in a plan, so that every value but a
 * required one may be blank: its type has "string" and "null" beside its own, and a text in place
 * of another type must be empty. */
#include "input/schema_json.h"

#include "base/json_out.h"
#include "input/schema.h"

/* A date that exists, but for 29 February in common years; year 0 is none. */
#define DATE_FORM                                                                                  \
    "(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|"   \
    "[12][0-9]|30)|02-(?:0[1-9]|[12][0-9]))"

enum { OBJECTS_MAX = 64 };

struct writer {
    struct json_out out;
    const struct schema_object *objects[OBJECTS_MAX]; /* the definitions, in order of mention */
    size_t count;
};

/* ---- which objects there are ---- */

static void collect(struct writer *writer, const struct schema_object *object);

static void collect_field(struct writer *writer, const struct schema_field *field) {
    if (field->object) {
        collect(writer, field->object);
    }
    if (field->items) {
        collect_field(writer, field->items);
    }
}

static void collect(struct writer *writer, const struct schema_object *object) {
    for (size_t i = 0; i < writer->count; i++) {
        if (writer->objects[i] == object) {
            return;
        }
    }
    if (writer->count < OBJECTS_MAX) {
        writer->objects[writer->count++] = object;
        for (size_t i = 0; i < object->count; i++) {
            collect_field(writer, &object->fields[i]);
        }
    }
}

/* ---- one value ---- */

static const char *json_type(enum schema_type type) {
    switch (type) {
    case SCHEMA_ANY:
        return NULL;
    case SCHEMA_TEXT:
    case SCHEMA_PROSE:
    case SCHEMA_DATE:
    case SCHEMA_DATE_OR_TEXT:
        return "string";
    case SCHEMA_NUMBER:
    case SCHEMA_VALUE:
    case SCHEMA_NUMBER_OR_TEXT:
        return "number";
    case SCHEMA_INTEGER:
        return "integer";
    case SCHEMA_BOOL:
        return "boolean";
    case SCHEMA_OBJECT:
    case SCHEMA_MAP:
        return "object";
    case SCHEMA_LIST:
        return "array";
    }
    return NULL;
}

static bool takes_text(enum schema_type type) {
    return text_equal(json_type(type), "string") || type == SCHEMA_VALUE ||
           type == SCHEMA_NUMBER_OR_TEXT;
}

static void write_type(struct json_out *out, enum schema_type type, bool required) {
    const char *own = json_type(type);
    if (!own) {
        return;
    }
    if (required && (!takes_text(type) || text_equal(own, "string"))) {
        json_out_text(out, "type", own);
    } else {
        json_out_open(out, "type", '[');
        json_out_text(out, NULL, own);
        if (!text_equal(own, "string")) {
            json_out_text(out, NULL, "string");
        }
        if (!required) {
            json_out_text(out, NULL, "null");
        }
        json_out_close(out, ']');
    }
    if (required && takes_text(type)) {
        json_out_int(out, "minLength", 1);
    } else if (!required && !takes_text(type)) {
        json_out_int(out, "maxLength", 0);
    }
}

static void write_description(struct json_out *out, const struct schema_field *field) {
    struct buf text = BUF_INIT;
    buf_text(&text, field->meaning);
    if (field->type == SCHEMA_PROSE) {
        buf_text(&text, " (CommonMark)");
    }
    if (field->type == SCHEMA_DATE) {
        buf_text(&text, " (YYYY-MM-DD)");
    }
    if (field->type == SCHEMA_DATE_OR_TEXT) {
        buf_text(&text, " (YYYY-MM-DD, or words)");
    }
    if (field->flags & SCHEMA_UNIQUE) {
        buf_text(&text, "; no two are equal");
    }
    if (field->flags & SCHEMA_PERSONAL) {
        buf_text(&text, "; personal data");
    }
    if (field->flags & SCHEMA_ABOUT_PEOPLE) {
        buf_text(&text, "; may name people");
    }
    json_out_text(out, "description", buf_string(&text));
    buf_free(&text);
}

static void write_allowed(struct json_out *out, const struct schema_field *field, bool required) {
    bool open = (field->flags & SCHEMA_OPEN) != 0;
    json_out_open(out, open ? "examples" : "enum", '[');
    for (size_t i = 0; field->allowed[i]; i++) {
        json_out_text(out, NULL, field->allowed[i]);
    }
    if (!open && !required) {
        json_out_text(out, NULL, "");
        json_out_null(out, NULL);
    }
    json_out_close(out, ']');
}

static void write_field(struct json_out *out, const char *key, const struct schema_field *field) {
    bool required = (field->flags & SCHEMA_REQUIRED) != 0;
    json_out_open(out, key, '{');
    write_description(out, field);
    if (field->type == SCHEMA_OBJECT) {
        struct buf name = BUF_INIT;
        buf_format(&name, "#/$defs/%s", field->object->name);
        json_out_text(out, "$ref", buf_string(&name));
        buf_free(&name);
        if (required) {
            json_out_text(out, "type", "object");
        }
    } else {
        write_type(out, field->type, required);
    }
    if (field->type == SCHEMA_DATE) {
        json_out_text(out, "pattern", "^(?:" DATE_FORM ")?$");
    } else if (field->type == SCHEMA_DATE_OR_TEXT) {
        json_out_text(out, "pattern", "^(?![0-9]{4}-[0-9]{2}-[0-9]{2}$)|^" DATE_FORM "$");
    }
    if (field->allowed) {
        write_allowed(out, field, required);
    }
    if (field->flags & SCHEMA_RANGE) {
        json_out_int(out, "minimum", field->minimum);
        json_out_int(out, "maximum", field->maximum);
    }
    if (field->items) {
        write_field(out, field->type == SCHEMA_MAP ? "additionalProperties" : "items",
                    field->items);
    }
    json_out_close(out, '}');
}

/* ---- objects ---- */

static void write_keys(struct json_out *out, const struct schema_object *object) {
    json_out_open(out, "properties", '{');
    bool required = false;
    for (size_t i = 0; i < object->count; i++) {
        write_field(out, object->fields[i].key, &object->fields[i]);
        required = required || (object->fields[i].flags & SCHEMA_REQUIRED) != 0;
    }
    write_field(out, "extra", schema_find(object, "extra"));
    json_out_close(out, '}');
    if (required) {
        json_out_open(out, "required", '[');
        for (size_t i = 0; i < object->count; i++) {
            if (object->fields[i].flags & SCHEMA_REQUIRED) {
                json_out_text(out, NULL, object->fields[i].key);
            }
        }
        json_out_close(out, ']');
    }
    json_out_bool(out, "additionalProperties", true);
}

void schema_json_write(struct buf *buf) {
    struct writer writer = {.out = {.buf = buf}};
    struct json_out *out = &writer.out;
    collect(&writer, &schema_plan);
    json_out_open(out, NULL, '{');
    json_out_text(out, "$schema", JSON_SCHEMA_DIALECT);
    json_out_text(out, "title", schema_find(&schema_plan, "formato")->allowed[0]);
    json_out_text(out, "description", "the performance plan of an administration");
    json_out_text(out, "type", "object");
    write_keys(out, &schema_plan);
    json_out_open(out, "$defs", '{');
    for (size_t i = 1; i < writer.count; i++) {
        json_out_open(out, writer.objects[i]->name, '{');
        json_out_text(out, "title", writer.objects[i]->name);
        write_type(out, SCHEMA_OBJECT, false);
        write_keys(out, writer.objects[i]);
        json_out_close(out, '}');
    }
    json_out_close(out, '}');
    json_out_close(out, '}');
}
