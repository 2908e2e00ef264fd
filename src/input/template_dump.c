/* What did the loader understand? The template as text: metadata, styles as differences from base,
 * blocks with their expressions fully parenthesised. One line a thing, children indented; what has
 * its default is left out. */
#include "input/template_private.h"

#include <string.h>

struct dump {
    struct buf *buf;
    const struct style *base;
    int indent;
};

static void begin(struct dump *dump, const char *what) {
    buf_format(dump->buf, "%*s%s", 2 * dump->indent, "", what);
}

static void end(struct dump *dump) {
    buf_char(dump->buf, '\n');
}

/* ---- values ---- */

static void put_length(struct dump *dump, len value) {
    char digits[DECIMAL_TEXT_SIZE];
    decimal_text(decimal_normal((struct decimal){value, 3}), digits); /* thousandths */
    buf_format(dump->buf, "%spt", digits);
}

static void put_colour(struct dump *dump, uint32_t colour) {
    if (colour == COLOUR_NONE) {
        buf_text(dump->buf, "none");
    } else {
        buf_format(dump->buf, "#%06x", (unsigned)colour);
    }
}

static void put_border(struct dump *dump, const struct style_border *border) {
    if (border->width == 0) {
        buf_text(dump->buf, "none");
        return;
    }
    put_length(dump, border->width);
    buf_char(dump->buf, ' ');
    put_colour(dump, border->colour);
}

static void put_lengths(struct dump *dump, const len values[SIDES]) {
    for (int side = 0; side < SIDES; side++) {
        buf_text(dump->buf, side > 0 ? " " : "");
        put_length(dump, values[side]);
    }
}

static void put_width(struct dump *dump, struct width width) {
    switch (width.kind) {
    case WIDTH_AUTO:
        buf_text(dump->buf, "auto");
        break;
    case WIDTH_FIXED:
        put_length(dump, width.size);
        break;
    case WIDTH_SHARE:
        buf_format(dump->buf, "%d/1000fr", (int)width.size);
        break;
    }
}

static void put_text(struct dump *dump, const struct text_expr *text) {
    struct buf words = BUF_INIT;
    text_expr_dump(&words, text);
    json_quote(dump->buf, buf_string(&words));
    buf_free(&words);
}

/* ` name=VALUE` behind what stands on the line already, when there is a value. */

static void add_text(struct dump *dump, const char *name, const struct text_expr *text) {
    if (text != NULL) {
        buf_format(dump->buf, " %s=", name);
        put_text(dump, text);
    }
}

static void add_expr(struct dump *dump, const char *name, const struct expr *expr) {
    if (expr != NULL) {
        buf_format(dump->buf, " %s=(", name);
        expr_dump(dump->buf, expr);
        buf_char(dump->buf, ')');
    }
}

static void add_style(struct dump *dump, const char *name, const struct style *style) {
    if (style != NULL) {
        buf_format(dump->buf, " %s=%s", name, style->name);
    }
}

static void add_flag(struct dump *dump, const char *name, bool value) {
    if (value) {
        buf_format(dump->buf, " %s", name);
    }
}

static void add_length(struct dump *dump, const char *name, len value) {
    if (value != 0) {
        buf_format(dump->buf, " %s=", name);
        put_length(dump, value);
    }
}

static void add_parts(struct dump *dump, const char *name, const struct text_part *parts) {
    if (parts == NULL) {
        return;
    }
    buf_format(dump->buf, " %s=", name);
    for (const struct text_part *part = parts; part != NULL; part = part->next) {
        buf_text(dump->buf, part != parts ? "+" : "");
        put_text(dump, part->text);
        if (part->style == NULL && part->link == NULL && part->language == NULL &&
            part->expansion == NULL && part->actual_text == NULL) {
            continue;
        }
        buf_char(dump->buf, '{');
        add_style(dump, "style", part->style);
        add_text(dump, "link", part->link);
        if (part->language != NULL) {
            buf_format(dump->buf, " lang=%s", part->language);
        }
        add_text(dump, "expansion", part->expansion);
        add_text(dump, "actual-text", part->actual_text);
        buf_text(dump->buf, " }");
    }
}

static void add_loop(struct dump *dump, const struct loop *loop) {
    if (loop == NULL) {
        return;
    }
    buf_format(dump->buf, " %s", loop->var);
    add_expr(dump, "in", loop->list);
    add_expr(dump, "where", loop->where);
    for (const struct sort_key *key = loop->sort; key != NULL; key = key->next) {
        add_expr(dump, key->descending ? "sort-descending" : "sort", key->value);
    }
    add_expr(dump, "group", loop->group);
    if (loop->group_var != NULL) {
        buf_format(dump->buf, " as=%s", loop->group_var);
    }
}

static void add_bindings(struct dump *dump, const struct binding *bindings) {
    for (; bindings != NULL; bindings = bindings->next) {
        add_expr(dump, bindings->name, bindings->value);
    }
}

/* ---- styles ---- */

static const char *word_of(const struct key *key, int value) {
    const struct word *word = key->words;
    while (word->text != NULL && word->value != value) {
        word++;
    }
    return word->text != NULL ? word->text : "?";
}

static size_t property_size(enum value_kind kind) {
    switch ((int)kind) {
    case VALUE_BOOL:
        return sizeof(bool);
    case VALUE_LENGTHS:
        return SIDES * sizeof(len);
    case VALUE_BORDER:
        return sizeof(struct style_border);
    case VALUE_FONT:
    case VALUE_LANGUAGE:
        return sizeof(const char *);
    default:
        return sizeof(int32_t); /* numbers, words, lengths, colours */
    }
}

static void put_property(struct dump *dump, const struct key *key, const void *value) {
    switch ((int)key->kind) {
    case VALUE_BOOL:
        buf_text(dump->buf, *(const bool *)value ? "true" : "false");
        break;
    case VALUE_INT:
    case VALUE_WEIGHT:
        buf_format(dump->buf, "%d", *(const int *)value);
        break;
    case VALUE_WORD:
        buf_text(dump->buf, word_of(key, (int)*(const unsigned *)value));
        break;
    case VALUE_LENGTH:
        put_length(dump, *(const len *)value);
        break;
    case VALUE_LENGTHS:
        put_lengths(dump, value);
        break;
    case VALUE_COLOUR:
        put_colour(dump, *(const uint32_t *)value);
        break;
    case VALUE_BORDER:
        put_border(dump, value);
        break;
    default: /* font, language */
        json_quote(dump->buf, *(const char *const *)value);
        break;
    }
}

/* The properties in which STYLE differs from BASE; all when BASE is NULL. */
static void dump_style(struct dump *dump, const struct style *style, const struct style *base) {
    begin(dump, "style ");
    buf_text(dump->buf, style->name);
    for (size_t i = 0; i < style_keys.count; i++) {
        const struct key *key = &style_keys.keys[i];
        if (key->kind == VALUE_EXTENDS || key->kind == VALUE_BORDERS) {
            continue;
        }
        const char *own = (const char *)style + key->offset;
        bool same = base != NULL &&
                    memcmp(own, (const char *)base + key->offset, property_size(key->kind)) == 0;
        if (!same) {
            buf_format(dump->buf, " %s=", key->name);
            put_property(dump, key, own);
        }
    }
    const char *before = " own=";
    for (size_t i = 0; i < style_keys.count; i++) {
        if ((style->own & style_keys.keys[i].own) != 0) {
            buf_format(dump->buf, "%s%s", before, style_keys.keys[i].name);
            before = ",";
        }
    }
    end(dump);
}

/* ---- blocks ---- */

static void dump_blocks(struct dump *dump, const struct block *blocks);

/* Blocks under a line of their own. */
static void dump_under(struct dump *dump, const char *name, const struct block *blocks) {
    if (blocks != NULL) {
        dump->indent++;
        begin(dump, name);
        end(dump);
        dump->indent++;
        dump_blocks(dump, blocks);
        dump->indent -= 2;
    }
}

/* Ends the line of a thing and prints its children. */
static void end_with(struct dump *dump, const struct block *blocks) {
    end(dump);
    dump->indent++;
    dump_blocks(dump, blocks);
    dump->indent--;
}

static void dump_fields(struct dump *dump, const struct block *block) {
    add_flag(dump, "above", block->as.fields.above);
    buf_format(dump->buf, " columns=%d label-width=", block->as.fields.columns);
    put_width(dump, block->as.fields.label_width);
    end(dump);
    dump->indent++;
    for (const struct field_spec *field = block->as.fields.items; field; field = field->next) {
        begin(dump, "field");
        add_expr(dump, "when", field->when);
        add_parts(dump, "label", field->label);
        add_style(dump, "label-style", field->label_style);
        add_parts(dump, "value", field->text);
        add_text(dump, "prose", field->prose);
        add_style(dump, "style", field->style);
        add_flag(dump, "keep-empty", field->keep_empty);
        add_flag(dump, "personal", field->personal);
        end(dump);
    }
    dump->indent--;
}

static void put_span(struct dump *dump, int span) {
    if (span == SPAN_ALL) {
        buf_text(dump->buf, "all");
    } else {
        buf_format(dump->buf, "%d", span);
    }
}

static void dump_rows(struct dump *dump, const char *kind, const struct row_spec *row) {
    for (; row != NULL; row = row->next) {
        begin(dump, kind);
        add_loop(dump, row->loop);
        add_bindings(dump, row->bindings);
        add_expr(dump, "when", row->when);
        add_style(dump, "style", row->style);
        add_flag(dump, "keep-with-next", row->keep_with_next);
        end(dump);
        dump->indent++;
        for (const struct cell_spec *cell = row->cells; cell != NULL; cell = cell->next) {
            begin(dump, "cell");
            if (cell->column_span != 1 || cell->row_span != 1) {
                buf_text(dump->buf, " span=");
                put_span(dump, cell->column_span);
                buf_char(dump->buf, 'x');
                put_span(dump, cell->row_span);
            }
            add_flag(dump, "header", cell->header);
            add_flag(dump, "repeat", cell->repeat);
            add_style(dump, "style", cell->style);
            add_expr(dump, "when", cell->when);
            add_parts(dump, "text", cell->text);
            add_text(dump, "prose", cell->prose);
            end_with(dump, cell->blocks);
        }
        dump_rows(dump, "row", row->rows);
        dump->indent--;
    }
}

static void dump_table(struct dump *dump, const struct table_spec *table) {
    add_parts(dump, "title", table->title);
    add_parts(dump, "continued", table->continued);
    add_text(dump, "summary", table->summary);
    add_style(dump, "title-style", table->title_style);
    add_style(dump, "head-style", table->head_style);
    add_style(dump, "cell-style", table->cell_style);
    add_style(dump, "foot-style", table->foot_style);
    add_flag(dump, "keep-empty", table->keep_empty);
    end(dump);
    dump->indent++;
    for (const struct column_spec *column = table->columns; column; column = column->next) {
        begin(dump, "column ");
        put_width(dump, column->width);
        add_length(dump, "min-width", column->min_width);
        add_length(dump, "max-width", column->max_width);
        add_style(dump, "style", column->style);
        add_flag(dump, "header", column->row_header);
        add_flag(dump, "merge", column->merge);
        add_flag(dump, "repeat", column->repeat);
        add_loop(dump, column->loop);
        add_expr(dump, "when", column->when);
        end(dump);
    }
    dump_rows(dump, "head", table->head);
    dump_rows(dump, "body", table->body);
    dump_rows(dump, "foot", table->foot);
    dump->indent--;
}

static void dump_gantt(struct dump *dump, const struct gantt_spec *gantt) {
    add_loop(dump, gantt->loop);
    add_text(dump, "label", gantt->label);
    add_text(dump, "value", gantt->value);
    add_expr(dump, "start", gantt->start);
    add_expr(dump, "end", gantt->end);
    add_expr(dump, "hatched", gantt->hatched);
    add_flag(dump, "silent", gantt->silent);
    add_text(dump, "title", gantt->title);
    add_text(dump, "column", gantt->column);
    add_text(dump, "value-column", gantt->value_column);
    add_text(dump, "undated", gantt->undated);
    add_text(dump, "hatched-text", gantt->hatched_text);
    add_style(dump, "label-style", gantt->label_style);
    buf_text(dump->buf, " colour=");
    put_colour(dump, gantt->colour);
    add_length(dump, "label-width", gantt->label_width);
    end(dump);
}

static void dump_chart(struct dump *dump, const struct block *block) {
    const struct chart_spec *chart = block->as.chart;
    add_loop(dump, chart->loop);
    add_text(dump, "label", chart->label);
    add_text(dump, "symbol", chart->symbol);
    add_expr(dump, "value", chart->value);
    add_text(dump, "text", chart->text);
    add_expr(dump, "maximum", chart->maximum);
    add_text(dump, "title", chart->title);
    add_parts(dump, "title", chart->caption);
    add_text(dump, "column", chart->column);
    add_expr(dump, "months", chart->months);
    add_text(dump, "mark", chart->mark);
    add_flag(dump, "silent", chart->silent);
    if (block->type != BLOCK_MONTHS && block->type != BLOCK_GAUGE) {
        buf_text(dump->buf, " colour=");
        put_colour(dump, chart->colour);
    }
    end(dump);
    dump->indent++;
    for (const struct gauge_band *band = chart->bands; band != NULL; band = band->next) {
        begin(dump, "band");
        add_expr(dump, "from", band->from);
        add_text(dump, "label", band->label);
        add_text(dump, "symbol", band->symbol);
        end(dump);
    }
    dump->indent--;
}

static void dump_columns(struct dump *dump, const struct block *block) {
    add_length(dump, "gap", block->as.columns.gap);
    end(dump);
    dump->indent++;
    for (const struct column_box *box = block->as.columns.items; box != NULL; box = box->next) {
        begin(dump, "column ");
        put_width(dump, box->width);
        end_with(dump, box->blocks);
    }
    dump->indent--;
}

static void dump_sheet(struct dump *dump, const struct block *block) {
    const struct page_master *master = block->as.sheet.master;
    buf_format(dump->buf, " %s ", master->name);
    put_length(dump, master->width);
    buf_text(dump->buf, " x ");
    put_length(dump, master->height);
    buf_text(dump->buf, " margins=");
    put_lengths(dump, master->margin);
    add_length(dump, "header-gap", master->header_gap);
    add_length(dump, "footer-gap", master->footer_gap);
    end(dump);
    dump_under(dump, "header", block->as.sheet.header);
    if (block->as.sheet.header_next != block->as.sheet.header) {
        dump_under(dump, "header-next", block->as.sheet.header_next);
    }
    dump_under(dump, "footer", block->as.sheet.footer);
    dump_under(dump, "pages", block->as.sheet.blocks);
}

static const char *block_name(const struct block *block) {
    for (size_t i = 0; i < block_kind_count; i++) {
        if (block_kinds[i].type == block->type) {
            return block_kinds[i].name;
        }
    }
    return "?";
}

static void dump_heading(struct dump *dump, const struct block *block) {
    buf_format(dump->buf, " level=%d", block->as.heading.level);
    add_parts(dump, "text", block->as.heading.text);
    add_text(dump, "bookmark", block->as.heading.bookmark);
    add_flag(dump, "no-bookmark", block->as.heading.no_bookmark);
    add_flag(dump, "not-in-contents", !block->as.heading.in_contents);
    end(dump);
}

static void dump_image(struct dump *dump, const struct block *block) {
    add_text(dump, "path", block->as.image.path);
    add_text(dump, "alt", block->as.image.alt);
    add_flag(dump, "decorative", block->as.image.decorative);
    add_length(dump, "width", block->as.image.width);
    add_length(dump, "height", block->as.image.height);
    end(dump);
}

static void dump_block(struct dump *dump, const struct block *block) {
    begin(dump, block_name(block));
    add_style(dump, "style", block->style != dump->base ? block->style : NULL);
    add_expr(dump, "when", block->when);
    add_text(dump, "id", block->id);
    switch (block->type) {
    case BLOCK_HEADING:
        dump_heading(dump, block);
        break;
    case BLOCK_TEXT:
        add_parts(dump, "text", block->as.text);
        end(dump);
        break;
    case BLOCK_PROSE:
        add_text(dump, "text", block->as.prose.text);
        add_flag(dump, "personal", block->as.prose.personal);
        end(dump);
        break;
    case BLOCK_FIELDS:
        dump_fields(dump, block);
        break;
    case BLOCK_TABLE:
        dump_table(dump, block->as.table);
        break;
    case BLOCK_LIST:
        add_loop(dump, block->as.list.loop);
        add_text(dump, "mark", block->as.list.mark);
        add_parts(dump, "item", block->as.list.text);
        end_with(dump, block->as.list.blocks);
        break;
    case BLOCK_GROUP:
        add_flag(dump, "bare", block->as.group.bare);
        end_with(dump, block->as.group.blocks);
        break;
    case BLOCK_BOX:
        end_with(dump, block->as.group.blocks);
        break;
    case BLOCK_COLUMNS:
        dump_columns(dump, block);
        break;
    case BLOCK_RULE:
    case BLOCK_NEW_PAGE:
        end(dump);
        break;
    case BLOCK_SPACE:
        add_length(dump, "height", block->as.space);
        end(dump);
        break;
    case BLOCK_IMAGE:
        dump_image(dump, block);
        break;
    case BLOCK_GANTT:
        dump_gantt(dump, block->as.gantt);
        break;
    case BLOCK_MONTHS:
    case BLOCK_BARS:
    case BLOCK_BANDS:
    case BLOCK_PROGRESS:
    case BLOCK_GAUGE:
    case BLOCK_TREND:
        dump_chart(dump, block);
        break;
    case BLOCK_EACH:
        add_loop(dump, block->as.each.loop);
        end_with(dump, block->as.each.blocks);
        break;
    case BLOCK_LET:
        add_bindings(dump, block->as.bindings);
        end(dump);
        break;
    case BLOCK_SHEET:
        dump_sheet(dump, block);
        break;
    case BLOCK_CONTENTS:
        buf_format(dump->buf, " levels=%d", block->as.contents.levels);
        add_parts(dump, "title", block->as.contents.title);
        end(dump);
        break;
    }
}

static void dump_blocks(struct dump *dump, const struct block *blocks) {
    for (const struct block *block = blocks; block != NULL; block = block->next) {
        dump_block(dump, block);
    }
}

/* ---- the template ---- */

static void dump_metadata(struct dump *dump, const char *name, const struct text_expr *text) {
    if (text != NULL) {
        begin(dump, name);
        buf_char(dump->buf, ' ');
        put_text(dump, text);
        end(dump);
    }
}

void template_dump(struct buf *buf, const struct template *tmpl) {
    struct dump dump = {buf, tmpl->base, 0};
    buf_format(buf, "template %s\n", tmpl->name != NULL ? tmpl->name : "");
    if (tmpl->description != NULL) {
        buf_format(buf, "description %s\n", tmpl->description);
    }
    buf_format(buf, "language %s\n", tmpl->language);
    dump_metadata(&dump, "title", tmpl->title);
    dump_metadata(&dump, "subject", tmpl->subject);
    dump_metadata(&dump, "author", tmpl->author);
    dump_metadata(&dump, "keywords", tmpl->keywords);
    for (const struct parameter *parameter = tmpl->parameters; parameter != NULL;
         parameter = parameter->next) {
        buf_format(buf, "parameter %s ", parameter->name);
        data_dump(buf, parameter->value);
    }
    for (const struct font_family *each = tmpl->families; each != NULL; each = each->next) {
        buf_format(buf, "font %s\n", each->family);
    }
    for (const struct abbreviation *each = tmpl->abbreviations; each != NULL; each = each->next) {
        buf_format(buf, "abbreviation %s ", each->word);
        json_quote(buf, each->expansion);
        buf_char(buf, '\n');
    }
    dump_style(&dump, tmpl->base, NULL);
    for (const struct style *const *style = tmpl->styles; *style != NULL; style++) {
        if (*style != tmpl->base) {
            dump_style(&dump, *style, tmpl->base);
        }
    }
    dump_blocks(&dump, tmpl->blocks);
}
