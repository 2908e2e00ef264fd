/* fuzz_expr: any text as an expression and as a text with ${}: parsed with and without a schema,
 * evaluated on a small plan: a value or a diagnostic, never a crash, never a hang. What parses once
 * parses again from its dump, to the same dump. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/utf8.h"
#include "input/data.h"
#include "input/expr.h"
#include "input/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char plan_text[] =
    "{\"ente\":{\"denominazione\":\"Comune di Borgo Alto\"},\"n\":[1,2.50,-3,null,\"\"],"
    "\"t\":\"due\\nrighe \xC3\xA8\",\"d\":\"2024-02-29\",\"b\":true,\"x\":\"2023-02-30\","
    "\"obiettivi\":[{\"codice\":\"A1\",\"peso\":40.5,\"k\":1},{\"codice\":\"A2\",\"peso\":35,\"k\":"
    "2},"
    "{\"codice\":\"A3\",\"k\":1},{\"k\":\"1\"},{\"k\":null},{\"k\":1.0},{\"k\":[1]},{\"k\":{\"a\":"
    "1}},"
    "{\"k\":true},5],\"m\":{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":8,\"i\":"
    "9,"
    "\"l\":10,\"m\":11,\"n\":12,\"o\":13,\"p\":14,\"q\":15,\"r\":\"\",\"s\":17}}";

static void check_dump(const struct expr_parser *parser, const struct expr *expr) {
    struct buf first = BUF_INIT;
    expr_dump(&first, expr);
    /* dumps mark comprehensions in ways that do not parse */
    if (strstr(buf_string(&first), " for ") == NULL) {
        struct buf second = BUF_INIT;
        const struct expr *again = expr_parse(parser, buf_string(&first), (struct place){0});
        if (again != NULL) { /* else its own brackets nest too deep */
            expr_dump(&second, again);
            if (strcmp(buf_string(&first), buf_string(&second)) != 0)
                abort();
        } else if (parser->diags->last->code != MSG_TOO_DEEP) {
            abort();
        }
        buf_free(&second);
    }
    buf_free(&first);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (utf8_invalid_at((const char *)data, size) < size)
        return 0;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct buf buf = BUF_INIT;
    struct expr_index *index = NULL;
    const char *text = arena_slice(arena, (const char *)data, size);
    const struct data *plan = data_read(arena, &diags, "p.json", plan_text, sizeof plan_text - 1);
    const struct scope scope = {.name = "u", .value = data_member(plan, "obiettivi")};
    const struct names names = {.name = "u"};
    const struct expr_eval eval = {
        .arena = arena, .diags = &diags, .scope = &scope, .plan = plan, .index = &index};
    const struct place place = {.file = "m.yaml", .line = 1, .column = 1};
    for (int typed = 0; typed < 2; typed++) {
        const struct expr_parser parser = {.arena = arena,
                                           .diags = &diags,
                                           .names = &names,
                                           .plan = typed ? &schema_plan : NULL,
                                           .fields = typed};
        size_t before = diags.errors;
        const struct expr *expr = expr_parse(&parser, text, place);
        if (expr == NULL && diags.errors == before)
            abort();
        if (expr != NULL) {
            for (int round = 0; round < 2; round++) { /* without and with indexes */
                const struct data *value = expr_value(&eval, expr);
                buf_text(&buf, expr_print(arena, value));
            }
            check_dump(&parser, expr);
        }
        const struct text_expr *whole = text_expr_parse(&parser, text, place);
        if (whole != NULL) {
            buf_text(&buf, text_expr_string(&eval, whole));
            text_expr_dump(&buf, whole);
        }
    }
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_JSON);
    if (utf8_invalid_at(buf_string(&buf), buf.size) < buf.size)
        abort();
    buf_free(&buf);
    arena_free(arena);
    return 0;
}
