package org.jbgp.daemon.rib;

import org.jbgp.daemon.rib.channel.Channel;
import org.jbgp.daemon.rib.channel.Channels;
import org.jbgp.daemon.rib.store.PathStore;

/**
 * One direction of a pipe in one shard: puts paths of one table into another, as the routes of the channels they came
 * by. Which paths it has put there the paths themselves say. Confined to the shard.
 */
public final class Carrying {
    private final Shard shard;
    private final Channels channels;
    private final PathStore paths;
    private final TableSlice from;
    private final TableSlice into;
    private final int sender;
    private final int back;

    Carrying(Shard shard, int from, int into, int sender, int back) {
        this.shard = shard;
        this.channels = shard.channels();
        this.paths = shard.paths();
        this.from = shard.table(from);
        this.into = shard.table(into);
        this.sender = sender;
        this.back = back;
    }

    /** The table read. */
    public TableSlice from() {
        return from;
    }

    /** The table written. */
    public TableSlice into() {
        return into;
    }

    /** True if the path came to the table read by this very pipe, in either direction. */
    public boolean cameByThisPipe(int path) {
        int by = paths.sender(path);
        return by == sender || by == back;
    }

    /**
     * True if the path must not be carried: its protocol brings routes into the table written itself, another pipe has
     * brought it there, or following it back from pipe to pipe no longer ends at its protocol. Carried, it would keep
     * itself alive in a circle of pipes after its source has withdrawn it.
     */
    public boolean collides(int prefix, int path) {
        int channel = paths.channel(path);
        if (channels.get(channel).table() == into.id()) {
            return true;
        }
        int there = into.find(prefix, channel, paths.pathId(path));
        return there != 0 ? paths.sender(there) != sender : !reachesItsProtocol(prefix, path);
    }

    /**
     * Whether every pipe that brought the path still has it, back to its protocol: a withdrawal may not have come this
     * far yet.
     */
    private boolean reachesItsProtocol(int prefix, int path) {
        int channel = paths.channel(path);
        int pathId = paths.pathId(path);
        int at = path;
        for (int steps = shard.tableCount(); at != 0 && paths.carried(at) && steps > 0; steps--) {
            at = shard.table(shard.carriedFrom(paths.sender(at))).find(prefix, channel, pathId);
        }
        return at != 0 && !paths.carried(at);
    }

    /** How many pipes in a row brought the path to the table read; 0 if its protocol did. */
    public int generation(int prefix, int path) {
        int generation = 0;
        int channel = paths.channel(path);
        int pathId = paths.pathId(path);
        int at = path;
        for (int steps = shard.tableCount(); at != 0 && paths.carried(at) && steps > 0; steps--) {
            generation++;
            at = shard.table(shard.carriedFrom(paths.sender(at))).find(prefix, channel, pathId);
        }
        return generation;
    }

    /** The path in the table written that this pipe made of a path of the table read, 0 for none. */
    public int carried(int prefix, int path) {
        int there = into.find(prefix, paths.channel(path), paths.pathId(path));
        return there != 0 && paths.sender(there) == sender ? there : 0;
    }

    /**
     * Puts a path into the other table.
     *
     * @param handle its attribute set there; the caller's reference passes
     * @return false if just that was there already
     */
    public boolean carry(int prefix, int path, int handle) {
        Channel channel = channels.get(paths.channel(path));
        int pathId = paths.pathId(path);
        boolean changed = into.carry(prefix, channel, sender, pathId, handle);
        keep(into.find(prefix, channel.id(), pathId));
        return changed;
    }

    /** A carried path stays when {@link #sweep} goes over its prefix next. */
    public void keep(int carried) {
        paths.setMet(carried, true);
    }

    /**
     * Takes out what this pipe carried of a prefix and what was not kept since the last time.
     *
     * @param removed called for each path that goes
     */
    public void sweep(int prefix, Runnable removed) {
        into.removeIf(prefix, path -> {
            if (paths.sender(path) != sender) {
                return false;
            }
            if (paths.met(path)) {
                paths.setMet(path, false);
                return false;
            }
            removed.run();
            return true;
        });
    }
}
