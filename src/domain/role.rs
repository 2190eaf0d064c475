//! Who may do what (角色): approvals are a supervisor's, a viewer changes nothing.
//!
//! A file on a disk can not enforce this, as whoever has the file can write it (and the window says so). What it does is to keep people
//! from approving by mistake, and to put into every operation in which role its author worked.

use super::{
    code_list,
    fact::{FixKind, TraceOutcome},
    project::AnyRecord,
};

code_list! {
    /// In which role somebody works.
    pub enum Role {
        Inspector = "inspector", "巡查员", "Inspector";
        Supervisor = "supervisor", "审核员", "Supervisor";
        Viewer = "viewer", "查看者", "Viewer";
    }
}

/// Somebody who works on a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Author {
    /// What the person is called.
    pub name: String,
    /// The unit that the person works for.
    pub unit: String,
    /// In which role; nothing until one is chosen. Who works alone does everything.
    pub role: Option<Role>,
}

impl Author {
    /// May this person change a project at all?
    pub fn may_write(&self) -> bool {
        self.role != Some(Role::Viewer)
    }

    /// The role that `record` asks for and this person does not have.
    pub fn lacks_for(&self, record: &AnyRecord) -> Option<Role> {
        let needed = if approves(record) { Role::Supervisor } else { Role::Inspector };
        match (self.role, needed) {
            (None | Some(Role::Supervisor), _) | (Some(Role::Inspector), Role::Inspector) => None,
            _ => Some(needed),
        }
    }
}

/// Is the record an approval: no tracing needed, no remediation needed, an acceptance of either step (the second closes the outfall)?
pub fn approves(record: &AnyRecord) -> bool {
    match record {
        AnyRecord::Trace(trace) => trace.outcome == Some(TraceOutcome::NotNeeded),
        AnyRecord::Plan(plan) => plan.kind == Some(FixKind::NotNeeded),
        AnyRecord::Acceptance(_) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fact::{Acceptance, Plan, Trace, Visit};

    #[test]
    fn an_approval_asks_for_a_supervisor_and_everything_else_for_an_inspector() {
        let trace = |outcome| AnyRecord::Trace(Trace { outcome: Some(outcome), ..Trace::default() });
        let plan = |kind| AnyRecord::Plan(Plan { kind: Some(kind), ..Plan::default() });
        let (inspector, supervisor) = (Role::Inspector, Role::Supervisor);
        for (record, needed) in [
            (Visit::default().into(), inspector),
            (trace(TraceOutcome::Found), inspector),
            (trace(TraceOutcome::NotNeeded), supervisor),
            (plan(FixKind::Regulate), inspector),
            (plan(FixKind::NotNeeded), supervisor),
            (Acceptance::default().into(), supervisor),
        ] {
            for role in Role::ALL.iter().copied().map(Some).chain([None]) {
                let author = Author { role, ..Author::default() };
                let allowed = match role {
                    None | Some(Role::Supervisor) => true,
                    Some(Role::Inspector) => needed == inspector,
                    Some(Role::Viewer) => false,
                };
                assert_eq!(author.lacks_for(&record), (!allowed).then_some(needed), "{role:?}: {record:?}");
                assert_eq!(author.may_write(), role != Some(Role::Viewer));
            }
        }
    }
}
