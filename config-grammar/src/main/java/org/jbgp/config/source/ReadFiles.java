package org.jbgp.config.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The files of one load, and a note of what was read, so that the next load knows whether it would read the same: of
 * each text its length and two checksums, which a change escapes once in 2⁶⁴. One thread.
 */
public final class ReadFiles implements SourceFiles {
    private final SourceFiles files;
    private final List<Reading> readings = new ArrayList<>();
    /** What {@link #sameAs} has read, until it is asked for. */
    private final Map<String, Ahead> ahead = new HashMap<>();

    /**
     * A file that was read, or a pattern that was looked for.
     *
     * @param length -1 if it could not be read
     */
    public record Reading(boolean pattern, String path, int length, long sums) {}

    private record Ahead(String text, Reading reading) {}

    public ReadFiles(SourceFiles files) {
        this.files = files;
    }

    /** Before anything is read: whether all that another load has read is the same now. */
    public boolean sameAs(List<Reading> former) {
        for (Reading reading : former) {
            try {
                if (reading.pattern) {
                    glob(reading.path);
                } else {
                    String text = read(reading.path);
                    ahead.put(reading.path, new Ahead(text, readings.getLast()));
                }
            } catch (IOException missing) {
                // That is noted too.
            }
            if (!readings.getLast().equals(reading)) {
                readings.clear();
                return false;
            }
        }
        ahead.clear();
        return true;
    }

    /** What was read so far. The files and their texts are not kept by it. */
    public List<Reading> readings() {
        return List.copyOf(readings);
    }

    @Override
    public String read(String path) throws IOException {
        Ahead known = ahead.remove(path);
        if (known == null) {
            return noted(false, path, () -> files.read(path));
        }
        readings.add(known.reading);
        return known.text;
    }

    @Override
    public List<String> glob(String pattern) throws IOException {
        List<String> found = new ArrayList<>();
        noted(true, pattern, () -> {
            found.addAll(files.glob(pattern));
            return String.join("\n", found);
        });
        return found;
    }

    private interface Work {
        String run() throws IOException;
    }

    private String noted(boolean pattern, String path, Work work) throws IOException {
        String text;
        try {
            text = work.run();
        } catch (IOException e) {
            readings.add(new Reading(pattern, path, -1, 0));
            throw e;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        readings.add(
                new Reading(pattern, path, bytes.length, sum(new CRC32(), bytes) << 32 | sum(new CRC32C(), bytes)));
        return text;
    }

    private static long sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        return checksum.getValue();
    }
}
