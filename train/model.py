"""The network: a MiniLM encoder with added features and one wide linear map from each word to all heads.

A word's vector is that of its first piece. The linear map's columns are the heads' scores (attribution, parts of speech,
mention heads) and the vectors that heads compare between words (arcs, relations, attribution links, coreference): a
pair's score is a dot product, so that pairs of any distance can be compared after the network has run, in any window.

Arcs are biaffine in the sense of Dozat and Manning (2017, "Deep Biaffine Attention for Neural Dependency Parsing"), with
a word's arc to itself standing for the root. Coreference ranks antecedents (Lee et al. 2017) by mention heads alone, as in
Dobrovolskii (2021, "Word-Level Coreference Resolution").
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

ARC, REL, LINK, COREF, PAIR = 128, 128, 64, 96, 16

SHAPES, PIECES, QUOTATION, SENTENCE, PARAGRAPH = 16, 3, 3, 2, 3

# What the coreference head knows of a pair beside its two vectors; see `coref.py`.
PAIR_SIZES = {"pronouns": 144, "mentions": 10, "sentences": 8, "match": 5, "types": 3, "nested": 2}


def columns(sizes):
    """Names of the columns of the heads' matrix, in order: {name: (first, last exclusive)}."""
    parts = [("attribution", sizes["attribution"]), ("upos", sizes["upos"]), ("xpos", sizes["xpos"]), ("mention", sizes["mention"]),
             ("arc_dep", ARC), ("arc_head", ARC), ("arc_bias", 1), ("rel_dep", REL), ("rel_head", REL),
             ("content_cue", LINK), ("cue", LINK), ("content_source", LINK), ("source", LINK), ("link_none", 2),
             ("coref_anaphor", COREF), ("coref_antecedent", COREF), ("coref_none", 1)]
    out, at = {}, 0
    for name, n in parts:
        out[name] = (at, at + n)
        at += n
    return out


class Layer(nn.Module):
    def __init__(self, d, ff, heads, dropout):
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.qkv = nn.Linear(d, 3 * d)
        self.out = nn.Linear(d, d)
        self.norm1 = nn.LayerNorm(d, eps=1e-12)
        self.up = nn.Linear(d, ff)
        self.down = nn.Linear(ff, d)
        self.norm2 = nn.LayerNorm(d, eps=1e-12)

    def forward(self, x, lengths):
        """`x` has the pieces of all windows one after the other, `lengths` how many each window has."""
        n, d = x.shape
        # Written out: on processors, the fused attention is slower than its parts, and the export wants the parts.
        seen = []
        for part in self.qkv(x).split(lengths):
            q, k, v = part.view(len(part), 3, self.heads, d // self.heads).permute(1, 2, 0, 3)
            a = (q * (d // self.heads) ** -0.5) @ k.transpose(-1, -2)
            seen.append((a.softmax(-1).to(v.dtype) @ v).transpose(0, 1).reshape(len(part), d))
        a = self.out(torch.cat(seen))
        x = self.norm1(x + F.dropout(a, self.dropout, self.training))
        f = self.down(F.gelu(self.up(x)))
        return self.norm2(x + F.dropout(f, self.dropout, self.training))


class Network(nn.Module):
    def __init__(self, sizes, layers=6, d=384, ff=1536, heads=12, vocab=30522, dropout=0.1):
        super().__init__()
        self.sizes, self.columns, self.dropout = sizes, columns(sizes), dropout
        self.config = {"layers": layers, "d": d, "ff": ff, "heads": heads, "vocab": vocab, "sizes": sizes}
        self.words = nn.Embedding(vocab, d)
        self.words.weight.requires_grad_(False)
        self.positions = nn.Embedding(512, d)
        self.shape = nn.Embedding(SHAPES, d)
        self.piece = nn.Embedding(PIECES, d)
        self.quotation = nn.Embedding(QUOTATION, d)
        self.sentence = nn.Embedding(SENTENCE, d)
        self.paragraph = nn.Embedding(PARAGRAPH, d)
        for e in (self.shape, self.piece, self.quotation, self.sentence, self.paragraph):
            nn.init.normal_(e.weight, std=0.01)
        self.norm = nn.LayerNorm(d, eps=1e-12)
        self.layers = nn.ModuleList(Layer(d, ff, heads, dropout) for _ in range(layers))
        self.head = nn.Linear(d, max(b for _, b in self.columns.values()))
        nn.init.normal_(self.head.weight, std=0.02)
        # What is computed outside the exported graph, from the columns of two words.
        self.rel = nn.Linear(REL, sizes["deprel"])
        self.pair = nn.ModuleDict({k: nn.Embedding(n, PAIR) for k, n in PAIR_SIZES.items()})
        for e in self.pair.values():
            nn.init.normal_(e.weight, std=0.1)
        self.pair_out = nn.Linear(PAIR, 1)

    def load_base(self, state, keep):
        """Takes the base weights; `keep` names the base layer that each of ours starts from."""
        self.words.weight.data.copy_(state["embeddings.word_embeddings.weight"])
        self.positions.weight.data.copy_(state["embeddings.position_embeddings.weight"]
                                         + state["embeddings.token_type_embeddings.weight"][0])
        self.norm.weight.data.copy_(state["embeddings.LayerNorm.weight"])
        self.norm.bias.data.copy_(state["embeddings.LayerNorm.bias"])
        for layer, i in zip(self.layers, keep):
            p = f"encoder.layer.{i}."
            for w in ("weight", "bias"):
                qkv = torch.cat([state[p + f"attention.self.{n}.{w}"] for n in ("query", "key", "value")])
                getattr(layer.qkv, w).data.copy_(qkv)
                getattr(layer.out, w).data.copy_(state[p + "attention.output.dense." + w])
                getattr(layer.norm1, w).data.copy_(state[p + "attention.output.LayerNorm." + w])
                getattr(layer.up, w).data.copy_(state[p + "intermediate.dense." + w])
                getattr(layer.down, w).data.copy_(state[p + "output.dense." + w])
                getattr(layer.norm2, w).data.copy_(state[p + "output.LayerNorm." + w])

    def encode(self, ids, shape, piece, quotation, sentence, paragraph, mask):
        """The vectors of all pieces, those of one window after those of the other: what fills windows up to one width
        costs nothing."""
        position = torch.arange(ids.shape[1]).expand_as(ids)
        ids, shape, piece, quotation, sentence, paragraph, position = (
            t[mask] for t in (ids, shape, piece, quotation, sentence, paragraph, position))
        x = (self.words(ids) + self.positions(position) + self.shape(shape) + self.piece(piece) + self.quotation(quotation)
             + self.sentence(sentence) + self.paragraph(paragraph))
        x = F.dropout(self.norm(x), self.dropout, self.training)
        lengths = mask.sum(1).tolist()
        for layer in self.layers:
            x = layer(x, lengths)
        return x

    def forward(self, ids, shape, piece, quotation, sentence, paragraph, mask, first):
        """Scores of each word: [windows, words, columns]. `mask` is true where there is a piece."""
        x = self.encode(ids, shape, piece, quotation, sentence, paragraph, mask)
        lengths = mask.sum(1)
        return self.head(x[(lengths.cumsum(0) - lengths)[:, None] + first])

    def part(self, scores, name):
        a, b = self.columns[name]
        return scores[..., a:b]

    def arcs(self, scores):
        """[…, dependent, head]: how well each word would do as the head of each; itself means the root."""
        dep, head = self.part(scores, "arc_dep"), self.part(scores, "arc_head")
        return dep @ head.transpose(-1, -2) / math.sqrt(ARC) + self.part(scores, "arc_bias").transpose(-1, -2)

    def relations(self, scores, dep, head):
        """Scores of the relation for pairs of words, given as rows of `scores`."""
        return self.rel(F.relu(self.part(scores[dep], "rel_dep") + self.part(scores[head], "rel_head")))

    def pair_scores(self, rows, features):
        """[mentions, mentions]: how well each column would do as the antecedent of each row."""
        q, k = self.part(rows, "coref_anaphor"), self.part(rows, "coref_antecedent")
        known = sum(self.pair[name](features[name]) for name in PAIR_SIZES)
        return q @ k.T / math.sqrt(COREF) + self.pair_out(F.relu(known)).squeeze(-1)
