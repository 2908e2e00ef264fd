/* bind_abbreviation: where is an abbreviation met first? Each text is read once, word by word; a
 * word that the template explains becomes a span with its expansion, the first time in each sheet.
 * Links and parts that say something of their own are left as their author wrote them. */
#include "content/bind_private.h"

#include <string.h>

#include "base/utf8.h"

struct known {
    const struct abbreviation *abbreviation; /* NULL: an empty slot */
    unsigned sheet;                          /* the last one that has it, from 1 */
};

struct finder {
    struct binder *binder;
    struct known *slots;
    size_t mask;
    unsigned sheet;
};

static struct known *find(const struct finder *finder, const char *word, size_t size) {
    size_t slot = (size_t)text_hash(word, size) & finder->mask;
    for (; finder->slots[slot].abbreviation; slot = (slot + 1) & finder->mask) {
        const char *known = finder->slots[slot].abbreviation->word;
        if (!strncmp(known, word, size) && !known[size]) {
            break;
        }
    }
    return &finder->slots[slot];
}

/* A new span behind SPAN that has its text from AT on; SPAN keeps what is before. */
static struct span *split(struct finder *finder, struct span *span, size_t at) {
    struct arena *arena = finder->binder->arena;
    struct span *rest = arena_alloc(arena, sizeof *rest);
    *rest = *span;
    rest->text = span->text + at;
    span->text = arena_slice(arena, span->text, at);
    span->next = rest;
    return rest;
}

static bool is_plain(const struct span *span) {
    return span->field == FIELD_NONE && !span->page_of && !span->leader && !span->uri &&
           !span->target && !span->language && !span->expansion && !span->actual_text;
}

/* Splits SPAN around the abbreviations that the sheet meets here. */
static void explain(struct finder *finder, struct span *span) {
    size_t size = strlen(span->text), length;
    for (size_t at = 0; at < size;) {
        size_t word = utf8_word(span->text + at, size - at);
        if (!word) {
            utf8_decode(span->text + at, size - at, &length);
            at += length;
            continue;
        }
        struct known *known = find(finder, span->text + at, word);
        if (!known->abbreviation || known->sheet == finder->sheet) {
            at += word;
            continue;
        }
        known->sheet = finder->sheet;
        size -= at;
        if (at > 0) {
            span = split(finder, span, at);
        }
        struct span *rest = word < size ? split(finder, span, word) : NULL;
        span->expansion = known->abbreviation->expansion;
        if (!rest) {
            return;
        }
        span = rest;
        size -= word;
        at = 0;
    }
}

static void walk(struct finder *finder, struct content *node) {
    if (node->type == CONTENT_SHEET) {
        finder->sheet++;
    }
    if (node->type == CONTENT_TABLE && node->as.table.caption) {
        walk(finder, node->as.table.caption);
    }
    for (struct span *span = node->type == CONTENT_ITEM ? NULL : node->spans, *next; span;
         span = next) {
        next = span->next;
        if (is_plain(span)) {
            explain(finder, span);
        }
    }
    for (struct content *child = node->first; child; child = child->next) {
        walk(finder, child);
    }
}

void bind_abbreviations(struct binder *binder, struct content *root) {
    size_t count = 0;
    for (const struct abbreviation *each = binder->tmpl->abbreviations; each; each = each->next) {
        count++;
    }
    if (!count) {
        return;
    }
    struct finder finder = {.binder = binder, .mask = 1};
    while (finder.mask < 2 * count) {
        finder.mask *= 2;
    }
    finder.slots = arena_array(binder->arena, finder.mask, sizeof *finder.slots);
    finder.mask--;
    for (const struct abbreviation *each = binder->tmpl->abbreviations; each; each = each->next) {
        find(&finder, each->word, strlen(each->word))->abbreviation = each;
    }
    walk(&finder, root);
}
