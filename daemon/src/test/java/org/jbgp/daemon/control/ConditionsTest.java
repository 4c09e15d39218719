package org.jbgp.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jbgp.daemon.control.layout.ControlStyle;
import org.jbgp.daemon.control.layout.Reply;
import org.jbgp.daemon.control.view.ChannelStatus;
import org.jbgp.daemon.control.view.ProtocolStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code show protocols all} says of {@code conditional export}. */
class ConditionsTest {
    private static final List<ChannelStatus.Condition> CONDITIONS = List.of(
            new ChannelStatus.Condition(false, "master4", 1, false),
            new ChannelStatus.Condition(true, "gates", 12, true));

    /** Gives the first channel of {@code up1} two conditions. */
    static FakeRouter with(FakeRouter router) {
        router.protocols.replaceAll(protocol -> protocol.name().equals("up1") ? with(protocol) : protocol);
        return router;
    }

    private static ProtocolStatus with(ProtocolStatus protocol) {
        ChannelStatus first = protocol.channels().getFirst();
        ChannelStatus changed = new ChannelStatus(
                first.name(),
                first.state(),
                first.table(),
                first.setup(),
                first.counts(),
                first.changes(),
                first.recovery(),
                new ChannelStatus.Bgp(null, null, null, null, null, 0, CONDITIONS));
        return new ProtocolStatus(
                protocol.name(),
                protocol.type(),
                protocol.life(),
                protocol.notes(),
                List.of(changed),
                protocol.details());
    }

    private static String answer(ControlStyle style, String command) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FakeRouter router = with(style == ControlStyle.BIRD_2 ? Golden2.router() : Golden16.router());
        CommandRunner runner = new CommandRunner(router.ports(), style, echo -> {});
        runner.run(command, new Reply(buffer -> {
            while (buffer.hasRemaining()) {
                bytes.write(buffer.get());
            }
        }));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(names = {"BIRD_2", "BIRD_1_6"})
    void bothLayoutsShowThem(ControlStyle style) throws IOException {
        assertThat(answer(style, "show protocols all up1"))
                .contains("  Condition 1:    does not hold, while absent in master4: 1 route matches\n")
                .contains("  Condition 2:    holds, while exist in gates: 12 routes match\n");
    }

    @Test
    void jsonHasThem() throws IOException {
        assertThat(answer(ControlStyle.BIRD_2, "json show protocols up1"))
                .contains("\"conditions\":[{\"exist\":false,\"table\":\"master4\",\"matches\":1,\"holds\":false},"
                        + "{\"exist\":true,\"table\":\"gates\",\"matches\":12,\"holds\":true}]");
    }
}
