/* expr, evaluated: values of operators and functions, run-time problems, the index against the
 * plain filter, limits of work. */
#include "expr_world.h"

/* ---- values ---- */

static void check_values(struct world *world, const struct text_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct buf out = BUF_INIT;
        const struct expr *expr = expr_parse(&world->parser, cases[i].text, AT);
        if (expr != NULL) {
            const struct data *value = expr_value(&world->eval, expr);
            if (world->diags.first == NULL)
                show(&out, world->arena, value);
            else
                assert_null(value);
        }
        take_problems(world, &out);
        check_text(cases[i].text, cases[i].expected, &out);
    }
}

#define CHECK_VALUES(world, cases) check_values(world, cases, sizeof(cases) / sizeof *(cases))

static void test_operators(void **state) {
    static const struct text_case cases[] = {
        {"1 + 2 * 3", "7"},
        {"0.1 + 0.2 == 0.3", "sì"},
        {"2.50 * 4", "10"},
        {"1 / 8", "0,125"},
        {"1 / 3", "0,333333333333333333"},
        {"7 - 10", "-3"},
        {"-(2 - 5)", "3"},
        {"'a' + 'b' + ''", "\"ab\""},
        {"'' + ''", "-"},
        /* nothing flows through */
        {"manca + 1", "-"},
        {"1 - manca", "-"},
        {"-manca", "-"},
        {"'x' + vuoto", "-"},
        {"manca.a.b[3]['k']", "-"},
        {"obiettivi[3].peso + 1", "-"},
        {"null", "-"},
        {"''", "-"},
        /* equality */
        {"1 == 1.00", "sì"},
        {"1 == '1'", "no"},
        {"1 != '1'", "sì"},
        {"'a' == 'A'", "no"},
        {"manca == null", "sì"},
        {"vuoto == null", "sì"},
        {"manca == ''", "sì"},
        {"manca == false", "no"},
        {"0 == manca", "no"},
        {"manca != null", "no"},
        {"obiettivi == obiettivi", "sì"},
        {"[1, 'a'] == [1.0, 'a']", "sì"},
        {"[1] == [1, 2]", "no"},
        {"misto[9] == misto[10]", "sì"},
        {"true == si", "sì"},
        /* order */
        {"2 < 10", "sì"},
        {"'2' < '10'", "no"},
        {"2 <= 2.0", "sì"},
        {"2 >= 3", "no"},
        {"'a' > 'Z'", "sì"},
        {"'z' < '\xC3\xA8'", "sì"},
        {"1 < 'a'", "-"},
        {"manca < 1", "-"},
        {"1 > manca", "-"},
        {"true < false", "-"},
        {"[1] < [2]", "-"},
        /* in */
        {"2 in numeri", "sì"},
        {"3 in numeri", "no"},
        {"'2' in numeri", "no"},
        {"'riga' in nota", "sì"},
        {"'A1' in gradi", "sì"},
        {"'A9' in gradi", "no"},
        {"1 in manca", "no"},
        {"manca in 'abc'", "no"},
        {"manca in misto", "sì"},
        {"1 in 'a1'", "no"},
        /* truth and choice */
        {"not manca", "sì"},
        {"not 0", "no"},
        {"not []", "sì"},
        {"not vuoto", "sì"},
        {"not false", "sì"},
        {"not obiettivi", "no"},
        {"manca or vuoto or 'c'", "\"c\""},
        {"0 or 1", "0"},
        {"false or manca", "-"},
        {"manca or false", "no"},
        {"1 and 'b'", "\"b\""},
        {"manca and 1 / 0", "-"},
        {"si or 1 / 0", "sì"},
        {"[] and 1", "[]"},
        /* paths and positions */
        {"ente.denominazione", "\"Comune di Borgo Alto\""},
        {"ente.extra.colore", "\"blu\""},
        {"ente['denominazione']", "\"Comune di Borgo Alto\""},
        {"obiettivi[0].fasi[1].descrizione", "\"Lavori\""},
        {"obiettivi[4].codice", "-"},
        {"obiettivi[-1]", "-"},
        {"obiettivi[99999999999999999999]", "-"},
        {"numeri[1.0]", "2"},
        {"gradi[obiettivi[1].codice]", "100"},
        {"misto[2]", "-"},
        {"u", "\"U1\""},
        {"u.x", "-"},
        {"gradi.A1", "98,765"},
        /* comprehensions */
        {"count(o for o in manca)", "0"},
        {"join(o.titolo for o in obiettivi if o.unita == u)", "\"Strade, Verde\""},
        {"join(o.titolo for o in obiettivi if o.unita == u and o.peso < 30)", "\"Verde\""},
        {"sum(o.peso for o in obiettivi)", "100"},
        {"count(o.peso for o in obiettivi)", "3"},
        {"first(n for n in numeri if n > 1) * 10", "20"},
        {"first(count(f for f in o.fasi) for o in obiettivi)", "2"},
        {"concat((n for n in numeri), [u])", "3:20 expr-syntax <)> <for>"},
        {"count(u for u in numeri if u == 4)", "1"},
        {"concat(n + 1 for n in numeri, m for m in numeri if m > 3)", "[2 3 5 4]"},
        {"[manca, 1, vuoto]", "[- 1 -]"},
    };
    CHECK_VALUES(*state, cases);
}

static void test_list_functions(void **state) {
    static const struct text_case cases[] = {
        {"sum(numeri)", "7"},
        {"sum([])", "-"},
        {"sum(manca)", "-"},
        {"sum([null, '', 2.50, 1])", "3,5"},
        {"mean(numeri)", "2,333333333333333333"},
        {"mean([])", "-"},
        {"mean([40.5, 40.75])", "40,625"},
        {"count(numeri)", "3"},
        {"count(manca)", "0"},
        {"count(ente)", "2"},
        {"min([3, 1.5, 2])", "1,5"},
        {"max([3, 1.5, null])", "3"},
        {"max(['b', 'a'])", "\"b\""},
        {"min([])", "-"},
        {"min([null, ''])", "-"},
        {"first(numeri)", "1"},
        {"last(numeri)", "4"},
        {"first([])", "-"},
        {"last(manca)", "-"},
        {"where(obiettivi, 'unita', u)", "[{A1} {A3}]"},
        {"where(obiettivi, 'peso', null)", "[{A4}]"},
        {"where(obiettivi, 'peso', 40.5)", "[{A1}]"},
        {"where(obiettivi, 'zona', 1)", "3:27 unknown-path <obiettivi> <zona>"},
        {"where(manca, 'k', 1)", "-"},
        {"where(misto, 'k', 1)", "[{} {}]"},
        {"lookup(obiettivi, 'codice', 'A2').titolo", "\"Scuole\""},
        {"lookup(obiettivi, 'codice', 'Z').titolo", "-"},
        {"unique([1, '1', 1.0, 'a', 'a', null, ''])", "[1 \"1\" \"a\" -]"},
        {"unique(o.unita for o in obiettivi)", "[\"U1\" \"U2\" \"U3\"]"},
        {"count(unique(misto))", "8"},
        {"sort(['b', 2, 'a', 10, true])", "[sì 2 10 \"a\" \"b\"]"},
        {"sort(['Zeta', 'età', 'È', 'n. 10', 'n. 2', 'ala', 'Ala'])",
         "[\"Ala\" \"ala\" \"È\" \"età\" \"n. 2\" \"n. 10\" \"Zeta\"]"},
        {"sort(obiettivi, 'titolo')", "[{A4} {A2} {A1} {A3}]"},
        {"sort(obiettivi, 'peso')", "[{A4} {A3} {A2} {A1}]"},
        {"sort(obiettivi, 'unita')", "[{A1} {A3} {A2} {A4}]"}, /* stable */
        {"sort([])", "[]"},
        {"sort(manca)", "-"},
        {"reverse(numeri)", "[4 2 1]"},
        {"reverse([])", "[]"},
        {"keys(gradi)", "[\"A1\" \"A2\"]"},
        {"keys(manca)", "-"},
        {"concat(numeri, [u])", "[1 2 4 \"U1\"]"},
        {"concat(manca, manca)", "[]"},
        {"range(1, 4)", "[1 2 3 4]"},
        {"range(-1, 1)", "[-1 0 1]"},
        {"range(2, 1)", "[]"},
        {"range(manca, 3)", "-"},
        {"join([1, null, 'a', [2, 3], true])", "\"1, a, 2, 3, sì\""},
        {"join(numeri, ' - ')", "\"1 - 2 - 4\""},
        {"join(numeri, '')", "\"124\""},
        {"join(numeri, manca)", "\"124\""},
        {"join([])", "-"},
        {"join(manca)", "-"},
        {"contains(numeri, 4)", "sì"},
        {"contains(numeri, '4')", "no"},
        {"contains(manca, 4)", "no"},
        {"length(numeri)", "3"},
        {"lines(nota)", "[\"prima riga\" \"seconda \xC3\xA8 riga\"]"},
        {"lines(\"a\\n\\nb\\n\")", "[\"a\" \"\" \"b\" \"\"]"},
        {"lines(manca)", "-"},
        {"join(lines(\"a\\nb\"), '/')", "\"a/b\""},
    };
    CHECK_VALUES(*state, cases);
}

static void test_number_functions(void **state) {
    static const struct text_case cases[] = {
        {"round(40.625, 2)", "40,63"},
        {"round(-40.625, 2)", "-40,63"},
        {"round_even(40.625, 2)", "40,62"},
        {"round(40.6, 2)", "40,60"},
        {"round(2.5)", "3"},
        {"round_even(2.5)", "2"},
        {"round(manca, 2)", "-"},
        {"abs(-2.50)", "2,50"},
        {"abs(2)", "2"},
        {"abs(manca)", "-"},
        {"number(4193.23)", "\"4.193,23\""},
        {"number(1234567)", "\"1.234.567\""},
        {"number(1234.5, 2)", "\"1.234,50\""},
        {"number(-1234.567, 1)", "\"-1.234,6\""},
        {"number(-0.001, 2)", "\"0,00\""},
        {"number('3.800')", "\"3.800\""},
        {"number(manca)", "-"},
        {"number(0)", "\"0\""},
        {"percent(40)", "\"40,00 %\""},
        {"percent(33.333, 1)", "\"33,3 %\""},
        {"percent(40.5, 0)", "\"41 %\""},
        {"percent_tight(40)", "\"40,00%\""},
        {"percent_tight(12.345, 1)", "\"12,3%\""},
        {"percent('circa la metà')", "\"circa la metà\""},
        {"percent(manca)", "-"},
        {"euro(1000)", "\"€ 1.000,00\""},
        {"euro(-1234.5)", "\"-€ 1.234,50\""},
        {"euro(1000, 0)", "\"€ 1.000\""},
        {"euro('da definire')", "\"da definire\""},
        {"manca | euro", "-"},
        {"is_number(1)", "sì"},
        {"is_number('1')", "no"},
        {"is_number(manca)", "no"},
        {"parse_number('3.800') + 1", "3801"},
        {"parse_number('40,67')", "40,67"},
        {"parse_number('SI')", "-"},
        {"parse_number(5)", "5"},
        {"parse_number(manca)", "-"},
        {"plural(1, 'obiettivo', 'obiettivi')", "\"obiettivo\""},
        {"plural(1.0, 'uno', 'tanti')", "\"uno\""},
        {"plural(0, 'uno', 'tanti')", "\"tanti\""},
        {"plural(manca, 'uno', 'tanti')", "-"},
        {"if(si, 'a', 1 / 0)", "\"a\""},
        {"if(manca, 1 / 0, 'b')", "\"b\""},
        {"if(manca, 'a')", "-"},
        {"default(vuoto, 'b')", "\"b\""},
        {"default([], 'b')", "\"b\""},
        {"default(false, 'b')", "no"},
        {"default('a', 1 / 0)", "\"a\""},
    };
    CHECK_VALUES(*state, cases);
}

static void test_text_functions(void **state) {
    static const struct text_case cases[] = {
        {"upper('citt\xC3\xA0')", "\"CITT\xC3\x80\""},
        {"lower('CITT\xC3\x80')", "\"citt\xC3\xA0\""},
        {"capitalise('\xC3\xA8 vero')", "\"\xC3\x88 vero\""},
        {"capitalise('')", "-"},
        {"upper(manca)", "-"},
        {"upper(1.5)", "\"1,5\""},
        {"trim(' \t\xC2\xA0 a b \xC2\xA0\n')", "\"a b\""},
        {"trim('  ')", "-"},
        {"trim('\xC2\xA0\xC2\xA0')", "-"},
        {"truncate('abcdef', 6)", "\"abcdef\""},
        {"truncate('abcdef', 4)", "\"abc\xE2\x80\xA6\""},
        {"truncate('\xC3\xA0\xC3\xA8\xC3\xAC\xC3\xB2', 3)", "\"\xC3\xA0\xC3\xA8\xE2\x80\xA6\""},
        {"truncate('ab cdef', 4)", "\"ab\xE2\x80\xA6\""},
        {"truncate('abc', 1)", "\"\xE2\x80\xA6\""},
        {"truncate(manca, 3)", "-"},
        {"replace('a.b.c', '.', ' - ')", "\"a - b - c\""},
        {"replace('aaa', 'aa', 'b')", "\"ba\""},
        {"replace('abc', 'b', '')", "\"ac\""},
        {"replace('abc', 'b', manca)", "\"ac\""},
        {"replace(manca, 'b', 'c')", "-"},
        {"length('citt\xC3\xA0')", "5"},
        {"length(manca)", "0"},
        {"length(1.25)", "4"},
        {"contains('abc', 'bc')", "sì"},
        {"contains('abc', '')", "no"},
        {"contains('abc', 'd')", "no"},
        {"starts('abc', 'ab')", "sì"},
        {"starts('abc', 'b')", "no"},
        {"starts('abc', manca)", "no"},
        {"starts(manca, 'a')", "no"},
        {"text(1.50)", "\"1,50\""},
        {"text(true)", "\"sì\""},
        {"text(numeri)", "\"1, 2, 4\""},
        {"text(manca)", "-"},
        {"'n. ' + text(3)", "\"n. 3\""},
        {"date('2023-12-31')", "\"31/12/2023\""},
        {"date('entro marzo')", "\"entro marzo\""},
        {"date(manca)", "-"},
        {"date_long('2024-01-01')", "\"1º gennaio 2024\""},
        {"date_long(data)", "\"29 febbraio 2024\""},
        {"days('2024-02-28', '2024-03-01')", "2"},
        {"days('2024-03-01', '2024-02-28')", "-2"},
        {"days('entro marzo', data)", "-"},
        {"days(data, manca)", "-"},
        {"year(data)", "2024"},
        {"month(data)", "2"},
        {"month_name(month(data))", "\"febbraio\""},
        {"month_name(manca)", "-"},
        {"year('presto')", "-"},
        {"is_date(data)", "sì"},
        {"is_date(cattiva)", "no"},
        {"is_date('31/12/2023')", "no"},
        {"is_date(5)", "no"},
        {"max(f.fine for f in obiettivi[0].fasi if is_date(f.fine)) | date", "\"31/03/2024\""},
    };
    CHECK_VALUES(*state, cases);
}

static void test_run_errors(void **state) {
    static const struct text_case cases[] = {
        {"1 / 0", "3:12 division-by-zero"},
        {"1 / (2 - 2.0)", "3:12 division-by-zero"},
        {"1 + 'a'", "3:12 wrong-operand <1> <\"a\">"},
        {"'a' + 1", "3:14 wrong-operand <\"a\"> <1>"},
        {"ente.denominazione + 1",
         "3:29 wrong-operand <\"Comune di Borgo Alto\"> <1> @/ente/denominazione"},
        {"'a' + true", "3:14 wrong-operand <+> <true>"},
        {"true + 'a'", "3:15 wrong-operand <+> <true>"},
        {"1 + numeri", "3:12 wrong-operand <+> <[...]> @/numeri"},
        {"true * 2", "3:15 wrong-operand <*> <true>"},
        {"ente.denominazione - 1",
         "3:29 wrong-operand <-> <\"Comune di Borgo Alto\"> @/ente/denominazione"},
        {"-'a'", "3:10 wrong-operand <-> <\"a\">"},
        {"1 in 2", "3:12 wrong-operand <in> <2>"},
        {"numeri['a']", "3:16 wrong-operand <[]> <\"a\">"},
        {"numeri[0.5]", "3:16 wrong-operand <[]> <0,5>"},
        {"ente[0]", "3:14 wrong-operand <[]> <0>"},
        {"u[0]", "3:11 wrong-operand <[]> <\"U1\">"},
        {"count(x for x in u)", "3:18 wrong-operand <for> <\"U1\">"},
        {"sum(u)", "3:10 wrong-operand <sum> <\"U1\">"},
        {"sum(o.titolo for o in obiettivi)",
         "3:10 wrong-operand <sum> <\"Strade\"> @/obiettivi/0/titolo"},
        {"count('a')", "3:10 wrong-operand <count> <\"a\">"},
        {"keys(numeri)", "3:10 wrong-operand <keys> <[...]> @/numeri"},
        {"round('a')", "3:10 wrong-operand <round> <\"a\">"},
        {"round(1, -1)", "3:10 wrong-operand <round> <-1>"},
        {"round(1, 19)", "3:10 wrong-operand <round> <19>"},
        {"round(1, 1.5)", "3:10 wrong-operand <round> <1,5>"},
        {"euro([])", "3:10 wrong-operand <euro> <[]>"},
        {"percent(true)", "3:10 wrong-operand <percent> <true>"},
        {"upper(ente)", "3:10 wrong-operand <upper> <{...}> @/ente"},
        {"truncate('a', 0)", "3:10 wrong-operand <truncate> <0>"},
        {"replace('a', '', 'b')", "3:10 wrong-operand <replace> <\"\">"},
        {"replace('a', manca, 'b')", "3:10 wrong-operand <replace> <null>"},
        {"month_name(13)", "3:10 wrong-operand <month_name> <13>"},
        {"date(5)", "3:10 wrong-operand <date> <5>"},
        {"date(cattiva)", "3:10 bad-date <2023-02-29> @/cattiva"},
        {"days(data, '2024-13-01')", "3:10 bad-date <2024-13-01>"},
        {"parse_number(numeri)", "3:10 wrong-operand <parse_number> <[...]> @/numeri"},
        {"contains(5, 5)", "3:10 wrong-operand <contains> <5>"},
        {"range('a', 2)", "3:10 wrong-operand <range> <\"a\">"},
        {"upper('un testo molto lungo che il messaggio deve accorciare') - 1",
         "3:73 wrong-operand <-> <\"UN TESTO MOLTO LUNGO CHE IL MESSAGGIO DE\xE2\x80\xA6\">"},
        {"99999999999999999999999999999 * 99999999999999999999999999999",
         "3:40 number-overflow <*>"},
        {"sum([170000000000000000000000000000000000000, 170000000000000000000000000000000000000])",
         "3:10 number-overflow <sum>"},
        /* the first problem ends it: one mistake, one message */
        {"(1 / 0) + (2 / 0)", "3:13 division-by-zero"},
        {"sum(n / 0 for n in numeri)", "3:16 division-by-zero"},
        {"default(1 / 0, 5)", "3:20 division-by-zero"},
        {"not (1 / 0)", "3:17 division-by-zero"},
        {"(1 / 0) == null", "3:13 division-by-zero"},
        {"if(1 / 0, 1, 2)", "3:15 division-by-zero"},
    };
    CHECK_VALUES(*state, cases);
}

static void test_true(void **state) {
    struct world *world = *state;
    assert_true(expr_true(&world->eval, NULL));
    assert_null(expr_value(&world->eval, NULL));
    assert_true(expr_true(&world->eval, expr_parse(&world->parser, "0", AT)));
    assert_false(expr_true(&world->eval, expr_parse(&world->parser, "manca", AT)));
    assert_false(expr_true(&world->eval, expr_parse(&world->parser, "1 > 2", AT)));
    assert_true(expr_true(&world->eval, expr_parse(&world->parser, "obiettivi", AT)));
}

/* ---- index ---- */

/* A list of COUNT objects {k: ..., n: i}; keys of every type, some absent. */
static const struct data *many(struct arena *arena, int count) {
    static const char *const keys[] = {"k", "n"};
    const struct data **items = arena_array(arena, (size_t)count, sizeof *items);
    for (int i = 0; i < count; i++) {
        const struct data *values[2] = {NULL, data_new_number(arena, decimal_from_int(i))};
        if (i % 4 == 0)
            values[0] = data_new_text(arena, arena_format(arena, "%d", i % 7));
        else if (i % 4 == 1)
            values[0] = data_new_number(arena, decimal_from_int(i % 7));
        else if (i % 4 == 2)
            values[0] = i % 8 == 2 ? data_new_bool(arena, i % 16 == 2) : data_new_text(arena, "");
        items[i] = i % 11 == 10 ? values[1] : data_new_object(arena, keys, values, 2);
    }
    return data_new_list(arena, items, (size_t)count);
}

static void check_filter(struct world *world, const struct data *list, const struct data *value) {
    const struct data *found = expr_where(&world->eval, list, "k", value);
    size_t at = 0;
    assert_non_null(found);
    assert_int_equal(found->type, DATA_LIST);
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *key = data_member(data_item(list, i), "k");
        bool nothing = value == NULL || data_empty(value);
        bool equal = key == NULL ? nothing : !nothing && data_equal(key, value);
        if (equal)
            assert_ptr_equal(data_item(found, at++), data_item(list, i));
    }
    assert_int_equal(at, data_count(found));
}

static void test_index(void **state) {
    struct world *world = *state;
    static const int sizes[] = {0, 1, 7, 8, 9, 100, 1000};
    for
        EACH(s, sizes) {
            const struct data *list = many(world->arena, sizes[s]);
            for (int round = 0; round < 3; round++) { /* looked through, built, found */
                for (int i = -1; i < 9; i++) {
                    const char *digits = arena_format(world->arena, "%d", i);
                    check_filter(world, list, data_new_text(world->arena, digits));
                    check_filter(world, list, data_new_number(world->arena, decimal_from_int(i)));
                }
                check_filter(world, list, NULL);
                check_filter(world, list, data_new_text(world->arena, ""));
                check_filter(world, list, data_new_bool(world->arena, true));
                check_filter(world, list, data_new_bool(world->arena, false));
                check_filter(world, list, list);
                struct decimal one;
                assert_true(decimal_parse("1.000", 5, &one));
                check_filter(world, list, data_new_number(world->arena, one));
            }
        }
    assert_int_equal(data_count(expr_where(&world->eval, NULL, "k", NULL)), 0);
    assert_int_equal(data_count(expr_where(&world->eval, world->plan, "k", NULL)), 0);
    /* a persistent list gives the very same answer again */
    const struct data *list = many(world->arena, 50);
    const struct data *value = data_new_text(world->arena, "1");
    expr_where(&world->eval, list, "k", value);
    const struct data *second = expr_where(&world->eval, list, "k", value);
    assert_ptr_equal(second, expr_where(&world->eval, list, "k", value));
}

/* Loops inside loops over many items take about as long as the items are many. */
static void test_index_is_fast(void **state) {
    struct world *world = *state;
    enum { MANY = 20000 };
    static const char *const keys[] = {"codice", "unita"};
    const struct data **items = arena_array(world->arena, MANY, sizeof *items);
    for (int i = 0; i < MANY; i++) {
        const struct data *values[] = {
            data_new_text(world->arena, arena_format(world->arena, "C%d", i)),
            data_new_text(world->arena, arena_format(world->arena, "C%d", i / 2))};
        items[i] = data_new_object(world->arena, keys, values, 2);
    }
    const struct names names = {.name = "lista"};
    struct scope scope = {.name = "lista", .value = data_new_list(world->arena, items, MANY)};
    world->parser.names = &names;
    world->eval.scope = &scope;
    const struct expr *expr = expr_parse(
        &world->parser, "sum(count(b for b in lista if b.unita == a.codice) for a in lista)", AT);
    clock_t start = clock();
    const struct data *value = expr_value(&world->eval, expr);
    assert_true(clock() - start < 5 * CLOCKS_PER_SEC);
    assert_null(world->diags.first);
    int64_t sum;
    assert_true(decimal_to_int64(value->as.number, &sum));
    assert_int_equal(sum, MANY);
}

/* Objects with many members are looked into through an index too. */
static void test_member_index(void **state) {
    struct world *world = *state;
    enum { MANY = 5000 };
    const char **keys = arena_array(world->arena, MANY, sizeof *keys);
    const struct data **values = arena_array(world->arena, MANY, sizeof *values);
    for (int i = 0; i < MANY; i++) {
        keys[i] = arena_format(world->arena, "K%d", i);
        values[i] = i == 7 ? data_new_text(world->arena, "")
                           : data_new_number(world->arena, decimal_from_int(i));
    }
    const struct names names = {.name = "m"};
    struct scope scope = {.name = "m", .value = data_new_object(world->arena, keys, values, MANY)};
    world->parser.names = &names;
    world->eval.scope = &scope;
    static const struct text_case cases[] = {
        {"m.K0", "0"},
        {"m.K4999", "4999"},
        {"m['K' + text(12)]", "12"},
        {"m.K7", "-"},
        {"m.K5000", "-"},
        {"m.k1", "-"},
        {"count(keys(m))", "5000"},
        {"sum(m[k] for k in keys(m))", "12497493"},
    };
    CHECK_VALUES(world, cases);
}

/* ---- limits ---- */

static void test_work(void **state) {
    struct world *world = *state;
    static const char *const texts[] = {
        "range(1, 1000000000)",
        "count(range(1, 9007199254740992))",
        "sum(a * b for a in range(1, 100000) if count(b for b in range(1, 100000)))",
        "count(count(count(c for c in range(1, 1000)) for b in range(1, 1000)) for a in range(1, "
        "1000))",
        "count(count(where(misto, text(b), a)) for a in range(1, 2000000) if a)",
        "replace(replace(replace(replace(replace(join(range(1, 9999)), '1', join(range(1, 9999))), "
        "'2', join(range(1, 9999))), '3', 'xxxxxxxxxxxxxxxxxxxx'), 'x', "
        "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'), 'x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')",
        "count(sort(range(1, 300000)) for a in range(1, 30))",
        "count(b for b in range(1, 2000) if range(1, 2000) == range(1, 2000))",
    };
    world->names.name = "b";
    for
        EACH(i, texts) {
            clock_t start = clock();
            const struct expr *expr = expr_parse(&world->parser, texts[i], AT);
            if (expr == NULL) { /* b is no variable of the fifth */
                fail_msg("%s", texts[i]);
            }
            assert_null(expr_value(&world->eval, expr));
            assert_non_null(world->diags.first);
            assert_int_equal(world->diags.first->code, MSG_EXPR_WORK);
            assert_int_equal(world->diags.errors, 1);
            assert_true(clock() - start < 10 * CLOCKS_PER_SEC);
            world->diags = diags_init(world->arena);
        }
    /* every evaluation begins anew */
    const struct expr *expr = expr_parse(&world->parser, "count(range(1, 900000))", AT);
    for (int i = 0; i < 6; i++)
        assert_non_null(expr_value(&world->eval, expr));
}

static void test_print(void **state) {
    struct world *world = *state;
    assert_string_equal(expr_print(world->arena, NULL), "");
    assert_string_equal(expr_print(world->arena, world->plan), "");
    assert_string_equal(expr_print(world->arena, data_member(world->plan, "data")), "2024-02-29");
    assert_string_equal(expr_print(world->arena, data_member(world->plan, "misto")),
                        "3, b, a, 1,0, sì, 1, 1, 2");
    assert_string_equal(expr_print(world->arena, data_new_bool(world->arena, false)), "no");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        WORLD(test_operators),      WORLD(test_list_functions), WORLD(test_number_functions),
        WORLD(test_text_functions), WORLD(test_run_errors),     WORLD(test_true),
        WORLD(test_index),          WORLD(test_index_is_fast),  WORLD(test_member_index),
        WORLD(test_work),           WORLD(test_print),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
