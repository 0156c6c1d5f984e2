#!/usr/bin/env python3
"""Makes the theme's woff2 files and its fonts.css from Adobe's Source Serif 4 and Source Sans 3.

    npm install --prefix FOLDER source-serif@4.5.1 source-sans@3.52.0
    python3 -m pip install fonttools==4.68.0 brotli==1.2.1
    python3 tests/fonts/make.py FOLDER/node_modules

Each file is a subset: fewer characters, fewer or narrower axes and only the features that the
theme uses. The licence reserves the name "Source" for the unmodified fonts, so the subsets are
named "Offprint …".
"""
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ASSETS = Path(__file__).resolve().parents[2] / "themes/institute/assets"
FONTS = ASSETS / "fonts"

# What a browser fetches, and when: the letters of western Europe and Polish with every page, the rest of Latin as a
# page uses it. Polish stands with the first because a file of its own would weigh more than its letters do here.
PARTS = {
    "latin": (
        "U+0020-007E,U+00A0-00FF,U+0104-0107,U+0118-0119,U+0131,U+0141-0144,U+0152-0153,U+015A-015B,U+0179-017C,"
        "U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2002-2009,U+200B-200D,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,"
        "U+2030,U+2032-2033,U+2039-203A,U+2044,U+2060,U+2070,U+2074-2079,U+20AC,U+2122,U+2212,U+FEFF"
    ),
    "latin-ext": (
        "U+0100-0103,U+0108-0117,U+011A-0130,U+0132-0140,U+0145-0151,U+0154-0159,U+015C-0178,U+017D-017F,U+018F,U+0192,"
        "U+01CD-01DC,U+01E6-01E7,U+01EA-01EB,U+01FA-01FF,U+0218-021B,U+0237,U+0259,U+02C7,U+02D8-02D9,U+02DB,U+02DD,"
        "U+1E00-1E9F"
    ),
    "vietnamese": (
        "U+01A0-01A1,U+01AF-01B0,U+0300-0304,U+0306-030C,U+0323,U+0326-0328,U+0331,U+1EA0-1EFF,U+20AB"
    ),
    "symbols": (
        "U+2080-2089,U+20A1,U+20A4,U+20A6,U+20A9-20AA,U+20AD-20AE,U+20B1-20B2,U+20B4-20B5,U+20B8-20BA,U+20BD,U+2113,"
        "U+2116,U+2126,U+2190-2193,U+2196-2199,U+2215,U+2248,U+2260,U+2264-2265,U+2713"
    ),
}
WORDS = ("latin", "latin-ext", "vietnamese")

TEXT_FEATURES = "kern liga locl onum pnum lnum tnum sups frac numr dnom ordn case".split()
TITLE_FEATURES = "kern liga locl onum pnum lnum tnum case".split()
CAPITAL_FEATURES = "kern locl onum pnum lnum".split()
# A rare part is set in runs of a letter or two, where nothing is kerned; it may have combining marks.
RARE_FEATURES = "locl ccmp mark mkmk".split()

SERIF = "source-serif/VAR/SourceSerif4Variable-Roman.ttf"
SERIF_ITALIC = "source-serif/VAR/SourceSerif4Variable-Italic.ttf"
SANS = "source-sans/VF/SourceSans3VF-Upright.ttf"
SANS_ITALIC = "source-sans/VF/SourceSans3VF-Italic.ttf"
# Text is set at about 20 px, the size that Source Serif 4 is drawn for; titles have a cut of their own.
TEXT_SIZE, TITLE_SIZE = 20, 60
REGULAR_TO_BOLD = (400, 600)


@dataclass(frozen=True)
class Face:
    family: str
    stem: str
    source: str
    limits: dict
    weight: str
    style: str
    features: list
    parts: tuple = WORDS
    # Whether small letters show the font's small capitals, so that no small letter need be kept.
    capitals: bool = False


FACES = [
    Face("Offprint Serif", "offprint-serif", SERIF, {"wght": REGULAR_TO_BOLD, "opsz": TEXT_SIZE}, "400 600", "normal", TEXT_FEATURES, tuple(PARTS)),
    Face("Offprint Serif", "offprint-serif-italic", SERIF_ITALIC, {"wght": 400, "opsz": TEXT_SIZE}, "400", "italic", TITLE_FEATURES),
    Face("Offprint Serif", "offprint-serif-bold-italic", SERIF_ITALIC, {"wght": 600, "opsz": TEXT_SIZE}, "600", "italic", TITLE_FEATURES),
    Face("Offprint Sans", "offprint-sans", SANS, {"wght": REGULAR_TO_BOLD}, "400 600", "normal", TEXT_FEATURES, tuple(PARTS)),
    Face("Offprint Sans", "offprint-sans-italic", SANS_ITALIC, {"wght": 400}, "400", "italic", TITLE_FEATURES),
    Face("Offprint Display", "offprint-display", SERIF, {"wght": 600, "opsz": TITLE_SIZE}, "600", "normal", TITLE_FEATURES),
    Face("Offprint Capitals", "offprint-capitals", SERIF, {"wght": 500, "opsz": TEXT_SIZE}, "500", "normal", CAPITAL_FEATURES, ("latin", "latin-ext"), capitals=True),
]

# The reader's own fonts, made to take the room of the theme's until those have come: names of the same cut, its width
# and that of the theme's, in thousandths of an em over running English (Times and Arial as Liberation has them, the
# others by capsize's tables).
ASCENT = {"Serif": (1036, 335), "Display": (1036, 335), "Sans": (1000, 326)}
STAND_INS = [
    ("Serif", "Georgia", 400, "normal", ["Georgia"], 442.5, 447.9),
    ("Serif", "Georgia", 600, "normal", ["Georgia Bold", "Georgia-Bold"], 513.9, 454.5),
    ("Serif", "Georgia", 400, "italic", ["Georgia Italic", "Georgia-Italic"], 449.9, 414.7),
    ("Serif", "Times", 400, "normal", ["Times New Roman", "TimesNewRomanPSMT", "Liberation Serif"], 403.2, 447.9),
    ("Serif", "Times", 600, "normal", ["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"], 428.7, 454.5),
    ("Serif", "Times", 400, "italic", ["Times New Roman Italic", "TimesNewRomanPS-ItalicMT", "Liberation Serif Italic"], 404, 414.7),
    ("Serif", "Noto", 400, "normal", ["Noto Serif", "NotoSerif"], 477.4, 447.9),
    ("Serif", "Noto", 600, "normal", ["Noto Serif Bold", "NotoSerif-Bold"], 507.4, 454.5),
    ("Display", "Georgia", 600, "normal", ["Georgia Bold", "Georgia-Bold"], 513.9, 413.9),
    ("Display", "Times", 600, "normal", ["Times New Roman Bold", "TimesNewRomanPS-BoldMT", "Liberation Serif Bold"], 428.7, 413.9),
    ("Display", "Noto", 600, "normal", ["Noto Serif Bold", "NotoSerif-Bold"], 507.4, 413.9),
    ("Sans", "Arial", 400, "normal", ["Arial", "ArialMT", "Liberation Sans", "Roboto"], 443.8, 416),
    ("Sans", "Arial", 600, "normal", ["Arial Bold", "Arial-BoldMT", "Liberation Sans Bold", "Roboto Bold", "Roboto-Bold"], 478.3, 428.6),
]

# Superior and inferior letters and brackets are left out: a note's number and an ordinal's ending are what is used.
ORDINAL_ENDINGS = "dehnrst"
RAISED_OR_LOWERED = re.compile(r"^([A-Za-z]+)\.(sups|u|subs|b|numr|n|dnom|d)$")
FIGURES = "zero one two three four five six seven eight nine".split()


def is_left_out(glyph):
    match = RAISED_OR_LOWERED.match(glyph)
    if not match or match[1] in FIGURES:
        return False
    return not (len(match[1]) == 1 and match[1] in ORDINAL_ENDINGS)


def drop_unused_forms(font):
    """Takes forms that are left out away from the substitutions, so that the subset has no reason to keep them."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            table = getattr(table, "ExtSubTable", table)
            if table.LookupType == 1:
                table.mapping = {glyph: form for glyph, form in table.mapping.items() if not is_left_out(form)}


def substitutions(font, feature):
    """The single substitutions that a feature makes."""
    layout = font["GSUB"].table
    found = {}
    for record in layout.FeatureList.FeatureRecord:
        for index in record.Feature.LookupListIndex if record.FeatureTag == feature else ():
            for table in layout.LookupList.Lookup[index].SubTable:
                table = getattr(table, "ExtSubTable", table)
                found |= table.mapping if table.LookupType == 1 else {}
    return found


def show_small_capitals(font):
    """Gives small letters the font's drawn small capitals."""
    capitals = substitutions(font, "smcp")
    for table in font["cmap"].tables:
        table.cmap = {code: capitals.get(glyph, glyph) for code, glyph in table.cmap.items()}


def rename(font, face):
    """Replaces the reserved name wherever the font states its own name; copyright and licence stay."""
    names = font["name"]
    family, style = face.family, "Italic" if face.style == "italic" else "Regular"
    plain = family.replace(" ", "")
    stated = {1: family, 2: style, 3: f"{face.stem};subset", 4: f"{family} {style}", 6: f"{plain}-{style}", 16: family, 17: style, 25: plain}
    kept = {0, 5, 13, 14}
    in_use = {axis.axisNameID for axis in font["fvar"].axes} if "fvar" in font else set()
    for record in list(names.names):
        if record.nameID not in kept and record.nameID not in in_use and record.nameID < 256:
            names.removeNames(nameID=record.nameID)
    for identifier, text in stated.items():
        names.setName(text, identifier, 3, 1, 0x409)


def make(root, face, part):
    font = TTFont(root / face.source, recalcTimestamp=False)
    drop_unused_forms(font)
    if face.capitals:
        show_small_capitals(font)
    options = subset.Options()
    options.layout_features = face.features if part == "latin" else RARE_FEATURES
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(PARTS[part]))
    subsetter.subset(font)
    font = instancer.instantiateVariableFont(font, face.limits)
    rename(font, face)
    font.flavor = "woff2"
    target = FONTS / f"{face.stem}-{part}.woff2"
    font.save(target)
    return target


def rule(face, part):
    """The face's rule. What every page may need is used when it comes at once and else by the next page, so that no text
    moves while it is read; a rare part comes when it has come, since its letters would not go with the others."""
    return (
        "@font-face {\n"
        f'  font-family: "{face.family}";\n'
        f'  src: url("fonts/{face.stem}-{part}.woff2") format("woff2");\n'
        f"  font-weight: {face.weight};\n"
        f"  font-style: {face.style};\n"
        f"  font-display: {'optional' if part == 'latin' else 'swap'};\n"
        f"  unicode-range: {PARTS[part].replace(',', ', ')};\n"
        "}\n"
    )


def stand_in(family, like, weight, style, names, width, wanted):
    size = wanted / width
    ascent, descent = ASCENT[family]
    sources = ", ".join(f'local("{name}")' for name in names)
    return (
        "@font-face {\n"
        f'  font-family: "Offprint {family} as {like}";\n'
        f"  src: {sources};\n"
        f"  font-weight: {weight};\n"
        f"  font-style: {style};\n"
        f"  size-adjust: {size * 100:.1f}%;\n"
        f"  ascent-override: {ascent / size / 10:.1f}%;\n"
        f"  descent-override: {descent / size / 10:.1f}%;\n"
        "  line-gap-override: 0%;\n"
        "}\n"
    )


def main():
    root = Path(sys.argv[1])
    FONTS.mkdir(exist_ok=True)
    rules = []
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    for face in FACES:
        # A later rule goes before an earlier one, and the first part is what most text needs.
        for part in reversed(face.parts):
            target = make(root, face, part)
            rules.append(rule(face, part))
            print(f"{target.name}\t{target.stat().st_size}")
    head = "/* The theme's fonts, and the reader's own in their room until they have come: made by tests/fonts/run. */\n"
    (ASSETS / "fonts.css").write_text(head + "".join(rules) + "\n" + "".join(stand_in(*line) for line in STAND_INS))


if __name__ == "__main__":
    main()
