//! The methods that calls have. An operation is a struct of its own around a
//! [`Call`](crate::call::Call), so that its page of documentation has its setters and no other's.

use crate::call::Call;
use crate::operation::{Operation, Paged};

/// Gives a type the methods of all calls, and those of its own. It is a call, or has one in a field: `(.0)`.
macro_rules! methods {
    (
        [$($generics:tt)*] $any:ty, $awaited:ty, $blocking:ty, ($($call:tt)*) -> $output:ty
        { $($own:tt)* }
    ) => {
        impl<$($generics)* M: $crate::mode::Mode> $any {
            /// Adds a header to the request.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self $($call)* .options.header(name, value);
                self
            }

            /// Adds a parameter to the query, for what the documentation does not name.
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self $($call)* .options.query(name, value);
                self
            }

            /// How long each attempt may take, instead of the client's
            /// [`timeout`](crate::ClientBuilder::timeout).
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self $($call)* .options.timeout = Some(timeout);
                self
            }

            /// When the call is tried again, instead of the client's policy.
            /// [`RetryPolicy::none`](crate::RetryPolicy::none) turns retries off.
            pub fn retry(mut self, policy: $crate::retry_policy::RetryPolicy) -> Self {
                self $($call)* .options.retry = Some(policy);
                self
            }

            $($own)*
        }

        impl<$($generics)*> $awaited {
            /// Makes the call.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error); the table there says which failures are repeated first.
            /// Outside a tokio runtime it is an [`Error::Config`](crate::Error::Config).
            ///
            /// # Panics
            ///
            /// In a tokio runtime that was built without its clock or its I/O, tokio panics: build
            /// one with `enable_all`.
            pub async fn send(self) -> Result<$output, $crate::error::Error> {
                self $($call)* .execute().await
            }

            /// Makes the call as [`send`](Self::send) does, and keeps the reply's status, headers,
            /// request id, rate limit and the number of attempts.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub async fn response(
                self,
            ) -> Result<$crate::response::Response<$output>, $crate::error::Error> {
                self $($call)* .execute_whole().await
            }
        }

        #[cfg(feature = "blocking")]
        impl<$($generics)*> $blocking {
            /// Makes the call, and waits for its result.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub fn send(self) -> Result<$output, $crate::error::Error> {
                self $($call)* .wait($crate::call::Call::execute)
            }

            /// Makes the call as [`send`](Self::send) does, and keeps the reply's status, headers,
            /// request id, rate limit and the number of attempts.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub fn response(
                self,
            ) -> Result<$crate::response::Response<$output>, $crate::error::Error> {
                self $($call)* .wait($crate::call::Call::execute_whole)
            }
        }
    };
}

/// Gives a type the methods of a collection's calls, as above.
macro_rules! paged_methods {
    (
        [$($generics:tt)*] $any:ty, $awaited:ty, $blocking:ty, ($($call:tt)*) -> $item:ty
        { $($own:tt)* }
    ) => {
        impl<$($generics)* M: $crate::mode::Mode> $any {
            /// The most items that a page holds, at least 1. The service may give fewer.
            pub fn limit(mut self, limit: u32) -> Self {
                self $($call)* .set_limit(limit);
                self
            }

            /// How many items to skip before the first.
            pub fn offset(mut self, offset: u64) -> Self {
                self $($call)* .set_offset(offset);
                self
            }

            /// How many pages may be fetched ahead at once by `stream`, `pages` and `all`, at least 1,
            /// which is the default.
            ///
            /// The first page is fetched alone, as it says how many there are. Pages come in order, and
            /// at most this many are held in memory. They are fetched in tasks, so however slowly they
            /// are read, no reply is lost. The rate limit covers all of them together. Where each page
            /// says where the next one starts, by a cursor, this has no effect.
            pub fn concurrency(mut self, pages: usize) -> Self {
                self $($call)* .concurrency = pages.max(1);
                self
            }

            $($own)*
        }

        impl<$($generics)*> $awaited {
            /// Fetches the collection from [`offset`](Self::offset) to its end, page by page.
            ///
            /// # Errors
            ///
            /// The first of any page; the items before it are lost. [`stream`](Self::stream) gives
            /// them.
            pub async fn all(self) -> Result<Vec<$item>, $crate::error::Error> {
                self $($call)* .into_pages().all().await
            }

            /// The items one by one. Pages are fetched as they are needed, and no more once the stream
            /// is dropped. After an error the stream ends. [`Items`](crate::Items) has an example.
            pub fn stream(self) -> $crate::pages::Items<$item> {
                $crate::pages::Items::new(self $($call)* .into_pages())
            }

            /// The pages one by one, as [`stream`](Self::stream).
            pub fn pages(self) -> $crate::pages::Pages<$item> {
                self $($call)* .into_pages()
            }
        }

        #[cfg(feature = "blocking")]
        impl<$($generics)*> $blocking {
            /// Fetches the collection from its offset to its end.
            ///
            /// # Errors
            ///
            /// The first of any page.
            pub fn all(self) -> Result<Vec<$item>, $crate::error::Error> {
                self $($call)* .wait(|call| call.into_pages().all())
            }

            /// The items one by one; pages are fetched as they are needed.
            pub fn iter(self) -> $crate::blocking::Iter<$crate::pages::Items<$item>> {
                let mode = self $($call)* .handle.mode.clone();
                let items = $crate::pages::Items::new(self $($call)* .into_pages());
                $crate::blocking::Iter::new(mode, items)
            }

            /// The pages one by one.
            pub fn pages(self) -> $crate::blocking::Iter<$crate::pages::Pages<$item>> {
                let mode = self $($call)* .handle.mode.clone();
                $crate::blocking::Iter::new(mode, self $($call)* .into_pages())
            }
        }
    };
}

methods! { [P: Operation,] Call<P, M>, Call<P>, Call<P, crate::blocking::Blocking>, () -> P::Output {} }
paged_methods! { [P: Paged,] Call<P, M>, Call<P>, Call<P, crate::blocking::Blocking>, () -> P::Item {} }

/// Makes a struct around a call an operation, with the methods of all calls: `Struct(Arguments) -> Output`.
macro_rules! call_methods {
    ($name:ident($arguments:ty) -> $output:ty) => {
        $crate::call_methods::methods! {
            [] $name<M>, $name, $name<$crate::blocking::Blocking>, (.0) -> $output
            {
                /// Reads the reply's body into a type of the caller's own, as it came, envelope and all.
                /// Set the operation's arguments before. [`BodyAs`](crate::BodyAs) has an example.
                pub fn body_as<T: ::serde::de::DeserializeOwned + Send + 'static>(
                    self,
                ) -> $crate::call::Call<$crate::own_type::BodyAs<Self, T>, M> {
                    self.0
                        .around(|call| $crate::own_type::BodyAs::new(Self(call)))
                }
            }
        }

        impl<M: $crate::mode::Mode> $crate::operation::Operation for $name<M> {
            type Output = $output;

            const INFO: $crate::operation::OperationInfo =
                <$arguments as $crate::operation::Operation>::INFO;

            fn request(
                &self,
                endpoint: &$crate::endpoint::Endpoint,
            ) -> Result<::reqwest::Request, $crate::error::Error> {
                self.0.arguments.request(endpoint)
            }

            fn decode(reply: $crate::reply::Reply) -> Result<$output, $crate::error::Error> {
                <$arguments as $crate::operation::Operation>::decode(reply)
            }
        }
    };
}

/// The same for a collection: `Struct(Arguments) -> Item`.
macro_rules! collection_methods {
    ($name:ident($arguments:ty) -> $item:ty) => {
        $crate::call_methods::call_methods! { $name($arguments) -> $crate::page::Page<$item> }
        $crate::call_methods::paged_methods! {
            [] $name<M>, $name, $name<$crate::blocking::Blocking>, (.0) -> $item
            {
                /// Reads the items into a type of the caller's own: one with other fields, or JSON as it
                /// came. Set the operation's arguments before. [`ItemsAs`](crate::ItemsAs) has an example.
                pub fn items_as<T>(self) -> $crate::call::Call<$crate::own_type::ItemsAs<Self, T>, M>
                where
                    T: Clone
                        + PartialEq
                        + ::serde::Serialize
                        + ::serde::de::DeserializeOwned
                        + Send
                        + Unpin
                        + 'static,
                {
                    self.0
                        .around(|call| $crate::own_type::ItemsAs::new(Self(call)))
                }
            }
        }

        impl<M: $crate::mode::Mode> $crate::operation::Paged for $name<M> {
            type Item = $item;

            fn paging(&mut self) -> $crate::operation::Paging<'_> {
                self.0.arguments.paging()
            }
        }
    };
}

/// Gives the call of a reply that is not JSON the method that reads it in pieces.
macro_rules! download_method {
    ($name:ident) => {
        impl $name {
            /// Makes the call as [`send`](Self::send) does, and gives the body in pieces as they come.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub async fn download(self) -> Result<$crate::Download, $crate::error::Error> {
                self.0.execute_download().await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<$crate::blocking::Blocking> {
            /// Makes the call as [`send`](Self::send) does, and gives the body to be read as a file
            /// is.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub fn download(self) -> Result<$crate::blocking::Download, $crate::error::Error> {
                self.0.wait_download()
            }
        }
    };
}

pub(crate) use download_method;
pub(crate) use {call_methods, collection_methods, methods, paged_methods};
