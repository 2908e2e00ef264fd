/* check_private: the second half of check. */
#ifndef PIAO_INPUT_CHECK_PRIVATE_H
#define PIAO_INPUT_CHECK_PRIVATE_H

#include "input/data.h"

/* The objects of LIST by the text of their member KEY, the first of equal ones; those without are
 * left out. Never NULL. */
const struct data *items_by(struct arena *arena, const struct data *list, const char *key);

/* What only arithmetic, logic or the law can tell about a plan; an object. Looks only at values of
 * the right type: check_plan has reported the others. */
void judge_plan(struct arena *arena, struct diags *diags, const struct data *plan);

#endif
