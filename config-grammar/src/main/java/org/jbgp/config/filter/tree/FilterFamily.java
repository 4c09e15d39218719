package org.jbgp.config.filter.tree;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.config.filter.value.Num;
import org.jbgp.config.filter.value.PathMask;
import org.jbgp.config.filter.value.RangeSet;
import org.jbgp.config.filter.value.Value;
import org.jbgp.config.filter.value.Wide;
import org.jbgp.config.filter.value.WireBytes;

/**
 * What a filter has in common with others that differ from it only in values they look for: those a route server gives
 * its clients, each of which asks for communities that name its own AS. Immutable.
 *
 * <p>Two filters of one family do the same with every route in which neither finds one of the values that it looks for
 * at a place where the other looks for another one. So a route need be judged once for all of them that it does not
 * name.
 *
 * <p>A value counts as looked for if all that is asked about it is whether it is in one of the route's own lists:
 * {@code (0, asn) ~ bgp_community}, {@code bgp_large_community ~ [(1, 0, asn)]}, {@code asn ~ bgp_path},
 * {@code bgp_path ~ [= * asn * =]}, {@code bgp_path.first = asn}, or to delete it there; also where a function is
 * handed the number. Any other difference makes another family.
 */
public final class FilterFamily {
    private static final int LONGEST = 1 << 16;
    private static final int DEEPEST = 16;

    private final String digest;
    private final Set<String> validityTables;
    private final List<Sought> sought;
    private final Map<Place, Set<Value>> added;

    private FilterFamily(String digest, Set<String> validityTables, List<Sought> sought, Map<Place, Set<Value>> added) {
        this.digest = digest;
        this.validityTables = validityTables;
        this.sought = List.copyOf(sought);
        this.added = added;
    }

    /** Where a value is looked for. */
    public enum Place {
        /** AS numbers, as int. */
        AS_PATH(2, FilterType.INT),
        /** Pairs. */
        COMMUNITY(8, FilterType.PAIR),
        /** Extended communities. */
        EXTENDED_COMMUNITY(16, FilterType.EC),
        /** Large communities. */
        LARGE_COMMUNITY(32, FilterType.LC);

        private final int slot;
        private final FilterType element;

        Place(int slot, FilterType element) {
            this.slot = slot;
            this.element = element;
        }

        /** The attribute's code (IANA "BGP Path Attributes"). */
        public int code() {
            return slot;
        }

        private static Place of(Expression expression) {
            return expression instanceof Expression.Attribute(var _, var attribute) ? of(attribute) : null;
        }

        private static Place of(RouteAttribute attribute) {
            if (attribute instanceof DynamicAttribute dynamic && dynamic.bit() < 0) {
                for (Place place : values()) {
                    if (place.slot == dynamic.slot()) {
                        return place;
                    }
                }
            }
            return null;
        }
    }

    /**
     * One question of the filter.
     *
     * @param values which of these is in the list; never empty
     */
    public record Sought(Place place, Set<Value> values) {
        public Sought {
            values = Set.copyOf(values);
        }
    }

    /** The family of a filter, null if it does something for which it has none. */
    public static FilterFamily of(Filter filter) {
        Text text = new Text();
        Fingerprint.Result result = text.finish(filter);
        return text.failed()
                ? null
                : new FilterFamily(result.digest(), result.validityTables(), text.sought, text.added);
    }

    /** In hexadecimal; equal for all filters of the family. */
    public String digest() {
        return digest;
    }

    /** Names of the ROA and ASPA tables it asks. */
    public Set<String> validityTables() {
        return validityTables;
    }

    /** What this filter looks for; in the same order for all filters of the family. */
    public List<Sought> sought() {
        return sought;
    }

    /** Values that filters of the family may put into the list before they look for others. */
    public Set<Value> added(Place place) {
        return added.getOrDefault(place, Set.of());
    }

    /** The family's text: like a fingerprint's, but without the values looked for, and with functions written out. */
    private static final class Text extends Fingerprint {
        private final List<Sought> sought = new ArrayList<>();
        private final Map<Place, Set<Value>> added = new EnumMap<>(Place.class);
        /** Lists into which the filter may put values that are not known. */
        private final Set<Place> open = EnumSet.noneOf(Place.class);

        private Frame frame;
        private int depth;
        private int length;
        private boolean broken;

        Text() {
            super(null);
        }

        Result finish(Filter filter) {
            frame = new Frame(filter.frameSize());
            frame.count(filter.body());
            return finish(filter.body());
        }

        boolean failed() {
            return broken || sought.stream().anyMatch(question -> open.contains(question.place()));
        }

        @Override
        Fingerprint append(Statement statement) {
            if (++length > LONGEST) {
                broken = true;
            }
            if (broken) {
                return this;
            }
            switch (statement) {
                case null -> {}
                case Statement.SetAttribute(var _, var attribute, var value)
                when Place.of(attribute) != null -> noteAdded(Place.of(attribute), value);
                case Statement.SetVariable(var _, var slot, var type, var value, var _)
                when frame.constant(slot, value) ->
                    // Its value stands where it is used, if it matters there.
                    append('=').append(slot).append(type);
                // What is printed is printed for each route and client.
                case Statement.Print print -> broken = true;
                case Statement.Finish(var _, var _, var message) when !message.isEmpty() -> broken = true;
                default -> {}
            }
            return statement instanceof Statement.SetVariable set && frame.known(set.slot()) != null
                    ? this
                    : super.append(statement);
        }

        @Override
        Fingerprint append(Expression expression) {
            if (++length > LONGEST) {
                broken = true;
            }
            if (broken || looksFor(expression)) {
                return this;
            }
            if (expression instanceof Expression.Call(var _, var function, var arguments)) {
                return call(function, arguments);
            }
            Value known = expression instanceof Expression.Variable ? known(expression) : null;
            return known == null ? super.append(expression) : append(known);
        }

        // ---- functions -----------------------------------------------------------------------------------------

        private Fingerprint call(Function function, List<Expression> arguments) {
            if (!function.isComplete() || depth == DEEPEST) {
                broken = true;
                return this;
            }
            Frame inner = new Frame(function.frameSize());
            inner.count(function.body());
            append('c').append(function.parameters().size());
            for (int i = 0; i < arguments.size(); i++) {
                Value known = inner.assigned(i) ? null : known(arguments.get(i));
                inner.know(i, known);
                append(function.parameters().get(i).type());
                if (known == null) {
                    append(arguments.get(i));
                } else {
                    append('k').append(known.type());
                }
            }
            Frame outer = frame;
            frame = inner;
            depth++;
            append(function.body());
            depth--;
            frame = outer;
            return append(')');
        }

        // ---- values looked for ---------------------------------------------------------------------------------

        private boolean looksFor(Expression expression) {
            return switch (expression) {
                case Expression.Binary(var _, var operator, var left, var right) -> looksFor(operator, left, right);
                case Expression.MethodCall(var _, var method, var _, var object, var arguments)
                when method == Method.DELETE -> {
                    // The object may be a chain of changes: the list itself is at its end.
                    Place place = Place.of(object);
                    Set<Value> values = place == null ? null : values(place, arguments.getFirst());
                    yield values != null && note('D', place, values);
                }
                case null, default -> false;
            };
        }

        private boolean looksFor(Expression.BinaryOperator operator, Expression left, Expression right) {
            return switch (operator) {
                case MATCH, NOT_MATCH ->
                    Place.of(right) != null
                            ? isIn(operator, left, Place.of(right))
                            : Place.of(left) != null && holds(operator, Place.of(left), right);
                case EQUAL, NOT_EQUAL ->
                    isEndOfPath(left) ? endsIn(operator, left, right) : endsIn(operator, right, left);
                default -> false;
            };
        }

        private boolean isIn(Expression.BinaryOperator operator, Expression single, Place place) {
            Value value = known(single);
            return value != null && value.type() == place.element && note(operator, place, Set.of(value));
        }

        private boolean holds(Expression.BinaryOperator operator, Place place, Expression pattern) {
            Set<Value> values = values(place, pattern);
            if (place == Place.AS_PATH && values == null) {
                values = asNumbers(pattern);
            }
            return values != null && note(operator, place, values);
        }

        private boolean endsIn(Expression.BinaryOperator operator, Expression end, Expression single) {
            // An empty path ends in 0.
            if (!isEndOfPath(end)
                    || !(known(single) instanceof Num number)
                    || number.type() != FilterType.INT
                    || number.bits() == 0) {
                return false;
            }
            append(((Expression.MethodCall) end).method());
            return note(operator, Place.AS_PATH, Set.of(number));
        }

        private static boolean isEndOfPath(Expression expression) {
            return expression instanceof Expression.MethodCall(var _, var method, var _, var object, var _)
                    && (method == Method.FIRST || method == Method.LAST)
                    && Place.of(object) == Place.AS_PATH;
        }

        private boolean note(Enum<?> operator, Place place, Set<Value> values) {
            append(operator);
            return note('#', place, values);
        }

        private boolean note(char mark, Place place, Set<Value> values) {
            append(mark).append(place);
            sought.add(new Sought(place, values));
            return true;
        }

        /** The single values of an operand, null if it is anything else. */
        private Set<Value> values(Place place, Expression operand) {
            Value known = known(operand);
            if (known instanceof RangeSet set) {
                Set<Value> values = singles(set);
                return values == null || values.isEmpty() || set.element() != place.element ? null : values;
            }
            return known != null && known.type() == place.element ? Set.of(known) : null;
        }

        private static Set<Value> singles(RangeSet set) {
            Set<Value> values = new HashSet<>();
            for (int i = 0; i < set.size(); i++) {
                if (!set.from(i).equals(set.to(i))) {
                    return null;
                }
                values.add(set.from(i));
            }
            return set.hasRectangles() ? null : values;
        }

        /** The AS numbers that all must be in a path for a mask to take it; null if there is no such number. */
        private Set<Value> asNumbers(Expression mask) {
            List<PathMask.Item> items = new ArrayList<>();
            switch (mask) {
                case Expression.Constant(var _, PathMask known) -> items.addAll(known.items());
                case Expression.MaskOf(var _, var parts) -> {
                    for (Expression.MaskItem part : parts) {
                        switch (part) {
                            case Expression.MaskItem.Fixed(var item) -> items.add(item);
                            case Expression.MaskItem.Computed(var expression, var repeated) -> {
                                if (!(known(expression) instanceof Num number) || number.type() != FilterType.INT) {
                                    return null;
                                }
                                items.add(new PathMask.AsRange(number.bits(), number.bits(), repeated));
                            }
                        }
                    }
                }
                default -> {
                    return null;
                }
            }
            Set<Value> numbers = new HashSet<>();
            for (PathMask.Item item : items) {
                switch (item) {
                    case PathMask.AnyPath() -> {}
                    case PathMask.AsRange(var from, var to, var _) when from == to -> numbers.add(Num.integer(from));
                    default -> {
                        return null;
                    }
                }
            }
            return numbers.isEmpty() ? null : numbers;
        }

        // ---- known values --------------------------------------------------------------------------------------

        /** The value of an expression whatever the route, null if it depends on it or would be an error. */
        private Value known(Expression expression) {
            return switch (expression) {
                case Expression.Constant(var _, var value) -> value;
                case Expression.Variable(var _, var slot, var type, var _) -> {
                    Value value = frame.known(slot);
                    yield value != null && value.type() == type ? value : null;
                }
                case Expression.PairOf(var _, var asn, var data) -> {
                    long high = integer(asn);
                    long low = integer(data);
                    yield (high | low) < 0 || high > 0xFFFF || low > 0xFFFF ? null : Num.pair(high, low);
                }
                case Expression.LargeCommunityOf(var _, var asn, var data1, var data2) -> {
                    long first = integer(asn);
                    long second = integer(data1);
                    long third = integer(data2);
                    yield (first | second | third) < 0 ? null : Wide.largeCommunity(first, second, third);
                }
                case null, default -> null;
            };
        }

        private long integer(Expression expression) {
            return known(expression) instanceof Num number && number.type() == FilterType.INT ? number.bits() : -1;
        }

        /** Notes what an attribute's new value may hold that its old one did not. */
        private void noteAdded(Place place, Expression value) {
            switch (value) {
                case Expression.Attribute attribute when Place.of(attribute) == place -> {}
                case Expression.MethodCall(var _, var method, var _, var object, var arguments) -> {
                    switch (method) {
                        case DELETE, FILTER -> noteAdded(place, object);
                        case EMPTY -> {}
                        case ADD, PREPEND -> {
                            noteAdded(place, object);
                            Value known = known(arguments.getFirst());
                            if (known == null || known.type() != place.element) {
                                open.add(place);
                            } else {
                                added.computeIfAbsent(place, key -> new HashSet<>())
                                        .add(known);
                            }
                        }
                        default -> open.add(place);
                    }
                }
                case Expression.Constant(var _, WireBytes bytes) when bytes.length() == 0 -> {}
                default -> open.add(place);
            }
        }
    }

    /** The variables of the filter, or of a function while it is written out. */
    private static final class Frame {
        private final int[] assignments;
        private final Value[] known;

        Frame(int size) {
            assignments = new int[size];
            known = new Value[size];
        }

        /** Counts what assigns to each variable. */
        void count(Statement statement) {
            switch (statement) {
                case null -> {}
                case Statement.Block(var _, var statements) -> statements.forEach(this::count);
                case Statement.If(var _, var _, var then, var otherwise) -> {
                    count(then);
                    count(otherwise);
                }
                case Statement.For(var _, var slot, var _, var _, var body) -> {
                    assignments[slot]++;
                    count(body);
                }
                case Statement.Case(var _, var _, var branches, var otherwise) -> {
                    branches.forEach(branch -> count(branch.body()));
                    count(otherwise);
                }
                case Statement.SetVariable set -> assignments[set.slot()]++;
                default -> {}
            }
        }

        boolean assigned(int slot) {
            return assignments[slot] > 0;
        }

        void know(int slot, Value value) {
            known[slot] = value;
        }

        Value known(int slot) {
            return known[slot];
        }

        /**
         * Whether a variable gets a value here that it keeps; from now on it is known. Names are visible only below
         * and inside of the block of their declaration, so that one assignment is the value wherever it is read.
         */
        boolean constant(int slot, Expression value) {
            if (assignments[slot] == 1 && value instanceof Expression.Constant(var _, var constant)) {
                known[slot] = constant;
                return true;
            }
            return false;
        }
    }

    @Override
    public String toString() {
        return "family " + digest + " " + Collections.unmodifiableList(sought);
    }
}
