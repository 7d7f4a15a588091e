"""What a student may hand in to do harm, and honest things that look like it.

Texts that would act in the page of whoever renders them (what acts sets a mark,
``window.marked``, and the title, and does no harm), names of folders, time stamps.
"""

ACT = "window.marked=1;document.title='MARKED'"

# Run by a page that shows them, or by a click on a link in it.
HOSTILE = {
    "script": f"<script>{ACT}</script>",
    "script in capitals": f"<ScRiPt >{ACT}</sCrIpT>",
    "script over lines": f"<script\n>{ACT}\n</script>",
    "script after a fence": f"```\n</code></pre><script>{ACT}</script>\n```",
    "script in a code span": f"`</code><script>{ACT}</script>`",
    "script in a formula": f"$a<script>{ACT}</script>b$",
    "script in a displayed formula": f"$$\na</div><script>{ACT}</script>\n$$",
    "script in a table": f"| a |\n|---|\n| <script>{ACT}</script> |",
    "script in a heading": f"# <script>{ACT}</script>",
    "script in a list": f"- a\n  - <script>{ACT}</script>",
    "script in a quote": f"> <script>{ACT}</script>",
    "script in an alternative text": f"![</p><script>{ACT}</script>](x)",
    "script in a title": f'[x](http://y "</a><script>{ACT}</script>")',
    "script in an attribute": f'<img src=x alt="</p><script>{ACT}</script>">',
    "script behind a blank line": f'<img alt="\n\n<script>{ACT}</script>">',
    "script in a comment": f"<!--><script>{ACT}</script>-->",
    "script in CDATA": f"<![CDATA[<script>{ACT}</script>]]>",
    "script after a NUL": f"\0script>{ACT}</script>",
    "picture that fails": f'<img src=x onerror="{ACT}">',
    "picture without quotes": "<img src=x onerror=window.marked=1>",
    "picture with a slash": "<img/src=x/onerror=window.marked=1>",
    "picture in a paragraph": f'text <img src="x" onerror="{ACT}"> text',
    "picture that ends late": f'<img alt="a>b" src=x onerror="{ACT}">',
    "picture in backticks that do not end": f'`<img src=x onerror="{ACT}">',
    "drawing": f'<svg onload="{ACT}"></svg>',
    "drawing with a script": f"<svg><script>{ACT}</script></svg>",
    "drawing that animates": f'<svg><animate onbegin="{ACT}" attributeName=x dur=1s></svg>',
    "body": f'<body onload="{ACT}">',
    "details": f'<details open ontoggle="{ACT}"><summary>a</summary></details>',
    "field": f'<input autofocus onfocus="{ACT}">',
    "frame": f'<iframe srcdoc="<script>parent.{ACT}</script>"></iframe>',
    "frame of a script": f'<iframe src="javascript:parent.{ACT}"></iframe>',
    "object": f'<object data="javascript:{ACT}"></object>',
    "style": f'<style onload="{ACT}"></style>',
    "video": f'<video><source onerror="{ACT}"></video>',
    "formula in tags": f'<math><mtext><img src=x onerror="{ACT}"></mtext></math>',
    "base": '<base href="javascript:/a/-window.marked=1//">',
    "refresh": f'<meta http-equiv="refresh" content="0;url=javascript:{ACT}">',
    "template": f'<template><script>{ACT}</script></template><noscript><p title="</noscript>'
    f'<img src=x onerror={ACT}>">',
    "link": f"[click](javascript:{ACT})",
    "link in capitals": f"[click](JaVaScRiPt:{ACT})",
    "link with a reference": f"[click](java&#115;cript:{ACT})",
    "link with a named reference": f"[click](javascript&colon;{ACT})",
    "link with a tab": f"[click](<java\tscript:{ACT}>)",
    "link with a tab by name": f"[click](java&Tab;script:{ACT})",
    "link with a control character": f"[click](&#1;javascript:{ACT})",
    "link with a backslash": f"[click](javascript\\:{ACT})",
    "link spelt twice": f"[click](java&amp;#115;cript:{ACT})",
    "link by name": f"[click][1]\n\n[1]: javascript:{ACT}",
    "link in brackets": f"<javascript:{ACT}>",
    "link as a tag": f'<a href="javascript:{ACT}">click</a>',
    "link as a tag with a reference": f'<a href="&#106;avascript:{ACT}">click</a>',
    "link of another language": "[click](vbscript:msgbox)",
    "link of a page in itself": f"[click](data:text/html,<script>{ACT}</script>)",
    "link in a formula": f"$\\href{{javascript:{ACT}}}{{click}}$",
    "link in a formula in parts": "$\\newcommand{\\p}[1]{\\href{java#1:"
    f"{ACT}}}{{click}}}}\\p{{script}}$",
    "diagram": f'```mermaid\ngraph LR; A["<img src=x onerror={ACT}>"]\n```',
    "diagram spelt out": f'```m&#101;rmaid\ngraph LR; A["<img src=x onerror={ACT}>"]\n```',
    "heading that is a tag": f'# a" onmouseover="{ACT}" x="',
    "picture of a script": f"![x](javascript:{ACT})",
    "picture with a title": f'![x](y " onerror={ACT} x=\\")',
    "tag that opens again": f"<<script>script>{ACT}<</script>/script>",
    "half a tag": f'<img src=x onerror="{ACT}"',
    "processing": f"<?php <script>{ACT}</script> ?>",
    "link that is a tag": f"<https://x.org/onclick={ACT}//>",
}

# Attachments of text cells: (text, attachments).
HOSTILE_ATTACHMENTS = {
    "kind": ("![x](attachment:a.png)", {"a.png": {f'image/png" onerror="{ACT}" x="': "AAAA"}}),
    "data": ("![x](attachment:a.png)", {"a.png": {"image/png": f'AAAA" onerror="{ACT}'}}),
    "name": (f'![x](attachment:a"onerror="{ACT})', {f'a"onerror="{ACT}': {"image/png": "AAAA"}}),
    "a page": ("![x](attachment:a.html)", {"a.html": {"text/html": f"<script>{ACT}</script>"}}),
    "missing": ("![x](attachment:nothing.png)", {}),
    "missing and spelt out": ("![x](attachm&#101;nt:nothing.png)", {}),
    "empty": ("![x](attachment:a.png)", {"a.png": {}}),
}

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
    "rkJggg=="
)

# Text, and what the page must hold of it.
HONEST = {
    "formula": ("$a_t = \\tanh(W a_{t-1}) < 1$", "\\tanh(W a_{t-1})"),
    "formula that compares": ("$a<b$ and $x>y$", "x&gt;y"),
    "displayed formula": ("$$\\begin{aligned} a &= b \\\\ c &\\le d \\end{aligned}$$", "aligned"),
    "picture": (f"![dot](data:image/png;base64,{PIXEL})", f"data:image/png;base64,{PIXEL}"),
    "picture as a tag": (
        f'<img src="data:image/png;base64,{PIXEL}" width="50" alt="dot">',
        f'src="data:image/png;base64,{PIXEL}"',
    ),
    "picture from the web": (
        "![dot](https://example.org/a.png)",
        'src="https://example.org/a.png"',
    ),
    "table": ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
    "table as tags": ("<table><tr><td colspan='2'>1</td></tr></table>", '<td colspan="2">1</td>'),
    "link": ("[paper](https://example.org/a?b=1&c=2)", "https://example.org/a?b=1"),
    "bold": ("**strong** <b>bold</b> H<sub>2</sub>O<br>next", "<sub>2</sub>"),
    "list": ("- one\n- two", "<li>two</li>"),
    "code": ("`if a < b: c[i] = 'x'`", "if a &lt; b"),
    "fence": ("```python\nif a < b and c > d:\n    print('&')\n```", "print"),
    "details": (
        "<details><summary>more</summary>\n\ntext\n\n</details>",
        "<summary>more</summary>",
    ),
    "quote": ("> It said: *no*", "<blockquote>"),
    "accents": ("Müller fand 3 < 4 — und 日本 & mehr", "日本"),
    "word": ("I like JavaScript and href.", "JavaScript and href"),
}

# Names of folders that no page can hold, and what is said of each.
UNFIT = {
    b"M\xfcller": "is not UTF-8",
    b"\x1b[2Jada": "cannot be seen",
    b"ada\nbob": "cannot be seen",
    "ada\u202e".encode(): "cannot be seen",
    b"<img src=x onerror=alert(1)>": "markup",
    b"a'onclick='x": "markup",
    b"a&amp;b": "markup",
}
FIT = ["Müller", "ada lovelace", "a-b.c@d+e_f", "李", "anon_1"]

BAD_STAMPS = [
    "999999999999999999999999999999 h",
    "2024-01-01 00:00:00 " + "9" * 40,
    "2024-01-01 00:00:00 /proc/self/mem",
    "2024-01-01 00:00:00 ../../../../proc/self/mem",
    "2024-01-01 00:00:00 ../etc/passwd",
    "2024-01-01 00:00:00 Europe/../../../etc/passwd",
    "2024-01-01 00:00:00 .",
    "2024-01-01 00:00:00 UTC0,M3.2.0/../x",
    "0001-01-01 00:00:00 +2300",
    "9999-12-31 23:59:59 -2300",
    "2024-13-01 00:00:00 UTC",
    "\x1b[31m2024",
    "1e999999999 1e999999999",
    "NaN",
    "Infinity Infinity",
    "2024-01-01 00:00:00\nmore",
    "x" * 5000,
    "1" * 5000,
    "((((((((((",
    "\ud800",
]
