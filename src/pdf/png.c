/* png: are all samples of this PNG there, and how does a PDF hold them? Every file is inflated and
 * unfiltered once, which proves it. What PDF can hold as PNG packs it (FlateDecode with PNG
 * predictors) then goes in as it came; interlaced, 16-bit and transparent pictures are written
 * anew. Not left to libharu: it ends the program on some damaged and on interlaced files, and takes
 * a truncated one for whole. */
#include <stdlib.h>
#include <string.h>

#include "pdf/image.h"
#include "pdf/save.h"

enum { SAMPLES_MAX = 256 << 20, DEFLATE_MOST = 1032 /* times that data can grow */ };
enum { PNG_GREY, PNG_RGB = 2, PNG_PALETTE, PNG_GREY_ALPHA, PNG_RGB_ALPHA = 6 };

struct png {
    const unsigned char *bytes;
    size_t size, at;
    unsigned width, height, depth, type, channels;
    bool interlaced;
    const unsigned char *palette, *clear; /* PLTE, tRNS */
    size_t palette_size, clear_size;
    struct buf data; /* IDAT, joined */
    size_t packed;   /* of it: what the samples take */
};

static uint32_t four(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* chunks */

static bool read_header(struct png *png, const unsigned char *body, size_t size) {
    static const struct {
        unsigned char type, channels, depths; /* bit set of 1, 2, 4, 8, 16 */
    } kinds[] = {{PNG_GREY, 1, 31},
                 {PNG_RGB, 3, 24},
                 {PNG_PALETTE, 1, 15},
                 {PNG_GREY_ALPHA, 2, 24},
                 {PNG_RGB_ALPHA, 4, 24}};
    if (size != 13 || png->width || body[10] || body[11] || body[12] > 1) {
        return false;
    }
    png->width = four(body);
    png->height = four(body + 4);
    png->depth = body[8];
    png->type = body[9];
    png->interlaced = body[12];
    bool power = png->depth && png->depth <= 16 && !(png->depth & (png->depth - 1));
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].type == png->type && power && kinds[i].depths & png->depth) {
            png->channels = kinds[i].channels;
        }
    }
    return png->channels && png->width && png->height && png->width <= 65535 &&
           png->height <= 65535;
}

static bool read_chunk(struct png *png, const char *name, const unsigned char *body, size_t size) {
    if (!strcmp(name, "IHDR")) {
        return read_header(png, body, size);
    }
    if (!strcmp(name, "IDAT")) {
        buf_bytes(&png->data, body, size);
    } else if (!strcmp(name, "PLTE")) {
        png->palette = body;
        png->palette_size = size / 3;
        return size && size % 3 == 0 && png->palette_size <= 256;
    } else if (!strcmp(name, "tRNS")) {
        png->clear = body;
        png->clear_size = size;
    } else if (!(name[0] & 32)) {
        return false; /* critical, and unknown */
    }
    return true;
}

static bool transparency_whole(const struct png *png) {
    return !png->clear || png->type == PNG_GREY_ALPHA || png->type == PNG_RGB_ALPHA ||
           (png->type == PNG_PALETTE ? png->clear_size <= png->palette_size
                                     : png->clear_size == 2 * (size_t)png->channels);
}

static bool read_chunks(struct png *png) {
    static const unsigned char magic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    if (png->size < sizeof magic || memcmp(png->bytes, magic, sizeof magic) != 0) {
        return false;
    }
    for (png->at = sizeof magic; png->size - png->at >= 12;) {
        const unsigned char *chunk = png->bytes + png->at;
        size_t size = four(chunk);
        if (size > png->size - png->at - 12 ||
            crc32_bytes(chunk + 4, size + 4) != four(chunk + 8 + size)) {
            return false;
        }
        char name[5] = {(char)chunk[4], (char)chunk[5], (char)chunk[6], (char)chunk[7], 0};
        png->at += size + 12;
        if (!strcmp(name, "IEND")) {
            return png->data.size && (png->type != PNG_PALETTE || png->palette) &&
                   transparency_whole(png);
        }
        if ((!png->width && strcmp(name, "IHDR") != 0) || !read_chunk(png, name, chunk + 8, size)) {
            return false;
        }
    }
    return false;
}

/* samples */

/* Where the pixels of the passes of an interlaced picture lie: the first, and the distance (ISO/IEC
 * 15948, 8.2). The last row is a picture that is not interlaced. */
static const struct pass {
    unsigned x, y, dx, dy;
} passes[] = {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
              {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}, {0, 0, 1, 1}};

static size_t row_bytes(const struct png *png, size_t width) {
    return (width * png->channels * png->depth + 7) / 8;
}

static unsigned steps(unsigned size, unsigned first, unsigned step) {
    return size > first ? (size - first + step - 1) / step : 0;
}

/* Bytes of the filtered rows of a pass. */
static size_t pass_bytes(const struct png *png, const struct pass *pass) {
    size_t width = steps(png->width, pass->x, pass->dx);
    return width ? steps(png->height, pass->y, pass->dy) * (1 + row_bytes(png, width)) : 0;
}

static unsigned char paeth(int left, int above, int corner) {
    int estimate = left + above - corner;
    int to_left = abs(estimate - left), to_above = abs(estimate - above),
        to_corner = abs(estimate - corner);
    return (unsigned char)(to_left <= to_above && to_left <= to_corner ? left
                           : to_above <= to_corner                     ? above
                                                                       : corner);
}

/* Undoes the filter of a row of SIZE bytes in place; ABOVE is the row before it, or NULL. */
static bool unfilter(unsigned filter, unsigned char *row, const unsigned char *above, size_t size,
                     size_t pixel) {
    for (size_t i = 0; i < size && filter; i++) {
        int left = i >= pixel ? row[i - pixel] : 0, up = above ? above[i] : 0;
        int corner = above && i >= pixel ? above[i - pixel] : 0;
        int add = filter == 1   ? left
                  : filter == 2 ? up
                  : filter == 3 ? (left + up) / 2
                                : paeth(left, up, corner);
        row[i] = (unsigned char)(row[i] + add);
    }
    return filter <= 4;
}

/* Pixel X of a row, as it lies there, to pixel TO of another. */
static void copy_pixel(const struct png *png, const unsigned char *from, size_t x,
                       unsigned char *row, size_t to) {
    size_t bits = (size_t)png->channels * png->depth;
    if (bits >= 8) {
        memcpy(row + to * bits / 8, from + x * bits / 8, bits / 8);
        return;
    }
    unsigned value = from[x * bits / 8] >> (8 - bits - x * bits % 8) & ((1u << bits) - 1);
    row[to * bits / 8] |= (unsigned char)(value << (8 - bits - to * bits % 8));
}

/* The rows of PASS, filtered at FROM, to where they belong in ROWS. */
static bool place_pass(const struct png *png, const struct pass *pass, unsigned char *from,
                       unsigned char *rows) {
    size_t width = steps(png->width, pass->x, pass->dx), size = row_bytes(png, width);
    size_t pixel = (size_t)png->channels * png->depth / 8, full = row_bytes(png, png->width);
    const unsigned char *above = NULL;
    for (size_t y = pass->y; width && y < png->height; y += pass->dy, from += size + 1) {
        if (!unfilter(from[0], from + 1, above, size, pixel ? pixel : 1)) {
            return false;
        }
        above = from + 1;
        unsigned char *row = rows + y * full;
        if (pass->dx == 1 && pass->x == 0) {
            memcpy(row, above, size);
            continue;
        }
        for (size_t i = 0; i < width; i++) {
            copy_pixel(png, above, i, row, pass->x + i * pass->dx);
        }
    }
    return true;
}

/* The samples without filters, row after row, each from a whole byte on; NULL when they are not all
 * there. The caller frees them. */
static unsigned char *read_samples(struct png *png) {
    const struct pass *first = png->interlaced ? passes : passes + 7;
    const struct pass *end = png->interlaced ? passes + 7 : passes + 8;
    size_t full = row_bytes(png, png->width) * png->height, filtered = 0;
    for (const struct pass *pass = first; pass < end; pass++) {
        filtered += pass_bytes(png, pass);
    }
    if (filtered > SAMPLES_MAX || filtered / DEFLATE_MOST > png->data.size) {
        return NULL;
    }
    unsigned char *from = memory_realloc(NULL, filtered), *rows = NULL;
    bool good = inflate_bytes(png->data.data, png->data.size, from, filtered, &png->packed);
    if (good) {
        rows = memory_realloc(NULL, full);
        memset(rows, 0, full);
    }
    unsigned char *at = from;
    for (const struct pass *pass = first; good && pass < end; pass++) {
        good = place_pass(png, pass, at, rows);
        at += pass_bytes(png, pass);
    }
    free(from);
    if (!good) {
        free(rows);
        return NULL;
    }
    return rows;
}

/* writing */

static unsigned sample(const struct png *png, const unsigned char *row, size_t index) {
    if (png->depth == 16) {
        return (unsigned)row[2 * index] << 8 | row[2 * index + 1];
    }
    size_t bit = index * png->depth;
    return row[bit / 8] >> (8 - png->depth - bit % 8) & ((1u << png->depth) - 1);
}

/* A sample of 8 or 16 bits as 8, rounded. */
static unsigned char byte_of(const struct png *png, unsigned value) {
    return (unsigned char)(png->depth == 16 ? (value * 255 + 32895) >> 16 : value);
}

static unsigned char opacity(const struct png *png, const unsigned char *row, size_t x) {
    size_t first = x * png->channels;
    if (png->type == PNG_GREY_ALPHA || png->type == PNG_RGB_ALPHA) {
        return byte_of(png, sample(png, row, first + png->channels - 1));
    }
    if (png->type == PNG_PALETTE) {
        unsigned index = sample(png, row, first);
        return index < png->clear_size ? png->clear[index] : 255;
    }
    for (size_t i = 0; i < png->channels; i++) {
        unsigned clear = (unsigned)png->clear[2 * i] << 8 | png->clear[2 * i + 1];
        if (sample(png, row, first + i) != clear) {
            return 255;
        }
    }
    return 0;
}

/* The soft mask of a picture that has anything but opaque pixels, else NULL. */
static pdf_object write_mask(struct pdf *pdf, const struct png *png, const unsigned char *rows) {
    bool alpha = png->type == PNG_GREY_ALPHA || png->type == PNG_RGB_ALPHA;
    if (!alpha && !png->clear) {
        return NULL;
    }
    size_t count = (size_t)png->width * png->height, at = 0;
    unsigned char *mask = memory_realloc(NULL, count), least = 255;
    for (size_t y = 0; y < png->height; y++) {
        for (size_t x = 0; x < png->width; x++) {
            mask[at] = opacity(png, rows + y * row_bytes(png, png->width), x);
            least = mask[at] < least ? mask[at] : least;
            at++;
        }
    }
    pdf_object object = NULL;
    if (least < 255) {
        object = pdf_stream(pdf,
                            arena_format(pdf->arena,
                                         "/Type/XObject/Subtype/Image/Width %u/Height %u"
                                         "/ColorSpace/DeviceGray/BitsPerComponent 8",
                                         png->width, png->height),
                            mask, count, true);
    }
    free(mask);
    return object;
}

/* The samples of colour alone, 8 bits each: what alpha and 16 bits leave. *SIZE is their number. */
static unsigned char *colours(const struct png *png, const unsigned char *rows, size_t *size) {
    bool alpha = png->type == PNG_GREY_ALPHA || png->type == PNG_RGB_ALPHA;
    size_t kept = png->channels - (alpha ? 1 : 0), at = 0;
    *size = (size_t)png->width * png->height * kept;
    unsigned char *out = memory_realloc(NULL, *size);
    for (size_t y = 0; y < png->height; y++) {
        const unsigned char *row = rows + y * row_bytes(png, png->width);
        for (size_t x = 0; x < png->width; x++) {
            for (size_t i = 0; i < kept; i++) {
                out[at++] = byte_of(png, sample(png, row, x * png->channels + i));
            }
        }
    }
    return out;
}

static void put_space(const struct png *png, struct buf *entries) {
    if (png->type != PNG_PALETTE) {
        bool grey = png->type == PNG_GREY || png->type == PNG_GREY_ALPHA;
        buf_text(entries, grey ? "/ColorSpace/DeviceGray" : "/ColorSpace/DeviceRGB");
        return;
    }
    buf_format(entries, "/ColorSpace[/Indexed/DeviceRGB %zu<", png->palette_size - 1);
    for (size_t i = 0; i < 3 * png->palette_size; i++) {
        buf_format(entries, "%02X", png->palette[i]);
    }
    buf_text(entries, ">]");
}

/* A palette that is too short for some sample would show whatever the viewer likes. */
static bool palette_covers(const struct png *png, const unsigned char *rows) {
    if (png->type != PNG_PALETTE || png->palette_size >> png->depth) {
        return true;
    }
    for (size_t y = 0; y < png->height; y++) {
        for (size_t x = 0; x < png->width; x++) {
            if (sample(png, rows + y * row_bytes(png, png->width), x) >= png->palette_size) {
                return false;
            }
        }
    }
    return true;
}

static pdf_object write_image(struct pdf *pdf, const struct png *png, const unsigned char *rows) {
    bool alpha = png->type == PNG_GREY_ALPHA || png->type == PNG_RGB_ALPHA;
    pdf_object mask = write_mask(pdf, png, rows), object;
    struct buf entries = BUF_INIT;
    buf_format(&entries, "/Type/XObject/Subtype/Image/Width %u/Height %u/BitsPerComponent %u",
               png->width, png->height, png->depth == 16 ? 8 : png->depth);
    put_space(png, &entries);
    if (mask) {
        buf_text(&entries, "/SMask ");
        pdf_ref(&entries, mask);
    }
    if (alpha || png->depth == 16) {
        size_t size;
        unsigned char *out = colours(png, rows, &size);
        object = pdf_stream(pdf, entries.data, out, size, true);
        free(out);
    } else if (png->interlaced) {
        object =
            pdf_stream(pdf, entries.data, rows, row_bytes(png, png->width) * png->height, true);
    } else {
        buf_format(&entries,
                   "/DecodeParms<</Predictor 15/Colors %u/BitsPerComponent %u/Columns %u>>"
                   "/Filter/FlateDecode",
                   png->channels, png->depth, png->width);
        object = pdf_stream(pdf, entries.data, png->data.data, png->packed, false);
    }
    buf_free(&entries);
    return object;
}

pdf_object png_embed(struct pdf *pdf, const unsigned char *bytes, size_t size) {
    struct png png = {.bytes = bytes, .size = size};
    pdf_object object = NULL;
    unsigned char *rows = read_chunks(&png) ? read_samples(&png) : NULL;
    if (rows && palette_covers(&png, rows)) {
        object = write_image(pdf, &png, rows);
    }
    free(rows);
    buf_free(&png.data);
    return object;
}
