"""Called by functions of ours, which wait: what only the provider can answer, asked with its key.

It has no routes, and nobody else may call it. It answers what was asked for, or a problem's code.
"""

from typing import Any

from pydantic import ValidationError

from balie.ground.aws.observe import log
from balie.ground.core import clock
from balie.ground.core.errors import BalieError
from balie.ground.core.messages import MessageRefused
from balie.money.invoice_pdfs import keeping
from balie.money.invoice_pdfs.model import InvoicePdfCall


def handler(event: Any, context: Any) -> dict[str, str]:
    try:
        return {"name": keeping.keep(_read(event), clock.now)}
    except BalieError as error:
        cause = type(error.__cause__).__name__
        log.warning("call refused", extra={"code": error.code, "kind": cause})
        return {"problem": error.code}


def _read(event: Any) -> InvoicePdfCall:
    try:
        return InvoicePdfCall.model_validate(event)
    except ValidationError as error:
        raise MessageRefused("The call has not the fields of any that is made here.") from error
