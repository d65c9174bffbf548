"""Whether a request came through the CDN, which alone knows a secret that it adds to each.

Only then is believed what the CDN says of the host and the visitor, and only then are its limits in
force. Two secrets are good at a time, so that one can take the other's place without a gap.
"""

import hmac
from collections.abc import Mapping

from balie.ground.aws import settings
from balie.ground.core.errors import Forbidden

SHOWN_IN = "x-balie-origin"


class CameDirectly(Forbidden):
    code = "came_directly"


def check(headers: Mapping[str, str]) -> None:
    """headers: their names in lower case. Raises CameDirectly, and SettingMissing without any
    secret to compare with."""
    shown = headers.get(SHOWN_IN, "").encode("utf-8", "surrogatepass")
    good = [hmac.compare_digest(shown, known.encode()) for known in settings.origin_secrets()]
    if not any(good):
        raise CameDirectly("This is not the address of a portal; ask at the firm's own address.")
