package org.jbgp.daemon.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jbgp.config.filter.tree.Filter;
import org.jbgp.daemon.policy.compile.Policies;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a filter's changes look like in the canonical attributes of a BGP route: flags, order, attributes without a name
 * of their own. The route is {@link TestRoute#typical} with attribute 200 of value cafe, with both back ends.
 */
class BgpAttributeChangesTest {
    private static final String DEFINITIONS = "attribute bgp 200 bytestring known; attribute bgp 50 bytestring low;"
            + " attribute bgp 255 bytestring high; attribute int mark; filter f { %s accept; }";
    private static final int HIGH = AttributeSlot.of(0, 200);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '@', textBlock = """
            # What is new and optional transitive is marked as partial (RFC 4271 §5); what was there keeps its flags.
            bgp_community.add((1,2));            | c008000cfdea0001fdea000200010002
            bgp_large_community.add((1,2,3));    | e020000c000000010000000200000003
            bgp_med = 5;                         | 8004000400000005
            # Packets follow the NEXT_HOP received (space 1, code 14).
            bgp_next_hop = 192.0.2.1;            | 40030004c0000201
            bgp_next_hop = 192.0.2.1;            | 010e00040a000002
            unset(bgp_next_hop);                 | 010e00040a000002
            # BGP attributes by number.
            known = hex:0102;                    | c0c800020102
            low = hex:07;                        | e032000107
            high = hex:08;                       | e0ff000108
            if known = hex:cafe then bgp_med = 1; | 8004000400000001
            if defined(high) then reject; known = hex:09; mark = 1; | c0c8000109
            """)
    void encoded(String statements, String expected) {
        Filter filter = FilterText.filter(DEFINITIONS.formatted(statements));
        assertThat(run(new Policies(ValidityTables.NONE).of(filter))).contains(expected);
        assertThat(run(new Policies(ValidityTables.NONE).interpreted(filter))).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"unset(known);", "known = hex:01; unset(known);"})
    void removed(String statements) {
        Filter filter = FilterText.filter(DEFINITIONS.formatted(statements));
        assertThat(run(new Policies(ValidityTables.NONE).of(filter))).doesNotContain("c0c8");
    }

    private static String run(Policy policy) {
        RouteView view = new RouteView(TestRoute.LINKS);
        TestRoute route = TestRoute.typical().with(HIGH, "cafe");
        assertThat(policy.accept(route.load(view), route.log))
                .as(route.errors.toString())
                .isTrue();
        int size = view.encode();
        StringBuilder hex = new StringBuilder();
        int rank = -1;
        for (int at = 0; at < size; ) {
            byte[] bytes = view.encoded();
            int space = bytes[at] & 0x0F;
            int code = bytes[at + 1] & 0xFF;
            assertThat(AttributeSlot.rankOf(space, code)).as("canonical order").isGreaterThan(rank);
            rank = AttributeSlot.rankOf(space, code);
            int length = 4 + ((bytes[at + 2] & 0xFF) << 8 | (bytes[at + 3] & 0xFF));
            hex.append(HexFormat.of().formatHex(bytes, at, at + length)).append(' ');
            at += length;
        }
        return hex.toString();
    }
}
