"""Why points were given."""

from loyalty.figures import Language

POINTS: dict[str, dict[Language, str]] = {
    "base-points": {
        "vi": "Tính điểm trên {base:money}, mỗi {per:amount} được {earn:points} = {points:points}",
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
}
