"""The words about paid memberships."""

from loyalty.figures import Language

MEMBERSHIPS: dict[str, dict[Language, str]] = {
    # Why one cannot be sold so, or not be brought back.
    "membership-needs-member": {
        "vi": "Gói hội viên {name} chỉ bán cho thành viên: hãy gắn thành viên vào đơn",
        "en": "The membership {name} is sold to members only: attach the member to the sale",
    },
    "membership-running": {
        "vi": "Thành viên đang có gói {name}, chưa mua thêm được",
        "en": "The membership {name} is running already and cannot be bought again yet",
    },
    "membership-one": {
        "vi": "Mỗi đơn chỉ bán một gói {name}",
        "en": "One sale sells one membership {name}, no more and no part of one",
    },
    "membership-price": {
        "vi": "Gói {name} có giá {price:money}, không phải {asked:money}",
        "en": "The membership {name} costs {price:money}, not {asked:money}",
    },
    "membership-whole": {
        "vi": "Gói {name} chỉ trả lại được nguyên gói",
        "en": "The membership {name} can only be brought back whole",
    },
    "membership-used": {
        "vi": "Gói {name} đã dùng, và đã quá {days:whole} ngày kể từ khi bắt đầu: không hoàn tiền",
        "en": "The membership {name} was used and began {days:whole} day{days:s} ago or more: nothing is "
        "paid back",
    },
    "refund-by-days": {
        "vi": "Dòng {place:whole}: số tiền ở đây như khi chưa dùng ngày nào; gói {name} có {months:whole} "
        "tháng và "
        "được hoàn theo số ngày còn lại, lệnh year tính được",
        "en": "Line {place:whole}: this is its money with no day used; the membership {name} of "
        "{months:whole} "
        "month{months:s} is paid back by the days that are left, which the command year works out",
    },
    "membership-over": {
        "vi": "Gói {name} không còn ngày nào để hoàn",
        "en": "The membership {name} has no day left to pay back",
    },
    # What happened to one, and how it stands.
    "membership-begun": {
        "vi": "Gói {name} có hiệu lực đến hết ngày {day:date}",
        "en": "The membership {name} runs until {day:date}",
    },
    "membership-extended": {
        "vi": "Gói {name} được gia hạn đến hết ngày {day:date}",
        "en": "The membership {name} is extended until {day:date}",
    },
    "membership-ended": {
        "vi": "Gói {name} đã hết hạn ngày {day:date}",
        "en": "The membership {name} ended on {day:date}",
    },
    "membership-back": {
        "vi": "Gói {name} được hoàn {days:whole}/{of:whole} ngày",
        "en": "The membership {name} is paid back for {days:whole} of {of:whole} day{of:s}",
    },
    "has-membership": {
        "vi": "Gói {name}: đến hết ngày {day:date}",
        "en": "Membership {name}: until {day:date}",
    },
}
