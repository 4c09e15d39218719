package org.jbgp.daemon.router;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which AS_PATHs are refused by a router of AS 1, member of confederation 9. */
class BgpImportPathsTest {
    /** Segments as on the wire: type, number of ASes, ASes of 4 bytes. */
    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "020200000002 00000003,       0, true,  false, a path of others",
        "020200000002 00000001,       0, true,  true,  our own AS (RFC 4271 §9.1.2)",
        "020200000002 00000001,       1, true,  false, our own AS where it may occur once",
        "020300000001 00000002 00000001, 1, true, true, our own AS twice where it may occur once",
        "020200000002 00000009,       0, true,  true,  our confederation (RFC 5065 §4)",
        "030100000001,                0, true,  true,  our own AS in a confederation segment (RFC 5065 §4)",
        "020100000002 010100000003,   0, true,  false, a set",
        "020100000002 010100000003,   0, false, true,  a set where none may occur (RFC 9774)",
        "020100000002 040100000003,   0, false, true,  a confederation set where none may occur (RFC 9774)",
        "'',                          0, false, false, the empty path",
    })
    void refuses(String path, int allowed, boolean sets, boolean refused, String what) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        byte[] segments = HexFormat.of().parseHex(path.replace(" ", ""));
        blob.set(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, segments);
        int at = AttributeBlob.find(blob.array(), 0, blob.length(), AttributeBlob.BGP, AttributeBlob.AS_PATH);
        assertThat(new BgpImport.Paths(9, allowed, sets).refuses(blob.array(), at, 1))
                .isEqualTo(refused);
    }
}
