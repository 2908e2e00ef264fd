"""wordalign: which words of one list stand, in the same order, in another? Patience first: rare words that
both have equally often are anchors, their longest rising run is kept, and what lies between is asked again. Where
there are none the longest run through the rarest words divides. Near linear on texts that resemble each other."""
from bisect import bisect_left
from collections import Counter

COMMON = 64  # words more frequent than this in a stretch divide nothing
RANKED = 8  # words that both have equally often, up to this, are paired by rank


def rising(points):
    """The longest run of (i, j), sorted by i, whose j rise too."""
    tails, ends, before = [], [], []
    for k, (_, j) in enumerate(points):
        at = bisect_left(tails, j)
        before.append(ends[at - 1] if at else None)
        if at == len(tails):
            tails.append(j)
            ends.append(k)
        else:
            tails[at], ends[at] = j, k
    run, k = [], ends[-1] if ends else None
    while k is not None:
        run.append(points[k])
        k = before[k]
    return run[::-1]


def anchors(a, a0, a1, b, b0, b1):
    """Words that both have equally often, at most RANKED times, each paired with its like in rank."""
    in_a, in_b = Counter(a[a0:a1]), Counter(b[b0:b1])
    places = {w: [] for w, n in in_a.items() if n <= RANKED and in_b.get(w) == n}
    if not places:
        return []
    for j in range(b0, b1):
        if b[j] in places:
            places[b[j]].append(j)
    points = []
    for i in range(a1 - 1, a0 - 1, -1):
        if a[i] in places:
            points.append((i, places[a[i]].pop()))
    return rising(points[::-1])


def pivot(a, a0, a1, b, b0, b1):
    """The longest common run that begins at a word rare in B; None when there is none."""
    places = {}
    for j in range(b0, b1):
        places.setdefault(b[j], []).append(j)
    best, size, rarity = None, 0, 0
    i = a0
    while i < a1:
        found, step = places.get(a[i], ()), 1
        if len(found) <= COMMON:
            for j in found:
                n = 1
                while i + n < a1 and j + n < b1 and a[i + n] == b[j + n]:
                    n += 1
                if n > size or (n == size and len(found) < rarity):
                    best, size, rarity = (i, j, n), n, len(found)
                step = max(step, n)
        i += step
    return best


def align(a, b):
    """Blocks (i, j, n): a[i:i+n] == b[j:j+n], rising in both."""
    blocks, stack = [], [(0, len(a), 0, len(b))]
    while stack:
        a0, a1, b0, b1 = stack.pop()
        n = 0
        while a0 + n < a1 and b0 + n < b1 and a[a0 + n] == b[b0 + n]:
            n += 1
        if n:
            blocks.append((a0, b0, n))
            a0, b0 = a0 + n, b0 + n
        n = 0
        while a0 < a1 - n and b0 < b1 - n and a[a1 - n - 1] == b[b1 - n - 1]:
            n += 1
        if n:
            a1, b1 = a1 - n, b1 - n
            blocks.append((a1, b1, n))
        if a0 == a1 or b0 == b1:
            continue
        run = anchors(a, a0, a1, b, b0, b1)
        if not run:
            middle = pivot(a, a0, a1, b, b0, b1)
            if middle:
                i, j, n = middle
                blocks.append(middle)
                stack += [(a0, i, b0, j), (i + n, a1, j + n, b1)]
            continue
        for i, j in run:
            stack.append((a0, i, b0, j))
            blocks.append((i, j, 1))
            a0, b0 = i + 1, j + 1
        stack.append((a0, a1, b0, b1))
    return sorted(blocks)


def matched(blocks):
    return sum(n for _, _, n in blocks)
