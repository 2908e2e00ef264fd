"""tagtree: the structure tree of a document and the ink that belongs to it, read together."""
from pdfread import Damaged, Ref, page_marks, text_string


class Element:
    """A node of the tree. KIDS: elements, marks ('mark', page, mcid) and annotations ('object', page, Ref)."""
    __slots__ = ('number', 'role', 'entries', 'attributes', 'kids', 'parent', 'alt', 'language', 'expansion', 'actual', 'id')

    def __init__(self, number, entries, parent):
        self.number, self.entries, self.parent = number, entries, parent
        self.role = str(entries.get('S'))
        self.kids, self.attributes = [], {}
        self.alt = text_string(entries.get('Alt'))
        self.language = text_string(entries.get('Lang'))
        self.expansion = text_string(entries.get('E'))
        self.actual = text_string(entries.get('ActualText'))
        self.id = entries.get('ID')

    def __str__(self):
        return '%s (object %d)' % (self.role, self.number)


class Document:
    """The tree and the ink, read together. Problems of reading go to self.problems."""

    def __init__(self, file):
        self.problems, self.file = [], file
        self.fonts, self.marks = {}, {}  # marks: (page, mcid) -> Mark
        self.pages = self.file.pages()
        self.page_numbers = {int(ref): i + 1 for i, (ref, _) in enumerate(self.pages)}
        for i, (_, page) in enumerate(self.pages, 1):
            for mcid, mark in page_marks(self.file, i, page, self.fonts, self.problems.append).items():
                self.marks[i, mcid] = mark
        self.elements, self.claims, self.objects = {}, {}, {}
        self.root = self.file.get(self.file.catalog.get('StructTreeRoot'))
        self.top = []
        if isinstance(self.root, dict):
            kids = self.root.get('K')
            for kid in kids if isinstance(kids, list) else [kids]:
                self.top.append(self.read_element(kid, None))

    def read_element(self, ref, parent):
        entries = self.file.get(ref)
        if not isinstance(entries, dict) or 'S' not in entries:
            raise Damaged('object %s is no structure element' % ref)
        if int(ref) in self.elements:
            raise Damaged('element %d stands twice in the tree' % ref)
        element = Element(int(ref), entries, parent)
        self.elements[element.number] = element
        attributes = self.file.get(entries.get('A')) or {}
        for own in attributes if isinstance(attributes, list) else [attributes]:
            element.attributes.update(self.file.get(own))
        kids = entries.get('K', [])
        for kid in kids if isinstance(kids, list) else [kids]:
            self.read_kid(element, kid)
        return element

    def page_of(self, holder, element):
        ref = holder.get('Pg', element.entries.get('Pg'))
        number = self.page_numbers.get(int(ref)) if isinstance(ref, Ref) else None
        if number is None:
            self.problems.append('%s: a kid without a page' % element)
        return number

    def read_kid(self, element, kid):
        if isinstance(kid, int) and not isinstance(kid, Ref):
            self.claim(element, self.page_of({}, element), kid)
            return
        value = self.file.get(kid)
        kind = value.get('Type') if isinstance(value, dict) else None
        if kind == 'MCR':
            self.claim(element, self.page_of(value, element), value.get('MCID'))
        elif kind == 'OBJR':
            element.kids.append(('object', self.page_of(value, element), value.get('Obj')))
            self.objects.setdefault(int(value.get('Obj', 0)), []).append(element)
        else:
            element.kids.append(self.read_element(kid, element))

    def claim(self, element, page, mcid):
        element.kids.append(('mark', page, mcid))
        self.claims.setdefault((page, mcid), []).append(element)

    def mark_text(self, page, mcid):
        mark = self.marks.get((page, mcid))
        return clean(''.join(mark.texts)) if mark else ''

    def text(self, element):
        """All that ELEMENT says, its descendants too."""
        return ''.join(self.text(kid) if isinstance(kid, Element) else
                       self.mark_text(kid[1], kid[2]) if kid[0] == 'mark' else '' for kid in element.kids)


def clean(text):
    """Without the hyphens of broken lines."""
    return text.replace('\u00ad', '')
