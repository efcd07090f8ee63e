"""Writes ../models: the encoder in int8, the small heads, the vocabulary, the manifest, parity vectors.

    python export.py NAME

With work/NAME.events.pt, which `events.py` makes, the head of events is exported as well.

The weights of linear maps are rounded to signed 8 bits per output row, word embeddings per word; activations are rounded
to unsigned 8 bits per row as the program runs, which `int8_linear` imitates here, so that the parity vectors can be held
against what the program computes.
"""
import hashlib
import json
import os
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.numpy import save_file as save_arrays
from safetensors.torch import save_file

import base
import data
import events
import train
from batches import tensors

MODELS = os.environ.get("ONRECORD_MODELS", os.path.join(data.ROOT, "models"))
INPUTS = ("ids", "shape", "piece", "quotation", "sentence", "paragraph")


def rounded(w):
    """Symmetric int8 per row: (bytes, scale)."""
    s = w.abs().amax(1).clamp_min(1e-8) / 127
    return torch.round(w / s[:, None]).clamp(-127, 127).to(torch.int8).contiguous(), s.float().contiguous()


def encoder_file(net, events, path):
    out, entries = {}, {"heads": str(net.config["heads"])}

    def linear(name, layer):
        out[name + ".q"], out[name + ".s"] = rounded(layer.weight.detach().float())
        out[name + ".b"] = layer.bias.detach().float().contiguous()

    def norm(name, layer):
        out[name + ".weight"], out[name + ".bias"] = (x.detach().float().contiguous() for x in (layer.weight, layer.bias))

    out["words.q"], out["words.s"] = rounded(net.words.weight.detach().float())
    for name in ("positions",) + INPUTS[1:]:
        out[name] = getattr(net, name).weight.detach().float().contiguous()
    norm("norm", net.norm)
    for i, layer in enumerate(net.layers):
        for name in ("qkv", "out", "up", "down"):
            linear(f"layers.{i}.{name}", getattr(layer, name))
        norm(f"layers.{i}.norm1", layer.norm1)
        norm(f"layers.{i}.norm2", layer.norm2)
    linear("head", net.head)
    if events:
        linear("early", events.up)
        entries["early"] = str(events.layer)
    save_file(out, path, entries)


def as_int8(net, events=None):
    """Replaces the network's weights and activations by what the program's 8 bits make of them."""
    for layer in [m for m in net.modules() if isinstance(m, torch.nn.Linear)] + ([events.up] if events else []):
        if layer in (net.rel, net.pair_out):
            continue
        q, s = rounded(layer.weight.detach().float())
        layer.weight.data.copy_(q.float() * s[:, None])
        layer.forward = lambda x, layer=layer: F.linear(int8_rows(x), layer.weight, layer.bias)
    q, s = rounded(net.words.weight.detach().float())
    net.words.weight.data.copy_(q.float() * s[:, None])
    return net


def int8_rows(x):
    """What is left of activations after 8 bits a row."""
    low, high = x.amin(-1, keepdim=True).clamp(max=0), x.amax(-1, keepdim=True).clamp(min=0)
    step = (high - low).clamp_min(1e-30) / 255
    zero = torch.round(-low / step)
    return ((torch.round(x / step) + zero).clamp(0, 255) - zero) * step


def transitions(docs):
    """Log odds of each label after each label over its frequency, from the training data. Only a part of them, and only
    into and out of contents: a network that has seen the words around knows most of it already (measured)."""
    pairs, single = np.ones((7, 7)), np.ones(7)
    for d in docs:
        np.add.at(pairs, (d.attribution[:-1], d.attribution[1:]), 1)
        np.add.at(single, d.attribution, 1)
    p = pairs / pairs.sum(1, keepdims=True)
    odds = 0.3 * np.log(p / (single / single.sum()))
    odds[1:5, :5] = odds[:1, :5] = 0
    return odds


def heads_file(net, path, events=None):
    out = {"rel.weight": net.rel.weight, "rel.bias": net.rel.bias, "pair_out.weight": net.pair_out.weight, "pair_out.bias": net.pair_out.bias}
    out |= {"pair." + k: e.weight for k, e in net.pair.items()}
    if events:
        out |= {"event.weight": events.out.weight, "event.bias": events.out.bias}
    save_arrays({k: np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in out.items()}, path)


def manifest(net, kept, docs, events=None):
    columns, labels = net.columns, kept["labels"]
    if events:
        last = net.head.out_features
        columns, labels = columns | {"event": (last, last + events.up.out_features)}, labels | {"event": events.types}
    return {"columns": columns, "labels": labels, "layers": net.config["layers"], "pieces": kept["args"]["pieces"],
            "transitions": [[round(float(x), 4) for x in row] for row in transitions(docs)]}


def sha256(path):
    with open(path, "rb") as f:
        return "sha256:" + hashlib.sha256(f.read()).hexdigest()


PARITY = [
    "Ferreira said the new power line would be ready by 2027. \"It won't be late,\" she added.",
    "The harbour master, Jonas Eide, denied that the ferry had touched the quay in Bergen on Tuesday.",
]


def main():
    name = sys.argv[1]
    net, kept = train.load(name)
    net.eval()
    known = events.load(name)
    docs = [data.label_polnear(d) for d in data.polnear("train")]
    os.makedirs(MODELS, exist_ok=True)
    encoder_file(net, known, os.path.join(MODELS, "encoder.safetensors"))
    heads_file(net, os.path.join(MODELS, "heads.safetensors"), known)
    with open(os.path.join(MODELS, "vocab.txt"), "w") as f:
        f.write(base.vocabulary())
    m = manifest(net, kept, docs, known)
    m["files"] = {n: sha256(os.path.join(MODELS, n)) for n in ("encoder.safetensors", "heads.safetensors", "vocab.txt")}
    with open(os.path.join(MODELS, "manifest.json"), "w") as f:
        json.dump(m, f, indent=1)
        f.write("\n")
    parity(net, m["columns"], known)


def every_column(net, known, x):
    """The scores of each word of a window, those of the head of events last."""
    states, scores = events.hidden(net, x)
    return torch.cat([scores, known.up(states[known.layer])], -1)[0] if known else scores[0]


def parity(net, columns, known):
    """What the program must compute again: pieces, features and scores of some sentences, in fp32 and in int8."""
    pieces = data.Pieces(base.tokenizer_json())
    segments = data.segment([{"id": str(i), "text": t} for i, t in enumerate(PARITY)], "parity")
    docs = [data.encode(data.Document(s["id"], t, [tuple(x) for x in s["tokens"]], s["sentences"], s["paragraphs"], s["quotes"]), pieces)
            for t, s in zip(PARITY, segments)]
    inputs = [tensors([(d, 0, len(d.tokens))], pieces)[0] for d in docs]
    # Of the wide columns, the first few: the rest is made by the same map.
    columns = [c for a, b in columns.values() for c in range(a, min(b, a + (64 if b - a < 64 else 3)))]
    with torch.no_grad():
        fp32 = [every_column(net, known, x)[:, columns].numpy() for x in inputs]
        as_int8(net, known)
        int8 = [every_column(net, known, x)[:, columns].numpy() for x in inputs]
    with open(os.path.join(MODELS, "parity.jsonl"), "w") as f:
        for d, x, a, b in zip(docs, inputs, fp32, int8):
            row = {"text": d.text, "tokens": d.tokens} | {n: v[0].tolist() for n, v in zip(INPUTS, x)} | {"first": x[7][0].tolist()}
            row |= {"columns": columns, "fp32": np.round(a.astype(float), 3).tolist(), "int8": np.round(b.astype(float), 3).tolist()}
            f.write(json.dumps(row) + "\n")
            print(f"parity: int8 and fp32 differ by {np.abs(a - b).mean():.4f} on average; scores spread over {a.std():.3f}")


if __name__ == "__main__":
    main()
