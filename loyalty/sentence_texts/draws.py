"""What is said about draws: who takes part, what was drawn, what was won."""

from loyalty.figures import Language

DRAWS: dict[str, dict[Language, str]] = {
    "draw-takes-part": {
        "vi": "{name}: hóa đơn này được dự bốc thăm, {wins:whole} trong {of:whole} số trúng giải",
        "en": "{name}: this receipt takes part in the draw, {wins:whole} of {of:whole} number{of:s} win",
    },
    "draw-off": {
        "vi": "Chưa mở: bốc thăm phải đăng ký với cơ quan nhà nước trước khi chạy",
        "en": "Switched off: a draw has to be registered with the authorities before it runs",
    },
    "drawn-prize": {
        "vi": "{name}: rút được số {number:whole}, trúng {prize}",
        "en": "{name}: the number drawn is {number:whole}, it wins {prize}",
    },
    "drawn-nothing": {
        "vi": "{name}: rút được số {number:whole}, không trúng giải",
        "en": "{name}: the number drawn is {number:whole}, it wins nothing",
    },
    "drawn-seed-holds": {
        "vi": "Chuỗi bí mật đúng là chuỗi đã cam kết trước: SHA-256 {commitment}",
        "en": "The seed is the one that was committed to: SHA-256 {commitment}",
    },
    "drawn-how": {
        "vi": "HMAC-SHA256 của {receipt} với chuỗi bí mật, chia {of:whole} lấy số dư = {number:whole}",
        "en": "HMAC-SHA256 of {receipt} under the seed, modulo {of:whole} = {number:whole}",
    },
    "drawn-prizes": {
        "vi": "Các số trúng: {ranges:list}",
        "en": "The numbers that win: {ranges:list}",
    },
    "draw-worth-points": {"vi": "{points:points}", "en": "{points:points}"},
    "draw-not-in": {
        "vi": "{name}: đơn này không dự bốc thăm",
        "en": "{name}: this sale does not take part in the draw",
    },
    "draw-done": {
        "vi": "{name}: đơn này đã rút được số {number:whole}, mỗi đơn chỉ rút một lần",
        "en": "{name}: this sale has drawn the number {number:whole} already, each draws once",
    },
    "draw-chance-gone": {
        "vi": "{name}: cả đơn đã trả lại, không còn được dự bốc thăm",
        "en": "{name}: the whole sale came back and no longer takes part in the draw",
    },
    "draw-voucher-kept": {
        "vi": "{name}: cả đơn đã trả lại, nhưng phiếu trúng thưởng {code} đã dùng nên không thu lại được",
        "en": "{name}: the whole sale came back, but the voucher {code} that it won was used and stays",
    },
    "has-won": {
        "vi": "{name}: đã trúng {prize}, được cộng {points:points}",
        "en": "{name}: has won {prize}, {points:points}",
    },
    "has-won-voucher": {
        "vi": "{name}: đã trúng {prize}, phiếu {code}",
        "en": "{name}: has won {prize}, voucher {code}",
    },
    "draw-points-taken-back": {
        "vi": "{name}: cả đơn đã trả lại, thu lại {points:points} đã trúng",
        "en": "{name}: the whole sale came back, the {points:points} won {points:is} taken back",
    },
}
