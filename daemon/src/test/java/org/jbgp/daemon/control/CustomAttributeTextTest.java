package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.config.filter.value.FilterType;
import org.jbgp.daemon.control.layout.AttributeText;
import org.jbgp.daemon.control.layout.AttributeTitles;
import org.jbgp.daemon.control.layout.LineBound;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.wire.AttributeBlob;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The configuration's own attributes in {@code show route all}, as BIRD 2.19 prints them. */
class CustomAttributeTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            INT        | 000000000000002a | mine: 42
            QUAD       | 0000000001020304 | mine: 1.2.3.4
            MAC        | 0000020000aabb0c | mine: 02:00:00:aa:bb:0c
            STRING     | 6162             | mine: ab
            BYTESTRING | cafe00           | mine: ca fe 00
            BYTESTRING | ''               | 'mine: '
            CLIST      | 0001000200030004 | mine: (1,2) (3,4)
            PATH       | 02010000fde8     | mine: 65000
            """)
    void asBirdPrintsIt(FilterType type, String payload, String expected) throws IOException {
        byte[] value = HexFormat.of().parseHex(payload);
        byte[] blob = ByteBuffer.allocate(5 + value.length)
                .put((byte) AttributeBlob.CUSTOM)
                .put((byte) 0)
                .putShort((short) (1 + value.length))
                .put((byte) type.code())
                .put(value)
                .array();
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Reply reply = new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                said.write(buffer.get());
            }
        });

        new AttributeText(List.of("mine"), LineBound.BIRD_2, AttributeTitles.BIRD_2).print(reply, blob);
        reply.flush();

        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("1012-\t" + expected + "\n");
    }
}
