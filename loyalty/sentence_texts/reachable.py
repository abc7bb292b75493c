"""What a basket could still reach."""

from loyalty.figures import Language

REACHABLE: dict[str, dict[Language, str]] = {
    "reach-spend": {
        "vi": "Mua thêm {missing:money} để được hưởng: {name}",
        "en": "{missing:money} more for: {name}",
    },
    "reach-spend-amount": {
        "vi": "Mua thêm {missing:money} để được giảm {amount:money}: {name}",
        "en": "{missing:money} more for {amount:money} off: {name}",
    },
    "reach-spend-percent": {
        "vi": "Mua thêm {missing:money} để được giảm {percent:percent}: {name}",
        "en": "{missing:money} more for {percent:percent} off: {name}",
    },
    "reach-spend-factor": {
        "vi": "Mua thêm {missing:money} để được nhân {factor:rate} điểm: {name}",
        "en": "{missing:money} more for points times {factor:rate}: {name}",
    },
    "reach-spend-points": {
        "vi": "Mua thêm {missing:money} để được cộng {points:points}: {name}",
        "en": "{missing:money} more for {points:points}: {name}",
    },
    "near-spend-amount": {
        "vi": "Thêm {missing:money} để được giảm {amount:money}",
        "en": "{missing:money} more for {amount:money} off",
    },
    "near-spend-percent": {
        "vi": "Thêm {missing:money} để được giảm {percent:percent}",
        "en": "{missing:money} more for {percent:percent} off",
    },
    "near-spend-factor": {
        "vi": "Thêm {missing:money} để được nhân {factor:rate} điểm",
        "en": "{missing:money} more for points times {factor:rate}",
    },
    "near-spend-points": {
        "vi": "Thêm {missing:money} để được cộng {points:points}",
        "en": "{missing:money} more for {points:points}",
    },
    "reach-units": {
        "vi": "Lấy thêm {missing:whole} món để được hưởng: {name}",
        "en": "{missing:whole} more of it for: {name}",
    },
    "reach-reward-points": {
        "vi": "Còn thiếu {missing:points} để đổi: {name}",
        "en": "{missing:points} short of: {name}",
    },
    "reach-reward-now": {
        "vi": "Có thể đổi {points:points}: {name}",
        "en": "To be had for {points:points}: {name}",
    },
    "explain-rewards": {"vi": "Đổi điểm:", "en": "Rewards:"},
    "explain-reachable": {"vi": "Còn có thể được hưởng:", "en": "Still within reach:"},
}
