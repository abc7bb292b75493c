"""The checkout.

One box for everything, the lines, the member, what it comes to, and the moment after paying.
"""
