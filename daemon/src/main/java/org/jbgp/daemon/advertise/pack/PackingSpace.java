package org.jbgp.daemon.advertise.pack;

/**
 * What the export groups of one shard share: working memory, for they work one after the other, and path identifiers.
 * Confined to the shard.
 */
public final class PackingSpace {
    private final Changes changes = new Changes();
    private final WireSets sets = new WireSets();
    private final PathIdentifiers identifiers = new PathIdentifiers();

    /** Changes being sent. */
    public Changes changes() {
        return changes;
    }

    /** Attribute sets being written. */
    public WireSets sets() {
        return sets;
    }

    /** Identifiers of the paths sent. */
    public PathIdentifiers identifiers() {
        return identifiers;
    }
}
