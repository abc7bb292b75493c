"""Points in an account: lots that sales earn and burn, and what is owed where spent points were taken back.

Every step can be undone to the last lot: a debt remembers whose points it was for and which lot paid it, so a
member who buys, spends and brings everything back has the lots they had before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from loyalty.account.model import Account, Debt, Figures, Return, Sale, Settling
from loyalty.account.section import Section
from loyalty.lots import Lot, LotSlice, balance, burn_from, lot_for, returned_lot
from loyalty.program.model import Program
from loyalty.sentences import Sentence, say
from loyalty.units import Points

_MOMENT = timedelta(microseconds=1)


@dataclass
class Holding:
    """The lots and the debts of one member while they change.

    More than one lot may have the same id: points that come back to a lot that has died stand by themselves,
    with the longer life that they alone were given.
    """

    lots: list[Lot]
    debts: list[Debt]

    @classmethod
    def of(cls, account: Account) -> "Holding":
        """The holding of an account."""
        return cls(list(account.lots), list(account.debts))

    def into(self, account: Account) -> Account:
        """The account with this holding."""
        debts = tuple(debt for debt in self.debts if debt.points)
        return replace(account, lots=tuple(self.lots), debts=debts)

    def earn(self, lot: Lot) -> None:
        """A new lot; it pays what is owed, the oldest debt first."""
        left = lot.points
        debts: list[Debt] = []
        for debt in self.debts:
            paid = Points(0 if debt.paid_by else min(left, debt.points))
            left = Points(left - paid)
            debts.append(replace(debt, points=Points(debt.points - paid)))
            debts.append(Debt(debt.lot, paid, lot.id))
        self.debts = [debt for debt in debts if debt.points]
        self.lots.append(replace(lot, points=left))

    def burn(self, points: Points, at: datetime) -> tuple[LotSlice, ...]:
        """Spends points of the lot that dies first, then the oldest.

        Raises:
            Refused: `not-enough-points`.
        """
        slices = burn_from(self.lots, points, at)
        for part in slices:
            self._add(self._place(part.lot, part.dies_at), -part.points)
        return slices

    def take_back(self, lot_id: str, points: Points, at: datetime) -> None:
        """Takes back points that a lot was given: out of the lot, alive or dead; then it is owed.

        What the lot paid of other debts is owed again before anything is owed for itself.
        """
        places = [place for place, lot in enumerate(self.lots) if lot.id == lot_id]
        for place in sorted(places, key=lambda place: not self.lots[place].is_alive(at)):
            taken = min(points, self.lots[place].points)
            self._add(place, -taken)
            points = Points(points - taken)
        for place, debt in enumerate(self.debts):
            if debt.paid_by == lot_id and points:
                again = Points(min(points, debt.points))
                self.debts[place] = replace(debt, points=Points(debt.points - again))
                self.debts.append(Debt(debt.lot, again))
                points = Points(points - again)
        self.debts.append(Debt(lot_id, points))
        self._merge_debts()

    def give_back(self, part: LotSlice, *, burned_at: datetime, returned_at: datetime) -> None:
        """Burned points come back to their lot; what is owed for that very lot is paid by them first.

        Where another lot has paid it since, that one has its points back, if it still lives.
        """
        left = part.points
        for place, debt in enumerate(self.debts):
            payer = self._living(debt.paid_by, returned_at)
            if debt.lot == part.lot and (not debt.paid_by or payer is not None):
                paid = Points(min(left, debt.points))
                self.debts[place] = replace(debt, points=Points(debt.points - paid))
                left = Points(left - paid)
                if payer is not None:
                    self._add(payer, paid)
        back = returned_lot(
            LotSlice(part.lot, left, part.dies_at), burned_at=burned_at, returned_at=returned_at
        )
        found = self._find(back.id, back.dies_at)
        if found is not None:
            self._add(found, left)
        elif left:
            self.lots.append(back)
        self._merge_debts()

    def _merge_debts(self) -> None:
        merged: dict[tuple[str, str], int] = {}
        for debt in self.debts:
            merged[debt.lot, debt.paid_by] = merged.get((debt.lot, debt.paid_by), 0) + debt.points
        self.debts = [Debt(lot, Points(points), payer) for (lot, payer), points in merged.items() if points]

    def _living(self, lot_id: str, at: datetime) -> int | None:
        places = (place for place, lot in enumerate(self.lots) if lot.id == lot_id and lot.is_alive(at))
        return next(places, None)

    def _find(self, lot_id: str, dies_at: datetime | None) -> int | None:
        places = (place for place, lot in enumerate(self.lots) if (lot.id, lot.dies_at) == (lot_id, dies_at))
        return next(places, None)

    def _place(self, lot_id: str, dies_at: datetime | None) -> int:
        keys = [(lot.id, lot.dies_at) for lot in self.lots]
        return keys.index((lot_id, dies_at))

    def _add(self, place: int, points: int) -> None:
        lot = self.lots[place]
        self.lots[place] = replace(lot, points=Points(lot.points + points))


def points_of(account: Account, at: datetime) -> Points:
    """The balance: what can be spent at this moment, less what is owed; it may be below 0."""
    return balance(account.lots, account.owed, at)


def _on_sale(program: Program, sale: Sale, so_far: Settling) -> Settling:
    holding = Holding.of(so_far.account)
    unit = program.points.unit
    burned = sale.quote.burn.points
    slices: tuple[LotSlice, ...] = ()
    if burned:
        slices = holding.burn(burned, sale.at)
        so_far = so_far.tell(say("points-burned", points=burned, unit=unit))
    earned = sale.quote.earned_points
    if earned:
        holding.earn(lot_for(program, lot_id=sale.id, points=earned, earned_at=sale.at))
        so_far = so_far.tell(say("points-earned", points=earned, unit=unit))
    return replace(so_far, account=holding.into(so_far.account), record=replace(so_far.record, burned=slices))


def _on_refund(program: Program, back: Return, so_far: Settling) -> Settling:
    holding = Holding.of(so_far.account)
    taken, returned = back.refund.points_taken, back.refund.points_returned
    unit = program.points.unit
    if taken:
        holding.take_back(so_far.record.id, taken, back.at)
        so_far = so_far.tell(say("points-taken-back", points=taken, unit=unit))
    left = so_far.record.burned
    if returned:
        left, coming = _last(left, returned)
        for part in coming:
            holding.give_back(part, burned_at=so_far.record.at, returned_at=back.at)
        so_far = so_far.tell(say("points-given-back", points=returned, unit=unit))
    return replace(so_far, account=holding.into(so_far.account), record=replace(so_far.record, burned=left))


def _last(slices: tuple[LotSlice, ...], points: int) -> tuple[tuple[LotSlice, ...], list[LotSlice]]:
    """What is left of burned slices, and so many points of them, what was taken last first."""
    left = list(slices)
    coming: list[LotSlice] = []
    while points:
        part = left.pop()
        taken = Points(min(points, part.points))
        coming.append(replace(part, points=taken))
        points -= taken
        if part.points > taken:
            left.append(replace(part, points=Points(part.points - taken)))
    return tuple(left), coming


def _figures(_program: Program, account: Account, at: datetime) -> Figures:
    return {"points": points_of(account, at), "owed": account.owed}


def _told(program: Program, account: Account, at: datetime) -> Iterator[Sentence]:
    unit = program.points.unit
    yield say("has-points", points=points_of(account, at), unit=unit)
    dying = next_to_die(account.lots, at)
    if dying is not None and dying.dies_at is not None:
        last = (dying.dies_at - _MOMENT).astimezone(program.zone)
        yield say("has-points-dying", points=dying.points, unit=unit, day=last.date())


def next_to_die(lots: Iterable[Lot], at: datetime) -> Lot | None:
    """The lot that dies first of those that have points left and ever die, with all that dies with it."""
    mortal = [lot for lot in lots if lot.points and lot.dies_at is not None and lot.is_alive(at)]
    if not mortal:
        return None
    first = min(mortal, key=lambda lot: (lot.dies_at or at, lot.earned_at))
    points = Points(sum(lot.points for lot in mortal if lot.dies_at == first.dies_at))
    return replace(first, points=points)


SECTION = Section(on_sale=_on_sale, on_refund=_on_refund, figures=_figures, told=_told)
