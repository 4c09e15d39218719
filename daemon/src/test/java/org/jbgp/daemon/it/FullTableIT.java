package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Corpus;
import org.jbgp.daemon.lab.FullTable;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.RawPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A full-table session (iBGP), made and where it is there a recorded one, replayed into jbgpd and relayed to BIRD:
 * every prefix arrives, and on a sample the attributes are those that BIRD hears when another BIRD is the relay. jbgpd
 * also puts the whole table into the kernel.
 */
@NeedsPeer(Software.BIRD2)
class FullTableIT {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Pattern COUNT = Pattern.compile("(\\d+) of \\d+ routes");

    @TempDir
    Path directory;

    /** A session, how many prefixes it leaves, and a part of them whose attributes are compared. */
    record Session(String name, Path file, int prefixes, String sample, int sampleSize) {
        @Override
        public String toString() {
            return name;
        }
    }

    private Session made() throws IOException {
        Path file = directory.resolve("made.mrt.gz");
        FullTable table = FullTable.write(file, 580_000, 1);
        return new Session("made", file, table.announced() - table.withdrawn(), "[ 200.0.0.0/5+ ]", 15_000);
    }

    @Test
    void everyPrefixArrivesWithItsAttributes() throws IOException {
        relaysAsBird(made());
    }

    /**
     * Of 577,706 prefixes that the recording announces, three are withdrawn again. Four have AS 0 in the path and are
     * taken, as BIRD does.
     */
    static List<Session> recorded() {
        return Corpus.recorded("mrt/full-table-session.2015.mrt.gz").stream()
                .map(file -> new Session("recorded", file, 577_703, "[ 202.0.0.0/7+ ]", 10_000))
                .toList();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("recorded")
    void everyPrefixOfARecordingToo(Session session) {
        relaysAsBird(session);
    }

    /** All prefixes may be there before the last change of some has come: both ways end at the same routes in time. */
    private static void relaysAsBird(Session session) {
        try (Lab lab = new Lab()) {
            Node router = lab.node("jbgpd");
            Node reference = lab.node("bird");
            try (Relay ours = relay(
                            lab,
                            "a",
                            router,
                            new Jbgpd(router, "jbgpd"),
                            "protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }\n",
                            session);
                    Relay theirs = relay(lab, "b", reference, new Bird(reference, "bird"), "", session)) {
                lab.await("the kernel's table", LIMIT, router::fibSize, size -> size >= session.prefixes());
                lab.eventually("the routes that BIRD relays", LIMIT, () -> {
                    List<String> expected = sample(theirs.sink(), session.sample());
                    List<String> relayed = sample(ours.sink(), session.sample());
                    assertThat(expected).hasSizeGreaterThan(session.sampleSize());
                    List<String> missing = new ArrayList<>(expected);
                    missing.removeAll(Set.copyOf(relayed));
                    assertThat(missing.stream().limit(5))
                            .as("routes that BIRD relays otherwise")
                            .isEmpty();
                    assertThat(relayed).hasSameSizeAs(expected);
                });
            }
        }
    }

    /** A recording that is being relayed, as long as its session lasts; and the BIRD it is relayed to. */
    private record Relay(Bird sink, RawPeer recording) implements AutoCloseable {
        @Override
        public void close() {
            recording.close();
        }
    }

    /** Recording → router → BIRD, which has all prefixes at the end. */
    private static Relay relay(Lab lab, String tag, Node middle, Bird router, String more, Session session) {
        Node source = lab.node("src" + tag);
        Node sink = lab.node("dst" + tag);
        lab.link(source, "10.0.0.2/24", middle, "10.0.0.1/24");
        lab.link(middle, "10.0.1.1/24", sink, "10.0.1.2/24");
        router.start("""
                router id 10.0.0.1;
                log stderr { info, warning, error };
                protocol device { }
                protocol bgp recording {
                  local 10.0.0.1 as 3856;
                  neighbor 10.0.0.2 as 3856;
                  passive on; direct; %s
                  ipv4 { import all; export none; gateway direct; };
                }
                protocol bgp sink {
                  local 10.0.1.1 as 3856;
                  neighbor 10.0.1.2 as 4200000001;
                  connect delay time 1;
                  ipv4 { import none; export where source = RTS_BGP; };
                }
                """.formatted(router instanceof Jbgpd ? "allow as sets on;" : "") + more);
        Bird bird = new Bird(sink, "sink" + tag);
        bird.start("""
                router id 10.0.1.2;
                log stderr { info, warning, error };
                protocol device { }
                protocol bgp relay {
                  local 10.0.1.2 as 4200000001;
                  neighbor 10.0.1.1 as 3856;
                  connect delay time 1;
                  ipv4 { import all; export none; };
                }
                """);
        lab.await("session with the sink", LIMIT, () -> bird.established("10.0.1.1"));
        RawPeer recording = new RawPeer(source, "recording" + tag);
        Relay relay = new Relay(bird, recording);
        try {
            recording.establish("10.0.0.2", "10.0.0.1", 3856, "10.0.0.2");
            recording.replay(session.file(), "10.0.0.2");
            lab.await(
                    "all prefixes at the sink " + tag, LIMIT, () -> count(bird), count -> count == session.prefixes());
            return relay;
        } catch (RuntimeException | Error e) {
            relay.close();
            throw e;
        }
    }

    private static int count(Bird bird) {
        Matcher found = COUNT.matcher(bird.command("show route count"));
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /** What a BIRD has of the sample, one text per prefix. */
    private static List<String> sample(Bird bird, String sample) {
        List<String> routes = new ArrayList<>();
        for (String line :
                bird.command("show route where net ~ " + sample + " all").split("\n", -1)) {
            if (line.startsWith("\tvia")) {
                continue;
            }
            if (line.startsWith("\t") && !routes.isEmpty()) {
                routes.set(routes.size() - 1, routes.getLast() + "\n" + line);
            } else if (line.contains("/")) {
                // Without the time.
                routes.add(line.replaceAll("\\[relay [^ \\]]*", "[relay"));
            }
        }
        return routes;
    }
}
