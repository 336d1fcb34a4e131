//! The table of operations, each with the function that calls it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::module::Module;
use super::tokens::{json_literal, ty};
use crate::catalogue::{Catalogue, Cell, Column, Entry, Gives, Input, Kind, Listed, Place};
use crate::names::ident;

/// Prints the table: a file for each resource.
pub fn catalogue(catalogue: &Catalogue) -> Vec<Module> {
    let Catalogue {
        crate_name,
        resources,
    } = catalogue;
    let modules = resources.iter().map(|resource| ident(&resource.accessor));
    let listed = modules.clone();
    let index = quote! {
        #(mod #modules;)*

        use crate::catalogue::Resource;

        /// The resources, in the document's order.
        pub(crate) static RESOURCES: &[Resource] = &[#(#listed::RESOURCE),*];
    };
    let index = Module::new("mod.rs", "The operations of the API, as a table.", index);
    let files = resources.iter().map(|resource| {
        let file = resource.accessor.trim_start_matches("r#");
        let about = match resource.description.trim() {
            "" => format!("The operations on {file}."),
            description => description.to_owned(),
        };
        Module::new(format!("{file}.rs"), about, file_of(resource, crate_name))
    });
    std::iter::once(index).chain(files).collect()
}

fn file_of(resource: &Listed, crate_name: &str) -> TokenStream {
    let Listed {
        accessor,
        name,
        description,
        operations,
    } = resource;
    let accessor = ident(accessor);
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

fn entry(entry: &Entry) -> TokenStream {
    let Entry {
        id,
        verb,
        method,
        path,
        summary,
        description,
        deprecated,
        writes,
        reveals,
        input_schema,
        ..
    } = entry;
    let inputs = entry.inputs.iter().map(input);
    let columns = entry.columns.iter().map(column);
    let gives = match entry.gives {
        Gives::Pages => quote!(Gives::Pages),
        Gives::Data => quote!(Gives::Data),
        Gives::Body => quote!(Gives::Body),
        Gives::Nothing => quote!(Gives::Nothing),
    };
    let input_schema = json_literal(input_schema, 0);
    let output_schema = match &entry.output_schema {
        Some(schema) => {
            let schema = json_literal(schema, 0);
            quote!(Some(#schema))
        }
        None => quote!(None),
    };
    let call = ident(&entry.function);
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
            gives: #gives,
            inputs: &[#(#inputs),*],
            columns: &[#(#columns),*],
            input_schema: #input_schema,
            output_schema: #output_schema,
            call: #call,
        }
    }
}

fn input(input: &Input) -> TokenStream {
    let Input {
        name,
        required,
        description,
        ..
    } = input;
    let kind = kind(&input.kind);
    let place = match input.place {
        Place::Path => quote!(Place::Path),
        Place::Query => quote!(Place::Query),
        Place::Header => quote!(Place::Header),
        Place::Field => quote!(Place::Field),
        Place::Body => quote!(Place::Body),
    };
    let example = match &input.example {
        Some(example) => quote!(Some(#example)),
        None => quote!(None),
    };
    quote! {
        Input {
            name: #name,
            kind: #kind,
            required: #required,
            place: #place,
            description: #description,
            example: #example,
        }
    }
}

fn kind(of: &Kind) -> TokenStream {
    match of {
        Kind::Text => quote!(Kind::Text),
        Kind::Id(of) => quote!(Kind::Id(#of)),
        Kind::Choice(values) => quote!(Kind::Choice(&[#(#values),*])),
        Kind::Time => quote!(Kind::Time),
        Kind::Flag => quote!(Kind::Flag),
        Kind::Whole => quote!(Kind::Whole),
        Kind::Number => quote!(Kind::Number),
        Kind::List(item) => {
            let item = kind(item);
            quote!(Kind::List(&#item))
        }
        Kind::Object => quote!(Kind::Object),
        Kind::Json => quote!(Kind::Json),
    }
}

fn column(column: &Column) -> TokenStream {
    let name = &column.name;
    let cell = match column.cell {
        Cell::Id => quote!(Cell::Id),
        Cell::Text => quote!(Cell::Text),
        Cell::Number => quote!(Cell::Number),
        Cell::Time => quote!(Cell::Time),
        Cell::Flag => quote!(Cell::Flag),
        Cell::Json => quote!(Cell::Json),
    };
    quote!(Column { name: #name, cell: #cell })
}

/// From arguments by name to a call of the typed client.
fn function(entry: &Entry, accessor: &proc_macro2::Ident) -> TokenStream {
    let (name, method) = (ident(&entry.function), ident(&entry.method_name));
    let positional = entry.inputs.iter().filter(|input| input.required);
    let positional = positional.map(|input| {
        let (name, ty) = (&input.name, ty(&input.ty));
        quote!(arguments.required::<#ty>(#name)?)
    });
    let setters: Vec<TokenStream> = entry
        .inputs
        .iter()
        .filter(|input| !input.required)
        .map(|input| {
            let (name, ty) = (&input.name, ty(&input.ty));
            let setter = ident(&input.setter);
            quote! {
                if let Some(value) = arguments.optional::<#ty>(#name)? {
                    call = call.#setter(value);
                }
            }
        })
        .collect();
    let call = quote!(client.#accessor().#method(#(#positional),*));
    let call = if setters.is_empty() {
        quote!(let call = #call;)
    } else {
        quote!(let mut call = #call; #(#setters)*)
    };
    let deprecated = entry
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
