"""What a deployment needs beforehand: each thing looked at, with a line that says what to do."""

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple

from balie.cli import programs
from balie.ground.aws import account, sdk, stacks
from balie.ground.core.errors import BalieError

AT_ONCE_OF_A_NEW_ACCOUNT = 10
AT_ONCE_WANTED = 100
ASK_FOR_MORE = "aws service-quotas request-service-quota-increase --service-code lambda"
BUSY = "_IN_PROGRESS"
HALF_MADE = ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED")


class State(Enum):
    """By the sign before its line."""

    FINE = "✓"
    WARNING = "!"
    BLOCKING = "✗"


class Found(NamedTuple):
    state: State
    line: str

    def __str__(self) -> str:
        return f"{self.state.value} {self.line}"


def credentials() -> Found:
    if not sdk.region():
        told = "no region; export AWS_DEFAULT_REGION=eu-central-1, or another of AWS's"
        return Found(State.BLOCKING, told)
    caller = account.caller()
    return Found(State.FINE, f"account {caller.account}, as {caller.arn.rpartition(':')[2]}")


def region() -> Found:
    here = sdk.region() or ""
    if here.startswith("eu-"):
        return Found(State.FINE, f"region {here}")
    told = f"region {here} is outside the EU: customers' data would be kept there"
    return Found(State.WARNING, told)


def sam() -> Found:
    return _program("sam", "the AWS SAM CLI: pipx install aws-sam-cli")


def python() -> Found:
    return _program("python3.13", "Python 3.13, which the functions run on, for sam to build with")


def stack(name: str) -> Found:
    found = stacks.find(name)
    if found is None:
        return Found(State.FINE, f"stack {name} will be made")
    if found.status.endswith(BUSY):
        told = f"somebody is deploying {name} just now ({found.status}); wait until it has ended"
        return Found(State.BLOCKING, told)
    if found.status in HALF_MADE:
        delete = f"aws cloudformation delete-stack --stack-name {name}"
        return Found(State.BLOCKING, f"stack {name} is {found.status}; run: {delete}")
    return Found(State.FINE, f"stack {name} is there ({found.status})")


def functions() -> Found:
    limit = account.functions_at_once()
    if limit >= AT_ONCE_WANTED:
        return Found(State.FINE, f"{limit:,} functions may run at once")
    told = (
        f"{limit} functions may run at once, as in a new account: enough to try it, not for "
        f"customers. Ask for more: {ASK_FOR_MORE} --quota-code L-B99A9384 --desired-value 1000"
    )
    return Found(State.WARNING, told)


def mail() -> Found:
    found = account.mail()
    if not found.is_allowed:
        return Found(State.WARNING, "SES has stopped this account's mail; its console says why")
    if found.is_out_of_sandbox:
        return Found(State.FINE, f"mail goes to everybody, {found.a_day:,} a day")
    told = (
        f"SES is in its sandbox: mail goes to verified addresses alone, {found.a_day} a day. "
        "Ask to leave it: SES console, Account dashboard, Request production access (transactional)"
    )
    return Found(State.WARNING, told)


def all_of(name: str) -> list[Found]:
    """name: of the stack. Nothing else can be looked at without credentials."""
    found = [_looked_at(credentials)]
    if found[0].state is State.BLOCKING:
        return found
    others: list[Callable[[], Found]] = [
        region,
        sam,
        python,
        lambda: stack(name),
        functions,
        mail,
    ]
    return found + [_looked_at(check) for check in others]


def _looked_at(check: Callable[[], Found]) -> Found:
    """Who may not look may still deploy."""
    try:
        return check()
    except BalieError as error:
        return Found(State.BLOCKING, error.detail)
    except sdk.ERRORS as error:
        return Found(State.WARNING, f"this could not be looked at: {' '.join(str(error).split())}")


def _program(name: str, told: str) -> Found:
    if programs.answers(name):
        return Found(State.FINE, f"{name} answers")
    return Found(State.BLOCKING, f"{name} does not answer; install {told}")
