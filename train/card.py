"""The model card and the figures beside the weights that `export.py` wrote: ../models/README.md for people and
../models/figures.json for `cargo xtask score`; and the run's log, kept in log/NAME.jsonl.

    python card.py NAME [--limit DOCUMENTS]

The dev figures are taken twice, of the weights as they were trained and of what 8 bits make of them: what the program
loses by its arithmetic is the difference. `--limit` is for trying the command out; its figures say so.
"""
import argparse
import json
import os
import shutil

import torch
from safetensors import safe_open

import data
import evaluate
import export
import train

DEFAULTS = {"layers": "0,1,2,3,4,5", "gold": 1.0, "minutes": 60, "rate": 3e-4, "windows": 4, "pieces": 384, "hidden": 0.05, "processes": 2,
            "seed": 1}

NAMES = {"source": "sources, overlap of half or more, F1", "cue": "cues, overlap of half or more, F1",
         "content": "contents, overlap of half or more, F1", "content_token": "contents, words, F1", "content_exact": "contents, exact, F1",
         "mention": "mention heads, F1", "typed": "mention heads with type, F1", "cue_link": "content to cue, of gold spans",
         "source_link": "content to source, of gold spans", "upos": "universal parts of speech", "xpos": "Penn parts of speech",
         "uas": "heads (UAS)", "las": "heads with relations (LAS)", "coref_gold_mentions_muc": "coreference of gold mentions, MUC",
         "coref_gold_mentions_b3": "coreference of gold mentions, B³", "coref_gold_mentions_ceaf_e": "coreference of gold mentions, CEAF-e",
         "coref_gold_mentions_conll": "coreference of gold mentions, CoNLL"}


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("name")
    p.add_argument("--limit", type=int, help="documents of each corpus")
    args = p.parse_args()
    with open(os.path.join(export.MODELS, "manifest.json")) as f:
        files = json.load(f)["files"]
    net, kept = train.load(args.name)
    same_weights(net, args.name)
    for name, digest in files.items():
        if export.sha256(os.path.join(export.MODELS, name)) != digest:
            raise SystemExit(f"{name} is not the file of the manifest; hint: python export.py {args.name}")
    net.deprel = kept["labels"]["deprel"]
    torch.set_num_threads(2)
    documents = evaluate.development(kept, args.limit)
    fp32 = evaluate.figures(net, *documents)
    print(json.dumps({"fp32": fp32}), flush=True)
    int8 = evaluate.figures(export.as_int8(net), *documents)
    print(json.dumps({"int8": int8}), flush=True)
    training = {"minutes": round(kept["elapsed"] / 60, 1), "steps": kept["steps"], "pieces": kept["pieces"], "args": kept["args"]}
    training["members"] = [train.load(name)[1]["args"] for name in kept["args"].get("averaged", [])]
    training["event_sentences"] = sum(1 for _ in open(os.path.join(data.SHARED, "data/plover_plv/train.jsonl"), encoding="utf8"))
    training["events"] = os.path.exists(os.path.join(data.WORK, args.name + ".events.pt"))
    figures = {"name": args.name, "training": training, "files": files, "fp32": fp32, "int8": int8}
    if args.limit:
        figures["limit"] = args.limit
    with open(os.path.join(export.MODELS, "figures.json"), "w") as f:
        json.dump(figures, f, indent=1)
        f.write("\n")
    with open(os.path.join(export.MODELS, "README.md"), "w", encoding="utf8") as f:
        f.write(card(figures, net, sum(p.numel() for p in net.parameters())))
    log = os.path.join(data.WORK, args.name + ".log.jsonl")
    if os.path.exists(log) and not args.limit:
        shutil.copyfile(log, os.path.join(data.HERE, "log", args.name + ".jsonl"))
    worst = max(fp32, key=lambda k: fp32[k] - int8[k])
    print(f"8 bits lose at most {fp32[worst] - int8[worst]:.1f} points ({worst})")


def same_weights(net, name):
    """That the checkpoint, which a running training renews, is still the one that was exported."""
    with safe_open(os.path.join(export.MODELS, "encoder.safetensors"), "pt") as f:
        same = torch.equal(f.get_tensor("head.b"), net.head.bias.detach().float())
    if not same:
        raise SystemExit(f"the exported weights are not those of {name}.pt; hint: python export.py {name}")


def command(name, args):
    """How the run was started, as far as it differs from what is usual."""
    line = f"python train.py --name {name}"
    for key, value in args.items():
        flag = {"origin": "from"}.get(key, key)
        if key in ("name", "labels", "averaged") or value in (None, False) or DEFAULTS.get(key) == value:
            continue
        line += f" --{flag}" + ("" if value is True else f" {value:g}" if isinstance(value, float) else f" {value}")
    return line


def card(figures, net, weights):
    t, c = figures["training"], net.config
    a = t["args"]
    rows = "\n".join(f"| {NAMES.get(k, k.replace('_', ' '))} | {v} | {figures['int8'][k]} |" for k, v in figures["fp32"].items())
    files = "\n".join(f"| `{n}` | {os.path.getsize(os.path.join(export.MODELS, n)):,} | `{d.removeprefix('sha256:')}` |"
                      for n, d in figures["files"].items())
    limit = f" On the first {figures['limit']} documents of each only: a trial." if "limit" in figures else ""
    teacher = f" It was taught by the network `{a['teacher']}` beside the gold labels." if a.get("teacher") else ""
    origin = f" It started from layers {a['keep'] or a['layers']} of the network `{a['origin']}`." if a.get("origin") else ""
    runs = t.get("members") or [a]
    steps = [command(one["name"], one) for one in runs]
    if t.get("members"):
        origin = f" Its weights are the average of those of {len(runs)} runs, each trained on from the one before: {', '.join(x['name'] for x in runs)}."
        steps.append(f"python average.py {figures['name']} " + " ".join(one["name"] for one in runs))
    if t.get("events"):
        steps.append(f"python events.py {figures['name']}")
    steps = "\n".join("$ " + step for step in steps)
    sentences = t.get("event_sentences", 0)
    plover = "" if not t.get("events") else (
        f"| {sentences:,} news sentences with a PLOVER type (Hu et al., ACL 2024), and their likes with other countries | which words tell of an "
        "event, on frozen vectors; rules find the events today, and do not ask it yet | published without a licence file; the sentences are not part of this repository |\n")
    return f"""# The language model inside Onrecord

Written by `train/card.py`; figures and hashes are those of the files beside it.

One encoder reads the words of an article once and scores each of them for everything that the program asks of language:
who is the source, what is the cue and what the content of an attribution, and which of them belong together; parts of
speech and dependency trees; the heads of mentions, their type, and which of them speak of the same thing. It is a
network of MiniLM size: {c['layers']} layers of {c['d']}, {weights / 1e6:.1f} million weights, in 8 bits. The program carries it inside and runs
it itself; nothing is fetched.

## What it was made from

| what | used for | licence |
|---|---|---|
| all-MiniLM-L6-v2 (a MiniLM-L6-H384-uncased) | first weights, word pieces | Apache-2.0 |
| PolNeAR, train: US political news of 2015 and 2016 from seven publishers, with attributions | sources, cues, contents, their links | a research corpus; the texts are their publishers' and are not part of this repository |
| GUM v11, train, without the genres {', '.join(sorted(data.NON_COMMERCIAL))} | trees, mentions, coreference | annotations CC BY 4.0 (Amir Zeldes and the students of Georgetown University, https://gucorpling.org/gum/); the genres that are left out have texts for non-commercial use only |
{plover}
The `dev` files of PolNeAR and GUM were only measured on; but the weights that turn evidence into confidence, where there
are any, are fitted on PolNeAR's (`train/calibrate.py`). No text of any is in the weights' files; a network can keep phrases
that it saw often, and this one was not examined for that.

## How it was trained

{t['minutes']:g} minutes, {t['steps']:,} steps, {t['pieces']:,} word pieces, seed {a['seed']}, on {a['processes']} processor cores{'' if a['fp32'] else ' with bf16 arithmetic'}.{origin}{teacher}
The settings: {', '.join(f'{k} {v:g}' if isinstance(v, float) else f'{k} {v}' for k, v in a.items() if k in ('rate', 'windows', 'pieces', 'hidden', 'gold'))}. The learning curve is `train/log/{figures['name']}.jsonl`.

To repeat it, with the data of `train/README.md`:

```console
$ pip install -r requirements.txt
{steps}
$ python export.py {figures['name']}
$ python card.py {figures['name']}
```

Two processes share the weights without locks, so a second run agrees in its figures and not in its bits.

## Figures

On the `dev` files, with gold tokens and sentences, in percent: of the weights as trained (32 bits) and of the same
weights and activations in 8 bits.{limit} The figures of the whole program, from raw text, are in `SCORES.md`.

| figure | 32 bits | 8 bits |
|---|---|---|
{rows}

## What it is for, and what not

For finding in English news who is reported to have said what, so that a person can check it at the words that the
record points to. It is not for judging whether something said is true; not for judging people by what they are
reported to have said without reading the article; not for finding out who an unnamed source is; and not for deciding
anything about anybody by itself.

## Limits

- English only, and news prose in the main. The attributions it learned from are US politics of two years; other
  subjects, other countries' news English, transcripts and fiction are read less well.
- The corpus marks the outermost attribution; what is said within what is said is found by other means.
- It sees windows of {a['pieces']} word pieces: what ties words together from further apart is coreference and rules.
- It is uncased, and learns names' shapes beside. Texts all in capitals or without punctuation are read badly.
- Nobody balanced its data over sexes and origins of names. Whether it finds speakers of some names less well than
  others was not measured.
- Scores are not probabilities; the program's confidence is weighed from them and from rules, where `calibration.json` is there.

## Files

| file | bytes | SHA-256 |
|---|---|---|
{files}

`manifest.json` has these hashes, and the program checks them. `parity.jsonl` holds sentences with the scores that the
program must compute again.
"""


if __name__ == "__main__":
    main()
