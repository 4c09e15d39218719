package org.jbgp.daemon.glass;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BooleanSupplier;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.model.router.HttpListen;
import org.jbgp.daemon.control.view.HistoryView;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.control.view.RouterView;
import org.jbgp.daemon.http.HttpQuery;
import org.jbgp.daemon.http.HttpRefusal;
import org.jbgp.daemon.http.HttpSite;

/** The looking glass of one listener. Made by any thread; then the HTTP thread. */
public final class LookingGlass {
    /** A day of them is kept. */
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(Integer.getInteger("jbgpd.sample.seconds", 60));

    private final HttpListen http;
    private final BooleanSupplier ready;
    private final DaySamples samples;
    private final List<HttpSite> sites = new ArrayList<>();

    /** Pages for who may ask for them. */
    private final class Admitted implements HttpSite {
        private final HttpSite site;

        Admitted(HttpSite site) {
            this.site = site;
        }

        @Override
        public Optional<Entry> find(HttpQuery query) {
            Optional<Entry> found = site.find(query);
            found.ifPresent(entry -> admit(query));
            return found;
        }

        @Override
        public String paths() {
            return site.paths();
        }
    }

    /**
     * @param view the router
     * @param tables its tables
     * @param history what they were
     * @param http where it listens, and what it serves
     * @param ready false until there are tables to look into
     */
    public LookingGlass(
            RouterView view, RouteTables tables, HistoryView history, HttpListen http, BooleanSupplier ready) {
        this.http = http;
        this.ready = ready;
        this.samples = new DaySamples(view);
        RouterLookup lookup = new RouterLookup(view, tables, history);
        if (http.pages().lookingGlass()) {
            sites.add(new Admitted(new PageFiles()));
            sites.add(new Admitted(new GlassApi(lookup, samples)));
        }
        if (http.pages().birdwatcher()) {
            sites.add(new Admitted(new Birdwatcher(lookup)));
        }
    }

    /** Its pages. */
    public List<HttpSite> sites() {
        return List.copyOf(sites);
    }

    /** Begins to record what the plots show, if there are any. */
    public void sampleOn(ScheduledExecutorService thread) {
        if (http.pages().lookingGlass()) {
            samples.run(thread, BETWEEN_SAMPLES, ready);
        }
    }

    /**
     * Refuses what is not for us. A page of somebody else can lead the browser of who reads it to loopback under a name
     * of its own, and would read what we answer; also where we listen on all addresses, of which loopback is one.
     */
    private void admit(HttpQuery query) {
        if ((http.address().isLoopback() || query.client().isLoopbackAddress()) && !isOurs(query.host())) {
            throw new HttpRefusal(
                    421,
                    "you come by loopback and call this server by another name; ask for localhost or an address, or"
                            + " have the proxy do so");
        }
        if (!ready.getAsBoolean()) {
            throw new HttpRefusal(503, "the router is starting; try again in a moment");
        }
    }

    private static boolean isOurs(String host) {
        return host.isEmpty()
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || IpAddress.parse(
                                host.startsWith("[") && host.endsWith("]")
                                        ? host.substring(1, host.length() - 1)
                                        : host)
                        .isPresent();
    }
}
