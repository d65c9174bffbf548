"""How a function starts: what it imports stays, and is not searched for garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def for_good() -> Iterator[None]:
    """Of a start with FastAPI a quarter went into looking through modules and models again and
    again for what could be freed, which nothing can: docs/performance.md.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
