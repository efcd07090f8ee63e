"""Times a program, or spaCy, over articles on one core; `cargo xtask score` runs it.

    speed.py run CORES ARTICLES.jsonl CMD...    the whole run of a program that reads standard input
    speed.py spacy ARTICLES.jsonl               the whole pipeline, without the time to load it

Prints one JSON object: words, seconds by the clock, seconds of the processor, most memory in MiB. What counts is the
processor's seconds, which other work on the machine hardly changes; on an idle machine they are the clock's.
"""
import json
import os
import resource
import subprocess
import sys
import time


def words(path):
    with open(path, encoding="utf8") as f:
        texts = [json.loads(line)["text"] for line in f if line.strip()]
    return texts, sum(len(t.split()) for t in texts)


def one_core():
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(cores, path, cmd):
    _, n = words(path)
    begin = time.time()
    with open(path, "rb") as f:
        subprocess.run(cmd, stdin=f, stdout=subprocess.DEVNULL, check=True, preexec_fn=one_core if cores == 1 else None)
    clock = time.time() - begin
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"words": n, "clock": clock, "processor": used.ru_utime + used.ru_stime, "memory": used.ru_maxrss / 1024}


def spacy_model():
    import importlib
    import pkgutil
    names = [m.name for m in pkgutil.iter_modules() if m.name.startswith("en_core_web_sm")]
    if not names:
        raise SystemExit("spaCy has no en_core_web_sm")
    return importlib.import_module(min(names, key=len)).load()


def spacy_run(path):
    one_core()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
        os.environ[name] = "1"
    import spacy
    nlp = spacy_model()
    texts, n = words(path)
    list(nlp.pipe(texts[:3]))
    begin, used = time.time(), time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return {"words": n, "clock": time.time() - begin, "processor": time.process_time() - used,
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "version": f"spaCy {spacy.__version__}, {nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}: "
                       + ", ".join(nlp.pipe_names)}


if __name__ == "__main__":
    if sys.argv[1] == "run":
        out = run(int(sys.argv[2]), sys.argv[3], sys.argv[4:])
    else:
        out = spacy_run(sys.argv[2])
    print(json.dumps(out))
