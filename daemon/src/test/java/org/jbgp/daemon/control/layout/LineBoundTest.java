package org.jbgp.daemon.control.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.api.Test;

/** Long attributes in {@code show route all}: cut where BIRD cuts them, so that its clients can read the line. */
class LineBoundTest {
    private final AttributeBlobBuilder blob = new AttributeBlobBuilder();

    private String show(LineBound bound) throws IOException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        Reply reply = new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                said.write(buffer.get());
            }
        });
        new AttributeText(List.of(), bound, AttributeTitles.BIRD_2).print(reply, blob.toBytes());
        reply.flush();
        return said.toString(StandardCharsets.UTF_8)
                .replaceFirst("^1012-\t", "")
                .stripTrailing();
    }

    private static String path(int hops) {
        return "4200000001 ".repeat(hops).stripTrailing();
    }

    @Test
    void aPathOf995Hops() throws IOException {
        blob.prependAs(4_200_000_001L, 995);
        String whole = "BGP.as_path: " + path(995);
        assertThat(show(LineBound.BIRD_2)).isEqualTo(whole.substring(0, 13 + 475) + "...");
        assertThat(show(LineBound.BIRD_16)).isEqualTo("BGP.as_path: " + path(43) + " ...");
        assertThat(show(LineBound.NONE)).isEqualTo(whole);
    }

    @Test
    void theLongestPathThatIsWhole() throws IOException {
        blob.prependAs(4_200_000_001L, 43);
        blob.prependAs(1, 6);
        blob.prependAs(10, 1);
        String whole = "BGP.as_path: 10 1 1 1 1 1 1 " + path(43);
        assertThat(whole).hasSize(13 + 487);
        assertThat(show(LineBound.BIRD_2)).isEqualTo(whole.substring(0, 13 + 475) + "...");
        blob.clear();
        blob.prependAs(4_200_000_001L, 43);
        blob.prependAs(1, 7);
        whole = "BGP.as_path: 1 1 1 1 1 1 1 " + path(43);
        assertThat(whole).hasSize(13 + 486);
        assertThat(show(LineBound.BIRD_2)).isEqualTo(whole);
    }

    @Test
    void unknownAttributesAndClusterLists() throws IOException {
        blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, 0x63, new byte[1000]);
        String shown = show(LineBound.BIRD_2);
        assertThat(shown).isEqualTo("BGP.63 [t]: " + "00 ".repeat(160).stripTrailing() + " ...");
        assertThat(show(LineBound.BIRD_16)).isEqualTo(shown);
        assertThat(show(LineBound.NONE)).hasSize(12 + 2999);
        blob.clear();
        blob.set(AttributeBlob.OPTIONAL_NON_TRANSITIVE, AttributeBlob.CLUSTER_LIST, new byte[4 * 200]);
        assertThat(show(LineBound.BIRD_2))
                .isEqualTo("BGP.cluster_list: " + "0.0.0.0 ".repeat(58).stripTrailing() + " ...");
    }
}
