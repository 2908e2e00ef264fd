/* bind_image: which picture, how large, and what it says to whoever does not see it. Only the head of a PNG or
 * JPEG is read here; its pixels are the writer's business. */
#include "content/bind_private.h"

#include <string.h>

#include "base/file.h"

enum { IMAGE_MAX_BYTES = 32 << 20, IMAGE_DPI = 96 };

static unsigned be(const unsigned char *bytes, int count) {
    unsigned value = 0;
    while (count--) {
        value = value << 8 | *bytes++;
    }
    return value;
}

static bool png_size(struct image *image) {
    static const unsigned char magic[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    const unsigned char *bytes = image->bytes;
    if (image->size < 33 || memcmp(bytes, magic, sizeof magic) || memcmp(bytes + 12, "IHDR", 4)) {
        return false;
    }
    unsigned x = be(bytes + 16, 4), y = be(bytes + 20, 4);
    image->pixels_x = x <= 65535 ? (int)x : 0;
    image->pixels_y = y <= 65535 ? (int)y : 0;
    return true;
}

/* ISO/IEC 10918-1 B.1.1: segments up to the first start of frame. *COMPONENTS: of colour. */
static bool jpeg_size(struct image *image, unsigned *components) {
    const unsigned char *bytes = image->bytes;
    if (image->size < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8) {
        return false;
    }
    image->jpeg = true;
    for (size_t at = 2; at + 9 < image->size && bytes[at] == 0xFF;) {
        unsigned marker = bytes[at + 1], length = be(bytes + at + 2, 2);
        bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
                     marker != 0xCC;
        if (frame) {
            image->pixels_y = (int)be(bytes + at + 5, 2);
            image->pixels_x = (int)be(bytes + at + 7, 2);
            *components = bytes[at + 9];
            return true;
        }
        at += marker == 0xFF ? 1 : 2 + (length < 2 ? 2 : length);
    }
    return true;
}

static bool allowed(struct binder *binder, const char *path) {
    const struct bind_options *options = binder->options;
    if ((options->plan_folder && path_inside(options->plan_folder, path)) ||
        (options->template_folder && path_inside(options->template_folder, path))) {
        return true;
    }
    for (size_t i = 0; options->allowed && options->allowed[i]; i++) {
        if (path_inside(options->allowed[i], path)) {
            return true;
        }
    }
    return false;
}

static const struct image *image_open(struct binder *binder, const char *name,
                                      const char *folder, struct place place) {
    const char *path = path_join(binder->arena, folder, name);
    struct file_text file;
    int error = file_read(binder->arena, path, IMAGE_MAX_BYTES, &file);
    if (error) {
        diag_at(binder->diags, place, MSG_CANNOT_READ,
                arena_format(binder->arena, "%s: %s", name, strerror(error)));
        return NULL;
    }
    if (!allowed(binder, path)) {
        diag_at(binder->diags, place, MSG_PATH_OUTSIDE, name);
        return NULL;
    }
    struct image *image = arena_alloc(binder->arena, sizeof *image);
    image->path = path;
    image->bytes = (const unsigned char *)file.data;
    image->size = file.size;
    unsigned components = 0;
    if (!(png_size(image) || jpeg_size(image, &components)) || image->pixels_x <= 0 || image->pixels_y <= 0) {
        diag_at(binder->diags, place, MSG_BAD_IMAGE, name);
        return NULL;
    }
    if (components == 4) {
        diag_at(binder->diags, place, MSG_IMAGE_CMYK, name);
        return NULL;
    }
    return image;
}

void bind_image(struct binder *binder, struct content *parent, const struct block *block,
                const struct scope *scope) {
    const char *name = binder_string(binder, scope, block->as.image.path);
    if (text_empty(name)) {
        return;
    }
    /* A path written in the template stands beside it; one read from the plan stands beside the plan. */
    bool written = text_expr_constant(block->as.image.path);
    struct place place = binder_place(binder, scope, block->as.image.path, block->place);
    const struct image *opened = image_open(
        binder, name,
        written ? path_folder(binder->arena, block->place.file) : binder->options->plan_folder,
        place);
    if (!opened) {
        return;
    }
    const char *alt = binder_string(binder, scope, block->as.image.alt);
    if (text_empty(alt) && !block->as.image.decorative) {
        diag_at(binder->diags, place, MSG_IMAGE_WITHOUT_TEXT, name);
        return;
    }
    struct image *image = arena_alloc(binder->arena, sizeof *image);
    *image = *opened;
    int64_t width = block->as.image.width, height = block->as.image.height;
    if (!width && !height) {
        width = (int64_t)image->pixels_x * 72 * LEN_PT / IMAGE_DPI;
    }
    if (!width) {
        width = height * image->pixels_x / image->pixels_y;
    }
    if (!height) {
        height = width * image->pixels_y / image->pixels_x;
    }
    if (width > LEN_MAX / 2 || height > LEN_MAX / 2 || width < 1 || height < 1) {
        diag_at(binder->diags, place, MSG_BAD_IMAGE, name);
        return;
    }
    image->width = (len)width;
    image->height = (len)height;
    struct content *node = content_new(binder, parent, CONTENT_IMAGE, block->style, place);
    node->as.image = image;
    node->alt = block->as.image.decorative ? NULL : alt;
}
