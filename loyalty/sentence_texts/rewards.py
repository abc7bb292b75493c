"""What rewards gave, and why one could not be had."""

from loyalty.figures import Language

REWARDS: dict[str, dict[Language, str]] = {
    "reward-off": {
        "vi": "{name}: đổi {points:points}, bớt {amount:amount}",
        "en": "{name}: {amount:amount} off for {points:points}",
    },
    "reward-donation": {
        "vi": "{name}: góp {points:points}, trị giá {amount:money}, cho {cause}",
        "en": "{name}: {points:points}, worth {amount:money}, go to {cause}",
    },
    "reward-voucher": {
        "vi": "{name}: đổi {points:points} lấy phiếu dùng lần sau",
        "en": "{name}: a voucher for later, for {points:points}",
    },
    "reward-short": {
        "vi": "Cần {points:points} để đổi, còn thiếu {missing:points}",
        "en": "{missing:points} short of the {points:points} it costs",
    },
    "reward-out-of-stock": {
        "vi": "Hôm nay đã hết, mỗi ngày chỉ có {stock:whole} phần",
        "en": "None is left today: there {stock:is} {stock:whole} a day",
    },
    "reward-under-min": {
        "vi": "Không thể đổi {asked:points}: ít nhất phải là {min:points}",
        "en": "{asked:points} cannot be given: it takes at least {min:points}",
    },
    "reward-over-max": {
        "vi": "Không thể đổi {asked:points}: nhiều nhất là {max:points}",
        "en": "{asked:points} cannot be given: it takes at most {max:points}",
    },
    "reward-off-step": {
        "vi": "Không thể đổi {asked:points}: số điểm phải là bội số của {step:whole}",
        "en": "{asked:points} cannot be given: it must be a multiple of {step:whole}",
    },
}
