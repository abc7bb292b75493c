"""The pieces every screen is made of.

They take texts and figures ready to show and report touches; they know no sale.
"""
