/* collate: the order in which an Italian reader looks things up. */
#ifndef PIAO_INPUT_COLLATE_H
#define PIAO_INPUT_COLLATE_H

#include "input/data.h"

/* Total order of texts, the same on every machine: letters without case and accents (à is a, È is
 * e), runs of digits by their value ("2" before "10"), everything else by code point; texts that
 * are alike so far by code point. */
int collate_texts(const char *a, const char *b);
/* data_compare with texts in that order. */
int collate_values(const struct data *a, const struct data *b);

#endif
