/* json_out: writing indented JSON, value by value.
 *
 * Two spaces a level, one value a line: the form that every JSON tool calls "indented", so that a
 * file written here and one written elsewhere from the same data are equal. */
#ifndef PIAO_BASE_JSON_OUT_H
#define PIAO_BASE_JSON_OUT_H

#include "base/str.h"

struct json_out {
    struct buf *buf;
    int depth;
    bool filled; /* the innermost object or list has a value already */
};

/* KEY is NULL for the root and in lists. BRACKET is '{' or '[', at the end '}' or ']'; the end of
 * the root also ends the last line. */
void json_out_open(struct json_out *out, const char *key, char bracket);
void json_out_close(struct json_out *out, char bracket);
void json_out_text(struct json_out *out, const char *key, const char *text);
void json_out_int(struct json_out *out, const char *key, int number);
void json_out_bool(struct json_out *out, const char *key, bool value);
void json_out_null(struct json_out *out, const char *key);

#endif
