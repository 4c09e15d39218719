package org.jbgp.daemon.control.view;

import java.time.Duration;

/**
 * How it stands with a cache of RPKI to Router.
 *
 * @param server its address or name as configured
 * @param port its port, 0 if it is the usual one
 * @param state BIRD's word for it, see {@code CacheState}
 * @param transport what it runs over, BIRD's words
 * @param version of the protocol
 * @param data what the cache has said, null if nothing is held
 * @param timers when what is due
 * @param lastError what went wrong last, null if nothing has since the last complete answer
 */
public record RpkiStatus(
        String server,
        int port,
        String state,
        String transport,
        int version,
        Data data,
        Timers timers,
        String lastError)
        implements ProtocolStatus.Details {

    /**
     * @param session id of the cache's session, null if it has to be asked for
     * @param serial its number for what it has said, null before the first complete answer
     * @param age since the last complete answer, null before the first
     */
    public record Data(Integer session, Long serial, Duration age) {}

    /** When the next query, the next attempt, the end of the data are due. */
    public record Timers(Timer refresh, Timer retry, Timer expire) {}

    /**
     * @param remaining null if it does not run
     * @param total the whole time
     */
    public record Timer(Duration remaining, Duration total) {}
}
