"""What of the screen needs no Qt and is no presenter."""
