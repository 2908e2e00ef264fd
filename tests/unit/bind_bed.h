/* bind_bed: templates bound to a small plan, and what they leave of it as one line of text:
 * h1:words p:words ul{li[mark]{...}} table{head(th:words) row(td:words)}; links are <words>uri or
 * <words>#id, expansions words(=...), actual texts words(~...), languages words(@...), strong words
 * words*. */
#ifndef PIAO_TESTS_BIND_BED_H
#define PIAO_TESTS_BIND_BED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

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

static inline void put_node(struct bed *bed, const struct content *node);

static inline void put_spans(struct bed *bed, const struct span *spans) {
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

static inline void put_children(struct bed *bed, const struct content *node) {
    for (const struct content *child = node->first; child; child = child->next) {
        if (child != node->first) {
            buf_char(&bed->out, ' ');
        }
        put_node(bed, child);
    }
}

static inline void put_gantt(struct bed *bed, const struct gantt *gantt) {
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

static inline void put_node(struct bed *bed, const struct content *node) {
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
static inline bool bed_bind(struct bed *bed, const char *text, bool internal) {
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

static inline void bed_free(struct bed *bed) {
    buf_free(&bed->out);
    arena_free(bed->arena);
}

static inline const char *said(struct bed *bed) {
    buf_clear(&bed->out);
    put_children(bed, bed->document->root);
    return buf_string(&bed->out);
}

/* BODY, indented blocks on one sheet, leaves CONTENT on it. */
struct bound {
    const char *body, *content;
};

static inline void check(const struct bound *cases, size_t count) {
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

#endif
