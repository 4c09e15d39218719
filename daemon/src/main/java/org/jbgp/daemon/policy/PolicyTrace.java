package org.jbgp.daemon.policy;

import java.util.ArrayList;
import java.util.List;
import org.jbgp.config.filter.TraceText;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** What one run of a filter decided, in words: one line for each decision. One run. */
public final class PolicyTrace implements FilterTrace, PolicyLog {
    /** The last decisions matter; a loop may make thousands. */
    private static final int MOST_LINES = 12;

    private final List<String> lines = new ArrayList<>();
    private String comparison = "";
    private int leftOut;

    /** The run of a policy as a {@link PolicyRun}. */
    public boolean run(Policy policy, RouteView view) {
        return policy.trace(view, this, this);
    }

    /** The decisions in their order, {@code file:line:col} first. */
    public List<String> lines() {
        if (leftOut == 0) {
            return List.copyOf(lines);
        }
        List<String> all = new ArrayList<>();
        all.add(leftOut + " earlier decisions left out");
        all.addAll(lines);
        return all;
    }

    @Override
    public void compared(Expression.Binary binary, Value left, Value right, boolean holds) {
        comparison = TraceText.comparison(binary, left, right);
    }

    @Override
    public void branched(SourcePosition position, boolean holds) {
        add(position + (comparison.isEmpty() ? " if is " : " if " + comparison + " is ") + holds);
        comparison = "";
    }

    @Override
    public void validated(String evidence) {
        add(evidence);
    }

    @Override
    public void selected(SourcePosition position, Value subject) {
        add(position + " case " + TraceText.value(subject));
        comparison = "";
    }

    @Override
    public void finished(SourcePosition position, boolean accepts) {
        String because = comparison.isEmpty() ? "" : " (" + comparison + ")";
        add(position + (accepts ? " accept" : " reject") + because);
    }

    @Override
    public void print(String text) {
        add("prints: " + text);
    }

    @Override
    public void error(String message) {
        add("run-time error: " + message);
    }

    private void add(String line) {
        if (lines.size() == MOST_LINES) {
            lines.removeFirst();
            leftOut++;
        }
        lines.add(line);
    }
}
