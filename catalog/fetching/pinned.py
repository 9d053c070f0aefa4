"""A connection to a checked address, and to no other: resolved once, bounded in time as a whole."""

import io
import socket
import ssl
import time
from functools import cache
from http.client import HTTPConnection

from catalog.fetching.addresses import PORTS, Target, require_public

CHUNK = 64 * 1024


class Network:
    """Names, connections, certificates; tests have one that leads elsewhere."""

    def resolve(self, host: str, port: int) -> list[str]:
        """All addresses of a host. Raises OSError."""
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(str(one[4][0]) for one in found))

    def connect(self, ip: str, port: int, timeout_s: float) -> socket.socket:
        """A connection to just this address. Raises OSError."""
        return socket.create_connection((ip, port), timeout_s)

    def trusted(self) -> ssl.SSLContext:
        """Whose certificates count: the system's."""
        return system_trust()


@cache
def system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


INTERNET = Network()


class Clock:
    """The time that is left for a request as a whole."""

    def __init__(self, total_s: float, wait_s: float) -> None:
        self.ends, self.wait_s = time.monotonic() + total_s, wait_s

    def next_s(self) -> float:
        """How long the next wait may be. Raises TimeoutError when no time is left."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, self.wait_s)


class TimedReader(io.RawIOBase):
    """A socket's bytes. A host that drips heads or body byte by byte still runs out of time."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self.sock, self.clock = sock, clock
        self.raw = sock.makefile("rb", buffering=0)  # keeps the socket open while it is read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self.sock.settimeout(self.clock.next_s())
        return self.raw.readinto(buffer) or 0

    def close(self) -> None:
        self.raw.close()
        super().close()


class TimedSocket:
    """As much of a socket as http.client uses."""

    def __init__(self, sock: socket.socket, clock: Clock) -> None:
        self.sock, self.clock = sock, clock

    def sendall(self, data: bytes) -> None:
        self.sock.settimeout(self.clock.next_s())
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(TimedReader(self.sock, self.clock), CHUNK)

    def close(self) -> None:
        self.sock.close()


class Pinned(HTTPConnection):
    """A connection to the addresses that were found and checked; no name is looked up again."""

    def __init__(self, target: Target, network: Network, clock: Clock) -> None:
        super().__init__(target.host, target.port)
        self.default_port = PORTS[target.scheme]
        self.target, self.network, self.clock = target, network, clock

    def connect(self) -> None:
        found = self.network.resolve(self.target.host, self.target.port)
        require_public(self.target, found)
        sock = self.first(found)
        if self.target.scheme == "https":
            sock.settimeout(self.clock.next_s())
            sock = self.network.trusted().wrap_socket(sock, server_hostname=self.target.host)
        self.sock = TimedSocket(sock, self.clock)

    def first(self, found: list[str]) -> socket.socket:
        """A connection to the first address that takes one: IPv6 often leads nowhere."""
        failed: OSError = ConnectionError("no address")
        for ip in found:
            try:
                return self.network.connect(ip, self.target.port, self.clock.next_s())
            except OSError as error:
                failed = error
        raise failed
