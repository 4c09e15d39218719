package org.jbgp.config.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jbgp.config.filter.tree.DynamicAttribute;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.daemon.policy.AttributeSlot;
import org.jbgp.daemon.policy.RouteSource;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeType;
import org.jbgp.daemon.wire.Destination;
import org.jbgp.daemon.wire.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter language cannot see the engine's tables of attributes: here both are compared. */
class AttributeTablesTest {
    /** BIRD's one exception: {@code BGP.as_path} is shown, {@code bgp_path} is what filters read. */
    private static String languageName(AttributeType type) {
        return type == AttributeType.AS_PATH ? "bgp_path" : "bgp_" + type.shownName();
    }

    @Test
    void everyRowThatIsShownHasItsNameInFilters() {
        for (AttributeType type : AttributeType.values()) {
            String name = type.shownName().isEmpty() ? null : languageName(type);
            assertThat(AttributeNames.nameOfBgp(type.code())).as("%s", type).isEqualTo(name);
        }
    }

    @Test
    void everyPathAttributeOfTheLanguageHasARow() {
        List<String> without = new ArrayList<>();
        for (String name : AttributeNames.names()) {
            if (AttributeNames.find(name) instanceof DynamicAttribute attribute
                    && attribute.slot() < 64
                    && AttributeType.shownAs(attribute.slot()) == null) {
                without.add(name);
            }
        }
        assertThat(without)
                .as("names for attributes of families that are not carried")
                .containsExactly("bgp_pmsi_tunnel");
    }

    @Test
    void typesFitTheShapes() {
        for (AttributeType type : AttributeType.values()) {
            if (AttributeNames.find(languageName(type)) instanceof DynamicAttribute attribute) {
                List<FilterType> types = switch (type.shape()) {
                    case ORIGIN -> List.of(FilterType.ENUM_BGP_ORIGIN);
                    case AS_PATH -> List.of(FilterType.PATH);
                    case NEXT_HOP -> List.of(FilterType.IP);
                    case NUMBER -> List.of(FilterType.INT);
                    case ADDRESSES -> List.of(FilterType.QUAD, FilterType.CLIST);
                    case COMMUNITIES -> List.of(FilterType.CLIST);
                    case EXTENDED_COMMUNITIES -> List.of(FilterType.ECLIST);
                    case LARGE_COMMUNITIES -> List.of(FilterType.LCLIST);
                    case AGGREGATOR, AIGP, BYTES -> List.of(FilterType.ENUM_EMPTY);
                };
                assertThat(types).as("%s", type).contains(attribute.type());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "igp_metric, IGP_METRIC",
        "krt_source, KRT_SOURCE",
        "krt_metric, KRT_METRIC",
        "krt_tunnel, KRT_TUNNEL",
        "krt_prefsrc, KRT_PREFSRC",
        "krt_realm, KRT_REALM",
        "krt_scope, KRT_SCOPE"
    })
    void engineAttributesHaveTheEnginesCodes(String name, String field) throws ReflectiveOperationException {
        int code = AttributeBlob.class.getField(field).getInt(null);
        assertThat(((DynamicAttribute) AttributeNames.find(name)).slot()).isEqualTo(64 + code);
        assertThat(AttributeSlot.COUNT).isGreaterThan(64 + code);
    }

    @Test
    void kernelMetricsStandInTheOrderOfLinux() {
        assertThat(((DynamicAttribute) AttributeNames.find("krt_mtu")).slot()).isEqualTo(AttributeSlot.KRT_METRICS + 2);
        assertThat(((DynamicAttribute) AttributeNames.find("krt_lock_mtu")).slot())
                .isEqualTo(AttributeSlot.KRT_METRICS + 1);
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
