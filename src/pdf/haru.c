/* haru: how do our objects get into libharu's table? As dictionaries whose body is text of ours. */
#include "pdf/haru.h"

#include <string.h>

#include <hpdf_doc.h>

#include "base/utf8.h"
#include "pdf/save.h"

static void on_error(HPDF_STATUS error, HPDF_STATUS detail, void *data) {
    struct pdf *pdf = data;
    pdf_fail(pdf, arena_format(pdf->arena, "libharu 0x%04lX (%lu)", (unsigned long)error,
                               (unsigned long)detail));
}

bool pdf_begin(struct pdf *pdf, struct arena *arena) {
    *pdf = (struct pdf){.arena = arena};
    if (strcmp(HPDF_GetVersion(), HPDF_VERSION_TEXT) != 0) {
        pdf_fail(pdf, arena_format(arena, "libharu %s, compiled for %s", HPDF_GetVersion(),
                                   HPDF_VERSION_TEXT));
        return false;
    }
    pdf->deflater = deflater_new();
    pdf->doc = HPDF_New(on_error, pdf);
    if (!pdf->doc) {
        pdf_fail(pdf, "HPDF_New");
    }
    return pdf->doc != NULL;
}

void pdf_end(struct pdf *pdf) {
    if (pdf->doc) {
        HPDF_Free(pdf->doc);
    }
    pdf->doc = NULL;
    deflater_free(pdf->deflater);
    pdf->deflater = NULL;
}

void pdf_fail(struct pdf *pdf, const char *what) {
    if (!pdf->failure) {
        pdf->failure = what;
    }
}

static HPDF_STATUS write_text(HPDF_Dict dict, HPDF_Stream stream) {
    return HPDF_Stream_WriteStr(stream, dict->attr);
}

pdf_object pdf_new(struct pdf *pdf) {
    HPDF_Dict dict = HPDF_Dict_New(pdf->doc->mmgr);
    if (!dict || HPDF_Xref_Add(pdf->doc->xref, dict) != HPDF_OK) {
        memory_exhausted();
    }
    dict->write_fn = write_text;
    dict->attr = arena_text(pdf->arena, "");
    return dict;
}

void pdf_set(struct pdf *pdf, pdf_object object, struct buf *body) {
    object->attr = arena_text(pdf->arena, buf_string(body));
    buf_clear(body);
}

pdf_object pdf_stream(struct pdf *pdf, const char *entries, const void *bytes, size_t size,
                      bool compress) {
    HPDF_Dict dict = HPDF_DictStream_New(pdf->doc->mmgr, pdf->doc->xref);
    if (!dict) {
        memory_exhausted();
    }
    struct buf packed = BUF_INIT;
    if (compress) {
        deflate_bytes(pdf->deflater, &packed, bytes, size);
        bytes = packed.data;
        size = packed.size;
    }
    /* A HPDF_UINT holds a length; nothing we write comes near it, but an attachment is a stranger's. */
    if (size > UINT32_MAX / 2 ||
        HPDF_Stream_Write(dict->stream, (const HPDF_BYTE *)bytes, (HPDF_UINT)size) != HPDF_OK) {
        pdf_fail(pdf, "HPDF_Stream_Write");
    }
    dict->filter = HPDF_STREAM_FILTER_NONE;
    dict->write_fn = write_text;
    dict->attr = arena_format(pdf->arena, "%s%s/Length %zu", entries,
                              compress ? "/Filter/FlateDecode" : "", size);
    buf_free(&packed);
    return dict;
}

unsigned pdf_number(pdf_object object) {
    return object->header.obj_id & 0x00FFFFFF;
}

const char *pdf_text(pdf_object object) {
    return object->write_fn == write_text ? object->attr : NULL;
}

void pdf_ref(struct buf *buf, pdf_object object) {
    buf_format(buf, "%u 0 R", pdf_number(object));
}

void pdf_length(struct buf *buf, int64_t thousandths) {
    int64_t cents = (thousandths + (thousandths < 0 ? -5 : 5)) / 10;
    if (cents < 0) {
        buf_char(buf, '-');
        cents = -cents;
    }
    buf_format(buf, "%lld", (long long)(cents / 100));
    if (cents % 100) {
        buf_format(buf, cents % 10 ? ".%02d" : ".%01d",
                   (int)(cents % 10 ? cents % 100 : cents % 100 / 10));
    }
}

void pdf_bytes(struct buf *buf, const void *bytes, size_t size) {
    const unsigned char *byte = bytes;
    buf_char(buf, '(');
    for (size_t i = 0; i < size; i++) {
        if (byte[i] == '(' || byte[i] == ')' || byte[i] == '\\') {
            buf_char(buf, '\\');
            buf_char(buf, (char)byte[i]);
        } else if (byte[i] == '\r') {
            buf_text(buf, "\\r");
        } else if (byte[i] == 0) {
            buf_text(buf, "\\000"); /* our texts end at a NUL */
        } else {
            buf_char(buf, (char)byte[i]);
        }
    }
    buf_char(buf, ')');
}

/* ISO 19005-2, 6.1.13: no string is longer than 32767 bytes. What says more than anyone would listen to is
 * cut between characters. */
static size_t string_size(const char *utf8) {
    enum { STRING_UNITS = 16000 };
    size_t size = strlen(utf8), at = 0, units = 0;
    for (size_t length; at < size; at += length) {
        units += utf8_decode(utf8 + at, size - at, &length) > 0xFFFF ? 2 : 1;
        if (units > STRING_UNITS) {
            return at;
        }
    }
    return size;
}

void pdf_string(struct buf *buf, const char *utf8) {
    size_t size = string_size(utf8);
    bool ascii = true;
    for (size_t i = 0; i < size; i++) {
        ascii &= utf8[i] >= 0x20 && utf8[i] < 0x7F;
    }
    if (ascii) {
        pdf_bytes(buf, utf8, size);
        return;
    }
    struct buf wide = BUF_INIT;
    buf_text(&wide, "\xFE\xFF");
    for (size_t at = 0, length; at < size; at += length) {
        uint32_t c = utf8_decode(utf8 + at, size - at, &length);
        if (c > 0xFFFF) {
            uint32_t high = 0xD800 + ((c - 0x10000) >> 10), low = 0xDC00 + ((c - 0x10000) & 0x3FF);
            buf_bytes(&wide, (const char[]){(char)(high >> 8), (char)high}, 2);
            c = low;
        }
        buf_bytes(&wide, (const char[]){(char)(c >> 8), (char)c}, 2);
    }
    pdf_bytes(buf, wide.data, wide.size);
    buf_free(&wide);
}

void pdf_name(struct buf *buf, const char *name) {
    buf_char(buf, '/');
    for (; *name; name++) {
        unsigned char c = (unsigned char)*name;
        if (c <= 0x20 || c >= 0x7F || strchr("()<>[]{}/%#", c)) {
            buf_format(buf, "#%02X", c);
        } else {
            buf_char(buf, (char)c);
        }
    }
}
