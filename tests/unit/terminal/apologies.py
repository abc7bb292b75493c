"""Vouchers after a complaint in a program: a large one, a small one, one in per cent, one for newcomers."""

APOLOGIES = """
[limits.manager_over]
apology_voucher = 20000

[[promotion]]
id = "fifty-off"
name = "Phiếu 50.000"
kind = "amount_off"
amount = 50000
when = { voucher = true }

[[promotion]]
id = "ten-off"
name = "Phiếu 10.000"
kind = "amount_off"
amount = 10000
when = { voucher = true }

[[promotion]]
id = "tenth-off"
name = "Phiếu 10 %"
kind = "percent_off"
percent = 10
when = { voucher = true }

[[voucher]]
id = "sorry"
promotion = "fifty-off"
issue = "apology"

[[voucher]]
id = "little-sorry"
promotion = "ten-off"
issue = "apology"

[[voucher]]
id = "sorry-tenth"
promotion = "tenth-off"
issue = "apology"

[[voucher]]
id = "welcome"
promotion = "ten-off"
issue = "welcome"
"""
