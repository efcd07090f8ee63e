"""Writes ../models: the encoder as an int8 ONNX graph, the small heads, the vocabulary, the manifest, parity vectors.

    python export.py NAME

The graph is written node by node, with plain attention and plain additions, so that it holds nothing but what the program
runs. Linear maps are quantised per output channel to signed 8 bits with the activations quantised as the graph runs; word
embeddings per row.
"""
import hashlib
import json
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

import base
import data
import train
from batches import tensors, windows

MODELS = os.path.join(data.ROOT, "models")


class Graph:
    """Nodes and constants of a graph under construction."""

    def __init__(self, int8):
        self.nodes, self.constants, self.names, self.int8 = [], [], set(), int8

    def name(self, hint):
        n, k = hint, 1
        while n in self.names:
            n, k = f"{hint}_{k}", k + 1
        self.names.add(n)
        return n

    def const(self, hint, value):
        n = self.name(hint)
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), n))
        return n

    def op(self, kind, *inputs, outputs=1, **attributes):
        out = [self.name(kind.lower()) for _ in range(outputs)]
        self.nodes.append(helper.make_node(kind, list(inputs), out, **attributes))
        return out[0] if outputs == 1 else out

    def linear(self, hint, x, weight, bias):
        """x · weightᵀ + bias."""
        w = weight.detach().numpy().T.astype(np.float32)
        b = self.const(hint + ".bias", bias.detach().numpy())
        if not self.int8:
            return self.op("Add", self.op("MatMul", x, self.const(hint + ".weight", w)), b)
        scale = np.abs(w).max(0) / 127
        scale[scale == 0] = 1
        q = np.clip(np.rint(w / scale), -127, 127).astype(np.int8)
        a, a_scale, a_zero = self.op("DynamicQuantizeLinear", x, outputs=3)
        product = self.op("MatMulInteger", a, self.const(hint + ".weight", q), a_zero,
                          self.const(hint + ".zero", np.zeros(w.shape[1], np.int8)))
        product = self.op("Cast", product, to=TensorProto.FLOAT)
        product = self.op("Mul", product, self.op("Mul", a_scale, self.const(hint + ".scale", scale.astype(np.float32))))
        return self.op("Add", product, b)

    def norm(self, hint, x, layer):
        return self.op("LayerNormalization", x, self.const(hint + ".weight", layer.weight.detach().numpy()),
                       self.const(hint + ".bias", layer.bias.detach().numpy()), axis=-1, epsilon=1e-12)


INPUTS = ("ids", "shape", "piece", "quotation", "sentence", "paragraph")


def graph(net, int8):
    g = Graph(int8)
    d, heads = net.config["d"], net.config["heads"]
    ints = lambda *v: np.array(v, np.int64)
    words = net.words.weight.detach().numpy()
    if int8:
        scale = np.abs(words).max(1, keepdims=True) / 127
        scale[scale == 0] = 1
        table = g.const("words", np.clip(np.rint(words / scale), -127, 127).astype(np.int8))
        x = g.op("Cast", g.op("Gather", table, "ids"), to=TensorProto.FLOAT)
        x = g.op("Mul", x, g.op("Gather", g.const("words.scale", scale.astype(np.float32)), "ids"))
    else:
        x = g.op("Gather", g.const("words", words), "ids")
    for n in INPUTS[1:]:
        x = g.op("Add", x, g.op("Gather", g.const(n + "s", getattr(net, n).weight.detach().numpy()), n))
    t = g.op("Gather", g.op("Shape", "ids"), g.const("one", ints(1)))
    positions = g.op("Slice", g.const("positions", net.positions.weight.detach().numpy()), g.const("zero", ints(0)), t, g.const("axis", ints(0)))
    x = g.norm("norm", g.op("Add", x, positions), net.norm)
    bias = g.op("Mul", g.op("Sub", g.op("Cast", "mask", to=TensorProto.FLOAT), g.const("one_f", np.float32(1))), g.const("far", np.float32(1e4)))
    bias = g.op("Unsqueeze", bias, g.const("axes", ints(1, 2)))
    apart, together = g.const("apart", ints(0, 0, 3 * heads, d // heads)), g.const("together", ints(0, 0, d))
    for i, layer in enumerate(net.layers):
        p = f"layers.{i}"
        y = g.op("Transpose", g.op("Reshape", g.linear(p + ".qkv", x, layer.qkv.weight, layer.qkv.bias), apart), perm=[0, 2, 1, 3])
        q, k, v = g.op("Split", y, g.const("split", ints(heads, heads, heads)), outputs=3, axis=1)
        q = g.op("Mul", q, g.const("root", np.float32((d // heads) ** -0.5)))
        a = g.op("Softmax", g.op("Add", g.op("MatMul", q, g.op("Transpose", k, perm=[0, 1, 3, 2])), bias), axis=-1)
        a = g.op("Reshape", g.op("Transpose", g.op("MatMul", a, v), perm=[0, 2, 1, 3]), together)
        x = g.norm(p + ".norm1", g.op("Add", x, g.linear(p + ".out", a, layer.out.weight, layer.out.bias)), layer.norm1)
        f = g.op("Gelu", g.linear(p + ".up", x, layer.up.weight, layer.up.bias))
        x = g.norm(p + ".norm2", g.op("Add", x, g.linear(p + ".down", f, layer.down.weight, layer.down.bias)), layer.norm2)
    x = g.op("GatherND", x, g.op("Unsqueeze", "first", g.const("last", ints(-1))), batch_dims=1)
    y = g.linear("head", x, net.head.weight, net.head.bias)
    g.nodes.append(helper.make_node("Identity", [y], ["scores"]))
    size = ["windows", "pieces"]
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT32, size) for n in INPUTS + ("mask",)]
    inputs.append(helper.make_tensor_value_info("first", TensorProto.INT64, ["windows", "tokens"]))
    output = helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["windows", "tokens", net.head.out_features])
    made = helper.make_graph(g.nodes, "onrecord", inputs, [output], g.constants)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def transitions(docs):
    """Log odds of each label after each label over its frequency, from the training data."""
    pairs, single = np.ones((7, 7)), np.ones(7)
    for d in docs:
        np.add.at(pairs, (d.attribution[:-1], d.attribution[1:]), 1)
        np.add.at(single, d.attribution, 1)
    p = pairs / pairs.sum(1, keepdims=True)
    return np.log(p / (single / single.sum()))


def heads_file(net, path):
    from safetensors.numpy import save_file
    out = {"rel.weight": net.rel.weight, "rel.bias": net.rel.bias, "pair_out.weight": net.pair_out.weight, "pair_out.bias": net.pair_out.bias}
    out |= {"pair." + k: e.weight for k, e in net.pair.items()}
    save_file({k: np.ascontiguousarray(v.detach().numpy().astype(np.float32)) for k, v in out.items()}, path)


def manifest(net, kept, docs):
    return {"columns": net.columns, "labels": kept["labels"], "layers": net.config["layers"], "pieces": kept["args"]["pieces"],
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
    pieces = data.Pieces(base.tokenizer_json())
    docs = [data.label_polnear(d) for d in data.polnear("train")]
    os.makedirs(MODELS, exist_ok=True)
    onnx.save(graph(net, False), os.path.join(data.WORK, name + ".fp32.onnx"))
    onnx.save(graph(net, True), os.path.join(MODELS, "encoder.onnx"))
    heads_file(net, os.path.join(MODELS, "heads.safetensors"))
    with open(os.path.join(MODELS, "vocab.txt"), "w") as f:
        f.write(base.vocabulary())
    m = manifest(net, kept, docs)
    m["files"] = {n: sha256(os.path.join(MODELS, n)) for n in ("encoder.onnx", "heads.safetensors", "vocab.txt")}
    with open(os.path.join(MODELS, "manifest.json"), "w") as f:
        json.dump(m, f, indent=1)
        f.write("\n")
    parity(net, pieces)


def parity(net, pieces):
    """What the program must compute again: inputs and scores, from the fp32 network and from the int8 graph."""
    import onnxruntime
    session = onnxruntime.InferenceSession(os.path.join(MODELS, "encoder.onnx"), providers=["CPUExecutionProvider"])
    segments = data.segment([{"id": str(i), "text": t} for i, t in enumerate(PARITY)], "parity")
    with open(os.path.join(MODELS, "parity.jsonl"), "w") as f:
        for text, s in zip(PARITY, segments):
            doc = data.encode(data.Document(s["id"], text, [tuple(t) for t in s["tokens"]], s["sentences"], s["paragraphs"], s["quotes"]), pieces)
            x, _ = tensors([(doc, 0, len(doc.tokens))], pieces)
            with torch.no_grad():
                fp32 = net(*x)[0].numpy()
            feed = {n: v.numpy().astype(np.int32) for n, v in zip(INPUTS + ("mask",), x)} | {"first": x[7].numpy()}
            int8 = session.run(None, feed)[0][0]
            row = {"text": text, "tokens": doc.tokens} | {n: v[0].numpy().astype(int).tolist() for n, v in zip(INPUTS, x)}
            row |= {"first": x[7][0].tolist(), "fp32": np.round(fp32, 4).tolist(), "int8": np.round(int8, 4).tolist()}
            f.write(json.dumps(row) + "\n")
            print(f"parity: int8 and fp32 differ by {np.abs(int8 - fp32).mean():.4f} on average, scores spread {fp32.std():.3f}")


if __name__ == "__main__":
    main()
