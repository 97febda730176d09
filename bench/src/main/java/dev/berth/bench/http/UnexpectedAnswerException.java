package dev.berth.bench.http;

import java.io.IOException;

/// The server answered with a status that the scenario does not accept.
public final class UnexpectedAnswerException extends IOException {
    private final int status;

    UnexpectedAnswerException(Request request, int status) {
        super(request.unexpected(status));
        this.status = status;
    }

    public int status() {
        return status;
    }
}
