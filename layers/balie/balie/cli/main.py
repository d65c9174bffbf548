"""The shell's door: which groups of commands there are, and what an exit code means."""

import sys
from collections.abc import Sequence

import balie
from balie.cli import (
    audit,
    bank,
    branding,
    catch_up,
    connect,
    deploy,
    ledger,
    queue,
    restore,
    setup,
    stack,
    tenant,
    user,
)
from balie.cli.programs import ProgramFailed
from balie.cli.words import Parser
from balie.ground.aws import clients, sdk
from balie.ground.aws.settings import SettingMissing
from balie.ground.core.errors import BalieError

GROUPS = (
    setup,
    deploy,
    tenant,
    branding,
    user,
    connect,
    catch_up,
    queue,
    audit,
    ledger,
    bank,
    restore,
)
REFUSED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 0 done, 1 refused (one line says what to do). Wrong words leave with 2.

    A program that failed passes on its own.
    """
    parsed = _parser().read(arguments)
    try:
        if parsed.stack and not parsed.makes_stack:
            stack.take_settings(parsed.stack)
        return int(parsed.run(parsed) or 0)
    except SettingMissing as error:
        return _refused(stack.told_missing(error.name))
    except ProgramFailed as error:
        return _refused(error.detail, error.exit_code)
    except BalieError as error:
        return _refused(error.detail)
    except (*clients.ERRORS, *sdk.ERRORS) as error:
        return _refused(f"AWS does not do this: {error}")
    except KeyboardInterrupt:
        return _refused("Stopped; what was started already goes on by itself.")


def _refused(reason: str, exit_code: int = REFUSED) -> int:
    print(f"balie: {' '.join(reason.split())}", file=sys.stderr)
    return exit_code


def _parser() -> Parser:
    parser = Parser(
        prog="balie",
        description="Operate a Balie deployment.",
        epilog="exit code: 0 done, 1 refused or something is wrong, 2 a wrong word or file.\n"
        "`balie COMMAND --help` says what a command needs, with examples.",
    )
    version = f"balie {balie.__version__}"
    parser.add_argument("--version", action="version", version=version, help="say which it is")
    parser.set_defaults(makes_stack=False)
    stack.add_to(parser)
    for group in GROUPS:
        group.add_to(parser)
    return parser
