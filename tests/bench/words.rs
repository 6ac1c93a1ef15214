//! What notes are about: words that are common, rare and nowhere, in sentences of a note's length. They
//! are drawn by a chance of their own, so that everything else in a record stays what it was.

use super::draw::Random;

#[rustfmt::skip]
const THINGS: [&str; 56] = [
    "人工呼吸器", "吸引器", "酸素濃縮器", "経管栄養", "胃ろう", "気管カニューレ", "パルスオキシメーター", "加温加湿器",
    "予備の電源", "蓄電池", "発電機", "車いす", "座位保持装置", "短下肢装具", "入浴用リフト", "特殊寝台", "吸入器",
    "おむつ", "栄養剤", "衛生材料", "処方箋", "診断書", "意見書", "指示書", "個別支援計画", "受給者証", "療育手帳",
    "身体障害者手帳", "小児慢性特定疾病", "自立支援医療", "特別児童扶養手当", "障害児福祉手当", "日常生活用具", "補装具費",
    "児童発達支援", "放課後等デイサービス", "居宅介護", "訪問リハビリ", "訪問診療", "短期入所", "日中一時支援", "移動支援",
    "通学の送迎", "学校看護師", "就学相談", "保育所の入所", "きょうだいの預け先", "母の就労", "祖母の介護", "転院の調整",
    "退院前カンファレンス", "外来の予約", "予防接種", "災害時の避難先", "個別避難計画", "家族会",
];
#[rustfmt::skip]
const SIDES: [&str; 24] = [
    "費用", "手続き", "期限", "見学", "使い方", "点検", "貸し出し", "更新", "申請先", "待機の状況", "担当者", "引継ぎ", "体験",
    "日程", "書類", "空き", "夜間の対応", "休日の連絡先", "送迎の範囲", "看護師の配置", "年齢の上限", "市町の窓口", "助成の額", "納期",
];
#[rustfmt::skip]
const DEEDS: [&str; 20] = [
    "たずねたい", "知りたい", "確かめたい", "相談したい", "見直したい", "早めたい", "断られた", "困っている", "迷っている", "待っている",
    "聞き取った", "説明した", "案内した", "伝えた", "調べて折り返す", "取り寄せる", "一緒に訪ねる", "書面で送る", "次回に話す", "主治医に確かめる",
];

/// In one of a thousand records, and in one of a hundred thousand.
pub const RARE: [(usize, &str); 2] = [(1000, "胃食道逆流"), (100_000, "皮膚潰瘍")];
/// In one record of all.
pub const ONCE: &str = "鬼怒川温泉";

/// What a note goes on to say.
pub fn draw(random: &mut Random, at: usize, records: usize) -> String {
    let mut text = String::new();
    if random.is(60) {
        text = [
            random.of(&THINGS),
            "の",
            random.of(&SIDES),
            "について",
            random.of(&DEEDS),
            "。",
        ]
        .concat();
    }
    for (every, word) in RARE {
        if at % every == every / 2 {
            text += &format!("{word}あり。");
        }
    }
    if at == records / 3 {
        text += &format!("{ONCE}の件。");
    }
    text
}
