//! Sorting of numbers that begin with a hash: there are about as many with each of their highest bits. These are laid apart
//! first, and what is left to be sorted is small.

/// The numbers of `each`, which gives them anew each time, with those of the same highest bits side by side, and where the
/// numbers of each of the `parts`, a power of two from 2 on, end.
pub fn spread<I: Iterator<Item = u64>>(each: impl Fn() -> I, parts: usize) -> (Vec<u64>, Vec<usize>) {
    let part = |number: u64| (number >> (64 - parts.ilog2())) as usize;
    let mut ends = vec![0; parts];
    each().for_each(|number| ends[part(number)] += 1);
    let mut total = 0;
    for end in &mut ends {
        total += std::mem::replace(end, total);
    }
    // They are where each part begins, until it is full.
    let mut all = vec![0; total];
    for number in each() {
        let next = &mut ends[part(number)];
        all[*next] = number;
        *next += 1;
    }
    (all, ends)
}

/// The parts of `all`.
pub fn parts<'a>(all: &'a mut [u64], ends: &[usize]) -> impl Iterator<Item = &'a mut [u64]> {
    let (mut rest, mut done) = (all, 0);
    ends.iter().map(move |end| {
        let (part, after) = std::mem::take(&mut rest).split_at_mut(end - done);
        (rest, done) = (after, *end);
        part
    })
}

#[cfg(test)]
mod tests {
    use super::{parts, spread};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_whose_parts_are_sorted_are_sorted(mut numbers in prop::collection::vec(any::<u64>(), 0..200), few in 1_u32..9) {
            let (mut all, ends) = spread(|| numbers.iter().copied(), 1 << few);
            parts(&mut all, &ends).for_each(<[u64]>::sort_unstable);
            numbers.sort_unstable();
            prop_assert_eq!(all, numbers);
        }
    }
}
