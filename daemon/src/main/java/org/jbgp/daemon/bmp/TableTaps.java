package org.jbgp.daemon.bmp;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.daemon.bmp.message.ObservedRib;
import org.jbgp.daemon.bmp.message.PeerHeader;
import org.jbgp.daemon.instance.Assembly;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.shards.ShardPool;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The tables that BGP uses, as Loc-RIBs, and a {@link TableTap} in each of their slices while a station wants to hear
 * of best routes. Under the hub's monitor.
 */
final class TableTaps {
    /** The tables that are there without being named, in 2.x and 1.6. */
    private static final Set<String> DEFAULTS = Set.of("master4", "master6", "master");

    private static final String GLOBAL = "global";

    private final BmpHub hub;
    private final ShardPool shards;
    private final List<LocRib> ribs = new ArrayList<>();
    /** By table: a tap for each shard. */
    private final Map<Integer, TableTap[]> attached = new HashMap<>();

    /** Those whose export filters are watched; a new list whenever that changes. */
    private volatile List<WatchedPeer> watched = List.of();

    TableTaps(BmpHub hub, ShardPool shards) {
        this.hub = hub;
        this.shards = shards;
    }

    List<LocRib> ribs() {
        return ribs;
    }

    /** The sessions there are. */
    void peers(List<WatchedPeer> present) {
        watched = List.copyOf(present);
    }

    /** The sessions there are. Any thread. */
    List<WatchedPeer> peers() {
        return watched;
    }

    /** Takes over the tables of a configuration, and announces to stations those that are new or gone. */
    void configure(Assembly assembly, List<StationLink> links) {
        List<LocRib> next = made(assembly);
        List<LocRib> gone = new ArrayList<>(ribs);
        gone.removeIf(rib -> next.stream().anyMatch(rib::sameAs));
        next.removeIf(rib -> ribs.stream().anyMatch(rib::sameAs));
        gone.forEach(LocRib::down);
        ribs.removeAll(gone);
        ribs.addAll(next);
        attach(links);
        for (LocRib rib : next) {
            for (StationLink link : links) {
                if (link.wants(ObservedRib.LOCAL)) {
                    rib.join(link);
                    link.feeds().local(rib);
                }
            }
        }
    }

    private List<LocRib> made(Assembly assembly) {
        Map<String, Map<AddressFamily, Integer>> byName = new LinkedHashMap<>();
        long as = 0;
        for (ProtocolConfig protocol : assembly.configuration().protocols()) {
            if (protocol instanceof BgpConfig bgp) {
                as = as == 0 ? bgp.local().asn() : as;
                for (ChannelConfig channel : bgp.channels()) {
                    byName.computeIfAbsent(
                                    DEFAULTS.contains(channel.table()) ? GLOBAL : channel.table(),
                                    name -> new EnumMap<>(AddressFamily.class))
                            .put(
                                    Conversions.family(channel.family()),
                                    assembly.tables().find(channel.table()) - 1);
                }
            }
        }
        List<LocRib> made = new ArrayList<>();
        for (Map.Entry<String, Map<AddressFamily, Integer>> each : byName.entrySet()) {
            // RFC 9069 §4.1: zero for the default one, for others a number that is theirs alone.
            long distinguisher = each.getKey().equals(GLOBAL)
                    ? 0
                    : each.getValue().values().iterator().next() + 1L;
            PeerHeader header =
                    new PeerHeader(PeerHeader.Sort.LOC_RIB, distinguisher, null, as, assembly.routerId(), false);
            made.add(new LocRib(hub, each.getKey(), each.getValue(), header));
        }
        return made;
    }

    /** Attaches what stations want to tables, and detaches what none wants any more. */
    void attach(List<StationLink> links) {
        boolean wanted = links.stream()
                .anyMatch(link -> link.wants(ObservedRib.LOCAL) || link.wants(ObservedRib.OUT_PRE_POLICY));
        Map<Integer, LocRib> tables = new HashMap<>();
        if (wanted) {
            ribs.forEach(rib -> rib.tables().values().forEach(table -> tables.put(table, rib)));
        }
        Set<Integer> gone = new HashSet<>(attached.keySet());
        gone.removeIf(table ->
                tables.containsKey(table) && attached.get(table)[0].rib().equals(tables.get(table)));
        for (int table : gone) {
            TableTap[] former = attached.remove(table);
            shards.each(shard -> shard.detach(table, former[shard.number()]));
        }
        tables.forEach((table, rib) -> {
            if (!attached.containsKey(table)) {
                TableTap[] made = new TableTap[shards.size()];
                for (int i = 0; i < made.length; i++) {
                    made[i] = new TableTap(hub, this, shards.peek(i), rib);
                }
                attached.put(table, made);
                shards.each(shard -> made[shard.number()].listen(shard.table(table)));
            }
        });
    }

    /** Nobody listens any more. */
    void clear() {
        attach(List.of());
        ribs.clear();
        watched = List.of();
    }
}
