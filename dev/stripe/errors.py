"""The errors the simulator answers with, in Stripe's own shape."""

from typing import Any


class ApiError(Exception):
    """An answer that is an error: its HTTP status and the fields under `error`."""

    def __init__(self, status: int, message: str, kind: str, **fields: Any) -> None:
        super().__init__(message)
        self.status = status
        self.error: dict[str, Any] = {"type": kind, "message": message}
        self.error |= {name: value for name, value in fields.items() if value is not None}

    def body(self) -> dict[str, Any]:
        return {"error": self.error}


class NoAnswer(Exception):
    """The caller gets nothing: the connection hangs for `seconds`, then breaks."""

    def __init__(self, seconds: float) -> None:
        super().__init__("the simulated connection timed out")
        self.seconds = seconds


def invalid(
    message: str, param: str | None = None, code: str | None = None, status: int = 400
) -> ApiError:
    return ApiError(status, message, "invalid_request_error", param=param, code=code)


def no_such(kind: str, ref: str, param: str = "id", status: int = 404) -> ApiError:
    """status: 404 when the id is in the path, 400 when it is a parameter."""
    name = kind.replace("_", " ") if kind != "payment_method" else "PaymentMethod"
    return invalid(f"No such {name}: '{ref}'", param, "resource_missing", status)


def not_simulated(what: str, param: str | None = None) -> ApiError:
    return invalid(f"{what} exists at Stripe but is not simulated here", param, "not_simulated")
