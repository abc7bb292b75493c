"""What is said of partners: the rates at their stores, and what they owe each other."""

from loyalty.figures import Language

PARTNERS: dict[str, dict[Language, str]] = {
    "partner-rates": {
        "vi": "Tại {name}: mỗi {per:money} được {earn:points}, mỗi điểm trả được {worth:money}",
        "en": "At {name}: {earn:points} for each {per:money}, a point pays {worth:money}",
    },
    "settled-partner": {"vi": "đối tác", "en": "partner"},
    "settled-earned": {"vi": "đã cộng", "en": "earned"},
    "settled-burned": {"vi": "đã dùng", "en": "used"},
    "settled-outstanding": {"vi": "chưa dùng", "en": "not used yet"},
    "settled-position": {"vi": "được nhận", "en": "to receive"},
    "settled-pool": {"vi": "Quỹ điểm {name}", "en": "The pool of {name}"},
    "settled-debts": {"vi": "Cần thanh toán:", "en": "To be paid:"},
    "settled-debt": {
        "vi": "{payer} trả {payee}: {amount:money}",
        "en": "{payer} pays {payee}: {amount:money}",
    },
    "settled-nothing": {"vi": "Không ai nợ ai", "en": "Nobody owes anything"},
}
