"""Why a promotion gave nothing, and what is missing."""

from loyalty.figures import Language

MISSED: dict[str, dict[Language, str]] = {
    "missed-member": {
        "vi": "Chỉ dành cho thành viên",
        "en": "For members only",
    },
    "missed-from": {
        "vi": "Chưa bắt đầu, từ {day:date}",
        "en": "Not yet: it starts on {day:date}",
    },
    "missed-until": {
        "vi": "Đã kết thúc ngày {day:date}",
        "en": "Over since {day:date}",
    },
    "missed-weekday": {
        "vi": "Chỉ áp dụng vào: {days:weekdays}",
        "en": "Only on: {days:weekdays}",
    },
    "missed-hours": {
        "vi": "Chỉ áp dụng trong giờ {hours:list}",
        "en": "Only at {hours:list}",
    },
    "missed-tier": {
        "vi": "Chỉ dành cho hạng {tiers:list}",
        "en": "Only for the tiers {tiers:list}",
    },
    "missed-birthday": {
        "vi": "Chỉ áp dụng dịp sinh nhật",
        "en": "Only around the birthday",
    },
    "missed-birthday-unknown": {
        "vi": "Chưa biết ngày sinh của thành viên",
        "en": "The member's birthday is not known",
    },
    "missed-first-purchase": {
        "vi": "Chỉ áp dụng cho lần mua đầu tiên",
        "en": "Only on the first purchase",
    },
    "missed-min-spend": {
        "vi": "Còn thiếu {missing:money} để đạt {least:money}",
        "en": "{missing:money} short of {least:money}",
    },
    "missed-membership": {
        "vi": "Chỉ dành cho gói hội viên {memberships:list}",
        "en": "Only with the membership {memberships:list}",
    },
    "missed-store": {
        "vi": "Không áp dụng tại cửa hàng này",
        "en": "Not at this store",
    },
    "missed-segment": {
        "vi": "Không thuộc nhóm khách được áp dụng",
        "en": "Not for this group of members",
    },
    "missed-code": {
        "vi": "Chưa nhập mã {code}",
        "en": "The code {code} was not given",
    },
    "missed-voucher": {
        "vi": "Chưa đưa phiếu của chương trình này",
        "en": "No voucher of this promotion was given",
    },
    "missed-tender": {
        "vi": "Chỉ áp dụng khi trả bằng {tenders:tenders}",
        "en": "Only when paid with {tenders:tenders}",
    },
    "missed-limit": {
        "vi": "Đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} times already",
    },
    "missed-no-line": {
        "vi": "Không có hàng thuộc chương trình trong giỏ",
        "en": "Nothing in the basket belongs to it",
    },
    "missed-group": {
        "vi": "Cần thêm {missing:whole} món để đủ {size:whole}",
        "en": "{missing:whole} more needed to make {size:whole}",
    },
    "missed-better": {
        "vi": "Ưu đãi khác có lợi hơn đã được chọn",
        "en": "A better offer was chosen instead",
    },
    "missed-nothing-left": {
        "vi": "Không còn gì để giảm thêm",
        "en": "Nothing is left that it could take off",
    },
    "missed-no-points": {
        "vi": "Chưa đủ để được thêm điểm",
        "en": "Not enough to earn another point",
    },
}
