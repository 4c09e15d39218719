package org.jbgp.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterMeters;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.glass.LookingGlass;
import org.jbgp.daemon.http.ClientRates;
import org.jbgp.daemon.http.HttpListener;
import org.jbgp.daemon.http.HttpSite;
import org.jbgp.daemon.metrics.MetricsPages;

/**
 * What is served over HTTP as long as the configuration asks for it ({@code listen http}), and no class of it before.
 * At the start an address that cannot be used ends the daemon; at a reload it is logged, and tried again at the next.
 */
final class HttpServices implements AutoCloseable {
    private static final Logger log = LogManager.getLogger(HttpServices.class);

    /** With a looking glass: Alice-LG asks for the routes of 42 neighbors at once. */
    private static final int MANY_CONNECTIONS = 128;

    /** Of answers such as all neighbors, which are made whole. */
    private static final long HELD_BYTES = 16L << 20;

    private final RouterView view;
    private final RouteTables tables;
    private final HistoryView history;
    private final RouterMeters meters;
    private Optional<HttpListen> wanted = Optional.empty();
    private Optional<HttpListen> served = Optional.empty();
    private List<AutoCloseable> open = List.of();
    /** Read by the HTTP thread, whom a thread with the lock may be waiting for. */
    private volatile boolean serving;

    HttpServices(RouterView view, RouteTables tables, HistoryView history, RouterMeters meters) {
        this.view = view;
        this.tables = tables;
        this.history = history;
        this.meters = meters;
    }

    /**
     * The first configuration, before it is in force.
     *
     * @throws IOException with a text for the operator when the address cannot be used
     */
    synchronized void open(Optional<HttpListen> first) throws IOException {
        wanted = first;
        adjust();
    }

    /** The configuration asks for this from now on. Not by a thread that pages wait for. */
    synchronized void want(Optional<HttpListen> http) {
        wanted = http;
        if (serving) {
            try {
                adjust();
            } catch (IOException e) {
                log.error("{}", e.getMessage());
            }
        }
    }

    /** The first configuration is in force: its tables can be asked for. */
    synchronized void serve() {
        serving = true;
        want(wanted);
    }

    private void adjust() throws IOException {
        if (served.equals(wanted)) {
            return;
        }
        end();
        if (wanted.isPresent()) {
            open = listen(wanted.get());
            served = wanted;
        }
    }

    private List<AutoCloseable> listen(HttpListen http) throws IOException {
        InetSocketAddress address = new InetSocketAddress(http.address().toString(), http.port());
        MetricsPages metrics = new MetricsPages(view, meters);
        try {
            if (!http.pages().any()) {
                return List.of(HttpListener.open(address, List.of(metrics), HttpListener.Bounds.FEW), metrics);
            }
            LookingGlass glass = new LookingGlass(view, tables, history, http, () -> serving);
            List<HttpSite> sites = new ArrayList<>(List.of(metrics));
            sites.addAll(glass.sites());
            HttpListener listener = HttpListener.open(
                    address,
                    sites,
                    new HttpListener.Bounds(
                            MANY_CONNECTIONS,
                            new ClientRates(http.pages().requestRate(), System::nanoTime),
                            HELD_BYTES));
            glass.sampleOn(listener.thread());
            return List.of(listener, metrics);
        } catch (IOException e) {
            metrics.close();
            throw e;
        }
    }

    private void end() {
        served = Optional.empty();
        for (AutoCloseable each : open) {
            try {
                each.close();
            } catch (Exception e) {
                log.error("HTTP: not closed", e);
            }
        }
        open = List.of();
    }

    @Override
    public synchronized void close() {
        serving = false;
        end();
    }
}
