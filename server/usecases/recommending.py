"""Recommendations at the server: who recommended a new member, and what that gives whoever did. Pure.

The friend's own account says when it counts (`loyalty.account.referral`); what that means for the one who
recommended them is posted to that file in the same sitting, once the friend's event stands.
"""

from collections.abc import Iterable
from dataclasses import replace

from loyalty.account import Account
from loyalty.account.recommended import Notice
from loyalty.account.referral import recommend
from loyalty.errors import Refused
from loyalty.refusals import SentenceRefused
from loyalty.wire.journal import MemberEnrolled
from server.books import points
from server.model import MemberFile
from server.usecases.incoming import Incoming
from server.usecases.keeping import hear_of_friend, keep_recommended
from server.usecases.sitting import Sitting
from server.values import altered


def referrers_named(incoming: Iterable[Incoming]) -> set[str]:
    """Who is named by new members as the one who recommended the program."""
    bodies = (each.body for each in incoming)
    return {body.referrer for body in bodies if isinstance(body, MemberEnrolled) and body.referrer}


def referrers_concerned(accounts: Iterable[Account], sales: Iterable[str]) -> set[str]:
    """Whoever recommended these members, where one of these sales may count, or no longer count."""
    named = set(sales)
    return {
        each.by
        for account in accounts
        for each in account.recommendations
        if each.sale in named or (each is account.recommendation and not each.sale)
    }


def keep_referrer(sitting: Sitting, file: MemberFile, body: MemberEnrolled, incoming: Incoming) -> str:
    """Keep who recommended a new member; gives why not, so that the enrolment stands all the same."""
    program, referrer = sitting.program, _file(sitting, body.referrer)
    if program is None or referrer is None:
        return "referral-unknown"
    friend, by = _account(file), _account(referrer)
    try:
        recommended = recommend(
            program, friend, by, incoming.at, referrer_of=lambda member: _recommended_by(sitting, member)
        )
    except SentenceRefused as refused:
        return refused.sentence.code
    if recommended.recommendation is not None:
        keep_recommended(file, recommended.recommendation, sitting.cause(incoming.event.seq, incoming.at))
    return ""


def check_referrer_said(sitting: Sitting, body: MemberEnrolled) -> None:
    """Check that a missing till may not say yet who it was that recommended a new member.

    Raises:
        Refused: `referral-unknown`.
    """
    if sitting.waits and body.referrer and _file(sitting, body.referrer) is None:
        raise Refused("referral-unknown")


def referrers_told(sitting: Sitting, notices: Iterable[Notice]) -> tuple[MemberFile, ...]:
    """The files of whoever these have something to say to."""
    files = (_file(sitting, notice.to) for notice in notices)
    return tuple(each for each in files if each is not None)


def tell_referrers(sitting: Sitting, incoming: Incoming, notices: Iterable[Notice]) -> None:
    """What a friend's sale or its return has to say to whoever recommended the friend.

    Raises:
        Refused: what the rules or the books refuse of it; whoever posts the event takes back all of it.
    """
    for notice in notices:
        file = _file(sitting, notice.to)
        if file is None or file.member == sitting.who(notice.friend) or sitting.program is None:
            continue
        cause = sitting.cause(incoming.event.seq, incoming.at, sale=notice.sale)
        hear_of_friend(file, sitting.program, _as_known(sitting, file, notice), cause)
        # By the server's own time: a till's clock that is behind would take no lot for one that can be spent.
        points.pay_owed(file.books, altered(cause, at=sitting.now))


def _as_known(sitting: Sitting, file: MemberFile, notice: Notice) -> Notice:
    """The notice with the friend as whoever recommended them knows them: they may be another's alias since.

    Earlier versions kept no name of a friend whose account held nothing before.
    """
    known = {"", notice.friend}
    of_sale = [each.id for each in file.keeping.account.friends if each.sale == notice.sale]
    theirs = [name for name in of_sale if sitting.brought.get((notice.sale, name), name) in known]
    return replace(notice, friend=theirs[0]) if theirs else notice


def _file(sitting: Sitting, member: str | None) -> MemberFile | None:
    """The file of an active member, or of who stands for them."""
    file = None if member is None else sitting.files.get(sitting.who(member))
    is_there = file is not None and file.profile is not None and file.profile.state in {"active", "blocked"}
    return file if is_there else None


def _account(file: MemberFile) -> Account:
    """As the rules of recommendations look at it: one phone number is one person."""
    phone = file.person.phone if file.person else None
    account = file.keeping.account
    return Account(id=file.member, person=phone or "", recommendation=account.recommendation)


def _recommended_by(sitting: Sitting, member: str) -> str:
    file = sitting.files.get(sitting.who(member))
    recommendation = None if file is None else file.keeping.account.recommendation
    return "" if recommendation is None else sitting.who(recommendation.by)
