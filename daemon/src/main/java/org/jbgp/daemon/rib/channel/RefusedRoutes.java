package org.jbgp.daemon.rib.channel;

/** Hears of announced routes that no table takes, see {@link org.jbgp.daemon.wire.BogusPrefixes}. Called on shards. */
@FunctionalInterface
public interface RefusedRoutes {
    /** Nobody hears of them. */
    RefusedRoutes UNHEARD = (channel, hi, lo, length) -> {};

    /** A route of this channel was refused. */
    void refused(Channel channel, long hi, long lo, int length);
}
