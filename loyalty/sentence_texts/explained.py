"""What `quote --explain` says around the figures."""

from loyalty.figures import Language

EXPLAINED: dict[str, dict[Language, str]] = {
    "explain-subtotal": {"vi": "Tạm tính: {amount:money}", "en": "Subtotal: {amount:money}"},
    "explain-burned": {"vi": "Trả bằng điểm: {amount:money}", "en": "Paid with points: {amount:money}"},
    "explain-wallet": {"vi": "Trả từ ví: {amount:money}", "en": "Paid from the wallet: {amount:money}"},
    "explain-total": {"vi": "Còn phải trả: {amount:money}", "en": "Left to pay: {amount:money}"},
    "explain-discounts": {"vi": "Được giảm:", "en": "Taken off:"},
    "explain-earned": {"vi": "Được cộng {points}:", "en": "{points} earned:"},
    "explain-max-burn": {
        "vi": "Đơn này dùng được nhiều nhất {points:points}",
        "en": "This sale can take at most {points:points}",
    },
    "explain-missed": {"vi": "Không áp dụng:", "en": "Not applied:"},
    "explain-not-proven": {
        "vi": "Quá nhiều ưu đãi tranh nhau: cách chọn này tốt, nhưng chưa chắc là tốt nhất",
        "en": "Too many offers compete: this choice is good, but it may not be the very best",
    },
}
