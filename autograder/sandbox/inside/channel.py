"""Messages over a stream socket, between the judge and the player.

This file also runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import socket
import struct
import time

from .kinds import WireError

LENGTH = struct.Struct("<I")


class Closed(WireError):
    """The other end is gone."""


class TooLate(WireError):
    """Nothing came in time."""


class Channel:
    """Messages over a stream socket: four bytes of length, then the message."""

    def __init__(self, sock: socket.socket, limit: int) -> None:
        self.sock, self.limit = sock, limit
        self.buffer = bytearray()
        self.descriptors: list[int] = []

    def send(self, message: bytes, deadline: float | None = None, pass_fd: int = -1) -> None:
        """Send one message, with an open file if ``pass_fd`` is one."""
        self._wait_until(deadline)
        data = LENGTH.pack(len(message)) + message
        try:
            if pass_fd >= 0:
                sent = socket.send_fds(self.sock, [data], [pass_fd])
                data = data[sent:]
            if data:  # the other end may have read all and hung up: then even an empty send fails
                self.sock.sendall(data)
        except TimeoutError as error:
            raise TooLate from error
        except OSError as error:
            raise Closed(str(error)) from error

    def receive(self, deadline: float | None = None) -> bytes:
        """Receive one message.

        Raises
        ------
        TooLate
            If it is not there, whole, at the deadline (of ``time.monotonic``).
        Closed
            If the other end is gone.
        WireError
            If it announces more than the limit.
        """
        self._fill(4, deadline)
        (size,) = LENGTH.unpack_from(self.buffer)
        if size > self.limit:
            raise WireError(f"larger than {self.limit / (1 << 20):.3g} MB")
        self._fill(4 + size, deadline)
        message = bytes(self.buffer[4 : 4 + size])
        del self.buffer[: 4 + size]
        return message

    def _fill(self, size: int, deadline: float | None) -> None:
        while len(self.buffer) < size:
            self._wait_until(deadline)
            try:
                data = self._read(min(max(size - len(self.buffer), 1 << 16), 1 << 20))
            except TimeoutError as error:
                raise TooLate from error
            except OSError as error:
                raise Closed(str(error)) from error
            if not data:
                raise Closed("the other end is gone")
            self.buffer += data

    def _read(self, size: int) -> bytes:
        return self.sock.recv(size)

    def _wait_until(self, deadline: float | None) -> None:
        if deadline is None:
            if self.sock.gettimeout() is not None:
                self.sock.settimeout(None)
            return
        left = deadline - time.monotonic()
        if left <= 0:
            raise TooLate
        self.sock.settimeout(left)

    def close(self) -> None:
        """Close the socket."""
        self.sock.close()


class ReceivingChannel(Channel):
    """A channel that also takes open files. Only the player uses it; the judge takes none."""

    def _read(self, size: int) -> bytes:
        data, descriptors, _, _ = socket.recv_fds(self.sock, size, 4)
        self.descriptors += descriptors
        return data
