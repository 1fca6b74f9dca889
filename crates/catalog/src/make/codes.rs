//! The error codes that Tencent documents for its actions, which its package does not hold.

use serde_json::Value;

/// Adds the codes to the actions of the same product, version and name.
pub(super) fn add(products: &mut [Value], codes: &Value) {
    for product in products {
        if product["provider"] != "tencent" {
            continue;
        }
        let text = |name: &str| product[name].as_str().unwrap_or_default().to_owned();
        let of_product = &codes["products"][text("product")][text("version")];
        let Some(actions) = product["actions"].as_array_mut() else {
            continue;
        };
        for action in actions {
            let name = action["name"].as_str().unwrap_or_default();
            if let Some(found @ Value::Array(_)) = of_product.get(name) {
                let found = found.clone();
                action["errors"] = found;
            }
        }
    }
}
