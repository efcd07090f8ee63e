"""Writes the network as an ONNX graph, for comparing the program with other runtimes; the program itself does not need it.

    python export_onnx.py NAME          work/NAME.fp32.onnx and work/NAME.int8.onnx

The graph is written node by node, with plain attention and plain additions. Linear maps are quantised per output channel
to signed 8 bits with the activations quantised as the graph runs; word embeddings per row.
"""
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

import data
import train
from export import INPUTS


class Graph:
    """Nodes and constants of a graph under construction."""

    def __init__(self, int8):
        self.nodes, self.constants, self.names, self.int8 = [], [], set(INPUTS), int8

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


def main():
    net, _ = train.load(sys.argv[1])
    net.eval()
    for int8, kind in ((False, "fp32"), (True, "int8")):
        onnx.save(graph(net, int8), os.path.join(data.WORK, f"{sys.argv[1]}.{kind}.onnx"))


if __name__ == "__main__":
    main()
