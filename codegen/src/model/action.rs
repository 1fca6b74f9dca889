//! An action: its call, its answer, its own types, and how its pages are read.

use cloudwright_spec::LoadedAction;
use cloudwright_spec::model::Pagination;
use cloudwright_spec::naming::{self, Inside, Owner, Wire};

use super::lowering::{Lowering, MemberList};
use super::module::{MemberPath, Module};
use super::reach;
use super::service::ServiceModel;
use super::types::{MemberModel, RustType, TypeModel, TypePlace, Usage};

/// An action with everything named.
#[derive(Debug)]
pub(crate) struct ActionModel<'a> {
    pub loaded: &'a LoadedAction,
    /// The module, which is also the file's stem.
    pub module: String,
    /// The client's method.
    pub method: String,
    /// The type that collects the parameters.
    pub builder: String,
    /// The type of the answer.
    pub answer: String,
    pub parameters: Vec<MemberModel<'a>>,
    pub response: Vec<MemberModel<'a>>,
    pub types: Vec<TypeModel<'a>>,
    pub paging: Option<PagingModel>,
    /// Which of the service's types it reaches, by number, and how.
    pub reaches: Vec<(usize, Usage)>,
}

/// How to get at the parts of a page.
#[derive(Debug)]
pub(crate) struct PagingModel {
    /// What the pages consist of.
    pub item: RustType,
    /// The rows.
    pub items: MemberPath,
    /// The count of all rows.
    pub total: Option<MemberPath>,
    /// The text for the next page.
    pub next: Option<MemberPath>,
}

impl<'a> ActionModel<'a> {
    /// Lowers an action of a service.
    pub(crate) fn new(loaded: &'a LoadedAction, service: &ServiceModel<'a>) -> Self {
        let action = &loaded.action;
        let place = TypePlace::Action;
        let mut lowering = Lowering::new(place, &action.types, Some(&service.declared));
        let mut list = |members, owner, path: &str| {
            lowering.members(&MemberList {
                members,
                owner,
                inside: Inside::action(),
                path: path.to_owned(),
                subject: path.to_owned(),
            })
        };
        let parameters = list(action.request.as_slice(), Owner::Call, "request");
        let response = list(action.response.as_slice(), Owner::Response, "response");

        let wire = Wire::new(&action.action, action.rename.as_deref());
        let builder = naming::action_type(wire);
        let answer = format!("{builder}Response");
        let (mut types, _) = lowering.finish();
        let roots = reach::targets(&parameters, Usage::REQUEST)
            .chain(reach::targets(&response, Usage::RESPONSE));
        let mut reaches = reach::spread(place, &mut types, roots);
        reaches.extend(reach::adopt_unreached(place, &mut types));

        let mut model = Self {
            loaded,
            module: naming::module(wire),
            method: naming::method(wire),
            builder,
            answer,
            parameters,
            response,
            types,
            paging: None,
            reaches,
        };
        let module = Module {
            service,
            action: Some(&model),
        };
        let pagination = action.pagination.as_ref();
        model.paging = pagination.and_then(|pagination| paging(pagination, module));
        model
    }
}

/// `None` where a path leads nowhere, which the checks refuse.
fn paging(pagination: &Pagination, module: Module<'_, '_>) -> Option<PagingModel> {
    let (items, total, next) = match pagination {
        Pagination::Offset { items, total, .. } | Pagination::Page { items, total, .. } => {
            (items, total.as_deref(), None)
        }
        Pagination::Token { items, next, .. } => (items, None, Some(next.as_str())),
    };
    let items = module.member_path(items)?;
    let RustType::List(item) = &items.rust else {
        return None;
    };
    Some(PagingModel {
        item: (**item).clone(),
        total: total.and_then(|path| module.member_path(path)),
        next: next.and_then(|path| module.member_path(path)),
        items,
    })
}
