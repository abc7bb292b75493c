"""The words about prepaid money."""

from loyalty.figures import Language

WALLET: dict[str, dict[Language, str]] = {
    # Why it cannot be paid with, paid in or paid back.
    "wallet-over-max": {
        "vi": "Không thể trả {asked:money} từ ví: đơn này trả được nhiều nhất {max:money}",
        "en": "{asked:money} cannot be paid from the wallet: this sale can take at most {max:money}",
    },
    "top-up-needs-member": {
        "vi": "Chỉ nạp ví cho thành viên: hãy gắn thành viên vào đơn",
        "en": "Only a member's wallet can be topped up: attach the member to the sale",
    },
    "top-up-one": {
        "vi": "Mỗi đơn chỉ nạp ví một lần",
        "en": "One sale tops up the wallet once",
    },
    "top-up-nothing": {
        "vi": "Chưa nhập số tiền nạp ví",
        "en": "Nothing is paid into the wallet: type the amount",
    },
    "top-up-over-max": {
        "vi": "Ví sẽ có {after:money}, vượt mức tối đa {max:money}",
        "en": "The wallet would hold {after:money}, more than the {max:money} it may",
    },
    "top-up-whole": {
        "vi": "Chỉ hoàn được nguyên lần nạp ví; phần đã tiêu được trừ ra",
        "en": "A top-up can only be brought back whole; what was spent of it is taken off",
    },
    "refund-by-wallet": {
        "vi": "Dòng {place:whole}: số tiền ở đây như khi chưa tiêu gì; lần nạp ví được hoàn theo số còn "
        "lại trong ví, "
        "lệnh year tính được",
        "en": "Line {place:whole}: this is its money with nothing spent; a top-up is paid back by what is "
        "left of it, "
        "which the command year works out",
    },
    "top-up-spent": {
        "vi": "Lần nạp {of:money} này còn lại {left:money}, đã tiêu {bonus:money} tiền tặng: "
        "không còn gì để hoàn",
        "en": "Of this top-up of {of:money} {left:money} is left, and {bonus:money} of its bonus was spent: "
        "nothing can be paid back",
    },
    # What happened to it, and how it stands.
    "topped-up": {
        "vi": "Nạp ví {amount:money}",
        "en": "{amount:money} paid into the wallet",
    },
    "topped-up-bonus": {
        "vi": "Nạp ví {amount:money}, tặng thêm {bonus:money}",
        "en": "{amount:money} paid into the wallet, {bonus:money} as a bonus",
    },
    "wallet-paid": {
        "vi": "Trả từ ví {amount:money}",
        "en": "{amount:money} paid from the wallet",
    },
    "wallet-paid-bonus": {
        "vi": "Trả từ ví {amount:money}, trong đó {bonus:money} tiền tặng",
        "en": "{amount:money} paid from the wallet, {bonus:money} of it bonus",
    },
    "wallet-returned": {
        "vi": "Trong đó {amount:money} được hoàn vào ví",
        "en": "{amount:money} of it goes back to the wallet",
    },
    "top-up-back": {
        "vi": "Hoàn lần nạp {of:money}: còn lại {amount:money}",
        "en": "The top-up of {of:money} is paid back: {amount:money} is left of it",
    },
    "top-up-back-bonus": {
        "vi": "Hoàn lần nạp {of:money}: còn lại {left:money}, trừ {bonus:money} tiền tặng đã tiêu "
        "= {amount:money}",
        "en": "The top-up of {of:money} is paid back: {left:money} is left, less {bonus:money} of bonus "
        "that was spent = {amount:money}",
    },
    "wallet-bonus-died": {
        "vi": "{amount:money} tiền tặng trong ví đã hết hạn",
        "en": "{amount:money} of bonus in the wallet has expired",
    },
    "has-wallet": {
        "vi": "Ví: {amount:money}",
        "en": "Wallet: {amount:money}",
    },
    "has-wallet-bonus": {
        "vi": "Ví: {amount:money}, trong đó {bonus:money} tiền tặng",
        "en": "Wallet: {amount:money}, {bonus:money} of it bonus",
    },
    "has-wallet-dying": {
        "vi": "{bonus:money} tiền tặng dùng được đến hết ngày {day:date}",
        "en": "{bonus:money} of bonus can be used until {day:date}",
    },
}
