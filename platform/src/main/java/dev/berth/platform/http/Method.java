package dev.berth.platform.http;

/// The request methods that routes can be declared for; others are answered with 405.
///
/// Source: RFC 9110 §9, RFC 5789 (PATCH).
public enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE
}
