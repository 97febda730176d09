/// The smallest HTTP/1.1 client that can outrun a server: requests are formatted once, answers are
/// parsed only as far as their framing.
///
/// **Start at** [Request], [AnswerParser] and the blocking [Connection].
///
/// **Invariants**
/// - Only loopback addresses can be named ([Endpoint]).
/// - An answer whose end cannot be known from its headers is an error, never a guess.
///
/// Source: RFC 9112.
@NullMarked
package dev.berth.bench.http;

import org.jspecify.annotations.NullMarked;
