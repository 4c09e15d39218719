package org.jbgp.daemon.discovery;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jbgp.config.model.RadvConfig;
import org.jbgp.kernel.KernelIp;

/**
 * Router discovery on one interface in virtual time: when to advertise and to ask (RFC 4861 §6.2.4, 6.2.6, 6.3.7), and
 * who is there. Knows no socket and no clock: {@code now} is in nanoseconds, as {@link System#nanoTime} counts. One
 * thread.
 */
final class LinkDiscovery {
    // RFC 4861 §10
    private static final long MAX_INITIAL_INTERVAL = TimeUnit.SECONDS.toNanos(16);
    private static final int INITIAL_ADVERTISEMENTS = 3;
    private static final long MAX_DELAY = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long SOLICITATION_INTERVAL = TimeUnit.SECONDS.toNanos(4);
    private static final int SOLICITATIONS = 3;

    /** Between two answers to one who asked alone. */
    private static final long UNICAST_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    /** As many routers as there may be are taken in so many nanoseconds, so that who comes and goes costs little. */
    private static final long REFILL = TimeUnit.MINUTES.toNanos(1);

    private RadvConfig.Interfaces options;
    private final RandomGenerator random;
    private final Map<KernelIp, Long> routers = new LinkedHashMap<>();

    private int initial = INITIAL_ADVERTISEMENTS;
    private boolean advertised;
    private long lastAdvertised;
    private long advertiseAt;
    private int solicitations = SOLICITATIONS;
    private long solicitAt;
    private long unicastFrom;
    private double tokens;
    private long refilled;

    /** Sends. */
    interface Output {
        /** @param to null: all who listen */
        void advertise(int lifetime, KernelIp to);

        void solicit();
    }

    /** What came of an advertisement. */
    enum Heard {
        /** A router is there that was not. */
        FOUND,
        /** One is there no more. */
        LOST,
        /** Nothing new. */
        KNOWN,
        /** There are too many, or they come and go too often. */
        REFUSED
    }

    LinkDiscovery(RadvConfig.Interfaces options, RandomGenerator random, long now) {
        this.options = options;
        this.random = random;
        this.tokens = options.most();
        this.refilled = now;
        this.unicastFrom = now;
        // At once: a link that comes up has two ends that want to know of each other.
        this.advertiseAt = now;
        this.solicitAt = now;
    }

    /** Goes on with other options; those who must know hear of them soon. */
    void options(RadvConfig.Interfaces next, long now) {
        options = next;
        tokens = Math.min(tokens, next.most());
        soon(now);
    }

    RadvConfig.Interfaces options() {
        return options;
    }

    /** When {@link #act} has something to do next. */
    long due() {
        long due = advertiseAt;
        if (solicitations > 0 && solicitAt - due < 0) {
            due = solicitAt;
        }
        for (long expiry : routers.values()) {
            due = expiry - due < 0 ? expiry : due;
        }
        return due;
    }

    /** Does what is due; true if a router is there no more. */
    boolean act(long now, Output output) {
        if (solicitations > 0 && now - solicitAt >= 0) {
            solicitations--;
            solicitAt = now + SOLICITATION_INTERVAL;
            output.solicit();
        }
        if (now - advertiseAt >= 0) {
            advertised = true;
            lastAdvertised = now;
            advertiseAt = now + interval();
            output.advertise(options.advertising().lifetime(), null);
        }
        boolean lost = false;
        for (Iterator<Long> each = routers.values().iterator(); each.hasNext(); ) {
            if (now - each.next() >= 0) {
                each.remove();
                lost = true;
            }
        }
        return lost;
    }

    private long interval() {
        long least = TimeUnit.SECONDS.toNanos(options.advertising().minInterval());
        long most = TimeUnit.SECONDS.toNanos(options.advertising().maxInterval());
        long interval = least + (long) (random.nextDouble() * Math.max(0, most - least));
        if (initial > 0) {
            initial--;
            interval = Math.min(interval, MAX_INITIAL_INTERVAL);
        }
        return interval;
    }

    /** Advertises as soon as may be: after a short time by chance, and not too soon after the last time. */
    private void soon(long now) {
        long at = now + (long) (random.nextDouble() * MAX_DELAY);
        if (advertised) {
            long next = lastAdvertised
                    + TimeUnit.SECONDS.toNanos(options.advertising().minDelay());
            at = next - at > 0 ? next : at;
        }
        advertiseAt = at - advertiseAt < 0 ? at : advertiseAt;
    }

    /**
     * An advertisement came.
     *
     * @param lifetime seconds, 0: its sender is no router
     */
    Heard advertised(KernelIp from, int lifetime, long now) {
        if (lifetime == 0) {
            return routers.remove(from) == null ? Heard.KNOWN : Heard.LOST;
        }
        long expiry = now + TimeUnit.SECONDS.toNanos(lifetime);
        if (routers.replace(from, expiry) != null) {
            return Heard.KNOWN;
        }
        if (routers.size() >= options.most() || !mayTake(now)) {
            return Heard.REFUSED;
        }
        routers.put(from, expiry);
        solicitations = 0;
        // It may have come up after we said last who we are.
        soon(now);
        return Heard.FOUND;
    }

    private boolean mayTake(long now) {
        tokens = Math.min(options.most(), tokens + (double) (now - refilled) * options.most() / REFILL);
        refilled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }

    /**
     * A solicitation came.
     *
     * @param from null if its sender has no address yet
     */
    void solicited(KernelIp from, long now, Output output) {
        if (from == null || !options.advertising().unicast()) {
            soon(now);
        } else if (now - unicastFrom >= 0) {
            unicastFrom = now + UNICAST_INTERVAL;
            output.advertise(options.advertising().lifetime(), from);
        }
    }

    /** Says that this is a router no more (RFC 4861 §6.2.5). */
    void end(Output output) {
        output.advertise(0, null);
    }

    /** Those that are there, with the time at which each expires. */
    Map<KernelIp, Long> routers() {
        return Collections.unmodifiableMap(routers);
    }
}
