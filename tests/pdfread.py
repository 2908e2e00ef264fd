"""pdfread: what does one of our PDF files say? Objects, pages, fonts and the ink of each page.

Reads what the program writes and little more: classic and stream cross-references, object streams, Flate with PNG
predictors, composite fonts with an embedded one-byte CMap or Identity-H. It trusts nothing: whatever does not
hold together raises Damaged.
"""
import re
import zlib


class Damaged(Exception):
    """The file is not what a PDF reader may expect."""


class Name(str):
    __slots__ = ()


class Operator(str):
    __slots__ = ()


class Ref(int):
    """An object number; generations are always 0 in our files."""
    __slots__ = ()


class Stream:
    def __init__(self, entries, raw):
        self.entries, self.raw, self._data = entries, raw, None

    def get(self, key, default=None):
        return self.entries.get(key, default)

    @property
    def data(self):
        if self._data is None:
            self._data = decode(self.raw, self.entries)
        return self._data


# ---- tokens ----

TOKEN = re.compile(rb'''
    (?: [\x00\t\n\f\r\ ]+ | %[^\r\n]* )*
    (?: (?P<number> [+-]?(?:\d+\.?\d*|\.\d+) (?=[\x00\t\n\f\r\ /\[\]<>()%]|[A-Za-z'"]|$) )
      | (?P<string> \( (?:[^()\\]|\\.)* \) )
      | (?P<name> /[^\x00\t\n\f\r\ /\[\]<>()%]* )
      | (?P<open> \[ | << )
      | (?P<close> \] | >> )
      | (?P<hex> <[0-9A-Fa-f\x00\t\n\f\r\ ]*> )
      | (?P<word> [^\x00\t\n\f\r\ /\[\]<>()%]+ )
      | (?P<nested> \( )
      | (?P<end> $ )
      | (?P<wrong> . )
    )''', re.X | re.S)

ESCAPE = re.compile(rb'\\(?:([0-7]{1,3})|(\r\n|.))', re.S)
ESCAPED = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f', b'\n': b'', b'\r': b'', b'\r\n': b''}
WORDS = {b'true': True, b'false': False, b'null': None}


def unescape(body):
    if b'\\' not in body:
        return body
    return ESCAPE.sub(lambda m: bytes([int(m[1], 8) & 255]) if m[1] else ESCAPED.get(m[2], m[2]), body)


def nested_string(data, at):
    """A string with brackets inside, from the bracket at AT: its bytes and where it ends."""
    depth, i = 0, at
    while i < len(data):
        c = data[i]
        if c == 0x5C:
            i += 1
        elif c == 0x28:
            depth += 1
        elif c == 0x29:
            depth -= 1
            if not depth:
                return unescape(data[at + 1:i]), i + 1
        i += 1
    raise Damaged('string without end at byte %d' % at)


def pairs(items):
    if len(items) % 2 or not all(isinstance(k, Name) for k in items[::2]):
        raise Damaged('dictionary with a key that is no name: %r' % items[:6])
    out = dict(zip(items[::2], items[1::2]))
    if len(out) * 2 != len(items):
        raise Damaged('dictionary with a repeated key: %r' % sorted(out))
    return out


def values(data, at=0, stop=()):
    """Values and operators from AT on, to the end or to the operator in STOP. Yields (value, end)."""
    stack, out = [], None
    match = TOKEN.match
    while True:
        m = match(data, at)
        at = m.end()
        kind = m.lastgroup
        if kind == 'number':
            text = m['number']
            value = float(text) if b'.' in text else int(text)
        elif kind == 'string':
            value = unescape(m['string'][1:-1])
        elif kind == 'name':
            text = m['name'][1:].decode('latin-1')
            value = Name(re.sub('#([0-9A-Fa-f]{2})', lambda h: chr(int(h[1], 16)), text) if '#' in text else text)
        elif kind == 'hex':
            text = re.sub(rb'[^0-9A-Fa-f]', b'', m['hex'])
            value = bytes.fromhex((text + b'0' * (len(text) % 2)).decode())
        elif kind == 'word':
            word = m['word']
            if word in WORDS:
                value = WORDS[word]
            elif word == b'R':
                items = stack[-1][1] if stack else out
                if not items or len(items) < 2 or items.pop() != 0:
                    raise Damaged('reference without a number, or of a generation')
                value = Ref(items.pop())
            else:
                value = Operator(word.decode('latin-1'))
        elif kind == 'open':
            stack.append((m['open'], []))
            continue
        elif kind == 'close':
            if not stack or (stack[-1][0] == b'[') != (m['close'] == b']'):
                raise Damaged('unbalanced %r at byte %d' % (m['close'], at))
            opened, items = stack.pop()
            value = items if opened == b'[' else pairs(items)
        elif kind == 'nested':
            value, at = nested_string(data, at - 1)
        elif kind == 'end':
            if stack:
                raise Damaged('array or dictionary without end')
            return
        else:
            raise Damaged('stray %r at byte %d' % (m['wrong'], at))
        if stack:
            stack[-1][1].append(value)
            continue
        yield value, at
        if value in stop and isinstance(value, Operator):
            return


def value_at(data, at):
    """The one value of an object, and where its `endobj` or `stream` ends. References need two numbers back."""
    items = []
    gen = values_with_references(data, at, ('endobj', 'stream'))
    for value, end in gen:
        if isinstance(value, Operator):
            if len(items) != 1 or value not in ('endobj', 'stream'):
                raise Damaged('object of %d values before %r at byte %d' % (len(items), value, end))
            return items[0], str(value), end
        items.append(value)
    raise Damaged('object without end at byte %d' % at)


def values_with_references(data, at, stop=()):
    """As values(), with `n 0 R` outside arrays and dictionaries joined too."""
    m = re.compile(rb'[\s]*(\d+)\s+0\s+R\b').match(data, at)
    if m:
        yield Ref(m[1]), m.end()
        at = m.end()
    yield from values(data, at, stop)


# ---- filters ----

def unpredict(data, columns):
    """Undoes the PNG predictors None, Sub and Up (ISO 32000-1, 7.4.4.4) of one-byte components."""
    width, out, above = columns + 1, [], bytes(columns)
    if len(data) % width:
        raise Damaged('rows of a predictor do not fit')
    for at in range(0, len(data), width):
        kind, row = data[at], data[at + 1:at + width]
        if kind == 2:
            row = bytes((a + b) & 255 for a, b in zip(row, above))
        elif kind == 1:
            made = bytearray(row)
            for i in range(1, columns):
                made[i] = (made[i] + made[i - 1]) & 255
            row = bytes(made)
        elif kind != 0:
            raise Damaged('predictor %d is not one we write' % kind)
        out.append(row)
        above = row
    return b''.join(out)


def decode(raw, entries):
    kinds = entries.get('Filter', [])
    kinds = kinds if isinstance(kinds, list) else [kinds]
    parameters = entries.get('DecodeParms') or {}
    parameters = parameters if isinstance(parameters, list) else [parameters]
    for i, kind in enumerate(kinds):
        if kind == 'DCTDecode':
            return raw
        if kind != 'FlateDecode':
            raise Damaged('filter %s is not one we write' % kind)
        inflate = zlib.decompressobj()
        try:
            raw = inflate.decompress(raw)
        except zlib.error as error:
            raise Damaged('deflated data: %s' % error)
        if not inflate.eof or inflate.unused_data:
            raise Damaged('deflated data ends too early or too late')
        own = parameters[i] if i < len(parameters) and parameters[i] else {}
        if own.get('Predictor', 1) >= 10:
            raw = unpredict(raw, own.get('Columns', 1))
    return raw


def text_string(value):
    """A text string (ISO 32000-1, 7.9.2.2). PDFDocEncoding is read as Latin-1: ours are ASCII then."""
    if not isinstance(value, bytes):
        return None
    if value[:2] == b'\xfe\xff':
        return value[2:].decode('utf-16-be')
    if value[:3] == b'\xef\xbb\xbf':
        return value[3:].decode('utf-8')
    return value.decode('latin-1')


# ---- the file ----

class File:
    def __init__(self, data):
        self.data = data
        if not re.match(rb'%PDF-1\.[4-7]\n%[\x80-\xff]{4}', data):
            raise Damaged('no PDF head, or none that says the file is binary')
        m = re.search(rb'startxref\s+(\d+)\s+%%EOF\s*$', data[-64:])
        if not m:
            raise Damaged('no startxref at the end')
        self.entries, self.cache, self.packed, self.trailer = {}, {}, {}, None
        at = int(m[1])
        while at is not None:
            at = self.read_xref(at)
        self.catalog = self.get(self.trailer.get('Root'))
        if not isinstance(self.catalog, dict) or self.catalog.get('Type') != 'Catalog':
            raise Damaged('no catalog')

    @classmethod
    def open(cls, path):
        with open(path, 'rb') as f:
            return cls(f.read())

    def read_xref(self, at):
        if self.data[at:at + 4] == b'xref':
            trailer = self.read_table(at + 4)
        else:
            m = re.compile(rb'\s*(\d+)\s+0\s+obj').match(self.data, at)
            if not m:
                raise Damaged('no cross-reference at byte %d' % at)
            stream = self.read_object(at, None)
            trailer = stream.entries
            if trailer.get('Type') != 'XRef':
                raise Damaged('startxref leads to no cross-reference')
            self.read_rows(stream)
        self.trailer = self.trailer or trailer
        return trailer.get('Prev')

    def read_table(self, at):
        line = re.compile(rb'\s*(\d+) (\d+)\s*(?=\d{10} )')
        while True:
            m = line.match(self.data, at)
            if not m:
                break
            first, count, at = int(m[1]), int(m[2]), m.end()
            for i in range(count):
                row = self.data[at + 20 * i:at + 20 * i + 20]
                if row[17:18] == b'n':
                    self.entries.setdefault(first + i, (1, int(row[:10]), 0))
            at += 20 * count
        m = re.compile(rb'\s*trailer').match(self.data, at)
        if not m:
            raise Damaged('no trailer at byte %d' % at)
        return next(values(self.data, m.end()))[0]

    def read_rows(self, stream):
        widths, data = stream.get('W'), stream.data
        index = stream.get('Index', [0, stream.get('Size')])
        size, at = sum(widths), 0
        for first, count in zip(index[::2], index[1::2]):
            for number in range(first, first + count):
                fields, from_ = [], at
                for width in widths:
                    fields.append(int.from_bytes(data[from_:from_ + width], 'big') if width else 1)
                    from_ += width
                if fields[0] in (1, 2):
                    self.entries.setdefault(number, tuple(fields))
                at += size
        if at != len(data):
            raise Damaged('cross-reference rows: %d bytes of %d' % (at, len(data)))

    def read_object(self, at, number):
        m = re.compile(rb'\s*(\d+)\s+0\s+obj').match(self.data, at)
        if not m or (number is not None and int(m[1]) != number):
            raise Damaged('object %s is not at byte %d' % (number, at))
        value, end, at = value_at(self.data, m.end())
        if end == 'endobj':
            return value
        m = re.compile(rb'\r?\n').match(self.data, at)
        length = self.get(value.get('Length')) if isinstance(value, dict) else None
        if not m or not isinstance(length, int):
            raise Damaged('stream at byte %d has no length' % at)
        raw = self.data[m.end():m.end() + length]
        if not re.compile(rb'\r?\nendstream\s+endobj').match(self.data, m.end() + length):
            raise Damaged('stream at byte %d is not as long as it says, or endstream has no line' % at)
        return Stream(value, raw)

    def read_packed(self, number, index, stream_number):
        if stream_number not in self.packed:
            stream = self.get(Ref(stream_number))
            data, first, count = stream.data, stream.get('First'), stream.get('N')
            head = [int(n) for n in data[:first].split()]
            if len(head) != 2 * count:
                raise Damaged('object stream %d: head of %d numbers for %d objects' % (stream_number, len(head), count))
            ends = head[3::2] + [len(data) - first]
            self.packed[stream_number] = [(n, data[first + a:first + b])
                                          for n, a, b in zip(head[::2], head[1::2], ends)]
        found, text = self.packed[stream_number][index]
        if found != number:
            raise Damaged('object %d is not where the cross-reference says' % number)
        items = [v for v, _ in values_with_references(text, 0)]
        if len(items) != 1 or isinstance(items[0], Operator):
            raise Damaged('object %d of an object stream is no value' % number)
        return items[0]

    def get(self, value):
        """VALUE, or what it refers to."""
        while isinstance(value, Ref):
            number = int(value)
            if number not in self.cache:
                entry = self.entries.get(number)
                if entry is None:
                    self.cache[number] = None
                elif entry[0] == 1:
                    self.cache[number] = self.read_object(entry[1], number)
                else:
                    self.cache[number] = self.read_packed(number, entry[2], entry[1])
            value = self.cache[number]
        return value

    def pages(self):
        """Pages in order, as (Ref, dictionary with what it inherits)."""
        out = []

        def walk(ref, inherited, depth):
            node = self.get(ref)
            if not isinstance(node, dict) or depth > 20:
                raise Damaged('page tree: object %s is no node' % ref)
            own = {k: node[k] for k in ('Resources', 'MediaBox', 'Rotate') if k in node}
            if node.get('Type') == 'Page':
                out.append((ref, {**inherited, **node}))
                return 1
            count = sum(walk(kid, {**inherited, **own}, depth + 1) for kid in self.get(node.get('Kids', [])))
            if count != node.get('Count'):
                raise Damaged('page tree: %s pages, %d counted' % (node.get('Count'), count))
            return count

        walk(self.catalog.get('Pages'), {}, 0)
        return out


# ---- fonts ----

def cmap_blocks(text, kind):
    for m in re.finditer(r'(\d+)\s+begin%s(.*?)end%s' % (kind, kind), text, re.S):
        rows = re.findall(r'<([0-9A-Fa-f\s]*)>|(\[[^\]]*\])|(\d+)', m[2])
        yield int(m[1]), [a if a or not (b or c) else b or int(c) for a, b, c in rows]


def utf16(hexed):
    return bytes.fromhex(re.sub(r'\s', '', hexed)).decode('utf-16-be')


class Font:
    def __init__(self, file, entries, problem):
        self.name = str(entries.get('BaseFont'))
        self.used = {}  # code: page where it was first shown
        self.texts, self.cids, self.widths = {}, None, {}
        self.code_bytes = 2
        problem = problem or (lambda text: None)
        if entries.get('Subtype') != 'Type0':
            problem('font %s is no composite font' % self.name)
            return
        encoding = file.get(entries.get('Encoding'))
        if isinstance(encoding, Stream):
            self.read_encoding(encoding.data.decode('latin-1'))
        unicode_map = file.get(entries.get('ToUnicode'))
        if isinstance(unicode_map, Stream):
            self.read_texts(unicode_map.data.decode('latin-1'), problem)
        else:
            problem('font %s has no ToUnicode' % self.name)
        descendant = file.get((file.get(entries.get('DescendantFonts')) or [None])[0]) or {}
        self.read_widths(file, descendant)
        self.default_width = descendant.get('DW', 1000)
        self.gids = file.get(descendant.get('CIDToGIDMap'))
        descriptor = file.get(descendant.get('FontDescriptor')) or {}
        self.program = file.get(descriptor.get('FontFile2'))
        if not isinstance(self.program, Stream):
            problem('font %s is not embedded' % self.name)
        if descriptor.get('FontName') != entries.get('BaseFont') or descendant.get('BaseFont') != entries.get('BaseFont'):
            problem('font %s has different names in its parts' % self.name)
        if not re.match(r'[A-Z]{6}\+', self.name):
            problem('font %s is not marked as a subset' % self.name)

    def read_encoding(self, text):
        for _, row in cmap_blocks(text, 'codespacerange'):
            self.code_bytes = len(row[0]) // 2
        self.cids = {}
        for _, row in cmap_blocks(text, 'cidrange'):
            for low, high, cid in zip(row[::3], row[1::3], row[2::3]):
                for code in range(int(low, 16), int(high, 16) + 1):
                    self.cids[code] = cid + code - int(low, 16)

    def read_texts(self, text, problem):
        for count, row in cmap_blocks(text, 'bfchar'):
            if len(row) != 2 * count or count > 100:
                problem('font %s: a bfchar block of %d for %d' % (self.name, len(row) // 2, count))
            for code, to in zip(row[::2], row[1::2]):
                self.texts[int(code, 16)] = utf16(to)
        for _, row in cmap_blocks(text, 'bfrange'):
            for low, high, to in zip(row[::3], row[1::3], row[2::3]):
                for code in range(int(low, 16), int(high, 16) + 1):
                    self.texts[code] = chr(ord(utf16(to)) + code - int(low, 16))

    def read_widths(self, file, descendant):
        row, i = file.get(descendant.get('W')) or [], 0
        while i + 1 < len(row):
            if isinstance(row[i + 1], list):
                self.widths.update((row[i] + k, w) for k, w in enumerate(row[i + 1]))
                i += 2
            else:
                self.widths.update((cid, row[i + 2]) for cid in range(row[i], row[i + 1] + 1))
                i += 3

    def cid(self, code):
        return code if self.cids is None else self.cids.get(code, 0)

    def read(self, shown, page):
        """The text of a shown string. A code without text reads as U+FFFD."""
        codes = shown
        if self.code_bytes == 2:
            codes = [shown[i] << 8 | shown[i + 1] for i in range(0, len(shown) - 1, 2)]
        used, texts = self.used, self.texts
        for code in codes:
            if code not in used:
                used[code] = page
        return ''.join([texts.get(code, '\ufffd') for code in codes])

    def program_widths(self):
        """Advance widths of the embedded program in thousandths of an em, by glyph."""
        data = self.program.data
        tables = {}
        for i in range(int.from_bytes(data[4:6], 'big')):
            row = data[12 + 16 * i:28 + 16 * i]
            tables[row[:4]] = int.from_bytes(row[8:12], 'big')
        word = lambda at: int.from_bytes(data[at:at + 2], 'big')
        em, count = word(tables[b'head'] + 18), word(tables[b'hhea'] + 34)
        glyphs = word(tables[b'maxp'] + 4)
        at = tables[b'hmtx']
        return [word(at + 4 * min(i, count - 1)) * 1000 / em for i in range(glyphs)]


# ---- the ink of a page ----

class Mark:
    """A marked-content sequence."""
    __slots__ = ('tag', 'mcid', 'texts', 'actual', 'ink', 'artifact')

    def __init__(self, tag, mcid=None, actual=None):
        self.tag, self.mcid, self.actual = tag, mcid, actual
        self.artifact = tag == 'Artifact'
        self.texts, self.ink = [], False  # ink: images and painted paths


PAINTING = frozenset(('f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's', 'sh', 'Do', 'BI'))
SHOWING = frozenset(('Tj', 'TJ', "'", '"'))


def page_marks(file, number, page, fonts, problem):
    """Marks with an MCID of page NUMBER, by MCID. FONTS caches fonts by object number."""
    contents = file.get(page.get('Contents'))
    contents = contents if isinstance(contents, list) else [contents]
    data = b'\n'.join(file.get(c).data for c in contents)
    resources = file.get(page.get('Resources')) or {}
    named = file.get(resources.get('Font')) or {}
    xobjects = file.get(resources.get('XObject')) or {}
    marks, stack, graphics, operands = {}, [], 0, []
    font, loose = None, set()

    def say(text):
        problem('page %d: %s' % (number, text))

    def holder():
        """Where ink belongs: the innermost mark that is an artifact or has a number."""
        for mark in reversed(stack):
            if mark is not None and (mark.artifact or mark.mcid is not None):
                return mark
        return None

    def drawn(what):
        mark = holder()
        if mark is None and what not in loose:
            loose.add(what)
            say('%s outside marked content' % what)
        return mark

    for value, _ in values(data):
        if type(value) is not Operator:
            operands.append(value)
            continue
        if value in SHOWING:
            if font is None or None not in stack:
                say('text shown outside a text object or without a font')
            else:
                shown = operands[-1] if operands else b''
                text = ''.join([font.read(s, number) for s in shown if type(s) is bytes]) \
                    if type(shown) is list else font.read(shown, number)
                mark = drawn('text')
                replaced = [m for m in stack if m is not None and m.actual is not None]
                if mark is not None and not replaced:
                    mark.texts.append(text)
        elif value == 'Tf':
            ref = named.get(operands[0])
            if ref is None:
                raise Damaged('page %d: no font %s' % (number, operands[0]))
            key = int(ref) if isinstance(ref, Ref) else id(ref)
            if key not in fonts:
                fonts[key] = Font(file, file.get(ref), problem)
            font = fonts[key]
        elif value in ('BDC', 'BMC'):
            tag = operands[0]
            properties = operands[1] if value == 'BDC' else {}
            if isinstance(properties, Name):
                properties = file.get((file.get(resources.get('Properties')) or {}).get(properties)) or {}
            mark = Mark(str(tag), properties.get('MCID'), text_string(properties.get('ActualText')))
            outer = holder()
            if outer is not None and (mark.artifact or mark.mcid is not None):
                say('%s inside %s' % tuple('artifact' if m.artifact else 'element %s' % m.tag for m in (mark, outer)))
            if mark.mcid is not None:
                if mark.mcid in marks:
                    say('MCID %d twice' % mark.mcid)
                marks[mark.mcid] = mark
            if mark.actual is not None and outer is not None:
                outer.texts.append(mark.actual)
            stack.append(mark)
        elif value == 'EMC':
            if not stack or stack[-1] is None:
                say('EMC without its BDC, or across a text object')
            else:
                stack.pop()
        elif value == 'BT':
            if None in stack:
                say('BT inside BT')
            stack.append(None)
        elif value == 'ET':
            if not stack or stack[-1] is not None:
                say('ET without its BT, or across marked content')
            else:
                stack.pop()
        elif value in PAINTING:
            if None in stack:
                say('%s inside a text object' % value)
            if value == 'Do' and operands[-1] not in xobjects:
                say('no image %s' % operands[-1])
            mark = drawn('an image' if value == 'Do' else 'a painted path')
            if mark is not None:
                mark.ink = True
        elif value == 'q':
            graphics += 1
        elif value == 'Q':
            graphics -= 1
            if graphics < 0:
                say('Q without its q')
        operands = []
    if stack:
        say('marked content or a text object is not closed')
    if graphics > 0:
        say('q without its Q')
    if operands:
        say('operands without an operator at the end')
    return marks
