package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.config.model.bgp.BgpChannelOptions;
import org.jbgp.daemon.advertise.FeedShare;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.progress.Work;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateEncoder;

/**
 * What one session advertises: its membership in export groups, one for each channel and shard.
 *
 * <p>Each shard owns its column of {@link #places}; others read it, a moment old, to count. The neighbor's event loop
 * joins the groups and answers refresh requests; the control thread moves the neighbor to other groups after a reload.
 * All of them use {@link InitialUpdate}.
 */
final class SessionAdvertising implements Announcements {
    private static final Logger log = LogManager.getLogger(SessionAdvertising.class);

    private final SessionTerms terms;
    private final BgpSpeaker.BgpHost host;
    private final Session session;
    private final UnsentRoutes unsent;
    /** By channel, then by shard; null before the neighbor joined and after it left. */
    private final ExportGroups.Place[][] places;
    /** By channel. */
    private final InitialUpdate[] initial;
    /** By channel: when it joined, by the host's clock. */
    private final long[] joined;

    /** Settings of the groups that the neighbor is in. */
    private final Map<AddressFamily, ExportSettings> settings = new ConcurrentHashMap<>();

    private final SessionConditions conditions;
    private final RefreshRequests requests;

    SessionAdvertising(SessionTerms terms) {
        this.terms = terms;
        this.host = terms.host();
        this.session = terms.session();
        this.unsent = new UnsentRoutes(terms.name());
        this.requests = new RefreshRequests(terms.name(), this::answer);
        int channels = terms.channels().size();
        this.places = new ExportGroups.Place[channels][host.shards().size()];
        this.initial = new InitialUpdate[channels];
        this.joined = new long[channels];
        this.conditions = new SessionConditions(terms, (row, shard) -> places[row][shard]);
        for (int i = 0; i < channels; i++) {
            AddressFamily family = terms.channels().get(i).family();
            initial[i] = new InitialUpdate(host.shards().size(), () -> sendEndOfRib(family));
        }
    }

    // --- the event loop ---

    /** Begins with the initial update of each channel, at once or when this router's recovery admits it. */
    void start() {
        for (int i = 0; i < initial.length; i++) {
            int row = i;
            if (!terms.plan().settings().restarting()) {
                join(row);
                initial[row].release();
            } else if (keepsOurs(terms.channels().get(i))) {
                // RFC 4724 §4.1: the neighbor keeps what we advertised in our former life until our End-of-RIB.
                boolean meshed = terms.negotiated().internal()
                        && !terms.plan().settings().role().rrClient();
                host.recovery(recovery -> recovery.admit(meshed, () -> begin(row), initial[row]::release));
            } else {
                host.recovery(recovery -> recovery.when(Recovery.Stage.STARTED, () -> {
                    begin(row);
                    initial[row].release();
                }));
            }
        }
    }

    /** True if the neighbor keeps the routes of our former life on this channel until our End-of-RIB. */
    private boolean keepsOurs(ChannelPlan channel) {
        return terms.negotiated().gracefulRestartAware()
                && !terms.negotiated().peerRestarting()
                && terms.plan()
                        .settings()
                        .families()
                        .get(channel.family())
                        .restart()
                        .graceful();
    }

    /** Any thread. */
    private void begin(int row) {
        session.loop().execute(() -> {
            if (terms.isCurrent()) {
                join(row);
            }
        });
    }

    /** From now on the neighbor gets what there is, and what changes, as soon as its conditions are known. */
    private void join(int row) {
        conditions.begin(row, () -> joinGroups(row));
    }

    private void joinGroups(int row) {
        if (!initial[row].begin()) {
            return;
        }
        joined[row] = host.nanoTime();
        ChannelPlan channel = terms.channels().get(row);
        ExportSettings present = exportSettings(channel);
        settings.put(channel.family(), present);
        if (present.nextHop().own().length() == 0) {
            log.warn(
                    "{}.{}: no address to announce as next hop: set `next hop address` in the channel",
                    terms.name(),
                    channel.family().label());
        }
        host.shards().each(shard -> {
            Member member = member(channel);
            places[row][shard.number()] =
                    host.groups(shard.number()).join(shard, present, member, initial[row]::shardDone);
        });
    }

    private Member member(ChannelPlan channel) {
        return new Member(
                new SessionOutlet(terms, unsent),
                channel.channel(),
                Address.of(session.remoteAddress().getAddress()),
                settings.get(channel.family()).policy());
    }

    /** The neighbor asks for everything that was advertised to it. */
    void refresh(AddressFamily family) {
        requests.add(family);
    }

    private void answer(AddressFamily family, Runnable done) {
        advertiseAgain(
                family,
                -1,
                true,
                () -> session.loop().execute(() -> {
                    if (terms.isCurrent()) {
                        done.run();
                    }
                }));
    }

    // --- the control thread ---

    /** Sends a channel's routes through the export filter again. */
    void advertiseAgain(ChannelPlan channel) {
        advertiseAgain(channel.family(), channel.table(), false, () -> {});
    }

    /** Takes the neighbor to the group of its present settings, if it is not there. */
    void move(int row, ChannelPlan channel) {
        boolean waits = conditions.follow(row, () -> {
            moveGroups(row, terms.channels().get(row));
            session.loop().execute(() -> {
                // Instead of those it waits for there are others now.
                if (terms.isCurrent()) {
                    joinGroups(row);
                }
            });
        });
        if (!waits) {
            moveGroups(row, channel);
        }
    }

    private void moveGroups(int row, ChannelPlan channel) {
        if (exportSettings(channel).equals(settings.get(channel.family()))) {
            return;
        }
        if (terms.limits(channel.family()).exportLimit() != null) {
            terms.limits(channel.family()).renewExport();
        }
        ExportSettings present = exportSettings(channel);
        settings.put(channel.family(), present);
        host.shards().each(shard -> {
            ExportGroups.Place place = places[row][shard.number()];
            if (place != null) {
                Member member = member(channel);
                places[row][shard.number()] = host.groups(shard.number()).move(shard, place, present, member);
            }
        });
    }

    /** Adds conditions that changed authorizations may matter to. */
    void revalidate(RevalidationPlan plan) {
        for (int i = 0; i < places.length; i++) {
            conditions.revalidate(i, plan);
        }
    }

    // --- the control thread or the event loop ---

    /**
     * Advertises everything again, also what did not change.
     *
     * @param table number of the table that goes through the export filter first, -1 for none
     * @param marked the end is marked by an End-of-RIB if there are no better marks
     * @param done runs on a shard when all is written that can be: where the neighbor has no place yet, its initial
     *     update is still to come
     */
    private void advertiseAgain(AddressFamily family, int table, boolean marked, Runnable done) {
        // While our End-of-RIB is held back nothing may mark an end: the neighbor would drop what is yet to come.
        int row = terms.row(family);
        boolean complete = row < 0 || !initial[row].heldBack();
        boolean demarcated = session.negotiated().enhancedRouteRefresh() && complete;
        if (demarcated) {
            session.write(refreshMessage(family, RouteRefresh.BEGIN));
        }
        AtomicInteger missing = new AtomicInteger(host.shards().size());
        AtomicInteger unsettled = new AtomicInteger(host.shards().size());
        Runnable settled = () -> {
            if (unsettled.decrementAndGet() == 0) {
                done.run();
            }
        };
        Runnable shardDone = () -> {
            if (missing.decrementAndGet() > 0) {
                settled.run();
                return;
            }
            if (demarcated) {
                session.write(refreshMessage(family, RouteRefresh.END));
            } else if (complete && marked) {
                sendEndOfRib(family);
            }
            settled.run();
        };
        host.shards().each(shard -> {
            ExportGroups.Place place = place(family, shard.number());
            if (place == null) {
                settled.run();
                return;
            }
            if (table < 0) {
                place.group().refresh(place.member(), shardDone);
            } else {
                shard.refeed(table, place.group(), () -> {
                    // It may have moved to another group meanwhile, which has another filter anyway.
                    ExportGroups.Place now = place(family, shard.number());
                    if (now != null) {
                        now.group().refresh(now.member(), shardDone);
                    }
                });
            }
        });
    }

    private ByteBuf refreshMessage(AddressFamily family, int subtype) {
        ByteBuf out = host.allocator().buffer(32);
        new RouteRefresh(family, subtype).encode(out);
        return out;
    }

    private ExportSettings exportSettings(ChannelPlan channel) {
        return exportSettings(terms.plan(), terms.source(), channel);
    }

    /** What decides what the neighbor would be sent under a plan; with the limits and conditions of now. */
    ExportSettings exportSettings(BgpPlan plan, RouteSource source, ChannelPlan channel) {
        Negotiated negotiated = terms.negotiated();
        SessionEncoding own = terms.encoding();
        // The neighbor's AS does not change what is written: leaving it out lets external neighbors share a
        // group.
        SessionEncoding shared = own.withPeerAs(0);
        return new ExportSettings(
                channel.family(),
                channel.table(),
                channel.exportPolicy(),
                shared,
                new ExportSettings.Relation(
                        negotiated.internal(),
                        negotiated.interior(),
                        plan.settings().role().rrClient(),
                        plan.settings().role().rsClient(),
                        plan.clusterId(),
                        negotiated.localAs(),
                        negotiated.publicAs(),
                        plan.settings().ownRole()),
                new ExportSettings.NextHops(
                        OwnNextHop.of(
                                channel,
                                source,
                                negotiated.family(channel.family()).extendedNextHop(),
                                terms.link(),
                                terms.vrf(),
                                host),
                        OwnNextHop.format(channel),
                        channel.nextHopSelf(),
                        channel.nextHopKeep(),
                        terms.link(),
                        terms.vrf()),
                new ExportSettings.AttributeRules(
                        channel.decision().defaultLocalPref(),
                        plan.dialect16(),
                        plan.paths().acceptance().med(),
                        plan.paths().acceptance().localPref(),
                        plan.paths().interpretCommunities(),
                        negotiated.peerLongLivedAware(),
                        channel.aigp() == BgpChannelOptions.Aigp.ORIGINATE,
                        plan.drain()),
                new ExportSettings.Single(
                        channel.secondary() ? channel.channel() : 0,
                        terms.limits(channel.family()).exportLimit(),
                        terms.limits(channel.family()).trace(),
                        conditions.of(terms.row(channel.family()))));
    }

    // --- any thread ---

    private void sendEndOfRib(AddressFamily family) {
        session.loop().execute(() -> {
            ByteBuf out = host.allocator().buffer(64);
            new UpdateEncoder(terms.encoding()).endOfRib(out, family);
            SessionTap tap = terms.tap();
            if (tap != null) {
                tap.sent(out);
            }
            session.write(out);
        });
    }

    /** What the neighbor is still to be sent, a moment old. */
    List<Progress> progress() {
        List<Progress> all = new ArrayList<>();
        for (int row = 0; row < places.length; row++) {
            FeedShare sum = new FeedShare(0, 0, true);
            for (ExportGroups.Place place : places[row].clone()) {
                if (place != null) {
                    FeedShare share = FeedShare.of(place.group(), place.member());
                    sum = new FeedShare(
                            sum.done() + share.done(), sum.total() + share.total(), sum.complete() && share.complete());
                }
            }
            if (!sum.complete()) {
                all.add(new Progress(
                        Progress.Kind.FEED,
                        terms.name() + "." + terms.channels().get(row).family().label(),
                        "prefixes",
                        new Progress.Amount(sum.done(), sum.total()),
                        times(row, sum)));
            }
        }
        return all;
    }

    /** Of the initial update; later nobody knows since when a neighbor lags behind. */
    private Progress.Times times(int row, FeedShare sum) {
        if (initial[row].isComplete()) {
            return new Progress.Times(null, Duration.ZERO, null);
        }
        long nanos = host.nanoTime() - joined[row];
        return new Progress.Times(Duration.ofNanos(nanos), Duration.ZERO, Work.left(sum.done(), sum.total(), nanos));
    }

    /** True while this router's recovery keeps a channel from advertising anything. */
    boolean waits(AddressFamily family) {
        int row = terms.row(family);
        return row >= 0 && initial[row].waits();
    }

    /** The conditions of a channel, null if it has none. */
    ExportConditions conditions(AddressFamily family) {
        int row = terms.row(family);
        return row < 0 ? null : conditions.of(row);
    }

    /**
     * Group and membership in one shard, null before the neighbor joined. True on that shard; elsewhere a moment old.
     */
    ExportGroups.Place place(AddressFamily family, int shard) {
        int row = terms.row(family);
        return row < 0 ? null : places[row][shard];
    }

    // --- the shards ---

    /** Takes the neighbor out of its group. */
    void leave(int row, Shard shard) {
        conditions.leave(row, shard);
        ExportGroups.Place place = places[row][shard.number()];
        places[row][shard.number()] = null;
        if (place != null) {
            host.groups(shard.number()).leave(shard, place);
        }
    }

    @Override
    public int exported(Shard shard, int table, int prefix, int path) {
        for (int i = 0; i < places.length; i++) {
            ExportGroups.Place place = places[i][shard.number()];
            if (terms.channels().get(i).table() == table && place != null) {
                return place.group().advertised(place.member(), prefix, path);
            }
        }
        return 0;
    }

    @Override
    public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
        for (int i = 0; i < places.length; i++) {
            ExportGroups.Place place = places[i][shard.number()];
            if (terms.channels().get(i).table() == table.id() && place != null) {
                return place.group().offer(place.member(), table, prefix, path, run);
            }
        }
        for (int i = 0; i < initial.length; i++) {
            if (terms.channels().get(i).table() == table.id() && initial[i].waits()) {
                return Offer.refused(
                        "this router restarts, and the neighbor keeps what was advertised to it before; the rest follows when"
                                + " those that are there have announced all; waiting for "
                                + terms.host().awaitedNames());
            }
        }
        return Offer.refused("the neighbor has no channel that takes routes of this table");
    }

    @Override
    public boolean ofAllPaths(int table) {
        return terms.channels().stream()
                .anyMatch(channel -> channel.table() == table
                        && (channel.secondary()
                                || session.negotiated().family(channel.family()).addPathSend()));
    }

    /** Messages of this shard's groups that are queued for the neighbor go before; it may miss some if it is behind. */
    @Override
    public void whenArrived(Shard shard, Runnable task) {
        terms.session().whenSent(task);
    }
}
