"""The simulator over HTTP: the SDK, the pages, the commands."""

import asyncio
import socket
import threading
import time

import httpx
import pytest
import stripe
import uvicorn

from dev.stripe.keys import STUDIO_FULL
from dev.stripe.simulator import Simulator
from dev.stripe.site.app import application


class Browser:
    """Sends requests straight into the application and follows redirects."""

    def __init__(self, app):
        self._app = app

    def get(self, url, **options):
        return asyncio.run(self._send("GET", url, options))

    def post(self, url, **options):
        return asyncio.run(self._send("POST", url, options))

    async def _send(self, method, url, options):
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost", follow_redirects=True
        ) as client:
            return await client.request(method, url, **options)


@pytest.fixture
def browser(simulator):
    return Browser(application(simulator))


@pytest.fixture
def served(simulator, tmp_path):
    """A real socket, and the file the account is kept in."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    state = tmp_path / "account.json"
    config = uvicorn.Config(
        application(simulator, state), host="127.0.0.1", port=port, log_level="error"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://localhost:{port}", state
    server.should_exit = True
    thread.join()


def test_the_sdk_calls_it_over_http(served):
    address, _ = served
    sdk = stripe.StripeClient(STUDIO_FULL, base_addresses={"api": address}, max_network_retries=0)
    customer = sdk.v1.customers.create({"name": "Over the wire", "metadata": {"a": "c & d"}})
    answer = sdk.raw_request(
        "get",
        f"/v1/customers/{customer.id}",
        expand=["tax_ids"],
        stripe_version="2026-10-28.endive",
    )
    assert answer.data["metadata"] == {"a": "c & d"}
    assert answer.data["tax_ids"]["data"] == []
    assert answer.headers["stripe-version"] == "2026-10-28.endive"
    with pytest.raises(stripe.InvalidRequestError, match="No such invoice"):
        sdk.v1.invoices.retrieve("in_x")


def test_webhooks_are_posted_again_until_taken_and_the_account_is_saved(served, api, simulator):
    address, state = served
    api.webhook_endpoints.create({"url": f"{address}/_sim/no-such", "enabled_events": ["*"]})
    api.customers.create({"name": "Announced"})
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and not (
        state.exists() and simulator.outbox and simulator.outbox[0].attempts
    ):
        time.sleep(0.01)
    assert simulator.outbox[0].attempts == 1
    assert Simulator.load(state).world.store.kinds["webhook_endpoint"]


def test_a_customer_pays_at_the_hosted_page(browser, api, open_invoice):
    invoice = open_invoice()
    page = api.invoices.retrieve(invoice).hosted_invoice_url
    assert "Pay € 100.00" in browser.get(page).text
    declined = browser.post(f"{page}/pay", data={"method": "card", "outcome": "decline"})
    assert "The payment was refused" in declined.text
    paid = browser.post(f"{page}/pay", data={"method": "ideal", "outcome": "succeed"})
    assert "Thank you" in paid.text
    assert api.invoices.retrieve(invoice).status == "paid"


def test_the_pdf_is_a_pdf(browser, api, open_invoice):
    answer = browser.get(api.invoices.retrieve(open_invoice()).invoice_pdf)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4")
    start = int(answer.content.split(b"startxref\n")[1].split(b"\n")[0])
    assert answer.content[start : start + 4] == b"xref"


def test_names_are_escaped_on_every_page(browser, api):
    customer = api.customers.create({"name": "<script>alert(1)</script>"}).id
    draft = api.invoices.create(
        {"customer": customer, "collection_method": "send_invoice", "days_until_due": 1}
    ).id
    page = api.invoices.finalize_invoice(draft).hosted_invoice_url
    for address in ("/", page):
        assert "<script" not in browser.get(address).text


def test_the_control_pages_buttons_act(browser, api, open_invoice, simulator):
    invoice = open_invoice()
    assert browser.post("/do/pay", data={"invoice": invoice}).status_code == 200
    assert api.invoices.retrieve(invoice).status == "paid"
    browser.post("/do/refund", data={"invoice": invoice})
    browser.post("/do/webhooks", data={"do": "hold"})
    browser.post("/do/faults", data={"kind": "error", "times": "2", "path": "/v1/events"})
    assert "Webhooks are held" in browser.get("/").text
    assert "2 more" in browser.get("/").text
    assert "No successful charge" in browser.post("/do/dispute", data={"invoice": "x"}).text


def test_commands_speak_json(browser, open_invoice, simulator):
    invoice = open_invoice()
    before = browser.get("/_sim/state").json()["now"]
    assert browser.post("/_sim/clock", json={"days": 2}).json()["ok"]
    assert browser.get("/_sim/state").json()["now"] == before + 2 * 86_400
    assert browser.post("/_sim/fail", json={"invoice": invoice}).json()["result"]["paid"] is False
    assert browser.post("/_sim/pay", json={"invoice": invoice}).json()["result"]["paid"] is True
    assert browser.post("/_sim/pay", json={}).status_code == 400
    assert browser.post("/_sim/dance", json={}).status_code == 404
    assert browser.post("/_sim/reset", json={}).json()["ok"]
    assert browser.post("/_sim/seed", json={}).json()["ok"]
    assert browser.get("/_sim/state").json()["objects"]["customer"] == 12


def test_other_sites_and_hosts_may_not_press_the_buttons(browser):
    crossed = browser.post("/do/reset", headers={"Sec-Fetch-Site": "cross-site"})
    assert crossed.status_code == 403
    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_an_unknown_invoice_page_is_not_found(browser):
    assert browser.get("/invoice/guessed").status_code == 404


def test_a_time_out_keeps_the_caller_waiting(served, simulator):
    address, _ = served
    simulator.settings.hang_seconds = 0.5
    simulator.faults.add("timeout_before", times=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{address}/v1/customers", timeout=0.05)


def test_a_payment_that_needs_approval_is_approved_at_the_bank(browser, api, raw, customer):
    intent = api.payment_intents.create(
        {"amount": 900, "currency": "eur", "payment_method": "pm_card_authenticationRequired"}
    ).id
    waiting = raw("post", f"/v1/payment_intents/{intent}/confirm")
    assert waiting["status"] == "requires_action"
    page = waiting["next_action"]["redirect_to_url"]["url"]
    assert "Approve € 9.00" in browser.get(page).text
    assert "succeeded" in browser.post(page).text
    charge = raw("get", f"/v1/payment_intents/{intent}", expand=["latest_charge"])["latest_charge"]
    assert "€ 9.00" in browser.get(charge["receipt_url"]).text


def test_a_credit_note_has_a_pdf(browser, api, open_invoice):
    note = api.credit_notes.create({"invoice": open_invoice(), "amount": 100})
    assert browser.get(note.pdf).content.startswith(b"%PDF-1.4")
