package org.jbgp.config.source;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Configuration files held in memory, for tests and for texts that come from elsewhere than the disk. */
public record MemoryFiles(Map<String, String> files) implements SourceFiles {
    public MemoryFiles {
        files = Map.copyOf(files);
    }

    @Override
    public String read(String path) throws IOException {
        String text = files.get(path);
        if (text == null) {
            throw new IOException("No such file or directory");
        }
        return text;
    }

    @Override
    public List<String> glob(String pattern) {
        return files.keySet().stream()
                .filter(path -> FilePattern.matchesPath(pattern, path))
                .sorted()
                .toList();
    }
}
