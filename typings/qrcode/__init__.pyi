"""The little of qrcode that receipts use; the library ships no types."""
