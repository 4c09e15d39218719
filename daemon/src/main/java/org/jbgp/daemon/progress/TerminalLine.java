package org.jbgp.daemon.progress;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The line at the terminal of whoever waits for work that no command can be asked about: of a process that reads files
 * and ends, or has just begun. It is drawn on standard error when that is a terminal and the work takes more than a
 * moment, and taken away by {@link #close}; where none is, this does nothing and has no thread.
 */
public final class TerminalLine implements AutoCloseable {
    private static final long FIRST_MILLIS = 500;
    private static final long NEXT_MILLIS = 250;
    private static final int USUAL_WIDTH = 80;
    /** To the beginning of the line, and from there on nothing. */
    private static final String ERASE = "\r\u001b[K";
    /** What reaches beyond the last column is not shown: the terminal may be narrower than it was said to be. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final LongWork works;
    private final PrintStream out;
    private final int width;
    private final Thread drawer;
    /** What is below is guarded by this. */
    private boolean drawn;

    private boolean closed;

    private TerminalLine(LongWork works, PrintStream out, int width, boolean draws) {
        this.works = works;
        this.out = out;
        this.width = width;
        this.drawer = draws ? Thread.ofPlatform().daemon().name("progress").unstarted(this::drawAll) : null;
    }

    /** Shows what these do until it is closed, if standard error is a terminal that can erase a line. */
    public static TerminalLine of(LongWork works, PrintStream errors) {
        String type = System.getenv("TERM");
        boolean draws = type != null && !type.isEmpty() && !type.equals("dumb") && isTerminal();
        TerminalLine line = new TerminalLine(works, errors, width(System.getenv("COLUMNS")), draws);
        if (line.drawer != null) {
            line.drawer.start();
        }
        return line;
    }

    /** The kernel is asked: {@code System.console()} would load a library for terminals. */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private static int width(String columns) {
        return columns != null && columns.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(columns) : USUAL_WIDTH;
    }

    private void drawAll() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (draw()) {
                Thread.sleep(NEXT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean draw() {
        if (closed) {
            return false;
        }
        List<Progress> all = works.all();
        // The last column stays free: some terminals begin a new line with it.
        write(all.isEmpty() ? "" : ProgressText.line(all.getLast(), width - 1));
        return true;
    }

    private void write(String text) {
        if (!text.isEmpty() || drawn) {
            out.print(text.isEmpty() ? ERASE : ERASE + NO_WRAP + text + WRAP);
            out.flush();
            drawn = !text.isEmpty();
        }
    }

    /** Prints a line that stays, above this one. */
    public synchronized void above(String text) {
        write("");
        out.println(text);
    }

    /** Takes the line away; it is not drawn again. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            write("");
        }
        if (drawer != null) {
            drawer.interrupt();
        }
    }
}
