package org.jbgp.daemon.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.jbgp.config.model.bgp.BgpPathOptions;
import org.jbgp.config.model.bgp.PathCaps;
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
        "030100000003 020100000009,   0, true,  true,  our confederation behind a member AS (RFC 5065 §4)",
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
        assertThat(paths(allowed, sets, PathCaps.NONE).refuses(blob.array(), at, 1))
                .isEqualTo(refused);
    }

    /** ASes of the path, communities of three kinds; how many are allowed. */
    @ParameterizedTest(name = "{4}")
    @CsvSource({
        "2, 3, 2, 99, false, as many ASes as allowed",
        "3, 3, 2, 99, true,  one AS more",
        "0, 0, 0, 0,  false, nothing where nothing is allowed",
        "1, 3, 9, 3,  false, as many communities as allowed",
        "1, 4, 9, 3,  true,  one community more",
    })
    void caps(int ases, int communities, int mostAses, int mostCommunities, boolean refused, String what) {
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        byte[] path = new byte[ases == 0 ? 0 : 2 + 4 * ases];
        if (ases > 0) {
            path[0] = 2;
            path[1] = (byte) ases;
        }
        blob.set(AttributeBlob.WELL_KNOWN, AttributeBlob.AS_PATH, path);
        int large = Math.min(1, communities);
        int extended = Math.min(1, communities - large);
        int standard = communities - large - extended;
        if (standard > 0) {
            blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.COMMUNITY, new byte[4 * standard]);
        }
        if (extended > 0) {
            blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.EXTENDED_COMMUNITIES, new byte[8]);
        }
        if (large > 0) {
            blob.set(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.LARGE_COMMUNITY, new byte[12]);
        }
        BgpImport.Paths paths = paths(0, true, new PathCaps(mostAses, mostCommunities));
        assertThat(paths.tooLarge(blob.array(), 0, blob.length())).isEqualTo(refused);
    }

    private static BgpImport.Paths paths(int allowed, boolean sets, PathCaps caps) {
        return new BgpImport.Paths(
                9, new BgpPathOptions.Acceptance(allowed, false, false, sets, false, caps), new UpdateFaults("p"));
    }
}
