package org.jbgp.config.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.LoadResult;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.base.IpAddress;
import org.jbgp.config.base.IpPrefix;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.config.filter.tree.Statement;
import org.jbgp.config.model.AggregatorConfig;
import org.jbgp.config.model.ChannelConfig;
import org.jbgp.config.model.FilterRef;
import org.jbgp.config.model.ProtocolConfig;
import org.jbgp.config.source.SourcePosition;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A reload knows of a change what the options' rows say, and nothing else: so each value of a finished configuration
 * must be seen by some row. Here one after the other is changed alone.
 */
class EveryComponentHasARowTest {
    private static final String FILE = """
            ipv4 table t; ipv4 table u; roa4 table r;
            protocol bgp { local 10.0.0.1 as 65000; neighbor 10.0.0.2 as 65001; ipv4 { import all; export none; }; }
            protocol static { ipv4; }
            protocol kernel { ipv4; }
            protocol device {}
            protocol direct { ipv4; }
            protocol pipe { table t; peer table u; }
            protocol bfd {}
            protocol rpki { remote 10.0.0.3; roa4 { table r; }; }
            protocol bmp { station address ip 10.0.0.4 port 5000; }
            protocol mrt { table t; filename "f"; period 5; }
            protocol aggregator { table t; peer table u; aggregate on net; }
            """;

    /** What makes it another protocol or channel, and no change of one. */
    private static final Set<String> IDENTITY = Set.of("common.name", "name", "family", "channels");

    /** Values that are one thing, whatever they are made of. */
    private static final Set<Class<?>> WHOLE = Set.of(IpAddress.class, IpPrefix.class);

    @TestFactory
    Stream<DynamicTest> everyComponent() {
        LoadResult loaded = ConfigurationLoader.loadText("t", FILE, Optional.of(Dialect.BIRD_2));
        assertThat(loaded.errors()).isEmpty();
        OptionChanges changes = new OptionChanges(false);
        List<DynamicTest> tests = new ArrayList<>();
        for (ProtocolConfig protocol : loaded.configuration().orElseThrow().protocols()) {
            visit(
                    tests,
                    protocol.keyword() + ": ",
                    "",
                    protocol,
                    next -> next,
                    (former, next) -> !changes.between((ProtocolConfig) former, (ProtocolConfig) next)
                            .isEmpty(),
                    protocol);
            for (ChannelConfig channel : protocol.channels()) {
                visit(
                        tests,
                        protocol.keyword() + " channel: ",
                        "",
                        channel,
                        next -> next,
                        (former, next) -> !changes.between((ChannelConfig) former, (ChannelConfig) next)
                                .isEmpty(),
                        channel);
            }
        }
        return tests.stream();
    }

    /** @param whole puts a changed group into an otherwise equal root */
    private static void visit(
            List<DynamicTest> tests,
            String where,
            String path,
            Object group,
            UnaryOperator<Object> whole,
            BiPredicate<Object, Object> seen,
            Object root) {
        RecordComponent[] components = group.getClass().getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            RecordComponent component = components[i];
            String name = path + component.getName();
            if (IDENTITY.contains(name)) {
                continue;
            }
            int index = i;
            UnaryOperator<Object> with = value -> whole.apply(copy(group, index, value));
            Object value = read(component, group);
            if (name.equals("bgp") && value.equals(Optional.empty())) {
                // A channel of another protocol never has these.
                continue;
            }
            Object inner = value instanceof Optional<?> optional ? optional.orElse(null) : value;
            if (inner instanceof Record && !(inner instanceof FilterRef) && !WHOLE.contains(inner.getClass())) {
                UnaryOperator<Object> wrapped =
                        value instanceof Optional<?> ? changed -> with.apply(Optional.of(changed)) : with;
                visit(tests, where, name + ".", inner, wrapped, seen, root);
            } else {
                Object next = with.apply(other(component.getGenericType(), value));
                tests.add(DynamicTest.dynamicTest(
                        where + name,
                        () -> assertThat(seen.test(root, next))
                                .as("a row sees a change of " + name)
                                .isTrue()));
            }
        }
    }

    private static Object read(RecordComponent component, Object group) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(group);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object copy(Object group, int changed, Object value) {
        RecordComponent[] components = group.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == changed ? value : read(components[i], group);
        }
        return make(group.getClass(), values);
    }

    private static Object make(Class<?> type, Object... values) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A value of the type that is not the one given. */
    private static Object other(Type type, Object value) {
        return switch (value) {
            case Optional<?> optional when optional.isPresent() -> Optional.empty();
            case List<?> list when !list.isEmpty() -> List.of();
            case Set<?> set when !set.isEmpty() -> Set.of();
            case null, default ->
                Stream.of(0, 1)
                        .map(number -> sample(type, number))
                        .filter(candidate -> !Objects.equals(candidate, value))
                        .findFirst()
                        .orElseThrow();
        };
    }

    /** One of two values of a type. */
    private static Object sample(Type type, int number) {
        if (type instanceof ParameterizedType generic) {
            Type inner = generic.getActualTypeArguments()[0];
            Class<?> raw = (Class<?>) generic.getRawType();
            if (raw == Optional.class) {
                return Optional.ofNullable(sample(inner, number));
            }
            return raw == List.class ? List.of(sample(inner, number)) : Set.of(sample(inner, number));
        }
        Class<?> raw = (Class<?>) type;
        if (raw == boolean.class || raw == Boolean.class) {
            return number == 1;
        } else if (raw == int.class || raw == Integer.class) {
            return 5 + number;
        } else if (raw == long.class || raw == Long.class) {
            return 5L + number;
        } else if (raw == double.class) {
            return 5.0 + number;
        } else if (raw == Duration.class) {
            return Duration.ofSeconds(number);
        } else if (raw == Byte.class) {
            return (byte) number;
        } else if (raw == String.class) {
            return "x" + number;
        } else if (raw == Filter.class) {
            SourcePosition position = new SourcePosition("t", 1, 1);
            return new Filter(
                    "f",
                    position,
                    0,
                    new Statement.Finish(
                            position, number == 0 ? Statement.Verdict.ACCEPT : Statement.Verdict.REJECT, List.of()));
        } else if (raw == AggregatorConfig.Aggregate.class) {
            return new AggregatorConfig.Aggregate(
                    IpPrefix.parse("10.0.0.0/8").orElseThrow(), number == 1, false, false);
        } else if (raw == OptionalInt.class) {
            return OptionalInt.of(number);
        } else if (raw == OptionalLong.class) {
            return OptionalLong.of(number);
        } else if (raw == IpAddress.class) {
            return IpAddress.ipv4(number);
        } else if (raw == IpPrefix.class) {
            return IpPrefix.of(IpAddress.ipv4(number << 24), 8);
        } else if (raw == FilterRef.class) {
            return number == 0 ? new FilterRef.All() : new FilterRef.None();
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[number];
        } else if (raw.isSealed()) {
            return sample(raw.getPermittedSubclasses()[0], number);
        } else if (raw.isRecord()) {
            return make(
                    raw,
                    Arrays.stream(raw.getRecordComponents())
                            .map(component -> sample(component.getGenericType(), number))
                            .toArray());
        }
        return null;
    }
}
