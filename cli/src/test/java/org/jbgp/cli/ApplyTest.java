package org.jbgp.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jbgp.cli.client.ControlClient;
import org.jbgp.cli.progress.ProgressLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dialogue of {@code jbgpctl apply}, and its exit codes, with a daemon that plays its part. */
@Timeout(120)
class ApplyTest {
    private static final String PLAN =
            "0002-Reading configuration from new\n1099-up1 refiltered ipv4: import\n Plan 1a2b3c4d\n0020 Configuration OK\n";
    private static final String APPLIED =
            "0002-Applying plan 1a2b3c4d\n0022-Undo scheduled in 60 s\n0003 Reconfigured\n";
    private static final String UNCONFIRMED =
            "0003-Daemon is up and running\n0022-Configuration unconfirmed, undo in 50.000 s\n0000 \n";
    private static final String UNDONE = """
            0003-Daemon is up and running
            0023-The last configuration was undone: its guard is broken: 'sessions >= 2' does not hold: there are 1
            0000\s
            """;

    @TempDir
    Path directory;

    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private String said = "";
    private String complained = "";

    private int run(Map<String, String> replies, String answers, String... arguments) throws IOException {
        Path path = directory.resolve("s");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(path));
            Thread.ofPlatform().daemon().start(() -> serve(listener, replies));
            try (ControlClient client = ControlClient.connect(path)) {
                client.receive();
                return new Apply(
                                client,
                                new PrintStream(out, true, StandardCharsets.UTF_8),
                                new PrintStream(errors, true, StandardCharsets.UTF_8),
                                new BufferedReader(new StringReader(answers)),
                                ProgressLine.NONE)
                        .run(List.of(arguments));
            }
        } finally {
            said = out.toString(StandardCharsets.UTF_8);
            complained = errors.toString(StandardCharsets.UTF_8);
        }
    }

    private void serve(ServerSocketChannel listener, Map<String, String> replies) {
        try (SocketChannel client = listener.accept()) {
            write(client, "0001 BIRD test ready.\n");
            StringBuilder line = new StringBuilder();
            ByteBuffer one = ByteBuffer.allocate(1);
            while (client.read(one.clear()) > 0) {
                char c = (char) one.get(0);
                if (c != '\n') {
                    line.append(c);
                    continue;
                }
                asked.add(line.toString());
                write(client, replies.getOrDefault(line.toString(), "9001 unexpected [" + line + "]\n"));
                line.setLength(0);
            }
        } catch (IOException e) {
            asked.add("closed");
        }
    }

    private static void write(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static final Map<String, String> GOOD = Map.of(
            "configure plan \"new\" routes",
            PLAN,
            "configure apply 1a2b3c4d timeout 60",
            APPLIED,
            "configure status",
            UNCONFIRMED,
            "configure changes",
            "1099-up1.ipv4 import: 2 accepted (2 planned)\n0000 \n",
            "configure confirm",
            "0018 Reconfiguration confirmed\n",
            "configure undo",
            "0021-Undo requested\n0003 Reconfigured\n");

    @Test
    void yesTwice() throws IOException {
        assertThat(run(GOOD, "y\ny\n", "new", "--confirm", "60")).isEqualTo(Apply.KEPT);
        assertThat(asked).contains("configure confirm").doesNotContain("configure undo");
        assertThat(said).contains("Plan 1a2b3c4d\n", "Apply this plan? [y/n] ", "2 accepted (2 planned)", "Keep it?");
    }

    /** The dialogue in the documentation is what comes of the replies that stand above it, which are a router's. */
    @Test
    void isAsInTheStoryOfAReload() throws IOException {
        Path page = Path.of("../docs/before-a-reload.md");
        String text = Files.readString(page);
        Map<String, String> replies = new HashMap<>(GOOD);
        replies.putAll(replies(text, "right"));
        replies.putAll(replies(text, "after"));

        assertThat(run(replies, "y\ny\n", "/etc/jbgpd/bird.cfg", "--confirm", "300"))
                .isEqualTo(Apply.KEPT);

        String screen = "$ jbgpctl apply /etc/jbgpd/bird.cfg --confirm 300\n" + said.replace("[y/n] ", "[y/n] y\n");
        String place = "<!-- screen apply -->\n```\n";
        int begin = text.indexOf(place) + place.length();
        int end = text.indexOf("```\n", begin);
        if (Boolean.getBoolean("jbgp.rewrite")) {
            Files.writeString(page, text.substring(0, begin) + screen + text.substring(end));
        } else {
            assertThat(text.substring(begin, end)).isEqualTo(screen);
        }
    }

    /** What stands in a screen for each command, as it comes over the socket. */
    private static Map<String, String> replies(String page, String screen) {
        String place = "<!-- screen " + screen + " -->\n```\n";
        int begin = page.indexOf(place) + place.length();
        Map<String, String> replies = new HashMap<>();
        for (String part : page.substring(begin, page.indexOf("```\n", begin)).split("jbgp> ", -1)) {
            List<String> lines = part.lines().toList();
            if (!lines.isEmpty()) {
                replies.put(
                        lines.getFirst(),
                        lines.stream()
                                        .skip(1)
                                        .map(line -> "1099-" + line + "\n")
                                        .collect(Collectors.joining()) + "0000 \n");
            }
        }
        return replies;
    }

    @Test
    void noAtFirst() throws IOException {
        assertThat(run(GOOD, "what\nn\n", "new", "--confirm", "60")).isEqualTo(Apply.DECLINED);
        assertThat(asked).containsExactly("configure plan \"new\" routes");
        assertThat(said).contains("Answer y or n.").endsWith("Nothing was changed.\n");
    }

    @Test
    void nobodyAnswers() throws IOException {
        assertThat(run(GOOD, "", "new")).isEqualTo(Apply.DECLINED);
    }

    @Test
    void noAfterwards() throws IOException {
        assertThat(run(GOOD, "y\nn\n", "new", "--confirm", "60")).isEqualTo(Apply.REVERTED);
        assertThat(asked).contains("configure undo").doesNotContain("configure confirm");
    }

    @Test
    void theGuardTakesItBack() throws IOException {
        Map<String, String> replies = new java.util.HashMap<>(GOOD);
        replies.put("configure status", UNDONE);
        assertThat(run(replies, "", "new", "--confirm", "60", "--yes")).isEqualTo(Apply.UNDONE);
        assertThat(said).contains("The last configuration was undone: its guard is broken: 'sessions >= 2'");
    }

    @Test
    void aBadFile() throws IOException {
        assertThat(run(Map.of("configure plan \"new\" routes", "8002 new:1:10 nonsense\n"), "y\n", "new"))
                .isEqualTo(Apply.FAILED);
        assertThat(complained).isEqualTo("new:1:10 nonsense\n");
    }

    @Test
    void aPlanThatNoLongerHolds() throws IOException {
        Map<String, String> replies = new java.util.HashMap<>(GOOD);
        replies.put("configure apply 1a2b3c4d timeout 60", "8002 Plan 1a2b3c4d no longer holds\n");
        assertThat(run(replies, "y\n", "new", "--confirm", "60")).isEqualTo(Apply.FAILED);
    }

    @Test
    void wrongCommandLines() throws IOException {
        for (List<String> wrong : List.of(
                List.<String>of(), List.of("new", "--confirm", "0"), List.of("new", "other"), List.of("new", "--no"))) {
            assertThat(run(GOOD, "", wrong.toArray(String[]::new))).isEqualTo(Apply.WRONG_COMMAND_LINE);
            assertThat(complained).startsWith("usage: jbgpctl apply FILE");
            java.nio.file.Files.deleteIfExists(directory.resolve("s"));
        }
    }
}
