/* The part of a block that shows what was received on a connection, cut into responses. */
#ifndef REPORT_RECEIVED_H
#define REPORT_RECEIVED_H

#include "report/block.h"

/* Appends the section of observation's connection; mark (or NULL) gets the caret. */
void received_write(const struct block *block, const struct observation *observation,
                    unsigned connection, const struct dump_mark *mark);

#endif
