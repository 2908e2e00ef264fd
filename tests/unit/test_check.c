/* check: what is reported of a plan, and what is not. tests/diag shows how it reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "input/check.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define HEAD                                                                                       \
    "{\"formato\":\"piao-plan/1\",\"ente\":{\"denominazione\":\"Comune di Vallechiara\"},"         \
    "\"documento\":{\"titolo\":\"Piano\",\"esercizio\":2026},"

/* Members of the plan beside the head, and "code pointer" of what is reported, comma-separated. */
struct judged {
    const char *members, *problems;
};

static void check_text(struct arena *arena, struct diags *diags, const char *json) {
    *diags = diags_init(arena);
    const struct data *plan = data_read(arena, diags, "p.json", json, strlen(json));
    check_plan(arena, diags, plan);
    check_coverage(arena, diags, plan);
}

static void expect(const struct judged *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena *arena = arena_new();
        struct diags diags;
        struct buf buf = BUF_INIT;
        check_text(arena, &diags, arena_format(arena, HEAD "%s}", cases[i].members));
        for (const struct diag *diag = diags.first; diag; diag = diag->next) {
            buf_format(&buf, "%s%s %s", buf.size ? ", " : "", diag_code_name(diag->code),
                       diag->place.pointer);
            assert_true(diag->place.line > 0);
        }
        if (strcmp(buf_string(&buf), cases[i].problems) != 0) {
            print_error("%s\n", cases[i].members);
        }
        assert_string_equal(buf_string(&buf), cases[i].problems);
        buf_free(&buf);
        arena_free(arena);
    }
}

/* One objective with these members besides code and title. */
#define OBJECTIVE(members) "\"obiettivi\":[{\"codice\":\"A\",\"titolo\":\"T\"," members "}]"

static void nothing_to_judge(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    check_plan(arena, &diags, NULL);
    check_coverage(arena, &diags, NULL);
    assert_null(diags.first);
    check_text(arena, &diags, "01"); /* a refused root: reading has said why */
    assert_int_equal(diags.errors, 1);
    check_text(arena, &diags, "null");
    assert_int_equal(diags.first->code, MSG_NOT_OBJECT);
    arena_free(arena);
}

static void right_plans_are_left_alone(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"obiettivi\":[]", ""},
        {"\"unita\":null,\"fondo\":\"\",\"obiettivi\":[]", ""},
        {OBJECTIVE("\"peso\":\"\",\"fasi\":null,\"gantt\":\"\",\"relazione\":\"\""), ""},
        {OBJECTIVE("\"verifiche\":[{},{}],\"indicatori\":[{\"atteso\":\"\"},null]"), ""},
        {OBJECTIVE("\"indicatori\":[{\"atteso\":\"<= 20 giorni\",\"base\":3,\"raggiunto\":0}]"),
         ""},
        {OBJECTIVE("\"risorse_finanziarie\":[{\"importo\":\"1.000,00\"},{\"importo\":5}]"), ""},
        {OBJECTIVE("\"gruppo\":1,\"extra\":{\"codice\":1,\"pesso\":true}"), ""},
        {OBJECTIVE("\"chiave_del_tutto_diversa\":[1]"), ""},
        {OBJECTIVE("\"fasi\":[{\"inizio\":\"entro marzo\",\"fine\":\"2026-99\"}]"), ""},
        {"\"obiettivi\":[],\"fondo\":{\"pesi\":{\"una tantum\":5}}", ""},
        {"\"obiettivi\":[],\"tabelle\":[{\"id\":\"t\",\"righe\":[[1,null,\"x\",true]]}]", ""},
    };
    expect(cases, COUNT(cases));
}

static void types_are_judged(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"obiettivi\":{}", "wrong-type /obiettivi"},
        {"\"obiettivi\":[1]", "wrong-type /obiettivi/0"},
        {"\"obiettivi\":[],\"ente2\":1,\"sezioni\":[{\"sezioni\":[{\"testo\":1}]}]",
         "unknown-key /ente2, wrong-type /sezioni/0/sezioni/0/testo"},
        {OBJECTIVE("\"extra\":3,\"fasi\":[{\"extra\":\"x\"}]"), ""},
        {OBJECTIVE("\"numero\":1"), "wrong-type /obiettivi/0/numero"},
        {OBJECTIVE("\"peso\":\"40\""), "wrong-type /obiettivi/0/peso"},
        {OBJECTIVE("\"gantt\":0"), "wrong-type /obiettivi/0/gantt"},
        {OBJECTIVE("\"esercizio\":2026.0"), ""},
        {OBJECTIVE("\"esercizio\":2026.5"), "wrong-type /obiettivi/0/esercizio"},
        {OBJECTIVE("\"fasi\":[{\"inizio\":2026}]"), "wrong-type /obiettivi/0/fasi/0/inizio"},
        {OBJECTIVE("\"indicatori\":[{\"atteso\":false}]"),
         "wrong-type /obiettivi/0/indicatori/0/atteso"},
        {"\"obiettivi\":[],\"tabelle\":[{\"righe\":[1]}]", "wrong-type /tabelle/0/righe/0"},
        {"\"obiettivi\":[],\"fondo\":{\"pesi\":[]}", "wrong-type /fondo/pesi"},
        {"\"obiettivi\":[],\"fondo\":{\"pesi\":{\"strategico\":\"x\"}}",
         "wrong-type /fondo/pesi/strategico"},
    };
    expect(cases, COUNT(cases));
}

static void required_keys_are_missed(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"unita\":[]", "missing-key "},
        {"\"obiettivi\":null", "missing-key /obiettivi"},
        {"\"obiettivi\":[{\"codice\":\"\",\"titolo\":\"T\"}]", "missing-key /obiettivi/0/codice"},
        {"\"obiettivi\":[{}]", "missing-key /obiettivi/0, missing-key /obiettivi/0"},
    };
    expect(cases, COUNT(cases));
}

static void ranges_include_their_ends(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {OBJECTIVE("\"soglia_minima\":0,\"fasi\":[{\"mesi\":[1,12],\"avanzamento\":100}]"), ""},
        {OBJECTIVE("\"soglia_minima\":-0.001"), "out-of-range /obiettivi/0/soglia_minima"},
        {OBJECTIVE("\"fasi\":[{\"mesi\":[0,13],\"avanzamento\":100.001}]"),
         "out-of-range /obiettivi/0/fasi/0/mesi/0, out-of-range /obiettivi/0/fasi/0/mesi/1, "
         "out-of-range /obiettivi/0/fasi/0/avanzamento"},
        {OBJECTIVE("\"esercizio\":1900"), ""},
        {OBJECTIVE("\"esercizio\":26"), "out-of-range /obiettivi/0/esercizio"},
    };
    expect(cases, COUNT(cases));
}

static void dates_must_exist(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {OBJECTIVE("\"fasi\":[{\"inizio\":\"2024-02-29\",\"fine\":\"2025-02-29\"}]"),
         "bad-date /obiettivi/0/fasi/0/fine"},
        {OBJECTIVE("\"fasi\":[{\"inizio_effettivo\":\"2026-00-10\"}]"),
         "bad-date /obiettivi/0/fasi/0/inizio_effettivo"},
        {"\"obiettivi\":[],\"unita\":[{\"codice\":\"S\",\"decorrenza\":\"marzo\"}]",
         "bad-date /unita/0/decorrenza"},
        {OBJECTIVE("\"fasi\":[{\"inizio\":\"2026-02-02\",\"fine\":\"2026-02-02\"}]"), ""},
        {OBJECTIVE("\"fasi\":[{\"inizio\":\"2026-02-02\",\"fine\":\"2026-02-01\"}]"),
         "dates-reversed /obiettivi/0/fasi/0/fine"},
        {OBJECTIVE("\"fasi\":[{\"inizio\":\"2026-02-31\",\"fine\":\"2026-02-01\"}]"),
         "bad-date /obiettivi/0/fasi/0/inizio"},
        {OBJECTIVE("\"fasi\":[{\"inizio_effettivo\":\"2026-02-02\",\"fine_effettiva\":\"2025-02-"
                   "01\",\"fine\":\"2024-01-01\"}]"),
         "dates-reversed /obiettivi/0/fasi/0/fine_effettiva"},
    };
    expect(cases, COUNT(cases));
}

static void codes_and_references_are_followed(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"unita\":[{\"codice\":\"S\"},{\"codice\":\"S\"}],\"obiettivi\":[]",
         "duplicate-code /unita/1/codice"},
        {"\"unita\":[{\"codice\":\"S\"},{\"codice\":\"s\"}],\"obiettivi\":[]", ""},
        {"\"unita\":[{\"codice\":\"A\"}]," OBJECTIVE("\"unita\":\"A\""), ""},
        {"\"unita\":[{\"codice\":\"A\"}]," OBJECTIVE("\"unita\":\"a\""),
         "unknown-reference /obiettivi/0/unita"},
        {OBJECTIVE("\"unita\":\"A\""), "unknown-reference /obiettivi/0/unita"},
        {OBJECTIVE("\"servizio\":\"\",\"unita\":null"), ""},
        {OBJECTIVE("\"fasi\":[{\"unita\":\"Ufficio tecnico\"}]"), ""},
        {OBJECTIVE("\"unita_coinvolte\":[{\"testo\":\"Tutti\"},{\"unita\":\"X\"}]"),
         "unknown-reference /obiettivi/0/unita_coinvolte/1/unita"},
        {OBJECTIVE("\"obiettivo_strategico\":\"X\""),
         "unknown-reference /obiettivi/0/obiettivo_strategico"},
        {OBJECTIVE("\"peso\":1") ",\"fondo\":{\"quote\":[{\"obiettivi\":[\"A\",\"B\"],"
                                 "\"pareggio\":\"C\"}]}",
         "unknown-reference /fondo/quote/0/obiettivi/1, unknown-reference "
         "/fondo/quote/0/pareggio"},
        /* a list that could not be read is not searched */
        {"\"unita\":\"S\"," OBJECTIVE("\"unita\":\"S\""), "wrong-type /unita"},
        {"\"unita\":[{\"codice\":\"S\t\"}]," OBJECTIVE("\"unita\":\"S\""),
         "json-control-character /unita/0/codice"},
    };
    expect(cases, COUNT(cases));
}

static void hints_name_the_nearest_code(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    check_text(arena, &diags,
               HEAD "\"unita\":[{\"codice\":\"RAGIONERIA\"},{\"codice\":\"TRIBUTI\"}],"
                    "\"obiettivi\":[{\"codice\":\"A\",\"titolo\":\"T\",\"unita\":\"TRIBUTTI\"}]}");
    assert_string_equal(diags.first->hint, "TRIBUTI");
    assert_string_equal(diags.first->args[0], "unita");
    assert_string_equal(diags.first->args[1], "TRIBUTTI");
    assert_string_equal(diags.first->args[2], "unita");
    arena_free(arena);
}

static void refused_values_are_not_blamed_twice(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"obiettivi\":[{\"codice\":\"A\t\",\"titolo\":01}]",
         "json-control-character /obiettivi/0/codice, json-number /obiettivi/0/titolo"},
        {OBJECTIVE("\"fasi\":[{\"peso\":01},{\"peso\":20}]"),
         "json-number /obiettivi/0/fasi/0/peso"},
        {OBJECTIVE("\"pesso\":01"), "json-number /obiettivi/0/pesso"},
    };
    expect(cases, COUNT(cases));
}

static void weights_make_100(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {OBJECTIVE("\"fasi\":[{\"peso\":33.3},{\"peso\":33.3},{\"peso\":33.4}]"), ""},
        {OBJECTIVE("\"fasi\":[{\"peso\":33.3},{\"peso\":33.3},{\"peso\":33.3}]"),
         "phase-weight-sum /obiettivi/0/fasi"},
        {OBJECTIVE("\"fasi\":[{},{}]"), ""},
        {OBJECTIVE("\"fasi\":[]"), ""},
        {OBJECTIVE("\"fasi\":[{\"peso\":0}]"), "phase-weight-sum /obiettivi/0/fasi"},
        {OBJECTIVE("\"fasi\":[{\"peso\":100},{\"peso\":null},{}]"), ""},
        {OBJECTIVE("\"fasi\":[{\"peso\":100},{\"peso\":0.0000001}]"),
         "phase-weight-sum /obiettivi/0/fasi"},
    };
    expect(cases, COUNT(cases));
}

static void units_do_not_go_round(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {"\"obiettivi\":[],\"unita\":[{\"codice\":\"A\",\"superiore\":\"B\"},{\"codice\":\"B\","
         "\"superiore\":\"C\"},{\"codice\":\"C\"}]",
         ""},
        {"\"obiettivi\":[],\"unita\":[{\"codice\":\"A\",\"superiore\":\"A\"}]",
         "unit-cycle /unita/0/superiore"},
        {"\"obiettivi\":[],\"unita\":[{\"codice\":\"Z\",\"superiore\":\"A\"},{\"codice\":\"A\","
         "\"superiore\":\"B\"},{\"codice\":\"B\",\"superiore\":\"A\"},{\"codice\":\"C\","
         "\"superiore\":\"B\"}]",
         "unit-cycle /unita/1/superiore"},
        {"\"obiettivi\":[],\"unita\":[{\"superiore\":\"A\"},{\"codice\":\"A\",\"superiore\":\"\"}]",
         "missing-key /unita/0"},
    };
    expect(cases, COUNT(cases));
}

static void long_cycles_are_cut_in_the_message(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags;
    struct buf buf = BUF_INIT;
    enum { UNITS = 20000 };
    buf_text(&buf, HEAD "\"obiettivi\":[],\"unita\":[");
    for (int i = 0; i < UNITS; i++) {
        buf_format(&buf, "%s{\"codice\":\"U%d\",\"superiore\":\"U%d\"}", i ? "," : "", i,
                   (i + 1) % UNITS);
    }
    buf_text(&buf, "]}");
    check_text(arena, &diags, buf_string(&buf));
    buf_free(&buf);
    assert_int_equal(diags.errors, 1);
    assert_int_equal(diags.first->code, MSG_UNIT_CYCLE);
    assert_true(strlen(diags.first->args[1]) < 256);
    assert_true(text_starts(diags.first->args[1], "U0 > U1 > U2"));
    arena_free(arena);
}

static void topics_of_the_law_are_covered(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {OBJECTIVE("\"ambiti\":[]"), ""},
        {OBJECTIVE("\"ambiti\":[\"\",null]"), ""},
        {OBJECTIVE("\"ambiti\":[\"semplificazione\",\"digitalizzazione\",\"accessibilita\","
                   "\"pari_opportunita\"]"),
         ""},
        {OBJECTIVE("\"ambiti\":[\"efficienza\",\"semplificazione\",\"accessibilita\"]"),
         "legal-coverage /obiettivi, legal-coverage /obiettivi"},
        {OBJECTIVE("\"ambiti\":[\"biblioteche\",\"semplificazione\",\"digitalizzazione\","
                   "\"accessibilita\",\"pari_oportunita\"]"),
         "suspect-value /obiettivi/0/ambiti/4, legal-coverage /obiettivi"},
    };
    expect(cases, COUNT(cases));
}

static void other_judgements(void **state) {
    (void)state;
    static const struct judged cases[] = {
        {OBJECTIVE("\"moduli_vuoti\":[\"fasi\",\"extra\",\"qualcosa\",\"risorse_uman\"]"),
         "unknown-key /obiettivi/0/moduli_vuoti/3"},
        {OBJECTIVE("\"relazione\":{\"grado\":80}"), "missing-reason /obiettivi/0/relazione/grado"},
        {OBJECTIVE("\"relazione\":{\"grado\":80,\"motivazione\":\"Piena\"}"), ""},
        {OBJECTIVE("\"indicatori\":[{\"stato\":\"non_valutabile\"}]"),
         "missing-reason /obiettivi/0/indicatori/0/stato"},
        {"\"obiettivi\":[],\"sezioni\":[{\"testo\":\"a {{tabella:x}}\\n{{tabella:x\\n"
         "{{tabella:x}} b\\n\\t{{tabella:t}} \\n{{altro:x}}\"}],\"tabelle\":[{\"id\":\"t\"}]",
         ""},
        {"\"obiettivi\":[],\"sezioni\":[{\"testo\":\"{{tabella:t}}\"}]",
         "unknown-table /sezioni/0/testo"},
        {"\"obiettivi\":[],\"sezioni\":[{\"contenuto\":\"Obiettivi\"}]",
         "bad-value /sezioni/0/contenuto"},
    };
    expect(cases, COUNT(cases));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_judge),
        cmocka_unit_test(right_plans_are_left_alone),
        cmocka_unit_test(types_are_judged),
        cmocka_unit_test(required_keys_are_missed),
        cmocka_unit_test(ranges_include_their_ends),
        cmocka_unit_test(dates_must_exist),
        cmocka_unit_test(codes_and_references_are_followed),
        cmocka_unit_test(hints_name_the_nearest_code),
        cmocka_unit_test(refused_values_are_not_blamed_twice),
        cmocka_unit_test(weights_make_100),
        cmocka_unit_test(units_do_not_go_round),
        cmocka_unit_test(long_cycles_are_cut_in_the_message),
        cmocka_unit_test(topics_of_the_law_are_covered),
        cmocka_unit_test(other_judgements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
