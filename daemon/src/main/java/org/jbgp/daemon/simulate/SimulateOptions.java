package org.jbgp.daemon.simulate;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jbgp.daemon.simulate.plan.BadInput;
import org.jbgp.daemon.simulate.play.NeighborOption;

/**
 * What follows {@code --simulate} on the command line.
 *
 * @param paths files and directories of routers
 * @param neighbors who is played by a file
 * @param failures what shall fail, as it was written
 * @param expected a file of expectations
 * @param output how the outcome is printed
 * @param underlay an IGP is played
 * @param seed of what is left to chance
 * @param most virtual time that the network may take to come to rest
 */
record SimulateOptions(
        List<Path> paths,
        List<NeighborOption> neighbors,
        List<String> failures,
        Optional<Path> expected,
        Output output,
        boolean underlay,
        long seed,
        Duration most) {
    static final String HELP = """
            Usage: jbgpd --simulate [OPTIONS] FILE|DIR...

            Runs the configurations of several routers in this process under virtual time, and says what comes of it. A file
            is a router of that name; of a directory each *.conf and *.cfg is one, and each folder with a jbgpd.conf or bird.conf.

            Options:
              --neighbor NAME=FILE[@PEER]
                                   Let a file play the neighbor of that protocol (of several of that name: ROUTER:NAME):
                                   the routes of a table dump or of a recorded session (MRT, also .gz) of a peer with
                                   its AS, or of PEER: an address, an AS number or 'all'
              --fail link R1-R2    Cut a link, say what breaks and for how long, and mend it
              --fail switch R1-R2  The same for a link that lets nothing through while its interfaces stay up
              --fail router R1     The same for a router that loses its power
              --fail each          The same for each link and each router, one after the other
              --expect FILE        What shall be so; the exit code is 1 where it is not
              --underlay           Play an IGP: routes between all addresses of the routers
              --json               Print one line of JSON
              -v                   Print all routes, and what is advertised
              --seed N             Leave other things to chance: timers are shortened by a random part
              --within SECONDS     Virtual time that the network may take to come to rest (7200)

            Exit code: 0 all is as expected, 1 it is not or the network does not come to rest, 2 bad input
            """;

    private static final Duration USUAL = Duration.ofHours(2);

    /**
     * How the outcome is printed.
     *
     * @param json as one line of JSON
     * @param whole with all routes
     */
    record Output(boolean json, boolean whole) {}

    static SimulateOptions parse(List<String> words) throws BadInput {
        List<Path> paths = new ArrayList<>();
        List<NeighborOption> neighbors = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        Optional<Path> expected = Optional.empty();
        boolean json = false;
        boolean whole = false;
        boolean underlay = false;
        long seed = 1;
        Duration most = USUAL;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            switch (word) {
                case "--json" -> json = true;
                case "-v" -> whole = true;
                case "--underlay" -> underlay = true;
                case "--fail" -> {
                    String what = value(words, ++i, word);
                    boolean named = what.equals("link") || what.equals("switch") || what.equals("router");
                    failures.add(named ? what + " " + value(words, ++i, word) : what);
                }
                case "--neighbor" -> neighbors.add(NeighborOption.parse(value(words, ++i, word)));
                case "--expect" -> expected = Optional.of(Path.of(value(words, ++i, word)));
                case "--seed" -> seed = number(value(words, ++i, word), word);
                case "--within" -> most = Duration.ofSeconds(number(value(words, ++i, word), word));
                default -> {
                    if (word.startsWith("-")) {
                        throw new BadInput("unknown option " + word + " of --simulate");
                    }
                    paths.add(Path.of(word));
                }
            }
        }
        if (paths.isEmpty()) {
            throw new BadInput("--simulate needs the configurations of routers: files, or directories of files");
        }
        return new SimulateOptions(paths, neighbors, failures, expected, new Output(json, whole), underlay, seed, most);
    }

    private static String value(List<String> words, int at, String option) throws BadInput {
        if (at >= words.size()) {
            throw new BadInput("option " + option + " needs a value");
        }
        return words.get(at);
    }

    private static long number(String text, String option) throws BadInput {
        if (!text.matches("\\d{1,9}")) {
            throw new BadInput("option " + option + " needs a number, and '" + text + "' is none");
        }
        return Long.parseLong(text);
    }
}
