"""`python -m balie.cli`."""

import sys

from balie.cli.main import main

sys.exit(main())
