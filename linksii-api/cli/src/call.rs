//! A call of any operation, whose reply is kept as the JSON that it came as.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use linksii_api::{Error, Operation, Page, Paged, Pages, Response};

use crate::raw::Raw;

/// A call that has not been sent.
pub(crate) enum Call {
    /// Of a collection.
    Pages(Box<dyn Listing>),
    /// Of anything else.
    Single(Single),
}

/// A call for one thing.
pub(crate) struct Single {
    reply: BoxFuture<'static, Result<Response<Option<Raw>>, Error>>,
    is_enveloped: bool,
}

/// A call for a collection.
pub(crate) trait Listing: Send {
    /// Fetches the page that the arguments ask for.
    fn page(self: Box<Self>) -> BoxFuture<'static, Result<Response<Page<Raw>>, Error>>;

    /// Fetches from the offset on to the end, this many pages at once.
    fn pages(self: Box<Self>, concurrency: usize) -> Pages<Raw>;
}

impl<P: Paged<Item = Raw>> Listing for linksii_api::Call<P> {
    fn page(self: Box<Self>) -> BoxFuture<'static, Result<Response<Page<Raw>>, Error>> {
        self.response().boxed()
    }

    fn pages(self: Box<Self>, concurrency: usize) -> Pages<Raw> {
        (*self).concurrency(concurrency).pages()
    }
}

impl Single {
    /// Sends it. What the envelope holds is given without it; nothing where there is no body.
    pub(crate) async fn send(self) -> Result<Option<Raw>, Error> {
        let body = self.reply.await?.into_inner();
        Ok(match body {
            Some(body) if self.is_enveloped => Some(body.member("data").unwrap_or(body)),
            body => body,
        })
    }
}

#[allow(dead_code, reason = "the spec need not have operations of all kinds")]
impl Call {
    pub(crate) fn pages<P: Paged<Item = Raw>>(call: linksii_api::Call<P>) -> Self {
        Self::Pages(Box::new(call))
    }

    pub(crate) fn data<P: Operation<Output = Option<Raw>>>(call: linksii_api::Call<P>) -> Self {
        Self::single(call, true)
    }

    pub(crate) fn body<P: Operation<Output = Option<Raw>>>(call: linksii_api::Call<P>) -> Self {
        Self::single(call, false)
    }

    pub(crate) fn nothing<P: Operation<Output = Option<Raw>>>(call: linksii_api::Call<P>) -> Self {
        Self::single(call, false)
    }

    fn single<P: Operation<Output = Option<Raw>>>(
        call: linksii_api::Call<P>,
        is_enveloped: bool,
    ) -> Self {
        Self::Single(Single {
            reply: call.response().boxed(),
            is_enveloped,
        })
    }
}
