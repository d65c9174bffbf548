"""The other pages that addresses in objects lead to: bank approval, receipt, credit note."""

from contextlib import suppress

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from dev.stripe.errors import ApiError
from dev.stripe.simulator import Simulator
from dev.stripe.site.html import day, money, page, tag
from dev.stripe.site.pdf import document
from dev.stripe.store import Obj


class Documents:
    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator

    def routes(self) -> list[Route]:
        return [
            Route("/authorize/{intent}", self.authorize),
            Route("/authorize/{intent}", self.approve, methods=["POST"]),
            Route("/receipt/{charge}", self.receipt),
            Route("/credit_note/{token}/pdf", self.credit_note),
        ]

    def _get(self, kind: str, ref: str) -> Obj | None:
        return self.simulator.world.store.kinds.get(kind, {}).get(ref)

    async def authorize(self, request: Request) -> Response:
        """Where `next_action` sends a customer whose bank wants to see them."""
        intent = self._get("payment_intent", request.path_params["intent"])
        if intent is None:
            return _missing()
        amount = money(intent["amount"], intent["currency"])
        waiting = intent["status"] == "requires_action"
        button = tag("button", f"Approve {amount}", type="submit", class_="primary")
        return _sheet(
            "Your bank",
            tag("p", amount, class_="amount"),
            tag("form", button, method="post", class_="stacked")
            if waiting
            else tag("p", f"This payment is {intent['status'].replace('_', ' ')}."),
        )

    async def approve(self, request: Request) -> Response:
        ref = request.path_params["intent"]
        with suppress(ApiError):  # pressed twice: the page says how the payment stands
            await run_in_threadpool(self.simulator.people.approve, ref)
        return RedirectResponse(f"/authorize/{ref}", 303)

    async def receipt(self, request: Request) -> Response:
        charge = self._get("charge", request.path_params["charge"])
        if charge is None:
            return _missing()
        back = charge["amount_refunded"]
        return _sheet(
            f"Receipt from {self.simulator.settings.account_name}",
            tag("p", money(charge["amount"], charge["currency"]), class_="amount"),
            tag("p", f"Paid on {day(charge['created'])}."),
            tag("p", f"{money(back, charge['currency'])} was refunded.") if back else "",
        )

    async def credit_note(self, request: Request) -> Response:
        token = request.path_params["token"]
        notes = self.simulator.world.store.kinds.get("credit_note", {}).values()
        note = next((note for note in notes if f"/{token}/" in note["pdf"]), None)
        if note is None:
            return _missing()
        lines = [
            self.simulator.settings.account_name,
            "",
            f"Credit note {note['number']}",
            f"Issued {day(note['created'])}",
            f"Total: {money(note['total'], note['currency'])}",
        ]
        return Response(document(lines), media_type="application/pdf")


def _sheet(title: str, *parts: object) -> Response:
    sheet = tag("article", tag("h1", title), *parts, class_="sheet")
    return page(title, tag("main", sheet, class_="narrow"))


def _missing() -> Response:
    return page("Not found", tag("main", tag("h1", "Not found"), class_="narrow"), status=404)
