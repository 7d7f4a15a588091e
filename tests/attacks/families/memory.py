"""Memory: take more than there is, in one process, in many, and in the kernel."""

from harness import Attack

from autograder.base.outcome import Status


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"import os, mmap, time\n{before}\ndef sigmoid(x):\n{lines}\n"


# Bounded: 8 processes of 96 MB each, four times what all together may have here.
CHILDREN = """
for _ in range(8):
    if os.fork() == 0:
        {take}
        time.sleep(5)
        os._exit(0)
time.sleep(0.5)
return x
"""

# Where the machine is busy, time may be up before memory is.
TOO_MUCH = (Status.MEMORY, Status.TIMEOUT)

ATTACKS = {
    "huge_array": Attack(body("return np.ones(10 ** 11)"), ends=TOO_MUCH),
    "huge_array_in_the_cell": Attack(
        "big = np.ones(10 ** 10)\ndef sigmoid(x):\n    return x\n", ends=TOO_MUCH
    ),
    "growing_list": Attack(body("a = [0]\nwhile True:\n    a += a"), ends=TOO_MUCH),
    "growing_text": Attack(body("return 'x' * (1 << 40)"), ends=TOO_MUCH),
    "limits_lifted": Attack(
        body(
            "return np.ones(10 ** 9).sum()",
            """
import resource
for _what in (resource.RLIMIT_AS, resource.RLIMIT_DATA, resource.RLIMIT_NPROC):
    try:
        resource.setrlimit(_what, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    except (OSError, ValueError):
        pass
""",
        ),
        ends=TOO_MUCH,
    ),
    "many_children": Attack(
        body(CHILDREN.format(take="keep = bytearray(os.urandom(1 << 20) * 96)")),
        ends=(Status.MEMORY, Status.TIMEOUT, Status.ERROR, Status.WRONG),
    ),
    "shared_memory_of_many_children": Attack(
        # Memory that no process holds alone, and that none has in its tables after MADV_DONTNEED.
        body(
            CHILDREN.format(
                take="keep = mmap.mmap(-1, 96 << 20)\n"
                "        for _ in range(96):\n"
                "            keep.write(bytes(1 << 20))\n"
                "        keep.madvise(mmap.MADV_DONTNEED)"
            )
        ),
        ends=(Status.REFUSED, Status.MEMORY),
    ),
    "shared_memory_of_a_device": Attack(
        """
import mmap, os
try:
    device = os.open("/dev/zero", os.O_RDWR)
    mmap.mmap(device, 1 << 20, mmap.MAP_SHARED)
    print("LE" "AK")
except OSError as error:
    print(error)
def sigmoid(x):
    return x
""",
        says="Errno",
    ),
    "result_too_large": Attack(body("return np.zeros(1 << 20)"), ends=TOO_MUCH),
    "result_of_too_many_parts": Attack(body("return [0] * 300_000"), ends=TOO_MUCH),
    "result_too_deep": Attack(
        body("a = []\nfor _ in range(10_000):\n    a = [a]\nreturn a"), ends=TOO_MUCH
    ),
    "result_that_shares_its_parts": Attack(
        body("a = [0]\nfor _ in range(39):\n    a = [a, a]\nreturn a"), ends=TOO_MUCH
    ),
    "result_of_one_number_a_thousand_ways": Attack(
        body("return np.broadcast_to(np.zeros(1), (10 ** 5, 10 ** 5))"), ends=TOO_MUCH
    ),
    "argument_made_large": Attack(
        body("x.resize((1 << 21,), refcheck=False)\nreturn x * 0"), ends=TOO_MUCH
    ),
    "results_kept_and_grown": Attack(
        body(
            "kept.append({})\nfor k in kept:\n    k[len(k)] = 'x' * 900_000\nreturn kept[-1]",
            "kept = []",
        )
    ),
    "large_file": Attack(
        body("open('f', 'wb').write(bytes(64 << 20))\nreturn x"), ends=Status.REFUSED
    ),
    "many_large_files": Attack(
        body("for n in range(50):\n    open(f'f{n}', 'wb').write(bytes(1 << 20))\nreturn x"),
        ends=Status.REFUSED,
    ),
    "many_files": Attack(
        body("for n in range(20_000):\n    open(f'f{n}', 'w').close()\nreturn x"),
        ends=Status.REFUSED,
    ),
    "many_open_files": Attack(
        body("kept = [open('/dev/null') for _ in range(500)]\nreturn x"), ends=Status.REFUSED
    ),
    "full_pipes": Attack(
        body(
            """
kept = []
for _ in range(500):
    r, w = os.pipe()
    fcntl.fcntl(w, 1031, 1 << 20)
    os.set_blocking(w, False)
    os.write(w, bytes(1 << 20))
""",
            "import fcntl",
        )
    ),
    "memory_in_the_kernel": Attack(
        body(
            """
import socket
kept = []
while True:
    pair = socket.socketpair()
    pair[0].setblocking(False)
    try:
        while True:
            pair[0].send(bytes(1 << 16))
    except BlockingIOError:
        kept.append(pair)
"""
        )
    ),
}
