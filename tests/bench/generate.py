#!/usr/bin/env python3
"""Writes a site of made-up policy papers to measure builds with: always the same for the same options.

    generate.py --papers 100 --out FOLDER [--pages single|sections] [--hugo]

A paper has a title, authors, topics and a summary, six sections, twelve notes, three pull quotes that
repeat its words, two figures, a table and, in one of four, a block of code: about 2,600 words. With
--hugo the same papers become a Hugo site, whose theme in hugo/ does the work that offprint's does: lists
of twenty, topics, two feeds for the site, its papers and each topic, metadata for Scholar, Open Graph and
JSON-LD, contents, numbered figures and tables and lists of them, notes both ways, a citation and three
files of it, a sitemap; and copies the same fonts, styles and scripts.
"""
import argparse
import datetime
import json
import random
import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent
SITE = "Institute of Measured Builds"
ADDRESS = "https://bench.example/"
TOPICS = [f"{a} {b}" for a in ("Urban", "Rural", "Digital", "Public", "Social") for b in ("Finance", "Energy", "Health", "Transport", "Law", "Trade")]
NAMES = [f"{a} {b}" for a in ("Ada", "Bruno", "Chiara", "Dorota", "Emil", "Fatou") for b in ("Nowak", "Silva", "Okoye", "Larsen", "Haddad")]
SECTIONS = ["The question", "What is known", "How it was measured", "What was found", "What could be done", "What to do first"]
COMMON = ("the of and to in a is that for on with as by at from it this which are was not an or has their its more than between over "
          "while these when because would may also into through within other both most each").split()
SUBJECT = ("city budget council data market reform energy service region survey tax school transit housing water permit contract "
           "ministry estimate baseline investment capacity oversight delivery income network standard licence audit").split()
CODE = {
    "python": 'import csv\n\n# Shares of {0} by {1}\ndef shares(path):\n    with open(path, newline="") as file:\n        rows = list(csv.DictReader(file))\n'
              '    total = sum(float(row["{0}"]) for row in rows)\n    return {{\n        row["{1}"]: float(row["{0}"]) / total\n        for row in rows\n    }}\n\n\n'
              'if __name__ == "__main__":\n    print(shares("{2}.csv"))',
    "sql": "-- {0} by {1}\nWITH yearly AS (\n  SELECT {1}, year, SUM({0}) AS total\n  FROM {2}\n  WHERE year >= 2015\n  GROUP BY {1}, year\n)\n"
           "SELECT\n  {1},\n  year,\n  total,\n  RANK() OVER (PARTITION BY year ORDER BY total DESC) AS place\nFROM yearly\nORDER BY year, place;",
    "rust": "use std::collections::BTreeMap;\n\n/// Shares of {0} by {1}.\npub fn shares(rows: &[(String, f64)]) -> BTreeMap<&str, f64> {{\n"
            "    let total: f64 = rows.iter().map(|(_, value)| value).sum();\n    rows.iter()\n        .map(|(name, value)| (name.as_str(), value / total))\n        .collect()\n}}\n\n"
            "fn main() {{\n    let {2} = vec![(\"north\".to_string(), 1.5)];\n    println!(\"{{:?}}\", shares(&{2}));\n}}",
}


def vocabulary():
    """About 1,500 words; the first are the commonest, as in any language."""
    source = random.Random("vocabulary")
    starts, middles, ends = "b br d dr f g gl k l m n p pl r s st t tr v".split(), "a e i o u ea io".split(), ["", "n", "r", "l", "st", "nt", "tion", "ment"]
    made = {"".join(source.choice(starts) + source.choice(middles) for _ in range(source.randint(1, 3))) + source.choice(ends) for _ in range(3000)}
    words = COMMON + SUBJECT + sorted(word for word in made if len(word) > 3)[:1400]
    totals, total = [], 0.0
    for rank in range(len(words)):
        total += 1 / (rank + 4)
        totals.append(total)
    return words, totals


WORDS, TOTALS = vocabulary()


class Writer:
    """Sentences from one stream of chance."""

    def __init__(self, seed):
        self.chance = random.Random(seed)

    def phrase(self, count):
        return " ".join(self.chance.choices(WORDS, cum_weights=TOTALS, k=count))

    def title(self, count):
        return self.phrase(count).capitalize()

    def sentence(self, low=10, high=22):
        return self.phrase(self.chance.randint(low, high)).capitalize() + "."

    def marked(self):
        """A sentence of which some words are strong, emphasised or a link."""
        words = self.sentence().split(" ")
        at = self.chance.randint(1, len(words) - 3)
        form = self.chance.choice(["{}"] * 6 + ["**{}**", "*{}*", "[{}](https://source.example/%d)" % self.chance.randint(1, 9999)])
        words[at] = form.format(words[at])
        return " ".join(words)


def paper(index, count):
    """A paper as plain data: its record, and its blocks as (kind, …)."""
    writer = Writer(f"paper {index}")
    chance = writer.chance
    day = datetime.date(2015, 1, 1) + datetime.timedelta(days=index * 4000 // max(count, 1))
    record = {
        "title": writer.title(7), "subtitle": writer.title(10), "authors": chance.sample(NAMES, 1 + index % 3), "date": day.isoformat(),
        "topics": sorted(chance.sample(TOPICS, chance.randint(1, 3))), "summary": " ".join(writer.sentence(18, 22) for _ in range(5)),
    }
    blocks, notes = [], []
    for number, name in enumerate(SECTIONS):
        blocks.append(("heading", f"{name}: {writer.phrase(2)}"))
        quotable = writer.sentence(18, 24)
        for part in range(4):
            sentences = [writer.marked() for _ in range(5)]
            if part in (0, 3):
                notes.append(writer.sentence(14, 24))
                sentences[2] += f"[^{len(notes)}]"
            if part == 1:
                sentences.insert(1, quotable)
            blocks.append(("text", " ".join(sentences)))
            blocks.extend(extra(writer, index, number, part, quotable))
    return {"slug": f"paper-{index:05}", "record": record, "blocks": blocks, "notes": notes}


def extra(writer, index, section, part, quotable):
    """What stands after one paragraph of a paper besides text."""
    chance = writer.chance
    if part == 1 and section in (0, 2, 4):
        return [("pullquote", quotable)]
    if part == 0 and section in (1, 3):
        return [("figure", chance.randint(1, 8), writer.sentence(12, 14))]
    if part == 2 and section == 3:
        rows = [[writer.title(1), *(f"{chance.random() * 90:.1f}" for _ in range(4))] for _ in range(6)]
        return [("table", rows, writer.sentence(8, 12))]
    if part == 2 and section == 5 and index % 4 == 0:
        language = sorted(CODE)[index // 4 % len(CODE)]
        return [("code", language, CODE[language].format(*chance.sample(SUBJECT, 3)))]
    return []


def front_matter(record, more=()):
    lines = [f"{key}: {json.dumps(value)}" for key, value in record.items() if key != "date"] + [f"date: {record['date']}", *more]
    return "---\n" + "\n".join(lines) + "\n---\n\n"


def table(rows):
    head = "| Region | 2021 | 2022 | 2023 | 2024 |\n|---|--:|--:|--:|--:|\n"
    return head + "\n".join("| " + " | ".join(row) + " |" for row in rows)


def offprint_block(block):
    match block:
        case ("heading", words): return f"## {words}"
        case ("text", words): return words
        case ("pullquote", words): return f":::pullquote\n{words}\n:::"
        case ("figure", number, words): return f'![{words}](/images/figure-{number}.svg "{words}")'
        case ("table", rows, words): return f"{table(rows)}\n\nTable: {words}"
        case ("code", language, text): return f"```{language}\n{text}\n```"


def hugo_block(block):
    match block:
        case ("pullquote", words): return f"> {words}\n{{.pullquote}}"
        case ("table", rows, words): return f"{table(rows)}\n{{caption={json.dumps(words)}}}"
        case other: return offprint_block(other)


def body(paper, write_block):
    notes = [f"[^{number}]: {text}" for number, text in enumerate(paper["notes"], 1)]
    return "\n\n".join([write_block(block) for block in paper["blocks"]] + notes) + "\n"


def drawing(number):
    chance = random.Random(f"figure {number}")
    bars = "".join(f'<rect x="{30 + 60 * at}" y="{280 - height}" width="40" height="{height}" fill="#27496d"/>'
                   for at, height in enumerate(chance.randint(30, 260) for _ in range(9)))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 300" width="600" height="300">{bars}<path d="M20 280h570" stroke="#222"/></svg>\n'


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_offprint(papers, out, pages):
    settings = f'title = "{SITE}"\nbase_url = "{ADDRESS}"\n\n[collections.papers]\ntitle = "Papers"\nper_page = 20\n'
    write(out / "content/site.toml", settings)
    write(out / "content/index.md", "---\ntitle: Home\nsummary: Papers to measure builds with.\n---\n\nNew papers every week.\n")
    write(out / "content/papers/index.md", "---\ntitle: Papers\nsummary: Every paper.\n---\n\nEvery paper.\n")
    for number in range(1, 9):
        write(out / f"content/images/figure-{number}.svg", drawing(number))
    for one in papers:
        write(out / f"content/papers/{one['slug']}.md", front_matter(one["record"], [f"pages: {pages}"]) + body(one, offprint_block))


def write_hugo(papers, out):
    shutil.copytree(HERE / "hugo", out, dirs_exist_ok=True)
    theme = HERE.parents[1] / "themes/institute/assets"
    for kind in ("css", "js"):
        (out / "assets" / kind).mkdir(parents=True)
        for file in theme.glob(f"*.{kind}"):
            shutil.copy(file, out / "assets" / kind)
    shutil.copytree(theme / "fonts", out / "static/assets/fonts")
    for number in range(1, 9):
        write(out / f"static/images/figure-{number}.svg", drawing(number))
    for one in papers:
        write(out / f"content/papers/{one['slug']}.md", front_matter(one["record"]) + body(one, hugo_block))


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--papers", type=int, required=True)
    options.add_argument("--out", type=Path, required=True, help="a new or empty folder")
    options.add_argument("--pages", choices=["single", "sections"], default="single")
    options.add_argument("--hugo", action="store_true", help="write a Hugo site instead")
    chosen = options.parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()):
        options.error(f"{chosen.out} is not empty")
    papers = (paper(index, chosen.papers) for index in range(chosen.papers))
    if chosen.hugo:
        write_hugo(papers, chosen.out)
    else:
        write_offprint(papers, chosen.out, chosen.pages)


if __name__ == "__main__":
    main()
