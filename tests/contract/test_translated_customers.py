"""Stripe's customers in our words: how they are reached, taxed and charged by default."""

from datetime import UTC, datetime
from typing import Any

import pytest

from balie.outside.providers.snapshots import Address, CustomerSnapshot, TaxId
from balie.outside.providers.stripe import translate
from tests.contract.conftest import ASKED_AT, START, Firm

HERENGRACHT = {
    "line1": "Herengracht 1",
    "line2": None,
    "postal_code": "1015 BA",
    "city": "Amsterdam",
    "state": None,
    "country": "NL",
}


def looked_at(firm: Firm, ref: str) -> CustomerSnapshot:
    raw = firm.get(f"/v1/customers/{ref}", expand=["tax_ids"])
    return translate.customer(raw, ASKED_AT, raw["tax_ids"]["data"])


def test_a_customer(firm: Firm) -> None:
    found = looked_at(firm, firm.customer(preferred_locales=["nl-NL", "en"]))
    assert (found.name, found.email) == ("Van Dijk Architecten", "sanne@vandijk.example")
    assert (found.language, found.deleted) == ("nl", False)
    assert found.created_at == datetime.fromtimestamp(START, UTC)


def test_what_a_bill_is_addressed_to(firm: Firm) -> None:
    found = looked_at(firm, firm.customer(address=HERENGRACHT, phone="+31201234567"))
    assert found.address == Address(**HERENGRACHT)
    assert found.phone == "+31201234567"


@pytest.mark.parametrize("address", [None, {}, dict.fromkeys(HERENGRACHT), {"line1": ""}])
def test_an_address_of_which_nothing_is_known_is_none(address: Any) -> None:
    raw = {"id": "cus_1", "object": "customer", "created": START, "address": address}
    assert translate.customer(raw, ASKED_AT).address is None


def test_the_tax_ids_of_a_customer(firm: Firm) -> None:
    ref = firm.customer(tax_id_data=[{"type": "eu_vat", "value": "NL123456789B01"}])
    firm.post(f"/v1/customers/{ref}/tax_ids", type="gb_vat", value="GB123456789")
    found = looked_at(firm, ref).tax_ids
    assert found is not None
    assert set(found) == {
        TaxId(type="eu_vat", value="NL123456789B01", verification="verified"),
        TaxId(type="gb_vat", value="GB123456789", verification="verified"),
    }


def test_a_tax_id_that_nobody_checks(firm: Firm) -> None:
    """`verification` is null for types that Stripe does not look up."""
    raw = firm.get(f"/v1/customers/{firm.customer()}")
    unchecked = {"type": "no_vat", "value": "123456789MVA", "verification": None}
    found = translate.customer(raw, ASKED_AT, [unchecked])
    assert found.tax_ids == (TaxId(type="no_vat", value="123456789MVA", verification=None),)


def test_tax_ids_that_were_not_asked_for_are_not_said_to_be_none(firm: Firm) -> None:
    raw = firm.get(f"/v1/customers/{firm.customer()}")
    assert translate.customer(raw, ASKED_AT).tax_ids is None
    assert translate.customer(raw, ASKED_AT, []).tax_ids == ()


def test_what_is_charged_unless_something_else_is_chosen(firm: Firm) -> None:
    ref = firm.customer()
    firm.save_method(ref, "pm_card_visa")
    raw = firm.get(f"/v1/customers/{ref}")
    chosen = raw["invoice_settings"]["default_payment_method"]
    assert translate.customer(raw, ASKED_AT).default_method_ref == chosen
    of_old = {**raw, "invoice_settings": {}, "default_source": "card_1Old"}
    assert translate.customer(of_old, ASKED_AT).default_method_ref == "card_1Old"
    assert translate.customer({**raw, "default_source": "card_1Old"}, ASKED_AT) == (
        translate.customer(raw, ASKED_AT)
    )


@pytest.mark.parametrize("missing", ["address", "phone", "invoice_settings", "default_source"])
def test_a_customer_may_lack_what_older_versions_did_not_say(firm: Firm, missing: str) -> None:
    raw = firm.get(f"/v1/customers/{firm.customer()}")
    del raw[missing]
    assert translate.customer(raw, ASKED_AT).name == "Van Dijk Architecten"


def test_a_customer_that_says_little_about_itself(firm: Firm) -> None:
    ref = firm.post("/v1/customers", email="a@b.example")["id"]
    assert looked_at(firm, ref).name == "a@b.example"
    ref = firm.post("/v1/customers")["id"]
    found = looked_at(firm, ref)
    assert (found.name, found.email, found.language, found.phone) == (ref, None, None, None)


def test_the_tombstone_of_a_customer(firm: Firm) -> None:
    ref = firm.customer()
    firm.delete(f"/v1/customers/{ref}")
    found = translate.customer(firm.get(f"/v1/customers/{ref}"), ASKED_AT)
    assert (found.ref, found.deleted, found.address) == (ref, True, None)
