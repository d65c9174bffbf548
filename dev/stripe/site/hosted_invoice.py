"""The page an invoice's `hosted_invoice_url` leads to, where its customer pays with test money."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dev.stripe.errors import ApiError
from dev.stripe.simulator import Simulator
from dev.stripe.site.forms import filled
from dev.stripe.site.html import Markup, day, joined, money, page, tag
from dev.stripe.site.pdf import invoice_pdf
from dev.stripe.store import Obj

METHODS = {"card": "Card", "ideal": "iDEAL | Wero", "sepa_debit": "SEPA Direct Debit"}
OUTCOMES = {"succeed": "Succeed", "decline": "Decline"}


class HostedInvoice:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def routes(self) -> list[Route]:
        return [
            Route("/invoice/{secret}", self.show),
            Route("/invoice/{secret}/pay", self.pay, methods=["POST"]),
            Route("/invoice/{secret}/pdf", self.pdf),
        ]

    def _find(self, request: Request) -> Obj | None:
        secret = request.path_params["secret"]
        with self.simulator.lock:
            found = self.simulator.world.store.where(
                "invoice", lambda invoice: invoice["_secret"] == secret
            )
        return found[0] if found else None

    async def show(self, request: Request) -> Response:
        invoice = self._find(request)
        if invoice is None:
            return _missing()
        refused = request.query_params.get("refused")
        title = f"Invoice {invoice['number']}"
        return page(title, tag("main", self._sheet(invoice, refused), class_="narrow"))

    async def pay(self, request: Request) -> Response:
        invoice = self._find(request)
        if invoice is None:
            return _missing()
        form = await filled(request)
        method = form.get("method", "card")
        act = (
            self.simulator.people.fail
            if form.get("outcome") == "decline"
            else self.simulator.people.pay
        )
        back = f"/invoice/{invoice['_secret']}"
        if method not in METHODS:
            return RedirectResponse(back, 303)
        try:
            refused = await run_in_threadpool(act, invoice["id"], method)
        except ApiError:
            refused = None
        return RedirectResponse(f"{back}?refused=1" if refused else back, 303)

    async def pdf(self, request: Request) -> Response:
        invoice = self._find(request)
        if invoice is None:
            return _missing()
        name = f"inline; filename*=UTF-8''{quote(invoice['number'], safe='')}.pdf"
        headers = {"Content-Disposition": name}
        return Response(invoice_pdf(invoice), media_type="application/pdf", headers=headers)

    def _sheet(self, invoice: Obj, refused: str | None) -> Markup:
        left = money(invoice["amount_remaining"], invoice["currency"])
        return tag(
            "article",
            tag("p", invoice["account_name"], class_="soft"),
            tag("h1", f"Invoice {invoice['number']}"),
            tag("p", f"For {invoice['customer_name']}, issued {day(invoice['effective_at'])}"),
            tag(
                "p", left if invoice["status"] == "open" else self._total(invoice), class_="amount"
            ),
            tag("p", self._standing(invoice)),
            tag("p", "The payment was refused. Try another way.", class_="late", role="alert")
            if refused and invoice["status"] == "open"
            else "",
            _lines(invoice),
            tag("p", tag("a", "Download invoice (PDF)", href=f"/invoice/{invoice['_secret']}/pdf")),
            self._form(invoice, left),
            class_="sheet",
        )

    def _total(self, invoice: Obj) -> str:
        return money(invoice["total"], invoice["currency"])

    def _intent_status(self, invoice: Obj) -> str:
        intent = self.simulator.world.store.by_id.get(invoice["_payment_intent"] or "")
        return intent["status"] if intent else "none"

    def _standing(self, invoice: Obj) -> str:
        if invoice["status"] == "paid":
            return f"Paid on {day(invoice['status_transitions']['paid_at'])}. Thank you."
        if invoice["status"] != "open":
            return f"This invoice is {invoice['status']}."
        if self._intent_status(invoice) == "processing":
            return "Your bank is processing the payment. This takes a few days."
        paid = invoice["amount_paid"]
        part = f"{money(paid, invoice['currency'])} is already paid. " if paid else ""
        return f"{part}Due {day(invoice['due_date'])}." if invoice["due_date"] else f"{part}Open."

    def _form(self, invoice: Obj, left: str) -> Markup:
        payable = invoice["status"] in ("open", "uncollectible")
        if not payable or self._intent_status(invoice) == "processing":
            return Markup("")
        return tag(
            "form",
            _choices("How do you want to pay?", "method", METHODS),
            _choices("Simulated bank", "outcome", OUTCOMES),
            tag("button", f"Pay {left}", type="submit", class_="primary"),
            method="post",
            action=f"/invoice/{invoice['_secret']}/pay",
            class_="stacked",
        )


def _missing() -> Response:
    message = tag("main", tag("h1", "No such invoice"), class_="narrow")
    return page("No such invoice", message, status=404)


def _choices(legend: str, name: str, options: dict[str, str]) -> Markup:
    first = next(iter(options))
    radios = [
        tag(
            "label",
            Markup(f'<input type="radio" name="{name}" value="{value}"{_checked(value == first)}>'),
            tag("span", label),
            class_="choice",
        )
        for value, label in options.items()
    ]
    return tag("fieldset", tag("legend", legend), *radios)


def _checked(chosen: bool) -> str:
    return " checked" if chosen else ""


def _lines(invoice: Obj) -> Markup:
    currency = invoice["currency"]
    tax = sum(tax["amount"] for tax in invoice["total_taxes"])
    rows = [(line["description"] or "Item", line["amount"]) for line in invoice["_lines"]]
    if tax:
        rows.append(("VAT", tax))
    rows.append(("Total", invoice["total"]))
    body = [
        tag("tr", tag("td", name), tag("td", money(amount, currency), class_="number"))
        for name, amount in rows
    ]
    return tag("table", tag("tbody", joined(*body)))
