/* Which keys does a template have? Every one is a row below: name, kind of value, place, default,
 * meaning. A key that is not here does not exist. */
#include "input/template_fields.h"

#include <stdint.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* A row: name, kind of value, place, meaning; then what only some have. */
#define ROW(NAME, KIND, OFFSET, MEANING)                                                           \
    { .name = NAME, .kind = VALUE_##KIND, .offset = OFFSET, .meaning = MEANING }
#define ROW_WITH(NAME, KIND, OFFSET, MEANING, ...)                                                 \
    { .name = NAME, .kind = VALUE_##KIND, .offset = OFFSET, .meaning = MEANING, __VA_ARGS__ }

/* Tables by the name of their rows: KEYS(cell, ...) makes cell_keys of cell_rows. */
#define KEYS(NAME, SAID, STRUCT, PLACE, NEXT, LOOP)                                                \
    const struct key_table NAME##_keys = {                                                         \
        SAID, NAME##_rows, COUNT(NAME##_rows), sizeof(STRUCT), PLACE, NEXT, LOOP}

/* ---- words ---- */

static const struct word align_words[] = {{"left", ALIGN_LEFT},
                                          {"right", ALIGN_RIGHT},
                                          {"center", ALIGN_CENTER},
                                          {"justify", ALIGN_JUSTIFY},
                                          {NULL, 0}};
static const struct word valign_words[] = {
    {"top", VALIGN_TOP}, {"middle", VALIGN_MIDDLE}, {"bottom", VALIGN_BOTTOM}, {NULL, 0}};
static const struct word weight_words[] = {
    {"light", 300}, {"regular", 400}, {"semibold", 600}, {"bold", 700}, {NULL, 0}};
static const struct word orientation_words[] = {
    {"portrait", ORIENTATION_PORTRAIT}, {"landscape", ORIENTATION_LANDSCAPE}, {NULL, 0}};
static const struct word span_words[] = {{"all", SPAN_ALL}, {NULL, 0}};
static const struct word label_words[] = {{"left", false}, {"above", true}, {NULL, 0}};

/* ---- styles ---- */

#define AT(MEMBER) offsetof(struct style, MEMBER)

static const struct key style_rows[] = {
    ROW("extends", EXTENDS, 0, "style that this one begins from; base when absent"),
    ROW_WITH("font", FONT, AT(family), "name of a font in `fonts`", .own = STYLE_OWN_FAMILY),
    ROW_WITH("weight", WEIGHT, AT(weight), "thickness of the letters: 100 to 900, or a word",
             .words = weight_words, .minimum = 100, .maximum = 900, .own = STYLE_OWN_WEIGHT),
    ROW_WITH("italic", BOOL, AT(italic), "slanted letters", .own = STYLE_OWN_ITALIC),
    ROW_WITH("underline", BOOL, AT(underline), "a line under the letters",
             .own = STYLE_OWN_UNDERLINE),
    ROW_WITH("size", LENGTH, AT(size), "size of the letters", .minimum = LEN_PT,
             .own = STYLE_OWN_SIZE),
    ROW_WITH("leading", LENGTH, AT(leading),
             "distance of baselines; 1.3 times the size when only that is set", .minimum = LEN_PT),
    ROW_WITH("tracking", INT, AT(tracking),
             "space added between letters, in thousandths of the size", .minimum = -200,
             .maximum = 1000, .own = STYLE_OWN_TRACKING),
    ROW_WITH("colour", COLOUR, AT(colour), "colour of letters and rules", .flags = KEY_PAINTED,
             .own = STYLE_OWN_COLOUR),
    ROW("language", LANGUAGE, AT(language),
        "language of the text, for hyphenation and screen readers"),
    ROW_WITH("align", WORD, AT(align), "where lines stand", .words = align_words),
    ROW("hyphenate", BOOL, AT(hyphenate), "words may be divided at line ends"),
    ROW_WITH("indent", LENGTH, AT(indent), "indent of the first line; negative: it hangs out",
             .flags = KEY_SIGNED),
    ROW("left", LENGTH, AT(left), "space at the left of the block"),
    ROW("right", LENGTH, AT(right), "space at the right of the block"),
    ROW("space-before", LENGTH, AT(space_before), "space above the block"),
    ROW("space-after", LENGTH, AT(space_after), "space under the block"),
    ROW_WITH("orphans", INT, AT(orphans), "least lines left at the foot of a page", .minimum = 1,
             .maximum = 20),
    ROW_WITH("widows", INT, AT(widows), "least lines carried to the head of a page", .minimum = 1,
             .maximum = 20),
    ROW("keep-with-next", BOOL, AT(keep_with_next), "never the last on its page"),
    ROW("keep-together", BOOL, AT(keep_together), "split over pages only when taller than one"),
    ROW("list-indent", LENGTH, AT(list_indent), "room for the mark of a list item"),
    ROW("item-space", LENGTH, AT(item_space), "space between list items"),
    ROW("padding", LENGTHS, AT(padding), "space between border and content"),
    ROW("border", BORDERS, AT(border), "line around the box"),
    ROW("border-top", BORDER, AT(border[SIDE_TOP]), "line over the box"),
    ROW("border-right", BORDER, AT(border[SIDE_RIGHT]), "line at the right of the box"),
    ROW("border-bottom", BORDER, AT(border[SIDE_BOTTOM]), "line under the box"),
    ROW("border-left", BORDER, AT(border[SIDE_LEFT]), "line at the left of the box"),
    ROW("fill", COLOUR, AT(fill), "colour of the ground"),
    ROW_WITH("valign", WORD, AT(valign), "where the content of a cell stands in its height",
             .words = valign_words),
    ROW("min-height", LENGTH, AT(min_height), "least height of a box or row"),
    ROW("row-rule", BORDER, AT(row_rule), "line between the rows of a table"),
    ROW("column-rule", BORDER, AT(column_rule), "line between the columns of a table"),
    ROW("zebra", COLOUR, AT(zebra), "ground of every second row of a table"),
};
KEYS(style, "style", struct style, NO_OFFSET, NO_OFFSET, NO_OFFSET);

#undef AT

/* ---- pages ---- */

#define AT(MEMBER) offsetof(struct page_reading, MEMBER)

static const struct key page_rows[] = {
    ROW("extends", EXTENDS, 0, "page master that this one begins from"),
    ROW("size", SIZE, AT(size), "A3, A4, A5 or [width, height]"),
    ROW_WITH("orientation", WORD, AT(orientation), "turns the size upright or sideways",
             .words = orientation_words),
    ROW("margins", LENGTHS, AT(master.margin),
        "white around the page; running head and foot stand inside it"),
    ROW("header-gap", LENGTH, AT(master.header_gap), "space between running head and body"),
    ROW("footer-gap", LENGTH, AT(master.footer_gap), "space between body and running foot"),
    ROW_WITH("header", BLOCKS, AT(header),
             "running head; sees the names of the sheet, page, pages, sheet_page, sheet_pages",
             .flags = KEY_RAW),
    ROW_WITH("header-next", BLOCKS, AT(header_next),
             "running head of the pages of a sheet after its first, when it is another",
             .flags = KEY_RAW),
    ROW_WITH("footer", BLOCKS, AT(footer), "running foot; sees the same", .flags = KEY_RAW),
};
KEYS(page, "page", struct page_reading, NO_OFFSET, NO_OFFSET, NO_OFFSET);

#undef AT

/* ---- the file ---- */

#define AT(MEMBER) offsetof(struct layer, MEMBER)

static const struct key template_rows[] = {
    ROW_WITH("piao-template", INT, AT(version), "version of the template language",
             .flags = KEY_REQUIRED | KEY_RAW, .minimum = 1, .maximum = 1),
    ROW_WITH("name", PLAIN, AT(name), "name of the template", .flags = KEY_RAW | KEY_MAIN),
    ROW_WITH("description", PLAIN, AT(description), "one line on what it is for",
             .flags = KEY_RAW | KEY_MAIN),
    ROW_WITH("title", TEXT, AT(title), "title of the document, for its metadata", .flags = KEY_RAW),
    ROW_WITH("subject", TEXT, AT(subject), "subject of the document, for its metadata",
             .flags = KEY_RAW),
    ROW_WITH("author", TEXT, AT(author), "author of the document, for its metadata",
             .flags = KEY_RAW),
    ROW_WITH("keywords", TEXT, AT(keywords), "keywords of the document, for its metadata",
             .flags = KEY_RAW),
    ROW_WITH("language", LANGUAGE, AT(language), "language of the document", .flags = KEY_RAW),
    ROW_WITH("use", FILES, AT(use),
             "files that contribute parameters, colours, fonts, styles, pages", .flags = KEY_RAW),
    ROW_WITH("parameters", PARAMETERS, AT(parameters),
             "values that --set may change, as parametri.NAME", .flags = KEY_RAW),
    ROW_WITH("colours", COLOURS, AT(colours), "names for colours", .flags = KEY_RAW),
    ROW_WITH("fonts", FONTS, AT(fonts), "names for font families", .flags = KEY_RAW),
    ROW_WITH("abbreviations", ABBREVIATIONS, AT(abbreviations),
             "what abbreviations stand for, said to screen readers where a sheet has them first",
             .flags = KEY_RAW),
    ROW_WITH("styles", NAMED, AT(styles), "looks", .flags = KEY_RAW, .table = &style_keys),
    ROW_WITH("pages", NAMED, AT(pages), "page masters", .flags = KEY_RAW, .table = &page_keys),
    ROW_WITH("body", BLOCKS, AT(body), "the document", .flags = KEY_REQUIRED | KEY_RAW | KEY_MAIN),
};
KEYS(template, "template", struct layer, NO_OFFSET, NO_OFFSET, NO_OFFSET);

#undef AT

/* What a file that is included may be in place of a list of blocks. */
static const struct key included_rows[] = {
    ROW_WITH("blocks", BLOCKS, 0, "blocks", .flags = KEY_REQUIRED | KEY_RAW),
};
KEYS(included, "include", const struct ynode *, NO_OFFSET, NO_OFFSET, NO_OFFSET);

/* ---- inline parts, sort keys ---- */

#define AT(MEMBER) offsetof(struct text_part, MEMBER)

static const struct key part_rows[] = {
    ROW_WITH("text", TEXT, AT(text), "words of the part", .flags = KEY_REQUIRED),
    ROW("style", STYLE, AT(style), "look laid over that of the block"),
    ROW("link", TEXT, AT(link), "address, or #ID of a heading or block"),
    ROW("lang", LANGUAGE, AT(language), "language of foreign words"),
    ROW("expansion", TEXT, AT(expansion), "what an abbreviation stands for"),
    ROW("actual-text", TEXT, AT(actual_text),
        "what is read in place of the words, where these do not say it"),
};
KEYS(part, "part", struct text_part, NO_OFFSET, offsetof(struct text_part, next), NO_OFFSET);

#undef AT

static const struct key sort_rows[] = {
    ROW_WITH("by", EXPR, offsetof(struct sort_reading, by), "value to sort by",
             .flags = KEY_REQUIRED),
    ROW("descending", BOOL, offsetof(struct sort_reading, descending), "greatest first"),
};
KEYS(sort, "sort", struct sort_reading, NO_OFFSET, NO_OFFSET, NO_OFFSET);

/* ---- loops: the same rows wherever there is one ---- */

#define LOOP_ROWS(NAME, FLAGS)                                                                     \
    ROW_WITH(NAME, LOOP, 0, "NAME in LIST; inside, `loop` has index (from 1), first, last, count", \
             .flags = FLAGS),                                                                      \
        ROW("where", WHERE, 0, "only items for which this is true"), {                             \
        .name = "sort", .kind = VALUE_SORT, .table = &sort_keys,                                   \
        .meaning = "order of the items: an expression, a list of them or of {by, descending}"      \
    }

#define LOOP_GROUP                                                                                 \
    ROW("group", GROUP, 0, "one turn for each value this has, in order of appearance"),            \
        ROW("as", GROUP_NAME, 0, "name of the group, which has key and items")

/* ---- tables ---- */

#define AT(MEMBER) offsetof(struct cell_spec, MEMBER)

static const struct key cell_rows[] = {
    ROW("when", EXPR, AT(when), "condition; false: the cell is empty"),
    ROW_WITH("text", PARTS, AT(text), "content: text", .table = &part_keys, .choice = 1),
    ROW_WITH("prose", TEXT, AT(prose), "content: prose of the plan", .choice = 1),
    ROW_WITH("blocks", BLOCKS, AT(blocks), "content: blocks", .flags = KEY_NO_SHEETS, .choice = 1),
    ROW_WITH("span", SPAN, AT(column_span),
             "columns that the cell covers; all: those that the row's other cells leave",
             .standard = "1", .minimum = 1, .maximum = 100, .words = span_words),
    ROW_WITH("rows", SPAN, AT(row_span),
             "rows that the cell covers; all: those that the inner rows make", .standard = "1",
             .minimum = 1, .maximum = 1000, .words = span_words),
    ROW("repeat", BOOL, AT(repeat),
        "when a page cuts the rows it covers, its words come again with (segue)"),
    ROW("style", STYLE, AT(style), "look of the cell"),
    ROW("header", BOOL, AT(header), "the cell names its row"),
};
KEYS(cell, "cell", struct cell_spec, offsetof(struct cell_spec, place),
     offsetof(struct cell_spec, next), NO_OFFSET);

#undef AT
#define AT(MEMBER) offsetof(struct row_spec, MEMBER)

static const struct key row_rows[] = {
    LOOP_ROWS("each", 0),
    LOOP_GROUP,
    ROW_WITH("let", LET, AT(bindings), "names for the row", .flags = KEY_IN_LOOP),
    ROW_WITH("when", EXPR, AT(when), "condition; false: no row", .flags = KEY_IN_LOOP),
    ROW_WITH("style", STYLE, AT(style), "look of the row's cells", .flags = KEY_IN_LOOP),
    ROW_WITH("keep-with-next", BOOL, AT(keep_with_next),
             "on the same page as the row after it; with inner rows: all of them on one page",
             .flags = KEY_IN_LOOP),
    ROW_WITH("cells", CELLS, AT(cells), "its cells: texts, lists of parts or maps",
             .flags = KEY_IN_LOOP | KEY_REQUIRED, .table = &cell_keys),
    ROW_WITH("rows", LIST, AT(rows), "inner rows, in each turn; they see its names",
             .flags = KEY_IN_LOOP, .table = &row_keys),
};
KEYS(row, "row", struct row_spec, offsetof(struct row_spec, place), offsetof(struct row_spec, next),
     offsetof(struct row_spec, loop));

#undef AT
#define AT(MEMBER) offsetof(struct column_reading, MEMBER)

static const struct key column_rows[] = {
    LOOP_ROWS("each", 0),
    ROW("when", EXPR, AT(column.when), "condition; false: no column"),
    ROW_WITH("head", PARTS, AT(head), "its head", .table = &part_keys),
    ROW_WITH("width", WIDTH, AT(column.width),
             "auto (by content), a length, or a share of the rest: 2fr", .standard = "auto"),
    ROW("min-width", LENGTH, AT(column.min_width), "least width, for auto"),
    ROW("max-width", LENGTH, AT(column.max_width), "greatest width, for auto"),
    ROW("style", STYLE, AT(column.style), "look of its body cells"),
    ROW("header", BOOL, AT(column.row_header), "its cells name their rows"),
    ROW("merge", BOOL, AT(column.merge),
        "body cells of equal words, one under the other, become one cell"),
    ROW("repeat", BOOL, AT(column.repeat),
        "words of cells that a page cuts between two rows come again with (segue)"),
    ROW_WITH("total", PARTS, AT(total), "its cell in the row of totals", .table = &part_keys),
    ROW_WITH("cell", PARTS, AT(text), "content of its cells: text", .flags = KEY_IN_LOOP,
             .table = &part_keys, .choice = 1),
    ROW_WITH("prose", TEXT, AT(prose), "content of its cells: prose of the plan",
             .flags = KEY_IN_LOOP, .choice = 1),
    ROW_WITH("blocks", BLOCKS, AT(blocks), "content of its cells: blocks",
             .flags = KEY_IN_LOOP | KEY_NO_SHEETS, .choice = 1),
};
KEYS(column, "column", struct column_reading, offsetof(struct column_reading, column.place),
     NO_OFFSET, NO_OFFSET);

#undef AT
#define AT(MEMBER) offsetof(struct table_reading, MEMBER)

static const struct key table_rows[] = {
    ROW_WITH("title", PARTS, AT(table.title), "title over the table", .table = &part_keys),
    ROW_WITH("continued", CONTINUED, AT(continued),
             "title on further pages; true: the title and (segue)", .flags = KEY_RAW,
             .table = &part_keys),
    ROW("summary", TEXT, AT(table.summary), "what the table is about, for screen readers only"),
    ROW_WITH("title-style", STYLE, AT(table.title_style), "look of the title",
             .standard = "table-title"),
    ROW_WITH("head-style", STYLE, AT(table.head_style), "look of head cells",
             .standard = "table-head"),
    ROW_WITH("cell-style", STYLE, AT(table.cell_style), "look of body cells",
             .standard = "table-cell"),
    ROW_WITH("foot-style", STYLE, AT(table.foot_style), "look of foot cells",
             .standard = "table-foot"),
    ROW("style", STYLE, AT(style), "look of the table"),
    ROW("keep-empty", BOOL, AT(table.keep_empty), "printed although the body has no row"),
    LOOP_ROWS("rows", 0),
    ROW_WITH("let", LET, AT(bindings), "names for the cells of a row", .flags = KEY_IN_LOOP),
    ROW_WITH("columns", LIST, AT(columns), "columns", .flags = KEY_RAW, .table = &column_keys),
    ROW_WITH("head", LIST, AT(head), "rows of the head, in place of the columns' heads",
             .table = &row_keys),
    ROW_WITH("body", LIST, AT(body), "rows of the body, in place of `rows` and the columns' cells",
             .table = &row_keys),
    ROW_WITH("foot", LIST, AT(foot), "rows of the foot, in place of the columns' totals",
             .table = &row_keys),
};
KEYS(table, "table", struct table_reading, NO_OFFSET, NO_OFFSET,
     offsetof(struct table_reading, loop));

#undef AT

/* ---- parts of other blocks ---- */

#define AT(MEMBER) offsetof(struct field_spec, MEMBER)

static const struct key field_rows[] = {
    ROW("when", EXPR, AT(when), "condition; false: no field"),
    ROW_WITH("label", PARTS, AT(label), "label", .flags = KEY_REQUIRED, .table = &part_keys),
    ROW_WITH("value", PARTS, AT(text), "value: text", .table = &part_keys, .choice = 1),
    ROW_WITH("prose", TEXT, AT(prose), "value: prose of the plan", .choice = 1),
    ROW_WITH("label-style", STYLE, AT(label_style), "look of the label", .standard = "label"),
    ROW_WITH("style", STYLE, AT(style), "look of the value", .standard = "value"),
    ROW("keep-empty", BOOL, AT(keep_empty), "printed although the value is empty"),
    ROW("personal", BOOL, AT(personal), "holds personal data: printed in an internal edition only"),
};
static KEYS(field, "fields", struct field_spec, offsetof(struct field_spec, place),
            offsetof(struct field_spec, next), NO_OFFSET);

#undef AT

static const struct key box_rows[] = {
    ROW_WITH("width", WIDTH, offsetof(struct column_box, width),
             "auto (by content), a length, or a share of the rest", .standard = "1fr"),
    ROW_WITH("do", BLOCKS, offsetof(struct column_box, blocks), "what stands in the column",
             .flags = KEY_REQUIRED | KEY_NO_SHEETS),
};
static KEYS(box, "columns", struct column_box, NO_OFFSET, offsetof(struct column_box, next),
            NO_OFFSET);

#define AT(MEMBER) offsetof(struct list_reading, MEMBER)

static const struct key list_rows[] = {
    LOOP_ROWS("each", KEY_REQUIRED),
    ROW_WITH("item", PARTS, AT(text), "content of an item: text", .flags = KEY_IN_LOOP,
             .table = &part_keys, .choice = 1),
    ROW_WITH("blocks", BLOCKS, AT(blocks), "content of an item: blocks",
             .flags = KEY_IN_LOOP | KEY_NO_SHEETS, .choice = 1),
    ROW_WITH("mark", TEXT, AT(mark), "mark of an item", .flags = KEY_IN_LOOP, .standard = "•"),
};
static KEYS(list, "list", struct list_reading, NO_OFFSET, NO_OFFSET, AT(loop));

#undef AT
#define AT(MEMBER) offsetof(struct gantt_spec, MEMBER)

static const struct key gantt_rows[] = {
    ROW("title", TEXT, AT(title), "begins the text that stands for the chart"),
    ROW("column", TEXT, AT(column), "head over the labels"),
    ROW("value-column", TEXT, AT(value_column), "head over the values"),
    ROW_WITH("colour", COLOUR, AT(colour), "colour of the bars", .flags = KEY_PAINTED,
             .standard = "accent"),
    ROW("label-width", LENGTH, AT(label_width), "width of the labels"),
    ROW_WITH("label-style", STYLE, AT(label_style), "look of labels and values",
             .standard = "gantt-label"),
    LOOP_ROWS("rows", KEY_REQUIRED),
    ROW_WITH("label", TEXT, AT(label), "words at the left of a bar",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("value", TEXT, AT(value), "words at the right of a bar", .flags = KEY_IN_LOOP),
    ROW_WITH("start", EXPR, AT(start), "date on which a bar begins",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("end", EXPR, AT(end), "date on which a bar ends", .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("hatched", EXPR, AT(hatched), "condition: the bar is hatched", .flags = KEY_IN_LOOP),
    ROW_WITH("hatched-text", TEXT, AT(hatched_text),
             "what a hatched bar means, said in the alternative text", .flags = KEY_IN_LOOP),
    ROW("silent", BOOL, AT(silent),
        "the chart's words repeat a table: they are drawn, but not in the extracted text"),
    ROW_WITH("undated", TEXT, AT(undated), "words in place of a bar without dates",
             .flags = KEY_IN_LOOP),
};
static KEYS(gantt, "gantt", struct gantt_spec, NO_OFFSET, NO_OFFSET, AT(loop));

#undef AT

/* ---- months, bars, bands, progress, gauge, trend ---- */

#define AT(MEMBER)  offsetof(struct chart_spec, MEMBER)
#define CHART_TITLE ROW("title", TEXT, AT(title), "begins the text that stands for the chart")
#define CHART_COLOUR                                                                               \
    ROW_WITH("colour", COLOUR, AT(colour), "colour of what is drawn", .flags = KEY_PAINTED,        \
             .standard = "accent")
#define CHART_KEYS(NAME, LOOP)                                                                     \
    static KEYS(NAME, #NAME, struct chart_spec, NO_OFFSET, NO_OFFSET, LOOP)

static const struct key months_rows[] = {
    ROW_WITH("title", PARTS, AT(caption), "title over the table", .table = &part_keys),
    ROW("column", TEXT, AT(column), "head over the labels"),
    ROW("silent", BOOL, AT(silent), "its words repeat what stands beside it: drawn only"),
    LOOP_ROWS("rows", KEY_REQUIRED),
    ROW_WITH("label", TEXT, AT(label), "words at the left of a row",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("months", EXPR, AT(months), "the months that are marked: a list of numbers, 1 to 12",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("mark", TEXT, AT(mark), "words of a marked cell", .flags = KEY_IN_LOOP,
             .standard = "X"),
};
CHART_KEYS(months, AT(loop));

static const struct key bars_rows[] = {
    CHART_TITLE,
    CHART_COLOUR,
    ROW("maximum", EXPR, AT(maximum), "value of a bar of full length; the greatest when absent"),
    ROW("silent", BOOL, AT(silent), "its words repeat what stands beside it: drawn only"),
    LOOP_ROWS("rows", KEY_REQUIRED),
    ROW_WITH("label", TEXT, AT(label), "words at the left of a bar",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("value", EXPR, AT(value), "number that the bar is as long as",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("text", TEXT, AT(text), "the number in words, at the bar's end", .flags = KEY_IN_LOOP),
};
CHART_KEYS(bars, AT(loop));

static const struct key bands_rows[] = {
    CHART_TITLE,
    CHART_COLOUR,
    LOOP_ROWS("parts", KEY_REQUIRED),
    ROW_WITH("label", TEXT, AT(label), "words of the part in the key",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("value", EXPR, AT(value), "number that the part is as long as",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("symbol", TEXT, AT(symbol), "sign before the label", .flags = KEY_IN_LOOP),
};
CHART_KEYS(bands, AT(loop));

static const struct key progress_rows[] = {
    CHART_COLOUR,
    ROW_WITH("value", EXPR, AT(value), "number from 0 to 100", .flags = KEY_REQUIRED),
    ROW("label", TEXT, AT(label), "words at the left"),
    ROW("text", TEXT, AT(text), "the number in words, at the right"),
};
CHART_KEYS(progress, NO_OFFSET);

static const struct key gauge_band_rows[] = {
    ROW_WITH("from", EXPR, offsetof(struct gauge_band, from), "least value in the band",
             .flags = KEY_REQUIRED),
    ROW_WITH("label", TEXT, offsetof(struct gauge_band, label), "word of the band",
             .flags = KEY_REQUIRED),
    ROW("symbol", TEXT, offsetof(struct gauge_band, symbol), "sign before the word"),
};
static KEYS(gauge_band, "band", struct gauge_band, NO_OFFSET, offsetof(struct gauge_band, next),
            NO_OFFSET);

static const struct key gauge_rows[] = {
    ROW_WITH("value", EXPR, AT(value), "number", .flags = KEY_REQUIRED),
    ROW_WITH("bands", LIST, AT(bands), "what the number means", .flags = KEY_REQUIRED,
             .table = &gauge_band_keys),
    ROW("text", TEXT, AT(text), "the number in words"),
};
CHART_KEYS(gauge, NO_OFFSET);

static const struct key trend_rows[] = {
    CHART_TITLE,
    CHART_COLOUR,
    LOOP_ROWS("rows", KEY_REQUIRED),
    ROW_WITH("label", TEXT, AT(label), "words under a column, such as the year",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("value", EXPR, AT(value), "number that the column is as high as",
             .flags = KEY_IN_LOOP | KEY_REQUIRED),
    ROW_WITH("text", TEXT, AT(text), "the number in words", .flags = KEY_IN_LOOP),
};
CHART_KEYS(trend, AT(loop));

#undef AT
#define AT(MEMBER) offsetof(struct block_reading, MEMBER)

static const struct key contents_rows[] = {
    ROW_WITH("levels", INT, AT(block.as.contents.levels), "levels of headings listed",
             .standard = "2", .minimum = 1, .maximum = 6),
    ROW_WITH("title", PARTS, AT(block.as.contents.title), "heading over the list",
             .table = &part_keys),
};
static KEYS(contents, "contents", struct block_reading, NO_OFFSET, NO_OFFSET, NO_OFFSET);

/* ---- blocks: first what all have, then the key that names the kind, then its options ---- */

#define BLOCK_WHEN                                                                                 \
    {                                                                                              \
        .name = "when", .kind = VALUE_EXPR, .offset = AT(block.when),                              \
        .meaning = "condition; false: nothing"                                                     \
    }
#define BLOCK_ROWS                                                                                 \
    BLOCK_WHEN, ROW("style", STYLE, AT(block.style), "look"), {                                    \
        .name = "id", .kind = VALUE_TEXT, .offset = AT(block.id),                                  \
        .meaning = "name for links to it"                                                          \
    }
#define BLOCK_KEYS(NAME, SAID)                                                                     \
    static KEYS(NAME, SAID, struct block_reading, offsetof(struct block_reading, block.place),     \
                NO_OFFSET, NO_OFFSET)

static const struct key heading_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("heading", PARTS, AT(block.as.heading.text), "words of the heading",
             .flags = KEY_REQUIRED, .table = &part_keys),
    ROW_WITH("level", INT, AT(block.as.heading.level), "level; its look is heading-LEVEL",
             .standard = "1", .minimum = 1, .maximum = 6),
    ROW_WITH("bookmark", BOOKMARK, AT(bookmark),
             "words of its bookmark when they are others; false: none", .flags = KEY_RAW),
    ROW_WITH("contents", BOOL, AT(block.as.heading.in_contents), "listed in tables of contents",
             .standard = "true"),
};
BLOCK_KEYS(heading_block, "heading");

static const struct key text_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("text", PARTS, AT(block.as.text), "a paragraph", .flags = KEY_REQUIRED,
             .table = &part_keys),
};
BLOCK_KEYS(text_block, "text");

static const struct key prose_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("prose", TEXT, AT(block.as.prose.text), "prose of the plan: paragraphs, lists, tables",
             .flags = KEY_REQUIRED),
    ROW("personal", BOOL, AT(block.as.prose.personal),
        "holds personal data: printed in an internal edition only"),
};
BLOCK_KEYS(prose_block, "prose");

static const struct key fields_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("fields", LIST, AT(block.as.fields.items), "labels with values", .flags = KEY_REQUIRED,
             .table = &field_keys),
    ROW_WITH("labels", SWITCH, AT(block.as.fields.above), "where labels stand", .standard = "left",
             .words = label_words),
    ROW_WITH("columns", INT, AT(block.as.fields.columns), "fields side by side, for labels above",
             .standard = "1", .minimum = 1, .maximum = 12),
    ROW_WITH("label-width", WIDTH, AT(block.as.fields.label_width), "width of labels at the left",
             .standard = "auto"),
};
BLOCK_KEYS(fields_block, "fields");

static const struct key table_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("table", MAP, AT(node), "a table", .flags = KEY_REQUIRED | KEY_RAW,
             .table = &table_keys),
};
BLOCK_KEYS(table_block, "table");

static const struct key list_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("list", MAP, AT(list), "a list with an item for each turn of a loop",
             .flags = KEY_REQUIRED, .table = &list_keys),
};
BLOCK_KEYS(list_block, "list");

static const struct key box_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("box", BLOCKS, AT(block.as.group.blocks), "blocks inside padding, border and fill",
             .flags = KEY_REQUIRED | KEY_NO_SHEETS),
};
BLOCK_KEYS(box_block, "box");

static const struct key group_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("group", BLOCKS, AT(node), "blocks with a common condition",
             .flags = KEY_REQUIRED | KEY_RAW),
    ROW("keep-together", BOOL, AT(keep_together), "split over pages only when taller than one"),
};
BLOCK_KEYS(group_block, "group");

static const struct key columns_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("columns", LIST, AT(block.as.columns.items), "blocks side by side",
             .flags = KEY_REQUIRED, .table = &box_keys),
    ROW_WITH("gap", LENGTH, AT(block.as.columns.gap), "space between them", .standard = "12pt"),
};
BLOCK_KEYS(columns_block, "columns");

static const struct key rule_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("rule", TRUE, 0, "a line across", .flags = KEY_REQUIRED),
};
BLOCK_KEYS(rule_block, "rule");

static const struct key space_block_rows[] = {
    BLOCK_WHEN,
    ROW_WITH("space", LENGTH, AT(block.as.space), "white", .flags = KEY_REQUIRED),
};
BLOCK_KEYS(space_block, "space");

static const struct key new_page_block_rows[] = {
    BLOCK_WHEN,
    ROW_WITH("new-page", TRUE, 0, "what follows stands on a new page", .flags = KEY_REQUIRED),
};
BLOCK_KEYS(new_page_block, "new-page");

static const struct key image_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("image", TEXT, AT(block.as.image.path), "PNG or JPEG file", .flags = KEY_REQUIRED),
    ROW("alt", TEXT, AT(block.as.image.alt),
        "what it shows, for whoever does not see it; required unless it is decorative"),
    ROW("decorative", BOOL, AT(block.as.image.decorative), "it says nothing"),
    ROW_WITH("width", LENGTH, AT(block.as.image.width), "its width; from the height when absent",
             .minimum = 1),
    ROW_WITH("height", LENGTH, AT(block.as.image.height), "its height; from the width when absent",
             .minimum = 1),
};
BLOCK_KEYS(image_block, "image");

static const struct key gantt_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("gantt", MAP, AT(gantt), "a chart with a bar for each turn of a loop",
             .flags = KEY_REQUIRED, .table = &gantt_keys),
};
BLOCK_KEYS(gantt_block, "gantt");

/* The blocks whose one key is a map that becomes a chart_spec. */
#define CHART_BLOCK(NAME, MEANING)                                                                 \
    static const struct key NAME##_block_rows[] = {                                                \
        BLOCK_ROWS,                                                                                \
        ROW_WITH(#NAME, MAP, AT(chart), MEANING, .flags = KEY_REQUIRED, .table = &NAME##_keys),    \
    };                                                                                             \
    BLOCK_KEYS(NAME##_block, #NAME)

CHART_BLOCK(months, "a table of months with marks");
CHART_BLOCK(bars, "a horizontal bar for each turn of a loop");
CHART_BLOCK(bands, "a bar divided in proportion to the parts of a whole");
CHART_BLOCK(progress, "a track that is filled from 0 to 100");
CHART_BLOCK(gauge, "a number and what it means");
CHART_BLOCK(trend, "a column for each turn of a loop");

static const struct key each_block_rows[] = {
    BLOCK_WHEN,
    LOOP_ROWS("each", KEY_REQUIRED),
    LOOP_GROUP,
    ROW_WITH("do", BLOCKS, AT(block.as.each.blocks), "blocks of a turn",
             .flags = KEY_REQUIRED | KEY_IN_LOOP),
};
static KEYS(each_block, "each", struct block_reading, offsetof(struct block_reading, block.place),
            NO_OFFSET, AT(block.as.each.loop));

static const struct key let_block_rows[] = {
    BLOCK_WHEN,
    ROW_WITH("let", LET, AT(block.as.bindings), "names for the blocks that follow",
             .flags = KEY_REQUIRED),
};
BLOCK_KEYS(let_block, "let");

static const struct key include_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("include", FILE, AT(node), "file with a list of blocks, or {blocks: [...]}",
             .flags = KEY_REQUIRED | KEY_RAW),
    ROW("with", LET, AT(with), "names for those blocks"),
};
BLOCK_KEYS(include_block, "include");

static const struct key sheet_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("sheet", MASTER, AT(node), "page master of a run of pages, beginning on a new one",
             .flags = KEY_REQUIRED | KEY_RAW),
    ROW("with", LET, AT(with), "names for its blocks and running heads"),
    ROW_WITH("do", BLOCKS, AT(block.as.sheet.blocks), "what stands on the pages",
             .flags = KEY_REQUIRED | KEY_NO_SHEETS),
};
BLOCK_KEYS(sheet_block, "sheet");

static const struct key contents_block_rows[] = {
    BLOCK_ROWS,
    ROW_WITH("contents", MAP, 0, "table of contents", .flags = KEY_REQUIRED,
             .table = &contents_keys),
};
BLOCK_KEYS(contents_block, "contents");

#undef AT

/* An include becomes a group, or nothing but its blocks. */
const struct block_kind block_kinds[] = {
    {"heading", BLOCK_HEADING, NULL, &heading_block_keys, "a heading"},
    {"text", BLOCK_TEXT, "text", &text_block_keys, "a paragraph"},
    {"prose", BLOCK_PROSE, "prose", &prose_block_keys, "prose of the plan"},
    {"fields", BLOCK_FIELDS, "fields", &fields_block_keys, "labels with values"},
    {"table", BLOCK_TABLE, "table", &table_block_keys, "a table"},
    {"list", BLOCK_LIST, "list", &list_block_keys, "a list"},
    {"box", BLOCK_BOX, "box", &box_block_keys, "blocks in a box"},
    {"group", BLOCK_GROUP, NULL, &group_block_keys, "blocks with a common condition"},
    {"columns", BLOCK_COLUMNS, NULL, &columns_block_keys, "blocks side by side"},
    {"rule", BLOCK_RULE, "rule", &rule_block_keys, "a line across"},
    {"space", BLOCK_SPACE, NULL, &space_block_keys, "white"},
    {"new-page", BLOCK_NEW_PAGE, NULL, &new_page_block_keys, "a new page"},
    {"image", BLOCK_IMAGE, NULL, &image_block_keys, "a picture"},
    {"gantt", BLOCK_GANTT, "gantt", &gantt_block_keys, "a chart of phases"},
    {"months", BLOCK_MONTHS, "months", &months_block_keys, "months with marks"},
    {"bars", BLOCK_BARS, "chart", &bars_block_keys, "a chart of bars"},
    {"bands", BLOCK_BANDS, "chart", &bands_block_keys, "the parts of a whole"},
    {"progress", BLOCK_PROGRESS, "progress", &progress_block_keys, "how far something is"},
    {"gauge", BLOCK_GAUGE, "text", &gauge_block_keys, "a number and what it means"},
    {"trend", BLOCK_TREND, "chart", &trend_block_keys, "a chart of values over time"},
    {"each", BLOCK_EACH, NULL, &each_block_keys, "blocks for each item of a list"},
    {"let", BLOCK_LET, NULL, &let_block_keys, "names for values"},
    {"include", BLOCK_GROUP, NULL, &include_block_keys, "blocks of another file"},
    {"sheet", BLOCK_SHEET, NULL, &sheet_block_keys, "a run of pages"},
    {"contents", BLOCK_CONTENTS, "heading-1", &contents_block_keys, "a table of contents"},
};
const size_t block_kind_count = COUNT(block_kinds);

const struct key *key_find(const struct key_table *table, const char *name) {
    for (size_t i = 0; i < table->count; i++) {
        if (strcmp(table->keys[i].name, name) == 0) {
            return &table->keys[i];
        }
    }
    return NULL;
}

const struct key *key_of_kind(const struct key_table *table, enum value_kind kind) {
    for (size_t i = 0; i < table->count; i++) {
        if (table->keys[i].kind == kind) {
            return &table->keys[i];
        }
    }
    return NULL;
}

const struct block_kind *block_kind_find(const char *name) {
    for (size_t i = 0; i < block_kind_count; i++) {
        if (strcmp(block_kinds[i].name, name) == 0) {
            return &block_kinds[i];
        }
    }
    return NULL;
}
