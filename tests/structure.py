#!/usr/bin/env python3
"""structure.py FILE.pdf: the structure tree of a document as indented text, with what each element says.

  structure.py FILE.pdf           the tree: role, attributes, text in reading order
  structure.py --text FILE.pdf    only the text in reading order, a block element a line
  structure.py --check FILE.pdf   what is wrong with the file, a line each; exit status 1 when there is something
"""
import json
import re
import sys

sys.dont_write_bytecode = True
from pdfread import Damaged, File, text_string
from structurecheck import check
from tagtree import Document, Element

INLINE = frozenset(('Span', 'Link', 'Reference', 'Lbl', 'Quote', 'Note', 'Code', 'BibEntry', 'Annot'))


# ---- the tree as text ----

def describe(element):
    words = [element.role]
    for key in ('Scope', 'RowSpan', 'ColSpan', 'ListNumbering'):
        if key in element.attributes:
            words.append('%s=%s' % (key, element.attributes[key]))
    if 'Headers' in element.attributes:
        words.append('Headers=%d' % len(element.attributes['Headers']))
    if element.id is not None:
        words.append('ID')
    if 'BBox' in element.attributes:
        words.append('BBox')
    for key, value in (('Lang', element.language), ('E', element.expansion), ('ActualText', element.actual), ('Alt', element.alt),
                       ('Summary', text_string(element.attributes.get('Summary')))):
        if value is not None:
            words.append('%s=%s' % (key, json.dumps(value, ensure_ascii=False)))
    return ' '.join(words)


def print_tree(document, element, depth, out):
    """Runs of marks are one text; an annotation prints where it leads."""
    indent = '  ' * depth
    lines, run = [], []

    def flush():
        if run:
            lines.append(json.dumps(''.join(run), ensure_ascii=False))
            del run[:]

    children = False
    for kid in element.kids:
        if isinstance(kid, Element):
            flush()
            children = True
            lines.append(kid)
        elif kid[0] == 'mark':
            text = document.mark_text(kid[1], kid[2])
            if text:
                run.append(text)
        else:
            annotation = document.file.get(kid[2]) or {}
            action = document.file.get(annotation.get('A')) or {}
            target = text_string(action.get('URI'))
            if target is None and 'Dest' in annotation:
                target = 'page %s' % document.page_numbers.get(int(annotation['Dest'][0]), '?')
            flush()
            lines.append('-> %s' % target)
    flush()
    if len(lines) == 1 and not children:
        out.append('%s%s %s' % (indent, describe(element), lines[0]))
        return
    out.append(indent + describe(element))
    for line in lines:
        if isinstance(line, Element):
            print_tree(document, line, depth + 1, out)
        else:
            out.append('%s  %s' % (indent, line))


def reading_lines(document):
    """The text in reading order: a line for each block element that has text of its own."""
    lines, current = [], []

    def end():
        text = re.sub(r'\s+', ' ', ''.join(current)).strip()
        if text:
            lines.append(text)
        del current[:]

    def walk(element):
        block = element.role not in INLINE
        if block and not (element.role == 'LBody' or (element.parent and element.parent.role == 'LBody'
                                                      and element.parent.kids[0] is element)):
            end()  # the first block of an item stands on the line of its label
        if element.alt is not None:
            current.append('[%s]' % element.alt)
            end()
            return
        for kid in element.kids:
            if isinstance(kid, Element):
                walk(kid)
            elif kid[0] == 'mark':
                current.append(document.mark_text(kid[1], kid[2]))
        if element.role == 'Lbl':
            current.append(' ')
        if block:
            end()

    for element in document.top:
        walk(element)
    end()
    return lines


def main(arguments):
    modes = [a for a in arguments if a.startswith('--')]
    paths = [a for a in arguments if not a.startswith('--')]
    if len(paths) != 1 or len(modes) > 1 or (modes and modes[0] not in ('--text', '--check')):
        sys.stderr.write(__doc__)
        return 2
    sys.setrecursionlimit(10000)
    try:
        document = Document(File.open(paths[0]))
        if modes == ['--check']:
            problems = check(document)
            print('\n'.join(problems) if problems else '%s: %d pages, %d elements, no problem found'
                  % (paths[0], len(document.pages), len(document.elements)))
            return 1 if problems else 0
        if modes == ['--text']:
            lines = reading_lines(document)
        else:
            lines = []
            for element in document.top:
                print_tree(document, element, 0, lines)
    except (Damaged, OSError) as error:
        print('%s: %s' % (paths[0], error))
        return 1
    print('\n'.join(lines))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
