package org.jbgp.daemon.bfd.packet;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Signs and checks the packets of one session (RFC 5880 §6.7). One thread. Times are milliseconds since 1970. */
public final class Authenticator {
    private static final int AT = ControlPacket.AUTHENTICATION_OFFSET;
    private static final int SIMPLE_HEADER = 3;
    private static final int HASH_HEADER = 8;
    private static final int SEQUENCE_AT = AT + 4;
    private static final int HASH_AT = AT + HASH_HEADER;

    private AuthenticationType type = AuthenticationType.NONE;
    private List<AuthenticationKey> keys = List.of();
    private MessageDigest digest;
    private final byte[] theirs = new byte[20];
    private final byte[] ours = new byte[20];
    private final byte[] whole = new byte[ControlPacket.MOST_BYTES];

    private int sent;
    private long sentSecond;
    private int heard;
    private boolean heardKnown;

    /** @param first where our sequence numbers begin; random */
    public Authenticator(int first) {
        this.sent = first;
    }

    /** Goes over to other keys or another type; sequence numbers go on. */
    public void use(AuthenticationType nextType, List<AuthenticationKey> nextKeys) {
        if (nextType != type) {
            heardKnown = false;
            try {
                digest = nextType.hashed() ? MessageDigest.getInstance(nextType.algorithm()) : null;
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has MD5 and SHA-1", e);
            }
        }
        type = nextType;
        keys = List.copyOf(nextKeys);
    }

    public AuthenticationType type() {
        return type;
    }

    /** Nothing was heard for so long that any sequence number is taken (§6.8.1, bfd.AuthSeqKnown). */
    public void forget() {
        heardKnown = false;
    }

    /** Whether {@link #heard} counts. */
    public boolean heardKnown() {
        return heardKnown;
    }

    /** The last sequence number of the neighbor. */
    public int heard() {
        return heard;
    }

    /** Our last one. */
    public int sent() {
        return sent;
    }

    /** Adds the section to a packet; false if no key signs now. */
    public boolean sign(ControlPacket packet, long now) {
        if (type == AuthenticationType.NONE) {
            return true;
        }
        AuthenticationKey key = signing(now);
        if (key == null) {
            return false;
        }
        ByteBuffer buffer = packet.buffer();
        byte[] bytes = key.raw();
        int most = Math.min(bytes.length, type.keyBytes());
        buffer.put(AT, (byte) type.code()).put(AT + 2, (byte) key.id());
        if (!type.hashed()) {
            packet.authenticated(SIMPLE_HEADER + most);
            buffer.put(AT + 1, (byte) (SIMPLE_HEADER + most));
            buffer.put(AT + SIMPLE_HEADER, bytes, 0, most);
            return true;
        }
        // §6.7.3 leaves open how often a number that is not meticulous grows.
        long second = now / 1000;
        if (type.meticulous() || second != sentSecond) {
            sent++;
            sentSecond = second;
        }
        packet.authenticated(HASH_HEADER + type.keyBytes());
        buffer.put(AT + 1, (byte) (HASH_HEADER + type.keyBytes())).put(AT + 3, (byte) 0);
        buffer.putInt(SEQUENCE_AT, sent);
        hash(packet, bytes, ours);
        buffer.put(HASH_AT, ours, 0, type.keyBytes());
        return true;
    }

    private AuthenticationKey signing(long now) {
        AuthenticationKey best = null;
        for (int i = 0; i < keys.size(); i++) {
            AuthenticationKey key = keys.get(i);
            if (key.generate().has(now)
                    && (best == null || best.generate().from() < key.generate().from())) {
                best = key;
            }
        }
        return best;
    }

    private AuthenticationKey accepting(int id, long now) {
        for (int i = 0; i < keys.size(); i++) {
            AuthenticationKey key = keys.get(i);
            if (key.id() == id && key.accept().has(now)) {
                return key;
            }
        }
        return null;
    }

    /** The hash over the whole packet with the key where the hash goes; leaves the key there. */
    private void hash(ControlPacket packet, byte[] key, byte[] into) {
        ByteBuffer buffer = packet.buffer();
        for (int i = 0; i < type.keyBytes(); i++) {
            buffer.put(HASH_AT + i, i < key.length ? key[i] : 0);
        }
        int length = packet.length();
        buffer.get(0, whole, 0, length);
        digest.update(whole, 0, length);
        try {
            digest.digest(into, 0, type.keyBytes());
        } catch (DigestException e) {
            throw new IllegalStateException("the hash has another length", e);
        }
    }

    /**
     * Checks a packet that {@link ControlPacket#check} found well-formed; it is not whole afterwards.
     *
     * @param multiplier the session's own detection multiplier: how far sequence numbers may jump
     */
    public Fault check(ControlPacket packet, int multiplier, long now) {
        if (!packet.authenticated()) {
            return type == AuthenticationType.NONE ? Fault.NONE : Fault.AUTHENTICATION_METHOD;
        }
        ByteBuffer buffer = packet.buffer();
        int length = buffer.get(AT + 1) & 0xFF;
        if (length < SIMPLE_HEADER || AT + length > packet.length()) {
            return Fault.AUTHENTICATION_LENGTH;
        }
        if (type == AuthenticationType.NONE || (buffer.get(AT) & 0xFF) != type.code()) {
            return Fault.AUTHENTICATION_METHOD;
        }
        if (type.hashed() && length != HASH_HEADER + type.keyBytes()) {
            return Fault.AUTHENTICATION_LENGTH;
        }
        AuthenticationKey key = accepting(buffer.get(AT + 2) & 0xFF, now);
        if (key == null) {
            return Fault.NO_KEY;
        }
        return type.hashed() ? checkHash(packet, key, multiplier) : checkPassword(buffer, key, length);
    }

    private Fault checkPassword(ByteBuffer buffer, AuthenticationKey key, int length) {
        byte[] bytes = key.raw();
        int most = Math.min(bytes.length, type.keyBytes());
        int different = length ^ (SIMPLE_HEADER + most);
        for (int i = 0; i < most && different == 0; i++) {
            different = buffer.get(AT + SIMPLE_HEADER + i) ^ bytes[i];
        }
        return different == 0 ? Fault.NONE : Fault.PASSWORD;
    }

    private Fault checkHash(ControlPacket packet, AuthenticationKey key, int multiplier) {
        ByteBuffer buffer = packet.buffer();
        int sequence = buffer.getInt(SEQUENCE_AT);
        // Numbers go round, so that their distance counts.
        int ahead = sequence - heard;
        if (heardKnown && (Integer.compareUnsigned(ahead, 3 * multiplier) > 0 || (type.meticulous() && ahead == 0))) {
            return Fault.SEQUENCE;
        }
        int bytes = type.keyBytes();
        buffer.get(HASH_AT, theirs, 0, bytes);
        hash(packet, key.raw(), ours);
        int different = 0;
        for (int i = 0; i < bytes; i++) {
            different |= ours[i] ^ theirs[i];
        }
        if (different != 0) {
            return Fault.CODE;
        }
        heard = sequence;
        heardKnown = true;
        return Fault.NONE;
    }
}
