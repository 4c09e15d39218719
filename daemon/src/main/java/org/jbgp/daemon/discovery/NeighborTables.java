package org.jbgp.daemon.discovery;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.base.IpAddress;

/**
 * What is in each {@code neighbor table}: routers that one protocol has found for others to talk to. Control thread.
 */
public final class NeighborTables {
    private final Map<String, Map<String, List<Entry>>> tables = new HashMap<>();
    private final Runnable changed;

    /**
     * A router that was found.
     *
     * @param address where it is
     * @param interfaceName the interface it is on
     */
    public record Entry(IpAddress address, String interfaceName) {}

    /** @param changed called after each change, on the control thread */
    public NeighborTables(Runnable changed) {
        this.changed = changed;
    }

    /** All that a protocol has found, in the place of what it had found before. */
    public void put(String table, String protocol, Collection<Entry> found) {
        Map<String, List<Entry>> byProtocol = tables.computeIfAbsent(table, ignored -> new LinkedHashMap<>());
        List<Entry> now = List.copyOf(found);
        List<Entry> before = now.isEmpty() ? byProtocol.remove(protocol) : byProtocol.put(protocol, now);
        if (byProtocol.isEmpty()) {
            tables.remove(table);
        }
        if (!now.equals(before == null ? List.of() : before)) {
            changed.run();
        }
    }

    /** What is in a table, in the order found. */
    public Set<Entry> of(String table) {
        Set<Entry> all = new LinkedHashSet<>();
        tables.getOrDefault(table, Map.of()).values().forEach(all::addAll);
        return all;
    }
}
