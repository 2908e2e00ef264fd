/* bind: which content a template leaves of a plan, as one line of text: h1:words p:words
 * ul{li[mark]{...}} table{head(th:words) row(td:words)}; links are <words>uri or <words>#id,
 * expansions words(=...), actual texts words(~...), languages words(@...). */
#define _XOPEN_SOURCE 700 /* mkdtemp */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "content/bind.h"
#include "input/template_private.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char plan_text[] =
    "{\"formato\": \"piao-plan/1\",\n"
    " \"ente\": {\"denominazione\": \"Comune di Roccaverde\"},\n"
    " \"documento\": {\"titolo\": \"Piano\", \"esercizio\": 2026},\n"
    " \"unita\": [{\"codice\": \"U1\", \"denominazione\": \"Anagrafe\"},\n"
    "           {\"codice\": \"U2\", \"denominazione\": \"Lavori\"}],\n"
    " \"obiettivi\": [\n"
    "  {\"codice\": \"A1\", \"titolo\": \"Sportello\", \"unita\": \"U1\", \"peso\": 30,\n"
    "   \"testo\": \"Il PIAO **del** Comune.\\n\\n- uno\\n- due\",\n"
    "   \"fasi\": [{\"descrizione\": \"Avvio\", \"inizio\": \"2026-02-10\", \"fine\": "
    "\"2026-03-05\", \"peso\": 40},\n"
    "            {\"descrizione\": \"Chiusura\", \"inizio\": \"2026-06-01\", \"unita\": \"U2\"},\n"
    "            {\"descrizione\": \"Verifica\"}]},\n"
    "  {\"codice\": \"B2\", \"titolo\": \"Strade\", \"unita\": \"U2\", \"peso\": 50, "
    "\"responsabile\": \"Ivo Neri\"},\n"
    "  {\"codice\": \"A3\", \"titolo\": \"Archivio\", \"unita\": \"U1\", \"peso\": 20}]}\n";

struct bed {
    struct arena *arena;
    struct diags diags;
    const struct document *document;
    struct buf out;
};

static void put_node(struct bed *bed, const struct content *node);

static void put_spans(struct bed *bed, const struct span *spans) {
    static const char *const fields[] = {"", "page", "pages", "sheet_page", "sheet_pages"};
    struct buf *out = &bed->out;
    for (const struct span *span = spans; span; span = span->next) {
        bool link = span->uri || span->target;
        buf_text(out, link ? "<" : "");
        buf_text(out, span->leader ? "..." : span->page_of ? "?" : fields[span->field]);
        for (const char *c = span->text; *c; c++) {
            buf_char(out, *c == '\n' ? '/' : *c);
        }
        if (link) {
            buf_format(out, ">%s%s", span->uri ? span->uri : "#",
                       !span->target      ? ""
                       : span->target->id ? span->target->id
                                          : "heading");
        }
        buf_format(out, span->expansion ? "(=%s)" : "%s", span->expansion ? span->expansion : "");
        buf_format(out, span->actual_text ? "(~%s)" : "%s",
                   span->actual_text ? span->actual_text : "");
        buf_format(out, span->language ? "(@%s)" : "%s", span->language ? span->language : "");
        if (span->style->weight >= 600) {
            buf_char(out, '*');
        }
    }
}

static void put_children(struct bed *bed, const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        if (child != node->first) {
            buf_char(&bed->out, ' ');
        }
        put_node(bed, child);
    }
}

static void put_gantt(struct bed *bed, const struct gantt *gantt) {
    for (size_t i = 0; i < gantt->row_count; i++) {
        const struct gantt_row *row = &gantt->rows[i];
        buf_format(&bed->out, "%s%s", i ? "; " : "", row->label);
        if (row->start <= row->end) {
            buf_format(&bed->out, " %d-%d %s-%s", (int)(row->start - gantt->first),
                       (int)(row->end - gantt->first), row->start_text, row->end_text);
        }
        buf_format(&bed->out, "%s%s%s%s", row->hatched ? " hatched" : "", *row->value ? " =" : "",
                   row->value, *row->undated ? " !" : "");
        buf_text(&bed->out, row->undated);
    }
}

static void put_node(struct bed *bed, const struct content *node) {
    static const char *const names[] = {
        [CONTENT_SHEET] = "sheet",      [CONTENT_HEADING] = "h",   [CONTENT_PARAGRAPH] = "p",
        [CONTENT_LIST] = "ul",          [CONTENT_ITEM] = "li",     [CONTENT_TABLE] = "table",
        [CONTENT_ROW] = "row",          [CONTENT_CELL] = "td",     [CONTENT_GANTT] = "gantt",
        [CONTENT_IMAGE] = "image",      [CONTENT_GROUP] = "group", [CONTENT_COLUMNS] = "columns",
        [CONTENT_RULE] = "rule",        [CONTENT_SPACE] = "space", [CONTENT_BREAK] = "break",
        [CONTENT_CONTENTS] = "contents"};
    struct buf *out = &bed->out;
    const char *name = names[node->type];
    if (node->type == CONTENT_LIST && node->as.list.ordered) {
        name = "ol";
    } else if (node->type == CONTENT_ROW && node->as.row.kind != ROW_BODY) {
        name = node->as.row.kind == ROW_HEAD ? "head" : "foot";
    } else if (node->type == CONTENT_CELL && node->as.cell.header) {
        name = "th";
    } else if (node->type == CONTENT_GROUP && node->as.group.boxed) {
        name = "box";
    }
    buf_text(out, name);
    if (node->type == CONTENT_HEADING) {
        buf_format(out, "%d", node->as.heading.level);
    } else if (node->type == CONTENT_CELL) {
        if (node->as.cell.column_span > 1 || node->as.cell.row_span > 1) {
            buf_format(out, "%dx%d", node->as.cell.row_span, node->as.cell.column_span);
        }
        if (node->first && !node->first->next && node->first->type == CONTENT_PARAGRAPH) {
            buf_char(out, ':');
            put_spans(bed, node->first->spans);
            return;
        }
    }
    if (node->spans) {
        buf_char(out, node->type == CONTENT_ITEM ? '[' : ':');
        put_spans(bed, node->spans);
        buf_text(out, node->type == CONTENT_ITEM ? "]" : "");
    }
    if (node->type == CONTENT_TABLE && node->as.table.caption) {
        buf_char(out, '"');
        put_spans(bed, node->as.table.caption->spans);
        buf_char(out, '"');
    }
    if (node->type == CONTENT_GANTT) {
        buf_char(out, '{');
        put_gantt(bed, node->as.gantt);
        buf_char(out, '}');
    }
    if (node->first) {
        buf_char(out, node->type == CONTENT_ROW ? '(' : '{');
        put_children(bed, node);
        buf_char(out, node->type == CONTENT_ROW ? ')' : '}');
    }
}

/* Binds a template whose lines after the head are TEXT, with names for the first objective and for
 * none in its body; false when there are errors. */
static bool bed_bind(struct bed *bed, const char *text, bool internal) {
    *bed = (struct bed){.arena = arena_new()};
    bed->diags = diags_init(bed->arena);
    const char *body = strstr(text, "body:\n");
    assert_non_null(body);
    char *whole = arena_format(bed->arena,
                               "piao-template: 1\nname: prova\n%.*sbody:\n"
                               "- let: {primo: \"obiettivi[0]\", nulla: \"obiettivi[9]\"}\n%s",
                               (int)(body - text), text, body + strlen("body:\n"));
    struct template_source source = {.home = "tests/golden/template/home"};
    const struct template *tmpl = template_read_text(bed->arena, &bed->diags, &source, "prova.yaml",
                                                     (struct file_text){whole, strlen(whole)});
    const struct data *plan =
        data_read(bed->arena, &bed->diags, "piano.json", plan_text, sizeof plan_text - 1);
    assert_non_null(plan);
    if (!tmpl) {
        struct buf said = BUF_INIT;
        diags_write(&said, &bed->diags, DIAG_ENGLISH, DIAG_TEXT);
        print_error("%s", buf_string(&said));
        buf_free(&said);
    }
    assert_non_null(tmpl);
    struct bind_options options = {
        .internal = internal, .plan_folder = ".", .template_folder = "."};
    bed->document = bind(bed->arena, &bed->diags, tmpl, plan, &options);
    return bed->document != NULL;
}

static void bed_free(struct bed *bed) {
    buf_free(&bed->out);
    arena_free(bed->arena);
}

static const char *said(struct bed *bed) {
    buf_clear(&bed->out);
    put_children(bed, bed->document->root);
    return buf_string(&bed->out);
}

/* BODY, indented blocks on one sheet, leaves CONTENT on it. */
struct bound {
    const char *body, *content;
};

static void check(const struct bound *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct bed bed;
        struct buf text = BUF_INIT, want = BUF_INIT;
        buf_format(&text, "body:\n- sheet: page\n  do:\n  - text: Prima\n%s", cases[i].body);
        buf_format(&want, *cases[i].content ? "sheet{p:Prima %s}" : "sheet{p:Prima}",
                   cases[i].content);
        assert_true(bed_bind(&bed, buf_string(&text), false));
        assert_string_equal(said(&bed), buf_string(&want));
        assert_int_equal(bed.diags.errors + bed.diags.warnings, 0);
        buf_free(&text);
        buf_free(&want);
        bed_free(&bed);
    }
}

/* ---- tests ---- */

static void loops_filter_sort_and_group(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - {each: o in obiettivi, do: [{text: \"${o.codice}\"}]}\n", "p:A1 p:B2 p:A3"},
        {"  - {each: o in obiettivi, where: o.peso >= 30, do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:B2"},
        {"  - {each: o in obiettivi, where: 'o.unita == \"U1\"', do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:A3"},
        {"  - {each: o in obiettivi, where: o.peso > 90, do: [{text: \"${o.codice}\"}]}\n", ""},
        {"  - {each: o in obiettivi, sort: o.peso, do: [{text: \"${o.codice}\"}]}\n",
         "p:A3 p:A1 p:B2"},
        {"  - {each: o in obiettivi, sort: [{by: o.peso, descending: true}], "
         "do: [{text: \"${o.codice}\"}]}\n",
         "p:B2 p:A1 p:A3"},
        {"  - {each: o in obiettivi, sort: [o.unita, {by: o.peso, descending: false}], "
         "do: [{text: \"${o.codice}\"}]}\n",
         "p:A3 p:A1 p:B2"},
        {"  - {each: o in obiettivi, sort: o.unita, do: [{text: \"${o.codice}\"}]}\n",
         "p:A1 p:A3 p:B2"}, /* equals stay in order */
        {"  - {each: o in obiettivi, group: o.unita, as: g, do: [{text: \"${g.key}: "
         "${join(o.codice for o in g.items)}\"}]}\n",
         "p:U1: A1, A3 p:U2: B2"},
        {"  - {each: o in obiettivi, do: [{text: \"${loop.index}/${loop.count}"
         "${if(loop.first, ' prima')}${if(loop.last, ' ultima')}\"}]}\n",
         "p:1/3 prima p:2/3 p:3/3 ultima"},
        {"  - {each: x in nulla.fasi, do: [{text: mai}]}\n", ""},
        {"  - each: o in obiettivi\n    where: o.fasi\n    do:\n"
         "    - {each: f in o.fasi, do: [{text: \"${o.codice} ${f.descrizione}\"}]}\n",
         "p:A1 Avvio p:A1 Chiusura p:A1 Verifica"},
        {"  - let: {o: 'obiettivi[1]', t: o.titolo}\n  - text: ${t} ${o.codice}\n", "p:Strade B2"},
    };
    check(cases, COUNT(cases));
}

static void headings_make_a_ladder(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - heading: A\n  - {heading: B, level: 2}\n  - {heading: C, level: 3}\n"
         "  - {heading: D, level: 2}\n  - heading: E\n",
         "h1:A* h2:B* h3:C h2:D* h1:E*"},
        {"  - {heading: A, level: 3}\n  - {heading: B, level: 5}\n  - {heading: C, level: 4}\n"
         "  - {heading: D, level: 6}\n  - {heading: E, level: 2}\n",
         "h1:A h2:B h2:C h3:D h1:E*"},
        {"  - heading: A\n  - {heading: \"${nulla.titolo}\", level: 2}\n"
         "  - {heading: B, level: 3}\n",
         "h1:A* h2:B"}, /* an empty heading is no rung */
        /* nor are those of a table that is not printed */
        {"  - heading: A\n  - table:\n      columns: [{width: 1fr}]\n"
         "      head: [{cells: [{blocks: [{heading: B, level: 2}]}]}]\n"
         "      body: [{each: x in nulla.fasi, cells: [y]}]\n"
         "  - {heading: C, level: 3}\n",
         "h1:A* h2:C"},
    };
    check(cases, COUNT(cases));
}

static void what_has_nothing_to_say_is_not_there(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - text: ${nulla.titolo}\n", ""},
        {"  - text: \" \"\n", ""},
        {"  - prose: ${nulla.testo}\n", ""},
        {"  - box:\n    - text: ${nulla.titolo}\n", ""},
        {"  - group:\n    - group:\n      - text: ${nulla.titolo}\n    keep-together: "
         "true\n",
         ""},
        {"  - columns:\n    - do: [{text: \"${nulla.titolo}\"}]\n    - do: []\n", ""},
        {"  - columns:\n    - do: [{text: \"${nulla.titolo}\"}]\n    - do: [{text: c}]\n",
         "columns{group group{p:c}}"},
        {"  - {text: mai, when: nulla}\n  - {text: sempre, when: obiettivi}\n", "p:sempre"},
        {"  - list: {each: f in nulla.fasi, item: \"${f.descrizione}\"}\n", ""},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\"}\n", ""},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\"}\n"
         "    - {label: Due, value: \"${primo.titolo}\"}\n",
         "table{row(th:Due td:Sportello)}"},
        {"  - fields:\n    - {label: Uno, value: \"${nulla.titolo}\", keep-empty: true}\n",
         "table{row(th:Uno td)}"},
        {"  - table:\n      columns: [{head: x, cell: \"${f.descrizione}\"}]\n"
         "      rows: f in nulla.fasi\n",
         ""},
        {"  - table:\n      columns: [{head: x, cell: \"${f.descrizione}\"}]\n"
         "      rows: f in nulla.fasi\n      keep-empty: true\n",
         "table{head(th:x*)}"},
        {"  - gantt: {rows: 'f in obiettivi[1].fasi', label: \"${f.descrizione}\", start: "
         "f.inizio, "
         "end: f.fine, title: G}\n",
         ""},
        {"  - gantt: {rows: f in primo.fasi, where: not f.inizio, label: "
         "\"${f.descrizione}\", "
         "start: f.inizio, end: f.fine, title: G}\n",
         ""}, /* no bar to draw */
    };
    check(cases, COUNT(cases));
}

static void sheets_without_content_are_not_there(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- {sheet: page, do: [{text: \"${nulla.titolo}\"}]}\n"
                         "- {sheet: page, do: [{text: Uno}]}\n",
                         false));
    assert_string_equal(said(&bed), "sheet{p:Uno}");
    bed_free(&bed);
}

static void columns_that_are_hidden_take_their_cells_along(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      columns:\n      - {head: A, cell: \"${f.descrizione}\", header: true}\n"
         "      - {head: B, cell: \"${f.unita}\", when: nulla}\n"
         "      - {head: C, cell: \"${f.peso}\", total: \"${sum(f.peso for f in "
         "primo.fasi)}\"}\n"
         "      rows: f in primo.fasi\n      where: f.inizio\n",
         "table{head(th:A* th:C*) row(th:Avvio td:40) row(th:Chiusura td) foot(th td:40)}"},
        /* a cell over three columns, of which one is hidden, is over two; one over that alone is
           gone */
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr, when: false}, {width: 1fr}]\n"
         "      head: [{cells: [{text: tutto, span: 3}]}]\n"
         "      body: [{cells: [a, b, c]}, {cells: [{text: ab, span: 2}, c]},"
         " {cells: [a, {text: bc, span: 2}]}]\n",
         "table{head(th1x2:tutto*) row(td:a td:c) row(td:ab td:c) row(td:a td:bc)}"},
        {"  - table:\n      columns: [{width: 1fr, when: false}]\n      body: [{cells: [a]}]\n",
         ""},
    };
    check(cases, COUNT(cases));
}

static void spans_end_where_the_rows_do(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr}]\n"
         "      body: [{cells: [{text: a, rows: 3}, b]}, {cells: [c]}, {cells: [d]}]\n",
         "table{row(td3x1:a td:b) row(td:c) row(td:d)}"},
        /* the data leaves out a row that the cell counts on */
        {"  - table:\n      columns: [{width: 1fr}, {width: 1fr}, {width: 1fr}]\n"
         "      body: [{cells: [{text: a, rows: 3, span: 2}, b]}, {cells: [c]},"
         " {cells: [d], when: nulla}]\n",
         "table{row(td2x2:a td:b) row(td:c)}"},
    };
    check(cases, COUNT(cases));
}

static void tables_repeat_rows_and_have_titles(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - table:\n      title: Fasi di ${primo.codice}\n"
         "      columns: [{width: 1fr}, {width: 1fr}]\n"
         "      body:\n      - {cells: [{text: Inizio, span: 2}]}\n"
         "      - {each: f in primo.fasi, where: f.inizio, let: {d: f.descrizione},"
         " cells: [\"${loop.index}\", \"${d}\"]}\n"
         "      - {when: nulla, cells: [x, y]}\n",
         "table\"Fasi di A1\"{row(td1x2:Inizio) row(td:1 td:Avvio) row(td:2 td:Chiusura)}"},
        {"  - table:\n      columns: [{width: 1fr}]\n"
         "      body: [{cells: [{when: nulla, text: mai}]}, {cells: [{blocks: [{text: a}, "
         "{text: b}]}]}]\n",
         "table{row(td) row(td{p:a p:b})}"},
    };
    check(cases, COUNT(cases));
}

static void lists_have_marks(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - list: {each: f in primo.fasi, item: \"${f.descrizione}\"}\n",
         "ul{li[•]{p:Avvio} li[•]{p:Chiusura} li[•]{p:Verifica}}"},
        {"  - list: {each: f in primo.fasi, item: \"${f.descrizione}\", mark: "
         "\"${loop.index}.\", "
         "where: f.inizio}\n",
         "ol{li[1.]{p:Avvio} li[2.]{p:Chiusura}}"},
        {"  - list: {each: f in primo.fasi, item: \"${f.inizio | date}\"}\n",
         "ul{li[•]{p:10/02/2026} li[•]{p:01/06/2026}}"}, /* an empty item is none */
        {"  - prose: ${primo.testo}\n", "p:Il PIAO del* Comune. ul{li[•]{p:uno} li[•]{p:due}}"},
    };
    check(cases, COUNT(cases));
}

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

static void fields_stand_beside_or_above(void **state) {
    (void)state;
    static const struct bound cases[] = {
        {"  - fields: [{label: Uno, value: a}, {label: Due, value: b}]\n",
         "table{row(th:Uno td:a) row(th:Due td:b)}"},
        {"  - fields: [{label: Uno, value: a}, {label: Due, value: b}, {label: Tre, value: c}]\n"
         "    labels: above\n    columns: 2\n",
         "columns{group{p:Uno p:a} group{p:Due p:b}} columns{group{p:Tre p:c} group}"},
    };
    check(cases, COUNT(cases));
}

static void nodes_and_spans_are_numbered_in_reading_order(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - heading: A\n  - text: [b, c]\n"
                         "  - table: {title: t, columns: [{head: h, cell: \"${o.codice}\"}],"
                         " rows: o in obiettivi}\n",
                         false));
    const struct content *root = bed.document->root, *sheet = root->first;
    assert_int_equal(root->serial, 0);
    assert_int_equal(sheet->serial, 1);
    assert_int_equal(sheet->first->serial, 2);
    assert_int_equal(sheet->first->next->spans->next->serial, 2);
    const struct content *table = sheet->last;
    assert_int_equal(table->as.table.caption->serial, table->serial + 1);
    assert_int_equal(table->first->serial, table->serial + 2);
    assert_int_equal(bed.document->node_count, table->serial + 2 + 4 * 3);
    assert_int_equal(bed.document->span_count, 3 + 1 + 4);
    bed_free(&bed);
}

/* Words that are one value of the plan are placed there, others in the template. */
static void places_lead_to_where_the_words_are(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "body:\n- sheet: page\n  do:\n  - text: ${primo.titolo}\n"
                         "  - text: Un ${primo.titolo}\n"
                         "  - prose: ${primo.testo}\n",
                         false));
    const struct content *node = bed.document->root->first->first;
    assert_string_equal(node->source.file, "piano.json");
    assert_string_equal(node->source.pointer, "/obiettivi/0/titolo");
    assert_int_equal(node->source.line, 7);
    assert_string_equal(node->next->source.file, "prova.yaml");
    assert_int_equal(node->next->source.line, 8);
    assert_string_equal(node->next->next->source.pointer, "/obiettivi/0/testo");
    bed_free(&bed);
}

static void metadata_come_from_the_plan(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "title: ${documento.titolo} ${documento.esercizio}\n"
                         "author: ${ente.denominazione}\nkeywords: a, b\n"
                         "body:\n- sheet: page\n  do: [{text: Uno}]\n",
                         false));
    assert_string_equal(bed.document->title, "Piano 2026");
    assert_string_equal(bed.document->author, "Comune di Roccaverde");
    assert_string_equal(bed.document->keywords, "a, b");
    assert_string_equal(bed.document->subject, "");
    assert_string_equal(bed.document->language, "it-IT");
    bed_free(&bed);
}

/* Running heads see late fields and the names of their sheet; they take no part in the ladder. */
static void running_heads_belong_to_their_sheet(void **state) {
    (void)state;
    struct bed bed;
    assert_true(bed_bind(&bed,
                         "pages:\n  page:\n    header: [{heading: \"${o.codice}\"}]\n"
                         "    footer: [{text: \"${page} di ${pages}\"}]\n"
                         "body:\n- each: o in obiettivi\n  do:\n"
                         "  - sheet: page\n    do: [{heading: \"${o.titolo}\", level: 2}]\n",
                         false));
    assert_string_equal(said(&bed), "sheet{h1:Sportello*} sheet{h1:Strade*} sheet{h1:Archivio*}");
    const struct content *last = bed.document->root->last;
    buf_clear(&bed.out);
    put_node(&bed, last->as.sheet.header);
    put_node(&bed, last->as.sheet.footer);
    assert_string_equal(buf_string(&bed.out), "group{h1:A3*}group{p:page di pages}");
    assert_ptr_equal(last->as.sheet.header_next, last->as.sheet.header);
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

static void errors_leave_no_document(void **state) {
    (void)state;
    struct bed bed;
    assert_false(bed_bind(&bed,
                          "body:\n- sheet: page\n  do:\n  - text: ${primo.peso / 0}\n"
                          "  - text: ${documento.titolo + 1}\n"
                          "  - {image: manca.png, alt: Stemma}\n",
                          false));
    assert_int_equal(bed.diags.errors, 3); /* all of them */
    bed_free(&bed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loops_filter_sort_and_group),
        cmocka_unit_test(headings_make_a_ladder),
        cmocka_unit_test(what_has_nothing_to_say_is_not_there),
        cmocka_unit_test(sheets_without_content_are_not_there),
        cmocka_unit_test(columns_that_are_hidden_take_their_cells_along),
        cmocka_unit_test(spans_end_where_the_rows_do),
        cmocka_unit_test(tables_repeat_rows_and_have_titles),
        cmocka_unit_test(lists_have_marks),
        cmocka_unit_test(links_lead_somewhere),
        cmocka_unit_test(a_link_to_nowhere_is_told),
        cmocka_unit_test(contents_list_the_headings),
        cmocka_unit_test(parts_say_more_than_their_words),
        cmocka_unit_test(abbreviations_are_explained_once_a_sheet),
        cmocka_unit_test(abbreviations_are_single_words),
        cmocka_unit_test(charts_have_words),
        cmocka_unit_test(fields_stand_beside_or_above),
        cmocka_unit_test(nodes_and_spans_are_numbered_in_reading_order),
        cmocka_unit_test(places_lead_to_where_the_words_are),
        cmocka_unit_test(metadata_come_from_the_plan),
        cmocka_unit_test(running_heads_belong_to_their_sheet),
        cmocka_unit_test(images_are_judged_by_their_heads),
        cmocka_unit_test(errors_leave_no_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
