"""What a customer is shown on a display that hangs on the till; the second window is the screen's matter."""
