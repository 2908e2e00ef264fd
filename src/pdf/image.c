/* image: which pictures are in the file already, and is a JPEG whole? Its samples stay packed as
 * they are (DCTDecode is JPEG), so a flipped bit among them cannot be told from a picture; all that
 * stands around them is checked. */
#include "pdf/image.h"

#include <string.h>

int image_index(struct painter *painter, const struct image *image, const struct content *source) {
    struct pdf *pdf = painter->pdf;
    for (size_t i = 0; i < painter->image_count; i++) {
        if (!strcmp(painter->images[i].image->path, image->path)) {
            return painter->images[i].object ? (int)i : -1;
        }
    }
    pdf_object object = image->jpeg ? jpeg_embed(pdf, image->bytes, image->size)
                                    : png_embed(pdf, image->bytes, image->size);
    if (!object) {
        diag_at(painter->diags, source ? source->source : (struct place){0}, MSG_DAMAGED_IMAGE,
                image->path);
    }
    painter->images = arena_grow(pdf->arena, painter->images, painter->image_count,
                                 &painter->image_cap, sizeof *painter->images);
    painter->images[painter->image_count] = (struct painted_image){image, object};
    return object ? (int)painter->image_count++ : (int)(painter->image_count++, -1);
}

/* ISO/IEC 10918-1, B.1.1.3 */
enum {
    SOF0 = 0xC0,
    SOF1 = 0xC1,
    SOF2 = 0xC2,
    DHT = 0xC4,
    JPG = 0xC8,
    DAC = 0xCC,
    SOF15 = 0xCF,
    RST0 = 0xD0,
    RST7 = 0xD7,
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DQT = 0xDB
};

struct jpeg {
    const unsigned char *bytes;
    size_t size, at;
    unsigned width, height, components;
    bool tables; /* of quantization */
    bool scanned;
};

static unsigned two(const unsigned char *bytes) {
    return (unsigned)bytes[0] << 8 | bytes[1];
}

/* The frame header: what DCTDecode and the output intent can take. */
static bool read_frame(struct jpeg *jpeg, unsigned marker, const unsigned char *body, size_t size) {
    if (jpeg->components || size < 6 || marker > SOF2 || body[0] != 8) {
        return false;
    }
    jpeg->height = two(body + 1);
    jpeg->width = two(body + 3);
    jpeg->components = body[5];
    bool good = jpeg->width && jpeg->height && size == 6 + 3 * (size_t)jpeg->components &&
                (jpeg->components == 1 || jpeg->components == 3);
    for (unsigned i = 0; good && i < jpeg->components; i++) {
        unsigned sampling = body[7 + 3 * i];
        good = sampling >> 4 >= 1 && sampling >> 4 <= 4 && (sampling & 15) >= 1 &&
               (sampling & 15) <= 4 && body[8 + 3 * i] < 4;
    }
    return good;
}

/* A table for each byte that begins one; together they fill the segment (B.2.4.1). */
static bool quantization_whole(const unsigned char *body, size_t size) {
    while (size > 0) {
        size_t one = body[0] >> 4 ? 129 : 65;
        if (body[0] >> 4 > 1 || (body[0] & 15) > 3 || size < one) {
            return false;
        }
        body += one;
        size -= one;
    }
    return true;
}

static bool huffman_whole(const unsigned char *body, size_t size) {
    while (size > 0) {
        size_t one = 17;
        for (size_t i = 1; size >= 17 && i <= 16; i++) {
            one += body[i];
        }
        if (body[0] >> 4 > 1 || (body[0] & 15) > 3 || size < one || one > 17 + 256) {
            return false;
        }
        body += one;
        size -= one;
    }
    return true;
}

/* Moves over the samples of a scan, to the marker that ends them. */
static bool skip_samples(struct jpeg *jpeg) {
    while (jpeg->at + 1 < jpeg->size) {
        const unsigned char *byte = memchr(jpeg->bytes + jpeg->at, 0xFF, jpeg->size - jpeg->at - 1);
        if (!byte) {
            return false;
        }
        jpeg->at = (size_t)(byte - jpeg->bytes);
        if (byte[1] != 0 && (byte[1] < RST0 || byte[1] > RST7)) {
            return true;
        }
        jpeg->at += 2;
    }
    return false;
}

/* One marker with its segment; false when something is wrong with it. */
static bool read_segment(struct jpeg *jpeg, unsigned marker) {
    if (jpeg->size - jpeg->at < 2) {
        return false;
    }
    size_t length = two(jpeg->bytes + jpeg->at);
    if (length < 2 || length > jpeg->size - jpeg->at) {
        return false;
    }
    const unsigned char *body = jpeg->bytes + jpeg->at + 2;
    jpeg->at += length;
    switch (marker) {
    case DHT:
        return huffman_whole(body, length - 2);
    case DQT:
        jpeg->tables = true;
        return quantization_whole(body, length - 2);
    case SOS:
        jpeg->scanned = true;
        return jpeg->tables && length >= 6 && body[0] >= 1 && body[0] <= jpeg->components &&
               length == 6 + 2 * (size_t)body[0] && skip_samples(jpeg);
    case JPG:
    case DAC:
        return false; /* arithmetic coding, which DCTDecode has not */
    default:
        return marker < SOF0 || marker > SOF15 || read_frame(jpeg, marker, body, length - 2);
    }
}

static bool jpeg_whole(struct jpeg *jpeg) {
    if (jpeg->size < 4 || jpeg->bytes[0] != 0xFF || jpeg->bytes[1] != SOI) {
        return false;
    }
    for (jpeg->at = 2; jpeg->at + 1 < jpeg->size;) {
        unsigned marker = jpeg->bytes[jpeg->at + 1];
        if (jpeg->bytes[jpeg->at] != 0xFF || marker < 2 || (marker >= RST0 && marker <= SOI)) {
            return false;
        }
        if (marker == 0xFF) { /* fill */
            jpeg->at++;
            continue;
        }
        jpeg->at += 2;
        if (marker == EOI) {
            return jpeg->scanned;
        }
        if (!read_segment(jpeg, marker)) {
            return false;
        }
    }
    return false;
}

pdf_object jpeg_embed(struct pdf *pdf, const unsigned char *bytes, size_t size) {
    struct jpeg jpeg = {.bytes = bytes, .size = size};
    if (!jpeg_whole(&jpeg)) {
        return NULL;
    }
    /* What follows EOI (some cameras append a second picture) stays out. */
    return pdf_stream(pdf,
                      arena_format(pdf->arena,
                                   "/Type/XObject/Subtype/Image/Width %u/Height %u/ColorSpace/%s"
                                   "/BitsPerComponent 8/Filter/DCTDecode",
                                   jpeg.width, jpeg.height,
                                   jpeg.components == 1 ? "DeviceGray" : "DeviceRGB"),
                      bytes, jpeg.at, false);
}
