"""What a cashier does with the member of this one sale: attach, take off, take their points and vouchers.

What comes back from a slow errand is put on the sale it was asked for or on none: never on the next
customer's.
"""

from dataclasses import replace

from loyalty.errors import Refused
from loyalty.units import Money, Points
from terminal.membership import AttachedMember
from terminal.open_sale import (
    BurnWish,
    OpenSale,
    ask_reward,
    attach,
    detach,
    remove_code,
    set_burn,
    spendable_points,
    without_reward,
)
from ui.presenters.checkout.benefits import BenefitKeeper
from ui.presenters.checkout.cards import CardKeeper
from ui.presenters.checkout.counter import Counter, expected, said_of
from ui.presenters.checkout.model import Ask, Choice, Said
from ui.presenters.checkout.shown_things import BENEFIT, OFFER, RENEWABLE, REWARD, VOUCHER, WALLET
from ui.presenters.errands import Presented
from ui.presenters.shown import Tone


class MemberKeeper:
    """The member of the open sale."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self.benefits = BenefitKeeper(counter)
        self.cards = CardKeeper(counter)

    def attach(self, member: AttachedMember | str) -> None:
        """Attach a member, known or by id; who stood there before is taken off."""
        counter = self._counter
        asked = counter.model.sale
        counter.change(busy=True, said=None, enrolment=None)
        counter.run(
            "store",
            lambda: counter.errands.attach(counter.session, asked, member),
            self._attached,
        )

    def detach(self) -> None:
        """Take the member off; their points are free again."""
        counter = self._counter
        asked = counter.model.sale
        if asked.member is None:
            return
        counter.sale_changed(detach(asked), ask=None)
        counter.run("store", lambda: counter.errands.detach(counter.session, asked), lambda _: None)

    def print_card(self) -> None:
        """Print a card for the time being."""
        counter, member = self._counter, self._counter.model.sale.member
        if member is not None:
            counter.run(
                "store",
                lambda: counter.errands.print_card(counter.session, member.holder),
                lambda number: counter.say(
                    Said(key="checkout.card-printed", params={"tail": number[-4:]}, tone=Tone.PLAIN)
                ),
            )

    def print_vouchers(self) -> None:
        """Print the vouchers that the member can use."""
        counter, member = self._counter, self._counter.model.sale.member
        if member is not None:
            counter.run(
                "store",
                lambda: counter.errands.print_vouchers(counter.session, member.member),
                lambda count: counter.say(
                    Said(key="checkout.vouchers-printed", params={"count": count}, tone=Tone.PLAIN)
                ),
            )

    def refresh(self) -> None:
        """After a sync: the balance and the lease may be newer."""
        counter = self._counter
        asked = counter.model.sale
        if asked.member is None or counter.model.busy:
            return

        def refreshed(got: OpenSale) -> None:
            now = counter.model.sale
            if _is_same(now, asked) and got.member is not None:
                held = attach(now, got.member, got.lease, got.claims, got.wallet_lease)
                sale = replace(held, rewards=now.rewards)
                counter.sale_changed(set_burn(sale, now.burn), said=counter.model.said)

        def failed(error: Exception) -> None:
            if expected(error).code != "member-erased":  # who was erased is taken off by `Forgetter`
                counter.failed(error)

        counter.run_with("store", lambda: counter.errands.refresh(asked), refreshed, failed)

    def step_burn(self, by: int) -> None:
        """A step of points more or fewer; the first step up is the fewest that the program allows."""
        model = self._counter.model
        if model.quote is None or model.burnable is None:
            return
        if self._renew():
            return
        rules, now = model.quote.grounds.program.points, int(model.quote.burn.points)
        points = now + by * int(rules.burn_step)
        if points < rules.burn_min:
            points = int(rules.burn_min) if by > 0 else 0
        self.set_burn(Points(max(0, min(points, int(model.burnable.points)))))

    def burn_most(self) -> None:
        """As many points as this sale can take."""
        if not self._renew():
            self.set_burn("max")

    def set_burn(self, wish: BurnWish) -> None:
        """Pay with that many points; more than can be is said with the most that can."""
        model = self._counter.model
        fault = None if wish == "max" else self._burn_fault(wish)
        if fault is not None:
            self._counter.say(fault)
            return
        try:
            sale = set_burn(model.sale, wish)
        except Refused as refused:
            self._counter.say(said_of(refused))
            return
        self._counter.sale_changed(sale, ask=None, typed="")

    def ask_burn(self) -> None:
        """Ask for the number of points."""
        if self._counter.model.sale.member is not None:
            self._counter.change(ask=Ask(kind="burn"), typed="", hits=(), said=None)

    def thing_pressed(self, act: str) -> None:
        """Use a voucher or a benefit, ask for a reward, or take it off again where it is on the sale."""
        sale = self._counter.model.sale
        if act.startswith(VOUCHER):
            code = act.removeprefix(VOUCHER)
            if code in sale.codes:
                self._counter.sale_changed(remove_code(sale, code))
            else:
                self.present(code)
        elif act.startswith(REWARD):
            self._ask_reward(act.removeprefix(REWARD))
        elif act.startswith(OFFER):
            self._ask_again(act.removeprefix(OFFER))
        elif act.startswith(BENEFIT):
            self.benefits.pressed(act.removeprefix(BENEFIT))
        elif act.startswith(WALLET):
            amount = act.removeprefix(WALLET)
            self.top_up(Money(int(amount))) if amount else self.ask_top_up()

    def ask_top_up(self) -> None:
        """Ask how much is paid into the member's wallet; the program's own amounts are there to choose."""
        model = self._counter.model
        if model.sale.member is None or model.quote is None:
            return
        rules = model.quote.grounds.program.wallet
        steps = () if rules is None else rules.top_ups
        hits = tuple(Choice(key="top-up", amount=each.amount, bonus=each.bonus) for each in steps)
        self._counter.change(ask=Ask(kind="top-up"), typed="", hits=hits, hit=0, said=None)

    def top_up(self, amount: Money) -> None:
        """Pay so much into the member's wallet with this sale."""
        counter = self._counter
        asked = counter.model.sale
        counter.change(busy=True)

        def topped_up(got: OpenSale) -> None:
            now = counter.model.sale
            if not _is_same(now, asked):
                counter.change(busy=False)
                return
            made = got.lines[-1]
            others = tuple(line for line in now.lines if line.sku != made.sku)
            sale = replace(now, lines=(*others, made), next_line=max(now.next_line, got.next_line))
            counter.sale_changed(sale, line=made.line, typed="", hits=(), ask=None, busy=False)

        counter.run("look-up", lambda: counter.errands.top_up(asked, amount), topped_up)

    def present(self, code: str) -> None:
        """Put a code or a voucher on the sale; a voucher of the member's is asked for, for this till."""
        counter = self._counter
        asked = counter.model.sale

        def presented(got: Presented) -> None:
            now, trouble = counter.model.sale, got.why
            if not _is_same(now, asked):
                return
            codes = tuple(dict.fromkeys((*now.codes, code)))
            said = Said(key="checkout.code-presented", params={"code": code}, tone=Tone.GOOD)
            if trouble is not None:
                said = Said(key=f"error.{trouble.code}", params={"voucher": code}, tone=Tone.ATTENTION)
            counter.sale_changed(replace(now, codes=codes, claims=got.sale.claims), said=said)

        counter.run("store", lambda: counter.errands.present(asked, code), presented)

    def _ask_reward(self, reward: str) -> None:
        sale = self._counter.model.sale
        if any(each.id == reward for each in sale.rewards):
            self._counter.sale_changed(without_reward(sale, reward))
            return
        if self._has_nothing_lent(reward):
            self._ask_lease()
        try:
            self._counter.sale_changed(ask_reward(self._counter.model.sale, reward))
        except Refused as refused:
            self._counter.say(said_of(refused))
            return
        quote = self._counter.model.quote
        if quote is not None and reward in quote.grounds.program.stocked:
            self._ask_again(reward)

    def _has_nothing_lent(self, reward: str) -> bool:
        """Whether the member has the points for it, nothing of them is lent, and nothing was asked for."""
        model = self._counter.model
        quote, member, lease = model.quote, model.sale.member, model.sale.lease
        if quote is None or member is None or (lease is not None and lease.state in {"wanted", "asked"}):
            return False
        least = next((each.least_points for each in quote.grounds.program.rewards if each.id == reward), 0)
        return 0 < least <= member.points and not spendable_points(model.sale, quote.grounds.basket.at)

    def _ask_again(self, rule: str) -> None:
        """Ask the server for a limited offer that was no good."""
        counter = self._counter
        asked = counter.model.sale

        def done(got: OpenSale) -> None:
            now = counter.model.sale
            if _is_same(now, asked):
                counter.sale_changed(replace(now, claims=got.claims))

        counter.run("store", lambda: counter.errands.ask_again(counter.session, asked, rule), done)

    def ask_server(self, value: str) -> None:
        """Ask the central server who that is, and attach them."""
        counter = self._counter
        asked = counter.model.sale
        counter.change(busy=True, said=None)

        def answered(member: str | None) -> None:
            if counter.model.sale.sale != asked.sale:
                return
            if member is None:
                said = Said(key="checkout.server-knows-nobody", params={"text": value})
                counter.change(busy=False, said=said)
            else:
                self.attach(member)

        counter.run("net", lambda: counter.errands.ask_server(value), answered)

    def _burn_fault(self, wish: Points) -> Said | None:
        """What stands against that many points."""
        model = self._counter.model
        most = 0 if model.burnable is None else int(model.burnable.points)
        if wish > most:
            return Said(key="error.burn-too-many", params={"most": most}, tone=Tone.REFUSED)
        if model.quote is None or wish == 0:
            return None
        rules = model.quote.grounds.program.points
        if wish < rules.burn_min:
            return Said(key="error.burn-too-few", params={"least": int(rules.burn_min)}, tone=Tone.REFUSED)
        if wish % rules.burn_step:
            return Said(key="error.burn-off-step", params={"step": int(rules.burn_step)}, tone=Tone.REFUSED)
        return None

    def _renew(self) -> bool:
        """Ask for another lease where this one is no good any more; says whether it did."""
        burnable = self._counter.model.burnable
        if burnable is None or burnable.why is None or burnable.why.code not in RENEWABLE:
            return False
        self._ask_lease()
        return True

    def _ask_lease(self) -> None:
        counter, asked = self._counter, self._counter.model.sale
        counter.change(busy=True, said=Said(key="error.lease-waiting", tone=Tone.PLAIN))
        counter.run("store", lambda: counter.errands.renew_lease(counter.session, asked), self._attached)

    def _attached(self, got: OpenSale) -> None:
        counter = self._counter
        now = counter.model.sale
        if got.member is None:
            counter.change(busy=False)
        elif now.sale != got.sale:
            counter.change(busy=False)
            counter.run("store", lambda: counter.errands.detach(counter.session, got), lambda _: None)
        else:
            held = attach(now, got.member, got.lease, got.claims, got.wallet_lease)
            if now.member is not None and now.member.member == got.member.member:
                held = set_burn(replace(held, rewards=now.rewards), now.burn)
            counter.sale_changed(held, busy=False)


def _is_same(now: OpenSale, asked: OpenSale) -> bool:
    """Whether it is the sale that was asked for, with the same member, of whom a sync may have news."""
    member, before = now.member, asked.member
    return now.sale == asked.sale and (member and member.member) == (before and before.member)
