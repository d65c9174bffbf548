"""Lists: cursors, limits, filters; and what `expand[]` opens."""

import pytest
import stripe


@pytest.fixture
def seven(api, simulator):
    """Seven customers, one a day, oldest first."""
    made = []
    for number in range(7):
        made.append(api.customers.create({"name": f"Customer {number}"}).id)
        simulator.advance(days=1)
    return made


def ids(answer):
    return [item["id"] for item in answer["data"]]


def test_a_list_is_newest_first_and_says_whether_there_is_more(raw, seven):
    answer = raw("get", "/v1/customers", limit=3)
    assert ids(answer) == seven[:3:-1]
    assert (answer["object"], answer["has_more"], answer["url"]) == ("list", True, "/v1/customers")


def test_pages_follow_each_other_to_the_end(raw, seven):
    first = raw("get", "/v1/customers", limit=4)
    second = raw("get", "/v1/customers", limit=4, starting_after=ids(first)[-1])
    assert ids(first) + ids(second) == seven[::-1]
    assert not second["has_more"]


def test_ending_before_pages_backwards(raw, seven):
    answer = raw("get", "/v1/customers", limit=2, ending_before=seven[0])
    assert ids(answer) == [seven[2], seven[1]]
    assert answer["has_more"]
    assert not raw("get", "/v1/customers", limit=6, ending_before=seven[0])["has_more"]


def test_the_sdk_pages_through_everything(api, seven):
    assert [c.id for c in api.customers.list({"limit": 2}).auto_paging_iter()] == seven[::-1]


@pytest.mark.parametrize("limit", [0, 101, -1])
def test_a_limit_outside_1_to_100_is_refused(raw, limit):
    with pytest.raises(stripe.InvalidRequestError) as caught:
        raw("get", "/v1/customers", limit=limit)
    assert caught.value.param == "limit"


def test_a_cursor_that_is_not_in_the_list_is_refused(raw, seven):
    with pytest.raises(stripe.InvalidRequestError, match="No such customer"):
        raw("get", "/v1/customers", starting_after="cus_gone")


def test_created_narrows_a_list(raw, seven, simulator):
    second = raw("get", f"/v1/customers/{seven[1]}")["created"]
    third = raw("get", f"/v1/customers/{seven[2]}")["created"]
    assert ids(raw("get", "/v1/customers", created={"gte": second, "lt": third})) == [seven[1]]
    assert ids(raw("get", "/v1/customers", created={"gt": second, "lte": third})) == [seven[2]]
    assert ids(raw("get", "/v1/customers", created=second)) == [seven[1]]


def test_invoices_are_found_by_customer_and_status(raw, open_invoice, customer):
    first, second = open_invoice(), open_invoice()
    raw("post", f"/v1/invoices/{first}/pay", paid_out_of_band=True)
    assert ids(raw("get", "/v1/invoices", customer=customer, status="open")) == [second]
    assert ids(raw("get", "/v1/invoices", customer=customer, status="void")) == []


def test_invoice_payments_are_found_by_invoice_and_by_payment(raw, open_invoice, simulator):
    invoice, _ = open_invoice(), open_invoice()
    simulator.people.pay(invoice)
    (payment,) = raw("get", "/v1/invoice_payments", invoice=invoice)["data"]
    intent = payment["payment"]["payment_intent"]
    by_payment = raw(
        "get",
        "/v1/invoice_payments",
        payment={"type": "payment_intent", "payment_intent": intent},
    )
    assert ids(by_payment) == [payment["id"]]
    assert ids(raw("get", "/v1/invoice_payments", invoice=invoice, status="open")) == []


def test_events_are_found_by_type_family_and_time(raw, open_invoice, simulator):
    open_invoice()
    simulator.advance(days=2)
    since = simulator.clock.now()
    open_invoice()
    types = {event["type"] for event in raw("get", "/v1/events", type="invoice.*")["data"]}
    assert types == {"invoice.created", "invoice.finalized", "invoice.updated"}
    finalized = raw("get", "/v1/events", type="invoice.finalized")["data"]
    assert len(finalized) == 2
    found = raw("get", "/v1/events", types=["invoice.finalized"], created={"gte": since})["data"]
    assert [event["id"] for event in found] == [finalized[0]["id"]]


def test_events_are_shown_for_thirty_days(raw, customer, simulator):
    (event,) = raw("get", "/v1/events")["data"]
    simulator.advance(days=31)
    assert raw("get", "/v1/events")["data"] == []
    with pytest.raises(stripe.InvalidRequestError, match="No such event"):
        raw("get", f"/v1/events/{event['id']}")


def test_what_can_be_included_is_absent_until_expanded(raw, open_invoice):
    path = f"/v1/invoices/{open_invoice()}"
    assert "payments" not in raw("get", path)
    shown = raw("get", path, expand=["payments", "confirmation_secret"])
    assert [payment["is_default"] for payment in shown["payments"]["data"]] == [True]
    assert shown["confirmation_secret"]["client_secret"].startswith("pi_")


def test_expand_reaches_four_levels_through_lists(raw, open_invoice, simulator):
    invoice = open_invoice()
    simulator.people.pay(invoice)
    path = "data.payment.payment_intent.latest_charge"
    (payment,) = raw("get", "/v1/invoice_payments", invoice=invoice, expand=[path])["data"]
    assert payment["payment"]["payment_intent"]["latest_charge"]["status"] == "succeeded"
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        raw("get", "/v1/invoice_payments", invoice=invoice, expand=[path + ".refunds"])


def test_expanding_leaves_the_account_as_it_was(raw, open_invoice):
    path = f"/v1/invoices/{open_invoice()}"
    raw("get", path, expand=["customer", "payments.data.payment.payment_intent"])
    assert isinstance(raw("get", path)["customer"], str)
    (payment,) = raw("get", path, expand=["payments"])["payments"]["data"]
    assert isinstance(payment["payment"]["payment_intent"], str)


@pytest.mark.parametrize("path", ["status", "nonsense", "id", "payments.data.amount_requested.x"])
def test_what_is_no_reference_cannot_be_expanded(raw, open_invoice, path):
    invoice = open_invoice()
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        raw("get", f"/v1/invoices/{invoice}", expand=[path])


def test_an_expanded_deleted_customer_is_shown_as_deleted(raw, open_invoice, customer):
    invoice = open_invoice()
    raw("delete", f"/v1/customers/{customer}")
    shown = raw("get", f"/v1/invoices/{invoice}", expand=["customer"])
    assert shown["customer"] == {"id": customer, "object": "customer", "deleted": True}


def test_four_hundred_lines_are_read_in_pages(raw, api, customer):
    invoice = api.invoices.create({"customer": customer}).id
    for number in range(400):
        api.invoice_items.create({"customer": customer, "invoice": invoice, "amount": number})
    shown = raw("get", f"/v1/invoices/{invoice}")
    assert shown["lines"]["has_more"]
    found: list[int] = []
    after: dict[str, str] = {}
    while len(found) < 400:
        page = raw("get", f"/v1/invoices/{invoice}/lines", limit=100, **after)
        found += [line["amount"] for line in page["data"]]
        assert page["has_more"] == (len(found) < 400)
        after = {"starting_after": page["data"][-1]["id"]}
    assert found == list(range(400))
    assert sum(found) == shown["total"]


def test_refunds_are_listed_by_payment(raw, api, open_invoice, simulator):
    for _ in range(2):
        invoice = open_invoice()
        simulator.people.pay(invoice)
        charge = simulator.people.charges_of(invoice)[-1]
        refund = api.refunds.create({"charge": charge["id"], "amount": 100}).id
    listed = raw("get", "/v1/refunds", payment_intent=charge["payment_intent"])["data"]
    assert [one["id"] for one in listed] == [refund]


def test_an_invoice_shows_ten_lines_and_lists_the_rest(raw, api, customer):
    invoice = api.invoices.create({"customer": customer}).id
    for number in range(12):
        api.invoice_items.create({"customer": customer, "invoice": invoice, "amount": number})
    lines = raw("get", f"/v1/invoices/{invoice}")["lines"]
    assert (len(lines["data"]), lines["has_more"]) == (10, True)
    rest = raw(
        "get", f"/v1/invoices/{invoice}/lines", starting_after=lines["data"][-1]["id"], limit=100
    )
    assert [line["amount"] for line in rest["data"]] == [10, 11]
