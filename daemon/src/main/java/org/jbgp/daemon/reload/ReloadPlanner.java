package org.jbgp.daemon.reload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jbgp.config.base.TableConfig;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.BgpConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.Configuration;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.model.bgp.ConditionalExport;
import org.jbgp.config.options.OptionChanges;
import org.jbgp.config.options.OptionChanges.Changed;
import org.jbgp.config.options.row.Effect;
import org.jbgp.daemon.instance.FilterChanges;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.ReloadPlan.Action;
import org.jbgp.daemon.instance.ReloadPlan.Entry;

/** Makes a {@link ReloadPlan} of two configurations. Stateless apart from what it is given; any thread. */
final class ReloadPlanner {
    private final Configuration former;
    private final Configuration next;
    private final boolean soft;
    private final Live live;
    private final List<String> everyNeighbor = new ArrayList<>();
    private final boolean routerIdChanged;
    private final OptionChanges options;
    /** Names that another table has now. What one holds that stays the same is no business of a plan's. */
    private final Set<String> otherTables = new HashSet<>();

    private final Map<String, TableConfig> formerTables = new HashMap<>();
    private final Map<String, TableConfig> nextTables = new HashMap<>();

    /** What a plan depends on besides the files. */
    interface Live {
        /**
         * True if the routes received by the channel can be had again: stored, sent again on request, or there are
         * none.
         */
        boolean reimportable(String protocol, String channel);
    }

    /**
     * @param formerId router id in force
     * @param nextId router id that will be in force
     * @param soft changed filters hold for new routes only
     */
    ReloadPlanner(Configuration former, int formerId, Configuration next, int nextId, boolean soft, Live live) {
        this.former = former;
        this.next = next;
        this.soft = soft;
        this.live = live;
        this.options = new OptionChanges(next.dialect().isFlat());
        this.routerIdChanged = formerId != nextId;
        if (former.dialect().isFlat() != next.dialect().isFlat()) {
            everyNeighbor.add("dialect");
        }
        if (!former.router().listen().equals(next.router().listen())) {
            everyNeighbor.add("listen bgp");
        }
        former.tables().forEach(table -> formerTables.put(table.name(), table));
        next.tables().forEach(table -> nextTables.put(table.name(), table));
        former.tables().stream()
                .map(TableConfig::name)
                .filter(name -> !same(formerTables.get(name), nextTables.get(name)))
                .forEach(otherTables::add);
    }

    ReloadPlan plan() {
        Map<String, ProtocolConfig> before = new LinkedHashMap<>();
        former.protocols().forEach(protocol -> before.put(protocol.name(), protocol));
        List<Entry> entries = new ArrayList<>();
        for (ProtocolConfig protocol : next.protocols()) {
            ProtocolConfig old = before.remove(protocol.name());
            entries.add(old == null ? only(protocol.name(), Action.ADDED) : entry(old, protocol));
        }
        before.keySet().forEach(name -> entries.add(only(name, Action.REMOVED)));
        return new ReloadPlan(entries);
    }

    /** The plan for the first configuration. */
    static ReloadPlan first(Configuration configuration) {
        return new ReloadPlan(configuration.protocols().stream()
                .map(protocol -> only(protocol.name(), Action.ADDED))
                .toList());
    }

    private static Entry only(String name, Action action) {
        return new Entry(name, action, List.of(), List.of(), List.of());
    }

    private Entry entry(ProtocolConfig old, ProtocolConfig fresh) {
        Tally tally = new Tally();
        if (old.getClass() != fresh.getClass()) {
            tally.restart("protocol " + fresh.keyword());
            return tally.entry(fresh.name());
        }
        if (fresh instanceof AggregatorConfig aggregator && old instanceof AggregatorConfig former) {
            if (aggregator.merging().isPresent() != former.merging().isPresent()) {
                tally.restart("aggregate on");
            }
            if (!same(formerTables.get(aggregator.peerTable()), nextTables.get(aggregator.peerTable()))) {
                tally.restart("peer table " + aggregator.peerTable());
            }
            if (asks(aggregator)) {
                tally.add(fresh, "", new Changed("aggregate on (another table)", Effect.EXPORT));
            }
        }
        if (fresh instanceof BgpConfig bgp) {
            everyNeighbor.forEach(tally::restart);
            if (routerIdChanged && fresh.common().routerId().isEmpty()) {
                tally.restart("router id");
            }
            if (bgp.capabilities().offers(BgpCapability.HOSTNAME)
                    && fresh.common().hostname().isEmpty()
                    && !former.router().hostname().equals(next.router().hostname())) {
                tally.restart("hostname");
            }
        }
        if (!Objects.equals(old, fresh)) {
            options.between(old, fresh).forEach(change -> tally.add(fresh, "", change));
        }
        channels(old, fresh, tally);
        if (!sameEnds(old, fresh)) {
            tally.sessionsAreRestarts();
        }
        return tally.entry(fresh.name());
    }

    /** True if sockets and claims of the one serve the other, so that it can have a new session without an end. */
    private static boolean sameEnds(ProtocolConfig old, ProtocolConfig fresh) {
        return old instanceof BgpConfig a
                && fresh instanceof BgpConfig b
                && a.neighbor().range().isEmpty()
                && b.neighbor().range().isEmpty()
                && a.local().address().equals(b.local().address())
                && a.local().port() == b.local().port()
                && a.neighbor().address().equals(b.neighbor().address())
                && a.neighbor().port() == b.neighbor().port()
                && a.neighbor().interfaceName().equals(b.neighbor().interfaceName());
    }

    private void channels(ProtocolConfig old, ProtocolConfig fresh, Tally tally) {
        Map<String, ChannelConfig> before = new LinkedHashMap<>();
        old.channels().forEach(channel -> before.put(channel.name(), channel));
        for (ChannelConfig channel : fresh.channels()) {
            ChannelConfig was = before.remove(channel.name());
            if (was == null) {
                tally.restart(channel.name() + ": added");
                continue;
            }
            if (!Objects.equals(was, channel)) {
                options.between(was, channel).forEach(change -> tally.add(fresh, channel.name(), change));
            }
            if (!same(formerTables.get(channel.table()), nextTables.get(channel.table()))) {
                tally.restart(channel.name() + ": table " + channel.table());
            }
            conditions(channel).stream()
                    .map(ConditionalExport::table)
                    .filter(table -> !same(formerTables.get(table), nextTables.get(table)))
                    .forEach(table -> tally.restart(channel.name() + ": table " + table));
            roas(channel, tally, fresh);
        }
        before.keySet().forEach(name -> tally.restart(name + ": removed"));
    }

    /** A table of the same name that holds something else is another one. */
    private static boolean same(TableConfig a, TableConfig b) {
        return a == null || b == null || (a.kind() == b.kind() && a.family() == b.family());
    }

    private boolean asks(AggregatorConfig aggregator) {
        return aggregator.merging().stream()
                .flatMap(merging ->
                        Stream.concat(merging.on().stream().map(AggregatorConfig.Key::value), merging.by().stream()))
                .anyMatch(filter -> filter.validityTables().stream().anyMatch(otherTables::contains));
    }

    private static List<ConditionalExport> conditions(ChannelConfig channel) {
        return channel.bgp().map(bgp -> bgp.selection().conditions()).orElse(List.of());
    }

    private void roas(ChannelConfig channel, Tally tally, ProtocolConfig fresh) {
        if (FilterChanges.asks(channel.importFilter(), otherTables)) {
            tally.add(fresh, channel.name(), new Changed("import (another table)", Effect.IMPORT));
        }
        if (FilterChanges.asks(channel.exportFilter(), otherTables)) {
            tally.add(fresh, channel.name(), new Changed("export (another table)", Effect.EXPORT));
        }
        if (conditions(channel).stream()
                .anyMatch(condition -> FilterChanges.asks(condition.routes(), otherTables)
                        || FilterChanges.asks(condition.sought(), otherTables))) {
            tally.add(fresh, channel.name(), new Changed("conditional export (another table)", Effect.EXPORT));
        }
    }

    /** What the changes of one protocol add up to. */
    private final class Tally {
        private final Set<String> reasons = new LinkedHashSet<>();
        private final Set<String> restarts = new LinkedHashSet<>();
        private final Set<String> sessions = new LinkedHashSet<>();
        private final Set<String> imports = new LinkedHashSet<>();
        private final Set<String> exports = new LinkedHashSet<>();
        private Action toggled;

        private void restart(String reason) {
            restarts.add(reason);
        }

        private void add(ProtocolConfig protocol, String channel, Changed change) {
            String reason = channel.isEmpty() ? change.option() : channel + ": " + change.option();
            List<String> affected = channel.isEmpty()
                    ? protocol.channels().stream().map(ChannelConfig::name).toList()
                    : List.of(channel);
            switch (change.effect()) {
                case LIVE -> reasons.add(reason);
                case IMPORT -> reimport(protocol, affected, reason);
                case EXPORT -> {
                    reasons.add(reason);
                    exports.addAll(affected);
                }
                case BOTH -> {
                    reimport(protocol, affected, reason);
                    exports.addAll(affected);
                }
                case SESSION -> sessions.add(reason);
                case RESTART -> restart(reason);
                case DISABLED -> toggled = protocol.common().disabled() ? Action.DISABLED : Action.ENABLED;
            }
        }

        private void sessionsAreRestarts() {
            restarts.addAll(sessions);
            sessions.clear();
        }

        private void reimport(ProtocolConfig protocol, List<String> affected, String reason) {
            reasons.add(reason);
            for (String channel : affected) {
                if (soft || live.reimportable(protocol.name(), channel)) {
                    imports.add(channel);
                } else {
                    restart(reason + ", and the neighbor cannot send its routes again");
                }
            }
        }

        private Entry entry(String name) {
            if (toggled == Action.DISABLED) {
                return only(name, Action.DISABLED);
            }
            if (!restarts.isEmpty()) {
                sessionsAreRestarts();
                return new Entry(name, Action.RESTARTED, List.copyOf(restarts), List.of(), List.of());
            }
            if (toggled != null) {
                return only(name, toggled);
            }
            if (!sessions.isEmpty()) {
                return new Entry(name, Action.RENEWED, List.copyOf(sessions), List.of(), List.of());
            }
            Action action = reasons.isEmpty()
                    ? Action.KEPT
                    : imports.isEmpty() && exports.isEmpty() ? Action.UPDATED : Action.REFILTERED;
            return new Entry(name, action, List.copyOf(reasons), List.copyOf(imports), List.copyOf(exports));
        }
    }
}
