package org.jbgp.daemon.it.replies;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jbgp.daemon.lab.Bird;
import org.jbgp.daemon.lab.Node;

/** Shows in which lines replies differ; by hand also beside a BIRD that no test knows. */
final class Differences {
    private Differences() {}

    /** The command, lines that only BIRD has, lines that only jbgpd has. */
    static String text(String command, Comparison.Replies replies) {
        StringBuilder text = new StringBuilder(">>> ").append(command).append('\n');
        less(replies.bird(), replies.jbgpd())
                .forEach(line -> text.append("  - ").append(line).append('\n'));
        less(replies.jbgpd(), replies.bird())
                .forEach(line -> text.append("  + ").append(line).append('\n'));
        return text.toString();
    }

    private static List<String> less(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines);
        others.forEach(left::remove);
        return left.isEmpty() && !lines.equals(others) ? List.of("(the same lines in another order)") : left;
    }

    /** A BIRD 2 or 3 of any release. */
    private static final class OtherBird extends Bird {
        private final String program;

        OtherBird(Node node, String name, String program) {
            super(node, name);
            this.program = program;
        }

        @Override
        protected void launch() {
            process(Map.of(), List.of(program, "-f", "-c", "conf", "-s", control(), "-P", "pid"));
        }

        @Override
        protected String client() {
            // BIRD 1.6 comes without the light one.
            String light = program + "cl";
            return Files.exists(Path.of(light)) ? light : program + "c";
        }
    }

    /**
     * Prints all differences.
     *
     * @param arguments the path of {@code bird}, and the name of the configuration ({@code bird-2.conf} or
     *     {@code bird-1.6.conf}); perhaps the name jbgpd is called by, which chooses the layouts
     */
    public static void main(String[] arguments) {
        String program = arguments.length > 2 ? arguments[2] : arguments[1].contains("1.6") ? "bird" : "jbgpd";
        int[] count = new int[2];
        try (Comparison comparison =
                new Comparison((node, name) -> new OtherBird(node, name, arguments[0]), program, arguments[1])) {
            comparison.run(Set.of(), Duration.ofMillis(300)).forEach((command, replies) -> {
                if (replies.differ()) {
                    count[replies.differInWords() ? 1 : 0]++;
                    System.out.print(text(command, replies));
                }
            });
        }
        System.out.println(count[0] + " replies differ, and " + count[1] + " in the words of a refusal only");
    }
}
