"""Counts and ratios of one run, side by side with a baseline: figures to judge by, no assertions.

python -m tests.bench [--only PART...] [--rounds N] [--json FILE] [--sizes]
"""

import os
import sys

sys.path.insert(0, os.path.abspath(os.path.join(__file__, "..", "..", "..", "layers", "balie")))
# As template.yaml sets it: the product reads these when it is imported.
os.environ.setdefault("POWERTOOLS_SERVICE_NAME", "balie")
os.environ.setdefault("POWERTOOLS_METRICS_NAMESPACE", "Balie")
