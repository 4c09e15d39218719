package org.jbgp.daemon.control.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.daemon.wire.AttributeBlob;
import org.junit.jupiter.api.Test;

/** What programs get of an attribute is its name and its value, whatever stands in either. */
class AttributeRowsTest {
    private static byte[] custom(FilterType type, byte[] value) {
        return ByteBuffer.allocate(5 + value.length)
                .put((byte) AttributeBlob.CUSTOM)
                .put((byte) 0)
                .putShort((short) (1 + value.length))
                .put((byte) type.code())
                .put(value)
                .array();
    }

    private static List<String> rows(byte[] blob) throws IOException {
        List<String> rows = new ArrayList<>();
        new AttributeText(List.of("mine"), LineBound.NONE, AttributeTitles.BIRD_2)
                .write((name, line, value) -> rows.add(name + "=" + line.subSequence(value, line.length())), blob);
        return rows;
    }

    @Test
    void aValueMayHoldColonsTabsAndLines() throws IOException {
        assertThat(rows(custom(FilterType.STRING, " a: b\n\t\tc ".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("mine= a: b\n\t\tc ");
    }

    @Test
    void aLongListGoesOnUnderItsName() throws IOException {
        ByteBuffer communities = ByteBuffer.allocate(200 * 4);
        IntStream.range(0, 200).forEach(i -> communities.putShort((short) 65000).putShort((short) (10000 + i)));
        List<String> rows = rows(custom(FilterType.CLIST, communities.array()));
        assertThat(rows).hasSizeGreaterThan(3).allMatch(row -> row.startsWith("mine=(65000,1"));
        assertThat(rows.stream().map(row -> row.substring("mine=".length())).collect(Collectors.joining(" ")))
                .isEqualTo(IntStream.range(0, 200)
                        .mapToObj(i -> "(65000," + (10000 + i) + ")")
                        .collect(Collectors.joining(" ")));
    }
}
