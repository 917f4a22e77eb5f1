//! Pages of a list, numbered from the oldest.
//!
//! `/page/1/` holds the oldest posts and, once full, never changes: one new post changes the un-numbered first page of
//! its lists and nothing else. The first page shows the newest posts: one page's worth and what does not fill another.

use std::ops::Range;

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage {
    /// Which posts of the list, newest first.
    pub posts: Range<usize>,
    /// 1 is the oldest.
    pub number: usize,
    /// How many pages the list has; the newest has this number.
    pub total: usize,
}

impl ListPage {
    /// Whether this is the newest page, which has no number in its address.
    #[must_use]
    pub fn is_index(&self) -> bool {
        self.number == self.total
    }

    /// The address of page `number` of the list at `base`.
    #[must_use]
    pub fn url(&self, base: &str, number: usize) -> String {
        if number == self.total { base.to_owned() } else { format!("{base}page/{number}/") }
    }
}

/// The pages of a list of `count` posts, the newest first.
pub fn pages(count: usize, per_page: usize) -> impl Iterator<Item = ListPage> {
    let total = (count / per_page).max(1);
    (1..=total).rev().map(move |number| {
        // Counted from the oldest, a numbered page holds `per_page` posts, and the newest all that are left.
        let oldest = (number - 1) * per_page;
        let newest = if number == total { count } else { number * per_page };
        ListPage { posts: count - newest..count - oldest, number, total }
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_oldest_page_is_page_one() {
        let list: Vec<ListPage> = pages(45, 20).collect();
        assert_eq!(list.len(), 2);
        assert_eq!((list[0].posts.clone(), list[0].is_index()), (0..25, true));
        assert_eq!((list[1].posts.clone(), list[1].number), (25..45, 1));
        assert_eq!(pages(0, 20).count(), 1);
    }

    proptest! {
        #[test]
        fn every_post_is_on_one_page(count in 0_usize..500, per in 1_usize..30) {
            let mut seen: Vec<usize> = pages(count, per).flat_map(|page| page.posts).collect();
            seen.sort_unstable();
            prop_assert_eq!(seen, (0..count).collect::<Vec<_>>());
        }

        #[test]
        fn a_full_page_never_changes(count in 1_usize..500, per in 1_usize..30) {
            // Posts as seen from the oldest: the same before and after one more is published.
            let from_oldest = |count: usize| -> std::collections::BTreeMap<usize, Vec<usize>> {
                pages(count, per)
                    .filter(|page| !page.is_index())
                    .map(|page| (page.number, page.posts.map(|at| count - 1 - at).collect()))
                    .collect()
            };
            let (before, after) = (from_oldest(count), from_oldest(count + 1));
            for (number, posts) in before {
                prop_assert_eq!(Some(&posts), after.get(&number));
            }
        }
    }
}
