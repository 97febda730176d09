/// HTTP: what a request and a response are, which route answers, and the server that speaks it.
///
/// **Start at** [Route]. A route says what it matches, what a caller must be allowed to do
/// ([Guard]) and who answers; a [RouteGroup] adds how its refusals look on the wire. Handlers run
/// on virtual threads in blocking style and return a [Response] whose [Body] is a value, so that
/// only this package knows how bytes leave the machine.
///
/// **Invariants**
/// - No route exists without a guard, and a handler gets at objects only through what it gives.
/// - Every body has a limit; every wait for a peer ends by lack of progress.
/// - The HTTP library is imported here and nowhere else.
///
/// Source: RFC 9110 (semantics), RFC 9112 (HTTP/1.1), RFC 9113 (HTTP/2).
@NullMarked
package dev.berth.platform.http;

import org.jspecify.annotations.NullMarked;
