package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code show progress} names what takes long, with a large file, a large table and a neighbor that does not read. */
@NeedsPeer(Software.NETNS)
class ProgressIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** Each with attributes of its own: together more than may wait for a neighbor. */
    private static final int ROUTES = 40_000;

    private static final String STUCK = "10.0.0.2";
    private static final Pattern FEED = Pattern.compile(
            "\"kind\":\"feed\",\"what\":\"stuck.ipv4\",\"unit\":\"prefixes\",\"done\":(\\d+),\"total\":(\\d+)");
    private static final Pattern KIND = Pattern.compile("\"kind\":\"(\\w+)\"");

    private Lab lab;
    private Node them;
    private Jbgpd jbgpd;

    @BeforeEach
    void start() {
        lab = new Lab();
        Node us = lab.node("us");
        them = lab.node("them");
        us.sysctl("net/ipv4/tcp_wmem", "4096 16384 65536");
        lab.link(us, "10.0.0.1/24", them, STUCK + "/24");
        jbgpd = new Jbgpd(us, "jbgpd").heap("1200m");
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private static String file(String importFilter) {
        StringBuilder text = new StringBuilder("router id 10.0.0.1;\nlog stderr all;\nprotocol device { }\n"
                + "protocol static many { ipv4 { import " + importFilter + "; };\n");
        for (int i = 0; i < ROUTES; i++) {
            text.append("  route 20.")
                    .append(i >> 16)
                    .append('.')
                    .append(i >> 8 & 255)
                    .append('.')
                    .append(i & 255)
                    .append("/32 blackhole { bgp_large_community.add((")
                    .append(i + 1)
                    .append(", 1, 1)); };\n");
        }
        return text
                + """
                }
                protocol bgp stuck {
                  local 10.0.0.1 as 65001;
                  neighbor 10.0.0.2 as 65002;
                  passive on; hold time 240;
                  ipv4 { next hop self; import none; export filter {
                    %s
                    accept; }; };
                }
                """.formatted("bgp_community.add((7, %d)); "
                        .repeat(60)
                        .formatted(IntStream.range(0, 60).boxed().toArray()));
    }

    /** Without the greeting. */
    private String answer(String command) {
        return jbgpd.own(command).replaceFirst("0001 .*\n", "");
    }

    /** The kinds of work that were listed while a command was answered. */
    private Set<String> whileAnswering(String command) {
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> jbgpd.json(command));
        Set<String> kinds = new TreeSet<>();
        while (!answer.isDone()) {
            Matcher matcher = KIND.matcher(answer("json show progress"));
            while (matcher.find()) {
                kinds.add(matcher.group(1));
            }
        }
        assertThat(answer.join()).isNotEmpty();
        return kinds;
    }

    @Test
    void whatTakesLongIsNamedAsLongAsItDoes() {
        jbgpd.start(file("all"));
        lab.await("nothing takes long", LIMIT, () -> answer("json show progress"), String::isEmpty);
        try (RawPeer stuck = new RawPeer(them, "stuck")) {
            stuck.establish(STUCK, "10.0.0.1", 65002, STUCK);
            stuck.stayAlive();
            stuck.readAt(0);
            String feed = lab.await(
                    "the feed",
                    LIMIT,
                    () -> answer("json show progress"),
                    text -> FEED.matcher(text).find());
            Matcher matcher = FEED.matcher(feed);
            assertThat(matcher.find()).isTrue();
            assertThat(Long.parseLong(matcher.group(1))).isLessThan(Long.parseLong(matcher.group(2)));
            lab.await(
                    "that it stands still",
                    LIMIT,
                    () -> answer("show progress"),
                    text -> text.matches(
                            "(?s).*feed: stuck\\.ipv4  [\\d,]+ of 40,000 prefixes  \\d+ %  nothing new for \\d+ s\n"));
            stuck.readAt(20_000_000);
            lab.await("the end of the feed", LIMIT, () -> answer("json show progress"), String::isEmpty);
        }
        String next = jbgpd.write("next", file("filter { bgp_local_pref = 200; accept; }"))
                .toString();
        assertThat(whileAnswering("configure plan \"" + next + "\" routes")).contains("reading", "plan");
        assertThat(whileAnswering("show route where net.len = 3 && bgp_large_community.len > 5"))
                .contains("routes");
        assertThat(answer("json show progress")).isEmpty();
        assertThat(answer("show progress")).isEqualTo("0019-Nothing takes long now\n");
    }

    @Test
    void aLineAtTheTerminalWhileAFileIsRead() throws IOException {
        String conf = jbgpd.write("large", file("all")).toString();
        List<String> check = new ArrayList<>(Jbgpd.program("1200m"));
        check.addAll(List.of("-p", "-c", conf));
        String command = check.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));

        List<String> terminal = List.of("script", "-qfec", command, "/dev/null");

        assertThat(output("xterm", terminal))
                .contains("\r\u001b[K\u001b[?7lreading: " + conf)
                .endsWith("\r\u001b[K");
        assertThat(output("dumb", terminal)).doesNotContain("reading");
        assertThat(output("xterm", check)).doesNotContain("reading");
    }

    private static String output(String term, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TERM", term);
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
