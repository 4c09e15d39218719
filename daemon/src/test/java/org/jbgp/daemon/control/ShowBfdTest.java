package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.BfdStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The columns are those of BIRD 2.19.2 and of Calico's 1.6. */
class ShowBfdTest {
    private static String answer(ControlStyle style, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FakeRouter router = Golden2.router();
        router.bfd = sample();
        CommandRunner runner = new CommandRunner(router.ports(), style, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8)
                .replaceAll("[0-9:.]{12}  | [0-9]{4}-[0-9-]{5} +", "TIME  ")
                .replaceAll("(Last state change: +).*", "$1TIME");
    }

    static List<BfdStatus> sample() {
        return List.of(
                new BfdStatus(
                        "b1", true, List.of(session("10.2.0.2", "eth0", "Up"), session("2001:db8::1", null, "Down"))),
                new BfdStatus("b2", false, List.of()));
    }

    private static BfdStatus.Session session(String address, String link, String state) {
        Duration interval = Duration.ofMillis(50);
        boolean up = state.equals("Up");
        return new BfdStatus.Session(
                InetAddress.ofLiteral(address),
                link,
                Instant.parse("2026-11-30T09:56:58.140Z"),
                new BfdStatus.End(
                        state, up ? "None" : "Time expired", 1829884320L, interval, interval, 3, false, false),
                new BfdStatus.End(state, "None", up ? 3206572636L : 0, interval, interval, 3, true, false),
                new BfdStatus.Timers(
                        interval, Duration.ofMillis(32), Duration.ofMillis(150), up ? Duration.ofMillis(120) : null),
                up ? new BfdStatus.Security(null, null, null) : new BfdStatus.Security("Keyed MD5", 5L, 6L),
                new BfdStatus.Packets(1, 2, 3, 4));
    }

    @Test
    void lines() throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, "show bfd sessions")).isEqualTo("""
                1020-b1:
                 IP address                Interface  State      Since         Interval  Timeout
                 10.2.0.2                  eth0       Up         TIME    0.050    0.150
                 2001:db8::1               ---        Down       TIME    0.050    0.150
                 b2: is not up
                0000\\s
                """.translateEscapes());
        assertThat(answer(ControlStyle.BIRD_1_6, "show bfd sessions b1"))
                .contains("IP address                Interface  State      Since       Interval  Timeout\n")
                .contains("10.2.0.2                  eth0       Up         ");
    }

    @Test
    void details() throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, "show bfd sessions b1 all ipv6")).isEqualTo("""
                1020-b1:
                   Address:              2001:db8::1
                   Interface:            ---
                   Session type:         Multihop
                   Session state:        Down
                   Remote state:         Down
                   Last state change:    TIME
                   Local diagnostic:     Time expired
                   Remote diagnostic:    None
                   Local discriminator:  1829884320
                   Remote discriminator: 0
                   Transmit timer:       0.032 / 0.050
                   Local parameters:
                     Min TX interval:    0.050
                     Min RX interval:    0.050
                     Demand mode:        No
                     Multiplier:         3
                   Remote parameters:
                     Min TX interval:    0.050
                     Min RX interval:    0.050
                     Demand mode:        Yes
                     Multiplier:         3
                   Authentication:
                     Type:               Keyed MD5
                     RX CSN:             5
                     TX CSN:             6
                \\s
                0000\\s
                """.translateEscapes());
    }

    @ParameterizedTest
    @CsvSource({
        "direct, 10.2.0.2",
        "multihop, 2001:db8::1",
        "ipv4, 10.2.0.2",
        "dev \"eth0\", 10.2.0.2",
        "address 2001:db8::/32, 2001:db8::1",
        "address 10.2.0.2, 10.2.0.2",
    })
    void some(String words, String only) throws IOException {
        String other = only.equals("10.2.0.2") ? "2001:db8::1" : "10.2.0.2";
        assertThat(answer(ControlStyle.BIRD_2, "show bfd sessions " + words))
                .contains(only)
                .doesNotContain(other);
    }

    @ParameterizedTest
    @CsvSource({
        "show bfd sessions nix, nix: Not a protocol",
        "show bfd sessions up1, up1: Not a BFD protocol",
    })
    void whatIsNoneIsNamed(String command, String message) throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, command))
                .endsWith(message + "\n")
                .hasLineCount(1);
    }

    @Test
    void noProtocol() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {})
                .run("show bfd sessions", new Reply(buffer -> {
                    while (buffer.hasRemaining()) {
                        bytes.write(buffer.get());
                    }
                }));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("9001 There is no BFD protocol running\n");
    }
}
