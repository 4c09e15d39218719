package org.jbgp.daemon.bmp;

import io.netty.buffer.ByteBufAllocator;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import org.jbgp.daemon.bmp.message.ObservedRib;

/**
 * The reporters of one shard, one for each kind of routes: a route that comes is reported before the filter and after
 * it, and each kind has its own UPDATE under way. Made as they are needed. Confined to the shard.
 */
final class ShardReporters {
    private final ByteBufAllocator allocator;
    private final InstantSource clock;
    private final Map<ObservedRib, ShardReporter> made = new EnumMap<>(ObservedRib.class);

    ShardReporters(ByteBufAllocator allocator, InstantSource clock) {
        this.allocator = allocator;
        this.clock = clock;
    }

    ShardReporter of(RouteStream stream) {
        return made.computeIfAbsent(stream.rib(), rib -> new ShardReporter(allocator, clock));
    }

    /** Delivers everything. */
    void flush() {
        made.values().forEach(ShardReporter::flush);
    }

    /** Gives its memory back; not to be used any more. */
    void release() {
        made.values().forEach(ShardReporter::release);
        made.clear();
    }
}
