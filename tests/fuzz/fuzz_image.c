/* fuzz_image: any bytes as a PNG (its checksums made right, so that they hide nothing) and as a
 * JPEG: an image object or none, never a crash, never memory without measure. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pdf/image.h"
#include "pdf/save.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void mend(unsigned char *bytes, size_t size) {
    for (size_t at = 8; at < size && size - at >= 12;) {
        size_t length = (size_t)bytes[at] << 24 | (size_t)bytes[at + 1] << 16 |
                        (size_t)bytes[at + 2] << 8 | bytes[at + 3];
        if (length > size - at - 12)
            return;
        uint32_t sum = crc32_bytes(bytes + at + 4, length + 4);
        for (int i = 0; i < 4; i++)
            bytes[at + 8 + length + (size_t)i] = (unsigned char)(sum >> (24 - 8 * i));
        at += length + 12;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new();
    struct pdf pdf;
    unsigned char *copy = malloc(size + 1);
    if (!copy || !pdf_begin(&pdf, arena))
        abort();
    memcpy(copy, data, size);
    jpeg_embed(&pdf, copy, size);
    mend(copy, size);
    png_embed(&pdf, copy, size);
    if (pdf.failure)
        abort();
    free(copy);
    pdf_end(&pdf);
    arena_free(arena);
    return 0;
}
