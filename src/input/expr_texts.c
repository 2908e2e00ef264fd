/* expr_texts: the functions about texts. Lengths and positions are in characters (code points). */
#include "input/expr_private.h"

#include <string.h>

#include "base/utf8.h"

static const struct data *new_text(struct run *run, const char *text) {
    return run->failed ? NULL : data_new_text(run->eval->arena, text);
}

/* ---- letters ---- */

/* The first argument with its first LIMIT characters changed. */
static const struct data *changed(struct run *run, const struct expr *call, size_t limit,
                                  uint32_t (*change)(uint32_t codepoint)) {
    const char *text = arg_text(run, call, 0);
    if (text == NULL)
        return NULL;
    struct buf buf = BUF_INIT;
    size_t size = strlen(text), at = 0, length;
    for (size_t i = 0; i < limit && at < size; i++, at += length)
        buf_utf8(&buf, change(utf8_decode(text + at, size - at, &length)));
    buf_text(&buf, text + at);
    return run_text(run, call, &buf);
}

const struct data *function_upper(struct run *run, const struct expr *call) {
    return changed(run, call, SIZE_MAX, utf8_upper);
}

const struct data *function_lower(struct run *run, const struct expr *call) {
    return changed(run, call, SIZE_MAX, utf8_lower);
}

const struct data *function_capitalise(struct run *run, const struct expr *call) {
    return changed(run, call, 1, utf8_upper);
}

/* ---- pieces ---- */

/* Length of the blank that TEXT begins with: ASCII white space or a no-break space. */
static size_t blank_length(const char *text) {
    if (*text != '\0' && strchr(" \t\r\n", *text) != NULL)
        return 1;
    return text_starts(text, "\xC2\xA0") ? 2 : 0;
}

/* TEXT without its last blanks, from START on. */
static const char *slice_trimmed(struct run *run, const char *text, size_t size) {
    while (size > 0) {
        size_t last = size >= 2 && blank_length(text + size - 2) == 2 ? 2 : 1;
        if (last == 1 && blank_length(text + size - 1) != 1)
            break;
        size -= last;
    }
    return arena_slice(run->eval->arena, text, size);
}

const struct data *function_trim(struct run *run, const struct expr *call) {
    const char *text = arg_text(run, call, 0);
    if (text == NULL)
        return NULL;
    for (size_t length; (length = blank_length(text)) > 0;)
        text += length;
    return new_text(run, slice_trimmed(run, text, strlen(text)));
}

const struct data *function_truncate(struct run *run, const struct expr *call) {
    const char *text = arg_text(run, call, 0);
    int64_t limit;
    if (!arg_int(run, call, 1, 1, INT32_MAX, &limit) || text == NULL)
        return NULL;
    size_t size = strlen(text), at = 0, length, kept = 0;
    for (int64_t i = 0; i < limit && at < size; i++, at += length) {
        utf8_decode(text + at, size - at, &length);
        kept = i < limit - 1 ? at + length : kept; /* leaves room for the dots */
    }
    if (at == size)
        return new_text(run, text);
    return new_text(run, arena_format(run->eval->arena, "%s…", slice_trimmed(run, text, kept)));
}

const struct data *function_replace(struct run *run, const struct expr *call) {
    const char *text = arg_text(run, call, 0);
    const struct data *old_value = arg_value(run, call, 1);
    const char *old = data_text(old_value), *fresh = arg_text(run, call, 2);
    if (text == NULL || run->failed)
        return NULL;
    if (text_empty(old))
        return run_wrong(run, call, old_value);
    struct buf buf = BUF_INIT;
    size_t fresh_steps = fresh != NULL ? 1 + strlen(fresh) / 16 : 1;
    for (const char *found; (found = strstr(text, old)) != NULL; text = found + strlen(old)) {
        if (!run_spend(run, call, fresh_steps))
            break;
        buf_bytes(&buf, text, (size_t)(found - text));
        buf_text(&buf, fresh);
    }
    buf_text(&buf, text);
    return run_text(run, call, &buf);
}

const struct data *function_lines(struct run *run, const struct expr *call) {
    const char *text = arg_text(run, call, 0);
    const struct data **items = NULL;
    size_t count = 0, cap = 0;
    if (text_empty(text))
        return NULL;
    for (const char *end; text != NULL; text = *end != '\0' ? end + 1 : NULL) {
        end = text + strcspn(text, "\n");
        size_t size = (size_t)(end - text);
        if (!run_spend(run, call, 1))
            return NULL;
        size -= size > 0 && text[size - 1] == '\r';
        items = arena_grow(run->eval->arena, items, count, &cap, sizeof *items);
        items[count++] = data_new_text(run->eval->arena, arena_slice(run->eval->arena, text, size));
    }
    return run_list(run, items, count);
}

const struct data *function_join(struct run *run, const struct expr *call) {
    const struct data *list = arg_list(run, call, 0);
    const char *separator = call->count > 1 ? arg_text(run, call, 1) : ", ";
    struct buf buf = BUF_INIT;
    bool first = true;
    if (list == NULL || run->failed)
        return NULL;
    size_t steps = separator != NULL ? strlen(separator) / 16 : 0;
    for (size_t i = 0; i < data_count(list); i++) {
        const struct data *item = data_item(list, i);
        if (!run_spend(run, call, steps) || !run_spend_value(run, call, item, 1))
            break;
        const char *words = expr_print(run->eval->arena, item);
        if (*words == '\0')
            continue;
        buf_text(&buf, first ? "" : separator);
        buf_text(&buf, words);
        first = false;
    }
    return run_text(run, call, &buf);
}

/* ---- questions ---- */

const struct data *function_length(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    if (value != NULL && (value->type == DATA_LIST || value->type == DATA_OBJECT))
        return run_number(run, call, true, decimal_from_int((int64_t)data_count(value)));
    const char *text = value != NULL ? expr_print(run->eval->arena, value) : "";
    if (!run_spend_value(run, call, value, 1))
        return NULL;
    return run_number(run, call, true, decimal_from_int((int64_t)utf8_count(text, strlen(text))));
}

const struct data *function_contains(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0), *part = arg_value(run, call, 1);
    if (value_nothing(value) || !run_spend_value(run, call, value, 1))
        return run_bool(false);
    if (value->type == DATA_LIST) {
        for (size_t i = 0; i < data_count(value); i++) {
            if (value_equal(data_item(value, i), part))
                return run_bool(true);
        }
        return run_bool(false);
    }
    if (value->type != DATA_TEXT)
        return run_wrong(run, call, value);
    if (value_nothing(part))
        return run_bool(false);
    if (part->type != DATA_TEXT)
        return run_wrong(run, call, part);
    return run_bool(strstr(value->as.text, part->as.text) != NULL);
}

const struct data *function_starts(struct run *run, const struct expr *call) {
    const char *text = arg_text(run, call, 0), *beginning = arg_text(run, call, 1);
    return run_bool(text != NULL && !text_empty(beginning) && text_starts(text, beginning));
}

const struct data *function_text(struct run *run, const struct expr *call) {
    const struct data *value = arg_value(run, call, 0);
    if (value_nothing(value) || !run_spend_value(run, call, value, 1))
        return NULL;
    return new_text(run, expr_print(run->eval->arena, value));
}
