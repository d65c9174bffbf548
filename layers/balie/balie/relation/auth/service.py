"""Signing in: one link, one session, to the person and the browser that asked.

A GET changes nothing. Whether an address is known shows neither in an answer nor in its time: the
address is looked up by the worker that sends the mail.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypedDict

from balie.ground.aws import limits, queues, settings
from balie.ground.aws.work import Work
from balie.ground.core.clock import to_text
from balie.ground.core.errors import Changed, Forbidden, SignedOut
from balie.relation.auth import model, store
from balie.relation.auth.model import Link, Session, SignInRequest
from balie.relation.customers import contacts, groups
from balie.relation.customers import service as customers
from balie.relation.customers.model import Contact, Customer, email_digest
from balie.relation.viewing import service as viewing
from balie.relation.viewing.model import eyes_of

PER_ADDRESS = 5
PER_VISITOR = 20
PER_TENANT = 2000


class LinkSpent(Forbidden):
    """Used, expired, or never sent: one answer for all."""

    code = "link_spent"


class CodeWrong(Forbidden):
    code = "code_wrong"


class SignInMail(TypedDict):
    """On the mail queue, which is encrypted: the address as it was typed in."""

    tenant: str
    mail: Literal["sign_in"]
    email: str
    language: str
    nonce_digest: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class Browser:
    """nonce, token: its cookies, "" without one. device: what it calls itself."""

    nonce: str = ""
    token: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """token: for the session cookie."""

    token: str


@dataclass(frozen=True, slots=True)
class CodeToType:
    """The link was opened on another device: this code goes into the browser that asked."""

    code: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who looks, and at which customer."""

    contact: Contact
    customer: Customer


@dataclass(frozen=True, slots=True)
class Holder(Caller):
    """Who is signed in, by which session."""

    session: Session
    token_digest: str


@dataclass(frozen=True, slots=True)
class Viewer(Caller):
    """Somebody of the firm's staff who looks as an owner of the customer does."""

    ends_at: datetime


def request_link(work: Work, email: str, language: str, visitor: str) -> str:
    """Ask for a link by mail; the answer is the nonce for the asking browser's cookie.

    visitor: the network address asked from. Raises TooMany.
    """
    nonce = prepare_link(work, email, visitor)
    message = SignInMail(
        {
            "tenant": work.tenant,
            "mail": "sign_in",
            "email": email,
            "language": language,
            "nonce_digest": model.digest(nonce),
            "asked_at": to_text(work.now),
        }
    )
    queues.send(work.tenant, settings.mail_queue(), message)
    return nonce


def prepare_link(work: Work, email: str, visitor: str) -> str:
    """Count it, and remember the browser that asks, by a nonce. Raises TooMany."""
    limits.count(work, f"sign_in:address:{email_digest(email)}", PER_ADDRESS)
    limits.count(work, f"sign_in:visitor:{limits.whose(visitor)}", PER_VISITOR)
    limits.count(work, "sign_in:tenant", PER_TENANT)
    nonce = model.new_token()
    asked = SignInRequest(expires_at=work.now + model.LINK_LIVES)
    store.save_request(work, model.digest(nonce), asked)
    limits.commit(work)  # before the mail is asked for: whoever loses gets none
    return nonce


def redeem(work: Work, token: str, browser: Browser) -> SignedIn | CodeToType:
    """Spend a link. Raises LinkSpent."""
    link = store.link(work, model.digest(token))
    if link is None or work.now >= link.expires_at:
        raise _spent()
    asked = store.request(work, link.nonce_digest)
    if asked is None or work.now >= asked.expires_at:
        raise _spent()
    store.spend_link(work, model.digest(token), link)
    if model.digest(browser.nonce) == link.nonce_digest:
        store.forget_request(work, link.nonce_digest, asked)
        return SignedIn(_begin(work, link, browser))
    code = model.new_code()
    answered = asked.model_copy(
        update={
            "code_digest": model.digest(link.nonce_digest + code),
            "link": link,
            "tries": 0,
        }
    )
    store.save_request(work, link.nonce_digest, answered)
    return CodeToType(code)


def type_code(work: Work, code: str, browser: Browser) -> SignedIn | None:
    """None: the code is wrong, which has been counted and must be committed.

    Raises CodeWrong, LinkSpent.
    """
    nonce_digest = model.digest(browser.nonce)
    asked = store.request(work, nonce_digest)
    if asked is None or work.now >= asked.expires_at or asked.tries >= model.CODE_TRIES:
        raise CodeWrong("This code cannot be used any more. Ask for a new link.")
    if asked.code_digest is None or asked.link is None:
        raise CodeWrong("Open the link in the mail first: it shows the code.")
    if asked.code_digest != model.digest(nonce_digest + code):
        counted = asked.model_copy(update={"tries": asked.tries + 1})
        store.save_request(work, nonce_digest, counted)
        return None
    store.forget_request(work, nonce_digest, asked)
    return SignedIn(_begin(work, asked.link, browser))


def caller(work: Work, token: str) -> Holder:
    """Who this session belongs to. Slides its end, at most once a day. Raises SignedOut.

    At a customer that was merged into another, they act for that one, for as long as it is.
    """
    token_digest = model.digest(token)
    session = store.session(work, token_digest) if token else None
    if session is None or work.now >= min(session.expires_at, session.ends_at):
        raise _signed_out()
    contact = customers.contact(work, session.customer_id, session.contact_id)
    own = customers.get(work, session.customer_id)
    if contact is None or own.deleted or not session.is_of(contact):
        raise _signed_out()
    customer = groups.head_of(work, own)
    contact = groups.acting(work, customer, contact)
    if not session.is_of(contact):
        raise _signed_out()
    if session.expires_at - work.now < model.SESSION_SLIDES - timedelta(days=1):
        _slide(work, token_digest)
    work.actor = f"contact:{contact.id}"
    return Holder(contact, customer, session, token_digest)


def viewer(work: Work, view_token: str) -> Viewer:
    """Raises ViewEnded."""
    seen = viewing.seen_by(work, view_token)
    return Viewer(eyes_of(seen.customer), seen.customer, seen.view.ends_at)


def sign_out(work: Work, token: str) -> None:
    session = store.session(work, model.digest(token)) if token else None
    if session:
        store.end_session(work, model.digest(token), session)
        work.record("contact.signed_out", session.contact_id, customer_id=session.customer_id)


def _slide(work: Work, token_digest: str) -> None:
    """At once: who signs out meanwhile is signed out, which is no clash with what is asked for."""
    store.slide_session(work, token_digest, work.now + model.SESSION_SLIDES)
    try:
        work.commit()
    except Changed as error:
        if store.session(work, token_digest) is None:
            raise _signed_out() from error


def _begin(work: Work, link: Link, browser: Browser) -> str:
    """A session in place of the one that the browser had, if that was of the same contact.

    Raises LinkSpent, ContactExists.
    """
    contact = customers.contact(work, link.customer_id, link.contact_id)
    if contact is None or not link.lets_in(contact):
        raise _spent()
    work.actor = f"contact:{contact.id}"
    if link.new_email:
        contact = contacts.change_email(work, contact, link.new_email)
    before = model.digest(browser.token)
    session = store.session(work, before) if browser.token else None
    if session and session.contact_id == contact.id:
        store.end_session(work, before, session)
    token = model.new_token()
    began = model.new_session(contact, work.now, browser.device)
    store.save_session(work, model.digest(token), began)
    work.record("contact.signed_in", contact.id, customer_id=contact.customer_id)
    return token


def _signed_out() -> SignedOut:
    return SignedOut("You are not signed in.")


def _spent() -> LinkSpent:
    return LinkSpent("This link has been used or has expired. Ask for a new one.")
