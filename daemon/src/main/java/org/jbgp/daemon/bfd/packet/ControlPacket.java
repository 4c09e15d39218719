package org.jbgp.daemon.bfd.packet;

import java.nio.ByteBuffer;

/**
 * A control packet in a buffer (RFC 5880 §4.1), read and written in place; big-endian, from byte 0. One thread. Getters
 * other than {@link #check} are valid after it found nothing.
 */
public final class ControlPacket {
    /** Length without authentication. */
    public static final int BYTES = 24;
    /** The longest packet that its length field can express. */
    public static final int MOST_BYTES = 255;

    /** Where the authentication section begins. */
    static final int AUTHENTICATION_OFFSET = BYTES;

    private static final int VERSION = 1;
    private static final int FLAGS_OFFSET = 1;
    private static final int MULTIPLIER_OFFSET = 2;
    private static final int LENGTH_OFFSET = 3;
    private static final int MY_DISCRIMINATOR_OFFSET = 4;
    private static final int YOUR_DISCRIMINATOR_OFFSET = 8;
    private static final int MIN_TX_OFFSET = 12;
    private static final int MIN_RX_OFFSET = 16;
    private static final int MIN_ECHO_RX_OFFSET = 20;

    private static final int POLL = 0x20;
    private static final int FINAL = 0x10;
    private static final int INDEPENDENT = 0x08;
    private static final int AUTHENTICATED = 0x04;
    private static final int DEMAND = 0x02;
    private static final int MULTIPOINT = 0x01;

    private final ByteBuffer buffer;

    /** A packet in this buffer, of at least {@link #MOST_BYTES}. */
    public ControlPacket(ByteBuffer buffer) {
        if (buffer.capacity() < MOST_BYTES) {
            throw new IllegalArgumentException("a control packet needs " + MOST_BYTES + " bytes");
        }
        this.buffer = buffer;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** What of RFC 5880 §6.8.6 is wrong with a packet of {@code received} bytes that can be said without a session. */
    public Fault check(int received) {
        if (received < BYTES) {
            return Fault.TOO_SHORT;
        }
        if ((buffer.get(0) & 0xFF) >>> 5 != VERSION) {
            return Fault.VERSION;
        }
        // With authentication there are two more bytes at least.
        if (length() < (authenticated() ? BYTES + 2 : BYTES) || length() > received) {
            return Fault.LENGTH;
        }
        if (multiplier() == 0) {
            return Fault.DETECT_MULT;
        }
        if (has(MULTIPOINT) || (poll() && isFinal())) {
            return Fault.FLAGS;
        }
        return myDiscriminator() == 0 ? Fault.MY_DISCRIMINATOR : Fault.NONE;
    }

    /** The number that shows what is wrong, for the log. */
    public int valueOf(Fault fault, int received) {
        return switch (fault) {
            case TOO_SHORT -> received;
            case VERSION -> (buffer.get(0) & 0xFF) >>> 5;
            case LENGTH, AUTHENTICATION_LENGTH -> length();
            case FLAGS -> buffer.get(FLAGS_OFFSET) & 0xFF;
            case UNKNOWN_SESSION, OTHER_PORT -> yourDiscriminator();
            case INIT_STATE -> state().code();
            case REMOTE_ID -> myDiscriminator();
            case AUTHENTICATION_METHOD -> authenticated() ? buffer.get(AUTHENTICATION_OFFSET) & 0xFF : 0;
            case NO_KEY, PASSWORD, CODE -> buffer.get(AUTHENTICATION_OFFSET + 2) & 0xFF;
            case NONE, WRONG_TTL, DETECT_MULT, MY_DISCRIMINATOR, NO_SESSION, SEQUENCE -> 0;
        };
    }

    /**
     * Writes a packet without authentication.
     *
     * @param minTx desired min TX interval, µs
     * @param minRx required min RX interval, µs
     */
    public void write(BfdState state, int diagnostic, int multiplier, int mine, int yours, int minTx, int minRx) {
        buffer.put(0, (byte) (VERSION << 5 | (diagnostic & 0x1F)))
                .put(FLAGS_OFFSET, (byte) (state.code() << 6))
                .put(MULTIPLIER_OFFSET, (byte) multiplier)
                .put(LENGTH_OFFSET, (byte) BYTES)
                .putInt(MY_DISCRIMINATOR_OFFSET, mine)
                .putInt(YOUR_DISCRIMINATOR_OFFSET, yours)
                .putInt(MIN_TX_OFFSET, minTx)
                .putInt(MIN_RX_OFFSET, minRx)
                .putInt(MIN_ECHO_RX_OFFSET, 0);
    }

    /** Asks for an answer, or is one. */
    public void mark(boolean poll, boolean answer) {
        set(POLL, poll);
        set(FINAL, answer);
    }

    /** Says whether the sender's BFD goes on when its routing protocols restart (C bit). */
    public void independent(boolean on) {
        set(INDEPENDENT, on);
    }

    /** Adds a section of so many bytes, which the caller fills. */
    void authenticated(int bytes) {
        set(AUTHENTICATED, true);
        buffer.put(LENGTH_OFFSET, (byte) (BYTES + bytes));
    }

    private void set(int flag, boolean on) {
        int flags = buffer.get(FLAGS_OFFSET);
        buffer.put(FLAGS_OFFSET, (byte) (on ? flags | flag : flags & ~flag));
    }

    private boolean has(int flag) {
        return (buffer.get(FLAGS_OFFSET) & flag) != 0;
    }

    public int length() {
        return buffer.get(LENGTH_OFFSET) & 0xFF;
    }

    public BfdState state() {
        return BfdState.of(buffer.get(FLAGS_OFFSET) >>> 6);
    }

    /** See {@link Diagnostic}. */
    public int diagnostic() {
        return buffer.get(0) & 0x1F;
    }

    public boolean poll() {
        return has(POLL);
    }

    public boolean isFinal() {
        return has(FINAL);
    }

    /** The C bit: the sender's BFD goes on when its routing protocols restart. */
    public boolean independent() {
        return has(INDEPENDENT);
    }

    public boolean authenticated() {
        return has(AUTHENTICATED);
    }

    public boolean demand() {
        return has(DEMAND);
    }

    /** 1 to 255. */
    public int multiplier() {
        return buffer.get(MULTIPLIER_OFFSET) & 0xFF;
    }

    /** The sender's; never 0. */
    public int myDiscriminator() {
        return buffer.getInt(MY_DISCRIMINATOR_OFFSET);
    }

    /** The receiver's, 0 if the sender does not know it. */
    public int yourDiscriminator() {
        return buffer.getInt(YOUR_DISCRIMINATOR_OFFSET);
    }

    /** Desired min TX interval, µs. */
    public long minTx() {
        return buffer.getInt(MIN_TX_OFFSET) & 0xFFFF_FFFFL;
    }

    /** Required min RX interval, µs. */
    public long minRx() {
        return buffer.getInt(MIN_RX_OFFSET) & 0xFFFF_FFFFL;
    }
}
