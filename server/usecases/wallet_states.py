"""A member's wallet as tills are told of it. Pure."""

from datetime import datetime

from loyalty.wire.wallet import TopUpState, WalletState
from server.books.model import Books
from server.books.wallet import top_ups_left
from server.clock import moment_text


def wallet_state(books: Books, moment: datetime) -> WalletState | None:
    """A wallet as tills are told of it; None where nothing was ever in it."""
    if not (books.lots or books.leases):
        return None
    alive = [lot for lot in books.lots.values() if lot.is_bonus and lot.remaining]
    alive = [lot for lot in alive if lot.as_lot(lot.remaining).is_alive(moment)]
    dying = [lot.dies_at for lot in alive if lot.dies_at is not None]
    first = min(dying) if dying else None
    return WalletState(
        balance=books.balance(moment),
        available=books.available(moment),
        bonus=sum(lot.remaining for lot in alive),
        dying=sum(lot.remaining for lot in alive if first is not None and lot.dies_at == first),
        dies_at=None if first is None else moment_text(first),
        top_ups=tuple(
            TopUpState(each.sale, each.paid, each.bonus, each.bonus_spent) for each in top_ups_left(books)
        ),
    )
