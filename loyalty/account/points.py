"""Points in an account: lots that sales earn and burn, and what is owed where spent points were taken back.

Every step can be undone to the last lot: a debt remembers whose points it was for and which lot paid it, so a
member who buys, spends and brings everything back has the lots they had before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from loyalty.account.debts import Debt
from loyalty.account.model import Account, Figures, Return, Settling
from loyalty.account.section import Section
from loyalty.account.sold import Sale
from loyalty.lots import Lot, LotSlice, balance, burn_from, last_slices, lot_for, returned_lot
from loyalty.program.model import Program
from loyalty.sentences import Sentence, say
from loyalty.units import Points

_MOMENT = timedelta(microseconds=1)
_LotKey = tuple[str, datetime | None]


class Holding:
    """The lots and the debts of one member while they change.

    More than one lot may have the same id: points that come back to a lot that has died stand by themselves,
    with the longer life that they alone were given.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._lots = {(lot.id, lot.dies_at): lot for lot in account.lots}
        self._debts = {(debt.lot, debt.paid_by): debt.points for debt in account.debts}

    @property
    def account(self) -> Account:
        """The account with its lots and debts as they are now."""
        debts = tuple(Debt(lot, points, payer) for (lot, payer), points in self._debts.items() if points)
        return replace(self._account, lots=tuple(self._lots.values()), debts=debts)

    def earn(self, lot: Lot) -> None:
        """A new lot; it pays what is owed, the oldest debt first."""
        left = lot.points
        for (owing, payer), owed in list(self._debts.items()):
            paid = Points(0 if payer else min(left, owed))
            left = Points(left - paid)
            self._owe(owing, "", -paid)
            self._owe(owing, lot.id, paid)
        self._lots[lot.id, lot.dies_at] = replace(lot, points=left)

    def burn(self, points: Points, at: datetime) -> tuple[LotSlice, ...]:
        """Spends points of the lot that dies first, then the oldest.

        Raises:
            Refused: `not-enough-points`.
        """
        slices = burn_from(self._lots.values(), points, at)
        for part in slices:
            self._add((part.lot, part.dies_at), -part.points)
        return slices

    def take_back(self, lot_id: str, points: int, at: datetime) -> None:
        """Takes back points that a lot was given: out of the lot, alive or dead.

        What it has not got any more it may have paid of an older lot's debt, which is then owed again; the
        rest was spent, and is owed.
        """
        keys = [key for key in self._lots if key[0] == lot_id]
        for key in sorted(keys, key=lambda key: not self._lots[key].is_alive(at)):
            taken = min(points, self._lots[key].points)
            self._add(key, -taken)
            points -= taken
        for (owing, payer), paid in list(self._debts.items()):
            if payer == lot_id:
                again = min(points, paid)
                self._owe(owing, payer, -again)
                self.take_back(owing, again, at)
                points -= again
        self._owe(lot_id, "", points)

    def give_back(self, part: LotSlice, *, burned_at: datetime, returned_at: datetime, zone: tzinfo) -> None:
        """Burned points come back to their lot; what is owed for that very lot is paid by them first.

        Where another lot has paid it since, that one has its points back, if it still lives.
        """
        left: int = part.points
        for (owing, payer), owed in list(self._debts.items()):
            paid_from = self._living(payer, returned_at)
            if owing == part.lot and (not payer or paid_from is not None):
                paid = min(left, owed)
                self._owe(owing, payer, -paid)
                left -= paid
                if paid_from is not None:
                    self._add(paid_from, paid)
        part = replace(part, points=Points(left))
        back = returned_lot(part, burned_at=burned_at, returned_at=returned_at, zone=zone)
        if (back.id, back.dies_at) in self._lots:
            self._add((back.id, back.dies_at), left)
        elif left:
            self._lots[back.id, back.dies_at] = back

    def _living(self, lot_id: str, at: datetime) -> _LotKey | None:
        keys = (key for key, lot in self._lots.items() if lot.id == lot_id and lot.is_alive(at))
        return next(keys, None)

    def _owe(self, owing: str, payer: str, points: int) -> None:
        self._debts[owing, payer] = Points(self._debts.get((owing, payer), 0) + points)

    def _add(self, key: _LotKey, points: int) -> None:
        lot = self._lots[key]
        self._lots[key] = replace(lot, points=Points(lot.points + points))


def points_of(account: Account, at: datetime) -> Points:
    """The balance: what can be spent at this moment, less what is owed; it may be below 0."""
    return balance(account.lots, account.owed, at)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    holding = Holding(so_far.account)
    unit = program.points.unit
    burned = sale.spent
    slices: tuple[LotSlice, ...] = ()
    if burned:
        slices = holding.burn(burned, sale.at)
        so_far = so_far.tell(say("points-burned", points=burned, unit=unit))
    earned = sale.earned
    if earned:
        holding.earn(lot_for(program, lot_id=sale.id, points=earned, earned_at=sale.at))
        so_far = so_far.tell(say("points-earned", points=earned, unit=unit))
    return replace(so_far, account=holding.account, record=replace(so_far.record, burned=slices))


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    holding = Holding(so_far.account)
    taken, returned = back.refund.points_taken, back.refund.points_returned
    unit = program.points.unit
    if taken:
        holding.take_back(so_far.record.id, taken, back.at)
        so_far = so_far.tell(say("points-taken-back", points=taken, unit=unit))
    left = so_far.record.burned
    if returned:
        left, coming = last_slices(left, returned)
        for part in coming:
            holding.give_back(part, burned_at=so_far.record.at, returned_at=back.at, zone=program.zone)
        so_far = so_far.tell(say("points-given-back", points=returned, unit=unit))
    return replace(so_far, account=holding.account, record=replace(so_far.record, burned=left))


def _figures(_program: Program, account: Account, at: datetime) -> Figures:
    return {"points": points_of(account, at), "owed": account.owed}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    unit, points = program.points.unit, points_of(account, at)
    yield say("has-points", points=points, unit=unit)
    if account.owed:
        yield say("owes-points", points=account.owed, unit=unit)
    dying = next_to_die(account.lots, at)
    if points > 0 and dying is not None and dying.dies_at is not None:
        last = (dying.dies_at - _MOMENT).astimezone(program.zone)
        yield say("has-points-dying", points=min(points, dying.points), unit=unit, day=last.date())


def next_to_die(lots: Iterable[Lot], at: datetime) -> Lot | None:
    """The lot that dies first of those that have points left and ever die, with all that dies with it."""
    mortal = [lot for lot in lots if lot.points and lot.dies_at is not None and lot.is_alive(at)]
    if not mortal:
        return None
    first = min(mortal, key=lambda lot: (lot.dies_at or at, lot.earned_at))
    points = Points(sum(lot.points for lot in mortal if lot.dies_at == first.dies_at))
    return replace(first, points=points)


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, figures=_figures, told=_told)
