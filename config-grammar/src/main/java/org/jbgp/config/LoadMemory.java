package org.jbgp.config;

import java.util.List;
import org.jbgp.config.options.KeptItems;
import org.jbgp.config.source.ReadFiles;

/**
 * What a load leaves for the next one, so that a reload reads only what changed, and nothing if nothing did: about the
 * text of the file, besides what the configuration holds anyway. A load that fails leaves it alone. One load at a time;
 * any thread.
 */
public final class LoadMemory {
    private KeptItems items = KeptItems.none();
    /** What was loaded last: which file, in which language. */
    private List<?> what = List.of();

    private List<ReadFiles.Reading> files = List.of();
    private LoadResult result;

    /** A memory of nothing. */
    public LoadMemory() {}

    synchronized KeptItems items() {
        return items;
    }

    /** What comes of loading this, null if something may have changed. */
    synchronized LoadResult unchanged(List<?> wanted, ReadFiles now) {
        return result != null && wanted.equals(what) && now.sameAs(files) ? result : null;
    }

    synchronized void keep(KeptItems read, List<?> loaded, ReadFiles from, LoadResult came) {
        items = read;
        what = loaded;
        files = from.readings();
        result = came;
    }
}
