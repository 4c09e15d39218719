package org.jbgp.daemon.net.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many segments Linux has dropped for their MD5 signature (RFC 2385) since it started, in this network namespace.
 * It says neither to the socket nor to the process whose they were. Source: the TcpExt lines of {@code
 * /proc/net/netstat}.
 *
 * @param missing without a signature where there is a key
 * @param unexpected with a signature where there is no key
 * @param wrong with a signature that another key made
 */
public record Md5Counters(long missing, long unexpected, long wrong) {
    private static final Path SOURCE = Path.of("/proc/net/netstat");
    private static final String GROUP = "TcpExt:";

    /** The counters now; all 0 if the kernel does not count. */
    public static Md5Counters read() {
        try {
            return parse(Files.readAllLines(SOURCE));
        } catch (IOException e) {
            return new Md5Counters(0, 0, 0);
        }
    }

    /** A line of names, then a line of numbers. */
    public static Md5Counters parse(List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(GROUP)) {
                List<String> names = List.of(lines.get(i).split(" "));
                List<String> numbers = List.of(lines.get(i + 1).split(" "));
                return new Md5Counters(
                        number(names, numbers, "TCPMD5NotFound"),
                        number(names, numbers, "TCPMD5Unexpected"),
                        number(names, numbers, "TCPMD5Failure"));
            }
        }
        return new Md5Counters(0, 0, 0);
    }

    private static long number(List<String> names, List<String> numbers, String name) {
        int at = names.indexOf(name);
        return at < 0 || at >= numbers.size() ? 0 : Long.parseLong(numbers.get(at));
    }

    /** What came since an earlier look. */
    public Md5Counters since(Md5Counters earlier) {
        return new Md5Counters(missing - earlier.missing, unexpected - earlier.unexpected, wrong - earlier.wrong);
    }
}
