use super::{BLOCK, Related, quarters};
use crate::site::article::Article;
use crate::site::taxonomy::Terms;
use crate::source::date;
use jiff::tz::TimeZone;

/// A post of `day` days after the first of 2020.
fn post(day: usize, title: &str, body: &str) -> Article {
    let first = date::parse("2020-01-01", &TimeZone::UTC).unwrap();
    let instant = first.instant + jiff::SignedDuration::from_hours(24 * day as i64);
    Article::sample(body).edited(|piece| {
        piece.title = title.into();
        piece.date = Some(date::Moment::at(instant, &TimeZone::UTC));
    })
}

fn in_story(mut post: Article, story: u32) -> Article {
    post.terms = Terms::of_story(story);
    post
}

/// Posts on some beats in turn, newest first. Each has words of its own, so that none is another telling of one.
fn many(count: usize) -> Vec<Article> {
    const BEATS: [&str; 7] = [
        "harbour crane dredger",
        "council budget levy",
        "regatta rowing heat",
        "lifeboat rescue storm",
        "choir concert organ",
        "seals survey estuary",
        "bakery flour oven",
    ];
    let own = |number: usize| (0..6).map(|k| format!("own{number}x{k}")).collect::<Vec<_>>().join(" ");
    let one = |number: usize| {
        let (beat, other) = (BEATS[number % 7], BEATS[number * number % 5]);
        post(number, &format!("{beat} {}", own(number)), &format!("{other} {}", own(number * 31 + 7)))
    };
    (0..count).rev().map(one).collect()
}

/// The titles of what is related to the post whose title begins with `title`.
fn related(posts: &[Article], title: &str) -> Vec<String> {
    let number = posts.iter().position(|post| post.title.starts_with(title)).unwrap();
    Related::of_all(posts)
        .indexed()
        .of(number, 3)
        .into_iter()
        .map(|number| posts[number].title.clone())
        .collect()
}

#[test]
fn what_shares_rare_words_comes_first_and_one_word_is_not_enough() {
    let posts = [
        post(5, "Harbour crane falls", "The dredger was near, nobody was hurt"),
        post(4, "Choir sings by harbour light", "Full hall with three encores"),
        post(
            3,
            "New crane for the harbour",
            "It will lift boats from spring, and the old one is sold for scrap",
        ),
        post(2, "Dredger arrives to deepen the harbour near the crane", "Mud is to be moved by night"),
        post(1, "Bakery wins prize", "Rye bread of the year"),
    ];
    assert_eq!(
        related(&posts, "Harbour crane"),
        ["Dredger arrives to deepen the harbour near the crane", "New crane for the harbour"]
    );
    assert_eq!(related(&posts, "Bakery"), Vec::<String>::new());
}

#[test]
fn other_tellings_and_posts_of_the_same_story_are_left_out() {
    let body = "The dredger reached the quay at noon with nine of a crew and a broken pump";
    let posts = [
        post(6, "Harbour dredger breaks down", body),
        post(5, "Breaking: Harbour dredger breaks down", body),
        in_story(post(4, "Harbour plan: dredger vote", "Seven to four after a long evening"), 3),
        in_story(post(3, "Harbour plan: dredger costs", "Twice what had been said in spring"), 3),
        post(2, "A dredger for the harbour", "What it does and who will pay for it"),
        post(1, "Choir concert", "organ"),
        post(1, "Bakery wins prize", "flour"),
        post(1, "Seals counted", "estuary"),
        post(1, "Rovers lose again", "penalty"),
    ];
    let found = related(&posts, "Harbour dredger");
    assert!(!found.contains(&"Breaking: Harbour dredger breaks down".into()), "{found:?}");
    // Of the two of one story only the better one.
    assert_eq!(found.iter().filter(|title| title.starts_with("Harbour plan")).count(), 1, "{found:?}");
    let found = related(&posts, "Harbour plan: dredger vote");
    assert_eq!(found, ["Harbour dredger breaks down", "A dredger for the harbour"]);
}

#[test]
fn of_two_alike_the_one_nearer_in_time_comes_first() {
    let posts = [
        post(4_000, "Regatta heat won by rowing club", "alpha"),
        post(3_990, "Regatta heat lost by the rowing crew of town", "beta gamma delta"),
        post(10, "Regatta heat lost by the rowing crew of town", "epsilon zeta theta"),
        post(9, "Choir concert", "organ"),
        post(8, "Council levy", "budget"),
    ];
    let all = Related::of_all(&posts).indexed();
    assert_eq!(all.of(0, 1), [1]);
}

#[test]
fn asked_for_one_the_answer_is_that_of_the_index() {
    let posts = many(400);
    let all = Related::of_all(&posts).indexed();
    let one = Related::on_demand(&posts, None);
    let mut found = 0;
    for number in 0..posts.len() {
        let answer = all.of(number, 3);
        assert_eq!(answer, one.of(number, 3), "{number}");
        found += answer.len();
    }
    assert!(found > 900, "{found}");
    assert_eq!(all.of(400, 3), Vec::<usize>::new());
    assert_eq!(Related::on_demand(&[], None).of(0, 3), Vec::<usize>::new());
}

#[test]
fn what_is_taken_from_an_earlier_site_is_what_is_found_anew() {
    let before = many(600);
    let old = Related::on_demand(&before, None);
    let again =
        |numbers: &[usize]| -> Vec<Article> { numbers.iter().map(|at| before[*at].again()).collect() };
    let edited = || post(40, "Harbour crane painted", "choir budget");
    let (mut added, mut removed, mut moved, mut other) = (
        again(&Vec::from_iter(0..600)),
        again(&Vec::from_iter(1..600)),
        again(&Vec::from_iter(0..600)),
        Vec::new(),
    );
    added.insert(0, edited());
    removed[300] = edited();
    moved.rotate_left(250);
    other.push(edited());
    for posts in [added, removed, moved, other, Vec::new()] {
        let (table, fresh) =
            (Related::on_demand(&posts, Some((&old, &before))), Related::on_demand(&posts, None));
        for number in 0..posts.len() {
            assert_eq!(table.table.row(number), fresh.table.row(number), "{number}");
        }
        assert_eq!(table.table.len(), posts.len());
    }
}

#[test]
fn a_new_post_changes_nothing_outside_of_its_block() {
    let mut changed = 0;
    for count in 300..=320 {
        let (before, after) = (many(count), many(count + 1));
        let (old, new) = (Related::of_all(&before).indexed(), Related::of_all(&after).indexed());
        for number in 0..count {
            // The same post stands one further down once there is a newer one.
            let was: Vec<usize> = old.of(number, 3).into_iter().map(|other| other + 1).collect();
            if was != new.of(number + 1, 3) {
                let from_the_oldest = count - 1 - number;
                assert_eq!(from_the_oldest / BLOCK, count / BLOCK, "{count}: {from_the_oldest}");
                changed += 1;
            }
        }
    }
    assert!(changed > 0, "no post ever shows a newer one of its block");
}

#[test]
fn quarters_are_those_of_doublings() {
    assert_eq!([0, 1, 2, 3, 4, 16].map(quarters), [0, 0, 4, 6, 8, 16]);
}
