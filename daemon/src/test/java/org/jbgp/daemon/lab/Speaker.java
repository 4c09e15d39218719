package org.jbgp.daemon.lab;

import java.util.List;

/**
 * What a router of any maker is asked to be: its numbers, its neighbors and the prefixes it originates. It sends its
 * own prefixes only and takes everything.
 *
 * @param as its AS number
 * @param routerId dotted quad
 * @param neighbors its neighbors
 * @param announced prefixes of both families it originates
 */
public record Speaker(long as, String routerId, List<Neighbor> neighbors, List<String> announced) {

    /** Who opens the TCP connection. */
    public enum Dial {
        /** This speaker only waits. */
        PASSIVE,
        /** This speaker dials (and takes what comes in). */
        ACTIVE
    }

    /**
     * One neighbor; the session's address family is also the family of the routes it carries.
     *
     * @param name letters and digits
     * @param local own address
     * @param remote the neighbor's address
     * @param remoteAs the neighbor's AS number
     * @param dial who opens the connection
     * @param password TCP MD5 key, empty for none
     */
    public record Neighbor(String name, String local, String remote, long remoteAs, Dial dial, String password) {
        /** Without a password. */
        public Neighbor(String name, String local, String remote, long remoteAs, Dial dial) {
            this(name, local, remote, remoteAs, dial, "");
        }

        /** True for a session over IPv6. */
        public boolean ipv6() {
            return remote.contains(":");
        }

        /** True if this speaker must not dial. */
        public boolean passive() {
            return dial == Dial.PASSIVE;
        }
    }
}
