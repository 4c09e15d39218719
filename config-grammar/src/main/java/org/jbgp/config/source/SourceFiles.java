package org.jbgp.config.source;

import java.io.IOException;
import java.util.List;

/** Where configuration files come from: the disk, or a map in a test. Called by the loading thread only. */
public interface SourceFiles {

    /**
     * The whole text of a file.
     *
     * @throws IOException if there is no such file or it cannot be read; its message is shown to the user
     */
    String read(String path) throws IOException;

    /**
     * The regular files a shell pattern fits, sorted by name; empty if there is none.
     *
     * @param pattern a path that may contain {@code *}, {@code ?} and {@code […]}
     * @throws IOException if a directory cannot be read
     */
    List<String> glob(String pattern) throws IOException;
}
