package org.jbgp.cli.prompt;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.NonBlockingReader;

/**
 * Prints lines of a reply, and waits for a key after each screen: space or {@code f} for the next screen, Enter for a
 * line,
 * {@code G} for all the rest, {@code q} for no more. Runs on the thread that takes the reply, so that a daemon is asked
 * for no more
 * than is read.
 */
final class Pager {

    private static final String MORE = "--More--  space: page, Enter: line, G: all, q: end";
    /** Milliseconds between two looks at whether the reply was given up. */
    private static final long LOOK = 100;

    private final Terminal terminal;
    private final BooleanSupplier wanted;
    private final Runnable giveUp;
    /** Rows until the next stop. */
    private int left;
    /** The rest is printed without a stop. */
    private boolean all;

    /**
     * @param terminal to print to
     * @param wanted false once the reply was given up
     * @param giveUp ends it
     */
    Pager(Terminal terminal, BooleanSupplier wanted, Runnable giveUp) {
        this.terminal = terminal;
        this.wanted = wanted;
        this.giveUp = giveUp;
    }

    /** A new reply begins on an empty screen. */
    void begin() {
        all = terminal.getHeight() < 3 || terminal.getType().startsWith(Terminal.TYPE_DUMB);
        left = terminal.getHeight() - 1;
    }

    void print(AttributedString line) {
        int width = Math.max(1, terminal.getWidth());
        int rows = Math.max(1, (line.columnLength() + width - 1) / width);
        if (!all && rows > left) {
            stop();
            if (!wanted.getAsBoolean()) {
                return;
            }
        }
        left -= rows;
        terminal.writer().println(line.toAnsi(terminal));
    }

    private void stop() {
        Attributes before = terminal.enterRawMode();
        try {
            String more = MORE.substring(0, Math.min(MORE.length(), Math.max(0, terminal.getWidth() - 1)));
            terminal.writer().print(more);
            terminal.flush();
            key();
            terminal.writer().print("\r" + " ".repeat(more.length()) + "\r");
        } catch (IOException e) {
            all = true;
        } finally {
            terminal.setAttributes(before);
        }
    }

    private void key() throws IOException {
        NonBlockingReader keys = terminal.reader();
        while (wanted.getAsBoolean()) {
            int key = keys.read(LOOK);
            switch (key) {
                case NonBlockingReader.READ_EXPIRED -> {}
                case ' ', 'f', 'F' -> {
                    left = Math.max(1, terminal.getHeight() - 1);
                    return;
                }
                case '\r', '\n', 'j' -> {
                    left = 1;
                    return;
                }
                case 'G', '>' -> {
                    all = true;
                    return;
                }
                case 'q', 'Q', NonBlockingReader.EOF -> {
                    giveUp.run();
                    return;
                }
                default -> {}
            }
        }
    }
}
