/* Colour: the verdict word only, the 8 basic colours only. It never carries meaning alone. */
#ifndef REPORT_COLOR_H
#define REPORT_COLOR_H

#include "report/reporter.h"

/* Appends the word of verdict, coloured if has_color. Returns the columns it takes. */
size_t color_verdict(struct text *out, enum verdict verdict, bool is_red, bool has_color);

#endif
