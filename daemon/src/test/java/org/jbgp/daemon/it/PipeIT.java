package org.jbgp.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Jbgpd;
import org.jbgp.daemon.lab.Lab;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Node;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * A pipe carries all routes of a table, with the alternatives, and counts what it does; each step looks the same in
 * BIRD.
 */
@NeedsPeer(Software.BIRD2)
class PipeIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final String FILE = """
            router id 10.0.0.1;
            log stderr all;
            ipv4 table t;
            protocol device { }
            protocol static one { ipv4; route 10.1.0.0/16 blackhole; route 10.2.0.0/16 blackhole; route 10.9.0.0/16 blackhole; }
            protocol static two { ipv4 { preference 150; }; route 10.1.0.0/16 unreachable; }
            protocol static behind { ipv4 { table t; }; route 10.3.0.0/16 blackhole; route 10.1.0.0/16 prohibit; }
            protocol static better { disabled; ipv4 { preference 250; }; route 10.1.0.0/16 unreachable; route 10.2.0.0/16 unreachable; }
            protocol pipe p {
              disabled;
              table master4; peer table t;
              import where net = 10.3.0.0/16;
              export where net != 10.9.0.0/16;
            }
            """;

    @Test
    void everyStepIsCountedAsInBird() {
        try (Lab lab = new Lab()) {
            Node node = lab.node("us");
            List<String> seen = new ArrayList<>();
            for (Bird daemon : List.of(new Bird(node, "bird"), new Jbgpd(node, "jbgpd"))) {
                daemon.start(FILE);
                StringBuilder story = new StringBuilder();
                step(lab, daemon, story, "enable p", "5 of 5 routes for 3 networks in table t");
                step(lab, daemon, story, "disable two", "4 of 4 routes for 3 networks in table t");
                step(lab, daemon, story, "enable better", "6 of 6 routes for 3 networks in table t");
                step(lab, daemon, story, "disable better", "4 of 4 routes for 3 networks in table t");
                step(lab, daemon, story, "enable better", "6 of 6 routes for 3 networks in table t");
                step(lab, daemon, story, "disable behind", "4 of 4 routes for 2 networks in table t");
                step(lab, daemon, story, "disable one", "2 of 2 routes for 2 networks in table t");
                step(lab, daemon, story, "reload out p", "2 of 2 routes for 2 networks in table t");
                step(lab, daemon, story, "disable better", "0 of 0 routes for 0 networks in table t");
                step(lab, daemon, story, "enable two", "1 of 1 routes for 1 networks in table t");
                lab.eventually(
                        daemon + ": exported",
                        LIMIT,
                        () -> assertThat(daemon.command("show route export p"))
                                .contains("[two")
                                .doesNotContain("[better"));
                step(lab, daemon, story, "disable p", "0 of 0 routes for 0 networks in table t");
                seen.add(story.toString());
                daemon.kill();
            }
            assertThat(seen.getLast()).isEqualTo(seen.getFirst());
        }
    }

    /** Gives a command, waits until the table behind the pipe is as it should be, and writes down what is counted. */
    private static void step(Lab lab, Bird daemon, StringBuilder story, String command, String count) {
        daemon.command(command);
        lab.await(
                daemon + ": " + command,
                LIMIT,
                () -> daemon.command("show route table t count"),
                text -> text.contains(count));
        // Counted to the end when nothing is counted any more.
        List<String> seen = new ArrayList<>();
        String numbers = lab.await(daemon + ": all counted", LIMIT, () -> numbers(daemon), now -> {
            boolean same = seen.size() > 1
                    && seen.getLast().equals(now)
                    && seen.get(seen.size() - 2).equals(now);
            seen.add(now);
            return same;
        });
        story.append(command).append('\n').append(numbers);
    }

    private static String numbers(Bird daemon) {
        return List.of("one", "two", "better", "behind", "p").stream()
                .map(protocol -> protocol + '\n' + numbers(daemon, protocol) + '\n')
                .collect(Collectors.joining());
    }

    /**
     * How often a pipe is offered, and refuses, what it carried itself depends on how BIRD feeds its two tables: only
     * the rest counts.
     */
    private static String withoutEcho(String line) {
        Matcher updates = Pattern.compile("(.* updates:) (\\d+) (\\d+)( .*)").matcher(line);
        return updates.matches()
                ? updates.group(1)
                        + ' '
                        + (Long.parseLong(updates.group(2)) - Long.parseLong(updates.group(3)))
                        + updates.group(4)
                : line;
    }

    private static String numbers(Bird daemon, String protocol) {
        return daemon.command("show protocols all " + protocol)
                .lines()
                .filter(line -> line.contains("Routes:") || line.contains("updates:") || line.contains("withdraws:"))
                .map(line -> line.strip().replaceAll(" +", " "))
                .map(line -> protocol.equals("p") ? withoutEcho(line) : line)
                .collect(Collectors.joining("\n"));
    }
}
