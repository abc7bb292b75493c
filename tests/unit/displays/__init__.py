"""What faces the customer."""
