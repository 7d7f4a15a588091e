"""What the desk's pages share: one file, nothing fetched, on a screen of any size and on paper."""

from __future__ import annotations

from html import escape

# The drawings take their colours from here, so that they are dark where the page is. On paper
# every page is light.
STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#111;--soft:#444;--rule:#ddd;--line:#999;
--raised:#f4f4f4;--strong:#1f2f4a;--middle:#8fa8c8;--pale:#b9cde5;--faint:#dce6f2;--edge:#8a8a8a;
--open:#b35900}
@media screen and (prefers-color-scheme:dark){:root{--paper:#16191d;--ink:#e4e6ea;--soft:#b4bac3;
--rule:#3a414b;--line:#6d7683;--raised:#1f242a;--strong:#c9d9ee;--middle:#7590b4;--pale:#35506f;
--faint:#2a3a4e;--edge:#7f8894;--open:#f0a458}}
@page{margin:14mm}
body{font:15px/1.45 system-ui,sans-serif;max-width:760px;margin:2em auto;padding:0 1em;
color:var(--ink);background:var(--paper);overflow-wrap:break-word}
h1{font-size:1.5em}h3{font-size:1em;margin:1.2em 0 .3em}
h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid var(--line)}
table{border-collapse:collapse;width:100%;font-size:.86em}th,td{padding:.25em .4em;text-align:right;
border-bottom:1px solid var(--rule);vertical-align:top}
th:first-child,td:first-child{text-align:left}
.wide{overflow-x:auto}@media (max-width:700px){.wide svg:not(.small){min-width:560px}}
.finding{margin:1em 0;padding-left:.8em;border-left:3px solid var(--strong);break-inside:avoid}
.finding p{margin:.2em 0}.n{font-weight:700}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--raised);padding:.5em;
font-size:.85em;margin:.3em 0}
svg{width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:var(--ink)}
small{color:var(--soft)}td:last-child,th:last-child{white-space:nowrap}
tr,svg,figure,pre{break-inside:avoid}h2,h3{break-after:avoid}figure{margin:0}
@media print{body{margin:0;max-width:none;font-size:11pt}details:not([open]){display:none}
svg{max-height:235mm}.wide{overflow:visible}}
"""
# No script runs and nothing loads, whatever a student's text holds.
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, body: str, style: str = "") -> str:
    """A whole page.

    Parameters
    ----------
    title : str
        Plain text.
    body : str
        HTML.
    style : str
        CSS that this page needs besides.
    """
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{escape(title)}</title>"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}{style}</style></head><body>{body}</body></html>\n"
    )
