package org.jbgp.daemon.wire.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.Test;

/** How lists are made ready to be sent: order, non-transitive communities, empty ones. */
class SentListsTest {
    private static final HexFormat HEX = HexFormat.of();

    private final AttributeBlobBuilder builder = new AttributeBlobBuilder();

    private void set(int code, String value) {
        builder.set(AttributeBlob.OPTIONAL_TRANSITIVE, code, HEX.parseHex(value.replace(" ", "")));
    }

    private String get(int code) {
        int at = builder.find(AttributeBlob.BGP, code);
        return at == AttributeBlob.ABSENT
                ? "absent"
                : HEX.formatHex(builder.array(), AttributeBlob.value(at), AttributeBlob.next(builder.array(), at));
    }

    @Test
    void communitiesAreSentInAscendingOrderWithTheirDuplicates() {
        set(AttributeBlob.COMMUNITY, "ffff0001 00010002 fde80001 00010002 00010001");
        set(AttributeBlob.EXTENDED_COMMUNITIES, "8000000000000001 0002000100000002 0002000100000001");
        set(
                AttributeBlob.LARGE_COMMUNITY,
                "000000020000000100000001 000000010000000200000001 000000010000000100000009");
        set(AttributeBlob.CLUSTER_LIST, "02020202 01010101");
        builder.finishLists(false);
        assertThat(get(AttributeBlob.COMMUNITY)).isEqualTo("000100010001000200010002fde80001ffff0001");
        assertThat(get(AttributeBlob.EXTENDED_COMMUNITIES))
                .isEqualTo("000200010000000100020001000000028000000000000001");
        assertThat(get(AttributeBlob.LARGE_COMMUNITY))
                .isEqualTo("000000010000000100000009000000010000000200000001000000020000000100000001");
        assertThat(get(AttributeBlob.CLUSTER_LIST))
                .as("the way the route took: its order means something")
                .isEqualTo("0202020201010101");
    }

    @Test
    void longListsAreSortedToo() {
        Random random = new Random(7);
        byte[] value = new byte[12 * 300];
        random.nextBytes(value);
        builder.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.LARGE_COMMUNITY, value);
        builder.finishLists(true);
        String sorted = get(AttributeBlob.LARGE_COMMUNITY);
        assertThat(sorted).hasSize(24 * 300);
        for (int i = 24; i < sorted.length(); i += 24) {
            assertThat(sorted.substring(i, i + 24)).isGreaterThanOrEqualTo(sorted.substring(i - 24, i));
        }
    }

    @Test
    void nonTransitiveExtendedCommunitiesStayWithinTheAs() {
        String mixed = "4300000000000000 0002fde800000064 4002fde800000001 8006000000000000 c006000000000000";
        set(AttributeBlob.EXTENDED_COMMUNITIES, mixed);
        builder.finishLists(false);
        assertThat(get(AttributeBlob.EXTENDED_COMMUNITIES)).hasSize(5 * 16);
        builder.finishLists(true);
        assertThat(get(AttributeBlob.EXTENDED_COMMUNITIES)).isEqualTo("0002fde8000000648006000000000000");
    }

    @Test
    void anAttributeOfNothingButNonTransitiveOnesIsDropped() {
        set(AttributeBlob.EXTENDED_COMMUNITIES, "4300000000000000");
        set(AttributeBlob.IPV6_EXTENDED_COMMUNITIES, "40" + "00".repeat(19));
        set(AttributeBlob.LARGE_COMMUNITY, "400000000000000100000001");
        builder.finishLists(true);
        assertThat(get(AttributeBlob.EXTENDED_COMMUNITIES)).isEqualTo("absent");
        assertThat(get(AttributeBlob.IPV6_EXTENDED_COMMUNITIES)).isEqualTo("absent");
        assertThat(get(AttributeBlob.LARGE_COMMUNITY)).isEqualTo("400000000000000100000001");
    }

    @Test
    void emptyListsGoButUnknownAttributesOfLengthZeroStay() {
        for (int code : new int[] {
            AttributeBlob.COMMUNITY,
            AttributeBlob.CLUSTER_LIST,
            AttributeBlob.EXTENDED_COMMUNITIES,
            AttributeBlob.LARGE_COMMUNITY,
            AttributeBlob.AS_PATH,
            AttributeBlob.ATOMIC_AGGREGATE,
            AttributeBlob.IPV6_EXTENDED_COMMUNITIES,
            99,
            255
        }) {
            set(code, "");
        }
        builder.finishLists(true);
        assertThat(get(AttributeBlob.COMMUNITY)).isEqualTo("absent");
        assertThat(get(AttributeBlob.CLUSTER_LIST)).isEqualTo("absent");
        assertThat(get(AttributeBlob.EXTENDED_COMMUNITIES)).isEqualTo("absent");
        assertThat(get(AttributeBlob.LARGE_COMMUNITY)).isEqualTo("absent");
        assertThat(get(AttributeBlob.AS_PATH)).isEmpty();
        assertThat(get(AttributeBlob.ATOMIC_AGGREGATE)).isEmpty();
        assertThat(get(AttributeBlob.IPV6_EXTENDED_COMMUNITIES)).isEmpty();
        assertThat(get(99)).isEmpty();
        assertThat(get(255)).isEmpty();
    }
}
