package dev.berth.bench.harbor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/// Who the mock knows. It guards nothing and listens on loopback, so these are no secrets.
public enum Accounts {
    /// The router's own account, which may read every project.
    ROBOT("robot$bench", "robot-of-the-bench"),
    /// A client of the router, which may read every project.
    READER("reader", "reader-of-the-bench");

    private final String user;
    private final String password;

    Accounts(String user, String password) {
        this.user = user;
        this.password = password;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /// The value of `Authorization`.
    public String basic() {
        return "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }
}
