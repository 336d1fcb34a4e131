//! Any operation of the catalogue.

use clap::{ArgMatches, FromArgMatches};
use futures_util::StreamExt;
use serde_json::{Map, Value};

use crate::arguments::{ArgumentError, Arguments};
use crate::call::{Call, Listing};
use crate::catalogue::{Gives, Input, Kind, Operation, Resource};
use crate::command_line::{Columns, Paging};
use crate::context::Context;
use crate::failure::Failure;
use crate::output::{self, Field, Format, Layout, Rows};

/// How many rows are asked for at once where many are listed.
const PAGE: u32 = 100;

/// How many pages are fetched at once where everything is listed.
const CONCURRENCY: usize = 4;

/// Calls an operation and writes what it gives.
pub(crate) async fn run(
    context: &Context,
    resource: &Resource,
    operation: &'static Operation,
    matches: &ArgMatches,
) -> Result<(), Failure> {
    let mut arguments = given(operation, matches)?;
    let layout = layout(context, operation, matches)?;
    let client = context.client()?;
    if let Some(workspace) = operation.workspace() {
        let is_needed = workspace.required || context.chosen_workspace().is_some();
        if is_needed {
            let id = context.workspace(&client).await?;
            arguments.set(workspace.name, id.into());
        }
    }
    if operation.deprecated && context.terminal.err.is_terminal {
        context
            .notes
            .note("the document calls this operation deprecated");
    }
    let paging = match operation.gives {
        Gives::Pages => Some(Paging::from_arg_matches(matches).map_err(usage)?),
        _ => None,
    };
    if let Some(paging) = &paging {
        position(&mut arguments, paging);
    }
    let call = (operation.call)(&client, &arguments).map_err(|error| explain(operation, &error))?;
    match (call, paging) {
        (Call::Single(call), _) => output::item(layout, call.send().await?.as_ref()),
        (Call::Pages(call), Some(paging)) if paging.all || paging.limit.is_some() => {
            many(context, resource, layout, call, &paging).await
        }
        (Call::Pages(call), _) => page(context, layout, call).await,
    }
}

fn usage(error: clap::Error) -> Failure {
    Failure::usage(error.to_string())
}

/// How many rows a request asks for, and from where on.
fn position(arguments: &mut Arguments, paging: &Paging) {
    if let Some(offset) = paging.offset {
        arguments.set("offset", offset.into());
    }
    let size = match (paging.page_size, paging.limit) {
        (Some(size), _) => Some(size),
        (None, Some(limit)) => Some(u32::try_from(limit).unwrap_or(PAGE).min(PAGE)),
        (None, None) if paging.all => Some(PAGE),
        (None, None) => None,
    };
    if let Some(size) = size {
        arguments.set("limit", size.into());
    }
}

/// One page, and a word if there is more.
async fn page(context: &Context, layout: Layout, call: Box<dyn Listing>) -> Result<(), Failure> {
    let page = call.page().await?.into_inner();
    let (count, meta) = (page.data.len() as u64, page.meta);
    let mut rows = Rows::new(layout.clone());
    rows.push(page.data)?;
    rows.finish()?;
    if count == 0 {
        nothing(context, &layout);
    }
    let shown = meta.offset.saturating_add(count);
    if meta.has_total() && shown < meta.total {
        context.notes.note(&format!(
            "{count} of {}: --limit N lists as many, --all everything",
            meta.total
        ));
    } else if !meta.has_total() && count > 0 {
        context.notes.note(&format!(
            "{count}, and there may be more: --all lists everything"
        ));
    }
    Ok(())
}

/// As many pages as it takes.
async fn many(
    context: &Context,
    resource: &Resource,
    layout: Layout,
    call: Box<dyn Listing>,
    paging: &Paging,
) -> Result<(), Failure> {
    let most = paging.limit.unwrap_or(u64::MAX);
    // A few rows are on one page.
    let concurrency = if most <= u64::from(PAGE) {
        1
    } else {
        CONCURRENCY
    };
    let mut pages = call.pages(concurrency);
    let mut rows = Rows::new(layout.clone());
    let mut count = 0;
    let mut result = Ok(());
    while count < most {
        let Some(page) = pages.next().await else {
            break;
        };
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                result = Err(Failure::from(error));
                break;
            }
        };
        let left = page.meta.total.saturating_sub(paging.offset.unwrap_or(0));
        let total = page.meta.has_total().then_some(left.min(most));
        if count == 0 {
            context.notes.begin(total, resource.name);
        }
        let mut data = page.data;
        data.truncate(usize::try_from(most - count).unwrap_or(usize::MAX));
        count += data.len() as u64;
        context.notes.advance(count, total);
        rows.push(data)?;
        if matches!(layout.format, Format::Ndjson | Format::Csv) {
            let next = paging.offset.unwrap_or(0) + count;
            context.notes.on_interrupt(&format!(
                "{count} items are written; to go on: --offset {next}"
            ));
        }
    }
    context.notes.end();
    if let Err(failure) = result {
        return Err(match count {
            0 => failure,
            _ => Failure {
                message: format!("after {count} items: {}", failure.message),
                hint: failure.hint.or_else(|| context.notes.farewell()),
                ..failure
            },
        });
    }
    rows.finish()?;
    if count == 0 {
        nothing(context, &layout);
    }
    Ok(())
}

fn nothing(context: &Context, layout: &Layout) {
    if layout.format == Format::Table {
        context.notes.note("the list is empty");
    }
}

fn layout(
    context: &Context,
    operation: &Operation,
    matches: &ArgMatches,
) -> Result<Layout, Failure> {
    let mut layout = context.layout(operation.columns)?;
    if operation.gives == Gives::Nothing {
        return Ok(layout);
    }
    let Columns { columns, exact } = Columns::from_arg_matches(matches).map_err(usage)?;
    layout.exact = exact;
    if operation.gives == Gives::Pages {
        // The same in each row.
        layout
            .hidden
            .extend(operation.workspace().map(|input| input.name.to_owned()));
    }
    if let Some(names) = columns {
        layout.hidden.clear();
        let known = std::mem::take(&mut layout.columns);
        let chosen = names.into_iter().map(|name| {
            let column = known.iter().find(|column| column.name == name);
            // One that the document does not name may still come.
            column.cloned().unwrap_or(Field {
                name,
                cell: crate::catalogue::Cell::Text,
            })
        });
        layout.columns = chosen.collect();
    }
    Ok(layout)
}

/// The arguments as they are written on the command line.
fn given(operation: &Operation, matches: &ArgMatches) -> Result<Arguments, Failure> {
    let mut arguments = Arguments::default();
    let workspace = operation.workspace().map(|input| input.name);
    for input in operation.inputs {
        if Some(input.name) == workspace || operation.is_position(input) {
            continue;
        }
        let texts: Vec<&String> = matches
            .get_many::<String>(input.name)
            .into_iter()
            .flatten()
            .collect();
        if texts.is_empty() {
            continue;
        }
        arguments.set(input.name, value(input, &texts)?);
    }
    Ok(arguments)
}

fn value(input: &Input, texts: &[&String]) -> Result<Value, Failure> {
    let wrong = |text: &str| {
        Failure::usage(format!(
            "`{}` is {}, not {text:?}",
            input.name,
            input.kind.words()
        ))
    };
    match input.kind {
        Kind::List(item) => texts
            .iter()
            .map(|text| one(*item, text).ok_or_else(|| wrong(text)))
            .collect(),
        Kind::Object if texts.iter().all(|text| !text.starts_with(['{', '@'])) => {
            let pairs = texts.iter().map(|text| {
                let (name, value) = text.split_once('=').ok_or_else(|| wrong(text))?;
                Ok((name.to_owned(), Value::from(value)))
            });
            pairs
                .collect::<Result<Map<_, _>, Failure>>()
                .map(Value::Object)
        }
        kind => {
            let text = texts.last().map_or("", |text| text.as_str());
            let read = match (kind, text.strip_prefix('@')) {
                (Kind::Object | Kind::Json, Some(path)) => crate::settings::read(path.as_ref())?,
                _ => text.to_owned(),
            };
            one(kind, &read).ok_or_else(|| wrong(text))
        }
    }
}

fn one(kind: Kind, text: &str) -> Option<Value> {
    match kind {
        Kind::Text | Kind::Id(_) | Kind::Choice(_) | Kind::Time => Some(text.into()),
        Kind::Flag => text.parse::<bool>().ok().map(Value::from),
        Kind::Whole => {
            let whole = text.parse::<u64>().map(Value::from);
            whole.or_else(|_| text.parse::<i64>().map(Value::from)).ok()
        }
        Kind::Number => text.parse::<f64>().ok().map(Value::from),
        Kind::Object => serde_json::from_str(text).ok().filter(Value::is_object),
        Kind::List(_) | Kind::Json => serde_json::from_str(text).ok(),
    }
}

/// An argument that cannot be sent, with what it takes.
pub(crate) fn explain(operation: &Operation, error: &ArgumentError) -> Failure {
    let mut inputs = operation.inputs.iter();
    match inputs.find(|input| input.name == error.name) {
        Some(input) => Failure::usage(format!("{error}; it is {}", input.kind.words())),
        None => Failure::from(ArgumentError::new(&error.name, &error.why)),
    }
}
