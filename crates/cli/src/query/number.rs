//! Numbers of JSON compared and added without loss: integers of 64 bits as integers, others as the
//! floats that they are.

use std::cmp::Ordering;

use serde_json::Number;

/// A number by what it is.
#[derive(Clone, Copy, Debug)]
pub(super) enum Exact {
    /// An integer of 64 bits, signed or unsigned, or what such ones add up to.
    Integer(i128),
    /// Any other number.
    Float(f64),
}

impl Exact {
    pub(super) fn of(number: &Number) -> Self {
        let signed = number.as_i64().map(i128::from);
        match signed.or_else(|| number.as_u64().map(i128::from)) {
            Some(integer) => Self::Integer(integer),
            // JSON has no number that is none.
            None => Self::Float(number.as_f64().unwrap_or_default()),
        }
    }

    /// The nearest float.
    #[allow(
        clippy::cast_precision_loss,
        reason = "who asks has a float on the other side"
    )]
    pub(super) fn float(self) -> f64 {
        match self {
            Self::Integer(integer) => integer as f64,
            Self::Float(float) => float,
        }
    }

    /// The number as JSON has it: an integer where it has 64 bits. `None` if it is infinite.
    pub(super) fn number(self) -> Option<Number> {
        match self {
            Self::Integer(integer) => {
                let signed = i64::try_from(integer).map(Number::from);
                let number = signed.or_else(|_| u64::try_from(integer).map(Number::from));
                number.ok().or_else(|| Number::from_f64(self.float()))
            }
            Self::Float(float) => Number::from_f64(float),
        }
    }

    pub(super) fn abs(self) -> Self {
        match self {
            Self::Integer(integer) => Self::Integer(integer.abs()),
            Self::Float(float) => Self::Float(float.abs()),
        }
    }

    /// The number without a fraction: an integer, where it is not beyond all of them.
    pub(super) fn rounded(self, round: fn(f64) -> f64) -> Self {
        match self {
            Self::Float(float) if float.abs() < BEYOND => Self::Integer(integer(round(float))),
            Self::Float(float) => Self::Float(round(float)),
            Self::Integer(_) => self,
        }
    }

    pub(super) fn order(self, other: Self) -> Ordering {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => left.cmp(&right),
            (Self::Integer(left), Self::Float(right)) => order_mixed(left, right),
            (Self::Float(left), Self::Integer(right)) => order_mixed(right, left).reverse(),
            (Self::Float(left), Self::Float(right)) => order_floats(left, right),
        }
    }
}

/// All integers of 64 bits are nearer to zero: 2 to the power of 65.
const BEYOND: f64 = 36_893_488_147_419_103_232.0;

fn order_mixed(left: i128, right: f64) -> Ordering {
    if right.abs() >= BEYOND {
        return order_floats(0.0, right);
    }
    left.cmp(&integer(right))
        .then_with(|| order_floats(0.0, right.fract()))
}

/// JSON has no number without an order.
fn order_floats(left: f64, right: f64) -> Ordering {
    left.partial_cmp(&right).unwrap_or(Ordering::Equal)
}

/// What stands before the point.
#[allow(
    clippy::cast_possible_truncation,
    reason = "the fraction is what is to be cut; nothing else is, below 2 to the power of 127"
)]
fn integer(float: f64) -> i128 {
    float as i128
}

/// The sum; of integers alone it is exact.
pub(super) fn sum(numbers: &[Exact]) -> Exact {
    let integers = numbers.iter().map(|number| match number {
        Exact::Integer(integer) => Some(*integer),
        Exact::Float(_) => None,
    });
    match integers.sum::<Option<i128>>() {
        Some(sum) => Exact::Integer(sum),
        None => Exact::Float(numbers.iter().map(|number| number.float()).sum()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn integers_and_floats_are_compared_by_their_values() {
        use Ordering::{Equal, Greater, Less};
        for (left, right, expected) in [
            (Number::from(u64::MAX), Number::from(i64::MAX), Greater),
            (
                1_152_921_504_606_846_977_i64.into(),
                1_152_921_504_606_846_976_i64.into(),
                Greater,
            ),
            (Number::from(3), float(3.0), Equal),
            (Number::from(3), float(3.5), Less),
            (Number::from(-3), float(-3.5), Greater),
            (
                Number::from(9_007_199_254_740_993_i64),
                float(9_007_199_254_740_992.0),
                Greater,
            ),
            (
                Number::from(u64::MAX),
                float(18_446_744_073_709_551_616.0),
                Less,
            ),
            (Number::from(u64::MAX), float(1e300), Less),
            (Number::from(i64::MIN), float(-1e300), Greater),
            (float(0.1), float(0.2), Less),
            (float(-0.0), float(0.0), Equal),
            (Number::from(0), float(-0.0), Equal),
        ] {
            let (left, right) = (Exact::of(&left), Exact::of(&right));
            assert_eq!(left.order(right), expected, "{left:?} {right:?}");
            assert_eq!(right.order(left), expected.reverse(), "{left:?} {right:?}");
        }
    }

    fn float(value: f64) -> Number {
        Number::from_f64(value).expect("it is finite")
    }

    #[test]
    fn sums_are_integers_as_long_as_their_parts_are() {
        let of = |numbers: &[Number]| {
            let numbers: Vec<Exact> = numbers.iter().map(Exact::of).collect();
            sum(&numbers).number().map(|sum| sum.to_string())
        };
        for (numbers, expected) in [
            (&[][..], "0"),
            (
                &[
                    Number::from(i64::MAX),
                    Number::from(i64::MAX),
                    Number::from(1),
                ],
                "18446744073709551615",
            ),
            (
                &[Number::from(u64::MAX), Number::from(-1)],
                "18446744073709551614",
            ),
            (&[Number::from(1), float(0.5)], "1.5"),
        ] {
            assert_eq!(of(numbers).as_deref(), Some(expected));
        }
    }

    proptest! {
        #[test]
        fn integers_keep_their_order_and_value(left in any::<i64>(), right in any::<u64>()) {
            let (first, second) = (Number::from(left), Number::from(right));
            let order = Exact::of(&first).order(Exact::of(&second));
            prop_assert_eq!(order, i128::from(left).cmp(&i128::from(right)));
            prop_assert_eq!(Exact::of(&first).number(), Some(first));
            prop_assert_eq!(Exact::of(&second).number(), Some(second));
        }
    }
}
