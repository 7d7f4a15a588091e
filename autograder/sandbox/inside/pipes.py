"""What stands in for a pair of sockets: ``await`` needs one to wake itself.

A pair of sockets can be filled with memory that the kernel keeps and no process owns. Pipes hold
less, and the kernel bounds those of a user together.
"""

from __future__ import annotations

import os
from types import TracebackType


class PipeEnd:
    """One end of a pair: what a socket's methods of these names do, by two pipes."""

    def __init__(self, read_from: int, write_to: int) -> None:
        self._read_from, self._write_to = read_from, write_to

    def fileno(self) -> int:
        """The file to wait for something to read from."""
        return self._read_from

    def recv(self, size: int) -> bytes:
        """See ``socket.recv``."""
        return os.read(self._read_from, size)

    def send(self, data: bytes) -> int:
        """See ``socket.send``."""
        return os.write(self._write_to, data)

    def sendall(self, data: bytes) -> None:
        """See ``socket.sendall``."""
        while data:
            data = data[self.send(data) :]

    def setblocking(self, flag: bool) -> None:
        """See ``socket.setblocking``."""
        os.set_blocking(self._read_from, flag)
        os.set_blocking(self._write_to, flag)

    def close(self) -> None:
        """See ``socket.close``."""
        if self._read_from >= 0:
            os.close(self._read_from)
            os.close(self._write_to)
            self._read_from = self._write_to = -1

    def __enter__(self) -> PipeEnd:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def pair(*_: object) -> tuple[PipeEnd, PipeEnd]:
    """Stand in for ``socket.socketpair``."""
    first_in, second_out = os.pipe()
    second_in, first_out = os.pipe()
    return PipeEnd(first_in, first_out), PipeEnd(second_in, second_out)
