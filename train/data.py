"""Corpora as training examples: PolNeAR's attributions and GUM's trees, mentions and coreference.

Both arrive as raw text. PolNeAR is cut into tokens by the program's own segmenter (the example
`segments` of crates/extract), so that the model is trained on exactly what it will be given; GUM keeps
its gold tokens and sentences, and takes only the quotation structure from the segmenter. Everything is
kept in code points of the raw text.

GUM's non-commercial genres are left out of what is trained on (see ../NOTICE and models/README.md).
"""
import gzip
import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import dataclass, field

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
SHARED = os.environ.get("ONRECORD_SHARED", os.path.join(os.path.dirname(ROOT), "shared"))
WORK = os.environ.get("ONRECORD_WORK", os.path.join(HERE, "work"))

NON_COMMERCIAL = {"essay", "fiction", "letter", "podcast", "whow"}
MAX_PIECES = 16  # of one token; the rest is dropped

ATTRIBUTION = ["O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content"]
UPOS = ["ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ",
        "SYM", "VERB", "X"]
MENTION = ["none", "abstract", "animal", "event", "object", "organization", "person", "place", "plant", "substance", "time"]


@dataclass
class Document:
    id: str
    text: str
    tokens: list          # [(start, end)] in code points
    sentences: list       # [(first token, last token exclusive)]
    paragraphs: list      # [(first sentence, last sentence exclusive)]
    quotes: list          # as the segmenter writes them
    headline_tokens: int = 0
    attributions: list = field(default_factory=list)
    rows: list = None     # GUM: [(form, lemma, upos, xpos, head token or -1, deprel)]
    mentions: list = None  # GUM: [(first token, last token exclusive, type, cluster)]


# ---------------------------------------------------------------- raw text and segments

def read_jsonl(path):
    op = gzip.open if path.endswith(".gz") else open
    with op(path, "rt", encoding="utf8") as f:
        return [json.loads(line) for line in f if line.strip()]


def segment(articles, cache):
    """Runs the program's segmenter over [{"id", "text"}], once; the answer is kept in WORK."""
    path = os.path.join(WORK, cache + ".segments.jsonl")
    if not os.path.exists(path):
        os.makedirs(WORK, exist_ok=True)
        payload = "".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in articles).encode()
        out = subprocess.run(["cargo", "run", "-q", "--release", "-p", "onrecord-extract", "--example", "segments"],
                             cwd=ROOT, input=payload, stdout=subprocess.PIPE, check=True).stdout
        with open(path + ".part", "wb") as f:
            f.write(out)
        os.rename(path + ".part", path)
    segments = read_jsonl(path)
    if [s["id"] for s in segments] != [a["id"] for a in articles]:
        sys.exit(f"{path} is not about these articles; delete it and start again")
    return segments


def polnear(split):
    articles = read_jsonl(os.path.join(SHARED, "data/polnear", split + ".jsonl.gz"))
    docs = []
    for a, s in zip(articles, segment(articles, "polnear-" + split)):
        docs.append(Document(a["id"], a["text"], [tuple(t) for t in s["tokens"]], [tuple(x) for x in s["sentences"]],
                             [tuple(x) for x in s["paragraphs"]], s["quotes"], attributions=a["attributions"]))
    return docs


def parse_entities(rows):
    """GUM's Entity column (GRP-etype-infstat-salience-centering-minspan-link-identity) as mentions."""
    open_, out = {}, []
    for i, misc in enumerate(rows):
        value = next((x[7:] for x in misc.split("|") if x.startswith("Entity=")), None)
        if not value:
            continue
        at = 0
        while at < len(value):
            if value[at] == "(":
                end = at + 1
                while end < len(value) and value[end] not in "()":
                    end += 1
                parts = value[at + 1:end].split("-")
                group, etype = parts[0], parts[1]
                if end < len(value) and value[end] == ")":
                    out.append((i, i + 1, etype, group))
                    end += 1
                else:
                    open_.setdefault(group, []).append((i, etype))
                at = end
            else:
                end = value.find(")", at)
                group = value[at:end]
                if open_.get(group):
                    start, etype = open_[group].pop()
                    out.append((start, i + 1, etype, group))
                at = end + 1
    return out


def read_conllu(path):
    """Documents with raw text rebuilt as the scorer does: paragraphs by blank lines, sentences by a space."""
    op = gzip.open if path.endswith(".gz") else open
    docs = []
    with op(path, "rt", encoding="utf8") as f:
        blocks = f.read().split("\n\n")
    for block in blocks:
        lines = block.strip("\n").split("\n")
        text = next((x[9:] for x in lines if x.startswith("# text = ")), None)
        if text is None:
            continue
        new = next((x.split("=", 1)[1].strip() for x in lines if x.startswith("# newdoc")), None)
        if new or not docs:
            docs.append({"id": new, "text": "", "tokens": [], "sentences": [], "paragraphs": [], "rows": [], "misc": []})
        doc = docs[-1]
        par = any(x == "# newpar" or x.startswith("# newpar ") for x in lines)
        doc["text"] += "" if not doc["text"] else ("\n\n" if par else " ")
        base, first = len(doc["text"]), len(doc["tokens"])
        doc["text"] += text
        at, mwt, heads = 0, None, []
        for line in lines:
            c = line.split("\t")
            if len(c) != 10 or "." in c[0]:
                continue
            if "-" in c[0]:
                a, e = map(int, c[0].split("-"))
                i = text.find(c[1], at)
                mwt, run = (a, e, i, i + len(c[1])), i
                continue
            n = int(c[0])
            if mwt and mwt[0] <= n <= mwt[1]:
                if text.startswith(c[1], run) and run + len(c[1]) <= mwt[3]:
                    i, j = run, run + len(c[1])
                    run = j
                else:
                    i, j = mwt[2], mwt[3]
                if n == mwt[1]:
                    at, mwt = mwt[3], None
            else:
                i = text.find(c[1], at)
                j = at = i + len(c[1])
            doc["tokens"].append((base + i, base + j))
            head = first + int(c[6]) - 1 if c[6] != "0" else -1
            doc["rows"].append((c[1], c[2], c[3], c[4], head, c[7]))
            doc["misc"].append(c[9])
        if par or not doc["paragraphs"]:
            doc["paragraphs"].append([len(doc["sentences"]), len(doc["sentences"])])
        doc["sentences"].append((first, len(doc["tokens"])))
        doc["paragraphs"][-1][1] = len(doc["sentences"])
    return docs


def gum(split, shipped=True):
    raw = read_conllu(os.path.join(SHARED, "data/gum", split + ".conllu.gz"))
    docs = []
    for d, s in zip(raw, segment(raw, "gum-" + split)):
        if shipped and split == "train" and d["id"].split("_")[1] in NON_COMMERCIAL:
            continue
        docs.append(Document(d["id"], d["text"], d["tokens"], d["sentences"], [tuple(p) for p in d["paragraphs"]], s["quotes"],
                             rows=d["rows"], mentions=parse_entities(d["misc"])))
    return docs


# ---------------------------------------------------------------- features and pieces

def shape(word):
    """The shape of a token; the same numbers as crates/encoder/src/features.rs."""
    if any(c.isalpha() for c in word):
        letters = [c for c in word if c.isalpha()]
        if any(c.isnumeric() for c in word):
            return 7
        if len(letters) == 1 and letters[0].isupper():
            return 4
        if all(c.islower() or not (c.isupper() or c.islower()) for c in letters):
            return 1
        if all(c.isupper() for c in letters):
            return 3
        if letters[0].isupper() and all(not c.isupper() for c in letters[1:]):
            return 2
        return 5
    if any(c.isnumeric() for c in word):
        return 6
    c = word[0]
    if c in "\"'`“”‘’«»„‟‹›‚‛":
        return 10
    if c in ".!?…":
        return 11
    if c in ",;:":
        return 12
    if c in "-–—‒―‑−":
        return 13
    if c in "()[]{}":
        return 14
    return 15


class Pieces:
    """Word pieces of a token, by the base model's own vocabulary (uncased, accents stripped)."""

    def __init__(self, tokenizer_json):
        from tokenizers import Tokenizer
        self.tokenizer = Tokenizer.from_str(tokenizer_json)
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.cache = {}
        self.unk = self.tokenizer.token_to_id("[UNK]")
        self.cls = self.tokenizer.token_to_id("[CLS]")
        self.sep = self.tokenizer.token_to_id("[SEP]")
        self.mask = self.tokenizer.token_to_id("[MASK]")

    def __call__(self, word):
        ids = self.cache.get(word)
        if ids is None:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES] or [self.unk]
            self.cache[word] = ids
        return ids


def encode(doc, pieces):
    """Adds doc.pieces (list of ids per token) and doc.features ([tokens, 4]: shape, quotation, sentence, paragraph)."""
    n = len(doc.tokens)
    feats = np.zeros((n, 4), np.int64)
    marks = {}
    depth = np.zeros(len(doc.text) + 1, np.int8)
    for q in doc.quotes:
        for s, _ in q["opening"]:
            marks[s] = 8
        if q["closing"]:
            marks[q["closing"][0]] = 9
        for k, (s, e) in enumerate(q["content"]):
            lo = q["opening"][k][0] if k < len(q["opening"]) else s
            hi = q["closing"][1] if q["closing"] and k + 1 == len(q["content"]) else e
            depth[lo:hi] += 1
    doc.pieces = []
    for i, (s, e) in enumerate(doc.tokens):
        word = doc.text[s:e]
        doc.pieces.append(pieces(word))
        feats[i, 0] = marks[s] if s in marks else shape(word)
        feats[i, 1] = min(depth[s], 2)
    for a, b in doc.sentences:
        if a < b:
            feats[a, 2] = 1
    for a, b in doc.paragraphs:
        if a < b:
            feats[doc.sentences[a][0], 3] = 1
    doc.features = feats
    return doc


# ---------------------------------------------------------------- labels

def label_polnear(doc):
    """Adds doc.attribution (a label a token) and doc.links [(content token, cue token or -1, source token or -1)]."""
    starts = np.array([s for s, _ in doc.tokens])
    ends = np.array([e for _, e in doc.tokens])
    label = np.zeros(len(doc.tokens), np.int64)

    def cover(spans):
        out = []
        for s, e in spans:
            i, j = np.searchsorted(ends, s, "right"), np.searchsorted(starts, e, "left")
            if i < j:
                out.append((int(i), int(j)))
        return out

    found = []
    for a in doc.attributions:
        parts = {k: cover(a[k]) for k in ("content", "cue", "source")}
        found.append(parts)
        for name, base in (("content", 5), ("cue", 3), ("source", 1)):
            for i, j in parts[name]:
                label[i:j] = base + 1
                label[i] = base
    links = []
    for parts in found:
        cue = parts["cue"][0][0] if parts["cue"] else -1
        source = parts["source"][0][0] if parts["source"] else -1
        for i, _ in parts["content"]:
            links.append((i, cue, source))
    doc.attribution, doc.links = label, links
    return doc


def head_of(doc, first, last):
    """The syntactic head of a span: its first token whose head lies outside."""
    for i in range(first, last):
        h = doc.rows[i][4]
        if h < first or h >= last:
            if doc.rows[i][2] != "PUNCT":
                return i
    return first


def label_gum(doc, xpos, deprel):
    n = len(doc.tokens)
    doc.upos = np.array([UPOS.index(r[2]) if r[2] in UPOS else -100 for r in doc.rows])
    doc.xpos = np.array([xpos.get(r[3], -100) for r in doc.rows])
    doc.head = np.array([r[4] if r[4] >= 0 else i for i, r in enumerate(doc.rows)])
    doc.deprel = np.array([deprel.get(r[5], -100) for r in doc.rows])
    doc.mention = np.zeros(n, np.int64)
    size, cluster = {}, {}
    for a, b, etype, group in doc.mentions:
        h = head_of(doc, a, b)
        if h not in size or b - a < size[h][0]:
            size[h] = (b - a, etype)
        # A coreference group belongs to the largest mention of a head: "[[Iran] 's minister]" have different heads.
        if h not in cluster or b - a > cluster[h][0]:
            cluster[h] = (b - a, group, a, b)
    for h, (_, etype) in size.items():
        doc.mention[h] = MENTION.index(etype) if etype in MENTION else 1
    doc.cluster = {h: (g, a, b) for h, (_, g, a, b) in cluster.items()}
    return doc


def label_sets(docs):
    xpos = sorted({r[3] for d in docs for r in d.rows})
    deprel = sorted({r[5] for d in docs for r in d.rows})
    return xpos, deprel


def fold(word):
    """Case and accents aside: how the coreference features compare words."""
    return "".join(c for c in unicodedata.normalize("NFKD", word.lower()) if not unicodedata.combining(c))
