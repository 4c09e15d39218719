package org.jbgp.daemon.advertise;

/** Working memory for the export groups of one shard, which work one after the other. Confined to the shard. */
public final class PackingSpace {
    private final Changes changes = new Changes();
    private final WireSets sets = new WireSets();

    /** Changes being told. */
    Changes changes() {
        return changes;
    }

    /** Attribute sets being written. */
    WireSets sets() {
        return sets;
    }
}
