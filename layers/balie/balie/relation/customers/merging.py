"""Merging a client that stands twice, and splitting it again.

Merging writes in the two customers' rows that they belong together, and nothing else: whatever the
provider tells of either goes on landing with its own customer, and reading joins them. So splitting
takes away all that merging did.
"""

from balie.ground.aws.work import Work
from balie.ground.core.errors import Conflict, Invalid, NotFound
from balie.relation.customers import service as customers
from balie.relation.customers import store
from balie.relation.customers.model import Customer

MOST_MEMBERS = 20  # each is read with every page of the group


class MergeWithItself(Invalid):
    code = "merge_with_itself"


class CustomerMerged(Conflict):
    code = "customer_merged"


class CustomerHasMembers(Conflict):
    code = "customer_has_members"


class CustomerDeleted(Conflict):
    code = "customer_deleted"


class TooManyMembers(Conflict):
    code = "too_many_members"


class MemberMissing(NotFound):
    code = "member_missing"


def merge(work: Work, head_id: str, member_id: str) -> Customer:
    """Show the second within the first from now on; the answer is the first.

    Raises CustomerMissing, MergeWithItself, CustomerMerged, CustomerHasMembers, CustomerDeleted,
    TooManyMembers.
    """
    head, member = customers.get(work, head_id), customers.get(work, member_id)
    _refuse(head, member)
    merged = head.model_copy(update={"members": (*head.members, member.id)})
    store.save(work, merged)
    store.save(work, member.model_copy(update={"merged_into": head.id}))
    _record(work, "customer.merged", head, member)
    return merged


def split(work: Work, head_id: str, member_id: str) -> Customer:
    """Each stands alone again; the answer is the first. Raises CustomerMissing, MemberMissing.

    One whose contacts were all removed meanwhile, by those of the other, gets its first one back.
    """
    head = customers.get(work, head_id)
    if member_id not in head.members:
        raise MemberMissing("This customer is not merged into that one.")
    member = customers.get(work, member_id)
    left = tuple(one for one in head.members if one != member_id)
    alone = head.model_copy(update={"members": left})
    store.save(work, alone)
    store.save(work, member.model_copy(update={"merged_into": None}))
    _record(work, "customer.split", head, member)
    for each in (head, member):
        if not each.deleted and not store.contacts(work, each.id):
            customers.make_first_contact(work, each)
    return alone


def _refuse(head: Customer, member: Customer) -> None:
    if head.id == member.id:
        raise MergeWithItself("Choose another customer to merge this one with.")
    if head.merged_into or member.merged_into:
        raise CustomerMerged("One of them is merged with another customer. Split those first.")
    if member.members:
        raise CustomerHasMembers("Others are merged into that customer. Merge the other way round.")
    if head.deleted:
        raise CustomerDeleted("This customer was deleted. Merge it into the one that goes on.")
    if len(head.members) >= MOST_MEMBERS:
        raise TooManyMembers(f"At most {MOST_MEMBERS} customers can be merged into one.")


def _record(work: Work, name: str, head: Customer, member: Customer) -> None:
    """Once for each of the two, so that it is found from either, also when they stand apart."""
    work.record(name, head.id, customer_id=head.id, member=member.id)
    work.record(name, member.id, customer_id=member.id, head=head.id)
