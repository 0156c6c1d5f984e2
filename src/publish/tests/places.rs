//! Files that take the place of folders, and the reverse.
//!
//! In: small trees before and after. Out: what is there, whoever stopped between. Never: a file of somebody else's that is gone.

use super::*;

#[test]
fn files_and_folders_take_each_others_place() {
    let desk = Desk::new(&["index.html", "a", "b/index.html", "b/x/y.csv", "c.csv", "d/index.html"]);
    desk.send();
    for path in ["a", "b/index.html", "b/x/y.csv", "c.csv", "d/index.html"] {
        desk.remove(path);
    }
    for folder in ["b/x", "b", "d"] {
        fs::remove_dir(desk.built.join(folder)).unwrap();
    }
    // A folder in which nobody has a file keeps none from its place.
    fs::create_dir_all(desk.there.join("b/empty/too")).unwrap();
    desk.write("a/index.html", "new");
    desk.write("a/data.csv", "new");
    desk.write("b", "new");
    let plan = desk.plan(|_| ()).unwrap();
    assert_eq!(
        steps(&plan),
        [
            "delete a",
            "delete b/index.html",
            "delete b/x/y.csv",
            "new a/data.csv",
            "new b",
            "new a/index.html",
            "delete d/index.html",
            "delete c.csv",
        ]
    );
    assert_eq!(plan.send(&Silent).unwrap().deleted, 5);
    assert_eq!(desk.there(), desk.site());
    assert_eq!(desk.send(), Sent { files: 5, ..Sent::default() });
}

#[test]
fn a_run_that_was_interrupted_between_file_and_folder_is_taken_up() {
    for (old, new) in [("a", "a/index.html"), ("a/index.html", "a")] {
        // Before the file was deleted, after that, and after the other one was sent.
        for done in 0..3 {
            let desk = Desk::new(&["index.html", old]);
            desk.send();
            fs::remove_dir_all(desk.built.join("a"))
                .or_else(|_| fs::remove_file(desk.built.join("a")))
                .unwrap();
            desk.write(new, "new");
            let plan = desk.plan(|_| ()).unwrap();
            let claim = plan.store.claim().unwrap();
            plan.announce(None).unwrap();
            if done > 0 {
                plan.store.remove(old).unwrap();
            }
            if done > 1 {
                put(&desk.there, new, "new");
            }
            drop((claim, plan));
            desk.send();
            assert_eq!(desk.there(), desk.site(), "{old} {done}");
            assert_eq!(desk.send(), Sent { files: 3, ..Sent::default() });
        }
    }
}

#[test]
fn files_of_others_keep_a_file_from_a_folders_place() {
    let desk = Desk::new(&["index.html", "a/index.html", "c"]);
    desk.send();
    put(&desk.there, "a/x/theirs.txt", "theirs");
    put(&desk.there, "b", "theirs");
    put(&desk.there, "c", "theirs by now");
    desk.remove("a/index.html");
    desk.remove("c");
    fs::remove_dir(desk.built.join("a")).unwrap();
    desk.write("a", "new");
    desk.write("b/index.html", "new");
    desk.write("c/index.html", "new");
    let failure = desk.plan(|_| ()).err().unwrap();
    assert!(failure.message.starts_with("3 files that offprint did not send stand in the way"), "{failure}");
    assert!(failure.message.ends_with("`a/x/theirs.txt`, `b`, `c`"), "{failure}");
    assert!(desk.there.join("a/index.html").exists());
    desk.plan(|order| order.take_over = true).unwrap().send(&Silent).unwrap();
    assert_eq!(desk.there(), desk.site());
}
