/* bind_gantt: phases as bars: which days, which words, and the text that tells the chart to whoever does
 * not see it. The only Italian of the content stage is here, because a chart has words that no template
 * writes: months, and the sentences of its alternative text. */
#include "content/bind_private.h"

#include "base/date.h"
#include "input/format.h"

enum { ALT_ENOUGH = 12000 }; /* bytes: more than this nobody listens to, and a PDF string holds 32767 */

struct gantt_binder {
    struct binder *binder;
    const struct gantt_spec *spec;
    struct gantt *gantt;
    struct gantt_row *rows;
    struct buf alt;
    bool one_year;
};

static bool date_of(struct binder *binder, const struct scope *scope, const struct expr *expr,
                    int64_t *day) {
    struct expr_eval eval = binder_eval(binder, scope);
    struct date date;
    const char *text = expr ? data_text(expr_value(&eval, expr)) : NULL;
    if (!text || !date_parse(text, &date)) {
        return false;
    }
    *day = date_days(date);
    return true;
}

static void bind_row(struct gantt_binder *gb, struct gantt_row *row, const struct scope *scope) {
    struct binder *binder = gb->binder;
    const struct gantt_spec *spec = gb->spec;
    row->label = binder_string(binder, scope, spec->label);
    row->value = binder_string(binder, scope, spec->value);
    row->start_text = row->end_text = row->undated = "";
    row->start = 1;
    row->end = 0;
    bool starts = date_of(binder, scope, spec->start, &row->start);
    bool ends = date_of(binder, scope, spec->end, &row->end);
    if (starts && !ends) {
        row->end = row->start;
    } else if (ends && !starts) {
        row->start = row->end;
    }
    if ((!starts && !ends) || row->start > row->end) {
        row->start = 1;
        row->end = 0;
        row->undated = binder_string(binder, scope, spec->undated);
    }
    struct expr_eval eval = binder_eval(binder, scope);
    row->hatched = spec->hatched && expr_true(&eval, spec->hatched);
    row->hatched_text = row->hatched ? binder_string(binder, scope, spec->hatched_text) : "";
}

static const char *short_date(struct gantt_binder *gb, int64_t day) {
    struct date date = date_from_days(day);
    return gb->one_year
               ? arena_format(gb->binder->arena, "%02d/%02d", date.day, date.month)
               : arena_format(gb->binder->arena, "%02d/%02d/%02d", date.day, date.month,
                              date.year % 100);
}

/* The days shown: whole months around all the bars, and a tick where each month and year begins. */
static void make_scale(struct gantt_binder *gb) {
    struct gantt *gantt = gb->gantt;
    int64_t first = INT64_MAX, last = INT64_MIN;
    for (size_t i = 0; i < gantt->row_count; i++) {
        const struct gantt_row *row = &gb->rows[i];
        if (row->start <= row->end) {
            first = row->start < first ? row->start : first;
            last = row->end > last ? row->end : last;
        }
    }
    struct date from = date_from_days(first), to = date_from_days(last);
    from.day = 1;
    to.day = date_month_length(to.year, to.month);
    gantt->first = date_days(from);
    gantt->last = date_days(to);
    gb->one_year = from.year == to.year;
    size_t months = (size_t)((to.year - from.year) * 12 + to.month - from.month + 1);
    struct gantt_tick *ticks = arena_array(gb->binder->arena, 2 * months, sizeof *ticks);
    for (struct date at = from; at.year < to.year || (at.year == to.year && at.month <= to.month);) {
        if (at.month == 1 || date_days(at) == gantt->first) {
            ticks[gantt->tick_count++] = (struct gantt_tick){
                date_days(at), arena_format(gb->binder->arena, "%d", at.year), true};
        }
        ticks[gantt->tick_count++] =
            (struct gantt_tick){date_days(at), format_month_short(at.month), false};
        at.month = at.month == 12 ? 1 : at.month + 1;
        at.year += at.month == 1;
    }
    gantt->ticks = ticks;
}

/* "dal 1º gennaio", "all'8 maggio": the article before a day. */
static void say_date(struct buf *buf, const char *article, int64_t day) {
    struct date date = date_from_days(day);
    bool elided = date.day == 8 || date.day == 11;
    buf_format(buf, elided ? "%sl'" : "%s ", article);
    format_date_long(buf, date);
}

static const char *undated_words(const struct gantt_row *row) {
    return text_empty(row->undated) ? "senza date" : row->undated;
}

static void say_row(struct gantt_binder *gb, const struct gantt_row *row, size_t number) {
    struct buf *alt = &gb->alt;
    buf_format(alt, " %zu) %s: ", number, row->label);
    if (row->start <= row->end) {
        say_date(alt, "dal", row->start);
        buf_char(alt, ' ');
        say_date(alt, "al", row->end);
    } else {
        buf_text(alt, undated_words(row));
    }
    if (!text_empty(row->value)) {
        buf_text(alt, ", ");
        if (!text_empty(gb->gantt->value_head)) {
            buf_format(alt, "%s ", gb->gantt->value_head);
        }
        buf_text(alt, row->value);
    }
    if (!text_empty(row->hatched_text)) {
        buf_format(alt, ", %s", row->hatched_text);
    }
    buf_char(alt, ';');
}

static const char *say_all(struct gantt_binder *gb, const char *title) {
    struct buf *alt = &gb->alt;
    const struct gantt *gantt = gb->gantt;
    if (!text_empty(title)) {
        buf_format(alt, "%s: ", title);
    }
    struct date from = date_from_days(gantt->first), to = date_from_days(gantt->last);
    buf_format(alt, "diagramma di Gantt con %zu %s, da %s %d a %s %d.", gantt->row_count,
               gantt->row_count == 1 ? "fase" : "fasi", format_month(from.month), from.year,
               format_month(to.month), to.year);
    size_t said = 0;
    while (said < gantt->row_count && alt->size < ALT_ENOUGH) {
        say_row(gb, &gb->rows[said], said + 1);
        said++;
    }
    if (said < gantt->row_count) {
        buf_format(alt, " e altre %zu fasi.", gantt->row_count - said);
    }
    alt->data[alt->size - 1] = '.';
    const char *text = arena_text(gb->binder->arena, buf_string(alt));
    buf_free(alt);
    return text;
}

/* Without any date there is no bar to draw: the phases are listed, each with the words that stand for its
 * dates. */
static void list_undated(struct gantt_binder *gb, struct content *parent, const struct block *block) {
    struct binder *binder = gb->binder;
    struct content *list = content_new(binder, parent, CONTENT_LIST, block->style, block->place);
    const struct style *style = style_tight(binder, block->style, true);
    for (size_t i = 0; i < gb->gantt->row_count; i++) {
        const struct gantt_row *row = &gb->rows[i];
        struct content *item =
            content_new(binder, list, CONTENT_ITEM, block->style, block->place);
        item->spans = span_new(binder, "•", block->style);
        struct content *text = content_new(binder, item, CONTENT_PARAGRAPH, style, block->place);
        text->spans = span_new(binder,
                               arena_format(binder->arena, "%s: %s", row->label,
                                            undated_words(row)),
                               style);
    }
}

void bind_gantt(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope) {
    const struct gantt_spec *spec = block->as.gantt;
    struct items items = loop_items(binder, spec->loop, scope);
    struct gantt *gantt = arena_alloc(binder->arena, sizeof *gantt);
    struct gantt_binder gb = {.binder = binder, .spec = spec, .gantt = gantt};
    gb.rows = arena_array(binder->arena, items.count, sizeof *gb.rows);
    gantt->row_count = items.count;
    bool dated = false;
    for (size_t i = 0; i < items.count; i++) {
        struct scope item = {loop_name(spec->loop), items.items[i], scope};
        struct scope state = {"loop", loop_state(binder, i, items.count), &item};
        bind_row(&gb, &gb.rows[i], &state);
        dated |= gb.rows[i].start <= gb.rows[i].end;
    }
    if (!dated) {
        if (items.count && !spec->silent) {
            list_undated(&gb, parent, block);
        }
        return;
    }
    gantt->rows = gb.rows;
    gantt->label_head = binder_string(binder, scope, spec->column);
    gantt->value_head = binder_string(binder, scope, spec->value_column);
    gantt->colour = spec->colour;
    gantt->label_width = spec->label_width;
    gantt->silent = spec->silent;
    gantt->label_style = spec->label_style;
    make_scale(&gb);
    for (size_t i = 0; i < items.count; i++) {
        if (gb.rows[i].start <= gb.rows[i].end) {
            gb.rows[i].start_text = short_date(&gb, gb.rows[i].start);
            gb.rows[i].end_text = short_date(&gb, gb.rows[i].end);
        }
    }
    struct content *node = content_new(binder, parent, CONTENT_GANTT, block->style, block->place);
    node->as.gantt = gantt;
    node->alt = say_all(&gb, binder_string(binder, scope, spec->title));
}
