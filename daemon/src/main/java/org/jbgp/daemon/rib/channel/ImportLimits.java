package org.jbgp.daemon.rib.channel;

/**
 * The limits on one channel's way into its table, and what they count, over all shards. Shards that admit routes hold
 * its monitor from the look at the numbers to the change of them, so that a limit is exact. The two limits
 * themselves are replaced by the control thread when a reload changes them.
 */
public final class ImportLimits {
    private long imported;
    private long rejected;
    private volatile RouteLimit receive;
    private volatile RouteLimit imports;

    /** Limits; null for none of a kind. */
    public ImportLimits(RouteLimit receive, RouteLimit imports) {
        this.receive = receive;
        this.imports = imports;
    }

    /** The limit on received routes, null for none. */
    public RouteLimit receive() {
        return receive;
    }

    /** The limit on accepted routes, null for none. */
    public RouteLimit imports() {
        return imports;
    }

    /** Other limits for what is there already. */
    public void change(RouteLimit newReceive, RouteLimit newImports) {
        receive = newReceive;
        imports = newImports;
        verify();
    }

    /** Forgets that limits were hit, because routes are about to come again. */
    public void reset() {
        RouteLimit first = receive;
        if (first != null) {
            first.reset();
        }
        RouteLimit second = imports;
        if (second != null) {
            second.reset();
        }
    }

    /** A shard that had routes before there were limits adds them. */
    public synchronized void join(int itsImported, int itsRejected) {
        imported += itsImported;
        rejected += itsRejected;
        verify();
    }

    private synchronized void verify() {
        RouteLimit first = receive;
        if (first != null) {
            first.verify(imported + rejected);
        }
        RouteLimit second = imports;
        if (second != null) {
            second.verify(imported);
        }
    }

    public synchronized void countImported(int change) {
        imported += change;
    }

    public synchronized void countRejected(int change) {
        rejected += change;
    }

    /** True if a route that was not there before must be ignored altogether. */
    public synchronized boolean refusesReceived() {
        RouteLimit limit = receive;
        return limit != null && limit.refuses(imported + rejected);
    }

    /** True if a route the filter accepted, and that was not in the table before, must be treated as rejected. */
    public synchronized boolean refusesImport() {
        RouteLimit limit = imports;
        return limit != null && limit.refuses(imported);
    }
}
