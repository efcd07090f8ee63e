"""Writes synonyms.tsv, derivations.tsv and antonyms.tsv of rules/wordings from the files of WordNet.

    python train/synonyms.py FOLDER      # with data.noun, index.sense, ...

Wordings of one statement use words of one sense. A word has many senses, and with all of them
everything would be a synonym of everything; so only the senses that make up a good part of a word's
tagged uses count, two at most, and only words that were met in the tagged texts at all.
"""

import collections
import pathlib
import re
import sys

CLASSES = {"1": "noun", "2": "verb", "3": "adjective", "5": "adjective"}
LEAST_SHARE = 0.3
HEAD = """\
# {about}
# Origin: WordNet 3.1, chosen by train/synonyms.py. Licence: WordNet (c) Princeton University; see NOTICE.
# Columns: {columns}
"""


def senses(folder):
    """(word, class) -> its offsets with how often each was tagged, most frequent first."""
    found = collections.defaultdict(list)
    for line in (folder / "index.sense").read_text().splitlines():
        key, offset, _, count = line.split()
        word, rest = key.split("%")
        kind = CLASSES.get(rest[0])
        if kind and re.fullmatch("[a-z]{3,}", word):
            found[word, kind].append((int(count), offset))
    for uses in found.values():
        uses.sort(reverse=True)
    return found


def chosen(uses):
    total = sum(count for count, _ in uses)
    if not total:
        return []
    return [offset for count, offset in uses[:2] if count / total >= LEAST_SHARE]


def related(folder, kept, wanted):
    """Pairs of words that a pointer leads from and to, in chosen senses."""
    words, pointers = {}, []
    letters = {"n": "noun", "v": "verb", "a": "adjective", "s": "adjective"}
    for name in ("noun", "verb", "adj"):
        for line in (folder / f"data.{name}").read_text().splitlines():
            if line.startswith(" "):
                continue
            parts = line.split(" | ")[0].split()
            kind = letters[parts[2]]
            count = int(parts[3], 16)
            here = [parts[4 + 2 * at].lower() for at in range(count)]
            words[kind, parts[0]] = here
            at = 4 + 2 * count
            for number in range(int(parts[at])):
                symbol, offset, letter, places = parts[at + 1 + 4 * number : at + 5 + 4 * number]
                if symbol == wanted and places != "0000" and letter in letters:
                    pointers.append((kind, parts[0], places[:2], letters[letter], offset, places[2:]))
    for kind, offset, source, other, other_offset, target in pointers:
        a = words[kind, offset][int(source, 16) - 1]
        b = words[other, other_offset][int(target, 16) - 1]
        if offset in kept.get((a, kind), ()) and other_offset in kept.get((b, other), ()):
            if a != b:
                yield kind, a, other, b


def main():
    folder = pathlib.Path(sys.argv[1])
    rules = pathlib.Path(__file__).parent.parent / "rules" / "wordings"
    kept = {word: chosen(uses) for word, uses in senses(folder).items()}
    sets = collections.defaultdict(set)
    for (word, kind), offsets in kept.items():
        for offset in offsets:
            sets[kind, offset].add(word)
    rows = {f"{kind}\t{' '.join(sorted(words))}" for (kind, _), words in sets.items() if len(words) > 1}
    about = "Words of one sense: each row is one sense, with the words that mostly have it."
    write(rules / "synonyms.tsv", about, "class, the words with spaces between.", rows)
    pairs = list(related(folder, kept, "+"))
    rows = {"\t".join(sorted((a, b))) for kind, a, other, b in pairs if kind != other and a[:3] == b[:3]}
    about = "Words derived from one another, such as a verb and the noun of doing it."
    write(rules / "derivations.tsv", about, "word, word.", rows)
    rows = {"\t".join(sorted((a, b))) for _, a, _, b in related(folder, kept, "!")}
    about = "Words that mean the opposite of one another."
    write(rules / "antonyms.tsv", about, "word, word.", rows)


def write(path, about, columns, rows):
    path.write_text(HEAD.format(about=about, columns=columns) + "".join(f"{row}\n" for row in sorted(rows)))


if __name__ == "__main__":
    main()
