"""How customers pay: each function writes one line with its truth, or none when it cannot."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.house.bank_books import Made

OWN_IBAN = "NL55ABNA4194998049"
SAYINGS = ("factuur {}", "Rechnung {}", "Invoice {}", "Facture no {}", "betr. fact. {}", "RNr {}")
POLITE = ("", " dank u", " merci", " vielen Dank", " dd 05-06-2026", " vom 05.06.2026", " week 23")
BESIDE = (
    "order {0} ", "PO {1} ", "tel 053-30{0} ", "Kd-Nr {0} ", "klantnr {0} ", "Lieferschein {1} ",
    "project {0} ", "commande {1} ", "20260604 ", "januari 2026 ", "",
)  # fmt: skip
Invoice = dict[str, Any]


def written_name(rng: random.Random, name: str) -> str:
    """In capitals, without accents, cut at 35, without its legal form, or with a sign lost."""
    if rng.random() < 0.3:
        name = name.upper()
    if rng.random() < 0.3:
        name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    if rng.random() < 0.3 and len(name.split()) > 2:
        name = " ".join(name.split()[:2])
    if rng.random() < 0.04:
        place = rng.randrange(1, len(name))
        name = name[:place] + name[place + 1 :]
    return name[: rng.choice((35, 70))]


def _one(made: Made, *, least: int = 1) -> tuple[dict[str, Any], list[Invoice]] | None:
    customer = made.rng.choice(made.customers)
    found = made.open_of(customer["id"])
    return (customer, found) if len(found) >= least else None


def _pays(made: Made, kind: str, parts: list[tuple[Invoice, int]], **more: Any) -> dict[str, Any]:
    made.paid(parts)
    apply = [[invoice["id"], amount] for invoice, amount in parts]
    return {"class": kind, "kind": "match", "apply": apply, "auto_ok": True} | more


def _full(made: Made, invoice: Invoice) -> int:
    return made.due[invoice["id"]]


def _text(made: Made, number: str) -> str:
    return made.rng.choice(SAYINGS).format(number) + made.rng.choice(POLITE)


def _reference(made: Made, invoice: Invoice) -> dict[str, Any]:
    """Structured, in the text with spaces, or in the end-to-end id."""
    kind, value = made.rng.choice(list(invoice["refs"].items()))
    way = made.rng.randrange(4)
    if way == 0:
        return {"structured_ref": value}
    if way == 1:
        return {"end_to_end_id": invoice["end_to_end_id"]}
    if kind == "ogm":
        return {"text": f"+++{value[:3]}/{value[3:7]}/{value[7:]}+++"}
    return {"text": " ".join(value[at : at + 4] for at in range(0, len(value), 4))}


def by_reference(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    label = _pays(made, "exact_ref", [(invoice, amount)])
    made.add(label, amount=amount, **made.payer(found[0]), **_reference(made, invoice))
    return True


def by_number(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    text = _text(made, invoice["number"])
    kind = "number_exact"
    if made.rng.random() < 0.4:
        beside = made.rng.choice(BESIDE).format(
            made.rng.randrange(10**4), made.rng.randrange(10**5)
        )
        other = made.rng.choice(made.invoices)["number"]
        beside = made.rng.choice((beside, beside, f"order {other} "))
        text, kind = beside + text, "number_distractors"
    made.add(_pays(made, kind, [(invoice, amount)]), amount=amount, text=text,
             **made.payer(found[0]))  # fmt: skip
    return True


def _mangled(rng: random.Random, number: str) -> str:
    place = rng.randrange(len(number))
    ways: list[Callable[[], str]] = [
        lambda: "".join(sign for sign in number if sign.isalnum()),
        lambda: number[:place] + " " + number[place:],
        lambda: number.replace("-", "/").replace(".", "-").lower(),
        lambda: "".join(sign for sign in number if sign.isdigit()),
        lambda: number.translate(str.maketrans("015", "OIS")),
        lambda: number[:place] + rng.choice("0123456789") + number[place + 1 :],
        lambda: number[: place - 1] + number[place : place + 1] + number[place - 1 : place]
        + number[place + 1 :] if place else number,
        lambda: number[-4:],
        lambda: f"nr{number}",
    ]  # fmt: skip
    return rng.choice(ways)()


def by_mangled_number(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    text = _text(made, _mangled(made.rng, invoice["number"]))
    equal = [each for each in found[1] if _full(made, each) == amount]
    accept = [[[each["id"], amount]] for each in equal]
    named = [each for each in found[1] if each["number"] in text and each is not invoice]
    label = _pays(made, "number_noisy", [(invoice, amount)], accept=accept, auto_ok=not named)
    made.add(label, amount=amount, text=text, **made.payer(found[0]))
    return True


def by_payer_alone(made: Made) -> bool:
    """Nothing said. The only one of the amount, or equal ones, of which any is right."""
    found = _one(made)
    if not found:
        return False
    invoice = found[1][0]
    amount = _full(made, invoice)
    payer = made.payer(found[0])
    accept = [[[each["id"], amount]] for each in found[1] if _full(made, each) == amount]
    sure = _is_known(made, found[0], payer)
    label = _pays(made, "iban_amount" if sure else "name_amount_unique", [(invoice, amount)],
                  accept=accept, auto_ok=sure,
                  auto_tolerated=_is_told_apart(made, found[0], amount, payer))  # fmt: skip
    made.add(label, amount=amount, text=made.rng.choice(("", "retainer", "week 23", "06/2026")),
             **payer)  # fmt: skip
    return True


def _is_known(made: Made, customer: dict[str, Any], payer: dict[str, str]) -> bool:
    """Whether the account is this customer's, and no other's."""
    iban = payer["payer_iban"]
    having = [each for each in made.customers if iban in each["known_ibans"]]
    return having == [customer]


def _is_told_apart(
    made: Made, customer: dict[str, Any], amount: int, payer: dict[str, str]
) -> bool:
    """Whether its legal form is said, or none of nearly the same name has this amount open."""
    whole = plain(customer["name"]).split()
    said = plain(payer["payer_name"]).split()
    if len(said) > 2 and said == whole[: len(said)]:
        return True
    return not any(
        plain(each["name"]).split()[:2] == whole[:2]
        and any(_full(made, invoice) == amount for invoice in made.open_of(each["id"]))
        for each in made.customers
        if each is not customer
    )


def plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def a_part(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice) // made.rng.choice((2, 3, 4))
    if amount in {_full(made, each) for each in found[1]} or amount < 100:
        return False
    label = _pays(made, "partial", [(invoice, amount)])
    made.add(label, amount=amount, text=_text(made, invoice["number"]), **made.payer(found[0]))
    return True


def too_much(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    label = _pays(made, "overpayment", [(invoice, amount)])
    made.add(label, amount=amount + made.rng.choice((100, 999, 5000)), **made.payer(found[0]),
             text=_text(made, invoice["number"]))  # fmt: skip
    return True


def less_charges(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    kept = made.rng.choice((500, 1250, amount * 2 // 100))
    if kept >= amount:
        return False
    text = _text(made, invoice["number"]) + f" /CHGS/EUR{kept // 100},{kept % 100:02}"
    label = _pays(made, "fee_deducted", [(invoice, amount)])
    label |= {"apply": [[invoice["id"], amount - kept]], "accept": [[[invoice["id"], amount]]]}
    made.add(label, amount=amount - kept, text=text, charges=kept, **made.payer(found[0]))
    return True


def a_list(made: Made) -> bool:
    found = _one(made, least=3)
    if not found:
        return False
    chosen = made.rng.sample(found[1], made.rng.randrange(2, min(len(found[1]), 6)))
    join = made.rng.choice((", ", " + ", " en ", " und ", "; ", " "))
    numbers = [each["number"] for each in chosen]
    if made.rng.random() < 0.3:
        tails = (re.sub(r"\D", "", each)[-4:] for each in numbers[1:])
        numbers = [numbers[0], *tails]
    total = sum(_full(made, each) for each in chosen)
    label = _pays(made, "multi_listed", [(each, _full(made, each)) for each in chosen])
    made.add(label, amount=total, text=f"facturen {join.join(numbers)}", **made.payer(found[0]))
    return True


def everything(made: Made) -> bool:
    found = _one(made, least=2)
    if not found or len(found[1]) > 12:
        return False
    total = sum(_full(made, each) for each in found[1])
    payer = made.payer(found[0])
    label = _pays(made, "multi_unlisted", [(each, _full(made, each)) for each in found[1]],
                  auto_ok=_is_known(made, found[0], payer),
                  auto_tolerated=_is_told_apart(made, found[0], total, payer))  # fmt: skip
    made.add(label, amount=total, text=made.rng.choice(("", "alles")), **payer)
    return True


def a_third_party(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = made.rng.choice(found[1])
    amount = _full(made, invoice)
    label = _pays(made, "third_party_right_ref", [(invoice, amount)])
    made.add(label, amount=amount, payer_name="Payroll & Pay Zrt", payer_iban=made.iban("HU"),
             structured_ref=invoice["refs"]["rf"])  # fmt: skip
    return True


def nobody_known(made: Made) -> bool:
    found = _one(made)
    if not found:
        return False
    invoice = found[1][0]
    amount = _full(made, invoice)
    label = _pays(made, "amount_ambiguous", [(invoice, amount)], auto_ok=False)
    person = f"{made.rng.choice('ABCDEJ')}. {found[0]['name'].split()[0]}"
    made.add(label, amount=amount, payer_iban=made.iban("DE"), text="betaling",
             payer_name=made.rng.choice(("", person, "Treuhandkonto")))  # fmt: skip
    return True


def a_wrong_number(made: Made) -> bool:
    """It names a paid invoice of its own, or another customer's, and pays something else."""
    found = _one(made)
    if not found:
        return False
    own = [each for each in made.of[found[0]["id"]] if each["open"] == 0]
    others = [each for each in made.invoices if each["customer_id"] != found[0]["id"]]
    named = made.rng.choice(own or others)
    if made.rng.random() < 0.5:
        named = made.rng.choice(others)
    amount = _full(made, found[1][0])
    label = _pays(made, "wrong_ref", [(found[1][0], amount)], auto_ok=False)
    said: dict[str, Any] = {"structured_ref": named["refs"]["rf"]}
    if made.rng.random() < 0.4 and not _near(named["number"], found[1]):
        said = {"text": _text(made, named["number"])}
    made.add(label, amount=amount, **made.payer(found[0]), **said)
    return True


def _near(number: str, own: list[Invoice]) -> bool:
    """A wrong number that may as well be a right one with an error in it."""
    return any(
        sum(one != other for one, other in zip(number, each["number"], strict=False)) <= 2
        for each in own
    )


def nothing_of_ours(made: Made) -> bool:
    amount = _full(made, made.rng.choice(made.invoices)) or 50000
    any_number = made.rng.choice(made.invoices)["number"]
    who = made.rng.choice(made.customers)
    name, text = made.rng.choice(
        (
            ("Finanzamt", "USt-Erstattung 2026"), ("Belastingdienst", "teruggaaf OB 1e kw 2026"),
            ("Allianz Versicherung", f"Schaden {any_number}"), ("ING Bank", "creditrente"),
            (who["name"], f"Gutschrift {any_number}"), ("Stripe Payments Europe", "PAYOUT 882190"),
            ("Marktplaats", f"verkoop kast postcode {any_number}"), ("", "huur juni 2026"),
            (f"A. {who['name'].split()[0]}", "contributie 2026"),
        )
    )  # fmt: skip
    label = {"class": "unrelated", "kind": "none"}
    made.add(label, amount=amount, payer_name=name, payer_iban=made.iban("LU"), text=text)
    return True


def own_transfer(made: Made) -> bool:
    label = {"class": "own_transfer", "kind": "none"}
    made.add(label, amount=50000, payer_name="Eigen rekening", payer_iban=OWN_IBAN, text="sparen")
    return True


def _earlier(made: Made) -> dict[str, Any] | None:
    recent = [
        each
        for each in made.entries[-60:]
        if made.labels[each["id"]]["kind"] == "match" and each["source"] == "camt053"
        and not made.labels[each["id"]].get("done") and each["payer_iban"]
    ]  # fmt: skip
    return made.rng.choice(recent) if recent else None


def a_copy(made: Made) -> bool:
    """The same entry again: in the same kind of file, or in another without its reference."""
    first = _earlier(made)
    if not first:
        return False
    made.labels[first["id"]]["done"] = True
    source = made.rng.choice(("camt053", "camt052", "mt940"))
    again = {key: value for key, value in first.items() if key != "id"} | {"source": source}
    if source != "camt053":
        again |= {"bank_ref": None}
    if source == "mt940":
        again |= {"payer_name": first["payer_name"].upper(), "text": first["text"].upper()}
    made.add({"class": "duplicate", "kind": "duplicate", "of": first["id"]}, **again)
    return True


def given_back(made: Made) -> bool:
    first = _earlier(made)
    if not first or made.labels[first["id"]]["class"] in ("partial", "overpayment", "lump"):
        return False
    label = made.labels[first["id"]]
    label["done"] = True
    for invoice, amount in label["apply"]:
        kept = made.by_id[invoice]["open"] if label["class"] == "fee_deducted" else amount
        made.due[invoice] += kept
    made.add({"class": "return", "kind": "return", "of": first["id"]}, amount=-first["amount"],
             payer_name=first["payer_name"], payer_iban=first["payer_iban"],
             text=first["text"], structured_ref=first["structured_ref"], type="RT")  # fmt: skip
    return True


def paid_twice(made: Made) -> bool:
    """A second genuine payment of what is paid: credit, and no copy."""
    first = _earlier(made)
    if not first or made.labels[first["id"]]["class"] not in ("exact_ref", "number_exact"):
        return False
    made.labels[first["id"]]["done"] = True
    again = {key: value for key, value in first.items() if key not in ("id", "bank_ref", "date")}
    made.add({"class": "double_payment", "kind": "none"}, **again)
    return True


def on_account(made: Made) -> bool:
    found = _one(made, least=3)
    if not found:
        return False
    amount = sum(_full(made, each) for each in found[1][:-1]) // 10000 * 10000
    if amount <= 0:
        return False
    parts, left = [], amount
    for invoice in found[1]:
        part = min(left, _full(made, invoice))
        if part:
            parts.append((invoice, part))
        left -= part
    label = _pays(made, "lump_oldest_first", parts, auto_ok=False, auto_tolerated=True)
    made.add(label, amount=amount, text="payment on account", **made.payer(found[0]))
    return True


MAKE: dict[str, Callable[[Made], bool]] = {
    made.__name__: made
    for made in (
        by_reference, by_number, by_mangled_number, by_payer_alone, a_part, too_much, less_charges,
        a_list, everything, a_third_party, nobody_known, a_wrong_number, nothing_of_ours,
        own_transfer, a_copy, given_back, paid_twice, on_account,
    )
}  # fmt: skip
WEIGHTS = dict(
    by_reference=22, by_number=22, by_mangled_number=10, by_payer_alone=9, a_part=4, too_much=2,
    less_charges=3, a_list=7, everything=2, a_third_party=4, nobody_known=3, a_wrong_number=3,
    nothing_of_ours=6, own_transfer=1, a_copy=3, given_back=2, paid_twice=2, on_account=1,
)  # fmt: skip
