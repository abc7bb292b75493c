"""The words about an account: what a sale, a refund or a day did to it, and how it stands."""

from loyalty.figures import Language

ACCOUNT: dict[str, dict[Language, str]] = {
    # What happened.
    "points-earned": {"vi": "Được cộng {points:points}", "en": "{points:points} earned"},
    "points-burned": {"vi": "Đã dùng {points:points}", "en": "{points:points} used"},
    "points-taken-back": {
        "vi": "Thu lại {points:points} đã cộng",
        "en": "{points:points} earned before {points:is} taken back",
    },
    "points-given-back": {
        "vi": "Trả lại {points:points} đã dùng",
        "en": "{points:points} used before {points:is} given back",
    },
    "to-pay": {"vi": "Phải trả {amount:money}", "en": "{amount:money} to pay"},
    "paid-back": {"vi": "Hoàn {amount:money}", "en": "{amount:money} paid back"},
    "more-than-left": {
        "vi": "Dòng {place:whole}: không thể trả {asked:quantity}, chỉ còn {left:quantity}",
        "en": "Line {place:whole}: {asked:quantity} cannot be returned, {left:quantity} is left of it",
    },
    "sale-not-made": {
        "vi": "Đơn {sale} đã bị từ chối khi bán nên không có gì để xử lý",
        "en": "The sale {sale} was refused when it was made, so there is nothing to do with it",
    },
    "sale-of-another": {
        "vi": "Đơn {sale} là của thành viên {member}",
        "en": "The sale {sale} is that of the member {member}",
    },
    "tier-risen": {"vi": "Lên hạng {name}", "en": "Up to the {name} tier"},
    "tier-fallen": {"vi": "Xuống hạng {name}", "en": "Down to the {name} tier"},
    # How it stands.
    "has-points": {"vi": "Đang có {points:points}", "en": "{points:points} in hand"},
    "owes-points": {
        "vi": "Đã trừ {points:points} còn nợ: điểm đã dùng rồi mới bị thu lại, điểm tích sau sẽ trả nợ trước",
        "en": "{points:points} owed {points:is} taken off already: used before taken back, "
        "and paid first by what is earned next",
    },
    "has-points-dying": {
        "vi": "{points:points} dùng được đến hết ngày {day:date}",
        "en": "{points:points} can be used until {day:date}",
    },
    "tier-by-spend": {
        "vi": "Hạng {name}: đã mua {measure:money} trong kỳ",
        "en": "{name} tier: {measure:money} spent in the period",
    },
    "tier-by-points": {
        "vi": "Hạng {name}: đã tích {measure:points} trong kỳ",
        "en": "{name} tier: {measure:points} earned in the period",
    },
    "tier-by-visits": {
        "vi": "Hạng {name}: đã đến {measure:whole} ngày trong kỳ",
        "en": "{name} tier: {measure:whole} day{measure:s} with a visit in the period",
    },
    "next-tier-by-spend": {
        "vi": "Mua thêm {missing:money} để lên hạng {name}",
        "en": "{missing:money} more to the {name} tier",
    },
    "next-tier-by-points": {
        "vi": "Tích thêm {missing:points} để lên hạng {name}",
        "en": "{missing:points} more to the {name} tier",
    },
    "next-tier-by-visits": {
        "vi": "Đến thêm {missing:whole} ngày để lên hạng {name}",
        "en": "{missing:whole} more day{missing:s} with a visit to the {name} tier",
    },
}
