"""What happens to vouchers and stamps in an account, and how they stand."""

from loyalty.figures import Language

VOUCHERS: dict[str, dict[Language, str]] = {
    "voucher-issued": {
        "vi": "Được tặng phiếu {code}: {name}, dùng đến hết ngày {day:date}",
        "en": "Voucher {code} issued: {name}, until {day:date}",
    },
    "voucher-issued-for-ever": {
        "vi": "Được tặng phiếu {code}: {name}, không thời hạn",
        "en": "Voucher {code} issued: {name}, without end",
    },
    "voucher-redeemed": {
        "vi": "Đã dùng phiếu {code}: {name}",
        "en": "Voucher {code} used: {name}",
    },
    "voucher-restored": {
        "vi": "Phiếu {code} dùng lại được, không thời hạn: {name}",
        "en": "Voucher {code} can be used again, without end: {name}",
    },
    "voucher-restored-until": {
        "vi": "Phiếu {code} dùng lại được đến hết ngày {day:date}: {name}",
        "en": "Voucher {code} can be used again until {day:date}: {name}",
    },
    "voucher-cancelled": {
        "vi": "Thu lại phiếu {code}: {name}",
        "en": "Voucher {code} is taken back: {name}",
    },
    "voucher-expired": {
        "vi": "Phiếu {code} đã hết hạn ngày {day:date}: {name}",
        "en": "Voucher {code} ended on {day:date}: {name}",
    },
    "voucher-no-code": {
        "vi": "Không còn mã mới cho phiếu: chưa ghi gì cả. Hãy thử lại với nhiều mã hơn",
        "en": "No fresh code is left for a voucher: nothing was done. Try again with more codes",
    },
    "voucher-limit": {
        "vi": "Không thể tặng thêm phiếu {name}: khách đã nhận đủ {times:whole} lần trong kỳ",
        "en": "No more of {name} can be given: the member has had {times:whole} in this period",
    },
    "voucher-not-handed-back": {
        "vi": "Không thể trả lại phiếu {code}: đã dùng, hết hạn, hoặc không đổi bằng điểm trong đơn này",
        "en": "Voucher {code} cannot be handed back: used, ended, or not bought with points in this sale",
    },
    "has-voucher": {
        "vi": "Phiếu {code}: {name}, không thời hạn",
        "en": "Voucher {code}: {name}, without end",
    },
    "has-voucher-until": {
        "vi": "Phiếu {code}: {name}, dùng đến hết ngày {day:date}",
        "en": "Voucher {code}: {name}, until {day:date}",
    },
    "has-voucher-from": {
        "vi": "Phiếu {code}: {name}, dùng từ ngày {day:date}",
        "en": "Voucher {code}: {name}, from {day:date} on",
    },
    "stamps-on-card": {
        "vi": "{name}: thêm {stamps:whole} dấu, thẻ có {have:whole}/{goal:whole}",
        "en": "{name}: {stamps:whole} more, {have:whole} of {goal:whole} on the card",
    },
    "stamps-taken-back": {
        "vi": "{name}: bớt {stamps:whole} dấu",
        "en": "{name}: {stamps:whole} taken off the card",
    },
    "owes-stamps": {
        "vi": "{name}: còn nợ {owed:whole} dấu, vì phiếu của thẻ đã dùng rồi hàng mới được trả lại",
        "en": "{name}: {owed:whole} stamp{owed:s} owed: the card's voucher was used before the goods came "
        "back",
    },
    "has-stamps": {
        "vi": "{name}: {have:whole}/{goal:whole} dấu",
        "en": "{name}: {have:whole} of {goal:whole} stamp{goal:s}",
    },
}
