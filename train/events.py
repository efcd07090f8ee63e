"""The head that says which words tell of an event, and of which PLOVER type: trained on frozen vectors, kept beside a
network's checkpoint as work/NAME.events.pt, appended by `export.py`.

    python events.py NAME              # trains on everything and keeps the head
    python events.py NAME --figures    # five-fold cross-validation and the gold records instead
    python events.py NAME --layers     # the same figures for each layer's vectors, quickly

The corpus has a type for a sentence and no trigger. So a sentence is a mixture over its verbs, nouns and adjectives: each
has a weight, and a distribution over types; one more, which is no word, has the weight 1 and stands for "no event"
(multiple-instance learning by attention, after Ilse et al. 2018). What a word weighs against that one is how likely it
is a trigger, which holds for sentences with several events as well.

Meaning is in the middle of the network: its last layer has turned to syntax and attribution and has half forgotten what
the words were about (see --layers). Hence the vectors of layer LAYER.

Who the parties are must not matter. Every sentence is also read with its countries replaced by others and with its marked
parties in each other's place, and the directions in which a word's vector moves when countries are replaced are taken out
of the head altogether.
"""
import argparse
import os
import random
import re

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import base
import data
import train
from batches import tensors, windows

LAYER, HIDDEN, SEEDS, DIRECTIONS = 3, 128, 3, 16
CANDIDATES = ("VERB", "NOUN", "ADJ")  # as tagged by the network itself
VIEWS = ("alone", "renamed", "swapped", "among")  # ways in which a sentence is read

# Genres of GUM that speak of science, travel and daily life, and hardly ever of what parties do to each other.
EVENTLESS = ("academic", "conversation", "textbook", "vlog", "voyage")
HELD_OUT = 40  # the last articles of PolNeAR's training part: nothing is taken from them, so that one can look at them

# Names that may stand for each other, by their number of words: a renamed sentence has as many words as before.
NAMES = [
    "Afghanistan Algeria Argentina Australia Azerbaijan Bangladesh Belarus Brazil Bulgaria Canada Chile China Colombia Cuba "
    "Egypt Ethiopia France Germany Ghana Greece Hungary India Indonesia Iran Iraq Israel Italy Japan Jordan Kenya Lebanon "
    "Libya Malaysia Mexico Morocco Myanmar Nigeria Norway Pakistan Palestine Peru Poland Qatar Romania Russia Serbia Somalia "
    "Spain Sudan Syria Thailand Tunisia Turkey Uganda Ukraine Venezuela Vietnam Yemen Zimbabwe".split(),
    "Afghan Algerian Argentine Australian Azerbaijani Bangladeshi Belarusian Brazilian British Bulgarian Canadian Chilean "
    "Chinese Colombian Cuban Egyptian Ethiopian French German Ghanaian Greek Hungarian Indian Indonesian Iranian Iraqi Israeli "
    "Italian Japanese Jordanian Kenyan Lebanese Libyan Malaysian Mexican Moroccan Nigerian Norwegian Pakistani Palestinian "
    "Peruvian Polish Qatari Romanian Russian Serbian Somali Spanish Sudanese Syrian Thai Tunisian Turkish Ugandan Ukrainian "
    "Venezuelan Vietnamese Yemeni Zimbabwean".split(),
    ["New Zealand", "North Korea", "Saudi Arabia", "South Africa", "South Korea", "South Sudan", "Sri Lanka", "United Kingdom", "United States"],
    ["New Zealand", "North Korean", "Saudi Arabian", "South African", "South Korean", "South Sudanese", "Sri Lankan"],
    ["U.K.", "U.S.", "UK", "US"],
    "Ankara Athens Baghdad Beijing Berlin Cairo Damascus Islamabad Kabul Kiev Kyiv London Madrid Moscow Paris Pyongyang Seoul "
    "Tehran Tokyo Tripoli Warsaw Washington".split(),
]
GROUP = {name: group for group in NAMES for name in group}
NAME = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, GROUP), key=len, reverse=True)) + r")(?!\w)")


# ---------------------------------------------------------------- sentences

def renamed(text, rng):
    """The text with each country's names replaced by another's."""
    to = {}
    return NAME.sub(lambda m: to.setdefault(m[0], rng.choice([n for n in GROUP[m[0]] if n != m[0]])), text)


def swapped(text, event):
    """The text with the marked parties in each other's place, where each is one span and they do not overlap."""
    a, b = event["source_span"], event["target_span"]
    if len(a) != 1 or len(b) != 1:
        return None
    (a, b), (c, d) = sorted((a[0], b[0]))
    if b > c:
        return None
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def labelled(path):
    """The sentences of a file of PLOVER's, with their types."""
    rows = []
    for r in data.read_jsonl(path):
        events = r.get("events") or [{"type": r["type"], "source_span": [], "target_span": []}]
        rows.append({"id": r["id"], "text": r["text"], "type": events[0]["type"], "event": events[0]})
    return rows


def sentences_of(docs, rng, count):
    """Some sentences of documents, of six to sixty words."""
    all_ = [(d, a, b) for d in docs for a, b in d.sentences if 6 <= b - a <= 60]
    rng.shuffle(all_)
    out = []
    for d, a, b in all_[:count]:
        text = d.text[d.tokens[a][0]:d.tokens[b - 1][1]]
        out.append({"id": f"{d.id}:{a}", "text": re.sub(r"\s+", " ", text), "type": None})
    return out


# ---------------------------------------------------------------- vectors

class Reader:
    """Reads texts with a network: for each text, the vectors of its words after some layers and their parts of speech."""

    def __init__(self, name):
        self.net, self.kept = train.load(name)
        self.net.eval()
        self.pieces = data.Pieces(base.tokenizer_json())

    def read(self, texts, cache, layers, batch=16):
        """[{words, spans, upos, vectors {layer: [words, d]}}], in the order of the texts."""
        segments = data.segment(texts, cache)
        docs = [data.encode(data.Document(t["id"], t["text"], [tuple(x) for x in s["tokens"]], [tuple(x) for x in s["sentences"]],
                                          [tuple(x) for x in s["paragraphs"]], s["quotes"]), self.pieces) for t, s in zip(texts, segments)]
        items = [(i, a, b) for i, d in enumerate(docs) for a, b in windows(d, 384)]
        items.sort(key=lambda x: x[2] - x[1])
        out = [{"words": [d.text[a:b] for a, b in d.tokens], "spans": d.tokens, "upos": [None] * len(d.tokens), "sentences": d.sentences,
                "vectors": {k: torch.zeros(len(d.tokens), self.net.config["d"]) for k in layers}} for d in docs]
        for at in range(0, len(items), batch):
            some = items[at:at + batch]
            x, _ = tensors([(docs[i], a, b) for i, a, b in some], self.pieces)
            with torch.no_grad():
                states, scores = hidden(self.net, x)
            upos = self.net.part(scores, "upos").argmax(-1)
            for r, (i, a, b) in enumerate(some):
                out[i]["upos"][a:b] = [data.UPOS[k] for k in upos[r, :b - a]]
                for k in layers:
                    out[i]["vectors"][k][a:b] = states[k][r, :b - a]
        return out


def hidden(net, x):
    """The vectors of each word after each layer (0: before the first), and the scores of the heads."""
    *inputs, mask, first = x
    kept = []
    handles = [layer.register_forward_hook(lambda _m, _i, o: kept.append(o)) for layer in net.layers]
    handles.append(net.norm.register_forward_hook(lambda _m, _i, o: kept.append(o)))
    last = net.encode(*inputs, mask)
    for h in handles:
        h.remove()
    lengths = mask.sum(1)
    at = (lengths.cumsum(0) - lengths)[:, None] + first
    return [k[at] for k in kept], net.head(last[at])


def candidates(read, layer, first=0, last=None):
    """The vectors of a sentence's words that may trigger an event, and their places."""
    last = len(read["words"]) if last is None else last
    at = [i for i in range(first, last) if read["upos"][i] in CANDIDATES] or list(range(first, last))
    return read["vectors"][layer][at], at


def views(reader, rows, cache, layers, seed=1):
    """{view: {row: read}}: each row by itself, with other countries, with its parties swapped, and among other sentences."""
    rng = random.Random(seed)
    texts = [{"id": f"alone {i}", "text": r["text"]} for i, r in enumerate(rows)]
    for i, r in enumerate(rows):
        if NAME.search(r["text"]):
            texts.append({"id": f"renamed {i}", "text": renamed(r["text"], rng)})
        other = r.get("event") and swapped(r["text"], r["event"])
        if other:
            texts.append({"id": f"swapped {i}", "text": other})
    order = list(range(len(rows)))
    rng.shuffle(order)
    places = []
    for k in range(0, len(order), 6):
        text = ""
        for i in order[k:k + 6]:
            text += rng.choice(("\n\n", " ")) if text else ""
            places.append((len(texts), i, len(text), len(text) + len(rows[i]["text"])))
            text += rows[i]["text"]
        texts.append({"id": f"among {k}", "text": text})
    reads = reader.read(texts, cache, layers)
    out = {v: {} for v in VIEWS}
    for t, read in zip(texts, reads):
        view, i = t["id"].split()
        if view != "among":
            out[view][int(i)] = read
    for t, i, a, b in places:
        read = reads[t]
        inside = [k for k, (s, e) in enumerate(read["spans"]) if a <= s and e <= b]
        if inside:
            k, l = inside[0], inside[-1] + 1
            out["among"][i] = {"words": read["words"][k:l], "spans": read["spans"][k:l], "upos": read["upos"][k:l],
                               "vectors": {n: v[k:l] for n, v in read["vectors"].items()}}
    return out


def directions(seen, layer, count):
    """The projection that takes out of a vector where it moves to when countries change their names."""
    moves = []
    for i, other in seen["renamed"].items():
        one = seen["alone"][i]
        if len(one["words"]) == len(other["words"]):
            at = [k for k, (a, b) in enumerate(zip(one["words"], other["words"])) if a == b and one["upos"][k] in CANDIDATES]
            moves.append(other["vectors"][layer][at] - one["vectors"][layer][at])
    moves = torch.cat(moves)
    _, _, v = torch.linalg.svd(moves, full_matrices=False)
    v = v[:count]
    return torch.eye(moves.shape[1]) - v.T @ v


# ---------------------------------------------------------------- the head

class EventHead(nn.Module):
    """A word's vector to its weight as a trigger (first) and its scores for each type."""

    def __init__(self, d, types, projection=None, width=HIDDEN):
        super().__init__()
        self.up = nn.Linear(d, width)
        self.out = nn.Linear(width, 1 + types)
        nn.init.zeros_(self.out.bias)
        if projection is not None:
            self.register_buffer("projection", projection)

    def words(self, x):
        x = F.dropout(x @ self.projection if hasattr(self, "projection") else x, 0.2, self.training)
        return self.out(F.dropout(F.relu(self.up(x)), 0.3, self.training))

    def forward(self, x, mask):
        """Log probabilities of a sentence's types; the last is that of no event."""
        s = self.words(x)
        weight = s[..., 0].masked_fill(~mask, -1e4)
        every = torch.cat([weight, torch.zeros(len(s), 1)], 1).log_softmax(1)
        types = (every[:, :-1, None] + s[..., 1:].log_softmax(-1)).logsumexp(1)
        return torch.cat([types, every[:, -1:]], 1)


def padded(vectors):
    x = torch.zeros(len(vectors), max(map(len, vectors)), vectors[0].shape[1])
    mask = torch.zeros(x.shape[:2], dtype=torch.bool)
    for i, v in enumerate(vectors):
        x[i, :len(v)], mask[i, :len(v)] = v, True
    return x, mask


def fit(examples, types, projection, seed=0, epochs=16, rate=2e-3):
    """`examples`: ([vectors of each view], type or -1). A sentence is read in its first view and in one of the others, and
    the two should say the same (a symmetric divergence), whatever it is."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    head = EventHead(projection.shape[0], types, projection)
    optimizer = torch.optim.AdamW(head.parameters(), rate, weight_decay=0.01)
    y = np.array([e[1] if e[1] >= 0 else types for e in examples])
    count = np.bincount(y[y < types], minlength=types)
    weight = torch.ones(types + 1)
    weight[:types] = torch.from_numpy((count.mean() / np.maximum(count, 1)) ** 0.5).float()
    weight[types] = 0.5  # there are as many negatives as there are sentences, and they are easier
    batches = range(0, len(examples), 32)
    steps, step = epochs * len(batches), 0
    head.train()
    for _ in range(epochs):
        order = list(range(len(examples)))
        rng.shuffle(order)
        for at in batches:
            chosen = order[at:at + 32]
            x, mask = padded([examples[i][0][0] for i in chosen] + [rng.choice(examples[i][0][1:] or examples[i][0]) for i in chosen])
            for g in optimizer.param_groups:
                g["lr"] = rate * min(1, step / 60) * 0.5 * (1 + np.cos(np.pi * step / steps))
            step += 1
            p = head(x, mask)
            t = torch.from_numpy(np.tile(y[chosen], 2))
            loss = (weight[t] * (-0.95 * p[torch.arange(len(t)), t] - 0.05 * p.mean(1))).mean()
            a, b = p.chunk(2)
            loss = loss + 0.5 * ((a.exp() - b.exp()) * (a - b)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return head.eval()


def fit_together(examples, types, projection, epochs=16):
    """The mean of some heads that differ in their seeds, as one wide head."""
    heads = [fit(examples, types, projection, seed, epochs) for seed in range(SEEDS)]
    one = EventHead(projection.shape[0], types, width=SEEDS * HIDDEN)
    with torch.no_grad():
        # From here on, the projection is a part of the first map.
        one.up.weight.copy_(torch.cat([h.up.weight @ projection.T for h in heads]))
        one.up.bias.copy_(torch.cat([h.up.bias for h in heads]))
        one.out.weight.copy_(torch.cat([h.out.weight / SEEDS for h in heads], 1))
        one.out.bias.copy_(sum(h.out.bias for h in heads) / SEEDS)
    return one.eval()


def probabilities(head, vectors):
    with torch.no_grad():
        return torch.cat([head(*padded(vectors[i:i + 64])).exp() for i in range(0, len(vectors), 64)]).numpy()


def examples_of(rows, seen, layer, types):
    return [([candidates(seen[v][i], layer)[0] for v in VIEWS if i in seen[v]], types.index(r["type"]) if r["type"] else -1)
            for i, r in enumerate(rows)]


def folds(y, count=5, seed=0):
    """A fold's number for each, every type spread evenly."""
    rng = random.Random(seed)
    out = np.zeros(len(y), int)
    for t in sorted(set(y)):
        of = [i for i in range(len(y)) if y[i] == t]
        rng.shuffle(of)
        for k, i in enumerate(of):
            out[i] = (k + t) % count
    return out


def f1s(y, p, types):
    """Micro F1 and macro F1 in per cent, and F1 by type; where nothing is found, nothing is counted as found."""
    by = {}
    for t in range(types):
        tp, found, gold = ((y == t) & (p == t)).sum(), (p == t).sum(), (y == t).sum()
        if gold:
            by[t] = 200 * tp / (found + gold)
    hit, found = (y == p).sum(), (p < types).sum()
    return 200 * hit / (found + len(y)), np.mean(list(by.values())), by


# ---------------------------------------------------------------- everything together

def corpus(name, layers):
    """Everything that is trained or measured on, read once and kept: rows and their views."""
    path = os.path.join(data.WORK, name + ".events-cache.pt")
    source = train.checkpoint(name)
    key = (tuple(layers), os.path.getmtime(source))
    if os.path.exists(path):
        kept = torch.load(path, weights_only=False)
        if kept["key"] == key:
            return kept
    rng = random.Random(1)
    reader = Reader(name)
    rows = labelled(os.path.join(data.SHARED, "data/plover_plv/train.jsonl"))
    eventless = sentences_of([d for d in data.gum("train") if d.id.split("_")[1] in EVENTLESS], rng, 500)
    news = sentences_of(data.polnear("train")[:-HELD_OUT], rng, 1500)
    rows = rows + eventless + news
    out = {"key": key, "rows": rows, "seen": views(reader, rows, "events-sentences", layers)}
    gold = labelled(os.path.join(data.SHARED, "data/plover_gsr/dev.jsonl"))
    out |= {"gold": gold, "gold_seen": views(reader, gold, "events-gold", layers)}
    torch.save(out, path + ".part")
    os.replace(path + ".part", path)
    return out


def labels(rows):
    return sorted({r["type"] for r in rows if r["type"]})


def negatives(corpus, layer, types, projection, examples):
    """Which sentences without a label count as examples of no event: all of GUM's, and of the news those that a first head,
    which knows only GUM's, finds the least of in: the lower third. The others may tell of events, and are left out."""
    rows = corpus["rows"]
    first = [e for e, r in zip(examples, rows) if r["type"] or r["id"].startswith("GUM")]
    head = fit(first, len(types), projection, epochs=8)
    news = [i for i, r in enumerate(rows) if not r["type"] and not r["id"].startswith("GUM")]
    none = probabilities(head, [examples[i][0][0] for i in news])[:, -1]
    chosen = {news[k] for k in np.argsort(-none)[:len(news) // 3]}
    return [i for i, r in enumerate(rows) if r["type"] or r["id"].startswith("GUM") or i in chosen]


def figures(name, layer, epochs=16):
    c = corpus(name, (layer,) if layer == LAYER else tuple(range(7)))
    types = labels(c["rows"])
    n = len(types)
    projection = directions(c["seen"], layer, DIRECTIONS)
    examples = examples_of(c["rows"], c["seen"], layer, types)
    keep = negatives(c, layer, types, projection, examples)
    y = np.array([examples[i][1] for i in keep])
    fold = folds(y)
    p = {v: np.full((len(keep), n + 1), np.nan) for v in VIEWS}
    for k in range(5):
        head = fit_together([examples[i] for i, f in zip(keep, fold) if f != k], n, projection, epochs)
        for v in VIEWS:
            of = [j for j in range(len(keep)) if fold[j] == k and keep[j] in c["seen"][v]]
            p[v][of] = probabilities(head, [candidates(c["seen"][v][keep[j]], layer)[0] for j in of])
    positive = y >= 0
    best = p["alone"][:, :n].argmax(1)
    micro, macro, by = f1s(y[positive], best[positive], n)
    print(f"layer {layer}, five folds, best type of each sentence: micro F1 {micro:.1f}, macro F1 {macro:.1f}")
    print("  " + ", ".join(f"{types[t]} {x:.0f}" for t, x in by.items()))
    cut = np.where(p["alone"][:, n] > 0.5, n, best)
    micro, macro, _ = f1s(y[positive], cut[positive], n)
    print(f"  with no event where that is likelier than not: micro F1 {micro:.1f}, macro F1 {macro:.1f}")
    print(f"  an event in {100 * (cut[positive] < n).mean():.1f} % of the sentences with one, "
          f"{100 * (cut[~positive] < n).mean():.1f} % of the negatives")
    for v in VIEWS[1:]:
        of = positive & ~np.isnan(p[v][:, 0])
        same = best[of] == p[v][of, :n].argmax(1)
        print(f"  {v}: the same best type in {100 * same.mean():.1f} % of {of.sum()}, probability of it off by "
              f"{np.abs(p[v][of, best[of]] - p['alone'][of, best[of]]).mean():.3f} on average")
    head = fit_together([examples[i] for i in keep], n, projection, epochs)
    gold_p = probabilities(head, [candidates(c["gold_seen"]["alone"][i], layer)[0] for i in range(len(c["gold"]))])
    folded = ["YIELD" if r["type"] in ("CONCEDE", "RETREAT") else r["type"] for r in c["gold"]]
    g = np.array([types.index(t) for t in folded])
    gold_best = gold_p[:, :n].argmax(1)
    micro, macro, by = f1s(g, gold_best, n)
    print(f"gold records, best type of each: micro F1 {micro:.1f}, macro F1 {macro:.1f}; an event found in "
          f"{100 * (gold_p[:, n] < 0.5).mean():.1f} %")
    print("  " + ", ".join(f"{types[t]} {x:.0f}" for t, x in by.items()))
    same = [i for i in c["gold_seen"]["renamed"]]
    other = probabilities(head, [candidates(c["gold_seen"]["renamed"][i], layer)[0] for i in same])[:, :n].argmax(1)
    print(f"  renamed: the same best type in {100 * (other == gold_best[same]).mean():.1f} % of {len(same)}", flush=True)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("name")
    p.add_argument("--figures", action="store_true", help="cross-validation and gold records; nothing is kept")
    p.add_argument("--layers", action="store_true", help="the figures for each layer; nothing is kept")
    args = p.parse_args()
    torch.set_num_threads(1)
    if args.layers:
        for layer in range(7):
            figures(args.name, layer, epochs=6)
    elif args.figures:
        figures(args.name, LAYER)
    else:
        keep(args.name)


def load(name):
    """The head that was kept for a network, with its layer and the names of its types; None when there is none."""
    path = kept_path(name)
    if not os.path.exists(path):
        return None
    kept = torch.load(path, weights_only=False)
    if kept["network"] != train.steps(name):
        raise SystemExit(f"{path} is of another state of {name}; hint: python events.py {name}")
    width, d = kept["state"]["up.weight"].shape
    head = EventHead(d, len(kept["types"]), width=width)
    head.load_state_dict(kept["state"])
    head.layer, head.types = kept["layer"], kept["types"]
    return head.eval()


def kept_path(name):
    return os.path.join(data.WORK, name + ".events.pt")


def keep(name):
    c = corpus(name, (LAYER,))
    types = labels(c["rows"])
    projection = directions(c["seen"], LAYER, DIRECTIONS)
    examples = examples_of(c["rows"], c["seen"], LAYER, types)
    chosen = negatives(c, LAYER, types, projection, examples)
    head = fit_together([examples[i] for i in chosen], len(types), projection)
    path = kept_path(name)
    torch.save({"layer": LAYER, "types": types, "state": head.state_dict(), "network": train.steps(name)}, path)
    print(f"{path}: {len(types)} types from {sum(examples[i][1] >= 0 for i in chosen)} sentences and "
          f"{sum(examples[i][1] < 0 for i in chosen)} without an event")


if __name__ == "__main__":
    main()
