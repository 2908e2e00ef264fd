/* check: judges a plan, says everything wrong at once.
 *
 * Types, required keys, references, unique codes, dates, ranges by the tables of schema.h; then what
 * only arithmetic or the law can tell (phase weights that do not make 100, an end before its start,
 * topics that art. 3(1)(b) of D.M. 132/2022 asks of section 2.2 and no objective covers). */
#ifndef PIAO_INPUT_CHECK_H
#define PIAO_INPUT_CHECK_H

#include "input/data.h"

/* Reports to DIAGS; the plan may be rendered when it adds no error. A NULL plan (failed reading) is
 * ignored. */
void check_plan(struct arena *arena, struct diags *diags, const struct data *plan);

#endif
