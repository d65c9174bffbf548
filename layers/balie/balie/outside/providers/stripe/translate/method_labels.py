"""Ways to pay by names that people know. Names of schemes are not translated. Pure."""

from balie.outside.providers.stripe.translate.amounts import Raw

CARD_BRANDS = {
    "amex": "American Express",
    "cartes_bancaires": "Cartes Bancaires",
    "mastercard": "Mastercard",
    "visa": "Visa",
}
METHODS = {
    "bancontact": "Bancontact",
    "customer_balance": "Bank transfer",
    "ideal": "iDEAL | Wero",
    "link": "Link",
    "paypal": "PayPal",
    "wero": "iDEAL | Wero",
}


def label(method: Raw) -> str:
    """method: a PaymentMethod, or the `payment_method_details` of a charge."""
    kind = str(method.get("type") or "")
    details = method.get(kind) or {}
    if kind == "card":
        brand = str(details.get("brand") or "card")
        return f"{CARD_BRANDS.get(brand, brand.title())} •••• {details.get('last4') or '????'}"
    if kind == "sepa_debit":
        return f"SEPA •••• {details.get('last4') or '????'}"
    return METHODS.get(kind, kind.replace("_", " ").capitalize())
