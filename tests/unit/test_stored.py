"""Models as rows keep them: what is left out is read as it was."""

import json
from datetime import UTC, datetime

from balie.ground.aws import stored
from balie.ground.core.money import Money
from balie.money.payments.model import Payment, PostedPayment
from balie.outside.providers.snapshots import PaymentStatus

MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAYMENT = Payment(
    id="pay_1",
    connection_id="con_1",
    ref="pi_1",
    customer_id="cus_1",
    status=PaymentStatus.SUCCEEDED,
    made_at=MOMENT,
    made_date=MOMENT.date(),
    amount=Money(12100, "EUR"),
    refunded=Money(0, "EUR"),
    disputed=False,
    method_type="card",
    method_label="Visa",
    failure=None,
    invoice_numbers=(),
    posted=PostedPayment(captured=12100),
    as_of=MOMENT,
)


def test_a_row_leaves_out_what_is_nothing_and_reads_the_same():
    sparse = stored.data(PAYMENT)
    assert json.loads(str(sparse["data"]))["posted"] == {"captured": 12100}
    assert stored.read(Payment, {**sparse, "version": 3}) == PAYMENT.model_copy(
        update={"version": 3}
    )


def test_a_full_row_of_an_older_release_reads_the_same():
    full = json.loads(str(stored.data(PAYMENT)["data"]))
    full["posted"] |= {"refunds": {}, "disputes": {}, "refunded": 0, "number": 0}
    assert stored.read(Payment, {"data": json.dumps(full), "version": 0}) == PAYMENT


def test_what_is_required_is_kept_though_it_is_nothing():
    said = json.loads(str(stored.data(PAYMENT)["data"]))
    assert (said["disputed"], said["failure"], said["refunded"]["minor"]) == (False, None, 0)
