package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.Member;
import org.jbgp.daemon.advertise.rules.ExportLimit;
import org.jbgp.daemon.advertise.rules.ExportSettings;
import org.jbgp.daemon.advertise.rules.Offer;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RouteReports;
import org.jbgp.daemon.policy.PolicyRun;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.protocol.NetworkInterface;
import org.jbgp.daemon.rib.Channel;
import org.jbgp.daemon.rib.RouteLimit;
import org.jbgp.daemon.rib.Shard;
import org.jbgp.daemon.rib.TableSlice;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.FamilyNegotiated;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.shards.RouteIntake;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateEncoder;
import org.jbgp.daemon.wire.update.Verdict;

/**
 * The routing side of one established session: decodes its UPDATEs into route batches and is a member of export groups, one for
 * each family and shard. Called on the neighbor's event loop; {@link #adopt} and {@code reload…} on the control thread.
 */
final class BgpSession implements Announcements {
    private static final Logger log = LogManager.getLogger(BgpSession.class);

    /** After so many bytes of UPDATEs the memory is looked at. */
    private static final int MEMORY_LOOK = 256 << 10;

    private final BgpSpeaker speaker;
    private final BgpSpeaker.BgpHost host;
    private final Map<AddressFamily, ChannelLimits> limits = new EnumMap<>(AddressFamily.class);
    private volatile BgpPlan plan;
    private final Session session;
    private final UpdateDecoder decoder;
    private final SessionEncoding encoding;
    private final BgpImport importer;
    private final RouteIntake intake;
    private volatile List<ChannelPlan> channels;
    private int link;
    private final ExportGroups.Place[][] places;
    private volatile RouteSource source;
    /** What the neighbor's groups say. */
    private final Map<AddressFamily, ExportSettings> told = new ConcurrentHashMap<>();

    private final AtomicBoolean heldBack = new AtomicBoolean();
    /** By channel: what the neighbor is told first, and on how many shards its End-of-RIB has passed. */
    private final FirstTelling[] telling;

    private final AtomicInteger[] endsOfRib;
    private boolean flushScheduled;
    /** Bytes since the last look at the memory. */
    private int received;

    private final UpdateFaults faults;
    private final DisabledFamilies disabled;
    private final UnsentRoutes unsent;

    BgpSession(BgpSpeaker speaker, BgpSpeaker.BgpHost host, Session session) {
        this.speaker = speaker;
        this.host = host;
        this.plan = speaker.plan();
        this.faults = new UpdateFaults(plan.settings().name());
        this.unsent = new UnsentRoutes(plan.settings().name());
        this.disabled = new DisabledFamilies(plan.settings().name());
        this.session = session;
        Negotiated negotiated = session.negotiated();
        this.channels = plan.channels().stream()
                .filter(channel -> negotiated.carries(channel.family()))
                .toList();
        this.encoding = negotiated.encoding(plan.settings().confederation().identifier() != 0, plan.enforceFirstAs());
        // As BIRD does: real tables hold paths with AS 0, and RFC 7607 forbids only originating them.
        this.decoder = UpdateDecoder.acceptingAsZero(encoding);
        this.source = source(negotiated);
        int[] numbers = new int[AddressFamily.values().length];
        for (ChannelPlan channel : channels) {
            numbers[channel.family().index()] = channel.channel();
        }
        this.intake = new RouteIntake(host.shards(), numbers, this::endOfRib, this::creditReturned);
        this.importer = new BgpImport(
                intake,
                source,
                negotiated.localId(),
                plan.clusterId(),
                new BgpImport.Paths(
                        negotiated.publicAs(), plan.allowedLocalAs(), plan.allowAsSets(), plan.caps(), faults),
                new OnlyToCustomer(plan.settings().capabilities().roles().own(), negotiated.peerAs(), faults),
                channels.isEmpty() ? 100 : channels.getFirst().decision().defaultLocalPref());
        this.places = new ExportGroups.Place[channels.size()][host.shards().size()];
        this.telling = new FirstTelling[channels.size()];
        this.endsOfRib = new AtomicInteger[channels.size()];
        for (int i = 0; i < telling.length; i++) {
            AddressFamily family = channels.get(i).family();
            telling[i] = new FirstTelling(host.shards().size(), () -> sendEndOfRib(family));
            endsOfRib[i] = new AtomicInteger();
        }
        for (ChannelPlan channel : channels) {
            AddressFamily family = channel.family();
            limits.put(
                    family,
                    new ChannelLimits(
                            plan.common(),
                            channel.configured(),
                            channel.channel(),
                            limit -> limitExceeded(family, limit)));
        }
    }

    Session session() {
        return session;
    }

    RouteSource source() {
        return source;
    }

    /** Routes refused because they had been here before, or ought not to come from this neighbor. */
    long looped() {
        return importer.rejected();
    }

    /** The neighbor's membership in one shard, null before it joined; only on that shard. */
    ExportGroups.Place place(AddressFamily family, int shard) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).family() == family) {
                return places[i][shard];
            }
        }
        return null;
    }

    @Override
    public int told(Shard shard, int table, int prefix, int path) {
        for (int i = 0; i < channels.size(); i++) {
            ExportGroups.Place place = places[i][shard.number()];
            if (channels.get(i).table() == table && place != null) {
                return place.group().told(place.member(), prefix, path);
            }
        }
        return 0;
    }

    @Override
    public Offer offer(Shard shard, TableSlice table, int prefix, int path, PolicyRun run) {
        for (int i = 0; i < channels.size(); i++) {
            ExportGroups.Place place = places[i][shard.number()];
            if (channels.get(i).table() == table.id() && place != null) {
                return place.group().offer(place.member(), table, prefix, path, run);
            }
        }
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).table() == table.id() && telling[i].waits()) {
                return Offer.refused(
                        "this router restarts, and the neighbor keeps what it was told before: it is told when"
                                + " those that are there have told all");
            }
        }
        return Offer.refused("the neighbor has no channel that takes routes of this table");
    }

    @Override
    public boolean ofAllPaths(int table) {
        return channels.stream()
                .anyMatch(channel -> channel.table() == table
                        && (channel.secondary()
                                || session.negotiated().family(channel.family()).addPathSend()));
    }

    private RouteSource source(Negotiated negotiated) {
        int preference = channels.isEmpty() ? 100 : channels.getFirst().preference();
        return new RouteSource(
                plan.settings().name(),
                RouteSource.Kind.RTS_BGP,
                preference,
                session.remoteAddress().getAddress(),
                session.localAddress().getAddress(),
                negotiated.peerAs(),
                negotiated.localAs(),
                negotiated.peerId(),
                negotiated.internal(),
                plan.settings().routeReflectorClient());
    }

    /** On each shard: End-of-RIB has passed it. */
    private void endOfRib(int channel) {
        if (isCurrent()) {
            // One that was under way when the session was lost says nothing about routes kept since.
            speaker.kept().endOfRib(channel);
        }
        for (int i = 0; i < endsOfRib.length; i++) {
            ChannelPlan told = channels.get(i);
            if (told.channel() == channel
                    && endsOfRib[i].incrementAndGet() == host.shards().size()) {
                host.recovery(recovery ->
                        recovery.told(plan.settings().name(), told.family().label()));
            }
        }
    }

    private boolean isCurrent() {
        return equals(speaker.current());
    }

    void start() {
        link = plan.settings().hops().multihop() == 0
                ? host.interfaces()
                        .byName(plan.settings().interfaceName())
                        .map(NetworkInterface::index)
                        .orElseGet(() -> host.interfaceOf(source.localAddress(), source.peerAddress()))
                : 0;
        if (!plan.dialect16()
                && channels.stream().allMatch(channel -> channel.resolution() == ResolutionDomain.Mode.DIRECT)) {
            importer.watch(new NextHopWatch(faults, host::interfaces, link));
        }
        speaker.kept().sessionUp(session.negotiated(), channels);
        channels.forEach(this::open);
        String name = plan.settings().name();
        Set<String> awaited = awaited();
        host.recovery(recovery -> recovery.sessionUp(name, awaited));
        for (int i = 0; i < channels.size(); i++) {
            int row = i;
            if (!plan.settings().capabilities().restarting()) {
                join(row);
                telling[row].release();
            } else if (keepsOurs(channels.get(i))) {
                // RFC 4724 §4.1: the neighbor keeps what we told it before, until we say that we have told all.
                boolean meshed =
                        session.negotiated().internal() && !plan.settings().routeReflectorClient();
                host.recovery(recovery -> recovery.admit(meshed, () -> tell(row), telling[row]::release));
            } else {
                host.recovery(recovery -> recovery.when(Recovery.Stage.STARTED, () -> {
                    tell(row);
                    telling[row].release();
                }));
            }
        }
    }

    /** The channels whose End-of-RIB a recovery waits for. */
    private Set<String> awaited() {
        Negotiated negotiated = session.negotiated();
        // RFC 4724 §4.1: one that restarts itself waits for us, and one that does not know of End-of-RIB tells none.
        return negotiated.peerRestarting() || !negotiated.gracefulRestartAware()
                ? Set.of()
                : channels.stream().map(channel -> channel.family().label()).collect(Collectors.toSet());
    }

    /** True if the neighbor keeps the routes of our former life on this channel until our End-of-RIB. */
    private boolean keepsOurs(ChannelPlan channel) {
        return session.negotiated().gracefulRestartAware()
                && !session.negotiated().peerRestarting()
                && plan.settings().families().get(channel.family()).gracefulRestart();
    }

    private void tell(int row) {
        session.loop().execute(() -> {
            if (isCurrent()) {
                join(row);
            }
        });
    }

    /** True while this router's recovery keeps a channel from telling the neighbor. */
    boolean waits(AddressFamily family) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).family() == family) {
                return telling[i].waits();
            }
        }
        return false;
    }

    /** Makes the shards take the neighbor's routes. */
    private void open(ChannelPlan channel) {
        Channel live = channel(channel);
        host.shards().each(shard -> {
            shard.putChannel(live);
            shard.startCounting(live.id());
        });
    }

    /** Has the neighbor told what there is, and what changes from now on. */
    private void join(int row) {
        if (!telling[row].begin()) {
            return;
        }
        ChannelPlan channel = channels.get(row);
        ExportSettings settings = exportSettings(channel);
        told.put(channel.family(), settings);
        if (settings.nextHop().length() == 0) {
            log.warn(
                    "{}.{}: no address to announce as next hop: set `next hop address` in the channel",
                    plan.settings().name(),
                    channel.family().label());
        }
        host.shards().each(shard -> {
            Member member = member(channel);
            places[row][shard.number()] =
                    host.groups(shard.number()).join(shard, settings, member, telling[row]::shardDone);
        });
    }

    private Member member(ChannelPlan channel) {
        return new Member(
                new SessionOutlet(session, unsent),
                channel.channel(),
                Address.of(session.remoteAddress().getAddress()));
    }

    /** On a shard: a limit was hit by a route of this session, which may be the last one by now. */
    private void limitExceeded(AddressFamily family, RouteLimit limit) {
        if (isCurrent()) {
            host.limitExceeded(plan.settings().name(), family, limit);
        }
    }

    /** BIRD 1.6 sends packets to the neighbor itself if the next hop it names is on no connected network. */
    private Address fallback(ChannelPlan channel) {
        return plan.dialect16() && channel.resolution() == ResolutionDomain.Mode.DIRECT
                ? Address.of(source.peerAddress())
                : Address.NONE;
    }

    private Channel channel(ChannelPlan configured) {
        ResolutionDomain domain = host.domain(
                configured.resolution(),
                configured.resolution() == ResolutionDomain.Mode.RECURSIVE ? configured.igpTable() : -1,
                configured.resolution() == ResolutionDomain.Mode.RECURSIVE ? 0 : link,
                fallback(configured));
        return new Channel(
                configured.channel(),
                source,
                configured.family(),
                configured.table(),
                configured.importPolicy(),
                domain,
                plan.clusterId(),
                configured.decision(),
                limits.get(configured.family()).importRules());
    }

    private ExportSettings exportSettings(ChannelPlan channel) {
        Negotiated negotiated = session.negotiated();
        SessionEncoding own = encoding;
        // The neighbor's AS does not change what is written: leaving it out lets external neighbors share a
        // group.
        SessionEncoding shared = new SessionEncoding(
                own.peer(),
                own.localAs(),
                0,
                own.as4(),
                own.maxMessage(),
                own.confederation(),
                own.enforceFirstAs(),
                own.families(),
                own.addPathReceive(),
                own.addPathSend(),
                own.extendedNextHop());
        return new ExportSettings(
                channel.family(),
                channel.table(),
                channel.exportPolicy(),
                shared,
                negotiated.internal(),
                negotiated.interior(),
                plan.settings().routeReflectorClient(),
                plan.settings().routeServerClient(),
                plan.clusterId(),
                negotiated.localAs(),
                negotiated.publicAs(),
                OwnNextHop.of(
                        channel, source, negotiated.family(channel.family()).extendedNextHop(), link, host),
                OwnNextHop.format(channel),
                channel.nextHopSelf(),
                channel.nextHopKeep(),
                link,
                channel.decision().defaultLocalPref(),
                plan.dialect16(),
                plan.keepMed(),
                plan.keepLocalPref(),
                plan.interpretCommunities(),
                plan.settings().capabilities().roles().own(),
                negotiated.peerLongLivedAware(),
                channel.secondary() ? channel.channel() : 0,
                limits.get(channel.family()).exportLimit(),
                limits.get(channel.family()).trace());
    }

    void update(ByteBuf body) {
        Verdict verdict = decoder.decode(body, importer);
        if (!(verdict instanceof Verdict.Accepted)) {
            refuse(verdict);
        }
        if (!flushScheduled) {
            flushScheduled = true;
            session.loop().execute(() -> {
                flushScheduled = false;
                intake.flush();
            });
        }
        received += body.writerIndex();
        if (received >= MEMORY_LOOK) {
            received = 0;
            if (!host.memory().admits(session::resumeReading)) {
                session.pauseReading();
            }
        }
        if (intake.shouldStop() && heldBack.compareAndSet(false, true)) {
            session.pauseReading();
            creditReturned();
        }
    }

    private void creditReturned() {
        if (heldBack.get() && intake.mayGoOn() && heldBack.compareAndSet(true, false)) {
            session.resumeReading();
        }
    }

    private void refuse(Verdict verdict) {
        String name = plan.settings().name();
        switch (verdict) {
            case Verdict.Accepted accepted -> {
                // Nothing to say.
            }
            case Verdict.Discarded discarded -> faults.discarded(discarded.text());
            case Verdict.TreatedAsWithdraw withdrawn -> faults.withdrawn(withdrawn.text());
            case Verdict.FamilyDisabled broken -> disable(broken);
            case Verdict.SessionReset reset -> {
                log.error("{}: {}", name, reset.text());
                session.close(reset.notification());
            }
        }
    }

    /** RFC 7606 §3 j: the family's routes go, and no more are taken until the neighbor is asked for all of them. */
    private void disable(Verdict.FamilyDisabled broken) {
        intake.flush();
        for (ChannelPlan channel : channels) {
            if (channel.family() == broken.family()) {
                host.shards().each(shard -> shard.withdrawAll(channel.channel(), false, () -> {}));
            }
        }
        disabled.add(broken.family(), broken.text(), plan.channelErrorWait(), this::later, this::askAgain);
        // Its End-of-RIB will not be read; a recovery that waited for it would wait to its end.
        host.recovery(recovery ->
                recovery.told(plan.settings().name(), broken.family().label()));
    }

    /** Runs a task on the neighbor's event loop so many seconds later, if the session lives then. */
    private void later(int seconds, Runnable task) {
        var _ = host.after(
                seconds,
                () -> session.loop().execute(() -> {
                    if (isCurrent()) {
                        task.run();
                    }
                }));
    }

    /** Takes a disabled family's routes again and asks for them; a neighbor that cannot be asked tells all in a new session. */
    private void askAgain(AddressFamily family) {
        if (session.negotiated().routeRefresh()) {
            requestRefresh(family);
        } else {
            log.error("{}: new session, for {} is disabled", plan.settings().name(), family.label());
            session.close(new Notification(Notification.Kind.OPTIONAL_ATTRIBUTE));
        }
    }

    /** Why routes of a family are not taken on this session, null if they are. Any thread. */
    String disabledReason(AddressFamily family) {
        return disabled.reason(family);
    }

    private void sendEndOfRib(AddressFamily family) {
        session.loop().execute(() -> {
            ByteBuf out = host.allocator().buffer(64);
            new UpdateEncoder(encoding).endOfRib(out, family);
            session.write(out);
        });
    }

    /** The neighbor asks for everything it was told. */
    void refresh(AddressFamily family) {
        tellAgain(family, -1, true);
    }

    /**
     * Tells the neighbor everything again, also what did not change.
     *
     * @param table number of the table that goes through the export filter first, -1 for none
     * @param marked the end is marked by an End-of-RIB if there are no better marks
     */
    private void tellAgain(AddressFamily family, int table, boolean marked) {
        // While our End-of-RIB is held back nothing may say that all was told: the neighbor would drop what we have
        // not told yet.
        boolean complete = !heldBack(family);
        boolean demarcated = session.negotiated().enhancedRouteRefresh() && complete;
        if (demarcated) {
            session.write(refreshMessage(family, RouteRefresh.BEGIN));
        }
        AtomicInteger untold = new AtomicInteger(host.shards().size());
        Runnable told = () -> {
            if (untold.decrementAndGet() > 0) {
                return;
            }
            if (demarcated) {
                session.write(refreshMessage(family, RouteRefresh.END));
            } else if (complete && marked) {
                sendEndOfRib(family);
            }
        };
        host.shards().each(shard -> {
            ExportGroups.Place place = place(family, shard.number());
            if (place == null) {
                return;
            }
            if (table < 0) {
                place.group().refresh(place.member(), told);
            } else {
                shard.refeed(table, place.group(), () -> {
                    if (place.equals(place(family, shard.number()))) {
                        place.group().refresh(place.member(), told);
                    }
                });
            }
        });
    }

    private boolean heldBack(AddressFamily family) {
        for (int i = 0; i < channels.size(); i++) {
            if (channels.get(i).family() == family) {
                return telling[i].heldBack();
            }
        }
        return false;
    }

    /** RFC 7313 §4.2: what was not sent again between the marks is gone. */
    void refreshed(AddressFamily family, boolean begin) {
        intake.flush();
        for (ChannelPlan channel : channels) {
            if (channel.family() == family) {
                host.shards().each(shard -> {
                    if (begin) {
                        shard.markStale(channel.channel());
                    } else {
                        shard.withdrawAll(channel.channel(), true, () -> {});
                    }
                });
            }
        }
    }

    private ByteBuf refreshMessage(AddressFamily family, int subtype) {
        ByteBuf out = host.allocator().buffer(32);
        new RouteRefresh(family, subtype).encode(out);
        return out;
    }

    private boolean requestRefresh(AddressFamily family) {
        if (!session.negotiated().routeRefresh()) {
            return false;
        }
        // What comes in answer is everything: a family that could not be read gets another chance.
        session.loop().execute(() -> {
            if (disabled.remove(family)) {
                decoder.enable(family);
            }
        });
        session.write(refreshMessage(family, RouteRefresh.REQUEST));
        return true;
    }

    /** Goes over to changed filters and announcement rules under the living session. */
    void adopt(BgpPlan next, ReloadPlan.Entry change, boolean soft) {
        plan = next;
        channels = next.channels().stream()
                .filter(channel -> session.negotiated().carries(channel.family()))
                .toList();
        source = source(session.negotiated());
        for (int i = 0; i < channels.size(); i++) {
            ChannelPlan channel = channels.get(i);
            String name = channel.family().label();
            ChannelLimits limit = limits.get(channel.family());
            ExportLimit exportLimit = limit.exportLimit();
            RouteReports trace = limit.trace();
            boolean opens = limit.change(plan.common(), channel.configured());
            if (!Objects.equals(limit.exportLimit(), exportLimit) || !Objects.equals(limit.trace(), trace)) {
                move(i, channel);
            }
            Channel live = channel(channel);
            host.shards().each(shard -> shard.replaceChannel(live));
            if (change.imports().contains(name)) {
                reimport(channel, soft);
            } else if (opens && !receiveAgain(channel)) {
                log.warn(
                        "{}: routes of {} that were left out so far come with a new session only, the neighbor cannot send"
                                + " them again: 'restart {}'",
                        plan.settings().name(),
                        name,
                        plan.settings().name());
            }
            if (change.exports().contains(name)) {
                reexport(i, channel, soft);
            }
        }
    }

    private void reimport(ChannelPlan channel, boolean soft) {
        String name = plan.settings().name();
        if (soft) {
            log.info("Channel {}.{} changed import", name, channel.family().label());
        } else {
            log.info(
                    "Reloading channel {}.{} for import", name, channel.family().label());
            receiveAgain(channel);
        }
    }

    /** Import filters see all routes again: those kept, or those the neighbor sends again; false if neither can be. */
    private boolean receiveAgain(ChannelPlan channel) {
        if (channel.importsAgain()) {
            host.shards().each(shard -> shard.received().refilter(channel.channel()));
            return true;
        }
        limits.get(channel.family()).importAgain();
        return requestRefresh(channel.family());
    }

    private void reexport(int row, ChannelPlan channel, boolean soft) {
        String name = plan.settings().name();
        if (soft) {
            // New routes must meet the new filter, and a group has but one: the neighbor moves when it is asked
            // to.
            log.info("Channel {}.{} changed export", name, channel.family().label());
            return;
        }
        log.info("Reloading channel {}.{} for export", name, channel.family().label());
        move(row, channel);
    }

    /** Takes the neighbor to the group of its present settings, if it is not there. */
    private void move(int row, ChannelPlan channel) {
        ExportSettings present = exportSettings(channel);
        if (present.equals(told.get(channel.family()))) {
            return;
        }
        if (present.limit() != null) {
            limits.get(channel.family()).renewExport();
        }
        ExportSettings settings = exportSettings(channel);
        told.put(channel.family(), settings);
        host.shards().each(shard -> {
            ExportGroups.Place place = places[row][shard.number()];
            if (place != null) {
                Member member = member(channel);
                places[row][shard.number()] = host.groups(shard.number()).move(shard, place, settings, member);
            }
        });
    }

    CompletableFuture<Void> end(DownReason reason) {
        intake.flush();
        Negotiated negotiated = session.negotiated();
        int restartTime = negotiated.gracefulRestartAware() ? plan.restartTime().hold(negotiated.peerRestartTime()) : 0;
        Map<Integer, Integer> keep = new HashMap<>();
        for (ChannelPlan channel : channels) {
            FamilyNegotiated family = negotiated.family(channel.family());
            if (KeptRoutes.keeps(reason, negotiated, family, restartTime)) {
                keep.put(channel.channel(), channel.staleTime(family.peerStaleTime()));
            }
        }
        CompletableFuture<?>[] removals = new CompletableFuture<?>[channels.size() + 1];
        for (int i = 0; i < channels.size(); i++) {
            int number = channels.get(i).channel();
            int row = i;
            removals[i] = host.shards().all((shard, done) -> {
                ExportGroups.Place place = places[row][shard.number()];
                places[row][shard.number()] = null;
                if (place != null) {
                    host.groups(shard.number()).leave(shard, place);
                }
                if (keep.containsKey(number)) {
                    done.run();
                } else {
                    shard.withdrawAll(number, false, done);
                }
            });
        }
        removals[channels.size()] = speaker.kept().keep(keep, restartTime);
        return CompletableFuture.allOf(removals);
    }

    /** True if the routes received can be had again. */
    boolean reimportable() {
        return session.negotiated().routeRefresh() || channels.stream().allMatch(ChannelPlan::importsAgain);
    }

    /** Sends what was received through the import filters again; false if it cannot be had. */
    boolean reloadImport() {
        boolean done = true;
        for (ChannelPlan channel : channels) {
            done &= receiveAgain(channel);
        }
        return done;
    }

    /** Sends all routes through the export filters again. */
    void reloadExport() {
        for (int i = 0; i < channels.size(); i++) {
            ChannelPlan channel = channels.get(i);
            // What `configure soft` put off.
            move(i, channel);
            limits.get(channel.family()).exportAgain();
            tellAgain(channel.family(), channel.table(), false);
        }
    }

    /** The limits of a channel that were hit. */
    List<RouteLimit.Kind> limitsHit(AddressFamily family) {
        ChannelLimits known = limits.get(family);
        return known == null ? List.of() : known.hit();
    }
}
