//! Lowering: from a service's specs to its model, and from an action's.

use cloudwright_spec::model::Pagination;
use cloudwright_spec::naming::{self, Inside, Owner, Wire};
use cloudwright_spec::{LoadedAction, LoadedService};

use super::file_types::{FileTypes, MemberList};
use super::module::Module;
use super::service::{ActionModel, PagingModel, ServiceModel};
use super::types::{RustType, TypeId, TypePlace, Usage};
use super::{errors, reach};

impl<'a> ServiceModel<'a> {
    /// Lowers what `service.yaml` says. How its types are used is known only when all actions
    /// are lowered: see [`Self::take`].
    pub(crate) fn new(loaded: &'a LoadedService) -> Self {
        let file_types = FileTypes::new(TypePlace::Service, &loaded.service.types, None);
        let (types, declared) = file_types.finish();
        Self {
            loaded,
            types,
            declared,
            errors: errors::codes(loaded),
            actions: Vec::new(),
        }
    }

    /// Takes its actions, and notes which of its types they reach.
    pub(crate) fn take(&mut self, actions: Vec<ActionModel<'a>>) {
        let place = TypePlace::Service;
        let reaches = actions.iter().flat_map(|action| &action.reaches);
        let roots = reaches.map(|&(index, usage)| (TypeId { place, index }, usage));
        reach::spread(place, &mut self.types, roots);
        reach::adopt_unreached(place, &mut self.types);
        self.actions = actions;
    }
}

impl<'a> ActionModel<'a> {
    /// Lowers an action of a service.
    pub(crate) fn new(loaded: &'a LoadedAction, service: &ServiceModel<'a>) -> Self {
        let action = &loaded.action;
        let place = TypePlace::Action;
        let mut file_types = FileTypes::new(place, &action.types, Some(&service.declared));
        let mut list = |members, owner, path: &str| {
            file_types.members(&MemberList {
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
        let (mut types, _) = file_types.finish();
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
