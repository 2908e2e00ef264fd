/* bind_chart: numbers as pictures: how long is each bar, which words stand beside it, and the text
 * that tells the picture to whoever does not see it. What reads better than a picture is none: the
 * months of a year are a table, a degree of achievement is a line of words. The Italian sentences
 * of charts are here. */
#include "content/bind_private.h"

#include <string.h>

#include "input/format.h"

#define NOT_AVAILABLE      "n.d."
#define SAID_NOT_AVAILABLE "dato non disponibile"

struct chart_binder {
    struct binder *binder;
    const struct block *block;
    const struct chart_spec *spec;
    struct chart *chart;
    struct chart_item *items;
    struct decimal *numbers; /* of the items that are drawn */
    struct buf alt;
};

/* ---- numbers ---- */

static const struct decimal zero = {0, 0};

static const char *print_number(struct binder *binder, struct decimal number, int places,
                                const char *after) {
    struct buf buf = BUF_INIT;
    format_number(&buf, number, places, true, DECIMAL_HALF_UP);
    buf_text(&buf, after);
    const char *text = arena_text(binder->arena, buf_string(&buf));
    buf_free(&buf);
    return text;
}

static void report(struct binder *binder, const struct data *value, struct place fallback,
                   enum diag_code code, const char *key) {
    struct place place = value->file ? data_place(binder->arena, value) : fallback;
    const char *found = expr_print(binder->arena, value);
    diag_at(binder->diags, place, code, key ? key : found, found);
}

static const struct data *value_of(struct binder *binder, const struct scope *scope,
                                   const struct expr *expr) {
    struct expr_eval eval = binder_eval(binder, scope);
    const struct data *value = expr ? expr_value(&eval, expr) : NULL;
    return data_empty(value) ? NULL : value;
}

/* The number that EXPR, the value of KEY, is; false when it is nothing, or something else
 * (reported). */
static bool number_of(struct binder *binder, const struct scope *scope, const struct expr *expr,
                      const char *key, struct place place, struct decimal *out) {
    const struct data *value = value_of(binder, scope, expr);
    if (value && value->type != DATA_NUMBER) {
        report(binder, value, place, MSG_CHART_NUMBER, key);
    }
    *out = value && value->type == DATA_NUMBER ? value->as.number : zero;
    return value && value->type == DATA_NUMBER;
}

/* VALUE of WHOLE in parts of CHART_WHOLE; 0 when there is no such part. */
static int64_t size_of(struct decimal value, struct decimal whole) {
    struct decimal ratio, scaled;
    int64_t size;
    if (!decimal_divide(value, whole, &ratio) ||
        !decimal_multiply(ratio, decimal_from_int(CHART_WHOLE), &scaled) ||
        !decimal_to_int64(decimal_normal(decimal_round(scaled, 0, DECIMAL_HALF_UP)), &size)) {
        return 0;
    }
    return size;
}

static struct decimal greater(struct decimal a, struct decimal b) {
    return decimal_compare(a, b) < 0 ? b : a;
}

/* ---- items ---- */

/* What a chart does not draw it says: a value that is a text in its words, no value as such. */
static void bind_item(struct chart_binder *cb, size_t i, const struct scope *scope) {
    struct binder *binder = cb->binder;
    const struct chart_spec *spec = cb->spec;
    struct chart_item *item = &cb->items[i];
    const struct data *value = value_of(binder, scope, spec->value);
    *item = (struct chart_item){.label = binder_string(binder, scope, spec->label),
                                .symbol = binder_string(binder, scope, spec->symbol),
                                .percent = ""};
    if (value && value->type == DATA_NUMBER) {
        item->drawn = true;
        cb->numbers[i] = value->as.number;
        item->text = spec->text ? binder_string(binder, scope, spec->text)
                                : print_number(binder, value->as.number, -1, "");
    } else {
        item->text = value ? expr_print(binder->arena, value) : NULL;
    }
    if (cb->chart->kind != CHART_BANDS || !value) {
        return;
    }
    if (!item->drawn) {
        report(binder, value, cb->block->place, MSG_CHART_NUMBER, "value");
    } else if (decimal_sign(cb->numbers[i]) < 0) {
        report(binder, value, cb->block->place, MSG_CHART_NEGATIVE, NULL);
    }
}

static void bind_items(struct chart_binder *cb, const struct scope *scope) {
    struct binder *binder = cb->binder;
    const struct loop *loop = cb->spec->loop;
    struct items items = loop_items(binder, loop, scope);
    cb->items = arena_array(binder->arena, items.count, sizeof *cb->items);
    cb->numbers = arena_array(binder->arena, items.count, sizeof *cb->numbers);
    for (size_t i = 0; i < items.count; i++) {
        struct scope item = {loop_name(loop), items.items[i], scope};
        struct scope state = {"loop", loop_state(binder, i, items.count), &item};
        bind_item(cb, i, &state);
    }
    cb->chart->items = cb->items;
    cb->chart->item_count = items.count;
}

/* ---- what is said ---- */

static void say_title(struct chart_binder *cb, const struct scope *scope, const char *kind) {
    const char *title = binder_string(cb->binder, scope, cb->spec->title);
    if (text_empty(title)) {
        buf_char(&cb->alt, (char)(kind[0] - 'a' + 'A'));
        buf_text(&cb->alt, kind + 1);
    } else {
        buf_format(&cb->alt, "%s: %s", title, kind);
    }
}

static void say_items(struct chart_binder *cb) {
    struct buf *alt = &cb->alt;
    for (size_t i = 0; i < cb->chart->item_count; i++) {
        const struct chart_item *item = &cb->items[i];
        buf_text(alt, i ? "; " : ". ");
        if (!text_empty(item->label)) {
            buf_format(alt, "%s: ", item->label);
        }
        buf_text(alt, item->text ? item->text : SAID_NOT_AVAILABLE);
        if (!text_empty(item->percent)) {
            buf_format(alt, " (%s)", item->percent);
        }
    }
    if (alt->size && alt->data[alt->size - 1] != '.') {
        buf_char(alt, '.');
    }
}

/* ---- kinds: each gives its items their sizes; false when there is nothing to draw ---- */

static bool any_drawn(const struct chart_binder *cb) {
    for (size_t i = 0; i < cb->chart->item_count; i++) {
        if (cb->items[i].drawn) {
            return true;
        }
    }
    return false;
}

static int64_t within(int64_t size) {
    return size < 0 ? 0 : size > CHART_WHOLE ? CHART_WHOLE : size;
}

static bool make_bars(struct chart_binder *cb, const struct scope *scope) {
    struct decimal most;
    bind_items(cb, scope);
    if (!any_drawn(cb)) {
        return false;
    }
    if (!number_of(cb->binder, scope, cb->spec->maximum, "maximum", cb->block->place, &most)) {
        for (size_t i = 0; i < cb->chart->item_count; i++) {
            most = greater(most, cb->numbers[i]);
        }
    }
    for (size_t i = 0; i < cb->chart->item_count; i++) {
        /* Beyond the maximum first: the quotient might have too many digits. */
        bool full = decimal_sign(most) > 0 && decimal_compare(cb->numbers[i], most) >= 0;
        bool none = decimal_sign(most) <= 0 || decimal_sign(cb->numbers[i]) <= 0;
        cb->items[i].size = full ? CHART_WHOLE : none ? 0 : size_of(cb->numbers[i], most);
    }
    say_title(cb, scope, "grafico a barre");
    buf_format(&cb->alt, " con %zu %s", cb->chart->item_count,
               cb->chart->item_count == 1 ? "voce" : "voci");
    return true;
}

/* Percents with one decimal, unless all of them are whole. */
static void make_percents(struct chart_binder *cb, struct decimal sum) {
    struct decimal hundred = decimal_from_int(100), ratio, percent;
    int places = 0;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < cb->chart->item_count; i++) {
            if (!decimal_divide(cb->numbers[i], sum, &ratio) ||
                !decimal_multiply(ratio, hundred, &percent)) {
                continue;
            }
            percent = decimal_round(percent, 1, DECIMAL_HALF_UP);
            places = decimal_is_integer(percent) ? places : 1;
            cb->items[i].percent = print_number(cb->binder, percent, places, " %");
        }
    }
}

static bool make_bands(struct chart_binder *cb, const struct scope *scope) {
    struct decimal sum = zero;
    size_t kept = 0, errors = cb->binder->diags->errors;
    bind_items(cb, scope);
    for (size_t i = 0; i < cb->chart->item_count; i++) { /* no value, no part */
        if (cb->items[i].drawn && decimal_add(sum, cb->numbers[i], &sum)) {
            cb->items[kept] = cb->items[i];
            cb->numbers[kept++] = cb->numbers[i];
        }
    }
    cb->chart->item_count = kept;
    if (cb->binder->diags->errors > errors || decimal_sign(sum) <= 0) {
        return false;
    }
    for (size_t i = 0; i < kept; i++) {
        cb->items[i].size = size_of(cb->numbers[i], sum);
    }
    make_percents(cb, sum);
    say_title(cb, scope, "ripartizione di un totale di ");
    buf_text(&cb->alt, print_number(cb->binder, sum, -1, ""));
    return true;
}

static bool make_progress(struct chart_binder *cb, const struct scope *scope) {
    struct binder *binder = cb->binder;
    const struct chart_spec *spec = cb->spec;
    struct decimal value, hundred = decimal_from_int(100);
    if (!number_of(binder, scope, spec->value, "value", cb->block->place, &value)) {
        return false;
    }
    struct chart_item *item = cb->items = arena_alloc(binder->arena, sizeof *item);
    *item = (struct chart_item){.label = binder_string(binder, scope, spec->label),
                                .symbol = "",
                                .percent = "",
                                .drawn = true};
    item->text = spec->text ? binder_string(binder, scope, spec->text)
                            : print_number(binder, value, -1, " %");
    item->size =
        decimal_compare(value, hundred) >= 0 ? CHART_WHOLE : within(size_of(value, hundred));
    cb->chart->items = item;
    cb->chart->item_count = 1;
    if (text_empty(item->label)) {
        buf_text(&cb->alt, "Avanzamento");
    } else {
        buf_text(&cb->alt, item->label);
    }
    buf_format(&cb->alt, ": %s.", item->text);
    return true;
}

static bool make_trend(struct chart_binder *cb, const struct scope *scope) {
    struct decimal most = zero, least = zero, range;
    bind_items(cb, scope);
    for (size_t i = 0; i < cb->chart->item_count; i++) {
        most = greater(most, cb->numbers[i]);
        least = decimal_compare(cb->numbers[i], least) < 0 ? cb->numbers[i] : least;
    }
    if (!any_drawn(cb) || !decimal_subtract(most, least, &range)) {
        return false;
    }
    cb->chart->zero = size_of(decimal_negate(least), range);
    for (size_t i = 0; i < cb->chart->item_count; i++) {
        cb->items[i].size = size_of(cb->numbers[i], range);
    }
    say_title(cb, scope, "andamento");
    if (cb->chart->item_count > 1) {
        buf_format(&cb->alt, " da %s a %s", cb->items[0].label,
                   cb->items[cb->chart->item_count - 1].label);
    }
    return true;
}

void bind_chart(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope) {
    const struct chart_spec *spec = block->as.chart;
    struct chart *chart = arena_alloc(binder->arena, sizeof *chart);
    struct chart_binder cb = {.binder = binder, .block = block, .spec = spec, .chart = chart};
    chart->colour = spec->colour;
    chart->silent = spec->silent;
    bool made = false;
    switch ((int)block->type) {
    case BLOCK_BARS:
        chart->kind = CHART_BARS;
        made = make_bars(&cb, scope);
        break;
    case BLOCK_BANDS:
        chart->kind = CHART_BANDS;
        made = make_bands(&cb, scope);
        break;
    case BLOCK_PROGRESS:
        chart->kind = CHART_PROGRESS;
        made = make_progress(&cb, scope);
        break;
    case BLOCK_TREND:
        chart->kind = CHART_TREND;
        made = make_trend(&cb, scope);
        break;
    }
    if (made) {
        struct content *node =
            content_new(binder, parent, CONTENT_CHART, block->style, block->place);
        if (chart->kind != CHART_PROGRESS) {
            say_items(&cb);
        }
        for (size_t i = 0; i < chart->item_count; i++) {
            cb.items[i].text = cb.items[i].text ? cb.items[i].text : NOT_AVAILABLE;
        }
        node->as.chart = chart;
        node->alt = arena_text(binder->arena, buf_string(&cb.alt));
    }
    buf_free(&cb.alt);
}

/* ---- a degree: sign, word, number ---- */

static const struct gauge_band *find_band(struct binder *binder, const struct block *block,
                                          const struct scope *scope, struct decimal value) {
    const struct gauge_band *found = NULL;
    struct decimal from, best = zero;
    for (const struct gauge_band *band = block->as.chart->bands; band; band = band->next) {
        if (number_of(binder, scope, band->from, "from", block->place, &from) &&
            decimal_compare(value, from) >= 0 && (!found || decimal_compare(from, best) > 0)) {
            found = band;
            best = from;
        }
    }
    return found;
}

void bind_gauge(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope) {
    const struct chart_spec *spec = block->as.chart;
    struct decimal value;
    if (!number_of(binder, scope, spec->value, "value", block->place, &value)) {
        return;
    }
    const struct gauge_band *band = find_band(binder, block, scope, value);
    const char *symbol = band ? binder_string(binder, scope, band->symbol) : "";
    const char *label = band ? binder_string(binder, scope, band->label) : "";
    const char *text =
        spec->text ? binder_string(binder, scope, spec->text) : print_number(binder, value, -1, "");
    /* A no-break space: the sign never stands alone at a line's end. */
    const char *words =
        arena_format(binder->arena, "%s%s%s", symbol, text_empty(symbol) ? "" : "\u00A0", label);
    struct span *first = NULL;
    if (!text_empty(words)) {
        first = span_new(binder, words, style_emphasis(binder, block->style, true, false, false));
    }
    if (!text_empty(text)) {
        struct span *number =
            span_new(binder, first ? arena_format(binder->arena, " %s", text) : text, block->style);
        *(first ? &first->next : &first) = number;
    }
    if (first) {
        struct content *node =
            content_new(binder, parent, CONTENT_PARAGRAPH, block->style, block->place);
        node->spans = first;
    }
}

/* ---- months ---- */

enum { MONTHS = 12, MONTH_WIDTH = 21 * LEN_PT };

struct month_binder {
    struct binder *binder;
    const struct block *block;
    const struct chart_spec *spec;
    struct content *table;
};

static void add_cell(struct month_binder *mb, struct content *row, size_t column, bool header,
                     const struct style *style, const char *text, const char *expansion) {
    struct binder *binder = mb->binder;
    struct content *cell = content_new(binder, row, CONTENT_CELL, style, row->source);
    cell->as.cell.column = column;
    cell->as.cell.column_span = cell->as.cell.row_span = 1;
    cell->as.cell.header = header;
    if (!text_empty(text)) {
        struct content *words = content_new(binder, cell, CONTENT_PARAGRAPH, style, row->source);
        words->spans = span_new(binder, text, style);
        words->spans->expansion = expansion;
    }
}

static void mark_month(struct month_binder *mb, const struct data *value, bool marked[MONTHS + 1]) {
    int64_t month;
    if (!value || value->type == DATA_NULL) {
        return;
    }
    if (value->type == DATA_NUMBER && decimal_is_integer(value->as.number) &&
        decimal_to_int64(decimal_normal(value->as.number), &month) && month >= 1 &&
        month <= MONTHS) {
        marked[month] = true;
    } else {
        report(mb->binder, value, mb->block->place, MSG_CHART_MONTH, NULL);
    }
}

static void add_row(struct month_binder *mb, const struct scope *scope) {
    struct binder *binder = mb->binder;
    const struct chart_spec *spec = mb->spec;
    const struct data *months = value_of(binder, scope, spec->months);
    bool marked[MONTHS + 1] = {false};
    if (months && months->type == DATA_LIST) {
        for (size_t i = 0; i < data_count(months); i++) {
            mark_month(mb, data_item(months, i), marked);
        }
    } else {
        mark_month(mb, months, marked);
    }
    struct content *row =
        content_new(binder, mb->table, CONTENT_ROW, spec->cell_style, mb->block->place);
    row->as.row.kind = ROW_BODY;
    add_cell(mb, row, 0, true, spec->cell_style, binder_string(binder, scope, spec->label), NULL);
    for (size_t month = 1; month <= MONTHS; month++) {
        add_cell(mb, row, month, false, marked[month] ? spec->mark_style : spec->cell_style,
                 marked[month] ? binder_string(binder, scope, spec->mark) : "", NULL);
    }
}

static void add_head(struct month_binder *mb, const struct scope *scope) {
    struct binder *binder = mb->binder;
    const struct chart_spec *spec = mb->spec;
    struct content *row =
        content_new(binder, mb->table, CONTENT_ROW, spec->head_style, mb->block->place);
    row->as.row.kind = ROW_HEAD;
    add_cell(mb, row, 0, true, spec->head_style, binder_string(binder, scope, spec->column), NULL);
    for (int month = 1; month <= MONTHS; month++) {
        add_cell(mb, row, (size_t)month, true, spec->month_style, format_month_short(month),
                 format_month(month));
    }
    mb->table->as.table.head_rows = 1;
}

void bind_months(struct binder *binder, struct content *parent, const struct block *block,
                 const struct scope *scope) {
    const struct chart_spec *spec = block->as.chart;
    struct items items = loop_items(binder, spec->loop, scope);
    if (!items.count) {
        return;
    }
    struct content *table = content_new(binder, parent, CONTENT_TABLE, block->style, block->place);
    struct month_binder mb = {binder, block, spec, table};
    struct table_column *columns = arena_array(binder->arena, 1 + MONTHS, sizeof *columns);
    columns[0] = (struct table_column){.width = {WIDTH_SHARE, 1000}, .row_header = true};
    for (size_t month = 1; month <= MONTHS; month++) {
        columns[month].width = (struct width){WIDTH_FIXED, MONTH_WIDTH};
    }
    table->as.table.columns = columns;
    table->as.table.column_count = 1 + MONTHS;
    table->as.table.silent = spec->silent;
    table->as.table.caption =
        bind_table_title(binder, table, spec->caption, spec->caption_style, scope);
    add_head(&mb, scope);
    for (size_t i = 0; i < items.count; i++) {
        struct scope item = {loop_name(spec->loop), items.items[i], scope};
        struct scope state = {"loop", loop_state(binder, i, items.count), &item};
        add_row(&mb, &state);
    }
}
