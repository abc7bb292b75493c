"""What a member can do in a step of their year beside buying: be recommended, and use a benefit."""

from dataclasses import dataclass
from datetime import datetime

from loyalty.account.acts import Done, Ground
from loyalty.account.benefits import take_back_use, use_benefit
from loyalty.account.model import Account
from loyalty.account.referral import recommend
from loyalty.account.settle import pass_to


@dataclass(frozen=True, slots=True)
class BeRecommended:
    """Another member of the year has recommended the program."""

    by: str

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Notes who it was."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        by = ground.accounts[self.by]
        recommended = recommend(ground.program, passed.account, by, at, referrer_of=ground.referrer_of)
        return Done(account=recommended, news=passed.news)


@dataclass(frozen=True, slots=True)
class UseBenefit:
    """A benefit is used; `use` names it."""

    benefit: str
    use: str

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Counts the use."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        done = use_benefit(ground.program, passed.account, self.benefit, at, use=self.use)
        return Done(account=done.account, news=(*passed.news, *done.news))


@dataclass(frozen=True, slots=True)
class TakeBackUse:
    """A use of a benefit was none."""

    use: str

    def do(self, ground: Ground, account: Account, at: datetime) -> Done:
        """Takes it off the count."""
        passed = pass_to(ground.program, account, at, codes=ground.fresh_codes())
        done = take_back_use(ground.program, passed.account, self.use, at)
        return Done(account=done.account, news=(*passed.news, *done.news))
