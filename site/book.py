"""The pages: the lessons to read and to try, the start, symbols, sources, search."""

from __future__ import annotations

import json
import re
import shutil
from html import escape, unescape
from pathlib import Path

import jinja2
import outputs
import pictures
import prose
import start
import told
from cells import Page, code_cells, on_page
from lessons import Lesson, languages, needs_text, read_lessons, words_of

from autograder.course import build, colab
from autograder.course.symbols import notation_table

HERE = Path(__file__).resolve().parent
FONTS = "es5/output/chtml/fonts/woff-v2"
TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"), trim_blocks=True, lstrip_blocks=True
)


class Book:
    """The pages of the course in one language.

    Parameters
    ----------
    root, target : Path
        The course, and the folder of the site.
    language : str
    others : list of str
        All languages of the site.
    only : list of str or None
        Names of the lessons to make; all by default.
    """

    def __init__(
        self, root: Path, target: Path, language: str, others: list[str], only: list[str] | None
    ) -> None:
        self.root, self.target, self.language, self.others = root, target, language, others
        self.words = words_of(language)
        self.lessons = read_lessons(root, language, only)
        self.published = colab.published(root)
        self.pages: dict[str, str] = {}  # address below the site -> HTML
        self.sections: list[dict] = []  # what the search looks through

    def make(self, cache: Path) -> dict[str, str]:
        """Make all pages; their formulas are still TeX."""
        shown = {}
        for lesson in self.lessons:
            shown[lesson.name] = outputs.shown(self.root, lesson.name, self.language, cache)
            self._lesson(lesson, shown[lesson.name])
        message = told.message(self.root, self.language)
        folder = self.target / "figures" / self.language
        body = start.body(self.lessons, shown, self.words, folder, message)
        self._page("index.html", "start", self.words["course"], body)
        self._symbols()
        self._sources()
        self._search()
        return self.pages

    def _lesson(self, lesson: Lesson, shown: dict) -> None:
        cells = on_page(lesson.cells)
        folder = f"figures/{self.language}/{lesson.name}"
        page = Page(self.words, self.target / folder, f"../../{folder}")
        code = code_cells(cells, shown)
        # Pictures that are not yet translated speak English, and say so to a screen reader.
        spoken = self.language if self.language in pictures.languages() else "en"
        cells = pictures.with_pictures(cells, lesson.name, spoken, "../../static")
        text = page.html(cells, code)
        self._index(text, f"{lesson.number} {lesson.title}", f"lessons/{lesson.name}.html")
        heading = re.match(r"\s*<h1[^>]*>.*?</h1>", text, re.DOTALL)
        text = heading[0] + self._links(lesson) + text[heading.end() :] + self._neighbours(lesson)
        sections = [(anchor, words) for level, anchor, words in page.prose.headings if level == 2]
        self._page(
            f"lessons/{lesson.name}.html",
            "lesson",
            f"{lesson.number} {lesson.title}",
            text,
            here=lesson.name,
            sections=sections,
        )

    def _links(self, lesson: Lesson) -> str:
        """The ways to work on a lesson, below its title."""
        notebook = f"../../lite/notebooks/index.html?path={self._notebook(lesson)}"
        links = [(self.words["notebook"], notebook, ' data-carry="notebook"')]
        if self.published:
            path = build.released_path(lesson.name, self.language)
            links.append((self.words["colab"], self.published.colab_address(path), ""))
        links.append(
            (self.words["download"], f"../../lite/files/{self._notebook(lesson)}", " download")
        )
        bar = " ".join(
            f'<a class="button" href="{escape(address)}"{more}>{escape(name)}</a>'
            for name, address, more in links
        )
        bar += f' <button type="button" class="button" id="print">{self.words["print"]}</button>'
        how = prose.Prose().html(self.words["how"])
        facts = " · ".join(
            [
                self.words["minutes"].format(minutes=lesson.minutes),
                self.words["needs"].format(needs=needs_text(lesson, self.words)),
            ]
        )
        return (
            f'\n<p class="facts">{escape(facts)}</p>\n<p class="buttons">{bar}</p>\n'
            f'<div class="how">{how}</div>\n'
        )

    def _notebook(self, lesson: Lesson) -> str:
        folder = "" if self.language == "en" else f"{self.language}/"
        return f"{folder}{lesson.name}.ipynb"

    def _neighbours(self, lesson: Lesson) -> str:
        at = self.lessons.index(lesson)
        links = []
        for word, index in (("before", at - 1), ("after", at + 1)):
            if 0 <= index < len(self.lessons):
                other = self.lessons[index]
                text = f"{self.words[word]}{other.number} {other.title}"
                links.append(f'<a rel="{word}" href="{other.name}.html">{escape(text)}</a>')
        label = escape(self.words["lessons"])
        return f'\n<nav class="neighbours" aria-label="{label}">{"".join(links)}</nav>'

    def _symbols(self) -> None:
        table = "\n".join(symbol_rows(self.lessons, notation_table(self.root)))
        text = f"# {self.words['symbols']}\n\n{self.words['symbols_lead']}\n\n{table}\n"
        body = prose.Prose().html(text)
        self._page("symbols.html", "symbols", self.words["symbols"], body)
        self._index(body, self.words["symbols"], "symbols.html")

    def _sources(self) -> None:
        parts = [f"# {self.words['sources']}", self.words["sources_lead"]]
        for lesson in self.lessons:
            texts = ["".join(cell["source"]) for cell in lesson.cells if cell["id"] == "sources"]
            for text in texts:
                _, _, rest = text.partition("\n")  # its own heading
                parts.append(f"## {lesson.number} {lesson.title}\n\n{rest.strip()}")
        body = prose.Prose().html("\n\n".join(parts))
        self._page("sources.html", "text", self.words["sources"], body)
        self._index(body, self.words["sources"], "sources.html")

    def _search(self) -> None:
        words = self.words
        body = (
            f"<h1>{words['search']}</h1>\n<p>{words['all_words']}</p>\n"
            '<p id="found" role="status"></p>\n<ol id="hits"></ol>'
        )
        self._page("search.html", "search", words["search"], body)
        folder = self.target / self.language
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(self.sections, ensure_ascii=False, separators=(",", ":"))
        (folder / "sections.json").write_text(text, encoding="utf-8")

    def _index(self, html: str, title: str, address: str) -> None:
        """Add the sections of a page to what the search looks through."""
        parts = re.split(r'<h[1-3] id="([^"]*)">(.*?)</h[1-3]>', html)
        for anchor, heading, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
            self.sections.append(
                {
                    "at": f"{address}#{anchor}",
                    "in": title,
                    "head": plain(heading),
                    "text": plain(text),
                }
            )

    def _page(self, path: str, kind: str, title: str, body: str, here="", sections=()) -> None:
        up = "../" * (1 + path.count("/"))
        others = [(code, words_of(code)["language"], f"{up}{code}/{path}") for code in self.others]
        self.pages[f"{self.language}/{path}"] = TEMPLATES.get_template("page.html").render(
            language=self.language,
            words=self.words,
            languages=others,
            title=title,
            description=escape(self.words["start"]["lead"]),
            kind=kind,
            up=up,
            home="../" * path.count("/"),
            lessons=self.lessons,
            here=here,
            sections=sections,
            body=body,
            formulas='class="tex"' in body,
            scripts=self._scripts(kind, up, here),
        )

    def _scripts(self, kind: str, up: str, here: str) -> list[str]:
        facts = {
            "language": self.language,
            "lesson": here,
            "lessons": [
                {
                    "name": lesson.name,
                    "title": f"{lesson.number} {lesson.title}",
                    "functions": lesson.functions,
                    "notebook": self._notebook(lesson),
                }
                for lesson in self.lessons
            ],
            "words": {**self.words["run"], **{k: self.words[k] for k in PAGE_WORDS}},
        }
        text = json.dumps(facts, ensure_ascii=False).replace("<", "\\u003c")
        modules = {"lesson": ["run"], "start": ["start"], "search": ["search"]}.get(kind, [])
        return [
            f'<script type="application/json" id="facts">{text}</script>' if modules else "",
            *(f'<script type="module" src="{up}static/{name}.js"></script>' for name in modules),
        ]


# Of no use to a search.
LEFT_OUT = re.compile(
    r'<div class="tex">.*?</div>|<pre class="printed">.*?</pre>|<script.*?</script>', re.DOTALL
)
INLINE_TEX = re.compile(r'<span class="tex">(.*?)</span>', re.DOTALL)
# Tags inside a word or beside it, where no blank belongs.
IN_LINE = re.compile(r"</?(?:a|b|code|em|i|span|strong)\b[^>]*>")
PAGE_WORDS = ("found", "nothing", "passed", "none_passed", "go_on")


def plain(html: str) -> str:
    """Words of a piece of HTML."""
    html = INLINE_TEX.sub(_tex_in_words, LEFT_OUT.sub(" ", html))
    html = IN_LINE.sub("", html)
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _tex_in_words(formula: re.Match) -> str:
    """A short formula as one types it; any other is left out."""
    typed = re.sub(r"[{}]", "", formula[1])
    return " " if "\\" in typed else typed


def symbol_rows(lessons: list[Lesson], english: list[str]) -> list[str]:
    """Rows of the notation table in the order of README.md, in the language of the lessons."""
    rows: dict[str, str] = {}
    for lesson in lessons:
        for cell in lesson.cells:
            if cell["id"] == "symbols":
                lines = "".join(cell["source"]).splitlines()
                head, line, *found = (line for line in lines if line.startswith("|"))
                rows |= {_symbol(row): row for row in found}
    return [head, line, *(rows[_symbol(row)] for row in english[1:] if _symbol(row) in rows)]


def _symbol(row: str) -> str:
    return row.split("|")[1].strip()  # as the text has it: the one column without words


def make(root: Path, target: Path, npm: Path, cache: Path, only: list[str] | None = None) -> None:
    """Build all pages in all languages into ``target``."""
    codes = languages(root)
    pages: dict[str, str] = {}
    for code in codes:
        pages |= Book(root, target, code, codes, only).make(cache)
    static = target / "static"
    shutil.copytree(HERE / "static", static)
    pictures.copy_files(static)
    for path, text in prose.typeset(pages, npm, static).items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")
    css = (static / "formulas.css").read_text(encoding="utf-8")
    (static / "fonts").mkdir()
    for font in sorted(set(re.findall(r"MathJax_[\w-]+\.woff", css))):
        shutil.copy(npm / "mathjax" / FONTS / font, static / "fonts")
    words = {code: {k: words_of(code)[k] for k in ("language", "lost", "home")} for code in codes}
    parts = {"icon": "icon.svg", "style": "site.css", "theme": "theme.js"}
    inlined = {part: (static / name).read_text(encoding="utf-8") for part, name in parts.items()}
    for name in ("index.html", "404.html"):
        page = TEMPLATES.get_template(name).render(languages=words, **inlined)
        (target / name).write_text(page, encoding="utf-8")
