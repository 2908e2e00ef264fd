/* template: what is read, as dumps of the folders of tests/golden/template; what may be read, in
 * folders made for it; limits; the tables. BLESS=1 writes the dumps instead of comparing; CASE=name
 * runs one folder alone. */
#define _XOPEN_SOURCE 700 /* mkdtemp, symlink */

#include "template_cases.h"

#include <sys/stat.h>

#include "input/template_private.h"

enum { GOLDENS_LEAST = 11 };

/* ---- goldens ---- */

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

static void dumps_are_the_expected_ones(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    int wrong = 0;
    int ran = cases_run(arena, path_join(arena, cases_tests(arena), "golden/template"), &wrong,
                        check_golden);
    arena_free(arena);
    assert_true(ran >= (getenv("CASE") != NULL ? 0 : GOLDENS_LEAST));
    assert_int_equal(wrong, 0);
}

/* ---- files ---- */

/* A folder of its own for each test: home/base.yaml, and what the test writes. */
struct sandbox {
    char folder[64];
    struct arena *arena;
    struct diags diags;
    struct template_source source;
};

static const char *in_sandbox(struct sandbox *sandbox, const char *name) {
    return path_join(sandbox->arena, sandbox->folder, name);
}

static void put(struct sandbox *sandbox, const char *name, const char *text) {
    FILE *file = fopen(in_sandbox(sandbox, name), "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static int open_sandbox(void **state) {
    struct sandbox *sandbox = calloc(1, sizeof *sandbox);
    assert_non_null(sandbox);
    strcpy(sandbox->folder, "/tmp/piao-template-XXXXXX");
    assert_non_null(mkdtemp(sandbox->folder));
    sandbox->arena = arena_new();
    sandbox->diags = diags_init(sandbox->arena);
    sandbox->source.home = in_sandbox(sandbox, "home");
    assert_int_equal(mkdir(sandbox->source.home, 0700), 0);
    assert_int_equal(mkdir(in_sandbox(sandbox, "own"), 0700), 0);
    assert_int_equal(mkdir(in_sandbox(sandbox, "other"), 0700), 0);
    put(sandbox, "home/base.yaml", "pages: {page: {margins: 20mm}}\n");
    *state = sandbox;
    return 0;
}

static void remove_folder(struct arena *arena, const char *folder) {
    struct dirent **entries = NULL;
    int count = scandir(folder, &entries, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        if (strcmp(entries[i]->d_name, ".") != 0 && strcmp(entries[i]->d_name, "..") != 0) {
            const char *path = path_join(arena, folder, entries[i]->d_name);
            if (unlink(path) != 0) {
                remove_folder(arena, path);
            }
        }
        free(entries[i]);
    }
    free(entries);
    rmdir(folder);
}

static int close_sandbox(void **state) {
    struct sandbox *sandbox = *state;
    remove_folder(sandbox->arena, sandbox->folder);
    arena_free(sandbox->arena);
    free(sandbox);
    return 0;
}

/* Reads own/t.yaml with BODY as its text; returns the codes of what was reported, each after a
 * blank. */
static const char *codes_of(struct sandbox *sandbox, const char *text) {
    put(sandbox, "own/t.yaml", text);
    sandbox->diags = diags_init(sandbox->arena);
    const struct template *tmpl = template_read(sandbox->arena, &sandbox->diags, &sandbox->source,
                                                in_sandbox(sandbox, "own/t.yaml"));
    assert_true((tmpl == NULL) == (sandbox->diags.errors > 0));
    const char *codes = "";
    for (const struct diag *diag = sandbox->diags.first; diag != NULL; diag = diag->next) {
        codes = arena_format(sandbox->arena, "%s %s", codes, diag_code_name(diag->code));
    }
    return codes;
}

#define HEAD "piao-template: 1\nbody:\n"

static void a_template_that_cannot_be_read(void **state) {
    struct sandbox *sandbox = *state;
    const char *const paths[] = {"own/nessuno.yaml", "own"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        sandbox->diags = diags_init(sandbox->arena);
        const char *path = in_sandbox(sandbox, paths[i]);
        assert_null(template_read(sandbox->arena, &sandbox->diags, &sandbox->source, path));
        assert_int_equal(sandbox->diags.errors, 1);
        assert_int_equal(sandbox->diags.first->code, MSG_CANNOT_READ);
        assert_string_equal(sandbox->diags.first->place.file, path);
    }
    sandbox->source.home = in_sandbox(sandbox, "nessuna");
    assert_string_equal(codes_of(sandbox, HEAD "  - hedding: a\n"), " cannot-read");
    sandbox->source.home = in_sandbox(sandbox, "home");
    put(sandbox, "home/base.yaml", "a: [\n");
    assert_string_equal(codes_of(sandbox, HEAD "  - text: a\n"), " yaml-syntax");
}

static void a_template_alone(void **state) {
    struct sandbox *sandbox = *state;
    assert_string_equal(codes_of(sandbox, ""), " yaml-documents");
    assert_string_equal(codes_of(sandbox, "piao-template: 1\nbody: []\n"), "");
    /* a house without styles: everything looks like the built-in base */
    assert_string_equal(codes_of(sandbox, HEAD "  - heading: a\n  - table: {columns: [{cell: a}]}\n"
                                               "  - fields: [{label: a, value: b}]\n"
                                               "  - gantt: {rows: o in obiettivi, label: a,\n"
                                               "            start: o.codice, end: o.codice}\n"),
                        "");
    put(sandbox, "home/base.yaml", "styles: {}\n");
    assert_string_equal(codes_of(sandbox, HEAD "  - text: a\n"), " unknown-page");
}

static void files_that_may_be_read(void **state) {
    struct sandbox *sandbox = *state;
    const char *other[] = {in_sandbox(sandbox, "other"), NULL};
    put(sandbox, "own/a.yaml", "- text: a\n");
    put(sandbox, "home/b.yaml", "- text: b\n");
    put(sandbox, "other/c.yaml", "- include: d.yaml\n");
    put(sandbox, "other/d.yaml", "- text: d\n");
    const char *absolute =
        arena_format(sandbox->arena, HEAD "  - include: %s\n", in_sandbox(sandbox, "own/a.yaml"));
    assert_string_equal(codes_of(sandbox, HEAD "  - include: a.yaml\n"), "");
    assert_string_equal(codes_of(sandbox, absolute), "");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../own/a.yaml\n"), "");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../home/b.yaml\n"), "");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../other/c.yaml\n"), " path-outside");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../other/no.yaml\n"), " path-outside");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: no.yaml\n"), " cannot-read");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: .\n"), " cannot-read");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: no/no.yaml\n"), " path-outside");
    assert_int_equal(
        symlink(in_sandbox(sandbox, "other/d.yaml"), in_sandbox(sandbox, "own/link.yaml")), 0);
    assert_string_equal(codes_of(sandbox, HEAD "  - include: link.yaml\n"), " path-outside");
    sandbox->source.allowed = other;
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../other/c.yaml\n"), "");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: link.yaml\n"), "");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: ../other/no.yaml\n"), " cannot-read");
}

/* A chain t.yaml -> 1.yaml -> ... -> COUNT.yaml, which holds LAST. */
static void put_chain(struct sandbox *sandbox, int count, const char *before, const char *after,
                      const char *last) {
    for (int i = 1; i <= count; i++) {
        const char *name = arena_format(sandbox->arena, "own/%d.yaml", i);
        const char *link = arena_format(sandbox->arena, "%s%d.yaml%s\n", before, i + 1, after);
        put(sandbox, name, i == count ? last : link);
    }
}

static void files_in_files(void **state) {
    struct sandbox *sandbox = *state;
    put_chain(sandbox, 16, "- include: ", "", "- text: fine\n");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: 1.yaml\n"), "");
    put_chain(sandbox, 17, "- include: ", "", "- text: fine\n");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: 1.yaml\n"), " include-depth");
    put_chain(sandbox, 15, "use: [", "]", "parameters: {p: 1}\n");
    assert_string_equal(
        codes_of(sandbox, "piao-template: 1\nuse: [1.yaml]\nbody: [{text: \"${parametri.p}\"}]\n"),
        "");
    put_chain(sandbox, 17, "use: [", "]", "parameters: {p: 1}\n");
    assert_string_equal(codes_of(sandbox, "piao-template: 1\nuse: [1.yaml]\nbody: []\n"),
                        " include-depth");
    /* using one another is no cycle: each file is laid once */
    put(sandbox, "own/a.yaml", "use: [b.yaml]\nstyles: {x: {size: 9pt}}\n");
    put(sandbox, "own/b.yaml", "use: [a.yaml]\nstyles: {x: {size: 8pt}}\n");
    assert_string_equal(codes_of(sandbox, "piao-template: 1\nuse: [a.yaml, b.yaml, a.yaml]\n"
                                          "body: [{text: a, style: x}]\n"),
                        "");
    /* a problem of a file is told once, however often it is included */
    put(sandbox, "own/c.yaml", "- text: ${ente.nome}\n");
    assert_string_equal(codes_of(sandbox, HEAD "  - include: c.yaml\n  - include: c.yaml\n"),
                        " unknown-path");
}

/* ---- limits ---- */

static void too_many_elements(void **state) {
    struct sandbox *sandbox = *state;
    struct buf buf = BUF_INIT;
    for (int i = 0; i < 16; i++) { /* 40 to the power of 16 texts */
        buf_clear(&buf);
        for (int k = 0; k < 40; k++) {
            buf_format(&buf, i < 15 ? "- include: %d.yaml\n" : "- text: ultimo %d\n", i + 1);
        }
        put(sandbox, arena_format(sandbox->arena, "own/%d.yaml", i), buf_string(&buf));
    }
    buf_free(&buf);
    assert_string_equal(codes_of(sandbox, HEAD "  - include: 0.yaml\n"), " template-too-large");
}

static void too_many_problems(void **state) {
    struct sandbox *sandbox = *state;
    struct buf buf = BUF_INIT;
    buf_text(&buf, HEAD);
    for (int i = 0; i < DIAGS_MAX + 5; i++) {
        buf_text(&buf, "  - text: a\n    style: texto\n");
    }
    codes_of(sandbox, buf_string(&buf));
    buf_free(&buf);
    assert_int_equal(sandbox->diags.errors, DIAGS_MAX);
    assert_int_equal(sandbox->diags.dropped, 5);
}

static void long_chains_of_styles(void **state) {
    struct sandbox *sandbox = *state;
    struct buf buf = BUF_INIT;
    buf_text(&buf, "piao-template: 1\nbody: []\nstyles:\n");
    for (int i = 0; i < 30000; i++) {
        buf_format(&buf, "  s%d: {extends: s%d}\n", i, i + 1);
    }
    buf_text(&buf, "  s30000: {size: 7pt}\n");
    assert_string_equal(codes_of(sandbox, buf_string(&buf)), "");
    buf_clear(&buf);
    buf_text(&buf, "piao-template: 1\nbody: []\npages:\n");
    for (int i = 0; i < 30000; i++) {
        buf_format(&buf, "  p%d: {extends: p%d}\n", i, (i + 1) % 30000);
    }
    assert_string_equal(codes_of(sandbox, buf_string(&buf)), " extends-cycle");
    buf_free(&buf);
}

/* ---- what the template offers ---- */

static void the_parts_of_a_template(void **state) {
    struct sandbox *sandbox = *state;
    put(sandbox, "home/base.yaml",
        "language: en\nstyles: {base: {size: 8pt}, link: {underline: true}, table-cell: {left: "
        "1pt},\n"
        "  contents-3: {left: 3pt}}\npages: {page: {}}\n");
    put(sandbox, "own/t.yaml",
        "piao-template: 1\nname: prova\nparameters: {a: 1.50, b: \"2\", c: true, d: , e: parole}\n"
        "body: [{text: x}]\n");
    const char *path = in_sandbox(sandbox, "own/t.yaml");
    const struct template *tmpl =
        template_read(sandbox->arena, &sandbox->diags, &sandbox->source, path);
    assert_non_null(tmpl);
    assert_string_equal(tmpl->file, path);
    assert_string_equal(tmpl->name, "prova");
    assert_null(tmpl->description);
    assert_null(tmpl->title);
    assert_string_equal(tmpl->language, "en");
    assert_string_equal(tmpl->base->name, "base");
    assert_int_equal(tmpl->base->own, 0);
    assert_int_equal(tmpl->base->leading, 10400);
    assert_string_equal(tmpl->base->language, "en");
    assert_true(tmpl->link->underline);
    assert_int_equal(tmpl->link->own, STYLE_OWN_UNDERLINE);
    assert_int_equal(tmpl->prose_table_cell->left, 1000);
    assert_ptr_equal(tmpl->prose_table, tmpl->base); /* the house has no style `table` */
    assert_int_equal(tmpl->contents[2]->left, 3000);
    assert_ptr_equal(tmpl->contents[5], tmpl->base);
    size_t styles = 0;
    while (tmpl->styles[styles] != NULL) {
        styles++;
    }
    assert_int_equal(styles, 4);
    static const enum data_type types[] = {DATA_NUMBER, DATA_TEXT, DATA_BOOL, DATA_NULL, DATA_TEXT};
    const struct parameter *parameter = tmpl->parameters;
    for (size_t i = 0; i < 5; i++, parameter = parameter->next) {
        assert_int_equal(parameter->name[0], 'a' + (int)i);
        assert_int_equal(parameter->value != NULL ? parameter->value->type : DATA_NULL, types[i]);
    }
    assert_null(parameter);
    assert_int_equal(tmpl->blocks->type, BLOCK_SHEET);
    assert_int_equal(tmpl->blocks->as.sheet.blocks->place.line, 4);
    assert_int_equal(tmpl->blocks->as.sheet.blocks->place.column, 8);
}

/* ---- lengths and names ---- */

static void lengths(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool good;
        len value;
        const char *rest;
    } cases[] = {
        {"9.5pt", true, 9500, ""},
        {"0", true, 0, ""},
        {"-0", true, 0, ""},
        {"0.0", true, 0, ""},
        {"0 hairline", true, 0, " hairline"},
        {"0mm", true, 0, ""},
        {"1mm", true, 2835, ""},
        {"210mm", true, 595276, ""}, /* 595275.59 */
        {"297mm", true, 841890, ""}, /* 841889.76 */
        {"25.4mm", true, 72000, ""},
        {"2.54cm", true, 72000, ""},
        {"1in", true, 72000, ""},
        {"-1in", true, -72000, ""},
        {"0.0005pt", true, 1, ""}, /* half away from zero */
        {"-0.0005pt", true, -1, ""},
        {"0.0004pt", true, 0, ""},
        {"9.5 pt", true, 9500, ""},
        {"0.4pt hairline", true, 400, " hairline"},
        {"14400pt", true, 14400000, ""},
        {"-14400pt", true, -14400000, ""},
        {"200in", true, 14400000, ""},
        {"14400.001pt", false, 0, NULL},
        {"99999999999pt", false, 0, NULL},
        {"9999999999999pt", false, 0, NULL}, /* more digits than are read */
        {"999999999999in", false, 0, NULL},
        {"", false, 0, NULL},
        {"-", false, 0, NULL},
        {"pt", false, 0, NULL},
        {".5pt", false, 0, NULL},
        {"5.pt", false, 0, NULL},
        {"5..5pt", false, 0, NULL},
        {"+5pt", false, 0, NULL},
        {"1e3pt", false, 0, NULL},
        {"10", false, 0, NULL},
        {"10px", false, 0, NULL},
        {"10ptx", false, 0, NULL},
        {"10PT", false, 0, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        len value = -7;
        bool good = length_parse(&text, &value);
        if (good != cases[i].good) {
            print_error("%s\n", cases[i].text);
        }
        assert_int_equal(good, cases[i].good);
        assert_int_equal(value, good ? cases[i].value : -7);
        assert_string_equal(text, good ? cases[i].rest : cases[i].text);
    }
}

static void names(void **state) {
    (void)state;
    static const char *const good[] = {"a", "_", "A1", "unita_riga", "ins", "iff", "nulla"};
    static const char *const bad[] = {"",   "1a",  "a-b",  "a b",   "à",   "a.b", "and", "or",
                                      "in", "for", "true", "false", "not", "if",  "null"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(name_valid(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(name_valid(bad[i]));
    }
}

static void named_things(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct named_table table = {0};
    assert_null(named_find(&table, "n0"));
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < 1000; i++) {
            const char *name = arena_format(arena, "n%d", i);
            const struct named *named = named_add(arena, &table, name);
            assert_ptr_equal(named_find(&table, name), named);
        }
    }
    assert_int_equal(table.count, 1000);
    assert_string_equal(table.items[0]->name, "n0");
    assert_string_equal(table.items[999]->name, "n999");
    assert_string_equal(table.names[999], "n999");
    assert_null(named_find(&table, "n1000"));
    arena_free(arena);
}

/* ---- the tables and the house ---- */

static const struct key_table *const top_tables[] = {&template_keys, &included_keys, &style_keys,
                                                     &page_keys};

static void check_table(const struct key_table *table, int depth) {
    assert_true(depth < 8);
    for (size_t i = 0; i < table->count; i++) {
        const struct key *key = &table->keys[i];
        assert_non_null(key->meaning);
        assert_true(strlen(key->meaning) > 2);
        assert_ptr_equal(key_find(table, key->name), key); /* no name twice */
        assert_true(key->offset < table->size);
        assert_false((key->flags & KEY_REQUIRED) != 0 && key->standard != NULL);
        assert_true((key->kind != VALUE_WORD && key->kind != VALUE_SWITCH) || key->words != NULL);
        assert_true((key->kind != VALUE_LIST && key->kind != VALUE_MAP) || key->table != NULL);
        assert_true(key->kind != VALUE_INT || key->minimum <= key->maximum);
        assert_true(key->kind != VALUE_SPAN || key->words != NULL);
        if (key->table != NULL && key->table != table) { /* rows have rows */
            check_table(key->table, depth + 1);
        }
    }
}

static void the_tables_are_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof top_tables / sizeof *top_tables; i++) {
        check_table(top_tables[i], 0);
    }
    for (size_t i = 0; i < block_kind_count; i++) {
        const struct block_kind *kind = &block_kinds[i];
        assert_ptr_equal(block_kind_find(kind->name), kind);
        assert_non_null(key_find(kind->table, kind->name));
        assert_string_equal(kind->table->name, kind->name);
        check_table(kind->table, 0);
    }
    assert_null(block_kind_find("paragraph"));
    assert_null(key_find(&style_keys, "color"));
    assert_null(key_of_kind(&style_keys, VALUE_LOOP));
}

static bool has_style(const struct template *tmpl, const char *name) {
    for (size_t i = 0; tmpl->styles[i] != NULL; i++) {
        if (strcmp(tmpl->styles[i]->name, name) == 0) {
            return true;
        }
    }
    print_error("base.yaml has no style %s\n", name);
    return false;
}

static void check_standards(const struct template *tmpl, const struct key_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        const struct key *key = &table->keys[i];
        if (key->kind == VALUE_STYLE && key->standard != NULL) {
            assert_true(has_style(tmpl, key->standard));
        }
        if (key->table != NULL && key->table != table) {
            check_standards(tmpl, key->table);
        }
    }
}

/* The real base.yaml has every style that a template may rely on. */
static void the_house_is_complete(void **state) {
    struct sandbox *sandbox = *state;
    sandbox->source.home = path_join(sandbox->arena, cases_tests(sandbox->arena), "../templates");
    put(sandbox, "own/t.yaml", HEAD "  - text: a\n");
    const struct template *tmpl = template_read(sandbox->arena, &sandbox->diags, &sandbox->source,
                                                in_sandbox(sandbox, "own/t.yaml"));
    assert_non_null(tmpl);
    assert_null(sandbox->diags.first);
    static const char *const named[] = {"link",       "header",     "footer",
                                        "strong",     "emphasis",   "small",
                                        "table-head", "table-cell", "value-strong"};
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        assert_true(has_style(tmpl, named[i]));
    }
    for (int level = 1; level <= 6; level++) {
        assert_true(has_style(tmpl, arena_format(sandbox->arena, "heading-%d", level)));
        assert_true(has_style(tmpl, arena_format(sandbox->arena, "contents-%d", level)));
    }
    for (size_t i = 0; i < block_kind_count; i++) {
        assert_true(block_kinds[i].style == NULL || has_style(tmpl, block_kinds[i].style));
        check_standards(tmpl, block_kinds[i].table);
    }
    assert_non_null(tmpl->title);
    assert_string_equal(tmpl->language, "it-IT");
    assert_string_equal(tmpl->base->family, "Titillium Web");
    const struct block *sheet = tmpl->blocks;
    assert_string_equal(sheet->as.sheet.master->name, "page");
    assert_int_equal(sheet->as.sheet.master->width, 595276);
    assert_non_null(sheet->as.sheet.header);
    assert_non_null(sheet->as.sheet.footer);
}

/* ---- what later stages ask for ---- */

static const struct template *read_whole(struct sandbox *sandbox, const char *text) {
    assert_string_equal(codes_of(sandbox, text), "");
    return template_read(sandbox->arena, &sandbox->diags, &sandbox->source,
                         in_sandbox(sandbox, "own/t.yaml"));
}

/* As a message shows it; "-" for what is refused. */
static const char *set_to(struct sandbox *sandbox, const struct parameter *parameter,
                          const char *text) {
    const struct data *value = parameter_read(sandbox->arena, parameter, text);
    return value != NULL ? expr_shown(sandbox->arena, value) : "-";
}

static void parameters_have_types(void **state) {
    struct sandbox *sandbox = *state;
    const struct template *tmpl =
        read_whole(sandbox, "parameters: {s: false, n: 2, t: '3', v: }\n" HEAD "  - text: a\n");
    const struct parameter *truth = tmpl->parameters, *number = truth->next;
    static const struct {
        const char *text, *truth, *number;
    } cases[] = {
        {"true", "true", "-"}, {"s\xC3\xAC", "true", "-"}, {"si", "true", "-"},
        {"1", "true", "1"},    {"false", "false", "-"},    {"no", "false", "-"},
        {"0", "false", "0"},   {"S\xC3\x8C", "-", "-"},    {"", "-", "-"},
        {"vero", "-", "-"},    {"2.5", "-", "2,5"},        {"2,5", "-", "2,5"},
        {"1.500", "-", "-"},   {"1.500,0", "-", "1500,0"}, {"1.234.567", "-", "1234567"},
        {"1.0", "-", "1,0"},   {"-3", "-", "-3"},          {"1e3", "-", "1000"},
        {" 1", "-", "-"},      {"1x", "-", "-"},           {"0x10", "-", "-"},
        {"1.50", "-", "1,50"}, {"00", "-", "0"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *as_truth = set_to(sandbox, truth, cases[i].text);
        const char *as_number = set_to(sandbox, number, cases[i].text);
        if (strcmp(as_truth, cases[i].truth) != 0 || strcmp(as_number, cases[i].number) != 0) {
            fail_msg("%s: %s and %s", cases[i].text, as_truth, as_number);
        }
    }
    assert_string_equal(set_to(sandbox, number->next, "4"), "\"4\"");
    assert_string_equal(set_to(sandbox, number->next->next, "true"), "\"true\"");
    assert_string_equal(set_to(sandbox, number->next->next, ""), "\"\"");
}

static void families_and_their_places(void **state) {
    struct sandbox *sandbox = *state;
    put(sandbox, "home/base.yaml",
        "fonts: {uno: Alfa, due: Beta}\npages: {page: {margins: 20mm}}\n");
    const struct template *tmpl =
        read_whole(sandbox, "fonts:\n  due: Gamma\n" HEAD "  - text: a\n");
    const struct font_family *one = tmpl->families, *two = one->next;
    assert_string_equal(one->family, "Alfa");
    assert_string_equal(one->place.file, in_sandbox(sandbox, "home/base.yaml"));
    assert_string_equal(two->family, "Gamma");
    assert_int_equal(two->place.line, 2);
    assert_int_equal(two->place.column, 8);
    assert_null(two->next);
}

static void heads_of_further_pages(void **state) {
    struct sandbox *sandbox = *state;
    static const struct {
        const char *page;
        bool same, none;
    } cases[] = {
        {"header: [{text: a}]", true, false},
        {"header: [{text: a}], header-next: []", false, true},
        {"header: [{text: a}], header-next: [{text: b}]", false, false},
        {"footer: [{text: a}]", true, true},
        {"header-next: [{text: b}]", false, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct template *tmpl = read_whole(
            sandbox, arena_format(sandbox->arena, "pages: {page: {%s}}\n" HEAD "  - text: a\n",
                                  cases[i].page));
        const struct block *sheet = tmpl->blocks;
        assert_int_equal(sheet->type, BLOCK_SHEET);
        assert_true((sheet->as.sheet.header_next == sheet->as.sheet.header) == cases[i].same);
        assert_true((sheet->as.sheet.header_next == NULL) == cases[i].none);
    }
}

static void pages_without_a_sheet_are_read(void **state) {
    struct sandbox *sandbox = *state;
    static const struct {
        const char *page, *codes;
    } cases[] = {
        {"header: [{text: '${ignoto.x} ${page}'}]", ""}, /* the sheet's names are not known */
        {"header: [{text: '${ignoto | percnt}'}]", " unknown-function"},
        {"header-next: [{txt: a}]", " unknown-block"},
        {"footer: [{text: a, style: mai}]", " unknown-style"},
        {"footer: [{text: '${page + 1}'}]", " field-alone"},
        {"footer: [{sheet: page, do: []}]", " sheet-inside"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = arena_format(
            sandbox->arena, "pages: {altra: {%s}}\n" HEAD "  - text: a\n", cases[i].page);
        assert_string_equal(codes_of(sandbox, text), cases[i].codes);
    }
    /* but a sheet's own are */
    assert_string_equal(codes_of(sandbox, "pages: {altra: {header: [{text: '${ignoto}'}]}}\n" HEAD
                                          "  - sheet: altra\n    do: []\n"),
                        " unknown-name");
}

static void what_an_alias_hides_is_not_missing(void **state) {
    struct sandbox *sandbox = *state;
    assert_string_equal(codes_of(sandbox, "piao-template: 1\nbody: *b\n"), " yaml-alias");
    assert_string_equal(codes_of(sandbox, HEAD "  - text: *b\n"), " yaml-alias");
    assert_string_equal(codes_of(sandbox, HEAD "  - {text: a, *b : c}\n"), " yaml-alias");
    assert_string_equal(codes_of(sandbox, HEAD "  - *b\n"), " yaml-alias");
}

int main(void) {
#define WITH_SANDBOX(test) cmocka_unit_test_setup_teardown(test, open_sandbox, close_sandbox)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dumps_are_the_expected_ones),
        WITH_SANDBOX(a_template_that_cannot_be_read),
        WITH_SANDBOX(a_template_alone),
        WITH_SANDBOX(files_that_may_be_read),
        WITH_SANDBOX(files_in_files),
        WITH_SANDBOX(too_many_elements),
        WITH_SANDBOX(too_many_problems),
        WITH_SANDBOX(long_chains_of_styles),
        WITH_SANDBOX(the_parts_of_a_template),
        WITH_SANDBOX(parameters_have_types),
        WITH_SANDBOX(families_and_their_places),
        WITH_SANDBOX(heads_of_further_pages),
        WITH_SANDBOX(pages_without_a_sheet_are_read),
        WITH_SANDBOX(what_an_alias_hides_is_not_missing),
        cmocka_unit_test(lengths),
        cmocka_unit_test(names),
        cmocka_unit_test(named_things),
        cmocka_unit_test(the_tables_are_whole),
        WITH_SANDBOX(the_house_is_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
