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


# Every key of every table of the language with every one of these values.
VALUES = [True, False, None, 0, 1, 2, -3, 7, 9, 101, 650, 700, 1500, '', 'a', 'text', 'left', '3pt', '3 mm', '-3pt', '1.5pt',
          '.5pt', '3,5pt', '2fr', '0fr', 'auto', 'none', '0.4pt accent', '3.4pt', '0 accent', 'accent', '#102030',
          '#12345', 'it-IT', 'it_IT', '${1}', '1 + 1', 'o in unita', 'in in unita', 'A4', 'page', [], ['a'], ['3pt', 0],
          ['3pt'] * 3, ['3pt'] * 4, ['3pt'] * 5, {}, {'a': '1'}, {'a': None}, {'1a': '1'}, [{'text': 'a'}], [{'txt': 'a'}],
          [['a']], {'by': '1'}, ['1', {'by': '1', 'descending': True}], {'descending': True}, [{'cells': ['a']}],
          [{'cells': ['a', {'text': 'b', 'sp': 1}]}], [{'label': 'a', 'value': 'b'}], [{'cell': 'a'}], [{'do': []}]]
# What only the program knows: names, files, expressions, what does not go together on the page.
KNOWN_TO_PROGRAM = {'unknown-style', 'unknown-colour', 'unknown-font', 'unknown-page', 'unknown-name', 'expr-syntax',
                    'late-field', 'cannot-read', 'path-outside', 'page-too-small', 'table-cells', 'table-span', 'sheet-inside',
                    'unknown-path'}
RULES = {'template-missing-key', 'template-choice'}  # that field tables do not say
WITH_RULES = {'table', 'table-block', 'image-block', 'column', 'cell'}
# What the smallest example of a table has beyond, or in place of, what the schema requires.
EXAMPLES = {'image-block': {'alt': 'a'}, 'sheet-block': {'sheet': 'page'}, 'include-block': {'include': 'a.yaml'},
            'cell': {'text': 'a', 'header': False}, 'column': {'cell': 'a', 'header': False}, 'list': {'item': 'a'},
            'table': {'columns': [{'cell': 'a'}]}, 'row': {'each': 'o in unita'}}
FIRST_VALUES = ['1', 'o in unita', '3pt', True, 1, [{'text': 'a'}], {'a': '1'}]


class Language:
    """The tables of the template language as the schema has them, and how each comes to stand in a block."""

    def __init__(self, judge):
        self.judge, self.forms = judge, judge.root['$defs']
        self.tables = {name: form for name, form in self.forms.items()
                       if 'properties' in form and name not in ('template', 'include')}
        self.ways = {name: dict for name in self.tables if name.endswith('-block')}
        queue = list(self.ways)
        for name in queue:
            for key, form in self.tables[name]['properties'].items():
                for inner, wrap in self.inside(form):
                    if inner not in self.ways:
                        self.ways[inner] = self.way(name, key, wrap)
                        queue.append(inner)

    def inside(self, form):
        """(name, wrap) of each table that values of FORM hold."""
        name = form.get('$ref', '').rpartition('/')[2]
        if name in self.tables:
            yield name, lambda table: table
        elif name and name not in ('block', 'blocks'):
            yield from self.inside(self.forms[name])
        for each in form.get('anyOf', []):
            yield from self.inside(each)
        for inner, wrap in self.inside(form['items']) if 'items' in form else []:
            yield inner, lambda table, wrap=wrap: [wrap(table)]

    def way(self, name, key, wrap):
        return lambda table: self.ways[name](dict(self.example(name), **{key: wrap(table)}))

    def example(self, name):
        made = {}
        for key in self.tables[name].get('required', []):
            form = self.tables[name]['properties'][key]
            inner = [wrap(self.example(table)) for table, wrap in self.inside(form) if table not in ('part', 'sort')]
            fitting = [value for value in inner + FIRST_VALUES if not self.judge._value(form, value, '')]
            made[key] = fitting[0]
        return dict(made, **EXAMPLES.get(name, {}))

    def lines(self, name, made):
        """The lines of a template before, of, and after the tables MADE, each on its own."""
        if name in self.ways:
            return ['piao-template: 1', 'body:'], ['- ' + json.dumps(self.ways[name](table)) for table in made], []
        sheets = ['{sheet: p%d, do: [{text: a}]}' % number for number in range(len(made) if name == 'page' else 0)]
        named = ['  p%d: %s' % (number, json.dumps(table)) for number, table in enumerate(made)]
        return ['piao-template: 1', name + 's:'], named, ['body: [%s]' % ', '.join(sheets)]

    def template(self, name, table):
        if name in self.ways:
            return {'piao-template': 1, 'body': [self.ways[name](table)]}
        return {'piao-template': 1, name + 's': {'prova': table}, 'body': []}


def variations(definition, example):
    """EXAMPLE with every key at every value, also without what is optional in it; without each key; with one that is none."""
    required = {key: value for key, value in example.items() if key in definition.get('required', [])}
    optional = required != example
    yield dict(example, nessuna='a')
    for key in example:
        yield {other: value for other, value in example.items() if other != key}
    for key, form in definition['properties'].items():
        for value in VALUES + form.get('enum', []):
            yield dict(example, **{key: value})
            if optional:
                yield dict(required, **{key: value})


def every_key_agrees():
    """What the schema refuses the program refuses too; and the other way round, but for KNOWN_TO_PROGRAM."""
    language = Language(schema('template'))
    with Folder() as folder:
        write(os.path.join(folder, 'a.yaml'), '[]\n')
        for name, definition in language.tables.items():
            expect(name in language.ways or name in ('style', 'page'), 'no block holds a table ' + name)
            example = language.example(name)
            made = [example, *variations(definition, example)]
            for start in range(0, len(made), 300):
                some = made[start:start + 300]
                head, lines, rest = language.lines(name, some)
                path = write(os.path.join(folder, 'm.yaml'), '\n'.join(head + lines + rest) + '\n')
                run = piao('check', '--template', path, '--diagnostics', 'json')
                said = [json.loads(line) for line in run.err.split('\n') if line]
                expect(not any(each['code'] == 'more-problems' for each in said), name + ': too many problems')
                codes_of = {}
                for each in said:
                    codes_of.setdefault(each['line'] - len(head) - 1, set()).add(each['code'])
                expect(start or 0 not in codes_of, 'EXAMPLES has no right %s: %s' % (name, codes_of.get(0)))
                for number, table in enumerate(some):
                    codes = codes_of.get(number, set())
                    found = language.judge.problems(language.template(name, table))
                    what = '%s %s\n%s\n%s' % (name, json.dumps(table), codes, '\n'.join(found))
                    expect(codes or not found, 'only the schema refuses ' + what)
                    codes = codes - KNOWN_TO_PROGRAM - (RULES if name in WITH_RULES else set())
                    expect(found or not codes, 'only the program refuses ' + what)


# Every key of every object of a plan with every one of these values.
PLAN_VALUES = [None, '', 'a', 'U', '2025-01-31', '2025-02-30', '2025-1-1', 0, -1, 1, 3, 12.5, 100, 101, 2025, 2200, True, False,
               [], ['a'], [3], [0, 12], [[1, 'a']], [{}], [None, ''], {}, {'codice': 'A', 'titolo': 'a'}, {'a': 1}, {'a': 'b'},
               [{'codice': 'X', 'titolo': 'b'}], {'denominazione': 'a', 'titolo': 'a', 'esercizio': 2025}]
IN_OBJECTIVE = {'fase': 'fasi', 'indicatore': 'indicatori', 'persona': 'personale', 'verifica': 'verifiche',
                'risorsa_finanziaria': 'risorse_finanziarie', 'risorsa_aggiuntiva': 'risorse_aggiuntive',
                'unita_coinvolta': 'unita_coinvolte', 'relazione_dup': 'relazioni'}
IN_PLAN = {'unita': 'unita', 'obiettivo_strategico': 'obiettivi_strategici', 'obiettivo': 'obiettivi', 'sezione': 'sezioni',
           'tabella': 'tabelle'}
IN_FUND = {'quota': 'quote', 'coefficiente': 'coefficienti'}
IN_TABLE = {'colonna': 'colonne', 'gruppo_colonne': 'gruppi_colonne', 'cella_unita': 'celle_unite'}
IN_INDICATOR = {'valore_annuo': 'storico', 'gradino': 'metrica', 'rilevazione': 'rilevazioni'}


def plan_with(name, made):
    """A plan with the objects MADE, and the JSON pointer of each of them."""
    def listed(key, wrap, *pointer):
        return wrap({key: made}), ['/'.join(('',) + pointer + (key, str(number))) for number in range(len(made))]

    def of(*path):
        def wrap(value):
            for key in reversed(path):
                value = {key: [dict(OBJECTIVE, **value)] if key == 'obiettivi' else value if key == 'fondo' else [value]}
            return value
        return wrap
    if name in IN_PLAN:
        plan, pointers = listed(IN_PLAN[name], of())
    elif name in IN_OBJECTIVE:
        plan, pointers = listed(IN_OBJECTIVE[name], of('obiettivi'), 'obiettivi', '0')
    elif name in IN_INDICATOR:
        plan, pointers = listed(IN_INDICATOR[name], of('obiettivi', 'indicatori'), 'obiettivi', '0', 'indicatori', '0')
    elif name == 'voce_relazione':
        plan, pointers = listed('voci', of('obiettivi', 'relazioni'), 'obiettivi', '0', 'relazioni', '0')
    elif name in IN_FUND:
        plan, pointers = listed(IN_FUND[name], of('fondo'), 'fondo')
    elif name in IN_TABLE:
        plan, pointers = listed(IN_TABLE[name], of('tabelle'), 'tabelle', '0')
    elif name == 'voce':
        plan, pointers = listed('dati', lambda value: {'ente': dict(PLAN_HEAD['ente'], **value)}, 'ente')
    elif name == 'relazione_finale':
        plan = {'obiettivi': [{'codice': str(number), 'titolo': 'a', 'relazione': each} for number, each in enumerate(made)]}
        pointers = ['/obiettivi/%d/relazione' % number for number in range(len(made))]
    elif name == 'atto':
        plan, pointers = {'documento': dict(PLAN_HEAD['documento'], atto=made[0])}, ['/documento/atto']
    else:
        plan, pointers = {name: made[0]} if name != 'piano' else {}, ['/' + name if name != 'piano' else '']
    whole = dict(PLAN_HEAD, unita=[{'codice': 'U'}], **plan) if name != 'unita' else dict(PLAN_HEAD, **plan)
    return made[0] if name == 'piano' else whole, pointers


def every_plan_key_agrees():
    """What the schema refuses check refuses too; and the other way round, but for codes that are not there or come twice."""
    judge = schema('plan')
    examples = {'piano': PLAN_HEAD, 'ente': PLAN_HEAD['ente'], 'documento': PLAN_HEAD['documento'], 'obiettivo': OBJECTIVE,
                'unita': {'codice': 'A'}, 'obiettivo_strategico': {'codice': 'A'}}
    single = {'piano', 'ente', 'documento', 'atto', 'fondo'}
    with Folder() as folder:
        for name, definition in dict(judge.root['$defs'], piano=judge.root).items():
            example, made = examples.get(name, {}), [{}]
            for key, form in definition['properties'].items():
                values = PLAN_VALUES + form.get('enum', []) + form.get('examples', [])
                made += [dict(example, **{key: value}) for value in values]
            step = 1 if name in single else 300
            for some in (made[start:start + step] for start in range(0, len(made), step)):
                plan, pointers = plan_with(name, some)
                run = piao('check', write(os.path.join(folder, 'p.json'), json.dumps(plan)), '--diagnostics', 'json')
                said = [each for each in (json.loads(line) for line in run.err.split('\n') if line)
                        if each['severity'] == 'error' and each['code'] not in ('duplicate-code', 'unknown-reference')]
                refused, found = [each['pointer'] + '/' for each in said], [each for each in judge.problems(plan)]
                for pointer, each in zip(pointers, some):
                    program = [at for at in refused if at.startswith(pointer + '/')]
                    ours = [text for text in found if text.replace(':', '/', 1).startswith(pointer + '/')]
                    expect(bool(program) == bool(ours), '%s %s\n%s\n%s' % (name, json.dumps(each), program, ours))


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
    yield 'schema/every-key-agrees', every_key_agrees
    yield 'schema/every-plan-key-agrees', every_plan_key_agrees
