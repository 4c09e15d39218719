package org.jbgp.daemon.simulate;

import java.io.Serial;
import java.util.List;

/** What was given cannot be simulated; one line for each reason. */
final class BadInput extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    BadInput(String line) {
        this(List.of(line));
    }

    BadInput(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    List<String> lines() {
        return lines;
    }
}
