package org.jbgp.config.filter.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.Expression;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Function;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.AsPaths;
import org.jbgp.config.filter.value.CommunityLists;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Net;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.RouteList;
import org.jbgp.config.filter.value.RouteRef;
import org.jbgp.config.filter.value.Text;
import org.jbgp.config.filter.value.Undefined;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.ValueFormat;
import org.jbgp.config.filter.value.Values;
import org.jbgp.config.filter.value.WireBytes;
import org.jbgp.config.source.SourcePosition;

/**
 * Runs filters and evaluates expressions by walking the tree. Holds the state of one run at a time; one thread.
 */
public final class Interpreter {

    /** Calls deep inside each other; more is a run-time error, as in BIRD, where the stack is bounded too. */
    public static final int MAX_CALL_DEPTH = 512;

    /** Calls and rounds of loops in one run; more is a run-time error, so that no filter keeps a thread for long. */
    public static final int MAX_STEPS = 100_000;

    private static final Value[] NO_VARIABLES = {};
    private static final DynamicAttribute AS_PATH = new DynamicAttribute("bgp_path", FilterType.PATH, 2, -1);

    private FilterTrace trace;
    private RouteAccess route = RouteAccess.NONE;
    private FilterEnvironment environment = FilterEnvironment.NONE;
    private SourcePosition position;
    private int depth;
    private int steps;
    private final StringBuilder line = new StringBuilder();

    /** How a statement ends. */
    private enum Completion {
        NORMAL,
        RETURN
    }

    private Value returned;

    /** Leaves nested calls and expressions at {@code accept} and {@code reject}. */
    private static final class Finished extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final boolean accepted;

        private Finished(boolean accepted) {
            super(null, null, false, false);
            this.accepted = accepted;
        }
    }

    /**
     * Runs a filter.
     *
     * @return true if it accepts
     * @throws FilterException on a run-time error, at {@link #position()}
     */
    public boolean run(Filter filter, RouteAccess on, FilterEnvironment with) {
        return run(filter, null, on, with);
    }

    /**
     * Runs a filter with an argument.
     *
     * @param argument the value of its first variable; null for none
     * @return true if it accepts
     * @throws FilterException on a run-time error, at {@link #position()}
     */
    public boolean run(Filter filter, Value argument, RouteAccess on, FilterEnvironment with) {
        start(on, with);
        position = filter.position();
        Value[] frame = frame(filter.frameSize());
        if (argument != null) {
            frame[0] = argument;
        }
        try {
            if (execute(filter.body(), frame) == Completion.RETURN) {
                return Operations.truth(returned, "return from a filter");
            }
        } catch (Finished finished) {
            return finished.accepted;
        } catch (StackOverflowError e) {
            throw new FilterException("Calls and expressions are nested too deeply");
        }
        position = filter.position();
        throw new FilterException("The filter did not say accept or reject");
    }

    /**
     * The value that a filter of one {@code return} returns.
     *
     * @throws FilterException on a run-time error, at {@link #position()}
     */
    public Value value(Filter of, RouteAccess on, FilterEnvironment with) {
        start(on, with);
        position = of.position();
        try {
            execute(of.body(), frame(of.frameSize()));
            return returned;
        } catch (Finished finished) {
            throw new FilterException("accept or reject where a value is needed");
        } catch (StackOverflowError e) {
            throw new FilterException("Calls and expressions are nested too deeply");
        }
    }

    /**
     * Calls a function without arguments, as test suites do.
     *
     * @return true unless it returned false or rejected
     */
    public boolean runSuite(Function function, RouteAccess on, FilterEnvironment with) {
        start(on, with);
        position = function.position();
        try {
            Value result = call(function, NO_VARIABLES);
            return !(result instanceof Num num && num.type() == FilterType.BOOL && !num.isTrue());
        } catch (Finished finished) {
            return finished.accepted;
        } catch (StackOverflowError e) {
            throw new FilterException("Calls and expressions are nested too deeply");
        }
    }

    /**
     * Evaluates an expression that needs no route and no variables.
     *
     * @throws FilterException on a run-time error, at {@link #position()}
     */
    public Value evaluate(Expression expression) {
        return evaluate(expression, FilterEnvironment.NONE);
    }

    /** The same, where functions may print and ask tables. */
    public Value evaluate(Expression expression, FilterEnvironment with) {
        start(RouteAccess.NONE, with);
        position = expression.position();
        try {
            return evaluate(expression, NO_VARIABLES);
        } catch (Finished finished) {
            throw new FilterException("accept or reject in a constant");
        } catch (StackOverflowError e) {
            throw new FilterException("Calls and expressions are nested too deeply");
        }
    }

    /** Reports every decision from now on; null ends it. */
    public void trace(FilterTrace to) {
        trace = to;
    }

    /** Where a run-time error happened. */
    public SourcePosition position() {
        return position;
    }

    private void start(RouteAccess on, FilterEnvironment with) {
        route = on;
        environment = with;
        depth = 0;
        steps = 0;
        line.setLength(0);
    }

    private static Value[] frame(int size) {
        if (size == 0) {
            return NO_VARIABLES;
        }
        Value[] frame = new Value[size];
        Arrays.fill(frame, Undefined.VOID);
        return frame;
    }

    // ---- statements ------------------------------------------------------------------------------------------------

    private Completion execute(Statement statement, Value[] frame) {
        if (trace != null) {
            trace.executed(statement.position());
        }
        switch (statement) {
            case Statement.Block block -> {
                for (Statement each : block.statements()) {
                    if (execute(each, frame) == Completion.RETURN) {
                        return Completion.RETURN;
                    }
                }
            }
            case Statement.If condition -> {
                Value value = evaluate(condition.condition(), frame);
                position = condition.position();
                boolean holds = Operations.truth(value, "if");
                if (trace != null) {
                    trace.branched(condition.position(), holds);
                }
                if (holds) {
                    return execute(condition.then(), frame);
                }
                if (condition.otherwise() != null) {
                    return execute(condition.otherwise(), frame);
                }
            }
            case Statement.For loop -> {
                return loop(loop, frame);
            }
            case Statement.Case selection -> {
                Value subject = evaluate(selection.subject(), frame);
                if (trace != null) {
                    trace.selected(selection.position(), subject);
                }
                Statement branch = select(selection, subject);
                if (branch != null) {
                    return execute(branch, frame);
                }
            }
            case Statement.Finish finish -> {
                if (!finish.message().isEmpty()) {
                    print(finish.message(), frame, true);
                }
                boolean accepts = finish.verdict() == Statement.Verdict.ACCEPT;
                if (trace != null) {
                    trace.finished(finish.position(), accepts);
                }
                throw new Finished(accepts);
            }
            case Statement.Print print -> print(print.parts(), frame, print.newline());
            case Statement.Return done -> {
                returned = evaluate(done.value(), frame);
                return Completion.RETURN;
            }
            case Statement.SetVariable set -> {
                Value value = set.value() == null ? Undefined.of(set.type()) : evaluate(set.value(), frame);
                position = set.position();
                frame[set.slot()] = set.value() == null || (set.undefinedAllowed() && value == Undefined.VOID)
                        ? value
                        : Operations.convert(value, set.type(), "the variable");
            }
            case Statement.SetAttribute set -> {
                Value value = evaluate(set.value(), frame);
                position = set.position();
                route.set(
                        set.attribute(),
                        Operations.convert(
                                value, set.attribute().type(), set.attribute().label()));
            }
            case Statement.Unset unset -> {
                position = unset.position();
                if (unset.attribute() instanceof DynamicAttribute attribute) {
                    route.unset(attribute);
                }
            }
            case Statement.Evaluate expression -> evaluate(expression.expression(), frame);
            case Statement.Assert assertion -> check(assertion, frame);
        }
        return Completion.NORMAL;
    }

    private Completion loop(Statement.For loop, Value[] frame) {
        Value list = evaluate(loop.list(), frame);
        position = loop.position();
        if (list instanceof RouteList routes) {
            for (RouteRef each : routes.routes()) {
                step();
                frame[loop.slot()] = each;
                if (execute(loop.body(), frame) == Completion.RETURN) {
                    return Completion.RETURN;
                }
            }
            return Completion.NORMAL;
        }
        if (!(list instanceof WireBytes bytes) || !bytes.type().isList()) {
            throw new FilterException("for cannot walk over " + list.type().label());
        }
        byte[] array = bytes.array();
        if (bytes.type() == FilterType.PATH) {
            int count = AsPaths.count(array, 0, array.length);
            for (int i = 0; i < count; i++) {
                step();
                frame[loop.slot()] = Num.integer(AsPaths.get(array, 0, array.length, i));
                if (execute(loop.body(), frame) == Completion.RETURN) {
                    return Completion.RETURN;
                }
            }
        } else {
            for (int at = 0; at < array.length; at += CommunityLists.width(bytes.type())) {
                step();
                frame[loop.slot()] = CommunityLists.get(bytes.type(), array, at);
                if (execute(loop.body(), frame) == Completion.RETURN) {
                    return Completion.RETURN;
                }
            }
        }
        return Completion.NORMAL;
    }

    private void step() {
        if (++steps > MAX_STEPS) {
            throw tooLong();
        }
    }

    /** What is thrown when a run has taken {@link #MAX_STEPS}. */
    public static FilterException tooLong() {
        return new FilterException("More than " + MAX_STEPS + " calls and rounds of loops");
    }

    private static Statement select(Statement.Case selection, Value subject) {
        for (Statement.Branch branch : selection.branches()) {
            if (!(subject instanceof WireBytes) && Values.matches(subject, branch.labels()) == 1) {
                return branch.body();
            }
        }
        return selection.otherwise();
    }

    private void print(List<Expression> parts, Value[] frame, boolean newline) {
        // All parts first: one that prints itself finishes its own line.
        List<Value> values = new ArrayList<>(parts.size());
        for (Expression part : parts) {
            values.add(evaluate(part, frame));
        }
        values.forEach(value -> ValueFormat.append(line, value));
        if (newline) {
            environment.print(line.toString());
            line.setLength(0);
        }
    }

    private void check(Statement.Assert assertion, Value[] frame) {
        boolean passed = Operations.truth(evaluate(assertion.condition(), frame), "bt_assert");
        String values = "";
        if (!passed && assertion.condition() instanceof Expression.Binary comparison) {
            values = ValueFormat.format(evaluate(comparison.left(), frame)) + " "
                    + comparison.operator().symbol() + " "
                    + ValueFormat.format(evaluate(comparison.right(), frame));
        }
        position = assertion.position();
        environment.asserted(assertion, passed, values);
    }

    // ---- expressions -----------------------------------------------------------------------------------------------

    private Value evaluate(Expression expression, Value[] frame) {
        return switch (expression) {
            case Expression.Constant constant -> constant.value();
            case Expression.Variable variable -> {
                if (variable.slot() >= frame.length) {
                    position = variable.position();
                    throw new FilterException(variable.name() + " is a variable, a constant is needed here");
                }
                yield frame[variable.slot()];
            }
            case Expression.Attribute attribute -> {
                position = attribute.position();
                yield route.get(attribute.attribute());
            }
            case Expression.AttributeOf of -> {
                Value one = evaluate(of.route(), frame);
                position = of.position();
                if (!(one instanceof RouteRef ref)) {
                    throw new FilterException(of.attribute().label() + " of a route that is not there");
                }
                yield route.get(ref.number(), of.attribute());
            }
            case Expression.Binary binary -> {
                boolean rightFirst = binary.operator().isRightFirst();
                Value first = evaluate(rightFirst ? binary.right() : binary.left(), frame);
                Value second = evaluate(rightFirst ? binary.left() : binary.right(), frame);
                Value left = rightFirst ? second : first;
                Value right = rightFirst ? first : second;
                position = binary.position();
                Value result = Operations.binary(binary.operator(), left, right);
                if (trace != null && result instanceof Num num && num.type() == FilterType.BOOL) {
                    trace.compared(binary, left, right, num.isTrue());
                }
                yield result;
            }
            case Expression.Logical logical -> {
                Value left = evaluate(logical.left(), frame);
                position = logical.position();
                String use = logical.and() ? "&&" : "||";
                if (Operations.truth(left, use) != logical.and()) {
                    yield left;
                }
                Value right = evaluate(logical.right(), frame);
                position = logical.position();
                yield Num.bool(Operations.truth(right, use));
            }
            case Expression.Not not -> {
                Value operand = evaluate(not.operand(), frame);
                position = not.position();
                yield Num.bool(!Operations.truth(operand, "!"));
            }
            case Expression.Defined defined ->
                Num.bool(evaluate(defined.operand(), frame).isDefined());
            case Expression.Call call -> call(call, frame);
            case Expression.MethodCall call -> {
                Value object = evaluate(call.object(), frame);
                Value argument = call.arguments().isEmpty()
                        ? null
                        : evaluate(call.arguments().getFirst(), frame);
                position = call.position();
                yield Operations.method(call.method(), object, argument);
            }
            case Expression.PairOf pair -> {
                Value asn = evaluate(pair.asn(), frame);
                Value data = evaluate(pair.data(), frame);
                position = pair.position();
                yield Operations.pairOf(asn, data);
            }
            case Expression.ExtendedCommunityOf community -> {
                Value key = evaluate(community.key(), frame);
                Value value = evaluate(community.value(), frame);
                position = community.position();
                yield Operations.extendedCommunityOf(community.kind(), key, value);
            }
            case Expression.LargeCommunityOf community -> {
                Value asn = evaluate(community.asn(), frame);
                Value data1 = evaluate(community.data1(), frame);
                Value data2 = evaluate(community.data2(), frame);
                position = community.position();
                yield Operations.largeCommunityOf(asn, data1, data2);
            }
            case Expression.MaskOf mask -> mask(mask, frame);
            case Expression.Format format -> new Text(ValueFormat.format(evaluate(format.value(), frame)));
            case Expression.FromHex hex -> {
                Value text = evaluate(hex.text(), frame);
                position = hex.position();
                yield Operations.fromHex(text);
            }
            case Expression.RoaCheck check -> roaCheck(check, frame);
            case Expression.AspaCheck check -> aspaCheck(check, frame);
        };
    }

    private Value mask(Expression.MaskOf mask, Value[] frame) {
        List<PathMask.Item> items = new ArrayList<>(mask.items().size());
        for (Expression.MaskItem item : mask.items()) {
            items.add(
                    switch (item) {
                        case Expression.MaskItem.Fixed fixed -> fixed.item();
                        case Expression.MaskItem.Computed computed -> {
                            Value value = evaluate(computed.expression(), frame);
                            position = computed.expression().position();
                            yield Operations.maskItem(value, computed.repeated());
                        }
                    });
        }
        return new PathMask(items);
    }

    private Value call(Expression.Call call, Value[] frame) {
        Function function = call.function();
        Value[] arguments = new Value[call.arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            Value value = evaluate(call.arguments().get(i), frame);
            position = call.position();
            Function.Parameter parameter = function.parameters().get(i);
            arguments[i] = value == Undefined.VOID
                    ? value
                    : Operations.convert(value, parameter.type(), "argument " + parameter.name());
        }
        position = call.position();
        return call(function, arguments);
    }

    private Value call(Function function, Value[] arguments) {
        step();
        if (++depth > MAX_CALL_DEPTH) {
            throw new FilterException("Functions call each other more than " + MAX_CALL_DEPTH + " deep");
        }
        Value[] frame = frame(function.frameSize());
        System.arraycopy(arguments, 0, frame, 0, arguments.length);
        Completion completion = execute(function.body(), frame);
        depth--;
        return completion == Completion.RETURN ? returned : Undefined.VOID;
    }

    private Value roaCheck(Expression.RoaCheck check, Value[] frame) {
        Value prefix;
        long asn;
        if (check.prefix() == null) {
            prefix = route.get(StaticAttribute.NET);
            position = check.position();
            WireBytes path = (WireBytes) route.get(AS_PATH);
            if (!path.isDefined()) {
                throw new FilterException("roa_check needs a route with bgp_path");
            }
            asn = AsPaths.last(path.array(), 0, path.length());
        } else {
            prefix = evaluate(check.prefix(), frame);
            Value origin = evaluate(check.asn(), frame);
            position = check.position();
            asn = Operations.integer(origin, "roa_check");
        }
        if (!(prefix instanceof Net net)) {
            throw new FilterException(
                    "roa_check needs prefix, got " + prefix.type().label());
        }
        int state = environment.roaCheck(check.table(), net, asn);
        if (trace != null) {
            validated(environment.roaEvidence(check.table(), net, asn));
        }
        return new Num(FilterType.ENUM_ROA, state);
    }

    private Value aspaCheck(Expression.AspaCheck check, Value[] frame) {
        Value path = evaluate(check.path(), frame);
        Value upstream = evaluate(check.upstream(), frame);
        position = check.position();
        if (!(path instanceof WireBytes bytes) || bytes.type() != FilterType.PATH) {
            throw new FilterException(
                    "aspa_check needs bgppath, got " + path.type().label());
        }
        boolean up = Operations.truth(upstream, "aspa_check");
        int state = environment.aspaCheck(check.table(), bytes, up);
        if (trace != null) {
            validated(environment.aspaEvidence(check.table(), bytes));
        }
        return new Num(FilterType.ENUM_ASPA, state);
    }

    private void validated(String evidence) {
        if (!evidence.isEmpty()) {
            trace.validated(position + " " + evidence);
        }
    }
}
