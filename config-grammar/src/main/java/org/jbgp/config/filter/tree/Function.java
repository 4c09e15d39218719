package org.jbgp.config.filter.tree;

import java.util.List;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.source.SourcePosition;

/**
 * A function. Calls inside its own body refer to it before the body is complete, hence a class that is filled in two
 * steps; after checking it does not change.
 */
public final class Function {

    private final String name;
    private final SourcePosition position;
    private final List<Parameter> parameters;
    private FilterType returnType;
    private int frameSize;
    private Statement body;
    private boolean broken;
    private volatile Fingerprint.Result fingerprint;

    public Function(String name, SourcePosition position, List<Parameter> parameters, FilterType returnType) {
        this.name = name;
        this.position = position;
        this.parameters = List.copyOf(parameters);
        this.returnType = returnType;
    }

    /** An argument; it lies in the frame at its index. */
    public record Parameter(String name, FilterType type) {}

    public String name() {
        return name;
    }

    public SourcePosition position() {
        return position;
    }

    public List<Parameter> parameters() {
        return parameters;
    }

    /** Declared, or inferred from its return statements; {@link FilterType#VOID} if it returns nothing. */
    public FilterType returnType() {
        return returnType;
    }

    /** Number of variables including parameters. */
    public int frameSize() {
        return frameSize;
    }

    public Statement body() {
        return body;
    }

    public void inferReturnType(FilterType type) {
        returnType = type;
    }

    public void complete(int slots, Statement statements) {
        frameSize = slots;
        body = statements;
    }

    /** What it does; it must be complete. */
    Fingerprint.Result fingerprint() {
        Fingerprint.Result known = fingerprint;
        if (known == null) {
            known = Fingerprint.of(this);
            fingerprint = known;
        }
        return known;
    }

    /** Notes that the function, or one it calls, has errors. */
    public void markBroken() {
        broken = true;
    }

    /** Whether the function, or one it calls, has errors, so that running it would prove nothing. */
    public boolean isBroken() {
        return broken;
    }

    /** Whether the body has been read; not yet inside the function itself. */
    public boolean isComplete() {
        return body != null;
    }

    @Override
    public String toString() {
        return "function " + name;
    }
}
