"""What a sale stamps on a punch card."""

from loyalty.figures import Language

STAMPS: dict[str, dict[Language, str]] = {
    "stamps-given": {
        "vi": "{name}: thêm {stamps:whole} dấu, đang có {have:whole}/{goal:whole}",
        "en": "{name}: {stamps:whole} more on the card, {have:whole} of {goal:whole}",
    },
    "stamps-full": {
        "vi": "{name}: thêm {stamps:whole} dấu, được {full:whole} phiếu, thẻ mới {have:whole}/{goal:whole}",
        "en": "{name}: {stamps:whole} more, {full:whole} full, {have:whole} of {goal:whole} on the next",
    },
    "stamps-full-last": {
        "vi": "{name}: thêm {stamps:whole} dấu, được {full:whole} phiếu, thẻ mới {have:whole}/{goal:whole}; "
        "đã nhận đủ số phiếu được phát",
        "en": "{name}: {stamps:whole} more, {full:whole} full, {have:whole} of {goal:whole} on the next; "
        "its vouchers have all been given",
    },
    "stamps-at-limit": {
        "vi": "{name}: thêm {stamps:whole} dấu, thẻ đã đủ {have:whole}/{goal:whole}; "
        "đã nhận đủ số phiếu được phát",
        "en": "{name}: {stamps:whole} more, full with {have:whole} of {goal:whole}; "
        "its vouchers have all been given",
    },
    "stamps-pay-owed": {
        "vi": "{name}: thêm {stamps:whole} dấu, còn nợ {owed:whole} dấu",
        "en": "{name}: {stamps:whole} more, {owed:whole} still owed",
    },
    "explain-stamps": {"vi": "Đóng dấu:", "en": "Stamped:"},
}
