"""A certificate authority of a test's own, and a server's certificate from it."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Authority:
    """Files in a folder: `ca.pem` to trust, `server.pem` with certificate and key."""

    folder: Path
    begins: timedelta = timedelta(hours=-1)
    host: str = "localhost"

    def __post_init__(self) -> None:
        """Make keys and certificates that hold for a day from `begins` on."""
        ca_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        ca_name, server_name = _name("Test authority"), _name(self.host)
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        ca_identifier = x509.SubjectKeyIdentifier.from_public_key(ca_key.public_key())
        ca = (
            _begun(ca_name, ca_name, ca_key.public_key(), self.begins)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(ca_identifier, critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        issued_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(ca_identifier)
        server = (
            _begun(server_name, ca_name, server_key.public_key(), self.begins)
            .add_extension(x509.SubjectAlternativeName([x509.DNSName(self.host)]), critical=False)
            .add_extension(issued_by, critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        self.ca_file.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
        (self.folder / "server.pem").write_bytes(
            server_key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + server.public_bytes(serialization.Encoding.PEM)
        )

    @property
    def ca_file(self) -> Path:
        """The authority's own certificate."""
        return self.folder / "ca.pem"

    def server_context(self) -> ssl.SSLContext:
        """What a server for `localhost` wraps its sockets with."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "server.pem")
        return context


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begins: timedelta
) -> x509.CertificateBuilder:
    start = datetime.now(UTC) + begins
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
    )
