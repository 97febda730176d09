/// The product as a user has it: a process of its own, reached over sockets.
///
/// **Start at** [BerthProcess]. [RegistryClient] logs in as the challenge says.
@NullMarked
package dev.berth.app.e2e;

import org.jspecify.annotations.NullMarked;
