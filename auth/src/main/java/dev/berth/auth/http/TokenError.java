package dev.berth.auth.http;

/// What is wrong with a request to the token service, besides the credentials.
///
/// `oauthCode` is the word of RFC 6749 §5.2, for POST.
enum TokenError {
    UNKNOWN_SERVICE(
            "invalid_request", "this is not the token service of that registry; see the challenge"),
    MALFORMED_SCOPE(
            "invalid_scope",
            "a scope is written type:name:action[,action]; at most 64 of them with 4096"
                    + " characters altogether"),
    UNSUPPORTED_GRANT_TYPE(
            "unsupported_grant_type", "the grant types are password and refresh_token"),
    MALFORMED_FORM(
            "invalid_request",
            "send application/x-www-form-urlencoded with grant_type, service and client_id, and"
                    + " username and password or refresh_token, each once"),
    INVALID_REFRESH_TOKEN("invalid_grant", "the refresh token is not valid; log in again");

    private final String oauthCode;
    private final String message;

    TokenError(String oauthCode, String message) {
        this.oauthCode = oauthCode;
        this.message = message;
    }

    String oauthCode() {
        return oauthCode;
    }

    String message() {
        return message;
    }

    /// A refresh token that is worth nothing is a failed login: clients ask for the password again.
    int status() {
        return this == INVALID_REFRESH_TOKEN ? 401 : 400;
    }
}
