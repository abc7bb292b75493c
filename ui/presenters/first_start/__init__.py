"""The first start without Qt: step after step, from a language to a till that can be opened."""
