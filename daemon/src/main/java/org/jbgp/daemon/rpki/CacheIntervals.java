package org.jbgp.daemon.rpki;

import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.rpki.wire.Pdu;

/**
 * The three intervals of a session, seconds: as the file says, until the cache says otherwise and is allowed to (RFC
 * 8210 §6).
 */
final class CacheIntervals {
    private static final int MOST_REFRESH = 86_400;
    private static final int MOST_RETRY = 7_200;
    private static final int LEAST_EXPIRE = 600;
    private static final int MOST_EXPIRE = 172_800;

    private CacheSettings settings;
    private int refresh;
    private int retry;
    private int expire;

    CacheIntervals(CacheSettings settings) {
        configure(settings);
    }

    /** What the file says counts from now on, until the cache says otherwise once more. */
    void configure(CacheSettings next) {
        settings = next;
        refresh = next.refresh().seconds();
        retry = next.retry().seconds();
        expire = next.expire().seconds();
    }

    /** As they are now, seconds. */
    record Values(int refresh, int retry, int expire) {}

    Values values() {
        return new Values(refresh, retry, expire);
    }

    int refresh() {
        return refresh;
    }

    int retry() {
        return retry;
    }

    int expire() {
        return expire;
    }

    /** Takes over what a cache says; what is out of range is said to the log and not taken. */
    void take(Pdu.Intervals said, CacheLog log) {
        refresh = choose("refresh", settings.refresh(), refresh, said.refresh(), 1, MOST_REFRESH, log);
        retry = choose("retry", settings.retry(), retry, said.retry(), 1, MOST_RETRY, log);
        expire = choose("expire", settings.expire(), expire, said.expire(), LEAST_EXPIRE, MOST_EXPIRE, log);
    }

    private static int choose(
            String name, RpkiConfig.Interval own, int present, long said, int least, int most, CacheLog log) {
        if (own.keep()) {
            return present;
        }
        if (said < least || said > most) {
            log.warn("the cache says a " + name + " interval of " + said + " seconds, which is not between " + least
                    + " and " + most);
            return present;
        }
        return (int) said;
    }
}
