package org.jbgp.daemon.metrics;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.http.HttpPage;
import org.jbgp.daemon.http.HttpQuery;
import org.jbgp.daemon.http.HttpSite;

/**
 * {@code /metrics} (Prometheus text) and {@code /healthz} (200 while the router runs, 503 once it shuts down). Made and
 * closed by any thread.
 */
public final class MetricsPages implements HttpSite, AutoCloseable {

    private final RouterScrape scrape;
    private final Map<String, Entry> pages;

    /**
     * @param view the router
     * @param meters its counters
     */
    public MetricsPages(RouterView view, RouterMeters meters) {
        scrape = new RouterScrape(view, meters);
        pages = Map.of(
                "/metrics",
                always(() -> HttpPage.of(200, "text/plain; version=0.0.4; charset=utf-8", scrape.scrape())),
                "/healthz",
                always(() -> health(view.status())));
    }

    private static Entry always(Supplier<HttpPage> page) {
        return new Entry(page, 0);
    }

    @Override
    public Optional<Entry> find(HttpQuery query) {
        return Optional.ofNullable(pages.get(query.path()));
    }

    @Override
    public String paths() {
        return "/healthz, /metrics";
    }

    private static HttpPage health(RouterStatus status) {
        return switch (status.phase()) {
            case RUNNING, RECONFIGURING -> HttpPage.line(200, "ok");
            case SHUTTING_DOWN -> HttpPage.line(503, "shutting down");
        };
    }

    @Override
    public void close() {
        scrape.close();
    }
}
