package org.jbgp.daemon.bfd.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.kernel.KernelIp;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.udp.SocketPoll;
import org.junit.jupiter.api.Test;

/** Every socket of BFD in a VRF is bound to its device: where that is missing, none of them opens. */
class PortsVrfTest {
    private static final String ABSENT = "no-such-vrf";

    private final List<String> said = new ArrayList<>();

    private void listen(Ports ports, boolean strictBind) {
        ports.listen(new Order.Listen(new Order.Accepted(true, true, true, true), strictBind, false, ABSENT), 0);
    }

    private void said(Report report) {
        if (report instanceof Report.Said text) {
            said.add(text.text());
        }
    }

    @Test
    void receiversOfEverySort() throws KernelException {
        try (SocketPoll poll = new SocketPoll()) {
            Ports ports = new Ports(poll, this::said, new SplittableRandom(1));
            listen(ports, false);

            assertThat(ports.receivers()).hasSize(4).allMatch(receiver -> receiver.socket == null);
            assertThat(said).hasSize(4).allMatch(text -> text.startsWith("Cannot receive: bind to " + ABSENT));
        }
    }

    @Test
    void bothEndsOfASessionOverSeveralHops() throws KernelException {
        try (SocketPoll poll = new SocketPoll()) {
            Ports ports = new Ports(poll, this::said, new SplittableRandom(1));
            listen(ports, true);
            Ports.Shared shared = ports.acquire(
                    new SessionAddress(KernelIp.ofIpv4(0xC0000201), KernelIp.ofIpv4(0x7F000001), 0, ""), 0);

            assertThat(shared.sender).isNull();
            assertThat(said)
                    .satisfiesExactly(
                            text -> assertThat(text).startsWith("Cannot receive: bind to " + ABSENT),
                            text -> assertThat(text).startsWith("Cannot send: bind to " + ABSENT));
        }
    }
}
