/* length: the unit of layout. */
#ifndef PIAO_BASE_LENGTH_H
#define PIAO_BASE_LENGTH_H

#include <stdint.h>

/* Integer thousandths of a point (1/72000 inch): layout is exact and the same on every machine. */
typedef int32_t len;

#define LEN_PT  1000
#define LEN_MM  2835      /* 1 mm = 2.834645... pt, rounded to a thousandth of a point */
#define LEN_MAX INT32_MAX /* "no limit"; about 757 m */

#endif
