/* schema: the plan format as tables.
 *
 * One description of every object of piao-plan/1 (plan-format), read by four users: check judges plans by
 * it, expr finds misspelled paths in templates by it, and the JSON Schema in docs/ is printed from it. */
#ifndef PIAO_INPUT_SCHEMA_H
#define PIAO_INPUT_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

enum schema_type {
    SCHEMA_ANY,
    SCHEMA_TEXT,         /* plain text */
    SCHEMA_PROSE,        /* CommonMark text */
    SCHEMA_DATE,         /* "YYYY-MM-DD" */
    SCHEMA_DATE_OR_TEXT, /* a date, or words */
    SCHEMA_NUMBER,
    SCHEMA_INTEGER,
    SCHEMA_BOOL,
    SCHEMA_VALUE,          /* number or text, what indicators compare */
    SCHEMA_NUMBER_OR_TEXT, /* as published */
    SCHEMA_OBJECT,
    SCHEMA_LIST,
    SCHEMA_MAP /* object whose keys are data; `items` types its values */
};

struct schema_field {
    const char *key; /* NULL for the anonymous element of a list or map */
    enum schema_type type;
    const struct schema_object *object; /* of SCHEMA_OBJECT */
    const struct schema_field *items;   /* element of SCHEMA_LIST, value of SCHEMA_MAP */
    unsigned flags;
    const char *reference;      /* "unita", "obiettivi"...: the text is a code of that list */
    const char *const *allowed; /* NULL-terminated list of admitted texts, or NULL */
    int minimum, maximum;       /* for numbers and integers when SCHEMA_RANGE is set */
    const char *meaning;        /* English, one line: for the JSON Schema and the reference */
};

enum schema_flag {
    SCHEMA_REQUIRED = 1,
    SCHEMA_UNIQUE = 2,   /* a code: no two equal in the list */
    SCHEMA_RANGE = 4,
    SCHEMA_PERSONAL = 8, /* personal data: internal edition only */
    SCHEMA_REFERENCE_SOFT = 16, /* a text that is no known code is printed as it stands */
    SCHEMA_OPEN = 32, /* `allowed` is not all: other texts are admitted, misspellings draw a warning */
    SCHEMA_ABOUT_PEOPLE = 64 /* prose that may name people: the template decides whether it is printed */
};

struct schema_object {
    const char *name; /* "obiettivo": for messages */
    const struct schema_field *fields;
    size_t count;
};

extern const struct schema_object schema_plan; /* the root */

/* NULL when there is none. `extra` is known on every object (SCHEMA_ANY). */
const struct schema_field *schema_find(const struct schema_object *object, const char *key);
/* The nearest known key, or NULL. */
const char *schema_nearest(const struct schema_object *object, const char *key);

#endif
