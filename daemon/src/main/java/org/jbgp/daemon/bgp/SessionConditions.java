package org.jbgp.daemon.bgp;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.advertise.rules.ExportConditions;
import org.jbgp.daemon.instance.Recovery;
import org.jbgp.daemon.instance.RevalidationPlan;
import org.jbgp.daemon.rib.ExportTarget;
import org.jbgp.daemon.rib.Shard;

/**
 * The conditions of one session's channels ({@code conditional export}), from the first route advertised to the
 * session's end. Those of a reload take over once it is known which of them hold, so that nothing is withdrawn that
 * comes back at once. The event loop begins and follows, the control thread swaps, shards end.
 */
final class SessionConditions {
    private static final Logger log = LogManager.getLogger(SessionConditions.class);

    private final SessionTerms terms;
    /** By channel: what decides now; null before the channel advertises anything. */
    private final AtomicReferenceArray<ExportConditions> live;
    /** By channel: what takes over when it knows all; null for nothing. */
    private final AtomicReferenceArray<ExportConditions> coming;

    private final Places places;

    /** Where the neighbor stands. */
    interface Places {
        /** Group and membership in one shard, null before the neighbor joined. */
        ExportGroups.Place place(int row, int shard);
    }

    SessionConditions(SessionTerms terms, Places places) {
        this.terms = terms;
        this.places = places;
        this.live = new AtomicReferenceArray<>(terms.channels().size());
        this.coming = new AtomicReferenceArray<>(terms.channels().size());
    }

    // --- the event loop ---

    /** Runs {@code join} on the event loop when it is known which conditions hold: at once for a channel without. */
    void begin(int row, Runnable join) {
        if (live.get(row) != null) {
            return;
        }
        ExportConditions first = make(row);
        live.set(row, first);
        if (first.conditions().isEmpty()) {
            join.run();
        } else {
            start(first, () -> onLoop(join));
        }
    }

    /** While this router recovers from a restart, what is absent may still be announced again (RFC 4724 §4.1). */
    private void start(ExportConditions fresh, Runnable whenKnown) {
        if (terms.plan().settings().restarting()) {
            fresh.expectMore();
            terms.host().recovery(recovery -> recovery.when(Recovery.Stage.SETTLED, fresh::complete));
        }
        fresh.start(whenKnown);
    }

    private ExportConditions make(int row) {
        ChannelPlan channel = terms.channels().get(row);
        String name = terms.name() + "." + channel.family().label();
        ExportConditions[] made = new ExportConditions[1];
        made[0] = new ExportConditions(
                channel.exports().conditions(),
                channel.table(),
                terms.host().shards().size(),
                terms.host().shards()::each,
                new ExportConditions.Owner() {
                    @Override
                    public ExportTarget target(Shard shard) {
                        ExportGroups.Place place = places.place(row, shard.number());
                        return place == null ? null : place.group();
                    }

                    @Override
                    public void changed(int condition) {
                        log.info(
                                "{}: {} {}",
                                name,
                                made[0].holds(condition) ? "advertises routes again," : "withholds routes,",
                                made[0].words(condition));
                    }
                });
        return made[0];
    }

    private void onLoop(Runnable task) {
        terms.session().loop().execute(() -> {
            if (terms.isCurrent()) {
                task.run();
            }
        });
    }

    // --- the control thread ---

    /**
     * Goes over to the conditions of the present plan, if they are others.
     *
     * @param moved runs on the control thread when they decide
     * @return false if nothing is to be waited for
     */
    boolean follow(int row, Runnable moved) {
        ExportConditions next = coming.get(row) == null ? live.get(row) : coming.get(row);
        if (next == null
                || next.conditions().equals(terms.channels().get(row).exports().conditions())) {
            return false;
        }
        // On the loop a session that ended takes nothing up again.
        onLoop(() -> {
            ExportConditions fresh = make(row);
            ExportConditions superseded = coming.getAndSet(row, fresh);
            start(fresh, () -> {
                var _ = terms.host().after(0, () -> swap(row, fresh, moved));
            });
            stop(superseded);
        });
        return true;
    }

    private void swap(int row, ExportConditions fresh, Runnable moved) {
        if (!fresh.equals(coming.get(row))) {
            return;
        }
        ExportConditions former = live.getAndSet(row, fresh);
        coming.compareAndSet(row, fresh, null);
        moved.run();
        stop(former);
    }

    private void stop(ExportConditions former) {
        if (former != null) {
            terms.host().shards().each(former::stop);
        }
    }

    /** Adds what changed authorizations may matter to. */
    void revalidate(int row, RevalidationPlan plan) {
        ChannelPlan channel = terms.channels().get(row);
        ExportConditions present = live.get(row);
        List<ExportConditions.Condition> all = present == null ? List.of() : present.conditions();
        for (int i = 0; i < all.size(); i++) {
            int number = i;
            ExportConditions.Condition condition = all.get(i);
            if (plan.asks(
                    channel.configured(),
                    condition.family(),
                    condition.configured().sought())) {
                plan.addExport(condition.number(), condition.family(), shard -> present.watch(shard, number));
            }
            if (plan.asks(
                    channel.configured(),
                    channel.family(),
                    condition.configured().routes())) {
                plan.addExport(channel.table(), channel.family(), shard -> {
                    ExportGroups.Place place = places.place(row, shard.number());
                    return place == null ? null : place.group();
                });
            }
        }
    }

    // --- any thread ---

    /** What decides at present, null if there are no conditions. */
    ExportConditions of(int row) {
        ExportConditions present = live.get(row);
        return present == null || present.conditions().isEmpty() ? null : present;
    }

    /** The session is over; on the shard. */
    void leave(int row, Shard shard) {
        // In this order: what comes becomes what lives, never the other way round.
        ExportConditions next = coming.get(row);
        if (next != null) {
            next.stop(shard);
        }
        ExportConditions present = live.get(row);
        if (present != null) {
            present.stop(shard);
        }
    }
}
