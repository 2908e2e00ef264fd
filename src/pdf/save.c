/* save: how do objects become a file? One pass over libharu's table and the raw objects; every offset is kept
 * for the cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). */
#include "pdf/save.h"

#include <stdlib.h>
#include <string.h>

#include <hpdf_doc.h>
#include <hpdf_encrypt.h>
#include <libdeflate.h>

enum { OBJECTS_PER_STREAM = 200, DEFLATE_LEVEL = 9 };

void deflate_bytes(struct buf *out, const void *bytes, size_t size) {
    struct libdeflate_compressor *compressor = libdeflate_alloc_compressor(DEFLATE_LEVEL);
    if (!compressor) {
        memory_exhausted();
    }
    size_t bound = libdeflate_zlib_compress_bound(compressor, size);
    char *room = memory_realloc(NULL, bound);
    size_t packed = libdeflate_zlib_compress(compressor, bytes, size, room, bound);
    libdeflate_free_compressor(compressor);
    buf_bytes(out, room, packed);
    free(room);
}

/* Where an object is: free, at an offset, or in an object stream at an index. */
struct entry {
    unsigned char type; /* 0, 1, 2 */
    uint64_t where;
    unsigned index;
};

struct saver {
    struct pdf *pdf;
    struct file_out *out;
    uint64_t offset;
    struct HPDF_MD5Context digest;
    struct entry *entries;
    size_t count, cap; /* of entries: by object number */
    unsigned pending[OBJECTS_PER_STREAM];
    size_t starts[OBJECTS_PER_STREAM];
    size_t pending_count;
    struct buf pending_text;
    unsigned next_number; /* of object streams */
};

static void put(struct saver *saver, const void *bytes, size_t size) {
    file_write(saver->out, bytes, size);
    for (size_t done = 0; done < size;) { /* MD5Update takes 32-bit lengths */
        size_t part = size - done < (1u << 30) ? size - done : 1u << 30;
        HPDF_MD5Update(&saver->digest, (const HPDF_BYTE *)bytes + done, (HPDF_UINT32)part);
        done += part;
    }
    saver->offset += size;
}

static struct entry *entry_of(struct saver *saver, unsigned number) {
    while (saver->count <= number) {
        saver->entries = arena_grow(saver->pdf->arena, saver->entries, saver->count, &saver->cap,
                                    sizeof *saver->entries);
        saver->entries[saver->count++] = (struct entry){0};
    }
    return &saver->entries[number];
}

static void put_stream(struct saver *saver, unsigned number, const char *entries, const void *bytes,
                       size_t size) {
    *entry_of(saver, number) = (struct entry){1, saver->offset, 0};
    struct buf head = BUF_INIT;
    buf_format(&head, "%u 0 obj\n<<%s>>\nstream\n", number, entries);
    put(saver, head.data, head.size);
    put(saver, bytes, size);
    put(saver, "\nendstream\nendobj\n", 18);
    buf_free(&head);
}

static void flush_pending(struct saver *saver) {
    if (!saver->pending_count) {
        return;
    }
    struct buf text = BUF_INIT, packed = BUF_INIT, entries = BUF_INIT;
    unsigned number = saver->next_number++;
    for (size_t i = 0; i < saver->pending_count; i++) {
        buf_format(&text, "%u %zu ", saver->pending[i], saver->starts[i]);
        *entry_of(saver, saver->pending[i]) = (struct entry){2, number, (unsigned)i};
    }
    size_t first = text.size;
    buf_bytes(&text, saver->pending_text.data, saver->pending_text.size);
    deflate_bytes(&packed, text.data, text.size);
    buf_format(&entries, "/Type/ObjStm/N %zu/First %zu/Filter/FlateDecode/Length %zu",
               saver->pending_count, first, packed.size);
    put_stream(saver, number, buf_string(&entries), packed.data, packed.size);
    buf_clear(&saver->pending_text);
    saver->pending_count = 0;
    buf_free(&text);
    buf_free(&packed);
    buf_free(&entries);
}

/* Begins a value in the current object stream; the caller appends it to pending_text. */
static void begin_pending(struct saver *saver, unsigned number) {
    if (saver->pending_count == OBJECTS_PER_STREAM) {
        flush_pending(saver);
    }
    saver->pending[saver->pending_count] = number;
    saver->starts[saver->pending_count++] = saver->pending_text.size;
}

static void stream_bytes(HPDF_Stream stream, struct buf *out) {
    for (HPDF_UINT i = 0; i < HPDF_MemStream_GetBufCount(stream); i++) {
        HPDF_UINT size;
        HPDF_BYTE *bytes = HPDF_MemStream_GetBufPtr(stream, i, &size);
        buf_bytes(out, bytes, size);
    }
}

/* A value that libharu made (images): written by libharu. */
static void haru_value(struct saver *saver, void *object, struct buf *out) {
    HPDF_Stream stream = HPDF_MemStream_New(saver->pdf->doc->mmgr, 4096);
    if (!stream) {
        memory_exhausted();
    }
    if (HPDF_Obj_WriteValue(object, stream, NULL) != HPDF_OK) {
        pdf_fail(saver->pdf, "HPDF_Obj_WriteValue");
    }
    stream_bytes(stream, out);
    HPDF_Stream_Free(stream);
}

/* A stream that libharu made: its dictionary without the stream, and the data filtered as it asks. */
static void put_haru_stream(struct saver *saver, unsigned number, HPDF_Dict dict) {
    struct buf raw = BUF_INIT, packed = BUF_INIT, value = BUF_INIT, entries = BUF_INIT;
    stream_bytes(dict->stream, &raw);
    bool flate = dict->filter & HPDF_STREAM_FILTER_FLATE_DECODE;
    bool jpeg = dict->filter & HPDF_STREAM_FILTER_DCT_DECODE;
    if (flate) {
        deflate_bytes(&packed, raw.data, raw.size);
    }
    const struct buf *data = flate ? &packed : &raw;
    HPDF_Stream stream = dict->stream;
    dict->stream = NULL; /* so that only the dictionary is written */
    HPDF_Dict_RemoveElement(dict, "Length");
    HPDF_Dict_RemoveElement(dict, "Filter");
    HPDF_Error_Reset(&saver->pdf->doc->error); /* removing what is not there is no error */
    haru_value(saver, dict, &value);
    dict->stream = stream;
    const char *begin = strstr(buf_string(&value), "<<");
    size_t end = value.size;
    while (end > 0 && value.data[end - 1] != '>') {
        end--;
    }
    if (begin && value.data + end > begin + 4) {
        buf_bytes(&entries, begin + 2, (size_t)(value.data + end - begin) - 4);
    }
    buf_format(&entries, "%s/Length %zu",
               flate  ? "/Filter/FlateDecode"
               : jpeg ? "/Filter/DCTDecode"
                      : "",
               data->size);
    put_stream(saver, number, buf_string(&entries), data->data, data->size);
    buf_free(&raw);
    buf_free(&packed);
    buf_free(&value);
    buf_free(&entries);
}

/* libharu's own catalog, page tree and information dictionary stay behind: ours replace them. */
static bool left_behind(const struct pdf *pdf, const void *object) {
    return object == pdf->doc->catalog || object == pdf->doc->root_pages ||
           object == pdf->doc->info;
}

static void put_object(struct saver *saver, unsigned number, void *object) {
    HPDF_Obj_Header *header = object;
    bool is_dict = (header->obj_class & HPDF_OCLASS_ANY) == HPDF_OCLASS_DICT;
    HPDF_Dict dict = object;
    if (left_behind(saver->pdf, object)) {
        entry_of(saver, number);
    } else if (is_dict && dict->stream) {
        if (pdf_text(dict)) {
            struct buf data = BUF_INIT;
            stream_bytes(dict->stream, &data);
            put_stream(saver, number, pdf_text(dict), data.data, data.size);
            buf_free(&data);
        } else {
            put_haru_stream(saver, number, dict);
        }
    } else if (is_dict && pdf_text(dict)) {
        begin_pending(saver, number);
        buf_text(&saver->pending_text, "<<");
        buf_text(&saver->pending_text, pdf_text(dict));
        buf_text(&saver->pending_text, ">>\n");
    } else {
        begin_pending(saver, number);
        haru_value(saver, object, &saver->pending_text);
        buf_char(&saver->pending_text, '\n');
    }
}

unsigned save_first_raw(const struct pdf *pdf) {
    return pdf->doc->xref->entries->count;
}

static void put_big_endian(struct buf *buf, uint64_t value, int bytes) {
    while (bytes--) {
        buf_char(buf, (char)(value >> (8 * bytes)));
    }
}

/* The cross-reference stream, with the PNG "up" predictor: columns that grow slowly pack well. */
static void put_xref(struct saver *saver, pdf_object catalog, pdf_object info) {
    unsigned number = saver->next_number;
    uint64_t at = saver->offset;
    *entry_of(saver, number) = (struct entry){1, at, 0};
    int wide = at >> 32 ? 5 : 4;
    struct buf rows = BUF_INIT, packed = BUF_INIT, entries = BUF_INIT, row = BUF_INIT;
    char previous[8] = {0};
    for (size_t i = 0; i < saver->count; i++) {
        const struct entry *entry = &saver->entries[i];
        buf_clear(&row);
        put_big_endian(&row, entry->type, 1);
        put_big_endian(&row, entry->where, wide);
        put_big_endian(&row, i ? entry->index : 65535, 2);
        buf_char(&rows, 2);
        for (size_t k = 0; k < row.size; k++) {
            buf_char(&rows, (char)(row.data[k] - previous[k]));
            previous[k] = row.data[k];
        }
    }
    deflate_bytes(&packed, rows.data, rows.size);
    HPDF_BYTE id[16];
    HPDF_MD5Final(id, &saver->digest);
    buf_format(&entries, "/Type/XRef/Size %zu/W[1 %d 2]/Root %u 0 R/Info %u 0 R/ID[<", saver->count,
               wide, pdf_number(catalog), pdf_number(info));
    for (int twice = 0; twice < 2; twice++) {
        for (int i = 0; i < 16; i++) {
            buf_format(&entries, "%02X", id[i]);
        }
        buf_text(&entries, twice ? ">]" : "><");
    }
    buf_format(&entries, "/DecodeParms<</Predictor 12/Columns %d>>/Filter/FlateDecode/Length %zu",
               wide + 3, packed.size);
    put_stream(saver, number, buf_string(&entries), packed.data, packed.size);
    buf_clear(&entries);
    buf_format(&entries, "startxref\n%llu\n%%%%EOF\n", (unsigned long long)at);
    put(saver, entries.data, entries.size);
    buf_free(&rows);
    buf_free(&packed);
    buf_free(&entries);
    buf_free(&row);
}

bool save_document(struct pdf *pdf, pdf_object catalog, pdf_object info,
                   const struct raw_objects *raw, struct file_out *out) {
    struct saver saver = {.pdf = pdf, .out = out};
    HPDF_Xref xref = pdf->doc->xref;
    unsigned own = xref->entries->count;
    HPDF_MD5Init(&saver.digest);
    saver.next_number = own + (unsigned)raw->count;
    put(&saver, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n", 15);
    entry_of(&saver, 0);
    for (unsigned i = 1; i < own; i++) {
        put_object(&saver, i, HPDF_Xref_GetEntry(xref, i)->obj);
    }
    for (size_t i = 0; i < raw->count; i++) {
        begin_pending(&saver, own + (unsigned)i);
        raw->write(raw->self, i, &saver.pending_text);
        buf_char(&saver.pending_text, '\n');
    }
    flush_pending(&saver);
    put_xref(&saver, catalog, info);
    buf_free(&saver.pending_text);
    if (HPDF_GetError(pdf->doc) != HPDF_OK) {
        pdf_fail(pdf, "libharu");
    }
    return !pdf->failure;
}
