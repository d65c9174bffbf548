"""The whole product on one machine, and what the tests borrow from it; never deployed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "layers" / "balie"))
