"""Customers and firms that must not be heard of: what they have, and what would tell of each."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.house import oracle
from tests.house.every_route import ULID
from tests.house.house import House
from tests.house.payment_methods import save_card
from tests.house.people import browser_of, contact_of
from tests.house.standing_twice import our_id
from tests.house.subscriptions import price, subscribe

OWN_ID = re.compile(rf"\b([a-z]{{3}})_{ULID}\b")
PROVIDERS_REF = re.compile(r"\b(?:cus|in|pi|ch|sub|pm)_[A-Za-z0-9]{8,}\b")


@dataclass
class Stranger:
    """ids: by their kind. telling: whatever in an answer would tell of it. searches: that find it
    for those who may."""

    word: str
    customer_id: str
    ids: dict[str, list[str]]
    telling: set[str]
    searches: list[str]

    def adds(self, kind: str, ids: Iterable[str]) -> None:
        found = list(ids)
        self.ids[kind] = [*self.ids.get(kind, []), *found]
        self.telling |= set(found)


def furnish(house: House, word: str) -> str:
    """A customer with something of everything, the word in each text; its ref."""
    made = house.call(
        "post",
        "/v1/customers",
        name=f"{word} Bouw",
        email=f"{word.lower()}@bouw.example",
        phone=f"+31 {word}",
        address={"line1": f"{word}straat 1", "city": word, "country": "NL"},
    )
    ref = str(made["id"])
    paid = _invoice(house, ref, word)
    house.call("post", f"/v1/invoices/{paid}/pay", payment_method="pm_card_visa")
    _invoice(house, ref, word)
    save_card(house, ref)
    subscribe(house, ref, price(house, name=f"{word} hosting"), description=f"{word} hosting")
    return ref


def hear(house: House) -> None:
    """What this firm is told, of an account that others have connected as well."""
    told = house.simulator.take()
    house.hear(each for each in told if house.tenant in each.url)
    assert not house.work_off()


def of_customer(house: House, ref: str, word: str) -> Stranger:
    """Of a firm whose other customers must not hear of it."""
    own = our_id(house, ref)
    rows = [row for row in oracle.every_row(house.tenant) if f"CUSTOMER#{own}" in str(row["pk"])]
    found = _stranger(rows, word, own)
    found.ids["con"] = [_data(row)["id"] for row in rows if str(row["sk"]).startswith("CONTACT#")]
    found.telling -= {house.tenant, house.connection}
    _with_a_device(house, ref, found)
    return found


def of_firm(house: House, ref: str, word: str) -> Stranger:
    """With one customer, of an account that the other firm has connected too."""
    found = _stranger(oracle.every_row(house.tenant), word, our_id(house, ref))
    found.telling = {text for text in found.telling if not PROVIDERS_REF.fullmatch(text)}
    _with_a_device(house, ref, found)
    return found


def _invoice(house: House, ref: str, word: str) -> str:
    asked = {"collection_method": "send_invoice", "days_until_due": 14}
    made = house.call("post", "/v1/invoices", customer=ref, description=f"{word} memo", **asked)
    item = {"amount": 12_100, "currency": "eur", "description": f"{word} work"}
    house.call("post", "/v1/invoiceitems", customer=ref, invoice=made["id"], **item)
    house.call("post", f"/v1/invoices/{made['id']}/finalize")
    return str(made["id"])


def _with_a_device(house: House, ref: str, of: Stranger) -> None:
    devices = browser_of(house, contact_of(house, ref)).get("/api/sessions").json["devices"]
    of.adds("ses", (device["id"] for device in devices))


def _stranger(rows: list[dict[str, Any]], word: str, own: str) -> Stranger:
    texts = [f"{row['pk']} {row['sk']} {row.get('data', '')}" for row in rows]
    ids: dict[str, list[str]] = {}
    for one in (found for text in texts for found in OWN_ID.finditer(text)):
        if one[0] not in ids.setdefault(one[1], []):
            ids[one[1]].append(one[0])
    ids["cus"] = [own]
    numbers = [str(one["number"]) for one in map(_data, rows) if one.get("number")]
    email = f"{word.lower()}@bouw.example"
    refs = {ref for text in texts for ref in PROVIDERS_REF.findall(text)}
    named = {one for found in ids.values() for one in found}
    return Stranger(
        word,
        own,
        ids,
        {word, word.lower(), *numbers, *refs, *named},
        [f"{word} Bouw", email, own, ids["inv"][0], numbers[0]],
    )


def _data(row: dict[str, Any]) -> dict[str, Any]:
    text = str(row.get("data", ""))
    return json.loads(text) if text.startswith("{") else {}
