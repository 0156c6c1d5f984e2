use super::*;
#[test]
fn look() {
    let dir = Path::new("/tmp/theme-look");
    let (theme, templates) = built_in();
    for (address, file) in &theme.assets {
        let path = dir.join(format!("sub{address}"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.bytes).unwrap();
    }
    for kind in KINDS {
        for lang in ["en", "pl"] {
            let frame = full(&theme, kind, lang);
            let page = render(&templates, &frame, &fragments(kind));
            let path = dir.join("sub").join(format!("{lang}-{}", kind.template()));
            std::fs::write(path, page).unwrap();
        }
    }
    let _ = std::fs::copy("/work/main/content/images/mark.svg", dir.join("sub/mark.svg"));
    for kind in [PageKind::Section, PageKind::Full, PageKind::Paper, PageKind::Collection] {
        let frame = full(&theme, kind, "en");
        let mut fr = fragments(kind);
        if kind == PageKind::Full { fr.body_html = fr.body_html.repeat(8); }
        let start = std::time::Instant::now();
        let mut n = 0;
        for _ in 0..1000 { n += render(&templates, &frame, &fr).len(); }
        eprintln!("{kind:?}: {:?} a page of {} bytes", start.elapsed() / 1000, n / 1000);
    }
}
