package org.jbgp.daemon.advertise.pack;

import java.util.Arrays;

/**
 * Changes of an Adj-RIB-Out on their way into UPDATEs, sorted so that those with one attribute set stand together. One
 * serves all groups of a shard, one after the other. Confined to the shard.
 */
public final class Changes {
    /** Most changes at once. */
    public static final int LIMIT = 1 << 16;

    private static final int INDEX_BITS = 16;
    private static final int HANDLE_BITS = 28;
    private static final int KEPT = 1 << 15;

    /** {@code excluded << 44 | handle << 16 | index}, index counting from {@link #from}. */
    private long[] order = new long[256];

    private static final int[] NONE = new int[0];

    private final LongSort sorting = new LongSort();
    private int[] sources = new int[256];
    private int[] oldSources = new int[256];
    private int[] prefixes = NONE;
    /** Prefix and path identifier of each change where a prefix may have several; else empty. */
    private int[] ownPrefixes = NONE;

    private int[] pathIds = NONE;
    private boolean ofPaths;
    private int from;
    private int count;

    /** Starts anew: changes of {@code prefixes[first .. first + size)}, at most {@link #LIMIT}. */
    public void begin(int[] changed, int first, int size) {
        prefixes = changed;
        ofPaths = false;
        from = first;
        count = 0;
        if (order.length < size) {
            order = new long[Math.max(size, order.length * 2)];
            sources = new int[order.length];
            oldSources = new int[order.length];
        }
    }

    /** Starts anew: changes of paths, to be added with {@link #addPath}. */
    public void beginPaths() {
        ofPaths = true;
        from = 0;
        count = 0;
        if (ownPrefixes.length < order.length) {
            ownPrefixes = new int[order.length];
            pathIds = new int[order.length];
        }
        prefixes = ownPrefixes;
    }

    /** True if no further path can be added. */
    public boolean full() {
        return count == LIMIT;
    }

    /** Adds a change of one path, in the place of {@link #add}. */
    public void addPath(int prefix, int pathId, int excluded, int handle, int source, int oldSource) {
        if (count == order.length) {
            order = Arrays.copyOf(order, count * 2);
            sources = Arrays.copyOf(sources, count * 2);
            oldSources = Arrays.copyOf(oldSources, count * 2);
        }
        if (count == ownPrefixes.length) {
            ownPrefixes = Arrays.copyOf(ownPrefixes, order.length);
            pathIds = Arrays.copyOf(pathIds, order.length);
            prefixes = ownPrefixes;
        }
        ownPrefixes[count] = prefix;
        pathIds[count] = pathId;
        add(count, excluded, handle, source, oldSource);
    }

    /**
     * Adds a change.
     *
     * @param index which of the prefixes
     * @param excluded whom it is withheld from, as a number; 0 for nobody
     * @param handle new attribute set, 0 for none
     * @param source channel it came by
     * @param oldSource channel the prefix was announced from before, 0 for none
     */
    public void add(int index, int excluded, int handle, int source, int oldSource) {
        sources[index] = source;
        oldSources[index] = oldSource;
        order[count++] = (long) excluded << (INDEX_BITS + HANDLE_BITS) | (long) handle << INDEX_BITS | index;
    }

    /**
     * Sorts by excluded member, withdrawals first, then by attribute set; in the order of arrival where these are the
     * same.
     */
    public void sort() {
        order = sorting.sort(order, count, INDEX_BITS);
    }

    /** Forgets the prefixes, and gives back what only a burst needs. */
    public void end() {
        prefixes = NONE;
        if (order.length > KEPT) {
            order = new long[256];
            sorting.forget();
            sources = new int[256];
            oldSources = new int[256];
            ownPrefixes = NONE;
            pathIds = NONE;
        }
    }

    public int count() {
        return count;
    }

    public int excluded(int at) {
        return (int) (order[at] >>> (INDEX_BITS + HANDLE_BITS));
    }

    public int handle(int at) {
        return (int) (order[at] >>> INDEX_BITS) & ((1 << HANDLE_BITS) - 1);
    }

    public int prefix(int at) {
        return prefixes[from + index(at)];
    }

    /** Path identifier (RFC 7911), 0 for changes of best paths. */
    public int pathId(int at) {
        return ofPaths ? pathIds[index(at)] : 0;
    }

    public int source(int at) {
        return sources[index(at)];
    }

    public int oldSource(int at) {
        return oldSources[index(at)];
    }

    /** Where the withdrawals end that begin at {@code start}. */
    public int withdrawEnd(int start, int end) {
        int at = start;
        while (at < end && handle(at) == 0) {
            at++;
        }
        return at;
    }

    private int index(int at) {
        return (int) order[at] & (LIMIT - 1);
    }
}
