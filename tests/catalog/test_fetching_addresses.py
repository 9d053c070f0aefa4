"""Which addresses are opened: only what is everybody's, however it is spelled."""

from ipaddress import ip_address

import pytest

from catalog.fetching.addresses import is_public, redirected, require_public, target_of
from catalog.fetching.errors import FetchRefused


@pytest.mark.parametrize(
    "ip",
    [
        *("0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9"),
        *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1"),
        *("168.63.129.16", "198.18.0.1", "203.0.113.5", "224.0.0.1", "255.255.255.255"),
        *("::", "::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::10.0.0.1"),
        *("64:ff9b::169.254.169.254", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:4136:e378::1"),
        *("2001:db8::1", "3fff::1", "100::1", "5f00::1", "4000::1"),
    ],
)
def test_what_is_not_on_the_public_internet_is_not_public(ip: str) -> None:
    assert not is_public(ip_address(ip))


@pytest.mark.parametrize(
    "ip",
    [
        *("8.8.8.8", "93.184.216.34", "172.32.0.1", "100.63.255.255", "100.128.0.1"),
        *("2606:2800:220:1::1", "2a00:1450:4001::200e", "64:ff9b::8.8.8.8"),
    ],
)
def test_what_everybody_can_reach_is_public(ip: str) -> None:
    assert is_public(ip_address(ip))


@pytest.mark.parametrize(
    "typed, code",
    [
        ("ftp://cdn.example/a.jpg", "address_scheme"),
        ("file:///etc/passwd", "address_unreadable"),
        ("gopher://cdn.example/", "address_scheme"),
        ("cdn.example/a.jpg", "address_unreadable"),
        ("https://", "address_unreadable"),
        ("https://cdn.example:22/", "address_port"),
        ("https://cdn.example:99999/", "address_unreadable"),
        ("https://cdn.example:0/", "address_port"),
        ("https://user:secret@cdn.example/", "address_password"),
        ("https://cdn.example@127.0.0.1/", "address_password"),
        ("https://127.0.0.1\\@cdn.example/", "address_unreadable"),
        ("https://cdn.example/a\r\nHost: other", "address_unreadable"),
        ("https://cdn..example/", "address_unreadable"),
        ("https://[fe80::1%25eth0]/", "address_unreadable"),
        ("https://[::1/", "address_unreadable"),
        ("https://cdn.example/" + "a" * 2_048, "address_unreadable"),
    ],
)
def test_an_address_that_means_two_things_or_none_is_refused(typed: str, code: str) -> None:
    with pytest.raises(FetchRefused) as refused:
        target_of(typed)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "typed, address",
    [
        (" https://CDN.Example/A.jpg ", "https://cdn.example/A.jpg"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("http://cdn.example:443/a", "http://cdn.example:443/a"),
        ("https://cdn.example.:443/a?b=1&c=%20#top", "https://cdn.example/a?b=1&c=%20"),
        ("https://商店.example/照片 1.jpg".replace(" ", "%20"), "https://xn--czrs0t.example"),
        ("http://[2606:2800::1]/a", "http://[2606:2800::1]/a"),
        ("http://１２７.0.0.1/a", "http://127.0.0.1/a"),
    ],
)
def test_an_address_is_read_as_a_browser_reads_it(typed: str, address: str) -> None:
    assert target_of(typed).address.startswith(address)


def test_characters_beyond_ascii_are_sent_quoted() -> None:
    assert target_of("https://cdn.example/照片.jpg?n=é").path == "/%E7%85%A7%E7%89%87.jpg?n=%C3%A9"


def test_one_private_address_of_many_is_enough_to_refuse_a_name() -> None:
    target = target_of("https://cdn.example/")
    require_public(target, ["93.184.216.34", "2606:2800::1"])
    with pytest.raises(FetchRefused) as refused:
        require_public(target, ["93.184.216.34", "10.0.0.7"])
    assert refused.value.code == "address_private"


def test_an_operator_may_allow_a_host_of_their_own_but_never_a_clouds_metadata(settings) -> None:
    settings.FETCH_ALLOW = ["shop.lan", "shop.lan:8080"]
    for typed in ("http://shop.lan/a.jpg", "http://shop.lan:8080/a.jpg"):
        require_public(target_of(typed), ["192.168.1.20"])
        with pytest.raises(FetchRefused):
            require_public(target_of(typed), ["169.254.169.254"])
    with pytest.raises(FetchRefused) as refused:
        target_of("http://shop.lan:9090/")
    assert refused.value.code == "address_port"
    with pytest.raises(FetchRefused):
        require_public(target_of("http://other.lan/"), ["192.168.1.20"])


def test_a_redirect_is_read_beside_where_it_came_from_and_never_gives_up_https() -> None:
    target = target_of("https://cdn.example/a/b.jpg")
    assert redirected(target, "../c.jpg").address == "https://cdn.example/c.jpg"
    assert redirected(target, "//other.example/d").address == "https://other.example/d"
    with pytest.raises(FetchRefused) as refused:
        redirected(target, "http://cdn.example/a/b.jpg")
    assert refused.value.code == "redirect_insecure"
