"""Why a discount was given."""

from loyalty.figures import Language

DISCOUNTS: dict[str, dict[Language, str]] = {
    "tier-off": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount} = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount} = {amount:amount}",
    },
    "tier-off-by-line": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount}, làm tròn theo từng dòng = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount}, rounded line by line = {amount:amount}",
    },
    "tier-off-cut": {
        "vi": "Hạng {name}: {percent:percent} của {base:amount}, chạm mức giảm tối đa = {amount:amount}",
        "en": "{name} tier: {percent:percent} of {base:amount}, stopped at the cap = {amount:amount}",
    },
    "percent-off": {
        "vi": "{name}: {percent:percent} của {base:amount} = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount} = {amount:amount}",
    },
    "percent-off-by-line": {
        "vi": "{name}: {percent:percent} của {base:amount}, làm tròn theo từng dòng = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, rounded line by line = {amount:amount}",
    },
    "percent-off-max": {
        "vi": "{name}: {percent:percent} của {base:amount}, tối đa {max:amount} = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, at most {max:amount} = {amount:amount}",
    },
    "percent-off-cut": {
        "vi": "{name}: {percent:percent} của {base:amount}, chạm mức giảm tối đa = {amount:amount}",
        "en": "{name}: {percent:percent} of {base:amount}, stopped at the cap = {amount:amount}",
    },
    "price": {
        "vi": "{name}: giá còn {price:amount} mỗi đơn vị, bớt {amount:amount}",
        "en": "{name}: now {price:amount} each, {amount:amount} less",
    },
    "price-cut": {
        "vi": "{name}: giá còn {price:amount} mỗi đơn vị, chạm mức giảm tối đa, bớt {amount:amount}",
        "en": "{name}: now {price:amount} each, stopped at the cap, {amount:amount} less",
    },
    "amount-off": {
        "vi": "{name}: bớt {amount:amount}",
        "en": "{name}: {amount:amount} off",
    },
    "amount-off-cut": {
        "vi": "{name}: bớt {of:amount}, nhưng chỉ còn được giảm {amount:amount}",
        "en": "{name}: {of:amount} off, but only {amount:amount} may still be cut",
    },
    "buy-get": {
        "vi": "{name}: mua {buy:whole} tặng {get:whole}, bớt {amount:amount}",
        "en": "{name}: buy {buy:whole}, get {get:whole} free, {amount:amount} off",
    },
    "buy-get-percent": {
        "vi": "{name}: mua {buy:whole} thì {get:whole} món giảm {percent:percent}, bớt {amount:amount}",
        "en": "{name}: buy {buy:whole}, get {get:whole} at {percent:percent} off, {amount:amount} off",
    },
    "gift": {
        "vi": "{name}: tặng {sku}, trị giá {amount:amount}",
        "en": "{name}: {sku} as a gift, worth {amount:amount}",
    },
}
