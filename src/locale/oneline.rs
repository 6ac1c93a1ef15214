//! What is said of a line on which a whole consultation is typed, on the screen and on the command line.

use super::Words;
use super::echo;
use super::en::English;
use super::ja::Japanese;

/// The words of the one-line entry.
pub trait OneLineWords: Words {
    /// Its name.
    fn line_title(&self) -> &'static str;

    /// What stands before the line.
    fn line_prompt(&self) -> &'static str;

    /// How a line is written, while it is empty.
    fn line_hints(&self) -> [&'static str; 4];

    /// Which of several things the words mean, or which of those that exclude each other holds; whether
    /// the numbers are what keys mean now.
    fn line_question(&self, words: &[&str], is_conflict: bool, is_asking: bool) -> String;

    /// That the free text begins with that word.
    fn line_free_from(&self, word: &str) -> String;

    /// The same, where a ` -- ` follows later.
    fn line_doubtful(&self, word: &str) -> String;

    /// The same, where a later word says something of a field.
    fn line_says_later(&self, word: &str, later: &str, field: &str) -> String;

    /// That nothing was saved, as a word was not understood.
    fn line_to_be_checked(&self) -> &'static str;

    /// On the command line: a word that may mean several things, or words that exclude each other, with
    /// what they may mean.
    fn line_unclear(&self, field: &str, words: &[&str], choices: &str, is_conflict: bool) -> String;

    /// On the command line: which word was not understood, counted from 1, although ` -- ` follows.
    fn line_not_understood(&self, word: usize) -> String;

    /// On the command line: where the text begins, by which word, and which later word would say something
    /// of a field; both counted from 1.
    fn line_text_or_field(&self, word: usize, later: usize, field: &str) -> String;

    /// That there are several lines, each of which is a record of its own.
    fn line_is_several(&self, lines: usize) -> String;

    /// On the command line: the line says one thing of the field, and its option another.
    fn line_said_twice(&self, field: &str) -> String;

    /// On the command line: what the line was understood as.
    fn line_understood(&self, said: &[String]) -> String;

    /// How long a text is that is not repeated.
    fn line_text_chars(&self, characters: usize) -> String;
}

fn quoted(words: &[&str], open: &str, close: &str) -> Vec<String> {
    words
        .iter()
        .map(|word| format!("{open}{}{close}", echo(word)))
        .collect()
}

impl OneLineWords for Japanese {
    fn line_title(&self) -> &'static str {
        "一行で入れる"
    }

    fn line_prompt(&self) -> &'static str {
        "一行："
    }

    fn line_hints(&self) -> [&'static str; 4] {
        [
            "例：電話 母 岩国 レスパイト 30分 -- 退院後の預け先",
            "語の順は自由です。名称、そのはじめの部分、コード、読み(denwa)で書けます。",
            "-- の後と、読み取れない語から後ろは、相談概要になります。",
            "連携先は @訪問看護、ケースは #E-012、次回対応は >10/7 のように書きます。",
        ]
    }

    fn line_question(&self, words: &[&str], is_conflict: bool, is_asking: bool) -> String {
        let words = quoted(words, "「", "」").concat();
        let how = if is_asking {
            "番号で選ぶ。Esc で行に戻る"
        } else {
            "Tab のあと番号で選ぶ"
        };
        if is_conflict {
            format!("{words}は1つだけです。どれですか ({how})")
        } else {
            format!("{words}はどれですか ({how})")
        }
    }

    fn line_free_from(&self, word: &str) -> String {
        format!("ここから相談概要：「{}」", echo(word))
    }

    fn line_doubtful(&self, word: &str) -> String {
        format!(
            "「{}」が読み取れません。ここから後ろは -- も含めて相談概要になります。",
            echo(word)
        )
    }

    fn line_says_later(&self, word: &str, later: &str, field: &str) -> String {
        format!(
            "「{}」が読み取れません。ここから後ろは「{}」({field})も含めて相談概要になります。",
            echo(word),
            echo(later)
        )
    }

    fn line_to_be_checked(&self) -> &'static str {
        "まだ保存していません。読み取れない語があります。相談概要を確かめて Ctrl-S を押してください。"
    }

    fn line_unclear(&self, field: &str, words: &[&str], choices: &str, is_conflict: bool) -> String {
        let words = quoted(words, "「", "」").concat();
        if is_conflict {
            format!("{field}：{words}は1つだけにしてください ({choices})。")
        } else {
            format!("{field}：{words}では決まりません。{choices} のどれかを書いてください。")
        }
    }

    fn line_not_understood(&self, word: usize) -> String {
        format!("{word}語目が読み取れません。-- の前には、名称・コード・読みなどだけを書いてください。")
    }

    fn line_text_or_field(&self, word: usize, later: usize, field: &str) -> String {
        format!(
            "{word}語目が読み取れず、{later}語目は{field}とも読めます。相談概要の前に -- を書くか、{word}語目を直してください。"
        )
    }

    fn line_is_several(&self, lines: usize) -> String {
        format!("{lines}行あります。1件は1行です。1行ずつ入れてください。")
    }

    fn line_said_twice(&self, field: &str) -> String {
        format!("{field}：行と指定とで違います。どちらか1つにしてください。")
    }

    fn line_understood(&self, said: &[String]) -> String {
        format!("読み取り：{}", said.join(" / "))
    }

    fn line_text_chars(&self, characters: usize) -> String {
        format!("{characters}字")
    }
}

impl OneLineWords for English {
    fn line_title(&self) -> &'static str {
        "One-line entry"
    }

    fn line_prompt(&self) -> &'static str {
        "Line:"
    }

    fn line_hints(&self) -> [&'static str; 4] {
        [
            "Such as: phone mother iwakuni respite 30m -- a place to stay",
            "Any order. Labels, codes, readings (denwa), or the beginning of them.",
            "What follows -- or a word that is none of them is the content.",
            "@nursing is a linked agency, #E-012 a case, >10/7 a follow-up.",
        ]
    }

    fn line_question(&self, words: &[&str], is_conflict: bool, is_asking: bool) -> String {
        let words = quoted(words, "\"", "\"").join(", ");
        let how = if is_asking {
            "by number; Esc: back to the line"
        } else {
            "Tab, then its number"
        };
        if is_conflict {
            format!("Only one of {words}: which? ({how})")
        } else {
            format!("Which is {words}? ({how})")
        }
    }

    fn line_free_from(&self, word: &str) -> String {
        format!("Content from here on: \"{}\"", echo(word))
    }

    fn line_doubtful(&self, word: &str) -> String {
        format!(
            "\"{}\" is not understood: from it on all is content, -- too.",
            echo(word)
        )
    }

    fn line_says_later(&self, word: &str, later: &str, field: &str) -> String {
        format!(
            "\"{}\" is not understood: from it on all is content, \"{}\" ({field}) too.",
            echo(word),
            echo(later)
        )
    }

    fn line_to_be_checked(&self) -> &'static str {
        "Not saved yet. A word was not understood: check the content, then Ctrl-S."
    }

    fn line_unclear(&self, field: &str, words: &[&str], choices: &str, is_conflict: bool) -> String {
        let words = quoted(words, "\"", "\"").join(", ");
        if is_conflict {
            format!("{field}: only one of {words} ({choices}).")
        } else {
            format!("{field}: {words} may be {choices}. Write which.")
        }
    }

    fn line_not_understood(&self, word: usize) -> String {
        format!("Word {word} is not understood. Before -- stand only labels, codes, readings and values.")
    }

    fn line_text_or_field(&self, word: usize, later: usize, field: &str) -> String {
        format!(
            "Word {word} is not understood, and word {later} may be {field}. Write -- before the content, or correct word {word}."
        )
    }

    fn line_is_several(&self, lines: usize) -> String {
        format!("There are {lines} lines. A record is one line: enter them one by one.")
    }

    fn line_said_twice(&self, field: &str) -> String {
        format!("{field}: the line says one thing and the option another. Say it once.")
    }

    fn line_understood(&self, said: &[String]) -> String {
        format!("Understood: {}", said.join(" / "))
    }

    fn line_text_chars(&self, characters: usize) -> String {
        match characters {
            1 => "1 character".to_owned(),
            _ => format!("{characters} characters"),
        }
    }
}
