"""What is done to a member's file before a batch is posted and after: what is dead goes, the rest is told.

Pure: the file is in memory. Loading and storing it is in `server.usecases.files`.
"""

from loyalty.account.granted import granted_tiers
from server.books.model import Cause
from server.books.points import expire
from server.model import MemberFile
from server.usecases.keeping import is_kept, pass_time
from server.usecases.sitting import Sitting
from server.usecases.standing import stand
from server.values import altered


def sweep(sitting: Sitting, file: MemberFile) -> None:
    """Let what is dead go before anything else is posted."""
    for books in (file.books, file.wallet):
        if books.dead_lots(sitting.now):
            expire(books, _cause(sitting, file, "sweep"))


def _cause(sitting: Sitting, file: MemberFile, what: str) -> Cause:
    revision = file.profile.revision if file.profile else 0
    return Cause(
        operation=f"{what}:{revision}", at=sitting.now, store=None, program_version=sitting.program_version
    )


def has_changed(sitting: Sitting, file: MemberFile) -> bool:
    """Whether there is anything to store of a file."""
    return file.profile is not None and (
        _is_told_to_all(sitting, file)
        or file.books.leases != sitting.loaded[file.member].books.leases
        or file.wallet.leases != sitting.loaded[file.member].wallet.leases
    )


def settle_file(sitting: Sitting, file: MemberFile) -> None:
    """The last strokes on a file that changed: the tier, the revision, the word to the feed."""
    if file.profile is None:
        raise AssertionError(f"member {file.member} is not enrolled")
    program = sitting.program
    if program is not None and is_kept(file.keeping, program):
        pass_time(file, program, _cause(sitting, file, "calendar"))
    if _is_told_to_all(sitting, file):
        sitting.things.append(("member", file.member))
    profile, revision = file.profile, file.profile.revision + 1
    if program is None:
        file.profile = altered(profile, revision=revision)
        return
    granted, bought = granted_tiers(program, file.keeping.account, sitting.now), file.purchases.values()
    file.profile = stand(profile, bought, program, sitting.now, granted=granted, revision=revision)


def _is_told_to_all(sitting: Sitting, file: MemberFile) -> bool:
    """Whether every till has to know; what one till has leased is between it and the server."""
    if file.books.postings or file.wallet.postings or file.keeping.notes:
        return True
    before = sitting.loaded[file.member]
    known = (before.profile, before.purchases, before.person)
    return known != (file.profile, file.purchases, file.person)
