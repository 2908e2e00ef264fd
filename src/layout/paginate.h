/* paginate: fills pages by asking flow, sheet after sheet; then writes the page numbers. */
#ifndef PIAO_LAYOUT_PAGINATE_H
#define PIAO_LAYOUT_PAGINATE_H

#include "layout/flow.h"

/* Lays the whole document out. Running heads are measured with reserved numbers, then set again when the
 * numbers are known. A block that fits no page is placed by force and reported (layout-overflow, a
 * warning): never a loop, never a loss. */
const struct pages *paginate(struct arena *arena, struct diags *diags,
                             const struct metrics *metrics, const struct hyphens *hyphens,
                             const struct document *document);

#endif
