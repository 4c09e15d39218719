package org.jbgp.daemon.bfd.packet;

import java.util.Arrays;

/**
 * A key with its times: milliseconds since 1970; {@link Long#MIN_VALUE} and {@link Long#MAX_VALUE}: no limit.
 * Immutable.
 */
public final class AuthenticationKey {
    private final int id;
    private final byte[] bytes;
    private final Span generate;
    private final Span accept;

    /** From the first moment to the last, the last one not included. */
    public record Span(long from, long to) {
        public static final Span ALWAYS = new Span(Long.MIN_VALUE, Long.MAX_VALUE);

        boolean has(long now) {
            return from <= now && now < to;
        }
    }

    /**
     * A key.
     *
     * @param id 0 to 255
     * @param bytes the key itself, not empty
     * @param generate when it signs
     * @param accept when it is accepted
     */
    public AuthenticationKey(int id, byte[] bytes, Span generate, Span accept) {
        this.id = id;
        this.bytes = bytes.clone();
        this.generate = generate;
        this.accept = accept;
    }

    /** A key without limits. */
    public static AuthenticationKey always(int id, byte[] bytes) {
        return new AuthenticationKey(id, bytes, Span.ALWAYS, Span.ALWAYS);
    }

    public int id() {
        return id;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes themselves, for each packet: not to be written to. */
    byte[] raw() {
        return bytes;
    }

    public Span generate() {
        return generate;
    }

    public Span accept() {
        return accept;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AuthenticationKey that
                && id == that.id
                && Arrays.equals(bytes, that.bytes)
                && generate.equals(that.generate)
                && accept.equals(that.accept);
    }

    @Override
    public int hashCode() {
        return 31 * id + Arrays.hashCode(bytes);
    }

    /** Without the key, which must not get into a log by accident. */
    @Override
    public String toString() {
        return "AuthenticationKey[id=" + id + "]";
    }
}
