package org.jbgp.daemon.policy;

import org.jbgp.config.filter.run.FilterException;
import org.jbgp.config.filter.run.Interpreter;

/** Working memory of filter runs, kept with the thread's {@link RouteView}. */
public final class PolicyScratch {

    private final RouteValues values;
    private final Interpreter interpreter = new Interpreter();
    private final RunEnvironment environment;
    private final StringBuilder line = new StringBuilder();

    /** Index of the position a run-time error is reported at. */
    private int at;

    private int depth;
    private int steps;
    private int decision;

    PolicyScratch(RouteView route) {
        values = new RouteValues(route);
        environment = new RunEnvironment(route);
    }

    public RouteValues values() {
        return values;
    }

    public Interpreter interpreter() {
        return interpreter;
    }

    public RunEnvironment environment() {
        return environment;
    }

    // ---- what compiled filters use ---------------------------------------------------------------------------------

    public void begin(PolicyLog log, ValidityTables tables) {
        environment.with(log, tables);
        line.setLength(0);
        at = 0;
        depth = 0;
        steps = 0;
        decision = 0;
    }

    public void at(int position) {
        at = position;
    }

    public int at() {
        return at;
    }

    /** A call begins. */
    public void enter() {
        step();
        if (++depth > Interpreter.MAX_CALL_DEPTH) {
            throw new FilterException("Functions call each other more than " + Interpreter.MAX_CALL_DEPTH + " deep");
        }
    }

    /** A call or a round of a loop begins. */
    public void step() {
        if (++steps > Interpreter.MAX_STEPS) {
            throw Interpreter.tooLong();
        }
    }

    /** A call is over. */
    public void leave() {
        depth--;
    }

    /** A function said accept (1) or reject (2); every caller returns at once. */
    public void decision(int newDecision) {
        decision = newDecision;
    }

    /** 0 while no function has said accept or reject. */
    public int decision() {
        return decision;
    }

    /** The line {@code printn} is building. */
    public StringBuilder line() {
        return line;
    }

    public void flush() {
        environment.print(line.toString());
        line.setLength(0);
    }
}
