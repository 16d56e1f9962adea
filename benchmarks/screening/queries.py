"""A seeded generator of queries: names as they come in, and people who are on no list."""

import hashlib
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from enduse.domain.screening import ListedName, NameKind, PartyKind, WatchlistEntry

SEED = 20200930
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SWAPS = (
    ("ou", "u"), ("kh", "h"), ("ee", "i"), ("y", "i"), ("q", "k"), ("ei", "i"), ("x", "ks"),
    ("ck", "k"), ("ph", "f"), ("aa", "a"), ("zh", "j"), ("ya", "ia"), ("sh", "ch"), ("w", "v"),
    ("iy", "y"), ("ss", "s"), ("mm", "m"), ("ll", "l"), ("dh", "d"), ("th", "t"), ("o", "u"),
)  # fmt: skip
CYRILLIC = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"),
    ("ya", "я"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"),
    ("h", "х"), ("i", "и"), ("j", "дж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"),
    ("x", "кс"), ("y", "й"), ("z", "з"),
)  # fmt: skip
ARABIC = (
    ("kh", "خ"), ("sh", "ش"), ("th", "ث"), ("dh", "ذ"), ("gh", "غ"), ("ch", "ش"), ("aa", "ا"),
    ("ee", "ي"), ("oo", "و"), ("ou", "و"), ("b", "ب"), ("c", "ك"), ("d", "د"), ("f", "ف"),
    ("g", "غ"), ("h", "ه"), ("i", "ي"), ("j", "ج"), ("k", "ك"), ("l", "ل"), ("m", "م"), ("n", "ن"),
    ("o", "و"), ("p", "ب"), ("q", "ق"), ("r", "ر"), ("s", "س"), ("t", "ت"), ("u", "و"), ("v", "ف"),
    ("w", "و"), ("x", "كس"), ("y", "ي"), ("z", "ز"), ("a", ""), ("e", ""),
)  # fmt: skip
ARAB_COUNTRIES = frozenset({"SYR", "IRQ", "SAU", "YEM", "LBN", "EGY", "LBY", "JOR", "KWT", "QAT"})
LEGAL = ("LLC", "Ltd.", "Co., Ltd.", "JSC", "GmbH", "Inc.", "S.A.", "Limited", "Corp.")
PEOPLE = {
    "usa": ("Emily Madison Hannah Tyler Brandon Justin Kyle Ethan Logan Abigail Natalie Samantha",
            "Peterson Murphy Bailey Cooper Reed Howard Ward Foster Bryant Russell Griffin Hayes"),
    "deu": ("Lukas Jonas Finn Felix Moritz Hannah Lena Greta Heike Birgit Torsten Ralf",
            "Vogel Keller Frank Berger Winkler Roth Beck Lorenz Baumann Franke Albrecht Schuster"),
    "bra": ("Thiago Rafael Gustavo Felipe Mariana Larissa Leticia Bruna Camila Vinicius",
            "Nascimento Moreira Cardoso Teixeira Correia Cavalcanti Rocha Dias Nunes Batista"),
    "rus": ("Artyom Kirill Nikita Polina Darya Alina Roman Gleb Timofei Ksenia Veronika",
            "Belov Tarasov Zhukov Komarov Gusev Titov Kuzmin Kudryavtsev Baranov Kulikov Belyaeva"),
    "ind": ("Arjun Rohan Aditya Karan Vikram Ananya Divya Shreya Meera Lakshmi Suresh",
            "Kulkarni Deshmukh Pillai Menon Chopra Kapoor Malhotra Bhat Hegde Shetty Trivedi"),
    "tur": ("Emre Burak Cem Deniz Ece Elif Selin Serkan Tolga Gizem Onur",
            "Polat Korkmaz Ozkan Simsek Aksoy Erdogan Kurt Koc Kaplan Tekin Bulut"),
    "nga": ("Chinedu Oluwaseun Ngozi Adaeze Tunde Yetunde Ifeanyi Chiamaka Segun Folake",
            "Okonkwo Adebayo Balogun Ogunleye Nwachukwu Afolabi Onyeka Olatunji Eze Danjuma"),
    "idn": ("Agus Bambang Dewi Putri Rina Wahyu Eko Fitri Indah Yulia",
            "Nugroho Saputra Kurniawan Wibowo Hartono Gunawan Siregar Simanjuntak Lestari"),
    "egy": ("Sherif Tamer Heba Dina Mona Karim Ehab Nermin Wael Rania",
            "Fathy Shaker Gamal Farouk Zaki Hegazy Mansour Ramadan Shafik Sobhy"),
    "chn": ("Xinyi Zihan Haoran Yuxuan Mengqi Jiayi Ruoxi Yichen Siyuan Tianyu",
            "Wang Li Zhang Liu Chen Fang Qiu Gong Shao Meng Hou Long Duan"),
    "pol": ("Bartosz Grzegorz Jacek Zbigniew Magdalena Dorota Kinga Wojciech Halina Tadeusz Jadwiga",
            "Zawadzki Sikora Baran Gorski Wrobel Malinowski Stachowiak Czarnecki Urbanek Pawlak"),
    "nld": ("Joost Pieter Sander Bram Femke Anouk Marijke Willem Ruud Lotte Jeroen Saskia",
            "Bakker Visser Smit Meijer Mulder Dekker Brouwer Dijkstra Hoekstra Kuipers Verhoeven"),
    "phl": ("Jericho Rowena Arnel Maricel Jomar Lourdes Rodel Analyn Crisanto Imelda Rogelio",
            "Villanueva Aquino Pangilinan Macaraeg Salonga Dimaculangan Tolentino Manalo Lacson"),
    "ken": ("Wambui Kiprono Achieng Barasa Nyambura Mutua Chebet Onyango Makena Wafula Kerubo",
            "Ochieng Kariuki Cheruiyot Mutiso Wekesa Nyong'o Gitau Rotich Omondi Kimani Musyoka"),
    "vnm": ("Quang Tien Bich Ngoc Hieu Thuy Dat Nhung Loan Vinh Cuong Tuyet",
            "Trinh Luong Dinh Mai Truong Lam Quach Cao Nghiem Doan Tang"),
    "mar": ("Soufiane Ilham Abdelhak Zineb Rachida Hicham Oumaima Anass Siham Mouad Khadija",
            "Bennani Alaoui Berrada Tazi Chraibi Lahlou Benjelloun Ouazzani Fassi Sqalli Idrissi"),
    "per": ("Milagros Segundo Yolanda Wilfredo Flor Percy Nelida Edilberto Rosario Jhon Maribel",
            "Quispe Mamani Huaman Condori Chavez Paredes Yupanqui Salinas Ccopa Arroyo Benavides"),
    "grc": ("Vasilis Eleni Stavros Despina Panagiotis Foteini Kostas Dimitra Thanasis Evangelia",
            "Karagiannis Vlachos Makris Economou Alexiou Kyriakidis Anagnostou Zervas Pappas"),
    "swe": ("Gustaf Astrid Lennart Ebba Torbjorn Maja Sixten Linnea Rolf Ingrid Anders Kerstin",
            "Lindqvist Bergstrom Holm Sandberg Nystrom Ekholm Forsberg Wikstrom Hedlund Sjoberg"),
    "tha": ("Somchai Siriporn Anong Niran Kanya Prasert Wipada Chaiwat Malee Surasak Duangjai",
            "Srisawat Wongsakul Chaiyasit Phongphan Rattanakorn Boonmee Suwannarat Thongchai"),
}  # fmt: skip
FIRMS = (
    "Bright Maple Harbor Silver Summit Cedar Blue River Golden Oak Crystal Northern "
    "Star Pacific Granite Meadow Falcon Urban Delta Prime Lotus Emerald Atlas Horizon "
    "Pioneer Brightwater Kestrel Tamarind Northgate Bluebell Ironwood Saffron Redfern Moorland "
    "Silverline Cobblestone Westbrook Sandpiper Larkspur Hawthorne Quayside Riverbank Stonegate "
    "Evergreen Windmill Oakridge Seabright Copperfield Amberley Foxglove"
).split()
TRADES = (
    "Bakery Foods Logistics Consulting Trading Software Interiors Dental Clinic "
    "Motors Textiles Farms Media Plumbing Travel Engineering Solutions Electronics "
    "Design Services"
).split()


@dataclass(frozen=True)
class Query:
    """A name as it is asked, what was done to it, and which entry it is; no entry: on no list."""

    text: str
    category: str
    entry: str
    kind: PartyKind


def is_for_measuring(entry: WatchlistEntry) -> bool:
    """Leave out the quarter of entries that the weights were fitted on."""
    return hashlib.sha256(entry.id.encode()).digest()[1] % 4 != 0


def make_queries(
    entries: tuple[WatchlistEntry, ...], per_category: int, seed: int = SEED
) -> tuple[list[Query], tuple[WatchlistEntry, ...]]:
    """Give the queries, and the entries without the names that were held out as queries."""
    draw = random.Random(seed)
    pool = [entry for entry in entries if is_for_measuring(entry) and entry.live_listings()]
    queries: list[Query] = []
    for category, change in CHANGES.items():
        queries += _changed(draw, pool, category, change, per_category)
    held: dict[str, ListedName] = {}
    queries += _held_out(draw, pool, "held-out alias", NameKind.ALIAS, per_category, held)
    queries += _held_out(draw, pool, "original script", NameKind.ORIGINAL, per_category, held)
    rest = tuple(
        replace(e, names=tuple(n for n in e.names if n != held.get(e.id))) for e in entries
    )
    return queries, rest


def make_strangers(count: int, seed: int = SEED) -> list[Query]:
    """Give ordinary people of twenty countries, and ordinary firms: a third of them."""
    draw = random.Random(seed + 1)
    made = []
    for number in range(count):
        if number % 3 == 2:
            text = " ".join((*draw.sample(FIRMS, 2), draw.choice(TRADES), draw.choice(LEGAL)))
            made.append(Query(text, "firm", "", PartyKind.ORGANISATION))
        else:
            given, family = PEOPLE[draw.choice(sorted(PEOPLE))]
            middle = draw.sample(given.split(), 1 + (draw.random() < 0.25))
            text = " ".join((*middle, draw.choice(family.split())))
            made.append(Query(text, "person", "", PartyKind.PERSON))
    return made


def _changed(
    draw: random.Random, pool: list[WatchlistEntry], category: str,
    change: Callable[[random.Random, str, WatchlistEntry], str], count: int,
) -> Iterator[Query]:  # fmt: skip
    made = 0
    while made < count:
        entry = draw.choice(pool)
        name = entry.names[0].text
        text = change(draw, name, entry)
        if text and (text != name or category == "exact"):
            made += 1
            yield Query(text, category, entry.id, entry.kind)


def _held_out(
    draw: random.Random, pool: list[WatchlistEntry], category: str, kind: NameKind, count: int,
    held: dict[str, ListedName],
) -> Iterator[Query]:  # fmt: skip
    for entry in draw.sample(pool, len(pool)):
        names = [name for name in entry.names[1:] if name.kind is kind]
        if names and entry.id not in held and count:
            held[entry.id] = draw.choice(names)
            count -= 1
            yield Query(held[entry.id].text, category, entry.id, entry.kind)


def _typos(count: int) -> Callable[[random.Random, str, WatchlistEntry], str]:
    def change(draw: random.Random, name: str, _: WatchlistEntry) -> str:
        letters = list(name)
        for _n in range(count):
            places = [i for i, c in enumerate(letters) if c.isalpha()]
            if len(places) < 6:
                return ""
            at, how = draw.choice(places[1:]), draw.randrange(4)
            if how == 0:
                letters[at] = draw.choice(LETTERS)
            elif how == 1:
                del letters[at]
            elif how == 2:
                letters.insert(at, draw.choice(LETTERS))
            elif at + 1 < len(letters):
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
        return "".join(letters)

    return change


def _words(name: str) -> list[str]:
    return name.replace(",", " ").split()


def _swap(draw: random.Random, name: str, _: WatchlistEntry) -> str:
    words = _words(name)
    draw.shuffle(words)
    return " ".join(words) if len(words) > 1 else ""


def _drop(draw: random.Random, name: str, _: WatchlistEntry) -> str:
    words = _words(name)
    if len(words) < 3:
        return ""
    del words[draw.randrange(len(words))]
    return " ".join(words)


def _join(draw: random.Random, name: str, _: WatchlistEntry) -> str:
    words = _words(name)
    if len(words) < 3:
        return ""
    at = draw.randrange(len(words) - 1)
    return " ".join((*words[:at], words[at] + words[at + 1], *words[at + 2 :]))


def _respell(draw: random.Random, name: str, _: WatchlistEntry) -> str:
    text = name.lower()
    fitting = [swap for swap in SWAPS if swap[0] in text]
    for old, new in draw.sample(fitting, min(2, len(fitting))):
        text = text.replace(old, new)
    return text if fitting else ""


def _legal(draw: random.Random, name: str, entry: WatchlistEntry) -> str:
    words = _words(name)
    if entry.kind is PartyKind.PERSON or len(words) < 2:
        return ""
    forms = {form.strip(".").lower() for form in LEGAL} | {"co", "company", "limited", "llc", "ooo"}
    kept = [word for word in words if word.strip(".").lower() not in forms]
    return " ".join((*kept, draw.choice(LEGAL))) if kept else ""


def _written(table: tuple[tuple[str, str], ...], text: str) -> str:
    made, at = [], 0
    while at < len(text):
        for old, new in table:
            if text.startswith(old, at):
                made.append(new)
                at += len(old)
                break
        else:
            made.append(text[at] if text[at] in " -" or text[at].isdigit() else "")
            at += 1
    return "".join(made)


def _script(draw: random.Random, name: str, entry: WatchlistEntry) -> str:
    arab = not ARAB_COUNTRIES.isdisjoint(entry.countries)
    if entry.kind is not PartyKind.PERSON or not name.isascii():
        return ""
    text = " ".join(draw.sample(_words(name.lower()), len(_words(name))))
    return _written(ARABIC if arab else CYRILLIC, text)


CHANGES: dict[str, Callable[[random.Random, str, WatchlistEntry], str]] = {
    "exact": lambda _draw, name, _entry: name,
    "swap": _swap,
    "typo": _typos(1),
    "two typos": _typos(2),
    "respelled": _respell,
    "legal form": _legal,
    "dropped word": _drop,
    "joined words": _join,
    "other script": _script,
}
