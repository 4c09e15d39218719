package org.jbgp.config.filter;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jbgp.config.filter.run.FilterTrace;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.source.SourcePosition;

/** Which lines of filters and functions were run, and how often. One thread. */
public final class Coverage implements FilterTrace {
    private final Map<Line, Long> runs = new HashMap<>();
    private final Map<Line, Long> accepted = new TreeMap<>();
    private final Map<Line, Long> rejected = new TreeMap<>();

    /** A line of a file. */
    private record Line(String file, int number) implements Comparable<Line> {
        static Line of(SourcePosition position) {
            return new Line(position.file(), position.line());
        }

        @Override
        public int compareTo(Line other) {
            int order = file.compareTo(other.file);
            return order != 0 ? order : Integer.compare(number, other.number);
        }
    }

    @Override
    public void executed(SourcePosition position) {
        runs.merge(Line.of(position), 1L, Long::sum);
    }

    @Override
    public void compared(Expression.Binary comparison, Value left, Value right, boolean holds) {
        // The statement counts.
    }

    @Override
    public void branched(SourcePosition position, boolean holds) {
        // The statement counts.
    }

    @Override
    public void selected(SourcePosition position, Value subject) {
        // The statement counts.
    }

    @Override
    public void finished(SourcePosition position, boolean accepts) {
        (accepts ? accepted : rejected).merge(Line.of(position), 1L, Long::sum);
    }

    /** What another one saw was run, too. */
    public void add(Coverage other) {
        other.runs.forEach((line, count) -> runs.merge(line, count, Long::sum));
    }

    /** Where routes were accepted and rejected, a line of text each, and forgets it. */
    public void verdicts(Consumer<String> out) {
        Map<Line, String> lines = new TreeMap<>();
        accepted.forEach((line, count) -> lines.merge(line, count + " accepted", (a, b) -> a + ", " + b));
        rejected.forEach((line, count) -> lines.merge(line, count + " rejected", (a, b) -> a + ", " + b));
        lines.forEach((line, text) -> out.accept("  " + line.file() + ":" + line.number() + " " + text));
        accepted.clear();
        rejected.clear();
    }

    /**
     * Which lines of some bodies were run.
     *
     * @param bodies by what they are called, such as {@code filter from_customer}
     * @param out takes a line of text for each of them
     */
    public void report(Map<String, Statement> bodies, Consumer<String> out) {
        Map<String, Statement> named = new LinkedHashMap<>(bodies);
        named.forEach((name, body) -> {
            Set<Line> all = new TreeSet<>();
            lines(body, all);
            List<Line> missed =
                    all.stream().filter(line -> !runs.containsKey(line)).toList();
            out.accept("coverage: " + name + " " + (all.size() - missed.size()) + " of " + all.size() + " lines"
                    + (missed.isEmpty() ? "" : ", not run: " + byFile(missed)));
        });
    }

    /** {@code bird.cfg:12,13 policy.cfg:4}. */
    private static String byFile(List<Line> lines) {
        Map<String, String> numbers = new LinkedHashMap<>();
        lines.forEach(line -> numbers.merge(line.file(), Integer.toString(line.number()), (a, b) -> a + "," + b));
        return numbers.entrySet().stream()
                .map(file -> file.getKey() + ":" + file.getValue())
                .collect(Collectors.joining(" "));
    }

    private static void lines(Statement statement, Set<Line> into) {
        switch (statement) {
            case null -> {
                // No `else`.
            }
            case Statement.Block block -> block.statements().forEach(each -> lines(each, into));
            case Statement.If condition -> {
                into.add(Line.of(condition.position()));
                lines(condition.then(), into);
                lines(condition.otherwise(), into);
            }
            case Statement.For loop -> {
                into.add(Line.of(loop.position()));
                lines(loop.body(), into);
            }
            case Statement.Case selection -> {
                into.add(Line.of(selection.position()));
                selection.branches().forEach(branch -> lines(branch.body(), into));
                lines(selection.otherwise(), into);
            }
            case Statement.Finish finish -> into.add(Line.of(finish.position()));
            case Statement.Print print -> into.add(Line.of(print.position()));
            case Statement.Return done -> into.add(Line.of(done.position()));
            case Statement.SetVariable set -> into.add(Line.of(set.position()));
            case Statement.SetAttribute set -> into.add(Line.of(set.position()));
            case Statement.Unset unset -> into.add(Line.of(unset.position()));
            case Statement.Evaluate evaluation -> into.add(Line.of(evaluation.position()));
            case Statement.Assert assertion -> into.add(Line.of(assertion.position()));
        }
    }
}
