package org.jbgp.daemon.rpki;

import org.jbgp.config.model.RpkiConfig;

/**
 * What the file says of a session with a cache.
 *
 * @param refresh seconds between queries
 * @param retry seconds between attempts
 * @param expire seconds after which data that was not refreshed is dropped
 * @param lowest version of the protocol
 * @param highest version of the protocol
 */
record CacheSettings(
        RpkiConfig.Interval refresh, RpkiConfig.Interval retry, RpkiConfig.Interval expire, int lowest, int highest) {

    static CacheSettings of(RpkiConfig config) {
        return new CacheSettings(
                config.refresh(), config.retry(), config.expire(), config.minVersion(), config.maxVersion());
    }
}
