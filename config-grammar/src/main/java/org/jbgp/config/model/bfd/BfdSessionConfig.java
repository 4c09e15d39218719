package org.jbgp.config.model.bfd;

import java.util.List;
import java.util.Optional;

/**
 * What a BFD session is like (RFC 5880), as far as a block says it; what it does not say is that of the block below, at
 * last of {@link #DEFAULT}.
 *
 * @param minRx shortest interval between packets we can receive, seconds
 * @param minTx shortest interval between packets we send, seconds
 * @param idleTx interval between packets while the session is not up, seconds
 * @param multiplier packets missed in a row until the session is down, from 1 to 255
 * @param passive say nothing until the neighbor does
 * @param authentication how packets are signed
 * @param passwords the keys; empty: not said
 */
public record BfdSessionConfig(
        Optional<Double> minRx,
        Optional<Double> minTx,
        Optional<Double> idleTx,
        Optional<Integer> multiplier,
        Optional<Boolean> passive,
        Optional<Authentication> authentication,
        List<Password> passwords) {
    /** Nothing is said. */
    public static final BfdSessionConfig UNSAID = new BfdSessionConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of());

    /** BIRD's defaults; everything is said. */
    public static final BfdSessionConfig DEFAULT = new BfdSessionConfig(
            Optional.of(0.01),
            Optional.of(0.1),
            Optional.of(1.0),
            Optional.of(5),
            Optional.of(false),
            Optional.of(Authentication.NONE),
            List.of());

    public BfdSessionConfig {
        passwords = List.copyOf(passwords);
    }

    /** This one where it says something, else the other one. */
    public BfdSessionConfig over(BfdSessionConfig below) {
        return new BfdSessionConfig(
                minRx.or(below::minRx),
                minTx.or(below::minTx),
                idleTx.or(below::idleTx),
                multiplier.or(below::multiplier),
                passive.or(below::passive),
                authentication.or(below::authentication),
                passwords.isEmpty() ? below.passwords : passwords);
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
