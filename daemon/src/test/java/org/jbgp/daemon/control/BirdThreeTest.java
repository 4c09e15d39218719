package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** In what replies of BIRD 3 differ from those of BIRD 2 where programs look. */
class BirdThreeTest {
    private static List<String> answer(ControlStyle style, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FakeRouter router = Golden2.router();
        router.protocols.replaceAll(protocol -> protocol.createdAt(FakeRouter.at("13:19:20.250")));
        new CommandRunner(router.ports(), style, echo -> {}).run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"BIRD_3", "BIRD_3_V2_ATTRIBUTES"})
    void theFirstRowOfAProtocolIsNoneOfItsOwn(ControlStyle style) throws IOException {
        assertThat(answer(style, "show protocols all up1").subList(2, 6))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("1006-  Description:        "),
                        line -> assertThat(line).matches("   Created:            \\d\\d:19:20\\.250"),
                        line -> assertThat(line).startsWith("   BGP state:          "),
                        line -> assertThat(line).startsWith("     Neighbor address: "));
        assertThat(answer(style, "show protocols all device1").get(2))
                .matches("1006-  Created:            \\d\\d:19:20\\.250");
    }

    @ParameterizedTest
    @EnumSource(names = {"BIRD_2", "BIRD_3", "BIRD_3_V2_ATTRIBUTES"})
    void attributesHaveTheNamesOfTheirRelease(ControlStyle style) throws IOException {
        List<String> shown = answer(style, "show route all protocol up1 table master4");
        if (style == ControlStyle.BIRD_3) {
            assertThat(shown)
                    .contains(" \tfrom: 10.9.1.2", " \tsource: BGP", " \tbgp_origin: IGP", " \tbgp_next_hop: 10.9.1.2")
                    .anyMatch(line -> line.endsWith("\tpreference: 100"))
                    .anyMatch(line -> line.startsWith(" \tbgp_path: 65002"))
                    .noneMatch(line -> line.contains("BGP.") || line.contains("Type: "));
        } else {
            assertThat(shown)
                    .anyMatch(line -> line.endsWith("\tType: BGP univ"))
                    .anyMatch(line -> line.contains("\tBGP.as_path: 65002"))
                    .noneMatch(line -> line.contains("bgp_") || line.contains("preference:"));
        }
    }
}
