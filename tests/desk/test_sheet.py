"""A sheet leaves as it came, but for the cells that are put."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.desk.sheet import DeskError, Sheet

plain = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='",;\t')
cell = st.text(plain, max_size=6)
quoted = st.text(st.sampled_from('ab",;\n\r\t ş'), max_size=6).map(
    lambda text: '"' + text.replace('"', '""') + '"'
)
rows = st.lists(st.lists(cell | quoted, min_size=2, max_size=4), min_size=1, max_size=5)
ends = st.sampled_from(["\n", "\r\n", "\r"])
marks = st.sampled_from([b"", b"\xef\xbb\xbf"])


@given(rows, ends, marks, st.booleans())
def test_an_untouched_sheet_leaves_byte_for_byte(table, end, mark, closed):
    data = mark + (end.join(map(",".join, table)) + end * closed).encode()
    assert Sheet(data).data() == data


@given(rows, st.data())
def test_a_put_cell_reads_back_and_no_other_changes(table, data):
    sheet = Sheet(("x,y\n" + "\n".join(map(",".join, table)) + "\n").encode())
    row = data.draw(st.integers(0, len(sheet) - 1))
    column = data.draw(st.integers(0, sheet.width(row) - 1))
    text = data.draw(st.text(st.sampled_from('1.5,;"\n ü='), max_size=8))
    before = [sheet.row(n) for n in range(len(sheet))]
    sheet.put(row, column, text)
    before[row][column] = text
    again = Sheet(sheet.data())
    again.delimiter = ","
    assert [again.row(n) for n in range(len(again))] == before
    assert list(csv.reader(io.StringIO(sheet.data().decode(), newline="")))[row][column] == text


@pytest.mark.parametrize(
    ("data", "delimiter"),
    [
        (b"a,b\n1,2\n", ","),
        (b"a;b,c;d\n1;2;3\n", ";"),
        (b"a\tb\n", "\t"),
        (b'"Doe; Jane; PhD",b\n', ","),
        (b"\xef\xbb\xbfa;b\n", ";"),
        ("a,b\n".encode("utf-16"), ","),
    ],
)
def test_the_separator_is_found_outside_quotes(data, delimiter):
    sheet = Sheet(data)
    assert sheet.delimiter == delimiter
    assert sheet.data() == data


def test_a_quoted_blank_stays_quoted_and_a_blank_stays_blank():
    sheet = Sheet(b'a,"",,b\r\n')
    sheet.put(0, 0, "c")
    assert sheet.data() == b'c,"",,b\r\n'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"M\xfcller,1\n", "CSV UTF-8"),
        (b'a,"b\n', "line 1: a quotation mark"),
        (b"a\0b", "zero bytes"),
    ],
)
def test_what_is_no_sheet_is_refused_with_a_sentence(data, said):
    with pytest.raises(DeskError, match=said):
        Sheet(data, "grades.csv")


def test_a_cell_beyond_the_row_is_refused():
    with pytest.raises(DeskError, match="line 1 has only 2 cells"):
        Sheet(b"a,b\n").put(0, 2, "x")
