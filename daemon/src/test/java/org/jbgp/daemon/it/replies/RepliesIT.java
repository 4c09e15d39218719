package org.jbgp.daemon.it.replies;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Bird1;
import org.jbgp.daemon.lab.NeedsPeer;
import org.jbgp.daemon.lab.Software;
import org.junit.jupiter.api.Test;

/**
 * Every command there is, right and wrong, said to a BIRD and to jbgpd: the replies are the same but for those that
 * {@code decisions-….txt} names, each with the decision in {@code docs/commands.md} that it follows from.
 */
class RepliesIT {
    private static final String WORDS = "words";
    private static final String COUNTERS = "counters";
    private static final String FAMILIES = "families";
    private static final String UNDECIDED = "undecided";
    private static final Duration SETTLING = Duration.ofSeconds(20);

    @Test
    @NeedsPeer({Software.BIRD1, Software.BIRD2})
    void asBird16() {
        holds("1.6.8", (node, name) -> new Bird1(node, name, false), "bird", "bird-1.6.conf");
    }

    /** All in IPv6, and so no prefix of the other family. */
    @Test
    @NeedsPeer({Software.BIRD1, Software.BIRD2})
    void asBird6Of16() {
        holds("1.6.8", (node, name) -> new Bird1(node, name, true), "bird6", "bird-1.6.conf");
    }

    @Test
    @NeedsPeer(Software.BIRD2)
    void asBird20() {
        holds("2.0.12", Bird::new, "jbgpd", "bird-2.conf");
    }

    private static void holds(String version, Comparison.Maker maker, String program, String configuration) {
        Map<String, String> decided = decisions(version);
        if (program.equals("bird6")) {
            decided.values().removeIf(FAMILIES::equals);
        }
        Map<String, String> found = new TreeMap<>();
        Map<String, String> shown = new TreeMap<>();
        try (Comparison comparison = new Comparison(maker, program, configuration)) {
            comparison.run(decided.keySet(), SETTLING).forEach((command, replies) -> {
                if (replies.differ()) {
                    String decision = decided.getOrDefault(command, UNDECIDED);
                    boolean words = decision.equals(WORDS) || decision.equals(UNDECIDED);
                    found.put(command, words && replies.differInWords() ? WORDS : words ? UNDECIDED : decision);
                    shown.put(command, Differences.text(command, replies));
                }
            });
        }
        shown.keySet().removeIf(command -> found.get(command).equals(decided.get(command)));
        // Some counts depend on what came first.
        decided.forEach((command, decision) -> {
            if (decision.equals(COUNTERS)) {
                found.putIfAbsent(command, COUNTERS);
            }
        });
        assertThat(found).as(String.join("\n", shown.values())).isEqualTo(decided);
    }

    /** Each decision stands in the page, and each in the page is one that a command follows. */
    @Test
    void thePageNamesEveryDecision() throws IOException {
        String page = Files.readString(Path.of("../docs/commands.md"));
        Set<String> named = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                .matcher(page.substring(page.indexOf("## Where replies differ")))
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> followed = new TreeSet<>();
        for (String version : new String[] {"1.6.8", "2.0.12"}) {
            followed.addAll(decisions(version).values());
        }
        assertThat(named).isEqualTo(followed);
    }

    /** Command to decision. */
    private static Map<String, String> decisions(String version) {
        Map<String, String> decisions = new TreeMap<>();
        for (String line :
                ScriptLine.resource("decisions-" + version + ".txt").lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                int at = line.indexOf(' ');
                decisions.put(line.substring(at + 1), line.substring(0, at));
            }
        }
        return decisions;
    }
}
