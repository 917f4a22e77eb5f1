//! Files that are copied, not rendered.

use super::*;

fn copy(lab: &Lab, source: &Path, mode: Mode) -> Result<Summary, BuildError<()>> {
    write(&lab.out(), listing(&["pic.jpg".into()]), |_| Ok(Content::Copy(source.to_owned())), mode)
}

#[test]
fn a_copy_follows_its_source() {
    let lab = Lab::new();
    let source = lab.dir.path().join("source.jpg");
    fs::write(&source, vec![7; 600_000]).unwrap();
    assert_eq!(copy(&lab, &source, Mode::Write).unwrap().new, ["pic.jpg"]);
    assert_eq!(lab.site()["pic.jpg"], vec![7; 600_000]);
    assert_eq!(copy(&lab, &source, Mode::Write).unwrap().unchanged, 1);

    // Touched: the same bytes stay, and the new stamp is remembered.
    age(&source);
    let manifest = || fs::read(lab.state().join("manifest")).unwrap();
    let before = (snapshot(&lab.out()), manifest());
    assert_eq!(copy(&lab, &source, Mode::Write).unwrap().unchanged, 1);
    assert_eq!(snapshot(&lab.out()), before.0);
    assert_ne!(manifest(), before.1);

    // Not read again while the stamp fits: the proof is a change that the stamp hides.
    fs::write(&source, vec![8; 600_000]).unwrap();
    age(&source);
    assert_eq!(copy(&lab, &source, Mode::Write).unwrap().unchanged, 1);
    fs::write(&source, vec![8; 600_000]).unwrap();
    assert_eq!(copy(&lab, &source, Mode::DryRun).unwrap().changed, ["pic.jpg"]);
    assert_eq!(copy(&lab, &source, Mode::Write).unwrap().changed, ["pic.jpg"]);

    // Another source of the same size and time.
    let other = lab.dir.path().join("other.jpg");
    fs::write(&other, vec![9; 600_000]).unwrap();
    age(&source);
    age(&other);
    copy(&lab, &source, Mode::Write).unwrap();
    assert_eq!(copy(&lab, &other, Mode::Write).unwrap().changed, ["pic.jpg"]);
    assert_eq!(lab.site()["pic.jpg"], vec![9; 600_000]);
}

#[test]
fn a_source_that_cannot_be_read_leaves_the_site() {
    let lab = Lab::new();
    lab.build(&[("pic.jpg", "old")]);
    for mode in [Mode::Write, Mode::DryRun] {
        for source in [lab.dir.path().join("missing"), lab.dir.path().to_owned()] {
            let refused = copy(&lab, &source, mode);
            assert!(matches!(refused, Err(BuildError::Output(Error::Io { action: "read", .. }))));
        }
    }
    assert_eq!(lab.site(), files(&[("pic.jpg", "old")]));
    assert!(!lab.state().join("stage").exists());
}
