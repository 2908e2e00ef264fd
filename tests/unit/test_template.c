#include "template_cases.h"
enum { GOLDENS_LEAST = 10 };

static bool check_golden(const char *folder) {
    struct arena *arena = arena_new();
    struct diags diags = diags_init(arena);
    struct template_source source = {.home = path_join(arena, folder, "../home")};
    const struct template *tmpl = template_read(arena, &diags, &source, "template.yaml");
    struct buf buf = BUF_INIT;
    diags_write(&buf, &diags, DIAG_ENGLISH, DIAG_TEXT);
    if (tmpl != NULL) {
        template_dump(&buf, tmpl);
    }
    bool right = cases_same(arena, "expected.txt", &buf) && tmpl != NULL;
    buf_free(&buf);
    arena_free(arena);
    if (!right) {
        printf("in %s\n", folder);
    }
    return right;
}

static void goldens(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int wrong = 0;
    int ran =
        cases_run(arena, path_join(arena, cases_tests(arena), "golden/template"), &wrong, check_golden);
    arena_free(arena);
    assert_true(ran >= (getenv("CASE") != NULL ? 0 : GOLDENS_LEAST));
    assert_int_equal(wrong, 0);
}
int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goldens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
