"""The product's side of one import, in a process of its own: pages and hints, one after another.

    python -m tests.bench.import_worker

Prints seconds, CPU seconds, and its peak memory in MB before the first message and after the last.
"""

import json
import os
import resource
import time
from importlib import import_module
from typing import Any
from urllib.request import urlopen

from tests.bench.furnished import silent
from tests.house import lambda_events
from tests.house.lambda_events import LambdaContext

CONTEXT = LambdaContext()


def main() -> None:
    functions = {
        name: import_module(f"functions.{name}.app") for name in ("catch_up", "provider_events")
    }
    before = memory_mb()
    begun, cpu = time.monotonic(), time.process_time()
    with silent():
        while waiting := got("/work"):
            for name, message in waiting:
                outcome = functions[name].handler(lambda_events.sqs([message]), CONTEXT)
                assert not outcome["batchItemFailures"], message
    found = {
        "seconds": time.monotonic() - begun,
        "cpu_seconds": time.process_time() - cpu,
        "memory_mb": [before, memory_mb()],
    }
    print(json.dumps(found))


def memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def got(path: str) -> Any:
    with urlopen(os.environ["AWS_ENDPOINT_URL"] + path) as answer:
        return json.load(answer)


if __name__ == "__main__":
    main()
