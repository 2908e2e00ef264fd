/* bind_style: looks laid over looks: bold in a paragraph, a link in a heading, a tight list item.
 * Each combination is made once. */
#include "content/bind_private.h"

enum {
    LOOK_OVERLAY = 1,
    LOOK_BOLD = 2,
    LOOK_ITALIC = 4,
    LOOK_LINK = 8,
    LOOK_TIGHT = 16,
    LOOK_TIGHT_FIRST = 32,
    LOOK_KEPT = 64,
    LOOK_INSIDE = 128,
    LOOK_PARTED = 256,
    LOOK_ALIGN = 512 /* shifted by the alignment */
};

static struct style *derive(struct binder *binder, const struct style *from,
                            const struct style *look, unsigned kind, bool *made) {
    size_t hash = ((uintptr_t)from / 16 * 31 + (uintptr_t)look / 16 + kind) % DERIVED_BUCKETS;
    for (struct derived *derived = binder->derived[hash]; derived; derived = derived->next) {
        if (derived->from == from && derived->look == look && derived->kind == kind) {
            *made = false;
            return derived->style;
        }
    }
    struct derived *derived = arena_alloc(binder->arena, sizeof *derived);
    struct style *style = arena_alloc(binder->arena, sizeof *style);
    *style = *from;
    *derived = (struct derived){from, look, kind, style, binder->derived[hash]};
    binder->derived[hash] = derived;
    *made = true;
    return style;
}

static void lay_over(struct style *style, const struct style *look) {
    if (look->own & STYLE_OWN_FAMILY) {
        style->family = look->family;
    }
    if (look->own & STYLE_OWN_WEIGHT) {
        style->weight = look->weight;
    }
    if (look->own & STYLE_OWN_ITALIC) {
        style->italic = look->italic;
    }
    if (look->own & STYLE_OWN_UNDERLINE) {
        style->underline = look->underline;
    }
    if (look->own & STYLE_OWN_SIZE) {
        style->size = look->size;
        style->leading = look->leading > style->leading ? look->leading : style->leading;
    }
    if (look->own & STYLE_OWN_TRACKING) {
        style->tracking = look->tracking;
    }
    if (look->own & STYLE_OWN_COLOUR) {
        style->colour = look->colour;
    }
}

const struct style *style_overlay(struct binder *binder, const struct style *style,
                                  const struct style *look) {
    if (!look || look == style) {
        return style;
    }
    bool made;
    struct style *result = derive(binder, style, look, LOOK_OVERLAY, &made);
    if (made) {
        lay_over(result, look);
        result->name = look->name;
    }
    return result;
}

const struct style *style_emphasis(struct binder *binder, const struct style *style, bool bold,
                                   bool italic, bool link) {
    unsigned kind = (bold ? LOOK_BOLD : 0) | (italic ? LOOK_ITALIC : 0) | (link ? LOOK_LINK : 0);
    if (!kind) {
        return style;
    }
    bool made;
    struct style *result = derive(binder, style, NULL, kind, &made);
    if (made) {
        if (bold) {
            result->weight = style->weight < 600 ? 600 : 700;
        }
        if (italic) {
            result->italic = !style->italic;
        }
        if (link) {
            lay_over(result, binder->tmpl->link);
        }
        result->name =
            arena_format(binder->arena, "%s%s%s%s", style->name ? style->name : "",
                         bold ? "+bold" : "", italic ? "+italic" : "", link ? "+link" : "");
    }
    return result;
}

const struct style *style_tight(struct binder *binder, const struct style *style, bool first) {
    bool made;
    struct style *result =
        derive(binder, style, NULL, first ? LOOK_TIGHT_FIRST : LOOK_TIGHT, &made);
    if (made) {
        result->space_before = first ? 0 : style->item_space;
        result->space_after = 0;
        result->indent = 0;
        result->left = result->right = 0;
        result->keep_with_next = false;
    }
    return result;
}

bool style_framed(const struct style *style) {
    bool framed = style->fill != COLOUR_NONE;
    for (int side = 0; side < SIDES; side++) {
        framed |= style->padding[side] > 0 || style->border[side].width > 0;
    }
    return framed;
}

const struct style *style_inside(struct binder *binder, const struct style *style) {
    bool made;
    struct style *result = derive(binder, style, NULL, LOOK_INSIDE, &made);
    if (made) {
        for (int side = 0; side < SIDES; side++) {
            result->padding[side] = 0;
            result->border[side] = (struct style_border){0, COLOUR_NONE};
        }
        result->fill = COLOUR_NONE;
        result->left = result->right = 0;
        result->min_height = 0;
        result->keep_with_next = false;
    }
    return result;
}

const struct style *style_parted(struct binder *binder, const struct style *style) {
    if (style->space_before > 0 || style->space_after > 0) {
        return style;
    }
    bool made;
    struct style *result = derive(binder, style, NULL, LOOK_PARTED, &made);
    result->space_before = style->leading / 2;
    return result;
}

const struct style *style_aligned(struct binder *binder, const struct style *style,
                                  const struct style *other) {
    if (style->align == other->align) {
        return style;
    }
    bool made;
    struct style *result = derive(binder, style, NULL, LOOK_ALIGN << other->align, &made);
    result->align = other->align;
    return result;
}

const struct style *style_kept(struct binder *binder, const struct style *style) {
    bool made;
    struct style *result = derive(binder, style, NULL, LOOK_KEPT, &made);
    result->keep_with_next = true;
    return result;
}
