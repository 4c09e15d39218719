package org.jbgp.daemon.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private final long[][] counts = new long[Stage.values().length][BOUNDS.length + 1];
    private final double[] sums = new double[Stage.values().length];
    private volatile Marker marker = (shard, kernel, neighbors) -> {};

    /** Who puts marks from now on. */
    void markBy(Marker by) {
        marker = by;
    }

    /** What was measured since the start. */
    synchronized List<Histogram> histograms() {
        List<Double> bounds =
                Arrays.stream(BOUNDS).mapToObj(each -> each / 1000.0).toList();
        List<Histogram> all = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            int at = List.of(Stage.values()).indexOf(stage);
            all.add(new Histogram(
                    stage, bounds, Arrays.stream(counts[at]).boxed().toList(), sums[at]));
        }
        return all;
    }

    private synchronized void count(int stage, long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > TimeUnit.MILLISECONDS.toNanos(BOUNDS[bucket])) {
            bucket++;
        }
        counts[stage][bucket]++;
        sums[stage] += nanos / 1e9;
    }

    /** The samples of one shard, the newest ones. Begun on the shard. */
    final class OfShard {
        private final int shard;
        private final long[] times = new long[KEPT];
        private final long[] took = new long[KEPT * 3];
        private int next;
        private long begun;
        private boolean underWay;

        OfShard(int shard) {
            this.shard = shard;
            Arrays.fill(times, Long.MIN_VALUE);
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
            Arrays.fill(took, at * 3, at * 3 + 3, -1);
            took[at * 3] = nanos - received;
            count(0, nanos - received);
            return () ->
                    marker.mark(shard, () -> arrived(at, 1, millis, received), () -> arrived(at, 2, millis, received));
        }

        private void arrived(int at, int stage, long millis, long received) {
            long nanos = System.nanoTime() - received;
            synchronized (this) {
                if (times[at] != millis) {
                    return;
                }
                took[at * 3 + stage] = nanos;
                underWay = false;
            }
            count(stage, nanos);
        }

        /** What was measured of the flush at that time; null if nothing was. */
        synchronized PastChange.Timing of(long millis) {
            for (int at = 0; at < KEPT; at++) {
                if (times[at] == millis) {
                    return new PastChange.Timing(
                            duration(took[at * 3]), duration(took[at * 3 + 1]), duration(took[at * 3 + 2]));
                }
            }
            return null;
        }

        private static Duration duration(long nanos) {
            return nanos < 0 ? null : Duration.ofNanos(nanos);
        }
    }
}
