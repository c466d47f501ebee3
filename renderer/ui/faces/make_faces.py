"""Cuts rare-names-400.woff2 out of Noto Sans CJK SC and writes ../han-cover.ts; README.md says how to run it."""

import re
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
REPO = HERE.parents[2]
PACKAGE = REPO / "node_modules/@fontsource/noto-sans-sc/files"
# Characters of real names that neither GBK nor the General Standard table holds.
BESIDES = "㛃𠅤𠮷㐂㴔𨰻"
NAME = "Rampart Rare Names"
HAN = (
    (0x2E80, 0x2FD5), (0x3005, 0x3005), (0x3007, 0x3007), (0x3021, 0x3029), (0x3038, 0x303B), (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF), (0xF900, 0xFAD9), (0x20000, 0x323AF),
)  # fmt: skip


def is_han(code: int) -> bool:
    """Script=Han: radicals, 々〇 and their like, ideographs."""
    return any(first <= code <= last for first, last in HAN)


def shipped() -> set[int]:
    """What the faces of the package give the page already: see fonts.css and fonts-rare.css."""
    codes = set(TTFont(PACKAGE / "noto-sans-sc-chinese-simplified-400-normal.woff2").getBestCmap())
    css = (HERE.parent / "fonts-rare.css").read_text("utf8")
    for ranges in re.findall(r"unicode-range:([^;]*);", css):
        for first, last in re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", ranges):
            codes |= set(range(int(first, 16), int(last or first, 16) + 1))
    return {code for code in codes if is_han(code)}


def wanted(unihan: Path) -> set[int]:
    """GBK, in which registers were kept, and the General Standard table (kTGH), from which names are given now."""
    codes = {ord(character) for character in BESIDES}
    for code in filter(is_han, range(0x2E80, 0xA000)):
        try:
            chr(code).encode("gbk")
            codes.add(code)
        except UnicodeError:
            pass
    for line in unihan.read_text("utf8").splitlines():
        if "\tkTGH\t" in line:
            codes.add(int(line.split("\t")[0][2:], 16))
    return codes


def cut(collection: Path, codes: set[int]) -> set[int]:
    fonts = TTCollection(collection, lazy=True).fonts
    number = next(i for i, f in enumerate(fonts) if f["name"].getDebugName(4) == "Noto Sans CJK SC")
    options = subset.Options(
        font_number=number, flavor="woff2", hinting=False, desubroutinize=True, layout_features=[], name_IDs=["*"],
        recalc_timestamp=False,
    )  # fmt: skip
    font = subset.load_font(str(collection), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in (1, 3, 4, 16):
            record.string = NAME
        elif record.nameID == 6:
            record.string = NAME.replace(" ", "") + "-Regular"
    if "CFF " in font:
        font["CFF "].cff.fontNames[0] = NAME.replace(" ", "") + "-Regular"
    subset.save_font(font, str(HERE / "rare-names-400.woff2"), options)
    return set(font.getBestCmap())


def ranges(codes: set[int]) -> list[str]:
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return [f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in runs]


def main() -> None:
    collection, unihan = (Path(argument) for argument in sys.argv[1:3])
    have = shipped()
    held = cut(collection, wanted(unihan) - have)
    lines, line = [], ""
    for run in ranges({code for code in have | held if is_han(code)}):
        if len(line) + len(run) > 100:
            lines.append(line)
            line = ""
        line = f"{line} {run}".strip()
    table = "\n".join([*lines, line])
    (HERE.parent / "han-cover.ts").write_text(
        "/** The Han characters that the faces of the page hold, as hexadecimal ranges; written by faces/make_faces.py. */\n"
        f"export const HAN_COVER = `\n{table}\n`;\n",
        "utf8",
    )


main()
