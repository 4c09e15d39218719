package org.jbgp.daemon.glass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.jbgp.daemon.control.view.BgpStatus;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RouterLoad;
import org.jbgp.daemon.control.view.RouterView;

/** Sessions, routes and updates of the last {@value #MOST} minutes, 45 KiB. The HTTP thread, but for {@link #run}. */
final class DaySamples {
    private static final Logger log = LogManager.getLogger(DaySamples.class);

    /** A day, with a sample a minute. */
    static final int MOST = 1440;

    /** What each sample holds, in its order. */
    static final List<String> COLUMNS =
            List.of("time", "sessions", "routes4", "routes6", "best4", "best6", "updates_received", "updates_sent");

    private final RouterView view;
    private final int[] samples = new int[MOST * COLUMNS.size()];
    private int taken;
    /** Of each neighbor at the last sample. */
    private Map<String, RouterLoad.Updates> before = null;

    private long seconds = 60;

    DaySamples(RouterView view) {
        this.view = view;
    }

    /** Takes a sample now and then until the thread ends. */
    void run(ScheduledExecutorService thread, Duration between, BooleanSupplier ready) {
        seconds = between.toSeconds();
        ScheduledFuture<?> _ = thread.scheduleWithFixedDelay(
                () -> {
                    if (ready.getAsBoolean()) {
                        take();
                    }
                },
                1,
                seconds,
                TimeUnit.SECONDS);
    }

    private void take() {
        try {
            sample(view.status().times().now(), view.protocols(), view.load().neighbors());
        } catch (RuntimeException e) {
            log.error("The looking glass could not take a sample", e);
        }
    }

    /** Takes a sample. */
    void sample(Instant now, List<ProtocolStatus> protocols, List<RouterLoad.Neighbor> neighbors) {
        int[] sample = new int[COLUMNS.size()];
        // Seconds fit in 31 bits until 2038, as unsigned 32 until 2106.
        sample[0] = (int) now.getEpochSecond();
        for (ProtocolStatus protocol : protocols) {
            if (protocol.details() instanceof BgpStatus bgp && bgp.session() != null) {
                sample[1]++;
            }
            // What a pipe brings has been counted where it came from.
            if (!(protocol.details() instanceof ProtocolStatus.PipeStatus)) {
                for (ChannelStatus channel : protocol.channels()) {
                    int family =
                            channel.name().equals("ipv4") ? 0 : channel.name().equals("ipv6") ? 1 : -1;
                    if (family >= 0) {
                        sample[2 + family] += (int) channel.counts().imported();
                        sample[4 + family] += (int) channel.counts().preferred();
                    }
                }
            }
        }
        updates(sample, neighbors);
        System.arraycopy(sample, 0, samples, taken % MOST * sample.length, sample.length);
        // Never so large that it wraps to where it began.
        taken = taken == 2 * MOST - 1 ? MOST : taken + 1;
    }

    private void updates(int[] sample, List<RouterLoad.Neighbor> neighbors) {
        Map<String, RouterLoad.Updates> now = new HashMap<>();
        RouterLoad.Updates none = new RouterLoad.Updates(0, 0);
        for (RouterLoad.Neighbor neighbor : neighbors) {
            now.put(neighbor.protocol(), neighbor.updates());
            if (before != null) {
                RouterLoad.Updates last = before.getOrDefault(neighbor.protocol(), none);
                // A neighbor that was configured anew begins at 0.
                sample[6] += (int) since(last.received(), neighbor.updates().received());
                sample[7] += (int) since(last.sent(), neighbor.updates().sent());
            }
        }
        before = now;
    }

    private static long since(long last, long now) {
        return now < last ? now : now - last;
    }

    /** Seconds between two samples. */
    long interval() {
        return seconds;
    }

    /** The samples, oldest first, each in the order of {@link #COLUMNS}. */
    List<List<Long>> samples() {
        int count = Math.min(taken, MOST);
        List<List<Long>> all = new ArrayList<>(count);
        for (int i = taken - count; i < taken; i++) {
            List<Long> sample = new ArrayList<>(COLUMNS.size());
            for (int column = 0; column < COLUMNS.size(); column++) {
                sample.add(Integer.toUnsignedLong(samples[i % MOST * COLUMNS.size() + column]));
            }
            all.add(sample);
        }
        return all;
    }
}
