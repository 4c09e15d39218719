package org.jbgp.daemon.metrics;

import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * The process's threads, under the names of Micrometer's {@code JvmThreadMetrics}; that one asks for all threads once
 * for each state they may be in, this one once a scrape. One thread at a time.
 */
final class ThreadRows {

    private final MeterRows rows;
    private final ThreadMXBean threads;

    ThreadRows(MeterRows rows, ThreadMXBean threads) {
        this.rows = rows;
        this.threads = threads;
    }

    void write() {
        rows.gauge("jvm.threads.live.threads", "Threads that run.", threads.getThreadCount());
        rows.gauge(
                "jvm.threads.daemon.threads",
                "Those of them that do not keep the process alive.",
                threads.getDaemonThreadCount());
        rows.gauge("jvm.threads.peak.threads", "The most threads there were at a time.", threads.getPeakThreadCount());
        rows.counter("jvm.threads.started.threads", "Threads started so far.", threads.getTotalStartedThreadCount());
        Map<Thread.State, Integer> counts = new EnumMap<>(Thread.State.class);
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            // One that has ended meanwhile.
            if (thread != null) {
                counts.merge(thread.getThreadState(), 1, Integer::sum);
            }
        }
        for (Thread.State state : Thread.State.values()) {
            rows.gauge(
                    "jvm.threads.states.threads",
                    "Threads by state.",
                    counts.getOrDefault(state, 0),
                    "state",
                    state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
