"""Who may do what in the desk: roles x operations, the same table as in docs/roles.md.

A route names its operation (`may` in `api.py`); what a role may not do is not shown to it either.
"""

from enum import StrEnum


class Role(StrEnum):
    OWNER = "owner"
    FINANCE = "finance"
    SUPPORT = "support"
    VIEWER = "viewer"


class Operation(StrEnum):
    KEEP_OWN_ACCOUNT = "keep_own_account"
    CHANGE_OWN_PASSKEYS = "change_own_passkeys"
    SEE_TEAM = "see_team"
    MANAGE_TEAM = "manage_team"
    SEE_CUSTOMERS = "see_customers"
    CHANGE_CUSTOMERS = "change_customers"
    VIEW_AS_CUSTOMER = "view_as_customer"
    SEE_CONNECTIONS = "see_connections"
    MANAGE_CONNECTIONS = "manage_connections"
    SEE_ACTIVITY = "see_activity"
    CHANGE_SETTINGS = "change_settings"


EVERYBODY = frozenset(Role)
ALLOWED: dict[Operation, frozenset[Role]] = {
    Operation.KEEP_OWN_ACCOUNT: EVERYBODY,
    Operation.CHANGE_OWN_PASSKEYS: EVERYBODY,
    Operation.SEE_TEAM: EVERYBODY,
    Operation.MANAGE_TEAM: frozenset({Role.OWNER}),
    Operation.SEE_CUSTOMERS: EVERYBODY,
    Operation.CHANGE_CUSTOMERS: frozenset({Role.OWNER, Role.FINANCE}),
    Operation.VIEW_AS_CUSTOMER: frozenset({Role.OWNER, Role.FINANCE, Role.SUPPORT}),
    Operation.SEE_CONNECTIONS: frozenset({Role.OWNER, Role.FINANCE}),
    Operation.MANAGE_CONNECTIONS: frozenset({Role.OWNER}),
    Operation.SEE_ACTIVITY: frozenset({Role.OWNER, Role.FINANCE}),
    Operation.CHANGE_SETTINGS: frozenset({Role.OWNER}),
}
# Roles and keys: whoever finds a desk that was left open may not do these.
STEPPED_UP = frozenset(
    {Operation.CHANGE_OWN_PASSKEYS, Operation.MANAGE_TEAM, Operation.MANAGE_CONNECTIONS}
)


def may(role: Role, operation: Operation) -> bool:
    return role in ALLOWED[operation]


def operations_of(role: Role) -> list[Operation]:
    """In the order of the table."""
    return [operation for operation, roles in ALLOWED.items() if role in roles]
