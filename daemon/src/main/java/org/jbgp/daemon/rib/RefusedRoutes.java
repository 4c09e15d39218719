package org.jbgp.daemon.rib;

/** Told of announced routes that no table takes, see {@link org.jbgp.daemon.wire.BogusPrefixes}. Called on shards. */
@FunctionalInterface
public interface RefusedRoutes {
    /** Tells nobody. */
    RefusedRoutes UNHEARD = (channel, hi, lo, length) -> {};

    /** A route of this channel was refused. */
    void refused(Channel channel, long hi, long lo, int length);
}
