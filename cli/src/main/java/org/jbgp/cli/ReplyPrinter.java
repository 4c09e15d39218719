package org.jbgp.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.jbgp.cli.client.CommandText;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.client.ReplyLine;
import org.jbgp.cli.progress.ProgressLine;
import org.jbgp.cli.table.RouteTable;

/** Prints replies: what succeeded on standard output, errors on standard error, codes only when asked for. */
final class ReplyPrinter {

    /** Lines between two looks at whether somebody still reads them. */
    private static final int LINES_UNSEEN = 256;

    /** Code of what a daemon does not understand, as one that knows no JSON. */
    private static final int NOT_UNDERSTOOD = 9001;

    /** Who read what is printed has gone, as {@code head} does. */
    static final class NobodyReads extends IOException {
        private static final long serialVersionUID = 1;
    }

    private final ControlClient client;
    private final PrintStream out;
    private final PrintStream errors;
    private final boolean verbose;
    private final ProgressLine progress;
    private volatile boolean failed;
    private int lines;

    ReplyPrinter(ControlClient client, PrintStream out, PrintStream errors, boolean verbose, ProgressLine progress) {
        this.client = client;
        this.out = out;
        this.errors = errors;
        this.verbose = verbose;
        this.progress = progress;
    }

    /** True once any reply held an error. */
    boolean failed() {
        return failed;
    }

    /**
     * Takes the greeting.
     *
     * @param shown whether it is printed, as BIRD's clients do
     */
    void greeting(boolean shown) throws IOException {
        progress.begins(null);
        ReplyLine line = receive();
        progress.ends();
        if (line.code() != 1) {
            throw new IOException("unexpected greeting: " + line.raw());
        }
        if (shown) {
            print(line);
        }
    }

    /** The next line, with nothing else on the terminal's last line than before. */
    private ReplyLine receive() throws IOException {
        progress.waits();
        try {
            return client.receive();
        } finally {
            progress.heard();
        }
    }

    /** Takes a reply without printing it. */
    void silently() throws IOException {
        ReplyLine line = client.receive();
        while (!line.last()) {
            line = client.receive();
        }
    }

    /**
     * Asks for routes in JSON, and prints them as a table.
     *
     * @return false if the daemon has no such answer, or answered with something else than routes; nothing is printed
     * then
     */
    boolean table(String command, RouteTable table) throws IOException {
        progress.begins(command);
        client.send("json " + command);
        boolean routes = true;
        ReplyLine line;
        do {
            line = receive();
            List<String> lines = line.code() == RouteTable.JSON && routes ? table.add(line.text()) : List.of();
            routes &= lines != null && line.code() != NOT_UNDERSTOOD;
            if (lines != null) {
                lines.forEach(out::println);
            }
            if (line.code() != RouteTable.JSON && routes) {
                print(line);
            }
            if (++this.lines % LINES_UNSEEN == 0 && out.checkError()) {
                throw new NobodyReads();
            }
        } while (!line.last());
        progress.ends();
        out.flush();
        return routes;
    }

    /** Sends a command, and prints lines until its reply is complete; one that comes in its own time line by line. */
    void ask(String command) throws IOException {
        boolean live = CommandText.isLive(command);
        if (!live) {
            progress.begins(command);
        }
        client.send(command);
        boolean last = false;
        while (!last) {
            last = print(receive());
            if (live && out.checkError()) {
                throw new NobodyReads();
            }
        }
        progress.ends();
        out.flush();
    }

    /**
     * Prints one line; true when it ends a reply.
     *
     * @throws NobodyReads if the output is closed, so that the rest of a large table is not asked for
     */
    boolean print(ReplyLine line) throws NobodyReads {
        if (++lines % LINES_UNSEEN == 0 && out.checkError()) {
            throw new NobodyReads();
        }
        if (line.spontaneous()) {
            out.println(">>> " + line.text());
            return false;
        }
        if (line.error()) {
            // Errors are not buffered, and come after what was said before them.
            out.flush();
        }
        PrintStream target = line.error() ? errors : out;
        failed |= line.error();
        if (verbose) {
            target.println(line.raw());
        } else if (line.code() != 0) {
            target.println(line.text());
        }
        return line.last();
    }
}
