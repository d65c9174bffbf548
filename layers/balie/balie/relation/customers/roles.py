"""Who may do what for a customer: roles x operations, the same table as in docs/roles.md."""

from enum import StrEnum

from balie.relation.customers.model import Contact


class Role(StrEnum):
    OWNER = "owner"
    BILLING = "billing"
    SIGNER = "signer"
    VIEWER = "viewer"


class Operation(StrEnum):
    SEE_ACCOUNT = "see_account"
    PAY = "pay"
    KEEP_OWN_PROFILE = "keep_own_profile"
    CHANGE_OWN_EMAIL = "change_own_email"
    SEE_CONTACTS = "see_contacts"
    MANAGE_CONTACTS = "manage_contacts"


EVERYBODY = frozenset(Role)
ALLOWED: dict[Operation, frozenset[Role]] = {
    Operation.SEE_ACCOUNT: EVERYBODY,
    Operation.PAY: frozenset({Role.OWNER, Role.BILLING}),
    Operation.KEEP_OWN_PROFILE: EVERYBODY,
    Operation.CHANGE_OWN_EMAIL: EVERYBODY,
    Operation.SEE_CONTACTS: EVERYBODY,
    Operation.MANAGE_CONTACTS: frozenset({Role.OWNER}),
}
# What a view as the customer shows of this; paying is the provider's page, which it explains.
LOOKING = frozenset({Operation.SEE_ACCOUNT, Operation.PAY, Operation.SEE_CONTACTS})
# Who somebody is, and who may come in: whoever finds a browser that was left open may not do these.
STEPPED_UP = frozenset({Operation.CHANGE_OWN_EMAIL, Operation.MANAGE_CONTACTS})


def may(role: str, operation: Operation) -> bool:
    return role in ALLOWED[operation]


def may_pay(contact: Contact) -> bool:
    return may(contact.role, Operation.PAY)


def operations_of(role: str) -> list[Operation]:
    """In the order of the table; none for a role that there is not."""
    return [operation for operation, roles in ALLOWED.items() if role in roles]
