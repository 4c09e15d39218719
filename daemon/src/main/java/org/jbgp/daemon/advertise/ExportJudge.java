package org.jbgp.daemon.advertise;

import org.jbgp.daemon.advertise.rules.Drain;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.advertise.rules.ExportCounters;
import org.jbgp.daemon.advertise.rules.ExportRules;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.ExportTransform;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.advertise.rules.SendCheck;
import org.jbgp.daemon.memory.PrefixIndex;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.FilterMemo;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.policy.RouteView;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.channel.RouteTrace;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.wire.Aigp;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;

/**
 * Which paths a group's members are sent, and with which attributes: BGP's rules, then the export filter. Confined to
 * the shard.
 */
final class ExportJudge {
    /** Reasons for which a route is not sent; attribute sets are positive. */
    private static final int FORBIDDEN = 0;

    private static final int FILTERED = -1;
    /** Accepted, but it cannot be written for the members. */
    private static final int UNSENT = -2;

    private final Shard shard;
    private final Channels channels;
    private final ExportSettings settings;
    private final ExportRules rules;
    private final ExportCounters counters;
    private final SendCheck check;
    private final ExportTransform transform;
    private Policy policy;
    private final AttributeBlobBuilder freshBlob = new AttributeBlobBuilder();
    /** Attribute set and channel that {@link #memo} are about; 0 for none. */
    private int knownSet;

    private int knownChannel;
    /** Why what was evaluated last cannot be sent, for {@link #UNSENT}. */
    private String obstacle = "";

    /** A path evaluated since {@link #takeUnsent} cannot be sent. */
    private boolean unsent;

    private int unsentChannel;
    /** What became of that set. The judge owns a reference to each of the sets. */
    private final FilterMemo memo = new FilterMemo();

    ExportJudge(Shard shard, ExportSettings settings, ExportCounters counters, UpdatePacker packer) {
        this.shard = shard;
        this.channels = shard.channels();
        this.settings = settings;
        this.policy = settings.policy();
        this.rules = new ExportRules(settings);
        this.counters = counters;
        this.check = packer.check();
        this.transform = packer.transform();
    }

    /** To be called before anything else runs: sets of the table stay as long as nothing else does. */
    void forget() {
        forget(memo);
        knownSet = 0;
    }

    /** Releases what is remembered of one set. */
    void forget(FilterMemo known) {
        for (int i = 0; i < known.size(); i++) {
            if (known.result(i) > 0) {
                shard.attributes().release(known.result(i));
            }
        }
        known.clear();
    }

    /** Whose export filter says what becomes of a path from now on; the settings' unless somebody says so. */
    @SuppressWarnings("ReferenceEquality") // asked for each path
    void use(Policy filter) {
        if (filter != policy) {
            forget();
            policy = filter;
        }
    }

    /** The attribute set after rules and filter, with a reference the caller owns; 0 if the path is not announced. */
    int evaluate(TableSlice table, int prefix, int path, boolean counts) {
        int channel = shard.channelOf(path);
        int handle = shard.attributesOf(path);
        counters.updates += counts ? 1 : 0;
        if (table.suppressed(prefix)) {
            if (counts) {
                counters.rejected++;
                report(table, prefix, RouteTrace.Event.REJECTED);
            }
            return 0;
        }
        if (handle != knownSet || channel != knownChannel) {
            forget();
            knownSet = handle;
            knownChannel = channel;
        }
        int result = result(table, prefix, path, policy, memo);
        if (result == UNSENT) {
            unsent = true;
            unsentChannel = channel;
        }
        if (result == FILTERED && counts) {
            counters.filtered++;
            report(table, prefix, RouteTrace.Event.FILTERED);
        } else if ((result == FORBIDDEN || result == UNSENT) && counts) {
            counters.rejected++;
            report(table, prefix, RouteTrace.Event.REJECTED);
        }
        return Math.max(result, 0);
    }

    /**
     * The same by the filter of one member alone, without counting.
     *
     * @param known what became of this set, from this channel and with this filter, for other prefixes
     */
    int evaluate(TableSlice table, int prefix, int path, Policy filter, FilterMemo known) {
        return result(table, prefix, path, filter, known);
    }

    /** Whether a result of {@link #evaluate(TableSlice, int, int, Policy, FilterMemo)} says that it cannot be sent. */
    static boolean isUnsent(int result) {
        return result == UNSENT;
    }

    private int result(TableSlice table, int prefix, int path, Policy filter, FilterMemo known) {
        int result = known(table, prefix, known);
        if (result == FilterMemo.UNKNOWN) {
            result = judge(prefix, shard.channelOf(path), shard.attributesOf(path), filter, known);
        } else {
            retain(result);
        }
        if (settings.single().conditions() == null
                || (result <= 0 && result != UNSENT)
                || withholding(prefix, shard.channelOf(path), shard.attributesOf(path)) < 0) {
            return result;
        }
        if (result > 0) {
            shard.attributes().release(result);
        }
        return FILTERED;
    }

    /** The first condition that keeps a route back now, -1 for none. What is remembered of filters knows of none. */
    private int withholding(int prefix, int channel, int handle) {
        ExportConditions conditions = settings.single().conditions();
        for (int i = conditions.nextClosed(0); i >= 0; i = conditions.nextClosed(i + 1)) {
            Policy routes = conditions.conditions().get(i).routes();
            if (routes.equals(Policy.ALL)
                    || routes.accept(
                            load(prefix, channels.get(channel), handle),
                            shard.filters().policyLog())) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Whether a path evaluated since the last call cannot be sent; {@link #obstacle} and {@link #unsentChannel} are
     * about it.
     */
    boolean takeUnsent() {
        boolean was = unsent;
        unsent = false;
        return was;
    }

    /** Why the path cannot be sent, in words for operators. */
    String obstacle() {
        return obstacle;
    }

    /** The channel the path came by. */
    int unsentChannel() {
        return unsentChannel;
    }

    /** Reports to whoever watches. */
    void report(TableSlice table, int prefix, RouteTrace.Event event) {
        if (settings.single().trace() != null) {
            PrefixIndex index = table.index();
            settings.single()
                    .trace()
                    .out(event, table.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
        }
    }

    private static int known(TableSlice table, int prefix, FilterMemo memo) {
        int result = memo.forAll();
        if (result != FilterMemo.UNKNOWN || memo.size() == 0) {
            return result;
        }
        PrefixIndex index = table.index();
        return memo.find(table.family(), index.hi(prefix), index.lo(prefix), index.length(prefix));
    }

    private int retain(int result) {
        if (result > 0) {
            shard.attributes().retain(result);
        }
        return result;
    }

    private int judge(int prefix, int channelId, int handle, Policy policy, FilterMemo memo) {
        Channel channel = channels.get(channelId);
        RouteSource source = channel.source();
        byte[] blob = shard.attributes().array(handle);
        int offset = shard.attributes().offset(handle);
        int length = shard.attributes().length(handle);
        if (!rules.allows(source, blob, offset, length)) {
            memo.rememberForAll(FORBIDDEN);
            return FORBIDDEN;
        }
        if (policy.equals(Policy.ALL)) {
            int whole = sendable(forNextHop(retain(handle), channel), channel);
            memo.rememberForAll(retain(whole));
            return whole;
        }
        RouteView view = load(prefix, channel, handle);
        int result = FILTERED;
        if (policy.accept(view, shard.filters().policyLog())) {
            if (view.modified()) {
                result = internModified(view);
            } else {
                result = retain(handle);
            }
            result = sendable(forNextHop(result, channel), channel);
        }
        if (memo.remember(view, result)) {
            retain(result);
        }
        return result;
    }

    /** The set itself if it can be sent, else {@link #UNSENT} and the set is released. */
    private int sendable(int handle, Channel from) {
        String found = check.obstacle(handle, from);
        if (found == null) {
            return handle;
        }
        obstacle = found;
        shard.attributes().release(handle);
        return UNSENT;
    }

    private RouteView load(int prefix, Channel channel, int handle) {
        RouteView view = shard.filters().load(channel, prefix, handle);
        if (settings.attributes().dialect16() && channel.source().kind() != RouteSource.Kind.RTS_BGP) {
            view.presetU32(AttributeSlot.LOCAL_PREF, settings.attributes().defaultLocalPref());
        }
        return view;
    }

    /**
     * The set as it goes out with its next hop: it also names the gateway if that becomes the next hop, and has another
     * AIGP metric where ours does. The reference to the one given passes.
     */
    private int forNextHop(int handle, Channel from) {
        Address gateway = transform.gateway(handle, from);
        if (gateway == null && !transform.countsAigp(handle, from)) {
            return handle;
        }
        freshBlob.clear();
        freshBlob.copyFrom(
                shard.attributes().array(handle),
                shard.attributes().offset(handle),
                shard.attributes().length(handle));
        if (gateway != null) {
            freshBlob.set(AttributeBlob.ENGINE, ExportTransform.GATEWAY, gateway.toArray());
        } else {
            Aigp.setMetric(freshBlob, transform.aigp(handle, from));
        }
        int result = shard.attributes().intern(freshBlob.array(), 0, freshBlob.length());
        shard.attributes().release(handle);
        return result;
    }

    /**
     * What would become of a path now; leaves the shard's view as the filter left it. For commands.
     *
     * @param withheld says whether the neighbor's own address is the next hop
     */
    Offer offer(TableSlice table, int prefix, int path, PolicyRun run, Withheld withheld, Member member) {
        Channel channel = channels.get(shard.channelOf(path));
        int handle = shard.attributesOf(path);
        String forbidden = rules.obstacle(
                channel.source(),
                shard.attributes().array(handle),
                shard.attributes().offset(handle),
                shard.attributes().length(handle));
        if (forbidden == null) {
            forbidden = table.suppression(prefix);
        }
        if (forbidden != null) {
            return Offer.refused(forbidden);
        }
        if (settings.single().conditions() != null) {
            int condition = withholding(prefix, channel.id(), handle);
            if (condition >= 0) {
                return Offer.refused(
                        "withheld by " + settings.single().conditions().words(condition));
            }
        }
        RouteView view = load(prefix, channel, handle);
        if (!run.accept(member.policy(), view)) {
            return Offer.FILTERED;
        }
        int result = forNextHop(view.modified() ? internModified(view) : retain(handle), channel);
        String found = check.obstacle(result, channel);
        withheld.forget();
        if (found == null && withheld.namesAsNextHop(member, result, shard.channelOf(path))) {
            found = Withheld.OWN_ADDRESS;
        }
        shard.attributes().release(result);
        return found != null
                ? Offer.unsendable(found)
                : settings.attributes().drain() == Drain.MARKED ? Offer.DRAINING : Offer.ACCEPTED;
    }

    private int internModified(RouteView view) {
        int size = view.encode();
        int fresh = (view.modified(AttributeSlot.MULTI_EXIT_DISC) ? ExportTransform.FRESH_MED : 0)
                | (view.modified(AttributeSlot.NEXT_HOP) ? ExportTransform.FRESH_NEXT_HOP : 0);
        if (fresh == 0) {
            return shard.attributes().intern(view.encoded(), 0, size);
        }
        freshBlob.clear();
        freshBlob.copyFrom(view.encoded(), 0, size);
        freshBlob.setU8(AttributeBlob.ENGINE, ExportTransform.FRESH, fresh);
        return shard.attributes().intern(freshBlob.array(), 0, freshBlob.length());
    }
}
