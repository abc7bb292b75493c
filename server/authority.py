"""An authority of the shop's own, and a certificate for its server: what tills are given to trust at pairing.

For shops without a public key infrastructure. The authority's key belongs on a stick in a drawer once the
server's certificate is made.
"""

import ipaddress
import os
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from loyalty.errors import Refused

_HOST = re.compile(r"[0-9A-Za-z*-]{1,63}(\.[0-9A-Za-z-]{1,63})*")

AUTHORITY_YEARS = 20
SERVER_DAYS = 825
"""The longest that all common TLS libraries believe a server's certificate."""


def make_authority(folder: Path, hosts: Sequence[str]) -> None:
    """Write ca.pem, ca.key, server.pem and server.key (keys readable by this user alone) into `folder`.

    `hosts` are the names and addresses that tills will use.

    Raises:
        Refused: `authority-exists` (nothing is ever written over), `host-form`.
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    files = [folder / name for name in ("ca.pem", "ca.key", "server.pem", "server.key")]
    there = [file.name for file in files if file.exists()]
    if there:
        raise Refused("authority-exists", path=str(folder), files=", ".join(there))
    now = datetime.now(UTC)
    authority_key, server_key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    authority = _authority(authority_key, now)
    certificate = _certificate(server_key, hosts, authority, authority_key, now)
    _write(files[0], authority.public_bytes(Encoding.PEM), mode=0o644)
    _write(files[1], _pem(authority_key), mode=0o600)
    _write(files[2], certificate.public_bytes(Encoding.PEM), mode=0o644)
    _write(files[3], _pem(server_key), mode=0o600)


def renew_certificate(folder: Path, hosts: Sequence[str]) -> None:
    """Put a new server.pem and server.key into `folder`, made by the ca.pem and ca.key there.

    Tills that trust the authority notice nothing; the server takes the new ones at its next start.

    Raises:
        Refused: `authority-missing`, `host-form`; the old ones are still there.
        OSError: the folder cannot be written.
    """
    try:
        authority = x509.load_pem_x509_certificate((folder / "ca.pem").read_bytes())
        authority_key = load_pem_private_key((folder / "ca.key").read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise Refused("authority-missing", path=str(folder), why=str(error)) from error
    if not isinstance(authority_key, ec.EllipticCurvePrivateKey):
        raise Refused("authority-missing", path=str(folder), why="ca.key is of another kind")
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = _certificate(key, hosts, authority, authority_key, datetime.now(UTC))
    for name, data, mode in (
        ("server.key", _pem(key), 0o600),
        ("server.pem", certificate.public_bytes(Encoding.PEM), 0o644),
    ):
        draft = folder / f"{name}.new"
        draft.unlink(missing_ok=True)
        _write(draft, data, mode=mode)
        draft.replace(folder / name)


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    name = _name("Loyaltill authority")
    usage = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        _builder(name, name, key, now, timedelta(days=366 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )


def _certificate(
    key: ec.EllipticCurvePrivateKey,
    hosts: Sequence[str],
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _builder(_name("Loyaltill server"), authority.subject, key, now, timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([_host(host) for host in hosts]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(identifier, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, lifetime: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + lifetime)
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        if _HOST.fullmatch(host) is None:
            raise Refused("host-form", host=host) from None
        return x509.DNSName(host)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, data: bytes, *, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
