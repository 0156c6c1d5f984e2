//! Arguments, as they are read.

use super::*;

#[test]
fn the_definition_holds_together() {
    Arguments::command().debug_assert();
}

#[test]
fn instants_and_dates_are_read() {
    assert_eq!(instant("2026-12-01").unwrap().to_string(), "2026-12-01T00:00:00Z");
    assert_eq!(instant("2026-12-01T09:00:00+01:00").unwrap().to_string(), "2026-12-01T08:00:00Z");
    for wrong in ["2026-12-01T09:00:00", "2026", "2026-13-01", "tomorrow", ""] {
        assert!(instant(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn a_build_takes_what_a_check_takes() {
    let arguments = Arguments::try_parse_from([
        "offprint", "build", "x", "--drafts", "--out", "y", "--deny", "warnings", "-q",
    ]);
    let Command::Build(build) = arguments.unwrap().command else { panic!("no build") };
    assert!(build.check.drafts && build.check.quiet && build.check.deny == Some(Deny::Warnings));
    assert_eq!((build.check.site, build.out), (PathBuf::from("x"), Some(PathBuf::from("y"))));
}
