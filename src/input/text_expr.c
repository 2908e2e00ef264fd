/* text_expr: texts with ${expression} in them, as a list of pieces.
 *
 * The end of an expression is found before it is parsed (a "}" outside quotes), so that a mistake
 * inside one does not hide those of the next. "$${" stands for "${"; any other "$" is itself. */
#include "input/expr_private.h"

#include <string.h>

struct piece {
    const char *text;        /* literal, or NULL */
    const struct expr *expr; /* or NULL */
    enum expr_field field;
};

struct text_expr {
    const struct piece *pieces;
    size_t count;
};

/* ---- reading ---- */

struct builder {
    const struct expr_parser *parser;
    struct piece *pieces;
    size_t count, cap;
    struct buf literal;
    bool failed;
};

static void add_piece(struct builder *builder, struct piece piece) {
    builder->pieces = arena_grow(builder->parser->arena, builder->pieces, builder->count,
                                 &builder->cap, sizeof *builder->pieces);
    builder->pieces[builder->count++] = piece;
}

static void end_literal(struct builder *builder) {
    if (builder->literal.size == 0)
        return;
    const char *text = arena_text(builder->parser->arena, buf_string(&builder->literal));
    add_piece(builder, (struct piece){.text = text});
    buf_clear(&builder->literal);
}

/* Offset of the "}" that ends the expression at AT, outside quotes; the text's end when there is
 * none. */
static size_t closing(const char *text, size_t at) {
    char quote = '\0';
    for (; text[at] != '\0'; at++) {
        char c = text[at];
        if (quote == '"' && c == '\\' && text[at + 1] != '\0')
            at++;
        else if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '}')
            break;
    }
    return at;
}

/* The late field that SOURCE names, when it names nothing else. */
static enum expr_field late_field(const struct expr_parser *parser, struct source source) {
    if (!parser->fields)
        return FIELD_NONE;
    const char *text = source.text + source.at;
    size_t size = source.end - source.at;
    while (size > 0 && *text == ' ') {
        text++;
        size--;
    }
    while (size > 0 && text[size - 1] == ' ')
        size--;
    const char *name = arena_slice(parser->arena, text, size);
    return names_hold(parser->names, name) ? FIELD_NONE : expr_field_named(name);
}

/* Reads the expression after "${", up to END. */
static void add_expression(struct builder *builder, struct source source, size_t end) {
    source.end = end;
    struct piece piece = {.field = late_field(builder->parser, source)};
    if (piece.field == FIELD_NONE) {
        struct expr *expr = expr_parse_source(builder->parser, source);
        if (expr == NULL || !expr_resolve(builder->parser, expr)) {
            builder->failed = true;
            return;
        }
        piece.expr = expr;
    }
    add_piece(builder, piece);
}

/* Reads "${...}"; *SOURCE moves behind it. */
static void read_expression(struct builder *builder, struct source *source) {
    struct place place = source->place;
    source_skip(source, 2);
    size_t end = closing(source->text, source->at);
    if (end == source->end) {
        /* A quote left open hides the "}": then the expression is at fault, not its end. */
        const char *brace = strchr(source->text + source->at, '}');
        if (brace == NULL) {
            diag_at(builder->parser->diags, place, MSG_EXPR_UNCLOSED, "");
            builder->failed = true;
            source_skip(source, source->end - source->at);
            return;
        }
        end = (size_t)(brace - source->text);
    }
    add_expression(builder, *source, end);
    source_skip(source, end + 1 - source->at);
}

const struct text_expr *text_expr_parse(const struct expr_parser *parser, const char *text,
                                        struct place place) {
    struct builder builder = {.parser = parser};
    struct source source = source_of(text, place);
    while (source.at < source.end) {
        const char *at = text + source.at;
        if (text_starts(at, "${")) {
            end_literal(&builder);
            read_expression(&builder, &source);
            continue;
        }
        bool escaped = text_starts(at, "$${");
        size_t size = escaped ? 3 : 1;
        buf_bytes(&builder.literal, at + escaped, size - escaped);
        source_skip(&source, size);
    }
    end_literal(&builder);
    buf_free(&builder.literal);
    if (builder.failed)
        return NULL;
    struct text_expr *result = arena_alloc(parser->arena, sizeof *result);
    result->pieces = builder.pieces;
    result->count = builder.count;
    return result;
}

/* ---- evaluation ---- */

void text_expr_each(const struct expr_eval *eval, const struct text_expr *text,
                    void (*piece)(void *self, const char *text, enum expr_field field),
                    void *self) {
    for (size_t i = 0; text != NULL && i < text->count; i++) {
        const struct piece *each = &text->pieces[i];
        const char *words = each->text;
        if (each->expr != NULL)
            words = expr_print(eval->arena, expr_value(eval, each->expr));
        if (each->field != FIELD_NONE || *words != '\0')
            piece(self, words, each->field);
    }
}

static void append(void *self, const char *text, enum expr_field field) {
    (void)field;
    buf_text(self, text);
}

const char *text_expr_string(const struct expr_eval *eval, const struct text_expr *text) {
    struct buf buf = BUF_INIT;
    text_expr_each(eval, text, append, &buf);
    const char *string = arena_text(eval->arena, buf_string(&buf));
    buf_free(&buf);
    return string;
}

void text_expr_values(const struct expr_eval *eval, const struct text_expr *text,
                      void (*each)(void *self, const struct data *value), void *self) {
    for (size_t i = 0; text != NULL && i < text->count; i++) {
        const struct data *value = expr_value(eval, text->pieces[i].expr);
        if (value != NULL)
            each(self, value);
    }
}

const struct expr *text_expr_single(const struct text_expr *text) {
    return text != NULL && text->count == 1 ? text->pieces[0].expr : NULL;
}

bool text_expr_constant(const struct text_expr *text) {
    for (size_t i = 0; text != NULL && i < text->count; i++) {
        if (text->pieces[i].text == NULL)
            return false;
    }
    return true;
}

static void dump_literal(struct buf *buf, const char *text) {
    for (; *text != '\0'; text++)
        buf_text(buf, text_starts(text, "${") ? "$$" : (const char[]){*text, '\0'});
}

void text_expr_dump(struct buf *buf, const struct text_expr *text) {
    static const char *const fields[] = {"", "page", "pages", "sheet_page", "sheet_pages"};
    for (size_t i = 0; text != NULL && i < text->count; i++) {
        const struct piece *piece = &text->pieces[i];
        if (piece->text != NULL) {
            dump_literal(buf, piece->text);
            continue;
        }
        buf_text(buf, "${");
        if (piece->expr != NULL)
            expr_dump(buf, piece->expr);
        else
            buf_text(buf, fields[piece->field]);
        buf_char(buf, '}');
    }
}
