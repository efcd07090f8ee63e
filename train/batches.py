"""From documents to padded windows."""
import numpy as np
import torch


def windows(doc, pieces, start=0):
    """Cuts a document from sentence `start` on into runs of whole sentences of at most `pieces` pieces (with [CLS] and
    [SEP]); a longer sentence is cut. Yields (first token, last token exclusive)."""
    room, out, first, used = pieces - 2, [], None, 0
    for a, b in doc.sentences[start:]:
        n = sum(len(p) for p in doc.pieces[a:b])
        if first is not None and used + n > room:
            out.append((first, last))
            first, used = None, 0
        if n > room:
            at = a
            while at < b:
                used, last = 0, at
                while last < b and used + len(doc.pieces[last]) <= room:
                    used += len(doc.pieces[last])
                    last += 1
                out.append((at, last))
                at = last
            first, used = None, 0
            continue
        if first is None:
            first = a
        last = b
        used += n
    if first is not None:
        out.append((first, last))
    return out


def tensors(items, pieces):
    """Pads [(document, first token, last token)] into the network's inputs; also returns the word mask [B, W]."""
    rows = []
    for doc, a, b in items:
        ids, first, own = [pieces.cls], [], [0]
        feats = [(0, 2, 0, 0, 0)]
        for t in range(a, b):
            first.append(len(ids))
            shape, quotation, sentence, paragraph = (int(x) for x in doc.features[t])
            for k, p in enumerate(doc.pieces[t]):
                ids.append(p)
                feats.append((shape, min(k, 1), quotation, sentence, paragraph))
        ids.append(pieces.sep)
        feats.append((0, 2, 0, 0, 0))
        rows.append((ids, np.array(feats), first))
    B, T, W = len(rows), max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
    ids, mask = torch.zeros(B, T, dtype=torch.long), torch.zeros(B, T, dtype=torch.bool)
    feats = torch.zeros(5, B, T, dtype=torch.long)
    feats[1] = 2
    first, words = torch.zeros(B, W, dtype=torch.long), torch.zeros(B, W, dtype=torch.bool)
    for i, (p, f, w) in enumerate(rows):
        ids[i, :len(p)] = torch.tensor(p)
        mask[i, :len(p)] = True
        feats[:, i, :len(p)] = torch.from_numpy(f.T.copy())
        first[i, :len(w)] = torch.tensor(w)
        words[i, :len(w)] = True
    return (ids, *feats, mask, first), words
