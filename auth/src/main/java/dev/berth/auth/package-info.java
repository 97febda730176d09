/// auth.
@NullMarked
package dev.berth.auth;

import org.jspecify.annotations.NullMarked;
