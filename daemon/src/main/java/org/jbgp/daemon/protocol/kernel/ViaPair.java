package org.jbgp.daemon.protocol.kernel;

import java.util.Objects;

/**
 * Where a prefix goes, and where it is to go as soon as that is lost: the ways of its best path and of the best one
 * beside it, which is another neighbor's, if there is one. Immutable.
 */
public final class ViaPair {
    private final Via primary;
    private final Via backup;
    private final int hash;

    /** The way of the best path, and the one that takes its place, null for none. */
    public ViaPair(Via primary, Via backup) {
        this.primary = primary;
        this.backup = backup;
        this.hash = 31 * primary.hashCode() + Objects.hashCode(backup);
    }

    /** Where the prefix goes. */
    public Via primary() {
        return primary;
    }

    /** Where it goes when that is lost; null if it has no other way. */
    public Via backup() {
        return backup;
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof ViaPair that
                        && hash == that.hash
                        && primary.equals(that.primary)
                        && Objects.equals(backup, that.backup));
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
