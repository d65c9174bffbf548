"""Stripe's payment methods and mandates in our words: what can be charged, and for how long."""

from datetime import UTC, datetime
from typing import Any

import pytest

from balie.outside.providers.snapshots import Mandate, MandateStatus, PaymentMethodSnapshot
from balie.outside.providers.stripe import translate
from tests.contract.conftest import ASKED_AT, START, Firm, Raw

IBAN = "NL39RABO0300065264"


def saved(firm: Firm, token: str) -> Raw:
    """The one method of a new customer, as fetched."""
    customer = firm.customer()
    firm.save_method(customer, token)
    (listed,) = firm.get(f"/v1/customers/{customer}/payment_methods")["data"]
    return firm.get(f"/v1/payment_methods/{listed['id']}")


def read(raw: Raw, mandate: Raw | None = None) -> PaymentMethodSnapshot:
    return translate.payment_method(raw, mandate, ASKED_AT)


def mandate_of(firm: Firm, method: Raw) -> Raw:
    made = firm.post(
        "/v1/setup_intents",
        customer=method["customer"],
        payment_method=method["id"],
        confirm=True,
    )
    return firm.get(f"/v1/mandates/{made['mandate']}")


def test_a_card(firm: Firm) -> None:
    raw = saved(firm, "pm_card_visa")
    found = read(raw)
    assert (found.ref, found.customer_ref) == (raw["id"], raw["customer"])
    assert found.created_at == datetime.fromtimestamp(START, UTC)
    assert (found.type, found.label, found.last4) == ("card", "Visa •••• 4242", "4242")
    assert (found.expires_year, found.expires_month) == (2030, 8)
    assert (found.country, found.mandate) == ("NL", None)


def test_an_account_that_is_debited_under_a_mandate(firm: Firm) -> None:
    raw = saved(firm, IBAN)
    mandate = mandate_of(firm, raw)
    found = read(raw, mandate)
    assert (found.type, found.label, found.country) == ("sepa_debit", "SEPA •••• 5264", "NL")
    assert (found.last4, found.expires_year, found.expires_month) == ("5264", None, None)
    assert found.mandate == Mandate(
        ref=mandate["id"],
        status=MandateStatus.ACTIVE,
        reference=mandate["payment_method_details"]["sepa_debit"]["reference"],
        accepted_at=datetime.fromtimestamp(START, UTC),
    )


@pytest.mark.parametrize("status", MandateStatus)
def test_every_status_of_a_mandate_is_known(firm: Firm, status: MandateStatus) -> None:
    raw = saved(firm, IBAN)
    found = read(raw, {**mandate_of(firm, raw), "status": status.value})
    assert found.mandate is not None
    assert found.mandate.status is status


@pytest.mark.parametrize("missing", ["customer_acceptance", "payment_method_details"])
def test_a_mandate_may_lack_all_but_its_status(firm: Firm, missing: str) -> None:
    raw = saved(firm, IBAN)
    mandate = mandate_of(firm, raw)
    del mandate[missing]
    found = read(raw, mandate)
    assert found.mandate is not None
    assert found.mandate.status is MandateStatus.ACTIVE


def test_a_method_that_was_detached_names_nobody(firm: Firm) -> None:
    raw = saved(firm, "pm_card_visa")
    firm.post(f"/v1/payment_methods/{raw['id']}/detach")
    gone = firm.get(f"/v1/payment_methods/{raw['id']}")
    assert read(gone).customer_ref is None
    assert read({name: value for name, value in raw.items() if name != "customer"}) == read(gone)


def test_a_card_kept_since_before_there_were_payment_methods(firm: Firm) -> None:
    """https://docs.stripe.com/payments/older-apis: such a card is shown as a PaymentMethod."""
    raw = {**saved(firm, "pm_card_visa"), "id": "card_1Old"}
    assert (read(raw).ref, read(raw).label) == ("card_1Old", "Visa •••• 4242")


@pytest.mark.parametrize("details", [{}, None, {"link": {"email": "sanne@vandijk.example"}}])
def test_a_method_of_which_nothing_else_is_known(details: Any) -> None:
    raw = {"id": "pm_1", "created": START, "customer": "cus_1", "type": "link", **(details or {})}
    found = read(raw)
    assert (found.label, found.last4, found.country, found.expires_year) == (
        "Link",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("method", "needed"),
    [
        ({"type": "sepa_debit", "customer": "cus_1"}, True),
        ({"type": "bacs_debit", "customer": "cus_1"}, True),
        ({"type": "sepa_debit", "customer": None}, False),
        ({"type": "card", "customer": "cus_1"}, False),
    ],
)
def test_a_mandate_is_looked_for_where_one_is_needed(method: Raw, needed: bool) -> None:
    assert translate.needs_mandate(method) is needed


def test_a_charge_names_the_mandate_that_it_was_debited_under(firm: Firm) -> None:
    raw = saved(firm, IBAN)
    firm.pay(
        firm.invoice(customer=raw["customer"], collection_method="charge_automatically"),
        payment_method=raw["id"],
    )
    (charge,) = firm.get("/v1/charges", customer=raw["customer"])["data"]
    named = translate.mandate_of_charge(charge, raw["id"])
    assert named is not None
    assert firm.get(f"/v1/mandates/{named}")["payment_method"] == raw["id"]
    assert translate.mandate_of_charge(charge, "pm_another") is None


def test_a_payment_by_ideal_leaves_an_account_and_its_mandate() -> None:
    """https://docs.stripe.com/payments/ideal/set-up-payment"""
    charge = {
        "id": "ch_1",
        "payment_method": "pm_ideal",
        "payment_method_details": {
            "type": "ideal",
            "ideal": {
                "generated_sepa_debit": "pm_sepa",
                "generated_sepa_debit_mandate": "mandate_1",
            },
        },
    }
    assert translate.mandate_of_charge(charge, "pm_sepa") == "mandate_1"
    assert translate.mandate_of_charge(charge, "pm_ideal") is None
    method = {"type": "sepa_debit", "sepa_debit": {"generated_from": {"charge": "ch_1"}}}
    assert translate.generated_by_charge(method) == "ch_1"


@pytest.mark.parametrize("generated_from", [None, {}, {"charge": None, "setup_attempt": "setatt"}])
def test_most_accounts_come_from_no_charge(generated_from: Any) -> None:
    method = {"type": "sepa_debit", "sepa_debit": {"generated_from": generated_from}}
    assert translate.generated_by_charge(method) is None


@pytest.mark.parametrize("charge", [{}, {"payment_method_details": None}])
def test_a_charge_of_no_known_way_names_no_mandate(charge: Raw) -> None:
    assert translate.mandate_of_charge({"payment_method": "pm_1", **charge}, "pm_1") is None
