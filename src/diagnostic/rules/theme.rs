//! Rules on themes and templates.

use super::super::{Rule, Severity};

rules! {
    TEMPLATE_ERROR = "template-error", Error, "a template that cannot be used, or that failed on a page",
        "A template uses a name that does not exist, prints something that is not given, or is not written as templates are. \
         The message names the theme's file and the page that was being made. Every name that a template may use is listed in \
         the README under \"Theming\". What a paper may lack (a subtitle, a date) is `none` there and cannot be printed: \
         write `{% if paper.subtitle %}{{ paper.subtitle }}{% endif %}`.";
    THEME_UNKNOWN = "theme-unknown", Error, "a theme that is neither built in nor in `themes/`",
        "`[theme] name` in site.toml, and `extends` in a theme's theme.toml, name a folder of the site's `themes/` or a theme \
         that is built into offprint. Correct the name, or add the folder. Leave `[theme]` out to use the default theme.";
    THEME_CYCLE = "theme-cycle", Error, "themes that extend one another in a circle",
        "A theme is laid over the theme that it extends, and that one over the next, down to a built-in theme. When they come \
         back to where they began there is nothing to lie on. Let one of them extend `institute`, or leave its `extends` out.";
    THEME_VERSION = "theme-version", Warning, "a theme that is made for other versions of offprint",
        "`offprint = \">=0.1, <0.2\"` in theme.toml says for which versions a theme is made. With another version its templates may \
         use names that are gone. Look the site over; when all is well, widen the range.";
    THEME_MANIFEST = "theme-manifest", Error, "a theme.toml that cannot be understood",
        "theme.toml says what a theme extends, for which versions of offprint it is made, and which options it has. An option is a \
         table: `[options.accent]` with `type` (color, text, boolean, number, choice, links, image, fonts), `default` and `description`; \
         a choice has `choices`, a color `against`: the colours that it must be readable on. `[mixes.quiet]` says what a stylesheet mixes \
         of two colours, so that its contrast is checked too: `of`, `share` (per cent), `with`, `against`.";
    THEME_OPTION = "theme-option", Error, "an option of the theme with a value that it cannot have",
        "`[theme.options]` in site.toml sets the options that the theme declares, each of its own type: a color is `#8b1e2f`, a choice is \
         one of the named ones, links are tables with `title` and `link`, an image is the name of a file in the theme's `assets/`, fonts are `built-in`, `system` or \
         a list of WOFF2 files below `content/`, each with its `family`. \
         The theme's theme.toml lists them with their defaults.";
    THEME_CONTRAST = "theme-contrast", Warning, "two colours too alike to be read one on the other",
        "Text needs a contrast of at least 4.5 to 1 with its ground (WCAG 2.2, level AA), or many readers cannot read it. \
         Make the darker of the two colours darker or the lighter one lighter; the message names the nearest value that passes on every ground \
         on which the theme sets it, mixtures included. Which pairs there are stands in the theme's theme.toml: `against`, and `[mixes]`.";
    THEME_ASSET_MISSING = "theme-asset-missing", Error, "a file that the theme or its stylesheet names and that is not there",
        "`url(…)` in a stylesheet, and `stylesheets` and `scripts` in theme.toml, name files of the theme's `assets/` folder or of the themes \
         that it extends. Add the file or correct its name; a path is read from the stylesheet's own folder.";
    THEME_THIRD_PARTY = "theme-third-party", Error, "a stylesheet that would fetch something from another site",
        "Whoever opens a page would tell that other site so, and the page would break when it does. Put the file into the theme's `assets/` \
         folder and name it there.";
    WORDS_INVALID = "words-invalid", Warning, "a word of the theme that is not written as its language needs",
        "A word in i18n/<language>.toml is a text, or, where a number goes with it, a table of the language's plural forms: \
         `papers = { one = \"{n} paper\", other = \"{n} papers\" }`. Every form that the language has is needed (CLDR lists them), and no other; names in braces are those of the English word.";
    WORDS_MISSING = "words-missing", Warning, "words of the theme that a language lacks",
        "The pages of that language show these words in English. Add them to `themes/<theme>/i18n/<language>.toml`; a file with only the \
         missing ones is enough, since it is laid over the theme's own.";
}
