//! B16 and B17: credit codes and permit numbers of those who are named as responsible.

use super::{CheckId, Detail, Findings, Fix};
use crate::domain::{
    project::{Entry, RecordKind},
    rule::{credit_code, permit},
};

pub(super) fn check(entry: &Entry, findings: &mut Findings) {
    for trace in &entry.traces {
        let fact = (RecordKind::Trace, trace.id);
        check_code(fact, &trace.credit_code, findings);
        let text = trace.permit_no.trim();
        let flaw = permit::flaw(text, &trace.credit_code).filter(|_| !text.is_empty());
        // What is wrong with the code that it begins with was said of the code itself.
        let said = !trace.credit_code.trim().is_empty();
        if let Some(flaw) = flaw.filter(|it| *it != permit::Flaw::CreditCode || !said) {
            let detail = Detail::Permit { text: text.to_owned(), flaw };
            findings.add_in(fact, CheckId::Permit, detail, Some(Fix::CorrectFact));
        }
    }
    for source in &entry.sources {
        check_code((RecordKind::TraceSource, source.id), &source.credit_code, findings);
    }
}

fn check_code(fact: (RecordKind, crate::domain::RecordId), text: &str, findings: &mut Findings) {
    let text = text.trim();
    if let Some(flaw) = credit_code::flaw(text).filter(|_| !text.is_empty()) {
        let detail = Detail::CreditCode { text: text.to_owned(), flaw };
        // A further source is a part of its tracing and is corrected with it.
        let fix = (fact.0 == RecordKind::Trace).then_some(Fix::CorrectFact);
        findings.add_in(fact, CheckId::CreditCode, detail, fix);
    }
}
