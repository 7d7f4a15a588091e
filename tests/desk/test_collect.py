"""Whose each downloaded file is, of which lesson, and what is refused."""

import datetime
import io
import json
import os
import zipfile
from pathlib import PurePosixPath

import pytest
from desk.conftest import LESSON, half, notebook
from desk.sites import canvas_export, canvas_zip, moodle_worksheet, moodle_zip, people
from grading import ROOT
from hypothesis import given
from hypothesis import strategies as st

from autograder import course
from autograder.course.lesson import load_lesson
from autograder.desk import collect, fill, inbox, moodle, roster, times
from autograder.desk.ledger import Ledger
from autograder.desk.sender import senders
from autograder.desk.sheet import DeskError, Sheet


@pytest.fixture(scope="module")
def lessons():
    return {name: load_lesson(ROOT, name) for name in course.lesson_names(ROOT)}


@pytest.fixture(scope="module")
def files():
    return notebook(), half()


@pytest.fixture
def plan(lessons, tmp_path):
    """Plan a collection of zips and folders, with a roster or without one."""

    def _plan(*places, students=(), participants=None, force=False):
        by_id = {student.id: student for student in students}
        return collect.plan(
            inbox.received([*places]), lessons, by_id, folder_of(tmp_path), participants, force
        )

    return _plan


def folder_of(root):
    return lambda student, lesson: root / "submitted" / student / lesson


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def zipped(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def who(done):
    return {handed.student for handed in done.new}


# ------------------------------------------------------------------ classes


def test_a_canvas_class_of_300_with_equal_names_is_sorted_by_number(plan, files, tmp_path):
    class_ = people(300)
    for person in class_:
        person.attempts = [files[person.number % 2]]
    class_[5].attempts = [files[0], files[1]]
    class_[6].attempts = [b"not a notebook"]
    known = roster.read(Sheet(canvas_export(class_, {f"{LESSON} (1)": "20"})))
    done = plan(write(tmp_path / "a.zip", canvas_zip(class_, "Copy of hw.ipynb")), students=known)
    assert who(done) == {person.login for person in class_ if person.number != 6}
    assert [len(done.left), len(done.older)] == [1, 1]
    assert {h.student: h.received.data == files[1] for h in done.new}["s0005"]  # the newer one


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_moodle_class_of_300_is_sorted_by_participant(plan, files, tmp_path, language):
    class_ = people(300)
    for person in class_:
        person.attempts = [files[0]]
    sheet = Sheet(moodle_worksheet(class_, language))
    known = roster.read(sheet)
    ids = {key: s.id for s in known for key in (s.id, *s.keys)}
    numbers = moodle.students_by_participant(sheet, ids)
    place = write(tmp_path / "a.zip", moodle_zip(class_, "Kopyası hw.ipynb", flat=language == "tr"))
    done = plan(place, students=known, participants=numbers)
    assert who(done) == {person.email for person in class_} and not done.left


def test_an_anonymous_class_keeps_its_anonymous_names(plan, files, tmp_path):
    class_ = people(300)
    for person in class_:
        person.attempts = [files[0]]
    done = plan(write(tmp_path / "a.zip", canvas_zip(class_, "x.ipynb", anonymous=True)))
    assert len(who(done)) == 300 and all(name.startswith("anon_A") for name in who(done))


@pytest.mark.parametrize(
    "name",
    [
        f"s0001/{LESSON}.ipynb",
        f"s0001/Copy of {LESSON}.ipynb",
        f"s0001/{LESSON} (1).ipynb",
        "s0001/ödev.ipynb",
        "s0001.ipynb",
        "s0001 (2).ipynb",
        "Copy of s0001.ipynb",
    ],
)
def test_a_folder_of_downloads_names_its_student(plan, files, tmp_path, name):
    write(tmp_path / "in" / name, files[0])
    done = plan(tmp_path / "in", students=[roster.Student("s0001")])
    assert [(h.student, h.lesson) for h in done.new] == [("s0001", LESSON)]


def test_of_two_colab_copies_the_one_with_the_higher_number_wins(plan, files, tmp_path):
    for name, data in [("x.ipynb", files[1]), ("x (2).ipynb", files[0]), ("x (1).ipynb", files[1])]:
        path = write(tmp_path / "in" / "ada" / name, data)
        os.utime(path, (1e9, 1e9))
    done = plan(tmp_path / "in")
    assert [h.received.name for h in done.new] == ["x (2).ipynb"] and len(done.older) == 2


def test_each_lesson_is_known_by_its_content_under_any_name(plan, lessons, tmp_path):
    for name in lessons:
        write(
            tmp_path / "in" / "ada" / f"nb{len(name)}{name[1]}.ipynb", notebook(name, solve=False)
        )
    done = plan(tmp_path / "in")
    assert {handed.lesson for handed in done.new} == set(lessons) and not done.left


# ------------------------------------------------------------------ impostors

MARIA = roster.Student("maria", "María José", "Smith", lms_user_id="70001")
EVE = roster.Student("eve", "Eve", "Müller", lms_user_id="70005")


@pytest.mark.parametrize(
    ("name", "sender", "whose"),
    [
        ("müllereve_70005_900_hw.ipynb", EVE, "eve"),
        ("müllereve_LATE_70005_900_1_2_3.ipynb", EVE, "eve"),
        ("müllereve_70005_900_1_2_3.ipynb", EVE, "eve"),
        # Two numbers of the class: a file's name that imitates, or a student's that does.
        ("müllereve_70005_900_smithmaríajosé_70001_901_hw.ipynb", EVE, None),
        ("smithmaríajosé_70001_900_70005_901_hw.ipynb", EVE, None),
        ("smithmaríajosé_70005_900_hw.ipynb", EVE, None),
        ("whoever_70009_900_hw.ipynb", EVE, None),
    ],
)
def test_a_canvas_name_is_taken_for_nobody_else(plan, files, tmp_path, name, sender, whose):
    done = plan(zipped(tmp_path / "a.zip", [(name, files[0])]), students=[MARIA, sender])
    assert [handed.student for handed in done.new] == ([whose] if whose else [])
    assert len(done.left) == (whose is None)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("Ada L_4000_assignsubmission_file/hw.ipynb", "4000"),
        ("Ada L_4000_assignsubmission_file_/hw.ipynb", "4000"),
        ("Ada L_4000_assignsubmission_file/Bo_4003_assignsubmission_file_/hw.ipynb", "4000"),
        ("Ada L_4000_assignsubmission_file_Bo_4003_assignsubmission_file_hw.ipynb", "4000"),
        ("Ada 4003_4000_assignsubmission_file_hw.ipynb", "4000"),
        ("Participant_4000_assignsubmission_file_/hw.ipynb", "4000"),
    ],
)
def test_a_moodle_file_stays_with_the_participant_who_sent_it(path, number):
    assert [reading.key for reading in senders(PurePosixPath(path))] == [number]


@given(st.text(st.sampled_from("aş_1 ."), min_size=1, max_size=12))
def test_whatever_a_student_calls_a_file_the_first_reading_is_the_sender(original):
    canvas = senders(PurePosixPath(f"lovelaceada_70001_900_{original}.ipynb"))
    assert canvas[0].key == "70001" and canvas[0].original == f"{original}.ipynb"
    site = senders(PurePosixPath(f"Ada L_4000_assignsubmission_file_{original}.ipynb"))
    assert [reading.key for reading in site] == ["4000"]


# ------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("member", "said"),
    [
        ("../ada/x.ipynb", "leads out of the zip"),
        ("a/../../x.ipynb", "leads out of the zip"),
        ("/etc/x.ipynb", "leads out of the zip"),
        ("C:/x.ipynb", "leads out of the zip"),
        ("..\\x.ipynb", "leads out of the zip"),
    ],
)
def test_a_zip_whose_paths_lead_out_is_refused(plan, files, tmp_path, member, said):
    with pytest.raises(DeskError, match=said):
        plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", files[0]), (member, b"")]))


def test_a_zip_with_a_link_is_refused(plan, tmp_path):
    link = zipfile.ZipInfo("ada/x.ipynb")
    link.external_attr = 0o120777 << 16
    with pytest.raises(DeskError, match="is a link"):
        plan(zipped(tmp_path / "a.zip", [(link, "/etc/passwd")]))


def test_a_link_in_a_folder_is_left(plan, files, tmp_path):
    target = write(tmp_path / "elsewhere.ipynb", files[0])
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ada.ipynb").symlink_to(target)
    done = plan(tmp_path / "in")
    assert [left.why for left in done.left] == ["it is a link"] and not done.new


def test_a_zip_bomb_is_refused_by_what_it_says_or_cut_by_what_it_is(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "FILE_BYTES", 1 << 16)
    bomb = zipped(tmp_path / "a.zip", [("ada/x.ipynb", b"0" * (1 << 22))])
    assert "larger than" in plan(bomb).left[0].why
    monkeypatch.setattr(inbox, "MOST_BYTES", 1 << 20)
    with pytest.raises(DeskError, match="would unpack to more than"):
        plan(bomb)


def test_a_zip_that_lies_about_its_sizes_is_refused(plan, tmp_path):
    path = zipped(tmp_path / "a.zip", [("ada/x.ipynb", b"0" * 100_000)])
    data = path.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    path.write_bytes(data)
    with pytest.raises(DeskError, match="cannot be unpacked"):
        plan(path)


def test_thousands_of_files_are_refused(plan, tmp_path, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_FILES", 300)
    with pytest.raises(DeskError, match="301 files; 300 is the most"):
        plan(zipped(tmp_path / "a.zip", [(f"{n}.txt", b"") for n in range(301)]))
    for n in range(301):
        write(tmp_path / "in" / f"{n}.txt", b"")
    with pytest.raises(DeskError, match="more than 300 files"):
        plan(tmp_path / "in")


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"[]", b"null", b'{"cells": 3}', b'{"cells": [3]}', b"[" * 100_000, b"\xff\xfe",
     b'{"cells": [{"metadata": {"nbgrader": 1}}]}', b'{"cells": [{"metadata": null}]}'],
)  # fmt: skip
def test_a_broken_file_is_left_with_a_reason(plan, tmp_path, data):
    done = plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", data)]))
    assert [left.why for left in done.left] == ["it cannot be read as a notebook"]


def test_a_broken_zip_is_refused(plan, tmp_path):
    path = zipped(tmp_path / "a.zip", [("ada/x.ipynb", os.urandom(5000))])
    data = bytearray(path.read_bytes())
    data[200:400] = bytes(200)
    path.write_bytes(data)
    with pytest.raises(DeskError, match="Download it again"):
        plan(path)


def test_a_zip_with_a_damaged_file_is_refused(plan, tmp_path):
    path = zipped(tmp_path / "a.zip", [("ada/x.ipynb", b"0123456789" * 5000)])
    data = bytearray(path.read_bytes())
    data[45:60] = b"\xff" * 15  # among the packed bytes
    path.write_bytes(data)
    with pytest.raises(DeskError, match="Download it again"):
        plan(path)


def test_a_zip_with_a_file_without_a_name_is_refused(plan, files, tmp_path):
    with pytest.raises(DeskError, match="has no name"):
        plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", files[0]), (".", b"")]))


@pytest.mark.parametrize("member", ["ada/y.ipynb", "../y.ipynb", "."])
@pytest.mark.parametrize("place", ["eve/x.zip", "eve_70005_900_x.zip", "eve.ZIP"])
def test_a_zip_that_a_student_handed_in_hands_in_for_nobody(plan, files, tmp_path, place, member):
    write(tmp_path / "in" / "ada" / "x.ipynb", files[0])
    zipped(write(tmp_path / "in" / place, b""), [(member, files[1])])
    done = plan(tmp_path / "in")
    assert [(handed.student, handed.received.data) for handed in done.new] == [("ada", files[0])]
    assert "a student's" in done.left[0].why and not done.older


def test_a_file_whose_name_is_not_utf_8_is_collected_and_noted(plan, files, tmp_path):
    (tmp_path / "in" / "ada").mkdir(parents=True)
    place = os.path.join(os.fsencode(tmp_path), b"in", b"ada", b"M\xfcller.ipynb")
    with open(place, "wb") as file:
        file.write(files[0])
    ledger = Ledger(tmp_path)
    collect.carry_out(plan(tmp_path / "in"), ledger, folder_of(tmp_path), lambda handed: None)
    assert Ledger(tmp_path).get(LESSON, "ada").original == "M\ufffdller.ipynb"


def test_names_of_files_cannot_give_orders_to_the_terminal(run, files, tmp_path):
    bell = "\x1b]0;x\x07"
    members = [(f"ada/{bell}.ipynb", files[0]), (f"ada/{bell}.txt", b"")]
    status, said = run("collect", "--dry-run", zipped(tmp_path / "a.zip", members))
    assert status == 1 and said.replace("\n", "").isprintable()
    assert said.count("\\x1b]0;x\\x07") == 2


def test_a_cell_of_empty_lines_takes_no_time(plan, tmp_path):
    """Were each line a place to look from to the end, this would take hours."""
    empty = {"cells": [{"cell_type": "code", "source": "\n" * 2_000_000}]}
    done = plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", json.dumps(empty))]))
    assert [left.why for left in done.left] == ["it fits no lesson"]


def test_a_file_of_too_many_values_is_left_before_it_takes_memory(plan, tmp_path):
    data = b'{"cells": [' + b"[]," * 400_000 + b"[]]}"
    done = plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", data)]))
    assert [left.why for left in done.left] == ["it cannot be read as a notebook"]


@pytest.mark.parametrize("name", ["..", ".hidden", "a\nb", "x" * 200])
def test_a_name_that_can_be_no_folder_is_left(plan, files, tmp_path, name):
    done = plan(
        zipped(tmp_path / "a.zip", [(f"Ada_{4000}_y/x.txt", b""), (f"{name}.ipynb", files[0])])
    )
    assert not done.new or who(done) == set()


# ------------------------------------------------------------------ times, numbers


def test_times_from_a_sheet_become_stamps_also_when_they_come_later(plan, files, tmp_path):
    write(tmp_path / "in" / "ada" / "x.ipynb", files[0])
    ledger = Ledger(tmp_path)
    collect.carry_out(plan(tmp_path / "in"), ledger, folder_of(tmp_path), lambda handed: None)
    stamp = tmp_path / "submitted" / "ada" / LESSON / "timestamp.txt"
    assert not stamp.exists()
    sheet = Sheet(b"Student,Lesson,Time\nada,2,2026-03-04T23:59+03:00\n")
    told = times.moments(sheet, "time", None, lambda word: LESSON)
    for _ in range(2):
        collect.carry_out(
            plan(tmp_path / "in"), ledger, folder_of(tmp_path),
            lambda handed: told.get((handed.student, handed.lesson)),
        )  # fmt: skip
        assert stamp.read_text() == "2026-03-04 20:59:00 UTC\n"


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-04 23:59:00 UTC", (2026, 3, 4, 23, 59)),
        ("2026-03-04 23:59", (2026, 3, 4, 21, 59)),
        ("2026-03-04T23:59:00Z", (2026, 3, 4, 23, 59)),
        ("2026-03-04 23:59 +0300", (2026, 3, 4, 20, 59)),
    ],
)
def test_a_time_is_read_with_its_zone_or_the_one_that_was_named(text, utc):
    zone = datetime.timezone(datetime.timedelta(hours=2))
    sheet = Sheet(f"student,lesson,time\nada,2,{text}\n".encode())
    moments = times.moments(sheet, "time", zone, lambda word: LESSON)
    assert moments == {("ada", LESSON): datetime.datetime(*utc)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("student,time\n", "it lacks lesson"),
        ("student,lesson,time\na,2,soon\n", "line 2: 'soon' is no time"),
        ("student,lesson,time\na,2,2026-01-01 10:00\na,2,2026-01-01 11:00\n", "line 3: .* twice"),
    ],
)
def test_a_sheet_of_times_that_cannot_be_read_is_refused(text, said):
    with pytest.raises(DeskError, match=said):
        times.moments(Sheet(text.encode(), "t.csv"), "time", datetime.UTC, lambda word: LESSON)


@given(st.floats(0, 1e5).map(lambda score: round(score, 2)), st.booleans())
def test_a_score_reads_back_as_it_was_written(score, comma):
    text = fill.number(score, comma)
    assert fill.parsed(text) == score
    assert (
        set(text) <= set("0123456789" + (",."[not comma]))
        and len(text.replace(",", ".").partition(".")[2]) <= 2
    )


@given(st.text(st.sampled_from("0123456789.,- %aE"), max_size=8))
def test_a_cell_is_a_number_or_nothing_and_never_an_error(text):
    value = fill.parsed(text)
    assert value is None or fill.parsed(fill.number(value)) == pytest.approx(value, abs=0.005)


def test_nothing_of_a_notebook_but_its_bytes_is_kept(plan, files, tmp_path):
    done = plan(zipped(tmp_path / "a.zip", [("ada/x.ipynb", files[0])]))
    collect.carry_out(done, Ledger(tmp_path), folder_of(tmp_path), lambda handed: None)
    there = [path for path in (tmp_path / "submitted").rglob("*") if path.is_file()]
    assert [path.name for path in there] == [f"{LESSON}.ipynb"]
    assert json.loads(io.BytesIO(there[0].read_bytes()).read())["cells"]
