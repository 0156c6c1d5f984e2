"""Sites built to be slow: each is a function of a size, and its files grow in proportion to it.

In: a size. Out: a name, the size to begin with, and a function that gives files by path. Never: measuring.
"""

FRONT = '+++\ntitle = "Title"\ndate = "2020"\n+++\n'
SETTINGS = 'title = "Site"\nbase_url = "https://example.org/"\nmath = true\n'


def paper(text, front=FRONT, **more):
    return {"content/papers/slow.md": front + text, **more}


# A manuscript that is one text many times over: (text, what stands before, what stands after).
REPEATED = {
    "opening brackets": "[",
    "closing brackets": "]",
    "images left open": "![",
    "links left open": "[a](",
    "links left open at a title": '[a](b "',
    "links left open in angles": "[a](<b",
    "references left open": "[a][",
    "links in links": "[a](b)[",
    "stars": "*",
    "emphasis left open": "*a ",
    "strong left open": "**a",
    "two kinds of emphasis left open": "*a _b ",
    "emphasis closed crosswise": "*a_ ",
    "emphasis of three": "a***b_ ",
    "emphasis in words": "a**b",
    "struck out left open": "~~a ",
    "subscripts left open": "~a ",
    "superscripts left open": "^a ",
    "marks left open": "==a ",
    "one backtick": "`a ",
    "formulae left open": "$a ",
    "formulae in code left open": "$`a ",
    "displayed formulae left open": "$$a ",
    "double quotes left open": '"a ',
    "single quotes left open": "'a ",
    "quotes of two kinds left open": "\"a 'b ",
    "notes left open": "[^",
    "notes without definition": "a[^n] ",
    "inline notes left open": "^[a ",
    "notes left open in a quotation": ("[^", "> ", ""),
    "one note cited again": ("a[^n] ", "", "\n\n[^n]: b\n"),
    "notes without citation": ("[^n]: b\n\n", "", ""),
    "less-than signs": "<",
    "tags left open": "<a ",
    "attributes left open": '<a b="',
    "tags never closed": "<b>",
    "tags never opened": "</b>",
    "comments left open": "<!-- ",
    "declarations left open": "<!A ",
    "declarations left open in a line": ("<!A ", "a ", ""),
    "CDATA left open": "<![CDATA[ ",
    "CDATA left open in a line": ("<![CDATA[ ", "a ", ""),
    "instructions left open": "<? ",
    "instructions left open in a line": ("<? ", "a ", ""),
    "blocks of HTML": "<div>\n",
    "blocks of tables": "<table><tr><td>\n",
    "web addresses": "http://a.b ",
    "web addresses with parentheses": "www.a.b/(",
    "mail addresses": "a@b.c ",
    "words of a mail address": "a.",
    "underscores before an address": "_www.",
    "ampersands": "&",
    "entities": "&amp;&#1234;",
    "backslashes": "\\",
    "braces": "{",
    "attributes that are not": "{#a ",
    "attributes after marks": "`a`{.b} ",
    "colons": ":",
    "boxes left open": ":::note\n",
    "boxes in boxes": "::::note\n:::case\n",
    "colons that close nothing": ":::\n",
    "headings of one name": "### a\n\n",
    "headings that take names": ("### a\n\n### a-1\n\n", "", ""),
    "headings of both kinds": "a\n-\n",
    "rules": "* * *\n",
    "items": "- a\n",
    "loose items": "- a\n\n",
    "items of changing kind": "- a\n+ b\n* c\n",
    "numbers": "1. a\n",
    "tasks": "- [x] a\n",
    "items in items": "- ",
    "numbers in numbers": "1. ",
    "quotations in quotations": "> ",
    "quotations without a space": ">",
    "quotations and items": "> - ",
    "lazy lines": ("a\n", "> ", ""),
    "fences": "```\n~~~\n",
    "fences left open": ("a\n", "```\n", ""),
    "indented code": "    a\n\n",
    "rows": ("| a | b | c |\n", "| a | b | c |\n|---|--:|---|\n", ""),
    "rows without cells": ("|\n", "| a | b | c |\n|---|---|---|\n", ""),
    "columns": ("|a", "x\n\n", "|\n"),
    "lines that may be tables": "|a|\n",
    "definitions": "[a]: <b> 'c'\n",
    "definitions left open": "[a]: <b> 'c\n",
    "references to nothing": "[a][b] ",
    "cross-references to nothing": "@fig-a ",
    "a word without end": "a",
    "one line": "word ",
    "lines": "word\n",
    "paragraphs": "word\n\n",
    "accents": "\u0301",
    "directions": "\u202ea\u2066",
    "tabs": "\t",
    "spaces": ("  ", "a", "b"),
    "empty lines": "\n",
    "hard breaks": "a\\\n",
    "dashes": "-- ",
    "ellipses": "... ",
    "alerts": "> [!NOTE]\n> a\n\n",
    "figures": "![a](a.png)\n\n",
    "pull quotes not in the text": ":::pullquote\nWords of which no other part of the paper knows anything\n:::\n\n",
    "merge conflicts": "<<<<<<< a\n=======\n>>>>>>> b\n",
}


def numbered(pattern, before="", after=""):
    return lambda n: before + "".join(pattern.replace("§", str(i)) for i in range(n)) + after


def long_definition(n):
    """One address as long as the references to it are many."""
    return "[a]: /" + "b" * n + "\n\n" + "[a] " * n


def wide_and_long(n):
    """As many columns as rows, of which each has one cell."""
    side = n // 8
    return "|" + "a|" * side + "\n|" + "-|" * side + "\n" + "|a\n" * side


def backtick_runs(n):
    """Runs of every length, none of which is closed by one of its own."""
    runs, length, total = [], 1, 0
    while total < n:
        runs.append("`" * length)
        total += length
        length += 1
    return "a ".join(runs)


def stairs(n):
    """Items that each stand in the one before, as deep as so many bytes go."""
    lines, depth, total = [], 0, 0
    while total < n:
        line = "  " * depth + "- a\n"
        total += len(line)
        depth += 1
        lines.append(line)
    return "".join(lines)


def quoted_text(n, more=""):
    """A text, and pull quotes that are each nearly in it."""
    words = [f"word{i * 7919 % 1000}" for i in range(n)]
    text = more + "\n\n".join(" ".join(words[i : i + 60]) for i in range(0, n, 60))
    quotes = "".join(
        ":::pullquote\n" + " ".join(["other", *words[i : i + 9], "end", "of"]) + "\n:::\n\n" for i in range(0, n, 60)
    )
    return f"{text}\n\n{quotes}"


# Manuscripts that differ from place to place.
MADE = {
    "notes": numbered("a[^§] \n\n[^§]: b\n\n"),
    "notes in one line": lambda n: numbered("a[^§] ")(n) + "\n\n" + numbered("[^§]: b\n")(n),
    "notes that cite the next": lambda n: "a[^0]\n\n" + "".join(f"[^{i}]: b[^{i + 1}]\n\n" for i in range(n)),
    "undefined notes": numbered("a[^n§] "),
    "unused notes": numbered("[^§]: b\n\n"),
    "definitions of other names": numbered("[a§]: /b\n"),
    "references to each": lambda n: numbered("[a§]: /b\n")(n) + "\n" + numbered("[a§] ")(n),
    "one long address": long_definition,
    "headings": numbered("### a§\n\n"),
    "sections": numbered("## a§\n\nb\n\n"),
    "headings with ids": numbered("### a {#id§}\n\n"),
    "ids given twice": numbered("### a {#id}\n\n"),
    "wide and long tables": wide_and_long,
    "tables": numbered("| a | b |\n|---|---|\n| § | c |\n\n"),
    "runs of backticks": backtick_runs,
    "stairs of items": stairs,
    "figures with ids": numbered("![a](a.png \"b\"){#fig-a§}\n\n"),
    "cross-references": lambda n: numbered("![a](a.png \"b\"){#fig-a§}\n\n")(n) + numbered("@fig-a§ ")(n),
    "cross-references misspelt": lambda n: numbered("![a](a.png \"b\"){#fig-a§}\n\n")(n) + numbered("@fig-b§ ")(n),
    "links to headings": lambda n: numbered("### a§\n\n")(n) + numbered("[a](#a§) ")(n),
    "links to headings misspelt": lambda n: numbered("### a§\n\n")(n) + numbered("[a](#b§) ")(n),
    "links to nothing": numbered("[a](b§.md) "),
    "links to nothing, in lines": numbered("[a](b§.md)\n"),
    "unknown attributes in one line": numbered("`a`{.b x§=y} "),
    "pull quotes nearly in the text": quoted_text,
    "pull quotes of the text's words": lambda n: quoted_text(n, "The end of other words.\n\n"),
    "links to headings by the file": lambda n: numbered("### a§\n\n")(n) + numbered("[a](slow.md#a§) ")(n),
    "pull quotes of the text": lambda n: numbered("Word § is here.\n\n:::pullquote\nWord § is here.\n:::\n\n")(n),
    "code of every language": numbered("```rust\nfn a§() {}\n```\n\n"),
    "code in one block": lambda n: "```rust\n" + numbered("fn a§() { let b = \"c\"; }\n")(n) + "```\n",
    "one line of code": lambda n: "```rust\n" + "(a, " * n + "\n```\n",
    "formulae": numbered("$x_{§}^2$ "),
    "formulae in formulae": lambda n: "$" + "{" * n + "$",
    "one formula": lambda n: "$" + "x+" * n + "y$",
}


def front_matter(lines):
    return {"content/papers/slow.md": f'+++\ntitle = "T"\ndate = "2020"\n{lines}\n+++\n\nWords.\n'}


def yaml(lines):
    return {"content/papers/slow.md": f"---\ntitle: T\ndate: 2020\n{lines}\n---\n\nWords.\n"}


def listed(form, n):
    return ", ".join(form.replace("§", str(i)) for i in range(n))


# What stands before the text.
FACTS = {
    "aliases": lambda n: front_matter('aliases = [' + listed('"/old/§/"', n) + ']'),
    "aliases of one address": lambda n: front_matter('aliases = [' + listed('"/old/"', n) + ']'),
    "topics": lambda n: front_matter('topics = [' + listed('"Topic §"', n) + ']'),
    "authors": lambda n: front_matter('authors = [' + listed('"Author §"', n) + ']'),
    "authors nearly known": lambda n: front_matter('authors = [' + listed('"author-§"', n) + ']'),
    "corrections": lambda n: front_matter('corrections = [' + listed('{ date = 2021-02-01, text = "*a*" }', n) + ']'),
    "keys": lambda n: front_matter("\n".join(f"key{i} = 1" for i in range(n))),
    "a long title": lambda n: front_matter('subtitle = "' + "a " * n + '"'),
    "TOML in depth": lambda n: front_matter("a = " + "[" * n),
    "TOML tables in depth": lambda n: front_matter("a = " + "{ a = " * n),
    "TOML keys in depth": lambda n: front_matter("a" + ".a" * n + " = 1"),
    "TOML tables": lambda n: front_matter("\n".join(f"[a{i}]" for i in range(n))),
    "TOML headers in depth": lambda n: front_matter("[a" + ".a" * n + "]"),
    "YAML in depth": lambda n: yaml("a: " + "[" * n),
    "YAML maps in depth": lambda n: yaml("a: " + "{a: " * n),
    "YAML items in depth": lambda n: yaml("a:\n  " + "- " * n),
    "YAML keys": lambda n: yaml("\n".join(f"key{i}: 1" for i in range(n))),
    "YAML anchors": lambda n: yaml("\n".join(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, n))),
    "YAML topics": lambda n: yaml("topics:\n" + "".join(f"  - Topic {i}\n" for i in range(n))),
    "YAML quotes left open": lambda n: yaml('a: "' + "b: 'c\n" * n),
    "YAML in one line": lambda n: yaml("subtitle: " + "a " * n),
}


def data(text, chart='![A chart.](data.csv "T"){chart=bar}'):
    return {"content/papers/slow/index.md": f"{FRONT}{chart}\n", "content/papers/slow/data.csv": text}


DATA = {
    "rows of data": lambda n: data("a,b\n" + "".join(f"r{i},{i}\n" for i in range(n))),
    "rows of a line": lambda n: data("a,b\n" + "".join(f"{i},{i}\n" for i in range(n)), '![A.](data.csv "T"){chart=line}'),
    "columns of data": lambda n: data("a," + ",".join(f"c{i}" for i in range(n)) + "\nx," + ",".join(str(i) for i in range(n)) + "\n"),
    "rows of other lengths": lambda n: data("a,b\n" + "x\n" * n),
    "rows of one name": lambda n: data("a,b\n" + "x,1\n" * n),
    "quotes left open in data": lambda n: data("a,b\n" + '"x,1\n' * n),
    "quotes in data": lambda n: data('a,b\n"' + '""' * n + '",1\n'),
    "words for numbers": lambda n: data("a,b\n" + "".join(f"r{i},n{i}\n" for i in range(n))),
    "one cell": lambda n: data("a,b\n" + "x" * n + ",1\n"),
    "groups of data": lambda n: data("a,b,c\n" + "".join(f"r{i},g{i},{i}\n" for i in range(n)), '![A.](data.csv "T"){chart=bar series=b y=c}'),
}


def papers(n, form, **more):
    return {**{f"content/papers/p{i}.md": form.replace("§", str(i)) for i in range(n)}, **more}


SHORT = '+++\ntitle = "Paper §"\ndate = "2020"\n'
SITES = {
    "papers": lambda n: papers(n, SHORT + "+++\nWords.\n"),
    "papers of one topic": lambda n: papers(n, SHORT + 'topics = ["T"]\nseries = "S"\nnumber = §\n+++\nWords.\n'),
    "papers of their own topics": lambda n: papers(n, SHORT + 'topics = ["Topic §"]\n+++\nWords.\n'),
    "papers by their own authors": lambda n: papers(n, SHORT + 'authors = ["Author §"]\n+++\nWords.\n'),
    "papers with one number": lambda n: papers(n, SHORT + 'series = "S"\nnumber = 1\n+++\nWords.\n'),
    "papers with one alias": lambda n: papers(n, SHORT + 'aliases = ["/old/"]\n+++\nWords.\n'),
    "papers at one address": lambda n: {f"content/papers/{'é' * (i % 7)}{'-' * (i // 7)}a.md": SHORT + "+++\nWords.\n" for i in range(min(n, 1500))},
    "papers that link to nothing": lambda n: papers(n, SHORT + "+++\n[a](q§.md)\n"),
    "papers that link to the next": lambda n: papers(n, SHORT + "+++\n[a](p§.md)\n"),
    "authors without a file": lambda n: papers(n, SHORT + 'authors = ["person-§"]\n+++\nWords.\n', **{f"content/people/q{i}.md": f'+++\nname = "Q {i}"\n+++\n' for i in range(n)}),
    "folders in folders": lambda n: {"content/" + "a/" * min(n, 900) + "index.md": SHORT + "+++\nWords.\n"},
    "settings of rules": lambda n: {**paper("[a](b.md)\n"), "content/site.toml": SETTINGS + "".join(f'[lint."papers/{i}/"]\nlink-missing = "off"\n' for i in range(n))},
    "settings for each paper": lambda n: papers(n, SHORT + "+++\n[a](b.md)\n", **{"content/site.toml": SETTINGS + "".join(f'[lint."papers/p{i}.md"]\nlink-missing = "off"\n' for i in range(n))}),
    "known problems that are mended": lambda n: papers(n, SHORT + "+++\nWords.\n", **{"content/baseline.toml": "version = 1\n" + "".join(f'["content/papers/p{i}.md"]\nlink-missing = ["a", "b", "c"]\n' for i in range(n))}),
    "collections": lambda n: {**paper("a"), "content/site.toml": SETTINGS + "".join(f"[collections.c{i}]\n" for i in range(n))},
    "languages": lambda n: {**paper("a"), "content/site.toml": SETTINGS + "languages = [" + listed('"en-a§"', n) + "]\n"},
    "entries of a menu": lambda n: {**paper("a"), "content/site.toml": SETTINGS + "[menu]\nheader = [" + listed('{ title = "a", link = "/papers/" }', n) + "]\n"},
}


def repeated(text):
    text, before, after = (text, "", "") if isinstance(text, str) else text
    return lambda n: paper(before + text * max(1, n // len(text)) + after + "\n")


# What grows faster than its source, and why that is let be: none of it comes about but on purpose, and each has an end.
KNOWN = {
    "sections": "each is a page that lists them all, and a paper has 300 at most",
    "wide and long tables": "a row without cells has as many as its table has columns; the parser refuses a table of half a million",
    "topics": "each topic has a page, which shows the paper with all of its topics",
    "YAML topics": "as above",
    "languages": "every page has a switch to every language, and every language has its lists",
    "collections": "the settings of each are read against those of all",
}

# Each group with the size that its cases begin with.
GROUPS = {
    "repeated": (20_000, {name: repeated(text) for name, text in REPEATED.items()}),
    "made": (250, {name: lambda n, text=text: paper(text(n)) for name, text in MADE.items()}),
    "facts": (250, FACTS),
    "data": (250, DATA),
    "sites": (100, SITES),
}


def cases(only=None):
    """Every case of a group, or of all: its name, the size to begin with, and its files by size."""
    for group, (n, named) in GROUPS.items():
        if only in (None, group):
            for name, files in named.items():
                yield name, n, files
