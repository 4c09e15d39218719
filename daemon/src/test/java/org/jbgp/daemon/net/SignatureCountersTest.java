package org.jbgp.daemon.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jbgp.daemon.net.socket.SignatureCounters;
import org.jbgp.daemon.net.socket.SignatureCounters.Dropped;
import org.junit.jupiter.api.Test;

class SignatureCountersTest {
    @Test
    void ofBothSorts() {
        SignatureCounters counters = SignatureCounters.parse(List.of(
                "TcpExt: SyncookiesSent TCPMD5NotFound TCPMD5Unexpected TCPMD5Failure TCPAORequired TCPAOBad TCPAOKeyNotFound TCPAOGood",
                "TcpExt: 9 1 2 3 4 5 6 7",
                "IpExt: InNoRoutes",
                "IpExt: 0"));

        assertThat(counters).isEqualTo(new SignatureCounters(new Dropped(1, 2, 3), new Dropped(4, 6, 5)));
        assertThat(counters.since(counters)).isEqualTo(SignatureCounters.parse(List.of()));
    }

    /** Before Linux 6.7. */
    @Test
    void withoutTcpAo() {
        assertThat(SignatureCounters.parse(List.of("TcpExt: TCPMD5NotFound TCPMD5Failure", "TcpExt: 1 3")))
                .isEqualTo(new SignatureCounters(new Dropped(1, 0, 3), new Dropped(0, 0, 0)));
    }
}
