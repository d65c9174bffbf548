"""`python -m balie.cli`."""

import sys

from balie.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
