"""The words that commands are given: how they are read, and what is said when they are wrong."""

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn
from urllib.parse import urlsplit
from zoneinfo import available_timezones

ACTOR = "operator:shell"  # who did it, in the audit log

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"{LABEL}(?:\.{LABEL})+")
LONGEST_HOST = 253
PLAIN = re.compile(r"[A-Za-z0-9._+-]{1,64}")
LONGEST_EMAIL = 254  # https://www.rfc-editor.org/errata/eid1690


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong. Commands stand in groups: `command` makes either."""

    def __init__(self, **settings: Any) -> None:
        layout = argparse.RawDescriptionHelpFormatter  # an example keeps its lines
        super().__init__(formatter_class=layout, allow_abbrev=False, **settings)
        self._commands: argparse._SubParsersAction[Parser] | None = None

    def command(self, name: str, told: str, *, examples: str = "") -> "Parser":
        """told: begins with a small letter and has no full stop. examples: each on its own line."""
        if self._commands is None:
            self._commands = self.add_subparsers(required=True, metavar="COMMAND")
        shown = "".join(f"\n  balie {example}" for example in examples.splitlines())
        made = self._commands.add_parser(
            name,
            help=told,
            description=f"{told[0].upper()}{told[1:]}.",
            epilog=f"examples:{shown}" if shown else None,
        )
        made.set_defaults(parser=made)
        return made

    def read(self, arguments: Sequence[str] | None) -> argparse.Namespace:
        """What no command knows is told by the one that it was given to."""
        parsed, unknown = self.parse_known_args(arguments)
        if unknown:
            parsed.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed

    def of_a_tenant(self) -> None:
        self.add_argument("--tenant", required=True, metavar="ID", help="the firm: ten_...")

    def of_a_connection(self, *, required: bool = True) -> None:
        self.of_a_tenant()
        self.add_argument(
            "--connection", required=required, metavar="ID", help="its provider account: con_..."
        )

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"balie: {' '.join(message.split())}; help: {self.prog} --help\n")


def url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise argparse.ArgumentTypeError("an address without a path, as https://billing.firm.eu")
    return f"{parts.scheme}://{parts.netloc}"


def email(text: str) -> str:
    if len(text) > LONGEST_EMAIL or not EMAIL.fullmatch(text):
        raise argparse.ArgumentTypeError("a mail address, as help@firm.eu")
    return text


def name(text: str) -> str:
    """Without spaces around it, as mails and pages will show it."""
    if not text.strip() or not text.isprintable():
        raise argparse.ArgumentTypeError("a name, on one line")
    return text.strip()


def timezone(text: str) -> str:
    if text not in available_timezones():
        raise argparse.ArgumentTypeError("a name of the IANA list, as Europe/Amsterdam")
    return text


def is_meant(question: str) -> bool:
    try:
        answer = input(f"{question} Type yes: ")
    except EOFError:
        print()
        return False
    return answer.strip() == "yes"


def host(text: str) -> str:
    """In small letters, by RFC 1123; with a dot, for a certificate needs a domain."""
    found = text.lower()
    if len(found) > LONGEST_HOST or not HOST.fullmatch(found):
        raise argparse.ArgumentTypeError("a host, as billing.firm.eu")
    return found


def plain_email(text: str) -> str:
    """Of letters and signs that every program passes on as they are."""
    name, _, domain = text.rpartition("@")
    if not PLAIN.fullmatch(name):
        raise argparse.ArgumentTypeError("a mail address, as billing@firm.eu")
    return f"{name}@{host(domain)}"
