/* schema: what piao-plan/1 admits, written once.
 *
 * Every object of the format is a table of fields, innermost first so that each table stands above
 * its users. Where the format leaves the type of a published figure open (numbers of acts, years,
 * values of a registry row) the table admits a number or a text. */
#include "input/schema.h"

#include <string.h>

#include "base/str.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define FIELD(KEY, TYPE, MEANING)                                                                  \
    { .key = KEY, .type = SCHEMA_##TYPE, .meaning = MEANING }
/* A field with more to say: FIELD_WITH("peso", NUMBER, "weight", .flags = SCHEMA_REQUIRED). */
#define FIELD_WITH(KEY, TYPE, MEANING, ...)                                                        \
    { .key = KEY, .type = SCHEMA_##TYPE, .meaning = MEANING, __VA_ARGS__ }
#define RANGE(LEAST, MOST) .flags = SCHEMA_RANGE, .minimum = LEAST, .maximum = MOST
#define LIST(KEY, ELEMENT, MEANING)                                                                \
    { .key = KEY, .type = SCHEMA_LIST, .items = &ELEMENT, .meaning = MEANING }
#define OBJECT(NAME)                                                                               \
    static const struct schema_object NAME = {#NAME, NAME##_fields, COUNT(NAME##_fields)}
/* The anonymous element of a list of NAME objects. */
#define ELEMENT_OF(NAME)                                                                           \
    static const struct schema_field NAME##_element = {                                            \
        .type = SCHEMA_OBJECT, .object = &NAME, .meaning = "one of the list"}

enum { YEAR_FIRST = 1900, YEAR_LAST = 2199, INDEX_LAST = 1000000 };

static const char *const formats[] = {"piao-plan/1", NULL};
static const char *const contents[] = {"scheda_anagrafica", "obiettivi", "riepilogo_obiettivi",
                                       NULL};
static const char *const cell_formats[] = {"testo",    "prosa", "intero", "decimale",
                                           "percento", "euro",  "data",   NULL};
static const char *const directions[] = {"crescente", "decrescente", "intervallo", "si_no",
                                         "scadenza",  "giudizio",    NULL};
static const char *const states[] = {"non_valutabile", NULL};
static const char *const criteria[] = {"punteggio", "fisso", NULL};
static const char *const topics[] = {"semplificazione",  "digitalizzazione", "accessibilita",
                                     "pari_opportunita", "efficienza",       "tempi_pagamento",
                                     "anticorruzione",   "valore_pubblico",  NULL};

static const struct schema_field extra_field =
    FIELD("extra", ANY, "whatever the administration adds; never judged");

static const struct schema_field text_element = FIELD(NULL, TEXT, "a text");
static const struct schema_field key_element = FIELD(NULL, TEXT, "a key of the objective");
static const struct schema_field topic_element =
    FIELD_WITH(NULL, TEXT, "a topic", .flags = SCHEMA_OPEN, .allowed = topics);
static const struct schema_field month_element = FIELD_WITH(NULL, INTEGER, "a month", RANGE(1, 12));
static const struct schema_field index_element =
    FIELD_WITH(NULL, INTEGER, "a row, from 0", RANGE(0, INDEX_LAST));
static const struct schema_field cell_element = FIELD(NULL, ANY, "a cell, as its column says");
static const struct schema_field row_element = {
    .type = SCHEMA_LIST, .items = &cell_element, .meaning = "the cells of a row"};
static const struct schema_field weight_element = FIELD(NULL, NUMBER, "the weight of this kind");
static const struct schema_field objective_reference =
    FIELD_WITH(NULL, TEXT, "code of an objective", .reference = "obiettivi");

/* voce: a label and its value, as registry sheets, covers and reward boxes print them */
static const struct schema_field voce_fields[] = {
    FIELD("voce", TEXT, "label"),
    FIELD("valore", NUMBER_OR_TEXT, "value"),
};
OBJECT(voce);
ELEMENT_OF(voce);

static const struct schema_field ente_fields[] = {
    FIELD_WITH("denominazione", TEXT, "name of the administration", .flags = SCHEMA_REQUIRED),
    FIELD("tipo", TEXT, "kind: comune, provincia, ..."),
    FIELD("sottotitolo", TEXT, "line under the name"),
    FIELD("logo", TEXT, "image file, relative to the plan"),
    FIELD("logo_testo", TEXT, "alternative text of the logo"),
    LIST("dati", voce_element, "rows of the registry sheet"),
};
OBJECT(ente);

static const struct schema_field atto_fields[] = {
    FIELD("tipo", TEXT, "kind of act"),
    FIELD("numero", NUMBER_OR_TEXT, "number of the act"),
    FIELD("data", DATE_OR_TEXT, "date of the act"),
};
OBJECT(atto);

static const struct schema_field documento_fields[] = {
    FIELD_WITH("titolo", TEXT, "title of the document", .flags = SCHEMA_REQUIRED),
    FIELD("sottotitolo", TEXT, "subtitle"),
    FIELD("testatina", TEXT, "running title"),
    FIELD_WITH("esercizio", INTEGER, "year of the cycle", .flags = SCHEMA_REQUIRED | SCHEMA_RANGE,
               .minimum = YEAR_FIRST, .maximum = YEAR_LAST),
    FIELD("periodo", TEXT, "years covered: 2024-2026"),
    FIELD("vista", TEXT, "view of the source system"),
    LIST("parametri", voce_element, "parameters of the view"),
    LIST("righe", text_element, "further cover lines"),
    FIELD_WITH("atto", OBJECT, "approving act", .object = &atto),
    FIELD("revisione", NUMBER_OR_TEXT, "revision"),
};
OBJECT(documento);

static const struct schema_object sezione;
ELEMENT_OF(sezione);
static const struct schema_field sezione_fields[] = {
    FIELD("id", TEXT, "name of the section for templates"),
    FIELD("titolo", TEXT, "heading"),
    FIELD("testo", PROSE, "prose; {{tabella:ID}} alone on a line prints a table"),
    FIELD_WITH("contenuto", TEXT, "the generated part after the prose", .allowed = contents),
    LIST("sezioni", sezione_element, "nested sections"),
};
OBJECT(sezione);

static const struct schema_field unita_fields[] = {
    FIELD_WITH("codice", TEXT, "code", .flags = SCHEMA_REQUIRED | SCHEMA_UNIQUE),
    FIELD("denominazione", TEXT, "name"),
    FIELD("sigla", TEXT, "short name, as tables print it"),
    LIST("varianti", text_element, "other spellings used by the sources"),
    FIELD("tipo", TEXT, "kind of unit"),
    FIELD_WITH("superiore", TEXT, "code of the parent unit", .reference = "unita"),
    FIELD("responsabile", TEXT, "manager"),
    FIELD("qualifica", TEXT, "the manager's rank"),
    FIELD("decorrenza", DATE, "since when"),
    FIELD("gruppo", NUMBER_OR_TEXT, "divider page that its sheets follow"),
};
OBJECT(unita);
ELEMENT_OF(unita);

static const struct schema_field obiettivo_strategico_fields[] = {
    FIELD_WITH("codice", TEXT, "code", .flags = SCHEMA_REQUIRED | SCHEMA_UNIQUE),
    FIELD("titolo", TEXT, "title"),
    FIELD("etichetta", TEXT, "short label"),
    FIELD("finalita", PROSE, "purpose"),
};
OBJECT(obiettivo_strategico);
ELEMENT_OF(obiettivo_strategico);

static const struct schema_field unita_coinvolta_fields[] = {
    FIELD_WITH("unita", TEXT, "code of the unit", .reference = "unita"),
    FIELD("testo", TEXT, "the unit as printed"),
    FIELD("responsabile", TEXT, "its manager"),
};
OBJECT(unita_coinvolta);
ELEMENT_OF(unita_coinvolta);

static const struct schema_field voce_relazione_fields[] = {
    FIELD("livello", TEXT, "level: mission, programme, ..."),
    FIELD("codice", TEXT, "code in that view"),
    FIELD("titolo", TEXT, "title"),
};
OBJECT(voce_relazione);
ELEMENT_OF(voce_relazione);

static const struct schema_field relazione_dup_fields[] = {
    FIELD("vista", TEXT, "the view that the objective is related to"),
    LIST("voci", voce_relazione_element, "its path there"),
};
OBJECT(relazione_dup);
ELEMENT_OF(relazione_dup);

static const struct schema_field fase_fields[] = {
    FIELD("numero", NUMBER_OR_TEXT, "number"),
    FIELD("descrizione", TEXT, "what is done"),
    FIELD("peso", NUMBER, "weight; those of an objective make 100"),
    FIELD("inizio", DATE_OR_TEXT, "planned start"),
    FIELD("fine", DATE_OR_TEXT, "planned end"),
    FIELD("responsabile", TEXT, "manager"),
    FIELD_WITH("unita", TEXT, "code of the unit, or its name", .flags = SCHEMA_REFERENCE_SOFT,
               .reference = "unita"),
    FIELD("note", TEXT, "note"),
    LIST("mesi", month_element, "months of the grid"),
    FIELD("tempi", TEXT, "times in words"),
    FIELD("inizio_effettivo", DATE_OR_TEXT, "actual start"),
    FIELD("fine_effettiva", DATE_OR_TEXT, "actual end"),
    FIELD_WITH("avanzamento", NUMBER, "progress, percent", RANGE(0, 100)),
};
OBJECT(fase);
ELEMENT_OF(fase);

static const struct schema_field valore_annuo_fields[] = {
    FIELD("anno", NUMBER_OR_TEXT, "year"),
    FIELD("valore", VALUE, "value of that year"),
};
OBJECT(valore_annuo);
ELEMENT_OF(valore_annuo);

static const struct schema_field gradino_fields[] = {
    FIELD("da", VALUE, "from"),
    FIELD("a", VALUE, "to"),
    FIELD("punti", NUMBER, "points"),
};
OBJECT(gradino);
ELEMENT_OF(gradino);

static const struct schema_field rilevazione_fields[] = {
    FIELD("periodo", NUMBER_OR_TEXT, "period"),
    FIELD("valore", VALUE, "value measured"),
};
OBJECT(rilevazione);
ELEMENT_OF(rilevazione);

static const struct schema_field indicatore_fields[] = {
    FIELD("codice", TEXT, "code"),
    FIELD("descrizione", TEXT, "what is measured"),
    FIELD("tipo", TEXT, "kind"),
    FIELD("gruppo", TEXT, "group in the table"),
    FIELD("formula", TEXT, "how it is computed"),
    FIELD("finalita", TEXT, "purpose"),
    FIELD("attivita", PROSE, "activity"),
    FIELD("unita_misura", TEXT, "unit of measure"),
    FIELD_WITH("direzione", TEXT, "what is better, when the expected value does not say it",
               .allowed = directions),
    FIELD("base", VALUE, "value at the start"),
    FIELD("atteso", VALUE, "expected value"),
    LIST("attesi", valore_annuo_element, "expected values by year"),
    LIST("storico", valore_annuo_element, "past values by year"),
    LIST("metrica", gradino_element, "step scale"),
    FIELD("quantita", TEXT, "quantity in words"),
    FIELD("peso", NUMBER, "weight"),
    FIELD("scadenze", TEXT, "deadlines"),
    FIELD("fonte", TEXT, "source of the figure"),
    FIELD("note", TEXT, "note"),
    LIST("rilevazioni", rilevazione_element, "interim measurements"),
    FIELD("raggiunto", VALUE, "value achieved; absent means not measured"),
    FIELD_WITH("stato", TEXT, "set when it cannot be assessed", .allowed = states),
    FIELD("grado", NUMBER, "degree forced by the evaluator"),
    FIELD("motivazione", TEXT, "reason for the state or the forced degree"),
    FIELD("commento", TEXT, "comment"),
};
OBJECT(indicatore);
ELEMENT_OF(indicatore);

static const struct schema_field persona_fields[] = {
    FIELD_WITH("categoria", TEXT, "contract category", .flags = SCHEMA_PERSONAL),
    FIELD_WITH("nominativo", TEXT, "name", .flags = SCHEMA_PERSONAL),
    FIELD_WITH("partecipazione", NUMBER, "share of working time, percent",
               .flags = SCHEMA_PERSONAL | SCHEMA_RANGE, .minimum = 0, .maximum = 100),
    FIELD_WITH("costo_orario", NUMBER_OR_TEXT, "cost of an hour", .flags = SCHEMA_PERSONAL),
    FIELD_WITH("ore", NUMBER_OR_TEXT, "hours", .flags = SCHEMA_PERSONAL),
    FIELD_WITH("costo", NUMBER_OR_TEXT, "cost", .flags = SCHEMA_PERSONAL),
    FIELD_WITH("grado", NUMBER, "individual degree", .flags = SCHEMA_PERSONAL),
};
OBJECT(persona);
ELEMENT_OF(persona);

static const struct schema_field risorsa_finanziaria_fields[] = {
    FIELD("capitolo", NUMBER_OR_TEXT, "budget item"),
    FIELD("descrizione", TEXT, "description"),
    FIELD("importo", NUMBER_OR_TEXT, "amount"),
};
OBJECT(risorsa_finanziaria);
ELEMENT_OF(risorsa_finanziaria);

static const struct schema_field risorsa_aggiuntiva_fields[] = {
    FIELD("tipologia", TEXT, "kind"),
    FIELD("descrizione", TEXT, "description"),
    FIELD("costo", NUMBER_OR_TEXT, "cost"),
};
OBJECT(risorsa_aggiuntiva);
ELEMENT_OF(risorsa_aggiuntiva);

static const struct schema_field verifica_fields[] = {
    FIELD("data", DATE_OR_TEXT, "date of the review"),
    FIELD("valore_medio", NUMBER_OR_TEXT, "mean value"),
    FIELD("tempi_medi", NUMBER_OR_TEXT, "mean times"),
    FIELD("scostamenti", TEXT, "deviations"),
    FIELD("cause", TEXT, "causes"),
    FIELD("effetti", TEXT, "effects"),
    FIELD("provvedimenti_intrapresi", TEXT, "measures taken"),
    FIELD("provvedimenti_da_attivare", TEXT, "measures to take"),
};
OBJECT(verifica);
ELEMENT_OF(verifica);

static const struct schema_field relazione_finale_fields[] = {
    FIELD("sintesi", PROSE, "summary"),
    FIELD("scostamenti", PROSE, "deviations"),
    FIELD("grado", NUMBER, "degree, when the administration fixes it by hand"),
    FIELD("motivazione", TEXT, "reason for the fixed degree"),
};
OBJECT(relazione_finale);

static const struct schema_field obiettivo_fields[] = {
    FIELD_WITH("codice", TEXT, "code", .flags = SCHEMA_REQUIRED | SCHEMA_UNIQUE),
    FIELD("numero", TEXT, "printed number, when not the code"),
    FIELD_WITH("titolo", TEXT, "title", .flags = SCHEMA_REQUIRED),
    FIELD("titolo_elenco", TEXT, "title as lists print it, when it differs"),
    FIELD("intestazione", TEXT, "heading over the sheet, as published"),
    FIELD("tipo", TEXT, "kind"),
    FIELD("categoria", TEXT, "category"),
    FIELD("ambito", TEXT, "scope"),
    FIELD("macrocategoria", TEXT, "macro category"),
    FIELD_WITH("esercizio", INTEGER, "year, when it differs from the document's",
               RANGE(YEAR_FIRST, YEAR_LAST)),
    FIELD_WITH("unita", TEXT, "code of the owner unit", .reference = "unita"),
    FIELD_WITH("servizio", TEXT, "code of the owner service", .reference = "unita"),
    LIST("unita_coinvolte", unita_coinvolta_element, "other units that take part"),
    FIELD("responsabile", TEXT, "manager; by default the unit's"),
    FIELD("coordinamento", TEXT, "coordinating unit, as printed"),
    FIELD_WITH("obiettivo_strategico", TEXT, "code of the strategic objective that it serves",
               .reference = "obiettivi_strategici"),
    LIST("ambiti", topic_element, "topics of section 2.2 that it covers"),
    FIELD("collegamento", TEXT, "printed link line, when it is not derived"),
    FIELD("peso", NUMBER, "weight, as published"),
    FIELD("trasversale", TEXT, "cross-cutting note"),
    FIELD("periodo", TEXT, "time of realisation"),
    FIELD("testo", PROSE, "prose without a heading of its own"),
    FIELD("descrizione", PROSE, "description"),
    FIELD("finalita", PROSE, "purpose"),
    FIELD("motivazioni", PROSE, "reasons"),
    FIELD("situazione_iniziale", PROSE, "initial situation"),
    FIELD("risultati_attesi", PROSE, "expected results"),
    FIELD("destinatari", PROSE, "for whom"),
    FIELD("azioni", PROSE, "actions"),
    FIELD("impatto", PROSE, "impact"),
    FIELD("stakeholder", PROSE, "stakeholders"),
    FIELD("attivita", PROSE, "activities"),
    FIELD("fasi_testo", PROSE, "phases in prose"),
    FIELD_WITH("risorse_umane", PROSE, "people in prose", .flags = SCHEMA_ABOUT_PEOPLE),
    FIELD("note", PROSE, "notes"),
    FIELD("missione", TEXT, "DUP mission"),
    FIELD("programma", TEXT, "DUP programme"),
    LIST("relazioni", relazione_dup_element, "relations to the DUP and other views"),
    LIST("fasi", fase_element, "phases"),
    FIELD("gantt", BOOL, "false: no Gantt chart"),
    LIST("indicatori", indicatore_element, "indicators"),
    LIST("personale", persona_element, "people who take part"),
    FIELD_WITH("personale_testo", PROSE, "people, when the source gives prose",
               .flags = SCHEMA_ABOUT_PEOPLE),
    LIST("risorse_finanziarie", risorsa_finanziaria_element, "money"),
    LIST("risorse_aggiuntive", risorsa_aggiuntiva_element, "further resources"),
    FIELD("centro_di_costo", TEXT, "cost centre"),
    LIST("moduli_vuoti", key_element, "keys printed as an empty form"),
    FIELD("gruppo", NUMBER_OR_TEXT, "divider page that the sheet follows"),
    FIELD("nota_indicatori", PROSE, "note row in the indicator table"),
    LIST("premio", voce_element, "rows of the reward box"),
    FIELD_WITH("soglia_minima", NUMBER, "minimum result, percent", RANGE(0, 100)),
    FIELD("dipendenti", NUMBER, "staff"),
    FIELD("coefficiente", NUMBER, "multiplier"),
    FIELD("punteggio", NUMBER, "points, as published"),
    FIELD("importo", NUMBER, "amount, as published"),
    LIST("verifiche", verifica_element, "interim reviews; an empty one prints a form"),
    FIELD_WITH("relazione", OBJECT, "year-end report", .object = &relazione_finale),
};
OBJECT(obiettivo);
ELEMENT_OF(obiettivo);

static const struct schema_field quota_fields[] = {
    FIELD("nome", TEXT, "name"),
    FIELD("importo", NUMBER, "amount"),
    FIELD_WITH("criterio", TEXT, "by points, or fixed", .allowed = criteria),
    LIST("obiettivi", objective_reference, "objectives that share it"),
    FIELD_WITH("pareggio", TEXT, "code of the objective that takes the odd cents",
               .reference = "obiettivi"),
};
OBJECT(quota);
ELEMENT_OF(quota);

static const struct schema_field coefficiente_fields[] = {
    FIELD("da", NUMBER, "least number of staff"),
    FIELD("a", NUMBER, "largest number of staff; absent: no limit"),
    FIELD("valore", NUMBER, "multiplier"),
};
OBJECT(coefficiente);
ELEMENT_OF(coefficiente);

static const struct schema_field fondo_fields[] = {
    FIELD("totale", NUMBER, "whole fund"),
    FIELD("assegnato", NUMBER, "part that is distributed"),
    FIELD("riserva", NUMBER, "part that is kept"),
    LIST("quote", quota_element, "shares of the fund"),
    {.key = "pesi",
     .type = SCHEMA_MAP,
     .items = &weight_element,
     .meaning = "weight of each kind of objective"},
    LIST("coefficienti", coefficiente_element, "multipliers by number of staff"),
};
OBJECT(fondo);

static const struct schema_field colonna_fields[] = {
    FIELD("titolo", TEXT, "head"),
    FIELD_WITH("formato", TEXT, "what its cells hold", .allowed = cell_formats),
};
OBJECT(colonna);
ELEMENT_OF(colonna);

static const struct schema_field gruppo_colonne_fields[] = {
    FIELD("titolo", TEXT, "head over the heads"),
    FIELD_WITH("da", INTEGER, "first column, from 1", RANGE(1, INDEX_LAST)),
    FIELD_WITH("a", INTEGER, "last column", RANGE(1, INDEX_LAST)),
};
OBJECT(gruppo_colonne);
ELEMENT_OF(gruppo_colonne);

static const struct schema_field cella_unita_fields[] = {
    FIELD_WITH("riga", INTEGER, "row, from 0", RANGE(0, INDEX_LAST)),
    FIELD_WITH("colonna", INTEGER, "column, from 0", RANGE(0, INDEX_LAST)),
    FIELD_WITH("righe", INTEGER, "rows spanned", RANGE(1, INDEX_LAST)),
    FIELD_WITH("colonne", INTEGER, "columns spanned", RANGE(1, INDEX_LAST)),
};
OBJECT(cella_unita);
ELEMENT_OF(cella_unita);

static const struct schema_field tabella_fields[] = {
    FIELD("id", TEXT, "name for {{tabella:ID}} and templates"),
    FIELD("titolo", TEXT, "title"),
    LIST("colonne", colonna_element, "columns"),
    LIST("righe", row_element, "rows"),
    FIELD("note", PROSE, "notes under the table"),
    LIST("gruppi_colonne", gruppo_colonne_element, "a head over the head"),
    LIST("righe_gruppo", index_element, "rows that open a group"),
    LIST("righe_subtotale", index_element, "rows that hold a subtotal"),
    LIST("righe_totale", index_element, "rows that hold a total"),
    LIST("celle_unite", cella_unita_element, "merged cells"),
};
OBJECT(tabella);
ELEMENT_OF(tabella);

static const struct schema_field piano_fields[] = {
    FIELD_WITH("formato", TEXT, "name and version of the format", .flags = SCHEMA_REQUIRED,
               .allowed = formats),
    FIELD_WITH("ente", OBJECT, "the administration", .flags = SCHEMA_REQUIRED, .object = &ente),
    FIELD_WITH("documento", OBJECT, "the document", .flags = SCHEMA_REQUIRED, .object = &documento),
    LIST("sezioni", sezione_element, "prose parts"),
    LIST("unita", unita_element, "organisational units"),
    LIST("obiettivi_strategici", obiettivo_strategico_element, "strategic objectives"),
    FIELD_WITH("obiettivi", LIST, "objectives, in printing order", .flags = SCHEMA_REQUIRED,
               .items = &obiettivo_element),
    FIELD_WITH("fondo", OBJECT, "money distributed over objectives", .object = &fondo),
    LIST("tabelle", tabella_element, "free tables"),
};

const struct schema_object schema_plan = {"piano", piano_fields, COUNT(piano_fields)};

const struct schema_field *schema_find(const struct schema_object *object, const char *key) {
    if (!object || !key) {
        return NULL;
    }
    for (size_t i = 0; i < object->count; i++) {
        if (strcmp(object->fields[i].key, key) == 0) {
            return &object->fields[i];
        }
    }
    return strcmp(key, extra_field.key) == 0 ? &extra_field : NULL;
}

static bool equal_but_for_case(const char *a, const char *b) {
    for (; *a && *b; a++, b++) {
        char lower = *a >= 'A' && *a <= 'Z' ? (char)(*a - 'A' + 'a') : *a;
        if (lower != *b) {
            return false;
        }
    }
    return *a == *b;
}

enum { KEYS_MAX = 96 }; /* more than the largest table has */

const char *schema_nearest(const struct schema_object *object, const char *key) {
    const char *keys[KEYS_MAX];
    size_t count = 0;
    if (!object || !key) {
        return NULL;
    }
    for (; count < object->count && count < KEYS_MAX - 1; count++) {
        keys[count] = object->fields[count].key;
    }
    keys[count++] = extra_field.key;
    for (size_t i = 0; i < count; i++) {
        if (equal_but_for_case(key, keys[i])) {
            return keys[i];
        }
    }
    return text_nearest(key, keys, count);
}
