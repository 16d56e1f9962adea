"""An invented desk to try things on: people of every role and a dozen cases, each with a past.

Countries are real, for their evidence is; every person, firm, agency and sale is made up. All of
it goes through the services, so the record tells how it came to be.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from django.utils import timezone

from enduse.desk.accounts.models import User
from enduse.desk.accounts.roles import Role
from enduse.desk.accounts.services import add_person
from enduse.desk.cases import answering, collaboration, findings, services
from enduse.desk.cases.answering import Given, Ground
from enduse.desk.cases.models import Case, Classification, ResolutionKind, TeamRole
from enduse.desk.cases.services import Links
from enduse.desk.decisions.demo import add_demo
from enduse.desk.evidence.services import About, Upload
from enduse.desk.registers import services as registers
from enduse.desk.registers.models import Agency, Party, Product

PASSWORD = "a tour of the desk"  # noqa: S105 - of invented people on a desk of invented cases
_BY = "system:demo"

PEOPLE: Mapping[str, tuple[str, tuple[Role, ...]]] = {
    "rao": ("Dana Rao", (Role.ANALYST,)),
    "okafor": ("Hana Okafor", (Role.DECIDER, Role.REVIEWER)),
    "brandt": ("Lukas Brandt", (Role.DECIDER,)),
    "castro": ("Ines Castro", (Role.REVIEWER, Role.ANALYST)),
    "lim": ("Sara Lim", (Role.SALES,)),
    "novak": ("Eli Novak", (Role.ENGINEER,)),
    "haddad": ("Mira Haddad", (Role.GRIEVANCE_OFFICER,)),
    "reyes": ("Tomas Reyes", (Role.AUDITOR,)),
    "quist": ("Ada Quist", (Role.ADMINISTRATOR,)),
}
"""First part of the address at example.org, name, roles."""


@dataclass(frozen=True, slots=True)
class Sale:
    """One case of the tour: an example transaction under invented names."""

    example: str
    product: str
    user: str
    author: str = "rao"
    also: Mapping[str, str] = field(default_factory=dict)  # further words to put others for


SALES = (
    Sale(
        "stockholm-congestion-charge",
        "Vantage Toll",
        "Roads Office, charging unit",
        also={"in Stockholm": "in the capital"},
    ),
    Sale("portugal-wildfire-thermal-cameras", "Ridge Watch", "Forest Fire Service"),
    Sale("uganda-hospital-laboratory", "Cellcount 40", "Lakeside Regional Hospital", "lim"),
    Sale("estonia-election-network-monitoring", "Wireline Sensor", "Elections Office, systems"),
    Sale(
        "norway-court-ordered-interception",
        "Mediate 5",
        "Court Order Desk, national police",
        also={"National Criminal Investigation Service under the Police Directorate": "The desk"},
    ),
    Sale(
        "ireland-body-worn-cameras",
        "Lapel Camera",
        "Western Police Region",
        also={
            "Tribunal reports on treatment of whistle-blowers (2017-2018)": "One old report",
            "Garda S\u00edoch\u00e1na (Recording Devices) Act 2023": "A law on recording devices",
        },
    ),
    Sale(
        "kenya-border-facial-recognition",
        "Vantage Gate",
        "Border Service, airports",
        also={"Department of Immigration;": "The border service;"},
    ),
    Sale(
        "serbia-phone-forensics-misuse-report",
        "Unlock Bench",
        "Interior Ministry, seized devices",
        also={"Security Information Agency (BIA)": "State Information Service"},
    ),
    Sale("zambia-message-interception", "Listen Suite", "Cyber Unit, capital district", "castro"),
    Sale(
        "gulf-reseller-no-named-user",
        "Unlock Bench",
        "user not named yet",
        "lim",
        {"Example Gulf Trading FZE": "Dune Trading FZE"},
    ),
    Sale(
        "xinjiang-facial-recognition",
        "Crowd Finder",
        "Public Order Bureau, district 4",
        also={"Example Urumqi Systems": "Far Gate Systems"},
    ),
    Sale(
        "kazakhstan-private-backbone-operator",
        "Backbone Filter",
        "Steppe Carrier",
        "castro",
        {"Example Almaty Distribution": "Apple Orchard Distribution"},
    ),
)


def load_demo() -> None:
    """Fill an empty desk with the tour; on a desk that has it, do nothing."""
    if User.objects.filter(email=_address("rao")).exists():
        return
    people = {key: _person(key, *said) for key, said in PEOPLE.items()}
    cases = [_open(sale, people) for sale in SALES]
    _work_on(cases, people)
    add_demo(cases, people)


def _address(key: str) -> str:
    return f"{key}@example.org"


def _person(key: str, name: str, roles: tuple[Role, ...]) -> User:
    return add_person(email=_address(key), name=name, roles=roles, password=PASSWORD, actor=_BY)


def examples() -> Traversable:
    """The folder of example transactions: in the package, or beside it in a clone."""
    packed = files("enduse").joinpath("examples")
    return packed if packed.is_dir() else Path(__file__).parents[4] / "examples"


def read_sale(sale: Sale) -> dict[str, Any]:
    """The transaction of one sale, with invented names in place of the example's."""
    text = examples().joinpath(f"{sale.example}.toml").read_text("utf-8")
    content: dict[str, Any] = json.loads(json.dumps(tomllib.loads(text), default=str))
    for gone in ("id", "as_of"):
        content.pop(gone, None)
    renamed = {content["product"]["name"]: sale.product, **sale.also}
    for number, party in enumerate(content["parties"]):
        if party.get("name") and party["name"] not in renamed:
            renamed[party["name"]] = sale.user if number == 0 else f"Party {number + 1}"
    content["seller"]["name"] = "Northlight Systems"
    written = json.dumps(content, ensure_ascii=False)
    for real, invented in sorted(renamed.items(), key=lambda pair: -len(pair[0])):
        written = written.replace(_in_json(real), _in_json(invented))
    read: dict[str, Any] = json.loads(written)
    return read


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _open(sale: Sale, people: Mapping[str, User]) -> Case:
    content, author = read_sale(sale), people[sale.author]
    case = services.open_case(
        actor=author,
        title=f"{sale.product} \u2192 {sale.user}",
        content=content,
        owner=people["rao"],
        classification=Classification.CONFIDENTIAL,
        links=_links(content, people),
        via="command",
    )
    for key, role in (("okafor", TeamRole.DECIDER), ("castro", TeamRole.REVIEWER)):
        if people[key] != author:
            services.add_member(
                case, actor=people["rao"], user=people[key], role=role, via="command"
            )
    return case


def _links(content: Mapping[str, Any], people: Mapping[str, User]) -> Links:
    """The entries of registers that a sale draws on, added on first need."""
    product = content["product"]
    found = Product.objects.filter(name=product["name"]).first()
    if found is None:
        fields = {key: product.get(key) or "" for key in ("name", "vendor", "description")}
        found = registers.add_entry(Product, actor=people["rao"], fields=fields, via="command")
        registers.confirm_profile(
            found,
            actor=people["novak"],
            capabilities=list(product.get("capabilities") or ()),
            complete=bool(product.get("capabilities")),
            note="As the product team states it.",
            via="command",
        )
    user = content["parties"][0]
    if user.get("type") in (None, "private"):
        return Links(product=found, party=_entry(Party, user, people))
    return Links(product=found, agency=_entry(Agency, user, people))


def _entry(register: Any, user: Mapping[str, Any], people: Mapping[str, User]) -> Any:
    if not user.get("name"):
        return None
    found = register.objects.filter(name=user["name"]).first()
    fields = {key: user.get(key) or "" for key in ("name", "country", "type", "region")}
    return found or registers.add_entry(register, actor=people["rao"], fields=fields, via="command")


def _work_on(cases: list[Case], people: Mapping[str, User]) -> None:
    """Give the cases a past: answers, files, words, tasks, reviews, one withdrawn."""
    rao, castro, okafor = people["rao"], people["castro"], people["okafor"]
    toll, fire, _clinic, _vote, court, _police, gate, bench, suite, reseller, crowd, _net = cases
    today = timezone.localdate()
    sheet = collaboration.attach_file(
        gate,
        actor=rao,
        upload=Upload(
            "vantage-gate.txt", [b"Vantage Gate. Data sheet, page 4: one-to-many search."]
        ),
        about=About(
            "Data sheet of Vantage Gate",
            "Northlight product team",
            "internal",
            effective_on=today - timedelta(days=200),
            expires_on=today + timedelta(days=165),
        ),
        question="C1-Q07",
        via="command",
    )
    letter = collaboration.attach_file(
        gate,
        actor=rao,
        upload=Upload("end-use.txt", [b"Signed statement of end-use, valid for one year."]),
        about=About(
            "Statement of end-use",
            "Border Service, airports",
            "confidential",
            effective_on=today - timedelta(days=380),
            expires_on=today - timedelta(days=15),
        ),
        question="C4-Q03",
        via="command",
    )
    question = answering.get_question("C4-Q03")
    said = answering.answered(gate, question, services.content_of(gate)).values
    answering.give_answers(
        gate,
        [
            Given(
                "C1-Q07",
                {"product.comparable_reported_misused": "yes"},
                Ground(
                    "Data sheet",
                    "page 4",
                    today - timedelta(days=200),
                    "a comparable gate was reported in 2018",
                    sheet,
                ),
            ),
            Given(
                "C4-Q03",
                {**said, "buyer.evasive": "no", "deal.hidden_client": "not_known"},
                Ground(
                    "Statement of end-use",
                    "section 2",
                    today - timedelta(days=380),
                    evidence=letter,
                ),
            ),
        ],
        actor=rao,
        via="command",
    )
    collaboration.comment(
        gate,
        actor=castro,
        text="Who puts people on the watchlist? Ask before we go on.",
        via="command",
    )
    collaboration.assign(
        gate,
        actor=rao,
        to=people["novak"],
        place="C5",
        due_on=today + timedelta(days=6),
        note="Can the watchlist search be left out of this delivery?",
        via="command",
    )
    collaboration.assign(
        bench,
        actor=rao,
        to=castro,
        place="C7",
        due_on=today - timedelta(days=3),
        note="Ask for the logs again.",
        via="command",
    )
    services.submit_case(toll, actor=rao, via="command")
    services.submit_case(court, actor=rao, via="command")
    services.keep_run(suite, actor=castro, via="command")
    services.withdraw_case(
        crowd,
        actor=okafor,
        reason="The firm does not sell this product for this use.",
        via="command",
    )
    collaboration.set_aside(
        fire,
        actor=rao,
        consideration="C7",
        reason="Nothing is delivered before the season.",
        via="command",
    )
    collaboration.comment(
        reseller,
        actor=people["lim"],
        text="The reseller will name the end-user next week.",
        via="command",
    )
    _accept_one(bench, okafor)


def _accept_one(case: Case, actor: User) -> None:
    """Answer for one raised finding, so that the tour shows what that looks like."""
    raised = next(one for one in findings.told(case) if one.needs_attention)
    findings.resolve_finding(
        raised.finding,
        actor=actor,
        kind=ResolutionKind.ACCEPTED,
        reason="Updates stay stopped until the logs arrive; looked at again each quarter.",
        until=timezone.localdate() + timedelta(days=90),
        via="command",
    )
