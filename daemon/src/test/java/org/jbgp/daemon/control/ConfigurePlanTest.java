package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.RoutePlan;
import org.junit.jupiter.api.Test;

class ConfigurePlanTest {
    private static String answer(String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CommandRunner runner = new CommandRunner(Golden2.router().ports(), ControlStyle.BIRD_2, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void protocolsAlone() throws IOException {
        assertThat(answer("configure plan"))
                .contains("1099-up1              refiltered ipv4: import\n 3 kept, 1 refiltered\n0020 ");
    }

    @Test
    void routesWithExamplesAndNotes() throws IOException {
        assertThat(answer("configure plan \"new\" routes")).isEqualTo("""
                0002-Reading configuration from new
                1099-up1              refiltered ipv4: import
                 3 kept, 1 refiltered
                 up1.ipv4 import: 2 accepted, 1 rejected, 1 changed (bgp_path 1)
                   accepted    192.0.2.0/24
                   changed     192.0.2.0/24       bgp_path 65001 -> 65001 65001
                 table master4: best path of 1 moved, 2 newly reachable, 0 no longer reachable, 0 with other attributes, 1 undecided: their next hops were not looked up in time
                   moved       192.0.2.0/24       up1 -> up2
                 note: up2: it is new, and what it will bring is not known
                 900000 prefixes looked at in 2.3 s
                 Plan 1a2b3c4d
                0020 Configuration OK
                """);
    }

    @Test
    void ofOneProtocolOnly() throws IOException {
        assertThat(answer("configure plan routes up2"))
                .doesNotContain("up1.ipv4")
                .contains("table master4");
    }

    @Test
    void asJson() throws IOException {
        assertThat(answer("json configure plan routes"))
                .contains(
                        "{\"step\":{\"protocol\":\"up1\",\"action\":\"refiltered\",\"reasons\":[\"ipv4: import\"]}}",
                        "\"channel\":\"ipv4\",\"direction\":\"import\",\"added\":2,\"removed\":1,\"changed\":1,\"attributes\":{\"bgp_path\":1}",
                        "\"prefix\":\"192.0.2.0/24\",\"change\":\"changed\",\"attributes\":[\"bgp_path\"]",
                        "{\"table\":{\"table\":\"master4\",\"moved\":1,",
                        "{\"plan\":{\"id\":\"1a2b3c4d\",\"summary\":\"3 kept, 1 refiltered\"");
    }

    @Test
    void ofPlansThatAreKeptTheNumbersStay() {
        RoutePlan plan = Sample.routePlan();
        RoutePlan numbers = plan.numbers();

        assertThat(numbers.channels())
                .allSatisfy(channel -> assertThat(channel.routes()).isEmpty());
        assertThat(numbers.tables())
                .allSatisfy(table -> assertThat(table.routes()).isEmpty());
        assertThat(numbers.channels().getFirst().counts())
                .isEqualTo(plan.channels().getFirst().counts());
        assertThat(numbers.notes()).isEqualTo(plan.notes());
    }
}
