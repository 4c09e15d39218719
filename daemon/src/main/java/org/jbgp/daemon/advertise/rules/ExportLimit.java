package org.jbgp.daemon.advertise.rules;

import org.jbgp.daemon.rib.channel.RouteLimit;

/**
 * The limit on what one neighbor is sent, over all shards. Being part of {@link ExportSettings} it gives the neighbor
 * groups of its own. Any thread.
 */
public final class ExportLimit {
    private final RouteLimit limit;
    private final int channel;
    private long advertised;

    /**
     * @param channel number of the channel that brings the neighbor's own routes, which it is not sent
     */
    public ExportLimit(RouteLimit limit, int channel) {
        this.limit = limit;
        this.channel = channel;
    }

    /** The limit. */
    public RouteLimit limit() {
        return limit;
    }

    /** True if a route of this source may be sent in place of one of that source; 0 stands for none. */
    public synchronized boolean admits(int source, int formerSource) {
        if (!counts(source) || counts(formerSource)) {
            return true;
        }
        if (limit.refuses(advertised)) {
            return false;
        }
        advertised++;
        return true;
    }

    /** A route of that source is no longer advertised; one of this source is, or 0. */
    public synchronized void left(int formerSource, int source) {
        if (counts(formerSource) && !counts(source)) {
            advertised--;
        }
    }

    private boolean counts(int source) {
        return source != 0 && source != channel;
    }
}
