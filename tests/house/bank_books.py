"""Made-up firms whose customers pay in every bad way there is, with the truth beside each line.

A book has customers, invoices, bank entries and labels, in the shape that `balie bank match` reads;
`wrong` and `Figures` judge what was booked. One seed, one book, always the same.
"""

import random
import re
import string
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests.house import bank_habits as habits
from tests.house.bank_numbers import STYLES, betalingskenmerk, ogm, rf

FIRST_DAY = date(2026, 6, 1)
RETAINERS = (25000, 30250, 50000, 60500, 72600, 120000)
STEMS = re.findall(
    r"\w+",
    """Aal Berk Civo Dorn Elst Falk Grein Hoog Iris Jade Kelp Linde Mira Nox Olm Prisma Quint Rivo
    Sol Tarn Ural Vega Wilg Xeno Ypra Zand Brons Cedar Delta Ember Fjord Gaard Halo Ivory""",
)
TRADES = re.findall(
    r"\w+",
    """Bouw Bakkerij Logistik Immobilier Consulting Elektro Gartenbau Traiteur Media Transport
    Interieur Software Druck Services Advies Supplies Metaal Optiek""",
)
FAMILIES = re.findall(
    r"[\w']+",
    """Jansen Müller Lefèvre Smit Weiß Dubois Bergström Peeters O'Neill Kowalski Schröder Vermeer
    Claes Hughes Noël Günther Maes Dekker Fischer Lambert""",
)
FORMS: tuple[str, ...] = (
    "BV",
    "B.V.",
    "NV",
    "GmbH",
    "GmbH & Co. KG",
    "SARL",
    "SA",
    "Ltd",
    "VOF",
    "AG",
    "e.K.",
)
FORMS += ("UG (haftungsbeschränkt)",)


@dataclass
class Made:
    """A book in the making. due: what is truly open, by invoice."""

    seed: int
    rng: random.Random
    customers: list[dict[str, Any]] = field(default_factory=list)
    invoices: list[dict[str, Any]] = field(default_factory=list)
    entries: list[dict[str, Any]] = field(default_factory=list)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    due: dict[str, int] = field(default_factory=dict)
    of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    by_id: dict[str, dict[str, Any]] = field(default_factory=dict)
    day: date = FIRST_DAY
    style: str = ""

    def iban(self, country: str = "NL") -> str:
        return f"{country}{self.rng.randrange(10, 99)}BANK{self.rng.randrange(10**9, 10**10)}"

    def open_of(self, customer_id: str) -> list[dict[str, Any]]:
        found = [each for each in self.of[customer_id] if self.due[each["id"]] > 0]
        return sorted(found, key=lambda each: (each["due"], each["issued"], each["id"]))

    def add(self, label: dict[str, Any], **said: Any) -> dict[str, Any]:
        name = f"T{len(self.entries):06}"
        told: dict[str, Any] = {
            "id": name,
            "date": str(self.day),
            "value_date": str(self.day),
            "currency": "EUR",
        }
        told |= {"payer_name": "", "payer_iban": "", "structured_ref": None, "text": ""}
        told |= {"end_to_end_id": self.rng.choice(("NOTPROVIDED", None, self.letters()))}
        told |= {"bank_ref": str(self.rng.randrange(10**11, 10**12)), "source": "camt053"}
        self.entries.append(told | {"type": "CT"} | said)
        self.labels[name] = label
        return self.entries[-1]

    def letters(self) -> str:
        return "E" + "".join(self.rng.choices(string.digits, k=9))

    def payer(self, customer: dict[str, Any], known: bool = True) -> dict[str, str]:
        """Its name as banks write it, and an account seen before if it has one."""
        iban = self.rng.choice(customer["known_ibans"]) if customer["known_ibans"] and known else ""
        return {
            "payer_name": habits.written_name(self.rng, customer["name"]),
            "payer_iban": iban or customer["new_iban"],
        }

    def paid(self, parts: list[tuple[dict[str, Any], int]]) -> None:
        for invoice, amount in parts:
            self.due[invoice["id"]] -= amount


def book(
    seed: int, *, lines: int = 1000, invoices: int = 2250, customers: int = 400
) -> dict[str, Any]:
    made = Made(seed, random.Random(seed))
    made.style = list(STYLES)[seed % len(STYLES)]
    _customers(made, customers)
    _invoices(made, invoices)
    kinds, weights = zip(*habits.WEIGHTS.items(), strict=True)
    for place in range(lines):
        made.day = FIRST_DAY + timedelta(days=place * 20 // lines)
        for _ in range(20):
            if habits.MAKE[made.rng.choices(kinds, weights)[0]](made):
                break
    return {
        "config": {"seed": seed, "number_style": made.style},
        "own_ibans": [habits.OWN_IBAN],
        "customers": made.customers,
        "invoices": made.invoices,
        "transactions": made.entries,
        "labels": made.labels,
    }


def _customers(made: Made, count: int) -> None:
    rng = made.rng
    for place in range(count):
        stem = rng.choice((*STEMS, *FAMILIES)) + rng.choice(("", "", rng.choice(STEMS).lower()))
        name = f"{stem} {rng.choice(TRADES)} {rng.choice(FORMS)}"
        if place % 60 == 59:  # a sister with the same name and another legal form
            name = " ".join(made.customers[-1]["name"].split()[:2]) + " Holding"
        ibans = [made.iban() for _ in range(rng.choice((0, 1, 1, 2)))]
        if place % 40 == 39 and made.customers[-1]["known_ibans"]:
            ibans = made.customers[-1]["known_ibans"]
        made.customers.append(
            {
                "id": f"C{place:05}",
                "name": name,
                "country": "NL",
                "customer_no": str(100000 + place),
                "known_ibans": ibans,
                "new_iban": made.iban("BE"),
            }
        )


def _invoices(made: Made, count: int) -> None:
    rng = made.rng
    number = STYLES[made.style]
    retainer = {each["id"]: rng.choice(RETAINERS) for each in made.customers}
    for place in range(count):
        customer = rng.choice(made.customers)
        issued = date(2025, 9, 1) + timedelta(days=place * 270 // count)
        amount = retainer[customer["id"]] if rng.random() < 0.4 else rng.randrange(2000, 400000)
        serial = place + 1 + made.seed * 37 % 500
        is_open = rng.random() < 0.67
        invoice = {
            "id": f"I{place:06}",
            "number": number(serial, issued, customer),
            "customer_id": customer["id"],
            "issued": str(issued),
            "due": str(issued + timedelta(days=rng.choice((14, 30, 30)))),
            "amount": amount,
            "open": amount if is_open else 0,
            "status": "open" if is_open else "paid",
            "currency": "EUR",
            "refs": {"rf": rf(f"{serial:08}"), "ogm": ogm(serial)}
            | ({"betalingskenmerk": betalingskenmerk(serial)} if place % 2 else {}),
            "end_to_end_id": f"P{made.seed:04}{place:07}",
            "order_no": f"PO{rng.randrange(10**5)}",
        }
        made.invoices.append(invoice)
        made.by_id[invoice["id"]] = invoice
        made.due[invoice["id"]] = invoice["open"]
    made.of = {each["id"]: [] for each in made.customers}
    for invoice in made.invoices:
        made.of[invoice["customer_id"]].append(invoice)


@dataclass
class Figures:
    """Counts of one book. missed: decidable lines that were left, by class."""

    decidable: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    left: int = 0
    among_three: int = 0
    missed: Counter[str] = field(default_factory=Counter)
    unflagged: list[str] = field(default_factory=list)


def judge(labels: dict[str, Any], predictions: dict[str, Any]) -> Figures:
    """As the labels say: an automatic booking is right, or it is wrong; there is no between."""
    found = Figures()
    for name, label in labels.items():
        said = predictions[name]
        _judge_one(found, name, label, said)
        if label["kind"] in ("duplicate", "return") and said.get("flag_of") != label["of"]:
            found.unflagged.append(name)
    return found


def _judge_one(found: Figures, name: str, label: dict[str, Any], said: dict[str, Any]) -> None:
    is_match = label["kind"] == "match"
    truths = [sorted(map(tuple, each)) for each in _truths(label)]
    right = is_match and bool(said["auto"]) and sorted(map(tuple, said["auto"])) in truths
    decidable = is_match and label.get("auto_ok", True)
    found.decidable += decidable
    if said["auto"] and not (right and (decidable or label.get("auto_tolerated"))):
        found.wrong.append(name)
    found.right += right and decidable
    if decidable and not right:
        found.missed[label["class"]] += 1
    if is_match and not right and label["class"] != "amount_ambiguous":
        sets = [sorted(invoice for invoice, _ in each) for each in truths]
        found.left += 1
        found.among_three += any(sorted(each) in sets for each in said["suggest"][:3])


def _truths(label: dict[str, Any]) -> list[Any]:
    return [label["apply"], *label.get("accept", [])] if label["kind"] == "match" else []
