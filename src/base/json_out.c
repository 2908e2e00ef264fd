/* What stands between two values? A comma, a new line and the indentation: whoever begins a value
 * writes them. */
#include "base/json_out.h"

#include "base/diag.h"

static void new_line(const struct json_out *out) {
    buf_char(out->buf, '\n');
    for (int i = 0; i < out->depth; i++) {
        buf_text(out->buf, "  ");
    }
}

static void begin(struct json_out *out, const char *key) {
    if (out->filled) {
        buf_char(out->buf, ',');
    }
    if (out->depth > 0) {
        new_line(out);
    }
    if (key) {
        json_quote(out->buf, key);
        buf_text(out->buf, ": ");
    }
    out->filled = true;
}

void json_out_open(struct json_out *out, const char *key, char bracket) {
    begin(out, key);
    buf_char(out->buf, bracket);
    out->depth++;
    out->filled = false;
}

void json_out_close(struct json_out *out, char bracket) {
    out->depth--;
    if (out->filled) {
        new_line(out);
    }
    buf_char(out->buf, bracket);
    out->filled = true;
    if (out->depth == 0) {
        buf_char(out->buf, '\n');
    }
}

void json_out_text(struct json_out *out, const char *key, const char *text) {
    begin(out, key);
    json_quote(out->buf, text);
}

void json_out_int(struct json_out *out, const char *key, int number) {
    begin(out, key);
    buf_format(out->buf, "%d", number);
}

void json_out_bool(struct json_out *out, const char *key, bool value) {
    begin(out, key);
    buf_text(out->buf, value ? "true" : "false");
}

void json_out_null(struct json_out *out, const char *key) {
    begin(out, key);
    buf_text(out->buf, "null");
}
