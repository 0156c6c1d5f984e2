//! Text taken out of PDFs is imported, each case a file.

use std::path::PathBuf;

use offprint::import::remark::Kind;
use offprint::import::{Import, Input, Options, read};

fn import(name: &str, bytes: Vec<u8>) -> Import {
    let input = Input { name: name.to_owned(), bytes };
    read(&[input], &Options::default()).unwrap_or_else(|refusal| panic!("{name}: {refusal}"))
}

fn kinds(import: &Import, kind: Kind) -> usize {
    import.report.remarks.iter().filter(|placed| placed.remark.kind == kind).count()
}

/// A real paper of a think tank, which may be read but not copied here.
#[test]
fn a_real_paper_comes_out_whole() {
    let Ok(folder) = std::env::var("OFFPRINT_PAPERS") else {
        println!("passed over: OFFPRINT_PAPERS doesn't name the folder of safe-cities.txt");
        return;
    };
    let import =
        import("safe-cities.txt", std::fs::read(PathBuf::from(folder).join("safe-cities.txt")).unwrap());
    let text = &import.manuscript;
    assert!(import.report.balance.is_even(), "{:?}", import.report.balance);
    assert!(
        text.contains(
            "title = \"Pandemic, China-US rivalry and Huawei's 'Safe Cities' in Southeast Asia\"\n"
        )
    );
    assert!(text.contains("authors = [\"Mateusz Chatys\"]\ndate = \"2020-10\"\n"));
    assert!(text.contains("summary = \"\"\"\nThe coronavirus pandemic has made"));
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        headings,
        [
            "## Introduction",
            "## The digital China model in the time of COVID-19",
            "## China's technological expansion and the American responses",
            "## Huawei 'Safe City' as a perfect tool to fight the pandemic?",
            "## Conclusions",
        ]
    );
    let quotes: Vec<&str> = text.lines().filter(|line| line.starts_with(":::pullquote")).collect();
    assert_eq!(quotes, [":::pullquote {.edited}", ":::pullquote", ":::pullquote", ":::pullquote"]);
    for whole in [
        "the division of the world into different industrial blocs.",
        "should be used on a permanent basis.",
        "setting up innovation centers and technology hubs",
        "especially since, in countries such as Indonesia",
        "often the main reason for cooperation with companies",
        "They help governments reduce crime rates",
        "In addition to the Safe Philippines Project",
    ] {
        assert!(text.contains(whole), "{whole}");
    }
    assert!(text.contains("the Counter-Espionage law") || text.contains("2014 Counter-Espionage law"));
    assert!(text.contains("(*anquan chengshi*)") && text.contains("USD $15 million"));
    assert!(text.contains(
        "here: the next paragraph begins in the middle of a sentence. -->\n\ncountries in terms of"
    ));
    assert_eq!(
        (kinds(&import, Kind::Gap), kinds(&import, Kind::Lifted), kinds(&import, Kind::Joined)),
        (1, 4, 7)
    );
    let aside = import.report.remarks.iter().filter(|placed| placed.remark.kind == Kind::SetAside);
    let aside: Vec<&str> = aside.map(|placed| placed.remark.from.as_str()).collect();
    assert!(
        aside.first() == Some(&"CENTRE FOR ASIAN AFFAIRS") && aside.last() == Some(&"www.osa.uni.lodz.pl")
    );
}
