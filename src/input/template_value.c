/* What does the value of a key say? Maps are read by their tables, row after row; constants become
 * typed values at the place that the row names. What is wrong is reported where it stands and
 * leaves the value as it was. */
#include "input/template_private.h"

#include <stdlib.h>
#include <string.h>

/* ---- maps ---- */

static void check_known(struct loader *loader, const struct key_table *table,
                        const struct ynode *node) {
    const char **names = NULL;
    for (size_t i = 0; i < node->count; i++) {
        const char *name = node->keys[i]->text;
        if (key_find(table, name) != NULL) {
            continue;
        }
        if (names == NULL) {
            names = arena_array(loader->arena, table->count, sizeof *names);
            for (size_t k = 0; k < table->count; k++) {
                names[k] = table->keys[k].name;
            }
        }
        diag_hint(loader->diags, node->keys[i]->place, MSG_TEMPLATE_KEY,
                  name_nearest(loader, name, names, table->count), name, table->name);
    }
}

static void check_choices(struct loader *loader, const struct key_table *table,
                          const struct ynode *node) {
    const struct key *chosen = NULL;
    for (size_t i = 0; i < node->count; i++) {
        const struct key *key = key_find(table, node->keys[i]->text);
        if (key == NULL || key->choice == 0) {
            continue;
        }
        if (chosen != NULL && chosen->choice == key->choice) {
            diag_at(loader->diags, node->keys[i]->place, MSG_TEMPLATE_CHOICE, chosen->name,
                    key->name);
        }
        chosen = key;
    }
}

bool keys_check_known(struct loader *loader, const struct key_table *table,
                      const struct ynode *node) {
    if (node->type != YNODE_MAP) {
        diag_at(loader->diags, node->place, MSG_WANT_MAP, table->name);
        return false;
    }
    check_known(loader, table, node);
    check_choices(loader, table, node);
    return true;
}

bool keys_check(struct loader *loader, const struct key_table *table, const struct ynode *node) {
    if (!keys_check_known(loader, table, node)) {
        return false;
    }
    for (size_t i = 0; i < table->count && !node->incomplete; i++) {
        const struct key *key = &table->keys[i];
        if ((key->flags & KEY_REQUIRED) != 0 && ynode_find(node, key->name) == NULL) {
            diag_at(loader->diags, node->place, MSG_TEMPLATE_MISSING, key->name, table->name);
        }
    }
    return true;
}

/* The value of an absent key. A standard style or colour that no file defines is base's look. */
static void read_standard(struct loader *loader, const struct key *key, struct place place,
                          void *out) {
    void *to = (char *)out + key->offset;
    struct ynode node = {.type = YNODE_SCALAR, .place = place, .text = key->standard};
    if (key->kind == VALUE_STYLE) {
        *(const struct style **)to = style_named(loader, key->standard);
    } else if (key->kind != VALUE_COLOUR) {
        value_read(loader, key, &node, out);
    } else if (named_find(&loader->colours, key->standard) == NULL) {
        *(uint32_t *)to = style_named(loader, "base")->colour;
    } else {
        read_colour(loader, key->name, &node, true, to);
    }
}

void keys_read(struct loader *loader, const struct key_table *table, const struct ynode *node,
               void *out, unsigned flag) {
    const char *inside = loader->inside;
    for (size_t i = 0; i < table->count; i++) {
        const struct key *key = &table->keys[i];
        if ((key->flags & KEY_IN_LOOP) != flag) {
            continue;
        }
        const struct ynode *value = ynode_find(node, key->name);
        if ((key->flags & KEY_NO_SHEETS) != 0) {
            loader->inside = table->name;
        }
        if (value == NULL && key->standard != NULL) {
            read_standard(loader, key, node->place, out);
        } else if (value != NULL && (key->flags & KEY_RAW) != 0) {
            *(const struct ynode **)((char *)out + key->offset) = value;
        } else if (value != NULL) {
            value_read(loader, key, value, out);
        }
        loader->inside = inside;
    }
}

bool map_read(struct loader *loader, const struct key_table *table, const struct ynode *node,
              void *out) {
    if (!loader_spend(loader, node->place) || !keys_check(loader, table, node)) {
        return false;
    }
    if (table->place != NO_OFFSET) {
        *(struct place *)((char *)out + table->place) = node->place;
    }
    const struct names *names = loader->parser.names;
    keys_read(loader, table, node, out, 0);
    if (table->loop != NO_OFFSET) {
        *(const struct loop **)((char *)out + table->loop) = read_loop(loader, table, node);
    }
    keys_read(loader, table, node, out, KEY_IN_LOOP);
    loader->parser.names = names;
    return true;
}

/* The first of the linked structs that the maps of the list NODE become. */
static void *read_items(struct loader *loader, const struct key *key, const struct ynode *node) {
    const struct key_table *table = key->table;
    char *first = NULL, *last = NULL;
    if (node->type != YNODE_LIST) {
        diag_at(loader->diags, node->place, MSG_WANT_LIST, key->name);
        return NULL;
    }
    for (size_t i = 0; i < node->count; i++) {
        char *item = arena_alloc(loader->arena, table->size);
        if (!map_read(loader, table, node->items[i], item)) {
            continue;
        }
        if (last == NULL) {
            first = item;
        } else {
            memcpy(last + table->next, &item, sizeof item);
        }
        last = item;
    }
    return first;
}

/* ---- words and numbers ---- */

const char *scalar_text(struct loader *loader, const char *key, const struct ynode *node,
                        enum diag_code code) {
    if (node->type == YNODE_SCALAR && node->text != NULL) {
        return node->text;
    }
    diag_at(loader->diags, node->place, code, key);
    return NULL;
}

bool read_bool(struct loader *loader, const char *key, const struct ynode *node, bool *out) {
    const char *text = node->type == YNODE_SCALAR && !node->quoted ? node->text : NULL;
    bool yes = text_equal(text, "true");
    if (!yes && !text_equal(text, "false")) {
        diag_at(loader->diags, node->place, MSG_WANT_BOOL, key);
        return false;
    }
    *out = yes;
    return true;
}

/* True when TEXT is a whole number of at most nine digits. */
static bool parse_int(const char *text, int *out) {
    const char *digits = text + (text[0] == '-');
    size_t size = strspn(digits, "0123456789");
    if (size == 0 || size > 9 || digits[size] != '\0') {
        return false;
    }
    *out = (int)strtol(text, NULL, 10);
    return true;
}

static void read_int(struct loader *loader, const struct key *key, const struct ynode *node,
                     int *out) {
    int number;
    if (node->type == YNODE_SCALAR && node->text != NULL && parse_int(node->text, &number) &&
        number >= key->minimum && number <= key->maximum) {
        *out = number;
        return;
    }
    diag_at(loader->diags, node->place, MSG_WANT_NUMBER, key->name,
            arena_format(loader->arena, "%d", key->minimum),
            arena_format(loader->arena, "%d", key->maximum));
}

/* The word of KEY that NODE is, or NULL (reported with CODE). */
static const struct word *read_word(struct loader *loader, const struct key *key,
                                    const struct ynode *node, enum diag_code code) {
    const char *text = node->type == YNODE_SCALAR ? node->text : NULL;
    size_t count = 0;
    for (const struct word *word = key->words; word->text != NULL; word++, count++) {
        if (text_equal(word->text, text)) {
            return word;
        }
    }
    const char **names = arena_array(loader->arena, count, sizeof *names);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        names[i] = key->words[i].text;
        list = arena_format(loader->arena, "%s%s%s", list, i > 0 ? ", " : "", names[i]);
    }
    diag_hint(loader->diags, node->place, code,
              text != NULL ? name_nearest(loader, text, names, count) : NULL, key->name, list);
    return NULL;
}

static void read_weight(struct loader *loader, const struct key *key, const struct ynode *node,
                        int *out) {
    int number;
    if (node->type == YNODE_SCALAR && node->text != NULL && parse_int(node->text, &number) &&
        number >= key->minimum && number <= key->maximum && number % 100 == 0) {
        *out = number;
        return;
    }
    const struct word *word = read_word(loader, key, node, MSG_WANT_WEIGHT);
    if (word != NULL) {
        *out = word->value;
    }
}

static void read_span(struct loader *loader, const struct key *key, const struct ynode *node,
                      int *out) {
    const char *text = node->type == YNODE_SCALAR ? node->text : NULL;
    int number;
    for (const struct word *word = key->words; word->text != NULL; word++) {
        if (text_equal(word->text, text)) {
            *out = word->value;
            return;
        }
    }
    if (text != NULL && parse_int(text, &number) && number >= key->minimum &&
        number <= key->maximum) {
        *out = number;
        return;
    }
    diag_at(loader->diags, node->place, MSG_WANT_SPAN, key->name,
            arena_format(loader->arena, "%d", key->minimum),
            arena_format(loader->arena, "%d", key->maximum));
}

const char *read_language(struct loader *loader, const char *key, const struct ynode *node) {
    const char *text = scalar_text(loader, key, node, MSG_WANT_LANGUAGE);
    if (text == NULL) {
        return NULL;
    }
    /* RFC 5646, the form only: a language of 2 or 3 letters, then subtags of 1 to 8. */
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    size_t size = strspn(text, letters);
    bool good = size == 2 || size == 3;
    const char *rest = text + size;
    while (good && *rest == '-') {
        size = strcspn(rest + 1, "-");
        good = size >= 1 && size <= 8;
        for (size_t i = 1; i <= size && good; i++) {
            good = strchr(letters, rest[i]) != NULL || (rest[i] >= '0' && rest[i] <= '9');
        }
        rest += 1 + size;
    }
    if (!good || *rest != '\0') {
        diag_at(loader->diags, node->place, MSG_WANT_LANGUAGE, key);
        return NULL;
    }
    return text;
}

/* ---- colours ---- */

bool colour_parse(const char *text, uint32_t *out) {
    if (text[0] != '#' || strlen(text) != 7 || strspn(text + 1, "0123456789abcdefABCDEF") != 6) {
        return false;
    }
    *out = (uint32_t)strtoul(text + 1, NULL, 16);
    return true;
}

/* The colour TEXT of the key KEY. */
static bool find_colour(struct loader *loader, const char *key, const char *text,
                        struct place place, uint32_t *out) {
    if (strcmp(text, "none") == 0) {
        *out = COLOUR_NONE;
        return true;
    }
    if (text[0] == '#') {
        if (colour_parse(text, out)) {
            return true;
        }
        diag_at(loader->diags, place, MSG_WANT_COLOUR, key);
        return false;
    }
    const struct named *named = named_find(&loader->colours, text);
    if (named == NULL) {
        report_unknown(loader, place, MSG_UNKNOWN_COLOUR, &loader->colours, text);
        return false;
    }
    const struct ynode *value = named->values[0];
    return value->type == YNODE_SCALAR && value->text != NULL && colour_parse(value->text, out);
}

bool read_colour(struct loader *loader, const char *key, const struct ynode *node, bool painted,
                 uint32_t *out) {
    const char *text = scalar_text(loader, key, node, MSG_WANT_COLOUR);
    uint32_t colour;
    if (text == NULL || !find_colour(loader, key, text, node->place, &colour)) {
        return false;
    }
    if (painted && colour == COLOUR_NONE) {
        diag_at(loader->diags, node->place, MSG_WANT_PAINT, key);
        return false;
    }
    *out = colour;
    return true;
}

/* SIDES borders, or one. */
static void read_border(struct loader *loader, const struct key *key, const struct ynode *node,
                        struct style_border *out, size_t count) {
    const char *text = scalar_text(loader, key->name, node, MSG_WANT_BORDER);
    struct style_border border = {0, COLOUR_NONE};
    if (text == NULL) {
        return;
    }
    if (strcmp(text, "none") != 0) {
        const char *at = text;
        bool good = length_parse(&at, &border.width) && *at == ' ' && border.width >= 0;
        at += strspn(at, " ");
        if (!good || *at == '\0') {
            diag_at(loader->diags, node->place, MSG_WANT_BORDER, key->name);
            return;
        }
        if (!find_colour(loader, key->name, at, node->place, &border.colour)) {
            return;
        }
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = border;
    }
}

static void read_font(struct loader *loader, const struct key *key, const struct ynode *node,
                      const char **out) {
    const char *text = scalar_text(loader, key->name, node, MSG_WANT_TEXT);
    if (text == NULL) {
        return;
    }
    const struct named *named = named_find(&loader->fonts, text);
    if (named == NULL) {
        report_unknown(loader, node->place, MSG_UNKNOWN_FONT, &loader->fonts, text);
    } else if (named->values[0]->type == YNODE_SCALAR && named->values[0]->text != NULL) {
        *out = named->values[0]->text;
    }
}

/* ---- any value ---- */

static void read_true(struct loader *loader, const struct key *key, const struct ynode *node) {
    if (node->type != YNODE_SCALAR || node->quoted || !text_equal(node->text, "true")) {
        diag_at(loader->diags, node->place, MSG_WANT_TRUE, key->name);
    }
}

/* Constants: false when KEY is none of these kinds. */
static bool constant_read(struct loader *loader, const struct key *key, const struct ynode *node,
                          void *to) {
    const struct word *word;
    const char *text;
    switch ((int)key->kind) {
    case VALUE_TRUE:
        read_true(loader, key, node);
        return true;
    case VALUE_BOOL:
        read_bool(loader, key->name, node, to);
        return true;
    case VALUE_INT:
        read_int(loader, key, node, to);
        return true;
    case VALUE_WORD:
        if ((word = read_word(loader, key, node, MSG_WANT_WORD)) != NULL) {
            *(unsigned *)to = (unsigned)word->value;
        }
        return true;
    case VALUE_SWITCH:
        if ((word = read_word(loader, key, node, MSG_WANT_WORD)) != NULL) {
            *(bool *)to = word->value != 0;
        }
        return true;
    case VALUE_WEIGHT:
        read_weight(loader, key, node, to);
        return true;
    case VALUE_SPAN:
        read_span(loader, key, node, to);
        return true;
    case VALUE_LENGTH:
        read_length(loader, key, node, to);
        return true;
    case VALUE_LENGTHS:
        read_lengths(loader, key, node, to);
        return true;
    case VALUE_SIZE:
        read_paper(loader, key, node, to);
        return true;
    case VALUE_WIDTH:
        read_width(loader, key, node, to);
        return true;
    case VALUE_COLOUR:
        read_colour(loader, key->name, node, (key->flags & KEY_PAINTED) != 0, to);
        return true;
    case VALUE_BORDER:
        read_border(loader, key, node, to, 1);
        return true;
    case VALUE_BORDERS:
        read_border(loader, key, node, to, SIDES);
        return true;
    case VALUE_FONT:
        read_font(loader, key, node, to);
        return true;
    case VALUE_LANGUAGE:
        if ((text = read_language(loader, key->name, node)) != NULL) {
            *(const char **)to = text;
        }
        return true;
    default:
        return false;
    }
}

void value_read(struct loader *loader, const struct key *key, const struct ynode *node, void *out) {
    void *to = (char *)out + key->offset;
    void *items;
    if (constant_read(loader, key, node, to)) {
        return;
    }
    switch ((int)key->kind) {
    case VALUE_STYLE:
        *(const struct style **)to = read_style(loader, key->name, node);
        break;
    case VALUE_EXPR:
        *(const struct expr **)to = read_expr(loader, key->name, node);
        break;
    case VALUE_TEXT:
        *(const struct text_expr **)to = read_text(loader, key->name, node);
        break;
    case VALUE_PARTS:
        *(const struct text_part **)to = read_parts(loader, key->name, node);
        break;
    case VALUE_LET:
        *(const struct binding **)to = read_bindings(loader, key->name, node);
        break;
    case VALUE_BLOCKS:
        *(const struct block **)to = read_blocks(loader, key->name, node, false);
        break;
    case VALUE_CELLS:
        *(const struct cell_spec **)to = read_cells(loader, key, node);
        break;
    case VALUE_LIST:
        items = read_items(loader, key, node);
        memcpy(to, &items, sizeof items);
        break;
    case VALUE_MAP:
        map_read(loader, key->table, node, to);
        break;
    default: /* the head of a loop: read_loop has it */
        break;
    }
}
