"""What was measured, as tables: builds, scaling, a million papers by extrapolation, and which aims are met.

In: results by size, each a list of rounds, each a tool's builds. Out: Markdown.
"""
from statistics import median

MARKS = ("<!-- measured -->\n", "<!-- end of what was measured -->\n")
NAMES = {
    "offprint": "offprint", "sections": "offprint, sections", "hugo": "Hugo, same work",
    "offprint-shared": "offprint, shared papers", "hugo-lean": "Hugo, lean, shared papers",
}
RIVALS = {"offprint": "hugo", "sections": "hugo", "offprint-shared": "hugo-lean"}


def middle(rounds, tool, *keys):
    """The median over the rounds of one figure."""
    values = []
    for one in rounds:
        value = one[tool]
        for key in keys:
            value = value[key]
        values.append(value)
    return median(values)


def ratio(rounds, one, other, of="wall"):
    """The median of the ratios within each round. Each is (tool, build)."""
    return median(each[one[0]][one[1]][of] / each[other[0]][other[1]][of] for each in rounds)


def table(head, rows):
    cells = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in cells)


def seconds(value):
    return f"{value * 1000:.1f} ms" if value < 0.1 else f"{value:.2f} s"


def builds(results):
    """What each tool took at each size."""
    head = ["tool", "papers", "clean", "user+sys", "peak MiB", "nothing changed", "one changed", "pages", "files", "MB", "/ cp -r", "/ Hugo", "CPU / Hugo", "unchanged / clean", "other CPU"]
    rows = []
    for size, rounds in results.items():
        for tool in rounds[0]:
            rival = RIVALS.get(tool)
            rows.append([
                NAMES[tool], f"{size:,}", seconds(middle(rounds, tool, "clean", "wall")), seconds(middle(rounds, tool, "clean", "cpu")),
                f"{middle(rounds, tool, 'clean', 'memory'):,.0f}", seconds(middle(rounds, tool, "unchanged", "wall")),
                seconds(middle(rounds, tool, "changed", "wall")), f"{middle(rounds, tool, 'written', 'pages'):,.0f}",
                f"{middle(rounds, tool, 'written', 'files'):,.0f}", f"{middle(rounds, tool, 'written', 'bytes') / 1e6:,.1f}",
                f"{ratio(rounds, (tool, 'clean'), (tool, 'copy')):.1f}",
                f"{ratio(rounds, (tool, 'clean'), (rival, 'clean')):.2f}" if rival in rounds[0] else "–",
                f"{ratio(rounds, (tool, 'clean'), (rival, 'clean'), 'cpu'):.2f}" if rival in rounds[0] else "–",
                f"{ratio(rounds, (tool, 'unchanged'), (tool, 'clean')):.2f}", f"{middle(rounds, tool, 'clean', 'other'):.0%}"])
    return table(head, rows)


def steps(results, tool):
    """Neighbouring sizes at which a tool was measured."""
    sizes = [size for size, rounds in results.items() if tool in rounds[0]]
    return list(zip(sizes, sizes[1:]))


def slope(results, tool, one, other, *keys):
    """What a further paper costs between two sizes."""
    return (middle(results[other], tool, *keys) - middle(results[one], tool, *keys)) / (other - one)


def scaling(results):
    """What a further paper costs between neighbouring sizes."""
    rows = []
    for tool in NAMES:
        for one, other in steps(results, tool):
            cost = [slope(results, tool, one, other, "clean", key) for key in ("wall", "cpu", "memory")]
            bytes_each, files_each = (slope(results, tool, one, other, "written", key) for key in ("bytes", "files"))
            rows.append([NAMES[tool], f"{one:,} to {other:,}", f"{cost[0] * 1000:.3f}", f"{cost[1] * 1000:.3f}", f"{cost[2] * 1024:.1f}", f"{bytes_each / 1000:.1f}", f"{files_each:.2f}"])
    return table(["tool", "from … to … papers", "ms a paper", "CPU ms a paper", "KiB of memory a paper", "kB written a paper", "files a paper"], rows) if rows else ""


def million(results):
    """A million papers, by the straight line through the two largest sizes."""
    found = steps(results, "offprint")
    if not found or found[-1][1] < 1000:
        return ""
    one, other = found[-1]

    def at(*keys):
        return middle(results[other], "offprint", *keys) + slope(results, "offprint", one, other, *keys) * (1_000_000 - other)

    return (f"By the straight line through {one:,} and {other:,} papers, a million would take {at('clean', 'wall') / 60:.1f} minutes of wall time and "
            f"{at('clean', 'cpu') / 60:.1f} of processor time, {at('unchanged', 'wall'):.0f} s with nothing changed, {at('clean', 'memory') / 1024:.1f} GiB of memory, and "
            f"{at('written', 'bytes') / 1e9:.0f} GB of disk in {at('written', 'files') / 1e6:.1f} million files.")


def aims(results):
    """The aims, each with the figure of this run."""
    rows = []

    def aim(text, figure, limit, form="{:.2f}"):
        rows.append([text, form.format(limit), form.format(figure), "met" if figure <= limit else "**not met**"])

    for size, rounds in results.items():
        for tool, rival in RIVALS.items():
            if tool in rounds[0] and rival in rounds[0] and tool != "sections":
                aim(f"clean build at {size:,}, share of {NAMES[rival]}", ratio(rounds, (tool, "clean"), (rival, "clean")), 0.2 if size >= 1000 else 0.25)
        if "offprint" in rounds[0]:
            one_size(size, rounds, aim)
    for one, other in steps(results, "offprint"):
        if one >= 100 and other <= 10000:
            aim(f"KiB of memory a further paper, {one:,} to {other:,}", slope(results, "offprint", one, other, "clean", "memory") * 1024, 50, "{:.0f}")
    if 1000 in results and 100000 in results:
        cost = [middle(results[size], "offprint", "clean", "wall") / size for size in (1000, 100000)]
        aim("cost of a paper at 100,000, against 1,000", cost[1] / cost[0], 1.1)
    return table(["aim", "at most", "measured", ""], rows) if rows else ""


def one_size(size, rounds, aim):
    if size == 1:
        aim("a site of one paper, ms", middle(rounds, "offprint", "clean", "wall") * 1000, 20, "{:.1f}")
    else:
        aim(f"nothing changed at {size:,}, share of the clean build", ratio(rounds, ("offprint", "unchanged"), ("offprint", "clean")), 0.1)
    if size == 10000:
        aim("clean build at 10,000, times `cp -r`", ratio(rounds, ("offprint", "clean"), ("offprint", "copy")), 2.5)
    if size == 100000:
        aim("peak memory at 100,000, MiB", middle(rounds, "offprint", "clean", "memory"), 1500 * 1e6 / 2**20, "{:.0f}")


def tables(results):
    parts = [("Builds", builds(results)), ("What a further paper costs", scaling(results)), ("A million papers", million(results)), ("Aims", aims(results))]
    return "\n\n".join(f"### {title}\n\n{text}" for title, text in parts if text) + "\n"


def write(path, text):
    """Puts what was measured between the marks of a file; what people wrote around them stays."""
    before, _, rest = path.read_text(encoding="utf-8").partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    path.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{after}", encoding="utf-8")
