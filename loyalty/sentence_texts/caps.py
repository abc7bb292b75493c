"""What is said of limits: points that were cut, and what takes the word of a supervisor or a manager."""

from loyalty.figures import Language

CAPS: dict[str, dict[Language, str]] = {
    # Points that were cut.
    "cap-earn-sale": {
        "vi": "Mỗi đơn được cộng nhiều nhất {most:points}, bớt {cut:points}",
        "en": "A sale earns at most {most:points}, {cut:points} less",
    },
    "cap-earn-day": {
        "vi": "Mỗi ngày được cộng nhiều nhất {most:points}, đã cộng {before:points}, bớt {cut:points}",
        "en": "A day earns at most {most:points}, {before:points} {before:was} earned before, {cut:points} "
        "less",
    },
    "cap-sales-day": {
        "vi": "Mỗi ngày chỉ {most:whole} đơn đầu được cộng điểm, đã có {before:whole}, bớt {cut:points}",
        "en": "Only {most:whole} sale{most:s} of a day may earn, {before:whole} {before:was} made before, "
        "{cut:points} less",
    },
    "burn-over-sale": {
        "vi": "Không thể dùng {asked:points}: mỗi đơn dùng nhiều nhất {most:points}",
        "en": "{asked:points} cannot be used: a sale takes at most {most:points}",
    },
    "burn-over-day": {
        "vi": "Không thể dùng {asked:points}: mỗi ngày dùng nhiều nhất {most:points}, "
        "hôm nay đã dùng {before:points}, còn {max:points}",
        "en": "{asked:points} cannot be used: a day takes at most {most:points}, "
        "{before:points} {before:was} used before, {max:points} {max:is} left",
    },
    # What takes somebody's word: whose is as till and server ask it (`loyalty.wire.roles`).
    "approve-price": {
        "vi": "Đổi giá {before:money} thành {after:money}: lệch hơn {most:percent}, "
        "cần trưởng ca hoặc quản lý duyệt",
        "en": "From {before:money} to {after:money} is more than {most:percent}: "
        "a supervisor or a manager must approve",
    },
    "approve-discount": {
        "vi": "Giảm tay {off:money} trên {gross:money}: hơn {most:percent}, cần trưởng ca hoặc quản lý duyệt",
        "en": "{off:money} off {gross:money} is more than {most:percent}: "
        "a supervisor or a manager must approve",
    },
    "approve-shift": {
        "vi": "Ca này đã giảm tay {before:money}, thêm {off:money} là quá {most:money}, "
        "cần trưởng ca hoặc quản lý duyệt",
        "en": "{before:money} was taken off by hand in this shift, {off:money} more passes {most:money}: "
        "a supervisor or a manager must approve",
    },
    "approve-points": {
        "vi": "Điều chỉnh {figure:points}: hơn {most:points}, cần quản lý duyệt",
        "en": "Adjusting by {figure:points} is more than {most:points}: a manager must approve",
    },
    "approve-apology": {
        "vi": "Phiếu xin lỗi {figure:money}: hơn {most:money}, cần quản lý duyệt",
        "en": "A voucher of {figure:money} for a complaint is more than {most:money}: a manager must approve",
    },
    "approve-refund": {
        "vi": "Hoàn {figure:money} không có hóa đơn: hơn {most:money}, cần quản lý duyệt",
        "en": "{figure:money} back without a receipt is more than {most:money}: a manager must approve",
    },
    "approve-burn": {
        "vi": "Dùng {figure:points} mà không có thẻ: hơn {most:points}, cần trưởng ca hoặc quản lý duyệt",
        "en": "{figure:points} used without a card is more than {most:points}: "
        "a supervisor or a manager must approve",
    },
}
