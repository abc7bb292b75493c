"""The words about challenges."""

from loyalty.figures import Language

CHALLENGES: dict[str, dict[Language, str]] = {
    "challenge-visits": {
        "vi": "{name}: đã đến {have:whole}/{goal:whole} ngày",
        "en": "{name}: {have:whole} of {goal:whole} day{goal:s} with a visit",
    },
    "challenge-visits-done": {
        "vi": "{name}: đã đến {have:whole}/{goal:whole} ngày, hoàn thành",
        "en": "{name}: {have:whole} of {goal:whole} day{goal:s} with a visit, done",
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
    # One that can be done more than once in a period: `have` is of the round that runs.
    "challenge-visits-round": {
        "vi": "{name}: đã hoàn thành {done:whole}/{times:whole} lượt, "
        "lượt này đã đến {have:whole}/{goal:whole} ngày",
        "en": "{name}: done {done:whole} of {times:whole} time{times:s}, {have:whole} of {goal:whole} "
        "day{goal:s} "
        "with a visit towards the next",
    },
    "challenge-spend-round": {
        "vi": "{name}: đã hoàn thành {done:whole}/{times:whole} lượt, "
        "lượt này đã mua {have:money}/{goal:money}",
        "en": "{name}: done {done:whole} of {times:whole} time{times:s}, {have:money} of {goal:money} spent "
        "towards the next",
    },
    "challenge-units-round": {
        "vi": "{name}: đã hoàn thành {done:whole}/{times:whole} lượt, "
        "lượt này đã mua {have:whole}/{goal:whole} món",
        "en": "{name}: done {done:whole} of {times:whole} time{times:s}, {have:whole} of {goal:whole} bought "
        "towards the next",
    },
    "challenge-rounds-done": {
        "vi": "{name}: đã hoàn thành đủ {times:whole} lượt",
        "en": "{name}: done all {times:whole} time{times:s}",
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
