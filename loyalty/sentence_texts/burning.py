"""Why points cannot be burned."""

from loyalty.figures import Language

BURNING: dict[str, dict[Language, str]] = {
    "burn-over-max": {
        "vi": "Không thể dùng {asked:points}: đơn này dùng được nhiều nhất {max:points}",
        "en": "{asked:points} cannot be used: this sale can take at most {max:points}",
    },
    "burn-needs-member": {
        "vi": "Không thể dùng {asked:points}: điểm là của thành viên, hãy gắn thành viên vào đơn",
        "en": "{asked:points} cannot be used: points are a member's, attach the member to the sale",
    },
    "burn-under-min": {
        "vi": "Không thể dùng {asked:points}: mỗi lần dùng ít nhất {min:points}",
        "en": "{asked:points} cannot be used: the fewest at a time is {min:points}",
    },
    "burn-off-step": {
        "vi": "Không thể dùng {asked:points}: số điểm phải là bội số của {step:whole}",
        "en": "{asked:points} cannot be used: it must be a multiple of {step:whole}",
    },
}
