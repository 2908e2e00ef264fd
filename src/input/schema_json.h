/* schema_json: the plan format as a JSON Schema (draft 2020-12), for editors.
 *
 * Printed from the tables that check judges by. It refuses nothing that check admits: what JSON
 * Schema cannot say (codes that exist, sums, cycles) is left to `piao check`. */
#ifndef PIAO_INPUT_SCHEMA_JSON_H
#define PIAO_INPUT_SCHEMA_JSON_H

#include "base/str.h"

#define JSON_SCHEMA_DIALECT "https://json-schema.org/draft/2020-12/schema"

void schema_json_write(struct buf *buf);

#endif
