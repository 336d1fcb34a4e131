//! The methods that each operation's call has. An operation is a struct of its own around a
//! [`Call`](crate::call::Call), so that its page of documentation has its setters and no other's.

/// Gives a call the methods of all calls: `Struct(Arguments) -> Output`.
macro_rules! call_methods {
    ($name:ident($arguments:ty) -> $output:ty) => {
        impl<M: $crate::mode::Mode> $name<M> {
            /// Adds a header to the request.
            pub fn header(mut self, name: &str, value: &str) -> Self {
                self.0 = self.0.header(name, value);
                self
            }

            /// Adds a parameter to the query, for what the documentation does not name.
            pub fn query(mut self, name: &str, value: &str) -> Self {
                self.0 = self.0.query(name, value);
                self
            }

            /// How long each attempt may take, instead of the client's
            /// [`timeout`](crate::ClientBuilder::timeout).
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.0 = self.0.timeout(timeout);
                self
            }

            /// When the call is tried again, instead of the client's policy.
            /// [`RetryPolicy::none`](crate::RetryPolicy::none) turns retries off.
            pub fn retry(mut self, policy: $crate::retry_policy::RetryPolicy) -> Self {
                self.0 = self.0.retry(policy);
                self
            }

            /// Reads the reply's body into a type of the caller's own, as it came, envelope and all.
            /// Set the operation's arguments before. [`BodyAs`](crate::BodyAs) has an example.
            pub fn body_as<T: ::serde::de::DeserializeOwned + Send + 'static>(
                self,
            ) -> $crate::call::Call<$crate::own_type::BodyAs<Self, T>, M> {
                self.0
                    .around(|call| $crate::own_type::BodyAs::new(Self(call)))
            }
        }

        impl $name {
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
                self.0.execute().await
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
                self.0.execute_whole().await
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<$crate::blocking::Blocking> {
            /// Makes the call, and waits for its result.
            ///
            /// # Errors
            ///
            /// Any [`Error`](crate::Error).
            pub fn send(self) -> Result<$output, $crate::error::Error> {
                self.0.send()
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
                self.0.response()
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

/// Gives a collection's call the methods of all calls, and those of a collection: `Struct(Arguments) -> Item`.
macro_rules! collection_methods {
    ($name:ident($arguments:ty) -> $item:ty) => {
        $crate::call_methods::call_methods! { $name($arguments) -> $crate::page::Page<$item> }

        impl<M: $crate::mode::Mode> $name<M> {
            /// The most items that a page holds, at least 1. The service may give fewer.
            pub fn limit(mut self, limit: u32) -> Self {
                self.0 = self.0.limit(limit);
                self
            }

            /// How many items to skip before the first.
            pub fn offset(mut self, offset: u64) -> Self {
                self.0 = self.0.offset(offset);
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
                self.0 = self.0.concurrency(pages);
                self
            }

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

        impl $name {
            /// Fetches the collection from [`offset`](Self::offset) to its end, page by page.
            ///
            /// # Errors
            ///
            /// The first of any page; the items before it are lost. [`stream`](Self::stream) gives
            /// them.
            pub async fn all(self) -> Result<Vec<$item>, $crate::error::Error> {
                self.0.into_pages().all().await
            }

            /// The items one by one. Pages are fetched as they are needed, and no more once the stream
            /// is dropped. After an error the stream ends. [`Items`](crate::Items) has an example.
            pub fn stream(self) -> $crate::paginator::Items<$item> {
                self.0.stream()
            }

            /// The pages one by one, as [`stream`](Self::stream).
            pub fn pages(self) -> $crate::paginator::Pages<$item> {
                self.0.pages()
            }
        }

        #[cfg(feature = "blocking")]
        impl $name<$crate::blocking::Blocking> {
            /// Fetches the collection from its offset to its end.
            ///
            /// # Errors
            ///
            /// The first of any page.
            pub fn all(self) -> Result<Vec<$item>, $crate::error::Error> {
                self.0.all()
            }

            /// The items one by one; pages are fetched as they are needed.
            pub fn iter(self) -> $crate::blocking::Iter<$crate::paginator::Items<$item>> {
                self.0.iter()
            }

            /// The pages one by one.
            pub fn pages(self) -> $crate::blocking::Iter<$crate::paginator::Pages<$item>> {
                self.0.pages()
            }
        }

        impl<M: $crate::mode::Mode> $crate::operation::Paged for $name<M> {
            type Item = $item;

            const PAGING: $crate::operation::Paging =
                <$arguments as $crate::operation::Paged>::PAGING;

            fn set_cursor(&mut self, cursor: &str) {
                self.0.arguments.set_cursor(cursor);
            }

            fn limit(&self) -> Option<u32> {
                self.0.arguments.limit()
            }

            fn set_limit(&mut self, limit: u32) {
                self.0.arguments.set_limit(limit);
            }

            fn offset(&self) -> Option<u64> {
                self.0.arguments.offset()
            }

            fn set_offset(&mut self, offset: u64) {
                self.0.arguments.set_offset(offset);
            }
        }
    };
}

/// Gives the call of a reply that is not JSON the method that reads it in pieces.
#[allow(unused_macros, reason = "a document may have no binary reply")]
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

#[allow(unused_imports, reason = "a document may have no binary reply")]
pub(crate) use download_method;
pub(crate) use {call_methods, collection_methods};
