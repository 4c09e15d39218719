package org.jbgp.daemon.metrics;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jbgp.daemon.control.view.RouterStatus;
import org.jbgp.daemon.control.view.RouterView;

/**
 * The HTTP listener with {@code /metrics} (Prometheus text) and {@code /healthz} (200 while the router runs, 503 once
 * it shuts down). {@link #open} and {@link #close} may be called from any thread.
 */
public final class MetricsService implements AutoCloseable {

    private final HttpListener listener;
    private final RouterScrape scrape;

    private MetricsService(HttpListener listener, RouterScrape scrape) {
        this.listener = listener;
        this.scrape = scrape;
    }

    /**
     * Starts to listen.
     *
     * @param address where; port 0 takes any free one
     * @param view the router
     * @param meters its counters
     * @throws IOException with a text for the operator when the address cannot be used
     */
    public static MetricsService open(InetSocketAddress address, RouterView view, RouterMeters meters)
            throws IOException {
        RouterScrape scrape = new RouterScrape(view, meters);
        Map<String, Supplier<HttpListener.Page>> pages = new TreeMap<>();
        pages.put(
                "/metrics",
                () -> new HttpListener.Page(200, "text/plain; version=0.0.4; charset=utf-8", scrape.scrape()));
        pages.put("/healthz", () -> health(view.status()));
        try {
            return new MetricsService(HttpListener.open(address, pages), scrape);
        } catch (IOException e) {
            scrape.close();
            throw e;
        }
    }

    private static HttpListener.Page health(RouterStatus status) {
        return switch (status.phase()) {
            case RUNNING, RECONFIGURING -> new HttpListener.Page(200, "text/plain; charset=utf-8", "ok\n");
            case SHUTTING_DOWN -> new HttpListener.Page(503, "text/plain; charset=utf-8", "shutting down\n");
        };
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return listener.address();
    }

    @Override
    public void close() {
        listener.close();
        scrape.close();
    }
}
