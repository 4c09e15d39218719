package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RadvStatus;
import org.jbgp.daemon.control.view.RouteTables;
import org.jbgp.daemon.wire.AddressFamily;
import org.junit.jupiter.api.Test;

/** A protocol radv in {@code show protocols}: the line is BIRD's, the details are ours. */
class ShowRadvTest {
    static ProtocolStatus sample() {
        return new ProtocolStatus(
                "find",
                "RAdv",
                new ProtocolStatus.Life(ProtocolStatus.State.UP, true, Instant.parse("2026-11-30T09:56:58.140Z")),
                new ProtocolStatus.Notes(null, null, null, null),
                List.of(),
                new RadvStatus(
                        "peers",
                        List.of(
                                new RadvStatus.Link(
                                        "swp1",
                                        null,
                                        List.of(new RadvStatus.Router("fe80::1", 1700)),
                                        new RadvStatus.Messages(3, 5, 1)),
                                new RadvStatus.Link(
                                        "swp2",
                                        "open raw ICMPv6 socket: Operation not permitted",
                                        List.of(),
                                        new RadvStatus.Messages(0, 0, 0))),
                        List.of(new RadvStatus.Neighbor(
                                "fe80::1", "swp1", 3, Instant.parse("2026-11-30T09:57:02.500Z")))));
    }

    private static String answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FakeRouter router = Golden2.router();
        router.protocols.add(sample());
        router.tables.add(new RouteTables.Table(
                "peers", AddressFamily.IPV6_UNICAST, false, RouteTables.Table.Contents.NEIGHBORS));
        CommandRunner runner = new CommandRunner(router.ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void lines() throws IOException {
        assertThat(answer("show protocols find")).contains("find       RAdv       ---        up     ");
        assertThat(answer("show protocols all find")).contains("""
                1006-  Neighbor table: peers
                   Interface swp1
                     State:          Up
                     Messages:       3 sent, 5 received, 1 ignored
                     Router:         fe80::1, expires in 1700 s
                   Interface swp2
                     State:          Down: open raw ICMPv6 socket: Operation not permitted
                     Messages:       0 sent, 0 received, 0 ignored
                """);
    }

    @Test
    void json() throws IOException {
        assertThat(answer("json show protocols find")).contains("""
                "details":{"table":"peers","links":[{"interface_name":"swp1","problem":null,\
                "routers":[{"address":"fe80::1","expires":1700}],"messages":{"sent":3,"received":5,"ignored":1}},""");
    }

    /** The line is BIRD's; the time is that of the discovery. */
    @Test
    void table() throws IOException {
        assertThat(answer("show route table peers"))
                .contains("Table peers:\n", "fe80::1%3             [find ", "] * (0)\n");
        assertThat(answer("show route table peers all")).contains("\tInterface: swp1\n");
        assertThat(answer("show route protocol find count")).contains("1 of 1 routes for 1 networks in table peers");
        assertThat(answer("show route table peers where true"))
                .contains("Filters do not apply to the neighbor table peers");
        assertThat(answer("show route 10.0.0.0/8 table peers"))
                .contains("Incompatible type of prefix/ip for table peers");
        assertThat(answer("json show route table peers"))
                .contains("{\"table\":\"peers\",\"address\":\"fe80::1\",\"interface\":\"swp1\",\"interface_index\":3,"
                        + "\"protocol\":\"find\",\"since\":\"2026-11-30T09:57:02.500Z\"}");
        assertThat(answer("show route table pears")).contains("pears is not a table");
    }

    /** Time passes without a message. */
    @Test
    void later() {
        RadvStatus.Link link =
                ((RadvStatus) sample().details()).links().getFirst().later(1800);

        assertThat(link.routers()).containsExactly(new RadvStatus.Router("fe80::1", 0));
    }
}
