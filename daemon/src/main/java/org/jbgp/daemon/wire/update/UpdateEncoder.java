package org.jbgp.daemon.wire.update;

import io.netty.buffer.ByteBuf;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.Bytes;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;

/**
 * Writes UPDATEs for one neighbor, or for several that have negotiated the same: as many prefixes into each as fit.
 *
 * <p>To announce: {@link #start}, {@link #add} for each prefix, {@link #finish}. To withdraw: {@link
 * #startWithdrawals}, then the same. Attributes are translated once for each {@link #start}. IPv4 stands in the classic
 * fields, unless IPv6 next hops have been negotiated for it; IPv6 in MP_REACH_NLRI, which comes first (RFC 7606 §5.1).
 * Only {@link AttributeBlob#BGP} is written.
 *
 * <p>Not thread-safe. Nothing is allocated per prefix or per attribute set.
 */
public final class UpdateEncoder {
    /** Whether the announcements that {@link #start} prepares can be written. */
    public enum Readiness {
        /** Go on with {@link UpdateEncoder#add}. */
        READY,
        /** The attributes leave no room for a prefix in a message of the negotiated length. */
        ATTRIBUTES_TOO_LONG,
        /** There is no NEXT_HOP. */
        NO_NEXT_HOP,
        /** NEXT_HOP is of a family that cannot be written for these prefixes on this session. */
        WRONG_NEXT_HOP
    }

    private static final int WITHDRAWN_LENGTH_AT = MessageHeader.LENGTH;
    private static final int ATTRIBUTES_LENGTH_AT = WITHDRAWN_LENGTH_AT + 2;
    private static final int ATTRIBUTES_AT = ATTRIBUTES_LENGTH_AT + 2;
    private static final int MP_LENGTH_AT = ATTRIBUTES_AT + 2;
    private static final int MP_VALUE_AT = MP_LENGTH_AT + 2;

    /** {@link Nlri#write} may write this many bytes more than the prefix has. */
    private static final int SLACK = 32;

    private static final int OPTIONAL_EXTENDED = 0x90;

    /** What {@link #add} is writing. */
    private enum Mode {
        IDLE,
        CLASSIC,
        CLASSIC_WITHDRAWALS,
        MP,
        MP_WITHDRAWALS
    }

    private final SessionEncoding encoding;
    private final AttributeEncoder attributes;
    private final byte[] message;
    private Mode mode = Mode.IDLE;
    private AddressFamily family = AddressFamily.IPV4_UNICAST;
    private boolean addPath;
    private int nlriAt;
    private int cursor;
    private int limit;
    private long messages;

    /** An encoder for neighbors with which this has been negotiated. */
    public UpdateEncoder(SessionEncoding encoding) {
        this.encoding = encoding;
        attributes = new AttributeEncoder(encoding);
        message = new byte[encoding.maxMessage() + SLACK];
        for (int i = 0; i < 16; i++) {
            message[i] = (byte) 0xff;
        }
        message[18] = (byte) MessageType.UPDATE.code();
    }

    /** Number of UPDATEs written so far, End-of-RIB included. */
    public long messages() {
        return messages;
    }

    /** Prepares announcements with the canonical attributes of {@code count} bytes at {@code offset}. */
    public Readiness start(AddressFamily prefixes, byte[] blob, int offset, int count) {
        Readiness readiness = prepare(prefixes, blob, offset, count);
        if (readiness != Readiness.READY) {
            return readiness;
        }
        if (usesMp(prefixes)) {
            int nextHop = AttributeBlob.find(blob, offset, count, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
            int nextHopLength = AttributeBlob.valueLength(blob, nextHop);
            mode = Mode.MP;
            Bytes.put16(message, WITHDRAWN_LENGTH_AT, 0);
            mpHead(AttributeBlob.MP_REACH_NLRI);
            message[MP_VALUE_AT + 3] = (byte) nextHopLength;
            System.arraycopy(blob, AttributeBlob.value(nextHop), message, MP_VALUE_AT + 4, nextHopLength);
            message[nlriAt - 1] = 0;
        } else {
            mode = Mode.CLASSIC;
            Bytes.put16(message, WITHDRAWN_LENGTH_AT, 0);
            Bytes.put16(message, ATTRIBUTES_LENGTH_AT, attributes.length());
            System.arraycopy(attributes.array(), 0, message, ATTRIBUTES_AT, attributes.length());
        }
        return Readiness.READY;
    }

    /**
     * What {@link #start} would answer; begins nothing.
     *
     * @param prefixes family of the prefixes announced
     */
    public Readiness prepare(AddressFamily prefixes, byte[] blob, int offset, int count) {
        requireIdle();
        int nextHop = AttributeBlob.find(blob, offset, count, AttributeBlob.BGP, AttributeBlob.NEXT_HOP);
        if (nextHop == AttributeBlob.ABSENT) {
            return Readiness.NO_NEXT_HOP;
        }
        int nextHopLength = AttributeBlob.valueLength(blob, nextHop);
        if (!canWrite(prefixes, nextHopLength)) {
            return Readiness.WRONG_NEXT_HOP;
        }
        boolean mp = usesMp(prefixes);
        attributes.translate(blob, offset, count, !mp);
        int start = mp ? MP_VALUE_AT + 5 + nextHopLength : ATTRIBUTES_AT + attributes.length();
        int end = mp ? encoding.maxMessage() - attributes.length() : encoding.maxMessage();
        open(prefixes, start, end);
        return end - start < Nlri.size(prefixes.bits(), addPath) ? Readiness.ATTRIBUTES_TOO_LONG : Readiness.READY;
    }

    /** Bytes of a message that the attributes last prepared take, without a prefix. */
    public int preparedLength() {
        return nlriAt + encoding.maxMessage() - limit;
    }

    /** Prepares withdrawals. */
    public void startWithdrawals(AddressFamily prefixes) {
        requireIdle();
        if (usesMp(prefixes)) {
            open(prefixes, MP_VALUE_AT + 3, encoding.maxMessage());
            mode = Mode.MP_WITHDRAWALS;
            Bytes.put16(message, WITHDRAWN_LENGTH_AT, 0);
            mpHead(AttributeBlob.MP_UNREACH_NLRI);
        } else {
            open(prefixes, ATTRIBUTES_LENGTH_AT, encoding.maxMessage() - 2);
            mode = Mode.CLASSIC_WITHDRAWALS;
        }
    }

    private void requireIdle() {
        if (mode != Mode.IDLE) {
            throw new IllegalStateException("start before finish");
        }
    }

    private void open(AddressFamily prefixes, int start, int end) {
        family = prefixes;
        addPath = encoding.families().addPathSend().contains(prefixes);
        nlriAt = start;
        cursor = start;
        limit = end;
    }

    private void mpHead(int code) {
        message[ATTRIBUTES_AT] = (byte) OPTIONAL_EXTENDED;
        message[ATTRIBUTES_AT + 1] = (byte) code;
        Bytes.put16(message, MP_VALUE_AT, family.afi());
        message[MP_VALUE_AT + 2] = (byte) family.safi();
    }

    private boolean usesMp(AddressFamily prefixes) {
        return prefixes != AddressFamily.IPV4_UNICAST
                || encoding.families().extendedNextHop().contains(prefixes);
    }

    private boolean canWrite(AddressFamily prefixes, int nextHopLength) {
        return switch (prefixes) {
            case IPV4_UNICAST ->
                nextHopLength == 4 || encoding.families().extendedNextHop().contains(prefixes);
            case IPV6_UNICAST -> nextHopLength != 4;
        };
    }

    /**
     * Announces, or withdraws, one prefix; writes a message to {@code out} whenever one is full.
     *
     * @param pathId ignored where path identifiers are not negotiated
     * @param hi high 64 bits of an IPv6 prefix, host bits zero
     * @param lo low 64 bits of an IPv6 prefix, or the IPv4 prefix
     * @param length in bits
     */
    public void add(ByteBuf out, int pathId, long hi, long lo, int length) {
        if (mode == Mode.IDLE) {
            throw new IllegalStateException("add before start");
        }
        if (cursor + Nlri.size(length, addPath) > limit) {
            flush(out);
        }
        cursor = Nlri.write(message, cursor, family, addPath, pathId, hi, lo, length);
    }

    /** Writes what is left to {@code out}; the encoder is ready for the next {@link #start}. */
    public void finish(ByteBuf out) {
        flush(out);
        mode = Mode.IDLE;
    }

    private void flush(ByteBuf out) {
        if (cursor == nlriAt) {
            return;
        }
        int end = cursor;
        switch (mode) {
            case IDLE -> throw new IllegalStateException("finish before start");
            case CLASSIC -> {}
            case CLASSIC_WITHDRAWALS -> {
                Bytes.put16(message, WITHDRAWN_LENGTH_AT, cursor - ATTRIBUTES_LENGTH_AT);
                Bytes.put16(message, end, 0);
                end += 2;
            }
            case MP, MP_WITHDRAWALS -> {
                Bytes.put16(message, MP_LENGTH_AT, cursor - MP_VALUE_AT);
                if (mode == Mode.MP) {
                    System.arraycopy(attributes.array(), 0, message, cursor, attributes.length());
                    end += attributes.length();
                }
                Bytes.put16(message, ATTRIBUTES_LENGTH_AT, end - ATTRIBUTES_AT);
            }
        }
        write(out, end);
        cursor = nlriAt;
    }

    private void write(ByteBuf out, int length) {
        Bytes.put16(message, 16, length);
        out.writeBytes(message, 0, length);
        messages++;
    }

    /** Writes End-of-RIB (RFC 4724 §2), in the shortest form, which old implementations look for. */
    public void endOfRib(ByteBuf out, AddressFamily of) {
        requireIdle();
        Bytes.put16(message, WITHDRAWN_LENGTH_AT, 0);
        if (of == AddressFamily.IPV4_UNICAST) {
            Bytes.put16(message, ATTRIBUTES_LENGTH_AT, 0);
            write(out, ATTRIBUTES_AT);
        } else {
            Bytes.put16(message, ATTRIBUTES_LENGTH_AT, 6);
            message[ATTRIBUTES_AT] = (byte) AttributeBlob.OPTIONAL_NON_TRANSITIVE;
            message[ATTRIBUTES_AT + 1] = AttributeBlob.MP_UNREACH_NLRI;
            message[ATTRIBUTES_AT + 2] = 3;
            Bytes.put16(message, ATTRIBUTES_AT + 3, of.afi());
            message[ATTRIBUTES_AT + 5] = (byte) of.safi();
            write(out, ATTRIBUTES_AT + 6);
        }
    }
}
