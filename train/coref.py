"""What the coreference head knows of a pair of mentions, and how its choices are scored.

The same features, from predicted trees, are computed in crates/extract; the parity vectors compare the two.
"""
import numpy as np

from data import fold

PRONOUNS = {}
for cls, words in enumerate((
        "i me my mine myself", "we us our ours ourselves", "you your yours yourself yourselves", "he him his himself",
        "she her hers herself", "it its itself", "they them their theirs themselves themself", "this that these those",
        "who whom whose which", "one ones someone somebody something anyone anything everyone everything everybody nothing nobody"),
        start=2):
    for w in words.split():
        PRONOUNS[w] = cls

STOP = set("the a an of and 's ’s in on at for to".split())


def kind(form, upos):
    """0 common noun and the rest, 1 proper noun, 2… classes of pronouns."""
    if upos in ("PRON", "DET"):
        return PRONOUNS.get(fold(form), 0)
    return 1 if upos == "PROPN" else 0


def bucket(n, size):
    """0, 1, 2, 3, 4 as they are, then by powers of two, up to size - 1."""
    return min(n if n < 5 else 2 + int(np.log2(n)), size - 1)


def features(mentions):
    """Of all pairs; `mentions` in order of their heads, each a dict with head, first, last, sentence, form, upos, words (folded), type."""
    n = len(mentions)
    out = {k: np.zeros((n, n), np.int64) for k in ("pronouns", "mentions", "sentences", "match", "types", "nested")}
    kinds = [kind(m["form"], m["upos"]) for m in mentions]
    heads = [fold(m["form"]) for m in mentions]
    content = [frozenset(w for w in m["words"] if w not in STOP and any(c.isalnum() for c in w)) for m in mentions]
    for i in range(n):
        for j in range(i):
            a, b = mentions[i], mentions[j]
            out["pronouns"][i, j] = kinds[i] * 12 + kinds[j]
            out["mentions"][i, j] = bucket(i - j, 10)
            out["sentences"][i, j] = bucket(a["sentence"] - b["sentence"], 8)
            if kinds[i] < 2 and kinds[j] < 2:
                if content[i] and content[i] == content[j]:
                    m = 4
                elif heads[i] == heads[j]:
                    m = 3 if content[i] <= content[j] else 2
                elif heads[i] in content[j] or heads[j] in content[i]:
                    m = 1
                else:
                    m = 0
                out["match"][i, j] = m
            elif heads[i] == heads[j]:
                out["match"][i, j] = 3
            out["types"][i, j] = 0 if a["type"] == b["type"] else (2 if kinds[i] >= 2 or kinds[j] >= 2 else 1)
            out["nested"][i, j] = int(a["first"] < b["last"] and b["first"] < a["last"])
    return out


def gold_mentions(doc):
    """The mentions of a GUM document by their heads."""
    sentence = np.zeros(len(doc.tokens), np.int64)
    for i, (a, b) in enumerate(doc.sentences):
        sentence[a:b] = i
    out = []
    for h, (group, a, b) in sorted(doc.cluster.items()):
        form, _, upos, _, _, _ = doc.rows[h]
        out.append({"head": h, "first": a, "last": b, "sentence": int(sentence[h]), "form": form, "upos": upos,
                    "words": [fold(doc.rows[i][0]) for i in range(a, b)], "type": int(doc.mention[h]), "group": group})
    return out


# ---------------------------------------------------------------- CoNLL score: the mean of MUC, B-cubed and CEAF-e F1

def muc(key, response):
    where = {m: i for i, c in enumerate(response) for m in c}
    hit = total = 0
    for c in key:
        parts = len({where.get(m, ("none", m)) for m in c})
        hit += len(c) - parts
        total += len(c) - 1
    return hit, total


def b_cubed(key, response):
    where = {m: c for c in response for m in c}
    hit = total = 0
    for c in key:
        for m in c:
            if m in where:
                hit += len(set(c) & set(where[m])) / len(c)
            total += 1
    return hit, total


def ceaf_e(key, response):
    from scipy.optimize import linear_sum_assignment
    if not key or not response:
        return 0.0
    s = np.array([[2 * len(set(k) & set(r)) / (len(k) + len(r)) for r in response] for k in key])
    i, j = linear_sum_assignment(-s)
    return float(s[i, j].sum())


class Score:
    """Adds up documents; clusters are lists of hashable mentions."""

    def __init__(self):
        self.sums = np.zeros(12)

    def add(self, key, response):
        s = ceaf_e(key, response)
        self.sums += [*muc(key, response), *muc(response, key), *b_cubed(key, response), *b_cubed(response, key),
                      s, len(key), s, len(response)]

    def f1(self):
        out = []
        for i in (0, 4, 8):
            a, b, c, d = self.sums[i:i + 4]
            r, p = a / max(b, 1), c / max(d, 1)
            out.append(2 * p * r / (p + r) if p + r else 0.0)
        return {"muc": out[0], "b3": out[1], "ceaf_e": out[2], "conll": sum(out) / 3}
