package dev.berth.storage;

import java.io.IOException;

/// There is no room for more bytes, or writing is not allowed; what is stored can still be
/// read.
public final class StoreFullException extends IOException {
    public StoreFullException(String message, IOException cause) {
        super(message, cause);
    }
}
