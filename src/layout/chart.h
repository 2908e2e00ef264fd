/* chart: drawings made of boxes from numbers: the Gantt chart; bars, bands, progress, trend. All the words come
 * with the content. */
#ifndef PIAO_LAYOUT_CHART_H
#define PIAO_LAYOUT_CHART_H

#include "layout/flow.h"

/* flow_block for CONTENT_GANTT: a row for each phase (label, bar, value) under a scale of months and years.
 * It is moved whole to the next page when it fits there and leaves no more than a third of this one
 * empty, else cut between rows, its scale repeated as an artifact. Every box has the gantt as its source. */
struct placed gantt_place(struct flow *flow, const struct content *gantt,
                          const struct cursor *from, struct space space);

/* flow_block for CONTENT_CHART; cut as a gantt is, bands between the rows of their key. */
struct placed chart_place(struct flow *flow, const struct content *content,
                          const struct cursor *from, struct space space);
/* What a column needs to hold it, and the width beyond which nothing is gained. */
struct line_widths chart_widths(const struct content *content);

#endif
