"""What is logged, letter for letter as it is written."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from balie.ground.aws.observe import RedactingFormatter, log


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """The logger's own stream is that of when it was made, which no test has in its hands."""
    found = io.StringIO()
    handler = logging.StreamHandler(found)
    handler.setFormatter(RedactingFormatter())
    log.addHandler(handler)
    try:
        yield found
    finally:
        log._logger.removeHandler(handler)
