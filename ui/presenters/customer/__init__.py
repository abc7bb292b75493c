"""What the customer sees: the second window and the pole display, made of what the cashier's screens show."""
