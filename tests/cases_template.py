"""cases_template: what the template language promises and only a whole run shows: editions, parameters, fonts, languages."""
import json
import os
import re

from casekit import Folder, expect, expect_status, piao, tool, write
from pdfread import File, Stream, text_string

CASES = []


def case(function):
    CASES.append(('template/' + function.__name__.replace('_', '-'), function))
    return function


def cases():
    yield from CASES


PLAN = {'formato': 'piao-plan/1', 'ente': {'denominazione': 'Comune di Selvarana'},
        'documento': {'titolo': 'Piano', 'esercizio': 2026},
        'obiettivi': [{'codice': 'A1', 'titolo': 'Sentieri', 'ambiti': ['efficienza'],
                       'testo': 'Ne risponde Ildebranda Quattrocchi.\n\nSecondo capoverso.',
                       'descrizione': 'Rilievo dei tratti franati.',
                       'personale': [{'nominativo': 'Evaristo Malpensanti', 'categoria': 'Funzionariozzo', 'ore': 7331,
                                      'partecipazione': 47.25, 'costo_orario': 23.19, 'costo': 8811.5, 'grado': 91.37,
                                      'matricola': 'M-778-X', 'extra': {'telefono': '0999-4242'}}],
                       'personale_testo': 'Lavora Quirino Zampaglioni.', 'risorse_umane': 'Collabora Ermelinda Bevilacqua.'}]}
PERSONAL = ('Malpensanti', 'Funzionariozzo', '7331', '47.25', '47,25', '23.19', '23,19', '8811', '91.37', '91,37',
            'M-778-X', '0999-4242')
WITHHELD = ('Quattrocchi', 'Zampaglioni', 'Bevilacqua')
# Everything that a template can do with a name: print it, link it, bookmark it, say it to a screen reader.
NAMES = '''piao-template: 1
title: Piano ${obiettivi[0].personale[0].nominativo}
subject: ${join(p.nominativo for p in obiettivi[0].personale)}
keywords: ${obiettivi[0].personale[0].categoria}
pages:
  page:
    header: [{text: "Testa ${obiettivi[0].personale[0].nominativo}"}]
body:
  - heading: Obiettivo
    bookmark: Obiettivo ${obiettivi[0].personale[0].nominativo}
  - contents: {levels: 1}
  - text: ["Ore ", {text: "${obiettivi[0].personale[0].ore | text}", expansion: "${obiettivi[0].personale[0].grado | text}"},
           {text: vai, link: "https://example.org/${obiettivi[0].personale[0]['matricola']}"}]
  - table:
      summary: ${obiettivi[0].personale[0].nominativo}
      rows: p in obiettivi[0].personale
      columns:
        - {head: Nome, cell: "Persona ${p.nominativo} ${p.extra.telefono} ${p['matricola']}"}
        - {head: Categoria, cell: "${p.categoria} ${p.partecipazione | text} ${p.costo_orario | text} ${p.costo | text}"}
  - text: Persone ${count(obiettivi[0].personale)}
  - prose: "${obiettivi[0].testo}"
    personal: true
  - prose: "Anche: ${obiettivi[0].personale_testo}"
    personal: true
    when: obiettivi[0].codice == "altro"
  - prose: ${obiettivi[0].descrizione}
  - fields:
      - {label: Risorse, value: "${obiettivi[0].risorse_umane}", personal: true, keep-empty: true}
  - fields:
      - {label: Altre, prose: "${obiettivi[0].personale_testo}", personal: true}
    labels: above
'''


def folder_with(folder, template, plan=None):
    write(os.path.join(folder, 'p.json'), json.dumps(plan or PLAN, ensure_ascii=False))
    write(os.path.join(folder, 'm.yaml'), template)
    return folder


def rendered(folder, *arguments):
    """The words of the document in FOLDER, and its file."""
    run = piao('render', 'p.json', '--template', 'm.yaml', '--output', 'x.pdf', *arguments, cwd=folder)
    expect_status(run, 0)
    path = os.path.join(folder, 'x.pdf')
    text, status = tool('structure.py', '--text', path)
    expect(status == 0, text)
    return text, path


def dumped(folder, stage, *arguments):
    run = piao('render', 'p.json', '--template', 'm.yaml', '--dump', stage, *arguments, cwd=folder)
    expect_status(run, 0)
    return run.out.decode('utf-8')


def everything(path):
    """Every string and decoded stream of a PDF as one text, and the data of its attachment."""
    file = File.open(path)
    said, seen = [], set()

    def look(value):
        if isinstance(value, Stream):
            said.append(value.data.decode('utf-8', 'replace'))
            value = value.entries
        if isinstance(value, bytes):
            said.append(text_string(value))
        elif isinstance(value, dict):
            for each in value.values():
                look(each)
        elif isinstance(value, list):
            for each in value:
                look(each)
        elif type(value).__name__ == 'Ref' and value not in seen:
            seen.add(value)
            look(file.get(value))
    look(file.trailer)
    expect(len(seen) > 20, 'only %d objects were looked at' % len(seen))
    attached = None
    if 'AF' in file.catalog:
        spec = file.get(file.get(file.catalog['AF'])[0])
        attached = file.get(file.get(spec['EF'])['F']).data
    return '\n'.join(said), attached


@case
def a_public_edition_says_nothing_of_persons():
    with Folder() as folder:
        folder_with(folder, NAMES)
        for arguments in ([], ['--edition', 'public'], ['--pdfa', '3a']):
            text, path = rendered(folder, *arguments)
            known = everything(path)[0] + text + tool('structure.py', path)[0]
            for word in PERSONAL + WITHHELD:
                expect(word not in known, '%s: "%s" is in the document' % (arguments, word))
            expect('Rilievo dei tratti franati.' in text and 'Persone 1' in text, text)
            expect('Risorse' not in text and 'Altre' not in text, text)
        content = dumped(folder, 'content')
        expect(not any(word in content for word in PERSONAL + WITHHELD), content)


@case
def an_internal_edition_says_all():
    with Folder() as folder:
        folder_with(folder, NAMES)
        text, path = rendered(folder, '--edition', 'internal', '--pdfa', '3a')
        for word in ('Evaristo Malpensanti', 'Funzionariozzo', '7331', '47,25', '23,19', '8811,5', 'M-778-X', '0999-4242',
                     'Quattrocchi', 'Bevilacqua', 'Zampaglioni'):
            expect(word in text, '"%s" is not in\n%s' % (word, text))
        known, attached = everything(path)
        expect('91,37' in known, 'the expansion is not there')
        expect(attached.decode('utf-8') == json.dumps(PLAN, ensure_ascii=False), 'the plan inside is not the plan')


@case
def what_goes_with_a_public_edition_is_public():
    with Folder() as folder:
        folder_with(folder, NAMES)
        _, path = rendered(folder, '--pdfa', '3a')
        attached = everything(path)[1]
        for word in PERSONAL + WITHHELD:
            expect(word.encode() not in attached, '"%s" is in the attachment' % word)
        plan = json.loads(attached.decode('utf-8'))
        objective = plan['obiettivi'][0]
        expect(objective['personale'] == [{}] and objective['descrizione'] == 'Rilievo dei tratti franati.', objective)
        expect(sorted(objective) == ['ambiti', 'codice', 'descrizione', 'personale', 'titolo'], sorted(objective))
        # without a template that calls it personal the prose stays; prose about people never does
        folder_with(folder, 'piao-template: 1\nbody: [{prose: "${obiettivi[0].testo}"}]\n')
        _, path = rendered(folder, '--pdfa', '3a')
        objective = json.loads(everything(path)[1].decode('utf-8'))['obiettivi'][0]
        expect('testo' in objective and 'personale_testo' not in objective and 'risorse_umane' not in objective, objective)
        _, again = rendered(folder, '--pdfa', '3a')
        expect(everything(again)[1] == everything(path)[1], 'another attachment')


@case
def the_finder_of_leaks_finds_them():
    with Folder() as folder:
        folder_with(folder, NAMES)
        _, path = rendered(folder, '--edition', 'internal', '--pdfa', '3a')
        known = everything(path)[0]
        for word in ('Evaristo Malpensanti', 'M-778-X', '91,37'):
            expect(known.count(word) > 0, word)
        expect(known.count('Evaristo Malpensanti') >= 4, 'metadata, bookmark, summary: %d' % known.count('Evaristo'))


PARAMETERS = '''piao-template: 1
parameters:
  acceso: false
  soglia: 2.5
  sigla: "07"
  nota:
body:
  - text: "acceso ${if(parametri.acceso, 'vero', 'falso')} soglia ${parametri.soglia + 1} sigla ${parametri.sigla + 'x'} nota ${parametri.nota}"
'''


@case
def parameters_take_the_type_of_their_default():
    with Folder() as folder:
        folder_with(folder, PARAMETERS)
        for value, word in (('true', 'vero'), ('sì', 'vero'), ('1', 'vero'), ('si', 'vero'), ('false', 'falso'),
                            ('no', 'falso'), ('0', 'falso')):
            expect('acceso %s ' % word in rendered(folder, '--set', 'acceso=' + value)[0], value)
        for value, word in (('3', '4'), ('3.5', '4,5'), ('3,5', '4,5'), ('1.234.567', '1234568'), ('-1', '0'),
                            ('1.500,25', '1501,25'), ('1e2', '101')):
            expect('soglia %s ' % word in rendered(folder, '--set', 'soglia=' + value)[0], value)
        text = rendered(folder, '--set', 'sigla=12', '--set', 'nota=5')[0]
        expect('sigla 12x' in text and 'nota 5' in text, text)
        for value, kind in (('acceso=forse', 'sì o no'), ('acceso=', 'sì o no'), ('soglia=tre', 'un numero'),
                            ('soglia=1.500', 'un numero'), ('soglia=', 'un numero')):
            run = piao('render', 'p.json', '--template', 'm.yaml', '--output', 'y.pdf', '--set', value, cwd=folder)
            expect_status(run, 2, value)
            expect('[bad-parameter]' in run.err and kind in run.err, run.err)
            expect(not os.path.exists(os.path.join(folder, 'y.pdf')), 'a document all the same')


@case
def a_family_that_is_not_there_is_one_problem():
    with Folder() as folder:
        folder_with(folder, 'piao-template: 1\nfonts:\n  main: Titilium Web\n  altro: Nessuno\nbody: [{text: ciao}]\n')
        for arguments in (['render', 'p.json', '--output', 'x.pdf'], ['check'], ['check', 'p.json']):
            run = piao(*arguments, '--template', 'm.yaml', '--lang', 'en', cwd=folder)
            expect_status(run, 1)
            said = [line for line in run.err.splitlines() if not line.startswith('p.json') and '/obiettivi' not in line]
            expect(said == ['m.yaml:3:9: error: no font of the family "Titilium Web"  [unknown-font]',
                            '  maybe "Titillium Web"',
                            'm.yaml:4:10: error: no font of the family "Nessuno"  [unknown-font]'], run.err)


@case
def a_loop_over_what_is_no_list():
    with Folder() as folder:
        for list_, wrong in (('"abc"', '"abc"'), ('[1][0]', '1'), ('ente["extra"]', '{...}'), ('true', 'true'),
                             ('null', None), ('ente["manca"]', None), ('[]', None)):
            plan = dict(PLAN, ente={'denominazione': 'Comune di Selvarana', 'extra': {'a': 1}})
            folder_with(folder, "piao-template: 1\nbody:\n  - text: ciao\n  - each: x in %s\n    do: [{text: '${x}'}]\n" % list_,
                        plan)
            run = piao('render', 'p.json', '--template', 'm.yaml', '--output', 'x.pdf', '--lang', 'en', cwd=folder)
            expect_status(run, 1 if wrong else 0, list_)
            expect(('a loop takes a list, found %s  [not-a-list]' % wrong in run.err) if wrong else not run.err, run.err)


@case
def no_head_after_the_first_page():
    with Folder() as folder:
        head = 'piao-template: 1\npages: {page: {header: [{text: Testa}], %s}}\nbody: [{text: a}, {new-page: true}, {text: b}]\n'
        for more, count in (('header-next: []', 1), ('header-gap: 3pt', 2), ('header-next: [{text: Testa due}]', 2)):
            folder_with(folder, head % more)
            layout = dumped(folder, 'layout')
            expect(layout.count('"Testa') == count, '%s:\n%s' % (more, layout))
            expect(('"Testa due"' in layout) == ('due' in more), layout)


LONG = 'internazionalizzazione amministrativa riorganizzazione '


@case
def words_of_another_language():
    with Folder() as folder:
        body = 'styles: {inglese: {language: en-GB}, stretto: {right: 120mm}, tutto: {extends: inglese, right: 120mm}}\n' \
               'body:\n  - {text: "%s", style: %%s}\n' % (LONG * 3)
        folder_with(folder, 'piao-template: 1\n' + body % 'stretto')
        expect(re.search(r'[a-z]-"\n', dumped(folder, 'layout')), 'Italian words are not divided')
        folder_with(folder, 'piao-template: 1\n' + body % 'tutto')
        expect(not re.search(r'[a-z]-"\n', dumped(folder, 'layout')), 'words of another language are divided')
        tags = tool('structure.py', rendered(folder)[1])[0]
        expect('P Lang="en-GB"' in tags and 'Span' not in tags, tags)
        folder_with(folder, 'piao-template: 1\nlanguage: en\n' + body % 'stretto')
        expect(not re.search(r'[a-z]-"\n', dumped(folder, 'layout')), 'Italian syllables in an English document')
        folder_with(folder, '''piao-template: 1
styles: {inglese: {language: en-GB}}
body:
  - {heading: Accountability, style: inglese}
  - table: {columns: [{cell: Open data, style: inglese}, {cell: dati}]}
  - text: [{text: amministrazione, lang: it-IT}, " and ", {text: link, link: "https://example.org"}]
    style: inglese
  - text: [{text: dati, lang: it-IT}, " e ", {text: data, lang: en}]
''')
        tags = tool('structure.py', rendered(folder)[1])[0]
        for line in ('H1 Lang="en-GB" "Accountability"', 'P Lang="en-GB" "Open data"', 'Span Lang="it-IT" "amministrazione"',
                     'Span Lang="en" "data"'):
            expect(line in tags, '%s is not in\n%s' % (line, tags))
        expect(tags.count('Span') == 2, 'phrases that are not foreign:\n' + tags)


@case
def frames_of_paragraphs_and_groups():
    with Folder() as folder:
        folder_with(folder, '''piao-template: 1
styles: {avviso: {fill: fill, padding: 5pt, border-left: 2pt accent, left: 10mm, space-after: 3pt}}
body:
  - {text: Riquadro, style: avviso, id: r}
  - {heading: Titolo, style: avviso}
  - {prose: "${obiettivi[0].testo}", style: avviso}
  - {group: [{text: Gruppo}], style: avviso}
  - {text: "${ente.tipo}", style: avviso}
  - text: [{text: vai, link: "#r"}]
''')
        layout = dumped(folder, 'layout')
        expect(layout.count('  fill ') == 4 and layout.count('0066cc 2.000') == 4, layout)
        expect(layout.count('  line 92.039 ') == 5, layout)  # margin 20 mm, left 10 mm, border 2 pt, padding 5 pt
        text, path = rendered(folder)
        tags = tool('structure.py', path)[0]
        expect([line.strip() for line in tags.splitlines()][:8] == [
            'Document', 'Sect', 'P "Riquadro"', 'H1 "Titolo"', 'P "Ne risponde Ildebranda Quattrocchi."',
            'P "Secondo capoverso."', 'P "Gruppo"', 'P'], tags)


@case
def paragraphs_in_a_cell_are_parted():
    with Folder() as folder:
        for style, apart in (('{size: 10pt, leading: 12pt}', 18), ('{size: 10pt, leading: 12pt, space-after: 2pt}', 14)):
            folder_with(folder, 'piao-template: 1\nstyles: {c: %s}\nbody:\n  - table: {columns: [{prose: "${obiettivi[0].testo}", '
                                'style: c}]}\n' % style)
            rows = re.findall(r'  line \S+ (\S+) .*"(?:Ne|Secondo) ', dumped(folder, 'layout'))
            expect(len(rows) == 2 and round(float(rows[1]) - float(rows[0])) == apart, '%s: %s' % (style, rows))


@case
def loops_are_sorted_for_italian_readers():
    with Folder() as folder:
        plan = dict(PLAN, unita=[{'codice': str(i), 'denominazione': name} for i, name in enumerate(
            ['Zona 10', 'Élite', 'zona 2', 'Edilizia', 'elettorale', 'Ànagrafe', 'anagrafe'])])
        folder_with(folder, 'piao-template: 1\nbody:\n  - each: u in unita\n    sort: u.denominazione\n    do: [{text: "${u.denominazione}"}]\n'
                            '  - list: {each: u in unita, sort: {by: u.denominazione, descending: true}, item: "${u.denominazione}"}\n', plan)
        rows = re.findall(r'paragraph \S+ "([^"]*)"', dumped(folder, 'content'))
        words = ['anagrafe', 'Ànagrafe', 'Edilizia', 'elettorale', 'Élite', 'zona 2', 'Zona 10']
        expect([row for row in rows if row in words] == words + words[::-1], rows)
