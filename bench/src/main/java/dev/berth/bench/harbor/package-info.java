/// A mock of Harbor with many proxy-cache projects, in a process of its own: what routers stand in
/// front of while they are measured.
///
/// **Start at** [HarborProgram], the process and its orders; [HarborServer], its one thread;
/// [HarborContent], what exists where; [Knobs], what can be made slow or broken.
///
/// **Invariants**
/// - What exists follows from names alone, so that a million images cost nothing: an image whose
///   name begins with `in-07/` is in project `p07` and nowhere else.
/// - A manifest's digest is that of its bytes; routers check that.
@NullMarked
package dev.berth.bench.harbor;

import org.jspecify.annotations.NullMarked;
