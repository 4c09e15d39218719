package org.jbgp.daemon.it.differential;

import java.util.ArrayList;
import java.util.List;

/** What is in scope where a program is being written. */
final class Names {
    final List<Variable> variables = new ArrayList<>();
    final List<Routine> functions = new ArrayList<>();
    private int count;

    /** A variable or parameter. */
    record Variable(String name, String type) {}

    /** A function defined before. */
    record Routine(String name, String type, List<String> parameters) {}

    /** A new name. */
    String fresh(String start) {
        return start + count++;
    }
}
