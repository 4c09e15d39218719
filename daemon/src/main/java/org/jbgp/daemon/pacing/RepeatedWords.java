package org.jbgp.daemon.pacing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Which of many messages about one thing are logged: new words at once, words that repeat, also alternating with
 * others, once in ten minutes. One thread.
 */
public final class RepeatedWords {
    /** Between two lines with the same words. */
    public static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** So many different texts are remembered: some have words of the neighbor's in them. */
    private static final int TEXTS = 16;

    private final LongSupplier nanoTime;
    private final Map<String, LogPace> paces = new LinkedHashMap<>();

    /** @param nanoTime such as {@link System#nanoTime} */
    public RepeatedWords(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The line that is due for these words, null if it was there a short time ago. */
    public String line(String words) {
        LogPace pace = paces.remove(words);
        if (pace == null) {
            pace = new LogPace(INTERVAL_NANOS, nanoTime);
            if (paces.size() == TEXTS) {
                paces.remove(paces.keySet().iterator().next());
            }
        }
        paces.put(words, pace);
        return pace.permits() ? words + pace.leftOut() : null;
    }

    /** From now on every text counts as new. */
    public void forget() {
        paces.clear();
    }
}
