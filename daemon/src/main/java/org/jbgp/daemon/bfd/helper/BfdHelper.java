package org.jbgp.daemon.bfd.helper;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/**
 * The router's end of a heart-beat helper: a process ({@link Helper}), or a model of one in a simulation. Every method
 * may be called from any thread.
 */
public interface BfdHelper {
    /** Makes helpers that are not started yet. */
    interface Maker {
        /**
         * A helper.
         *
         * @param name of the protocol
         * @param listen which packets it takes
         * @param listener hears what it reports
         */
        BfdHelper make(String name, Order.Listen listen, Helper.Listener listener);

        /**
         * Makes processes.
         *
         * @param controlSocket the router's, beside which a helper is found that outlived a router; null: none does
         * @param version of this program: one of another version is not taken over
         */
        static Maker ofProcesses(Path controlSocket, String version) {
            return (name, listen, listener) -> new Helper(name, controlSocket, version, listen, listener);
        }
    }

    /** How long sessions go on when this process is killed, until another router comes; seconds, 0: not at all. */
    void keep(int seconds);

    /** Starts it. */
    void start();

    /** Sends an order, and remembers which sessions there are. */
    void order(Order order);

    /** How all sessions stand; no session if the helper does not answer. */
    CompletableFuture<Report.Standing> ask();

    /** Ends all sessions and the helper; completes when it is gone. */
    CompletableFuture<Void> end();
}
