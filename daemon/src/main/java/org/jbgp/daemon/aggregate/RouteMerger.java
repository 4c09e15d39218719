package org.jbgp.daemon.aggregate;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;
import org.jbgp.config.filter.run.RouteAccess;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.RouteAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.RouteList;
import org.jbgp.config.filter.value.RouteRef;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.daemon.instance.Conversions;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.LinkView;
import org.jbgp.daemon.policy.PolicyLog;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.policy.ValidityTables;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.Destination;

/**
 * Runs what {@code aggregate on} and {@code merge by} say on the routes of one prefix. It is the route that
 * {@code merge by} makes; {@code r.bgp_med} and the like are read from the members. Confined to the shard.
 */
final class RouteMerger implements RouteAccess {
    /**
     * What is merged, and how.
     *
     * @param tables what {@code roa_check} and its sisters ask
     * @param log where {@code print} and mistakes of filters go
     */
    record Rules(AggregatorConfig.Merging merging, ValidityTables tables, PolicyLog log) {}

    /**
     * One route that may be merged.
     *
     * @param path in the table read
     * @param channel the one it came by
     * @param handle its attribute set behind the export filter
     */
    record Member(int path, Channel channel, int handle) {}

    private static final byte[] UNREACHABLE = unreachable();

    private final Shard shard;
    private final Interpreter interpreter = new Interpreter();
    private final RouteView made;
    private final RouteView member;
    private Rules rules;

    private long hi;
    private long lo;
    private int length;
    private AddressFamily family;
    private List<Member> members = List.of();
    /** The one that {@link #member} shows, -1 for none. */
    private int shown = -1;

    RouteMerger(Shard shard, Rules rules) {
        this.shard = shard;
        this.rules = rules;
        LinkView links = shard.links();
        made = new RouteView(links);
        member = new RouteView(links);
    }

    private static byte[] unreachable() {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setU8(AttributeBlob.ENGINE, AttributeBlob.DEST, Destination.UNREACHABLE.code());
        return blob.toBytes();
    }

    void rules(Rules changed) {
        rules = changed;
    }

    /** From now on it is about this prefix. */
    void prefix(AddressFamily of, int prefix) {
        PrefixIndex index = shard.index(of);
        family = of;
        hi = index.hi(prefix);
        lo = index.lo(prefix);
        length = index.length(prefix);
        members = List.of();
        shown = -1;
    }

    /**
     * What a route has in common with those it is merged with, as text; null if that is not known, and the log says
     * why. With nothing but {@code net} to aggregate on it is empty.
     */
    String key(Member route) {
        show(route);
        StringBuilder text = new StringBuilder();
        for (AggregatorConfig.Key key : rules.merging().on()) {
            if (key.attribute().orElse(null) == StaticAttribute.NET) {
                continue;
            }
            try {
                Value value = interpreter.value(
                        key.value(),
                        member.policyScratch().values(),
                        member.policyScratch().environment().with(rules.log(), rules.tables()));
                text.append(value.type().code()).append(' ');
                int before = text.length();
                ValueFormat.append(text, value);
                text.append(' ').append(text.length() - before).append(';');
            } catch (FilterException e) {
                mistake("aggregate on " + key.value().name(), e);
                return null;
            }
        }
        return text.toString();
    }

    private void mistake(String what, FilterException e) {
        rules.log().error(interpreter.position() + " " + what + ": " + e.getMessage());
    }

    /**
     * Makes the one route of these, which have all keys in common; {@link #encoded} has it.
     *
     * @param routes the best one first
     * @param source whose route it is
     * @return bytes of its attributes, 0 if {@code merge by} does not accept it
     */
    int merge(List<Member> routes, RouteSource source) {
        members = routes;
        shown = -1;
        made.load(family, hi, lo, length, source, UNREACHABLE, 0, UNREACHABLE.length, null);
        show(0);
        for (AggregatorConfig.Key key : rules.merging().on()) {
            key.attribute().ifPresent(this::takeOver);
        }
        boolean accepted = rules.merging().by().map(this::run).orElse(true);
        members = List.of();
        shown = -1;
        return accepted ? made.encode() : 0;
    }

    /** What {@link #merge} made. */
    byte[] encoded() {
        return made.encoded();
    }

    private boolean run(Filter filter) {
        List<RouteRef> list = new ArrayList<>(members.size());
        for (int i = 0; i < members.size(); i++) {
            list.add(new RouteRef(i, new Described(members.get(i))));
        }
        try {
            return interpreter.run(
                    filter,
                    new RouteList(list),
                    this,
                    made.policyScratch().environment().with(rules.log(), rules.tables()));
        } catch (FilterException e) {
            mistake("merge by", e);
            return false;
        }
    }

    /** The made route gets what all members have in this attribute. The first of them is shown. */
    private void takeOver(RouteAttribute attribute) {
        switch (attribute) {
            case DynamicAttribute known -> takeOver(known);
            case StaticAttribute known -> {
                switch (known) {
                    case PREFERENCE -> made.setPreference(member.preference());
                    case DEST -> {
                        Destination destination = member.destination();
                        if (destination != Destination.NONE && destination != Destination.UNICAST) {
                            made.setDestination(destination);
                        }
                    }
                    case GW -> nextHop(member.gatewayLength());
                    case IFNAME -> nextHop(0);
                    case WEIGHT -> {
                        if (made.destination() == Destination.UNICAST) {
                            made.setNextHop(
                                    made.interfaceIndex(),
                                    member.weight(),
                                    made.onlink(),
                                    made.gatewayLength(),
                                    made.gatewayHi(),
                                    made.gatewayLo());
                        }
                    }
                    case FROM ->
                        made.policyScratch()
                                .values()
                                .set(known, member.policyScratch().values().get(known));
                    case SCOPE -> copy(AttributeSlot.SCOPE);
                    case ONLINK -> {}
                    case NET, PROTO, SOURCE, IFINDEX -> {}
                }
            }
        }
    }

    private void nextHop(int gatewayLength) {
        if (member.destination() == Destination.UNICAST && member.interfaceIndex() != 0) {
            made.setNextHop(
                    member.interfaceIndex(),
                    member.weight(),
                    member.onlink(),
                    gatewayLength,
                    gatewayLength == 0 ? 0 : member.gatewayHi(),
                    gatewayLength == 0 ? 0 : member.gatewayLo());
        }
    }

    private void takeOver(DynamicAttribute attribute) {
        if (attribute.slot() == AttributeSlot.IGP_METRIC) {
            if (member.igpMetric() != RouteView.UNDEFINED) {
                made.setU32(AttributeSlot.IGP_METRIC, member.igpMetric());
            }
        } else if (attribute.bit() >= 0) {
            Value bit = member.policyScratch().values().get(attribute);
            if (bit.isDefined()) {
                made.policyScratch().values().set(attribute, bit);
            }
        } else {
            copy(attribute.slot());
        }
    }

    private void copy(int slot) {
        if (member.has(slot)) {
            made.setBytes(slot, member.array(slot), member.offset(slot), member.length(slot));
        }
    }

    private void show(int number) {
        if (shown != number) {
            show(members.get(number));
            shown = number;
        }
    }

    private void show(Member route) {
        shown = -1;
        int handle = route.handle();
        member.load(
                family,
                hi,
                lo,
                length,
                route.channel().source(),
                shard.attributes().array(handle),
                shard.attributes().offset(handle),
                shard.attributes().length(handle),
                shard.resolution(route.channel(), handle));
    }

    @Override
    public Value get(RouteAttribute attribute) {
        return made.policyScratch().values().get(attribute);
    }

    @Override
    public Value get(int route, RouteAttribute attribute) {
        show(route);
        return member.policyScratch().values().get(attribute);
    }

    @Override
    public void set(RouteAttribute attribute, Value value) {
        made.policyScratch().values().set(attribute, value);
    }

    @Override
    public void unset(DynamicAttribute attribute) {
        made.policyScratch().values().unset(attribute);
    }

    /** What {@code print} writes of a route. */
    private final class Described {
        private final Member route;

        private Described(Member route) {
            this.route = route;
        }

        @Override
        public String toString() {
            return "Route [" + route.path() + "] to " + new IpAddress(Conversions.family(family), hi, lo) + "/" + length
                    + " from " + route.channel().source().protocol();
        }
    }
}
