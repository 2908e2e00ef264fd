/* data: JSON text to a tree of values that know their line, column and pointer.
 *
 * cJSON parses and decodes the texts. Then the source is walked once more, token by token, in step
 * with cJSON's tree: the walk alone knows where a value stands, how a number is written exactly,
 * and what cJSON let through or why it gave up. So the walk goes on without a tree, too: then
 * nothing is decoded, but everything is judged. */
#include "input/data.h"

#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "base/utf8.h"
#include "input/data_private.h"
#include "input/json_text.h"

struct reader {
    struct json_text text;
    bool decoded;     /* there is a cJSON tree, and the walk is in step with it */
    struct buf stack; /* pointers to the finished values of the containers still open */
};

static enum json_outcome read_value(struct reader *reader, const cJSON *json, struct data *value,
                                    int depth);

/* Keys */

/* Key without its escapes resolved: good enough to name it in a message. */
static const char *raw_key(struct json_text *text, const char *start) {
    return arena_slice(text->arena, start + 1, (size_t)(text->at - start - 2));
}

static bool at_foreign_quote(const struct json_text *text) {
    size_t length;
    uint32_t c = utf8_decode(text->at, (size_t)(text->end - text->at), &length);
    return c == '\'' || c == '`' || (c >= 0x2018 && c <= 0x201F) || c == 0xAB || c == 0xBB;
}

/* `titolo: "..."`, as JavaScript writes it. */
static bool unquoted_key(struct json_text *text, struct data *value) {
    const char *start = text->at;
    struct json_spot spot = json_spot(text, start);
    size_t size = json_word_length(text);
    if (size == 0 || start[size] != ':') {
        return false;
    }
    value->key = arena_slice(text->arena, start, size);
    json_problem(text, spot, MSG_JSON_UNQUOTED_KEY, value->key, NULL, NULL, NULL);
    text->at += size;
    return true;
}

static enum json_outcome read_key(struct reader *reader, const cJSON *json, struct data *value) {
    struct json_text *text = &reader->text;
    enum json_outcome outcome = JSON_REFUSED;
    const char *start = text->at;
    if (*start == '"') {
        outcome = json_string(text);
        if (outcome == JSON_LOST) {
            return JSON_LOST;
        }
        value->key = json ? arena_text(text->arena, json->string) : raw_key(text, start);
    } else if (!unquoted_key(text, value)) {
        json_problem(text, json_spot(text, start),
                     at_foreign_quote(text) ? MSG_JSON_QUOTES : MSG_JSON_EXPECTED_KEY,
                     json_found(text), NULL, NULL, NULL);
        return JSON_LOST;
    }
    json_space(text);
    if (text->at < text->end && *text->at != ':') {
        json_problem(text, json_spot(text, text->at), MSG_JSON_EXPECTED_COLON, value->key,
                     json_found(text), NULL, NULL);
        return JSON_LOST;
    }
    text->at += text->at < text->end;
    json_space(text);
    return outcome;
}

/* Lists and objects */

static void report_repeated(void *self, const struct data *first, const struct data *again) {
    struct json_text *text = self;
    diag_at(text->diags, data_place(text->arena, again), MSG_DUPLICATE_KEY, again->key,
            arena_format(text->arena, "%d", first->line));
}

/* Takes the values above BASE from the stack into CONTAINER. */
static void close_container(struct reader *reader, struct data *container, size_t base) {
    struct arena *arena = reader->text.arena;
    size_t size = reader->stack.size - base;
    size_t count = size / sizeof(struct data *);
    void *values = reader->stack.data ? reader->stack.data + base : NULL;
    if (container->type == DATA_OBJECT) {
        data_set_members(arena, container, values, count, report_repeated, &reader->text);
    } else {
        const struct data **items = arena_array(arena, count, sizeof *items);
        if (count > 0) {
            memcpy(items, values, size);
        }
        container->as.list.items = items;
        container->as.list.count = count;
    }
    reader->stack.size = base;
}

/* `"peso": 40,50`: the rest of a number written with a comma, in an object where only a key may
 * follow a comma. */
static bool decimal_comma(struct json_text *text, const struct data *number, const char *start) {
    const char *comma = text->at;
    const char *end = comma + 1;
    while (*end >= '0' && *end <= '9') {
        end++;
    }
    if (number->type != DATA_NUMBER || end == comma + 1) {
        return false;
    }
    char *right = arena_slice(text->arena, start, (size_t)(end - start));
    right[comma - start] = '.';
    text->node = number;
    json_problem(text, (struct json_spot){number->line, number->column}, MSG_JSON_DECIMAL_COMMA,
                 arena_slice(text->arena, start, (size_t)(end - start)), NULL, NULL, right);
    text->at = end;
    return true;
}

/* Something else than a comma or the closing bracket follows the item that ended at BEHIND. */
static enum json_outcome no_separator(struct json_text *text, const struct data *container,
                                      const struct data *item, const char *behind,
                                      struct json_spot behind_spot) {
    bool object = container->type == DATA_OBJECT;
    const char *close = object ? "}" : "]";
    char c = *text->at;
    if (item->type == DATA_TEXT && text->at == behind && json_word_length(text) > 0) {
        json_problem(text, behind_spot, MSG_JSON_INNER_QUOTE, NULL, NULL, NULL, NULL);
        return JSON_LOST;
    }
    if (c == '}' || c == ']') {
        json_problem(text, json_spot(text, text->at), MSG_JSON_MISMATCH, object ? "{" : "[",
                     arena_format(text->arena, "%d", container->line), object ? "]" : "}", NULL);
        return JSON_LOST;
    }
    bool item_follows =
        c == '"' ||
        (!object && (c == '{' || c == '[' || json_number_begins(c) || json_word_length(text) > 0));
    if (item_follows) {
        json_problem(text, behind_spot, MSG_JSON_MISSING_COMMA, json_found(text), NULL, NULL, NULL);
        return JSON_REFUSED;
    }
    json_problem(text, json_spot(text, text->at), MSG_JSON_EXPECTED_END, close, json_found(text),
                 NULL, NULL);
    return JSON_LOST;
}

/* What stands between the item that has just been read and the next, or the end. */
static enum json_outcome read_separator(struct json_text *text, const struct data *container,
                                        const struct data *item, const char *item_start,
                                        struct json_spot *comma) {
    const char *behind = text->at;
    struct json_spot behind_spot = json_spot(text, behind);
    *comma = (struct json_spot){0, 0};
    json_space(text);
    if (*text->at == ',' && text->at == behind && container->type == DATA_OBJECT &&
        decimal_comma(text, item, item_start)) {
        return read_separator(text, container, container, item_start, comma); /* no number now */
    }
    text->node = container;
    if (*text->at == ',') {
        *comma = json_spot(text, text->at);
        text->at++;
        return JSON_FINE;
    }
    bool ends = text->at == text->end || *text->at == (container->type == DATA_OBJECT ? '}' : ']');
    return ends ? JSON_FINE : no_separator(text, container, item, behind, behind_spot);
}

static enum json_outcome read_item(struct reader *reader, const cJSON *json, struct data *item,
                                   const char **start, int depth) {
    struct json_text *text = &reader->text;
    enum json_outcome key = JSON_FINE;
    if (item->parent->type == DATA_OBJECT) {
        key = read_key(reader, json, item);
    }
    if (key == JSON_LOST || text->at == text->end) {
        return key;
    }
    *start = text->at;
    enum json_outcome outcome = read_value(reader, json, item, depth);
    if (outcome == JSON_FINE && key == JSON_REFUSED) {
        item->type = DATA_NULL;
        item->refused = true;
    }
    return outcome;
}

static enum json_outcome read_container(struct reader *reader, const cJSON *json,
                                        struct data *container, int depth) {
    struct json_text *text = &reader->text;
    bool object = *text->at == '{';
    const cJSON *child = json ? json->child : NULL;
    struct json_spot comma = {0, 0};
    size_t base = reader->stack.size;
    container->type = object ? DATA_OBJECT : DATA_LIST;
    text->at++;
    for (size_t i = 0;; i++) {
        text->node = container;
        json_space(text);
        if (text->at == text->end) {
            json_problem(text, json_spot(text, text->at), MSG_JSON_UNCLOSED, object ? "{" : "[",
                         arena_format(text->arena, "%d", container->line), NULL, NULL);
            return JSON_LOST;
        }
        if (*text->at == (object ? '}' : ']')) {
            break;
        }
        if (reader->decoded && !child) {
            return JSON_LOST;
        }
        struct data *item = arena_alloc(text->arena, sizeof *item);
        const char *start = text->at;
        item->parent = container;
        item->file = text->file;
        item->index = i;
        if (read_item(reader, child, item, &start, depth) == JSON_LOST) {
            return JSON_LOST;
        }
        buf_bytes(&reader->stack, &item, sizeof(struct data *));
        child = child ? child->next : NULL;
        if (read_separator(text, container, item, start, &comma) == JSON_LOST) {
            return JSON_LOST;
        }
    }
    if (comma.line > 0) {
        json_problem(text, comma, MSG_JSON_TRAILING_COMMA, object ? "}" : "]", NULL, NULL, NULL);
    }
    text->at++;
    close_container(reader, container, base);
    return JSON_FINE;
}

/* Any value; depth counts the lists and objects around it. */

static enum json_outcome too_deep(struct reader *reader) {
    struct json_text *text = &reader->text;
    json_problem(text, json_spot(text, text->at), MSG_TOO_DEEP,
                 arena_format(text->arena, "%d", DATA_MAX_DEPTH), NULL, NULL, NULL);
    if (!reader->decoded) {
        return JSON_LOST;
    }
    json_skip(text);
    return JSON_REFUSED;
}

static enum json_outcome no_value(struct json_text *text) {
    json_problem(text, json_spot(text, text->at),
                 at_foreign_quote(text) ? MSG_JSON_QUOTES : MSG_JSON_EXPECTED_VALUE,
                 json_found(text), NULL, NULL, NULL);
    /* "peso": , and the like: only the value is missing */
    return strchr(",}]", *text->at) ? JSON_REFUSED : JSON_LOST;
}

static enum json_outcome read_token(struct reader *reader, const cJSON *json, struct data *value,
                                    int depth) {
    struct json_text *text = &reader->text;
    char c = *text->at;
    if (c == '{' || c == '[') {
        return depth < DATA_MAX_DEPTH ? read_container(reader, json, value, depth + 1)
                                      : too_deep(reader);
    }
    if (c == '"') {
        value->type = DATA_TEXT;
        value->as.text =
            json && json->valuestring ? arena_text(text->arena, json->valuestring) : "";
        return json_string(text);
    }
    if (json_number_begins(c)) {
        value->type = DATA_NUMBER;
        return json_number(text, &value->as.number);
    }
    if (json_word_length(text) > 0) {
        value->type = c == 'n' ? DATA_NULL : DATA_BOOL;
        value->as.boolean = c == 't';
        return json_word(text);
    }
    return no_value(text);
}

static enum json_outcome read_value(struct reader *reader, const cJSON *json, struct data *value,
                                    int depth) {
    struct json_text *text = &reader->text;
    struct json_spot spot = json_spot(text, text->at);
    value->line = spot.line;
    value->column = spot.column;
    text->node = value;
    enum json_outcome outcome = read_token(reader, json, value, depth);
    if (outcome == JSON_REFUSED) {
        value->type = DATA_NULL;
        value->refused = true;
    }
    return outcome;
}

/* The whole file */

static void *cjson_alloc(size_t size) {
    return memory_realloc(NULL, size);
}

/* The document: false when it is no JSON. */
static bool read_document(struct reader *reader, const cJSON *json, struct data *root) {
    struct json_text *text = &reader->text;
    json_space(text);
    if (text->at == text->end) {
        json_problem(text, (struct json_spot){1, 1}, MSG_JSON_EMPTY, NULL, NULL, NULL, NULL);
        return false;
    }
    const char *start = text->at;
    if (read_value(reader, json, root, 0) == JSON_LOST || text->at == start) {
        return false;
    }
    text->node = root;
    json_space(text);
    if (text->at < text->end) {
        json_problem(text, json_spot(text, text->at), MSG_JSON_TRAILING_TEXT, json_found(text),
                     NULL, NULL, NULL);
        return false;
    }
    return true;
}

const struct data *data_read(struct arena *arena, struct diags *diags, const char *file,
                             const char *text, size_t size) {
    struct reader reader = {.stack = BUF_INIT};
    struct data *root = arena_alloc(arena, sizeof *root);
    size_t errors = diags->errors;
    root->file = file ? arena_text(arena, file) : NULL;
    reader.text = json_text_open(arena, diags, root->file, text, size);
    struct json_text start = reader.text;

    /* cJSON then fails for want of memory as the rest of the program does. */
    cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = cjson_alloc, .free_fn = free});
    cJSON *json = NULL;
    const char *stopped = start.at;
    if (json_check_utf8(&reader.text)) {
        /* With the NUL: cJSON 1.7 looks one byte too far in a text that ends without. */
        size_t length = (size_t)(start.end - start.at);
        json = cJSON_ParseWithLengthOpts(start.at, length + 1, &stopped, true);
    }
    reader.decoded = json != NULL;
    bool whole = read_document(&reader, json, root);
    buf_free(&reader.stack);
    cJSON_Delete(json);
    if ((!json || !whole) && diags->errors == errors) { /* cJSON refuses what the walk admits */
        start.at = stopped;
        json_problem(&start, json_spot(&start, stopped), MSG_JSON_SYNTAX, json_found(&start), NULL,
                     NULL, NULL);
    }
    return json && whole ? root : NULL;
}
