"""What each corpus teaches."""
import torch
import torch.nn.functional as F

WEIGHTS = {"attribution": 1.0, "cue": 0.3, "source": 0.3, "upos": 0.3, "xpos": 0.3, "arc": 0.8, "rel": 0.5, "mention": 0.6, "coref": 1.0}
FAR = -1e4


def attribution(net, scores, items):
    """Of windows of PolNeAR: labels of words, and for each content the cue and the source it belongs to."""
    label, cues, sources = [], [], []
    for row, (doc, a, b) in enumerate(items):
        label.append(F.cross_entropy(net.part(scores[row, :b - a], "attribution"), torch.as_tensor(doc.attribution[a:b]), reduction="sum"))
        links = [(c - a, q - a if a <= q < b else -1, s - a if a <= s < b else -1) for c, q, s in doc.links if a <= c < b]
        if not links:
            continue
        content = torch.tensor([x[0] for x in links])
        for k, (name, start, out) in enumerate((("cue", 3, cues), ("source", 1, sources))):
            candidates = [i - a for i in range(a, b) if doc.attribution[i] == start]
            if not candidates:
                continue
            q = net.part(scores[row, content], "content_" + name)
            c = net.part(scores[row, torch.tensor(candidates)], name)
            none = net.part(scores[row, content], "link_none")[:, k:k + 1]
            where = {p: i + 1 for i, p in enumerate(candidates)}
            gold = torch.tensor([where.get(x[1 + k], 0) for x in links])
            out.append(F.cross_entropy(torch.cat([none, q @ c.T / q.shape[1] ** 0.5], 1), gold, reduction="sum") / len(links))
    words = sum(b - a for _, a, b in items)
    zero = scores.sum() * 0
    return {"attribution": sum(label) / words, "cue": sum(cues, zero) / max(len(cues), 1), "source": sum(sources, zero) / max(len(sources), 1)}


def syntax(net, scores, items):
    """Of windows of GUM: parts of speech, trees, heads of mentions."""
    out = {k: 0.0 for k in ("upos", "xpos", "arc", "rel", "mention")}
    words = sum(b - a for _, a, b in items)
    for row, (doc, a, b) in enumerate(items):
        s = scores[row, :b - a]
        for k in ("upos", "xpos", "mention"):
            out[k] = out[k] + F.cross_entropy(net.part(s, k), torch.as_tensor(getattr(doc, k)[a:b]), reduction="sum")
        sentence = torch.as_tensor(doc.sentence_of[a:b])
        head = torch.as_tensor(doc.head[a:b]) - a
        known = (head >= 0) & (head < b - a)
        arcs = net.arcs(s).float().masked_fill(sentence[:, None] != sentence[None, :], FAR)
        dep = torch.arange(b - a)[known]
        out["arc"] = out["arc"] + F.cross_entropy(arcs[dep], head[known], reduction="sum")
        out["rel"] = out["rel"] + F.cross_entropy(net.relations(s, dep, head[known]), torch.as_tensor(doc.deprel[a:b])[known], reduction="sum")
    return {k: v / words for k, v in out.items()}


def coreference(net, rows, doc):
    """Of one whole document of GUM: each mention's antecedents, or none, among the gold mentions before it."""
    s = net.pair_scores(rows, doc.pairs).float()
    n = s.shape[0]
    if n < 2:
        return s.sum() * 0
    before = torch.ones(n, n, dtype=torch.bool).tril(-1)
    gold = doc.antecedents & before
    none = net.part(rows, "coref_none").float()
    s = torch.cat([none, s.masked_fill(~before, FAR)], 1)
    gold = torch.cat([~gold.any(1, keepdim=True), gold], 1)
    best = s.masked_fill(~gold, FAR).logsumexp(1)
    return (s.logsumexp(1) - best).mean()
