/* Which neighbours stay together, and which only look as if they should? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "input/typography.h"

static bool binds(const char *before, const char *after) {
    return typography_binds(before, strlen(before), after, strlen(after));
}

static void table(void **state) {
    (void)state;
    static const struct {
        const char *before, *after;
        bool binds;
    } cases[] = {
        {"art.", "21", true},
        {"Art.", "21,", true},
        {"ARTT.", "21", true},
        {"(art.", "21)", true},
        {"dell'art.", "21", true},
        {"dell’art.", "21", true},
        {"«n.", "5", true},
        {"art.", "chiaro", false},
        {"art.", "1-bis", true},
        {"parte.", "21", false},
        {"n.", "150/2009", true},
        {"nn.", "1", true},
        {"n°", "4", true},
        {"N.", "4", true},
        {"co.", "2", true},
        {"c.", "2,", true},
        {"lett.", "b)", true},
        {"lett.", "b", true},
        {"lett.", "bi", false},
        {"lett.", "è", false},
        {"pag.", "7", true},
        {"pagg.", "7-9", true},
        {"p.", "7", true},
        {"all.", "A", true},
        {"all.", "III", true},
        {"all.", "III.", true},
        {"all.", "IIIa", false},
        {"all.", "Dà", false},
        {"D.Lgs.", "150/2009", true},
        {"d.lgs.", "n.", true},
        {"D.Lgs.", "sulla", false},
        {"D.L.", "80/2021", true},
        {"D.M.", "132", true},
        {"D.P.R.", "n°", true},
        {"D.P.R.", "no", false},
        {"L.", "190/2012", true},
        {"L.", "Bianchi", false},
        {"legge", "190/2012", true},
        {"Legge", "n.", true},
        {"legge", "regionale", false},
        {"dott.", "Bianchi", true},
        {"dott.ssa", "Verdi", true},
        {"€", "1.200,00", true},
        {"€", "-1.200,00", true},
        {"€", "e", false},
        {"1.200,00", "€", true},
        {"35", "%", true},
        {"35", "%)", true},
        {"(35", "‰", true},
        {"trenta", "%", false},
        {"35", "anni", false},
        {"35.", "%", false},
        {"§", "3", true},
        {"e", "a", false},
        {"", "21", false},
        {"art.", "", false},
        {".", "21", false},
        {"'", "21", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (binds(cases[i].before, cases[i].after) != cases[i].binds) {
            fail_msg("\"%s\" \"%s\"", cases[i].before, cases[i].after);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(table)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
