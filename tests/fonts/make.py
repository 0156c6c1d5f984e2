#!/usr/bin/env python3
"""Makes the theme's woff2 files again from Adobe's Source Serif 4 and Source Sans 3.

    npm install --prefix FOLDER source-serif@4.5.1 source-sans@3.52.0
    python3 -m pip install fonttools==4.68.0 brotli==1.2.1
    python3 tests/fonts/make.py FOLDER/node_modules

Each file is a subset: fewer characters, a narrower weight axis and only the features that the
theme uses. The licence reserves the name "Source" for the unmodified fonts, so the subsets are
named "Offprint Serif" and "Offprint Sans".
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

FONTS = Path(__file__).resolve().parents[2] / "themes/institute/assets/fonts"

# Everything European Latin needs, with Vietnamese, in two parts that a browser fetches as a page needs them.
LATIN = (
    "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2002-2009,U+200B-200D,"
    "U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2030,U+2032-2033,U+2039-203A,U+2044,U+2060,U+2070,"
    "U+2074-2079,U+2080-2089,U+20AC,U+2116,U+2122,U+2190-2193,U+2196-2199,U+2212,U+2215,U+2248,U+2260,"
    "U+2264-2265,U+2713,U+FEFF"
)
EXTENDED = (
    "U+0100-0130,U+0132-0151,U+0154-017F,U+018F,U+0192,U+01A0-01A1,U+01AF-01B0,U+01CD-01DC,U+01E6-01E7,"
    "U+01EA-01EB,U+01FA-01FF,U+0218-021B,U+0237,U+0259,U+02C7,U+02D8-02D9,U+02DB,U+02DD,U+0300-0304,"
    "U+0306-030C,U+0323,U+0326-0328,U+0331,U+1E00-1EFF,U+20A1,U+20A4,U+20A6,U+20A9-20AB,U+20AD-20AE,"
    "U+20B1-20B2,U+20B4-20B5,U+20B8-20BA,U+20BD,U+2113,U+2126"
)
PARTS = {"latin": LATIN, "latin-ext": EXTENDED}

SHARED_FEATURES = (
    "kern mark mkmk ccmp locl liga onum pnum lnum tnum sups subs frac numr dnom ordn case"
).split()
SMALL_CAPITALS = ["smcp", "c2sc"]

WEIGHTS = (400, 700)
# Text is set at about 20 px, the size that Source Serif 4 is drawn for; only the titles go further.
TITLE_SIZES = (20, 60)
TEXT_SIZE = 20

# Family, file stem, source, weights, optical sizes, style name.
FACES = [
    ("Offprint Serif", "offprint-serif", "source-serif/VAR/SourceSerif4Variable-Roman.ttf", WEIGHTS, TITLE_SIZES, "Regular"),
    ("Offprint Serif", "offprint-serif-italic", "source-serif/VAR/SourceSerif4Variable-Italic.ttf", WEIGHTS, TEXT_SIZE, "Italic"),
    ("Offprint Sans", "offprint-sans", "source-sans/VF/SourceSans3VF-Upright.ttf", WEIGHTS, None, "Regular"),
]


def rename(font, family, style):
    """Replaces the reserved name wherever the font states its own name; copyright and licence stay."""
    names = font["name"]
    postscript = f"{family.replace(' ', '')}-{style}"
    stated = {1: family, 2: style, 3: f"{postscript};subset", 4: f"{family} {style}", 6: postscript, 16: family, 17: style, 25: family.replace(" ", "")}
    kept = {0, 5, 13, 14}
    in_use = {axis.axisNameID for axis in font["fvar"].axes}
    for record in list(names.names):
        if record.nameID not in kept and record.nameID not in in_use and record.nameID < 256:
            names.removeNames(nameID=record.nameID)
    for identifier, text in stated.items():
        names.setName(text, identifier, 3, 1, 0x409)


def make(root, face, part, unicodes):
    family, stem, source, weights, sizes, style = face
    font = TTFont(root / source, recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = SHARED_FEATURES + SMALL_CAPITALS
    options.name_IDs = ["*"]
    options.notdef_outline = True
    options.hinting = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(unicodes))
    subsetter.subset(font)
    limits = {"wght": weights} | ({"opsz": sizes} if sizes else {})
    font = instancer.instantiateVariableFont(font, limits)
    rename(font, family, style)
    font.flavor = "woff2"
    target = FONTS / f"{stem}-{part}.woff2"
    font.save(target)
    return target


def main():
    root = Path(sys.argv[1])
    for face in FACES:
        for part, unicodes in PARTS.items():
            target = make(root, face, part, unicodes)
            print(f"{target.name}\t{target.stat().st_size}")


if __name__ == "__main__":
    main()
