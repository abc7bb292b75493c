"""What till and server say to each other."""
