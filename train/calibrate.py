"""From evidence to confidence: fits the weights that turn what made a statement so into how likely it is right.

    onrecord read --quiet --from jsonl --to jsonl --explain --min-confidence 0 - < ARTICLES > RECORDS.jsonl
    python calibrate.py RECORDS.jsonl GOLD.jsonl.gz

RECORDS are what the program writes for the articles of GOLD. Right is what the scorer counts as a whole attribution. The
weights are those of a logistic regression over the features of `crates/extract/src/statements/evidence.rs`, held small by a
ridge; they go to ../models/calibration.json as {"weights": {feature: weight}}.

They are fitted on development articles, for of those that the network was trained on it is too sure. To know what they do
elsewhere, they are fitted on one half of the articles and measured on the other, and the other way round, for several ways
of halving them: that error is in ../models/calibration_figures.json. The corpus has no headlines apart from its texts, no turns of
interviews and no statements within statements, so what those weigh is not measured: ASSUMED says what is taken for it. A
quotation that only its marks tell of names no source, so it is held to its content alone.
"""
import gzip
import json
import math
import os
import random
import re
import sys

import numpy as np

MODELS = os.environ.get("ONRECORD_MODELS", os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models"))
TOKEN = re.compile(r"\w+|[^\w\s]")
BINS = 10       # of the expected calibration error
FEWEST = 80     # statements that anything is fitted on
HALVINGS = 20
RIDGE = 1.0
ASSUMED = {"within": ("model", -0.7), "turn": (None, 2.5), "headline": (None, 2.0)}  # the origin whose weight is taken, and what is added to it


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
    """[(features, whether right)] of the outermost statements of one article."""
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
            right[j] = jaccard(want[i][1], got[j][1]) >= 0.5 or (found[j].get("explain") or {}).get("by") == "marks"
    return [(features(gold["text"], s), r) for s, r in zip(found, right)]


# ---------------------------------------------------------------- the weights

def logit(p):
    p = min(max(p, 0.001), 0.999)
    return math.log(p / (1 - p))


def features(text, s):
    """As `features` of crates/extract/src/statements/evidence.rs has them."""
    why = s.get("explain")
    if why is None:
        sys.exit("the records do not tell what made statements so; hint: write them with --explain --min-confidence 0")
    out = {"origin " + why["by"]: 1.0}
    for name in ("content", "cue", "source"):
        if name in why["labels"]:
            out[name] = logit(why["labels"][name])
        if name in why["links"]:
            out[name + " link"] = logit(why["links"][name])
    if not s["cue"]:
        out["no cue"] = 1.0
    if not s["source"]:
        out["no source"] = 1.0
    if s["kind"] != "indirect":
        out[s["kind"]] = 1.0
    out["length"] = math.log(max(1, sum(len(text[a:b].encode()) for a, b in s["content"])) / 60)
    return out


def fit(pairs):
    """{feature: weight} of the logistic regression (Newton's steps)."""
    names = sorted({name for x, _ in pairs for name in x})
    x = np.array([[f.get(name, 0.0) for name in names] for f, _ in pairs])
    y = np.array([float(r) for _, r in pairs])
    w = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(names)), x.T @ (p - y) + RIDGE * w)
        w -= step
        if np.abs(step).max() < 1e-9:
            break
    weights = dict(zip(names, w))
    for origin, (like, more) in ASSUMED.items():
        weights["origin " + origin] = weights.get(f"origin {like}", 0.0) + more
    return {name: round(float(weight), 4) for name, weight in sorted(weights.items())}


def apply(weights, x):
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in x.items())))


def best_cut(pairs, wanted):
    """The confidence below which statements are better left out, by the F1 of whole attributions."""
    cuts = {}
    for cut in range(0, 80, 5):
        kept = [r for p, r in pairs if p >= cut / 100]
        cuts[cut / 100] = round(200 * sum(kept) / (len(kept) + wanted), 2)
    return cuts


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


def cross_fitted(articles, wanted):
    """Errors of weights that never saw what they are measured on, one for each way of halving, and F1 by cut."""
    errors, briers, cuts = [], [], []
    for seed in range(HALVINGS):
        order = list(range(len(articles)))
        random.Random(seed).shuffle(order)
        halves = [order[::2], order[1::2]]
        out = []
        for a, b in (halves, halves[::-1]):
            weights = fit([x for i in a for x in articles[i]])
            out += [(apply(weights, x), right) for i in b for x, right in articles[i]]
        errors.append(error(out))
        briers.append(brier(out))
        cuts.append(best_cut(out, wanted))
    return errors, briers, {c: round(sum(x[c] for x in cuts) / len(cuts), 2) for c in cuts[0]}


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    records, gold = read_jsonl(sys.argv[1]), read_jsonl(sys.argv[2])
    if len(records) != len(gold):
        sys.exit(f"{len(gold)} articles, {len(records)} records")
    articles = [judged(g, r) for g, r in zip(gold, records)]
    pairs = [x for a in articles for x in a]
    if len(pairs) < FEWEST:
        sys.exit(f"{len(pairs)} statements: too few to fit anything")
    weights = fit(pairs)
    wanted = sum(len(g["attributions"]) for g in gold)
    errors, briers, cuts = cross_fitted(articles, wanted)
    fitted = [(apply(weights, x), r) for x, r in pairs]
    figures = {"articles": len(articles), "statements": len(pairs), "right": round(100 * sum(r for _, r in pairs) / len(pairs), 1),
               "fitted_error": round(error(fitted), 1), "cross_fitted_error": round(sum(errors) / len(errors), 1),
               "cross_fitted_error_worst": round(max(errors), 1), "cross_fitted_brier": round(sum(briers) / len(briers), 4),
               "halvings": HALVINGS, "cross_fitted_whole_f1_by_least_confidence": cuts}
    with open(os.path.join(MODELS, "calibration.json"), "w") as f:
        f.write(json.dumps({"weights": weights}, indent=1) + "\n")
    with open(os.path.join(MODELS, "calibration_figures.json"), "w") as f:
        f.write(json.dumps(figures, indent=1) + "\n")
    print(json.dumps(weights, indent=1))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
