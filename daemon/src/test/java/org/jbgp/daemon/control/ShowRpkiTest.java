package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.jbgp.daemon.control.view.RpkiStatus;
import org.junit.jupiter.api.Test;

/** {@code show protocols all} of a cache; the lines are BIRD 2.19's but for the last error. */
class ShowRpkiTest {
    private static String answer(RpkiStatus cache, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FakeRouter router = Golden2.router();
        router.protocols.clear();
        router.protocols.add(new ProtocolStatus(
                "c1",
                "RPKI",
                new ProtocolStatus.Life(ProtocolStatus.State.START, true, Instant.parse("2026-11-30T09:38:46.591Z")),
                new ProtocolStatus.Notes(null, null, null, null),
                List.of(),
                cache));
        new CommandRunner(router.ports(), ControlStyle.BIRD_2, echo -> {}).run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8).replaceAll("(start +)\\S+ +", "$1TIME ");
    }

    private static RpkiStatus.Timer timer(Long millis, int seconds) {
        return new RpkiStatus.Timer(millis == null ? null : Duration.ofMillis(millis), Duration.ofSeconds(seconds));
    }

    @Test
    void aCacheThatIsLost() throws IOException {
        RpkiStatus lost = new RpkiStatus(
                "127.0.0.1",
                3323,
                "Transport-Error",
                "Unprotected over TCP",
                2,
                new RpkiStatus.Data(null, null, null),
                new RpkiStatus.Timers(timer(null, 3600), timer(598_985L, 600), timer(null, 7200)),
                "Connection refused");
        assertThat(answer(lost, "show protocols all")).isEqualTo("""
                2002-Name       Proto      Table      State  Since         Info
                1002-c1         RPKI       ---        start  TIME Transport-Error
                1006-  Cache server:     127.0.0.1
                   Cache port:       3323
                   Status:           Transport-Error
                   Transport:        Unprotected over TCP
                   Protocol version: 2
                   Session ID:       ---
                   Serial number:    ---
                   Last update:      ---
                   Refresh timer   : ---
                   Retry timer     : 598.985/600
                   Expire timer    : ---
                   Last error:       Connection refused
                   No roa4 channel
                   No roa6 channel
                   No aspa channel
                \s
                0000\s
                """);
    }

    @Test
    void aCacheThatHasSaidAll() throws IOException {
        RpkiStatus present = new RpkiStatus(
                "rpki.example.net",
                0,
                "Established",
                "SSHv2",
                1,
                new RpkiStatus.Data(2504, 4294967295L, Duration.ofMillis(4955)),
                new RpkiStatus.Timers(timer(3_595_063L, 3600), timer(null, 600), timer(7_195_063L, 7200)),
                null);
        assertThat(answer(present, "show protocols all")).contains("""
                1006-  Cache server:     rpki.example.net
                   Status:           Established
                   Transport:        SSHv2
                   Protocol version: 1
                   Session ID:       2504
                   Serial number:    4294967295
                   Last update:      before 4.955 s
                   Refresh timer   : 3595.063/3600
                   Retry timer     : ---
                   Expire timer    : 7195.063/7200
                   No roa4 channel
                """);
        assertThat(answer(present, "json show protocols"))
                .contains(
                        "\"details\":{\"server\":\"rpki.example.net\",\"port\":0,\"state\":\"Established\",\"transport\":")
                .contains("\"data\":{\"session\":2504,\"serial\":4294967295,\"age\":")
                .contains("\"timers\":{\"refresh\":{\"remaining\":", "\"last_error\":null");
    }
}
