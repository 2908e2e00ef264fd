/* schema: the tables hang together and hold every key of the format. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "input/schema.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { DEPTH_MAX = 6 }; /* sections hold sections: deeper is the same again */

/* Calls VISIT on every field below OBJECT. */
static void visit_field(const struct schema_field *field, int depth,
                        void (*visit)(const struct schema_field *field));

static void visit_object(const struct schema_object *object, int depth,
                         void (*visit)(const struct schema_field *field)) {
    for (size_t i = 0; i < object->count; i++) {
        visit_field(&object->fields[i], depth, visit);
    }
}

static void visit_field(const struct schema_field *field, int depth,
                        void (*visit)(const struct schema_field *field)) {
    visit(field);
    if (depth < DEPTH_MAX && field->object) {
        visit_object(field->object, depth + 1, visit);
    }
    if (depth < DEPTH_MAX && field->items) {
        visit_field(field->items, depth + 1, visit);
    }
}

static size_t visited;

static void is_consistent(const struct schema_field *field) {
    visited++;
    assert_false(text_empty(field->meaning));
    assert_null(strchr(field->meaning, '\n'));
    assert_int_equal(field->object != NULL, field->type == SCHEMA_OBJECT);
    assert_int_equal(field->items != NULL, field->type == SCHEMA_LIST || field->type == SCHEMA_MAP);
    if (field->object) {
        assert_false(text_empty(field->object->name));
        assert_true(field->object->count > 0);
        for (size_t i = 0; i < field->object->count; i++) {
            assert_ptr_equal(schema_find(field->object, field->object->fields[i].key),
                             &field->object->fields[i]); /* so no key stands twice */
        }
    }
    if (field->items) {
        assert_null(field->items->key);
    }
    if (field->flags & SCHEMA_RANGE) {
        assert_true(field->minimum < field->maximum);
        assert_true(field->type == SCHEMA_NUMBER || field->type == SCHEMA_INTEGER);
    } else {
        assert_int_equal(field->minimum, 0);
        assert_int_equal(field->maximum, 0);
    }
    if (field->reference) {
        assert_int_equal(field->type, SCHEMA_TEXT);
        const struct schema_field *list = schema_find(&schema_plan, field->reference);
        assert_non_null(list);
        assert_true(schema_find(list->items->object, "codice")->flags & SCHEMA_UNIQUE);
    }
    if (field->allowed) {
        assert_int_equal(field->type, SCHEMA_TEXT);
        assert_non_null(field->allowed[0]);
    }
    if (field->flags & SCHEMA_OPEN) {
        assert_non_null(field->allowed);
    }
    if (field->flags & SCHEMA_REFERENCE_SOFT) {
        assert_non_null(field->reference);
    }
}

static void tables_hang_together(void **state) {
    (void)state;
    visited = 0;
    visit_object(&schema_plan, 0, is_consistent);
    assert_true(visited > 200);
}

/* The field at a path like "obiettivi.fasi.mesi": lists and maps are passed through. */
static const struct schema_field *at_path(const char *path) {
    char key[64];
    const struct schema_object *object = &schema_plan;
    const struct schema_field *field = NULL;
    while (*path) {
        size_t size = strcspn(path, ".");
        memcpy(key, path, size);
        key[size] = '\0';
        path += size + (path[size] == '.');
        field = schema_find(object, key);
        if (!field) {
            print_error("no field %s\n", key);
        }
        assert_non_null(field);
        object = field->items ? field->items->object : field->object;
    }
    return field;
}

static void every_key_of_the_format_is_there(void **state) {
    (void)state;
    static const char *const keys[][2] = {
        {"", "formato ente documento sezioni unita obiettivi_strategici obiettivi fondo tabelle "
             "extra"},
        {"ente", "denominazione tipo sottotitolo logo logo_testo dati extra"},
        {"ente.dati", "voce valore"},
        {"documento", "titolo sottotitolo testatina esercizio periodo vista parametri righe atto "
                      "revisione"},
        {"documento.parametri", "voce valore"},
        {"documento.atto", "tipo numero data"},
        {"sezioni", "id titolo testo contenuto sezioni"},
        {"sezioni.sezioni.sezioni", "id titolo testo contenuto sezioni"},
        {"unita", "codice denominazione sigla varianti tipo superiore responsabile qualifica "
                  "decorrenza gruppo"},
        {"obiettivi_strategici", "codice titolo etichetta finalita"},
        {"obiettivi",
         "codice numero titolo titolo_elenco intestazione tipo categoria ambito macrocategoria "
         "esercizio unita servizio unita_coinvolte responsabile coordinamento obiettivo_strategico "
         "ambiti collegamento peso trasversale periodo testo descrizione finalita motivazioni "
         "situazione_iniziale risultati_attesi destinatari azioni impatto stakeholder attivita "
         "fasi_testo risorse_umane note missione programma relazioni fasi gantt indicatori "
         "personale personale_testo risorse_finanziarie risorse_aggiuntive centro_di_costo "
         "moduli_vuoti gruppo nota_indicatori premio soglia_minima dipendenti coefficiente "
         "punteggio importo verifiche relazione extra"},
        {"obiettivi.unita_coinvolte", "unita testo responsabile"},
        {"obiettivi.relazioni", "vista voci"},
        {"obiettivi.relazioni.voci", "livello codice titolo"},
        {"obiettivi.fasi", "numero descrizione peso inizio fine responsabile unita note mesi tempi "
                           "inizio_effettivo fine_effettiva avanzamento extra"},
        {"obiettivi.indicatori",
         "codice descrizione tipo gruppo formula finalita attivita unita_misura direzione base "
         "atteso attesi storico metrica quantita peso scadenze fonte note rilevazioni raggiunto "
         "stato grado motivazione commento"},
        {"obiettivi.indicatori.attesi", "anno valore"},
        {"obiettivi.indicatori.storico", "anno valore"},
        {"obiettivi.indicatori.metrica", "da a punti"},
        {"obiettivi.indicatori.rilevazioni", "periodo valore"},
        {"obiettivi.personale", "categoria nominativo partecipazione costo_orario ore costo"},
        {"obiettivi.risorse_finanziarie", "capitolo descrizione importo"},
        {"obiettivi.risorse_aggiuntive", "tipologia descrizione costo"},
        {"obiettivi.premio", "voce valore"},
        {"obiettivi.verifiche", "data valore_medio tempi_medi scostamenti cause effetti "
                                "provvedimenti_intrapresi provvedimenti_da_attivare"},
        {"obiettivi.relazione", "sintesi scostamenti grado motivazione"},
        {"fondo", "totale assegnato riserva quote pesi coefficienti"},
        {"fondo.quote", "nome importo criterio obiettivi pareggio"},
        {"fondo.coefficienti", "da a valore"},
        {"tabelle", "id titolo colonne righe note gruppi_colonne righe_gruppo righe_subtotale "
                    "righe_totale celle_unite"},
        {"tabelle.colonne", "titolo formato"},
        {"tabelle.gruppi_colonne", "titolo da a"},
        {"tabelle.celle_unite", "riga colonna righe colonne"},
    };
    for (size_t i = 0; i < COUNT(keys); i++) {
        const char *rest = keys[i][1];
        while (*rest) {
            char path[128];
            size_t size = strcspn(rest, " ");
            int length = snprintf(path, sizeof path, "%s%s%.*s", keys[i][0],
                                  keys[i][0][0] ? "." : "", (int)size, rest);
            assert_true(length > 0 && (size_t)length < sizeof path);
            at_path(path);
            rest += size + (rest[size] == ' ');
        }
    }
}

static void fields_are_as_the_format_says(void **state) {
    (void)state;
    static const struct {
        const char *path;
        enum schema_type type;
        unsigned flags;
        const char *reference;
    } cases[] = {
        {"formato", SCHEMA_TEXT, SCHEMA_REQUIRED, NULL},
        {"ente", SCHEMA_OBJECT, SCHEMA_REQUIRED, NULL},
        {"ente.denominazione", SCHEMA_TEXT, SCHEMA_REQUIRED, NULL},
        {"documento", SCHEMA_OBJECT, SCHEMA_REQUIRED, NULL},
        {"documento.titolo", SCHEMA_TEXT, SCHEMA_REQUIRED, NULL},
        {"documento.esercizio", SCHEMA_INTEGER, SCHEMA_REQUIRED | SCHEMA_RANGE, NULL},
        {"obiettivi", SCHEMA_LIST, SCHEMA_REQUIRED, NULL},
        {"sezioni.testo", SCHEMA_PROSE, 0, NULL},
        {"unita.codice", SCHEMA_TEXT, SCHEMA_REQUIRED | SCHEMA_UNIQUE, NULL},
        {"unita.superiore", SCHEMA_TEXT, 0, "unita"},
        {"unita.decorrenza", SCHEMA_DATE, 0, NULL},
        {"obiettivi_strategici.codice", SCHEMA_TEXT, SCHEMA_REQUIRED | SCHEMA_UNIQUE, NULL},
        {"obiettivi.codice", SCHEMA_TEXT, SCHEMA_REQUIRED | SCHEMA_UNIQUE, NULL},
        {"obiettivi.titolo", SCHEMA_TEXT, SCHEMA_REQUIRED, NULL},
        {"obiettivi.unita", SCHEMA_TEXT, 0, "unita"},
        {"obiettivi.servizio", SCHEMA_TEXT, 0, "unita"},
        {"obiettivi.obiettivo_strategico", SCHEMA_TEXT, 0, "obiettivi_strategici"},
        {"obiettivi.unita_coinvolte.unita", SCHEMA_TEXT, 0, "unita"},
        {"obiettivi.gantt", SCHEMA_BOOL, 0, NULL},
        {"obiettivi.descrizione", SCHEMA_PROSE, 0, NULL},
        {"obiettivi.soglia_minima", SCHEMA_NUMBER, SCHEMA_RANGE, NULL},
        {"obiettivi.fasi.inizio", SCHEMA_DATE_OR_TEXT, 0, NULL},
        {"obiettivi.fasi.unita", SCHEMA_TEXT, SCHEMA_REFERENCE_SOFT, "unita"},
        {"obiettivi.fasi.avanzamento", SCHEMA_NUMBER, SCHEMA_RANGE, NULL},
        {"obiettivi.fasi.descrizione", SCHEMA_TEXT, 0, NULL},
        {"obiettivi.indicatori.attivita", SCHEMA_PROSE, 0, NULL},
        {"obiettivi.indicatori.formula", SCHEMA_TEXT, 0, NULL},
        {"obiettivi.indicatori.atteso", SCHEMA_VALUE, 0, NULL},
        {"obiettivi.indicatori.raggiunto", SCHEMA_VALUE, 0, NULL},
        {"obiettivi.personale.nominativo", SCHEMA_TEXT, SCHEMA_PERSONAL, NULL},
        {"obiettivi.personale.partecipazione", SCHEMA_NUMBER, SCHEMA_PERSONAL | SCHEMA_RANGE, NULL},
        {"obiettivi.personale.costo", SCHEMA_NUMBER_OR_TEXT, SCHEMA_PERSONAL, NULL},
        {"obiettivi.risorse_finanziarie.importo", SCHEMA_NUMBER_OR_TEXT, 0, NULL},
        {"obiettivi.relazione.sintesi", SCHEMA_PROSE, 0, NULL},
        {"fondo.pesi", SCHEMA_MAP, 0, NULL},
        {"fondo.quote.pareggio", SCHEMA_TEXT, 0, "obiettivi"},
        {"obiettivi.extra", SCHEMA_ANY, 0, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const struct schema_field *field = at_path(cases[i].path);
        if (field->type != cases[i].type || field->flags != cases[i].flags) {
            print_error("%s\n", cases[i].path);
        }
        assert_int_equal(field->type, cases[i].type);
        assert_int_equal(field->flags, cases[i].flags);
        assert_true(text_equal(field->reference, cases[i].reference));
    }
    const struct schema_field *months = at_path("obiettivi.fasi.mesi")->items;
    assert_int_equal(months->type, SCHEMA_INTEGER);
    assert_int_equal(months->minimum, 1);
    assert_int_equal(months->maximum, 12);
    assert_string_equal(at_path("fondo.quote.obiettivi")->items->reference, "obiettivi");
    assert_int_equal(at_path("tabelle.righe")->items->type, SCHEMA_LIST);
    assert_int_equal(at_path("tabelle.righe")->items->items->type, SCHEMA_ANY);
}

static void unknown_keys_are_not_found(void **state) {
    (void)state;
    assert_null(schema_find(&schema_plan, "Formato"));
    assert_null(schema_find(&schema_plan, "titolo"));
    assert_null(schema_find(&schema_plan, ""));
    assert_null(schema_find(&schema_plan, NULL));
    assert_null(schema_find(NULL, "formato"));
    assert_int_equal(schema_find(&schema_plan, "extra")->type, SCHEMA_ANY);
}

static void the_nearest_key_is_offered(void **state) {
    (void)state;
    static const struct {
        const char *key, *nearest;
    } cases[] = {
        {"obbiettivi", "obiettivi"},
        {"obiettivi_strategic", "obiettivi_strategici"},
        {"TABELLE", "tabelle"},
        {"Fondo", "fondo"},
        {"extras", "extra"},
        {"ExTRa", "extra"},
        {"colore", NULL},
        {"provenienza", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *nearest = schema_nearest(&schema_plan, cases[i].key);
        assert_true(text_equal(nearest, cases[i].nearest));
    }
    const struct schema_object *objective = at_path("obiettivi")->items->object;
    assert_string_equal(schema_nearest(objective, "relazzione"), "relazione");
    assert_null(schema_nearest(NULL, "peso"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_hang_together),
        cmocka_unit_test(every_key_of_the_format_is_there),
        cmocka_unit_test(fields_are_as_the_format_says),
        cmocka_unit_test(unknown_keys_are_not_found),
        cmocka_unit_test(the_nearest_key_is_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
