"""Credit notes, the customer's balance at the provider, refunds and disputes, to the cent."""

from collections import Counter

from dev.stripe import commands
from tests.house import oracle
from tests.house.house import House
from tests.house.invoices import customer, open_invoice, pay, refund

EUR = "EUR"


def standing(house: House, currency: str = EUR) -> dict[str, int]:
    """All customers' accounts in the currency, those at nothing left out."""
    house.settle()
    oracle.check(house)
    held: Counter[str] = Counter()
    for row in oracle.every_row(house.tenant):
        if str(row["sk"]) == f"A#BALANCE#{currency}":
            for name in ("receivable", "unapplied", "reclaim"):
                held[name] += int(str(row.get(name, 0)))
    return {name: minor for name, minor in held.items() if minor}


def tenants(house: House, account: str) -> int:
    rows = oracle.every_row(house.tenant)
    return sum(int(str(row.get(account, 0))) for row in rows if "#ACCOUNTS#" in str(row["pk"]))


def change_balance(house: House, owner: str, cents: int, currency: str = "eur") -> None:
    path = f"/v1/customers/{owner}/balance_transactions"
    house.call("post", path, amount=cents, currency=currency)


def credit_note(house: House, invoice: str, cents: int, **fields: int) -> str:
    asked = {"invoice": invoice, "amount": cents, **fields}
    return str(house.call("post", "/v1/credit_notes", **asked)["id"])


def dispute(house: House, invoice: str, **fields: object) -> str:
    made = commands.run(house.simulator, "dispute", {"invoice": invoice, **fields})
    return str(made["id"])


def decide(house: House, ref: str, *, won: bool) -> None:
    commands.run(house.simulator, "decide_dispute", {"dispute": ref, "won": won})


def test_a_credit_note_on_an_open_invoice_leaves_less_to_pay(either: House) -> None:
    invoice = open_invoice(either, 12_100)
    note = credit_note(either, invoice, 2_100)
    assert standing(either) == {"receivable": 10_000}
    assert tenants(either, "billed") == 10_000
    either.call("post", f"/v1/credit_notes/{note}/void")
    assert standing(either) == {"receivable": 12_100}
    assert tenants(either, "billed") == 12_100


def test_a_credit_note_on_a_paid_invoice_is_credit_that_the_next_invoice_uses(
    either: House,
) -> None:
    owner = customer(either)
    credit_note(
        either, pay(either, open_invoice(either, 12_100, of=owner)), 2_100, credit_amount=2_100
    )
    assert standing(either) == {"unapplied": 2_100}
    open_invoice(either, 5_000, of=owner)
    assert standing(either) == {"receivable": 2_900}
    assert tenants(either, "billed") == 15_000


def test_a_credit_note_that_is_refunded_leaves_the_invoice_paid(either: House) -> None:
    credit_note(either, pay(either, open_invoice(either, 12_100)), 2_100, refund_amount=2_100)
    assert standing(either) == {}
    assert tenants(either, "adjustments") == 0
    assert tenants(either, f"clearing:{either.connection}") == 10_000


def test_a_credit_note_that_is_paid_out_elsewhere_leaves_no_credit(either: House) -> None:
    credit_note(either, pay(either, open_invoice(either, 12_100)), 2_100, out_of_band_amount=2_100)
    assert standing(either) == {}
    assert tenants(either, "outside") == -2_100


def test_credit_is_used_by_an_invoice_and_comes_back_when_that_is_voided(either: House) -> None:
    owner = customer(either)
    change_balance(either, owner, -3_000)
    assert standing(either) == {"unapplied": 3_000}
    invoice = open_invoice(either, 10_000, of=owner)
    assert standing(either) == {"receivable": 7_000}
    either.call("post", f"/v1/invoices/{invoice}/void")
    assert standing(either) == {"unapplied": 3_000}
    assert tenants(either, "billed") == 0


def test_a_debit_is_carried_until_an_invoice_charges_it(either: House) -> None:
    owner = customer(either)
    change_balance(either, owner, 2_000)
    assert standing(either) == {"reclaim": 2_000}
    open_invoice(either, 10_000, of=owner)
    assert standing(either) == {"receivable": 12_000}


def test_a_debit_takes_credit_first(either: House) -> None:
    owner = customer(either)
    change_balance(either, owner, -3_000)
    change_balance(either, owner, 5_000)
    assert standing(either) == {"reclaim": 2_000}
    assert tenants(either, "adjustments") == -2_000


def test_an_invoice_in_the_customers_favour_is_credit(either: House) -> None:
    open_invoice(either, -4_000)
    assert standing(either) == {"unapplied": 4_000}


def test_a_long_history_of_a_balance_takes_several_commits(memory_house: House) -> None:
    owner = customer(memory_house)
    for cents in range(1, 131):
        change_balance(memory_house, owner, cents if cents % 3 else -cents)
    expected = sum(cents if cents % 3 else -cents for cents in range(1, 131))
    assert standing(memory_house) == {"reclaim": expected}
    change_balance(memory_house, owner, -expected)
    assert standing(memory_house) == {}


def test_a_customer_of_three_currencies_has_three_balances(memory_house: House) -> None:
    owner = customer(memory_house)
    for currency, cents in (("eur", 1_000), ("usd", 2_000), ("gbp", 3_000)):
        change_balance(memory_house, owner, -cents, currency)
        open_invoice(memory_house, 10_000, of=owner, currency=currency)
    assert [standing(memory_house, currency) for currency in ("EUR", "USD", "GBP")] == [
        {"receivable": 9_000},
        {"receivable": 8_000},
        {"receivable": 7_000},
    ]


def test_a_lost_dispute_leaves_the_invoice_owed_again(either: House) -> None:
    invoice = pay(either, open_invoice(either, 12_100))
    either.settle()
    ref = dispute(either, invoice)
    assert standing(either) == {"receivable": 12_100}
    assert due_attributes(either) == {"due_by_itself"}, "the bank may yet give it back"
    decide(either, ref, won=False)
    assert standing(either) == {"receivable": 12_100}
    assert due_attributes(either) == {"due"}
    assert tenants(either, f"clearing:{either.connection}") == 0
    assert events(either, "invoice.reopened") == 1


def test_a_dispute_that_is_won_pays_the_invoice_again(either: House) -> None:
    invoice = pay(either, open_invoice(either, 12_100))
    ref = dispute(either, invoice)
    standing(either)
    decide(either, ref, won=True)
    assert standing(either) == {}
    assert tenants(either, f"clearing:{either.connection}") == 12_100
    assert events(either, "invoice.paid") == 1, "told once"


def test_an_inquiry_moves_no_money(either: House) -> None:
    dispute(either, pay(either, open_invoice(either, 12_100)), inquiry=True)
    assert standing(either) == {}


def test_a_payment_that_was_refunded_in_part_and_then_disputed(either: House) -> None:
    invoice = pay(either, open_invoice(either, 12_100))
    refund(either, invoice, 2_100)
    ref = dispute(either, invoice)
    assert standing(either) == {"receivable": 10_000}
    decide(either, ref, won=True)
    assert standing(either) == {}
    assert tenants(either, "adjustments") == 2_100


def test_a_refund_that_fails_is_as_if_it_had_not_been(either: House) -> None:
    invoice = pay(either, open_invoice(either, 12_100))
    refund(either, invoice, 2_100)
    standing(either)
    ref = either.call("get", "/v1/refunds")["data"][0]["id"]
    commands.run(either.simulator, "fail_refund", {"refund": ref})
    assert standing(either) == {}
    assert tenants(either, f"clearing:{either.connection}") == 12_100
    assert tenants(either, "adjustments") == 0


def due_attributes(house: House) -> set[str]:
    return {
        name.partition("#")[0]
        for row in oracle.every_row(house.tenant)
        if "A#BALANCE#" in str(row["sk"])
        for name in row
        if name.startswith("due")
    }


def events(house: House, name: str) -> int:
    return len(oracle.events_in(oracle.every_row(house.tenant), name))
