"""The local run: starts the parts in their order, watches over them, stops them in reverse."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from dev import deployment, progress, template
from dev.addresses import Addresses
from dev.children import Child, is_taken
from dev.embedded import EmbeddedAws
from dev.front.app import front
from dev.front.sources import Sources
from dev.handlers.__main__ import CODE_CHANGED
from dev.inbox.app import inbox
from dev.lock import StateLock
from dev.sites import Site, listen
from dev.template import ROOT

LARGEST_LOG = 5_000_000
DEAD = "DeadLetters"
OPENED = "/balie/local/firm-opened"


class CannotStart(Exception):
    """One line that says why, and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


def check_ports(addresses: Addresses, *, patience_seconds: float) -> None:
    deadline = time.monotonic() + patience_seconds
    for part, port in addresses.ports.items():
        while is_taken(port):
            if time.monotonic() > deadline:
                raise CannotStart(
                    f"Port {port} ({part}) is in use. Choose five others: "
                    f"make up BALIE_PORT={addresses.first_port + 100}"
                )
            time.sleep(0.1)


class Run:
    """All parts of one run. Whatever was started is stopped, also when a later part fails."""

    def __init__(self, state: Path, addresses: Addresses, lock: StateLock) -> None:
        self._state = state
        self._addresses = addresses
        self._lock = lock
        self._stops: list[Callable[[], None]] = []
        self._http = httpx.Client(timeout=30)
        self._template = template.read()
        self._dead_letters: dict[str, int] = {}

    def start(self) -> None:
        ports = self._addresses.ports
        self._listener = listen(ports["handlers"])
        self._stops.append(self._listener.close)
        self._aws = EmbeddedAws(
            port=ports["embedded AWS"],
            state=self._state / "aws",
            log=self._log("aws"),
            pass_fds=[self._lock.descriptor],
        )
        self._stops.append(self._aws.stop)
        self._deploy()
        self._start_handlers()
        self._stops += [lambda: self._handlers.stop(), self._aws.settle]
        self._start_simulator()
        api = deployment.api_id(self._aws, self._template)
        url = f"{self._aws.endpoint}/_aws/execute-api/{api}/$default"
        sources = Sources(self._state / "site")
        pages = front(self._state / "site", url, sources.publish_changes)
        self._keep(Site(pages, ports["portal"]))
        self._keep(Site(inbox(self._aws.endpoint), ports["inbox"]))
        self._http.get(self._addresses.handlers)  # answers once the handlers are loaded
        self._open_firm()
        self.set_up_link = self._owners_link()

    def _keep(self, site: Site) -> None:
        self._stops.append(site.stop)

    def _deploy(self) -> None:
        parameters = self._addresses.parameters()
        if deployment.deploy(self._aws, self._template, parameters, self._addresses.handlers):
            say("  template.yaml deployed")
        found = deployment.functions(self._aws, self._template)
        self._environment = dict(os.environ)
        for function in found:
            self._environment |= function.environment
        self._environment |= self._aws.environment
        (self._state / "functions.json").write_text(deployment.as_json(found))
        (self._state / "operator.sh").write_text(deployment.operators_settings(self._aws))

    def _start_handlers(self) -> None:
        descriptor = self._listener.fileno()
        command = _python("dev.handlers", self._state / "functions.json", self._log("handlers"))
        self._handlers = Child(
            "the handler host",
            [*command, str(descriptor), str(os.getpid())],
            environment=self._environment,
            pass_fds=[descriptor],
            on_terminal=True,
        )

    def _start_simulator(self) -> None:
        port = str(self._addresses.ports["Stripe simulator"])
        command = _python("dev.tethered", str(os.getpid()), "dev.stripe", "--port", port)
        command += ["--state", self._state / "stripe.json"]
        self._simulator = Child("the Stripe simulator", command, log=self._log("stripe"))
        self._stops.append(self._simulator.stop)
        self._simulator.wait_until(lambda: is_taken(int(port)))

    def _log(self, name: str) -> Path:
        file = self._state / "log" / f"{name}.log"
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists() and file.stat().st_size > LARGEST_LOG:
            file.replace(file.with_suffix(".old.log"))
        return file

    def _open_firm(self) -> None:
        parameters: Any = self._aws.client("ssm")
        if parameters.get_parameters(Names=[OPENED])["Parameters"]:
            return
        say("  opening the demonstration firm")
        command = _python("dev.firm", str(self._addresses.first_port))
        environment = {**self._environment, "PYTHONPATH": str(ROOT / "layers" / "balie")}
        opening = Child("opening the firm", command, environment=environment, on_terminal=True)
        self._stops.append(opening.stop)

        def going_on() -> bool:
            if opening.ended and opening.wait() != 0:
                raise CannotStart(
                    "The demonstration firm could not be opened; the reason is above."
                )
            return not opening.ended

        progress.until_quiet("five months of history", self._to_do, busy=going_on)
        parameters.put_parameter(Name=OPENED, Value="yes", Type="String", Overwrite=True)

    def _owners_link(self) -> str:
        """For the desk; "" once the demonstration firm's owner has a passkey."""
        command = _python("dev.firm", "link")
        environment = {**self._environment, "PYTHONPATH": str(ROOT / "layers" / "balie")}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def _to_do(self) -> int:
        """Webhooks not yet sent, and what functions have not yet dealt with."""
        self._look_after_parts()
        simulator = self._http.get(f"{self._addresses.stripe}/_sim/state").json()
        waiting = self._aws.waiting()
        left = sum(count for queue, count in waiting.items() if DEAD not in queue)
        return left + len(simulator["webhooks"]["waiting"])

    def watch(self) -> None:
        """Returns never; raises CannotStart when a part ends by itself."""
        while True:
            time.sleep(0.5)
            self._look_after_parts()
            self._tell_of_dead_letters()

    def _look_after_parts(self) -> None:
        for part in (self._aws, self._simulator):
            if part.ended:
                raise CannotStart(f"{part.name} ended by itself; see {self._state / 'log'}.")
        if self._handlers.ended:
            self._restart_handlers()

    def _tell_of_dead_letters(self) -> None:
        with suppress(httpx.HTTPError):  # the embedded AWS is being missed already
            for queue, count in self._aws.waiting().items():
                if DEAD in queue and count > self._dead_letters.get(queue, 0):
                    say(f"  ! given up on: {count} waiting in {queue}")
                self._dead_letters[queue] = count

    def _restart_handlers(self) -> None:
        if self._handlers.wait() == CODE_CHANGED:
            say("  code changed: handlers started again")
        else:
            say(f"  ! the handlers ended and are started again; see {self._log('handlers')}")
            time.sleep(1)
        self._start_handlers()

    def stop(self) -> None:
        """Callers first, so that whoever is called can finish; the embedded AWS saves last."""
        while self._stops:
            self._stops.pop()()


def _python(module: str, *arguments: str | Path) -> list[str | Path]:
    return [sys.executable, "-m", module, *arguments]


def reset(state: Path) -> None:
    """Raises AlreadyRunning."""
    StateLock(state).release()
    for folder in ("aws", "log", "site"):
        shutil.rmtree(state / folder, ignore_errors=True)
    for file in ("stripe.json", "functions.json", "lock"):
        (state / file).unlink(missing_ok=True)
    with suppress(OSError):  # something else is kept there
        state.rmdir()
