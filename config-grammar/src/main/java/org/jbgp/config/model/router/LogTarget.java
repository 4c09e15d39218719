package org.jbgp.config.model.router;

import java.util.Optional;
import java.util.Set;

/**
 * One {@code log} statement.
 *
 * @param sink where to
 * @param classes which messages; never empty
 */
public record LogTarget(Sink sink, Set<LogClass> classes) {

    /** Where messages go. */
    public sealed interface Sink {}

    /** Standard error. */
    public record Stderr() implements Sink {}

    /**
     * The system log.
     *
     * @param name program name to log under, if not the daemon's
     */
    public record Syslog(Optional<String> name) implements Sink {}

    /**
     * A file, or a FIFO.
     *
     * @param path as written
     * @param limit size in bytes at which the file is rotated; 0 is never
     * @param backup where the full file is moved to, if there is a limit
     */
    public record File(String path, long limit, Optional<String> backup) implements Sink {
        /** Its name among {@code Configuration.positions}; no protocol can have it. */
        public String place() {
            return "log \"" + path + '"';
        }
    }

    /**
     * A UDP syslog collector (RFC 5424 transport of 5426).
     *
     * @param host address or name
     * @param port UDP port, 514 unless set
     */
    public record Udp(String host, int port) implements Sink {}
}
