"""CPU time of processes and of calls, taken in turn so that a busy machine hits all sides alike."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

Samples = dict[str, list[float]]


def ratio(samples: Samples, of: str, to: str) -> float:
    """The median of the ratios of each round."""
    pairs = zip(samples[of], samples[to], strict=True)
    return statistics.median(one / other for one, other in pairs)


def median(samples: Samples, of: str) -> float:
    return statistics.median(samples[of])


def process(name: str, command: Sequence[str], environment: Mapping[str, str]) -> float:
    """CPU milliseconds of one. Raises RuntimeError with what it said when it fails."""
    child = subprocess.Popen(
        command, env=dict(environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    assert child.stderr
    said = child.stderr.read()
    child.stderr.close()
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{name}: {said.decode()[-2000:]}")
    return (used.ru_utime + used.ru_stime) * 1000


def processes(
    commands: Mapping[str, Sequence[str]],
    environment: Mapping[str, str],
    *,
    rounds: int,
    before_round: Callable[[], None],
) -> Samples:
    """CPU milliseconds of whole processes, children of theirs included; one round goes first."""
    found: Samples = {name: [] for name in commands}
    for number in range(rounds + 1):
        before_round()
        for name, command in commands.items():
            spent = process(name, [sys.executable, *command], environment)
            if number:
                found[name].append(spent)
    return found


def calls(
    sides: Mapping[str, Callable[[], object]], *, rounds: int = 15, times: int = 20
) -> Samples:
    """CPU microseconds of one call, each sample the mean of `times` calls."""
    for call in sides.values():
        for _ in range(times):
            call()
    found: Samples = {name: [] for name in sides}
    for _ in range(rounds):
        for name, call in sides.items():
            begun = time.process_time()
            for _ in range(times):
                call()
            found[name].append((time.process_time() - begun) * 1e6 / times)
    return found
