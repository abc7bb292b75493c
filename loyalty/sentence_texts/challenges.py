"""The words about challenges."""

from loyalty.figures import Language

CHALLENGES: dict[str, dict[Language, str]] = {
    "challenge-visits": {
        "vi": "{name}: đã đến {have:whole}/{goal:whole} ngày",
        "en": "{name}: {have:whole} of {goal:whole} days with a visit",
    },
    "challenge-visits-done": {
        "vi": "{name}: đã đến {have:whole}/{goal:whole} ngày, hoàn thành",
        "en": "{name}: {have:whole} of {goal:whole} days with a visit, done",
    },
    "challenge-spend": {
        "vi": "{name}: đã mua {have:money}/{goal:money}",
        "en": "{name}: {have:money} of {goal:money} spent",
    },
    "challenge-spend-done": {
        "vi": "{name}: đã mua {have:money}/{goal:money}, hoàn thành",
        "en": "{name}: {have:money} of {goal:money} spent, done",
    },
    "challenge-units": {
        "vi": "{name}: đã mua {have:whole}/{goal:whole} món",
        "en": "{name}: {have:whole} of {goal:whole} bought",
    },
    "challenge-units-done": {
        "vi": "{name}: đã mua {have:whole}/{goal:whole} món, hoàn thành",
        "en": "{name}: {have:whole} of {goal:whole} bought, done",
    },
    "challenge-points": {
        "vi": "{name}: thưởng {points:points}",
        "en": "{name}: {points:points} as the prize",
    },
    "challenge-points-taken-back": {
        "vi": "{name}: thu lại {points:points} đã thưởng",
        "en": "{name}: the prize of {points:points} is taken back",
    },
}
