//! Chance that is the same every time.

/// splitmix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
pub(super) struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`; 0 where there is none.
    pub fn below(&mut self, bound: usize) -> usize {
        // Less than a `usize` always fits.
        (self.next() % bound.max(1) as u64) as usize
    }

    /// A number from one to the other, both included.
    pub fn within(&mut self, (from, to): (u32, u32)) -> u32 {
        // Less than a `u32` always fits.
        from + self.below((to - from + 1) as usize) as u32
    }

    pub fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these, each as often as its weight says; `None` where no weight is above 0.
    pub fn weighted<'a, T>(&mut self, all: &'a [T], weight: impl Fn(&T) -> usize) -> Option<&'a T> {
        let mut left = self.below(all.iter().map(&weight).sum());
        all.iter().find(|one| {
            let weight = weight(one);
            let is_it = left < weight;
            left = left.saturating_sub(weight);
            is_it
        })
    }

    /// One of these codes, each as often as the number beside it says.
    pub fn code(&mut self, all: &[(&'static str, usize)]) -> &'static str {
        self.weighted(all, |(_, weight)| *weight)
            .map_or("", |(code, _)| code)
    }
}
