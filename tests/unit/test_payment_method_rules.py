"""Which mandate counts, and what is told of a method."""

from datetime import UTC, datetime, timedelta
from typing import Any

from balie.money.payment_methods import rules
from balie.money.payment_methods.model import PaymentMethod
from balie.outside.providers.snapshots import Mandate, MandateStatus

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def mandate(ref: str = "mandate_1", days: int | None = 0, **fields: Any) -> Mandate:
    accepted = None if days is None else NOON + timedelta(days=days)
    given = {"status": MandateStatus.ACTIVE, "reference": "AB12", **fields}
    return Mandate(ref=ref, accepted_at=accepted, **given)


ACCOUNT = PaymentMethod(
    id="pm_1",
    connection_id="con_1",
    ref="pm_1",
    customer_id="cus_1",
    type="sepa_debit",
    label="SEPA •••• 5264",
    last4="5264",
    country="NL",
    expires_year=None,
    expires_month=None,
    mandate=mandate(),
    detached=False,
    as_of=NOON,
)


def like(**changes: Any) -> PaymentMethod:
    return ACCOUNT.model_copy(update=changes)


def test_the_mandate_accepted_last_counts_in_whatever_order_they_are_told_of():
    old, new = mandate("mandate_1", 0), mandate("mandate_2", 9)
    assert rules.in_force(old, new) == new
    assert rules.in_force(new, old) == new


def test_news_of_the_same_mandate_counts():
    revoked = mandate(status=MandateStatus.INACTIVE)
    assert rules.in_force(mandate(), revoked) == revoked


def test_an_answer_without_a_mandate_takes_none_away():
    assert rules.in_force(mandate(), None) == mandate()
    assert rules.in_force(None, mandate()) == mandate()
    assert rules.in_force(None, None) is None


def test_without_moments_the_newer_answer_counts():
    undated = mandate("mandate_2", None)
    assert rules.in_force(mandate(), undated) == undated
    assert rules.in_force(undated, mandate()) == mandate()


def test_what_is_told_of_a_method():
    assert rules.happened(None, ACCOUNT) == ["payment_method.attached"]
    assert rules.happened(ACCOUNT, like(detached=True)) == ["payment_method.detached"]
    assert rules.happened(like(detached=True), ACCOUNT) == ["payment_method.attached"]
    assert rules.happened(ACCOUNT, like(label="SEPA •••• 0001")) == ["payment_method.updated"]
    assert rules.happened(ACCOUNT, like(mandate=None)) == ["mandate.updated"]


def test_a_newer_answer_that_says_the_same_tells_nothing():
    assert rules.happened(ACCOUNT, like(as_of=NOON + timedelta(hours=1), version=3)) == []
