"""A submission under a user of its own, where no name spaces can be had, as in most containers.

The judge has started this process as root and shut it into a folder that shows Python and the
helper files alone (`autograder.sandbox.jail`). It runs no student's code. Its forks give up root
before they do: they become a user whom nothing else on the machine belongs to, so the kernel tells
by that user what is the submission's.

Runs inside the sandbox, so it imports nothing of the course.
"""

from __future__ import annotations

import contextlib
import os
import signal

from . import confine, system_calls

PR_SET_CHILD_SUBREAPER = 36
MOST_ENTRIES = 4096  # in the scratch folder, as many as a submission has in name spaces
BLOCK = 512  # bytes: what a file takes is counted in these


class Account(confine.Unconfined):
    """See `confine.Unconfined` for what each step is for."""

    sandbox = True

    def __init__(self, settings: dict) -> None:
        super().__init__(settings)
        self.user, self.warden = settings["user"], settings["warden"]
        self.scratch = settings["scratch"]  # empty: it may write nothing at all
        self.waste = settings["waste"]  # where what it has written is moved to, to be removed
        self.proc = settings["proc"]

    def settle(self) -> None:
        """See `confine.Unconfined`."""
        super().settle()
        # Processes whose parent has ended become children of this one, to be waited for.
        confine.call("prctl", PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        if self.scratch:
            os.chown(self.scratch, self.user, self.user)
            self._tidy()
        confine.drop_bounds()
        confine.filter_system_calls(system_calls.first_program(needs=system_calls.ACCOUNT))
        self.program = system_calls.second_program(needs=system_calls.ACCOUNT)

    def members(self) -> dict[int, str]:
        """Living processes of the submission's user."""
        user = str(self.user).encode()
        return {int(name): name for name, lines in self.status() if user in lines[b"Uid"].split()}

    def held(self, name: str) -> int:
        """See `confine.Unconfined`. The kernel tells it to the same user, and not to any root."""
        try:
            confine.libc.setfsgid(self.user)
            confine.libc.setfsuid(self.user)
            return super().held(name)
        finally:
            confine.libc.setfsuid(0)
            confine.libc.setfsgid(0)

    def kill(self, number: int) -> None:
        """See `confine.Unconfined`."""
        self._signal(number)

    def end(self, stem: int) -> None:
        """Kill all that belongs to the user: the kernel lets none of it fork meanwhile."""
        self._signal(-1)

    def bury(self, stem: int) -> None:
        """Wait until nothing of a submission is left, and take away what it has written."""
        self._signal(-1)
        with contextlib.suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
        self._tidy()

    def _signal(self, number: int) -> None:
        """Kill a process, or all (-1), if it is the user's: no other can be hit.

        From a process that acts for the user, but belongs to the warden: who is killed by it
        cannot kill it first.
        """
        child = os.fork()
        if child:
            os.waitpid(child, 0)
            return
        try:
            os.setgroups([])
            os.setresgid(self.warden, self.warden, self.warden)
            os.setresuid(self.warden, self.user, self.warden)
            if 0 not in os.getresuid():  # root would reach the whole machine
                os.kill(number, signal.SIGKILL)
        finally:
            os._exit(0)

    # ------------------------------------------------------------------ files

    def overfull(self) -> bool:
        """Whether the files in the scratch folder take more than they may, or are too many."""
        left, pending, seen = self.limits["file_mb"] << 20, [self.scratch], 0
        while pending and self.scratch:
            try:
                with os.scandir(pending.pop()) as entries:
                    for entry in entries:
                        seen += 1
                        left -= entry.stat(follow_symlinks=False).st_blocks * BLOCK
                        if left < 0 or seen > MOST_ENTRIES:
                            return True
                        if entry.is_dir(follow_symlinks=False):
                            pending.append(entry.path)
            except FileNotFoundError:
                continue  # it has just been removed
            except OSError:
                return True  # so deep that its path is too long
        return False

    def _tidy(self) -> None:
        """Empty the scratch folder, however deep what is in it: nothing of the user's runs.

        All goes into a folder that is root's, under numbers, and what is in a folder there comes
        up beside it.
        """
        if not self.scratch:
            return
        os.chmod(self.scratch, 0o700)
        folders, number = [os.fsencode(self.scratch)], 0
        while folders:
            folder = folders.pop()
            for entry in list(os.scandir(folder)):
                if not entry.is_dir(follow_symlinks=False):
                    os.unlink(entry.path)
                    continue
                number += 1
                folders.append(os.path.join(os.fsencode(self.waste), b"%d" % number))
                os.rename(entry.path, folders[-1])
            if folder != os.fsencode(self.scratch):
                os.rmdir(folder)

    # ------------------------------------------------------------------ a submission's process

    def lock_in(self) -> None:
        """See `confine.Unconfined`."""
        os.close(self.proc)
        super().lock_in()
        self.limit_processes()  # of this user, who has no others
        os.setgroups([])
        os.setresgid(self.user, self.user, self.user)
        os.setresuid(self.user, self.user, self.user)
        if {*os.getresuid(), *os.getresgid()} != {self.user} or os.getgroups():
            raise PermissionError("the user of this process did not change")
        confine.may_be_measured()
        confine.drop_privileges()
        os.chdir(self.scratch or "/")
        confine.filter_system_calls(self.program)
