/* Runs the folders of tests/diag that hold a template.yaml: a broken template and what is said of
 * it in both languages. BLESS=1 writes the expected files instead of comparing; CASE=name runs one
 * folder alone. */
#include "template_cases.h"

enum { CASES_LEAST = 30 };

static const struct {
    const char *file;
    enum diag_language language;
} expectations[] = {
    {"expected.it.txt", DIAG_ITALIAN},
    {"expected.en.txt", DIAG_ENGLISH},
};

static bool check(const char *folder) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct template_source source = {.home = path_join(arena, folder, "../../../templates")};
    const struct template *tmpl = template_read(arena, &diags, &source, "template.yaml");
    bool right = (tmpl == NULL) == (diags.errors > 0);
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        struct buf buf = BUF_INIT;
        diags_write(&buf, &diags, expectations[i].language, DIAG_TEXT);
        right = cases_same(arena, expectations[i].file, &buf) && right;
        buf_free(&buf);
    }
    arena_free(arena);
    if (!right) {
        printf("in %s\n", folder);
    }
    return right;
}

static void diagnostics_are_the_expected_ones(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int wrong = 0;
    int ran = cases_run(arena, path_join(arena, cases_tests(arena), "diag"), &wrong, check);
    arena_free(arena);
    assert_true(ran >= (getenv("CASE") != NULL ? 0 : CASES_LEAST));
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(diagnostics_are_the_expected_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
