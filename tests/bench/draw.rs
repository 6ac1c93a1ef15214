//! Chance that is the same every time, and what is drawn by it: neutral phrases and items of lists.

use soudan::domain::list::List;
use soudan::domain::profile::Profile;

pub const SUBJECTS: [&str; 8] = [
    "在宅での生活について、",
    "退院後の支援について、",
    "通所先の利用について、",
    "短期入所の空き状況について、",
    "就学に向けた準備について、",
    "福祉用具の選び方について、",
    "災害時の電源の確保について、",
    "手当の申請の手続きについて、",
];
pub const WISHES: [&str; 6] = [
    "圏域の事業所を知りたい。",
    "担当者とつながりたい。",
    "必要な書類を確認したい。",
    "見学の段取りを相談したい。",
    "関係機関との会議を開きたい。",
    "これまでの経過を共有したい。",
];
pub const REMARKS: [&str; 5] = [
    "",
    "家庭の状況を聞き取った。",
    "急ぎではないとのこと。",
    "次の会議までに返事がほしい。",
    "平日の午前に連絡がつく。",
];
pub const ACTS: [&str; 4] = [
    "窓口を案内したうえで、",
    "資料を送付し、",
    "制度の概要を説明し、",
    "関係機関に問い合わせ、",
];
pub const RESULTS: [&str; 4] = [
    "後日あらためて連絡することとした。",
    "必要な支援を整理した。",
    "見学の日程を調整した。",
    "経過を見守ることとした。",
];
pub const NEXT: [&str; 4] = ["状況の確認", "見学の結果の確認", "書類の送付", "会議の日程の連絡"];
pub const OFFICES: [&str; 6] = [
    "病院 地域連携室",
    "相談支援事業所",
    "訪問看護ステーション",
    "市役所 障害福祉課",
    "保育所",
    "特別支援学校",
];

/// splitmix64 (Steele, Lea and Flood 2014): small, and the same everywhere.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to one below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    pub fn is(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<'a, T: ?Sized>(&mut self, all: &[&'a T]) -> &'a T {
        all[self.below(all.len())]
    }
}

/// The labels of a list, each with how often it is drawn.
pub struct Urn(Vec<(String, usize)>);

impl Urn {
    /// Items that are not named are drawn with weight 1.
    pub fn new(profile: &Profile, list: List, weights: &[(&str, usize)]) -> Self {
        let weight = |code: &str| {
            weights
                .iter()
                .find(|(c, _)| *c == code)
                .map_or(1, |(_, weight)| *weight)
        };
        let items = profile.items(list).iter();
        Self(
            items
                .map(|item| (item.label.ja.clone(), weight(item.code.as_str())))
                .collect(),
        )
    }

    pub fn draw(&self, random: &mut Random) -> &str {
        let mut left = random.below(self.0.iter().map(|(_, weight)| weight).sum());
        for (label, weight) in &self.0 {
            match left.checked_sub(*weight) {
                Some(rest) => left = rest,
                None => return label,
            }
        }
        unreachable!("less than the sum of the weights")
    }

    /// So many different ones, as they stand in one cell.
    pub fn draw_several(&self, random: &mut Random, count: usize) -> String {
        let mut drawn: Vec<&str> = Vec::new();
        while drawn.len() < count {
            let label = self.draw(random);
            if !drawn.contains(&label) {
                drawn.push(label);
            }
        }
        drawn.join("、")
    }
}
