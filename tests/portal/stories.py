"""Invented firms, customers and invoices, in the shapes of the portal API."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from balie.firm.branding import rules, wire
from balie.firm.branding.model import Branding
from balie.firm.tenants.model import Tenant
from balie.ground.core import images
from dev import brands

TODAY = "2026-11-23"
MORE = {"owner": ("pay", "manage_contacts"), "billing": ("pay",)}


def money(value: str, currency: str = "EUR") -> dict[str, str]:
    return {"value": value, "currency": currency}


def chosen(look: brands.Look) -> Branding:
    """The branding that a firm of the local run has after choosing this."""
    pictures = {
        place: rules.picture(images.read((brands.FOLDER / file).read_bytes()), place)
        for place, file in look.pictures.items()
    }
    own = look.change.model_dump(include=set(Branding.model_fields))
    return Branding.model_validate({**own, **pictures})


NOORD, KADE = chosen(brands.STUDIO_NOORD), chosen(brands.KADE)


def pictures() -> dict[str, bytes]:
    """By the name that each is asked for."""
    contents = [images.read(file.read_bytes()).content for file in brands.FOLDER.glob("*.png")]
    return {f"{hashlib.sha256(each).hexdigest()[:32]}.png": each for each in contents}


def shown(branding: Branding, name: str) -> dict[str, Any]:
    """What the portal is told beside the style sheet."""
    firm = Tenant(id="ten_1", name=name, portal_url="", support_email="")
    told = wire.look(firm, branding).model_dump()
    return {key: told[key] for key in ("header_text", "logo", "favicon", "legal")}


def noord() -> dict[str, Any]:
    return {
        "name": "Studio Noord",
        "language": "nl",
        "address_form": "je",
        "support_email": "facturen@studionoord.example",
        **shown(NOORD, "Studio Noord"),
    }


def kade() -> dict[str, Any]:
    return {
        "name": "Kade Hosting",
        "language": "nl",
        "address_form": "u",
        "support_email": "facturen@kadehosting.example",
        **shown(KADE, "Kade Hosting"),
    }


def session(language: str = "en", role: str = "owner") -> dict[str, Any]:
    return {
        "contact": {
            "id": "con_1",
            "name": "Sanne de Wit",
            "email": "sanne@vandijk.example",
            "language": language,
            "role": role,
        },
        "customer": {"id": "cus_1", "name": "Van Dijk Architecten B.V."},
        "others": [],
        "may": ["see_account", *MORE.get(role, ())],
        "view": None,
        "is_fresh": True,
    }


def viewing(language: str = "en", seconds: int = 15 * 60) -> dict[str, Any]:
    """Somebody of the firm looks as the customer does, for so long."""
    nobody = {"id": "", "name": "", "email": "", "language": language, "role": "owner"}
    until = datetime.now(UTC) + timedelta(seconds=seconds)
    return session(language) | {
        "contact": nobody,
        "may": ["see_account", "pay", "see_contacts"],
        "is_fresh": False,
        "view": {"ends_at": until.isoformat().replace("+00:00", "Z")},
    }


def invoice(number: str, total: str, **changes: Any) -> dict[str, Any]:
    """An open invoice that is due later; `changes` makes it another one."""
    currency = changes.pop("currency", "EUR")
    paid = changes.get("status") == "paid"
    return {
        "id": f"inv_{number}",
        "number": number,
        "status": "open",
        "description": None,
        "issued_date": "2026-11-16",
        "due_date": "2026-12-07",
        "days_overdue": 0,
        "total": money(total, currency),
        "amount_paid": money(total if paid else "0.00", currency),
        "amount_remaining": money("0.00" if paid else total, currency),
        "collection": "send_invoice",
        "next_attempt_date": None,
        "processing": False,
        "disputed": False,
        "paid_date": None,
        "pay_url": None if paid else f"https://pay.example/{number}",
    } | changes


def overdue() -> dict[str, Any]:
    return invoice(
        "SN-2026-0412",
        "2420.00",
        description="House style, phase 2",
        issued_date="2026-10-20",
        due_date="2026-11-03",
        days_overdue=20,
        amount_paid=money("1210.00"),
        amount_remaining=money("1210.00"),
    )


def due_later() -> dict[str, Any]:
    return invoice("SN-2026-0438", "3025.00", description="Website, part 2 of 3")


def collected() -> dict[str, Any]:
    return invoice(
        "SN-2026-0441",
        "726.00",
        description="Office photography",
        issued_date="2026-11-20",
        due_date="2026-11-27",
        collection="charge_automatically",
        next_attempt_date="2026-11-27",
    )


def balance(**amounts: str) -> dict[str, Any]:
    """Amounts by name in euro; `overdue_since` and `currency` too."""
    currency = amounts.pop("currency", "EUR")
    since = amounts.pop("overdue_since", None)
    names = ("open", "overdue", "credit", "carried", "collected", "due_later")
    parts = {name: money(amounts.get(name, "0.00"), currency) for name in names}
    return {"currency": currency, "overdue_since": since, **parts}


def payment(number: str, date: str, value: str, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"pay_{number}_{date}",
        "date": date,
        "status": "succeeded",
        "amount": money(value),
        "amount_refunded": money("0.00"),
        "disputed": False,
        "method": {"type": "card", "label": "Visa •••• 4242"},
        "invoice_numbers": [number],
        "failure": None,
    } | changes


def overview() -> dict[str, Any]:
    return {
        "customer": {"name": "Van Dijk Architecten B.V."},
        "today": TODAY,
        "balances": [
            balance(
                open="4961.00",
                overdue="1210.00",
                overdue_since="2026-11-03",
                collected="726.00",
                due_later="3025.00",
            )
        ],
        "open_invoices": [overdue(), collected(), due_later()],
        "more_open": False,
        "payments": [
            payment("SN-2026-0429", "2026-11-12", "363.00"),
            payment(
                "SN-2026-0421",
                "2026-11-02",
                "484.00",
                method={"type": "ideal", "label": "iDEAL"},
                amount_refunded=money("84.00"),
            ),
            payment(
                "SN-2026-0398",
                "2025-12-28",
                "1484.00",
                status="failed",
                method={"type": "sepa_debit", "label": ""},
                failure="Insufficient funds",
            ),
        ],
    }


def clear_overview() -> dict[str, Any]:
    """Everything is paid, and there is credit."""
    changes = {"balances": [balance(credit="210.00")], "open_invoices": []}
    return overview() | changes


def new_overview() -> dict[str, Any]:
    """A customer who has not been sent anything yet."""
    return clear_overview() | {"balances": [], "payments": []}


def collected_overview() -> dict[str, Any]:
    changes = {
        "balances": [balance(open="726.00", collected="726.00")],
        "open_invoices": [collected()],
    }
    return overview() | changes


def two_currencies() -> dict[str, Any]:
    base = overview()
    forints = invoice("SN-2026-0450", "125000", currency="HUF", description="Hungarian fair")
    base["balances"].append(balance(currency="HUF", open="125000", due_later="125000"))
    base["open_invoices"].append(forints)
    return base


def processing_overview() -> dict[str, Any]:
    base = overview()
    ideal = {"type": "ideal", "label": "iDEAL"}
    late = base["open_invoices"][0]
    late |= {"processing": True, "days_overdue": 0, "pay_url": None}
    base["balances"] = [balance(open="4961.00", collected="1936.00", due_later="3025.00")]
    base["payments"].insert(
        0, payment("SN-2026-0412", TODAY, "1210.00", status="processing", method=ideal)
    )
    return base


def paid_overview() -> dict[str, Any]:
    """The overview after the overdue invoice was paid."""
    base = overview()
    base["balances"] = [balance(open="3751.00", collected="726.00", due_later="3025.00")]
    base["open_invoices"] = [collected(), due_later()]
    base["payments"].insert(0, payment("SN-2026-0412", TODAY, "1210.00"))
    return base


def extreme_overview() -> dict[str, Any]:
    """The longest names and amounts that the data allows."""
    base = overview()
    number = "STUDIONOORD-2026-00000000441234"
    description = "Samenwerkingsovereenkomst merkidentiteit en bewegwijzering, vierde termijn " * 2
    value = "123456789012.34"
    late = overdue() | {
        "number": number,
        "description": description,
        "amount_remaining": money(value),
        "total": money(value),
    }
    base["balances"] = [
        balance(
            open=value,
            overdue="23456789012.34",
            overdue_since="2025-11-03",
            collected="99999999999.99",
            due_later="0.01",
        )
    ]
    base["open_invoices"] = [late, collected() | {"description": description}, due_later()]
    base["payments"] = [payment(number, "2026-11-12", value) | {"invoice_numbers": [number] * 4}]
    return base


def invoices(count: int = 48) -> list[dict[str, Any]]:
    """Newest first: the three open ones, then one of each other kind, then paid ones."""
    others = [
        invoice("SN-2026-0431", "181.50", status="void", pay_url=None, description="Licence"),
        invoice("SN-2026-0430", "605.00", status="uncollectible", pay_url=None),
    ]
    paid = [
        invoice(
            f"SN-2026-{429 - index:04}" if index < 10 else f"SN-2025-{500 - index:04}",
            "484.00",
            status="paid",
            description=f"Design retainer {index + 1}",
            issued_date="2026-08-01",
            due_date="2026-08-15",
            paid_date="2026-08-12",
        )
        for index in range(count - 5)
    ]
    return [collected(), due_later(), *others, overdue(), *paid]


def line(description: str, value: str, **changes: Any) -> dict[str, Any]:
    return {
        "description": description,
        "quantity": "1",
        "unit_amount": money(value),
        "amount": money(value),
        "period_start": None,
        "period_end": None,
        "is_proration": False,
    } | changes


def step(what: str, date: str, value: str, **changes: Any) -> dict[str, Any]:
    """One that lowers what is owed by all of its amount, unless changes say otherwise."""
    return {
        "what": what,
        "date": date,
        "amount": money(value),
        "effect": money(f"-{value}"),
        "payment": None,
    } | changes


def story(**changes: Any) -> dict[str, Any]:
    """Of the overdue invoice, half of which was paid."""
    number = "SN-2026-0412"
    lines = [
        line("House style design", "1425.00", quantity="15", unit_amount=money("95.00")),
        line(
            "Hosting of the review site",
            "350.00",
            period_start="2026-10-01",
            period_end="2026-10-31",
        ),
        line("Print supervision", "225.00", quantity="2.5", unit_amount=money("90.00")),
    ]
    card = payment(number, "2026-10-28", "1000.00")
    failed = payment(number, "2026-10-27", "1000.00", status="failed", failure="Card declined")
    steps = [
        step("tried", "2026-10-27", "1000.00", effect=money("0.00"), payment=failed),
        step("paid", "2026-10-28", "1000.00", payment=card),
        step("credit_note", "2026-10-30", "210.00"),
    ]
    return {
        "today": TODAY,
        "invoice": overdue(),
        "lines": lines,
        "sums": {
            "subtotal": money("2000.00"),
            "discount": money("0.00"),
            "tax": money("420.00"),
            "included_tax": money("0.00"),
        },
        "steps": steps,
        "is_complete": True,
    } | changes


def story_of(invoice: dict[str, Any], *steps: dict[str, Any]) -> dict[str, Any]:
    """An invoice that was kept before its lines were."""
    return story(invoice=invoice, lines=[], sums=None, steps=list(steps))


def disputed_story() -> dict[str, Any]:
    invoice = overdue() | {"disputed": True, "days_overdue": 0, "pay_url": None}
    taken = step("taken_back", "2026-11-12", "1210.00", effect=money("1210.00"))
    return story_of(invoice, step("paid", "2026-11-01", "2420.00"), taken)


def paid_story() -> dict[str, Any]:
    paid = invoice("SN-2026-0429", "363.00", status="paid", paid_date="2026-11-12")
    card = payment("SN-2026-0429", "2026-11-12", "363.00")
    back = step("paid_back", "2026-11-14", "63.00", effect=money("0.00"), payment=card)
    return story_of(paid, step("paid", "2026-11-12", "363.00", payment=card), back)


def closed_story() -> dict[str, Any]:
    closed = invoice("SN-2026-0430", "605.00", status="uncollectible", pay_url=None)
    closed["amount_remaining"] = money("0.00")
    return story_of(closed, step("closed", "2026-11-12", "605.00"))


def extreme_story() -> dict[str, Any]:
    """The longest words and amounts that the data allows, in a currency without cents."""
    long = "Samenwerkingsovereenkomst merkidentiteit en bewegwijzering, vierde termijn " * 3
    value = "123456789012"
    most = invoice("STUDIONOORD-2026-00000000441234", value, currency="JPY", description=long)
    return story(
        invoice=most,
        lines=[line(long, value, amount=money(value, "JPY"), unit_amount=money(value, "JPY"))] * 3,
        sums=None,
        steps=[step("paid", "2025-10-28", "1", amount=money(value, "JPY"))] * 2,
        is_complete=False,
    )


def pdf() -> dict[str, Any]:
    return {"kept_date": TODAY, "is_current": True}


def payments(count: int = 45) -> list[dict[str, Any]]:
    """Newest first: one under way, one disputed, one that failed, then plain ones."""
    special = [
        payment("SN-2026-0441", TODAY, "726.00", status="processing"),
        *overview()["payments"],
        payment("SN-2026-0390", "2025-12-20", "100.00", disputed=True),
    ]
    plain = [payment(f"SN-2025-{n:04}", "2025-06-02", "484.00") for n in range(count - 5)]
    return special + plain


def statement(**changes: Any) -> dict[str, Any]:
    def entry(date: str, what: str, value: str, balance: str, number: str | None) -> dict[str, Any]:
        return {
            "date": date,
            "what": what,
            "invoice_id": f"inv_{number}" if number else None,
            "invoice_number": number,
            "payment_id": None if number else "pay_1",
            "amount": money(value),
            "balance": money(balance),
        }

    return {
        "today": TODAY,
        "first": "2026-01-01",
        "last": TODAY,
        "currency": "EUR",
        "currencies": ["EUR"],
        "opening": money("-50.00"),
        "entries": [
            entry("2026-08-01", "issued", "484.00", "434.00", "SN-2026-0429"),
            entry("2026-08-12", "captured", "-484.00", "-50.00", None),
            entry("2026-10-20", "issued", "2420.00", "2370.00", "SN-2026-0412"),
            entry("2026-10-28", "captured", "-1000.00", "1370.00", None),
            entry("2026-10-30", "credited", "-210.00", "1160.00", "SN-2026-0412"),
        ],
        "closing": money("1160.00"),
        "next_cursor": None,
    } | changes


def empty_statement() -> dict[str, Any]:
    return statement(entries=[], opening=money("0.00"), closing=money("0.00"))


def two_currency_statement() -> dict[str, Any]:
    return statement(currencies=["EUR", "HUF"], first="2026-02-03", last="2026-11-11")


def item(name: str, value: str | None, **changes: Any) -> dict[str, Any]:
    price = money(value) if value else None
    return {
        "name": name,
        "description": "",
        "quantity": 1,
        "unit_amount": price,
        "amount": price,
        "interval": "month",
        "interval_count": 1,
        "period_end": "2026-12-01",
    } | changes


def subscription(*items: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "id": "sub_1",
        "status": "active",
        "description": "",
        "items": list(items),
        "collection": "charge_automatically",
        "started_date": "2025-03-01",
        "trial_end_date": None,
        "is_paused": False,
        "resumes_date": None,
        "ends_date": None,
        "ended_date": None,
    } | changes


def subscriptions() -> list[dict[str, Any]]:
    traffic = item(
        "Traffic", None, unit_amount=money("0.005"), quantity=None, interval="year", amount=None
    )
    return [
        subscription(item("Hosting, large", "50.00"), traffic),
        subscription(
            item("Design retainer", "968.00", quantity=2, interval_count=3),
            ends_date="2026-12-31",
            collection="send_invoice",
        ),
        subscription(item("Newsletter", "25.00"), is_paused=True, resumes_date="2027-02-01"),
        subscription(item("Old hosting", "15.00"), status="canceled", ended_date="2024-12-31"),
    ]


def payment_methods() -> list[dict[str, Any]]:
    def method(label: str, **changes: Any) -> dict[str, Any]:
        plain = {"type": "card", "last4": "4242", "works_until": None}
        return (
            {"id": "pm_1", "label": label, "is_default": False, "mandate": None} | plain | changes
        )

    mandate = {"status": "active", "reference": "NORD-0412", "accepted_date": "2025-03-01"}
    return [
        method("Visa •••• 4242", works_until="2027-04-30", is_default=True),
        method("SEPA •••• 4300", type="sepa_debit", last4="4300", mandate=mandate),
        method("Mastercard •••• 1881", works_until="2026-09-30"),
    ]


def person(number: int, name: str, role: str) -> dict[str, Any]:
    email = f"{name.split()[0].lower()}@vandijk.example"
    return {"id": f"con_{number}", "name": name, "email": email, "role": role}


def profile() -> dict[str, Any]:
    return {
        "company": {
            "name": "Van Dijk Architecten B.V.",
            "email": "sanne@vandijk.example",
            "phone": "+31 10 123 45 67",
            "address": {
                "line1": "Lloydkade 201",
                "line2": None,
                "postal_code": "3024 EA",
                "city": "Rotterdam",
                "state": None,
                "country": "NL",
            },
            "tax_ids": [{"type": "eu_vat", "value": "NL123456789B01", "verification": "verified"}],
        },
        "contacts": [
            person(1, "Sanne de Wit", "owner"),
            person(2, "Noor van Dijk", "billing"),
            person(3, "Accountantskantoor Jansen en Zonen", "viewer"),
        ],
    }


def bare_profile() -> dict[str, Any]:
    """Of a customer of whom the firm knows nothing but the name."""
    bare: dict[str, Any] = {"email": None, "phone": None, "address": None, "tax_ids": []}
    return {"company": {"name": "Van Dijk", **bare}, "contacts": [person(1, "Sanne", "owner")]}


def devices() -> list[dict[str, Any]]:
    firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_1 like Mac OS X) Version/19.1 Safari/605.1"
    return [
        {"id": "ses_1", "device": firefox, "signed_in_at": f"{TODAY}T08:00:00Z", "is_this": True},
        {
            "id": "ses_2",
            "device": iphone,
            "signed_in_at": "2026-11-01T08:00:00Z",
            "is_this": False,
        },
    ]
