/* judge: what is wrong with a plan whose every value is right by itself?
 *
 * Weights that do not make 100, ends before starts, units above themselves, degrees fixed without a
 * reason, tables that are called but missing, topics of the law that no objective covers. */
#include "input/check.h"
#include "input/check_private.h"

#include <string.h>

#include "base/date.h"
#include "input/format.h"
#include "input/schema.h"

struct judge {
    struct arena *arena;
    struct diags *diags;
    const struct data *plan;
    const struct data *tables; /* by id */
};

/* Art. 3(1)(b) of D.M. 132/2022: simplification, digitalisation, full accessibility, equal
 * opportunities. */
static const char *const topics_of_law[] = {"semplificazione", "digitalizzazione", "accessibilita",
                                            "pari_opportunita"};
enum { TOPICS_OF_LAW = sizeof topics_of_law / sizeof *topics_of_law };

static struct place place_of(const struct judge *judge, const struct data *value) {
    return data_place(judge->arena, value);
}

/* Phases */

static void judge_weights(const struct judge *judge, const struct data *phases) {
    struct decimal sum = decimal_from_int(0);
    bool weighted = false;
    for (size_t i = 0; i < data_count(phases); i++) {
        const struct data *weight = data_member_raw(data_item(phases, i), "peso");
        if (!weight || (weight->type != DATA_NUMBER && !weight->refused)) {
            continue;
        }
        weighted = true;
        if (weight->refused || !decimal_add(sum, weight->as.number, &sum)) {
            return; /* the sum is unknown */
        }
    }
    if (!weighted || decimal_compare(sum, decimal_from_int(100)) == 0) {
        return;
    }
    struct buf buf = BUF_INIT;
    sum = decimal_normal(sum);
    format_number(&buf, sum, sum.scale > 2 ? sum.scale : 2, true, DECIMAL_HALF_UP);
    diag_at(judge->diags, place_of(judge, phases), MSG_PHASE_WEIGHT_SUM, buf_string(&buf));
    buf_free(&buf);
}

static void judge_dates(const struct judge *judge, const struct data *phase, const char *start_key,
                        const char *end_key) {
    const char *start = data_text(data_member(phase, start_key));
    const char *end = data_text(data_member(phase, end_key));
    struct date first;
    struct date last;
    if (start && end && date_parse(start, &first) && date_parse(end, &last) &&
        date_days(last) < date_days(first)) {
        diag_at(judge->diags, place_of(judge, data_member(phase, end_key)), MSG_DATES_REVERSED, end,
                start);
    }
}

/* Degrees and states that somebody fixes by hand need a reason. */
static void judge_reason(const struct judge *judge, const struct data *object, const char *key) {
    const struct data *fixed = data_member(object, key);
    if (fixed && !data_member(object, "motivazione")) {
        diag_at(judge->diags, place_of(judge, fixed), MSG_MISSING_REASON, key);
    }
}

/* The forms to print empty are named by keys of the objective. */
static void judge_forms(const struct judge *judge, const struct schema_object *schema,
                        const struct data *keys) {
    for (size_t i = 0; i < data_count(keys); i++) {
        const char *key = data_text(data_item(keys, i));
        const char *nearest = key && !schema_find(schema, key) ? schema_nearest(schema, key) : NULL;
        if (nearest) {
            diag_hint(judge->diags, place_of(judge, data_item(keys, i)), MSG_UNKNOWN_KEY, nearest,
                      key);
        }
    }
}

static void judge_objectives(const struct judge *judge) {
    const struct schema_object *schema = schema_find(&schema_plan, "obiettivi")->items->object;
    const struct data *objectives = data_member(judge->plan, "obiettivi");
    for (size_t i = 0; i < data_count(objectives); i++) {
        const struct data *objective = data_item(objectives, i);
        const struct data *phases = data_member(objective, "fasi");
        const struct data *indicators = data_member(objective, "indicatori");
        judge_weights(judge, phases);
        for (size_t j = 0; j < data_count(phases); j++) {
            judge_dates(judge, data_item(phases, j), "inizio", "fine");
            judge_dates(judge, data_item(phases, j), "inizio_effettivo", "fine_effettiva");
        }
        for (size_t j = 0; j < data_count(indicators); j++) {
            judge_reason(judge, data_item(indicators, j), "stato");
            judge_reason(judge, data_item(indicators, j), "grado");
        }
        judge_reason(judge, data_member(objective, "relazione"), "grado");
        judge_forms(judge, schema, data_member(objective, "moduli_vuoti"));
    }
}

/* Topics of the law */

void check_coverage(struct arena *arena, struct diags *diags, const struct data *plan) {
    const struct data *objectives = data_member(plan, "obiettivi");
    bool covered[TOPICS_OF_LAW] = {false};
    bool any = false;
    for (size_t i = 0; i < data_count(objectives); i++) {
        const struct data *topics = data_member(data_item(objectives, i), "ambiti");
        for (size_t j = 0; j < data_count(topics); j++) {
            const char *topic = data_text(data_item(topics, j));
            for (size_t k = 0; topic && k < TOPICS_OF_LAW; k++) {
                covered[k] = covered[k] || strcmp(topic, topics_of_law[k]) == 0;
            }
            any = any || !text_empty(topic);
        }
    }
    for (size_t k = 0; any && k < TOPICS_OF_LAW; k++) {
        if (!covered[k]) {
            diag_at(diags, data_place(arena, objectives), MSG_COVERAGE, topics_of_law[k]);
        }
    }
}

/* Units */

/* "A > B > A": the units from AT upwards until AT comes again. */
static const char *cycle_path(struct arena *arena, const struct data *units, const size_t *parents,
                              size_t at) {
    enum { PATH_MAX_BYTES = 200 };
    struct buf buf = BUF_INIT;
    size_t unit = at;
    do {
        buf_text(&buf, data_text(data_member(data_item(units, unit), "codice")));
        buf_text(&buf, " > ");
        unit = parents[unit];
    } while (unit != at && buf.size < PATH_MAX_BYTES);
    buf_text(&buf, unit == at ? data_text(data_member(data_item(units, at), "codice")) : "…");
    const char *path = arena_text(arena, buf_string(&buf));
    buf_free(&buf);
    return path;
}

/* Each unit has one parent at most: walk up from every unit, mark each with the walk that met it
 * first; to meet one's own mark is to have gone round. */
static void judge_units(const struct judge *judge) {
    const struct data *units = data_member(judge->plan, "unita");
    size_t total = data_count(units);
    const struct data *by_code = items_by(judge->arena, units, "codice");
    size_t *parents = arena_array(judge->arena, total, sizeof *parents);
    size_t *walks = arena_array(judge->arena, total, sizeof *walks);
    for (size_t i = 0; i < total; i++) {
        const char *above = data_text(data_member(data_item(units, i), "superiore"));
        const struct data *parent = data_member_raw(by_code, above);
        parents[i] = parent ? parent->index : total;
    }
    for (size_t i = 0; i < total; i++) {
        size_t unit = i;
        while (unit < total && walks[unit] == 0) {
            walks[unit] = i + 1;
            unit = parents[unit];
        }
        if (unit < total && walks[unit] == i + 1) {
            const struct data *member = data_item(units, unit);
            diag_at(judge->diags, place_of(judge, data_member(member, "superiore")), MSG_UNIT_CYCLE,
                    data_text(data_member(member, "codice")),
                    cycle_path(judge->arena, units, parents, unit));
        }
    }
}

/* Tables called by prose */

static const char *skip_blanks(const char *p) {
    return p + strspn(p, " \t");
}

/* A line `{{tabella:ID}}` by itself: its ID, else NULL. */
static const char *table_call(const struct judge *judge, const char *line, size_t size) {
    static const char mark[] = "{{tabella:";
    const char *copy = skip_blanks(arena_slice(judge->arena, line, size));
    const char *end = strstr(copy, "}}");
    if (!text_starts(copy, mark) || !end || *skip_blanks(end + 2) != '\0') {
        return NULL;
    }
    copy += sizeof mark - 1;
    return arena_slice(judge->arena, copy, (size_t)(end - copy));
}

static void judge_prose(const struct judge *judge, const struct data *prose) {
    const char *text = data_text(prose);
    while (text && (text = strstr(text, "{{")) != NULL) {
        const char *line = text;
        while (line > data_text(prose) && line[-1] != '\n') {
            line--;
        }
        size_t size = strcspn(text, "\n") + (size_t)(text - line);
        const char *id = table_call(judge, line, size);
        if (id && !data_member_raw(judge->tables, id)) {
            diag_at(judge->diags, place_of(judge, prose), MSG_UNKNOWN_TABLE, id);
        }
        text = line + size;
    }
}

static void judge_sections(const struct judge *judge, const struct data *sections) {
    for (size_t i = 0; i < data_count(sections); i++) {
        const struct data *section = data_item(sections, i);
        judge_prose(judge, data_member(section, "testo"));
        judge_sections(judge, data_member(section, "sezioni"));
    }
}

void judge_plan(struct arena *arena, struct diags *diags, const struct data *plan) {
    struct judge judge = {arena, diags, plan, items_by(arena, data_member(plan, "tabelle"), "id")};
    judge_objectives(&judge);
    judge_units(&judge);
    judge_sections(&judge, data_member(plan, "sezioni"));
}
