package org.jbgp.cli.progress;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Shows, in one line, how far the work is that a command waits for, when nothing of its reply has come for a moment.
 * Whoever takes the reply says when it waits and when something came; before anything else is printed the line is taken
 * away. The daemon is asked on a thread of its own, over a connection of its own, so that nobody ever waits for that;
 * when it does not answer that either, the line says so. Any thread.
 */
public final class ProgressLine implements AutoCloseable {
    /** Where there is no terminal, or nobody wants it: does nothing, and has no thread. */
    public static final ProgressLine NONE = new ProgressLine(null, () -> 0, text -> {});

    /** To the beginning of the line, and from there on nothing. */
    private static final String ERASE = "\r\u001b[K";
    /** What reaches beyond the last column is not shown: the terminal may have become narrower. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private static final long FIRST_MILLIS = 500;
    private static final long NEXT_MILLIS = 500;
    /** Between two looks at whether a reply that is coming has stopped. */
    private static final long LOOK_MILLIS = 100;

    /** An answer that takes longer is said to. */
    private static final long PATIENCE_MILLIS = 2_000;

    private static final long MILLI = 1_000_000;

    private final IntSupplier width;
    private final Consumer<String> terminal;
    private final ProgressPoll poll;
    /** What is below is guarded by this. */
    private String command;

    private boolean inCommand;
    private boolean waiting;
    private boolean drawn;
    private boolean running;
    private boolean useless;
    /** Since when it waits. */
    private long since;

    private long due;
    /** Since when the daemon is being asked, 0 if it is not. */
    private long asking;

    /**
     * @param socket of the daemon; null for none
     * @param width of the terminal in columns, asked each time
     * @param terminal takes text, which is to be seen at once; it must not wait for whoever calls this
     */
    public ProgressLine(Path socket, IntSupplier width, Consumer<String> terminal) {
        this.width = width;
        this.terminal = terminal;
        this.poll = new ProgressPoll(socket);
        this.useless = socket == null;
    }

    /** True unless {@code TERM} says that a line cannot be erased. */
    public static boolean suits(String term) {
        return term != null && !term.isEmpty() && !term.equals("dumb");
    }

    /** A command is about to be sent; null while the daemon is to greet. */
    public synchronized void begins(String text) {
        if (useless) {
            return;
        }
        command = text;
        inCommand = true;
        waits();
        if (!running) {
            running = true;
            Thread.ofPlatform().daemon().name("progress").start(this::run);
        }
    }

    /** Something of the reply is waited for. Nothing happens outside of a command. */
    public synchronized void waits() {
        if (inCommand) {
            waiting = true;
            since = System.nanoTime();
            due = since + FIRST_MILLIS * MILLI;
        }
    }

    /** Something came, and is about to be printed. */
    public synchronized void heard() {
        waiting = false;
        if (drawn) {
            drawn = false;
            terminal.accept(ERASE);
        }
    }

    /** The reply is complete, or given up. */
    public synchronized void ends() {
        heard();
        if (inCommand) {
            inCommand = false;
            notifyAll();
        }
    }

    private synchronized void run() {
        while (comesDue()) {
            due = System.nanoTime() + NEXT_MILLIS * MILLI;
            if (command == null) {
                draw("waiting for the daemon, which may be starting  " + seconds(since));
            } else if (asking == 0) {
                ask(command, since);
            } else if (System.nanoTime() - asking > PATIENCE_MILLIS * MILLI) {
                draw("the daemon is busy  no answer for " + seconds(asking));
            }
        }
        running = false;
    }

    private void ask(String asked, long began) {
        asking = System.nanoTime();
        Thread.ofPlatform().daemon().name("progress-answer").start(() -> {
            String text = WorkChoice.of(poll.ask(), asked);
            synchronized (this) {
                asking = 0;
                // BIRD, or an older one.
                useless |= poll.isRefused();
                // Not if something came while the daemon was asked.
                if (waiting && began == since) {
                    draw(text);
                }
            }
        });
    }

    /** Waits until it is time to draw; false if the command is over before. */
    private boolean comesDue() {
        try {
            while (inCommand && !useless) {
                long left = due - System.nanoTime();
                if (waiting && left <= 0) {
                    return true;
                }
                wait(waiting ? left / MILLI + 1 : LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static String seconds(long since) {
        return (System.nanoTime() - since) / (1000 * MILLI) + " s";
    }

    private void draw(String text) {
        if (drawn || !text.isEmpty()) {
            terminal.accept(ERASE + NO_WRAP + WorkChoice.fit(text, width.getAsInt() - 1) + WRAP);
            drawn = true;
        }
    }

    @Override
    public void close() throws IOException {
        ends();
        poll.close();
    }
}
