/// What happens to the content of repositories, as events.
///
/// **Start at** [RegistryEvents]. `push` writes those of changes in the transaction of the change,
/// `pull` counts pulls in memory and writes them now and then.
@NullMarked
package dev.berth.registry.event;

import org.jspecify.annotations.NullMarked;
