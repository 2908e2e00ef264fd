/* edition: what of a plan a public document may know.
 *
 * Personal data (plan-format) is taken out of the plan before a template sees it, so that no text,
 * tag, bookmark or condition can hold what an edition for the public must not. */
#ifndef PIAO_INPUT_EDITION_H
#define PIAO_INPUT_EDITION_H

#include "input/data.h"

/* The plan without the members that the schema calls personal (SCHEMA_PERSONAL). Objects that have
 * such members lose their unknown keys and `extra` too: nobody can tell what those say of a person.
 * The objects themselves stay and may be counted. Shares what is unchanged; places and pointers
 * stay those of PLAN. */
const struct data *edition_public(struct arena *arena, const struct data *plan);

/* What may go with a public document as a file: edition_public without the prose about people
 * (SCHEMA_ABOUT_PEOPLE) and without the COUNT values of PLAN that a template has WITHHELD. */
const struct data *edition_attached(struct arena *arena, const struct data *plan,
                                    const struct data *const *withheld, size_t count);

#endif
