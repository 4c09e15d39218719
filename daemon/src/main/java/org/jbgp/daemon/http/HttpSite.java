package org.jbgp.daemon.http;

import java.util.Optional;
import java.util.function.Supplier;

/** Pages under some paths. Asked on the HTTP thread. */
public interface HttpSite {

    /**
     * What is there for a request; empty if another site may know.
     *
     * @throws HttpRefusal if the request cannot be served
     */
    Optional<Entry> find(HttpQuery query);

    /** Paths to name to who looks for something else. */
    String paths();

    /**
     * A page that can be made.
     *
     * @param page makes it, on the HTTP thread; the same object for all who shall be given the same page if they ask
     *     at once, which one in parts never is
     * @param cost what it takes of a client's {@link ClientRates}; 0 for what is always served
     */
    record Entry(Supplier<HttpPage> page, int cost) {}
}
