"""The replay: past sales priced again under a draft, and what would have been different.

A question asked of the past, never a change of it: every sale keeps the version it was priced with.
"""

from loyalty.replay.compare import Difference, compare
from loyalty.replay.model import Figures, PastSale
from loyalty.replay.sale_json import past_sale_from_json
from loyalty.replay.summary import Summary

__all__ = ["Difference", "Figures", "PastSale", "Summary", "compare", "past_sale_from_json"]
