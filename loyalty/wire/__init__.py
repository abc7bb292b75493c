"""What a till and the server say to each other, and how it is encoded, chained and signed.

Pure and shared by both ends: values in, values out. No HTTP, no clock, no key: the Ed25519 itself is done by
`cryptography` at either end over the bytes that `signing` builds.
"""
