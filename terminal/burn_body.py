"""Points that paid a part of a sale as its event has them, and back. Pure."""

from collections.abc import Mapping
from typing import Any

from loyalty.units import Money, Points
from loyalty.wire.canonical import Json
from terminal.clock import from_timestamp, timestamp
from terminal.sale import BurnedSlice, SoldBurn

_Body = Mapping[str, "Json"]


def burn_to_body(burn: SoldBurn | None) -> "Json":
    """The value of `burn`; its keys stand in canonical order where they are in it always."""
    if burn is None:
        return None
    slices: list[Json] = [_slice_to_body(each) for each in burn.slices]
    rewards: _Body = {"reward_points": burn.reward_points} if burn.reward_points else {}
    unseen: _Body = {} if burn.card_shown else {"card_shown": False}
    instead: _Body = {"shown": burn.shown} if burn.shown else {}
    said: _Body = {"points": burn.points, "amount": burn.amount, "lease": burn.lease, "slices": slices}
    return {**said, **rewards, **unseen, **instead}


def burn_from_body(body: Mapping[str, Any] | None) -> SoldBurn | None:
    """The same, back."""
    if body is None:
        return None
    return SoldBurn(
        points=Points(body["points"]),
        amount=Money(body["amount"]),
        lease=body["lease"],
        slices=tuple(_slice(each) for each in body["slices"]),
        reward_points=Points(body.get("reward_points", 0)),
        card_shown=body.get("card_shown", True),
        shown=body.get("shown", ""),
    )


def _slice_to_body(part: BurnedSlice) -> "Json":
    dying: _Body = {} if part.dies_at is None else {"dies_at": timestamp(part.dies_at)}
    return {**dying, "lot": part.lot, "points": part.points}


def _slice(body: Mapping[str, Any]) -> BurnedSlice:
    """A till of before did not say when the lot would have died."""
    text = body.get("dies_at")
    dies_at = None if text is None else from_timestamp(text)
    return BurnedSlice(lot=body["lot"], points=Points(body["points"]), dies_at=dies_at)
