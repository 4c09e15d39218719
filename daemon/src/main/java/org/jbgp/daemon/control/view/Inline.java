package org.jbgp.daemon.control.view;

/**
 * A record that only groups components of another one: in JSON they stand in that one's object, so that grouping
 * changes no key.
 */
public interface Inline {
    /** Whether their keys begin with the name of the group. */
    default boolean prefixed() {
        return false;
    }
}
