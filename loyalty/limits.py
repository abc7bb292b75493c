"""The limits of the format: what may be given, and what a figure may come to."""

AMOUNT_LIMIT = 10**12
"""Every amount, balance and count stays below this."""

LINES_MAX = 1_000
CODES_MAX = 64
QUANTITY_MAX = 99_999_999
"""In thousandths."""

PROMOTIONS_MAX = 2_000
DRAWS_MAX = 50
PRIZES_MAX = 100
"""Of one draw."""
PARTNERS_MAX = 200
REWARDS_MAX = 200
REWARDS_ASKED_MAX = 10
"""In one basket; so many compete exactly."""
VOUCHER_RULES_MAX = 200
STAMP_CARDS_MAX = 50
STAMPS_MAX = 1_000
"""The goal of one card; as many stamps as that in a sale need as many vouchers."""
STAGES_MAX = 8
"""More stages than any shop explains to its customers; the bound keeps the dearest quote within its time."""

RATE_PLACES_MAX = 30
"""Most places after the decimal point of a percentage, a multiplier or a VAT rate."""
