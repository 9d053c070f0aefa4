"""What a typed address means, and whether the network it leads to is everybody's."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

from catalog.fetching.errors import FetchRefused

MAX_LENGTH = 2_048
PORTS = {"http": 80, "https": 443}
UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")  # also backslashes: some readers take them for slashes
SAFE = "/?%:@!$&'()*+,;=~[]"  # what stands in a path or query as it is; the rest is quoted
HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")

# IANA's special-purpose registries, written out: ipaddress.is_global differs from one Python to the
# next. 168.63.129.16 is how Azure's machines reach the machine that runs them.
NOT_PUBLIC_4 = [
    ip_network(one)
    for one in (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        "168.63.129.16/32",
    )
]
PUBLIC_6 = ip_network("2000::/3")
# Teredo and its neighbours, examples, 6to4: the last leads to any IPv4 address there is.
NOT_PUBLIC_6 = [ip_network(one) for one in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")]
NAT64 = ip_network("64:ff9b::/96")
# What an operator who allows a host by name does not mean: a cloud's metadata, everybody at once.
NEVER = [ip_network(one) for one in ("169.254.0.0/16", "fe80::/10", "224.0.0.0/4", "ff00::/8")]


Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Target:
    """An address in its parts: what is asked for, of whom, at which port."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def address(self) -> str:
        return f"{self.scheme}://{self.authority}{self.path}"

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def is_allowed(self) -> bool:
        """Whether the operator named this host, though it may be private."""
        return self.authority in settings.FETCH_ALLOW


def target_of(address: str) -> Target:
    """Take a typed address apart. `//host/path` is read as https, as in a browser.

    Raises FetchRefused("address_…").
    """
    typed = address.strip()
    if len(typed) > MAX_LENGTH or UNSEEN.search(typed):
        raise FetchRefused("address_unreadable")
    try:
        parts = urlsplit(f"https:{typed}" if typed.startswith("//") else typed)
        host, port = host_of(parts.hostname or ""), parts.port
    except ValueError as error:  # UnicodeError too
        raise FetchRefused("address_unreadable") from error
    if parts.scheme not in PORTS:
        raise FetchRefused("address_scheme")
    if "@" in parts.netloc:
        raise FetchRefused("address_password")
    path = quote(parts.path or "/", safe=SAFE)
    path += f"?{quote(parts.query, safe=SAFE)}" if parts.query else ""
    target = Target(parts.scheme, host, PORTS[parts.scheme] if port is None else port, path)
    if target.port not in PORTS.values() and not target.is_allowed:
        raise FetchRefused("address_port", host=host, port=target.port)
    return target


def host_of(name: str) -> str:
    """A host's name as the name service knows it. Raises ValueError."""
    host = name.rstrip(".").lower()
    host = host if ":" in host else host.encode("idna").decode()
    if not HOST.fullmatch(host):
        raise ValueError(name)
    return host


def redirected(target: Target, location: str) -> Target:
    """Where a host sends on to; checked as if it had been typed. Raises FetchRefused."""
    further = target_of(urljoin(target.address, location))
    if target.scheme == "https" and further.scheme == "http":
        raise FetchRefused("redirect_insecure", host=target.host)
    return further


def require_public(target: Target, found: list[str]) -> None:
    """Raise FetchRefused unless every address that the target's name has may be opened."""
    for one in found:
        ip = ip_address(one)
        is_open = not is_in(ip, NEVER) if target.is_allowed else is_public(ip)
        if not is_open:
            raise FetchRefused("address_private", host=target.host)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet and is nobody's inside."""
    if isinstance(ip, IPv4Address):
        return not is_in(ip, NOT_PUBLIC_4)
    if ip in NAT64:
        return is_public(IPv4Address(int(ip) & 0xFFFFFFFF))
    return ip in PUBLIC_6 and not is_in(ip, NOT_PUBLIC_6)


def is_in(ip: IPv4Address | IPv6Address, networks: list[Network]) -> bool:
    return any(ip in network for network in networks)
