//! An action: its call, its answer, its own types, and how its pages are read.

use cloudwright_spec::LoadedAction;
use cloudwright_spec::model::Pagination;
use cloudwright_spec::naming::{self, Inside, Owner, Wire};

use super::reach;
use super::scope::{Lookup, MemberList, Scope};
use super::service::{Declared, ServiceModel};
use super::types::{Direction, MemberModel, RustType, TypeId, TypeModel, TypePlace};

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
    /// Which of the service's types it reaches, and how.
    pub reaches: Vec<(usize, Direction)>,
}

/// How to get at the parts of a page.
#[derive(Debug)]
pub(crate) struct PagingModel {
    /// What the pages consist of.
    pub item: RustType,
    /// The rows.
    pub items: Vec<String>,
    /// The count of all rows, and what it is written as.
    pub total: Option<(Vec<String>, RustType)>,
    /// The text for the next page, and what it is written as.
    pub next: Option<(Vec<String>, RustType)>,
}

/// An action's own types, then the service's.
struct Visible<'s, 'a> {
    own: Declared<'a>,
    service: &'s ServiceModel<'a>,
}

impl Lookup for Visible<'_, '_> {
    fn find(&self, name: &str) -> Option<RustType> {
        self.own.find(name).or_else(|| self.service.find(name))
    }
}

impl<'a> ActionModel<'a> {
    /// Lowers an action of a service.
    pub(crate) fn new(loaded: &'a LoadedAction, service: &ServiceModel<'a>) -> Self {
        let action = &loaded.action;
        let place = TypePlace::Action;
        let visible = Visible {
            own: Declared::new(&action.types, place),
            service,
        };
        let mut scope = Scope::new(place);
        scope.declare(&action.types, &visible);
        let mut list = |members, owner, path: &str| {
            let list = MemberList {
                members,
                owner,
                inside: Inside::action(),
                path: path.to_owned(),
                subject: path.to_owned(),
            };
            scope.members(&list, &visible)
        };
        let parameters = list(action.request.as_slice(), Owner::Call, "request");
        let response = list(action.response.as_slice(), Owner::Response, "response");

        let wire = Wire::new(&action.action, action.rename.as_deref());
        let builder = naming::action_type(wire);
        let answer = format!("{builder}Response");
        let mut types = scope.finish();
        reach::box_circles(place, &mut types);
        let roots = reach::targets(&parameters, Direction::REQUEST)
            .chain(reach::targets(&response, Direction::RESPONSE));
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
        model.paging = action
            .pagination
            .as_ref()
            .and_then(|pagination| model.lower_paging(pagination, service));
        model
    }

    /// The type that an id stands for.
    pub(crate) fn type_of<'m>(
        &'m self,
        service: &'m ServiceModel<'a>,
        id: TypeId,
    ) -> &'m TypeModel<'a> {
        match id.place {
            TypePlace::Action => &self.types[id.index],
            TypePlace::Service => &service.types[id.index],
        }
    }

    /// `None` where a path leads nowhere, which the checks refuse.
    fn lower_paging(
        &self,
        pagination: &Pagination,
        service: &ServiceModel<'a>,
    ) -> Option<PagingModel> {
        let (items, total, next) = match pagination {
            Pagination::Offset { items, total, .. } | Pagination::Page { items, total, .. } => {
                (items, total.as_deref(), None)
            }
            Pagination::Token { items, next, .. } => (items, None, Some(next.as_str())),
        };
        let (items, rows) = self.walk(items, service)?;
        let RustType::List(item) = rows else {
            return None;
        };
        Some(PagingModel {
            item: *item,
            items,
            total: total.and_then(|path| self.walk(path, service)),
            next: next.and_then(|path| self.walk(path, service)),
        })
    }

    /// Follows a path of wire names from the answer's top.
    fn walk(&self, path: &str, service: &ServiceModel<'a>) -> Option<(Vec<String>, RustType)> {
        let mut members = self.response.as_slice();
        let mut idents = Vec::new();
        let mut parts = path.split('.').peekable();
        while let Some(part) = parts.next() {
            let member = members.iter().find(|member| member.spec.name == part)?;
            idents.push(member.ident.clone());
            if parts.peek().is_none() {
                return Some((idents, member.rust.clone()));
            }
            let RustType::Struct(id) = &member.rust else {
                return None;
            };
            members = self.type_of(service, *id).members();
        }
        None
    }
}
