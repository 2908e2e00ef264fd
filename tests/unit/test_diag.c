/* Does every problem come out in order, in both languages and both forms, whatever the inputs hold?
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"
#include "base/utf8.h"

#define COUNT(cases) (sizeof(cases) / sizeof *(cases))

static int make_arena(void **state) {
    *state = arena_new();
    return 0;
}

static int drop_arena(void **state) {
    arena_free(*state);
    return 0;
}

static void assert_written(const struct diags *diags, enum diag_language language,
                           enum diag_form form, const char *expected) {
    struct buf buf = BUF_INIT;
    diags_write(&buf, diags, language, form);
    assert_string_equal(buf_string(&buf), expected);
    buf_free(&buf);
}

static void nothing_to_say(void **state) {
    struct diags diags = diags_init(*state);
    assert_false(diags_failed(&diags));
    assert_written(&diags, DIAG_ITALIAN, DIAG_TEXT, "");
    assert_written(&diags, DIAG_ITALIAN, DIAG_JSON, "");
}

static void text_form(void **state) {
    struct diags diags = diags_init(*state);
    struct place plan = {"piano.json", 812, 17, "/obiettivi/3/fasi"};
    struct place file_only = {.file = "piano.json"};
    struct place line_only = {"modello.yaml", 7, 0, NULL};
    diag_at(&diags, plan, MSG_PHASE_WEIGHT_SUM, "95,00");
    diag_hint(&diags, line_only, MSG_UNKNOWN_KEY, "titolo_2", "titolo2");
    diag_at(&diags, file_only, MSG_CANNOT_READ, "accesso negato");
    diag_at(&diags, (struct place){0}, MSG_YAML_ALIAS, "");
    diag_hint(&diags, ((struct place){"z.json", 3, 4, "/a~1b"}), MSG_OUT_OF_RANGE, "100", "peso",
              "120", "0", "100");
    diag_hint(&diags, ((struct place){"z.json", 5, 1, ""}), MSG_MISSING_KEY, "", "tipo");
    assert_written(
        &diags, DIAG_ITALIAN, DIAG_TEXT,
        "errore: ancore e alias YAML non sono ammessi: un testo che comincia con * o & va tra "
        "virgolette  [yaml-alias]\n"
        "modello.yaml:7: avviso: chiave sconosciuta \"titolo2\"  [unknown-key]\n"
        "  forse \"titolo_2\"\n"
        "piano.json: errore: impossibile leggere il file: accesso negato  [cannot-read]\n"
        "piano.json:812:17: avviso: la somma dei pesi delle fasi è 95,00, attesa 100,00"
        "  [phase-weight-sum]\n"
        "  in /obiettivi/3/fasi\n"
        "z.json:3:4: errore: \"peso\" vale 120, ammesso da 0 a 100  [out-of-range]\n"
        "  in /a~1b\n"
        "  forse \"100\"\n"
        "z.json:5:1: errore: manca la chiave obbligatoria \"tipo\"  [missing-key]\n");
    assert_written(&diags, DIAG_ENGLISH, DIAG_TEXT,
                   "error: YAML anchors and aliases are not allowed: a text that begins with * or "
                   "& must be quoted  [yaml-alias]\n"
                   "modello.yaml:7: warning: unknown key \"titolo2\"  [unknown-key]\n"
                   "  maybe \"titolo_2\"\n"
                   "piano.json: error: cannot read the file: accesso negato  [cannot-read]\n"
                   "piano.json:812:17: warning: the phase weights sum to 95,00, expected 100"
                   "  [phase-weight-sum]\n"
                   "  at /obiettivi/3/fasi\n"
                   "z.json:3:4: error: \"peso\" is 120, allowed from 0 to 100  [out-of-range]\n"
                   "  at /a~1b\n"
                   "  maybe \"100\"\n"
                   "z.json:5:1: error: required key \"tipo\" is missing  [missing-key]\n");
}

static void json_form(void **state) {
    struct diags diags = diags_init(*state);
    diag_hint(&diags, ((struct place){"piano \"2\".json", 4, 9, "/fasi/0"}), MSG_UNKNOWN_KEY,
              "peso", "pseo");
    diag_at(&diags, (struct place){0}, MSG_YAML_ALIAS, "");
    diag_at(&diags, ((struct place){"z", 1, 0, ""}), MSG_CANNOT_READ, "a\nb");
    assert_written(&diags, DIAG_ITALIAN, DIAG_JSON,
                   "{\"file\":null,\"line\":null,\"column\":null,\"pointer\":null,"
                   "\"severity\":\"error\",\"code\":\"yaml-alias\","
                   "\"message\":\"ancore e alias YAML non sono ammessi: un testo che comincia con "
                   "* o & va tra virgolette\",\"hint\":null}\n"
                   "{\"file\":\"piano \\\"2\\\".json\",\"line\":4,\"column\":9,"
                   "\"pointer\":\"/fasi/0\",\"severity\":\"warning\",\"code\":\"unknown-key\","
                   "\"message\":\"chiave sconosciuta \\\"pseo\\\"\",\"hint\":\"peso\"}\n"
                   "{\"file\":\"z\",\"line\":1,\"column\":null,\"pointer\":\"\","
                   "\"severity\":\"error\",\"code\":\"cannot-read\","
                   "\"message\":\"impossibile leggere il file: a\\nb\",\"hint\":null}\n");
    struct buf buf = BUF_INIT;
    diag_write(&buf, diags.first, DIAG_ENGLISH, DIAG_JSON);
    assert_non_null(strstr(buf_string(&buf), "\"message\":\"unknown key \\\"pseo\\\"\""));
    buf_free(&buf);
}

static void sorted_and_stable(void **state) {
    struct diags diags = diags_init(*state);
    static const struct {
        const char *file;
        int line, column;
        const char *name;
    } added[] = {
        {"b", 2, 1, "h"}, {"b", 1, 5, "f"}, {"a", 9, 9, "c"},  {"b", 1, 5, "g"}, {NULL, 0, 0, "a"},
        {"a", 9, 2, "b"}, {"b", 0, 0, "d"}, {"b", 10, 1, "i"}, {"b", 1, 0, "e"}, {"c", 1, 1, "j"},
    };
    for (size_t i = 0; i < COUNT(added); i++) {
        struct place place = {added[i].file, added[i].line, added[i].column, NULL};
        diag_at(&diags, place, MSG_UNKNOWN_KEY, added[i].name);
    }
    assert_written(&diags, DIAG_ENGLISH, DIAG_TEXT,
                   "warning: unknown key \"a\"  [unknown-key]\n"
                   "a:9:2: warning: unknown key \"b\"  [unknown-key]\n"
                   "a:9:9: warning: unknown key \"c\"  [unknown-key]\n"
                   "b: warning: unknown key \"d\"  [unknown-key]\n"
                   "b:1: warning: unknown key \"e\"  [unknown-key]\n"
                   "b:1:5: warning: unknown key \"f\"  [unknown-key]\n"
                   "b:1:5: warning: unknown key \"g\"  [unknown-key]\n"
                   "b:2:1: warning: unknown key \"h\"  [unknown-key]\n"
                   "b:10:1: warning: unknown key \"i\"  [unknown-key]\n"
                   "c:1:1: warning: unknown key \"j\"  [unknown-key]\n");
}

static void stable_when_many(void **state) {
    struct diags diags = diags_init(*state);
    struct buf expected = BUF_INIT;
    char name[16];
    for (int i = 0; i < 500; i++) {
        snprintf(name, sizeof name, "k%d", i);
        diag_at(&diags, ((struct place){"f", 1, 1, NULL}), MSG_UNKNOWN_KEY, name);
        buf_format(&expected, "f:1:1: warning: unknown key \"%s\"  [unknown-key]\n", name);
    }
    assert_written(&diags, DIAG_ENGLISH, DIAG_TEXT, buf_string(&expected));
    buf_free(&expected);
}

static void texts_are_copied(void **state) {
    struct diags diags = diags_init(*state);
    char file[] = "piano.json", pointer[] = "/ente", arg[] = "chiave", hint[] = "altra";
    diag_hint(&diags, ((struct place){file, 1, 2, pointer}), MSG_UNKNOWN_KEY, hint, arg);
    memset(file, '#', sizeof file - 1);
    memset(pointer, '#', sizeof pointer - 1);
    memset(arg, '#', sizeof arg - 1);
    memset(hint, '#', sizeof hint - 1);
    assert_written(&diags, DIAG_ITALIAN, DIAG_TEXT,
                   "piano.json:1:2: avviso: chiave sconosciuta \"chiave\"  [unknown-key]\n"
                   "  in /ente\n"
                   "  forse \"altra\"\n");
}

static void arguments_beyond_and_missing(void **state) {
    struct diags diags = diags_init(*state);
    struct place nowhere = {0};
    diag_at(&diags, nowhere, MSG_UNKNOWN_KEY, "uno", "due", "tre", "quattro", "cinque");
    assert_int_equal(diags.first->arg_count, 4);
    diag_at(&diags, nowhere, MSG_OUT_OF_RANGE, "peso");
    diag_at(&diags, nowhere, MSG_UNKNOWN_KEY, "{2}", "no"); /* an argument is not filled again */
    assert_written(&diags, DIAG_ENGLISH, DIAG_TEXT,
                   "warning: unknown key \"uno\"  [unknown-key]\n"
                   "error: \"peso\" is , allowed from  to   [out-of-range]\n"
                   "warning: unknown key \"{2}\"  [unknown-key]\n");
}

/* Inputs may neither break a line nor command the terminal. */
static void hostile_texts(void **state) {
    struct diags diags = diags_init(*state);
    diag_hint(&diags, ((struct place){"a\nb.json", 1, 1, "/x\x1B[2J"}), MSG_UNKNOWN_KEY, "t\tu\x7F",
              "r\r\xC2\x9B\xFFz\xC3\xA0");
    assert_written(&diags, DIAG_ENGLISH, DIAG_TEXT,
                   "a\\nb.json:1:1: warning: unknown key \"r\\r\\u009B\\xFFzà\"  [unknown-key]\n"
                   "  at /x\\u001B[2J\n"
                   "  maybe \"t\\tu\\u007F\"\n");
    assert_written(&diags, DIAG_ENGLISH, DIAG_JSON,
                   "{\"file\":\"a\\nb.json\",\"line\":1,\"column\":1,\"pointer\":\"/x\\u001b[2J\","
                   "\"severity\":\"warning\",\"code\":\"unknown-key\","
                   "\"message\":\"unknown key \\\"r\\r\xC2\x9B\xEF\xBF\xBDzà\\\"\","
                   "\"hint\":\"t\\tu\x7F\"}\n");
}

static void counts_and_strictness(void **state) {
    struct diags diags = diags_init(*state);
    diag_at(&diags, (struct place){0}, MSG_UNKNOWN_KEY, "x");
    assert_int_equal(diags.warnings, 1);
    assert_int_equal(diags.errors, 0);
    assert_false(diags_failed(&diags));
    diags.strict = true;
    assert_true(diags_failed(&diags));
    diags.strict = false;
    diag_at(&diags, (struct place){0}, MSG_MISSING_KEY, "x");
    assert_int_equal(diags.errors, 1);
    assert_true(diags_failed(&diags));
    assert_int_equal(diags.first->severity, DIAG_WARNING);
    assert_int_equal(diags.last->severity, DIAG_ERROR);

    struct diags notes = diags_init(*state);
    notes.strict = true;
    diag_at(&notes, (struct place){0}, MSG_MORE_PROBLEMS, "2");
    assert_false(diags_failed(&notes));
    assert_int_equal(notes.notes, 1);
    assert_written(&notes, DIAG_ITALIAN, DIAG_TEXT,
                   "nota: altri problemi non elencati: 2  [more-problems]\n");
}

static size_t lines(const char *text) {
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += *text == '\n';
    }
    return count;
}

/* A flood of warnings drowns neither the memory nor the one error after it. */
static void too_many(void **state) {
    struct diags diags = diags_init(*state);
    struct buf buf = BUF_INIT;
    for (int i = 0; i < DIAGS_MAX; i++) {
        diag_at(&diags, ((struct place){"f", 1, 1, NULL}), MSG_UNKNOWN_KEY, "x");
    }
    assert_int_equal(diags.dropped, 0);
    diags_write(&buf, &diags, DIAG_ENGLISH, DIAG_TEXT);
    assert_int_equal(lines(buf_string(&buf)), DIAGS_MAX);
    assert_null(strstr(buf_string(&buf), "more-problems"));
    for (int i = 0; i < 7; i++) {
        diag_at(&diags, ((struct place){"a", 1, 1, NULL}), MSG_UNKNOWN_KEY, "y");
    }
    diag_at(&diags, ((struct place){"z", 1, 1, NULL}), MSG_MISSING_KEY, "codice");
    assert_int_equal(diags.dropped, 7);
    assert_int_equal(diags.warnings, DIAGS_MAX + 7);
    assert_int_equal(diags.errors, 1);
    buf_clear(&buf);
    diags_write(&buf, &diags, DIAG_ENGLISH, DIAG_TEXT);
    assert_int_equal(lines(buf_string(&buf)), DIAGS_MAX + 2);
    const char *end = "z:1:1: error: required key \"codice\" is missing  [missing-key]\n"
                      "note: further problems not listed: 7  [more-problems]\n";
    assert_string_equal(buf_string(&buf) + buf.size - strlen(end), end);
    buf_clear(&buf);
    diags_write(&buf, &diags, DIAG_ITALIAN, DIAG_JSON);
    assert_int_equal(lines(buf_string(&buf)), DIAGS_MAX + 2);
    end = "\"severity\":\"note\",\"code\":\"more-problems\","
          "\"message\":\"altri problemi non elencati: 7\",\"hint\":null}\n";
    assert_string_equal(buf_string(&buf) + buf.size - strlen(end), end);
    buf_free(&buf);
}

static void quoting(void **state) {
    (void)state;
    static const struct {
        const char *text, *quoted;
    } cases[] = {
        {"", "\"\""},
        {"perché €", "\"perché €\""},
        {"\"\\/", "\"\\\"\\\\/\""},
        {"\n\r\t\b\f\x01\x1F", "\"\\n\\r\\t\\u0008\\u000c\\u0001\\u001f\""},
        {"a\xC3", "\"a\xEF\xBF\xBD\""},
        {"\xED\xA0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\""},
        {"\xF0\x9F\x98\x80", "\"\xF0\x9F\x98\x80\""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf buf = BUF_INIT;
        json_quote(&buf, cases[i].text);
        assert_string_equal(buf_string(&buf), cases[i].quoted);
        buf_free(&buf);
    }
}

/* The table of messages itself. */
static const struct {
    enum diag_severity severity;
    const char *name, *italian, *english;
} MESSAGES[] = {
#define M(id, severity, name, italian, english) {DIAG_##severity, name, italian, english},
#include "base/messages.def"
#undef M
};

/* Which of {1}..{4} the sentence has, as bits; -1 when it has {0} or {5} to {9}. */
static int places(const char *sentence) {
    int found = 0;
    for (const char *p = sentence; *p != '\0'; p++) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '9' && p[2] == '}') {
            if (p[1] < '1' || p[1] > '4') {
                return -1;
            }
            found |= 1 << (p[1] - '1');
        }
    }
    return found;
}

static bool kebab_case(const char *name) {
    size_t size = strlen(name);
    return size > 0 && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == size &&
           name[0] != '-' && name[size - 1] != '-' && strstr(name, "--") == NULL;
}

static bool good_sentence(const char *text) {
    size_t size = strlen(text);
    return size > 0 && text[size - 1] != '.' && text[size - 1] != ' ' && text[0] != ' ' &&
           utf8_invalid_at(text, size) == size;
}

static void messages_are_well_formed(void **state) {
    (void)state;
    assert_int_equal(COUNT(MESSAGES), MSG_COUNT);
    for (size_t i = 0; i < COUNT(MESSAGES); i++) {
        const char *name = MESSAGES[i].name;
        assert_string_equal(diag_code_name((enum diag_code)i), name);
        if (!kebab_case(name)) {
            fail_msg("code \"%s\" is not in kebab case", name);
        }
        int italian = places(MESSAGES[i].italian), english = places(MESSAGES[i].english);
        if (italian < 0 || italian != english || (italian & (italian + 1)) != 0) {
            fail_msg("%s: places differ between the languages, or leave a gap", name);
        }
        if (!good_sentence(MESSAGES[i].italian) || !good_sentence(MESSAGES[i].english)) {
            fail_msg("%s: a sentence is empty, ends with a stop or has spaces at an end", name);
        }
        for (size_t k = 0; k < i; k++) { /* a code may have several sentences, but one weight */
            if (strcmp(name, MESSAGES[k].name) == 0 &&
                MESSAGES[i].severity != MESSAGES[k].severity) {
                fail_msg("code \"%s\" has two severities", name);
            }
        }
    }
}

int main(void) {
#define CASE(name) cmocka_unit_test_setup_teardown(name, make_arena, drop_arena)
    const struct CMUnitTest tests[] = {
        CASE(nothing_to_say),
        CASE(text_form),
        CASE(json_form),
        CASE(sorted_and_stable),
        CASE(stable_when_many),
        CASE(texts_are_copied),
        CASE(arguments_beyond_and_missing),
        CASE(hostile_texts),
        CASE(counts_and_strictness),
        CASE(too_many),
        cmocka_unit_test(quoting),
        cmocka_unit_test(messages_are_well_formed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
