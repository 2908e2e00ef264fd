/* edition: what is left of a plan with people in it, as JSON; what is shared; where things stand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "input/edition.h"

static const char plan_text[] =
    "{\"formato\": \"piao-plan/1\",\n"
    "\"ente\": {\"denominazione\": \"Comune di Selvarana\"},\n"
    "\"documento\": {\"titolo\": \"Piano\", \"esercizio\": 2026},\n"
    "\"unita\": [{\"codice\": \"U1\", \"responsabile\": \"Brunilde Sottocasa\"}],\n"
    "\"obiettivi\": [\n"
    "{\"codice\": \"A1\", \"titolo\": \"Sentieri\", \"testo\": \"Testo libero\",\n"
    " \"personale\": [\n"
    "  {\"categoria\": \"Istruttore\", \"nominativo\": \"Evaristo Malpensanti\", \"ore\": 120,\n"
    "   \"partecipazione\": 50, \"costo_orario\": 21.5, \"costo\": 2580, \"grado\": 97.25,\n"
    "   \"matricola\": \"M-7788\", \"extra\": {\"telefono\": \"0999-1\"}},\n"
    "  {}],\n"
    " \"personale_testo\": \"Lavora Quirino Zampaglioni\", \"risorse_umane\": \"Due persone\",\n"
    " \"indicatori\": [{\"codice\": \"I1\", \"grado\": 80, \"motivazione\": \"m\"}],\n"
    " \"extra\": {\"colore\": \"blu\"}, \"chiave_nostra\": [1, null, true, \"\\u0007\\\"\"]},\n"
    "{\"codice\": \"A2\", \"titolo\": \"Ponti\", \"personale\": []}]}";

static const struct data *read_plan(struct arena *arena, struct diags *diags) {
    const struct data *plan = data_read(arena, diags, "p.json", plan_text, strlen(plan_text));
    assert_non_null(plan);
    return plan;
}

static const struct data *objective(const struct data *plan, size_t index) {
    return data_item(data_member(plan, "obiettivi"), index);
}

static void assert_json(const struct data *value, const char *expected) {
    struct buf buf = BUF_INIT;
    data_json(&buf, value);
    assert_string_equal(buf_string(&buf), expected);
    buf_free(&buf);
}

/* The JSON of VALUE holds (or holds not) WORD. */
static bool says(const struct data *value, const char *word) {
    struct buf buf = BUF_INIT;
    data_json(&buf, value);
    bool found = strstr(buf_string(&buf), word) != NULL;
    buf_free(&buf);
    return found;
}

static void a_public_plan_says_nothing_of_persons(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const struct data *plan = read_plan(arena, &diags), *open = edition_public(arena, plan);
    static const char *const personal[] = {"Evaristo", "Istruttore", "120",    "50",    "21.5",
                                           "2580",     "97.25",      "M-7788", "0999-1"};
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++) {
        assert_true(says(plan, personal[i]));
        assert_false(says(open, personal[i]));
    }
    static const char *const kept[] = {"Brunilde Sottocasa", "Quirino", "Due persone", "80", "blu",
                                       "Testo libero"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        assert_true(says(open, kept[i]));
    }
    assert_json(data_member(objective(open, 0), "personale"), "[\n  {},\n  {}\n]\n");
    assert_int_equal(data_count(data_member(objective(open, 0), "personale")), 2);
    arena_free(arena);
}

static void what_is_unchanged_is_shared_and_places_stay(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const struct data *plan = read_plan(arena, &diags), *open = edition_public(arena, plan);
    assert_ptr_not_equal(plan, open);
    assert_ptr_equal(objective(plan, 1), objective(open, 1));
    assert_ptr_equal(data_item(data_member(plan, "unita"), 0),
                     data_item(data_member(open, "unita"), 0));
    const struct data *code =
        data_member(data_item(data_member(objective(open, 0), "indicatori"), 0), "codice");
    assert_string_equal(data_pointer(arena, code), "/obiettivi/0/indicatori/0/codice");
    assert_int_equal(code->line, 13);
    assert_string_equal(data_pointer(arena, data_member(objective(open, 0), "testo")),
                        "/obiettivi/0/testo");
    assert_ptr_equal(edition_public(arena, open), open); /* nothing left to take out */
    assert_null(edition_public(arena, NULL));
    arena_free(arena);
}

static void an_attached_plan_lacks_prose_about_people_and_what_is_withheld(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const struct data *open = edition_public(arena, read_plan(arena, &diags));
    const struct data *withheld[] = {data_member(objective(open, 0), "testo"),
                                     data_member(objective(open, 1), "titolo")};
    const struct data *attached = edition_attached(arena, open, withheld, 2);
    static const char *const gone[] = {"Testo libero", "Quirino", "Due persone", "Ponti"};
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++) {
        assert_true(says(open, gone[i]));
        assert_false(says(attached, gone[i]));
    }
    assert_true(says(attached, "Sentieri"));
    assert_true(says(edition_attached(arena, open, NULL, 0), "Testo libero"));
    arena_free(arena);
}

static void json_is_read_back_as_it_was(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    const struct data *plan = read_plan(arena, &diags);
    struct buf buf = BUF_INIT, again = BUF_INIT;
    data_json(&buf, plan);
    const struct data *back =
        data_read(arena, &diags, "q.json", arena_text(arena, buf_string(&buf)), buf.size);
    assert_non_null(back);
    assert_true(data_equal(plan, back));
    data_json(&again, back);
    assert_string_equal(buf_string(&buf), buf_string(&again));
    buf_free(&buf);
    buf_free(&again);
    assert_json(data_member(objective(plan, 0), "chiave_nostra"),
                "[\n  1,\n  null,\n  true,\n  \"\\u0007\\\"\"\n]\n");
    assert_json(NULL, "null\n");
    assert_json(data_member(objective(plan, 1), "personale"), "[]\n");
    assert_int_equal(diags.errors, 0);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_public_plan_says_nothing_of_persons),
        cmocka_unit_test(what_is_unchanged_is_shared_and_places_stay),
        cmocka_unit_test(an_attached_plan_lacks_prose_about_people_and_what_is_withheld),
        cmocka_unit_test(json_is_read_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
