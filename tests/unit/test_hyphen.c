/* Are words divided where the language divides them, and left alone where they must be? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "patterns.h"

/* The word with a hyphen at every break. */
static const char *divided(const char *word, char out[256]) {
    bool breaks[128];
    size_t size = strlen(word), used = 0;
    assert_true(size < sizeof breaks / sizeof breaks[0]);
    memset(breaks, 1, sizeof breaks);
    hyphens_find(hyphens, word, size, breaks);
    for (size_t i = 0; i < size; i++) {
        if (breaks[i]) {
            out[used++] = '-';
        }
        out[used++] = word[i];
    }
    out[used] = '\0';
    return out;
}

static size_t expect_all(const char *const *cases, size_t count) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        char out[256], word[128];
        size_t used = 0;
        for (const char *c = cases[i]; *c != '\0'; c++) {
            if (*c != '-') {
                word[used++] = *c;
            }
        }
        word[used] = '\0';
        if (strcmp(divided(word, out), cases[i]) != 0) {
            print_error("%s, expected %s\n", out, cases[i]);
            wrong++;
        }
    }
    return wrong;
}

/* As dictionaries divide them, less a syllable of one letter at the beginning and of fewer than
 * three at the end. */
static void words_are_divided_by_syllables(void **state) {
    (void)state;
    static const char *const cases[] = {
        "am-mi-ni-stra-zione",
        "at-ti-vità",
        "obiet-tivo",
        "per-for-mance",
        "piano",
        "or-ga-niz-za-zione",
        "sem-pli-fi-ca-zione",
        "di-gi-ta-liz-za-zione",
        "tra-spa-renza",
        "cor-ru-zione",
        "an-ti-cor-ru-zione",
        "ac-ces-si-bi-lità",
        "set-tore",
        "ser-vi-zio",
        "di-ri-gente",
        "re-spon-sa-bile",
        "in-di-ca-tore",
        "va-lu-ta-zione",
        "mi-su-ra-zione",
        "ri-sul-tato",
        "ri-sorse",
        "strut-tura",
        "in-fra-strut-ture",
        "bi-lan-cio",
        "pro-gram-ma-zione",
        "co-mu-ni-ca-zione",
        "cit-ta-dini",
        "im-prese",
        "pro-vin-cia",
        "con-si-glio",
        "giunta",
        "de-li-be-ra-zione",
        "de-creto",
        "le-gi-sla-tivo",
        "ar-ti-colo",
        "comma",
        "al-le-gato",
        "ta-bella",
        "scuola",
        "pa-tri-mo-nio",
        "ma-nu-ten-zione",
        "stra-dale",
        "am-biente",
        "ter-ri-to-rio",
        "tu-tela",
        "svi-luppo",
        "qua-lità",
        "quan-tità",
        "per-cen-tuale",
        "per-ché",
        "ac-qua",
        "sog-getto",
        "fa-mi-glia",
        "ogni",
        "ba-gnare",
        "ca-scina",
        "psi-co-lo-gia",
        "tec-nico",
        "at-mo-sfera",
        "pi-ro-scafo",
        "pub-blica",
        "con-trollo",
        "pre-ven-zione",
        "in-ter-re-la-zione",
        "AM-MI-NI-STRA-ZIONE",
        "Am-mi-ni-stra-zione",
        "AT-TI-VITÀ",
    };
    assert_int_equal(expect_all(cases, sizeof cases / sizeof cases[0]), 0);
}

/* An elided word is one with its neighbour; nothing is divided beside the apostrophe. */
static void apostrophes(void **state) {
    (void)state;
    static const char *const cases[] = {
        "del-l'am-mi-ni-stra-zione",
        "del-l’am-mi-ni-stra-zione",
        "del-l'Am-mi-ni-stra-zione",
        "DEL-L'AM-MI-NI-STRA-ZIONE",
        "del-l'ente",
        "l'area",
        "l'uni-ver-sità",
        "un'al-tra",
        "sul-l'at-ti-vità",
        "al-l'in-terno",
        "tut-t'al-tro",
        "'ndran-gheta",
        "O'Con-nor",
    };
    assert_int_equal(expect_all(cases, sizeof cases / sizeof cases[0]), 0);
}

static void some_are_never_divided(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",         "a",     "casa",   "atto",   "è",        "qui",    "città",    "SRL",
        "CNR",      "TFRSL", "xxxxxx", "XXVIII", "LXXXVIII", "PagoPA", "OpenData", "covid19x",
        "2025anno", "l'",    "dell'",  "'",      "'",        "''ab''",
    };
    assert_int_equal(expect_all(cases, sizeof cases / sizeof cases[0]), 0);
    char out[256];
    static const char longest[] =
        "amministrazioneamministrazioneamministrazioneamministrazioneammi";
    assert_int_equal(sizeof longest - 1, HYPHENS_WORD_MAX);
    assert_string_not_equal(divided(longest, out), longest);
    assert_string_equal(
        divided("amministrazioneamministrazioneamministrazioneamministrazioneammin", out),
        "amministrazioneamministrazioneamministrazioneamministrazioneammin");
    assert_string_equal(divided("malfor\xFFmato", out), "malfor\xFFmato");
}

static bool continued(char c) {
    return ((unsigned char)c & 0xC0) == 0x80;
}

/* No break inside a character, before a combining mark, or too near an end, whatever the word. */
static void breaks_keep_their_distance(void **state) {
    (void)state;
    static const char *const parts[] = {"a", "b",  "str", "zione",     "à",  "è",  "'", "’", "t",
                                        "É", "AM", "mi",  "o\xCC\x80", "gn", "II", "n", "ß", "Ÿ"};
    enum { PARTS = sizeof parts / sizeof parts[0] };
    uint32_t seed = 7;
    for (int round = 0; round < 100000; round++) {
        char word[HYPHENS_WORD_MAX + 1] = "";
        size_t size = 0;
        seed = seed * 1664525u + 1013904223u;
        unsigned count = 1 + (seed >> 24) % 14;
        for (unsigned i = 0; i < count; i++) {
            uint32_t pick = (seed = seed * 1664525u + 1013904223u) >> 16;
            const char *part = parts[pick % PARTS];
            if (size + strlen(part) <= HYPHENS_WORD_MAX) {
                size += strlen(strcpy(word + size, part));
            }
        }
        bool breaks[HYPHENS_WORD_MAX];
        hyphens_find(hyphens, word, size, breaks);
        for (size_t i = 0; i < size; i++) {
            if (!breaks[i]) {
                continue;
            }
            if (i < 2 || size - i < 3 || continued(word[i]) || word[i] == '\'' ||
                word[i - 1] == '\'' || memcmp(word + i, "\xCC\x80", 2) == 0 ||
                memcmp(word + i, "’", 3) == 0 || (i > 2 && memcmp(word + i - 3, "’", 3) == 0)) {
                fail_msg("\"%s\" at %zu", word, i);
            }
        }
    }
}

static void files_that_hold_no_patterns(void **state) {
    (void)state;
    assert_null(hyphens_open("/nonexistent/patterns.dic"));
    assert_null(hyphens_open("/dev/null"));
    assert_null(hyphens_open("fonts"));
    hyphens_close(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_divided_by_syllables),
        cmocka_unit_test(apostrophes),
        cmocka_unit_test(some_are_never_divided),
        cmocka_unit_test(breaks_keep_their_distance),
        cmocka_unit_test(files_that_hold_no_patterns),
    };
    return cmocka_run_group_tests(tests, open_patterns, close_patterns);
}
