"""The control page: the firm as it stands, and buttons for what may happen to it."""

from dev.stripe.commands import state
from dev.stripe.faults import KINDS
from dev.stripe.simulator import Simulator
from dev.stripe.site.html import Markup, day, hidden, joined, money, tag, text
from dev.stripe.store import Obj

MOVES = {"1 day": 1, "7 days": 7, "30 days": 30}
WEBHOOKS = {"Shuffle": "shuffle", "Double": "double", "Drop": "drop"}


def body(simulator: Simulator, message: str | None) -> Markup:
    with simulator.lock:
        return tag(
            "main",
            tag("h1", f"Stripe simulator: {simulator.settings.account_name}"),
            tag("p", "Stands in for Stripe on this machine. No money moves.", class_="soft"),
            tag("p", message, class_="note", role="status") if message else "",
            _clock(simulator),
            _webhooks(simulator),
            _faults(simulator),
            _invoices(simulator),
            _customers(simulator),
        )


def act(command: str, label: str, described: str | None = None, **values: object) -> Markup:
    """A form that is one button."""
    fields = [hidden(name, value) for name, value in values.items()]
    button = tag("button", label, type="submit", aria_label=described)
    return tag("form", *fields, button, method="post", action=f"/do/{command}")


def _clock(simulator: Simulator) -> Markup:
    moves = [act("clock", f"+ {label}", days=days) for label, days in MOVES.items()]
    return joined(tag("h2", "Clock"), tag("p", f"It is {day(simulator.clock.now())}."), *moves)


def _webhooks(simulator: Simulator) -> Markup:
    known = state(simulator)["webhooks"]
    waiting = len(known["waiting"])
    standing = "held" if known["held"] else "delivered as they come"
    flip = ("Release", "release") if known["held"] else ("Hold", "hold")
    endpoints = simulator.world.store.kinds.get("webhook_endpoint", {}).values()
    urls = [tag("li", endpoint["url"]) for endpoint in endpoints]
    return joined(
        tag("h2", "Webhooks"),
        tag("p", f"Webhooks are {standing}; {waiting} waiting, {known['dropped']} dropped."),
        tag("ul", *urls, class_="facts soft") if urls else "",
        act("webhooks", flip[0], do=flip[1]),
        *[act("webhooks", label, do=do) for label, do in WEBHOOKS.items()],
    )


def _faults(simulator: Simulator) -> Markup:
    active = [
        tag("li", f"{fault['kind']} on {fault['path']}, {_times(fault)}")
        for fault in simulator.faults.shown()
    ]
    options = [tag("option", kind.replace("_", " "), value=kind) for kind in KINDS]
    form = tag(
        "form",
        tag("label", "Fault ", tag("select", *options, name="kind")),
        tag("label", "for calls ", _input("number", "times", "3")),
        tag("label", "under path ", _input("text", "path", "/v1/")),
        tag("button", "Switch on", type="submit"),
        method="post",
        action="/do/faults",
    )
    shown = tag("ul", *active, class_="facts") if active else ""
    return joined(tag("h2", "Faults"), shown, form, act("clear_faults", "Switch all off"))


def _times(fault: Obj) -> str:
    return "always" if fault["times"] is None else f"{fault['times']} more"


def _input(kind: str, name: str, value: str) -> Markup:
    return Markup(f'<input type="{kind}" name="{name}" value="{value}">')


def _invoices(simulator: Simulator) -> Markup:
    invoices = list(simulator.world.store.newest_first("invoice"))
    rows = [_invoice(invoice, simulator.clock.now()) for invoice in invoices]
    names = ("Number", "Customer", "Status", "Issued", "Due", "Left", "What happens")
    empty = tag("p", "None yet.", class_="soft")
    return joined(tag("h2", "Invoices"), _table(names, rows) if rows else empty)


def _table(names: tuple[str, ...], rows: list[Markup]) -> Markup:
    head = tag("tr", *[tag("th", name, scope="col") for name in names])
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="rows")
    return tag("div", table, class_="scroll")


def _invoice(invoice: Obj, now: int) -> Markup:
    late = invoice["status"] == "open" and bool(invoice["due_date"] and invoice["due_date"] < now)
    number = invoice["number"] or "draft"
    shown = (
        tag("a", number, href=invoice["hosted_invoice_url"]) if invoice["number"] else text(number)
    )
    return tag(
        "tr",
        tag("td", shown),
        tag("td", invoice["customer_name"] or invoice["customer"]),
        tag("td", "overdue" if late else invoice["status"], class_="late" if late else None),
        tag("td", day(invoice["effective_at"])),
        tag("td", day(invoice["due_date"])),
        tag("td", money(invoice["amount_remaining"], invoice["currency"]), class_="number"),
        tag("td", *_acts(invoice), class_="acts"),
    )


def _acts(invoice: Obj) -> list[Markup]:
    ref, number = invoice["id"], invoice["number"]
    if invoice["status"] in ("open", "uncollectible"):
        return [
            act("pay", "Pay", f"Pay {number} by card", invoice=ref),
            act("pay", "Debit", f"Debit {number} by SEPA", invoice=ref, method="sepa_debit"),
            act("fail", "Decline", f"Decline a card payment of {number}", invoice=ref),
        ]
    if invoice["status"] == "paid" and invoice["amount_paid"]:
        return [
            act("refund", "Refund", f"Refund {number}", invoice=ref),
            act("dispute", "Dispute", f"Dispute {number}", invoice=ref),
        ]
    return []


def _customers(simulator: Simulator) -> Markup:
    rows = [
        tag(
            "tr",
            tag("td", customer["name"] or customer["id"]),
            tag("td", customer["email"] or "–"),
            tag("td", _balances(customer), class_="number"),
        )
        for customer in simulator.world.store.newest_first("customer")
    ]
    empty = tag("p", "None yet.", class_="soft")
    table = _table(("Customer", "E-mail", "Balance"), rows) if rows else empty
    return joined(tag("h2", "Customers"), table)


def _balances(customer: Obj) -> str:
    amounts = [money(amount, cur) for cur, amount in customer["_balances"].items() if amount]
    return ", ".join(amounts) or "–"
