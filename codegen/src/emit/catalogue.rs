//! The table of operations, each with the function that calls it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::docs::about_resource;
use super::module::Module;
use super::tokens::{json_literal, option, ty, variant};
use crate::catalogue::{Catalogue, Entry, Gives, Input, Kind, Listed, one_line};
use crate::model::Place;
use crate::names::ident;

/// Prints the table: a file for each resource.
pub fn catalogue(catalogue: &Catalogue<'_>) -> Vec<Module> {
    let resources = catalogue.resources.iter();
    let modules = resources.map(|it| ident(&it.resource.name));
    let listed = modules.clone();
    let index = quote! {
        #(mod #modules;)*

        use crate::catalogue::Resource;

        /// The resources, in the document's order.
        pub(crate) static RESOURCES: &[Resource] = &[#(#listed::RESOURCE),*];
    };
    let index = Module::new("mod.rs", "The operations of the API, as a table.", index);
    let files = catalogue.resources.iter().map(|it| {
        let (file, about) = about_resource(it.resource);
        Module::new(
            format!("{file}.rs"),
            about,
            resource(it, catalogue.crate_name),
        )
    });
    std::iter::once(index).chain(files).collect()
}

fn resource(listed: &Listed<'_>, crate_name: &str) -> TokenStream {
    let Listed {
        resource,
        name,
        operations,
    } = listed;
    let accessor = ident(&resource.name);
    let description = one_line(&resource.description);
    let entries = operations.iter().map(entry);
    let functions = operations.iter().map(|it| function(it, &accessor));
    let client = ident(crate_name);
    quote! {
        use #client::{Client, types};

        use crate::arguments::{ArgumentError, Arguments};
        use crate::call::Call;
        use crate::catalogue::{Cell, Column, Gives, Input, Kind, Operation, Place, Resource};

        pub(super) const RESOURCE: Resource = Resource {
            name: #name,
            description: #description,
            operations: &[#(#entries),*],
        };

        #(#functions)*
    }
}

fn entry(entry: &Entry<'_>) -> TokenStream {
    let Entry {
        operation,
        verb,
        reveals,
        ..
    } = entry;
    let (id, method, path) = (&operation.id, operation.method.as_str(), &operation.path);
    let [summary, description] =
        [&operation.summary, &operation.description].map(|it| one_line(it));
    let (deprecated, writes) = (operation.deprecated, !operation.method.reads());
    let gives = variant(entry.gives);
    let inputs = entry.inputs.iter().map(input);
    let columns = entry.columns.iter().map(|column| {
        let (name, cell) = (column.name, variant(&column.cell));
        quote!(Column { name: #name, cell: Cell::#cell })
    });
    let input_schema = json_literal(&entry.input_schema, 0);
    let output_schema = entry.output_schema.as_ref();
    let output_schema = option(output_schema.map(|schema| json_literal(schema, 0)));
    let call = ident(&operation.function);
    quote! {
        Operation {
            id: #id,
            verb: #verb,
            method: #method,
            path: #path,
            summary: #summary,
            description: #description,
            deprecated: #deprecated,
            writes: #writes,
            reveals: #reveals,
            gives: Gives::#gives,
            inputs: &[#(#inputs),*],
            columns: &[#(#columns),*],
            input_schema: #input_schema,
            output_schema: #output_schema,
            call: #call,
        }
    }
}

fn input(input: &Input<'_>) -> TokenStream {
    let (name, argument) = (input.name, input.argument);
    let (kind, required) = (kind(&input.kind), argument.required);
    let place = match argument.place {
        Place::Request(place) => variant(place),
        place => variant(place),
    };
    let description = one_line(&argument.description);
    let example = option(input.example.as_ref());
    quote! {
        Input {
            name: #name,
            kind: #kind,
            required: #required,
            place: Place::#place,
            description: #description,
            example: #example,
        }
    }
}

fn kind(of: &Kind<'_>) -> TokenStream {
    match of {
        Kind::Id(of) => quote!(Kind::Id(#of)),
        Kind::Choice(values) => quote!(Kind::Choice(&[#(#values),*])),
        Kind::List(item) => {
            let item = kind(item);
            quote!(Kind::List(&#item))
        }
        plain => {
            let plain = variant(plain);
            quote!(Kind::#plain)
        }
    }
}

/// From arguments by name to a call of the typed client.
fn function(entry: &Entry<'_>, accessor: &Ident) -> TokenStream {
    let operation = entry.operation;
    let (name, method) = (ident(&operation.function), ident(&operation.method_name));
    let (required, optional): (Vec<_>, Vec<_>) = entry
        .inputs
        .iter()
        .partition(|input| input.argument.required);
    let positional = required.into_iter().map(|input| {
        let (name, ty) = (input.name, ty(&input.argument.ty));
        quote!(arguments.required::<#ty>(#name)?)
    });
    let call = quote!(client.#accessor().#method(#(#positional),*));
    let call = if optional.is_empty() {
        quote!(let call = #call;)
    } else {
        let setters = optional.into_iter().map(|input| {
            let (name, ty) = (input.name, ty(input.argument.ty.not_null()));
            let setter = ident(&input.argument.ident);
            quote! {
                if let Some(value) = arguments.optional::<#ty>(#name)? {
                    call = call.#setter(value);
                }
            }
        });
        quote!(let mut call = #call; #(#setters)*)
    };
    let deprecated = operation
        .deprecated
        .then(|| quote!(#[expect(deprecated, reason = "the document has it")]));
    let (gives, read_as) = match entry.gives {
        Gives::Pages => ("pages", "items_as"),
        Gives::Data => ("data", "body_as"),
        Gives::Body => ("body", "body_as"),
        Gives::Nothing => ("nothing", "body_as"),
    };
    let (gives, read_as) = (format_ident!("{gives}"), format_ident!("{read_as}"));
    quote! {
        #deprecated
        fn #name(client: &Client, arguments: &Arguments) -> Result<Call, ArgumentError> {
            #call
            Ok(Call::#gives(call.#read_as()))
        }
    }
}
