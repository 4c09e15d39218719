package org.jbgp.daemon.control.view;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The BFD sessions of one protocol.
 *
 * @param protocol its name
 * @param up whether it runs
 */
public record BfdStatus(String protocol, boolean up, List<Session> sessions) {
    public BfdStatus {
        sessions = List.copyOf(sessions);
    }

    /**
     * A session.
     *
     * @param interfaceName null over more than one hop
     * @param changed when the state changed last
     */
    public record Session(
            InetAddress address,
            String interfaceName,
            Instant changed,
            End local,
            End remote,
            Timers timers,
            Security security,
            Packets packets) {}

    /**
     * What one end says.
     *
     * @param state {@code AdminDown Down Init Up}
     * @param diagnostic BIRD's words for the reason of its last change
     * @param independent the C bit: its BFD goes on when its routing protocols restart
     */
    public record End(
            String state,
            String diagnostic,
            long discriminator,
            Duration minTx,
            Duration minRx,
            int multiplier,
            boolean demand,
            boolean independent) {}

    /**
     * Timers.
     *
     * @param interval between our packets, zero if none are sent by themselves
     * @param sendIn until the next one, null if there is none
     * @param detection the detection time
     * @param expireIn until the session expires, null if nothing was heard
     */
    public record Timers(Duration interval, Duration sendIn, Duration detection, Duration expireIn) {}

    /**
     * Authentication.
     *
     * @param type BIRD's words, null without authentication
     * @param heard last sequence number of the neighbor, null if not known
     * @param sent our last one, null where there are none
     */
    public record Security(String type, Long heard, Long sent) {}

    /** Counters since the session was made; {@code expirations}: how often it went down for silence. */
    public record Packets(long received, long sent, long dropped, long expirations) {}
}
