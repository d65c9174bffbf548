"""`python -m balie.cli`."""

import os
import sys

from balie.cli.main import main


def run() -> int:
    """main's exit code, or 1 without a word when nobody reads on, as after `| head`.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    try:
        try:
            return main()
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(run())
