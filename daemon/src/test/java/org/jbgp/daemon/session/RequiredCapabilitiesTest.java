package org.jbgp.daemon.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jbgp.config.model.bgp.BgpCapability;
import org.jbgp.config.options.OptionReference;
import org.jbgp.daemon.wire.open.CapabilityType;
import org.junit.jupiter.api.Test;

/**
 * The configuration cannot see the table of capabilities: its {@code require …} options and the table's rows are held
 * together here.
 */
class RequiredCapabilitiesTest {
    /** Those that are looked for in their values, by the words of their options. */
    private static final Map<CapabilityType, String> BY_VALUE = new EnumMap<>(Map.of(
            CapabilityType.ROLE, "roles",
            CapabilityType.ADD_PATH, "add paths",
            CapabilityType.EXTENDED_NEXT_HOP, "extended next hop"));

    /** A family is required by {@code mandatory}; the old code of route refresh is never offered. */
    private static final Set<CapabilityType> NEVER = Set.of(CapabilityType.MULTIPROTOCOL, CapabilityType.CISCO_REFRESH);

    @Test
    void eachOfTheConfigurationHasARowOfItsName() {
        assertThat(Stream.of(BgpCapability.values()).map(OpenNegotiation::type)).doesNotHaveDuplicates();
    }

    @Test
    void everyRowHasAnOptionAndEveryOptionARow() {
        Set<CapabilityType> rows = Arrays.stream(CapabilityType.values())
                .filter(type -> !NEVER.contains(type) && !BY_VALUE.containsKey(type))
                .collect(Collectors.toSet());
        assertThat(Stream.of(BgpCapability.values()).map(OpenNegotiation::type))
                .containsExactlyInAnyOrderElementsOf(rows);

        Set<String> words = new TreeSet<>(BY_VALUE.values());
        Stream.of(BgpCapability.values()).map(BgpCapability::words).forEach(words::add);
        Set<String> options = Stream.of("bgp.md", "bgp-channel.md")
                .flatMap(page -> Pattern.compile("^\\| `require ([a-z0-9 ]+)`", Pattern.MULTILINE)
                        .matcher(OptionReference.pages().get(page))
                        .results())
                .map((MatchResult option) -> option.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(options).isEqualTo(words);
    }
}
