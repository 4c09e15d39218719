package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A hundred packets a second from one node to an address and back, and which of them got lost. It begins with the first
 * that is answered, and ends with its lab.
 */
public final class Ping {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern ANSWER = Pattern.compile("bytes from .* icmp_seq=(\\d+) ");

    private final Lab lab;
    private final Path said;
    private final String way;

    /** Starts it, and waits for the first answer. */
    public Ping(Node from, String to) {
        lab = from.lab();
        way = from.name() + "-" + to;
        said = lab.file(way + ".ping");
        try {
            Process process = new ProcessBuilder(from.inside(
                            List.of(Software.PING.program(), "-n", "-D", "-O", "-i", "0.01", "-W", "1", to)))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            lab.atEnd(process::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start ping", e);
        }
        lab.await(this + ": an answer", LIMIT, () -> answered().length > 0);
    }

    /** The numbers of the packets that got lost from the first answered one until now. */
    public List<Integer> lost() {
        // What is under way now is answered, or lost, when ten later ones are.
        int sent = Math.max(last(), 0);
        lab.await(this + ": answers still", LIMIT, this::last, last -> last >= sent + 10);
        int[] answered = answered();
        boolean[] came = new boolean[last() + 1];
        IntStream.of(answered).forEach(number -> came[number] = true);
        return IntStream.range(answered[0], answered[answered.length - 1])
                .filter(number -> !came[number])
                .boxed()
                .toList();
    }

    /** How many have been answered. */
    public int answers() {
        return answered().length;
    }

    private int last() {
        return IntStream.of(answered()).max().orElse(-1);
    }

    private int[] answered() {
        try {
            return Files.readAllLines(said).stream()
                    .map(ANSWER::matcher)
                    .filter(Matcher::find)
                    .mapToInt(answer -> Integer.parseInt(answer.group(1)))
                    .toArray();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + said, e);
        }
    }

    @Override
    public String toString() {
        return "ping " + way;
    }
}
