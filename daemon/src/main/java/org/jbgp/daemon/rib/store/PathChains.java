package org.jbgp.daemon.rib.store;

import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jbgp.daemon.memory.IntSlab;

/**
 * The paths of each prefix of a table as a chain in the {@link PathStore}, and how a path is found in it. Confined to
 * the shard.
 */
public final class PathChains {
    private static final int NONE = 0;

    private final PathStore paths;
    private final IntSlab heads = new IntSlab();
    private final LongChains longOnes;

    public PathChains(PathStore paths) {
        this.paths = paths;
        this.longOnes = new LongChains(paths);
    }

    /** The first path, 0 for none. */
    public int head(int prefix) {
        return heads.get(prefix);
    }

    /**
     * True if the prefix is known to have very many paths: what goes over all of them is done as seldom as possible.
     */
    public boolean isLong(int prefix) {
        return longOnes.of(prefix) != null;
    }

    /** The path of a channel with this identifier, 0 if there is none. */
    public int find(int prefix, int channel, int pathId) {
        LongChains.Chain chain = longOnes.of(prefix);
        if (chain != null) {
            return chain.find(channel, pathId);
        }
        int steps = 0;
        int path = heads.get(prefix);
        while (path != NONE && !(paths.channel(path) == channel && paths.pathId(path) == pathId)) {
            path = paths.next(path);
            steps++;
        }
        if (steps > LongChains.LONG) {
            longOnes.add(prefix, heads.get(prefix));
        }
        return path;
    }

    /** Puts a new path in before all others. */
    public void addFirst(int prefix, int path) {
        paths.setNext(path, heads.get(prefix));
        heads.set(prefix, path);
        added(prefix, path, NONE);
    }

    /** Puts a new path in behind the first one. */
    public void addSecond(int prefix, int path) {
        int head = heads.get(prefix);
        paths.setNext(path, paths.next(head));
        paths.setNext(head, path);
        added(prefix, path, head);
    }

    private void added(int prefix, int path, int after) {
        LongChains.Chain chain = longOnes.of(prefix);
        if (chain != null) {
            chain.added(path, after);
        }
    }

    /** Puts a path that is not the first before all others. */
    public void moveToFront(int prefix, int path) {
        LongChains.Chain chain = longOnes.of(prefix);
        int before = before(prefix, path, chain);
        if (chain != null) {
            chain.leaves(path);
        }
        paths.setNext(before, paths.next(path));
        paths.setNext(path, heads.get(prefix));
        heads.set(prefix, path);
        if (chain != null) {
            chain.moved(path, NONE);
        }
    }

    /** Takes a path out; it can still be read. */
    public void unlink(int prefix, int path) {
        LongChains.Chain chain = longOnes.of(prefix);
        int before = before(prefix, path, chain);
        if (chain != null) {
            chain.leaves(path);
            chain.removed(path);
        }
        if (before == NONE) {
            heads.set(prefix, paths.next(path));
        } else {
            paths.setNext(before, paths.next(path));
        }
        if (chain != null && chain.size() <= LongChains.LONG / 2) {
            longOnes.replace(prefix, heads.get(prefix));
        }
    }

    private int before(int prefix, int path, LongChains.Chain chain) {
        if (chain != null) {
            return chain.before(path);
        }
        int before = NONE;
        for (int each = heads.get(prefix); each != path; each = paths.next(each)) {
            before = each;
        }
        return before;
    }

    /**
     * Takes out all paths the condition holds for, in one go.
     *
     * @param drop frees each of them
     * @return how many
     */
    public int removeIf(int prefix, IntPredicate condition, IntConsumer drop) {
        int removed = 0;
        int first = NONE;
        int last = NONE;
        int path = heads.get(prefix);
        while (path != NONE) {
            int next = paths.next(path);
            if (condition.test(path)) {
                removed++;
                drop.accept(path);
                if (last != NONE) {
                    paths.setNext(last, next);
                }
            } else {
                first = first == NONE ? path : first;
                last = path;
            }
            path = next;
        }
        if (removed > 0) {
            heads.set(prefix, first);
            longOnes.replace(prefix, first);
        }
        return removed;
    }
}
