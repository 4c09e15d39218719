package org.jbgp.config.filter.run;

import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** Told of every decision of a run, as it is made. On the thread that runs the filter. */
public interface FilterTrace {
    /** A statement is about to be run. */
    default void executed(SourcePosition position) {}

    /** Two values were compared. */
    void compared(Expression.Binary comparison, Value left, Value right, boolean holds);

    /** An {@code if} was decided; what was compared since the last decision belongs to its condition. */
    void branched(SourcePosition position, boolean holds);

    /** A route was looked up in a table of authorizations, and this was found there. */
    default void validated(String evidence) {}

    /** A {@code case} was decided. */
    void selected(SourcePosition position, Value subject);

    /** The filter said {@code accept} or {@code reject}. */
    void finished(SourcePosition position, boolean accepts);
}
