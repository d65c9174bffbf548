"""`balie queue`: messages that were given up on."""

import argparse
from collections.abc import Callable

from balie.cli.words import Parser
from balie.ground.aws import dead_letters, settings

QUEUES: dict[str, tuple[Callable[[], str], Callable[[], str]]] = {
    "provider-events": (settings.provider_events_queue, settings.provider_events_dead_letters),
    "catch-up": (settings.catch_up_queue, settings.catch_up_dead_letters),
    "mail": (settings.mail_queue, settings.mail_dead_letters),
}


def add_to(balie: Parser) -> None:
    group = balie.command("queue", "messages that were given up on")
    group.command("list", "how many wait, and why", examples="queue list").set_defaults(run=_list)
    redrive = group.command(
        "redrive",
        "send them back, once the cause is mended",
        examples="queue redrive provider-events",
    )
    redrive.add_argument("name", choices=QUEUES)
    redrive.set_defaults(run=_redrive)


def _list(_: argparse.Namespace) -> None:
    for name, (_queue, dead_letters_url) in QUEUES.items():
        found = dead_letters.reasons(dead_letters_url())
        print(f"{name}: {found.total()} given up on")
        for reason, count in found.most_common():
            print(f"  {count} x {reason}")


def _redrive(parsed: argparse.Namespace) -> None:
    queue_url, dead_letters_url = QUEUES[parsed.name]
    print(f"{dead_letters.redrive(dead_letters_url(), queue_url())} sent back")
