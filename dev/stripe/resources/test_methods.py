"""Stripe's test cards and accounts, and what happens when each is charged.

An outcome is "ok", "dispute", "authenticate" (needs the customer), or a decline code. A direct
debit is first `processing`; its outcome shows when it settles.
"""

from typing import Any

CARDS: dict[str, tuple[str, str]] = {
    "4242424242424242": ("visa", "ok"),
    "4000056655665556": ("visa", "ok"),
    "5555555555554444": ("mastercard", "ok"),
    "378282246310005": ("amex", "ok"),
    "4000000000000341": ("visa", "generic_decline"),
    "4000000000009995": ("visa", "insufficient_funds"),
    "4000000000009987": ("visa", "lost_card"),
    "4000000000009979": ("visa", "stolen_card"),
    "4000000000000069": ("visa", "expired_card"),
    "4000000000000119": ("visa", "processing_error"),
    "4000000000000259": ("visa", "dispute"),
    "4000002500003155": ("visa", "authenticate"),
}
"""Number -> brand and outcome."""

DECLINED_ON_SIGHT = {"4000000000000002": "generic_decline"}
"""Cards that cannot even be attached."""

TOKENS = {
    "pm_card_visa": "4242424242424242",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_chargeDeclined": "4000000000000341",
    "pm_card_visa_chargeDeclined": "4000000000000341",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_chargeDeclinedLostCard": "4000000000009987",
    "pm_card_chargeDeclinedStolenCard": "4000000000009979",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_authenticationRequired": "4000002500003155",
    "tok_visa": "4242424242424242",
    "tok_mastercard": "5555555555554444",
    "tok_chargeCustomerFail": "4000000000000341",
}

IBANS: dict[str, str] = {
    "NL39RABO0300065264": "ok",
    "BE62510007547061": "ok",
    "DE89370400440532013000": "ok",
    "AT611904300234573201": "ok",
    "NL91ABNA0417164300": "insufficient_funds",
    "BE68539007547034": "insufficient_funds",
    "DE62370400440532013001": "insufficient_funds",
    "AT861904300235473202": "insufficient_funds",
    "NL14RABO0300065265": "dispute",
    "DE35370400440532013002": "dispute",
}
"""Account -> outcome; any other IBAN of the right form settles well."""

NEVER_AGAIN = frozenset({"lost_card", "stolen_card", "pickup_card", "expired_card"})
"""Declines after which the same method is not tried again by itself."""

MESSAGES = {
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "lost_card": "Your card was declined.",
    "stolen_card": "Your card was declined.",
    "expired_card": "Your card has expired.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "authenticate": "Your card was declined. This transaction requires authentication.",
}

CODES = {
    "expired_card": "expired_card",
    "processing_error": "processing_error",
    "authenticate": "authentication_required",
}
"""Outcome -> error code; `card_declined` for all others."""


def card(number: str) -> dict[str, Any]:
    brand = CARDS.get(number, ("visa", "ok"))[0]
    return {
        "brand": brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "pass",
        },
        "country": "NL",
        "display_brand": brand,
        "exp_month": 8,
        "exp_year": 2030,
        "fingerprint": f"Fp{number[::-1][:14]}",
        "funding": "debit" if number == "4000056655665556" else "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }


def sepa_debit(iban: str) -> dict[str, Any]:
    return {
        "bank_code": iban[4:8],
        "branch_code": "",
        "country": iban[:2],
        "fingerprint": f"Fp{iban[::-1][:14]}",
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }
