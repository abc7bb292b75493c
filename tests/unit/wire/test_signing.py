"""What is signed, byte for byte."""

import pytest

from loyalty.wire.canonical import WireRefused
from loyalty.wire.pins import peppered_pin
from loyalty.wire.signing import (
    SignedBy,
    ack_bytes,
    content_digest,
    head_bytes,
    parse_signature_header,
    parse_signature_input,
    signature_base,
    signature_header,
    signature_input,
)

BY = SignedBy("till-1", "nonce_-9")


def test_the_digest_is_that_of_rfc_9530() -> None:
    # The example of RFC 9530, appendix B.1 has the same form; the digest of nothing is well known.
    assert content_digest(b"") == "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:"


def test_the_base_is_that_of_rfc_9421() -> None:
    parameters = '("@method" "@path" "@query" "content-digest");keyid="till-1";nonce="nonce_-9";alg="ed25519"'
    base = signature_base(method="post", path="/v1/sync", query="", digest="sha-256=:x:", signed_by=BY)
    assert base.decode().split("\n") == [
        '"@method": POST',
        '"@path": /v1/sync',
        '"@query": ?',
        '"content-digest": sha-256=:x:',
        f'"@signature-params": {parameters}',
    ]


def test_headers_are_read_back() -> None:
    assert parse_signature_input(signature_input(BY)) == BY
    signature = bytes(range(64))
    assert parse_signature_header(signature_header(signature)) == signature


@pytest.mark.parametrize(
    "header",
    [
        "", "sig1=()", signature_input(BY) + ";created=1", signature_input(SignedBy('a"b', "n")),
        signature_input(SignedBy("", "n")), signature_input(SignedBy("till", "ä")), " " + signature_input(BY),
        signature_input(BY).replace('"@query" ', ""), signature_input(BY) + "\n",
    ],
)  # fmt: skip
def test_another_profile_is_not_believed(header: str) -> None:
    with pytest.raises(WireRefused, match="profile"):
        parse_signature_input(header)


@pytest.mark.parametrize(
    "header", ["", "loyaltill=::", "loyaltill=:AAAA:", signature_header(bytes(64)) + " "]
)
def test_a_signature_of_another_form_is_refused(header: str) -> None:
    with pytest.raises(WireRefused, match="no Ed25519"):
        parse_signature_header(header)


def test_a_head_is_not_an_acknowledgement() -> None:
    head = head_bytes(till="t", incarnation=1, seq=2, hash_=bytes(32))
    ack = ack_bytes(till="t", incarnation=1, seq=2, hash_=bytes(32))
    assert head != ack
    assert head == (
        b'{"hash":"' + b"00" * 32 + b'","incarnation":1,"says":"loyaltill/1/journal-head","seq":2,"till":"t"}'
    )


def test_a_pin_is_bound_to_its_operator_and_pepper() -> None:
    made = peppered_pin("2580", operator="lan", pepper=b"p" * 32)
    assert made == "e489714d074f6b0ade48b0cccb11844ed4d71671c63e285189130df42753b6c9"
    assert made != peppered_pin("2580", operator="an", pepper=b"p" * 32)
    assert made != peppered_pin("2580", operator="lan", pepper=b"q" * 32)
    assert made != peppered_pin("2581", operator="lan", pepper=b"p" * 32)
