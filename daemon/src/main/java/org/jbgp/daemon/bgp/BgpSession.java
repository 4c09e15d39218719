package org.jbgp.daemon.bgp;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.advertise.rules.ExportLimit;
import org.jbgp.daemon.instance.Announcements;
import org.jbgp.daemon.instance.ChannelLimits;
import org.jbgp.daemon.instance.ProtocolTrial;
import org.jbgp.daemon.instance.ReloadPlan;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.instance.RouteReports;
import org.jbgp.daemon.monitor.MonitoredSession;
import org.jbgp.daemon.monitor.SessionTap;
import org.jbgp.daemon.policy.Policy;
import org.jbgp.daemon.progress.Progress;
import org.jbgp.daemon.rib.channel.RouteLimit;
import org.jbgp.daemon.session.DownReason;
import org.jbgp.daemon.session.Session;
import org.jbgp.daemon.wire.AddressFamily;

/**
 * The routing side of one established session, from its start to its end: what it runs under ({@link SessionTerms}),
 * what it receives ({@link SessionReceiving}), what it advertises ({@link SessionAdvertising}) and how it ends ({@link
 * SessionEnding}). Holds no state of its own. Called on the neighbor's event loop; {@link #adopt} and {@code reload…}
 * on the control thread; questions on any thread.
 */
final class BgpSession implements MonitoredSession {
    private static final Logger log = LogManager.getLogger(BgpSession.class);

    private final SessionTerms terms;
    private final SessionReceiving receiving;
    private final SessionAdvertising advertising;
    private final SessionEnding ending;

    BgpSession(BgpSpeaker speaker, BgpSpeaker.BgpHost host, Session session) {
        this.terms = new SessionTerms(speaker, host, session);
        this.receiving = new SessionReceiving(terms);
        this.advertising = new SessionAdvertising(terms);
        this.ending = new SessionEnding(terms, advertising);
    }

    void start() {
        terms.findLink();
        terms.speaker().kept().sessionUp(terms.negotiated(), terms.channels());
        terms.host().monitoring().up(this);
        receiving.start();
        String name = terms.name();
        Set<String> awaited = awaited();
        boolean restarting = terms.negotiated().peerRestarting();
        terms.host().recovery(recovery -> recovery.sessionUp(name, awaited, restarting, receiving::heard));
        advertising.start();
    }

    /** The channels whose End-of-RIB a recovery waits for. */
    private Set<String> awaited() {
        // One that does not know of End-of-RIB sends none.
        return !terms.negotiated().gracefulRestartAware()
                ? Set.of()
                : terms.channels().stream()
                        .map(channel -> channel.family().label())
                        .collect(Collectors.toSet());
    }

    void update(ByteBuf body) {
        receiving.update(body);
    }

    /** The neighbor asks for everything that was advertised to it. */
    void refresh(AddressFamily family) {
        advertising.refresh(family);
    }

    /** What the neighbor is still to be sent. Any thread. */
    List<Progress> progress() {
        return advertising.progress();
    }

    /** The neighbor marks the begin or the end of what it sends again. */
    void refreshed(AddressFamily family, boolean begin) {
        receiving.refreshed(family, begin);
    }

    CompletableFuture<Void> end(DownReason reason) {
        receiving.flush();
        terms.host().monitoring().down(this, reason);
        return ending.end(reason);
    }

    // --- the control thread ---

    /** Goes over to changed filters and export rules under the living session. */
    void adopt(BgpPlan next, ReloadPlan.Entry change, boolean soft) {
        terms.adopt(next);
        for (int i = 0; i < terms.channels().size(); i++) {
            ChannelPlan channel = terms.channels().get(i);
            String name = channel.family().label();
            ChannelLimits limit = terms.limits(channel.family());
            ExportLimit exportLimit = limit.exportLimit();
            RouteReports trace = limit.trace();
            boolean opens = limit.change(terms.plan().common(), channel.configured());
            if (!Objects.equals(limit.exportLimit(), exportLimit) || !Objects.equals(limit.trace(), trace)) {
                advertising.move(i, channel);
            }
            receiving.replace(channel);
            if (change.imports().contains(name)) {
                reimport(channel, soft);
            } else if (opens && !receiving.receiveAgain(channel)) {
                log.warn(
                        "{}: routes of {} that were left out so far come with a new session only, the neighbor cannot send"
                                + " them again: 'restart {}'",
                        terms.name(),
                        name,
                        terms.name());
            }
            if (change.exports().contains(name)) {
                reexport(i, channel, soft);
            }
        }
    }

    /** What would become of the session's routes under a plan, null if it would end. */
    ProtocolTrial trial(BgpPlan next, ReloadPlan.Entry change) {
        return new SessionTrial(terms, receiving, advertising).of(next, change);
    }

    private void reimport(ChannelPlan channel, boolean soft) {
        if (soft) {
            log.info(
                    "Channel {}.{} changed import",
                    terms.name(),
                    channel.family().label());
        } else {
            log.info(
                    "Reloading channel {}.{} for import",
                    terms.name(),
                    channel.family().label());
            receiving.receiveAgain(channel);
        }
    }

    private void reexport(int row, ChannelPlan channel, boolean soft) {
        if (soft) {
            // New routes must meet the new filter, and a group has but one: the neighbor moves when it is asked
            // to.
            log.info(
                    "Channel {}.{} changed export",
                    terms.name(),
                    channel.family().label());
            return;
        }
        log.info(
                "Reloading channel {}.{} for export",
                terms.name(),
                channel.family().label());
        advertising.move(row, channel);
    }

    /** Goes over to a plan that drains the neighbor otherwise. */
    void drain(BgpPlan next) {
        terms.adopt(next);
        for (int i = 0; i < terms.channels().size(); i++) {
            advertising.move(i, terms.channels().get(i));
        }
    }

    /** Sends what was received through the import filters again; false if it cannot be had. */
    boolean reloadImport() {
        boolean done = true;
        for (ChannelPlan channel : terms.channels()) {
            done &= receiving.receiveAgain(channel);
        }
        return done;
    }

    /** Sends all routes through the export filters again. */
    void reloadExport() {
        for (int i = 0; i < terms.channels().size(); i++) {
            ChannelPlan channel = terms.channels().get(i);
            // What `configure soft` put off.
            advertising.move(i, channel);
            terms.limits(channel.family()).exportAgain();
            advertising.advertiseAgain(channel);
        }
    }

    /**
     * Adds what changed authorizations may matter to, or asks the neighbor for its routes again where nothing is
     * remembered.
     */
    void revalidate(RevalidationPlan plan) {
        advertising.revalidate(plan);
        for (ChannelPlan channel : terms.channels()) {
            AddressFamily family = channel.family();
            if (plan.imports(channel.configured())) {
                if (channel.importsAgain()) {
                    plan.addImport(channel.channel(), family, null);
                } else if (channel.configured().importKeepFiltered()) {
                    AtomicBoolean asked = new AtomicBoolean();
                    plan.addImport(channel.channel(), family, () -> {
                        if (asked.compareAndSet(false, true)) {
                            receiving.receiveAgain(channel);
                        }
                    });
                } else {
                    receiving.receiveAgain(channel);
                }
            }
            if (plan.exports(channel.configured())) {
                plan.addExport(channel.table(), family, shard -> {
                    ExportGroups.Place place = advertising.place(family, shard.number());
                    return place == null ? null : place.group();
                });
            }
        }
    }

    // --- any thread ---

    @Override
    public Session session() {
        return terms.session();
    }

    @Override
    public void tap(SessionTap tap) {
        terms.tap(tap);
        if (terms.isCurrent()) {
            terms.channels().forEach(receiving::replace);
        }
    }

    @Override
    public List<MonitoredChannel> watchedChannels() {
        return terms.channels().stream()
                .map(channel -> new MonitoredChannel(
                        channel.family(),
                        channel.channel(),
                        channel.table(),
                        channel.options().kept().imported(),
                        channel.importPolicy().equals(Policy.ALL)))
                .toList();
    }

    @Override
    public boolean askAgain(AddressFamily family) {
        return receiving.requestRefresh(family);
    }

    @Override
    public int advertised(int shard, AddressFamily family, int from, int most, Consumer<ByteBuf> out) {
        ExportGroups.Place place = place(family, shard);
        return place == null ? 0 : place.group().present(place.member(), from, most, out);
    }

    @Override
    public Counts counts(AddressFamily family) {
        return BgpChannelStatuses.monitored(
                terms.host().shards(), terms.channels().get(terms.row(family)), this);
    }

    @Override
    public long malformedUpdates() {
        return receiving.malformedUpdates();
    }

    /** What the neighbor is advertised, for commands. */
    Announcements announcements() {
        return advertising;
    }

    /** Group and membership in one shard, null before the neighbor joined. */
    ExportGroups.Place place(AddressFamily family, int shard) {
        return advertising.place(family, shard);
    }

    /** The conditions of a channel, null if it has none. */
    ExportConditions conditions(AddressFamily family) {
        return advertising.conditions(family);
    }

    /** True while this router's recovery keeps a channel from advertising anything. */
    boolean waits(AddressFamily family) {
        return advertising.waits(family);
    }

    /** Why routes of a family are not taken on this session, null if they are. */
    String disabledReason(AddressFamily family) {
        return receiving.disabledReason(family);
    }

    /** True if the routes received can be had again. */
    boolean reimportable() {
        return receiving.reimportable();
    }

    /** Routes refused because of a loop, or because the roles of RFC 9234 forbid them. */
    @Override
    public long looped() {
        return receiving.looped();
    }

    /** The limits of a channel that were hit. */
    List<RouteLimit.Kind> limitsHit(AddressFamily family) {
        ChannelLimits known = terms.limits(family);
        return known == null ? List.of() : known.hit();
    }
}
