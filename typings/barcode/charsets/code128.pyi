CODES: tuple[str, ...]
STOP: str
