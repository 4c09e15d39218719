package org.jbgp.config.filter.tree;

import java.util.List;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.source.SourcePosition;

/** A checked statement of a filter. Immutable. */
public sealed interface Statement {

    SourcePosition position();

    record Block(SourcePosition position, List<Statement> statements) implements Statement {}

    /** {@code otherwise} is null without {@code else}. */
    record If(SourcePosition position, Expression condition, Statement then, Statement otherwise)
            implements Statement {}

    /**
     * {@code for type variable in list do body}.
     *
     * @param slot place of the variable in the frame
     */
    record For(SourcePosition position, int slot, FilterType element, Expression list, Statement body)
            implements Statement {}

    /** {@code otherwise} is null without {@code else:}. */
    record Case(SourcePosition position, Expression subject, List<Branch> branches, Statement otherwise)
            implements Statement {}

    /** One branch of a {@code case}; the ranges of all branches are disjoint. */
    record Branch(RangeSet labels, Statement body) {}

    /** How a filter ends. */
    enum Verdict {
        ACCEPT,
        REJECT,
        /** {@code error}: rejects, and is a mistake. */
        ERROR
    }

    /** {@code accept …;} and the like; {@code message} may be empty. */
    record Finish(SourcePosition position, Verdict verdict, List<Expression> message) implements Statement {}

    /** {@code print …;}, and without newline {@code printn …;}. */
    record Print(SourcePosition position, List<Expression> parts, boolean newline) implements Statement {}

    record Return(SourcePosition position, Expression value) implements Statement {}

    /**
     * An assignment or initialisation.
     *
     * @param value null for a declaration that leaves the variable undefined
     * @param undefinedAllowed whether an undefined value may be assigned (BIRD 1.6) or is a run-time error (2.x)
     */
    record SetVariable(SourcePosition position, int slot, FilterType type, Expression value, boolean undefinedAllowed)
            implements Statement {}

    record SetAttribute(SourcePosition position, RouteAttribute attribute, Expression value) implements Statement {}

    record Unset(SourcePosition position, RouteAttribute attribute) implements Statement {}

    /** A call whose result is not used. */
    record Evaluate(SourcePosition position, Expression expression) implements Statement {}

    /** {@code bt_assert(condition)}; {@code text} is the condition as written. */
    record Assert(SourcePosition position, Expression condition, String text) implements Statement {}
}
