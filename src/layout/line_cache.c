/* What have fonts and patterns already answered? One table of byte strings, told apart by a tag:
 * the widths of a face, the divisions of words, the characters already reported. */
#include "layout/line_private.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

enum {
    MEMO_FIRST = 1024,  /* a power of two */
    MEMO_TEXT_MAX = 64, /* longer runs do not come twice */
    TAG_HYPHENS = -1,   /* widths have tags from 0: face and whether it is tracked */
    TAG_REPORTED = -2,
    TAG_COVER = -16, /* less the face */
    COVER_UNKNOWN = -2
};

static void memo_grow(struct arena *arena, struct typeset_cache *cache) {
    size_t cap = cache->memo_cap * 2;
    struct memo_entry *memo = arena_array(arena, cap, sizeof *memo);
    for (size_t i = 0; i < cache->memo_cap; i++) {
        const struct memo_entry *entry = &cache->memo[i];
        if (entry->text != NULL) {
            size_t at = entry->hash & (cap - 1);
            while (memo[at].text != NULL) {
                at = (at + 1) & (cap - 1);
            }
            memo[at] = *entry;
        }
    }
    cache->memo = memo;
    cache->memo_cap = cap;
}

/* The value's place for a text under a tag; *NEW when it was not there. */
static uint64_t *memo_find(struct typesetter *ts, int32_t tag, const char *text, size_t size,
                           bool *new) {
    struct typeset_cache *cache = ts->cache;
    if (cache->memo_count * 2 >= cache->memo_cap) {
        memo_grow(ts->arena, cache);
    }
    uint64_t hash = text_hash(text, size) + (uint64_t)(uint32_t)tag * 0x9E3779B97F4A7C15u;
    hash ^= hash >> 32;
    size_t at = hash & (cache->memo_cap - 1);
    for (; cache->memo[at].text != NULL; at = (at + 1) & (cache->memo_cap - 1)) {
        struct memo_entry *entry = &cache->memo[at];
        if (entry->hash == hash && entry->tag == tag && entry->size == size &&
            memcmp(entry->text, text, size) == 0) {
            *new = false;
            return &entry->value;
        }
    }
    cache->memo_count++;
    cache->memo[at] = (struct memo_entry){
        .text = arena_slice(ts->arena, text, size), .size = size, .hash = hash, .tag = tag};
    *new = true;
    return &cache->memo[at].value;
}

struct typeset_cache *cache_open(struct typesetter *ts) {
    if (ts->cache == NULL) {
        ts->cache = arena_alloc(ts->arena, sizeof *ts->cache);
        ts->cache->memo = arena_array(ts->arena, MEMO_FIRST, sizeof *ts->cache->memo);
        ts->cache->memo_cap = MEMO_FIRST;
    }
    return ts->cache;
}

fine run_width(struct typesetter *ts, const struct run *run, const char *text, size_t size) {
    const struct metrics *metrics = ts->metrics;
    const struct style *style = run->style;
    bool tracked = style->tracking != 0;
    fine advance;
    if (size > MEMO_TEXT_MAX) {
        advance = metrics->advance(metrics->self, run->face, tracked, text, size);
    } else {
        bool new;
        uint64_t *value = memo_find(ts, run->face * 2 + tracked, text, size, &new);
        if (new) {
            *value = (uint64_t)metrics->advance(metrics->self, run->face, tracked, text, size);
        }
        advance = (fine)*value;
    }
    if (tracked) {
        advance += (fine)style->tracking * (fine)utf8_count(text, size);
    }
    return advance * style->size;
}

struct face_cover *cache_cover(struct typesetter *ts, face_id face) {
    struct face_cover *cover = ts->cache->covers;
    while (cover != NULL && cover->face != face) {
        cover = cover->next;
    }
    if (cover == NULL) {
        cover = arena_alloc(ts->arena, sizeof *cover);
        cover->face = face;
        for (size_t i = 0; i < COVER_NEAR; i++) {
            cover->near[i] = COVER_UNKNOWN;
        }
        cover->next = ts->cache->covers;
        ts->cache->covers = cover;
    }
    return cover;
}

face_id cover_find(struct typesetter *ts, struct face_cover *cover, uint32_t codepoint) {
    if (cover->face < 0) {
        return -1;
    }
    const struct metrics *metrics = ts->metrics;
    if (codepoint < COVER_NEAR) {
        face_id *near = &cover->near[codepoint];
        if (*near == COVER_UNKNOWN) {
            *near = metrics->cover(metrics->self, cover->face, codepoint);
        }
        return *near;
    }
    char text[4];
    size_t size = utf8_encode(codepoint, text);
    bool new;
    uint64_t *value = memo_find(ts, TAG_COVER - cover->face, text, size, &new);
    if (new) {
        *value = (uint64_t)metrics->cover(metrics->self, cover->face, codepoint);
    }
    return (face_id)(int64_t)*value;
}

uint64_t cache_hyphens(struct typesetter *ts, const char *word, size_t size) {
    if (ts->hyphens == NULL || size > HYPHENS_WORD_MAX) {
        return 0;
    }
    bool new;
    uint64_t *value = memo_find(ts, TAG_HYPHENS, word, size, &new);
    if (new) {
        bool breaks[HYPHENS_WORD_MAX];
        hyphens_find(ts->hyphens, word, size, breaks);
        for (size_t i = 0; i < size; i++) {
            *value |= (uint64_t)breaks[i] << i;
        }
    }
    return *value;
}

bool cache_first_report(struct typesetter *ts, uint32_t codepoint) {
    char text[4];
    size_t size = utf8_encode(codepoint, text);
    bool new;
    memo_find(ts, TAG_REPORTED, text, size, &new);
    return new;
}
