package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.tree.StaticAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The filter language cannot see the engine's tables of attributes: here both are compared. */
class AttributeTablesTest {
    private static AttributeType rowOf(DynamicAttribute attribute) {
        return Stream.of(AttributeType.values())
                .filter(type -> AttributeSlot.of(type.space(), type.code()) == attribute.slot())
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @EnumSource
    void everyRowHasItsNameInFilters(AttributeType type) {
        if (type.filterName().isEmpty()) {
            assertThat(AttributeNames.nameOfBgp(type.code()))
                    .as("%s", type)
                    .satisfies(name -> assertThat(type.space() != AttributeBlob.BGP || name == null)
                            .isTrue());
            return;
        }
        switch (AttributeNames.find(type.filterName())) {
            case DynamicAttribute known -> {
                assertThat(known.slot()).isEqualTo(AttributeSlot.of(type.space(), type.code()));
                assertThat(known.bit()).isNegative();
            }
            case StaticAttribute known ->
                assertThat(type.title()).as("a row of its own").isEmpty();
            case null -> fail(type + " is not known to filters as " + type.filterName());
        }
    }

    @Test
    void everyAttributeOfTheLanguageHasARow() {
        List<String> others = new ArrayList<>();
        for (String name : AttributeNames.names()) {
            if (AttributeNames.find(name) instanceof DynamicAttribute attribute && attribute.bit() < 0) {
                AttributeType type = rowOf(attribute);
                if (type == null || !type.filterName().equals(name)) {
                    others.add(name);
                }
            }
        }
        assertThat(others)
                .as("an attribute of families that are not carried, and BIRD's old spelling of krt_ssthresh")
                .containsExactlyInAnyOrder("bgp_pmsi_tunnel", "krt_sstresh");
    }

    @Test
    void bitsAreThoseOfTheirRows() {
        for (String name : AttributeNames.names()) {
            if (AttributeNames.find(name) instanceof DynamicAttribute attribute && attribute.bit() >= 0) {
                AttributeType type = rowOf(attribute);
                if (name.startsWith("krt_feature_")) {
                    assertThat(type).as(name).isEqualTo(AttributeType.KRT_FEATURES);
                } else {
                    assertThat(type).as(name).isEqualTo(AttributeType.KRT_LOCK);
                    int locked = AttributeSlot.of(AttributeBlob.ENGINE, AttributeBlob.KRT_METRICS + attribute.bit());
                    assertThat(AttributeNames.find(name.replace("lock_", "")))
                            .as(name)
                            .isInstanceOfSatisfying(
                                    DynamicAttribute.class,
                                    metric -> assertThat(metric.slot()).isEqualTo(locked));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void typesFitTheShapes(AttributeType type) {
        if (!type.filterName().isEmpty()
                && AttributeNames.find(type.filterName()) instanceof DynamicAttribute attribute) {
            List<FilterType> types = switch (type.shape()) {
                case ORIGIN -> List.of(FilterType.ENUM_BGP_ORIGIN);
                case AS_PATH -> List.of(FilterType.PATH);
                case NEXT_HOP, ADDRESS -> List.of(FilterType.IP);
                case NUMBER -> List.of(FilterType.INT);
                case TEXT -> List.of(FilterType.STRING);
                case IDENTIFIERS -> List.of(FilterType.QUAD, FilterType.CLIST);
                case COMMUNITIES -> List.of(FilterType.CLIST);
                case EXTENDED_COMMUNITIES -> List.of(FilterType.ECLIST);
                case LARGE_COMMUNITIES -> List.of(FilterType.LCLIST);
                case AGGREGATOR, AIGP, BYTES -> List.of(FilterType.ENUM_EMPTY);
                case LOCKS, FEATURES -> List.of();
            };
            assertThat(types).contains(attribute.type());
        }
    }

    @Test
    void namedNumbersAreTheEnginesOwn() {
        Map<String, Integer> engine = new TreeMap<>();
        for (Destination destination : Destination.values()) {
            engine.put("RTD_" + destination, destination.code());
        }
        for (Scope scope : Scope.values()) {
            engine.put("SCOPE_" + scope, scope.code());
        }
        for (RouteSource.Kind kind : RouteSource.Kind.values()) {
            engine.put(kind.name(), kind.code());
        }
        engine.remove("RTD_NONE");
        Set<FilterType> types = EnumSet.of(FilterType.ENUM_RTD, FilterType.ENUM_SCOPE, FilterType.ENUM_RTS);
        Map<String, Integer> language = new TreeMap<>();
        EnumConstants.all().forEach((name, number) -> {
            if (types.contains(number.type())) {
                language.put(name, (int) number.bits());
            }
        });
        assertThat(language).containsAllEntriesOf(engine);
        language.keySet().removeAll(engine.keySet());
        assertThat(language.keySet())
                .as("BIRD 1.6's other names of RTD_UNICAST, and sources of protocols that are not spoken")
                .containsExactlyInAnyOrder(
                        "RTD_ROUTER",
                        "RTD_DEVICE",
                        "RTD_MULTIPATH",
                        "RTS_RIP",
                        "RTS_OSPF",
                        "RTS_OSPF_IA",
                        "RTS_OSPF_EXT1",
                        "RTS_OSPF_EXT2");
    }
}
