"""`balie queue`: messages that were given up on."""

import argparse
from collections.abc import Callable
from typing import NamedTuple

from balie import reactions
from balie.cli.words import Parser
from balie.firm.audit import service as audit
from balie.ground.aws import dead_letters, settings, stream_batches
from balie.ground.core import clock, events


class Source(NamedTuple):
    """Where messages were given up on; how they are dealt with again, which says how many."""

    dead_letters: Callable[[], str]
    again: Callable[[str], int]


def add_to(balie: Parser) -> None:
    group = balie.command("queue", "messages that were given up on")
    group.command("list", "how many wait, and why", examples="queue list").set_defaults(run=_list)
    redrive = group.command(
        "redrive",
        "deal with them again, once the cause is mended",
        examples="queue redrive provider-events",
    )
    redrive.add_argument("name", choices=SOURCES)
    redrive.set_defaults(run=_redrive)


def _list(_: argparse.Namespace) -> None:
    for name, source in SOURCES.items():
        found = dead_letters.reasons(source.dead_letters())
        print(f"{name}: {found.total()} given up on")
        for reason, count in found.most_common():
            print(f"  {count} x {reason}")


def _redrive(parsed: argparse.Namespace) -> None:
    source = SOURCES[parsed.name]
    print(f"{source.again(source.dead_letters())} dealt with again")


def _follow(body: str) -> None:
    for recorded in stream_batches.events(body):
        reactions.follow(recorded.tenant, events.from_json(recorded.text), clock.now())


def _chain(body: str) -> None:
    for recorded in stream_batches.events(body):
        audit.chain(recorded.tenant, [audit.entry_of(recorded.text)], clock.now)


def _sent_back_to(queue: Callable[[], str]) -> Callable[[str], int]:
    return lambda dead_letters_url: dead_letters.redrive(dead_letters_url, queue())


def _redone_by(deal_with: Callable[[str], None]) -> Callable[[str], int]:
    return lambda dead_letters_url: dead_letters.redo(dead_letters_url, deal_with)


SOURCES: dict[str, Source] = {
    "provider-events": Source(
        settings.provider_events_dead_letters, _sent_back_to(settings.provider_events_queue)
    ),
    "catch-up": Source(settings.catch_up_dead_letters, _sent_back_to(settings.catch_up_queue)),
    "mail": Source(settings.mail_dead_letters, _sent_back_to(settings.mail_queue)),
    "stream": Source(settings.stream_dead_letters, _redone_by(_follow)),
    "audit": Source(settings.audit_dead_letters, _redone_by(_chain)),
}
