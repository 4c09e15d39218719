package org.jbgp.kernel.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.VrfSupport;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Libc;
import org.junit.jupiter.api.Test;

/** What the running kernel says, whether it has TCP-AO or not. */
class TcpAoTest {
    private static final KernelIp PEER = KernelIp.ofIpv4(0xC000_0202);
    private static final TcpAoKey ONE = new TcpAoKey(1, 11, "hmac(sha1)", List.of((byte) 'a'));
    private static final TcpAoKey TWO = new TcpAoKey(2, 12, "cmac(aes128)", List.of((byte) 'b'));

    @Test
    void keysOfASocket() throws KernelException {
        int fd = Libc.socket(2, 1, 6);
        try {
            if (TcpAo.probe("hmac(sha1)") == Errno.ENOPROTOOPT) {
                assertThatThrownBy(() -> TcpAo.add(fd, PEER, ONE, true))
                        .hasMessage("TCP_AO_ADD_KEY 1/11: Protocol not available");
                assertThatThrownBy(() -> TcpAo.state(fd)).hasMessage("TCP_AO_INFO: Protocol not available");
                assertThatThrownBy(() -> TcpAo.keys(fd)).hasMessage("TCP_AO_GET_KEYS: Protocol not available");
                return;
            }
            assertThat(TcpAo.keys(fd)).isEmpty();
            TcpAo.add(fd, PEER, ONE, true);
            TcpAo.add(fd, PEER, TWO, false);

            assertThat(TcpAo.state(fd)).isEqualTo(new TcpAoState(1, 11, 0, 0, 0, 0));
            assertThat(TcpAo.keys(fd))
                    .extracting(key -> key.ids().toString())
                    .containsExactlyInAnyOrder("1/11", "2/12");
            assertThatThrownBy(() -> TcpAo.add(fd, PEER, ONE, false)).hasMessageContaining("File exists");

            TcpAo.request(fd, TWO);
            TcpAo.delete(fd, PEER, ONE, TWO, null);

            assertThat(TcpAo.state(fd)).isEqualTo(new TcpAoState(2, 12, 0, 0, 0, 0));
            assertThat(TcpAo.probe("hmac(none)")).isNotZero();
        } finally {
            Libc.close(fd);
        }
    }

    @Test
    void whetherThereAreVrfs() {
        assertThat(VrfSupport.probe()).isIn(0, Errno.EOPNOTSUPP, Errno.EPERM);
    }
}
