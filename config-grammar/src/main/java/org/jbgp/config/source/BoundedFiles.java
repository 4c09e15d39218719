package org.jbgp.config.source;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The files of one load, with a limit on the time they take to read and on their characters. Time counts only while the
 * source of files is at work: a file system (NFS, a file under {@code /proc}) may never answer, and the thread that
 * reads it is then blocked for ever. So the thread that waits for the load asks {@link #overdue} meanwhile.
 */
public final class BoundedFiles implements SourceFiles {
    /**
     * Bytes of heap for a character of text while it is parsed; measured: 38 with static routes, 20 with prefix sets.
     */
    private static final int MEMORY_PER_CHARACTER = 40;

    private final SourceFiles files;
    private final long limitNanos;
    private final long mostCharacters;
    private long spent;
    private long characters;
    private String atWork;
    private long since;
    private boolean over;

    /**
     * @param limit for all files together
     * @param mostCharacters of all files together
     */
    public BoundedFiles(SourceFiles files, Duration limit, long mostCharacters) {
        this.files = files;
        this.limitNanos = limit.toNanos();
        this.mostCharacters = mostCharacters;
    }

    /** What the memory of this process suffices for, in characters. */
    public static int most() {
        return (int) Math.min(Integer.MAX_VALUE / 2, Runtime.getRuntime().maxMemory() / MEMORY_PER_CHARACTER);
    }

    static IOException tooMuch(long most) {
        return new IOException("the configuration is larger than " + (most >> 20)
                + " MB, for which this process has not the memory; see -Xmx in JBGPD_JAVA_OPTIONS");
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    @Override
    public String read(String path) throws IOException {
        String text = timed(path, () -> files.read(path));
        characters += text.length();
        if (characters > mostCharacters) {
            throw tooMuch(mostCharacters);
        }
        return text;
    }

    @Override
    public List<String> glob(String pattern) throws IOException {
        return timed(pattern, () -> files.glob(pattern));
    }

    private <T> T timed(String what, Work<T> work) throws IOException {
        begin(what);
        T result;
        try {
            result = work.run();
        } finally {
            spent(System.nanoTime());
        }
        begin(null);
        return result;
    }

    private synchronized void begin(String what) throws IOException {
        if (over) {
            throw new IOException(reason());
        }
        atWork = what;
        since = System.nanoTime();
    }

    private synchronized void spent(long now) {
        spent += now - since;
        atWork = null;
    }

    /** What a reader fails with that took too long. */
    public String reason() {
        return "it takes longer than " + Duration.ofNanos(limitNanos).toSeconds()
                + " s to read; does its file system answer?";
    }

    /** How long the work under way may still take, in nanoseconds; a fresh start has the whole time. Any thread. */
    public synchronized long left() {
        return limitNanos - spent - (atWork == null ? 0 : System.nanoTime() - since);
    }

    /**
     * The file whose reading has taken too long, null if none has. From then on nothing more is read. Any thread.
     */
    public synchronized String overdue() {
        if (atWork == null || left() > 0) {
            return null;
        }
        over = true;
        return atWork;
    }
}
