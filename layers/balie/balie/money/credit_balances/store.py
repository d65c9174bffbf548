"""Rows of balances that providers keep for customers."""

from balie.ground.aws import keys, stored
from balie.ground.aws.work import Work
from balie.money.credit_balances.model import CreditBalance


def get(work: Work, customer_id: str, connection_id: str) -> CreditBalance | None:
    row = work.get(keys.credit_balance(customer_id, connection_id))
    return stored.read(CreditBalance, row) if row else None


def save(work: Work, balance: CreditBalance) -> None:
    key = keys.credit_balance(balance.customer_id, balance.connection_id)
    work.put(key, stored.data(balance), version=balance.version)
