package org.jbgp.config;

import org.jbgp.config.options.KeptItems;

/**
 * What a load leaves for the next one, so that a reload reads only what changed: about the text of the file, besides
 * what the configuration holds anyway. A load that fails leaves it alone. One load at a time; any thread.
 */
public final class LoadMemory {
    private KeptItems items = KeptItems.none();

    /** A memory of nothing. */
    public LoadMemory() {}

    synchronized KeptItems items() {
        return items;
    }

    synchronized void keep(KeptItems read) {
        items = read;
    }
}
