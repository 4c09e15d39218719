package org.jbgp.daemon.wire.update;

import org.jbgp.daemon.wire.AsPath;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;
import org.jbgp.daemon.wire.Bytes;

/** Translates canonical attributes to what a neighbor is sent; one buffer, reused. MP_REACH_NLRI is the caller's. */
final class AttributeEncoder {
    private static final int EXTENDED_LENGTH = 0x10;

    private final SessionEncoding encoding;
    private byte[] buffer = new byte[1024];
    private int length;

    AttributeEncoder(SessionEncoding encoding) {
        this.encoding = encoding;
    }

    /** The translated attributes, from 0 to {@link #length()}; valid until the next translation. */
    byte[] array() {
        return buffer;
    }

    int length() {
        return length;
    }

    /** Translates a blob; NEXT_HOP only if {@code withNextHop}. What this neighbor must not be sent is left out. */
    void translate(byte[] blob, int offset, int count, boolean withNextHop) {
        length = 0;
        // AS_PATH and AS4_PATH together are never longer than twice the canonical path
        int bound = 2 * count + 64;
        if (buffer.length < bound) {
            buffer = new byte[bound];
        }
        int asPath = AttributeBlob.ABSENT;
        int aggregator = AttributeBlob.ABSENT;
        int end = offset + count;
        for (int at = offset;
                at < end && AttributeBlob.space(blob, at) == AttributeBlob.BGP;
                at = AttributeBlob.next(blob, at)) {
            int code = AttributeBlob.code(blob, at);
            if (code > AttributeBlob.AS4_PATH && asPath != AttributeBlob.ABSENT) {
                as4Path(blob, asPath);
                asPath = AttributeBlob.ABSENT;
            }
            if (code > AttributeBlob.AS4_AGGREGATOR && aggregator != AttributeBlob.ABSENT) {
                as4Aggregator(blob, aggregator);
                aggregator = AttributeBlob.ABSENT;
            }
            if (code == AttributeBlob.AS_PATH && !encoding.as4()) {
                asPath = narrowAsPath(blob, at) ? at : AttributeBlob.ABSENT;
            } else if (code == AttributeBlob.AGGREGATOR && !encoding.as4()) {
                aggregator = narrowAggregator(blob, at) ? at : AttributeBlob.ABSENT;
            } else if (isSent(code) && (code != AttributeBlob.NEXT_HOP || withNextHop)) {
                copy(blob, at);
            }
        }
        if (asPath != AttributeBlob.ABSENT) {
            as4Path(blob, asPath);
        }
        if (aggregator != AttributeBlob.ABSENT) {
            as4Aggregator(blob, aggregator);
        }
    }

    /** What a neighbor of this sort has to discard is not sent to it (RFC 4271 §5.1.5, RFC 4456 §8). */
    private boolean isSent(int code) {
        AttributeType type = AttributeType.of(code);
        return type == null || type.isTakenFrom(encoding.peer());
    }

    private void copy(byte[] blob, int at) {
        int size = AttributeBlob.valueLength(blob, at);
        header(AttributeBlob.flags(blob, at), AttributeBlob.code(blob, at), size);
        System.arraycopy(blob, AttributeBlob.value(at), buffer, length, size);
        length += size;
    }

    private void header(int flags, int code, int size) {
        boolean extended = size > 255;
        buffer[length] = (byte) (extended ? flags | EXTENDED_LENGTH : flags);
        buffer[length + 1] = (byte) code;
        if (extended) {
            Bytes.put16(buffer, length + 2, size);
        } else {
            buffer[length + 2] = (byte) size;
        }
        length += extended ? 4 : 3;
    }

    /** Writes AS_PATH with 2-byte AS numbers; true if AS4_PATH is needed, too (RFC 6793 §4.2.2). */
    private boolean narrowAsPath(byte[] blob, int at) {
        int value = AttributeBlob.value(at);
        int end = AttributeBlob.next(blob, at);
        int size = 0;
        for (int segment = value; segment < end; segment = AsPath.nextSegment(blob, segment)) {
            size += 2 + 2 * AsPath.segmentCount(blob, segment);
        }
        header(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, size);
        boolean lossy = false;
        int segment = value;
        while (segment < end) {
            int next = AsPath.nextSegment(blob, segment);
            buffer[length++] = blob[segment];
            buffer[length++] = blob[segment + 1];
            for (int each = segment + 2; each < next; each += 4) {
                long as = Bytes.u32(blob, each);
                lossy |= as > 0xffff;
                Bytes.put16(buffer, length, as > 0xffff ? AsPath.AS_TRANS : (int) as);
                length += 2;
            }
            segment = next;
        }
        return lossy;
    }

    /** RFC 6793 §3: AS4_PATH has no confederation segments. */
    private void as4Path(byte[] blob, int at) {
        int value = AttributeBlob.value(at);
        int end = AttributeBlob.next(blob, at);
        int size = 0;
        for (int segment = value; segment < end; segment = AsPath.nextSegment(blob, segment)) {
            if (AsPath.segmentType(blob, segment) < AsPath.CONFED_SEQUENCE) {
                size += AsPath.nextSegment(blob, segment) - segment;
            }
        }
        if (size == 0) {
            return;
        }
        header(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.AS4_PATH, size);
        int segment = value;
        while (segment < end) {
            int next = AsPath.nextSegment(blob, segment);
            if (AsPath.segmentType(blob, segment) < AsPath.CONFED_SEQUENCE) {
                System.arraycopy(blob, segment, buffer, length, next - segment);
                length += next - segment;
            }
            segment = next;
        }
    }

    /** Writes AGGREGATOR with a 2-byte AS number; true if AS4_AGGREGATOR is needed, too (RFC 6793 §4.2.2). */
    private boolean narrowAggregator(byte[] blob, int at) {
        long as = AttributeBlob.u32(blob, at);
        header(AttributeBlob.flags(blob, at), AttributeBlob.AGGREGATOR, 6);
        Bytes.put16(buffer, length, as > 0xffff ? AsPath.AS_TRANS : (int) as);
        Bytes.put32(buffer, length + 2, Bytes.i32(blob, AttributeBlob.value(at) + 4));
        length += 6;
        return as > 0xffff;
    }

    private void as4Aggregator(byte[] blob, int at) {
        header(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.AS4_AGGREGATOR, 8);
        System.arraycopy(blob, AttributeBlob.value(at), buffer, length, 8);
        length += 8;
    }
}
