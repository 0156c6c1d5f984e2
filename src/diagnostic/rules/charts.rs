//! Rules on charts and their data.

use super::super::{Rule, Severity};

rules! {
    CATEGORY_REPEATED = "chart-category-repeated", Warning, "two rows of a chart with one name",
        "Each row of a chart's table is a bar, a group of bars or a point, and a reader tells them apart by their names. Two have the same one. Mostly a row was copied and not changed, or the table has a row for each series: then say which column names the series, `series=region`.";
    COLUMN_MISSING = "chart-column-missing", Error, "a chart of a column that its table does not have",
        "`x`, `y`, `series` and `by` name columns by the words of the table's first row. No column has this name, so there is nothing to draw. Correct the name; put quotes around one with spaces, `y=\"USD billion\"`. Several columns of values are separated by commas: `y=\"2019,2025\"`.";
    HIGHLIGHT_UNKNOWN = "chart-highlight-unknown", Warning, "a highlight of something that is not in the chart",
        "`highlight=China` draws the series of that name in the theme's accent and all others in grey; in a chart of one series it does the same for a bar. Nothing has this name here, so that nothing is highlighted. Write it as the table does.";
    KIND_UNKNOWN = "chart-kind-unknown", Error, "a kind of chart that does not exist",
        "`chart=` is `bar` (upright bars), `hbar` (lying bars, for names that are long), `line`, `area`, `dot`, or `table` for a data file that is to be shown as a table. With `.stacked` bars and areas stand upon each other, with `.share` as parts of a hundred per cent, and `.multiples` draws a small chart for each series.";
    NEGATIVE_SHARE = "chart-negative-share", Error, "a negative value in parts of a whole",
        "With `.share`, the values of a row are drawn as parts of a hundred per cent, and in a stacked area each lies upon the one before. A negative value is no part of anything, so that the chart would be wrong. Use `.stacked` bars, which go both ways from zero, or `.grouped` ones.";
    NOT_A_NUMBER = "chart-not-a-number", Error, "text among the numbers of a chart",
        "Values are read as papers write them: `£0.04m`, `12%`, `1,204`, `1 204`, `(3)` and `−3` for minus three, `~5`. An empty cell, `–` and `n/a` are no value. This cell holds something else, such as a range or a remark, so that its bar would be missing. Put remarks into brackets after the number, `304 (estimate)`, or into a note, or choose other columns with `y=…`.";
    TOO_MANY_SERIES = "chart-too-many-series", Warning, "more series than readers can tell apart",
        "The theme has six colours that are told apart on light and dark pages and by readers who do not see all colours. With more series some would look alike. Draw each by itself with `.multiples`, show the ones that matter with `y=…`, or tell one from all others with `highlight=…`.";
    TOTAL_DIFFERS = "chart-total-differs", Hint, "a total that is not the sum of its row",
        "A column of totals is left out of a stack, since the whole bar shows it. Here it differs from what the other columns add up to by more than rounding explains. The bar is as long as the sum. Perhaps one of the numbers has a slip in it.";
    UNITS_DIFFER = "chart-units-differ", Error, "values of different units on one axis",
        "All values of a chart are measured on one axis, so that they must count the same thing: `£750m` and `£1bn` do, `12%` and `£3m` do not. Choose the columns that belong together with `y=…`, and make a chart of its own of the others.";
    WITHOUT_NUMBERS = "chart-without-numbers", Error, "a chart of a table without numbers",
        "A chart is drawn from columns of numbers. This table has none, or not in the column that `y=…` names, or the figure holds no table at all. Give it numbers, or leave `chart=…` out; a data file is shown as a table with `chart=table`.";
}
