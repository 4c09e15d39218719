package org.jbgp.daemon.router;

import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.wire.AddressFamily;

/** How the test calls prefixes, tables, paths and announcements. */
final class WorldNames {
    private WorldNames() {}

    static long hi(AddressFamily family, int prefix) {
        return family == AddressFamily.IPV4_UNICAST ? 0 : 0x20010DB8L << 32 | (long) prefix << 16;
    }

    static long lo(AddressFamily family, int prefix) {
        return family == AddressFamily.IPV4_UNICAST ? 0x0A000000L + ((long) prefix << 8) : 0;
    }

    static int length(AddressFamily family) {
        return family == AddressFamily.IPV4_UNICAST ? 24 : 48;
    }

    static int number(RouteView route) {
        return route.family() == AddressFamily.IPV4_UNICAST
                ? (int) (route.prefixLo() >>> 8 & 0xFFFF)
                : (int) (route.prefixHi() >>> 16 & 0xFFFF);
    }

    static int number(PrefixIndex index, AddressFamily family, int id) {
        return family == AddressFamily.IPV4_UNICAST
                ? (int) (index.lo(id) >>> 8 & 0xFFFF)
                : (int) (index.hi(id) >>> 16 & 0xFFFF);
    }

    static String name(int table, int prefix) {
        return table + ":" + prefix;
    }

    static String text(int source, int pathId, WorldAttributes set) {
        return text(source, pathId, HexFormat.of().formatHex(set.bytes()));
    }

    static String text(int source, int pathId, String set) {
        return "n" + source + "/" + pathId + " " + set;
    }

    static String text(Shard shard, int path) {
        int handle = shard.attributesOf(path);
        int from = shard.attributes().offset(handle);
        return text(
                (shard.channelOf(path) - 1) / 2,
                shard.pathIdOf(path),
                HexFormat.of()
                        .formatHex(
                                shard.attributes().array(handle),
                                from,
                                from + shard.attributes().length(handle)));
    }

    /** What a member of the export group hears of a best path: its prefix, and whom it came from in how many hops. */
    static String announcement(int prefix, WorldAttributes set) {
        return prefix + " " + (65010 + set.source()) + " x " + set.hops();
    }

    static Set<String> paths(Shard shard, TableSlice table, int prefix) {
        Set<String> texts = new TreeSet<>();
        for (int path = table.head(prefix); path != 0; path = table.next(path)) {
            if (!texts.add(text(shard, path))) {
                throw new AssertionError("twice: " + text(shard, path));
            }
        }
        return texts;
    }
}
