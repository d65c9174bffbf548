"""One cold start: import a module, let its handler take one event, and end.

    python call_once.py MODULE EVENT_FILE [HIDDEN_MODULE...]

What the function's layers lack is hidden, whatever else is installed here.
"""

import importlib
import json
import sys
from types import SimpleNamespace
from typing import Any

hidden: Any = dict.fromkeys(sys.argv[3:])
sys.modules.update(hidden)
module = importlib.import_module(sys.argv[1])
with open(sys.argv[2]) as file:
    event = json.load(file)
context = SimpleNamespace(
    function_name="bench",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:000000000000:function:bench",
    aws_request_id="00000000-0000-4000-8000-000000000000",
    get_remaining_time_in_millis=lambda: 20_000,
)
answer = module.handler(event, context)
refused = answer.get("batchItemFailures") or answer.get("statusCode", 200) != 200
sys.exit(f"{sys.argv[1]} answered {answer}" if refused else 0)
