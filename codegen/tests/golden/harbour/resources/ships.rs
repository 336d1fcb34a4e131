//! Who lies there.
//!
//! Generated from `harbour.yaml` by `cargo xtask generate`. Do not edit.

use reqwest::{Method, Request};

use crate::call::Call;
use crate::client::Client;
use crate::endpoint::Endpoint;
use crate::error::Error;
use crate::generated::{limits, types, wire};
use crate::handle::Handle;
use crate::mode::{Async, Mode};
use crate::operation::{Operation, OperationInfo};
use crate::reply::Reply;

/// The ships resource, from [`Client::ships`].
#[derive(Clone, Debug)]
pub struct Ships<M = Async> {
    handle: Handle<M>,
}

impl Client {
    /// Who lies there.
    pub fn ships(&self) -> Ships {
        Ships { handle: self.handle() }
    }
}

#[cfg(feature = "blocking")]
impl crate::blocking::Client {
    /// Who lies there.
    pub fn ships(&self) -> Ships<crate::blocking::Blocking> {
        Ships { handle: self.handle() }
    }
}

impl<M: Mode> Ships<M> {
    /// Looks a ship up.
    ///
    /// With its tenders.
    ///
    /// `GET /ships/{ship_id}` · 60 requests a minute per key.
    ///
    /// Documented under "Ships" (Harbour manual, whole).
    ///
    /// ```no_run
    /// # async fn run(client: harbour_client::Client) -> Result<(), harbour_client::Error> {
    /// let ship = client.ships().get("sh_9").send().await?;
    /// println!("{ship:?}");
    /// # Ok(())
    /// # }
    /// ```
    pub fn get(&self, ship_id: impl Into<types::ShipId>) -> GetShip<M> {
        let arguments = GetShipArguments {
            ship_id: ship_id.into(),
            accept_flags: None,
        };
        GetShip(Call::new(&self.handle, arguments))
    }

    /// Strikes a ship from the register.
    ///
    /// For good.
    ///
    /// `DELETE /ships/{ship_id}` · 60 requests a minute per key.
    ///
    /// Documented under "Ships" (Harbour manual, whole).
    ///
    /// ```no_run
    /// # async fn run(client: harbour_client::Client) -> Result<(), harbour_client::Error> {
    /// client.ships().remove("sh_9").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove(&self, ship_id: impl Into<types::ShipId>) -> RemoveShip<M> {
        let arguments = RemoveShipArguments {
            ship_id: ship_id.into(),
        };
        RemoveShip(Call::new(&self.handle, arguments))
    }

    /// Replaces a ship's manifest.
    ///
    /// All of it at once.
    ///
    /// `PUT /ships/{ship_id}/manifest` · 30 requests a minute and 200 a day per key.
    ///
    /// Documented in part under "Manifests" (Harbour manual, whole). The page breaks off.
    ///
    /// ```no_run
    /// # async fn run(client: harbour_client::Client) -> Result<(), harbour_client::Error> {
    /// let reply = client
    ///     .ships()
    ///     .replace_manifest("sh_9", [harbour_client::types::CargoRequest::example()])
    ///     .send()
    ///     .await?;
    /// println!("{reply:?}");
    /// # Ok(())
    /// # }
    /// ```
    #[deprecated]
    pub fn replace_manifest(
        &self,
        ship_id: impl Into<types::ShipId>,
        body: impl IntoIterator<Item = types::CargoRequest>,
    ) -> ReplaceShipManifest<M> {
        let arguments = ReplaceShipManifestArguments {
            ship_id: ship_id.into(),
            dry_run: None,
            body: body.into_iter().collect(),
        };
        ReplaceShipManifest(Call::new(&self.handle, arguments))
    }
}

/// A call of [`Ships::get`]; [`send`](Self::send) makes it.
///
/// Looks a ship up.
///
/// `GET /ships/{ship_id}`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct GetShip<M = Async>(Call<GetShipArguments, M>);

crate::call_methods::call_methods! {
    GetShip(GetShipArguments) -> types::Ship
}

impl<M: Mode> GetShip<M> {
    /// Which flags to answer with.
    pub fn accept_flags(mut self, accept_flags: impl Into<String>) -> Self {
        self.0.arguments.accept_flags = Some(accept_flags.into());
        self
    }
}

#[derive(Clone, Debug)]
struct GetShipArguments {
    ship_id: types::ShipId,
    accept_flags: Option<String>,
}

impl Operation for GetShipArguments {
    type Output = types::Ship;

    const INFO: OperationInfo = OperationInfo {
        id: "get_ship",
        method: Method::GET,
        path: "/ships/{ship_id}",
        limit: &limits::SHIPS_SHIP_ID,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.ship_id.refuse_empty("ship_id")?;
        wire::get_ship(endpoint, &self.ship_id, self.accept_flags.as_deref())
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}

/// A call of [`Ships::remove`]; [`send`](Self::send) makes it.
///
/// Strikes a ship from the register.
///
/// `DELETE /ships/{ship_id}`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct RemoveShip<M = Async>(Call<RemoveShipArguments, M>);

crate::call_methods::call_methods! {
    RemoveShip(RemoveShipArguments) -> ()
}

#[derive(Clone, Debug)]
struct RemoveShipArguments {
    ship_id: types::ShipId,
}

impl Operation for RemoveShipArguments {
    type Output = ();

    const INFO: OperationInfo = OperationInfo {
        id: "remove_ship",
        method: Method::DELETE,
        path: "/ships/{ship_id}",
        limit: &limits::SHIPS_SHIP_ID,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.ship_id.refuse_empty("ship_id")?;
        wire::remove_ship(endpoint, &self.ship_id)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.empty()
    }
}

/// A call of [`Ships::replace_manifest`]; [`send`](Self::send) makes it.
///
/// Replaces a ship's manifest.
///
/// `PUT /ships/{ship_id}/manifest`
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct ReplaceShipManifest<M = Async>(Call<ReplaceShipManifestArguments, M>);

crate::call_methods::call_methods! {
    ReplaceShipManifest(ReplaceShipManifestArguments) -> Vec < types::Cargo >
}

impl<M: Mode> ReplaceShipManifest<M> {
    /// Whether to check and not to replace.
    pub fn dry_run(mut self, dry_run: bool) -> Self {
        self.0.arguments.dry_run = Some(dry_run);
        self
    }
}

#[derive(Clone, Debug)]
struct ReplaceShipManifestArguments {
    ship_id: types::ShipId,
    dry_run: Option<bool>,
    body: Vec<types::CargoRequest>,
}

impl Operation for ReplaceShipManifestArguments {
    type Output = Vec<types::Cargo>;

    const INFO: OperationInfo = OperationInfo {
        id: "replace_ship_manifest",
        method: Method::PUT,
        path: "/ships/{ship_id}/manifest",
        limit: &limits::SHIPS_SHIP_ID_MANIFEST,
    };

    fn request(&self, endpoint: &Endpoint) -> Result<Request, Error> {
        self.ship_id.refuse_empty("ship_id")?;
        wire::replace_ship_manifest(endpoint, &self.ship_id, self.dry_run, &self.body)
    }

    fn decode(reply: Reply) -> Result<Self::Output, Error> {
        reply.data()
    }
}
