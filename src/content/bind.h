/* bind: marries template and data: evaluates every expression, repeats, filters, drops what has nothing to
 * say, and leaves a tree of content with all the words and no geometry. */
#ifndef PIAO_CONTENT_BIND_H
#define PIAO_CONTENT_BIND_H

#include "content/content.h"
#include "input/data.h"
#include "input/template.h"

struct bind_options {
    const struct data *parameters; /* object of --set values, or NULL */
    bool internal;                 /* prints what the template calls personal */
    const char *const *allowed;    /* folders images may come from besides those of plan and template */
    const char *plan_folder, *template_folder;
};

/* Reports problems; NULL when any is an error. */
const struct document *bind(struct arena *arena, struct diags *diags, const struct template *tmpl,
                            const struct data *plan, const struct bind_options *options);

#endif
