"""Transactions made up from the dictionary of answers, near the edge where a file may proceed."""

from hypothesis import strategies as st

from enduse.assessment.engine import Engine
from enduse.assessment.parties import BODIES_OF_STATE
from enduse.domain.catalogue import Catalogue, Question
from enduse.domain.facts import FactType
from enduse.domain.vocabulary import PartyType, Role

COUNTRIES = ["NOR", "EST", "DEU", "USA", "GBR", "COL", "SRB", "KEN", "UGA", "CHN", "IRN"]
REGIONS = ["London", "New Orleans", "Hesse", "Kampala", "Xinjiang"]
NAMES = [
    "Example Agency",
    "Example Hospital",
    "Uganda Police Force",
    "Metropolitan Police",
    "Ministry of Interior of Norway",
    "State Electoral Office of Estonia",
    "GCHQ",
    "Hangzhou Hikvision Digital Technology",
    "Xinjiang Public Security Bureau",
    "NSO Group",
]
OWNERS = ["Ana Example", "Zhejiang Dahua Technology", "Example Holding"]
VENDORS = ["Example Vendor", "NSO Group", "Huawei", "Cisco"]
SENTENCES = [
    "Diagnosis of disease in hospital patients.",
    "Maintenance of the office's own network.",
    "Billing of the congestion charge.",
    "Search and rescue after the earthquake.",
    "Criminal cases under a court order.",
    "National security and crime prevention.",
    "Monitor protest, dissent and the opposition.",
    "Works covertly on the whole population and reads the content of messages.",
    "Facial recognition of every passer-by against a watchlist.",
    "Aggregate counts only; it does not identify people.",
    "Prints the result on paper.",
]
CAPABILITIES = [
    "infra.ocr_document",
    "infra.vision_ai",
    "internet.packet_capture_nsm",
    "recording.body_worn_camera",
    "sensor.rf_human_sensing",
    "location.alpr",
    "biometric.face_recognition",
    "internet.spyware_implant",
]
_WORDS = {
    "C2-Q06": "independent",
    "C2-Q08": "open",
    "C4-Q05": "unlikely",
}


def transactions(engine: Engine) -> st.SearchStrategy[dict]:
    """Files in the shape of JSON; every one is valid."""
    return _file(clean_answers(engine.pack.catalogue), engine.pack.catalogue)


def clean_answers(catalogue: Catalogue) -> dict[str, object]:
    """Every question answered so that nothing is raised."""
    conditions = " ".join(flag.when for flag in catalogue.red_flags)
    answers: dict[str, object] = {}
    for question in catalogue.questions:
        table = _clean_table(question, conditions)
        if question.id in _WORDS:
            table["answer"] = _WORDS[question.id]
        if table:
            answers[question.id] = table
    return answers


def _clean_table(question: Question, conditions: str) -> dict[str, str]:
    named = [(sign.id, sign.fact) for sign in question.signs]
    if question.fact.type is FactType.YES_NO:
        named.append(("answer", question.fact))
    return {id_: "yes" if f"not {fact.name}" in conditions else "no" for id_, fact in named}


@st.composite
def _file(draw, clean, catalogue):
    capabilities = draw(st.lists(st.sampled_from(CAPABILITIES), max_size=2, unique=True))
    product = _some(
        draw,
        name=st.sampled_from(["Example product", "Face recognition server"]),
        vendor=st.sampled_from(VENDORS),
        description=_text(),
    )
    if draw(_mostly()):
        product["capabilities"] = capabilities
    parties = draw(st.lists(_party(), min_size=1, max_size=3))
    parties[0]["role"] = Role.END_USER.value
    answers = {key: dict(table) for key, table in clean.items()}
    _confirm(draw, answers, "C1-Q01", capabilities, CAPABILITIES)
    _confirm(draw, answers, "C4-Q01", [one["name"] for one in parties if "name" in one], NAMES)
    for key in draw(st.lists(st.sampled_from(sorted(clean)), max_size=3, unique=True)):
        _disturb(draw, answers, key)
    content = {"product": product, "parties": parties, "answers": answers}
    return content | _some(
        draw,
        end_use=_text(),
        seller=st.fixed_dictionaries({"country": st.sampled_from(COUNTRIES)}),
        ownership=_ownership([one for one in parties if "name" in one]),
        safeguards=st.lists(
            st.sampled_from([one.id for one in catalogue.safeguards]), max_size=2, unique=True
        ),
    )


def _mostly():
    return st.sampled_from([True, True, True, True, False])


def _some(draw, **fields):
    return {name: draw(field) for name, field in fields.items() if draw(_mostly())}


def _text():
    return st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=2, unique=True).map(" ".join)


@st.composite
def _party(draw):
    party = {"role": draw(st.sampled_from(["end_user", "end_user", "buyer", "reseller"]))}
    if draw(st.booleans()):
        party["region"] = draw(st.sampled_from(REGIONS))
    return party | _some(
        draw,
        name=st.sampled_from(NAMES),
        country=st.sampled_from(COUNTRIES),
        type=st.sampled_from([kind.value for kind in PartyType]),
    )


def _ownership(parties):
    """Who owns the parties that can be owned: often one owner, often the whole of it."""
    bodies = {kind.value for kind in BODIES_OF_STATE}
    named = [one["name"] for one in parties if one.get("type") not in bodies]
    states = {one["name"] for one in parties if one.get("type") in bodies}
    owned = sorted({*named, *OWNERS[2:]} - states)
    row = st.fixed_dictionaries(
        {"owned": st.sampled_from(owned), "owner": st.sampled_from(OWNERS)},
        optional={
            "share": st.sampled_from([0.5, 0.5, 1.0]),
            "country": st.sampled_from(["NOR", "CHN"]),
            "kind": st.sampled_from(["person", "person", "organisation"]),
        },
    ).filter(lambda one: one["owned"] != one["owner"])
    holding = {"owned": OWNERS[2], "owner": OWNERS[0]}
    return (
        st.lists(row, max_size=2)
        .map(
            lambda rows: (
                rows if not any(one["owner"] == OWNERS[2] for one in rows) else [*rows, holding]
            )
        )
        .map(lambda rows: [one for one in rows if _is_known(one, named, rows)])
    )


def _is_known(row, named, rows):
    return row["owned"] in named or any(row["owned"] == one["owner"] for one in rows)


def _confirm(draw, answers, key, described, others):
    """A second person's list: mostly the same, at times another one, at times none."""
    listed = described if draw(_mostly()) else draw(st.lists(st.sampled_from(others), max_size=2))
    if draw(_mostly()):
        answers[key] = list(listed) or "none"


def _disturb(draw, answers, key):
    """One question answered otherwise, in part, in words, or not at all."""
    table = answers[key]
    line = draw(st.sampled_from(sorted(table)))
    if draw(st.booleans()):
        del answers[key]
    elif line == "answer" and key in _WORDS:
        table[line] = "unknown"
    else:
        table[line] = draw(st.sampled_from(["yes", "no", "unknown", "perhaps, in some cases"]))
