/* How do the files of a template become one? base.yaml, the files that are used, and the template
 * itself lay parameters, colours, fonts, styles and pages over one another; then the body is read
 * against the result. Problems are collected apart and handed over once each, because a running
 * head is read for every sheet that has it and a file for every place that includes it. */
#include "input/template_private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/decimal.h"
#include "base/utf8.h"
#include "input/format.h"

/* ---- what every reader needs ---- */

bool loader_spend(struct loader *loader, struct place place) {
    if (loader->maps > TEMPLATE_MAX_MAPS) {
        return false;
    }
    if (++loader->maps > TEMPLATE_MAX_MAPS) {
        diag_at(loader->diags, place, MSG_TEMPLATE_TOO_LARGE,
                arena_format(loader->arena, "%d", TEMPLATE_MAX_MAPS));
        return false;
    }
    return true;
}

const char *name_nearest(const struct loader *loader, const char *name,
                         const char *const *candidates, size_t count) {
    return loader->diags->errors < DIAGS_MAX ? text_nearest(name, candidates, count) : NULL;
}

void report_unknown(struct loader *loader, struct place place, enum diag_code code,
                    const struct named_table *table, const char *name) {
    if (!loader->incomplete) {
        diag_hint(loader->diags, place, code,
                  name_nearest(loader, name, table->names, table->count), name);
    }
}

/* ---- files ---- */

static bool path_allowed(const struct loader *loader, const char *path) {
    const struct template_source *source = loader->source;
    bool allowed = path_inside(loader->folder, path) || path_inside(source->home, path);
    for (size_t i = 0; !allowed && source->allowed != NULL && source->allowed[i] != NULL; i++) {
        allowed = path_inside(source->allowed[i], path);
    }
    return allowed;
}

/* Reads PATH, or reports why not. A file that is not there counts as inside when its folder is. */
static bool read_allowed(struct loader *loader, const char *name, const char *path,
                         struct place place, struct file_text *text) {
    bool exists = access(path, F_OK) == 0;
    if (!path_allowed(loader, exists ? path : path_folder(loader->arena, path))) {
        diag_at(loader->diags, place, MSG_PATH_OUTSIDE, name);
        return false;
    }
    int error = file_read(loader->arena, path, TEMPLATE_MAX_BYTES, text);
    if (error != 0) {
        diag_at(loader->diags, place, MSG_CANNOT_READ,
                arena_format(loader->arena, "%s: %s", name, strerror(error)));
    }
    return error == 0;
}

/* NAME as seen from the folder of FILE. In the current folder it stays as it is written, but never
 * "-", which would be standard input. */
static const char *path_beside(struct arena *arena, const char *file, const char *name) {
    bool here = strchr(file, '/') == NULL && strcmp(name, "-") != 0;
    return here ? name : path_join(arena, path_folder(arena, file), name);
}

const struct ynode *loader_file(struct loader *loader, const char *key, const struct ynode *node,
                                const char **found) {
    const char *name = scalar_text(loader, key, node, MSG_WANT_FILE);
    if (text_empty(name)) {
        if (name != NULL) {
            diag_at(loader->diags, node->place, MSG_WANT_FILE, key);
        }
        return NULL;
    }
    struct place place = node->place;
    const char *path = path_beside(loader->arena, place.file, name);
    const struct named *known = named_find(&loader->files, path);
    *found = path;
    if (known != NULL) {
        return known->made;
    }
    struct file_text text;
    struct ynode *root = NULL;
    if (!read_allowed(loader, name, path, place, &text)) {
        loader->incomplete = true;
        return NULL;
    }
    struct named *file = named_add(loader->arena, &loader->files, path);
    const struct ynode *tree = ydoc_read(loader->arena, loader->diags, path, text.data, text.size);
    if (tree != NULL) {
        root = arena_alloc(loader->arena, sizeof *root);
        *root = *tree;
    } else {
        loader->incomplete = true;
    }
    file->made = root;
    return root;
}

/* ---- layers ---- */

/* What all layers say in the end; body, name and description are the template's own. */
struct whole {
    struct layer last;
    struct named_table used; /* files whose layer has been laid */
};

static void check_version(struct loader *loader, const struct ynode *node) {
    if (node == NULL || (node->type == YNODE_SCALAR && text_equal(node->text, "1"))) {
        return;
    }
    diag_at(loader->diags, node->place, MSG_TEMPLATE_VERSION,
            node->type == YNODE_SCALAR && node->text != NULL ? node->text : "?");
}

static void check_colours(struct loader *loader) {
    uint32_t colour;
    for (size_t i = 0; i < loader->colours.count; i++) {
        const struct named *named = loader->colours.items[i];
        const char *text = scalar_text(loader, named->name, named->values[0], MSG_WANT_HEX);
        if (text != NULL && !colour_parse(text, &colour)) {
            diag_at(loader->diags, named->values[0]->place, MSG_WANT_HEX, named->name);
        }
    }
}

static const struct font_family *make_families(struct loader *loader) {
    struct font_family *first = NULL, **end = &first;
    for (size_t i = 0; i < loader->fonts.count; i++) {
        const struct named *named = loader->fonts.items[i];
        const char *text = scalar_text(loader, named->name, named->values[0], MSG_WANT_TEXT);
        if (text != NULL) {
            *end = arena_alloc(loader->arena, sizeof **end);
            **end = (struct font_family){.family = text, .place = named->values[0]->place};
            end = &(*end)->next;
        }
    }
    return first;
}

static const struct abbreviation *make_abbreviations(struct loader *loader) {
    struct abbreviation *first = NULL, **end = &first;
    for (size_t i = 0; i < loader->abbreviations.count; i++) {
        const struct named *named = loader->abbreviations.items[i];
        const char *text = scalar_text(loader, named->name, named->values[0], MSG_WANT_TEXT);
        size_t size = strlen(named->name);
        if (!size || utf8_word(named->name, size) != size) {
            diag_at(loader->diags, named->values[0]->place, MSG_WANT_ABBREVIATION, named->name);
        }
        if (!text_empty(text)) {
            *end = arena_alloc(loader->arena, sizeof **end);
            **end = (struct abbreviation){.word = named->name, .expansion = text};
            end = &(*end)->next;
        }
    }
    return first;
}

static void check_parameters(struct loader *loader) {
    for (size_t i = 0; i < loader->parameters.count; i++) {
        const struct named *named = loader->parameters.items[i];
        if (!name_valid(named->name)) {
            diag_at(loader->diags, named->values[0]->place, MSG_WANT_NAME, named->name);
        }
        if (named->values[0]->type != YNODE_SCALAR) {
            diag_at(loader->diags, named->values[0]->place, MSG_WANT_CONSTANT, named->name);
        }
    }
}

static void lay_file(struct loader *loader, struct whole *whole, const struct ynode *root,
                     const char *path, bool main);

static void lay_used(struct loader *loader, struct whole *whole, const struct ynode *list) {
    if (list->type != YNODE_LIST) {
        diag_at(loader->diags, list->place, MSG_WANT_LIST, "use");
        return;
    }
    for (size_t i = 0; i < list->count; i++) {
        const char *path;
        const struct ynode *root = loader_file(loader, "use", list->items[i], &path);
        if (root != NULL) {
            lay_file(loader, whole, root, path, false);
        }
    }
}

static void refuse_main(struct loader *loader, const struct ynode *root) {
    for (size_t i = 0; i < root->count; i++) {
        const struct key *key = key_find(&template_keys, root->keys[i]->text);
        if (key != NULL && (key->flags & KEY_MAIN) != 0) {
            diag_at(loader->diags, root->keys[i]->place, MSG_TEMPLATE_KEY_MAIN, key->name);
        }
    }
}

/* A value that is given replaces that of the layers below. */
static void lay_keys(struct layer *below, const struct ynode *root) {
    for (size_t i = 0; i < template_keys.count; i++) {
        const struct ynode *value = ynode_find(root, template_keys.keys[i].name);
        if (value != NULL) {
            *(const struct ynode **)(void *)((char *)below + template_keys.keys[i].offset) = value;
        }
    }
}

/* Lays the file PATH over what there is, after the files that it uses; each file once. */
static void lay_file(struct loader *loader, struct whole *whole, const struct ynode *root,
                     const char *path, bool main) {
    if (named_find(&whole->used, path) != NULL) {
        return;
    }
    named_add(loader->arena, &whole->used, path);
    bool good = main ? keys_check(loader, &template_keys, root)
                     : keys_check_known(loader, &template_keys, root);
    if (!good) {
        return;
    }
    struct layer layer = {0};
    lay_keys(&layer, root);
    check_version(loader, layer.version);
    if (!main) {
        refuse_main(loader, root);
    }
    if (layer.use != NULL && loader->depth < TEMPLATE_MAX_DEPTH) {
        loader->depth++;
        lay_used(loader, whole, layer.use);
        loader->depth--;
    } else if (layer.use != NULL) {
        diag_at(loader->diags, layer.use->place, MSG_INCLUDE_DEPTH,
                arena_format(loader->arena, "%d", TEMPLATE_MAX_DEPTH));
    }
    lay_keys(&whole->last, root);
    named_merge(loader, &loader->parameters, layer.parameters, "parameters");
    named_merge(loader, &loader->colours, layer.colours, "colours");
    named_merge(loader, &loader->fonts, layer.fonts, "fonts");
    named_merge(loader, &loader->abbreviations, layer.abbreviations, "abbreviations");
    named_merge(loader, &loader->styles, layer.styles, "styles");
    named_merge(loader, &loader->pages, layer.pages, "pages");
}

/* ---- parameters ---- */

/* A default as a value: a plain true, false or number is one, everything else is text. */
static const struct data *parameter_value(struct loader *loader, const struct ynode *node) {
    struct decimal number;
    if (node->type != YNODE_SCALAR || node->text == NULL) {
        return NULL;
    }
    if (!node->quoted && (text_equal(node->text, "true") || text_equal(node->text, "false"))) {
        return data_new_bool(loader->arena, node->text[0] == 't');
    }
    if (!node->quoted && decimal_parse(node->text, strlen(node->text), &number)) {
        return data_new_number(loader->arena, number);
    }
    return data_new_text(loader->arena, node->text);
}

static bool one_of(const char *text, const char *const *words) {
    while (*words != NULL && strcmp(*words, text) != 0) {
        words++;
    }
    return *words != NULL;
}

const struct data *parameter_read(struct arena *arena, const struct parameter *parameter,
                                  const char *text) {
    static const char *const yes[] = {"true", "s\xC3\xAC", "si", "1", NULL};
    static const char *const no[] = {"false", "no", "0", NULL};
    if (parameter->value != NULL && parameter->value->type == DATA_BOOL) {
        bool on = one_of(text, yes);
        return on || one_of(text, no) ? data_new_bool(arena, on) : NULL;
    }
    if (parameter->value != NULL && parameter->value->type == DATA_NUMBER) {
        struct decimal plain, italian;
        bool json = decimal_parse(text, strlen(text), &plain);
        bool local = format_parse_number(text, &italian);
        if (json && local && decimal_compare(plain, italian) != 0) {
            return NULL; /* 1.500: nobody can tell */
        }
        return json || local ? data_new_number(arena, json ? plain : italian) : NULL;
    }
    return data_new_text(arena, text);
}

/* The parameters, and the name `parametri` for expressions. Their types stay open: a default may be
 * nothing. */
static const struct parameter *make_parameters(struct loader *loader) {
    struct parameter *first = NULL, **end = &first;
    size_t count = loader->parameters.count;
    struct schema_field *fields = arena_array(loader->arena, count, sizeof *fields);
    struct schema_object *object = arena_alloc(loader->arena, sizeof *object);
    struct schema_field *type = arena_alloc(loader->arena, sizeof *type);
    check_parameters(loader);
    for (size_t i = 0; i < count; i++) {
        const struct named *named = loader->parameters.items[i];
        struct parameter *parameter = arena_alloc(loader->arena, sizeof *parameter);
        *parameter = (struct parameter){.name = named->name,
                                        .value = parameter_value(loader, named->values[0])};
        *end = parameter;
        end = &parameter->next;
        fields[i] = (struct schema_field){.key = named->name, .type = SCHEMA_ANY, .meaning = ""};
    }
    *object = (struct schema_object){"parametri", fields, count};
    *type = (struct schema_field){.key = "parametri", .type = SCHEMA_OBJECT, .object = object};
    names_push(loader, "parametri", loader->incomplete ? NULL : type);
    return first;
}

/* ---- the template ---- */

static const struct text_expr *metadata(struct loader *loader, const char *key,
                                        const struct ynode *node) {
    return node != NULL ? read_text(loader, key, node) : NULL;
}

static const char *plain(struct loader *loader, const char *key, const struct ynode *node) {
    return node != NULL ? scalar_text(loader, key, node, MSG_WANT_TEXT) : NULL;
}

static void set_styles(struct loader *loader, struct template *tmpl) {
    tmpl->base = style_named(loader, "base");
    tmpl->link = style_named(loader, "link");
    tmpl->prose_table = style_named(loader, "table");
    tmpl->prose_table_head = style_named(loader, "table-head");
    tmpl->prose_table_cell = style_named(loader, "table-cell");
    for (int level = 0; level < 6; level++) {
        tmpl->contents[level] =
            style_named(loader, arena_format(loader->arena, "contents-%d", level + 1));
    }
    const struct style **styles =
        arena_array(loader->arena, loader->styles.count + 1, sizeof *styles);
    for (size_t i = 0; i < loader->styles.count; i++) {
        styles[i] = loader->styles.items[i]->made;
    }
    tmpl->styles = styles;
}

static struct template *make_template(struct loader *loader, const struct layer *last) {
    struct template *tmpl = arena_alloc(loader->arena, sizeof *tmpl);
    const char *language =
        last->language != NULL ? read_language(loader, "language", last->language) : NULL;
    tmpl->language = language != NULL ? language : "it-IT";
    check_colours(loader);
    tmpl->families = make_families(loader);
    tmpl->abbreviations = make_abbreviations(loader);
    styles_make(loader, tmpl->language);
    pages_make(loader);
    set_styles(loader, tmpl);
    tmpl->parameters = make_parameters(loader);
    tmpl->name = plain(loader, "name", last->name);
    tmpl->description = plain(loader, "description", last->description);
    tmpl->title = metadata(loader, "title", last->title);
    tmpl->subject = metadata(loader, "subject", last->subject);
    tmpl->author = metadata(loader, "author", last->author);
    tmpl->keywords = metadata(loader, "keywords", last->keywords);
    if (last->body != NULL) {
        tmpl->blocks = read_blocks(loader, "body", last->body, true);
    }
    pages_check_unused(loader);
    return tmpl;
}

/* ---- each problem once ---- */

static bool same_problem(const struct diag *a, const struct diag *b) {
    bool same = a->code == b->code && a->place.line == b->place.line &&
                a->place.column == b->place.column && text_equal(a->place.file, b->place.file) &&
                a->arg_count == b->arg_count;
    for (size_t i = 0; same && i < a->arg_count; i++) {
        same = strcmp(a->args[i], b->args[i]) == 0;
    }
    return same;
}

static void hand_over(struct arena *arena, const struct diags *from, struct diags *to) {
    enum { SLOTS = 4 * DIAGS_MAX }; /* a severity holds DIAGS_MAX; a template gives errors only */
    const struct diag **slots = arena_array(arena, SLOTS, sizeof *slots);
    for (const struct diag *diag = from->first; diag != NULL; diag = diag->next) {
        size_t slot = ((size_t)diag->place.line * 1021 + (size_t)diag->place.column * 31 +
                       (size_t)diag->code) %
                      SLOTS;
        while (slots[slot] != NULL && !same_problem(slots[slot], diag)) {
            slot = (slot + 1) % SLOTS;
        }
        if (slots[slot] == NULL) {
            const char **args = arena_array(arena, diag->arg_count + 1, sizeof *args);
            for (size_t i = 0; i < diag->arg_count; i++) {
                args[i] = diag->args[i];
            }
            slots[slot] = diag;
            diag_add(to, diag->place, diag->code, args, diag->hint);
        }
    }
    to->dropped += from->dropped;
}

/* ---- reading ---- */

/* base.yaml, which everything stands on; false (reported) when it cannot be had. */
static bool lay_base(struct loader *loader, struct whole *whole) {
    const char *path = path_join(loader->arena, loader->source->home, "base.yaml");
    struct file_text text;
    int error = file_read(loader->arena, path, TEMPLATE_MAX_BYTES, &text);
    if (error != 0) {
        diag_at(loader->diags, (struct place){.file = path}, MSG_CANNOT_READ, strerror(error));
        return false;
    }
    const struct ynode *root = ydoc_read(loader->arena, loader->diags, path, text.data, text.size);
    if (root != NULL) {
        lay_file(loader, whole, root, path, false);
    }
    return root != NULL;
}

static struct template *load(struct loader *loader, const char *path, struct file_text text) {
    struct whole whole = {0};
    const struct ynode *root = ydoc_read(loader->arena, loader->diags, path, text.data, text.size);
    if (!lay_base(loader, &whole) || root == NULL) {
        return NULL;
    }
    lay_file(loader, &whole, root, path, true);
    struct template *tmpl = make_template(loader, &whole.last);
    tmpl->file = path;
    return tmpl;
}

const struct template *template_read_text(struct arena *arena, struct diags *diags,
                                          const struct template_source *source, const char *path,
                                          struct file_text text) {
    struct diags own = diags_init(arena);
    struct include include = {path, NULL};
    struct loader loader = {.arena = arena,
                            .diags = &own,
                            .source = source,
                            .folder = path_folder(arena, path),
                            .styles = {.keys = &style_keys},
                            .pages = {.keys = &page_keys},
                            .parser = {.arena = arena, .diags = &own, .plan = &schema_plan},
                            .includes = &include};
    struct template *tmpl = load(&loader, path, text);
    hand_over(arena, &own, diags);
    return own.errors > 0 ? NULL : tmpl;
}

const struct template *template_read(struct arena *arena, struct diags *diags,
                                     const struct template_source *source, const char *path) {
    struct file_text text;
    int error = file_read(arena, path, TEMPLATE_MAX_BYTES, &text);
    if (error != 0) {
        diag_at(diags, (struct place){.file = path}, MSG_CANNOT_READ, strerror(error));
        return NULL;
    }
    return template_read_text(arena, diags, source, path, text);
}
