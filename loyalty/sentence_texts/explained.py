"""What `quote --explain` says around the figures."""

from loyalty.figures import Language

EXPLAINED: dict[str, dict[Language, str]] = {
    "explain-subtotal": {"vi": "Tạm tính: {amount:money}", "en": "Subtotal: {amount:money}"},
    "explain-burned": {"vi": "Trả bằng điểm: {amount:money}", "en": "Paid with points: {amount:money}"},
    "explain-wallet": {"vi": "Trả từ ví: {amount:money}", "en": "Paid from the wallet: {amount:money}"},
    "explain-challenges": {"vi": "Thử thách:", "en": "Challenges:"},
    "explain-total": {"vi": "Còn phải trả: {amount:money}", "en": "Left to pay: {amount:money}"},
    "explain-taken-off": {"vi": "Được giảm: {amount:money}", "en": "Taken off: {amount:money}"},
    "explain-vat": {"vi": "Đã gồm thuế GTGT: {amount:money}", "en": "VAT included: {amount:money}"},
    "explain-line-burned": {
        "vi": "Trả bằng {points:points}: {amount:amount}",
        "en": "Paid with {points:points}: {amount:amount}",
    },
    "explain-line-wallet": {
        "vi": "Trả từ ví: {amount:amount}",
        "en": "Paid from the wallet: {amount:amount}",
    },
    "explain-line-left": {"vi": "Còn {amount:amount}", "en": "{amount:amount} left"},
    "explain-line-earned": {"vi": "Được cộng {points:points}", "en": "{points:points} earned"},
    "explain-discounts": {"vi": "Vì sao được giảm:", "en": "Why it was taken off:"},
    "explain-earned": {"vi": "Được cộng {points:points}:", "en": "{points:points} earned:"},
    "explain-max-burn": {
        "vi": "Đơn này dùng được nhiều nhất {points:points} để trả",
        "en": "At most {points:points} can pay for this sale",
    },
    "explain-max-wallet": {
        "vi": "Ví trả được nhiều nhất {amount:money} cho đơn này",
        "en": "The wallet can pay at most {amount:money} of this sale",
    },
    "explain-approvals": {"vi": "Cần duyệt:", "en": "To be approved:"},
    "explain-draws": {"vi": "Bốc thăm:", "en": "Draws:"},
    "rule-base": {"vi": "Điểm cơ bản", "en": "Base points"},
    "rule-tier": {"vi": "Hạng {name}", "en": "{name} tier"},
    "explain-missed": {"vi": "Chưa được hưởng:", "en": "What did not apply:"},
    "explain-not-proven": {
        "vi": "Quá nhiều ưu đãi trùng nhau: cách chọn này tốt, nhưng chưa chắc là tốt nhất",
        "en": "Too many offers compete: this choice is good, but it may not be the very best",
    },
}
