package org.jbgp.daemon.glass;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jbgp.daemon.http.HttpPage;
import org.jbgp.daemon.http.HttpQuery;
import org.jbgp.daemon.http.HttpSite;

/** The files of the page, as they lie beside this class. A browser may run and show these alone. */
final class PageFiles implements HttpSite {
    /** What else came into the page, by whatever way, would not be run. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin");

    private final Map<String, Entry> files = Map.of(
            "/", file("page.html", "text/html"),
            "/glass.css", file("glass.css", "text/css"),
            "/glass.js", file("glass.js", "text/javascript"),
            "/glass.svg", file("glass.svg", "image/svg+xml"));

    @Override
    public Optional<Entry> find(HttpQuery query) {
        return Optional.ofNullable(files.get(query.path()));
    }

    @Override
    public String paths() {
        return "/";
    }

    private static Entry file(String name, String type) {
        return new Entry(
                () -> HttpPage.of(200, type + "; charset=utf-8", text(name)).with(HEADERS), 1);
    }

    private static String text(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }
}
