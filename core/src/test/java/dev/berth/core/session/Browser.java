package dev.berth.core.session;

import dev.berth.core.testing.TestCore;
import dev.berth.platform.http.Method;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps cookies, and sends the token of the last answer, as a page in a browser does.
final class Browser {
    private final TestCore core;
    final Map<String, String> cookies = new LinkedHashMap<>();
    String token = "";

    /// Sent with each request: names and values in turn.
    List<String> fields = List.of();

    Browser(TestCore core) {
        this.core = core;
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(Method.GET, path, "application/json", "");
    }

    HttpResponse<String> json(Method method, String path, String body)
            throws IOException, InterruptedException {
        return send(method, path, "application/json", body);
    }

    HttpResponse<String> form(String path, String... namesAndValues)
            throws IOException, InterruptedException {
        var form = new ArrayList<String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.add(namesAndValues[i] + "="
                    + URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return send(Method.POST, path, "application/x-www-form-urlencoded", String.join("&", form));
    }

    /// Looks for a token and logs in.
    HttpResponse<String> logIn(String name, String password)
            throws IOException, InterruptedException {
        var _ = get("/api/v2.0/systeminfo");
        return form("/c/login", "principal", name, "password", password);
    }

    private HttpResponse<String> send(Method method, String path, String type, String body)
            throws IOException, InterruptedException {
        var sent = new ArrayList<>(List.of("Content-Type", type));
        sent.addAll(fields);
        if (!cookies.isEmpty()) {
            var pairs = cookies.entrySet().stream().map(Object::toString).toList();
            sent.addAll(List.of("Cookie", String.join("; ", pairs)));
        }
        if (!token.isEmpty()) {
            sent.addAll(List.of(Csrf.FIELD, token));
        }
        var answer = core.send(method, path, body, sent.toArray(String[]::new));
        token = answer.headers().firstValue(Csrf.FIELD).orElse(token);
        answer.headers().allValues("Set-Cookie").forEach(this::keep);
        return answer;
    }

    private void keep(String cookie) {
        var pair = cookie.split(";", 2)[0].split("=", 2);
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }
}
