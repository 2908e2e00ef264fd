/* pipeline: the whole product in one file: what is read, judged, married, laid out and written, in order. */
#ifndef PIAO_PIPELINE_H
#define PIAO_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "pdf/pdf.h"

enum exit_status {
    EXIT_DONE = 0,
    EXIT_INPUT = 1, /* an input is wrong; nothing was written */
    EXIT_USAGE = 2,
    EXIT_SYSTEM = 3 /* file, disk, memory; nothing was left behind */
};

enum dump_stage {
    DUMP_NONE,
    DUMP_DATA,
    DUMP_YDOC,
    DUMP_TEMPLATE,
    DUMP_CONTENT,
    DUMP_LAYOUT,
    DUMP_TAGS
};

struct job {
    const char *plan;     /* path or "-"; NULL: check a template alone */
    const char *template; /* built-in name or path; NULL: check a plan alone */
    const char *output;   /* path or "-" */
    const char *const *sets; /* "key=value", NULL-ended */
    const char *const *allowed; /* --allow-dir, NULL-ended */
    const char *home;     /* folder that holds templates/ and fonts/ */
    const char *date;     /* --date, "YYYY-MM-DD", or NULL */
    bool internal;        /* --edition internal: personal data may be printed */
    enum dump_stage dump;
    enum pdf_archive archive;
    bool untagged, unchecked;
    bool draft;
    bool strict, quiet;
    enum diag_language language;
    enum diag_form form;
};

/* Each does one command, writes its problems to standard error and returns the exit status. */
enum exit_status pipeline_render(const struct job *job);
enum exit_status pipeline_check(const struct job *job);
/* Lists the built-in templates on standard output. */
enum exit_status pipeline_templates(const struct job *job);
/* Prints the JSON Schema of plans, or of templates. */
enum exit_status pipeline_schema(const struct job *job, bool templates);

/* Where templates/ and fonts/ are: PIAO_HOME, next to the program, or PREFIX/share/piao. NULL when
 * nowhere. The result lives in ARENA. */
const char *pipeline_home(struct arena *arena);

#endif
