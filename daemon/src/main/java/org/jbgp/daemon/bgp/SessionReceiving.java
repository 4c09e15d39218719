package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.nexthop.Address;
import org.jbgp.daemon.rib.nexthop.ResolutionDomain;
import org.jbgp.daemon.session.Negotiated;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.shards.RouteIntake;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.Verdict;

/**
 * What one session receives: decodes its UPDATEs into route batches for the shards, and stops reading the socket while
 * too much is under way.
 *
 * <p>The neighbor's event loop owns the decoder, the importer, the intake and the plain fields, and calls all methods
 * that do not name another thread. Shards count the End-of-RIBs that pass them and give credit back, hence the atomics.
 * The control thread asks for routes again and replaces channels; both are handed on to the shards or the loop.
 */
final class SessionReceiving {
    private static final Logger log = LogManager.getLogger(SessionReceiving.class);

    /** After so many bytes of UPDATEs the memory is looked at. */
    private static final int MEMORY_LOOK = 256 << 10;

    private final SessionTerms terms;
    private final BgpSpeaker.BgpHost host;
    private final Session session;
    private final UpdateDecoder decoder;
    private final BgpImport importer;
    private final RouteIntake intake;
    private final UpdateFaults faults;
    private final DisabledFamilies disabled;
    private final LongAdder malformed = new LongAdder();
    /** True while the socket is not read because shards have not applied what came. */
    private final AtomicBoolean heldBack = new AtomicBoolean();
    /** By channel: how many shards its End-of-RIB has passed. */
    private final AtomicInteger[] endsOfRib;

    private boolean flushScheduled;
    /** Bytes since the last look at the memory. */
    private int received;
    /** When the last UPDATE came, by {@link BgpSpeaker.BgpHost#nanoTime}. */
    private volatile long heard;

    SessionReceiving(SessionTerms terms) {
        this.terms = terms;
        this.host = terms.host();
        this.heard = host.nanoTime();
        this.session = terms.session();
        this.faults = new UpdateFaults(terms.name());
        this.disabled = new DisabledFamilies(terms.name());
        // As BIRD does, against RFC 7607 §2: real tables hold paths with AS 0.
        this.decoder = UpdateDecoder.acceptingAsZero(terms.encoding());
        int[] numbers = new int[AddressFamily.values().length];
        for (ChannelPlan channel : terms.channels()) {
            numbers[channel.family().index()] = channel.channel();
        }
        this.endsOfRib = new AtomicInteger[terms.channels().size()];
        for (int i = 0; i < endsOfRib.length; i++) {
            endsOfRib[i] = new AtomicInteger();
        }
        this.intake = new RouteIntake(
                host.shards(),
                numbers,
                this::endOfRib,
                this::creditReturned,
                terms.speaker().work().importing());
        this.importer = importer();
    }

    private BgpImport importer() {
        Negotiated negotiated = terms.negotiated();
        BgpPlan plan = terms.plan();
        return new BgpImport(
                intake,
                terms.source(),
                negotiated.localId(),
                plan.clusterId(),
                new BgpImport.Paths(
                        plan.settings().confederationAs(), plan.paths().acceptance(), faults),
                new OnlyToCustomer(plan.settings().ownRole(), negotiated.peerAs(), faults),
                terms.channels().isEmpty()
                        ? 100
                        : terms.channels().getFirst().decision().defaultLocalPref());
    }

    private void watchNextHops() {
        boolean direct = !terms.plan().dialect16()
                && terms.channels().stream()
                        .allMatch(channel -> channel.resolving().mode() == ResolutionDomain.Mode.DIRECT);
        boolean recursive = terms.channels().stream()
                .allMatch(channel -> channel.resolving().mode() == ResolutionDomain.Mode.RECURSIVE);
        if (direct || recursive) {
            boolean linkLocal = terms.channels().stream()
                    .anyMatch(channel -> channel.resolving().linkLocal());
            importer.watch(new NextHopWatch(
                    faults, () -> host.interfaces().within(terms.vrf()), terms.link(), linkLocal, direct));
        }
    }

    /** Makes the shards take the neighbor's routes. */
    void start() {
        watchNextHops();
        terms.channels().forEach(channel -> {
            Channel live = channel(channel);
            host.shards().each(shard -> {
                shard.replaceChannel(live);
                shard.startCounting(live.id());
            });
        });
    }

    /** Puts a changed channel in the place of the living one. Control thread. */
    void replace(ChannelPlan channel) {
        Channel live = channel(channel);
        host.shards().each(shard -> shard.replaceChannel(live));
    }

    private Channel channel(ChannelPlan configured) {
        return channel(terms.plan(), terms.source(), configured);
    }

    /** What a channel would be under a plan. Control thread. */
    Channel channel(BgpPlan plan, RouteSource source, ChannelPlan configured) {
        ChannelPlan.Resolving resolving = configured.resolving();
        ResolutionDomain domain = host.domain(
                resolving.mode() == ResolutionDomain.Mode.RECURSIVE
                        ? ResolutionDomain.Way.recursive(resolving.tables(), resolving.linkLocal())
                                .within(terms.vrf())
                        : new ResolutionDomain.Way(
                                resolving.mode(),
                                ResolutionDomain.Tables.NONE,
                                terms.link(),
                                fallback(plan, source, configured),
                                resolving.cost(),
                                resolving.linkLocal(),
                                terms.vrf()));
        return new Channel(
                configured.channel(),
                source,
                configured.family(),
                configured.table(),
                configured.importPolicy(),
                domain,
                plan.clusterId(),
                configured.decision(),
                terms.limits(configured.family()).importRules().monitoredBy(terms.tap()));
    }

    /** BIRD 1.6 sends packets to the neighbor itself if the next hop it names is on no connected network. */
    private static Address fallback(BgpPlan plan, RouteSource source, ChannelPlan channel) {
        return plan.dialect16() && channel.resolving().mode() == ResolutionDomain.Mode.DIRECT
                ? Address.of(source.peerAddress())
                : Address.NONE;
    }

    /** Takes one UPDATE. */
    void update(ByteBuf body) {
        int start = body.readerIndex();
        Verdict verdict = decoder.decode(body, importer);
        if (!(verdict instanceof Verdict.Accepted)) {
            mirror(body, start - MessageHeader.LENGTH);
            refuse(verdict);
        }
        if (!flushScheduled) {
            flushScheduled = true;
            session.loop().execute(() -> {
                flushScheduled = false;
                intake.flush();
            });
        }
        heard = host.nanoTime();
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

    /** Shows a malformed message, which begins at {@code start}, to who hears of this session. */
    private void mirror(ByteBuf body, int start) {
        SessionTap tap = terms.tap();
        if (tap != null) {
            tap.malformed(body.slice(start, body.writerIndex() - start));
        }
    }

    /** Hands what was decoded to the shards. */
    void flush() {
        intake.flush();
    }

    /** Any thread: shards have applied some of what came. */
    private void creditReturned() {
        if (heldBack.get() && intake.mayGoOn() && heldBack.compareAndSet(true, false)) {
            session.resumeReading();
        }
    }

    /** On each shard: End-of-RIB has passed it. */
    private void endOfRib(int channel) {
        if (terms.isCurrent()) {
            // One that was under way when the session was lost says nothing about routes kept since.
            terms.speaker().kept().endOfRib(channel);
        }
        for (int i = 0; i < endsOfRib.length; i++) {
            ChannelPlan ended = terms.channels().get(i);
            if (ended.channel() == channel) {
                int passed = endsOfRib[i].incrementAndGet();
                if (passed == host.shards().size()) {
                    recoveryHasAll(ended.family());
                }
                SessionTap tap = terms.tap();
                if (tap != null && passed % host.shards().size() == 0) {
                    tap.endOfRib(ended.family());
                }
            }
        }
    }

    /**
     * A route whose next hop is still being looked up is not in use, and to a recovery that is over it would be absent:
     * so it hears of End-of-RIB when all before it is in use.
     */
    private void recoveryHasAll(AddressFamily family) {
        String name = terms.name();
        host.whenChosen(() -> {
            if (terms.isCurrent()) {
                host.recovery(recovery -> recovery.endOfRib(name, family.label()));
            }
        });
    }

    private void refuse(Verdict verdict) {
        switch (verdict) {
            case Verdict.Accepted accepted -> {
                // Nothing to say.
            }
            case Verdict.Discarded discarded -> faults.discarded(discarded.text());
            case Verdict.TreatedAsWithdraw withdrawn -> {
                malformed.increment();
                faults.withdrawn(withdrawn.text());
            }
            case Verdict.FamilyDisabled broken -> disable(broken);
            case Verdict.SessionReset reset -> {
                log.error("{}: {}", terms.name(), reset.text());
                session.close(reset.notification());
            }
        }
    }

    /** RFC 7606 §3 j: the family's routes go, and no more are taken until the neighbor is asked for all of them. */
    private void disable(Verdict.FamilyDisabled broken) {
        intake.flush();
        for (ChannelPlan channel : terms.channels()) {
            if (channel.family() == broken.family()) {
                host.shards().each(shard -> shard.withdrawAll(channel.channel(), false, () -> {}));
            }
        }
        disabled.add(
                broken.family(),
                broken.text(),
                terms.plan().settings().errors().channelErrorWait(),
                this::later,
                this::askAgain);
        // Its End-of-RIB will not be read: without this, a recovery would wait for it until it times out.
        recoveryHasAll(broken.family());
    }

    /** Runs a task on the neighbor's event loop so many seconds later, if the session lives then. */
    private void later(int seconds, Runnable task) {
        var _ = host.after(
                seconds,
                () -> session.loop().execute(() -> {
                    if (terms.isCurrent()) {
                        task.run();
                    }
                }));
    }

    /**
     * Takes a disabled family's routes again and asks for them; a neighbor that cannot be asked sends all in a new
     * session.
     */
    private void askAgain(AddressFamily family) {
        if (session.negotiated().routeRefresh()) {
            requestRefresh(family);
        } else {
            log.error("{}: new session, for {} is disabled", terms.name(), family.label());
            session.close(new Notification(Notification.Kind.OPTIONAL_ATTRIBUTE));
        }
    }

    /**
     * The neighbor marks the begin or the end of a refresh. RFC 7313 §4.2: what was not sent again in between is gone.
     */
    void refreshed(AddressFamily family, boolean begin) {
        intake.flush();
        for (ChannelPlan channel : terms.channels()) {
            if (channel.family() == family) {
                host.shards().each(shard -> {
                    if (begin) {
                        shard.markStale(channel.channel());
                    } else {
                        shard.withdrawAll(channel.channel(), true, () -> {});
                    }
                });
                SessionTap tap = terms.tap();
                if (tap != null && !begin) {
                    tap.endOfRib(family);
                }
            }
        }
    }

    /**
     * Import filters see all routes again: those kept, or those the neighbor sends again; false if neither can be. Any
     * thread.
     */
    boolean receiveAgain(ChannelPlan channel) {
        if (channel.importsAgain()) {
            host.shards().each(shard -> shard.received().refilter(channel.channel()));
            return true;
        }
        terms.limits(channel.family()).importAgain();
        return requestRefresh(channel.family());
    }

    /** True if the routes received can be had again. Any thread. */
    boolean reimportable() {
        return session.negotiated().routeRefresh() || terms.channels().stream().allMatch(ChannelPlan::importsAgain);
    }

    /** UPDATEs whose routes counted as withdrawn. Any thread. */
    long malformedUpdates() {
        return malformed.sum();
    }

    /** Asks for a family's routes; false if the neighbor cannot be asked. Any thread. */
    boolean requestRefresh(AddressFamily family) {
        if (!session.negotiated().routeRefresh()) {
            return false;
        }
        // What comes in answer is everything: a family that could not be read gets another chance.
        session.loop().execute(() -> {
            if (disabled.remove(family)) {
                decoder.enable(family);
            }
        });
        ByteBuf out = host.allocator().buffer(32);
        new RouteRefresh(family, RouteRefresh.REQUEST).encode(out);
        session.write(out);
        return true;
    }

    /** When the last UPDATE came, or the session stood, by {@link BgpSpeaker.BgpHost#nanoTime}. Any thread. */
    long heard() {
        return heard;
    }

    /** Why routes of a family are not taken on this session, null if they are. Any thread. */
    String disabledReason(AddressFamily family) {
        return disabled.reason(family);
    }

    /** Routes refused because of a loop, or because the roles of RFC 9234 forbid them. Any thread. */
    long looped() {
        return importer.rejected();
    }
}
