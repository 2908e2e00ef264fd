"""structurecheck: which promises does a tagged file break? One small function a promise; each yields sentences."""
import re
import xml.etree.ElementTree as xml

from pdfread import Ref, Stream, text_string
from tagtree import Element

GROUPING = frozenset(('Document', 'Part', 'Art', 'Sect', 'Div', 'BlockQuote', 'NonStruct'))
HEADINGS = {'H%d' % n: n for n in range(1, 7)}
BLOCKS = frozenset(HEADINGS) | {'P', 'L', 'Table', 'TOC', 'Figure', 'Caption'}
TEXT_ONLY = frozenset(HEADINGS) | {'P', 'Span', 'Link', 'Lbl', 'Reference', 'Caption'}
ROLES = GROUPING | BLOCKS | TEXT_ONLY | {'LI', 'LBody', 'THead', 'TBody', 'TFoot', 'TR', 'TH', 'TD', 'TOCI', 'Note',
                                         'Quote', 'Formula', 'Annot'}
PARENTS = {'LI': {'L'}, 'LBody': {'LI'}, 'TOCI': {'TOC'}, 'THead': {'Table'}, 'TBody': {'Table'}, 'TFoot': {'Table'},
           'TR': {'Table', 'THead', 'TBody', 'TFoot'}, 'TH': {'TR'}, 'TD': {'TR'}, 'Lbl': {'LI', 'TOCI', 'Note'},
           'Caption': {'Table', 'Figure', 'L', 'TOC'}}
KIDS = {'L': {'LI', 'Caption'}, 'TOC': {'TOCI', 'TOC', 'Caption'}, 'TR': {'TH', 'TD'},
        'THead': {'TR'}, 'TBody': {'TR'}, 'TFoot': {'TR'}, 'Table': {'Caption', 'THead', 'TBody', 'TFoot', 'TR'},
        'LI': {'Lbl', 'LBody'}, 'TOCI': {'Lbl', 'Reference', 'P', 'TOC', 'NonStruct'}}


def children(element):
    return [kid for kid in element.kids if isinstance(kid, Element)]


def number_tree(file, node, out, names=False):
    """The keys and values of a number or name tree, in order of appearance."""
    node = file.get(node) or {}
    items = file.get(node.get('Names' if names else 'Nums', []))
    for key, value in zip(items[::2], items[1::2]):
        out.append((key, value))
    for kid in file.get(node.get('Kids', [])):
        first = len(out)
        number_tree(file, kid, out, names)
        limits = (file.get(kid) or {}).get('Limits')
        if out[first:] and limits != [out[first][0], out[-1][0]]:
            out.append((None, 'limits %s over %s..%s' % (limits, out[first][0], out[-1][0])))
    return out


# ---- ink and tree ----

def check_parent_tree(d):
    rows = number_tree(d.file, d.root.get('ParentTree'), [])
    for key, value in rows:
        if key is None:
            yield 'parent tree: %s' % value
    rows = [row for row in rows if row[0] is not None]
    keys = [key for key, _ in rows]
    if keys != sorted(set(keys)):
        yield 'parent tree: keys out of order or repeated'
    tree = dict(rows)
    if keys and d.root.get('ParentTreeNextKey', 0) <= keys[-1]:
        yield 'parent tree: ParentTreeNextKey is not beyond its keys'
    seen = set()
    for number, (_, page) in enumerate(d.pages, 1):
        key = page.get('StructParents')
        if not isinstance(key, int) or key not in tree or key in seen:
            yield 'page %d: no StructParents of its own' % number
            continue
        seen.add(key)
        owners = d.file.get(tree[key])
        owners = owners if isinstance(owners, list) else []
        shown = {mcid for at, mcid in d.marks if at == number}
        for mcid in range(max(len(owners), max(shown, default=-1) + 1)):
            owner = owners[mcid] if mcid < len(owners) else None
            claims = d.claims.get((number, mcid), [])
            if mcid not in shown:
                if owner is not None:
                    yield 'page %d: MCID %d is in the parent tree but not on the page' % (number, mcid)
                continue
            if owner is None:
                yield 'page %d: MCID %d is not in the parent tree' % (number, mcid)
            if len(claims) != 1:
                yield 'page %d: MCID %d belongs to %d elements' % (number, mcid, len(claims))
            elif owner is not None and int(owner) != claims[0].number:
                yield 'page %d: MCID %d: the parent tree says object %d, the tree %s' % (number, mcid, owner, claims[0])
            elif claims[0].role != d.marks[number, mcid].tag:
                yield 'page %d: MCID %d is marked %s but belongs to %s' % (number, mcid, d.marks[number, mcid].tag, claims[0])
    for (number, mcid), owners in d.claims.items():
        if (number, mcid) not in d.marks:
            yield '%s: MCID %s is not on page %s' % (owners[0], mcid, number)


def check_empty(d):
    for element in d.elements.values():
        if element.role in ('TD', 'TH'):
            continue
        if not element.kids:
            yield '%s is empty' % element
        elif not children(element):
            marks = [d.marks.get(kid[1:]) for kid in element.kids if kid[0] == 'mark']
            if not d.text(element).strip() and not any(m and m.ink for m in marks):
                yield '%s has neither text nor ink' % element


def check_texts(d):
    for element in d.elements.values():
        own = [d.mark_text(*kid[1:]) for kid in element.kids if not isinstance(kid, Element) and kid[0] == 'mark']
        for text in own + [element.alt or '', element.expansion or '']:
            bad = re.search('[\ufffd\ue000-\uf8ff\U000f0000-\U0010fffd\x00-\x08\x0b-\x1f]', text)
            if bad:
                yield '%s says U+%04X in "%s"' % (element, ord(bad[0]), text[:60])
                break


# ---- the tree's own rules ----

def check_roles(d):
    if [e.role for e in d.top] != ['Document']:
        yield 'the tree does not begin with one Document'
    for e in d.elements.values():
        own = [kid.role for kid in children(e)]
        if e.role not in ROLES:
            yield '%s is no standard role' % e
        if e.role in PARENTS and (e.parent is None or e.parent.role not in PARENTS[e.role]):
            yield '%s stands in %s' % (e, e.parent)
        if e.role in KIDS and not set(own) <= KIDS[e.role]:
            yield '%s holds %s' % (e, ', '.join(sorted(set(own) - KIDS[e.role])))
        if e.role in KIDS and e.role != 'TOCI' and any(not isinstance(k, Element) for k in e.kids):
            yield '%s has text or ink of its own' % e
        if e.role in TEXT_ONLY and set(own) & BLOCKS:
            yield '%s holds %s' % (e, ', '.join(sorted(set(own) & BLOCKS)))
        if e.role == 'LI' and own not in (['LBody'], ['Lbl', 'LBody']):
            yield '%s holds %s, not Lbl and LBody' % (e, own)
        if e.role == 'L' and 'ListNumbering' not in e.attributes:
            yield '%s has no ListNumbering' % e
        if e.role == 'TOCI' and not any(kid.role == 'Link' for kid in descendants(e)):
            yield '%s leads nowhere' % e
        if e.role == 'Figure' and not (e.alt or '').strip():
            yield '%s has no Alt' % e
        if e.role == 'Figure' and 'BBox' not in e.attributes and len({k[1] for k in ink(e)}) == 1:
            yield '%s has no BBox' % e
        if e.language is not None and not re.fullmatch(r'[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*', e.language):
            yield '%s has the language "%s"' % (e, e.language)


def descendants(element):
    for kid in children(element):
        yield kid
        yield from descendants(kid)


def ink(element):
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from ink(kid)
        elif kid[0] == 'mark':
            yield kid


def in_order(d):
    for top in d.top:
        yield top
        yield from descendants(top)


def check_headings(d):
    level = 0
    for element in in_order(d):
        own = HEADINGS.get(element.role)
        if own is None:
            continue
        if own > level + 1:
            yield '%s "%s" follows level %d' % (element, d.text(element)[:60], level)
        level = own


def table_rows(table):
    """(section, TR) in order."""
    for kid in children(table):
        if kid.role == 'TR':
            yield None, kid
        elif kid.role in ('THead', 'TBody', 'TFoot'):
            for row in children(kid):
                yield kid, row


def check_tables(d):
    for table in d.elements.values():
        if table.role != 'Table':
            continue
        order = [kid.role for kid in children(table)]
        wanted = r'(Caption )?((THead )?(TBody )+(TFoot )?|(TR )+)'
        if not re.fullmatch(wanted, ''.join(role + ' ' for role in order)):
            yield '%s holds %s' % (table, ' '.join(order))
        yield from check_grid(table)
        ids = set()
        for _, row in table_rows(table):
            for cell in children(row):
                if cell.role == 'TH' and cell.attributes.get('Scope') not in ('Row', 'Column', 'Both'):
                    yield '%s has no Scope' % cell
                if cell.id is not None:
                    ids.add(cell.id)
        for _, row in table_rows(table):
            for cell in children(row):
                for name in cell.attributes.get('Headers', []):
                    if name not in ids or name == cell.id:
                        yield '%s names a head that its table has not: %r' % (cell, name)


def check_grid(table):
    covered, columns, section = [], None, None  # rows that each column is still covered from above
    rows = list(table_rows(table))
    for index, (own_section, row) in enumerate(rows):
        if own_section is not section and any(covered):
            yield '%s: a cell reaches out of its %s' % (table, section)
            covered = [0] * len(covered)
        section, at = own_section, 0
        taken = []
        for cell in children(row):
            while at < len(covered) and covered[at]:
                at += 1
            span, down = cell.attributes.get('ColSpan', 1), cell.attributes.get('RowSpan', 1)
            if span < 1 or down < 1:
                yield '%s spans nothing' % cell
                return
            if any(covered[at:at + span]):
                yield '%s: row %d: cells overlap' % (table, index + 1)
                return
            taken.append((at, span, down))
            at += span
        width = max([len(covered) if any(covered) else 0] + [a + s for a, s, _ in taken])
        width = max([width] + [i + 1 for i, left in enumerate(covered) if left])
        if columns is None:
            columns = width
        filled = sum(s for _, s, _ in taken) + sum(1 for left in covered[:columns] if left)
        if width > columns or filled != columns:
            yield '%s: row %d has %d columns of %d' % (table, index + 1, filled, columns)
            return
        covered = [max(0, left - 1) for left in covered] + [0] * (columns - len(covered))
        for a, s, down in taken:
            for column in range(a, a + s):
                covered[column] = down - 1
    if any(covered):
        yield '%s: a cell reaches below the last row' % table


def check_ids(d):
    named = {e.id: e.number for e in d.elements.values() if e.id is not None}
    if len(named) != sum(e.id is not None for e in d.elements.values()):
        yield 'identifiers are not unique'
    rows = number_tree(d.file, d.root.get('IDTree'), [], names=True)
    keys = [key for key, _ in rows if key is not None]
    if len(keys) != len(rows) or keys != sorted(keys):
        yield 'IDTree: keys out of order, or wrong limits'
    if {key: int(value) for key, value in rows if key is not None} != named:
        yield 'IDTree and the identifiers of elements differ'


# ---- links and annotations ----

def check_annotations(d):
    tree = dict(number_tree(d.file, d.root.get('ParentTree'), []))
    standing = {}
    for number, (_, page) in enumerate(d.pages, 1):
        box = page.get('MediaBox')
        for ref in d.file.get(page.get('Annots')) or []:
            annotation = d.file.get(ref)
            said = 'page %d: annotation %d' % (number, ref)
            standing[int(ref)] = number
            if annotation.get('F') != 4:
                yield '%s has F %s' % (said, annotation.get('F'))
            if not (text_string(annotation.get('Contents')) or '').strip():
                yield '%s has no Contents' % said
            left, bottom, right, top = annotation.get('Rect')
            if not (box[0] <= left < right <= box[2] and box[1] <= bottom < top <= box[3]):
                yield '%s lies at %s' % (said, annotation.get('Rect'))
            owners = d.objects.get(int(ref), [])
            key = annotation.get('StructParent')
            if len(owners) != 1 or owners[0].role != 'Link':
                yield '%s belongs to %s' % (said, [str(o) for o in owners])
            elif not isinstance(tree.get(key), Ref) or int(tree[key]) != owners[0].number:
                yield '%s: StructParent %s does not lead to %s' % (said, key, owners[0])
            yield from check_target(d, said, annotation)
    for element in d.elements.values():
        objects = [kid for kid in element.kids if not isinstance(kid, Element) and kid[0] == 'object']
        if element.role == 'Link' and not objects:
            yield '%s "%s" has no annotation' % (element, d.text(element)[:60])
        for _, page, ref in objects:
            if standing.get(int(ref)) != page:
                yield '%s: its annotation is not on page %s' % (element, page)


def check_target(d, said, holder):
    action = d.file.get(holder.get('A'))
    if action is not None:
        uri = action.get('URI')
        if action.get('S') != 'URI' or not uri or not re.fullmatch(rb'[\x21-\x7e]+', uri):
            yield '%s has the address %r' % (said, uri)
        return
    target = d.file.get(holder.get('Dest'))
    if not isinstance(target, list) or int(target[0]) not in d.page_numbers or target[1] != 'XYZ':
        yield '%s leads to %s' % (said, target)
        return
    height = d.pages[d.page_numbers[int(target[0])] - 1][1]['MediaBox'][3]
    if not (target[3] is None or 0 <= target[3] <= height):
        yield '%s leads %s high on a page of %s' % (said, target[3], height)


def check_outline(d):
    root = d.file.get(d.file.catalog.get('Outlines'))
    if root is None:
        return

    def walk(ref, parent, depth):
        """The number of items at REF and beside it."""
        count, previous = 0, None
        while ref is not None:
            item = d.file.get(ref)
            count += 1
            said = 'bookmark %d' % ref
            if not (text_string(item.get('Title')) or '').strip():
                problems.append('%s has no title' % said)
            if item.get('Parent') != parent or item.get('Prev') != previous:
                problems.append('%s is tied wrongly' % said)
            problems.extend(check_target(d, said, item))
            below = walk(item.get('First'), ref, depth + 1) if 'First' in item else 0
            if item.get('Count', 0) not in (below, -below):
                problems.append('%s counts %s of %d below it' % (said, item.get('Count'), below))
            previous, ref = ref, item.get('Next')
        last = d.file.get(parent).get('Last')
        if last != previous:
            problems.append('bookmark %d: Last is %s' % (parent, last))
        return count

    problems = []
    walk(root.get('First'), d.file.catalog.get('Outlines'), 0)
    yield from problems


# ---- pages, catalog, metadata ----

def check_pages(d):
    for number, (_, page) in enumerate(d.pages, 1):
        if page.get('Tabs') != 'S':
            yield 'page %d: Tabs is %s' % (number, page.get('Tabs'))


def check_catalog(d):
    catalog, get = d.file.catalog, d.file.get
    if not text_string(catalog.get('Lang')):
        yield 'catalog: no Lang'
    if (get(catalog.get('MarkInfo')) or {}).get('Marked') is not True:
        yield 'catalog: not Marked'
    if (get(catalog.get('ViewerPreferences')) or {}).get('DisplayDocTitle') is not True:
        yield 'catalog: no DisplayDocTitle'
    if not isinstance(d.root, dict) or d.root.get('Type') != 'StructTreeRoot':
        yield 'catalog: no structure tree'
    intents = get(catalog.get('OutputIntents')) or []
    if len(intents) != 1 or get(intents[0]).get('S') != 'GTS_PDFA1':
        yield 'catalog: no output intent'
    else:
        profile = get(get(intents[0]).get('DestOutputProfile'))
        data = profile.data if isinstance(profile, Stream) else b''
        if len(data) < 132 or data[36:40] != b'acsp' or int.from_bytes(data[:4], 'big') != len(data):
            yield 'output intent: no colour profile'
    ids = d.file.trailer.get('ID')
    if not isinstance(ids, list) or [len(i) for i in ids] != [16, 16]:
        yield 'trailer: no ID'


XMP = {'dc': 'http://purl.org/dc/elements/1.1/', 'xmp': 'http://ns.adobe.com/xap/1.0/',
       'pdf': 'http://ns.adobe.com/pdf/1.3/', 'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
       'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/', 'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'}


def xmp_date(info_date):
    """D:20260115100000+01'00' as XMP writes it."""
    m = re.fullmatch(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(Z|[+-]\d\d'\d\d'?)", info_date or '')
    return m and '%s-%s-%sT%s:%s:%s%s' % (m.groups()[:6] + (m[7].rstrip("'").replace("'", ':'),))


def check_metadata(d):
    stream = d.file.get(d.file.catalog.get('Metadata'))
    if not isinstance(stream, Stream) or 'Filter' in stream.entries:
        yield 'metadata: none that every program can read'
        return
    try:
        tree = xml.fromstring(stream.data.decode('utf-8'))
    except (xml.ParseError, UnicodeDecodeError) as error:
        yield 'metadata: %s' % error
        return

    def said(path):
        node = tree.find('.//' + path, XMP)
        return None if node is None else ''.join(node.itertext()).strip()

    if (said('pdfaid:part'), said('pdfaid:conformance')) not in (('2', 'A'), ('3', 'A')):
        yield 'metadata: PDF/A %s%s' % (said('pdfaid:part'), said('pdfaid:conformance'))
    if said('pdfuaid:part') != '1':
        yield 'metadata: PDF/UA %s' % said('pdfuaid:part')
    info = d.file.get(d.file.trailer.get('Info')) or {}
    if not text_string(info.get('Title')):
        yield 'information: no title'
    same = (('Title', 'dc:title'), ('Author', 'dc:creator'), ('Subject', 'dc:description'),
            ('Keywords', 'pdf:Keywords'), ('Producer', 'pdf:Producer'), ('Creator', 'xmp:CreatorTool'))
    for key, path in same:
        own = text_string(info.get(key))
        if own != said(path) and not (own is not None and said(path) is not None
                                      and own.split() == said(path).split()):
            yield 'information: %s is %r, the metadata say %r' % (key, own, said(path))
    for key, path in (('CreationDate', 'xmp:CreateDate'), ('ModDate', 'xmp:ModifyDate')):
        if not xmp_date(text_string(info.get(key))) or xmp_date(text_string(info.get(key))) != said(path):
            yield 'information: %s is %s, the metadata say %s' % (key, text_string(info.get(key)), said(path))


def check_fonts(d):
    for font in d.fonts.values():
        if not isinstance(font.program, Stream):
            continue
        advances = font.program_widths()
        gids = font.gids.data if isinstance(font.gids, Stream) else None
        for code, page in sorted(font.used.items()):
            cid = font.cid(code)
            if code not in font.texts:
                yield 'page %d: font %s, code %d has no ToUnicode' % (page, font.name, code)
            if cid not in font.widths:
                yield 'page %d: font %s, code %d has no width' % (page, font.name, code)
            gid = cid if gids is None else int.from_bytes(gids[2 * cid:2 * cid + 2], 'big')
            if gid >= len(advances):
                yield 'page %d: font %s, code %d leads to no glyph' % (page, font.name, code)
            elif abs(advances[gid] - font.widths.get(cid, font.default_width)) > 1:
                yield 'page %d: font %s, code %d is %s wide, its glyph %.1f' % (
                    page, font.name, code, font.widths.get(cid), advances[gid])


CHECKS = (check_catalog, check_metadata, check_pages, check_fonts, check_roles, check_headings, check_tables, check_ids,
          check_parent_tree, check_empty, check_texts, check_annotations, check_outline)


def check(document):
    """Every promise that does not hold, as sentences."""
    problems = list(document.problems)
    for rule in CHECKS:
        if isinstance(document.root, dict) or rule in (check_catalog, check_metadata, check_fonts):
            problems.extend(rule(document))
    return problems
