/// What routers tell each other through Redis: where images are, and which projects there are.
///
/// **Start at** [SharedEntries]; what a value looks like: [SharedValue].
///
/// **Layout**
/// - `<prefix>2:m:<hash of who may read what, image, reference, accept>`: a [SharedValue].
/// - `<prefix>2:projects`: the last good list of projects, as [ProjectList] writes it.
/// - `<prefix>2:warmup`: what is asked for most, as `resolve.WarmUp` writes it.
/// - Channel `<prefix>changes`: sender, image and reference of what others are to forget.
/// - Harbor-router's own keys have no `2:`; neither program reads what the other wrote.
///
/// **Invariants**
/// - Every value is signed together with its key, by a secret that only routers of one robot have:
///   who can write to Redis can make routers forget, and nothing else.
/// - Nobody waits for Redis but a request that would ask Harbor otherwise.
@NullMarked
package dev.berth.router.shared;

import org.jspecify.annotations.NullMarked;
