package org.jbgp.daemon.rpki;

/** The timers of a session with a cache. */
public enum CacheTimer {
    /** Runs while established: then it is asked what is new. */
    REFRESH,
    /** Runs while not established: then it is tried again. */
    RETRY,
    /** Runs from the last complete answer on: then its data is dropped. */
    EXPIRE,
    /** Runs while an answer is awaited: then the connection is given up if nothing comes. */
    PROGRESS
}
