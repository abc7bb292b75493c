"""What is said of the goods that come back for the open sale. Pure."""

from terminal.exchange import OpenExchange
from ui.presenters.checkout.model import Act, Said
from ui.presenters.shown import Tone


def exchange_said(exchange: OpenExchange) -> Said:
    """What it comes to, and what goes back to a gift card or the wallet beside; it can be given up."""
    moves = exchange.points_taken or exchange.points_returned
    key = "returns.exchange-points" if moves else "returns.exchange-begun"
    return Said(
        key=f"{key}-beside" if exchange.beside else key,
        params={
            "label": exchange.label,
            "taken": exchange.points_taken,
            "returned": exchange.points_returned,
        },
        amounts={"amount": exchange.credit, "beside": exchange.beside},
        tone=Tone.PLAIN,
        act=Act.END_EXCHANGE,
    )
