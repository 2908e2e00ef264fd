/* ydoc: turns libyaml's events into a tree whose every node knows its place.
 *
 * Events, not libyaml's document API: that one resolves aliases and silently keeps both of two
 * equal keys, while here the anchors, aliases, tags and repeated keys are seen where they stand and
 * refused. The tree is built by plain recursion, bounded by the depth limit. */
#include "input/ydoc.h"

#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#include "base/utf8.h"

enum { YDOC_MAX_DEPTH = 64, YDOC_MAX_BYTES = 4 << 20 };

struct reader {
    struct arena *arena;
    struct diags *diags;
    const char *file;
    const char *text; /* after a byte order mark */
    size_t size;
    yaml_parser_t parser;
    bool stopped; /* a problem after which no further event is to be trusted */
    /* Where the line `cursor_line` (from 0) begins; events come in order, so it only moves on. */
    size_t cursor_line, cursor_offset;
};

static struct place place_at(const struct reader *reader, size_t line, size_t column) {
    return (struct place){.file = reader->file, .line = (int)line + 1, .column = (int)column + 1};
}

static struct place mark_place(const struct reader *reader, yaml_mark_t mark) {
    return place_at(reader, mark.line, mark.column);
}

/* Offset just after the line break that ends the line at OFFSET; the text's size on the last line.
 * YAML 1.1 breaks lines at NEL, LS and PS too. */
static size_t line_end(const struct reader *reader, size_t offset) {
    const unsigned char *text = (const unsigned char *)reader->text;
    size_t size = reader->size;
    for (size_t i = offset; i < size; i++) {
        if (text[i] == '\r')
            return i + 1 < size && text[i + 1] == '\n' ? i + 2 : i + 1;
        if (text[i] == '\n')
            return i + 1;
        if (text[i] == 0xC2 && i + 1 < size && text[i + 1] == 0x85)
            return i + 2;
        if (text[i] == 0xE2 && i + 2 < size && text[i + 1] == 0x80 && (text[i + 2] & 0xFE) == 0xA8)
            return i + 3;
    }
    return size;
}

/* Offset where LINE (from 0) begins. */
static size_t line_offset(struct reader *reader, size_t line) {
    if (line < reader->cursor_line)
        reader->cursor_line = reader->cursor_offset = 0;
    while (reader->cursor_line < line && reader->cursor_offset < reader->size) {
        reader->cursor_offset = line_end(reader, reader->cursor_offset);
        reader->cursor_line++;
    }
    return reader->cursor_offset;
}

/* Number of spaces at OFFSET. */
static size_t blanks(const struct reader *reader, size_t offset) {
    size_t end = offset;
    while (end < reader->size && reader->text[end] == ' ')
        end++;
    return end - offset;
}

/* The place of the byte at OFFSET. */
static struct place offset_place(struct reader *reader, size_t offset) {
    size_t line = 0, start = 0;
    for (size_t next = line_end(reader, 0); next <= offset && next > start && next < reader->size;
         next = line_end(reader, next)) {
        start = next;
        line++;
    }
    return place_at(reader, line, utf8_count(reader->text + start, offset - start));
}

/* ---- syntax errors ---- */

/* libyaml's sentences, by how they begin, and ours. Others are passed on as they are. */
static const struct {
    const char *problem;
    const char *context; /* NULL: any */
    enum diag_code code;
} sentences[] = {
    {"mapping values are not allowed", NULL, MSG_YAML_COLON},
    {"found unexpected ':'", NULL, MSG_YAML_COLON},
    {"could not find expected ':'", NULL, MSG_YAML_NO_COLON},
    {"found character that cannot start", NULL, MSG_YAML_START},
    {"did not find expected alphabetic or numeric", NULL, MSG_YAML_START},
    {"did not find expected tag URI", NULL, MSG_YAML_START},
    {"did not find the expected '!'", NULL, MSG_YAML_START},
    {"did not find expected '!'", NULL, MSG_YAML_START},
    {"found unexpected end of stream", NULL, MSG_YAML_OPEN_QUOTE},
    {"found unexpected document indicator", NULL, MSG_YAML_OPEN_QUOTE},
    {"found unknown escape character", NULL, MSG_YAML_ESCAPE},
    {"did not find expected hexdecimal number", NULL, MSG_YAML_ESCAPE},
    {"did not find expected key", NULL, MSG_YAML_WANT_KEY},
    {"did not find expected '-' indicator", NULL, MSG_YAML_WANT_ITEM},
    {"did not find expected ',' or '}'", NULL, MSG_YAML_OPEN_MAP},
    {"did not find expected ',' or ']'", NULL, MSG_YAML_OPEN_LIST},
    {"did not find expected node content", NULL, MSG_YAML_WANT_VALUE},
    {"did not find expected <document start>", NULL, MSG_YAML_WANT_KEY},
    {"block sequence entries are not allowed", NULL, MSG_YAML_ITEM_PLACE},
    {"did not find expected comment or line break", "while scanning a block scalar",
     MSG_YAML_BLOCK_TEXT},
};

/* True when the plain text of SIZE bytes would have to be quoted to stand after "KEY: ". */
static bool wants_quotes(const char *text, size_t size) {
    char last = text[size - 1];
    if (strchr("*&!|>%@`", *text) != NULL)
        return true;
    if (*text == '{' || *text == '[') /* unless it is what it looks like */
        return strchr("{[}],", last) == NULL;
    for (size_t i = 0; i + 1 < size && *text != '"' && *text != '\''; i++) {
        if (text[i] == ':' && text[i + 1] == ' ')
            return true;
    }
    return false;
}

/* The LINE (from 0) as it should have been written, when it is KEY: VALUE and the value wants
 * quotes; else NULL. */
static const char *quoted_line(struct reader *reader, size_t line) {
    size_t start = line_offset(reader, line), end = line_end(reader, start);
    while (end > start && strchr(" \r\n", reader->text[end - 1]) != NULL)
        end--;
    while (start < end && strchr(" -", reader->text[start]) != NULL)
        start++;
    const char *text = arena_slice(reader->arena, reader->text + start, end - start);
    const char *colon = strstr(text, ": ");
    if (colon == NULL || strchr("{[\"'#", *text) != NULL)
        return NULL;
    const char *value = colon + 2 + strspn(colon + 2, " ");
    if (*value == '\0' || !wants_quotes(value, strlen(value)))
        return NULL;
    struct buf buf = BUF_INIT;
    buf_bytes(&buf, text, (size_t)(value - text));
    buf_char(&buf, '\'');
    for (; *value != '\0'; value++)
        buf_text(&buf, *value == '\'' ? "''" : (const char[]){*value, '\0'});
    buf_char(&buf, '\'');
    const char *quoted = arena_text(reader->arena, buf_string(&buf));
    buf_free(&buf);
    return quoted;
}

/* Reports PROBLEM in our words where there are any. What is never closed is shown where it opens.
 */
static void report_sentence(struct reader *reader, struct place place, const char *problem,
                            const char *context) {
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++) {
        if (text_starts(problem, sentences[i].problem) &&
            (sentences[i].context == NULL || text_equal(context, sentences[i].context))) {
            if (sentences[i].code == MSG_YAML_OPEN_QUOTE)
                place = mark_place(reader, reader->parser.context_mark);
            const char *hint = quoted_line(reader, (size_t)place.line - 1);
            diag_hint(reader->diags, place, sentences[i].code, hint, "");
            return;
        }
    }
    if (context != NULL)
        problem = arena_format(reader->arena, "%s, %s", problem, context);
    diag_at(reader->diags, place, MSG_YAML_SYNTAX, problem);
}

/* Reports what libyaml could not scan or parse. */
static void report_syntax(struct reader *reader) {
    const yaml_parser_t *parser = &reader->parser;
    reader->stopped = true;
    if (parser->error == YAML_MEMORY_ERROR)
        memory_exhausted();
    const char *problem = parser->problem ? parser->problem : "?";
    if (parser->error == YAML_READER_ERROR) {
        diag_at(reader->diags, offset_place(reader, parser->problem_offset), MSG_YAML_SYNTAX,
                problem);
        return;
    }
    size_t line = parser->problem_mark.line;
    size_t start = line_offset(reader, line);
    size_t blank = start + blanks(reader, start);
    if (blank < reader->size && reader->text[blank] == '\t') {
        diag_at(reader->diags, place_at(reader, line, blank - start), MSG_YAML_TAB, "");
        return;
    }
    report_sentence(reader, mark_place(reader, parser->problem_mark), problem, parser->context);
}

/* The next event; false (reported) at a syntax error. */
static bool next_event(struct reader *reader, yaml_event_t *event) {
    if (reader->stopped)
        return false;
    if (yaml_parser_parse(&reader->parser, event))
        return true;
    report_syntax(reader);
    return false;
}

static void refuse_properties(struct reader *reader, yaml_mark_t mark, const yaml_char_t *anchor,
                              const yaml_char_t *tag) {
    if (anchor != NULL)
        diag_at(reader->diags, mark_place(reader, mark), MSG_YAML_ALIAS, "");
    if (tag != NULL)
        diag_at(reader->diags, mark_place(reader, mark), MSG_YAML_TAG, (const char *)tag);
}

/* Where the first character of a scalar stands: after the opening quote, or on the first written
 * line of a block. libyaml marks the quote and the `|` or `>`. */
static struct place scalar_place(struct reader *reader, const yaml_event_t *event) {
    yaml_mark_t mark = event->start_mark;
    const char *value = (const char *)event->data.scalar.value;
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return place_at(reader, mark.line, mark.column + 1);
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        if (value[strspn(value, "\n")] == '\0')
            break;
        for (size_t line = mark.line + 1; line <= event->end_mark.line; line++) {
            size_t start = line_offset(reader, line);
            size_t blank = start + blanks(reader, start);
            if (blank < reader->size && reader->text[blank] != '\n' && reader->text[blank] != '\r')
                return place_at(reader, line, blank - start);
        }
        break;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE:
        break;
    }
    return mark_place(reader, mark);
}

static struct ynode *read_scalar(struct reader *reader, const yaml_event_t *event) {
    struct ynode *node = arena_alloc(reader->arena, sizeof *node);
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length;
    node->type = YNODE_SCALAR;
    node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
    node->place = scalar_place(reader, event);
    refuse_properties(reader, event->start_mark, event->data.scalar.anchor, event->data.scalar.tag);
    if (memchr(value, '\0', length) != NULL)
        diag_at(reader->diags, node->place, MSG_YAML_SYNTAX, "NUL character in a text");
    if (node->quoted || (length > 0 && strcmp(value, "~") != 0 && strcmp(value, "null") != 0))
        node->text = arena_slice(reader->arena, value, length);
    return node;
}

static struct ynode *read_node(struct reader *reader, yaml_event_t *event, int depth);

/* Reads the node that the next event begins; *END is set instead when that event is TYPE. */
static struct ynode *read_child(struct reader *reader, yaml_event_type_t type, int depth,
                                bool *end) {
    yaml_event_t event;
    if (!next_event(reader, &event)) {
        *end = true;
        return NULL;
    }
    *end = event.type == type;
    struct ynode *node = *end ? NULL : read_node(reader, &event, depth);
    yaml_event_delete(&event);
    return node;
}

static void read_list(struct reader *reader, struct ynode *list, int depth) {
    const struct ynode **items = NULL;
    size_t cap = 0;
    for (;;) {
        bool end;
        struct ynode *item = read_child(reader, YAML_SEQUENCE_END_EVENT, depth, &end);
        if (end)
            break;
        if (item == NULL)
            continue;
        items = arena_grow(reader->arena, items, list->count, &cap, sizeof *items);
        items[list->count++] = item;
    }
    list->items = items;
}

/* A key as text, or NULL (reported) when it is none. Keys named `null` or `~` are texts like any
 * other. */
static struct ynode *read_key(struct reader *reader, int depth, bool *end) {
    yaml_event_t event;
    if (!next_event(reader, &event)) {
        *end = true;
        return NULL;
    }
    *end = event.type == YAML_MAPPING_END_EVENT;
    struct ynode *key = NULL;
    if (!*end) {
        key = read_node(reader, &event, depth);
        if (reader->stopped) {
            key = NULL;
        } else if (key != NULL && (key->type != YNODE_SCALAR || event.data.scalar.length == 0)) {
            diag_at(reader->diags, mark_place(reader, event.start_mark), MSG_YAML_KEY, "");
            key = NULL;
        } else if (key != NULL && key->text == NULL) {
            key->text = arena_text(reader->arena, (const char *)event.data.scalar.value);
        }
    }
    yaml_event_delete(&event);
    return key;
}

/* Keys already seen in one map: positions + 1 in an open hash table twice as large as the map. */
static size_t *key_slot(size_t *table, size_t mask, const struct ynode **keys, const char *key) {
    size_t slot = (size_t)text_hash(key, strlen(key)) & mask;
    while (table[slot] != 0 && strcmp(keys[table[slot] - 1]->text, key) != 0)
        slot = (slot + 1) & mask;
    return &table[slot];
}

/* Drops every later pair whose key stood before. */
static size_t drop_duplicates(struct reader *reader, const struct ynode **keys,
                              const struct ynode **values, size_t count) {
    size_t slots = 4;
    while (slots < 2 * count)
        slots *= 2;
    size_t *table = memory_realloc(NULL, slots * sizeof *table);
    memset(table, 0, slots * sizeof *table);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        size_t *slot = key_slot(table, slots - 1, keys, keys[i]->text);
        if (*slot != 0) {
            diag_at(reader->diags, keys[i]->place, MSG_DUPLICATE_KEY, keys[i]->text,
                    arena_format(reader->arena, "%d", keys[*slot - 1]->place.line));
            continue;
        }
        keys[kept] = keys[i];
        values[kept] = values[i];
        *slot = ++kept;
    }
    free(table);
    return kept;
}

static void read_map(struct reader *reader, struct ynode *map, int depth) {
    const struct ynode **keys = NULL, **values = NULL;
    size_t keys_cap = 0, values_cap = 0, count = 0;
    for (;;) {
        bool end;
        struct ynode *key = read_key(reader, depth, &end);
        if (end)
            break;
        struct ynode *value = read_child(reader, YAML_NO_EVENT, depth, &end);
        if (key == NULL || value == NULL) {
            map->incomplete = true;
            continue;
        }
        keys = arena_grow(reader->arena, keys, count, &keys_cap, sizeof *keys);
        values = arena_grow(reader->arena, values, count, &values_cap, sizeof *values);
        keys[count] = key;
        values[count++] = value;
    }
    map->count = drop_duplicates(reader, keys, values, count);
    map->keys = keys;
    map->items = values;
}

/* The node that EVENT begins; NULL for what is refused. */
static struct ynode *read_node(struct reader *reader, yaml_event_t *event, int depth) {
    if (event->type == YAML_ALIAS_EVENT) {
        diag_at(reader->diags, mark_place(reader, event->start_mark), MSG_YAML_ALIAS, "");
        return NULL;
    }
    if (event->type == YAML_SCALAR_EVENT)
        return read_scalar(reader, event);
    if (depth >= YDOC_MAX_DEPTH) {
        diag_at(reader->diags, mark_place(reader, event->start_mark), MSG_TOO_DEEP,
                arena_format(reader->arena, "%d", YDOC_MAX_DEPTH));
        reader->stopped = true;
        return NULL;
    }
    struct ynode *node = arena_alloc(reader->arena, sizeof *node);
    node->place = mark_place(reader, event->start_mark);
    if (event->type == YAML_SEQUENCE_START_EVENT) {
        node->type = YNODE_LIST;
        refuse_properties(reader, event->start_mark, event->data.sequence_start.anchor,
                          event->data.sequence_start.tag);
        read_list(reader, node, depth + 1);
    } else {
        node->type = YNODE_MAP;
        refuse_properties(reader, event->start_mark, event->data.mapping_start.anchor,
                          event->data.mapping_start.tag);
        read_map(reader, node, depth + 1);
    }
    return node;
}

/* The one document of the stream. */
static struct ynode *read_stream(struct reader *reader) {
    struct ynode *root = NULL;
    size_t documents = 0;
    yaml_event_t event;
    for (bool more = true; more && next_event(reader, &event);) {
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            if (documents++ > 0) {
                diag_at(reader->diags, mark_place(reader, event.start_mark), MSG_YAML_DOCUMENTS,
                        "");
                more = false;
            }
            break;
        case YAML_STREAM_END_EVENT:
            if (documents == 0)
                diag_at(reader->diags, place_at(reader, 0, 0), MSG_YAML_DOCUMENTS, "");
            more = false;
            break;
        case YAML_ALIAS_EVENT:
        case YAML_SCALAR_EVENT:
        case YAML_SEQUENCE_START_EVENT:
        case YAML_MAPPING_START_EVENT:
            root = read_node(reader, &event, 0);
            break;
        case YAML_NO_EVENT:
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_END_EVENT:
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
            break;
        }
        yaml_event_delete(&event);
    }
    return reader->stopped ? NULL : root;
}

const struct ynode *ydoc_read(struct arena *arena, struct diags *diags, const char *file,
                              const char *text, size_t size) {
    struct reader reader = {.arena = arena, .diags = diags, .file = file};
    if (size > YDOC_MAX_BYTES) {
        diag_at(diags, (struct place){.file = file}, MSG_FILE_TOO_LARGE,
                arena_format(arena, "%d", YDOC_MAX_BYTES));
        return NULL;
    }
    size_t mark = size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    reader.text = text + mark;
    reader.size = size - mark;
    size_t bad = utf8_invalid_at(reader.text, reader.size);
    if (bad < reader.size) {
        diag_at(diags, offset_place(&reader, bad), MSG_BAD_UTF8, "");
        return NULL;
    }
    if (!yaml_parser_initialize(&reader.parser))
        memory_exhausted();
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)reader.text, reader.size);
    const struct ynode *root = read_stream(&reader);
    yaml_parser_delete(&reader.parser);
    return root;
}

const struct ynode *ynode_find(const struct ynode *map, const char *key) {
    if (map == NULL || map->type != YNODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->keys[i]->text, key) == 0)
            return map->items[i];
    }
    return NULL;
}

static void dump_node(struct buf *buf, const struct ynode *node, int indent) {
    switch (node->type) {
    case YNODE_SCALAR:
        buf_format(buf, " %d:%d ", node->place.line, node->place.column);
        if (node->text == NULL)
            buf_text(buf, "null");
        else
            json_quote(buf, node->text);
        buf_text(buf, node->quoted ? " quoted\n" : "\n");
        return;
    case YNODE_LIST:
    case YNODE_MAP:
        buf_format(buf, " %d:%d %s\n", node->place.line, node->place.column,
                   node->type == YNODE_LIST ? "list" : "map");
        for (size_t i = 0; i < node->count; i++) {
            buf_format(buf, "%*s", indent, "");
            if (node->type == YNODE_LIST) {
                buf_text(buf, "-");
            } else {
                buf_format(buf, "%d:%d ", node->keys[i]->place.line, node->keys[i]->place.column);
                json_quote(buf, node->keys[i]->text);
                buf_char(buf, ':');
            }
            dump_node(buf, node->items[i], indent + 2);
        }
        return;
    }
}

void ydoc_dump(struct buf *buf, const struct ynode *node) {
    if (node == NULL) {
        buf_text(buf, "none\n");
        return;
    }
    buf_text(buf, "document:");
    dump_node(buf, node, 2);
}
