"""Where the server is: what is read, and what is refused."""

import pytest

from loyalty.errors import Refused
from terminal.sync.address import parse_server_url


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://till.example.vn", "https://till.example.vn:443"),
        (" https://till.example.vn:8443/loyalty/ ", "https://till.example.vn:8443/loyalty"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://localhost", "http://localhost:80"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://10.0.0.5", "https://10.0.0.5:443"),
    ],
)
def test_an_address_is_read(text: str, url: str) -> None:
    assert parse_server_url(text).url == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "till.example.vn",
        "ftp://till",
        "https://",
        "https://a:port",
        "https://a?x=1",
        "https://me:pw@a",
        "http://[",
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_server_url(text)
    assert refusal.value.code == "server-url-unreadable"


@pytest.mark.parametrize("text", ["http://till.example.vn", "http://10.0.0.5:8080", "http://128.0.0.1"])
def test_another_machine_is_never_spoken_to_in_the_clear(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_server_url(text)
    assert refusal.value.code == "server-url-insecure"
