/* data_private: what reading (data.c) and computing (data_tree.c) share to build objects. */
#ifndef PIAO_INPUT_DATA_PRIVATE_H
#define PIAO_INPUT_DATA_PRIVATE_H

#include "input/data.h"

/* Hears of a member left out because FIRST bears its key already. */
typedef void data_repeated(void *self, const struct data *first, const struct data *again);

/* Gives OBJECT its members, whose keys are set, in time linear in COUNT; the array is copied. Of
 * members with equal keys the first stays, REPEATED (NULL: nobody) hears of the others. Members
 * whose parent is OBJECT get their index. */
void data_set_members(struct arena *arena, struct data *object, struct data *const *members,
                      size_t count, data_repeated *repeated, void *self);

#endif
