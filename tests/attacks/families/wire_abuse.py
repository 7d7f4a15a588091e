"""Wire abuse: malformed, huge, deep and forged messages on the player's own socket."""

from harness import Attack

from autograder.base.outcome import Status

# Finds every socket that this process has, and writes there past the player.
SOCKETS = """
import gc, os, socket, stat, struct, sys, time
from inside import wire

def sockets():
    found = []
    for number in range(256):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                found.append(number)
        except OSError:
            pass
    return found

def raw(data):
    for number in sockets():
        os.set_blocking(number, True)
        view = memoryview(data)
        while view:
            view = view[os.write(number, view):]

def message(data):
    raw(struct.pack("<I", len(data)) + data)

def pack(value):
    return wire.encode(value, lambda value: wire.reference(b"o", 7, "x"), 1 << 30)

def number():
    frame = sys._getframe()
    while "packed" not in frame.f_locals or "number" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["number"]

def returned(packed, changed=None, later=None, printed="", n=None):
    n = number() if n is None else n
    told(("returned", n, packed, changed), later=later, printed=printed)

def told(*answers, later=None, printed=""):
    message(pack(("answers", list(answers), later or {}, printed)))
"""


def body(text: str, before: str = "") -> str:
    """An answer whose function has a body, with the helpers above it."""
    lines = "\n".join("    " + line for line in text.strip("\n").split("\n"))
    return f"{SOCKETS}\n{before}\ndef sigmoid(x):\n{lines}\n"


def sends(expression: str, **options) -> Attack:
    """A function that sends one whole message and then waits."""
    return Attack(body(f"message({expression})\ntime.sleep(9)"), **options)


def answers(expression: str, **options) -> Attack:
    """A function that answers its call with a packed result of its own making, and then waits."""
    options["ends"] = (options.get("ends", Status.WRONG), Status.REFUSED, Status.TIMEOUT)
    return Attack(body(f"returned({expression})\ntime.sleep(9)"), **options)


def tells(expression: str, **options) -> Attack:
    """A function that sends answers of its own making, in a well-formed message, and waits."""
    return Attack(body(f"told({expression})\ntime.sleep(9)"), **options)


CELL = "\ndef sigmoid(x):\n    return x\n"
ATTACKS = {
    "noise": Attack(body("raw(os.urandom(100_000))\nreturn x"), ends=Status.REFUSED),
    "noise_in_the_cell": Attack(SOCKETS + "raw(os.urandom(100_000))" + CELL),
    "zeros": Attack(body("raw(bytes(1 << 20))\nreturn x"), ends=Status.REFUSED),
    "announced_and_not_sent": Attack(
        body("raw(struct.pack('<I', 1 << 20))\ntime.sleep(9)"), ends=Status.TIMEOUT
    ),
    "announced_too_much": Attack(
        body("raw(struct.pack('<I', 0xffffffff) + bytes(4096))\ntime.sleep(9)"), ends=Status.REFUSED
    ),
    "one_byte_at_a_time": Attack(
        body("raw(struct.pack('<I', 1 << 20))\nwhile True:\n    raw(b'T')\n    time.sleep(0.01)"),
        ends=Status.TIMEOUT,
    ),
    "endless_messages": Attack(
        body("while True:\n    message(b'N')"), ends=(Status.REFUSED, Status.TIMEOUT)
    ),
    "endless_printing": Attack(
        body("while True:\n    told(('returned', 0, b'N', None), printed='x' * 100_000)"),
        ends=(Status.REFUSED, Status.TIMEOUT),
    ),
    "socket_closed": Attack(body("[os.close(n) for n in sockets()]\nreturn x"), ends=Status.ERROR),
    "socket_half_closed": Attack(
        body(
            "[socket.socket(fileno=n).shutdown(socket.SHUT_WR) for n in sockets()]\ntime.sleep(9)"
        ),
        ends=Status.ERROR,
    ),
    "socket_to_nowhere": Attack(
        body("[os.dup2(os.open('/dev/null', 2), n) for n in sockets()]\nreturn x"),
        ends=Status.ERROR,
    ),
    "orders_of_the_judge_swallowed": Attack(
        SOCKETS
        + """
if os.fork() == 0:
    for n in sockets():
        os.set_blocking(n, True)
    while True:
        for n in sockets():
            try:
                got = socket.recv_fds(socket.socket(fileno=os.dup(n)), 1 << 16, 9)
            except OSError:
                pass
"""
        + CELL,
        spoils=True,
    ),
    "open_files_sent_to_the_judge": Attack(
        body(
            """
for n in sockets():
    pair = socket.socketpair()
    for _ in range(100):
        socket.send_fds(socket.socket(fileno=os.dup(n)), [b"\\1\\0\\0\\0N"], [0] * 50)
return x
"""
        ),
        ends=(Status.REFUSED, Status.ERROR),
    ),
    "forged_right_number_wrong_result": answers("pack(x * 0)", ends=Status.WRONG),
    "forged_success": sends("pack(('ok', 1.0))", ends=Status.REFUSED),
    "forged_answers_for_later_calls": Attack(
        body(
            """
n = number()
for later in range(n, n + 40):
    returned(pack(np.full(x.shape, 0.5)), n=later)
time.sleep(9)
"""
        )
    ),
    "forged_number": tells("('returned', True, b'N', None)"),
    "forged_array_as_number": tells("('returned', np.ones(3), b'N', None)", ends=Status.REFUSED),
    "forged_parts_of_other_types": tells("('returned', number(), 'N', 1)", ends=Status.REFUSED),
    "forged_message_of_other_types": sends(
        "pack(('answers', (('returned', number(), b'N', None),), [], 2))", ends=Status.REFUSED
    ),
    "answers_that_are_none": sends("pack(('answers', [], {}, ''))", ends=Status.REFUSED),
    "answers_that_are_no_answers": tells("None, 1, 'returned'", ends=Status.REFUSED),
    "answers_to_more_than_was_asked": tells(
        "*[('returned', number(), pack(0.5 * (1 + np.tanh(0.5 * x))), None)] * 1000",
        ends=Status.REFUSED,
    ),
    "one_answer_told_twice": Attack(
        # So that the second, asked for other numbers, gets what was right for the first.
        body(
            """
right = ("returned", number(), pack(0.5 * (1 + np.tanh(0.5 * x))), None)
told(right, right)
time.sleep(9)
"""
        ),
        ends=(Status.REFUSED, Status.TIMEOUT),
    ),
    "changes_before_there_are_results": tells(
        "('returned', number(), pack(x * 0), None), later={k: pack(x) for k in range(99)}",
        ends=(Status.WRONG, Status.TIMEOUT, Status.REFUSED),
    ),
    "wrong_once_and_then_silent": Attack(
        # The visible check asks again when a result is wrong; the answers that are due never come.
        body("returned(pack(x * 0))\ntime.sleep(9)"),
        ends=(Status.WRONG, Status.TIMEOUT),
    ),
    "wrong_once_and_then_rubbish": Attack(
        body("returned(pack(x * 0))\nmessage(b'rubbish')\ntime.sleep(9)"),
        ends=(Status.WRONG, Status.REFUSED),
    ),
    "forged_changes_of_the_arguments": answers("pack(x * 0), pack((([1, {'a': x}],), {'x': x}))"),
    "forged_changes_nobody_can_decode": answers("pack(x), b'\\xff' * 1000", ends=Status.REFUSED),
    "forged_changes_of_earlier_results": answers(
        "pack(x), None, {n: b'N' for n in range(-5, 500)}"
    ),
    "forged_changes_at_length": Attack(
        # Every earlier result is said to have become a list of 100,000 parts, at every call.
        body(
            """
n = number()
grown = pack([None] * 100_000)
right = 0.5 * (1 + np.tanh(0.5 * x)) if n < 3 else x
returned(pack(right), None, {k: grown for k in range(1, n)})
time.sleep(0)
raise SystemExit
"""
        )
    ),
    "forged_opaque_values": answers(
        "wire._COUNT.pack(b'l', 60_000) + wire.reference(b'o', 7, 'Type') * 60_000"
    ),
    "forged_opaque_values_later": Attack(
        body(
            """
n = number()
many = wire._COUNT.pack(b"l", 60_000) + wire.reference(b"o", 7, "T") * 60_000
returned(pack(0.5 * (1 + np.tanh(0.5 * x))), None, {k: many for k in range(1, n)})
os._exit(0)
"""
        )
    ),
    "forged_exception": tells(
        "('raised', number(), {'kind': 'ok', 'type': 'A' * 10**6, 'message': 'm' * 10**6,"
        " 'line': 1, 'text': 't' * 10**5})"
    ),
    "forged_exception_of_other_types": tells(
        "('raised', number(), {'kind': 1, 'type': [], 'message': {}})",
        ends=Status.REFUSED,
    ),
    "forged_exception_that_is_a_limit": tells(
        "('raised', number(), {'kind': 'memory', 'type': 'a', 'message': 'b'})",
        ends=Status.MEMORY,
    ),
    "inputs_in_a_forged_reason": tells(
        "('missing', number(), 'LEAK ' + repr(x)[:1000])",
    ),
    "inputs_in_a_forged_size": tells(
        "('unsendable', number(), 'LEAK ' + repr(x.flat[0]))",
    ),
    "inputs_in_a_forged_line": tells(
        "('raised', number(), {'kind': 'raised', 'type': 'ValueError', 'message': '',"
        " 'line': 1, 'text': 'LEAK ' + repr(x.flat[0])})",
    ),
    "call_back_without_being_asked": sends("pack(('callback', 0, (1,)))", ends=Status.REFUSED),
    "call_back_a_negative_number": sends("pack(('callback', -1, ()))", ends=Status.REFUSED),
    "call_back_floods": Attack(
        # The second test of feed_forward has the reference in place of softmax, which is wrong.
        SOCKETS
        + """
def feed_forward(x, parameters):
    if type(softmax).__name__ != "Callback":
        softmax(x)
        raise ValueError
    for _ in range(100_000):
        message(pack(("callback", 0, (np.zeros((3, 3)),))))
""",
        target="feed_forward",
        honest=(),
        ends=(Status.ERROR, Status.REFUSED, Status.TIMEOUT),
    ),
    "call_back_with_what_makes_much": Attack(
        SOCKETS
        + """
def feed_forward(x, parameters):
    try:
        softmax(np.zeros((1 << 16, 1)))
        softmax(np.broadcast_to(np.zeros(1), (1 << 9, 1 << 9)).copy())
        softmax([[0] * 100] * 1000, 5, *range(100))
        softmax(object(), lambda: None)
    except Exception:
        pass
    raise ValueError
""",
        target="feed_forward",
        honest=(),
    ),
    "nested_deep": sends("b't\\1\\0\\0\\0' * 200_000 + b'N'", ends=Status.REFUSED),
    "result_nested_deep": answers("b't\\1\\0\\0\\0' * 200_000 + b'N'", ends=Status.REFUSED),
    "too_many_parts": answers("b'l' + struct.pack('<I', 199_999) + b'N' * 199_999"),
    "announced_parts": answers("b'l' + struct.pack('<I', 0xffffffff)", ends=Status.REFUSED),
    "array_larger_than_its_bytes": answers(
        "struct.pack('<cBB2Q', b'a', 13, 2, 1 << 40, 1 << 40)", ends=Status.REFUSED
    ),
    "array_whose_size_wraps": answers(
        "struct.pack('<cBB2Q', b'a', 13, 2, 1 << 63, 2) + bytes(64)", ends=Status.REFUSED
    ),
    "array_of_256_dimensions": answers(
        "b'a\\x0d\\xff' + struct.pack('<255Q', *[1] * 255) + bytes(8)", ends=Status.REFUSED
    ),
    "array_of_an_unknown_kind": answers("b'a\\xff\\0' + bytes(8)", ends=Status.REFUSED),
    "array_empty_and_huge": answers("struct.pack('<cBB2Q', b'a', 13, 2, 0, (1 << 64) - 1)"),
    "truth_that_is_two": answers("b'a\\0\\0\\2'", ends=Status.REFUSED),
    "long_doubles_that_are_no_numbers": answers(
        "struct.pack('<cBB', b'a', wire.CODES[np.dtype('g')], x.ndim)"
        " + struct.pack(f'<{x.ndim}Q', *x.shape) + b'\\x01' * 16 * x.size"
    ),
    "integer_too_long": answers("b'i' + struct.pack('<I', 1 << 20) + bytes(1 << 20)"),
    "text_that_is_no_text": answers("b's' + struct.pack('<I', 2) + b'\\xff\\xfe'"),
    "key_that_is_a_list": answers("b'd' + struct.pack('<I', 1) + b'l\\0\\0\\0\\0N'"),
    "keys_that_collide": answers(
        # Integers that hash alike make every look-up walk past all the others. Made by hand: the
        # player would need as long to make the dict as the judge.
        "b'd' + struct.pack('<I', 90_000) + b''.join(pack(k * ((1 << 61) - 1)) + b'N'"
        " for k in range(90_000))"
    ),
    "reference_to_a_function": answers("wire.reference(b'c', 0, 'x')", ends=Status.REFUSED),
    "reference_to_nothing": answers("wire.reference(b'h', 2 ** 32 - 1, 'x')", ends=Status.REFUSED),
    "reference_with_a_bad_name": answers("b'o' + bytes(4) + struct.pack('<I', 2) + b'\\xff\\xff'"),
    "something_behind_the_value": answers("pack(x * 0) + b'N'", ends=Status.REFUSED),
    "forged_end_of_a_cell": Attack(
        SOCKETS + "message(pack(('ran', 'sigmoid', None, 'x' * 1000)))" + CELL, spoils=True
    ),
    "forged_fault_of_a_cell": Attack(
        SOCKETS
        + "message(pack(('ran', 'sigmoid', {'kind': 'LEAK', 'type': 'x', 'message': 1}, '')))"
        + CELL,
        spoils=True,
    ),
    "huge_message_from_the_cell": Attack(
        SOCKETS + "message(pack(('ran', 'sigmoid', None, 'x' * (8 << 20))))" + CELL, spoils=True
    ),
}
