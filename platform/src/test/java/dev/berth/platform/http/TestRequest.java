package dev.berth.platform.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.util.OptionalLong;

/// A request without a connection and without a body.
record TestRequest(Method method, String path, Headers headers) implements Request, RequestBody {
    @Override
    public String id() {
        return "test";
    }

    @Override
    public String parameter(String name) {
        throw new IllegalArgumentException("no route, so no " + name);
    }

    @Override
    public Query query() {
        return Query.NONE;
    }

    @Override
    public RequestBody body() {
        return this;
    }

    @Override
    public InetAddress client() {
        return InetAddress.getLoopbackAddress();
    }

    @Override
    public URI origin() {
        return URI.create("http://localhost");
    }

    @Override
    public OptionalLong length() {
        return OptionalLong.of(0);
    }

    @Override
    public InputStream stream() {
        return InputStream.nullInputStream();
    }

    @Override
    public byte[] bytes(int bytesMax) throws IOException {
        return new byte[0];
    }
}
