"""Members' cards: a blank one linked by a scan, a lost one blocked, a broken one replaced."""
