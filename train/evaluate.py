"""Figures on development data with gold tokens and sentences: how training is going. The figures that count are made by
`cargo xtask score` with the program itself, from raw text.

    python evaluate.py NAME
"""
import json
import os
import sys

import numpy as np
import torch

import base
import coref
import data
from batches import tensors, windows

FORBIDDEN = np.zeros((7, 7))
for i in range(7):
    for j in (2, 4, 6):
        if i not in (j, j - 1):
            FORBIDDEN[i, j] = -1e9


def viterbi(scores):
    """The best label sequence in which every I- follows a B- or I- of its own kind."""
    n = len(scores)
    best, back = scores[0].copy(), np.zeros((n, 7), np.int64)
    best[[2, 4, 6]] = -1e9
    for i in range(1, n):
        s = best[:, None] + FORBIDDEN
        back[i] = s.argmax(0)
        best = s.max(0) + scores[i]
    out = [int(best.argmax())]
    for i in range(n - 1, 0, -1):
        out.append(int(back[i, out[-1]]))
    return np.array(out[::-1])


def spans(label):
    """{kind: [(first, last exclusive)]} of a BIO sequence."""
    out = {1: [], 3: [], 5: []}
    at = None
    for i, x in enumerate(list(label) + [0]):
        if at is not None and (x == 0 or x % 2 == 1 or x != at[1] + 1):
            out[at[1]].append((at[0], i))
            at = None
        if x % 2 == 1:
            at = (i, x)
    return out


def jaccard(a, b):
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))


def matched(gold, found):
    """How many pairs overlap by half or more, one to one."""
    pairs = sorted(((jaccard(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found) if g[0] < f[1] and f[0] < g[1]), reverse=True)
    G, P = set(), set()
    for s, i, j in pairs:
        if s >= 0.5 and i not in G and j not in P:
            G.add(i), P.add(j)
    return len(G)


def f1(tp, found, gold):
    return 2 * tp / (found + gold) if found + gold else 0.0


def scores_of(net, doc, pieces, size=384, batch=8):
    """A row a word, from windows that overlap: a word's row comes from the window in which it lies deepest."""
    cuts, at = [], 0
    n = len(doc.sentences)
    while at < n:
        a, b = windows(doc, size, at)[0]
        cuts.append((a, b))
        last = next((i for i, s in enumerate(doc.sentences) if s[1] >= b), n - 1)
        if last >= n - 1:
            if b < len(doc.tokens):
                cuts.extend(windows(doc, size, at)[1:])
            break
        at = max(last - 2, at + 1)
    out = torch.zeros(len(doc.tokens), net.head.out_features)
    depth = np.full(len(doc.tokens), -1)
    with torch.no_grad():
        for i in range(0, len(cuts), batch):
            items = [(doc, a, b) for a, b in cuts[i:i + batch]]
            x, _ = tensors(items, pieces)
            s = net(*x).float()
            for r, (_, a, b) in enumerate(items):
                t = np.arange(a, b)
                d = np.minimum(np.where(a == 0, 1 << 20, t - a), np.where(b == len(doc.tokens), 1 << 20, b - 1 - t))
                deeper = d > depth[a:b]
                out[a:b][torch.from_numpy(deeper)] = s[r, :b - a][torch.from_numpy(deeper)]
                depth[a:b][deeper] = d[deeper]
    return out


def figures(net, docs, trees, pieces):
    net.eval()
    c = {k: np.zeros(3) for k in ("source", "cue", "content", "content_token", "content_exact", "mention", "typed")}
    right = {k: np.zeros(2) for k in ("cue_link", "source_link", "upos", "xpos", "uas", "las")}
    for d in docs:
        s = scores_of(net, d, pieces)
        label = viterbi(net.part(s, "attribution").numpy())
        gold, found = spans(d.attribution), spans(label)
        for k, name in ((1, "source"), (3, "cue"), (5, "content")):
            c[name] += matched(gold[k], found[k]), len(found[k]), len(gold[k])
        c["content_exact"] += len(set(gold[5]) & set(found[5])), len(found[5]), len(gold[5])
        g, p = d.attribution >= 5, label >= 5
        c["content_token"] += (g & p).sum(), p.sum(), g.sum()
        for name, start, k in (("cue", 3, 1), ("source", 1, 2)):
            heads = np.flatnonzero(d.attribution == start)
            links = [x for x in d.links if x[k] >= 0]
            if len(heads) and links:
                q = net.part(s[torch.tensor([x[0] for x in links])], "content_" + name)
                m = (q @ net.part(s[torch.from_numpy(heads)], name).T).numpy()
                for x, row in zip(links, m):
                    near = np.abs(heads - x[0]) < 300
                    right[name + "_link"] += heads[np.where(near, row, -1e9).argmax()] == x[k], 1
    score = coref.Score()
    for d in trees:
        s = scores_of(net, d, pieces)
        n = len(d.tokens)
        for k in ("upos", "xpos"):
            right[k] += (net.part(s, k).argmax(-1).numpy() == getattr(d, k)).sum(), n
        for a, b in d.sentences:
            arcs = net.arcs(s[a:b])
            head = arcs.argmax(-1)
            rel = net.relations(s[a:b], torch.arange(b - a), head).argmax(-1).numpy()
            ok = head.numpy() + a == d.head[a:b]
            main = np.array([x.split(":")[0] for x in net.deprel])
            same = main[rel] == main[d.deprel[a:b]]
            right["uas"] += ok.sum(), b - a
            right["las"] += (ok & same).sum(), b - a
        m = net.part(s, "mention").argmax(-1).numpy()
        c["mention"] += ((m > 0) & (d.mention > 0)).sum(), (m > 0).sum(), (d.mention > 0).sum()
        c["typed"] += ((m > 0) & (d.mention == m)).sum(), (m > 0).sum(), (d.mention > 0).sum()
        score.add(clusters([x["group"] for x in d.gold]), clusters(resolve(net, s, d)))
    out = {k: round(100 * f1(*v), 1) for k, v in c.items()}
    out |= {k: round(100 * v[0] / max(v[1], 1), 1) for k, v in right.items()}
    out |= {"coref_gold_mentions_" + k: round(100 * v, 1) for k, v in score.f1().items()}
    return out


def resolve(net, s, d):
    """Each gold mention's group: that of its best antecedent, or its own."""
    rows = s[torch.tensor([m["head"] for m in d.gold], dtype=torch.long)]
    with torch.no_grad():
        p = net.pair_scores(rows, d.pairs)
        none = net.part(rows, "coref_none")
    group = []
    for i in range(len(rows)):
        best = int(p[i, :i].argmax()) if i else -1
        group.append(group[best] if i and float(p[i, best]) > float(none[i, 0]) else i)
    return group


def clusters(groups):
    out = {}
    for i, g in enumerate(groups):
        out.setdefault(g, []).append(i)
    return [c for c in out.values() if len(c) > 1]


def development(kept, limit=None):
    """The documents that figures are taken on, and the word pieces to read them with."""
    import train
    pieces = data.Pieces(base.tokenizer_json())
    docs = [data.label_polnear(data.encode(d, pieces)) for d in data.polnear("dev")[:limit]]
    trees = data.gum("dev")[:limit]
    for d in trees:
        train.prepare_gum(data.encode(d, pieces), kept["labels"]["xpos"], kept["labels"]["deprel"])
    return docs, trees, pieces


def report(name, limit=None):
    import train
    net, kept = train.load(name)
    net.deprel = kept["labels"]["deprel"]
    torch.set_num_threads(2)
    out = {"minutes": round(kept["elapsed"] / 60, 1), "steps": kept["steps"], "pieces": kept["pieces"]}
    out |= figures(net, *development(kept, limit))
    line = json.dumps({"dev": out})
    print(line, flush=True)
    with open(os.path.join(data.WORK, name + ".log.jsonl"), "a") as f:
        f.write(line + "\n")


if __name__ == "__main__":
    report(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else None)
