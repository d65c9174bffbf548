"""HTML from plain functions: text is escaped unless it is already `Markup`."""

from datetime import UTC, datetime
from html import escape

from starlette.responses import HTMLResponse

DIGITS = {"jpy": 0, "huf": 2, "krw": 0}
SIGNS = {"eur": "€", "usd": "$", "gbp": "£"}
POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(escape(str(value)))


def tag(name: str, /, *inside: object, **attributes: object) -> Markup:
    """attributes: True for a bare one, None or False to leave it out; `class_` for class."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}"
        + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return Markup(f"<{name}{shown}>{joined(*inside)}</{name}>")


def joined(*parts: object) -> Markup:
    return Markup("".join(text(part) for part in parts))


def hidden(name: str, value: object) -> Markup:
    return Markup(f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">')


def page(title: str, *body: object, status: int = 200) -> HTMLResponse:
    head = joined(
        Markup('<meta charset="utf-8">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        tag("title", title),
        Markup('<link rel="stylesheet" href="/style.css">'),
    )
    document = (
        f'<!doctype html><html lang="en"><head>{head}</head><body>{joined(*body)}</body></html>'
    )
    return HTMLResponse(
        document,
        status,
        {
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )


def money(minor: int, currency: str) -> str:
    digits = DIGITS.get(currency, 2)
    sign = "−" if minor < 0 else ""
    amount = f"{abs(minor) / 10**digits:,.{digits}f}"
    return f"{sign}{SIGNS.get(currency, currency.upper())} {amount}"


def day(moment: int | None) -> str:
    if moment is None:
        return "–"
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%b %Y}"
