/// The OCI distribution server: what it keeps, how it comes in, how it goes out.
///
/// **Start at** [RegistryContent], which builds the steps; limits and switches are
/// [RegistrySettings].
///
/// - `content`: the index in SQL and the port [dev.berth.registry.content.Content].
/// - `push`: uploads, mounts, manifests, deletes.
/// - `pull`: manifests, blobs, lists.
@NullMarked
package dev.berth.registry;

import org.jspecify.annotations.NullMarked;
