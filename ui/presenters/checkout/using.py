"""What the member has to use, one under the other below the box, for whoever sells by keys.

Beside the member stands as much of it as there is room for; here stands all of it, whatever the window. The
last of the choices opens the sheet of every offer with its reasons.
"""

from typing import TYPE_CHECKING, Final

from loyalty.program.model import Gift
from ui.presenters.checkout.counter import Counter
from ui.presenters.checkout.members import MemberKeeper
from ui.presenters.checkout.model import Ask, CheckoutModel, Choice, Said
from ui.presenters.checkout.shown_things import REWARD, acts_of, nothing_lent
from ui.presenters.shown import Tone

if TYPE_CHECKING:
    from loyalty.program.model import Promotion
    from loyalty.quote.model import Missed, Quote, RuleReward

EVERY_OFFER: Final = "every-offer"
NEXT_ONES: Final = "next-ones"
FIRST_ONES: Final = "first-ones"
PRESENTED: Final = "checkout.code-presented"
_NOT_IN_BASKET: Final = "missed-no-line"
MOST_AT_ONCE: Final = 5
"""So many things stand under the box beside the way to every offer; of more, one fewer at a time."""


class ThingKeeper:
    """Vouchers, benefits, rewards, limited offers and the wallet of the member, as choices under the box."""

    def __init__(self, counter: Counter, members: MemberKeeper) -> None:
        self._counter = counter
        self._members = members
        self._watched = ""
        self._explaining: Quote | None = None

    def open(self) -> None:
        """List them; every offer with its reasons where there are none, or where they are listed already."""
        model = self._counter.model
        if model.ask is not None or model.enrolment is not None or not acts_of(model):
            self._explain()
        else:
            self._list(0)

    def chosen(self, ask: Ask, key: str) -> None:
        """One of the choices was taken."""
        if key in (NEXT_ONES, FIRST_ONES):
            self._list(ask.first + MOST_AT_ONCE - 1)
        elif key == EVERY_OFFER:
            self._explain()
        else:
            self.close()
            self._watched = key.removeprefix(REWARD) if key.startswith(REWARD) else ""
            self._members.thing_pressed(key)

    def look(self, model: CheckoutModel) -> None:
        """Say whether the reward or the code that was given is of use, once that is known."""
        quote = model.quote
        if model.busy or not model.is_priced or quote is None:
            return
        self._look_at_code(model, quote)
        if not self._watched:
            return
        reward, self._watched = self._watched, ""
        given = next((each for each in quote.rewards if each.rule == reward), None)
        if given is not None:
            rules = quote.grounds.program.rewards
            name = next((each.name for each in rules if each.id == given.rule), given.rule)
            self._counter.say(_said_of(model, given, name))

    def _look_at_code(self, model: CheckoutModel, quote: "Quote") -> None:
        """Call what was presented by its name; why it takes nothing off is worked out beside."""
        said, counter = model.said, self._counter
        if said is None or said.key != PRESENTED or quote is self._explaining:
            return
        self._explaining = quote
        code = str(said.params["code"])
        rule = _rule_of(quote, code)
        if rule is None:
            return
        if code in quote.used_codes:
            counter.say(Said(key="checkout.code-given", params={"name": rule.name}, tone=Tone.GOOD))
            return

        def told(missed: "tuple[Missed, ...]") -> None:
            whys = next((each.whys for each in missed if each.rule == rule.id), ())
            if counter.model.said is said and whys:
                params = {"name": rule.name}
                counter.say(Said(key="checkout.thing-not-given", params=params, sentence=whys[0]))

        counter.run("look-up", lambda: quote.missed, told)

    def close(self) -> None:
        """Leave everything as it is."""
        ask = self._counter.model.ask
        if ask is not None and ask.kind == "thing":
            self._counter.change(ask=None, hits=(), typed="")

    def _list(self, first: int) -> None:
        acts = acts_of(self._counter.model)
        first = first if first < len(acts) else 0
        fits = len(acts) <= MOST_AT_ONCE
        shown = acts if fits else acts[first : first + MOST_AT_ONCE - 1]
        further = NEXT_ONES if first + len(shown) < len(acts) else FIRST_ONES
        keys = (*shown, *(() if fits else (further,)), EVERY_OFFER)
        choices = tuple(Choice(key=key) for key in keys)
        ask = Ask(kind="thing", first=first)
        self._counter.change(ask=ask, hits=choices, hit=0, typed="", said=None, why=None)

    def _explain(self) -> None:
        self.close()
        self._counter.explain_offers()


def _rule_of(quote: "Quote", code: str) -> "Promotion | None":
    """The promotion that a code of the program's or a voucher of the member's is for."""
    program, member = quote.grounds.program, quote.grounds.basket.member
    promotion = "" if member is None else member.vouchers.get(code, "")
    return next((each for each in program.promotions if each.id == promotion or each.when.code == code), None)


def _is_gift(model: CheckoutModel, reward: str) -> bool:
    return model.quote is not None and isinstance(model.quote.grounds.program.rules.get(reward), Gift)


def _said_of(model: CheckoutModel, given: "RuleReward", name: str) -> Said:
    params = {"name": name}
    if given.points:
        return Said(key="checkout.thing-given", params=params, tone=Tone.GOOD)
    trouble = nothing_lent(model)
    if trouble is not None:
        return Said(key=f"error.{trouble.code}", params=trouble.params)
    if given.whys[0].code == _NOT_IN_BASKET and _is_gift(model, given.rule):
        return Said(key="checkout.thing-to-scan", params=params)
    return Said(key="checkout.thing-not-given", params=params, sentence=given.whys[0])
