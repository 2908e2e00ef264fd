/* diag: everything the program has to say about its inputs, in one type.
 *
 * A stage reports with diag_add and carries on where it can; the pipeline stops between stages when
 * there are errors. A message is a code from messages.def with its sentence in Italian and English;
 * the sentence has places {1}..{4} for texts, so a translation may order them as it likes. */
#ifndef PIAO_BASE_DIAG_H
#define PIAO_BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

enum diag_severity { DIAG_NOTE, DIAG_WARNING, DIAG_ERROR };

enum diag_code {
#define M(id, severity, name, italian, english) MSG_##id,
#include "base/messages.def"
#undef M
    MSG_COUNT
};

/* Where a problem is. Unknown parts are NULL or 0. Lines and columns count from 1, columns in code
 * points. */
struct place {
    const char *file;
    int line;
    int column;
    const char *pointer; /* JSON pointer (RFC 6901), for plans */
};

struct diag {
    enum diag_code code;
    enum diag_severity severity;
    struct place place;
    const char *const *args;
    size_t arg_count;
    const char *hint; /* nearest valid name, or NULL: printed as `forse "..."` */
    struct diag *next;
};

/* The collected problems of one run. */
struct diags {
    struct arena *arena;
    struct diag *first, *last;
    size_t errors, warnings, notes;
    size_t dropped; /* beyond DIAGS_MAX of a severity they are only counted */
    bool strict;    /* warnings are counted as errors by diags_failed */
};

enum { DIAGS_MAX = 1000 };

struct diags diags_init(struct arena *arena);
/* Reports; the texts are copied. ARGS ends with NULL; a NULL hint means none. */
void diag_add(struct diags *diags, struct place place, enum diag_code code, const char *const *args,
              const char *hint);
/* diag_at(diags, place, MSG_X, "a", "b"): without a hint. For a message without arguments pass "".
 */
#define diag_at(diags, place, code, ...)                                                           \
    diag_add((diags), (place), (code), (const char *const[]){__VA_ARGS__, NULL}, NULL)
#define diag_hint(diags, place, code, hint, ...)                                                   \
    diag_add((diags), (place), (code), (const char *const[]){__VA_ARGS__, NULL}, (hint))
bool diags_failed(const struct diags *diags); /* errors, or warnings when strict */

enum diag_language { DIAG_ITALIAN, DIAG_ENGLISH };
enum diag_form { DIAG_TEXT, DIAG_JSON };

/* Writes one problem, or all in the order of file, line, column (stable), to BUF: text form
 * `file:line:col: severity: text  [code]`, then indented lines for the pointer and the hint; JSON
 * form one object a line with file, line, column, pointer, severity, code, message, hint. */
void diag_write(struct buf *buf, const struct diag *diag, enum diag_language language,
                enum diag_form form);
void diags_write(struct buf *buf, const struct diags *diags, enum diag_language language,
                 enum diag_form form);
const char *diag_code_name(enum diag_code code); /* "unknown-style" */

/* Appends TEXT as a JSON string with its quotes. */
void json_quote(struct buf *buf, const char *text);

#endif
