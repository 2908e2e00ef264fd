"""cases_schema: the JSON Schemas for editors: printed by the program, equal to the files of docs/schema, and of one mind with
the program about what is right and what is wrong.

Templates need PyYAML here (python3-yaml); without it what is about them is skipped, as the case says."""
import glob
import importlib.machinery
import importlib.util
import json
import os
import re

from casekit import ROOT, Folder, Skip, compare, expect, expect_status, piao, read, write
from schemacheck import Schema

try:
    import yaml
except ImportError:
    yaml = None

PLAN_HEAD = {'formato': 'piao-plan/1', 'ente': {'denominazione': 'Comune di Rivafosca'},
             'documento': {'titolo': 'Piano', 'esercizio': 2025}, 'obiettivi': []}
OBJECTIVE = {'codice': 'A', 'titolo': 'Uno'}

# What is laid over PLAN_HEAD, or over its objective, and whether a plan may be so.
PLANS = [
    (True, {}), (True, {'sezioni': None, 'unita': '', 'fondo': '', 'chiave_nostra': 3, 'extra': {'a': [1]}}),
    (False, {'formato': 'piao-plan/2'}), (False, {'formato': None}), (False, {'ente': {}}), (False, {'ente': ''}),
    (False, {'obiettivi': None}), (False, {'obiettivi': {}}), (False, {'documento': {'titolo': '', 'esercizio': 2025}}),
    (False, {'documento': {'titolo': 'Piano', 'esercizio': '2025'}}),
    (False, {'documento': {'titolo': 'Piano', 'esercizio': 1899}}),
    (False, {'documento': {'titolo': 'Piano', 'esercizio': 2025.5}}),
    (True, {'documento': {'titolo': 'Piano', 'esercizio': 2025, 'atto': {'data': '2025-01-31', 'numero': 7}}}),
    (True, {'documento': {'titolo': 'Piano', 'esercizio': 2025, 'atto': {'data': 'gennaio'}}}),
    (False, {'documento': {'titolo': 'Piano', 'esercizio': 2025, 'atto': {'data': '2025-01-32'}}}),
    (False, {'documento': {'titolo': 'Piano', 'esercizio': 2025, 'atto': {'data': '0000-01-01'}}}),
    (True, {'unita': [{'codice': 'U', 'decorrenza': ''}]}), (False, {'unita': [{'codice': 'U', 'decorrenza': 'ieri'}]}),
    (True, {'unita': [{'codice': 'U', 'decorrenza': '2024-02-29'}]}), (False, {'unita': [{'denominazione': 'Ufficio'}]}),
    (True, {'sezioni': [{'sezioni': [{'contenuto': 'obiettivi'}]}]}),
    (False, {'sezioni': [{'sezioni': [{'contenuto': 'obietivi'}]}]}),
    (True, {'fondo': {'pesi': {'strategico': 2}}}), (False, {'fondo': {'pesi': {'strategico': 'due'}}}),
    (True, {'tabelle': [{'colonne': [{'formato': 'euro'}], 'righe': [[1, None, 'a', True]], 'righe_totale': [0]}]}),
    (False, {'tabelle': [{'righe_totale': [-1]}]}), (False, {'tabelle': [{'righe': [1]}]}),
]
OBJECTIVES = [
    (True, {'peso': 40, 'gantt': False, 'ambiti': ['semplificazione', 'altro'], 'gruppo': 'a', 'relazione': None}),
    (False, {'peso': '40'}), (False, {'gantt': 'no'}), (True, {'gantt': ''}), (False, {'codice': 3}), (False, {'titolo': None}),
    (True, {'soglia_minima': 100}), (False, {'soglia_minima': 100.5}), (False, {'soglia_minima': -1}),
    (True, {'fasi': [{'inizio': 'entro marzo', 'fine': '2025-03-31', 'mesi': [1, 12], 'numero': 1}, None]}),
    (False, {'fasi': [{'inizio': '2025-02-31'}]}), (False, {'fasi': [{'mesi': [13]}]}), (False, {'fasi': [3]}),
    (False, {'fasi': {}}), (True, {'indicatori': [{'atteso': 3, 'raggiunto': 'SI', 'direzione': 'si_no'}]}),
    (False, {'indicatori': [{'direzione': 'su'}]}), (False, {'indicatori': [{'atteso': [3]}]}),
    (False, {'indicatori': [{'descrizione': 3}]}), (True, {'indicatori': [{'direzione': None, 'storico': [{'anno': 2024}]}]}),
]

# Bodies of templates, or templates when they begin with "piao-template".
TEMPLATES = [
    (True, '- heading: Uno'), (False, '- headin: Uno'), (False, '- {heading: Uno, levl: 2}'), (False, '- {level: 2}'),
    (True, '- {heading: 2025, level: 6, bookmark: false, contents: false}'), (False, '- {heading: Uno, level: 7}'),
    (False, '- {heading: [Uno, {txt: due}]}'), (True, '- {heading: [Uno, {text: due, lang: en}]}'), (False, '- heading:'),
    (False, '- {text: "a", when: "${1}"}'), (True, '- {text: "a", when: true}'), (True, '- prose: ${obiettivi[0].azioni}'),
    (True, '- {fields: [{label: a, value: b}], columns: 2, labels: above}'),
    (False, '- {fields: [{label: a, value: b}], columns: 13}'), (False, '- {fields: [{label: a, value: b, prose: c}]}'),
    (False, '- {fields: [{value: b}]}'), (False, '- {fields: [{label: a, value: b}], labels: below}'),
    (True, '- columns: [{do: [{text: a}], width: 2fr}, {do: []}]\n  gap: 0'), (False, '- columns: [{width: 2fr}]'),
    (False, '- columns: [{do: [{text: a}], width: 2 fr}]'), (False, '- columns: [{do: [{text: a}], width: 0mm}]'),
    (True, '- {space: 9.5pt}'), (True, '- {space: 0}'), (False, '- {space: 9,5pt}'), (False, '- {space: 9}'),
    (False, '- {space: -3pt}'), (False, '- {space: .5pt}'), (True, '- {space: "3 mm"}'), (True, '- {rule: true}'),
    (False, '- {rule: false}'), (True, '- {new-page: true, when: "1"}'), (False, '- {new-page: true, style: text}'),
    (True, '- {each: o in obiettivi, where: o.peso, sort: [o.codice, {by: o.peso, descending: true}], do: [{text: a}]}'),
    (False, '- {each: obiettivi, do: [{text: a}]}'), (False, '- {each: in in obiettivi, do: [{text: a}]}'),
    (False, '- {each: o in obiettivi}'), (False, '- {each: o in obiettivi, group: o.tipo, do: [{text: a}]}'),
    (True, '- {each: o in obiettivi, group: o.tipo, as: g, do: [{text: "${g.key}"}]}'),
    (False, '- {each: o in obiettivi, sort: {descending: true}, do: [{text: a}]}'),
    (True, '- let: {a: 1, b: a + 1, c: }'), (False, '- let: {in: 1}'), (False, '- let: {1a: 1}'), (False, '- let: 3'),
    (True, '- {list: {each: o in obiettivi, item: a, mark: "${loop.index}."}}'),
    (False, '- {list: {each: o in obiettivi, item: a, blocks: []}}'), (False, '- {list: {item: a}}'),
    (True, '- table: {rows: o in obiettivi, columns: [{head: a, cell: "${o.codice}", width: auto}]}'),
    (True, '- table: {title: a, continued: true, columns: [{cell: [a, {text: b}]}]}'),
    (False, '- table: {where: "1", columns: [{cell: a}]}'), (False, '- table: {columns: [{cell: a, prose: b}]}'),
    (False, '- table: {columns: [{cel: a}]}'), (False, '- table: {columns: [{cell: a, header: si}]}'),
    (True, '- table: {body: [{cells: [a, {text: b, span: 2}, [c, {text: d}], 3]}]}'),
    (False, '- table: {body: [{cells: [{text: b, span: 0}]}]}'), (False, '- table: {body: [{each: o in obiettivi}]}'),
    (True, '- let: {o: unita}\n- {gantt: {rows: f in o, label: a, start: f.decorrenza, end: f.decorrenza, colour: accent}}'),
    (False, '- let: {o: unita}\n- {gantt: {rows: f in o, label: a, start: f.decorrenza, end: f.decorrenza, colour: none}}'),
    (False, '- let: {o: unita}\n- {gantt: {rows: f in o, label: a, end: f.decorrenza}}'),
    (True, '- {contents: {levels: 3, title: Indice}}'), (False, '- {contents: {levels: 0}}'), (False, '- contents: true'),
    (True, '- {group: [{text: a}], keep-together: true}'), (False, '- {group: {text: a}}'), (False, '- text'),
    (True, '- {sheet: page, with: {a: "1"}, do: [{text: "${a}"}]}'), (False, '- {sheet: page}'), (False, '- {box: a}'),
    (False, '- {image: a.png, decorative: true, width: 0}'), (False, '- {image: a.png, decorative: "yes"}'),
    (False, 'piao-template: 2\nbody: []'), (False, 'piao-template: 1\nname: uno'),
    (False, 'piao-template: 1\nbody: []\ntitel: a'),
    (True, 'piao-template: 1\nparameters: {a: , b: 3, c: "x", d: true}\nbody: [{text: a}]'),
    (False, 'piao-template: 1\nparameters: {a-b: 1}\nbody: [{text: a}]'),
    (False, 'piao-template: 1\nparameters: {a: [1]}\nbody: [{text: a}]'),
    (False, 'piao-template: 1\ncolours: {a: red}\nbody: [{text: a}]'),
    (True, 'piao-template: 1\nabbreviations: {DUP: Documento unico}\nbody: [{text: a}]'),
    (False, 'piao-template: 1\nabbreviations: {DUP: [Documento unico]}\nbody: [{text: a}]'),
    (True, 'piao-template: 1\nlanguage: de-CH-1996\nbody: [{text: a}]'),
    (False, 'piao-template: 1\nlanguage: italiano\nbody: [{text: a}]'),
]
STYLES = [
    (True, 'size: 9.5pt'), (False, 'size: 0'), (False, 'size: 0.5'), (True, 'weight: 700'), (True, 'weight: bold'),
    (False, 'weight: 650'), (False, 'weight: heavy'), (True, 'padding: [1pt, 2mm]'), (True, 'padding: [1pt, 0, 1pt, 0]'),
    (False, 'padding: [1pt, 2pt, 3pt]'), (False, 'padding: []'), (True, 'border: 0.4pt hairline'), (True, 'border: none'),
    (False, 'border: hairline'), (False, 'border: 0.4pt'), (True, 'border-top: "1pt #102030"'),
    (False, 'fill: "#12345"'), (True, 'fill: none'), (False, 'colour: none'), (True, 'indent: -6pt'), (False, 'left: -6pt'),
    (True, 'align: justify'), (False, 'align: centre'), (True, 'italic: true'), (False, 'italic: "true"'),
    (False, 'italic: yes'),
    (True, 'tracking: -200'), (False, 'tracking: 1001'), (False, 'orphans: 0'), (False, 'colr: text'), (True, 'extends: text'),
]
PAGES = [
    (True, 'size: A5'), (False, 'size: A6'), (True, 'size: [100mm, 200mm]'), (False, 'size: [100mm]'), (True, 'header: []'),
    (True, 'orientation: landscape'), (False, 'orientation: wide'), (True, 'margins: 10mm'),
]


def committed(name):
    return os.path.join(ROOT, 'docs', 'schema', name + '.schema.json')


def printed(name):
    run = piao('schema', name)
    expect_status(run, 0)
    return run.out.decode('utf-8')


def once(pairs):
    """An object none of whose keys stands twice."""
    keys = [key for key, _ in pairs]
    expect(len(keys) == len(set(keys)), 'a key stands twice among %s' % keys)
    return dict(pairs)


def schema(name):
    return Schema(json.loads(printed(name), object_pairs_hook=once))


def print_schema(name):
    text = printed(name)
    tidy = json.dumps(json.loads(text, object_pairs_hook=once), indent=2, ensure_ascii=False) + '\n'
    expect(tidy == text, 'the form is not that of indented JSON')
    compare(committed(name), text)


def usage():
    for arguments in ([], ['piano'], ['plan', 'template']):
        expect_status(piao('schema', *arguments), 2)
    expect_status(piao('schema', 'plan', PIAO_HOME='/nowhere'), 0, 'without templates and fonts')


# ---- what YAML says ----

PLAIN = [(re.compile(r'(?:|~|null|Null|NULL)\Z'), lambda text: None),
         (re.compile(r'(?:true|True|TRUE)\Z'), lambda text: True), (re.compile(r'(?:false|False|FALSE)\Z'), lambda text: False),
         (re.compile(r'[-+]?[0-9]+\Z'), int),
         (re.compile(r'[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z'), float)]


def value_of(node):
    """The value of a YAML node by the core schema of YAML 1.2, as editors see it; PyYAML's own is that of YAML 1.1."""
    if isinstance(node, yaml.MappingNode):
        return once([(value_of(key) if key.style else key.value, value_of(value)) for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return [value_of(item) for item in node.value]
    for form, make in PLAIN:
        if node.style is None and form.match(node.value):
            return make(node.value)
    return node.value


def from_yaml(text):
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    return None if node is None else value_of(node)


def need_yaml(what):
    if yaml is None:
        raise Skip('python3-yaml is not installed: %s not compared with the schema' % what)


# ---- what is right validates ----

def fits(judge, value, name):
    found = judge.problems(value)
    expect(not found, '%s: %s' % (name, '\n'.join(found[:5])))


def samples():
    judge = schema('plan')
    files = glob.glob(os.path.join(ROOT, 'samples', '*.json')) + glob.glob(os.path.join(ROOT, 'tests', 'pdf', '*', 'plan.json'))
    shared = os.environ.get('PIAO_SHARED')
    files += glob.glob(os.path.join(shared, 'plans', '*.json')) if shared else []
    for path in sorted(files):
        fits(judge, json.loads(read(path).decode('utf-8')), path)


def built_in_templates():
    need_yaml('templates')
    judge = schema('template')
    files = [path for pattern in ('templates/**/*.yaml', 'tests/pdf/*/*.yaml', 'tests/cli/*.yaml')
             for path in glob.glob(os.path.join(ROOT, pattern), recursive=True)]
    expect(len(files) > 3, 'no templates found')
    for path in sorted(files):
        fits(judge, from_yaml(read(path).decode('utf-8')), path)


def examples():
    """The examples of the pages, but for those that are shown to be wrong."""
    need_yaml('examples of templates')
    path = os.path.join(ROOT, 'tests', 'docs-examples')
    loader = importlib.machinery.SourceFileLoader('docs_examples', path)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader('docs_examples', loader))
    loader.exec_module(module)
    judges = {'plan': schema('plan'), 'template': schema('template')}
    found = []

    class Collector(module.Document):
        def template(self, line, mark, name, marks, text):
            whole, _ = self.compose(line, mark, name, text)
            module.Document.write(self, name + '.yaml', whole)
            found.append(('template', self.path, line, whole))

        def write(self, name, text):
            module.Document.write(self, name, text)
            found.append(('template', self.path, 0, text))

        def plan(self, line, name, text):
            found.append(('plan', self.path, line, text))

        def error(self, line, text):
            found.pop()

        def prints(self, line, text):
            pass

        expressions = shell = prints

    for page in [os.path.join(ROOT, 'README.md'), *sorted(glob.glob(os.path.join(ROOT, 'docs', '*.md')))]:
        document = Collector(page)
        document.go()
        expect(not document.failures, '\n'.join(document.failures))
    expect(len(found) > 20, 'only %d examples found' % len(found))
    for kind, page, line, text in found:
        fits(judges[kind], json.loads(text) if kind == 'plan' else from_yaml(text), '%s:%d' % (page, line))


def plan_reference():
    """The tables of docs/plan.md have the keys of the format, all and no others, and mark what is required."""
    root = json.loads(printed('plan'))
    objects = dict(root['$defs'], piano=root)
    page = read(os.path.join(ROOT, 'docs', 'plan.md')).decode('utf-8')
    for name, rows in re.findall(r'^<!-- keys: (\w+) -->\n\n((?:\|.*\n)+)', page, re.M):
        expect(name in objects, 'docs/plan.md: there is no object %s, or twice' % name)
        known, told = objects.pop(name), {}
        for row in rows.split('\n')[2:-1]:
            cells = row.split(' | ')
            told.update({key: '**required**' in row for key in re.findall(r'`(\w+)`', cells[0])})
        wanted = {key: key in known.get('required', []) for key in known['properties'] if key != 'extra'}
        expect(told == wanted, 'docs/plan.md: %s: %s' % (name, sorted(set(told.items()) ^ set(wanted.items()))))
    expect(not objects, 'docs/plan.md: nothing about %s' % ', '.join(objects))


# ---- schema and program are of one mind ----

def agree(kind, rows, arguments):
    """Each of ROWS (right, text, value) is right or wrong to the program and to the schema alike."""
    judge = schema(kind)
    with Folder() as folder:
        for number, (right, text, value) in enumerate(rows):
            path = write(os.path.join(folder, '%d.%s' % (number, 'json' if kind == 'plan' else 'yaml')), text)
            run = piao('check', *arguments, path)
            expect((run.status == 0) == right, 'the program: %s\n%s' % (text, run.err))
            found = judge.problems(value)
            expect(not found == right, 'the schema: %s\n%s' % (text, '\n'.join(found)))


def plans_agree():
    plans = [(right, dict(PLAN_HEAD, **change)) for right, change in PLANS]
    plans += [(right, dict(PLAN_HEAD, obiettivi=[dict(OBJECTIVE, **change)])) for right, change in OBJECTIVES]
    agree('plan', [(right, json.dumps(plan), plan) for right, plan in plans], [])


def templates_agree():
    need_yaml('right and wrong templates')
    rows = [(right, text if text.startswith('piao-template') else 'piao-template: 1\nbody:\n' + text)
            for right, text in TEMPLATES]
    for table, sort in ((STYLES, 'styles'), (PAGES, 'pages')):
        rows += [(right, 'piao-template: 1\n%s:\n  prova:\n    %s\nbody:\n- text: a' % (sort, text)) for right, text in table]
    agree('template', [(right, text + '\n', from_yaml(text)) for right, text in rows], ['--template'])


def cases():
    yield 'schema/plan', lambda: print_schema('plan')
    yield 'schema/template', lambda: print_schema('template')
    yield 'schema/usage', usage
    yield 'schema/samples', samples
    yield 'schema/built-in-templates', built_in_templates
    yield 'schema/examples', examples
    yield 'schema/plan-reference', plan_reference
    yield 'schema/plans-agree', plans_agree
    yield 'schema/templates-agree', templates_agree
