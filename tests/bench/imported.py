"""The first import of an account: how fast, how many calls it takes, and in how much memory.

By hand for other sizes: python -m tests.bench.imported 10000
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Any
from urllib.request import urlopen

from tests.bench.row import Row

COUNTS = (50, 500)  # invoices
FLAT = 1.1  # of ten times as many, in memory


def row(counts: Sequence[int] = COUNTS) -> Row:
    found = {count: measure(count) for count in counts}
    first, last = (found[count]["memory_mb"][1] for count in (counts[0], counts[-1]))
    told = "; ".join(_told(found[count]) for count in counts)
    return Row(
        id="import.rate",
        measured=f"{told}, at {' / '.join(f'{count:,}' for count in counts)} invoices",
        goal=f"memory x {FLAT} at the most",
        met=last <= first * FLAT,
        against="one worker, one message after another; AWS and Stripe are a process on loopback; "
        "CPU of an object, calls to Stripe of an invoice that two of three payments have paid",
        figures={str(count): each for count, each in found.items()},
    )


def measure(count: int) -> dict[str, Any]:
    server = [sys.executable, "-m", "tests.bench.import_server", str(count)]
    with subprocess.Popen(server, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout
        try:
            environment = json.loads(serving.stdout.readline())["environment"]
            done = subprocess.run(
                [sys.executable, "-m", "tests.bench.import_worker"],
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                check=True,
            )
            stood, asked = (_got(environment, path) for path in ("/stood", "/asked"))
        finally:
            serving.terminate()
    assert stood["complete"], stood
    return {**json.loads(done.stdout), "objects": stood["done"], "calls": asked / count}


def _told(found: dict[str, Any]) -> str:
    rate, cpu = found["objects"] / found["seconds"], found["cpu_seconds"] / found["objects"]
    memory, calls = found["memory_mb"][1], found["calls"]
    return f"{rate:.0f} objects/s ({cpu * 1000:.1f} ms), {calls:.1f} calls, {memory:.0f} MB"


def _got(environment: dict[str, str], path: str) -> Any:
    with urlopen(environment["AWS_ENDPOINT_URL"] + path) as answer:
        return json.load(answer)


if __name__ == "__main__":
    print(json.dumps(row([int(count) for count in sys.argv[1:]] or COUNTS).as_json(), indent=1))
