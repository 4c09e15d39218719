package org.jbgp.daemon.history;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jbgp.daemon.control.view.PastChange;

/**
 * How long it takes from a neighbor's UPDATE until a changed best path is everywhere, measured on samples: of each
 * shard one at a time and ten a second at most, so that it costs next to nothing. The clock starts when the first route
 * of the oldest UPDATE that a flush speaks of was decoded. Any thread.
 */
public final class Convergence {
    /** What is waited for. */
    public enum Stage {
        /** The best path is chosen. */
        TABLE,
        /** All kernel protocols have given it to the kernel, which has answered. */
        KERNEL,
        /** The last neighbor that is not behind has been sent it: its socket has taken it. */
        NEIGHBORS
    }

    /** Marks a place in everything that is under way from a shard. */
    @FunctionalInterface
    public interface Marker {
        /**
         * Puts a mark behind what the shard has exported.
         *
         * @param kernel runs when all kernel protocols have done what is before it; never if there is none
         * @param neighbors likewise with BGP neighbors
         */
        void mark(int shard, Runnable kernel, Runnable neighbors);
    }

    /** Upper bounds of the histogram's buckets, in milliseconds; the last bucket has none. */
    static final int[] BOUNDS = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000, 60_000};

    private static final long APART = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOST = TimeUnit.SECONDS.toNanos(120);
    private static final int KEPT = 1024;

    /**
     * A histogram.
     *
     * @param bounds upper bounds of all buckets but the last, in seconds
     * @param counts of each bucket, not summed up
     * @param sum of all, in seconds
     */
    public record Histogram(Stage stage, List<Double> bounds, List<Long> counts, double sum) {}

    private final Map<Stage, long[]> counts = new EnumMap<>(Stage.class);
    private final Map<Stage, Double> sums = new EnumMap<>(Stage.class);
    private volatile Marker marker = (shard, kernel, neighbors) -> {};

    /** Nothing is measured yet. */
    public Convergence() {
        for (Stage stage : Stage.values()) {
            counts.put(stage, new long[BOUNDS.length + 1]);
            sums.put(stage, 0.0);
        }
    }

    /** Who puts marks from now on. */
    void markBy(Marker by) {
        marker = by;
    }

    /** What was measured since the start. */
    synchronized List<Histogram> histograms() {
        List<Double> bounds =
                Arrays.stream(BOUNDS).mapToObj(each -> each / 1000.0).toList();
        return Arrays.stream(Stage.values())
                .map(stage -> new Histogram(
                        stage, bounds, Arrays.stream(counts.get(stage)).boxed().toList(), sums.get(stage)))
                .toList();
    }

    private synchronized void count(Stage stage, long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > TimeUnit.MILLISECONDS.toNanos(BOUNDS[bucket])) {
            bucket++;
        }
        counts.get(stage)[bucket]++;
        sums.merge(stage, nanos / 1e9, Double::sum);
    }

    /** The samples of one shard, the newest ones. Begun on the shard. */
    final class OfShard {
        private final int shard;
        private final long[] times = new long[KEPT];
        /** Nanoseconds, negative where it was not measured. */
        private final Map<Stage, long[]> took = new EnumMap<>(Stage.class);

        private int next;
        private long begun;
        private boolean underWay;

        OfShard(int shard) {
            this.shard = shard;
            Arrays.fill(times, Long.MIN_VALUE);
            for (Stage stage : Stage.values()) {
                took.put(stage, new long[KEPT]);
            }
        }

        /** True if it is time for the next sample. */
        synchronized boolean due(long nanos) {
            return underWay ? nanos - begun > LOST : nanos - begun > APART || begun == 0;
        }

        /**
         * Begins a sample; the mark is to be put when the flush is over.
         *
         * @param millis when it is recorded
         * @param received nanoseconds when the UPDATE came
         * @param nanos now
         * @return puts the mark
         */
        synchronized Runnable begin(long millis, long received, long nanos) {
            begun = nanos;
            underWay = true;
            int at = next;
            next = (next + 1) % KEPT;
            times[at] = millis;
            took.values().forEach(each -> each[at] = -1);
            took.get(Stage.TABLE)[at] = nanos - received;
            count(Stage.TABLE, nanos - received);
            return () -> marker.mark(
                    shard,
                    () -> arrived(at, Stage.KERNEL, millis, received),
                    () -> arrived(at, Stage.NEIGHBORS, millis, received));
        }

        private void arrived(int at, Stage stage, long millis, long received) {
            long nanos = System.nanoTime() - received;
            synchronized (this) {
                if (times[at] != millis) {
                    return;
                }
                took.get(stage)[at] = nanos;
                underWay = false;
            }
            count(stage, nanos);
        }

        /** What was measured of the flush at that time; null if nothing was. */
        synchronized PastChange.Timing of(long millis) {
            for (int at = 0; at < KEPT; at++) {
                if (times[at] == millis) {
                    return new PastChange.Timing(
                            duration(Stage.TABLE, at), duration(Stage.KERNEL, at), duration(Stage.NEIGHBORS, at));
                }
            }
            return null;
        }

        private Duration duration(Stage stage, int at) {
            long nanos = took.get(stage)[at];
            return nanos < 0 ? null : Duration.ofNanos(nanos);
        }
    }
}
