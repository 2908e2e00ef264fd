/* template_schema: the template language as a JSON Schema (draft 2020-12), for editors.
 *
 * Printed from the field tables that drive the loader. It describes every file of the language: a
 * template, a file that templates use, a list of blocks that they include. It refuses nothing that
 * the loader admits but quoted numbers and booleans; names, expressions and rules between blocks
 * are left to `piao check`. */
#ifndef PIAO_INPUT_TEMPLATE_SCHEMA_H
#define PIAO_INPUT_TEMPLATE_SCHEMA_H

#include "base/str.h"

void template_schema_write(struct buf *buf);

#endif
