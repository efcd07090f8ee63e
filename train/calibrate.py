"""From scores to confidence: fits a table that turns a statement's raw confidence into how likely it is right.

    python calibrate.py RECORDS.jsonl GOLD.jsonl.gz

RECORDS are what the program writes for the articles of GOLD while it has no such table (take ../models/calibration.json
away and build); `cargo xtask score --only calibration` leaves them in target/score/polnear-dev.records.jsonl. Right is
what the scorer counts as a whole attribution. The table is a monotone map through a few points (isotonic regression,
Ayer et al. 1955), straight between them and flat beyond the ends: ../models/calibration.json, [[raw, probability]…].

It is fitted on development articles, for of those that the network was trained on it is too sure. To know what it does
elsewhere, it is fitted on one half of the articles and measured on the other, and the other way round, for several ways
of halving them: that error is in ../models/calibration_figures.json. Standard library only.
"""
import gzip
import json
import os
import random
import re
import sys

MODELS = os.environ.get("ONRECORD_MODELS", os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models"))
TOKEN = re.compile(r"\w+|[^\w\s]")
BINS = 10       # of the expected calibration error
POINTS = 12     # at most, of the table
FEWEST = 40     # statements behind a point
HALVINGS = 20


def read_jsonl(path):
    op = gzip.open if path.endswith(".gz") else open
    with op(path, "rt", encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


# ---------------------------------------------------------------- what is right, as the scorer says

def covered(index, spans):
    return {i for s, e in spans or [] for i in index if s <= i < e}


def jaccard(a, b):
    return len(a & b) / len(a | b) if a | b else 1.0


def judged(gold, record):
    """[(raw confidence, whether right)] of the outermost statements of one article."""
    if gold["text"] != record["article"]["text"]:
        sys.exit(f"{gold['id']}: the record's text differs from the gold one")
    index = [m.start() for m in TOKEN.finditer(gold["text"])]
    want = [(covered(index, a["content"]), covered(index, a["source"])) for a in gold["attributions"]]
    found = [s for s in record["statements"] if not s.get("inside")]
    got = [(covered(index, s["content"]), covered(index, s.get("source"))) for s in found]
    pairs = sorted(((jaccard(w[0], g[0]), i, j) for i, w in enumerate(want) for j, g in enumerate(got)), key=lambda x: -x[0])
    used, right = set(), [False] * len(found)
    taken = set()
    for s, i, j in pairs:
        if s < 0.5:
            break
        if i not in used and j not in taken:
            used.add(i), taken.add(j)
            right[j] = jaccard(want[i][1], got[j][1]) >= 0.5
    return [(s["confidence"], r) for s, r in zip(found, right) if s.get("confidence") is not None]


# ---------------------------------------------------------------- the table

def fit(pairs):
    """[(raw, probability)], both rising: groups of neighbours, joined until their shares rise."""
    pairs = sorted(pairs)
    size = max(FEWEST, -(-len(pairs) // POINTS))
    blocks = []
    for at in range(0, len(pairs), size):
        part = pairs[at:at + size]
        if blocks and len(part) < FEWEST:
            blocks[-1] = [x + y for x, y in zip(blocks[-1], sums(part))]
        else:
            blocks.append(sums(part))
        while len(blocks) > 1 and (share(blocks[-2]) >= share(blocks[-1]) or blocks[-2][1] / blocks[-2][0] >= blocks[-1][1] / blocks[-1][0]):
            last = blocks.pop()
            blocks[-1] = [x + y for x, y in zip(blocks[-1], last)]
    return [(round(b[1] / b[0], 4), round(share(b), 4)) for b in blocks]


def sums(part):
    return [len(part), sum(x for x, _ in part), sum(r for _, r in part)]


def share(block):
    """How many are right, never quite none or all of them."""
    return (block[2] + 0.5) / (block[0] + 1)


def apply(table, raw):
    if raw <= table[0][0]:
        return table[0][1]
    for (a, p), (b, q) in zip(table, table[1:]):
        if raw <= b:
            return p + (q - p) * (raw - a) / (b - a)
    return table[-1][1]


def error(pairs):
    """Expected calibration error in points."""
    bins = [[0, 0.0, 0] for _ in range(BINS)]
    for p, right in pairs:
        b = bins[min(int(p * BINS), BINS - 1)]
        b[0] += 1
        b[1] += p
        b[2] += right
    return 100 * sum(abs(b[1] - b[2]) for b in bins) / max(1, sum(b[0] for b in bins))


def brier(pairs):
    return sum((p - r) ** 2 for p, r in pairs) / max(1, len(pairs))


def cross_fitted(articles):
    """Errors of tables that never saw what they are measured on, one for each way of halving."""
    errors, briers = [], []
    for seed in range(HALVINGS):
        order = list(range(len(articles)))
        random.Random(seed).shuffle(order)
        halves = [order[::2], order[1::2]]
        out = []
        for a, b in (halves, halves[::-1]):
            table = fit([x for i in a for x in articles[i]])
            out += [(apply(table, raw), right) for i in b for raw, right in articles[i]]
        errors.append(error(out))
        briers.append(brier(out))
    return errors, briers


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    records, gold = read_jsonl(sys.argv[1]), read_jsonl(sys.argv[2])
    if len(records) != len(gold):
        sys.exit(f"{len(gold)} articles, {len(records)} records")
    articles = [judged(g, r) for g, r in zip(gold, records)]
    pairs = [x for a in articles for x in a]
    if os.path.exists(os.path.join(MODELS, "calibration.json")):
        print("calibration.json is there already: are RECORDS from a program that was built without it?", file=sys.stderr)
    if len(pairs) < 2 * FEWEST:
        sys.exit(f"{len(pairs)} statements have a confidence: too few to fit anything")
    table = fit(pairs)
    errors, briers = cross_fitted(articles)
    wanted = sum(len(g["attributions"]) for g in gold)
    whole = round(200 * sum(r for _, r in pairs) / (len(pairs) + wanted), 1)  # the scorer's, where every statement has a confidence
    figures = {"articles": len(articles), "attribution_f1": whole, "statements": len(pairs), "right": round(100 * sum(r for _, r in pairs) / len(pairs), 1),
               "raw_error": round(error(pairs), 1), "fitted_error": round(error([(apply(table, x), r) for x, r in pairs]), 1),
               "cross_fitted_error": round(sum(errors) / len(errors), 1), "cross_fitted_error_worst": round(max(errors), 1),
               "raw_brier": round(brier(pairs), 4), "cross_fitted_brier": round(sum(briers) / len(briers), 4), "halvings": HALVINGS}
    with open(os.path.join(MODELS, "calibration.json"), "w") as f:
        f.write(json.dumps([list(x) for x in table]) + "\n")
    with open(os.path.join(MODELS, "calibration_figures.json"), "w") as f:
        f.write(json.dumps(figures, indent=1) + "\n")
    for raw, p in table:
        print(f"{raw:8.4f} {p:8.4f}")
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
