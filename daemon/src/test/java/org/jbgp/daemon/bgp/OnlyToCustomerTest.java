package org.jbgp.daemon.bgp;

import static org.assertj.core.api.Assertions.assertThat;

import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.AttributeBlobBuilder;
import org.jbgp.daemon.wire.open.PeerRole;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of routes from neighbor AS 7 by our role and the ONLY_TO_CUSTOMER they carry (RFC 9234 §5). */
class OnlyToCustomerTest {
    @ParameterizedTest
    @CsvSource({
        "PROVIDER,  -, taken",
        "PROVIDER,  7, refused",
        "PROVIDER,  9, refused",
        "RS_SERVER, -, taken",
        "RS_SERVER, 7, refused",
        "PEER,      -, marked",
        "PEER,      7, taken",
        "PEER,      9, refused",
        "CUSTOMER,  -, marked",
        "CUSTOMER,  7, taken",
        "CUSTOMER,  9, taken",
        "RS_CLIENT, -, marked",
        "RS_CLIENT, 9, taken",
        ",          -, taken",
        ",          9, taken",
    })
    void ingress(PeerRole role, String otc, String verdict) {
        OnlyToCustomer rules = new OnlyToCustomer(role, 7, new UpdateFaults("b"));
        AttributeBlobBuilder blob = new AttributeBlobBuilder();
        blob.setOrigin(0);
        if (!otc.equals("-")) {
            blob.setU32(AttributeBlob.OPTIONAL_TRANSITIVE, AttributeBlob.ONLY_TO_CUSTOMER, Long.parseLong(otc));
        }
        String result = rules.refuses(blob.array(), 0, blob.length())
                ? "refused"
                : rules.marks(blob.array(), 0, blob.length()) ? "marked" : "taken";
        assertThat(result).isEqualTo(verdict);
        rules.mark(blob);
        assertThat(AttributeBlob.u32(
                        blob.array(), 0, blob.length(), AttributeBlob.BGP, AttributeBlob.ONLY_TO_CUSTOMER, 0))
                .isEqualTo(7);
    }
}
