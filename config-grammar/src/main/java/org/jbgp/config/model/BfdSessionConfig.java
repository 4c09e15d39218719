package org.jbgp.config.model;

import java.util.List;

/**
 * What a BFD session is like (RFC 5880).
 *
 * @param minRx shortest interval between packets we can receive, seconds
 * @param minTx shortest interval between packets we send, seconds
 * @param idleTx interval between packets while the session is not up, seconds
 * @param multiplier packets missed in a row until the session is down, from 1 to 255
 * @param passive say nothing until the neighbor does
 * @param graceful a loss of the session starts a graceful restart of BGP instead of ending it
 * @param authentication how packets are signed
 * @param passwords the keys; empty with {@link Authentication#NONE}
 */
public record BfdSessionConfig(
        double minRx,
        double minTx,
        double idleTx,
        int multiplier,
        boolean passive,
        boolean graceful,
        Authentication authentication,
        List<Password> passwords) {
    public BfdSessionConfig {
        passwords = List.copyOf(passwords);
    }

    /** How BFD packets are signed (RFC 5880 §6.7). */
    public enum Authentication {
        /** Not at all. */
        NONE,
        /** With the password itself. */
        SIMPLE,
        /** Keyed MD5. */
        KEYED_MD5,
        /** Keyed SHA1. */
        KEYED_SHA1,
        /** Keyed MD5 with a number that every packet increases. */
        METICULOUS_KEYED_MD5,
        /** Keyed SHA1 with a number that every packet increases. */
        METICULOUS_KEYED_SHA1
    }
}
