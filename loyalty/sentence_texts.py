"""The words of every sentence the rules can say, in Vietnamese and in English.

A blank is `{name}` or `{name:kind}`, where the kind says how `loyalty.sentences` writes the figure: `money`
with its symbol, `amount` without, `points` with the program's word for them, `whole`, `percent`, `rate`,
`date`, `list`, `weekdays`, `tenders`. A test holds that both languages have the same blanks.
"""

from loyalty.figures import Language

TEXTS: dict[str, dict[Language, str]] = {
    # Why a discount was given.
    "tier-off": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount} = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount} = {amount:amount}",
    },
    "tier-off-by-line": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount}, làm tròn từng dòng = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount}, rounded line by line = {amount:amount}",
    },
    "tier-off-cut": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount}, chặn ở mức giảm tối đa = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount}, stopped at the cap = {amount:amount}",
    },
    "percent-off": {
        "vi": "{name}: {percent:percent} của {base:amount} = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount} = {amount:amount}",
    },
    "percent-off-by-line": {
        "vi": "{name}: {percent:percent} của {base:amount}, làm tròn từng dòng = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, rounded line by line = {amount:amount}",
    },
    "percent-off-max": {
        "vi": "{name}: {percent:percent} của {base:amount}, tối đa {max:amount} = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, at most {max:amount} = {amount:amount}",
    },
    "percent-off-cut": {
        "vi": "{name}: {percent:percent} của {base:amount}, chặn ở mức giảm tối đa = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, stopped at the cap = {amount:amount}",
    },
    "price": {
        "vi": "{name}: còn {price:amount} mỗi đơn vị, bớt {amount:amount}",
        "en": "{name}: now {price:amount} each, {amount:amount} less",
    },
    "price-cut": {
        "vi": "{name}: còn {price:amount} mỗi đơn vị, chặn ở mức giảm tối đa, bớt {amount:amount}",
        "en": "{name}: now {price:amount} each, stopped at the cap, {amount:amount} less",
    },
    "amount-off": {
        "vi": "{name}: bớt {amount:amount}",
        "en": "{name}: {amount:amount} off",
    },
    "amount-off-cut": {
        "vi": "{name}: bớt {of:amount}, chặn ở phần còn được giảm = {amount:amount}",
        "en": "{name}: {of:amount} off, stopped at what may still be cut = {amount:amount}",
    },
    "buy-get": {
        "vi": "{name}: mua {buy:whole} tặng {get:whole}, bớt {amount:amount}",
        "en": "{name}: buy {buy:whole}, get {get:whole} free, {amount:amount} off",
    },
    "buy-get-percent": {
        "vi": "{name}: mua {buy:whole} giảm {percent:percent} cho {get:whole} món sau, bớt {amount:amount}",
        "en": "{name}: buy {buy:whole}, get {get:whole} at {percent:percent} off, {amount:amount} off",
    },
    "gift": {
        "vi": "{name}: tặng {sku}, trị giá {amount:amount}",
        "en": "{name}: {sku} as a gift, worth {amount:amount}",
    },
    # Why points were given.
    "base-points": {
        "vi": "{base:money} tính điểm: mỗi {per:amount} được {earn:points} = {points:points}",
        "en": "{base:money} earns {earn:points} for each {per:amount} = {points:points}",
    },
    "tier-points": {
        "vi": "Hạng {name}: điểm nhân {factor:rate}, thêm {points:points}",
        "en": "{name} tier: points times {factor:rate}, {points:points} more",
    },
    "multiply-points": {
        "vi": "{name}: điểm nhân {factor:rate}, thêm {points:points}",
        "en": "{name}: points times {factor:rate}, {points:points} more",
    },
    "bonus-sale": {
        "vi": "{name}: thêm {points:points}",
        "en": "{name}: {points:points} more",
    },
    "bonus-unit": {
        "vi": "{name}: {units:whole} × {each:whole} = {points:points}",
        "en": "{name}: {units:whole} × {each:whole} = {points:points}",
    },
    # Why a promotion gave nothing, and what is missing.
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
    # Why points cannot be burned.
    "burn-over-max": {
        "vi": "Không thể dùng {asked:points}: đơn này dùng được nhiều nhất {max:points}",
        "en": "{asked:points} cannot be used: this sale can take at most {max:points}",
    },
    "burn-under-min": {
        "vi": "Không thể dùng {asked:points}: mỗi lần dùng ít nhất {min:points}",
        "en": "{asked:points} cannot be used: the fewest at a time is {min:points}",
    },
    "burn-off-step": {
        "vi": "Không thể dùng {asked:points}: số điểm phải là bội số của {step:whole}",
        "en": "{asked:points} cannot be used: it must be a multiple of {step:whole}",
    },
    # What `quote --explain` says around them.
    "explain-subtotal": {"vi": "Tạm tính: {amount:money}", "en": "Subtotal: {amount:money}"},
    "explain-burned": {"vi": "Trả bằng điểm: {amount:money}", "en": "Paid with points: {amount:money}"},
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
