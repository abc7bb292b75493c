"""A member by id, as the counter shows one."""

from terminal.membership import AttachedMember
from terminal.till import Till


def member_by_id(till: Till, member: str) -> AttachedMember:
    """Raises Refused: `member-unknown`, `member-blocked`, `member-erased`. An alias gives the member it was merged into."""
    raise NotImplementedError
