"""Why a promotion gave nothing, and what is missing."""

from loyalty.figures import Language

MISSED: dict[str, dict[Language, str]] = {
    "missed-member": {
        "vi": "Chỉ dành cho thành viên",
        "en": "For members only",
    },
    "missed-from": {
        "vi": "Chưa bắt đầu, áp dụng từ {day:date}",
        "en": "Not yet: it starts on {day:date}",
    },
    "missed-until": {
        "vi": "Đã kết thúc ngày {day:date}",
        "en": "Over since {day:date}",
    },
    "missed-weekday": {
        "vi": "Chỉ áp dụng vào {days:weekdays}",
        "en": "Only on {days:weekdays}",
    },
    "missed-hours": {
        "vi": "Chỉ áp dụng trong khung giờ {hours:list}",
        "en": "Only at {hours:list}",
    },
    "missed-tier": {
        "vi": "Chỉ dành cho hạng {tiers:list}, khách đang ở hạng {tier}",
        "en": "Only for the tiers {tiers:list}, the customer's is {tier}",
    },
    "missed-birthday-day": {
        "vi": "Chỉ áp dụng đúng ngày sinh nhật",
        "en": "Only on the birthday",
    },
    "missed-birthday-week": {
        "vi": "Chỉ áp dụng quanh ngày sinh nhật, trước sau 3 ngày",
        "en": "Only around the birthday, 3 days either side",
    },
    "missed-birthday-month": {
        "vi": "Chỉ áp dụng trong tháng sinh nhật",
        "en": "Only in the month of the birthday",
    },
    "missed-birthday-unknown": {
        "vi": "Chưa biết ngày sinh của thành viên",
        "en": "The member's birthday is not known",
    },
    "missed-first-purchase": {
        "vi": "Chỉ áp dụng cho lần mua đầu tiên, khách đã mua {purchases:whole} lần",
        "en": "Only on the first purchase, the customer has made {purchases:whole}",
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
        "vi": "Chỉ áp dụng tại cửa hàng {stores:list}",
        "en": "Only at the stores {stores:list}",
    },
    "missed-segment": {
        "vi": "Chỉ dành cho nhóm khách {segments:list}",
        "en": "Only for the customers in {segments:list}",
    },
    "missed-code": {
        "vi": "Khách chưa đưa mã của chương trình này",
        "en": "The code of this promotion was not given",
    },
    "missed-voucher": {
        "vi": "Khách không có phiếu ưu đãi của chương trình này",
        "en": "The customer holds no voucher of this promotion",
    },
    "missed-voucher-held": {
        "vi": "Khách có phiếu {code} nhưng chưa đưa ra",
        "en": "The customer holds the voucher {code} and did not give it",
    },
    "missed-tender": {
        "vi": "Chỉ áp dụng khi trả bằng {tenders:tenders}",
        "en": "Only when paid with {tenders:tenders}",
    },
    "missed-limit-day": {
        "vi": "Hôm nay đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} today",
    },
    "missed-limit-week": {
        "vi": "Tuần này đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} this week",
    },
    "missed-limit-month": {
        "vi": "Tháng này đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} this month",
    },
    "missed-limit-year": {
        "vi": "Năm nay đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} this year",
    },
    "missed-limit-birthday": {
        "vi": "Dịp sinh nhật này đã dùng {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} for this birthday",
    },
    "missed-limit-ever": {
        "vi": "Đã dùng hết {used:whole}/{times:whole} lần",
        "en": "Used {used:whole} of {times:whole} time{times:s} already",
    },
    "missed-withheld": {
        "vi": "Máy chủ chưa giữ ưu đãi này cho quầy",
        "en": "Not kept for this till by the server yet",
    },
    "missed-no-line": {
        "vi": "Trong giỏ không có hàng thuộc chương trình này",
        "en": "Nothing in the basket belongs to it",
    },
    "missed-group": {
        "vi": "Cần thêm {missing:whole} món để đủ {size:whole}",
        "en": "{missing:whole} more needed to make {size:whole}",
    },
    "missed-better": {
        "vi": "Đã chọn ưu đãi có lợi hơn cho khách: {offers:list}",
        "en": "A better offer was chosen instead: {offers:list}",
    },
    "missed-nothing-left": {
        "vi": "Không còn gì để giảm thêm",
        "en": "Nothing is left that it could take off",
    },
    "missed-no-points": {
        "vi": "Chưa mua đủ để được thêm điểm",
        "en": "Not enough to earn another point",
    },
}
