/// Harbor's contract as the tests hold answers to it: facts without prose, in `contract.json`.
///
/// **Start at** [Contract]. A new version becomes facts with `strip.py` beside the file.
@NullMarked
package dev.berth.core.contract;

import org.jspecify.annotations.NullMarked;
