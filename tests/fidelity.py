#!/usr/bin/env python3
"""fidelity.py PLAN.json FILE.pdf [--published TEXT] [--min PERCENT] [--keys K,K,-K]

Does the document say what the plan says? The words of every text that documents print are looked for among those
that pdftotext finds, an objective's inside the objective's own stretch of pages. With --published, the document's
words are also compared with a text published before. --min: exit status 1 below that percentage of words found.
--keys: only the leaves under these keys ("obiettivi.fasi"); with a minus, all but those.
"""
import html
import json
import re
import subprocess
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter

sys.dont_write_bytecode = True
from wordalign import align, matched

# What documents print, and how it is written there. What is not in this table is a reference, a switch, personal or
# meant for machines: formato, extra, ambiti, unita (a code), mesi, varianti, logo, personale...
PROSE, TEXT, VALUE = 'prose', 'text', 'value'  # value: number, date or text


def keys(where, kind, names):
    return {where + name: kind for name in names.split()}


PRINTED = {
    **keys('ente.', TEXT, 'denominazione sottotitolo dati.voce dati.valore'),
    **keys('documento.', VALUE, 'titolo sottotitolo testatina esercizio periodo parametri.voce parametri.valore righe '
           'atto.tipo atto.numero atto.data revisione'),
    **keys('sezioni.', PROSE, 'titolo testo'),
    **keys('unita.', TEXT, 'denominazione sigla responsabile'),
    **keys('obiettivi_strategici.', TEXT, 'codice titolo'),
    **keys('obiettivi_strategici.', PROSE, 'finalita'),
    **keys('obiettivi.', TEXT, 'codice numero titolo titolo_elenco intestazione tipo categoria ambito macrocategoria '
           'responsabile coordinamento collegamento trasversale periodo missione programma centro_di_costo '
           'unita_coinvolte.testo unita_coinvolte.responsabile relazioni.vista relazioni.voci.livello '
           'relazioni.voci.codice relazioni.voci.titolo premio.voce premio.valore'),
    **keys('obiettivi.', PROSE, 'testo descrizione finalita motivazioni situazione_iniziale risultati_attesi '
           'destinatari azioni impatto stakeholder attivita fasi_testo risorse_umane note nota_indicatori'),
    **keys('obiettivi.', VALUE, 'esercizio peso soglia_minima dipendenti coefficiente punteggio importo'),
    **keys('obiettivi.fasi.', VALUE, 'numero descrizione peso inizio fine responsabile unita note tempi '
           'inizio_effettivo fine_effettiva avanzamento'),
    **keys('obiettivi.indicatori.', VALUE, 'codice descrizione tipo gruppo formula finalita unita_misura base atteso '
           'attesi.anno attesi.valore storico.anno storico.valore quantita peso scadenze fonte note '
           'rilevazioni.periodo rilevazioni.valore raggiunto commento'),
    **keys('obiettivi.indicatori.', PROSE, 'attivita'),
    **keys('obiettivi.risorse_finanziarie.', VALUE, 'capitolo descrizione importo'),
    **keys('obiettivi.risorse_aggiuntive.', VALUE, 'tipologia descrizione costo'),
    **keys('obiettivi.verifiche.', VALUE, 'data valore_medio tempi_medi scostamenti cause effetti '
           'provvedimenti_intrapresi provvedimenti_da_attivare'),
    **keys('obiettivi.relazione.', PROSE, 'sintesi scostamenti'),
    **keys('fondo.', VALUE, 'totale assegnato riserva quote.nome quote.importo'),
    **keys('tabelle.', TEXT, 'titolo colonne.titolo gruppi_colonne.titolo'),
    **keys('tabelle.', PROSE, 'note'),
    **keys('tabelle.', VALUE, 'righe'),
}
HEAD_LINES, FOOT_LINES = 16, 4  # running heads and feet are not longer
SLACK = 60  # words by which an objective's stretch may be longer than what tells where it is
MONTHS = ('gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre').split()


# ---- words ----

PLAIN = str.maketrans({'‘': "'", '’': "'", '“': '"', '”': '"', '«': '"', '»': '"', '–': '-', '—': '-', '‐': '-',
                       '‑': '-', '\u00a0': ' ', '\u202f': ' ', '\u2009': ' ', '\u200b': None})
TOKEN = re.compile(r'\d+(?:[.,/:]\d+)+|[^\W_]+(?:_[^\W_]+)*|[%€<>=≤≥°§&@+]')


def words_of(text):
    text = unicodedata.normalize('NFKC', text.translate(PLAIN))
    return TOKEN.findall(text.casefold())


def plain_prose(text):
    """Prose without its CommonMark signs; numbers of lists are the document's own and go too."""
    text = re.sub(r'(?m)^\s*\{\{tabella:[^}]*\}\}\s*$', '', text)
    text = re.sub(r'(?m)^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?$', '', text)
    text = re.sub(r'(?m)^\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)+|^\s{0,3}#{1,6}\s+|^\s*>\s?', '', text)
    text = re.sub(r'!?\[([^\]]*)\]\([^)\s]*(?:\s+"[^"]*")?\)', r'\1', text)
    text = re.sub(r'<((?:https?|mailto):[^>\s]+)>', r'\1', text)
    text = re.sub(r'\\([!-/:-@\[-`{-~])|\*+|(?<!\w)_+(?=\w)|(?<=[^\W_])_+(?!\w)|\|', lambda m: m[1] or ' '
                  if m[0] == '|' else m[1] or '', text)
    return html.unescape(text)


def number_forms(value):
    """A number as documents write it: with none to four places, thousands apart or not."""
    forms = []
    exact = repr(value) if isinstance(value, float) else str(value)
    for places in range(len(exact.partition('.')[2]), 5):
        for written in ('%.*f' % (places, value), '{:,.{}f}'.format(value, places)):
            forms.append([written.translate(str.maketrans('.,', ',.')).lstrip('-')])
    return forms


def date_forms(text):
    year, month, day = (int(part) for part in text.split('-'))
    long = [str(day), MONTHS[month - 1], str(year)]
    forms = [['%02d/%02d/%d' % (day, month, year)], ['%d/%d/%d' % (day, month, year)], long,
             ['%02d.%02d.%d' % (day, month, year)]]
    return forms + ([['1', '°'] + long[1:]] if day == 1 else [])


def forms_of(kind, value):
    """The ways in which a leaf may be written, each a list of words."""
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, (int, float)):
        return number_forms(value)
    if kind != PROSE and re.fullmatch(r'\d{4}-\d\d-\d\d', value):
        return date_forms(value)
    words = words_of(plain_prose(value) if kind == PROSE else value)
    return [words] if words else []


# ---- the plan ----

class Leaf:
    def __init__(self, pointer, objective, forms):
        self.pointer, self.objective, self.forms = pointer, objective, forms
        self.words = forms[0]
        self.missing = []


def chosen(path, wanted):
    def under(key):
        return path == key or path.startswith(key + '.')
    included = [k for k in wanted if not k.startswith('-')]
    return (not included or any(under(k) for k in included)) and not any(under(k[1:]) for k in wanted if k[0] == '-')


def leaves_of(plan, wanted):
    units = {u.get('codice') for u in plan.get('unita', [])}
    out = []

    def walk(node, path, pointer, objective):
        if isinstance(node, dict):
            for key, value in node.items():
                step = '' if key == path.rpartition('.')[2] else ('.' if path else '') + key
                walk(value, path + step, '%s/%s' % (pointer, key), objective)
        elif isinstance(node, list):
            for i, value in enumerate(node):
                walk(value, path, '%s/%d' % (pointer, i), i if pointer == '/obiettivi' else objective)
        else:
            kind = PRINTED.get(path)
            if kind is None or not chosen(path, wanted) or (path.endswith('.unita') and node in units):
                return
            forms = forms_of(kind, node)
            if forms:
                out.append(Leaf(pointer, objective, forms))

    walk(plan, '', '', None)
    return out


# ---- the document ----

def pdf_lines(path):
    """The lines of each page, in the order of the ink."""
    if path.endswith('.txt'):
        with open(path, encoding='utf-8') as f:
            text = f.read()
    else:
        text = subprocess.run(['pdftotext', '-raw', '-enc', 'UTF-8', path, '-'], check=True,
                              stdout=subprocess.PIPE).stdout.decode('utf-8')
    pages = text.split('\f')
    return [[line.strip() for line in page.split('\n') if line.strip()] for page in pages if page.strip()]


def same_line(line, before):
    """Is LINE the line BEFORE on the next page? Page numbers go up by one."""
    if line == before:
        return True
    new, old = re.split(r'(\d+)', line), re.split(r'(\d+)', before)
    return len(new) == len(old) and all(n == o or (i % 2 and int(n) == int(o) + 1)
                                        for i, (n, o) in enumerate(zip(new, old)))


def without_furniture(pages):
    """Pages without the lines at their head and foot that the page before has too, and what was taken away."""
    out, furniture, previous = [], [], []
    for page in pages:
        head = foot = 0
        limit = min(len(page), len(previous), HEAD_LINES)
        while head < limit and same_line(page[head], previous[head]):
            head += 1
        while foot < min(limit - head, FOOT_LINES) and same_line(page[-1 - foot], previous[-1 - foot]):
            foot += 1
        furniture.append(' '.join(page[:head] + page[len(page) - foot:]))
        out.append(page[head:len(page) - foot])
        previous = page
    return out, furniture


def joined(pages):
    """The pages' text, words that were divided at a line's end whole again."""
    text = '\n'.join('\n'.join(page) for page in pages)
    return re.sub('\u00ad[\n ]?', '', text)


class Words:
    """The document's words and where each stands."""

    def __init__(self, words):
        self.words, self.places = words, {}
        for i, word in enumerate(words):
            self.places.setdefault(word, []).append(i)

    def run(self, words, low, high):
        """Do WORDS stand one after the other between LOW and HIGH?"""
        rarest = min(range(len(words)), key=lambda k: len(self.places.get(words[k], ())))
        places = self.places.get(words[rarest], [])
        for at in places[bisect_left(places, low + rarest):bisect_left(places, high)]:
            start = at - rarest
            if start + len(words) <= high and self.words[start:start + len(words)] == words:
                return True
        return False

    def in_order(self, words, low, high):
        """Do WORDS stand in order, with others between (a page's turn, a table's head), not too far apart?"""
        first = self.places.get(words[0], [])
        for start in first[bisect_left(first, low):bisect_left(first, high)]:
            at, last = start, min(high, start + 3 * len(words) + 300)
            for word in words[1:]:
                places = self.places.get(word, [])
                k = bisect_right(places, at)
                at = places[k] if k < len(places) else last
                if at >= last:
                    break
            else:
                return True
        return False


def stretches(leaves, document, count):
    """From where to where each objective speaks: between the neighbours of the run of pages that has most of the
    three-word sequences that the plan has only there."""
    owner, seen = {}, Counter()
    for leaf in leaves:
        for i in range(len(leaf.words) - 2):
            gram = tuple(leaf.words[i:i + 3])
            if owner.setdefault(gram, leaf.objective) != leaf.objective:
                owner[gram] = None
    words = document.words
    marks = []
    for i in range(len(words) - 2):
        objective = owner.get(tuple(words[i:i + 3]))
        if objective is not None:
            marks.append((i, objective))
    runs = []  # [objective, first, last, weight]: small interruptions (a list, a reference) divide nothing
    for at, objective in marks:
        for run in runs[-3:]:
            if run[0] == objective and at - run[2] < 400:
                run[2], run[3] = at + 3, run[3] + 1
                break
        else:
            runs.append([objective, at, at + 3, 1])
    best = {}
    for run in runs:
        if run[3] > best.get(run[0], (0, 0, 0, 0))[3]:
            best[run[0]] = run
    order = sorted(best.values(), key=lambda run: run[1])
    out = [(0, len(words))] * count
    for k, run in enumerate(order):
        low = order[k - 1][2] if k else 0
        high = order[k + 1][1] if k + 1 < len(order) else len(words)
        out[run[0]] = (max(0, min(low, run[1]) - SLACK), min(len(words), max(high, run[2]) + SLACK))
    return out


def judge(leaf, document, low, high):
    for words in leaf.forms:
        if document.run(words, low, high) or (len(words) > 2 and (document.in_order(words, low, high) or
                                                                  document.run(words, 0, len(document.words)))):
            leaf.words = words
            return
    blocks = align(leaf.words, document.words[low:high])
    stands = {i + k for i, _, n in blocks for k in range(n)}
    leaf.missing = [w for i, w in enumerate(leaf.words) if i not in stands] or leaf.words[:1]


def recall(plan_path, pages, wanted):
    with open(plan_path, encoding='utf-8') as f:
        plan = json.load(f)
    leaves = leaves_of(plan, wanted)
    document = Words(words_of(joined(without_furniture(pages)[0])))
    everything = Words(words_of(joined(pages)))  # what stands only in running heads is printed too
    places = stretches(leaves, document, len(plan.get('obiettivi', [])))
    for leaf in leaves:
        low, high = places[leaf.objective] if leaf.objective is not None else (0, len(document.words))
        judge(leaf, document, low, high)
        if leaf.missing and leaf.objective is None and any(
                everything.run(words, 0, len(everything.words)) for words in leaf.forms):
            leaf.missing = []
    total = sum(len(leaf.words) for leaf in leaves)
    found = total - sum(len(leaf.missing) for leaf in leaves)
    words = [word for leaf in leaves for word in leaf.words]
    ordered = matched(align(words, document.words))
    often = sum((Counter(words) & Counter(document.words)).values())
    percent = 100.0 * found / total if total else 100.0
    print('plan: %d words in %d texts; found %d (%.3f %%), in the same order %.2f %%, as often %.2f %%' % (
        total, len(leaves), found, percent, 100.0 * ordered / max(total, 1), 100.0 * often / max(total, 1)))
    missing = [(leaf.pointer, leaf.missing) for leaf in leaves if leaf.missing]
    for pointer, lost in missing[:30]:
        print('missing %s: %s' % (pointer, ' '.join(lost[:12]) + (' ...' if len(lost) > 12 else '')))
    if len(missing) > 30:
        print('missing in %d more texts' % (len(missing) - 30))
    return percent


# ---- the published text ----

def glued(text):
    """Words with their punctuation, however the extractor spaced it."""
    text = unicodedata.normalize('NFKC', re.sub('\u00ad[\n ]?', '', text).translate(PLAIN))
    text = re.sub(r'\*\*+|\.{4,}', ' ', re.sub(r'(\w)-\n(?=[a-zà-ÿ])', r'\1', text))  # marks of bold, leaders
    text = re.sub(r"\s+([.,;:!?)\]%])|([(\[])\s+", lambda m: m[1] or m[2], text)
    text = re.sub(r"(\w)'\s+(?=\w)", r"\1'", text)
    return text.split()


def published_words(path, furniture):
    with open(path, encoding='utf-8') as f:
        text = f.read()
    pages = [[line.strip() for line in page.split('\n') if line.strip()] for page in text.split('\f')]
    if len(pages) > 1:
        pages = without_furniture(pages)[0]
    heads = ' \n '.join(sorted({' '.join(block.split()) for block in furniture}))
    seen, kept, running = set(), [], {}
    for line in (line for page in pages for line in page):
        line = ' '.join(line.split())
        if line in seen:
            if line not in running:
                running[line] = line in heads
            if running[line]:
                continue
        seen.add(line)
        kept.append(line)
    return glued('\n'.join(kept))


def compare(path, pages):
    body, furniture = without_furniture(pages)
    ours, theirs = glued(joined(body)), published_words(path, furniture)
    blocks = align(theirs, ours)
    same = matched(blocks)
    print('published: %d words, ours %d; agreement %.2f %%, recall %.2f %%, precision %.2f %%' % (
        len(theirs), len(ours), 200.0 * same / max(len(theirs) + len(ours), 1),
        100.0 * same / max(len(theirs), 1), 100.0 * same / max(len(ours), 1)))
    gaps, i, j = [], 0, 0
    for at, to, n in blocks + [(len(theirs), len(ours), 0)]:
        if at > i or to > j:
            gaps.append((theirs[i:at], ours[j:to]))
        i, j = at + n, to + n
    gaps.sort(key=lambda gap: -len(gap[0]) - len(gap[1]))
    for lost, added in gaps[:12]:
        for sign, words in (('-', lost), ('+', added)):
            if words:
                print('%s %5d words: %s' % (sign, len(words), ' '.join(words[:24]) + (' ...' if len(words) > 24 else '')))


def main(arguments):
    options, paths = {'--published': None, '--min': None, '--keys': ''}, []
    queue = iter(arguments)
    for argument in queue:
        name, equals, value = argument.partition('=')
        if name in options:
            options[name] = value if equals else next(queue, None)
        else:
            paths.append(argument)
    if len(paths) != 2 or any(path.startswith('--') for path in paths):
        sys.stderr.write(__doc__)
        return 2
    pages = pdf_lines(paths[1])
    percent = recall(paths[0], pages, [key for key in options['--keys'].split(',') if key])
    if options['--published']:
        compare(options['--published'], pages)
    return 1 if options['--min'] and percent < float(options['--min']) else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
