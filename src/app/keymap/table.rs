//! The table of all keys. Lists and texts take six keys from [`NavigationKeys`].

use crate::terminal::keys::{Key, KeyCode, KeyModifiers};

use super::intent::Intent;
use super::navigation::NavigationKeys;
use super::scope::Scope;

/// One row of the table.
#[derive(Debug)]
pub(super) enum KeyRow {
    /// Keys, intent, label, and rank in the footer.
    Act(&'static [Key], Intent, &'static str, u8),
    /// The six keys of a list or a text.
    List(NavigationKeys),
}

const fn act(keys: &'static [Key], intent: Intent, label: &'static str, priority: u8) -> KeyRow {
    KeyRow::Act(keys, intent, label, priority)
}

const fn list(moves: NavigationKeys) -> KeyRow {
    KeyRow::List(moves)
}

const fn key(code: KeyCode) -> Key {
    Key::plain(code)
}

const fn letter(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn control(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::CONTROL }
}

const UP: Key = key(KeyCode::Up);
const DOWN: Key = key(KeyCode::Down);
const LEFT: Key = key(KeyCode::Left);
const RIGHT: Key = key(KeyCode::Right);
const PAGE_UP: Key = key(KeyCode::PageUp);
const PAGE_DOWN: Key = key(KeyCode::PageDown);
const HOME: Key = key(KeyCode::Home);
const END: Key = key(KeyCode::End);
const ENTER: Key = key(KeyCode::Enter);
const ESC: Key = key(KeyCode::Esc);
const TAB: Key = key(KeyCode::Tab);
const DELETE: Key = key(KeyCode::Delete);
const F2: Key = key(KeyCode::F(2));
const F3: Key = key(KeyCode::F(3));
const F4: Key = key(KeyCode::F(4));
const F5: Key = key(KeyCode::F(5));
const F6: Key = key(KeyCode::F(6));
const F7: Key = key(KeyCode::F(7));
const F8: Key = key(KeyCode::F(8));
const F9: Key = key(KeyCode::F(9));
/// Many consoles use F11 themselves, for full screen.
const F11: Key = key(KeyCode::F(11));
const SPACE: Key = letter(' ');

/// Each screen with its keys, in the order of the help.
pub(super) static TABLE: &[(Scope, &[KeyRow])] = &[
    (
        Scope::Dashboard,
        &[
            act(&[SPACE], Intent::Toggle, "勾选", 1),
            act(&[ENTER, RIGHT], Intent::Open, "打开", 2),
            act(&[F4], Intent::TaskList, "任务列表", 3),
            act(&[F2], Intent::Show(Scope::Activities), "台账", 4),
            act(&[F5], Intent::Report, "上报", 5),
            act(&[F7], Intent::NextYear, "换年度", 7),
            act(&[letter('0')], Intent::Settings, "设置", 6),
            act(&[F3, letter('/')], Intent::Search, "查找", 8),
            act(&[letter('8')], Intent::Backup, "备份", 0),
            act(&[letter('9')], Intent::Merge, "恢复、并入别的电脑的记录", 0),
            act(&[F6], Intent::Choose, "换乡镇", 0),
            act(&[letter('4')], Intent::Show(Scope::History), "改动记录", 0),
            act(&[letter('7')], Intent::Collect, "县级汇总", 0),
            act(&[F8, control('z')], Intent::Undo, "撤销", 9),
            act(&[F9, control('y')], Intent::Redo, "恢复", 0),
            list(NavigationKeys::of("条")),
            act(&[ESC], Intent::Back, "怎样退出", 0),
        ],
    ),
    (
        Scope::List,
        &[
            act(&[SPACE], Intent::Toggle, "勾选", 1),
            act(&[ENTER, RIGHT, letter('l')], Intent::Open, "打开", 2),
            act(&[F2], Intent::Show(Scope::Activities), "台账", 7),
            act(&[F3, letter('/')], Intent::Search, "查找", 4),
            act(&[TAB, F11], Intent::Filter, "筛选", 8),
            act(&[F4], Intent::AllTasks, "全部任务", 10),
            act(&[F5], Intent::Report, "上报", 5),
            act(&[F6], Intent::Choose, "换乡镇", 0),
            act(&[F7], Intent::NextYear, "换年度", 9),
            act(&[letter('0')], Intent::Settings, "设置", 0),
            act(&[F8, control('z')], Intent::Undo, "撤销", 6),
            act(&[F9, control('y')], Intent::Redo, "恢复", 0),
            list(NavigationKeys::of("项任务")),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Items,
        &[
            act(&[SPACE], Intent::Toggle, "勾选", 1),
            act(&[UP, letter('k')], Intent::Up, "上一条", 0),
            act(&[DOWN, letter('j')], Intent::Down, "下一条", 0),
            act(&[PAGE_DOWN], Intent::PageDown, "往下看", 0),
            act(&[PAGE_UP], Intent::PageUp, "往上看", 0),
            act(&[HOME], Intent::First, "第一条", 0),
            act(&[END], Intent::Last, "最后一条", 0),
            act(&[F5], Intent::Report, "上报", 0),
            act(&[ENTER, letter('1')], Intent::OpenItem, "改状态", 3),
            act(&[letter('2')], Intent::Remark, "说明", 4),
            act(&[letter('3')], Intent::NewItem, "加一条", 5),
            act(&[DELETE], Intent::DropItem, "删去", 4),
            act(&[letter('5')], Intent::EditItem, "改写自列的", 0),
            act(&[letter('4')], Intent::Show(Scope::History), "改动记录", 10),
            act(&[F2], Intent::Show(Scope::Activities), "台账", 7),
            act(&[F3, letter('/')], Intent::Search, "查找", 8),
            act(&[F4], Intent::AllTasks, "全部任务", 0),
            act(&[F6], Intent::Choose, "换乡镇", 0),
            act(&[F7], Intent::NextYear, "换年度", 0),
            act(&[F8, control('z')], Intent::Undo, "撤销", 6),
            act(&[F9, control('y')], Intent::Redo, "恢复", 0),
            act(&[ESC, LEFT, letter('h')], Intent::Back, "返回", 2),
        ],
    ),
    (
        Scope::Search,
        &[
            act(&[ENTER, DOWN], Intent::Results, "到列表", 1),
            act(&[ESC], Intent::Back, "清除查找", 2),
            act(&[F4], Intent::AllTasks, "在全部任务里找", 3),
            act(&[TAB, F11], Intent::Filter, "筛选", 4),
        ],
    ),
    (
        Scope::Chooser,
        &[
            act(&[ENTER], Intent::Open, "选定", 1),
            act(&[F2], Intent::Collect, "县级汇总", 4),
            list(NavigationKeys::of("个").without_letters().footer(Intent::Up, 2).footer(Intent::Down, 2)),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Report,
        &[
            act(&[F5], Intent::Submit, "生成上报文件", 1),
            act(&[ENTER], Intent::Forward, "下一栏，末栏生成", 0),
            act(&[DOWN, TAB], Intent::NextField, "下一栏", 0),
            act(&[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
            act(&[F3], Intent::Check, "审核", 2),
            act(&[F4], Intent::Receipt, "打开回执", 4),
            act(&[F6], Intent::NextPlace, "换U盘", 3),
            act(&[F2], Intent::Pick, "选文件夹", 4),
            act(&[RIGHT, SPACE, PAGE_DOWN], Intent::NextValue, "换一个", 4),
            act(&[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Findings,
        &[
            act(&[ENTER, RIGHT], Intent::Open, "去改", 1),
            list(NavigationKeys::of("处").footer(Intent::Down, 2)),
            act(&[ESC, LEFT], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Form,
        &[
            act(&[F5], Intent::Submit, "确定", 1),
            act(&[ENTER], Intent::Forward, "下一栏，末栏存盘", 0),
            act(&[DOWN, TAB], Intent::NextField, "下一栏", 2),
            act(&[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
            act(&[F2], Intent::Pick, "选日期、文件", 3),
            act(&[DELETE], Intent::RemoveFile, "去掉这份佐证", 3),
            act(&[F8, control('z')], Intent::StartOver, "重新填", 5),
            act(&[RIGHT, PAGE_DOWN, SPACE], Intent::NextValue, "换一个", 3),
            act(&[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
            act(&[ESC], Intent::Back, "返回", 4),
        ],
    ),
    (
        Scope::Activities,
        &[
            act(&[F2], Intent::NewActivity, "记一项", 1),
            act(&[ENTER, RIGHT], Intent::Open, "修改", 2),
            act(&[DELETE], Intent::DropActivity, "删去", 3),
            act(&[F4], Intent::OnlyTask, "只看一项任务、看全部", 5),
            act(&[F7], Intent::NextYear, "换年度", 5),
            act(&[F8, control('z')], Intent::Undo, "撤销", 4),
            act(&[F9, control('y')], Intent::Redo, "恢复", 0),
            list(NavigationKeys::of("项")),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Calendar,
        &[
            act(&[ENTER, SPACE], Intent::Open, "选定", 1),
            act(&[LEFT], Intent::DayBefore, "前一天", 3),
            act(&[RIGHT], Intent::DayAfter, "后一天", 3),
            act(&[UP], Intent::Up, "前一周", 0),
            act(&[DOWN], Intent::Down, "后一周", 0),
            act(&[PAGE_UP], Intent::PageUp, "上个月", 4),
            act(&[PAGE_DOWN], Intent::PageDown, "下个月", 4),
            act(&[HOME], Intent::First, "今天", 5),
            act(&[ESC], Intent::Back, "返回", 2),
        ],
    ),
    (
        Scope::Browser,
        &[
            act(&[ENTER, RIGHT], Intent::Open, "打开", 2),
            act(&[SPACE], Intent::MarkFile, "选上", 1),
            act(&[F5], Intent::Take, "选定", 3),
            act(&[LEFT, key(KeyCode::Backspace)], Intent::Above, "上一级", 4),
            act(&[F6], Intent::NextPlace, "换盘", 5),
            list(NavigationKeys::of("个")),
            act(&[ESC], Intent::Back, "返回", 6),
        ],
    ),
    (
        Scope::History,
        &[
            act(&[ESC, LEFT], Intent::Back, "返回", 1),
            list(
                NavigationKeys::of("条")
                    .with_space()
                    .label(Intent::First, "最近一条")
                    .label(Intent::Last, "最早一条")
                    .footer(Intent::Down, 2)
                    .footer(Intent::PageDown, 3),
            ),
        ],
    ),
    (Scope::Working, &[act(&[ESC], Intent::Back, "停下来", 1)]),
    (
        Scope::County,
        &[
            act(&[ENTER], Intent::Open, "细看", 1),
            act(&[F5], Intent::Answer, "答复", 2),
            act(&[F4], Intent::Missing, "未报名单", 3),
            act(&[F2], Intent::Workbook, "存汇总表", 4),
            act(&[F7], Intent::NextPeriod, "换报告期", 5),
            act(&[F9], Intent::AcceptAll, "全部收到", 6),
            act(&[F3], Intent::LeftOver, "没采用的文件", 7),
            act(&[F8, SPACE], Intent::Choices, "重新选", 2),
            act(&[F6], Intent::Collect, "换文件夹", 8),
            act(&[letter('5')], Intent::ReadAgain, "重新读", 8),
            act(&[LEFT], Intent::PreviousTask, "前一项任务", 0),
            act(&[RIGHT], Intent::NextTask, "后一项任务", 0),
            list(NavigationKeys::of("个乡镇")),
            act(&[ESC], Intent::Back, "返回", 4),
        ],
    ),
    (
        Scope::Submitted,
        &[
            act(&[RIGHT, SPACE], Intent::NextTask, "后一项任务", 1),
            act(&[LEFT], Intent::PreviousTask, "前一项任务", 2),
            act(&[F5], Intent::Answer, "答复", 4),
            list(NavigationKeys::of_text().label(Intent::Down, "往下看").footer(Intent::Down, 5)),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Choices,
        &[
            act(&[SPACE, F5], Intent::Prefer, "选定、取消选定", 1),
            act(&[ENTER, RIGHT], Intent::Open, "细看", 2),
            list(NavigationKeys::of("份")),
            act(&[ESC, LEFT], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Missing,
        &[
            act(&[F5], Intent::SaveMissing, "存成催报通知", 1),
            list(NavigationKeys::of("个").with_space()),
            act(&[ESC, LEFT], Intent::Back, "返回", 2),
        ],
    ),
    (
        Scope::LeftOver,
        &[
            act(&[ESC, LEFT], Intent::Back, "返回", 1),
            list(NavigationKeys::of("个").with_space().footer(Intent::Down, 2).footer(Intent::PageDown, 3)),
        ],
    ),
    (
        Scope::HandOut,
        &[
            act(&[F5], Intent::Submit, "确定", 1),
            act(&[ENTER], Intent::Forward, "下一栏，末栏确定", 0),
            act(&[DOWN, TAB], Intent::NextField, "下一栏", 2),
            act(&[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
            act(&[F6], Intent::NextPlace, "换U盘", 3),
            act(&[F2], Intent::Pick, "选文件夹", 4),
            act(&[RIGHT, SPACE, PAGE_DOWN], Intent::NextValue, "换一个", 4),
            act(&[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
            act(&[ESC], Intent::Back, "返回", 3),
        ],
    ),
    (
        Scope::Help,
        &[
            act(&[ESC, ENTER, key(KeyCode::F(1))], Intent::Back, "返回", 1),
            list(NavigationKeys::of_text().with_space().footer(Intent::Down, 2).footer(Intent::PageDown, 3)),
        ],
    ),
    (
        Scope::Everywhere,
        &[
            act(&[key(KeyCode::F(1)), letter('?')], Intent::Help, "帮助", 8),
            act(&[key(KeyCode::F(10)), control('q'), control('c')], Intent::Quit, "退出", 9),
            act(&[control('l')], Intent::Repaint, "重画画面", 0),
            act(&[key(KeyCode::F(12)), control('t')], Intent::ChangeLook, "线条不齐时换样式", 0),
        ],
    ),
];
