package org.jbgp.daemon.rib;

import java.util.Arrays;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.update.UpdateSink;

/**
 * A run of route changes from one protocol instance for one shard, as flat ints and bytes: what travels between the
 * thread that learned the routes and the shard. Filled by one thread, handed over whole, read by the shard, then used
 * again.
 */
public final class RouteBatch implements UpdateSink {
    private static final int OP_ATTRIBUTES = 0;
    private static final int OP_ANNOUNCE = 1;
    private static final int OP_WITHDRAW = 2;
    private static final int OP_END_OF_RIB = 3;
    private static final int PATH_ID = 1 << 16;
    /** Most that is kept of each array when a batch is used again. */
    private static final int KEPT_BYTES = 1 << 15;

    private int[] ops;
    private int opCount;
    private long born;
    private byte[] bytes;
    private int byteCount;

    public RouteBatch() {
        this(1024, 4096);
    }

    public RouteBatch(int ints, int bytes) {
        this.ops = new int[ints];
        this.bytes = new byte[bytes];
    }

    /** When its first route came, in nanoseconds of {@link System#nanoTime}; 0 if nobody said. */
    public long born() {
        return born;
    }

    /** Its first route came now. */
    public void born(long nanos) {
        born = nanos;
    }

    /** Forgets the contents; keeps the memory unless one batch grew far beyond the usual. */
    public void clear() {
        opCount = 0;
        byteCount = 0;
        born = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[4096];
        }
        if (ops.length > KEPT_BYTES / 4) {
            ops = new int[1024];
        }
    }

    /** Rough size in bytes, for flow control. */
    public int weight() {
        return opCount * 4 + byteCount;
    }

    /** Starts a new attribute set, copied from the caller's array. */
    @Override
    public void attributes(byte[] blob, int offset, int length) {
        if (byteCount + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, byteCount + length));
        }
        System.arraycopy(blob, offset, bytes, byteCount, length);
        reserve(3);
        ops[opCount++] = OP_ATTRIBUTES;
        ops[opCount++] = byteCount;
        ops[opCount++] = length;
        byteCount += length;
    }

    /** Announces a prefix with the attributes given last. */
    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
        prefix(OP_ANNOUNCE, family, pathId, hi, lo, length);
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        prefix(OP_WITHDRAW, family, pathId, hi, lo, length);
    }

    @Override
    public void endOfRib(AddressFamily family) {
        reserve(1);
        ops[opCount++] = OP_END_OF_RIB | family.index() << 4;
    }

    /** Gives the visitor everything in order; attribute arrays stay valid until this returns. */
    public void replay(UpdateSink visitor) {
        int at = 0;
        while (at < opCount) {
            int op = ops[at++];
            if ((op & 0xF) == OP_ATTRIBUTES) {
                visitor.attributes(bytes, ops[at], ops[at + 1]);
                at += 2;
                continue;
            }
            AddressFamily family = (op >>> 4 & 0xF) == 0 ? AddressFamily.IPV4_UNICAST : AddressFamily.IPV6_UNICAST;
            if ((op & 0xF) == OP_END_OF_RIB) {
                visitor.endOfRib(family);
                continue;
            }
            long hi = 0;
            long lo;
            if (family == AddressFamily.IPV4_UNICAST) {
                lo = ops[at++] & 0xFFFFFFFFL;
            } else {
                hi = (long) ops[at] << 32 | (ops[at + 1] & 0xFFFFFFFFL);
                lo = (long) ops[at + 2] << 32 | (ops[at + 3] & 0xFFFFFFFFL);
                at += 4;
            }
            int pathId = (op & PATH_ID) != 0 ? ops[at++] : 0;
            int length = op >>> 8 & 0xFF;
            if ((op & 0xF) == OP_ANNOUNCE) {
                visitor.announce(family, pathId, hi, lo, length);
            } else {
                visitor.withdraw(family, pathId, hi, lo, length);
            }
        }
    }

    /** Has the processor fetch what {@link #replay} to a table will need of the prefix indexes. */
    void lookAhead(PrefixIndex ipv4, PrefixIndex ipv6) {
        int at = 0;
        while (at < opCount) {
            int op = ops[at++];
            int kind = op & 0xF;
            if (kind == OP_ATTRIBUTES) {
                at += 2;
            } else if (kind != OP_END_OF_RIB) {
                int length = op >>> 8 & 0xFF;
                if ((op >>> 4 & 0xF) == 0) {
                    ipv4.lookAhead(0, ops[at] & 0xFFFFFFFFL, length);
                    at++;
                } else {
                    long hi = (long) ops[at] << 32 | (ops[at + 1] & 0xFFFFFFFFL);
                    long lo = (long) ops[at + 2] << 32 | (ops[at + 3] & 0xFFFFFFFFL);
                    ipv6.lookAhead(hi, lo, length);
                    at += 4;
                }
                at += (op & PATH_ID) != 0 ? 1 : 0;
            }
        }
    }

    private void prefix(int op, AddressFamily family, int pathId, long hi, long lo, int length) {
        reserve(6);
        int word = op | family.index() << 4 | length << 8 | (pathId != 0 ? PATH_ID : 0);
        ops[opCount++] = word;
        if (family == AddressFamily.IPV4_UNICAST) {
            ops[opCount++] = (int) lo;
        } else {
            ops[opCount++] = (int) (hi >>> 32);
            ops[opCount++] = (int) hi;
            ops[opCount++] = (int) (lo >>> 32);
            ops[opCount++] = (int) lo;
        }
        if (pathId != 0) {
            ops[opCount++] = pathId;
        }
    }

    private void reserve(int ints) {
        if (opCount + ints > ops.length) {
            ops = Arrays.copyOf(ops, ops.length * 2);
        }
    }
}
