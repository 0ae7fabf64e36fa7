/* The part of a block that shows what was sent on a connection, step by step. */
#ifndef REPORT_SENT_H
#define REPORT_SENT_H

#include "report/block.h"

/* Appends the section; the block's result has a case and an observation with that connection. */
void sent_write(const struct block *block, unsigned connection);

#endif
