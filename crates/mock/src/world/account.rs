//! Whose cloud it is: the user that can fetch tokens, and the project.

/// The IAM user that can fetch tokens, and the project of the account.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) domain: String,
    pub(crate) user: String,
    pub(crate) password: String,
    pub(crate) project_id: String,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            domain: "mock-account".to_owned(),
            user: "mock-user".to_owned(),
            password: "Mock#Password1".to_owned(),
            project_id: "0123456789abcdef0123456789abcdef".to_owned(),
        }
    }
}
