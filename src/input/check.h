/* check: judges a plan, says everything wrong at once.
 *
 * Types, required keys, references, unique codes, dates, ranges by the tables of schema.h; then what
 * only arithmetic can tell (phase weights that do not make 100, an end before its start). What the
 * law asks of a plan is another question, put by who assembles it and not at every rendering. */
#ifndef PIAO_INPUT_CHECK_H
#define PIAO_INPUT_CHECK_H

#include "input/data.h"

/* Reports to DIAGS; the plan may be rendered when it adds no error. A NULL plan (failed reading) is
 * ignored. */
void check_plan(struct arena *arena, struct diags *diags, const struct data *plan);
/* Warns of each topic that art. 3(1)(b) of D.M. 132/2022 asks of section 2.2 and that no objective
 * covers, when the plan names topics (`ambiti`) at all. */
void check_coverage(struct arena *arena, struct diags *diags, const struct data *plan);

#endif
