package org.jbgp.daemon.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeBlobTest {
    private static final HexFormat HEX = HexFormat.of();

    private final AttributeBlobBuilder builder = new AttributeBlobBuilder();

    @Test
    void attributesAreSortedBySpaceAndCodeWhateverTheOrderOfSetting() {
        builder.setU32(AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC, 32);
        builder.setLocalPref(100);
        builder.setOrigin(AttributeBlob.ORIGIN_INCOMPLETE);
        builder.setU8(AttributeBlob.CUSTOM, 0, 1);
        builder.setNextHop4(0xc0000201);
        assertThat(HEX.formatHex(builder.toBytes()))
                .isEqualTo("4001000102" + "40030004c0000201" + "4005000400000064" + "0107000400000020" + "0200000101");
        assertThat(AttributeBlob.find(
                        builder.array(), 0, builder.length(), AttributeBlob.ENGINE, AttributeBlob.KRT_METRIC))
                .isEqualTo(21);
        assertThat(builder.find(AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC))
                .isEqualTo(AttributeBlob.ABSENT);
        assertThat(AttributeBlob.u32(
                        builder.array(), 0, builder.length(), AttributeBlob.BGP, AttributeBlob.LOCAL_PREF, 7))
                .isEqualTo(100);
        assertThat(AttributeBlob.u32(
                        builder.array(), 0, builder.length(), AttributeBlob.BGP, AttributeBlob.MULTI_EXIT_DISC, 7))
                .isEqualTo(7);
    }

    @Test
    void replacingAndRemovingKeepTheOthers() {
        builder.setOrigin(0);
        builder.setMed(5);
        builder.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.COMMUNITY, HEX.parseHex("fde80001fde80002"));
        builder.setMed(0xffff_ffffL);
        builder.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.COMMUNITY, HEX.parseHex("fde80003"));
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("4001000100" + "80040004ffffffff" + "c0080004fde80003");
        assertThat(builder.removeMed()).isTrue();
        assertThat(builder.removeMed()).isFalse();
        builder.setU32(AttributeBlob.ENGINE, AttributeBlob.PREFERENCE, 1);
        builder.setU32(AttributeBlob.ENGINE, AttributeBlob.SCOPE, 1);
        builder.removeSpace(AttributeBlob.ENGINE);
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("4001000100" + "c0080004fde80003");
    }

    /**
     * RFC 4271 §5: who passes a route on and attaches something marks it, and leaves the mark of what was there as it
     * came.
     */
    @Test
    void anAddedCommunityIsPartialUnlessThereWasOne() {
        builder.addCommunity(AttributeBlob.LLGR_STALE, true);
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("e0080004ffff0006");
        builder.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.COMMUNITY, HEX.parseHex("fde80003"));
        builder.addCommunity(AttributeBlob.LLGR_STALE, true);
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("c0080008fde80003ffff0006");
    }

    @Test
    void aValueLongerThanItsLengthFieldIsRefused() {
        assertThatThrownBy(() -> builder.reserve(AttributeBlob.OPTIONAL, 99, 65536))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an attribute value of 65536 bytes");
    }

    @Property
    void behavesLikeASortedMap(@ForAll @Size(max = 60) java.util.List<@IntRange(max = 0x1fff) Integer> steps) {
        AttributeBlobBuilder mine = new AttributeBlobBuilder();
        Map<Integer, Integer> model = new TreeMap<>();
        for (int step : steps) {
            int key = step & 0x13f;
            int size = step >> 6 & 0x1f;
            if (size == 0) {
                assertThat(mine.remove(key >> 8, key & 0xff)).isEqualTo(model.remove(key) != null);
            } else {
                mine.set(key >> 8, key & 0xff, new byte[size]);
                model.put(key, size);
            }
        }
        Map<Integer, Integer> found = new TreeMap<>();
        int last = -1;
        for (int at = 0; at < mine.length(); at = AttributeBlob.next(mine.array(), at)) {
            int key = AttributeBlob.key(mine.array(), at);
            assertThat(key).isGreaterThan(last);
            last = key;
            found.put(key, AttributeBlob.valueLength(mine.array(), at));
        }
        assertThat(found).isEqualTo(model);
    }

    /** RFC 4271 §9.1.2.2 a, RFC 5065 §5.3; the texts are BIRD's. */
    @ParameterizedTest
    @CsvSource({
        // value, hops, first, leftmost, last, text
        "'', 0, 0, 0, -1, ''",
        "02010000fde9, 1, 65001, 65001, 65001, 65001",
        "02020000fde9000a0001, 2, 65001, 65001, 655361, 65001 655361",
        "02010000fde901020000fdea0000fdeb, 2, 65001, 65001, -1, 65001 {65002 65003}",
        "01020000fdea0000fdeb, 1, 0, 0, -1, {65002 65003}",
        "03010000fde902010000fdea, 1, 65002, 65001, 65002, (65001) 65002",
        "04010000fde902010000fdea, 1, 65002, 0, 65002, ({65001}) 65002",
        "03010000fde9, 0, 0, 65001, 65001, (65001)",
        "03010000fde904010000fdea, 0, 0, 65001, -1, (65001) ({65002})",
        "02010000fde903010000fdea, 1, 65001, 65001, 65002, 65001 (65002)",
    })
    void asPathReaders(String hex, int hops, long first, long leftmost, long last, String text) {
        byte[] path = HEX.parseHex(hex);
        assertThat(AsPath.hopLength(path, 0, path.length)).isEqualTo(hops);
        assertThat(AsPath.firstAs(path, 0, path.length)).isEqualTo(first);
        assertThat(AsPath.leftmostAs(path, 0, path.length)).isEqualTo(leftmost);
        assertThat(AsPath.lastAs(path, 0, path.length)).isEqualTo(last);
        assertThat(AsPath.appendTo(new StringBuilder(), path, 0, path.length)).hasToString(text);
    }

    @Test
    void occurrencesAreCountedInAllSegments() {
        byte[] path = HEX.parseHex("02020000fde90000fde9" + "01010000fde9" + "03010000fdea");
        assertThat(AsPath.count(path, 0, path.length, 65001)).isEqualTo(3);
        assertThat(AsPath.contains(path, 0, path.length, 65002)).isTrue();
        assertThat(AsPath.contains(path, 0, path.length, 65003)).isFalse();
        assertThat(AsPath.hasSets(path, 0, path.length)).isTrue();
        assertThat(AsPath.hasConfedSegments(path, 0, path.length)).isTrue();
    }

    /** RFC 4271 §5.1.2 b, RFC 5065 §4.1. */
    @ParameterizedTest
    @CsvSource({
        "'', 1, 02010000fde9",
        "'', 2, 02020000fde90000fde9",
        "02010000fdea, 1, 02020000fde90000fdea",
        "01010000fdea, 1, 02010000fde901010000fdea",
        "03010000fdea, 1, 02010000fde903010000fdea",
        "02010000fdea, 0, 02010000fdea",
    })
    void prepending(String before, int times, String after) {
        builder.setOrigin(0);
        builder.set(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, HEX.parseHex(before));
        builder.setLocalPref(1);
        assertThat(builder.prependAs(65001, times)).isTrue();
        String length = HEX.toHexDigits((short) (after.length() / 2));
        assertThat(HEX.formatHex(builder.toBytes()))
                .isEqualTo("4001000100" + "4002" + length + after + "4005000400000001");
    }

    @Test
    void prependingFillsASegmentAndOpensAnother() {
        assertThat(builder.prependAs(1, 254)).isTrue();
        assertThat(builder.prependAs(2, 300)).isTrue();
        int at = builder.find(AttributeBlob.BGP, AttributeBlob.AS_PATH);
        int value = AttributeBlob.value(at);
        int size = AttributeBlob.valueLength(builder.array(), at);
        assertThat(AsPath.hopLength(builder.array(), value, size)).isEqualTo(554);
        assertThat(AsPath.count(builder.array(), value, size, 2)).isEqualTo(300);
        assertThat(AsPath.segmentCount(builder.array(), value)).isEqualTo(44);
        assertThat(builder.prependAs(3, 20_000)).isFalse();
        assertThat(AttributeBlob.valueLength(builder.array(), at)).isEqualTo(size);
    }

    @Test
    void confederationSegmentsAreWrittenAndRemoved() {
        assertThat(builder.prependAs(65010, 1)).isTrue();
        assertThat(builder.prependConfedAs(65001, 1)).isTrue();
        assertThat(builder.prependConfedAs(65002, 1)).isTrue();
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("40020010" + "03020000fdea0000fde9" + "02010000fdf2");
        builder.removeConfedSegments();
        assertThat(HEX.formatHex(builder.toBytes())).isEqualTo("40020006" + "02010000fdf2");
    }
}
