"""An invoice's document: which one is kept, and what is asked of whoever may fetch another."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from balie.ground.core.errors import Conflict, NotFound, Unavailable
from balie.ground.core.stored import Stored

ULID = "[0-9A-HJKMNP-TV-Z]{26}"


class PdfMissing(NotFound):
    """The provider has none, so trying again does not help."""

    code = "pdf_missing"


class PdfOutOfReach(Conflict):
    """The account is not connected, or its key is refused: the firm has to do something first."""

    code = "pdf_out_of_reach"


class PdfUnavailable(Unavailable):
    """The provider does not answer, or not with a document."""

    code = "pdf_unavailable"


class KeptPdf(Stored):
    """The newest that is kept. name: of the file, under the tenant's prefix."""

    name: str
    kept_at: datetime


class InvoicePdfCall(BaseModel):
    """To the function that may ask the provider. ref: the provider's. actor: who wants to see it,
    as events name them."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)

    tenant: str = Field(pattern=r"^ten_[0-9A-Z]{26}$")
    call: Literal["invoice_pdf"]
    connection_id: str = Field(pattern=f"^con_{ULID}$")
    ref: str = Field(pattern=r"^in_[A-Za-z0-9_]{1,255}$")
    actor: str = Field(pattern=r"^[a-z]+(:[A-Za-z0-9_-]+)*$", max_length=100)
