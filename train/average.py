"""Averages the weights of networks that were trained on from one another (Wortsman et al. 2022, "Model soups"; Izmailov et
al. 2018): as long as they lie in one basin, the average generalises a little better than each of them, at no cost.

    python average.py OUT NAME NAME...
"""
import sys

import torch

import train


def main():
    out, names = sys.argv[1], sys.argv[2:]
    kept = [torch.load(train.checkpoint(name), weights_only=False) for name in names]
    if any(k["config"] != kept[0]["config"] or k["labels"] != kept[0]["labels"] for k in kept):
        raise SystemExit("hint: only networks of one form can be averaged; these differ in their layers or their labels")
    last = max(kept, key=lambda k: k["pieces"])
    state = {k: sum(one["state"][k].double() for one in kept).div(len(kept)).to(v.dtype) for k, v in kept[0]["state"].items()}
    args = last["args"] | {"name": out, "averaged": names}
    total = {k: sum(one[k] for one in kept) for k in ("elapsed", "steps", "pieces")}
    torch.save(last | total | {"state": state, "args": args}, train.checkpoint(out))


if __name__ == "__main__":
    main()
