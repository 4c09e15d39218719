package org.jbgp.daemon.net;

import java.util.random.RandomGenerator;
import org.jbgp.daemon.net.connection.Ticker;

/**
 * What timers of neighbors live by.
 *
 * @param ticker time
 * @param random for timers that are to differ (RFC 4271 §10)
 */
public record NetworkTime(Ticker ticker, RandomGenerator random) {
    static final NetworkTime SYSTEM = new NetworkTime(Ticker.SYSTEM, RandomGenerator.getDefault());
}
