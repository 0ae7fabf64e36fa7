/* Any bytes as a case file and as a requirement table: loading and linting must only complain. */
#include "suite/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct collection *collection = collection_new();
    struct text out = {0};
    collection_load_requirements(collection, "fuzz.json", span_make(data, size));
    collection_load_source(collection, "fuzz.json", NULL, span_make(data, size), (struct names){0});
    collection_finish(collection);
    lint_collection(collection, &out);
    text_done(&out);
    collection_free(collection);
    return 0;
}
