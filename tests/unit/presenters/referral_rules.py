"""Rules that reward whoever recommends the program, for the sample till."""

REFERRAL = "[referral]\npoints_referrer = 100\npoints_friend = 50\nmin_spend = 200000\n"
