/* Random documents at many page heights: whatever they hold, every line comes once and in order,
 * nothing lies on anything else, no page is empty, and there is an end.
 *
 * PIAO_SEEDS=n tries n documents, PIAO_SEED=n begins with (and names) document n, PIAO_DUMP=h
 * prints its boxes at page height h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "layout/paginate.h"
#include "mock_content.h"

struct dice {
    uint64_t state;
};

static int roll(struct dice *dice, int sides) {
    dice->state = dice->state * 6364136223846793005u + 1442695040888963407u;
    return (int)((dice->state >> 33) % (uint64_t)sides);
}

static const struct style *random_style(struct mock *mock, struct dice *dice) {
    struct style *style = mock_style(mock);
    style->space_before = PT(roll(dice, 4) * 3);
    style->space_after = PT(roll(dice, 4) * 2);
    style->orphans = 1 + roll(dice, 3);
    style->widows = 1 + roll(dice, 3);
    style->keep_with_next = roll(dice, 6) == 0;
    style->keep_together = roll(dice, 8) == 0;
    style->left = roll(dice, 8) == 0 ? PT(7) : 0;
    style->item_space = PT(roll(dice, 3));
    style->valign = (enum style_valign)roll(dice, 3);
    if (roll(dice, 3) == 0)
        style->size = PT(8), style->leading = PT(9);
    for (int side = 0; side < SIDES; side++)
        style->padding[side] = PT(roll(dice, 5));
    if (roll(dice, 3) == 0)
        style->fill = 0xEEEEEE;
    style->border[SIDE_BOTTOM].width = PT(1); /* what is empty is seen all the same */
    style->row_rule = (struct style_border){400, 0xCCCCCC};
    return style;
}

static void random_blocks(struct mock *mock, struct dice *dice, struct content *parent, int depth);

static void random_list(struct mock *mock, struct dice *dice, struct content *parent, int depth) {
    struct content *list = mock_node(mock, parent, CONTENT_LIST, random_style(mock, dice));
    for (int i = 1 + roll(dice, 4); i > 0; i--) {
        struct content *item = mock_node(mock, list, CONTENT_ITEM, list->style);
        mock_span(mock, item, arena_format(mock->arena, "%u)", item->serial));
        random_blocks(mock, dice, item, depth + 1);
    }
}

static void random_table(struct mock *mock, struct dice *dice, struct content *parent, int depth) {
    static const char *const kinds[] = {"a", "aa", "sa", "fas", "aaa", "asaf"};
    const char *kind = kinds[roll(dice, 6)];
    size_t columns = strlen(kind);
    struct content *table = mock_table(mock, parent, random_style(mock, dice), kind);
    if (roll(dice, 2)) {
        table->as.table.caption =
            mock_node(mock, NULL, CONTENT_PARAGRAPH, random_style(mock, dice));
        table->as.table.caption->parent = table;
        mock_fill(mock, table->as.table.caption, 1 + roll(dice, 2));
        table->as.table.continued = mock_node(mock, NULL, CONTENT_PARAGRAPH, NULL);
        mock_span(mock, table->as.table.continued, "continued");
    }
    int heads = roll(dice, 3), bodies = roll(dice, roll(dice, 4) ? 8 : 30), foots = roll(dice, 2);
    int busy[8] = {0}; /* rows still covered from above */
    for (int r = 0; r < heads + bodies + foots; r++) {
        enum row_kind row_kind = r < heads ? ROW_HEAD : r < heads + bodies ? ROW_BODY : ROW_FOOT;
        struct content *row = mock_row(mock, table, row_kind);
        row->as.row.keep_with_next = roll(dice, 7) == 0;
        int left = r < heads ? heads - r : r < heads + bodies ? heads + bodies - r : 1;
        bool group = row_kind == ROW_BODY && busy[0] == 0 && roll(dice, 4) == 0;
        for (size_t c = 0; c < columns;) {
            if (busy[c] > 0) {
                busy[c++]--;
                continue;
            }
            size_t wide = 1;
            while (c + wide < columns && busy[c + wide] == 0 && roll(dice, 5) == 0)
                wide++;
            int tall = roll(dice, 4) == 0 ? 1 + roll(dice, left) : 1;
            if (group && columns > 1 && c + 1 < columns) { /* as data make them: from the left */
                wide = 1;
                tall = c == 0 ? left : 1 + roll(dice, busy[c - 1] + 1);
            }
            struct content *cell =
                mock_cell(mock, row, c, (int)wide, tall, random_style(mock, dice));
            if (row_kind == ROW_HEAD || depth > 1)
                mock_lines(mock, cell, random_style(mock, dice), 1 + roll(dice, 2));
            else if (roll(dice, 6) == 0)
                random_blocks(mock, dice, cell, depth + 1);
            else if (roll(dice, 5))
                mock_lines(mock, cell, random_style(mock, dice),
                           roll(dice, 8) ? 1 + roll(dice, 4) : 20);
            if (tall > 1 && roll(dice, 2))
                mock_again(mock, cell, roll(dice, 3) ? "again" : "again and once more again");
            for (size_t i = c; i < c + wide; i++)
                busy[i] = tall - 1;
            c += wide;
        }
    }
}

static void random_block(struct mock *mock, struct dice *dice, struct content *parent, int depth) {
    struct content *node;
    int kind = roll(dice, depth > 2 ? 7 : 15);
    if (kind < 5 || (kind == 5 && !parent->first)) {
        mock_lines(mock, parent, random_style(mock, dice), 1 + roll(dice, kind == 4 ? 30 : 5));
    } else if (kind == 5) {
        node = mock_node(mock, parent, roll(dice, 2) ? CONTENT_SPACE : CONTENT_RULE, NULL);
        node->as.space = node->type == CONTENT_SPACE ? PT(roll(dice, 30)) : 0;
    } else if (kind == 6) {
        struct image *image = arena_alloc(mock->arena, sizeof *image);
        image->width = PT(10 + roll(dice, 300));
        image->height = PT(10 + roll(dice, 100));
        mock_node(mock, parent, CONTENT_IMAGE, random_style(mock, dice))->as.image = image;
    } else if (kind < 9) {
        random_list(mock, dice, parent, depth);
    } else if (kind < 12) {
        random_table(mock, dice, parent, depth);
    } else if (kind == 12) {
        node = mock_node(mock, parent, CONTENT_COLUMNS, random_style(mock, dice));
        node->as.columns.gap = PT(10);
        for (int i = 1 + roll(dice, 3); i > 0; i--)
            random_blocks(mock, dice, mock_node(mock, node, CONTENT_GROUP, NULL), depth + 1);
    } else if (kind == 13) {
        node = mock_node(mock, parent, CONTENT_GROUP, random_style(mock, dice));
        node->as.group.boxed = roll(dice, 2);
        random_blocks(mock, dice, node, depth + 1);
    } else {
        mock_node(mock, parent, CONTENT_BREAK, NULL);
    }
}

static void random_blocks(struct mock *mock, struct dice *dice, struct content *parent, int depth) {
    for (int i = 1 + roll(dice, depth == 0 ? 8 : 3); i > 0; i--)
        random_block(mock, dice, parent, depth);
}

/* The words of every node below NODE, by serial, line breaks left out. */
static void list_words(struct mock *mock, const struct content *node, const char **words) {
    if (node->type == CONTENT_IMAGE) {
        words[node->serial] = "image";
        return;
    }
    struct buf buf = BUF_INIT;
    for (const struct span *span = node->spans; span; span = span->next)
        buf_text(&buf, strcmp(span->text, "\n") ? span->text : "");
    words[node->serial] = arena_text(mock->arena, buf_string(&buf));
    buf_free(&buf);
    if (node->type == CONTENT_TABLE && node->as.table.caption)
        list_words(mock, node->as.table.caption, words);
    for (const struct content *child = node->first; child; child = child->next)
        list_words(mock, child, words);
}

/* A measure narrower than a glyph is no fault of the page. */
static len right_edge(const struct seen *seen) {
    len width = seen->box->line->width;
    return seen->x + (width < seen->width ? width : seen->width);
}

static void check_page(const struct sight *sight, size_t from, size_t to, len height, bool forced) {
    bool ink = false;
    for (size_t i = from; i < to; i++) {
        const struct seen *a = &sight->seen[i];
        ink = true;
        if (a->box->type != BOX_LINE)
            continue;
        if (!forced && a->y + a->height > height)
            fail_msg("page %d: \"%s\" ends at %d of %d", a->page, a->text, (int)(a->y + a->height),
                     (int)height);
        if (a->x < 0 || a->y < 0)
            fail_msg("page %d: \"%s\" stands outside", a->page, a->text);
        for (size_t j = i + 1; j < to; j++) {
            const struct seen *b = &sight->seen[j];
            if (b->box->type != BOX_LINE)
                continue;
            len a_right = right_edge(a), b_right = right_edge(b);
            if (!forced && a->x < b_right && b->x < a_right && a->y < b->y + b->height &&
                b->y < a->y + a->height)
                fail_msg("page %d: \"%s\" (%d,%d) and \"%s\" (%d,%d) overlap", a->page, a->text,
                         (int)a->x, (int)a->y, b->text, (int)b->x, (int)b->y);
        }
    }
    if (!ink)
        fail_msg("an empty page");
}

/* Blocks that follow one another begin one after the other. */
static void check_order(const struct content *node, const struct pages *pages) {
    const struct content *before = NULL;
    for (const struct content *child = node->first; child; child = child->next) {
        check_order(child, pages);
        if (node->type == CONTENT_COLUMNS || node->type == CONTENT_ROW ||
            node->type == CONTENT_TABLE) /* cells may reach over rows */
            continue;
        if (before) {
            const struct start *a = &pages->starts[before->serial];
            const struct start *b = &pages->starts[child->serial];
            if (a->page > b->page || (a->page == b->page && a->y > b->y))
                fail_msg("node %u begins at %d:%d, node %u at %d:%d", before->serial, a->page,
                         (int)a->y, child->serial, b->page, (int)b->y);
        }
        before = child;
    }
}

static void check_document(struct mock *mock, const struct content *root, const struct pages *pages,
                           len height) {
    struct sight sight = sight_pages(mock, pages);
    const char **words = arena_array(mock->arena, mock->serial, sizeof *words);
    list_words(mock, root, words);
    for (size_t i = 0; i < sight.count; i++) {
        const struct seen *seen = &sight.seen[i];
        if (seen->artifact)
            continue;
        const char *text = seen->box->type == BOX_IMAGE ? "image" : seen->text;
        const char **rest = &words[seen->source->serial];
        if (!text_starts(*rest, text))
            fail_msg("page %d: \"%s\" where \"%s\" is due", seen->page, text, *rest);
        *rest += strlen(text);
    }
    for (uint32_t i = 0; i < mock->serial; i++)
        if (!text_empty(words[i]))
            fail_msg("node %u: \"%s\" is missing", i, words[i]);
    bool forced = mock->diags->warnings > 0;
    size_t from = 0;
    for (int page = 1; page <= pages->count; page++) {
        size_t to = from;
        while (to < sight.count && sight.seen[to].page == page)
            to++;
        check_page(&sight, from, to, height, forced);
        from = to;
    }
    assert_int_equal(from, sight.count);
    check_order(root, pages);
    assert_int_equal(mock->diags->errors, 0);
}

static void test_random(void **state) {
    (void)state;
    int heights[] = {13, 20, 37, 61, 90, 140, 200, 333, 800, 5000};
    int seeds = getenv("PIAO_SEEDS") ? atoi(getenv("PIAO_SEEDS")) : 60;
    int first = getenv("PIAO_SEED") ? atoi(getenv("PIAO_SEED")) : 1;
    for (int seed = first; seed < first + seeds; seed++)
        for (size_t h = 0; h < sizeof heights / sizeof *heights; h++) {
            struct mock mock = mock_new();
            struct dice dice = {(uint64_t)seed};
            len height = PT(heights[h]);
            if (getenv("PIAO_SEED"))
                fprintf(stderr, "seed %d height %d\n", seed, heights[h]);
            struct content *root = mock_node(&mock, NULL, CONTENT_GROUP, NULL);
            struct page_master *master = mock_master(&mock, PT(400), height);
            for (int sheets = 1 + roll(&dice, 2); sheets > 0; sheets--)
                random_blocks(&mock, &dice, mock_sheet(&mock, root, master), 0);
            struct document document = mock_document(&mock, root);
            const struct pages *pages =
                paginate(mock.arena, mock.diags, mock.metrics, NULL, &document);
            if (getenv("PIAO_DUMP") && atoi(getenv("PIAO_DUMP")) == heights[h]) {
                struct buf buf = BUF_INIT;
                pages_dump(&buf, pages);
                fputs(buf_string(&buf), stderr);
                buf_free(&buf);
            }
            check_document(&mock, root, pages, height);
            if (heights[h] >= 800 && mock.diags->warnings > 0)
                fail_msg("seed %d: overflow on a tall page, line %d", seed,
                         mock.diags->first->place.line);
            mock_free(&mock);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
