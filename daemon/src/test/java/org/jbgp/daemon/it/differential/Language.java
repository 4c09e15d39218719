package org.jbgp.daemon.it.differential;

/** What programs are written in. */
enum Language {
    /** That of BIRD 1.6. */
    FLAT,
    /** What BIRD 2.0 reads, and every later 2.x. */
    TWO,
    /**
     * With what BIRD 2.14 and later have learned: methods of every value, bytestrings, declared types of functions,
     * more attributes.
     */
    LATE;

    boolean flat() {
        return this == FLAT;
    }

    boolean late() {
        return this == LATE;
    }
}
