/* collate: a list in order, every pair of it both ways; texts that are alike but for their writing.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "input/collate.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int sign(int order) {
    return (order > 0) - (order < 0);
}

static void each_pair_is_in_order(void **state) {
    (void)state;
    static const char *const right[] = {
        "",
        " coda",
        "(nota)",
        "-1",
        "0",
        "00",
        "01",
        "1",
        "2",
        "2 bis",
        "2a",
        "10",
        "99999999999999999999999999999999",
        "100000000000000000000000000000000",
        "A",
        "a",
        "À",
        "à",
        "Abete",
        "acqua 02",
        "acqua 2",
        "acqua 10",
        "acqua10b",
        "Cafe",
        "cafe",
        "caffe",
        "caffè",
        "caffè nero",
        "citta",
        "città",
        "Citta'",
        "È vero",
        "Econometria",
        "elenco",
        "età",
        "lago",
        "Łódź",
        "naive",
        "naïve",
        "œuvre",
        "Straße",
        "Strasse",
        "ÿ",
        "zucca",
    };
    for (size_t i = 0; i < COUNT(right); i++) {
        for (size_t j = 0; j < COUNT(right); j++) {
            int wanted = (i > j) - (i < j);
            if (sign(collate_texts(right[i], right[j])) != wanted) {
                fail_msg("\"%s\" and \"%s\": not %d", right[i], right[j], wanted);
            }
        }
    }
}

static void values_of_other_types_keep_their_order(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct data *ten = data_new_number(arena, decimal_from_int(10));
    const struct data *two = data_new_number(arena, decimal_from_int(2));
    const struct data *text = data_new_text(arena, "1");
    assert_true(collate_values(two, ten) < 0);
    assert_true(collate_values(ten, text) < 0);
    assert_true(collate_values(NULL, two) < 0);
    assert_int_equal(collate_values(NULL, NULL), 0);
    assert_true(collate_values(data_new_text(arena, "à"), data_new_text(arena, "B")) < 0);
    assert_true(data_compare(data_new_text(arena, "à"), data_new_text(arena, "B")) > 0);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_pair_is_in_order),
        cmocka_unit_test(values_of_other_types_keep_their_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
