//! Sentences that bind parameters and say nothing else become rules: proposed as advice, for a person to look at.

use cloudwright_page::facts::{Member as Said, Page};

use crate::model::{Member, Required, Rule, RuleKind};

/// What stands for a parameter, or a list of them.
const NAME: &str = "@";

/// Words that are the same to a rule.
const SAME: &[(&str, &str)] = &[
    (
        "",
        "the a parameter parameters field fields request always you both please note that following and or in",
    ),
    ("must", "must should"),
    ("give", "give specify provide set pass configure enter use"),
    (
        "given",
        "given specified provided passed configured entered used set",
    ),
    ("cannot", "cannot can't"),
];

/// Makes a rule that binds these parameters.
type Bind = fn(Vec<String>) -> RuleKind;

const TOGETHER: Bind = |members| RuleKind::Together { members };
const ONE_OF: Bind = |members| RuleKind::OneOf { members };
const AT_MOST_ONE: Bind = |members| RuleKind::AtMostOne { members };
const AT_LEAST_ONE: Bind = |members| RuleKind::AtLeastOne { members };

/// What is left of an English sentence, by what it says.
const ENGLISH: &[(Bind, &[&str])] = &[
    (
        TOGETHER,
        &[
            "@ must be given together",
            "@ must be given at same time",
            "@ must be given left empty at same time",
            "must give @ together",
            "must give @ at same time",
        ],
    ),
    (
        AT_MOST_ONE,
        &[
            "@ are mutually exclusive",
            "@ is mutually exclusive with @",
            "@ cannot be given together",
            "@ cannot be given together with @",
            "@ cannot be given at same time",
            "@ cannot be given at same time as @",
            "cannot give @ at same time",
            "only one of @ can be given",
        ],
    ),
    (
        ONE_OF,
        &[
            "give exactly one of @",
            "must give exactly one of @",
            "exactly one of @ must be given",
        ],
    ),
    (
        AT_LEAST_ONE,
        &[
            "must give at least one of @",
            "give at least one of @",
            "at least one of @ must be given",
            "at least one of @ is required",
            "must give either @",
            "either @ must be given",
            "either @ is required",
            "must give one of @",
            "one of @ must be given",
        ],
    ),
];

/// Chinese words that are the same to a rule, the longer ones first.
const SAME_CHINESE: &[(&str, &str)] = &[
    ("该参数", NAME),
    ("此参数", NAME),
    ("本参数", NAME),
    ("参数", ""),
    ("字段", ""),
    ("两个", ""),
    ("两者", ""),
    ("注意", ""),
    ("填写", "传"),
    ("传入", "传"),
    ("传递", "传"),
    ("输入", "传"),
    ("指定", "传"),
    ("设置", "传"),
    ("提供", "传"),
    ("配置", "传"),
    ("使用", "传"),
    ("存在", "传"),
    ("填", "传"),
    ("不可以", "不能"),
    ("不可", "不能"),
    ("不支持", "不能"),
    ("必须", "须"),
    ("需要", "须"),
    ("需", "须"),
    ("其中一个", "其一"),
    ("一个", "其一"),
];

const CHINESE: &[(Bind, &[&str])] = &[
    (TOGETHER, &["@须同时传", "须同时传@"]),
    (AT_MOST_ONE, &["@不能同时传", "不能同时传@", "@互斥"]),
    (ONE_OF, &["@须二选一", "@须二选一传"]),
    (
        AT_LEAST_ONE,
        &[
            "@必传其一",
            "@至少传其一",
            "@须传其一",
            "@至少须传其一",
            "@须至少传其一",
            "至少传@其一",
        ],
    ),
];

/// What makes a rule one of some calls only.
const CONDITIONS: &[&str] = &[
    "如果", "当", "若", "时,", "时，", "为", "优先", "除非", "否则",
];

/// The rules of a page over the parameters of a call.
pub(super) fn of(page: &Page, request: &[Member]) -> Vec<Rule> {
    let mut rules: Vec<Rule> = Vec::new();
    for sentence in &page.rules {
        let sentence = sentence.value.as_str();
        let Some(owner) = page.parameters.iter().find(|said| says(said, sentence)) else {
            continue;
        };
        let owner = base(&owner.path.value);
        if !request.iter().any(|member| member.name == owner) {
            continue;
        }
        let clauses: Vec<&str> = if sentence.is_ascii() {
            vec![sentence]
        } else if CONDITIONS.iter().any(|word| sentence.contains(word)) {
            continue;
        } else {
            sentence.split(['，', ',', '；', ';', '。']).collect()
        };
        for clause in clauses {
            let Some(kind) = rule(clause, owner, request) else {
                continue;
            };
            if !rules.iter().any(|known| is_same(&known.kind, &kind)) {
                rules.push(Rule {
                    kind,
                    doc: None,
                    enforced: false,
                });
            }
        }
    }
    rules
}

fn says(said: &Said, sentence: &str) -> bool {
    let description = said.description.as_ref();
    description.is_some_and(|description| description.value.contains(sentence))
}

/// The rule of a clause that says nothing else.
fn rule(clause: &str, owner: &str, request: &[Member]) -> Option<RuleKind> {
    let mut bound: Vec<&Member> = Vec::new();
    let mut bind = |name: &str| {
        let found = request.iter().find(|member| member.name == name)?;
        if !bound.iter().any(|known| known.name == name) {
            bound.push(found);
        }
        Some(())
    };
    let found = if clause.is_ascii() {
        let left = english(clause, owner, &mut bind);
        ENGLISH.iter().find(|(_, known)| known.contains(&&*left))
    } else {
        let left = chinese(clause, owner, &mut bind);
        CHINESE.iter().find(|(_, known)| known.contains(&&*left))
    };
    let (rule, _) = found?;
    // What must be given always is bound by nothing.
    if bound.len() < 2 || bound.iter().any(|member| member.required == Required::Yes) {
        return None;
    }
    Some(rule(
        bound.iter().map(|member| member.name.clone()).collect(),
    ))
}

/// An English sentence without its names and what means nothing.
fn english(clause: &str, owner: &str, bind: &mut dyn FnMut(&str) -> Option<()>) -> String {
    let clause = clause
        .trim_start_matches(['>', '*', ' '])
        .replace("his parameter", "his");
    let clause = clause
        .replace("can not ", "cannot ")
        .replace("passed in", "passed");
    let mut left: Vec<&str> = Vec::new();
    let words = clause.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '`' | '"'));
    for word in words.map(|word| word.trim_end_matches('.')) {
        let small = word.to_ascii_lowercase();
        let known = SAME
            .iter()
            .find(|(_, words)| words.split(' ').any(|word| word == small));
        let is_name = match known {
            _ if small == "this" => bind(owner).is_some(),
            Some(_) => false,
            None => bind(word).is_some(),
        };
        let word = match known {
            _ if is_name => NAME,
            // `set` is given after `be`.
            Some(("give", _)) if left.last() == Some(&"be") => "given",
            Some((same, _)) => same,
            None => word,
        };
        if !word.is_empty() && (word != NAME || left.last() != Some(&NAME)) {
            left.push(word);
        }
    }
    let left = left.join(" ");
    // The first word of a sentence is written large.
    let mut chars = left.chars();
    let first = chars.next().map(|c| c.to_ascii_lowercase());
    first.into_iter().chain(chars).collect()
}

/// A Chinese clause without its names and what means nothing.
fn chinese(clause: &str, owner: &str, bind: &mut dyn FnMut(&str) -> Option<()>) -> String {
    let is_of_name =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '[');
    let mut left = String::new();
    let mut rest = clause.trim_start_matches(['且', '但', ' ']);
    let mut with_owner = rest.starts_with('与') || rest.starts_with('和');
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end.max(first.len_utf8()));
        rest = after;
        if end > 0 {
            left.push_str(if bind(word).is_some() { NAME } else { word });
        } else if !first.is_whitespace() && !"、和与或及,`：:".contains(first) {
            left.push(first);
        }
    }
    for (word, same) in SAME_CHINESE {
        with_owner |= *same == NAME && left.contains(word);
        left = left.replace(word, same);
    }
    // `与 A 互斥` is said of the parameter it stands at.
    if with_owner {
        bind(owner);
    }
    while left.contains("@@") {
        left = left.replace("@@", NAME);
    }
    left
}

fn is_same(one: &RuleKind, other: &RuleKind) -> bool {
    let sorted = |kind: &RuleKind| {
        let mut kind = kind.clone();
        match &mut kind {
            RuleKind::Together { members }
            | RuleKind::OneOf { members }
            | RuleKind::AtMostOne { members }
            | RuleKind::AtLeastOne { members } => members.sort(),
            RuleKind::MultipleOf { .. } => {}
        }
        kind
    };
    sorted(one) == sorted(other)
}

/// A name without an index.
fn base(path: &str) -> &str {
    let path = path.trim_end_matches("[]");
    path.strip_suffix(".N").unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Scalar, TypeRef};

    fn read(clause: &str) -> Option<String> {
        let request: Vec<Member> = ["LampId", "LampName", "RoomIds", "offset", "limit"]
            .iter()
            .map(|name| Member::new(*name, TypeRef::Scalar(Scalar::String)))
            .collect();
        rule(clause, "LampId", &request).map(|kind| {
            let (word, members) = match kind {
                RuleKind::Together { members } => ("together", members),
                RuleKind::OneOf { members } => ("one-of", members),
                RuleKind::AtMostOne { members } => ("at-most-one", members),
                RuleKind::AtLeastOne { members } => ("at-least-one", members),
                RuleKind::MultipleOf { .. } => ("multiple-of", Vec::new()),
            };
            format!("{word} {}", members.join(" "))
        })
    }

    #[test]
    fn a_sentence_that_says_nothing_else_is_a_rule() {
        let of = |clause| read(clause).unwrap_or_default();
        let lamps = "LampId LampName";
        assert_eq!(
            of("Parameters offset and limit should always be used together."),
            "together offset limit"
        );
        assert_eq!(
            of("You cannot specify LampId and LampName at the same time."),
            format!("at-most-one {lamps}")
        );
        assert_eq!(
            of("This parameter is mutually exclusive with LampName."),
            format!("at-most-one {lamps}")
        );
        assert_eq!(
            of("Specify exactly one of the following parameters: LampId, LampName, or RoomIds."),
            "one-of LampId LampName RoomIds"
        );
        assert_eq!(
            of("You must pass in either this parameter or the LampName parameter."),
            format!("at-least-one {lamps}")
        );
        assert_eq!(
            of("LampId、LampName必填其一"),
            format!("at-least-one {lamps}")
        );
        assert_eq!(
            of("且 LampId 和 LampName 不能同时存在"),
            format!("at-most-one {lamps}")
        );
        assert_eq!(of("与LampName参数必须二选一输入"), "one-of LampName LampId");
        assert_eq!(of("该参数与 LampName 互斥"), "at-most-one LampName LampId");
    }

    #[test]
    fn a_sentence_that_says_more_is_none() {
        assert_eq!(
            read("If LampId is set, offset and limit must be used together."),
            None
        );
        assert_eq!(read("LampId must be used together with a lamp."), None);
        assert_eq!(
            read("This parameter must be used together with the parameter LampName."),
            None
        );
        assert_eq!(read("Both LampId and LampName are texts."), None);
        assert_eq!(read("Specify either this parameter or LampName."), None);
        assert_eq!(read("LampId和LampName/RoomIds不能同时存在"), None);
        assert_eq!(read("新建灯具的 LampId 和 LampName 不能同时传"), None);
    }
}
