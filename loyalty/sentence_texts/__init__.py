"""The words of every sentence the rules can say, in Vietnamese and in English, by subject.

A blank is `{name}` or `{name:kind}`, where the kind says how `loyalty.sentences` writes the figure: `money`
with its symbol, `amount` without, `points` with the program's word for them, `whole`, `percent`, `rate`,
`date`, `list`, `weekdays`, `tenders`, `value` (what was read, as it is quoted). English has three more, which
write no figure but a form that goes with it: `s` (an s, or nothing for 1), `is` and `was` (or `are` and
`were`). Tests hold that both languages have the same figures, and that no code is said by two subjects.
"""

from loyalty.figures import Language
from loyalty.sentence_texts.account import ACCOUNT
from loyalty.sentence_texts.benefits import BENEFITS
from loyalty.sentence_texts.burning import BURNING
from loyalty.sentence_texts.caps import CAPS
from loyalty.sentence_texts.challenges import CHALLENGES
from loyalty.sentence_texts.discounts import DISCOUNTS
from loyalty.sentence_texts.draws import DRAWS
from loyalty.sentence_texts.explained import EXPLAINED
from loyalty.sentence_texts.faults import FAULTS
from loyalty.sentence_texts.memberships import MEMBERSHIPS
from loyalty.sentence_texts.missed import MISSED
from loyalty.sentence_texts.partners import PARTNERS
from loyalty.sentence_texts.points import POINTS
from loyalty.sentence_texts.reachable import REACHABLE
from loyalty.sentence_texts.referral import REFERRAL
from loyalty.sentence_texts.replay import REPLAY
from loyalty.sentence_texts.rewards import REWARDS
from loyalty.sentence_texts.stamps import STAMPS
from loyalty.sentence_texts.survey import SURVEY
from loyalty.sentence_texts.vouchers import VOUCHERS
from loyalty.sentence_texts.wallet import WALLET

SUBJECTS: tuple[dict[str, dict[Language, str]], ...] = (
    DISCOUNTS,
    POINTS,
    MISSED,
    BURNING,
    EXPLAINED,
    ACCOUNT,
    MEMBERSHIPS,
    WALLET,
    CHALLENGES,
    REFERRAL,
    BENEFITS,
    REPLAY,
    DRAWS,
    PARTNERS,
    CAPS,
    REWARDS,
    REACHABLE,
    STAMPS,
    VOUCHERS,
    SURVEY,
    FAULTS,
)

TEXTS: dict[str, dict[Language, str]] = {code: text for subject in SUBJECTS for code, text in subject.items()}
