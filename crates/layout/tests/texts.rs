//! What comes out, construct by construct; and that it is Rust that rustfmt leaves alone.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod rustfmt;

use cloudwright_layout::layout;
use proc_macro2::TokenStream;

fn laid_out(code: &str) -> String {
    let tokens: TokenStream = code.parse().unwrap();
    layout(tokens).unwrap_or_else(|error| panic!("{error} in {code}"))
}

/// Pieces that are as they should be: laying them out gives them back.
const PIECES: &[&str] = &[
    "//! Of the file.\n\nuse a::b;\n",
    "#![allow(\n    clippy::doc_lazy_continuation,\n    clippy::doc_link_with_quotes,\n    reason = \"prose is the page's\"\n)]\n\nuse a::b;\n",
    "use std::fmt;\n\nuse other::{Both, One};\n\nuse crate::own;\n\npub use own::Shown;\n",
    "use a_crate_with_quite_a_long_name::module::{\n    FirstNameOfMany, FourthNameOfMany, SecondNameOfMany, ThirdNameOfMany,\n};\n",
    "pub mod a;\nmod b;\n\n#[cfg(feature = \"c\")]\npub mod c;\n",
    "#[doc = \"no space\\nbut a line break\"]\n#[deprecated(\n    since = \"0.2.0\",\n    note = \"No longer documented; use what the page of today has instead.\"\n)]\nstruct A {}\n",
    "#[derive(Clone, Debug)]\n#[non_exhaustive]\npub struct A<'a, T: Clone> {\n    /// A field.\n    pub name: Option<&'a [T]>,\n    next: Vec<Box<A<'a, T>>>,\n}\n",
    "pub struct Pair(pub u8, u8);\n\npub struct Unit;\n",
    "pub enum Kind {\n    A,\n    /// Holds one.\n    B(String),\n    C {\n        x: u8,\n    },\n}\n",
    "pub type Call<M = Async> = Request<Answer, M>;\n",
    "pub type ACallWithANameThatIsLongEnoughForALineOfItsOwn<M = Async> =\n    Request<ItsAnswerThatIsCalledAlike, M>;\n",
    "pub static ALL: &[&Operation] =\n    &[&crate::actions::describe_a_thing_with_a_long_name_that_goes_on::OPERATION];\n",
    "impl<T> Trait for Type<T>\nwhere\n    T: Clone + ?Sized,\n{\n    type Item = T;\n\n    const X: u8 = 1;\n\n    fn f(&self, _: &mut T) -> impl Iterator<Item = T> + '_ {\n        self.x\n    }\n\n    fn g() {}\n}\n",
    "fn a_function_with_many_parameters(\n    first: &mut Formatter<'_>,\n    second: impl IntoIterator<Item = String>,\n) -> fmt::Result {\n    first\n}\n",
    "fn f() {\n    use a::b;\n\n    let x: u8 = -1;\n    let (mut y, z) = g(&x, *w, !v)?;\n    y.z = 1..=2;\n    y += x.0 as u8 * 2;\n    return y;\n}\n",
    "fn f() -> T {\n    a_value\n        .a_first_step_that_takes_room(argument)\n        .a_second_step(|x| x.y())\n        .last\n}\n",
    "fn f() {\n    self.call\n        .a_method_with_a_name(\"The wire name of a parameter\", value);\n}\n",
    "fn f() {\n    match x {\n        A | B => c,\n        D { .. } => {\n            e();\n            f()\n        }\n        \"a text that takes room\" => {\n            a_call_of_something(of_an_argument_that_takes_room, another_one)\n        }\n        _ => return None,\n    }\n}\n",
    "static T: Table = Table::new(\n    \"a text that takes some room\",\n    &[Signer::FIRST, Signer::SECOND],\n    Some(\"more\"),\n)\n.step(1)\n.last(&[Row::new(\"a\", Kind::List(&Kind::Integer), Place::Body)\n    .required()\n    .doc(\"Words on it.\")]);\n",
    "fn f() {\n    g(&[\n        \"values\", \"that\", \"are\", \"short\", \"stand\", \"several\", \"on\", \"a\", \"line\", \"where\", \"not\",\n        \"all\", \"fit\",\n    ]);\n}\n",
    "static T: Table = {\n    Table::new(&SERVICE)\n        .a_first_step_that_takes_room()\n        .parameters(&[\n            Parameter::new(\"Lang\", Kind::String, Place::Query).doc(\"Language of the names.\")\n        ])\n};\n",
    "fn f() {\n    h(Holder {\n        a_field: with_a_value,\n        b,\n        ..Holder::default()\n    });\n}\n",
    "fn f() {\n    list.iter().for_each(|one| {\n        g(one);\n        h(one);\n        i(one);\n    });\n}\n",
    "own::request!();\n\nown::table! {\n    /// An enum.\n    pub enum Name {\n        /// One.\n        One = \"one\",\n        Two = \"two\",\n    }\n}\n",
    "unsafe extern \"C\" fn f<const N: usize>(x: [u8; N]) -> *const u8 {\n    unsafe {\n        g(&raw);\n    }\n}\n",
    "fn f() {\n    let a_closure = || b;\n    let c = <T as Trait>::name::<u8>(&'a', b'x', 1.5, r\"raw\");\n    vec![1; 2];\n    println!(\"{}\", a_closure);\n}\n",
    "impl<M: Mode> TAa<M> {\n    fn na(&self) -> TAa {\n        match na {\n            \"\" => &[\n                TAaaaaAaaaaaAaaaaaaaa::new(TAaaaaAaaaaaAaaaaaAaaa::new())\n                    .naaa_aaaaaaaaa_aaaaaaa_aa(TAa::new(\n                        na_aaa_aaa,\n                        na_aaaaaaaa_aaaaaaa_aaa_aaaaaa,\n                    )),\n                TAa::new(),\n            ],\n            _ => return None,\n        }\n    }\n}\n",
    "impl<M: Mode> TAa<M> {\n    fn na(&self) -> TAa {\n        &[TAa::new().na(TAaaaaaaaAaaAaaaaaaaa::new(\n            naaa_aaaaaaaaa_aaaa_aaaaaaaaa_aa(na),\n        ))]\n    }\n\n    fn nb(&self) {\n        self.nclv.ncy(\n            TRwouWnrxaiwiIrbkohtfsg::new(\n                41591,\n                TIridgowpWm::new(),\n                nobp_wznzozk(\n                    7921,\n                    \"qh do. a.m c.mh.9gb l2lv1nz5v gqo4n0 100q\",\n                    nrw_zdgzfob_gwn,\n                ),\n            )\n            .ncg_yo_znmvt_wpeaxz_atblboiu(TCkfhyurugp::new())\n            .nsrw_dtjtiyot(),\n        );\n    }\n}\n",
];

#[test]
fn what_is_well_laid_out_stays_as_it_is() {
    for piece in PIECES {
        assert_eq!(&laid_out(piece), piece);
    }
}

#[test]
fn what_is_well_laid_out_is_rust_and_rustfmt_leaves_it_alone() {
    for piece in PIECES {
        syn::parse_file(piece).unwrap_or_else(|error| panic!("{error} in {piece}"));
    }
    for piece in PIECES {
        rustfmt::leaves_alone(piece);
    }
}

#[test]
fn braces_around_one_value_go_where_they_are_not_needed() {
    assert_eq!(
        laid_out("fn f() { match x { A => { b } _ => {} } g(|x| { x }); }"),
        "fn f() {\n    match x {\n        A => b,\n        _ => {}\n    }\n    g(|x| x);\n}\n"
    );
}

#[test]
fn what_is_not_known_is_refused_with_the_code() {
    let long = "a_long_operand".repeat(8);
    for (code, expected) in [
        (
            format!("fn f() {{ {long} + {long}; }}"),
            "an expression of this kind that does not fit on a line at `a_long",
        ),
        (
            "fn f() { if a { b } else { c } }".to_owned(),
            "an expression of this kind that does not fit on a line at `if a",
        ),
        ("struct".to_owned(), "an item that does not end at `struct"),
        (
            "loose words;".to_owned(),
            "an item of this kind at `loose words",
        ),
        (
            "const A: &str = \"two\nlines\";".to_owned(),
            "a literal of several lines at `\\\"two",
        ),
        (
            "fn f(x: Vec<u8) {}".to_owned(),
            "a list that does not end at `<",
        ),
        (
            "fn f() { match x { A } }".to_owned(),
            "an arm without `=>` at `A",
        ),
        ("fn f() { ; }".to_owned(), "a statement that is empty at `;"),
        (
            "static A: B = ;".to_owned(),
            "nothing where a value belongs at ",
        ),
    ] {
        let error = layout(code.parse().unwrap()).unwrap_err().to_string();
        let start = format!("cannot lay out {expected}");
        assert!(
            error.starts_with(&start),
            "{error} should begin with {start}"
        );
    }
}

#[test]
fn what_nests_too_deep_is_refused_and_what_nests_deep_is_laid_out() {
    let nested = |levels: usize| {
        let code = format!(
            "static A: B = {}C{};",
            "Kind::WithAName(&".repeat(levels),
            ")".repeat(levels)
        );
        layout(code.parse().unwrap())
    };
    assert!(nested(32).is_ok());
    let error = nested(33).unwrap_err().to_string();
    assert!(error.contains("brackets that nest this deep"), "{error}");
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(laid_out(""), "");
}

#[test]
fn documentation_that_a_comment_cannot_hold_stays_an_attribute() {
    for line in [
        "#[doc = \"ends with a space \"]",
        "#[doc = \"/ a fourth slash\"]",
        "#[doc = \"a\\tb\"]",
    ] {
        let code = format!("{line}\nstruct A;\n");
        assert_eq!(laid_out(&code), code);
    }
}
