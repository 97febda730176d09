package dev.berth.core.system;

import dev.berth.platform.lifecycle.Health;

import java.nio.file.Path;
import java.util.Optional;

/// What there is to tell about this installation.
///
/// @param health its checks go by the names that are shown
/// @param version of this program, shown behind Harbor's
/// @param hostName of this machine
/// @param data the folder where blobs lie
/// @param rootCertificate a file that clients may download, to trust what it has signed
public record Installation(
        Health health,
        String version,
        String hostName,
        Path data,
        Optional<Path> rootCertificate) {}
