/* expr_world: a small schema and plan, and the checks that the tests of expr share. */
#ifndef PIAO_TESTS_EXPR_WORLD_H
#define PIAO_TESTS_EXPR_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "input/data.h"
#include "input/expr.h"
#include "input/schema.h"

/* ---- a schema and a plan of our own ---- */

static const struct schema_field fase_fields[] = {
    {.key = "descrizione", .type = SCHEMA_TEXT},
    {.key = "peso", .type = SCHEMA_NUMBER},
    {.key = "fine", .type = SCHEMA_DATE_OR_TEXT},
};
static const struct schema_object fase = {"fase", fase_fields, 3};
static const struct schema_field fase_item = {.type = SCHEMA_OBJECT, .object = &fase};

static const struct schema_field obiettivo_fields[] = {
    {.key = "codice", .type = SCHEMA_TEXT},
    {.key = "titolo", .type = SCHEMA_TEXT},
    {.key = "peso", .type = SCHEMA_NUMBER},
    {.key = "unita", .type = SCHEMA_TEXT},
    {.key = "fasi", .type = SCHEMA_LIST, .items = &fase_item},
};
static const struct schema_object obiettivo = {"obiettivo", obiettivo_fields, 5};
static const struct schema_field obiettivo_item = {.type = SCHEMA_OBJECT, .object = &obiettivo};

static const struct schema_field ente_fields[] = {{.key = "denominazione", .type = SCHEMA_TEXT}};
static const struct schema_object ente = {"ente", ente_fields, 1};
static const struct schema_field numero_item = {.type = SCHEMA_NUMBER};

static const struct schema_field plan_fields[] = {
    {.key = "ente", .type = SCHEMA_OBJECT, .object = &ente},
    {.key = "obiettivi", .type = SCHEMA_LIST, .items = &obiettivo_item},
    {.key = "gradi", .type = SCHEMA_MAP, .items = &numero_item},
    {.key = "nota", .type = SCHEMA_TEXT},
    {.key = "vuoto", .type = SCHEMA_TEXT},
    {.key = "manca", .type = SCHEMA_ANY},
    {.key = "si", .type = SCHEMA_BOOL},
    {.key = "misto", .type = SCHEMA_LIST},
    {.key = "data", .type = SCHEMA_DATE},
    {.key = "cattiva", .type = SCHEMA_DATE},
    {.key = "numeri", .type = SCHEMA_LIST, .items = &numero_item},
};
static const struct schema_object plan_schema = {"piano", plan_fields,
                                                 sizeof plan_fields / sizeof *plan_fields};

static const char plan_text[] =
    "{\"ente\": {\"denominazione\": \"Comune di Borgo Alto\", \"extra\": {\"colore\": \"blu\"}},\n"
    "\"obiettivi\": [\n"
    "{\"codice\": \"A1\", \"titolo\": \"Strade\", \"peso\": 40.50, \"unita\": \"U1\", \"fasi\": [\n"
    "  {\"descrizione\": \"Gara\", \"peso\": 60, \"fine\": \"2024-03-31\"},\n"
    "  {\"descrizione\": \"Lavori\", \"peso\": 40, \"fine\": \"entro l'anno\"}]},\n"
    "{\"codice\": \"A2\", \"titolo\": \"Scuole\", \"peso\": 35, \"unita\": \"U2\", \"fasi\": []},\n"
    "{\"codice\": \"A3\", \"titolo\": \"Verde\", \"peso\": 24.5, \"unita\": \"U1\"},\n"
    "{\"codice\": \"A4\", \"titolo\": \"Archivio\", \"unita\": \"U3\"}],\n"
    "\"gradi\": {\"A1\": 98.765, \"A2\": 100},\n"
    "\"nota\": \"prima riga\\nseconda \xC3\xA8 riga\", \"vuoto\": \"\", \"si\": true,\n"
    "\"misto\": [3, \"b\", null, \"a\", 1.0, true, \"\", 1, [1, 2], {\"k\": 1}, {\"k\": 1.0}],\n"
    "\"data\": \"2024-02-29\", \"cattiva\": \"2023-02-29\", \"numeri\": [1, 2, 4]}";

struct world {
    struct arena *arena;
    struct diags diags;
    const struct data *plan;
    struct expr_index *index;
    struct names names; /* u */
    struct scope scope;
    struct expr_parser parser;
    struct expr_eval eval;
};

static inline int open_world(void **state) {
    struct world *world = memory_realloc(NULL, sizeof *world);
    memset(world, 0, sizeof *world);
    world->arena = arena_new();
    world->diags = diags_init(world->arena);
    world->plan = data_read(world->arena, &world->diags, "p.json", plan_text, sizeof plan_text - 1);
    assert_non_null(world->plan);
    world->names = (struct names){.name = "u"};
    world->scope = (struct scope){.name = "u", .value = data_new_text(world->arena, "U1")};
    world->parser = (struct expr_parser){.arena = world->arena,
                                         .diags = &world->diags,
                                         .names = &world->names,
                                         .plan = &plan_schema};
    world->eval = (struct expr_eval){.arena = world->arena,
                                     .diags = &world->diags,
                                     .scope = &world->scope,
                                     .plan = world->plan,
                                     .index = &world->index};
    *state = world;
    return 0;
}

static inline int close_world(void **state) {
    struct world *world = *state;
    arena_free(world->arena);
    free(world);
    return 0;
}

/* Appends "line:column code <arg>... ~hint" of every problem so far, and forgets them. */
static inline void take_problems(struct world *world, struct buf *out) {
    for (const struct diag *diag = world->diags.first; diag != NULL; diag = diag->next) {
        buf_format(out, "%s%d:%d %s", out->size > 0 ? "; " : "", diag->place.line,
                   diag->place.column, diag_code_name(diag->code));
        for (size_t i = 0; i < diag->arg_count; i++) {
            if (diag->args[i][0] != '\0')
                buf_format(out, " <%s>", diag->args[i]);
        }
        if (diag->hint != NULL)
            buf_format(out, " ~%s", diag->hint);
        if (diag->place.pointer != NULL)
            buf_format(out, " @%s", diag->place.pointer);
    }
    world->diags = diags_init(world->arena);
}

static const struct place AT = {.file = "m.yaml", .line = 3, .column = 10};

/* A value, told apart by type: text in quotes, lists in brackets, nothing as "-". */
static inline void show(struct buf *out, struct arena *arena, const struct data *value) {
    if (value == NULL || value->type == DATA_NULL) {
        buf_char(out, '-');
    } else if (value->type == DATA_TEXT) {
        json_quote(out, value->as.text);
    } else if (value->type == DATA_LIST) {
        buf_char(out, '[');
        for (size_t i = 0; i < data_count(value); i++) {
            buf_text(out, i > 0 ? " " : "");
            show(out, arena, data_item(value, i));
        }
        buf_char(out, ']');
    } else if (value->type == DATA_OBJECT) {
        const struct data *code = data_member(value, "codice");
        buf_format(out, "{%s}", code != NULL ? data_text(code) : "");
    } else {
        buf_text(out, expr_print(arena, value));
    }
}

struct text_case {
    const char *text, *expected;
};

static inline void check_text(const char *text, const char *expected, struct buf *found) {
    if (strcmp(buf_string(found), expected) != 0)
        print_error("%s\n  expected %s\n  found    %s\n", text, expected, buf_string(found));
    assert_string_equal(buf_string(found), expected);
    buf_free(found);
}

#define EACH(i, cases) (size_t i = 0; i < sizeof(cases) / sizeof *(cases); i++)

#define WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

#endif
