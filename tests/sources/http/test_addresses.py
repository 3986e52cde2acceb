"""Which machines nobody is led to, however their number is written; how an address is kept."""

from __future__ import annotations

import pytest

from reader.sources.http.addresses import bare, is_own, is_public, unencrypted

PUBLIC = "93.184.216.34 2606:2800:220:1::1 ::ffff:93.184.216.34 2002:5db8:d822:: 64:ff9b::5db8:d822"
NOT_PUBLIC = (
    "127.0.0.1 10.0.0.1 192.168.0.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255 ::1 ::"
    " fe80::1%eth0 fc00::1 fec0::1 ff02::1 ::ffff:127.0.0.1 ::127.0.0.1 2002:7f00:1:: 64:ff9b::7f00:1"
    " 64:ff9b:1::1 localhost"
)


def test_a_number_is_as_public_as_what_it_carries() -> None:
    assert [number for number in PUBLIC.split() if not is_public(number)] == []
    assert [number for number in NOT_PUBLIC.split() if is_public(number)] == []


def test_this_machine_is_known_by_every_spelling_of_its_number() -> None:
    own = (
        "localhost LOCALHOST. a.localhost 127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.1 017700000001"
        " 0177.0.0.1 0 0.0.0.0 ::1 0:0:0:0:0:0:0:1 ::ffff:127.0.0.1 ::ffff:7f00:1 fe80::1%lo 10.1 192.168.257"
    )
    assert [host for host in own.split() if not is_own(host)] == []
    others = "example.org 1.example 93.184.216.34 0x5db8d822 1572395042 cafe beef.test é.test 2606:2800:220:1::1"
    assert [host for host in others.split() if is_own(host)] == []


def test_an_address_is_kept_without_what_is_secret_or_says_nothing() -> None:
    kept = "https://example.org:8443/A?q=%20b"
    assert bare(" HTTPS://ada:se@cret@Example.ORG:8443/A?q=%20b#part ") == kept
    assert bare("http://[::1]:80") == "http://[::1]:80/"
    for wrong in ("file:///etc/passwd", "https://", "http://[::1", "http://a:99999/", "a/b"):
        with pytest.raises(ValueError, match=r"."):
            bare(wrong)


def test_http_is_a_way_out_only_for_what_has_no_scheme_and_stands_near_or_on_a_port() -> None:
    ways = {
        "127.0.0.1:8765": "http://127.0.0.1:8765/",
        " localhost:8000/feed.xml ": "http://localhost:8000/feed.xml",
        "feed:localhost/feed": "http://localhost/feed",
        "192.168.1.2/feed": "http://192.168.1.2/feed",
        "[::1]:80/f": "http://[::1]:80/f",
        "paper.example:8080/feed": "http://paper.example:8080/feed",
        **dict.fromkeys(("paper.example/feed", "https://localhost/", "feed://localhost/a"), ""),
        **dict.fromkeys(("ada:pw@localhost:80/", "ada@localhost/", "localhost:port/", ""), ""),
    }
    assert {typed: unencrypted(typed) for typed in ways} == ways
