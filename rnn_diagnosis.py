"""Why a check failed: what comes before any value, a known mistake, the first wrong quantity."""

from rnn_compare import CheckFailed, compare, identical
from rnn_findings import finding
from rnn_known import Recognised
from rnn_language import capital, say
from rnn_order import misordered
from rnn_quantities import ancestors, parse, quantities_of, roots, spoilt, wrong_quantities
from rnn_questions import HINTS
from rnn_student import changing_lines, left_raise
from rnn_table import listed, table
from rnn_words import FINDINGS, KINDS, LINES, said


def explain(name, done, exercises, facts, earlier, level=1):
    """Message of a function that fails its check.

    Parameters
    ----------
    name : str
        The function's name.
    done : list of rnn_quantities.Call
        What the function did on the cases.
    exercises : dict
        The exercises of ``rnn_checks.json``, by name.
    facts : rnn_student.Facts
        What is known of the function's text.
    earlier : dict
        See `rnn_check.unfit`.
    level : int
        How much is said of the first wrong quantity: 1 a question, 2 also the term of the equation
        to look at, 3 also the next line of algebra.

    Returns
    -------
    CheckFailed
        With the message. For whoever judges messages: ``named``, the known mistakes that it speaks
        of; ``quantity``, the name of the one that it calls wrong first; ``kind``, that of the first
        fault; ``raised``, whether the function has raised an exception.
    """
    failure = CheckFailed(_text(name, done, exercises, facts, earlier, level, told := {}))
    failure.named, failure.quantity = told.get("named", []), told.get("quantity")
    failure.kind = told["kind"]
    # What a probe raises with a fault of its own, the function has not raised.
    failure.raised = any(call.error and not hasattr(call.error, "fault") for call in done)
    return failure


def _text(name, done, exercises, facts, earlier, level, told):
    """The message; what it says is noted in ``told``."""
    exercise = exercises[name]
    case, fault = _first_fault(done, exercise)
    unwritten_other = fault["kind"] == "unwritten" and fault.get("function", name) != name
    told["kind"] = "earlier" if unwritten_other else fault["kind"]
    if fault["kind"] == "unwritten":
        return _unwritten(name, fault, facts, exercise)
    if facts.data and fault["kind"] != "second" and not _two_results(done):
        names = ", ".join(f"`{read}`" for read in facts.data)
        hint = LINES["hint"].format(hint=HINTS["reads"])
        return "\n".join([LINES["reads"].format(function=name, names=names), hint])
    if other := _to_mend_first(fault, earlier, done, exercise):
        key = "earlier_unwritten" if other[1] == "unwritten" else "earlier_wrong"
        return LINES[key].format(function=name, earlier=other[0])
    gaps = {fault["where"]: fault["got"] for fault in done[0].wrong.values() if _is_gap(fault)}
    if gaps and all(_is_gap(fault) for call in done for fault in call.wrong.values()):
        fields = {"names": listed(list(gaps)), "got": next(iter(gaps.values()))}
        return LINES["unfinished"].format(function=name, **fields)
    known = Recognised(name, done, exercise)
    order = misordered(name, facts, exercises)
    told["named"] = known.named
    if two := _two_results(done):
        lines = [
            LINES["two_results"].format(function=name),
            known.everything() or LINES["hint"].format(hint=HINTS["two_results"]),
            LINES["numbers"].format(label=LINES["again"], fault=said(two)),
        ]
    elif fault["kind"] in FIRST_WORDS or _is_of_form(fault, done):
        lines = [_fault_line(name, case, fault), *_changing(fault, facts)]
        if order and (fault["kind"] == "raised" or not known.whole):
            return "\n".join([*lines, *order["lines"]])
        text = "" if _is_nothing(done) else known.everything()
        lines += [text] if text else _about(fault, done, exercise)
        if _is_nothing(done):
            return "\n".join(lines)  # each quantity is missing: a table says no more
    else:
        lines, told["quantity"] = _of_quantity(name, done, exercise, known, order, level)
    # A mistake that is known, or that changes an argument, needs no table.
    rows = [] if known.named or fault["kind"] == "changed" else table(done, exercise)
    return "\n".join([*filter(None, lines), *rows])


def _is_gap(fault):
    return fault["kind"] == "unfinished"


def _unwritten(name, fault, facts, exercise):
    origin = fault.get("function", name)
    if origin != name and origin in facts.earlier:
        return LINES["earlier_unwritten"].format(function=name, earlier=origin)
    left = left_raise(facts, exercise.get("given", []))
    if left:
        return LINES["raise_left"].format(function=name, line=left[0], text=left[1])
    return LINES["unwritten"].format(function=name)


def _to_mend_first(fault, earlier, done, exercise):
    """The earlier function that may be what is wrong here, as `rnn_check.unfit` has it; or None."""
    if fault["kind"] == "raised":
        return next((e for name, e in earlier.items() if fault["function"] in (name, e[0])), None)
    if fault["kind"] in FIRST_WORDS:
        return next((e for e in earlier.values() if e[1] == fault["kind"]), None)
    quantities = quantities_of(exercise, done[0].case["want"])
    wrong = wrong_quantities(quantities, {found for call in done for found in call.wrong})
    first = next((q for q in quantities if q["name"] == wrong[0]), {}) if wrong else {}
    uses = first.get("uses", []) if exercise.get("quantities") else earlier
    return next((e for name, e in earlier.items() if name in uses), None)


def _about(fault, done, exercise):
    """What else can be said where the form of the result, or a call, is at fault."""
    lines = []
    if fault["kind"] == "length" and fault["where"] == "the result":
        call = next(call for call in done if call.form)
        names, want = exercise["returns"], call.case["want"]
        got = call.result
        there = [any(compare("", g, w) is None for g in got) for w in want]
        if sum(there) == len(got) < len(want):
            missing = [name for name, found in zip(names, there, strict=True) if not found]
            lines.append(
                FINDINGS["missing_parts"].format(names=", ".join(names), missing=", ".join(missing))
            )
    if fault["kind"] == "changed":
        return []
    key = fault.get("advice") or fault["kind"]
    if _is_nothing(done):
        key = "nothing"
    elif fault["kind"] == "raised" and key not in HINTS and (hint := _amiss(done).get("hint")):
        return [LINES["hint"].format(hint=say(hint))]
    elif fault["kind"] == "length" and fault["where"].count("[") == 1:
        key = "steps"  # a list with a place for each step
    elif fault["kind"] == "keys" and not fault["others"]:
        key = "keys_absent"
    return lines + [LINES["hint"].format(hint=HINTS[key])] if key in HINTS else lines


def _changing(fault, facts):
    """The lines that change an argument, where that is the fault."""
    if fault["kind"] != "changed":
        return []
    found = changing_lines(facts, *fault["where"].partition("[")[::2])
    return [LINES["changing"].format(line=line, text=text) for line, text in found]


# Kinds of fault that are told as they are; the others belong to a quantity.
FIRST_WORDS = {"raised", "overflow", "changed", "second", "keys", "length", "missing"}


def _is_of_form(fault, done):
    """Whether the result, or a part, is not what holds arrays: that has to be mended first."""
    if fault["kind"] != "type" or all(call.form is not fault for call in done):
        return False
    return "[" not in fault["where"] or fault["want"] == KINDS["list"]


def _is_nothing(done):
    return all(call.error is None and call.result is None for call in done)


def _first_fault(done, exercise):
    for call in done:
        if call.fault:
            return call.case, call.fault
    return spoilt(done, exercise)


def _two_results(done):
    """Fault of the second call with the first input, held against the first call; or None."""
    one, other = done[0], done[-1]
    if "again" not in other.case or one.error or other.error or one.form or other.form:
        return None
    if identical(one.result, other.result):  # also where they hold what cannot be compared
        return None
    if compare("", one.result, one.result) or compare("", other.result, one.result) is None:
        return None  # the same, or of a kind whose values cannot be compared
    return next(iter(other.wrong.values()), None)


def _fault_line(name, case, fault):
    return LINES["fault"].format(function=name, label=_label(case), fault=said(fault))


def _label(case):
    return LINES["again"] if "again" in case else say(case["label"])


def _of_quantity(name, done, exercise, known, order, level):
    """Lines on the first wrong quantity, and on a second one that is wrong by itself."""
    quantities = quantities_of(exercise, done[0].case["want"])
    by_name = {q["name"]: q for q in quantities}
    seen = {n for call in done for n, fault in call.wrong.items() if not _is_gap(fault)}
    wrong = wrong_quantities(quantities, seen)
    unlike = all(fault["kind"] == "type" for call in done for fault in call.wrong.values())
    if unlike:  # then no value tells of a quantity that no result shows
        wrong = [q["name"] for q in quantities if q["name"] in seen]
    if not wrong:  # the form of the result alone
        return [_fault_line(name, *_first_fault(done, exercise)), known.everything()], None
    first, others = by_name[wrong[0]], roots(quantities, wrong)[1:]
    shown, call = _first_shown(first, quantities, done, wrong)
    if call.form and call.wrong[shown]["kind"] == "missing":  # what should hold it is at fault
        text = known.everything()
        said_of = [text] if text else _about(call.form, done, exercise)
        return [_fault_line(name, call.case, call.form), *said_of], None
    lines = [
        LINES["first_wrong"].format(
            function=name, quantity=_called(first), equation=_equation(first)
        ),
    ]
    everything = known.everything()
    if known.imprecise and (hint := _hint_of_lone_case(first, done)):
        lines += [FINDINGS["nearly"], LINES["hint"].format(hint=hint)]
    elif everything:
        lines.append(everything)
    else:
        said_of = _said_of(first, quantities, done, exercise, known, order, wrong)
        lines += said_of
        if order and said_of == order["lines"]:
            others = []  # that may be all of it
    lines += [*_more_hints(first, level), _numbers(first, quantities, done, wrong)]
    if first["after"] and not unlike:  # all of them are right, or it would not be the first
        lines.append(LINES["right_before"].format(names=_names(by_name, first["after"])))
    if others and not everything:
        # What the mistake makes wrong that has been named is not wrong by itself.
        texts = {other: known.quantity(quantities.index(by_name[other])) for other in others}
        spoken = {other: _spoken_of(known, quantities, by_name[other]) for other in others}
        mine = _spoken_of(known, quantities, first)
        others = [other for other in others if not spoken[other] & mine]
    if others and not everything:
        lines.append(LINES["also"].format(names=_names(by_name, others)))
        lines += filter(None, [texts[others[0]]])
    return lines, first["name"]


def _spoken_of(known, quantities, quantity):
    place = quantities.index(quantity)
    return {name for name, at in known.named if at == place}


def _said_of(first, quantities, done, exercise, known, order, wrong):
    """What can be said of a wrong quantity: a known mistake, else what its values are, a hint."""
    if text := known.quantity(quantities.index(first)):
        return [text]
    if order and (not order["returned"] or set(_heads(first)) & set(order["moved"])):
        return order["lines"]
    if spared := _said_of_spared_case(first, done):
        return [spared]
    text, question = finding(first, quantities, done, exercise)
    # What is only handed on is told best by where it is handed on.
    own = not question or not first.get("equation") or _hint_of_lone_case(first, done)
    hint = _hint(quantities, first, wrong, done) if own or _kept(quantities, first, wrong) else ""
    return [text, hint or LINES["hint"].format(hint=question)]


def _heads(quantity):
    """Names of the parts of the result that a quantity stands in."""
    return [parse(path)[0] for path in quantity["where"]]


def _numbers(first, quantities, done, wrong):
    """Where the quantity, or what is made from it, is first wrong, with numbers."""
    shown, call = _first_shown(first, quantities, done, wrong)
    fault = call.wrong[shown]
    return LINES["numbers"].format(label=capital(_label(call.case)), fault=said(fault))


def _first_shown(first, quantities, done, wrong):
    seen = {found for call in done for found in call.wrong}
    there = [n for n in wrong if n in seen and _comes_from(quantities, n, first)]
    pairs = [(n, call) for n in there for call in done if n in call.wrong]
    # Where no result shows the quantity, wrong values tell of it; a wrong shape has another cause.
    values = [pair for pair in pairs if pair[1].wrong[pair[0]]["kind"] == "value"]
    return values[0] if values and not first["where"] else pairs[0]


def _comes_from(quantities, name, first):
    return name == first["name"] or first["name"] in ancestors(quantities, name)


def _more_hints(quantity, level):
    """The second and third level of hint, as far as they are asked for and there."""
    keys = ("look", "algebra")[: level - 1]
    return [LINES[key].format(text=say(quantity[key])) for key in keys if quantity.get(key)]


def _hint(quantities, first, wrong, done):
    """A question about the first wrong quantity, and about what is wrong with it."""
    shown, call = _first_shown(first, quantities, done, wrong)
    kind, lone = call.wrong[shown]["kind"], _hint_of_lone_case(first, done)
    if kind in HINTS and not (kind == "finite" and lone):
        return LINES["hint"].format(hint=HINTS[kind])
    if lone:
        return LINES["hint"].format(hint=lone)
    if kept := _kept(quantities, first, wrong):
        return kept
    return LINES["hint"].format(hint=say(first["hint"])) if first.get("hint") else ""


def _kept(quantities, first, wrong):
    """Sentences on a quantity that is wrong although all that is made from it is right."""
    made = [q for q in quantities if first["name"] in q["after"] and q["where"]]
    if not first["where"] or not made or {q["name"] for q in made} & set(wrong):
        return ""
    names = _names({q["name"]: q for q in made}, [q["name"] for q in made])
    return FINDINGS["kept"].format(made=names)


def _hint_of_lone_case(first, done):
    """The hint of the one case that is wrong, if it is about this quantity; else empty."""
    case = _amiss(done)
    return say(case.get("hint", "")) if case.get("about", first["name"]) == first["name"] else ""


def _amiss(done):
    """The one case of several that is wrong; an empty dict if it is not one."""
    calls = [call for call in done if "again" not in call.case]
    amiss = [call.case for call in calls if call.error is not None or call.wrong]
    return amiss[0] if len(amiss) == 1 < len(calls) else {}


def _said_of_spared_case(first, done):
    """What the one case says that is right where two others or more have wrong values; or empty."""
    calls = [call for call in done if "again" not in call.case]
    spared = next((call for call in calls if "spares" in call.case), None)
    if spared is None or spared.fault or any(call.error is not None for call in calls):
        return ""
    faults = [call.wrong[first["name"]] for call in calls if first["name"] in call.wrong]
    if len(faults) < 2 or any(fault["kind"] != "value" for fault in faults):
        return ""
    return say(spared.case["spares"])


def _called(quantity):
    name = quantity["name"]
    return say(quantity.get("called") or (f"`{name}`" if name.isidentifier() else name))


def _names(by_name, names):
    return listed([_called(by_name[name]) for name in names])


def _equation(quantity):
    numbers = quantity.get("equation") or []
    if not numbers:
        return ""
    *before, last = map(str, numbers)
    if not before:
        return LINES["equation"].format(numbers=last)
    return LINES["equations"].format(numbers=LINES["and"].join([", ".join(before), last]))
