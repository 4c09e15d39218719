package org.jbgp.daemon.control.log;

import java.time.Instant;
import org.jbgp.config.model.router.LogClass;

/** A place messages are written to. Called by one thread at a time; must not log. */
interface LogSink extends AutoCloseable {

    /**
     * Writes one message of one or more lines. A failure is never thrown: the message is lost. A file says so on
     * standard error and, once it can be written again, how many there were.
     */
    void write(LogClass logClass, Instant time, String message);

    @Override
    void close();
}
