"""Viewing as a customer: begun in the desk, for a quarter of an hour in the portal, written down.

Nothing can be changed by it (`refuse_changes` in `api.py`), and every request asks anew whether it
still may be: the user, the role, the session of the desk, the customer.
"""

from dataclasses import dataclass

from balie.firm.tenants import service as tenants
from balie.firm.users import roles, sessions
from balie.firm.users.model import Claim
from balie.firm.users.roles import Operation
from balie.ground.aws import limits
from balie.ground.aws.work import Work
from balie.ground.core.errors import Conflict, Forbidden, SignedOut
from balie.relation.customers import groups
from balie.relation.customers import service as customers
from balie.relation.customers.model import Customer
from balie.relation.viewing import model, store
from balie.relation.viewing.model import View

VIEWS_AN_HOUR = 120  # of one user: each is an entry in the log


class ViewRefused(Forbidden):
    """The code was used, has expired, or was never made here: one answer for all."""

    code = "view_refused"


class ViewEnded(SignedOut):
    code = "view_ended"


class ViewIsReadOnly(Forbidden):
    code = "view_is_read_only"


class NoPortal(Conflict):
    code = "customer_has_no_portal"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a view shows, and until when."""

    customer: Customer
    view: View


def begin(work: Work, by: sessions.Caller, claim: Claim, customer_id: str) -> str:
    """The address to open in the portal, at once and once. claim: of the caller's own session.

    Raises CustomerMissing, NoPortal, TooMany.
    """
    if not _has_portal(work, groups.of(work, customer_id)):
        raise NoPortal("The customer was deleted at the provider: nobody sees a portal of it.")
    limits.count(work, f"views:{by.user.id}", VIEWS_AN_HOUR)
    code = model.new_token()
    wanted = View(
        user_id=by.user.id,
        desk_session=sessions.digest(claim),
        customer_id=customer_id,
        ends_at=work.now + model.CODE_LIVES,
    )
    store.save_code(work, model.digest(code), wanted)
    return f"{tenants.current(work).portal_url}/view#{code}"


def take(work: Work, code: str, before: str) -> str:
    """The view's token, for its cookie. before: of the view that this browser had, which ends.

    Raises ViewRefused.
    """
    wanted = store.code(work, model.digest(code))
    if wanted is None:
        raise _refused()
    if before:
        end(work, before)  # first, because it may be another user's, who would be said to look now
    try:
        _seen(work, wanted)
    except ViewEnded as error:
        raise _refused() from error
    store.spend_code(work, model.digest(code), wanted)
    token = model.new_token()
    began = wanted.model_copy(update={"ends_at": work.now + model.VIEW_LIVES, "version": 0})
    store.save(work, model.digest(token), began)
    work.record("customer.viewed", wanted.customer_id, customer_id=wanted.customer_id)
    return token


def seen_by(work: Work, token: str) -> Seen:
    """Raises ViewEnded."""
    view = store.view(work, model.digest(token))
    if view is None:
        raise _ended()
    return _seen(work, view)


def end(work: Work, token: str) -> None:
    """Of one that has ended already nothing is left to do."""
    view = store.view(work, model.digest(token))
    if view:
        store.end(work, model.digest(token), view)
        work.actor = f"user:{view.user_id}"
        work.record("customer.view_ended", view.customer_id, customer_id=view.customer_id)


def _seen(work: Work, view: View) -> Seen:
    """Raises ViewEnded."""
    by = sessions.going_on(work, view.user_id, view.desk_session)
    if by is None or work.now >= view.ends_at:
        raise _ended()
    customer = customers.find(work, view.customer_id)
    head = groups.head_of(work, customer) if customer else None
    if head is None or not _has_portal(work, head):
        raise _ended()
    if not roles.may(by.user.role, Operation.VIEW_AS_CUSTOMER):
        raise _ended()
    work.actor = f"user:{by.user.id}"
    return Seen(head, view)


def _has_portal(work: Work, head: Customer) -> bool:
    """Of a group, as long as the provider has one of it."""
    return any(not one.deleted for one in groups.every(work, head))


def _ended() -> ViewEnded:
    return ViewEnded("This view has ended. Begin another one in the desk.")


def _refused() -> ViewRefused:
    return ViewRefused("This view cannot be opened any more. Begin another one in the desk.")
