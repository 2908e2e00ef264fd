/* bind: which words a template leaves of a plan, and what they say beyond themselves: links,
 * contents, expansions, abbreviations, charts, pictures. */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include "bind_bed.h"

#include <unistd.h>

#include "base/file.h"

static void links_lead_somewhere(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - text: [{text: sito, link: \"https://www.example.org/\"}, \" e basta\"]\n",
         "p:<sito>https://www.example.org/ e basta"},
        {"  - text: [{text: \"${primo.titolo}\", link: \"#${primo.codice}\"}]\n"
         "  - {heading: \"${primo.titolo}\", id: \"${primo.codice}\"}\n",
         "p:<Sportello>#A1 h1:Sportello*"},
        {"  - text: [{text: niente, link: \"${nulla.codice}\"}]\n", "p:niente"},
        {"  - prose: \"[una](https://www.example.org/a) e **altra**\"\n",
         "p:<una>https://www.example.org/a e altra*"},
    };
    check(cases, COUNT(cases));
}

static void a_link_to_nowhere_is_told(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(
        &bed, "body:\n- sheet: page\n  do:\n  - text: [{text: qui, link: \"#mai\"}]\n", false));
    assert_string_equal(said(&bed), "sheet{p:qui}");
    assert_int_equal(bed.diags.warnings, 1);
    assert_string_equal(diag_code_name(bed.diags.first->code), "unknown-target");
    assert_string_equal(bed.diags.first->args[0], "mai");
    assert_int_equal(bed.diags.first->place.line, 7);
    bed_free(&bed);
}

static void contents_list_the_headings(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - contents: {levels: 2, title: Indice}\n  - {heading: A, id: a}\n"
         "  - {heading: B, level: 2, bookmark: Altro}\n  - {heading: C, level: 3}\n"
         "  - {heading: D, contents: false}\n",
         "h1:Indice* contents{p:<A>#a<...>#a<?>#a p:<Altro>#heading<...>#heading<?>#heading} "
         "h1:A* h2:B* h3:C h1:D*"},
    };
    check(cases, COUNT(cases));
}

static void parts_say_more_than_their_words(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - text:\n    - {text: \"✓\", actual-text: sì}\n    - \" fatto dal \"\n"
         "    - {text: DUP, expansion: Documento unico di programmazione}\n"
         "    - {text: \" governance\", lang: en}\n",
         "p:✓(~sì) fatto dal DUP(=Documento unico di programmazione) governance(@en)"},
        {"  - text: [{text: x, actual-text: \"${nulla.titolo}\", expansion: \"\"}]\n", "p:x"},
        {"  - text: [{text: \"${primo.peso}!\", actual-text: \"${primo.titolo}\"}]\n",
         "p:30(~Sportello)!(~Sportello)"},
    };
    check(cases, COUNT(cases));
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - text: [{text: \"${primo.peso}!\","
                         " actual-text: trenta}, {text: \"?\", actual-text: trenta}]\n",
                         false));
    const struct span *span = bed.document->root->first->first->spans;
    assert_ptr_equal(span->actual_text, span->next->actual_text);           /* one element */
    assert_ptr_not_equal(span->actual_text, span->next->next->actual_text); /* another */
    bed_free(&bed);
}

static void abbreviations_are_explained_once_a_sheet(void **state) {
    (void)state;
    struct bed bed;
    static const struct {
        const char *text, *said;
    } cases[] = {
        {"- sheet: page\n  do:\n  - text: Il PIAO (con il DUP), poi il PIAO e il DUP.\n"
         "  - prose: Il PIAO **PIAO**\n"
         "- sheet: page\n  do:\n  - heading: PIAO\n  - text: DUP\n",
         "sheet{p:Il PIAO(=Piano integrato) (con il DUP(=Documento unico)), poi il PIAO e il DUP. "
         "p:Il PIAO PIAO*} "
         "sheet{h1:PIAO(=Piano integrato)* p:DUP(=Documento unico)}"},
        /* whole words only, beside any sign; an apostrophe parts words */
        {"- sheet: page\n  do:\n  - text: PIAOs ePIAO PIAO2 PIAÒ piao\n"
         "  - text: dell’OIV «DUP»-PIAO/2026\n",
         "sheet{p:PIAOs ePIAO PIAO2 PIAÒ piao "
         "p:dell’OIV(=Organismo) «DUP(=Documento unico)»-PIAO(=Piano integrato)/2026}"},
        /* what says something already stays as it is; the next plain one is explained */
        {"- sheet: page\n  do:\n"
         "  - text: [{text: PIAO, link: \"https://www.example.org/\"}, {text: \" PIAO\", lang: en},"
         " {text: \" PIAO\", expansion: altro}, \" PIAO PIAO\"]\n",
         "sheet{p:<PIAO>https://www.example.org/ PIAO(@en) PIAO(=altro) PIAO(=Piano integrato) "
         "PIAO}"},
        {"- sheet: page\n  do:\n  - table:\n      title: Il DUP\n      columns: [{width: 1fr}]\n"
         "      body: [{cells: [DUP]}, {cells: [PIAO]}]\n"
         "  - list: {each: f in primo.fasi, item: OIV, mark: OIV, where: f.peso}\n",
         "sheet{table\"Il DUP(=Documento unico)\"{row(td:DUP) row(td:PIAO(=Piano integrato))} "
         "ol{li[OIV]{p:OIV(=Organismo)}}}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf text = BUF_INIT;
        buf_format(&text,
                   "abbreviations: {PIAO: Piano integrato, DUP: Documento unico, OIV: Organismo}\n"
                   "body:\n%s",
                   cases[i].text);
        assert_true(bed_bind(&bed, buf_string(&text), false));
        assert_string_equal(said(&bed), cases[i].said);
        buf_free(&text);
        bed_free(&bed);
    }
}

static void abbreviations_are_single_words(void **state) {
    (void)state;
    static const char *const bad[] = {"A.B", "\"A B\"", "P-A", "«»"};
    struct arena *arena = arena_new();
    struct template_source source = {.home = "tests/golden/template/home"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        struct diags diags = diags_init(arena);
        char *text = arena_format(
            arena, "piao-template: 1\nname: x\nabbreviations: {%s: testo}\nbody: []\n", bad[i]);
        assert_null(template_read_text(arena, &diags, &source, "prova.yaml",
                                       (struct file_text){text, strlen(text)}));
        assert_string_equal(diag_code_name(diags.first->code), "template-value");
        assert_int_equal(diags.first->place.line, 3);
    }
    arena_free(arena);
}

static void charts_have_words(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - gantt:\n      rows: f in primo.fasi\n      label: ${f.descrizione}\n"
         "      start: f.inizio\n      end: f.fine\n      value: ${f.peso}\n"
         "      hatched: f.unita\n      undated: senza data\n      title: Le fasi\n",
         "gantt{Avvio 9-32 10/02-05/03 =40; Chiusura 120-120 01/06-01/06 hatched; "
         "Verifica !senza data}"},
    };
    check(cases, COUNT(cases));
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - gantt:\n"
                         "      rows: f in primo.fasi\n      label: ${f.descrizione}\n"
                         "      start: f.inizio\n      end: f.fine\n      value: ${f.peso}\n"
                         "      value-column: peso\n      title: Le fasi\n",
                         false));
    const struct content *gantt = bed.document->root->first->first;
    assert_string_equal(
        gantt->alt, "Le fasi: diagramma di Gantt con 3 fasi, da febbraio 2026 a giugno 2026. "
                    "1) Avvio: dal 10 febbraio 2026 al 5 marzo 2026, peso 40; "
                    "2) Chiusura: dal 1º giugno 2026 al 1º giugno 2026; 3) Verifica: senza date.");
    assert_int_equal(gantt->as.gantt->tick_count, 6); /* the year and five months */
    assert_true(gantt->as.gantt->ticks[0].major);
    assert_string_equal(gantt->as.gantt->ticks[1].label, "feb");
    bed_free(&bed);
}

/* Only the head of an image is read here: a JPEG of four colours is told from a damaged one. */
static void images_are_judged_by_their_heads(void **state) {
    (void)state;
    static const unsigned char jpeg[] = {0xFF, 0xD8, 0xFF, 0xC0, 0,    20, 8,   0,    48,
                                         0,    96,   3,    1,    0x11, 0,  2,   0x11, 1,
                                         3,    0x11, 1,    4,    0x11, 1,  0xFF};
    static const struct {
        unsigned char components, first; /* its first byte */
        const char *code;                /* NULL: good */
    } cases[] = {{3, 0xFF, NULL}, {1, 0xFF, NULL}, {4, 0xFF, "image-cmyk"}, {3, 0xFE, "bad-image"}};
    char folder[] = "/tmp/piao-bind-XXXXXX";
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *arena = arena_new();
        struct diags diags = diags_init(arena);
        struct template_source source = {.home = "tests/golden/template/home"};
        const char *image = path_join(arena, folder, "foto.jpg");
        struct file_out *out;
        unsigned char bytes[sizeof jpeg];
        memcpy(bytes, jpeg, sizeof jpeg);
        bytes[0] = cases[i].first;
        bytes[11] = cases[i].components;
        assert_int_equal(file_create(image, &out), 0);
        file_write(out, bytes, sizeof bytes);
        assert_int_equal(file_commit(out), 0);
        char *text = arena_text(arena, "piao-template: 1\nname: x\nbody:\n- sheet: page\n  do:\n"
                                       "  - {image: foto.jpg, alt: Foto, width: 20pt}\n");
        const struct template *tmpl =
            template_read_text(arena, &diags, &source, path_join(arena, folder, "prova.yaml"),
                               (struct file_text){text, strlen(text)});
        assert_non_null(tmpl);
        struct bind_options options = {.plan_folder = folder, .template_folder = folder};
        const struct document *document =
            bind(arena, &diags, tmpl,
                 data_read(arena, &diags, "piano.json", plan_text, sizeof plan_text - 1), &options);
        if (cases[i].code) {
            assert_null(document);
            assert_string_equal(diag_code_name(diags.first->code), cases[i].code);
            assert_int_equal(diags.first->place.line, 6);
        } else {
            assert_non_null(document);
            const struct content *node = document->root->first->first;
            assert_string_equal(node->alt, "Foto");
            assert_int_equal(node->as.image->width, 20 * LEN_PT);
            assert_int_equal(node->as.image->height, 10 * LEN_PT); /* 96 by 48 */
        }
        unlink(image);
        arena_free(arena);
    }
    rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(links_lead_somewhere),
        cmocka_unit_test(a_link_to_nowhere_is_told),
        cmocka_unit_test(contents_list_the_headings),
        cmocka_unit_test(parts_say_more_than_their_words),
        cmocka_unit_test(abbreviations_are_explained_once_a_sheet),
        cmocka_unit_test(abbreviations_are_single_words),
        cmocka_unit_test(charts_have_words),
        cmocka_unit_test(images_are_judged_by_their_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
