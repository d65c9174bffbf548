"""Small stories of ways to pay at the provider."""

from tests.house.house import House
from tests.house.invoices import customer as new_customer

IBAN = "NL39RABO0300065264"


def save_card(house: House, customer: str, token: str = "pm_card_visa") -> str:  # noqa: S107
    made = house.call("post", f"/v1/payment_methods/{token}/attach", customer=customer)
    return str(made["id"])


def save_account(house: House, customer: str, iban: str = IBAN) -> str:
    """Attached, without a mandate yet."""
    made = house.call(
        "post",
        "/v1/payment_methods",
        type="sepa_debit",
        sepa_debit={"iban": iban},
        billing_details={"name": "Van Dijk", "email": "sanne@vandijk.example"},
    )
    house.call("post", f"/v1/payment_methods/{made['id']}/attach", customer=customer)
    return str(made["id"])


def set_up(house: House, customer: str, method: str) -> str:
    """The customer allows the account to be debited; the mandate."""
    made = house.call(
        "post", "/v1/setup_intents", customer=customer, payment_method=method, confirm=True
    )
    return str(made["mandate"])


def make_default(house: House, customer: str, method: str) -> None:
    settings = {"default_payment_method": method}
    house.call("post", f"/v1/customers/{customer}", invoice_settings=settings)


def detach(house: House, method: str) -> None:
    house.call("post", f"/v1/payment_methods/{method}/detach")


def allow_and_revoke(house: House) -> None:
    """An account may be debited, which we hear of; then not any more, and it is taken away."""
    owner = new_customer(house)
    account = save_account(house, owner)
    mandate = set_up(house, owner, account)
    house.settle()
    house.simulator.people.revoke_mandate(mandate)
    detach(house, account)
