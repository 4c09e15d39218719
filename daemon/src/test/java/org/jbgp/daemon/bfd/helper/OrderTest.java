package org.jbgp.daemon.bfd.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.jbgp.daemon.bfd.packet.AuthenticationKey;
import org.jbgp.daemon.bfd.packet.AuthenticationType;
import org.jbgp.daemon.bfd.packet.BfdState;
import org.jbgp.daemon.bfd.session.SessionAddress;
import org.jbgp.daemon.bfd.session.SessionSettings;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;
import org.junit.jupiter.api.Test;

/** What router and helper say to each other comes over whole. */
class OrderTest {
    @Test
    void orders() throws IOException {
        SessionSettings settings = new SessionSettings(
                0xFFFF_FFFFL,
                50_000,
                1_000_000,
                255,
                true,
                AuthenticationType.METICULOUS_KEYED_SHA1,
                List.of(
                        new AuthenticationKey(
                                255,
                                new byte[] {-1, 0},
                                new AuthenticationKey.Span(1, 2),
                                new AuthenticationKey.Span(3, 4)),
                        AuthenticationKey.always(0, new byte[] {7})));
        List<Order> orders = List.of(
                new Order.Listen(new Order.Accepted(true, false, true, false), true, false, "red"),
                new Order.Add(
                        1,
                        new SessionAddress(
                                new KernelIp(Family.IPV6, 0xfe80L << 48, 5),
                                new KernelIp(Family.IPV6, 0xfe80L << 48, 6),
                                4,
                                "eth0"),
                        settings),
                new Order.Add(2, new SessionAddress(KernelIp.ofIpv4(-1), null, 0, ""), settings),
                new Order.Change(-3, settings),
                new Order.Remove(4),
                new Order.Ask(5),
                new Order.Keep(120, "/run/jbgpd/jbgpd.ctl.bfd-watch", "1.2 token"),
                new Order.End());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Order order : orders) {
            Order.write(new DataOutputStream(bytes), order);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (Order order : orders) {
            assertThat(Order.read(in)).isEqualTo(order);
        }
        assertThat(in.read()).isEqualTo(-1);
    }

    @Test
    void reports() throws IOException {
        SessionStanding standing = new SessionStanding(
                1,
                new SessionStanding.Side(BfdState.UP, 0, -5, 1, 2, 3, false, false),
                new SessionStanding.Side(BfdState.ADMIN_DOWN, 31, 6, 0xFFFF_FFFFL, 0, 255, true, true),
                1_700_000_000_000L,
                new SessionStanding.Timers(50_000, -1, 150_000, 3),
                new SessionStanding.Security(AuthenticationType.KEYED_MD5, -1, 0xFFFF_FFFFL),
                new SessionStanding.Packets(1, 2, 3, 4));
        List<Report> reports = List.of(
                new Report.Ready("Operation not permitted"),
                new Report.Changed(1, BfdState.UP, BfdState.DOWN, BfdState.DOWN, 1, true, 5),
                new Report.Standing(9, new Report.Traffic(5, 6), List.of(standing, standing)),
                new Report.Said(true, "Cannot receive: bind to port 3784"),
                new Report.Kept("1.2 token", 1L << 40));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Report report : reports) {
            Report.write(new DataOutputStream(bytes), report);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()));
        for (Report report : reports) {
            assertThat(Report.read(in)).isEqualTo(report);
        }
        assertThat(in.read()).isEqualTo(-1);
    }
}
