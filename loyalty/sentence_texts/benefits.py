"""The words about benefits that are not money."""

from loyalty.figures import Language

BENEFITS: dict[str, dict[Language, str]] = {
    "benefit-not-yours": {
        "vi": "{name} chỉ dành cho: {who:list}",
        "en": "{name} is only for: {who:list}",
    },
    "benefit-used-up": {
        "vi": "{name}: đã dùng hết {used:whole}/{times:whole} lần trong kỳ",
        "en": "{name}: used {used:whole} of {times:whole} time{times:s} in this period already",
    },
    "benefit-used": {
        "vi": "Đã dùng quyền lợi {name}, lần thứ {used:whole}",
        "en": "{name} used, {used:whole} in all",
    },
    "benefit-used-of": {
        "vi": "Đã dùng quyền lợi {name}: {used:whole}/{times:whole} lần trong kỳ",
        "en": "{name} used: {used:whole} of {times:whole} in this period",
    },
    "no-such-use": {
        "vi": "Không có lần dùng quyền lợi này, hoặc đã hủy rồi",
        "en": "There is no such use of a benefit, or it was taken back already",
    },
    "benefit-back": {
        "vi": "Đã hủy một lần dùng {name}, còn tính {used:whole} lần",
        "en": "One use of {name} is taken back, {used:whole} in all",
    },
    "benefit-back-of": {
        "vi": "Đã hủy một lần dùng {name}: {used:whole}/{times:whole} lần trong kỳ",
        "en": "One use of {name} is taken back: {used:whole} of {times:whole} in this period",
    },
    "has-benefit": {
        "vi": "Quyền lợi {name}: đã dùng {used:whole} lần",
        "en": "Benefit {name}: used {used:whole} time{used:s}",
    },
    "has-benefit-of": {
        "vi": "Quyền lợi {name}: đã dùng {used:whole}/{times:whole} lần trong kỳ",
        "en": "Benefit {name}: used {used:whole} of {times:whole} time{times:s} in this period",
    },
}
