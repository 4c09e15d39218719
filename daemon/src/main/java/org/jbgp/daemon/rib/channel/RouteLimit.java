package org.jbgp.daemon.rib.channel;

import java.util.function.Consumer;

/**
 * A limit on the number of routes of a channel, over all shards (BIRD: {@code receive}, {@code import} and {@code
 * export limit}). Once it is hit, what {@link Action} says holds until the limit is made anew or {@link #reset}, also
 * if routes go meanwhile. Any thread.
 */
public final class RouteLimit {
    /** Which routes it counts. */
    public enum Kind {
        /** Received, before the import filter. */
        RECEIVE,
        /** Accepted by the import filter. */
        IMPORT,
        /** Accepted by the export filter. */
        EXPORT
    }

    /** What happens when one more comes. */
    public enum Action {
        /** It is let in, and a warning logged. */
        WARN,
        /** It stays out, and so do all that follow. */
        BLOCK,
        /** The protocol stops and starts again. */
        RESTART,
        /** The protocol stops. */
        DISABLE
    }

    private final Kind kind;
    private final long most;
    private final Action action;
    private final Consumer<RouteLimit> listener;
    private volatile boolean hit;
    private volatile boolean closed;

    /**
     * @param most the largest number allowed, 0 or more
     * @param listener called when it is hit, with {@link Action#WARN} every time; on whichever thread brings the route
     */
    public RouteLimit(Kind kind, long most, Action action, Consumer<RouteLimit> listener) {
        this.kind = kind;
        this.most = most;
        this.action = action;
        this.listener = listener;
    }

    public Kind kind() {
        return kind;
    }

    public long most() {
        return most;
    }

    public Action action() {
        return action;
    }

    /** True once it was hit. */
    public boolean isHit() {
        return hit;
    }

    /** Forgets that it was hit. */
    public void reset() {
        hit = false;
        closed = false;
    }

    /** True if a new route must stay out while {@code present} others are there. */
    public boolean refuses(long present) {
        if (present >= most) {
            reach(present);
        }
        return closed;
    }

    /** Looks at a number that came about in another way than route by route. */
    void verify(long present) {
        if (present > most) {
            reach(present);
        }
    }

    private synchronized void reach(long present) {
        if (closed) {
            return;
        }
        boolean report = !hit || (action == Action.WARN && present == most);
        hit = true;
        closed = action != Action.WARN;
        if (report) {
            listener.accept(this);
        }
    }
}
