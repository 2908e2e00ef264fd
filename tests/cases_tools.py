"""cases_tools: do the checks of structure.py and fidelity.py see what is wrong? A right document is spoilt, one thing
at a time, and each time the check must say so."""
import json
import os

from casekit import ROOT, Folder, expect, expect_status, need, piao, read, tool, write
from pdfread import Damaged, File, Name, Ref
from structurecheck import check
from tagtree import Document

CASE = os.path.join(ROOT, 'tests', 'pdf', 'links')
SPANS = os.path.join(ROOT, 'tests', 'pdf', 'table-spans')


def rendered(folder):
    run = piao('render', 'plan.json', '--template', './template.yaml', '--output', '-', cwd=folder)
    expect_status(run, 0)
    return run.out


def problems(data, spoil):
    """What the check says after SPOIL changed the file's objects in memory."""
    file = File(data)
    for number in file.entries:
        file.get(Ref(number))
    if spoil:
        spoil(file)
    document = Document(file)
    return check(document)


def elements(file, role):
    return [value for value in file.cache.values() if isinstance(value, dict) and value.get('S') == role and 'P' in value]


def page(file, number=0):
    return file.cache[int(file.pages()[number][0])]


def content(file):
    return file.get(page(file)['Contents'])


def edit(file, old, new, count=1):
    stream = content(file)
    expect(old in stream.data, 'nothing to spoil: %r' % old)
    stream._data = stream.data.replace(old, new, count)


def replace_role(file, role, other):
    elements(file, role)[0]['S'] = Name(other)


def attribute(file, role, key, value):
    element = next(e for e in elements(file, role) if key in e.get('A', {}))
    if value is None:
        del element['A'][key]
    else:
        element['A'][key] = value


def annotation(file):
    return file.get(page(file)['Annots'][0])


def metadata(file, old, new):
    stream = file.get(file.catalog['Metadata'])
    expect(old in stream.data, 'nothing to spoil: %r' % old)
    stream._data = stream.data.replace(old, new)


def font(file):
    return file.get(next(iter(file.get(file.get(page(file)['Resources'])['Font']).values())))


def descendant(file):
    return file.get(font(file)['DescendantFonts'][0])


LINKS = [
    ('no Lang', lambda f: f.catalog.pop('Lang')),
    ('not Marked', lambda f: f.catalog.pop('MarkInfo')),
    ('DisplayDocTitle', lambda f: f.catalog.pop('ViewerPreferences')),
    ('output intent', lambda f: f.catalog.pop('OutputIntents')),
    ('metadata', lambda f: f.catalog.pop('Metadata')),
    ('no structure tree', lambda f: f.catalog.pop('StructTreeRoot')),
    ('no ID', lambda f: f.trailer.pop('ID')),
    ('PDF/A', lambda f: metadata(f, b'<pdfaid:conformance>A', b'<pdfaid:conformance>B')),
    ('PDF/UA', lambda f: metadata(f, b'<pdfuaid:part>1', b'<pdfuaid:part>2')),
    ('Title is', lambda f: metadata(f, b'Collegamenti', b'Altro')),
    ('CreationDate is', lambda f: metadata(f, b'<xmp:CreateDate>2026', b'<xmp:CreateDate>2025')),
    ('metadata:', lambda f: metadata(f, b'</rdf:RDF>', b'')),
    ('Tabs', lambda f: page(f).pop('Tabs')),
    ('StructParents', lambda f: page(f).pop('StructParents')),
    ('StructParents', lambda f: page(f, 1).update(StructParents=0)),
    ('has no ToUnicode', lambda f: font(f).pop('ToUnicode')),
    ('has no width', lambda f: descendant(f).update(W=[])),
    ('wide, its glyph', lambda f: descendant(f).update(W=[0, 255, 333])),
    ('is not embedded', lambda f: f.get(descendant(f)['FontDescriptor']).pop('FontFile2')),
    ('outside marked content', lambda f: edit(f, b'BT\n', b'0 0 9 9 re f\nBT\n')),
    ('text outside marked content', lambda f: edit(f, b'/Artifact<</Type/Pagination>>BDC', b'/Span<<>>BDC')),
    ('EMC without', lambda f: edit(f, b'EMC\n', b'EMC\nEMC\n')),
    ('not closed', lambda f: edit(f, b'EMC\n', b'')),
    ('ET without', lambda f: edit(f, b'ET\n', b'ET\nET\n')),
    ('across marked content', lambda f: edit(f, b'EMC\nET\n', b'ET\nEMC\n')),
    ('inside element', lambda f: edit(f, b'<</MCID 0>>BDC\n', b'<</MCID 0>>BDC\n/Artifact BMC EMC\n')),
    ('twice', lambda f: edit(f, b'/MCID 1>>', b'/MCID 0>>')),
    ('is not in the parent tree', lambda f: edit(f, b'/MCID 1>>', b'/MCID 99>>')),
    ('is marked', lambda f: edit(f, b'/H1<<', b'/P<<')),
    ('follows level', lambda f: replace_role(f, 'H2', 'H4')),
    ('follows level 0', lambda f: replace_role(f, 'H1', 'H2')),
    ('no standard role', lambda f: replace_role(f, 'P', 'Paragraph')),
    ('stands in', lambda f: replace_role(f, 'TBody', 'Sect')),
    ('begin with one Document', lambda f: replace_role(f, 'Document', 'Sect')),
    ('is empty', lambda f: elements(f, 'P')[0].pop('K')),
    ('has no annotation', lambda f: elements(f, 'Link')[0].update(K=[k for k in elements(f, 'Link')[0]['K']
                                                                     if not isinstance(k, dict) or 'Obj' not in k])),
    ('has F', lambda f: annotation(f).update(F=2)),
    ('has no Contents', lambda f: annotation(f).pop('Contents')),
    ('StructParent', lambda f: annotation(f).pop('StructParent')),
    ('lies at', lambda f: annotation(f).update(Rect=[0, 0, 9999, 5])),
    ('leads to', lambda f: annotation(f).update(Dest=[Ref(1), Name('XYZ'), None, 0, None])),
    ('has the address', lambda f: [a['A'].update(URI=b'https://example.org/\xc3\xa8') for a in f.cache.values()
                                   if isinstance(a, dict) and 'URI' in a.get('A', {})]),
    ('has no title', lambda f: f.get(f.get(f.catalog['Outlines'])['First']).pop('Title')),
    ('tied wrongly', lambda f: f.get(f.get(f.catalog['Outlines'])['First']).update(Prev=Ref(1))),
    ('has the language', lambda f: next(e for e in elements(f, 'Span') if 'Lang' in e).update(Lang=b'en_GB!')),
]
TABLES = [
    ('has no Scope', lambda f: attribute(f, 'TH', 'Scope', None)),
    ('columns of', lambda f: attribute(f, 'TD', 'ColSpan', 1)),
    ('columns of', lambda f: attribute(f, 'TH', 'RowSpan', 1)),
    ('a head that its table has not', lambda f: attribute(f, 'TD', 'Headers', [b'nessuno'])),
    ('IDTree', lambda f: f.get(f.catalog['StructTreeRoot']).pop('IDTree')),
    ('holds', lambda f: replace_role(f, 'THead', 'TFoot')),
    ('holds', lambda f: replace_role(f, 'TR', 'P')),
]


def structure_sees():
    for folder, spoilings in ((CASE, LINKS), (SPANS, TABLES)):
        data = rendered(folder)
        clean = problems(data, None)
        for number, (word, spoil) in enumerate(spoilings):
            try:
                found = [line for line in problems(data, spoil) if line not in clean]
            except Damaged as damage:
                found = [str(damage)]
            expect(any(word in line for line in found), 'spoiling %d (%s) was not seen: %s' % (number, word, found[:3]))


def reader_sees():
    data = rendered(CASE)
    for wrong in (data[1:], data[:-40], data[:len(data) // 2] + data[len(data) // 2 + 1:], b'', b'%PDF-1.7\n',
                  data.replace(b'/Filter/FlateDecode', b'/Filter/LZWDecode  ', 1)):
        with Folder() as folder:
            text, status = tool('structure.py', '--check', write(os.path.join(folder, 'x.pdf'), wrong))
            expect(status == 1, 'a damaged file passes: %s' % text)


def fidelity_sees():
    need('pdftotext')
    plan = json.loads(read(os.path.join(CASE, 'plan.json')))
    with Folder() as folder:
        pdf = write(os.path.join(folder, 'x.pdf'), rendered(CASE))
        path = os.path.join(folder, 'p.json')

        def judged(changed):
            write(path, json.dumps(changed))
            return tool('fidelity.py', path, pdf, '--min', '100', '--keys', 'documento,obiettivi')
        text, status = judged(plan)
        expect(status == 0, text)
        plan['obiettivi'][0]['azioni'] += ' Parole mancanti.'
        text, status = judged(plan)
        expect(status == 1 and 'missing /obiettivi/0/azioni: parole mancanti' in text, text)


def cases():
    yield 'tools/structure-sees', structure_sees
    yield 'tools/reader-sees', reader_sees
    yield 'tools/fidelity-sees', fidelity_sees
