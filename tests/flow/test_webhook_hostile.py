"""What is not authentic is refused with 4xx and writes nothing, whatever it looks like."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest

from balie.outside.providers.webhooks import LARGEST_BODY
from dev.stripe.outbox import Delivery, signature
from functions.webhook_in import app as webhook_in
from tests.house import oracle
from tests.house.house import House, open_house, webhook
from tests.house.invoices import open_invoice
from tests.house.lambda_events import LambdaContext
from tests.house.memory_aws import MemoryAws

Event = dict[str, Any]


def receive(event: Event) -> int:
    return int(webhook_in.handler(event, LambdaContext())["statusCode"])


def delivery(house: House) -> Delivery:
    open_invoice(house)
    return next(d for d in house.simulator.take() if d.event["type"] == "invoice.finalized")


def altered(change: Callable[[Event], None]) -> Callable[[Event], None]:
    return change


def with_body(event: Event) -> None:
    event["body"] = event["body"].replace("12100", "1")


def with_old_signature(event: Event) -> None:
    event["headers"]["stripe-signature"] = "t=1600000000,v1=" + "0" * 64


def without_signature(event: Event) -> None:
    del event["headers"]["stripe-signature"]


def with_other_secret(event: Event) -> None:
    forged = signature(event["body"].encode(), "whsec_" + "x" * 32)
    event["headers"]["stripe-signature"] = forged


def with_empty_secret(event: Event) -> None:
    event["headers"]["stripe-signature"] = signature(event["body"].encode(), "")


def with_broken_base64(event: Event) -> None:
    event["isBase64Encoded"] = True
    event["body"] = "%%%"


def with_nothing(event: Event) -> None:
    event["body"] = ""


def with_other_token(event: Event) -> None:
    event["pathParameters"]["endpoint"] = "A" * 22


def with_other_tenant(event: Event) -> None:
    event["pathParameters"]["tenant"] = "ten_" + "0" * 26


def with_strange_tenant(event: Event) -> None:
    event["pathParameters"]["tenant"] = "../TENANT#T#"


def with_other_provider(event: Event) -> None:
    event["pathParameters"]["provider"] = "mollie"


def with_too_much(event: Event) -> None:
    event["body"] = "x" * (256 * 1024 + 1)


FORGERIES: dict[Callable[[Event], None], int] = {
    with_body: 400,
    with_old_signature: 400,
    without_signature: 400,
    with_other_secret: 400,
    with_empty_secret: 400,
    with_broken_base64: 400,
    with_nothing: 400,
    with_other_token: 404,
    with_other_tenant: 404,
    with_strange_tenant: 404,
    with_other_provider: 404,
    with_too_much: 413,
}


@pytest.mark.parametrize("forge", FORGERIES, ids=lambda forge: forge.__name__)
def test_what_is_not_authentic_changes_nothing(
    forge: Callable[[Event], None], memory_house: House
) -> None:
    event = webhook(delivery(memory_house))
    before = oracle.every_row(memory_house.tenant)
    forge(event)
    assert receive(event) == FORGERIES[forge]
    assert memory_house.hints() == []
    assert oracle.every_row(memory_house.tenant) == before


def test_an_unknown_endpoint_costs_no_decryption(memory: MemoryAws, memory_house: House) -> None:
    event = webhook(delivery(memory_house))
    before = memory.kms.decrypted
    with_other_token(event)
    receive(event)
    with_other_tenant(event)
    receive(event)
    assert memory.kms.decrypted == before


def test_another_tenants_webhook_is_not_ours(memory: MemoryAws, memory_house: House) -> None:
    other = open_house(memory_house.simulator)
    event = webhook(delivery(memory_house))
    event["pathParameters"]["tenant"] = other.tenant
    assert receive(event) == 404
    assert other.hints() == []


def test_a_base64_body_is_verified_as_its_bytes(memory_house: House) -> None:
    event = webhook(delivery(memory_house), encoded=True)
    assert base64.b64decode(event["body"])
    assert receive(event) == 200
    assert len(memory_house.hints()) == 1


@pytest.mark.parametrize("encoded", [False, True])
@pytest.mark.parametrize(("size", "status"), [(LARGEST_BODY, 200), (LARGEST_BODY + 1, 413)])
def test_a_body_of_exactly_the_largest_size_is_taken(
    memory_house: House, size: int, status: int, encoded: bool
) -> None:
    found = delivery(memory_house)
    event = webhook(found)
    body = found.body.ljust(size)
    event["headers"]["stripe-signature"] = signature(body, found.endpoint["_secret"])
    event["body"] = base64.b64encode(body).decode() if encoded else body.decode()
    event["isBase64Encoded"] = encoded
    assert receive(event) == status
    assert len(memory_house.hints()) == (status == 200)


def test_a_second_signature_may_fit_while_secrets_rotate(memory_house: House) -> None:
    event = webhook(delivery(memory_house))
    stamp, real = event["headers"]["stripe-signature"].split(",")
    event["headers"]["stripe-signature"] = f"{stamp},v1={'0' * 64},{real},v0=abc"
    assert receive(event) == 200


def resigned(found: Delivery, **changes: Any) -> Event:
    """Authentic, and different from what Stripe sent: it holds the secret, after all."""
    event = webhook(found)
    body = json.dumps({**found.event, **changes})
    event["body"] = body
    event["headers"]["stripe-signature"] = signature(body.encode(), found.endpoint["_secret"])
    return event


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"livemode": True}, "other_mode"), ({"account": "acct_another"}, "other_account")],
)
def test_events_of_another_mode_or_account_are_recorded_and_ignored(
    memory_house: House, change: dict[str, Any], reason: str
) -> None:
    assert receive(resigned(delivery(memory_house), **change)) == 200
    assert not memory_house.work_off()
    found = oracle.every_row(memory_house.tenant)
    (event,) = oracle.events_in(found, "notification.ignored")
    assert event["data"] == {"reason": reason}
    assert (event["cause"], event["cause_ref"][:4]) == ("webhook", "evt_")
    assert oracle.invoices_in(found) == []


@pytest.mark.parametrize(
    "body",
    ["[]", "null", '"text"', "{", '{"a":' * 10_000, '{"id": 1, "type": [], "data": 7}', "\ud83d"],
)
def test_a_signed_body_of_any_shape_is_answered(memory_house: House, body: str) -> None:
    found = delivery(memory_house)
    event = webhook(found)
    event["body"] = body
    sent = body.encode("utf-8", "surrogatepass")
    event["headers"]["stripe-signature"] = signature(sent, found.endpoint["_secret"])
    assert receive(event) in (200, 400)
    assert memory_house.hints() == []


@pytest.mark.parametrize("ref", ["../v1/charges", "in_1?expand=x", "in_" + "x" * 200, 7, None, {}])
def test_a_ref_that_no_provider_could_have_is_not_followed(memory_house: House, ref: Any) -> None:
    event = resigned(delivery(memory_house), data={"object": {"id": ref}})
    assert receive(event) == 200
    assert memory_house.hints() == []


def test_the_amounts_of_a_body_are_never_used(memory_house: House) -> None:
    found = delivery(memory_house)
    lied = {**found.event["data"]["object"], "total": 1, "amount_paid": 12100, "status": "paid"}
    assert receive(resigned(found, data={"object": lied})) == 200
    assert not memory_house.work_off()
    oracle.check(memory_house)
