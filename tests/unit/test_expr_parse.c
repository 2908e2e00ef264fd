/* expr, read: parse dumps, problems with their columns, types, texts with ${}, limits of depth. */
#include "expr_world.h"

/* ---- parsing ---- */

static void test_parse(void **state) {
    struct world *world = *state;
    static const struct text_case cases[] = {
        {"1", "1"},
        {"-1.50e1", "(-15.0)"},
        {"'it''s'", "\"it's\""},
        {"\"a\\\"b\\\\c\\n\\t'\"", "\"a\\\"b\\\\c\\n\\t'\""},
        {"'a\\b\"'", "\"a\\\\b\\\"\""},
        {"[]", "[]"},
        {"[1, [true, false], null]", "[1, [true, false], null]"},
        {"a or b and not c == d + e * -f.g", "(a or (b and (not (c == (d + (e * (-f.g)))))))"},
        {"a - b - c", "((a - b) - c)"},
        {"a - (b - c)", "(a - (b - c))"},
        {"a / b * c", "((a / b) * c)"},
        {"- - a", "(-(-a))"},
        {"not not a", "(not (not a))"},
        {"a or b or c", "((a or b) or c)"},
        {"a != b", "(a != b)"},
        {"a<=b", "(a <= b)"},
        {"a>=b", "(a >= b)"},
        {"a<b", "(a < b)"},
        {"a>b", "(a > b)"},
        {"a in [b, c]", "(a in [b, c])"},
        {"a.b.c[0].d[\"e\"]", "a.b.c[0].d[\"e\"]"},
        {"a.in.for.true", "a.in.for.true"},
        {"(a or b).c", "(a or b).c"},
        {"[1,2][0]", "[1, 2][0]"},
        {"f_x1.y_", "f_x1.y_"},
        /* pipes are the loosest */
        {"a | upper", "upper(a)"},
        {"a or b | number(2) | trim", "trim(number((a or b), 2))"},
        {"(a | sum) + 1", "(sum(a) + 1)"},
        {"sum(a | unique)", "sum(unique(a))"},
        /* comprehensions */
        {"sum(o.p for o in a)", "sum((o.p for o in a))"},
        {"join(o.p for o in a if o.q, '-')", "join((o.p for o in a if o.q), \"-\")"},
        {"sum(o.p for o in a if o.k == b and o.z)",
         "sum((o.p for o in a if indexed ((o.k == b) and o.z)))"},
        {"sum(o.p for o in a if b.c == o.k)", "sum((o.p for o in a if indexed (b.c == o.k)))"},
        {"sum(o.p for o in a if o.k == o.z)", "sum((o.p for o in a if (o.k == o.z)))"},
        {"sum(o.p for o in a if o.k.z == b)", "sum((o.p for o in a if (o.k.z == b)))"},
        {"sum(o.p for o in a if o.k == b or o.z)", "sum((o.p for o in a if ((o.k == b) or o.z)))"},
        {"sum(o.p for o in a if o.z and o.k == b)",
         "sum((o.p for o in a if (o.z and (o.k == b))))"},
        {"sum(o.p for o in a if o.k == count(o for o in b))",
         "sum((o.p for o in a if (o.k == count((o for o in b)))))"},
        {"count(o for o in a if if(o, b, c))", "count((o for o in a if if(o, b, c)))"},
        {" if ( a , b ) ", "if(a, b)"},
    };
    struct expr_parser parser = world->parser;
    parser.names = NULL;
    parser.plan = NULL;
    for
        EACH(i, cases) {
            struct buf out = BUF_INIT;
            const struct expr *expr = expr_parse(&parser, cases[i].text, AT);
            if (expr != NULL)
                expr_dump(&out, expr);
            take_problems(world, &out);
            check_text(cases[i].text, cases[i].expected, &out);
        }
}

static void test_syntax_errors(void **state) {
    struct world *world = *state;
    static const struct text_case cases[] = {
        {"", "3:10 expr-syntax"},
        {"   ", "3:13 expr-syntax"},
        {"1 +", "3:13 expr-syntax"},
        {"1 + * 2", "3:14 expr-syntax <*>"},
        {"(1", "3:12 expr-syntax <)>"},
        {"(1]", "3:12 expr-syntax <)> <]>"},
        {"[1, 2", "3:15 expr-syntax <]>"},
        {"[1 2]", "3:13 expr-syntax <]> <2>"},
        {"[1,]", "3:13 expr-syntax <]>"},
        {"count(u", "3:17 expr-syntax <)>"},
        {"count(u u)", "3:18 expr-syntax <)> <u>"},
        {"u.", "3:12 expr-syntax"},
        {"u.1", "3:12 expr-syntax <1>"},
        {"u |", "3:13 expr-syntax"},
        {"u | 3", "3:14 expr-syntax <3>"},
        {"u u", "3:12 expr-syntax <u>"},
        {"1 < 2 < 3", "3:16 expr-syntax <<>"},
        {"u = 1", "3:12 expr-syntax <=> ~=="},
        {"!u", "3:10 expr-syntax <!> ~not"},
        {"u && u", "3:12 expr-syntax <&> ~and"},
        {"u || u", "3:13 expr-syntax <|>"},
        {"{}", "3:10 expr-syntax <{>"},
        {"\xC3\xA8 + 1", "3:10 expr-syntax <\xC3\xA8>"},
        {"'\xC3\xA8' + \xE2\x82\xAC",
         "3:16 expr-syntax <\xE2\x82\xAC>"}, /* columns are characters */
        {"'abc", "3:10 expr-syntax"},
        {"u + \"abc", "3:14 expr-syntax"},
        {"\"a\\q\"", "3:12 expr-syntax <\\>"},
        {"\"a\\", "3:12 expr-syntax <\\>"},
        {"2x", "3:11 expr-syntax <x>"},
        {"007", "3:11 expr-syntax <0>"},
        {"1.", "3:12 expr-syntax"},
        {".5", "3:10 expr-syntax <.>"},
        {"and", "3:10 expr-syntax <and>"},
        {"u and", "3:15 expr-syntax"},
        {"1 == not u", "3:15 expr-syntax <not>"},
        {"count(o for)", "3:21 expr-syntax <)>"},
        {"count(o for o)", "3:23 expr-syntax <in> <)>"},
        {"count(o for o in)", "3:26 expr-syntax <)>"},
        {"count(o for o in u if)", "3:31 expr-syntax <)>"},
        {"[o for o in u]", "3:13 expr-syntax <]> <for>"},
        {"1e99", "3:10 number-too-large <1e99>"},
        {"123456789012345678901234567890123456789012345", "3:10 number-too-large "
                                                          "<123456789012345678901234567890123456"
                                                          "789012345>"},
        /* further lines of the text begin at its column */
        {"1 +\n  * 2", "4:12 expr-syntax <*>"},
    };
    for
        EACH(i, cases) {
            struct buf out = BUF_INIT;
            assert_null(expr_parse(&world->parser, cases[i].text, AT));
            take_problems(world, &out);
            check_text(cases[i].text, cases[i].expected, &out);
        }
}

static void test_names(void **state) {
    struct world *world = *state;
    static const struct text_case cases[] = {
        {"obietivi", "3:10 unknown-name <obietivi> ~obiettivi"},
        {"zzz", "3:10 unknown-name <zzz>"},
        {"x + zzz + obiettivo",
         "3:10 unknown-name <x> ~u; 3:14 unknown-name <zzz>; 3:20 unknown-name "
         "<obiettivo> ~obiettivi"},
        {"page", "3:10 late-field <page>"},
        {"ente.denominazion", "3:15 unknown-path <ente> <denominazion> ~denominazione"},
        {"ente.denominazione.x", "3:29 unknown-path <ente.denominazione> <x>"},
        {"obiettivi.titolo", "3:20 unknown-path <obiettivi> <titolo>"},
        {"obiettivi[0].titlo", "3:23 unknown-path <obiettivi[0]> <titlo> ~titolo"},
        {"first(obiettivi).fasi[1].pesso",
         "3:35 unknown-path <first(obiettivi).fasi[1]> <pesso> ~peso"},
        {"sum(o.pesi for o in obiettivi)", "3:16 unknown-path <o> <pesi> ~peso"},
        {"sum(o.peso for o in obiettivi if o.unit == u)", "3:45 unknown-path <o> <unit> ~unita"},
        {"count(f.fin for f in first(o.fasi for o in obiettivi))",
         "3:18 unknown-path <f> <fin> ~fine"},
        {"o.peso", "3:10 unknown-name <o> ~u"},
        {"count(o for o in o.fasi)", "3:27 unknown-name <o> ~u"},
        {"where(obiettivi, 'unit', u)[0].codic",
         "3:27 unknown-path <obiettivi> <unit> ~unita; 3:41 unknown-path <where(obiettivi, "
         "\"unit\", u)[0]> <codic> ~codice"},
        {"lookup(obiettivi, 'codice', u).z",
         "3:41 unknown-path <lookup(obiettivi, \"codice\", u)> <z>"},
        {"sort(obiettivi, 'pesso')", "3:26 unknown-path <obiettivi> <pesso> ~peso"},
        {"(first(obiettivi) or null).z", "3:37 unknown-path <(first(obiettivi) or null)> <z>"},
        {"default(obiettivi, [])[0].z", "3:36 unknown-path <default(obiettivi, [])[0]> <z>"},
        {"gradi.A1.x", "3:19 unknown-path <gradi.A1> <x>"},
        {"summ(obiettivi)", "3:10 unknown-function <summ> ~sum"},
        {"obiettivi | zzzzzz", "3:22 unknown-function <zzzzzz>"},
        {"sum()", "3:10 wrong-arguments <sum(list)> <0>"},
        {"sum(1, 2)", "3:10 wrong-arguments <sum(list)> <2>"},
        {"1 | round(2, 3)", "3:14 wrong-arguments <round(x[, places])> <3>"},
        {"if(1)", "3:10 wrong-arguments <if(condition, then[, else])> <1>"},
        /* and what is right */
        {"ente.denominazione", ""},
        {"ente.extra.colore", ""},
        {"ente[\"sindaco\"]", ""},
        {"manca.a.b[1].c", ""},
        {"u.a.b", ""},
        {"misto[8].k", ""},
        {"gradi.Z9 + gradi['x']", ""},
        {"(ente or first(obiettivi)).qualunque", ""},
        {"count(u for u in obiettivi if u.codice)", ""},
        {"if(si, obiettivi, [])[0].codice", ""},
    };
    for
        EACH(i, cases) {
            struct buf out = BUF_INIT;
            const struct expr *expr = expr_parse(&world->parser, cases[i].text, AT);
            assert_true((expr == NULL) == (cases[i].expected[0] != '\0'));
            take_problems(world, &out);
            check_text(cases[i].text, cases[i].expected, &out);
        }
    struct expr_parser fields = world->parser;
    struct buf out = BUF_INIT;
    fields.fields = true;
    assert_null(expr_parse(&fields, "pages + 1", AT));
    take_problems(world, &out);
    check_text("pages + 1", "3:10 field-alone <pages>", &out);
}

static void test_type(void **state) {
    struct world *world = *state;
    const struct expr *expr = expr_parse(&world->parser, "where(obiettivi, 'unita', u)", AT);
    assert_ptr_equal(expr_type(expr), &plan_fields[1]);
    expr = expr_parse(&world->parser, "obiettivi[1].fasi", AT);
    assert_ptr_equal(expr_type(expr)->items, &fase_item);
    expr = expr_parse(&world->parser, "unique(o.fasi for o in obiettivi)", AT);
    assert_ptr_equal(expr_type(expr)->items, &obiettivo_fields[4]);
    expr = expr_parse(&world->parser, "gradi.A1", AT);
    assert_ptr_equal(expr_type(expr), &numero_item);
    expr = expr_parse(&world->parser, "1 + 1", AT);
    assert_null(expr_type(expr));
    assert_null(expr_type(expr_parse(&world->parser, "u.x", AT)));
    assert_null(expr_type(NULL));
}

/* ---- texts ---- */

static void collect(void *self, const char *text, enum expr_field field) {
    struct buf *out = self;
    if (field == FIELD_NONE)
        buf_format(out, "[%s]", text);
    else
        buf_format(out, "<%d>", (int)field);
}

static void test_texts(void **state) {
    struct world *world = *state;
    static const struct {
        const char *text, *dump, *pieces, *string;
    } cases[] = {
        {"", "", "", ""},
        {"ciao $ { } $x", "ciao $ { } $x", "[ciao $ { } $x]", "ciao $ { } $x"},
        {"$${u} $$", "$${u} $$", "[${u} $$]", "${u} $$"},
        {"${u}", "${u}", "[U1]", "U1"},
        {"a${ u }b${manca}c", "a${u}b${manca}c", "[a][U1][b][c]", "aU1bc"},
        {"${'}'}${\"}\\\"\"}", "${\"}\"}${\"}\\\"\"}", "[}][}\"]", "}}\""},
        {"${numeri} ${1.50} ${si}", "${numeri} ${1.50} ${si}", "[1, 2, 4][ ][1,50][ ][sì]",
         "1, 2, 4 1,50 sì"},
        {"Pagina ${page} di ${ pages }", "Pagina ${page} di ${pages}", "[Pagina ]<1>[ di ]<2>",
         "Pagina  di "},
        {"${sheet_page}/${sheet_pages}", "${sheet_page}/${sheet_pages}", "<3>[/]<4>", "/"},
        {"${obiettivi[3].peso | euro}", "${euro(obiettivi[3].peso)}", "", ""},
    };
    struct expr_parser parser = world->parser;
    parser.fields = true;
    for
        EACH(i, cases) {
            struct buf out = BUF_INIT;
            const struct text_expr *text = text_expr_parse(&parser, cases[i].text, AT);
            assert_non_null(text);
            text_expr_dump(&out, text);
            check_text(cases[i].text, cases[i].dump, &out);
            text_expr_each(&world->eval, text, collect, &out);
            check_text(cases[i].text, cases[i].pieces, &out);
            assert_string_equal(text_expr_string(&world->eval, text), cases[i].string);
            assert_true(text_expr_constant(text) == (strchr(cases[i].dump, '$') == NULL || i < 3));
        }
    assert_non_null(text_expr_single(text_expr_parse(&parser, "${u}", AT)));
    assert_null(text_expr_single(text_expr_parse(&parser, "${u} ", AT)));
    assert_null(text_expr_single(text_expr_parse(&parser, "${page}", AT)));
    assert_null(text_expr_single(text_expr_parse(&parser, "u", AT)));
    assert_null(text_expr_single(text_expr_parse(&parser, "", AT)));
    assert_null(text_expr_single(NULL));
    assert_true(text_expr_constant(NULL));
    assert_string_equal(text_expr_string(&world->eval, NULL), "");
    /* a variable hides a late field */
    const struct names page = {.name = "page", .outer = parser.names};
    parser.names = &page;
    assert_non_null(text_expr_single(text_expr_parse(&parser, "${page}", AT)));
    assert_null(world->diags.first);
}

static void test_text_errors(void **state) {
    struct world *world = *state;
    static const struct text_case cases[] = {
        {"ab ${u", "3:13 expr-syntax"},
        {"${", "3:10 expr-syntax"},
        {"${}", "3:12 expr-syntax"},
        {"${u +}", "3:15 expr-syntax"},
        {"${zz} ${u u} \xC3\xA8 ${yy}",
         "3:12 unknown-name <zz>; 3:20 expr-syntax <u>; 3:27 unknown-name <yy>"},
        {"${nome's} ${zz}", "3:16 expr-syntax; 3:22 unknown-name <zz>"},
        {"${page}", "3:12 late-field <page>"},
        {"uno\ndue ${zz}\n${yy}", "4:16 unknown-name <zz>; 5:12 unknown-name <yy>"},
        {"${u | eur}", "3:16 unknown-function <eur> ~euro"},
    };
    for
        EACH(i, cases) {
            struct buf out = BUF_INIT;
            assert_null(text_expr_parse(&world->parser, cases[i].text, AT));
            take_problems(world, &out);
            check_text(cases[i].text, cases[i].expected, &out);
        }
    /* an unknown place stays unknown */
    struct buf out = BUF_INIT;
    assert_null(text_expr_parse(&world->parser, "ab\n ${zz}", (struct place){.file = "x"}));
    take_problems(world, &out);
    check_text("no place", "0:0 unknown-name <zz>", &out);
}

/* ---- conditions that an index answers ---- */

static void test_indexable(void **state) {
    struct world *world = *state;
    static const struct {
        const char *text, *key, *other;
    } cases[] = {
        {"o.unita == u", "unita", "u"},
        {"u == o.unita and si", "unita", "u"},
        {"o.unita == ente.denominazione and o.peso > 1 and si", "unita", "ente.denominazione"},
        {"o.unita == o.codice", NULL, NULL},
        {"o.unita != u", NULL, NULL},
        {"not o.unita == u", NULL, NULL},
        {"o.unita == u or si", NULL, NULL},
        {"si and o.unita == u", NULL, NULL},
        {"u == u", NULL, NULL},
        {"o == u", NULL, NULL},
    };
    const struct names names = {.name = "o", .outer = world->parser.names};
    world->parser.names = &names;
    for
        EACH(i, cases) {
            const char *key = NULL;
            const struct expr *other = NULL;
            const struct expr *expr = expr_parse(&world->parser, cases[i].text, AT);
            assert_non_null(expr);
            assert_true(expr_indexable(expr, "o", &key, &other) == (cases[i].key != NULL));
            if (cases[i].key == NULL)
                continue;
            struct buf out = BUF_INIT;
            assert_string_equal(key, cases[i].key);
            expr_dump(&out, other);
            check_text(cases[i].text, cases[i].other, &out);
        }
    assert_false(expr_indexable(NULL, "o", NULL, NULL));
}

/* ---- limits ---- */

static void test_depth(void **state) {
    struct world *world = *state;
    static const struct {
        const char *open, *middle, *close;
        int count;
        bool allowed;
    } cases[] = {
        {"(", "u", ")", 63, true},
        {"(", "u", ")", 64, false},
        {"[", "", "]", 64, true},
        {"[", "", "]", 65, false},
        {"-", "1", "", 63, true},
        {"-", "1", "", 100000, false},
        {"not ", "u", "", 100000, false},
        {"trim(", "u", ")", 63, true},
        {"trim(", "u", ")", 65, false},
        {"u[", "0", "]", 100000, false},
        {"u + ", "u", "", 499, true},
        {"u + ", "u", "", 100000, false},
        {"", "u", ".a", 499, true},
        {"", "u", ".a", 500, false},
        {"", "u", " | trim", 100000, false},
        {"(", "", "", 100000, false},
        {"count(o for o in ", "u", ")", 100, false},
    };
    for
        EACH(i, cases) {
            struct buf text = BUF_INIT;
            for (int n = 0; n < cases[i].count; n++)
                buf_text(&text, cases[i].open);
            buf_text(&text, cases[i].middle);
            for (int n = 0; n < cases[i].count; n++)
                buf_text(&text, cases[i].close);
            const struct expr *expr = expr_parse(&world->parser, buf_string(&text), AT);
            if ((expr != NULL) != cases[i].allowed)
                print_error("%s x %d\n", cases[i].open, cases[i].count);
            assert_true((expr != NULL) == cases[i].allowed);
            if (expr != NULL) {
                struct buf dump = BUF_INIT;
                expr_value(&world->eval, expr);
                expr_dump(&dump, expr);
                buf_free(&dump);
            } else {
                assert_int_equal(world->diags.first->code, MSG_TOO_DEEP);
                assert_int_equal(world->diags.errors, 1);
            }
            world->diags = diags_init(world->arena);
            buf_free(&text);
        }
}

/* Long texts with many expressions are read in linear time. */
static void test_long_text(void **state) {
    struct world *world = *state;
    struct buf text = BUF_INIT;
    for (int i = 0; i < 100000; i++)
        buf_text(&text, "${'a' + \"}\"} \xC3\xA8 ");
    clock_t start = clock();
    const struct text_expr *parsed = text_expr_parse(&world->parser, buf_string(&text), AT);
    assert_non_null(parsed);
    assert_int_equal(strlen(text_expr_string(&world->eval, parsed)), 100000 * 6);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    buf_free(&text);
}

/* ---- the table of functions ---- */

static void test_functions(void **state) {
    struct world *world = *state;
    size_t count;
    const struct expr_function *functions = expr_functions(&count);
    assert_true(count >= 45);
    for (size_t i = 0; i < count; i++) {
        assert_true(text_starts(functions[i].signature, functions[i].name));
        assert_int_equal(functions[i].signature[strlen(functions[i].name)], '(');
        assert_true(functions[i].meaning[0] != '\0');
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(functions[i].name, functions[j].name);
        /* the signature says how many arguments; nothing is a harmless argument of all */
        const char *optional = strchr(functions[i].signature, '[');
        size_t least = 1, most = 1;
        for (const char *c = functions[i].signature; *c != '\0'; c++) {
            most += *c == ',';
            least += *c == ',' && (optional == NULL || c < optional);
        }
        for (size_t args = 0; args <= most + 1; args++) {
            struct buf text = BUF_INIT;
            buf_format(&text, "%s(", functions[i].name);
            for (size_t arg = 0; arg < args; arg++)
                buf_format(&text, "%smanca", arg > 0 ? ", " : "");
            buf_char(&text, ')');
            const struct expr *expr = expr_parse(&world->parser, buf_string(&text), AT);
            assert_true((expr != NULL) == (args >= least && args <= most));
            world->diags = diags_init(world->arena);
            if (expr != NULL)
                expr_value(&world->eval, expr);
            assert_null(world->diags.first);
            buf_free(&text);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WORLD(test_parse),     WORLD(test_syntax_errors), WORLD(test_names),     WORLD(test_type),
        WORLD(test_texts),     WORLD(test_text_errors),   WORLD(test_indexable), WORLD(test_depth),
        WORLD(test_long_text), WORLD(test_functions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
