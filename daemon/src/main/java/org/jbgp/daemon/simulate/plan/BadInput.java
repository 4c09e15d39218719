package org.jbgp.daemon.simulate.plan;

import java.io.Serial;
import java.util.List;

/** What was given cannot be simulated; one line for each reason. */
public final class BadInput extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<String> lines;

    public BadInput(String line) {
        this(List.of(line));
    }

    public BadInput(List<String> lines) {
        super(String.join("\n", lines));
        this.lines = List.copyOf(lines);
    }

    public List<String> lines() {
        return lines;
    }
}
