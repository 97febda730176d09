/// Blobs as files of a folder.
///
/// **Start at** [FilesystemBlobStore]. Paths: [BlobFolders]. Appending: [FileAppender].
///
/// **Layout** (version 1)
/// ```
/// <root>/blobs/sha256/<first two digits>/<64 digits>     256 folders, made at the first start
/// <root>/blobs/sha512/<first two digits>/<128 digits>
/// <root>/uploads/<uuid>                                  staged uploads
/// <root>/quarantine/<algorithm>-<digits>                 blobs with wrong bytes
/// <root>/deleted/<algorithm>-<digits>                    blobs whose room is being given back
/// ```
///
/// **Invariants**
/// - A file under `blobs` is whole and on disk before its name is.
/// - No path is made of text that is not a parsed [dev.berth.oci.Digest] or
///   [dev.berth.storage.UploadId].
/// - A file whose fsync failed is never trusted again: it is deleted, and the upload with it.
@NullMarked
package dev.berth.storage.filesystem;

import org.jspecify.annotations.NullMarked;
