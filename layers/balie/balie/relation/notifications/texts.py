"""What mails say, in Dutch and English. Plain: what happened, what it means, what to do."""

from decimal import Decimal
from typing import Literal, TypedDict

from babel.numbers import format_currency

Language = Literal["nl", "en"]


class MailTexts(TypedDict):
    """Each with named places. button: None when there is nothing to do."""

    subject: str
    first: str
    then: str
    button: str | None


TEXTS: dict[str, dict[Language, MailTexts]] = {
    "sign_in": {
        "nl": {
            "subject": "Inloggen bij {firm}",
            "first": "Met deze knop log je in op het klantportaal van {firm}.",
            "then": "De link werkt één keer en tien minuten lang. Heb je niet gevraagd om in te "
            "loggen? Dan hoef je niets te doen.",
            "button": "Inloggen",
        },
        "en": {
            "subject": "Sign in to {firm}",
            "first": "This button signs you in to the customer portal of {firm}.",
            "then": "The link works once, for ten minutes. If you did not ask to sign in, you "
            "need not do anything.",
            "button": "Sign in",
        },
    },
    "payment_confirmed": {
        "nl": {
            "subject": "Betaling van {amount} ontvangen",
            "first": "We hebben {amount} ontvangen voor factuur {number}.",
            "then": "De factuur is hiermee voldaan. Je hoeft niets te doen.",
            "button": "Bekijk je facturen",
        },
        "en": {
            "subject": "Payment of {amount} received",
            "first": "We have received {amount} for invoice {number}.",
            "then": "The invoice is settled. There is nothing for you to do.",
            "button": "See your invoices",
        },
    },
}


def language_of(*preferences: str | None) -> Language:
    """The first preference that we speak; English otherwise."""
    for preference in preferences:
        if preference == "nl":
            return "nl"
        if preference == "en":
            return "en"
    return "en"


def amount_for_people(value: str, currency: str, language: Language) -> str:
    """value: as on the wire. "1210.00", "EUR" -> "€ 1.210,00" (nl), "€1,210.00" (en)."""
    return str(
        format_currency(Decimal(value), currency, locale=language, decimal_quantization=False)
    )
