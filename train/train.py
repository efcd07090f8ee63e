"""Trains the network. Two single-threaded processes share the weights and the moments of AdamW and update them without
locks (Niu et al. 2011, "Hogwild!"), which on a shared machine beats one process with two threads. The learning rate
follows the clock, not the step, so that a run takes the time it is given however busy the machine is.

    python train.py --name deep --layers 0,1,2,3,4,5 --minutes 70
    python train.py --name shallow --from deep --keep 0,2,4 --teacher deep --minutes 30

Checkpoints are kept in work/NAME.pt every five minutes; the same command goes on from the last one.
"""
import argparse
import json
import math
import os
import random
import time

import numpy as np
import torch
import torch.multiprocessing as mp

import base
import coref
import data
import evaluate
import losses
from batches import tensors, windows
from model import Network

BETA1, BETA2, EPS, DECAY = 0.9, 0.98, 1e-6, 0.01

# Small tables that start from nothing learn faster than weights that were trained before.
FASTER = {"pair.": 10.0, "pair_out.": 10.0, "rel.": 3.0, "head.": 2.0, "shape.": 3.0, "piece.": 3.0, "quotation.": 3.0, "sentence.": 3.0,
          "paragraph.": 3.0}


def load_training(pieces):
    docs = [data.label_polnear(data.encode(d, pieces)) for d in data.polnear("train")]
    trees = data.gum("train")
    xpos, deprel = data.label_sets(trees)
    for d in trees:
        data.encode(d, pieces)
        prepare_gum(d, xpos, deprel)
    return docs, trees, xpos, deprel


def prepare_gum(d, xpos, deprel):
    data.label_gum(d, {x: i for i, x in enumerate(xpos)}, {x: i for i, x in enumerate(deprel)})
    d.sentence_of = np.zeros(len(d.tokens), np.int64)
    for i, (a, b) in enumerate(d.sentences):
        d.sentence_of[a:b] = i
    d.gold = coref.gold_mentions(d)
    d.pairs = {k: torch.from_numpy(v) for k, v in coref.features(d.gold).items()}
    groups = np.array([int(m["group"]) for m in d.gold])
    d.antecedents = torch.from_numpy(groups[:, None] == groups[None, :])


def step_loss(net, docs, trees, rng, args, pieces, teacher=None):
    """One step's loss: some windows of PolNeAR and one document of GUM."""
    items = []
    while len(items) < args.windows:
        d = rng.choice(docs)
        cut = windows(d, args.pieces, rng.randrange(len(d.sentences)))
        items.extend((d, a, b) for a, b in cut[:2])
    items = items[:args.windows]
    d = rng.choice(trees)
    # A random first cut, so that a document's windows differ from time to time.
    at = rng.randrange(min(8, len(d.sentences)))
    cut = ([(0, d.sentences[at - 1][1])] if at else []) + windows(d, args.pieces, at)
    cut = [c for c in cut if c[0] < c[1] and sum(len(p) for p in d.pieces[c[0]:c[1]]) <= args.pieces - 2]
    of_trees = [(d, a, b) for a, b in cut]
    x, words = tensors(items + of_trees, pieces)
    scores = net(hide_words(x, words, args.hidden, pieces), *x[1:])
    first, second = scores[:len(items)].float(), scores[len(items):].float()
    parts = losses.attribution(net, first, items) | losses.syntax(net, second, of_trees)
    if len(cut) and cut[0][0] == 0 and sum(b - a for a, b in cut) == len(d.tokens) and len(d.gold) <= 600:
        rows = torch.cat([second[i, :b - a] for i, (a, b) in enumerate(cut)])
        rows = rows[torch.tensor([m["head"] for m in d.gold], dtype=torch.long)]
        parts["coref"] = losses.coreference(net, rows, d)
    loss = args.gold * sum(losses.WEIGHTS[k] * v for k, v in parts.items())
    if teacher is not None:
        loss = loss + teach(net, teacher, scores, x, words, items + of_trees)
    return loss, {k: float(v.detach()) for k, v in parts.items()}, int(x[6].sum())


def hide_words(x, words, share, pieces):
    """The pieces of a window with a share of its words hidden, so that no word is leant on too much."""
    if not share:
        return x[0]
    chosen = (torch.rand(words.shape) < share) & words
    word = (x[2] == 0).cumsum(1) - 1
    hidden = chosen.gather(1, word.clamp(0, words.shape[1] - 1)) & (x[2] < 2)
    return x[0].masked_fill(hidden, pieces.mask)


def teach(net, teacher, scores, x, words, items):
    """The teacher's soft labels (Hinton et al. 2015) for every head that chooses, and its vectors for those that compare."""
    with torch.no_grad():
        target = teacher(*x).float()
    s, t = scores[words].float(), target[words]
    out = 0.0
    for name in ("attribution", "upos", "xpos", "mention"):
        out = out + torch.nn.functional.kl_div(net.part(s, name).log_softmax(-1), net.part(t, name).softmax(-1), reduction="batchmean")
    for name in ("rel_dep", "rel_head", "content_cue", "cue", "content_source", "source", "coref_anaphor", "coref_antecedent"):
        a, b = net.part(s, name), net.part(t, name)
        out = out + 0.5 * ((a - b) ** 2).mean() / b.var().clamp(min=1e-3)
    for row, (doc, a, b) in enumerate(items):
        sentence = doc.sentence_of[a:b] if hasattr(doc, "sentence_of") else sentence_of(doc)[a:b]
        same = torch.as_tensor(sentence)[:, None] == torch.as_tensor(sentence)[None, :]
        p = net.arcs(scores[row, :b - a].float()).masked_fill(~same, losses.FAR).log_softmax(-1)
        q = net.arcs(target[row, :b - a]).masked_fill(~same, losses.FAR).softmax(-1)
        out = out + torch.nn.functional.kl_div(p, q, reduction="batchmean") / len(items)
    return out


def sentence_of(doc):
    doc.sentence_of = np.zeros(len(doc.tokens), np.int64)
    for i, (a, b) in enumerate(doc.sentences):
        doc.sentence_of[a:b] = i
    return doc.sentence_of


def rate(elapsed, args):
    """Warm up for two per cent of the time, then a half cosine to nothing."""
    x = elapsed / (60 * args.minutes)
    if x < 0.02:
        return args.rate * max(x, 0.001) / 0.02
    return args.rate * 0.5 * (1 + math.cos(math.pi * min((x - 0.02) / 0.98, 1.0)))


def worker(rank, net, moments, shared, docs, trees, teacher, args, pieces):
    torch.set_num_threads(1)
    rng = random.Random(args.seed * 1000 + rank + 7919 * int(shared[1]))
    torch.manual_seed(args.seed * 1000 + rank)
    net.train()
    named = [(n, p) for n, p in net.named_parameters() if p.requires_grad]
    params = [p for _, p in named]
    pace = [next((x for prefix, x in FASTER.items() if n.startswith(prefix)), 1.0) for n, _ in named]
    begin, started, seen, sums, n = time.time(), float(shared[0]), 0, {}, 0
    saved = logged = begin
    while True:
        elapsed = started + time.time() - begin
        if elapsed >= 60 * args.minutes:
            break
        lr = rate(elapsed, args)
        with torch.autocast("cpu", torch.bfloat16, enabled=not args.fp32):
            loss, parts, pieces_seen = step_loss(net, docs, trees, rng, args, pieces, teacher)
        loss.backward()
        with torch.no_grad():
            grads = [p.grad for p in params]
            norm = torch.stack([g.norm() for g in grads]).norm()
            scale = min(1.0, 1.0 / (float(norm) + 1e-6))
            if math.isfinite(float(norm)):
                m, v = moments
                torch._foreach_mul_(grads, scale)
                torch._foreach_mul_(m, BETA1)
                torch._foreach_add_(m, grads, alpha=1 - BETA1)
                torch._foreach_mul_(v, BETA2)
                torch._foreach_addcmul_(v, grads, grads, 1 - BETA2)
                shared[1] += 1
                steps = float(shared[1])
                root = torch._foreach_sqrt(v)
                torch._foreach_div_(root, math.sqrt(1 - BETA2 ** steps))
                torch._foreach_add_(root, EPS)
                torch._foreach_mul_(params, 1 - lr * DECAY)
                torch._foreach_addcdiv_(params, m, root, [-lr * x / (1 - BETA1 ** steps) for x in pace])
            for p in params:
                p.grad = None
        shared[2] += pieces_seen
        seen, n = seen + pieces_seen, n + 1
        for k, x in parts.items():
            sums[k] = sums.get(k, 0.0) + x
        now = time.time()
        if rank == 0 and now - logged > 60:
            log(args, minutes=round(elapsed / 60, 1), steps=int(shared[1]), rate=round(lr, 7), pieces=int(shared[2]),
                pieces_per_s=round(seen / (now - logged)), norm=round(float(norm), 2), **{k: round(x / n, 4) for k, x in sums.items()})
            logged, seen, sums, n = now, 0, {}, 0
        if rank == 0 and now - saved > 300:
            save(args, net, moments, shared, started + now - begin)
            saved = now
    if rank == 0:
        save(args, net, moments, shared, 60 * args.minutes)


def log(args, **what):
    line = json.dumps(what)
    print(line, flush=True)
    with open(os.path.join(data.WORK, args.name + ".log.jsonl"), "a") as f:
        f.write(line + "\n")


def save(args, net, moments, shared, elapsed):
    path = checkpoint(args.name)
    torch.save({"config": net.config, "labels": args.labels, "state": net.state_dict(), "moments": moments, "elapsed": elapsed,
                "steps": int(shared[1]), "pieces": int(shared[2]), "args": {k: v for k, v in vars(args).items() if k != "labels"}},
               path + ".part")
    os.replace(path + ".part", path)


def checkpoint(name):
    return os.path.join(data.WORK, name + ".pt")


def load(name):
    """A trained network and its labels."""
    kept = torch.load(checkpoint(name), weights_only=False)
    c = kept["config"]
    net = Network(c["sizes"], c["layers"], c["d"], c["ff"], c["heads"], c["vocab"])
    net.load_state_dict(kept["state"])
    return net, kept


def steps(name):
    """How far a network was trained: what was made for it must have been made for this."""
    return torch.load(checkpoint(name), weights_only=False)["steps"]


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--name", required=True)
    p.add_argument("--layers", default="0,1,2,3,4,5", help="base layers to start from")
    p.add_argument("--from", dest="origin", help="a checkpoint to start from instead of the base weights")
    p.add_argument("--keep", help="with --from: which of its layers to keep")
    p.add_argument("--teacher", help="a checkpoint to learn from")
    p.add_argument("--gold", type=float, default=1.0, help="weight of the gold labels beside a teacher")
    p.add_argument("--minutes", type=float, default=60)
    p.add_argument("--rate", type=float, default=3e-4)
    p.add_argument("--windows", type=int, default=4, help="windows of PolNeAR in a step, beside one document of GUM")
    p.add_argument("--pieces", type=int, default=384, help="pieces in a window")
    p.add_argument("--hidden", type=float, default=0.05, help="share of the words that training hides")
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--fp32", action="store_true", help="for processors without bf16 arithmetic")
    args = p.parse_args()
    os.makedirs(data.WORK, exist_ok=True)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)

    pieces = data.Pieces(base.tokenizer_json())
    docs, trees, xpos, deprel = load_training(pieces)
    args.labels = {"attribution": data.ATTRIBUTION, "upos": data.UPOS, "xpos": xpos, "mention": data.MENTION, "deprel": deprel}
    sizes = {k: len(v) for k, v in args.labels.items()}
    kept = None
    if os.path.exists(checkpoint(args.name)):
        net, kept = load(args.name)
    elif args.origin:
        deep, _ = load(args.origin)
        keep = [int(i) for i in (args.keep or args.layers).split(",")]
        net = Network(sizes, len(keep))
        state = {k: v for k, v in deep.state_dict().items() if not k.startswith("layers.")}
        for to, i in enumerate(keep):
            state |= {k.replace(f"layers.{i}.", f"layers.{to}."): v for k, v in deep.state_dict().items() if k.startswith(f"layers.{i}.")}
        net.load_state_dict(state)
    else:
        keep = [int(i) for i in args.layers.split(",")]
        net = Network(sizes, len(keep))
        net.load_base(base.weights(), keep)
    net.share_memory()
    params = [p for p in net.parameters() if p.requires_grad]
    moments = kept["moments"] if kept else tuple([torch.zeros_like(p) for p in params] for _ in range(2))
    for m in moments:
        for t in m:
            t.share_memory_()
    shared = torch.tensor([kept["elapsed"], kept["steps"], kept["pieces"]] if kept else [0.0, 0, 0], dtype=torch.float64).share_memory_()
    teacher = None
    if args.teacher:
        teacher, _ = load(args.teacher)
        teacher.eval().requires_grad_(False).share_memory()
    print(f"{len(docs)} articles, {len(trees)} documents with trees, {sum(p.numel() for p in params):,} weights to train", flush=True)
    mp.set_start_method("fork")
    others = [mp.Process(target=worker, args=(r, net, moments, shared, docs, trees, teacher, args, pieces)) for r in range(args.processes)]
    for o in others:
        o.start()
    for o in others:
        o.join()
    if any(o.exitcode for o in others):
        raise SystemExit("a worker died; its message is above; the same command goes on from the last checkpoint")
    evaluate.report(args.name)


if __name__ == "__main__":
    main()
