"""Which object each event points at; and whatever else arrives points at nothing."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.outside.providers.hints import REF, Kind
from balie.outside.providers.stripe.webhook_events import IGNORED, POINTS_AT, subject
from dev.stripe import params

# As Stripe sends them, cut to what tells one kind of object from another.
INVOICE = {"id": "in_1SV9xQ", "object": "invoice", "customer": "cus_TFy", "status": "open"}
PAYMENT_INTENT = {"id": "pi_3SV9xQ", "object": "payment_intent", "latest_charge": "ch_3SV9"}
CHARGE = {"id": "ch_3SV9xQ", "object": "charge", "payment_intent": "pi_3SV9xQ"}
REFUND = {"id": "re_3SV9xQ", "object": "refund", "charge": "ch_3SV9xQ"}
DISPUTE = {"id": "du_1SV9xQ", "object": "dispute", "charge": "ch_3SV9xQ"}
OBJECTS: dict[str, tuple[dict[str, Any], Kind, str]] = {
    "account.application": (
        {"id": "ca_1SV9xQ", "object": "application", "name": "Balie"},
        Kind.CONNECTION,
        "ca_1SV9xQ",
    ),
    "customer": ({"id": "cus_TFy", "object": "customer"}, Kind.CUSTOMER, "cus_TFy"),
    "customer.tax_id": (
        {"id": "txi_1SV9xQ", "object": "tax_id", "customer": "cus_TFy"},
        Kind.CUSTOMER,
        "cus_TFy",
    ),
    "customer.subscription": (
        {"id": "sub_1SV9xQ", "object": "subscription", "customer": "cus_TFy"},
        Kind.SUBSCRIPTION,
        "sub_1SV9xQ",
    ),
    "payment_method": (
        # Of one that was detached, `customer` is null.
        {"id": "pm_1SV9xQ", "object": "payment_method", "customer": None, "type": "card"},
        Kind.PAYMENT_METHOD,
        "pm_1SV9xQ",
    ),
    "mandate": (
        {"id": "mandate_1SV9xQ", "object": "mandate", "payment_method": "pm_1SV9xQ"},
        Kind.MANDATE,
        "mandate_1SV9xQ",
    ),
    "setup_intent": (
        {"id": "seti_1SV9xQ", "object": "setup_intent", "mandate": "mandate_1SV9xQ"},
        Kind.MANDATE,
        "mandate_1SV9xQ",
    ),
    "invoice": (INVOICE, Kind.INVOICE, "in_1SV9xQ"),
    "credit_note": (
        {"id": "cn_1", "object": "credit_note", "invoice": "in_1"},
        Kind.INVOICE,
        "in_1",
    ),
    "invoice_payment": (
        {"id": "inpay_1SV", "object": "invoice_payment", "invoice": "in_1SV9xQ"},
        Kind.INVOICE,
        "in_1SV9xQ",
    ),
    "payment_intent": (PAYMENT_INTENT, Kind.PAYMENT, "pi_3SV9xQ"),
    "charge": (CHARGE, Kind.PAYMENT, "pi_3SV9xQ"),
    "refund": ({**REFUND, "payment_intent": "pi_3SV9xQ"}, Kind.PAYMENT, "pi_3SV9xQ"),
    "charge.dispute": ({**DISPUTE, "payment_intent": "pi_3SV9xQ"}, Kind.PAYMENT, "pi_3SV9xQ"),
}
# All that tells of invoices, payments, ways to pay, customers and our own access.
LISTED = (
    "account.application.deauthorized",
    "cash_balance.funds_available",
    "charge.dispute.closed",
    "charge.dispute.created",
    "charge.dispute.funds_reinstated",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.updated",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "credit_note.created",
    "credit_note.updated",
    "credit_note.voided",
    "customer.created",
    "customer.deleted",
    "customer.updated",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "customer.subscription.updated",
    "customer_cash_balance_transaction.created",
    "invoice.created",
    "invoice.deleted",
    "invoice.finalization_failed",
    "invoice.finalized",
    "invoice.marked_uncollectible",
    "invoice.overdue",
    "invoice.overpaid",
    "invoice.paid",
    "invoice.payment_action_required",
    "invoice.payment_attempt_required",
    "invoice.payment_failed",
    "invoice.payment_succeeded",
    "invoice.sent",
    "invoice.upcoming",
    "invoice.updated",
    "invoice.voided",
    "invoice.will_be_due",
    "invoice_payment.paid",
    "mandate.updated",
    "payment_intent.partially_funded",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.succeeded",
    "payment_method.attached",
    "payment_method.automatically_updated",
    "payment_method.detached",
    "payment_method.updated",
    "refund.created",
    "refund.failed",
    "refund.updated",
    "setup_intent.setup_failed",
    "setup_intent.succeeded",
)
PATHS = {
    Kind.CUSTOMER: "/v1/customers",
    Kind.INVOICE: "/v1/invoices",
    Kind.PAYMENT: "/v1/payment_intents",
    Kind.PAYMENT_METHOD: "/v1/payment_methods",
    Kind.MANDATE: "/v1/mandates",
    Kind.SUBSCRIPTION: "/v1/subscriptions",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
REFLIKE = st.from_regex(r"[a-z]{2,12}_?[A-Za-z0-9_/.%\n-]{0,20}", fullmatch=True) | JSON


def event(of_type: str, named: Any) -> dict[str, Any]:
    return {
        "id": "evt_1SV9xQ",
        "object": "event",
        "api_version": "2026-09-30.endive",
        "created": 1_795_339_800,
        "data": {"object": named},
        "livemode": False,
        "type": of_type,
    }


def object_of(of_type: str) -> tuple[dict[str, Any], Kind, str]:
    return OBJECTS[of_type.rpartition(".")[0]]


@pytest.mark.parametrize("of_type", POINTS_AT)
def test_an_event_points_at_the_object_that_holds_the_fact(of_type):
    named, kind, ref = object_of(of_type)
    assert subject(event(of_type, named)) == (kind, ref)


@pytest.mark.parametrize("of_type", LISTED)
def test_each_event_that_matters_is_heard_or_passed_over_for_a_reason(of_type):
    assert (of_type in POINTS_AT) != (of_type in IGNORED)


def test_stripe_knows_every_type_that_endpoints_are_made_for():
    known = params.choices("WebhookEndpointCreateParams", "enabled_events")
    assert known >= {*POINTS_AT, *IGNORED}


def test_what_is_passed_over_has_its_reason():
    assert all(len(reason.split()) > 2 for reason in IGNORED.values())


@pytest.mark.parametrize("of_type", ["refund.updated", "charge.dispute.created"])
def test_a_reference_may_have_been_expanded(of_type):
    named, kind, ref = object_of(of_type)
    expanded = {**named, "payment_intent": {**PAYMENT_INTENT, "id": ref}}
    assert subject(event(of_type, expanded)) == (kind, ref)


@pytest.mark.parametrize("of_type", ["charge.refunded", "refund.created"])
def test_money_that_belongs_to_no_payment_intent_points_at_nothing(of_type):
    assert subject(event(of_type, {**object_of(of_type)[0], "payment_intent": None})) is None


def test_a_card_that_is_saved_has_no_mandate_to_look_at():
    """Its `payment_method.attached` says all that is new."""
    saved = {"id": "seti_1SV9xQ", "object": "setup_intent", "mandate": None}
    assert subject(event("setup_intent.succeeded", saved)) is None


@pytest.mark.parametrize(
    "of_type", ["invoice.upcoming", "product.created", "", "constructor", "invoice.paid ", "*"]
)
def test_other_events_point_at_nothing(of_type):
    assert subject(event(of_type, INVOICE)) is None


@pytest.mark.parametrize(
    "ref",
    [
        "",
        "in_",
        "in",
        "in_1/../cus_2",
        "in_1?expand[]=x",
        "in_1#",
        "in_1\n",
        "in_é",
        "in_" + "a" * 121,
    ]
    + ["../v1/refunds", "T#ten_1#TENANT", " in_1", None, 7, True, ["in_1"], {"id": 7}, {"id": {}}],
)
def test_what_no_provider_could_have_named_points_at_nothing(ref):
    assert subject(event("invoice.paid", {**INVOICE, "id": ref})) is None


@given(JSON, st.sampled_from(sorted(POINTS_AT)) | JSON)
def test_garbage_points_at_nothing_and_breaks_nothing(garbage, of_type):
    for sent in (
        {"type": of_type, "data": {"object": garbage}},
        {"type": of_type, "data": garbage},
        {"type": of_type},
        garbage if isinstance(garbage, dict) else {},
    ):
        found = subject(sent)
        assert found is None or REF.fullmatch(found[1])


@given(st.sampled_from(sorted(POINTS_AT)), REFLIKE)
def test_a_reference_that_is_taken_can_stand_in_a_url_and_in_a_key(of_type, ref):
    kind, field = POINTS_AT[of_type]
    found = subject(event(of_type, {field: ref}))
    assert found is None or found == (kind, ref if isinstance(ref, str) else ref["id"])
    assert found is None or set("/?#%.\n -").isdisjoint(found[1])


def test_whatever_a_history_tells_of_can_be_fetched(firm):
    """Paid, refunded, disputed, voided: each hint on the way names an object that is there."""
    paid = firm.invoice()
    firm.pay(paid)
    firm.post("/v1/refunds", payment_intent=firm.intents(paid)[0], amount=100)
    firm.pay(firm.invoice(), payment_method="pm_card_createDispute")
    firm.post(f"/v1/invoices/{firm.invoice()}/void")
    heard = set()
    for told in firm.get("/v1/events", limit=100)["data"]:
        found = subject(told)
        if found:
            heard.add(told["type"])
            kind, ref = found
            assert firm.get(f"{PATHS[kind]}/{ref}")["id"] == ref
    assert heard >= {
        "customer.created",
        "invoice.finalized",
        "invoice.paid",
        "invoice.voided",
        "payment_intent.succeeded",
        "charge.refunded",
        "charge.dispute.created",
    }
