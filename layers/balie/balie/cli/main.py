"""The shell's door: which groups of commands there are, and what an exit code means."""

import sys
from collections.abc import Sequence

import balie
from balie.cli import audit, branding, catch_up, connect, ledger, queue, tenant, user
from balie.cli.words import Parser
from balie.ground.aws import clients
from balie.ground.aws.settings import SettingMissing
from balie.ground.core.errors import BalieError

GROUPS = (tenant, branding, user, connect, catch_up, queue, audit, ledger)
REFUSED = 1

# Where an operator finds what a function is given: the stack's output, or its parameter.
FOUND_IN = {
    "BALIE_TABLE": "output TableName",
    "BALIE_SECRETS_KEY": "output SecretsKeyArn",
    "BALIE_FILES": "output FilesBucket",
    "BALIE_PUBLIC_URL": "parameter PublicUrl",
    "BALIE_DESK_URL": "parameter DeskUrl",
    "BALIE_PROVIDER_EVENTS_QUEUE": "output ProviderEventsQueueUrl",
    "BALIE_PROVIDER_EVENTS_DEAD_LETTERS": "output ProviderEventsDeadLettersUrl",
    "BALIE_CATCH_UP_QUEUE": "output CatchUpQueueUrl",
    "BALIE_CATCH_UP_DEAD_LETTERS": "output CatchUpDeadLettersUrl",
    "BALIE_MAIL_QUEUE": "output MailQueueUrl",
    "BALIE_MAIL_DEAD_LETTERS": "output MailDeadLettersUrl",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 refused (one line says what to do). Wrong words leave with 2."""
    parsed = _parser().parse_args(arguments)
    try:
        return int(parsed.run(parsed) or 0)
    except SettingMissing as error:
        where = FOUND_IN.get(error.name, "description")
        return _refused(f"{error.name} is not set; export it as the stack's {where} says.")
    except BalieError as error:
        return _refused(error.detail)
    except clients.ERRORS as error:
        return _refused(f"AWS does not do this: {error}")
    except KeyboardInterrupt:
        return _refused("Stopped; what was started already goes on by itself.")


def _refused(reason: str) -> int:
    print(f"balie: {' '.join(reason.split())}", file=sys.stderr)
    return REFUSED


def _parser() -> Parser:
    parser = Parser(
        prog="balie",
        description="Operate a Balie deployment.",
        epilog="exit code: 0 done, 1 refused or something is wrong, 2 a wrong word.\n"
        "`balie COMMAND --help` says what a command needs, with examples.",
    )
    version = f"balie {balie.__version__}"
    parser.add_argument("--version", action="version", version=version, help="say which it is")
    for group in GROUPS:
        group.add_to(parser)
    return parser
