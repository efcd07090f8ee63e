"""Writes what a network says of some documents, for looking at decoders without the program: DIR/ID.safetensors with
`scores`, and DIR/documents.jsonl with the gold.

    python dump.py NAME DIR [ARTICLES]
"""
import json
import os
import sys

import torch
from safetensors.numpy import save_file

import base
import data
import evaluate
import export
import train


def main():
    name, to = sys.argv[1:3]
    articles = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    os.makedirs(to, exist_ok=True)
    net, kept = train.load(name)
    net.eval()
    torch.set_num_threads(2)
    pieces = data.Pieces(base.tokenizer_json())
    docs = [data.label_polnear(data.encode(d, pieces)) for d in data.polnear("dev")[:articles]]
    trees = data.gum("dev")
    for d in trees:
        train.prepare_gum(data.encode(d, pieces), kept["labels"]["xpos"], kept["labels"]["deprel"])
    export.heads_file(net, os.path.join(to, "heads.safetensors"))
    with open(os.path.join(to, "manifest.json"), "w") as f:
        json.dump(export.manifest(net, kept, [data.label_polnear(d) for d in data.polnear("train")]), f)
    with open(os.path.join(to, "documents.jsonl"), "w") as f:
        for d in docs + trees:
            save_file({"scores": evaluate.scores_of(net, d, pieces).numpy()}, os.path.join(to, d.id + ".safetensors"))
            row = {"id": d.id, "text": d.text, "tokens": d.tokens, "sentences": d.sentences, "paragraphs": d.paragraphs, "quotes": d.quotes}
            if d.rows:
                row |= {"rows": [{"form": r[0], "lemma": r[1], "upos": r[2], "xpos": r[3], "head": r[4], "deprel": r[5]} for r in d.rows],
                        "mentions": d.mentions}
            else:
                row |= {"attribution": d.attribution.tolist(), "links": d.links, "attributions": d.attributions}
            f.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
