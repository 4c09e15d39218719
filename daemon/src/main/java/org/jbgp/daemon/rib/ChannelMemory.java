package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.store.AttributeStore;
import org.jbgp.daemon.rib.store.PathStore;

/**
 * How much of a shard's memory each channel's routes take: paths, their share of the prefixes and of the attribute
 * sets. Counted when it is asked for, which takes some milliseconds for a million paths. Only on the shard.
 */
public final class ChannelMemory {
    /** A path, and about what its prefix costs in the index and the tables. */
    private static final int PATH_BYTES = 40;

    /** What is kept beside the bytes of an attribute set. */
    private static final int SET_BYTES = 32;

    private ChannelMemory() {}

    /** Bytes by channel, kept rejected routes included. */
    public static long[] of(Shard shard) {
        PathStore paths = shard.paths();
        AttributeStore attributes = shard.attributes();
        long[] bytes = new long[64];
        for (int path = 1; path < paths.limit(); path++) {
            if (!paths.inUse(path)) {
                continue;
            }
            int channel = paths.channel(path);
            if (channel >= bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, Math.max(channel + 1, bytes.length * 2));
            }
            int set = paths.attributes(path);
            long share = set == 0 ? 0 : (SET_BYTES + attributes.length(set)) / attributes.references(set);
            bytes[channel] += PATH_BYTES + share;
        }
        return bytes;
    }
}
