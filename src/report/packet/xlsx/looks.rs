//! How the cells of a workbook look: black on white, so that a copy of a copy still reads.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

/// The font of Excel in Japan and its size in points; elsewhere another takes its place.
pub(super) const FONT: (&str, f64) = ("游ゴシック", 11.0);

/// Points of the texts and the figures of the print sheet.
pub(super) const BODY: f64 = 10.0;
/// Points of the small print.
pub(super) const SMALL: f64 = 8.0;
/// Points of the heads of columns.
pub(super) const HEAD: f64 = 9.0;

/// The gray behind the heads of columns.
const SHADE: Color = Color::RGB(0x00E7_E6E6);

/// What a cell of the print sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    Title,
    Subtitle,
    MadeOn,
    Chapter,
    Sentence,
    Remark,
    Foot,
    /// The head of a column.
    Head,
    /// What a row stands for; in the foot it is bold.
    Label {
        is_foot: bool,
    },
    /// The same on one line, in letters as small as that takes.
    Cramped,
    /// A figure, or the mark of none.
    Figure {
        is_foot: bool,
        is_signed: bool,
    },
    /// Text in a table.
    Cell,
    /// A number in a table of texts.
    Count,
}

impl Look {
    /// The size of its letters, in points.
    pub(super) fn points(self) -> f64 {
        match self {
            Self::Title => 15.0,
            Self::Subtitle => 11.0,
            Self::Chapter => 12.0,
            Self::Sentence | Self::Remark | Self::Label { .. } | Self::Cramped | Self::Figure { .. } => BODY,
            Self::MadeOn | Self::Head | Self::Cell | Self::Count => HEAD,
            Self::Foot => SMALL,
        }
    }

    /// As the workbook says it.
    pub(super) fn format(self) -> Format {
        let plain = plain(self.points()).set_align(FormatAlign::VerticalCenter);
        match self {
            Self::Title => plain.set_bold().set_align(FormatAlign::Center),
            Self::Subtitle => plain.set_align(FormatAlign::Center),
            Self::MadeOn => plain.set_align(FormatAlign::Right),
            Self::Chapter => plain.set_bold().set_border_bottom(FormatBorder::Medium),
            Self::Sentence | Self::Foot => plain.set_align(FormatAlign::Top).set_text_wrap(),
            Self::Remark => plain.set_text_wrap().set_border(FormatBorder::Thin),
            Self::Head => boxed(plain)
                .set_bold()
                .set_background_color(SHADE)
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            Self::Label { is_foot } => footed(boxed(plain).set_text_wrap().set_indent(1), is_foot),
            Self::Cramped => boxed(plain).set_shrink().set_indent(1),
            Self::Figure { is_foot, is_signed } => {
                let number = if is_signed { "+#,##0;-#,##0;0" } else { "#,##0" };
                let right = boxed(plain).set_align(FormatAlign::Right).set_indent(1);
                footed(right.set_num_format(number), is_foot)
            }
            Self::Cell => boxed(plain).set_text_wrap(),
            Self::Count => boxed(plain).set_align(FormatAlign::Right).set_indent(1),
        }
    }
}

/// The font at some size.
pub(super) fn plain(points: f64) -> Format {
    Format::new()
        .set_font_name(FONT.0)
        .set_font_size(points)
        .set_font_charset(128)
}

fn boxed(format: Format) -> Format {
    format.set_border(FormatBorder::Thin)
}

/// The foot of a table: bold, under a double line.
fn footed(format: Format, is_foot: bool) -> Format {
    match is_foot {
        true => format.set_bold().set_border_top(FormatBorder::Double),
        false => format,
    }
}
