package org.jbgp.daemon.control;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link ControlFuzz} over all commands with some of their arguments, damaged. */
class ControlFuzzTest {
    private static List<byte[]> commands() throws IOException {
        List<String> lines = new ArrayList<>(
                Files.readAllLines(Path.of("../cli/src/main/resources/org/jbgp/cli/commands.txt")).stream()
                        .map(line -> line.replaceAll("\\s\\s+.*", ""))
                        .toList());
        lines.addAll(List.of(
                "show route where net ~ [10.0.0.0/8{16,24}] && bgp_path.len > 3 all",
                "show route for 10.0.0.1 table master4 primary",
                "show route 2001:db8::/32 export up1 count",
                "show route filter { if bgp_community ~ [(1,2)] then accept; reject; }",
                "json show route all",
                "json show protocols all",
                "eval 3 + 4 * (bgp_path.len)",
                "debug up1 { states, events }",
                "configure soft \"/nowhere\" timeout 20",
                "explain route 10.0.0.0/8 to up1",
                "show symbols filter",
                "timeformat \"%Y-%m-%d\" 20 \"%H:%M\"",
                "echo { debug, trace } 500",
                "show ?"));
        return lines.stream().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
    }

    @Test
    void everyLineGetsOneReply() throws IOException {
        Random random = new Random(FuzzInputs.SEED);
        List<byte[]> commands = commands();
        for (int i = 0; i < FuzzInputs.ROUNDS; i++) {
            FuzzInputs.run(
                    ControlFuzz::fuzzerTestOneInput,
                    FuzzInputs.headed(random.nextInt(256), FuzzInputs.damaged(commands, random)));
        }
    }

    @Test
    void whatWasKept() {
        FuzzInputs.again("control", ControlFuzz::fuzzerTestOneInput);
    }
}
