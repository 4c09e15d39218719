package org.jbgp.daemon.control.view;

import java.util.Set;
import java.util.function.Consumer;
import org.jbgp.config.model.router.LogClass;

/** The daemon's log, for those who want to listen in. May be called from any thread. */
@FunctionalInterface
public interface LogTap {

    /**
     * Listens until the subscription is closed. The listener is called by the logging thread and must neither block nor
     * log.
     *
     * @param classes which messages
     * @param listener gets each message without time, as {@code <INFO> text}
     */
    Subscription listen(Set<LogClass> classes, Consumer<String> listener);

    /** Ends listening. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
