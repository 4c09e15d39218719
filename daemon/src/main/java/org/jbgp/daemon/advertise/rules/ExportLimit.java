package org.jbgp.daemon.advertise.rules;

import org.jbgp.daemon.rib.RouteLimit;

/**
 * The limit on what one neighbor is told, over all shards. Being part of {@link ExportSettings} it gives the neighbor groups of
 * its own. Any thread.
 */
public final class ExportLimit {
    private final RouteLimit limit;
    private final int channel;
    private long told;

    /**
     * @param channel number of the channel that brings the neighbor's own routes, which it is not told
     */
    public ExportLimit(RouteLimit limit, int channel) {
        this.limit = limit;
        this.channel = channel;
    }

    /** The limit. */
    public RouteLimit limit() {
        return limit;
    }

    /** True if a route of this source may be told in place of one of that source; 0 stands for none. */
    public synchronized boolean admits(int source, int formerSource) {
        if (!counts(source) || counts(formerSource)) {
            return true;
        }
        if (limit.refuses(told)) {
            return false;
        }
        told++;
        return true;
    }

    /** A route of that source is no longer told; one of this source is, or 0. */
    public synchronized void left(int formerSource, int source) {
        if (counts(formerSource) && !counts(source)) {
            told--;
        }
    }

    private boolean counts(int source) {
        return source != 0 && source != channel;
    }
}
