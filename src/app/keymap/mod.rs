//! Every act of the screen, declared once: scope, keys, intent, label, priority. The dispatcher, the footer, the help
//! screen and the README's key table are all read off this table.
//!
//! With a Chinese input method on, a letter never arrives; so the first key of every row is no letter.

mod scope;

use crate::terminal::keys::{Key, KeyCode, KeyModifiers};

pub use scope::Scope;

/// What a clerk wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each is named by its label in the table")]
pub enum Intent {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Open,
    Back,
    Toggle,
    Undo,
    Redo,
    AllTasks,
    TaskList,
    Search,
    Results,
    Filter,
    NextYear,
    Report,
    Check,
    Receipt,
    Choose,
    Submit,
    Activities,
    NewActivity,
    DropActivity,
    OnlyTask,
    OpenItem,
    Remark,
    NewItem,
    EditItem,
    DropItem,
    History,
    Settings,
    Forward,
    NextField,
    PreviousField,
    NextValue,
    PreviousValue,
    NextPlace,
    Pick,
    RemoveFile,
    StartOver,
    DayBefore,
    DayAfter,
    Backup,
    Merge,
    MarkFile,
    Above,
    Take,
    Collect,
    ReadAgain,
    NextPeriod,
    PreviousTask,
    NextTask,
    Choices,
    Prefer,
    Answer,
    AcceptAll,
    Missing,
    SaveMissing,
    LeftOver,
    Workbook,
    Help,
    Repaint,
    ChangeLook,
    Quit,
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// Its keys; the first is the one that is shown.
    pub keys: &'static [Key],
    /// What it does.
    pub intent: Intent,
    /// What the footer and the help call it.
    pub label: &'static str,
    /// Place in the footer, from 1; 0 stands in the help only.
    pub priority: u8,
}

const fn key(code: KeyCode) -> Key {
    Key { code, mods: KeyModifiers::NONE }
}

const fn letter(c: char) -> Key {
    key(KeyCode::Char(c))
}

const fn control(c: char) -> Key {
    Key { code: KeyCode::Char(c), mods: KeyModifiers::CONTROL }
}

const fn row(scope: Scope, keys: &'static [Key], intent: Intent, label: &'static str, priority: u8) -> Binding {
    Binding { scope, keys, intent, label, priority }
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
/// Many consoles keep this one to themselves, for the whole screen.
const F11: Key = key(KeyCode::F(11));
const SPACE: Key = letter(' ');

/// The table.
pub const KEYMAP: &[Binding] = &[
    row(Scope::Dashboard, &[SPACE], Intent::Toggle, "勾选", 1),
    row(Scope::Dashboard, &[ENTER, RIGHT], Intent::Open, "打开", 2),
    row(Scope::Dashboard, &[F4], Intent::TaskList, "任务列表", 3),
    row(Scope::Dashboard, &[F2], Intent::Activities, "台账", 4),
    row(Scope::Dashboard, &[F5], Intent::Report, "上报", 5),
    row(Scope::Dashboard, &[F7], Intent::NextYear, "换年度", 7),
    row(Scope::Dashboard, &[letter('0')], Intent::Settings, "设置", 6),
    row(Scope::Dashboard, &[F3, letter('/')], Intent::Search, "查找", 8),
    row(Scope::Dashboard, &[letter('8')], Intent::Backup, "备份", 0),
    row(Scope::Dashboard, &[letter('9')], Intent::Merge, "恢复、并入别的电脑的记录", 0),
    row(Scope::Dashboard, &[F6], Intent::Choose, "换乡镇", 0),
    row(Scope::Dashboard, &[letter('4')], Intent::History, "改动记录", 0),
    row(Scope::Dashboard, &[letter('7')], Intent::Collect, "县级汇总", 0),
    row(Scope::Dashboard, &[F8, control('z')], Intent::Undo, "撤销", 9),
    row(Scope::Dashboard, &[F9, control('y')], Intent::Redo, "恢复", 0),
    row(Scope::Dashboard, &[UP, letter('k')], Intent::Up, "上一条", 0),
    row(Scope::Dashboard, &[DOWN, letter('j')], Intent::Down, "下一条", 0),
    row(Scope::Dashboard, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Dashboard, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Dashboard, &[HOME], Intent::First, "第一条", 0),
    row(Scope::Dashboard, &[END], Intent::Last, "最后一条", 0),
    row(Scope::Dashboard, &[ESC], Intent::Back, "怎样退出", 0),
    row(Scope::List, &[SPACE], Intent::Toggle, "勾选", 1),
    row(Scope::List, &[ENTER, RIGHT, letter('l')], Intent::Open, "打开", 2),
    row(Scope::List, &[F2], Intent::Activities, "台账", 7),
    row(Scope::List, &[F3, letter('/')], Intent::Search, "查找", 4),
    row(Scope::List, &[TAB, F11], Intent::Filter, "筛选", 8),
    row(Scope::List, &[F4], Intent::AllTasks, "全部任务", 10),
    row(Scope::List, &[F5], Intent::Report, "上报", 5),
    row(Scope::List, &[F6], Intent::Choose, "换乡镇", 0),
    row(Scope::List, &[F7], Intent::NextYear, "换年度", 9),
    row(Scope::List, &[letter('0')], Intent::Settings, "设置", 0),
    row(Scope::List, &[F8, control('z')], Intent::Undo, "撤销", 6),
    row(Scope::List, &[F9, control('y')], Intent::Redo, "恢复", 0),
    row(Scope::List, &[UP, letter('k')], Intent::Up, "上一项任务", 0),
    row(Scope::List, &[DOWN, letter('j')], Intent::Down, "下一项任务", 0),
    row(Scope::List, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::List, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::List, &[HOME], Intent::First, "第一项任务", 0),
    row(Scope::List, &[END], Intent::Last, "最后一项任务", 0),
    row(Scope::List, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Items, &[SPACE], Intent::Toggle, "勾选", 1),
    row(Scope::Items, &[UP, letter('k')], Intent::Up, "上一条", 0),
    row(Scope::Items, &[DOWN, letter('j')], Intent::Down, "下一条", 0),
    row(Scope::Items, &[PAGE_DOWN], Intent::PageDown, "往下看", 0),
    row(Scope::Items, &[PAGE_UP], Intent::PageUp, "往上看", 0),
    row(Scope::Items, &[HOME], Intent::First, "第一条", 0),
    row(Scope::Items, &[END], Intent::Last, "最后一条", 0),
    row(Scope::Items, &[F5], Intent::Report, "上报", 0),
    row(Scope::Items, &[ENTER, letter('1')], Intent::OpenItem, "改状态", 3),
    row(Scope::Items, &[letter('2')], Intent::Remark, "说明", 4),
    row(Scope::Items, &[letter('3')], Intent::NewItem, "加一条", 5),
    row(Scope::Items, &[DELETE], Intent::DropItem, "删去", 4),
    row(Scope::Items, &[letter('5')], Intent::EditItem, "改写自列的", 0),
    row(Scope::Items, &[letter('4')], Intent::History, "改动记录", 10),
    row(Scope::Items, &[F2], Intent::Activities, "台账", 7),
    row(Scope::Items, &[F3, letter('/')], Intent::Search, "查找", 8),
    row(Scope::Items, &[F4], Intent::AllTasks, "全部任务", 0),
    row(Scope::Items, &[F6], Intent::Choose, "换乡镇", 0),
    row(Scope::Items, &[F7], Intent::NextYear, "换年度", 0),
    row(Scope::Items, &[F8, control('z')], Intent::Undo, "撤销", 6),
    row(Scope::Items, &[F9, control('y')], Intent::Redo, "恢复", 0),
    row(Scope::Items, &[ESC, LEFT, letter('h')], Intent::Back, "返回", 2),
    row(Scope::Search, &[ENTER, DOWN], Intent::Results, "到列表", 1),
    row(Scope::Search, &[ESC], Intent::Back, "清除查找", 2),
    row(Scope::Search, &[F4], Intent::AllTasks, "在全部任务里找", 3),
    row(Scope::Search, &[TAB, F11], Intent::Filter, "筛选", 4),
    row(Scope::Chooser, &[ENTER], Intent::Open, "选定", 1),
    row(Scope::Chooser, &[F2], Intent::Collect, "县级汇总", 4),
    row(Scope::Chooser, &[UP], Intent::Up, "上一个", 2),
    row(Scope::Chooser, &[DOWN], Intent::Down, "下一个", 2),
    row(Scope::Chooser, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Chooser, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Chooser, &[HOME], Intent::First, "第一个", 0),
    row(Scope::Chooser, &[END], Intent::Last, "最后一个", 0),
    row(Scope::Chooser, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Report, &[F5], Intent::Submit, "生成上报文件", 1),
    row(Scope::Report, &[ENTER], Intent::Forward, "下一栏，末栏生成", 0),
    row(Scope::Report, &[DOWN, TAB], Intent::NextField, "下一栏", 0),
    row(Scope::Report, &[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
    row(Scope::Report, &[F3], Intent::Check, "审核", 2),
    row(Scope::Report, &[F4], Intent::Receipt, "打开回执", 4),
    row(Scope::Report, &[F6], Intent::NextPlace, "换U盘", 3),
    row(Scope::Report, &[F2], Intent::Pick, "选文件夹", 4),
    row(Scope::Report, &[RIGHT, SPACE, PAGE_DOWN], Intent::NextValue, "换一个", 4),
    row(Scope::Report, &[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
    row(Scope::Report, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Findings, &[ENTER, RIGHT], Intent::Open, "去改", 1),
    row(Scope::Findings, &[UP, letter('k')], Intent::Up, "上一处", 0),
    row(Scope::Findings, &[DOWN, letter('j')], Intent::Down, "下一处", 2),
    row(Scope::Findings, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Findings, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Findings, &[HOME], Intent::First, "第一处", 0),
    row(Scope::Findings, &[END], Intent::Last, "最后一处", 0),
    row(Scope::Findings, &[ESC, LEFT], Intent::Back, "返回", 3),
    row(Scope::Form, &[F5], Intent::Submit, "确定", 1),
    row(Scope::Form, &[ENTER], Intent::Forward, "下一栏，末栏存盘", 0),
    row(Scope::Form, &[DOWN, TAB], Intent::NextField, "下一栏", 2),
    row(Scope::Form, &[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
    row(Scope::Form, &[F2], Intent::Pick, "选日期、文件", 3),
    row(Scope::Form, &[DELETE], Intent::RemoveFile, "去掉这份佐证", 3),
    row(Scope::Form, &[F8, control('z')], Intent::StartOver, "重新填", 5),
    row(Scope::Form, &[RIGHT, PAGE_DOWN, SPACE], Intent::NextValue, "换一个", 3),
    row(Scope::Form, &[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
    row(Scope::Form, &[ESC], Intent::Back, "返回", 4),
    row(Scope::Activities, &[F2], Intent::NewActivity, "记一项", 1),
    row(Scope::Activities, &[ENTER, RIGHT], Intent::Open, "修改", 2),
    row(Scope::Activities, &[DELETE], Intent::DropActivity, "删去", 3),
    row(Scope::Activities, &[F4], Intent::OnlyTask, "只看一项任务、看全部", 5),
    row(Scope::Activities, &[F7], Intent::NextYear, "换年度", 5),
    row(Scope::Activities, &[F8, control('z')], Intent::Undo, "撤销", 4),
    row(Scope::Activities, &[F9, control('y')], Intent::Redo, "恢复", 0),
    row(Scope::Activities, &[UP, letter('k')], Intent::Up, "上一项", 0),
    row(Scope::Activities, &[DOWN, letter('j')], Intent::Down, "下一项", 0),
    row(Scope::Activities, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Activities, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Activities, &[HOME], Intent::First, "第一项", 0),
    row(Scope::Activities, &[END], Intent::Last, "最后一项", 0),
    row(Scope::Activities, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Calendar, &[ENTER, SPACE], Intent::Open, "选定", 1),
    row(Scope::Calendar, &[LEFT], Intent::DayBefore, "前一天", 3),
    row(Scope::Calendar, &[RIGHT], Intent::DayAfter, "后一天", 3),
    row(Scope::Calendar, &[UP], Intent::Up, "前一周", 0),
    row(Scope::Calendar, &[DOWN], Intent::Down, "后一周", 0),
    row(Scope::Calendar, &[PAGE_UP], Intent::PageUp, "上个月", 4),
    row(Scope::Calendar, &[PAGE_DOWN], Intent::PageDown, "下个月", 4),
    row(Scope::Calendar, &[HOME], Intent::First, "今天", 5),
    row(Scope::Calendar, &[ESC], Intent::Back, "返回", 2),
    row(Scope::Browser, &[ENTER, RIGHT], Intent::Open, "打开", 2),
    row(Scope::Browser, &[SPACE], Intent::MarkFile, "选上", 1),
    row(Scope::Browser, &[F5], Intent::Take, "选定", 3),
    row(Scope::Browser, &[LEFT, key(KeyCode::Backspace)], Intent::Above, "上一级", 4),
    row(Scope::Browser, &[F6], Intent::NextPlace, "换盘", 5),
    row(Scope::Browser, &[UP, letter('k')], Intent::Up, "上一个", 0),
    row(Scope::Browser, &[DOWN, letter('j')], Intent::Down, "下一个", 0),
    row(Scope::Browser, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Browser, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Browser, &[HOME], Intent::First, "第一个", 0),
    row(Scope::Browser, &[END], Intent::Last, "最后一个", 0),
    row(Scope::Browser, &[ESC], Intent::Back, "返回", 6),
    row(Scope::History, &[ESC, LEFT], Intent::Back, "返回", 1),
    row(Scope::History, &[UP, letter('k')], Intent::Up, "上一条", 0),
    row(Scope::History, &[DOWN, letter('j')], Intent::Down, "下一条", 2),
    row(Scope::History, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::History, &[PAGE_DOWN, SPACE], Intent::PageDown, "下一页", 3),
    row(Scope::History, &[HOME], Intent::First, "最近一条", 0),
    row(Scope::History, &[END], Intent::Last, "最早一条", 0),
    row(Scope::Working, &[ESC], Intent::Back, "停下来", 1),
    row(Scope::County, &[ENTER], Intent::Open, "细看", 1),
    row(Scope::County, &[F5], Intent::Answer, "答复", 2),
    row(Scope::County, &[F4], Intent::Missing, "未报名单", 3),
    row(Scope::County, &[F2], Intent::Workbook, "存汇总表", 4),
    row(Scope::County, &[F7], Intent::NextPeriod, "换报告期", 5),
    row(Scope::County, &[F9], Intent::AcceptAll, "全部收到", 6),
    row(Scope::County, &[F3], Intent::LeftOver, "没采用的文件", 7),
    row(Scope::County, &[F8, SPACE], Intent::Choices, "重新选", 2),
    row(Scope::County, &[F6], Intent::Collect, "换文件夹", 8),
    row(Scope::County, &[letter('5')], Intent::ReadAgain, "重新读", 8),
    row(Scope::County, &[LEFT], Intent::PreviousTask, "前一项任务", 0),
    row(Scope::County, &[RIGHT], Intent::NextTask, "后一项任务", 0),
    row(Scope::County, &[UP, letter('k')], Intent::Up, "上一个乡镇", 0),
    row(Scope::County, &[DOWN, letter('j')], Intent::Down, "下一个乡镇", 0),
    row(Scope::County, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::County, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::County, &[HOME], Intent::First, "第一个乡镇", 0),
    row(Scope::County, &[END], Intent::Last, "最后一个乡镇", 0),
    row(Scope::County, &[ESC], Intent::Back, "返回", 4),
    row(Scope::Submitted, &[RIGHT, SPACE], Intent::NextTask, "后一项任务", 1),
    row(Scope::Submitted, &[LEFT], Intent::PreviousTask, "前一项任务", 2),
    row(Scope::Submitted, &[F5], Intent::Answer, "答复", 4),
    row(Scope::Submitted, &[UP, letter('k')], Intent::Up, "往上一行", 0),
    row(Scope::Submitted, &[DOWN, letter('j')], Intent::Down, "往下看", 5),
    row(Scope::Submitted, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Submitted, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Submitted, &[HOME], Intent::First, "开头", 0),
    row(Scope::Submitted, &[END], Intent::Last, "末尾", 0),
    row(Scope::Submitted, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Choices, &[SPACE, F5], Intent::Prefer, "选定、取消选定", 1),
    row(Scope::Choices, &[ENTER, RIGHT], Intent::Open, "细看", 2),
    row(Scope::Choices, &[UP, letter('k')], Intent::Up, "上一份", 0),
    row(Scope::Choices, &[DOWN, letter('j')], Intent::Down, "下一份", 0),
    row(Scope::Choices, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Choices, &[PAGE_DOWN], Intent::PageDown, "下一页", 0),
    row(Scope::Choices, &[HOME], Intent::First, "第一份", 0),
    row(Scope::Choices, &[END], Intent::Last, "最后一份", 0),
    row(Scope::Choices, &[ESC, LEFT], Intent::Back, "返回", 3),
    row(Scope::Missing, &[F5], Intent::SaveMissing, "存成催报通知", 1),
    row(Scope::Missing, &[UP, letter('k')], Intent::Up, "上一个", 0),
    row(Scope::Missing, &[DOWN, letter('j')], Intent::Down, "下一个", 0),
    row(Scope::Missing, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Missing, &[PAGE_DOWN, SPACE], Intent::PageDown, "下一页", 0),
    row(Scope::Missing, &[HOME], Intent::First, "第一个", 0),
    row(Scope::Missing, &[END], Intent::Last, "最后一个", 0),
    row(Scope::Missing, &[ESC, LEFT], Intent::Back, "返回", 2),
    row(Scope::LeftOver, &[ESC, LEFT], Intent::Back, "返回", 1),
    row(Scope::LeftOver, &[UP, letter('k')], Intent::Up, "上一个", 0),
    row(Scope::LeftOver, &[DOWN, letter('j')], Intent::Down, "下一个", 2),
    row(Scope::LeftOver, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::LeftOver, &[PAGE_DOWN, SPACE], Intent::PageDown, "下一页", 3),
    row(Scope::LeftOver, &[HOME], Intent::First, "第一个", 0),
    row(Scope::LeftOver, &[END], Intent::Last, "最后一个", 0),
    row(Scope::HandOut, &[F5], Intent::Submit, "确定", 1),
    row(Scope::HandOut, &[ENTER], Intent::Forward, "下一栏，末栏确定", 0),
    row(Scope::HandOut, &[DOWN, TAB], Intent::NextField, "下一栏", 2),
    row(Scope::HandOut, &[UP, key(KeyCode::BackTab)], Intent::PreviousField, "上一栏", 0),
    row(Scope::HandOut, &[F6], Intent::NextPlace, "换U盘", 3),
    row(Scope::HandOut, &[F2], Intent::Pick, "选文件夹", 4),
    row(Scope::HandOut, &[RIGHT, SPACE, PAGE_DOWN], Intent::NextValue, "换一个", 4),
    row(Scope::HandOut, &[LEFT, PAGE_UP], Intent::PreviousValue, "上一个", 0),
    row(Scope::HandOut, &[ESC], Intent::Back, "返回", 3),
    row(Scope::Help, &[ESC, ENTER, key(KeyCode::F(1))], Intent::Back, "返回", 1),
    row(Scope::Help, &[UP, letter('k')], Intent::Up, "往上一行", 0),
    row(Scope::Help, &[DOWN, letter('j')], Intent::Down, "往下一行", 2),
    row(Scope::Help, &[PAGE_UP], Intent::PageUp, "上一页", 0),
    row(Scope::Help, &[PAGE_DOWN, SPACE], Intent::PageDown, "下一页", 3),
    row(Scope::Help, &[HOME], Intent::First, "开头", 0),
    row(Scope::Help, &[END], Intent::Last, "末尾", 0),
    row(Scope::Everywhere, &[key(KeyCode::F(1)), letter('?')], Intent::Help, "帮助", 8),
    row(Scope::Everywhere, &[key(KeyCode::F(10)), control('q'), control('c')], Intent::Quit, "退出", 9),
    row(Scope::Everywhere, &[control('l')], Intent::Repaint, "重画画面", 0),
    row(Scope::Everywhere, &[key(KeyCode::F(12)), control('t')], Intent::ChangeLook, "线条不齐时换样式", 0),
];

/// What `key` means in `scope`: the scope's own rows first, then those that hold everywhere.
#[must_use]
pub fn intent(scope: Scope, key: Key) -> Option<Intent> {
    let in_scope = |scope| KEYMAP.iter().find(move |row| row.scope == scope && row.keys.contains(&key));
    in_scope(scope).or_else(|| in_scope(Scope::Everywhere)).map(|row| row.intent)
}

/// The rows that the footer shows in `scope`, the most wanted first.
#[must_use]
pub fn footer(scope: Scope) -> Vec<&'static Binding> {
    let hidden = |row: &Binding| matches!(scope, Scope::Help | Scope::Working) && row.intent == Intent::Help;
    let shown = |row: &&Binding| row.priority > 0 && (row.scope == scope || row.scope == Scope::Everywhere);
    let mut rows: Vec<&Binding> = KEYMAP.iter().filter(shown).filter(|row| !hidden(row)).collect();
    rows.sort_by_key(|row| row.priority);
    rows
}

/// The key that the footer shows for a row.
#[must_use]
pub fn shown(row: &Binding) -> String {
    row.keys.first().map(|key| name(*key)).unwrap_or_default()
}

/// The name of a key as a clerk reads it on the keyboard.
#[must_use]
pub fn name(key: Key) -> String {
    let plain = match key.code {
        KeyCode::Char(' ') => "空格".to_owned(),
        KeyCode::Char(c) => c.to_ascii_uppercase().to_string(),
        KeyCode::F(n) => format!("F{n}"),
        KeyCode::Enter => "回车".to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Up => "上".to_owned(),
        KeyCode::Down => "下".to_owned(),
        KeyCode::Left => "左".to_owned(),
        KeyCode::Right => "右".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::Home => "Home".to_owned(),
        KeyCode::End => "End".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::BackTab => "Shift+Tab".to_owned(),
        KeyCode::Delete => "Delete".to_owned(),
        KeyCode::Backspace => "退格".to_owned(),
        _ => String::new(),
    };
    if key.mods.contains(KeyModifiers::CONTROL) { format!("Ctrl+{plain}") } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_two_rows_of_a_scope_share_a_key() {
        let mut seen = HashSet::new();
        for row in KEYMAP {
            for key in row.keys {
                assert!(seen.insert((row.scope.title(), *key)), "{} twice in {}", name(*key), row.scope.title());
            }
        }
    }

    #[test]
    fn every_act_has_a_key_that_a_chinese_input_method_lets_through() {
        for row in KEYMAP {
            let first = row.keys[0];
            let letter = matches!(first.code, KeyCode::Char(c) if c.is_alphabetic()) && first.mods.is_empty();
            assert!(!letter, "{}", row.label);
            assert!(row.keys.iter().all(|key| !name(*key).is_empty()), "{} has a key without a name", row.label);
        }
    }

    #[test]
    fn every_screen_names_the_way_back_and_the_help_in_its_footer() {
        for scope in Scope::ALL.into_iter().filter(|scope| !matches!(scope, Scope::Everywhere | Scope::Dashboard)) {
            assert!(footer(scope).iter().any(|row| row.intent == Intent::Back), "{}", scope.title());
        }
        assert!(footer(Scope::Dashboard).iter().any(|row| row.intent == Intent::Help));
    }
}
