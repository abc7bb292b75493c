"""What is kept of a member beside points, as JSON: for a row at the server, and for the word to the tills.

Written from the dataclasses' own type hints; what has its default is left out, so that a field that comes
later is understood by whoever does not know it yet. Nothing in it says who the member is.
"""

import dataclasses
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any, Final, Literal, NewType, cast, get_args, get_origin, get_type_hints

from loyalty.account.issued import Voucher
from loyalty.account.model import Account
from loyalty.account.recommended import Friend, PassedOver, Recommendation
from loyalty.account.uses import BenefitUse
from loyalty.account.won import Won
from loyalty.wire.canonical import Json, JsonObject, WireRefused

_FIELDS: Final = (
    *("vouchers", "cards", "feats", "memberships", "uses", "recommendation", "resting", "friends"),
    *("passed_over", "won"),
)
_kept = attrgetter(*_FIELDS)
_Reader = Callable[[Any], Any]


def kept_to_json(account: Account) -> JsonObject:
    """The account's vouchers, cards, challenges, memberships and so on."""
    held = _kept(account)
    if not any(held):
        return {}
    fields = {name: _write(part) for name, part in zip(_FIELDS, held, strict=True) if part}
    return {name: value for name, value in fields.items() if value}


def kept_from_json(value: object) -> Account:
    """The account that was written; all else of it is empty.

    Raises:
        WireRefused: it is no such thing.
    """
    held = cast("Mapping[str, Any]", value)
    try:
        return Account(**{name: read(held[name]) for name, read in _account() if name in held})
    except (TypeError, ValueError, KeyError, AttributeError) as fault:
        raise WireRefused("keeping", f"cannot be read: {fault}"[:200]) from None


@cache
def _account() -> tuple[tuple[str, _Reader], ...]:
    hints = get_type_hints(Account)
    return tuple((name, _reader(hints[name])) for name in _FIELDS)


def voucher_to_json(voucher: Voucher) -> JsonObject:
    """One voucher."""
    return cast("JsonObject", _write(voucher))


def voucher_from_json(value: object) -> Voucher:
    """The voucher that was written."""
    return cast("Voucher", _reader(Voucher)(value))


def recommendation_to_json(recommendation: Recommendation) -> JsonObject:
    """Who recommended a member."""
    return cast("JsonObject", _write(recommendation))


def recommendation_from_json(value: object) -> Recommendation:
    """As it was written."""
    return cast("Recommendation", _reader(Recommendation)(value))


def friend_to_json(friend: Friend) -> JsonObject:
    """A friend whose purchase counted."""
    return cast("JsonObject", _write(friend))


def friend_from_json(value: object) -> Friend:
    """The friend that was written."""
    return cast("Friend", _reader(Friend)(value))


def passed_over_to_json(passed_over: PassedOver) -> JsonObject:
    """A friend who had been recommended before."""
    return cast("JsonObject", _write(passed_over))


def passed_over_from_json(value: object) -> PassedOver:
    """As it was written."""
    return cast("PassedOver", _reader(PassedOver)(value))


def won_to_json(won: Won) -> JsonObject:
    """What a receipt has won."""
    return cast("JsonObject", _write(won))


def won_from_json(value: object) -> Won:
    """The prize that was written."""
    return cast("Won", _reader(Won)(value))


def use_to_json(use: BenefitUse) -> JsonObject:
    """A benefit that was used."""
    return cast("JsonObject", _write(use))


def use_from_json(value: object) -> BenefitUse:
    """The use that was written."""
    return cast("BenefitUse", _reader(BenefitUse)(value))


def _write(value: object) -> Json:
    return _WRITERS.get(type(value), _write_fields)(value)


def _write_fields(value: object) -> Json:
    kind: Any = type(value)
    held = ((name, getattr(value, name), default) for name, default in _defaults(kind))
    return {name: _write(part) for name, part, default in held if part != default}


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    return tuple((each.name, each.default) for each in dataclasses.fields(cast("Any", kind)))


@cache
def _reader(hint: object) -> _Reader:
    if isinstance(hint, NewType):
        return _reader(hint.__supertype__)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is types.UnionType:
        (inner,) = (_reader(each) for each in arguments if each is not types.NoneType)
        return lambda value: None if value is None else inner(value)
    if origin is tuple:
        item = _reader(arguments[0])
        return lambda value: tuple(item(each) for each in value)
    if origin is frozenset:
        return frozenset
    if origin is Literal:
        return str
    if dataclasses.is_dataclass(hint):
        return _dataclass(cast("type", hint))
    return _PLAIN[hint]


def _dataclass(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    readers = [(each.name, _reader(hints[each.name])) for each in dataclasses.fields(cast("Any", kind))]
    return lambda held: kind(**{name: read(held[name]) for name, read in readers if name in held})


_PLAIN: Final[Mapping[object, _Reader]] = {
    str: str,
    int: int,
    bool: bool,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}

_WRITERS: Final[Mapping[type, Callable[[Any], Json]]] = {
    **dict.fromkeys((str, int, bool, types.NoneType), lambda value: cast("Json", value)),
    **dict.fromkeys((date, datetime), lambda value: cast("date", value).isoformat()),
    tuple: lambda value: [_write(each) for each in cast("tuple[object, ...]", value)],
    frozenset: lambda value: sorted(cast("frozenset[str]", value)),
}
