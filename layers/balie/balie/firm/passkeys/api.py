"""Routes of setting up, signing in, confirming that it is you, and of one's own passkeys."""

from typing import Annotated, Any

from fastapi import APIRouter, Cookie, Depends, Path, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from balie.firm.passkeys import model, service
from balie.firm.passkeys.ceremonies import refused
from balie.firm.passkeys.model import Options, Passkey
from balie.firm.passkeys.service import Asked, NewPasskey
from balie.firm.tenants import service as tenants
from balie.firm.users import api as users
from balie.firm.users import set_up
from balie.firm.users.api import DeskWork, Name, Oneself, SessionClaim, may
from balie.firm.users.model import Claim, claim_in
from balie.firm.users.roles import Operation
from balie.firm.users.sessions import Caller
from balie.ground.core.clock import to_text
from balie.ground.web import desk
from balie.ground.web.desk import DoorWork

NONCE_COOKIE = "__Host-balie_passkey"
LONGEST_ID = 1400  # https://www.w3.org/TR/webauthn-3/#credential-id: 1023 bytes, as base64url

router = APIRouter(prefix="/desk", tags=["passkeys"])
Nonce = Annotated[str, Cookie(alias=NONCE_COOKIE)]
Counted = Depends(desk.count_visitor)
PasskeyOwner = Annotated[Caller, may(Operation.CHANGE_OWN_PASSKEYS)]
PasskeyId = Annotated[str, Path(pattern=r"^pky_[0-9A-Z]{26}$")]
Encoded = Annotated[str, Field(max_length=16_384, pattern=r"^[A-Za-z0-9_-]*$")]
Transport = Annotated[str, Field(max_length=20, pattern=r"^[a-z-]+$")]


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel)


class Attestation(Camel):
    client_data_json: Encoded = Field(alias="clientDataJSON")
    attestation_object: Encoded
    transports: list[Transport] = Field(default=[], max_length=8)


class Assertion(Camel):
    client_data_json: Encoded = Field(alias="clientDataJSON")
    authenticator_data: Encoded
    signature: Encoded
    user_handle: Encoded | None = None


class Shape(Camel):
    id: str = Field(max_length=LONGEST_ID, pattern=r"^[A-Za-z0-9_-]+$")
    raw_id: str = Field(max_length=LONGEST_ID, pattern=r"^[A-Za-z0-9_-]+$")
    type: str = Field(pattern=r"^public-key$")


class MadeCredential(Shape):
    response: Attestation


class ShownCredential(Shape):
    response: Assertion


class LinkBody(BaseModel):
    """link: what stands after the # of the address."""

    link: str = Field(max_length=120)


class NewBody(BaseModel):
    """name: of the passkey."""

    name: Name
    credential: MadeCredential


class SetUpBody(NewBody):
    link: str = Field(max_length=120)
    user_name: Name


class ShownBody(BaseModel):
    credential: ShownCredential


class PasskeyName(BaseModel):
    name: Name


class WireOptions(BaseModel):
    """For `navigator.credentials`: `publicKey`, as JSON."""

    options: Options


class WireSetUp(WireOptions):
    """recovering: passkeys from before will be forgotten."""

    firm: str
    name: str
    email: str
    language: str
    recovering: bool


class WirePasskey(BaseModel):
    id: str
    name: str
    synced: bool
    created_at: str
    last_used_at: str | None


class WirePasskeys(BaseModel):
    passkeys: list[WirePasskey]


@router.post("/set-up/challenge", dependencies=[Counted])
async def ask_to_set_up(body: LinkBody, request: Request, response: Response) -> WireSetUp:
    """Spends no link: mail scanners may follow it."""
    claim = _claim_in(body.link)
    with desk.open_for(request, claim.tenant) as work:
        asked, found = service.ask_to_set_up(work, claim)
        firm = tenants.current(work)
    return WireSetUp(
        options=_bound(asked, response),
        firm=firm.name,
        name=found.user.name,
        email=found.user.email,
        language=found.user.language or firm.language,
        recovering=found.is_recovery,
    )


@router.post("/set-up", status_code=204, dependencies=[Counted])
async def take_set_up(
    body: SetUpBody, request: Request, response: Response, nonce: Nonce = ""
) -> None:
    claim = _claim_in(body.link)
    with desk.open_for(request, claim.tenant) as work:
        began = service.take_set_up(
            work,
            claim,
            nonce,
            _new(body),
            name=body.user_name,
            device=desk.device_of(request),
        )
    users.set_session(response, began)
    _forget_nonce(response)


@router.post("/sign-in/challenge", dependencies=[Counted])
async def ask_to_sign_in(door: DoorWork, response: Response) -> WireOptions:
    return WireOptions(options=_bound(service.ask_to_sign_in(door), response))


@router.post("/sign-in", status_code=204, dependencies=[Counted])
async def sign_in(
    body: ShownBody, door: DoorWork, request: Request, response: Response, nonce: Nonce = ""
) -> None:
    challenge = service.sign_in_challenge(door, nonce)
    credential = _json(body.credential)
    owner = service.whose(credential)
    with desk.open_for(request, owner.tenant) as work:
        began = service.sign_in(
            work, owner.user_id, credential, challenge, device=desk.device_of(request)
        )
    users.set_session(response, began)
    _forget_nonce(response)


@router.post("/step-up/challenge")
async def ask_to_step_up(work: DeskWork, caller: Oneself, response: Response) -> WireOptions:
    return WireOptions(options=_bound(service.ask_to_step_up(work, caller), response))


@router.post("/step-up", status_code=204)
async def step_up(
    body: ShownBody,
    work: DeskWork,
    caller: Oneself,
    claim: SessionClaim,
    response: Response,
    nonce: Nonce = "",
) -> None:
    if claim is None:
        raise refused()
    service.step_up(work, caller, claim, _json(body.credential), nonce)
    _forget_nonce(response)


@router.get("/passkeys")
async def own_passkeys(work: DeskWork, caller: Oneself) -> WirePasskeys:
    return WirePasskeys(passkeys=[_wire(each) for each in service.listed(work, caller.user.id)])


@router.post("/passkeys/challenge")
async def ask_to_add(work: DeskWork, caller: PasskeyOwner, response: Response) -> WireOptions:
    return WireOptions(options=_bound(service.ask_to_add(work, caller), response))


@router.post("/passkeys", status_code=201)
async def add(
    body: NewBody, work: DeskWork, caller: PasskeyOwner, response: Response, nonce: Nonce = ""
) -> WirePasskey:
    added = service.add(work, caller, nonce, _new(body))
    _forget_nonce(response)
    return _wire(added)


@router.put("/passkeys/{passkey_id}")
async def rename(
    passkey_id: PasskeyId, body: PasskeyName, work: DeskWork, caller: PasskeyOwner
) -> WirePasskey:
    return _wire(service.rename(work, caller.user.id, passkey_id, body.name))


@router.delete("/passkeys/{passkey_id}", status_code=204)
async def remove(passkey_id: PasskeyId, work: DeskWork, caller: PasskeyOwner) -> None:
    service.remove(work, caller.user.id, passkey_id)


def _claim_in(link: str) -> Claim:
    claim = claim_in(link)
    if claim is None:
        raise set_up.refused()
    return claim


def _new(body: NewBody) -> NewPasskey:
    transports = tuple(body.credential.response.transports)
    return NewPasskey(body.name, _json(body.credential), transports)


def _json(credential: Shape) -> dict[str, Any]:
    return credential.model_dump(by_alias=True, exclude_none=True)


def _bound(asked: Asked, response: Response) -> Options:
    """To the browser that asked."""
    response.set_cookie(
        NONCE_COOKIE,
        asked.nonce,
        max_age=int(model.CHALLENGE_LIVES.total_seconds()),
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return asked.options


def _forget_nonce(response: Response) -> None:
    response.delete_cookie(NONCE_COOKIE, secure=True, httponly=True, samesite="strict")


def _wire(passkey: Passkey) -> WirePasskey:
    used = passkey.last_used_at
    return WirePasskey(
        id=passkey.id,
        name=passkey.name,
        synced=passkey.synced,
        created_at=to_text(passkey.created_at),
        last_used_at=to_text(used) if used else None,
    )
