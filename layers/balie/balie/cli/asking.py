"""What `balie setup` has to know: given as flags, as it was the last time, or asked for."""

import argparse
from collections.abc import Callable, Mapping
from typing import NamedTuple

from balie.cli import words
from balie.ground.core.errors import Invalid

UNKNOWN = "not-known-yet.invalid"  # in the template's defaults


class AnswerMissing(Invalid):
    code = "answer_missing"


class Question(NamedTuple):
    """parameter: of the template, whose value is the default the next time. needed: not empty."""

    flag: str
    asked: str
    read: Callable[[str], str]
    parameter: str = ""
    needed: bool = False


OF_THE_DEPLOYMENT = (
    Question(
        "sender",
        "Which address does mail come from, as billing@firm.eu",
        words.plain_email,
        "MailSender",
        needed=True,
    ),
    Question(
        "portal",
        "The first portal's host, as billing.firm.eu (empty: a name of CloudFront's)",
        words.host,
        "PortalDomains",
    ),
    Question(
        "desk",
        "The desk's host, as desk.firm.eu (empty: a name of CloudFront's); chosen once",
        words.host,
        "DeskDomain",
    ),
    Question("alarms", "Who hears of alarms (empty: nobody)", words.plain_email, "AlarmEmail"),
)
OF_THE_FIRM = (
    Question("firm", "The firm's name, as its customers know it", words.name, needed=True),
    Question("owner", "The mail address of its owner", words.email, needed=True),
    Question("support", "Where its customers ask for help, an address", words.email, needed=True),
)


def add_to(command: argparse.ArgumentParser) -> None:
    for question in (*OF_THE_DEPLOYMENT, *OF_THE_FIRM):
        kind = "NAME" if question.flag == "firm" else "HOST" if question.read is words.host else ""
        command.add_argument(
            f"--{question.flag}",
            type=_or_nothing(question.read),
            metavar=kind or "ADDRESS",
            help=f"{question.asked[0].lower()}{question.asked[1:]}",
        )


def answer(question: Question, given: argparse.Namespace, before: Mapping[str, str]) -> str:
    """The flag's, else what is typed. With --yes nothing is asked. Raises AnswerMissing."""
    said: str | None = getattr(given, question.flag)
    usual = usual_answer(question, before)
    if said is not None:
        return said
    if given.yes:
        return _needed(question, usual)
    while True:
        typed = _typed(f"{question.asked}{f' [{usual}]' if usual else ''}: ") or usual
        try:
            return question.read(typed) if typed or question.needed else ""
        except argparse.ArgumentTypeError as error:
            print(f"  {error}")


def usual_answer(question: Question, before: Mapping[str, str]) -> str:
    """before: the parameters of the last time."""
    found = before.get(question.parameter, "").partition(",")[0]
    return "" if found.endswith((UNKNOWN, "@example.com")) else found


def _needed(question: Question, usual: str) -> str:
    if question.needed and not usual:
        raise AnswerMissing(f"With --yes nothing is asked: say --{question.flag} as well.")
    return usual


def _typed(asked: str) -> str:
    try:
        return input(asked).strip()
    except EOFError:
        print()
        raise AnswerMissing("Nobody answers: give every answer as a flag, and --yes.") from None


def _or_nothing(read: Callable[[str], str]) -> Callable[[str], str]:
    """An empty flag says that there is none."""
    return lambda text: read(text) if text else ""
