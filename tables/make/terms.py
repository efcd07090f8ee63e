"""Makes offices.tsv, people.tsv and terms.tsv of the tables of office-holders.

    python3 tables/make/terms.py ../shared/data/facts

The tables of that folder: officeholders.csv (from Wikidata, CC0), updates_2022_2025.csv (compiled by
hand; wins where the two differ) and suspect_open_ended.csv (rows of the first whose empty end is
probably wrong). Nothing of this is needed to build: the results are in the repository.

What is decided here, and nowhere else:
- titles are mapped to offices (Federal Chancellor is the office Prime Minister, with its title kept);
- a row of the first table that the second contradicts is dropped or ends where the second begins;
- terms_confirmed.tsv has terms that are known to have lasted longer than the first table can say;
- an empty end is `>` the day to which its table knows the world, or `?` where somebody else holds the
  office later or the list of suspects has the row;
- two holders at once in an office of one seat are both marked as contested.
"""

import calendar
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

FIRST_KNOWS = "2022-06-30"
SECOND_KNOWS = "2025-06-30"

ORIGIN = {
    "offices.tsv": (
        "Offices, by the name under which terms.tsv has them.",
        "Columns: office; PLOVER sector; how many hold it at a time in one state: one or several.",
    ),
    "people.tsv": (
        "People who held offices.",
        "Columns: key (the Wikidata item where it is known); name; gender; Wikidata item; other names.",
    ),
    "terms.tsv": (
        "Who held which office when.",
        "Columns: state or organisation; office; title where it is another; person (a key of people.tsv, "
        "or vacant); start; end (? where nobody knows, >DATE for in office on that day); marks (acting, "
        "contested); source: o is a line of officeholders.csv, u of updates_2022_2025.csv, "
        "c of terms_confirmed.tsv.",
    ),
}
LICENCE = (
    "Origin: Wikidata, about 2000 to mid-2022, and changes to mid-2025 compiled by hand; made by "
    "tables/make/terms.py. Licence: CC0-1.0."
)


def fold(text):
    text = unicodedata.normalize("NFKD", text).lower()
    text = "".join(c for c in text if not unicodedata.combining(c))
    for letter, plain in {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ə": "e"}.items():
        text = text.replace(letter, plain)
    return "".join(c for c in text if c.isalnum())


# --- offices

STATES = (
    "Afghanistan Colombia Germany Montenegro Myanmar Namibia Nauru Peru Thailand Monaco Australia"
).split()
OF_STATE = re.compile(
    r" of (the Republic of )?(%s|the Palestinian National Authority)$" % "|".join(STATES)
)
# One office under the titles that states give it. The first that fits wins.
SAME = [
    ("Acting President", r"Acting President"),
    ("President", r"(President|Beretitenti \(President\)|Co-President)"),
    ("Monarch", r"(King|Queen|Monarch|Sultan|Emir|Emperor|Pope|Grand Duke|Prince|Druk Gyalpo \(King\)"
                r"|Ngwenyama \(King\)|Yang di_pertuan Agong \(Monarch\))"),
    ("Prime Minister", r"(Prime Minister|Chancellor|Taoiseach|Premier|Premier of the State Council"
                       r"|Minister of State of Monaco|Chief Adviser|Minister of State of Luxembourg"
                       r"|Chairman of the Cabinet of Ministers( \(Prime Minister\))?)"),
    ("Minister of Foreign Affairs",
     r"(Minister|Secretary) (of|for) (Foreign|External) (Affairs|Relations)"
     r"( \(Myanmar\)| and Cooperation| and Worship| and Trade| and Foreign Trade| and External Trade"
     r"| and International Development Cooperation|, African Integration, La Francophonie, and Beninese "
     r"Abroad|, Regional Integration and Francophone Affairs|, European Union and Foreign Aid"
     r"|, Education and Sport)?"),
    ("Minister of Foreign Affairs",
     r"(Minister of (Foreign and European|European and International) Affairs"
     r"|Minister of Europe and Foreign Affairs|Secretary for Foreign and Political Affairs"
     r"|Secretary of State for Foreign(, | and )Commonwealth( and Development)? Affairs"
     r"|Minister with responsibility for External Affairs|Secretary for Relations with States)"),
    ("Minister of Defence",
     r"((Minister|Secretary) (of|for)( National)? Defen[cs]e( and (Armed Forces Logistics|Military Veterans"
     r"|National Security|Veterans Affairs|Border Security))?|Secretary of State for Defence)"),
    ("Minister of the Interior",
     r"(Minister (of|for)( the)? (Interior|Home Affairs|Internal Affairs|Interior Affairs"
     r"|Internal Administration)( and (Administration|Kingdom Relations|Municipalities|Public Security"
     r"|Safety))?|Secretary of State for the Home Department)"),
    ("Minister of Finance",
     r"(Minister (of|for) (the )?Finance|Minister (of|for) Finances|Chancellor of the Exchequer"
     r"|Secretary of the Treasury)"),
    ("Chief of the General Staff", r"(Chief|Head) of( the)? General Staff"),
    ("Chief of Defence",
     r"(Chief of (the )?(National )?Defen[cs]e( Forces?| Staff)?|Chairman of the Joint Chiefs( of Staff)?"
     r"|Commander of the Defence Force|Supreme Commander of the Armed Forces|Head of the Defence Force"
     r"|Commander of the Estonian Defence Forces|Chief of Staff of the Defence Forces"
     r"|Chief of the National Defence (Force|General Staff))"),
    ("Attorney General", r"Attorney[- ]General"),
    ("Vice President", r"Vice[- ]President"),
    ("Minister without Portfolio", r"Minister without portfolio"),
    ("Government Spokesperson", r"Government Spokes(person|man|woman)"),
    ("Justice of the Supreme Court", r"(Supreme Court Justice|(Justice|Judge) (of|at) the Supreme Court)"),
    ("Minister of the Environment", r"Minister (of|for)( the)? Environment"),
    ("Minister of the Economy", r"Minister (of|for)( the)? Economy"),
    ("Minister of Sports", r"Minister (of|for) Sports?"),
    ("Minister of Youth and Sports", r"Minister (of|for) Youth and Sports?"),
    ("ambassador to the United States",
     r"ambassador to the United States( of America)?"),
    ("ambassador to Russia", r"ambassador to (Russia|the Russian Federation)"),
    ("ambassador to China", r"ambassador to (China|the People's Republic of China)"),
]
# Rows of the first table that put a person into an office that they did not hold.
WRONG = {
    ("FRA", "Minister of Europe and Foreign Affairs", "Catherine Colonna", "2005-06-02"),
    ("CAN", "Minister of National Defence", "Rick Casson", "2006-05-09"),
    ("MYS", "Minister of Foreign Affairs", "Mohd Radzi Sheikh Ahmad", "2006-02-14"),
    ("YEM", "President", "Mahdi al-Mashat", "2018-04-25"),
    ("UKR", "Minister of Defence", "Volodymyr Zamana", "2014-02-22"),
    ("AUS", "Minister for Defence", "Marise Payne", "2018-08-28"),
}
SAME = [(office, re.compile(pattern, re.I)) for office, pattern in SAME]
# What a state's title means there and nowhere else.
LOCAL = {
    ("USA", "Secretary of State"): "Minister of Foreign Affairs",
    # The first table has India's foreign secretaries, who are civil servants, under this title.
    ("IND", "Minister of Foreign Affairs"): "Foreign Secretary",
    ("YEM", "Chairman of the Presidential Leadership Council"): "President",
    ("LBY", "Chairman of the Presidential Council"): "President",
    ("SDN", "Chairman of the Sovereignty Council"): "President",
    ("SDN", "Chairman of the Transitional Military Council"): "President",
    ("BIH", "Chairman of the Presidency"): "President",
    ("GNQ", "Secretary of State for Defence"): "Secretary of State for Defence",
    ("CAF", "Secretary of State for Defence"): "Secretary of State for Defence",
    ("USA", "Secretary of the Interior"): "Secretary of the Interior",
    ("AUS", "Treasurer"): "Minister of Finance",
    ("CHE", "Chancellor"): "Federal Chancellor of Switzerland",
    ("VAT", "Secretary of State"): "Secretary of State of the Holy See",
    ("BIH", "Chairman of the Council of Ministers"): "Prime Minister",
    ("TGO", "President of the Council of Ministers"): "Prime Minister",
    ("UN", "Secretary-General"): "Secretary-General",
    ("ARE", "Emir of Abu Dhabi"): "Emir of Abu Dhabi",
    ("USA", "Acting Secretary of State"): "Minister of Foreign Affairs",
    ("ITA", "Minister of Internal Affairs"): "Minister of the Interior",
    ("JPN", "Minister for Internal Affairs and Communications"): "Minister for Internal Affairs and Communications",
}


def office_of(country, title):
    """The office, and the title without what only says whose it is."""
    if (country, title) in LOCAL:
        return LOCAL[country, title], title
    bare = OF_STATE.sub("", title)
    bare = re.sub(r"^Federal Minister", "Minister", bare)
    plain = re.sub(r"^Federal ", "", bare)
    for office, pattern in SAME:
        if pattern.fullmatch(plain):
            return office, bare
    if re.match(r"Minister for ", plain):
        plain = "Minister of " + plain[len("Minister for "):]
    return plain[0].upper() + plain[1:] if not plain.startswith("ambassador") else plain, bare


SECTOR = [
    ("LEG", r"speaker|(president|chair\w*) of (the )?(senate|national assembly|chamber|house|congress|parliament"
            r"|legislative|federation council|national council|federal council|state duma|verkhovna|storting"
            r"|riigikogu|landtag|dewan|people's|grand|congress|council of the national|knesset|majlis|saeima"
            r"|seimas|european parliament)|leader of the (house|seanad|government in)|member of parliament"
            r"|senator|whip|legislative|lok sabha|rajya sabha"),
    ("OPP", r"leader of the opposition"),
    ("JUD", r"justice of|chief justice|judge|prosecut|constitutional court|supreme court|lord president"
            r"|^attorney|solicitor|advocate general|ombud"),
    ("GOV", r"minist|secretary of state|state secretary|spokes|undersecretary|under-secretary"),
    ("SPY", r"intelligence|cia$|mossad|state security committee|national security agency|security service"
            r"|fsb|\bMIT\b|shin bet"),
    ("COP", r"police|gendarmerie|carabinieri|inspector general"),
    ("MIL", r"general staff|chief of (the )?(national )?defen|chief of staff of the (army|navy|air|armed|defen)"
            r"|army|navy|air force|armed forces|defence forces?|joint chiefs|commander|air staff|naval staff"
            r"|quds|revolutionary guard|military|admiral"),
    ("PTY", r"general secretary of the (chinese )?communist|chairperson of the kuomintang|party"),
    ("ELI", r"first lady|first gentleman|spouse|former"),
    ("REL", r"bishop|patriarch|mufti|rabbi|religious leader"),
    ("EDU", r"rector|university|academy"),
    ("BUS", r"chief executive officer of|caixa"),
]
SECTOR = [(sector, re.compile(pattern, re.I)) for sector, pattern in SECTOR]


def sector_of(office):
    for sector, pattern in SECTOR:
        if pattern.search(office):
            return sector
    return "GOV"


SEVERAL = re.compile(
    r"deputy|vice|justice of|judge|state secretary|secretary of state|undersecretary|under-secretary|advis"
    r"|without portfolio|^minister of state|delegate|captain regent|member|counselor|assistant|co-prince"
    r"|spokesperson|first lady|spouse|state minister|associate|plenipotentiary|junior|candidate|co-president",
    re.I,
)

# --- dates


def days(date):
    """The first and the last day that a date may be, as texts that compare."""
    if len(date) == 4:
        return date + "-01-01", date + "-12-31"
    if len(date) == 7:
        year, month = map(int, date.split("-"))
        return date + "-01", f"{date}-{calendar.monthrange(year, month)[1]:02}"
    return date, date


def begins(term):
    return days(term["start"])


def sure_end(term):
    """The last day on which the term is sure to have lasted."""
    end = term["end"]
    if end == "?":
        return begins(term)[1]
    return days(end.lstrip(">"))[0]


class Terms(list):
    pass


def read(folder):
    with open(folder / "officeholders.csv", encoding="utf-8", newline="") as file:
        first = list(csv.DictReader(file))
    with open(folder / "updates_2022_2025.csv", encoding="utf-8", newline="") as file:
        second = list(csv.DictReader(file))
    with open(folder / "suspect_open_ended.csv", encoding="utf-8", newline="") as file:
        suspects = {
            (r["country_iso3"], r["position_qid"], r["person_qid"], r["start"])
            for r in csv.DictReader(file)
        }
    terms = []
    for mark, rows in (("o", first), ("u", second)):
        for number, row in enumerate(rows, start=2):
            if row["country_iso3"] == "country_iso3":
                continue
            if (row["country_iso3"], row["position"], row["person"], row["start"]) in WRONG:
                continue
            office, title = office_of(row["country_iso3"], row["position"])
            note = row.get("note") or ""
            # A government beside that which is recognised holds offices of its own.
            if "Houthi-run" in note:
                row["country_iso3"] = "HOUTHI"
            elif "eastern-based" in note:
                office = f"{office} (eastern-based government)"
            acting = bool(re.search(r"\b(acting|caretaker|interim|transitional)\b", note))
            acting &= not re.search(r"acting from|acted |sworn in|caretaker from", note)
            if office == "Acting President":
                office, title, acting = "President", "President", True
            end = row["end"]
            if not end:
                key = (row["country_iso3"], row["position_qid"], row["person_qid"], row["start"])
                knows = SECOND_KNOWS if mark == "u" else FIRST_KNOWS
                end = "?" if mark == "o" and key in suspects else ">" + max(knows, days(row["start"])[0])
            terms.append({
                "country": row["country_iso3"], "office": office, "title": title,
                "name": row["person"].strip(), "qid": row["person_qid"], "gender": row["gender"],
                "aliases": [a.strip() for a in re.split(r"[|;]", row["aliases"] or "") if a.strip()],
                "start": row["start"], "end": end, "acting": acting, "note": note,
                "source": f"{mark}{number}", "contested": False, "suspect": end == "?",
            })
    return terms


def confirm(terms, here):
    """Takes what is known of terms that the first table leaves open."""
    with open(here / "terms_confirmed.tsv", encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.startswith("#"):
                continue
            country, office, person, start, end, name = line.rstrip("\n").split("\t")
            rows = [t for t in terms if (t["country"], t["office"], t["person"], t["start"])
                    == (country, office, person, start)]
            for term in rows:
                term["end"] = end
            if not rows:
                title = next(t["title"] for t in terms if (t["country"], t["office"]) == (country, office))
                terms.append({"country": country, "office": office, "title": title, "person": person,
                              "name": name, "start": start, "end": end, "acting": False,
                              "contested": False, "source": f"c{number}"})


def people_of(terms):
    """Gives every term its person: by Wikidata item, or by name where there is none."""
    known = defaultdict(set)
    for term in terms:
        if term["qid"]:
            for name in [term["name"], *term["aliases"]]:
                known[fold(name)].add((term["qid"], term["country"]))
    people = {}
    for term in terms:
        key = term["qid"]
        if not key:
            found = set()
            for name in [term["name"], *term["aliases"]]:
                found |= known[fold(name)]
            here = {qid for qid, country in found if country == term["country"]}
            anywhere = {qid for qid, _ in found}
            states = len(term["country"]) == 3
            if len(here) == 1:
                key = here.pop()
            # Heads of organisations held offices of some state before.
            elif not states and len(anywhere) == 1:
                key = anywhere.pop()
            else:
                plain = unicodedata.normalize("NFKD", term["name"]).encode("ascii", "ignore").decode()
                key = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        term["person"] = key
        person = people.setdefault(key, {"name": term["name"], "gender": "", "names": set()})
        person["gender"] = person["gender"] or term["gender"]
        person["names"] |= {term["name"], *term["aliases"]}
        # The second table has names as the press writes them.
        if term["source"].startswith("u"):
            person["name"] = term["name"]
    for person in people.values():
        person["names"].discard(person["name"])
    return people


def overlap(a, b):
    """Whether two terms surely share a day, but for that of a hand-over."""
    return begins(a)[1] < sure_end(b) and begins(b)[1] < sure_end(a)


def settle(terms, several):
    """The terms of one office of one state, without what contradicts."""
    second = [t for t in terms if t["source"].startswith("u")]
    kept = []
    for term in terms:
        if term["source"].startswith("o"):
            same = [t for t in second if t["person"] == term["person"]
                    and (abs(int(t["start"][:4]) - int(term["start"][:4])) <= 1 or overlap(t, term)
                         or term["end"][0] in "?>" and term["start"] <= t["start"])
                    and not (term["end"][0] not in "?>" and days(term["end"])[1] < begins(t)[0])]
            if same:
                continue
            if not several:
                inside = [t for t in second if begins(t)[0] <= begins(term)[0]
                          and (t["end"][0] in "?>" or begins(term)[1] < days(t["end"])[0])]
                if inside:
                    continue
                after = [t for t in second if begins(t)[0] > begins(term)[0]]
                if after:
                    next_one = min(after, key=begins)
                    start = next_one["start"]
                    if term["end"][0] not in "?>" and days(term["end"])[0] > days(start)[1]:
                        term["end"] = start
                    elif term["end"].startswith(">") and days(start)[0] <= FIRST_KNOWS:
                        term["end"] = "?"
        kept.append(term)
    # One row for what both tables, or one of them twice, say in the same words.
    unique = {}
    for term in kept:
        unique.setdefault((term["person"], term["start"], term["end"]), term)
    kept = sorted(unique.values(), key=lambda t: (begins(t), t["source"]))
    # The same person's row within a longer row of theirs says nothing more.
    kept = [t for t in kept if not any(
        o is not t and o["person"] == t["person"] and o["acting"] == t["acting"]
        and begins(o)[0] <= begins(t)[0] and sure_end(t) <= sure_end(o)
        and (t["start"], t["end"]) != (o["start"], o["end"]) and t["end"][0] not in "?>"
        for o in kept)]
    if several:
        return kept
    for term in kept:
        later = [t for t in kept if begins(t)[0] > begins(term)[1] and t["person"] != term["person"]
                 and not t["acting"]]
        if term["end"].startswith(">") and any(begins(t)[1] <= term["end"][1:] for t in later):
            if not any(overlapped["end"][0] not in "?>" and overlapped["source"] == "" for overlapped in later):
                term["end"] = "?"
    for at, term in enumerate(kept):
        for other in kept[at + 1:]:
            if term["person"] != other["person"] and overlap(term, other):
                if not term["acting"] and not other["acting"]:
                    term["contested"] = other["contested"] = True
    return kept


def write(folder, file, rows):
    rows = sorted(set("\t".join(cell or "-" for cell in row) for row in rows))
    first, columns = ORIGIN[file]
    text = "\n".join([f"# {first}", f"# {LICENCE}", f"# {columns}", *rows]) + "\n"
    (folder / file).write_text(text, encoding="utf-8")
    print(file, len(rows), "rows", len(text.encode()), "bytes")


def main():
    here = Path(__file__).resolve().parent.parent
    terms = read(Path(sys.argv[1]))
    # Titles that differ in capitals only are one office, spelled as most rows have it.
    spellings = defaultdict(lambda: defaultdict(int))
    for term in terms:
        spellings[fold(term["office"])][term["office"]] += 1
    for term in terms:
        counts = spellings[fold(term["office"])]
        term["office"] = max(sorted(counts), key=counts.get)
    people = people_of(terms)
    confirm(terms, here)
    chairs = defaultdict(list)
    for term in terms:
        chairs[term["country"], term["office"]].append(term)
    crowded = defaultdict(lambda: [0, 0])
    for (_, office), rows in chairs.items():
        rows.sort(key=begins)
        for a, b in zip(rows, rows[1:]):
            crowded[office][0] += 1
            crowded[office][1] += a["person"] != b["person"] and a["end"][0] not in "?>" and overlap(a, b)
    several = {o for o in crowded if SEVERAL.search(o)}
    single = {"President", "Prime Minister", "Monarch", "Minister of Foreign Affairs", "Minister of Defence"}
    several |= {o for o, (pairs, both) in crowded.items() if pairs >= 3 and both / pairs > 0.4} - single
    # An office of an armed group or an organisation has the sector of that.
    actors = {}
    for table in ("organizations.tsv", "groups.tsv", "parties.tsv", "proto_states.tsv"):
        for line in (here / table).read_text(encoding="utf-8").splitlines():
            if not line.startswith("#"):
                cells = line.split("\t")
                actors[cells[0]] = cells[3]
    sectors = defaultdict(set)
    for country, office in chairs:
        sectors[office].add(actors.get(country))
    kept, offices = [], {}
    for (country, office), rows in sorted(chairs.items()):
        many = office in several or bool(SEVERAL.search(office))
        sector = next(iter(sectors[office])) if len(sectors[office]) == 1 else None
        offices[office] = (office, sector or sector_of(office), "several" if many else "one")
        kept += settle(rows, many)
    used = {t["person"] for t in kept}
    write(here, "offices.tsv", offices.values())
    write(here, "people.tsv", (
        (key, p["name"], p["gender"], key if re.fullmatch(r"Q\d+", key) else "",
         ";".join(sorted(p["names"])))
        for key, p in people.items() if key in used))
    write(here, "terms.tsv", (
        (t["country"], t["office"], t["title"] if t["title"].lower() != t["office"].lower() else "", t["person"],
         t["start"], t["end"],
         ";".join(m for m in ("acting", "contested") if t[m]), t["source"])
        for t in kept))
    print(sum(t["contested"] for t in kept), "contested", sum(t["end"] == "?" for t in kept), "open")


if __name__ == "__main__":
    main()
