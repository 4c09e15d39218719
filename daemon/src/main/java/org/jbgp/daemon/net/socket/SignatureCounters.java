package org.jbgp.daemon.net.socket;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How many segments Linux has dropped for their signature since it started, in this network namespace. It says neither
 * to the socket nor to the process whose they were. Source: the TcpExt lines of {@code /proc/net/netstat}.
 *
 * @param md5 of TCP MD5 (RFC 2385)
 * @param ao of TCP-AO (RFC 5925)
 */
public record SignatureCounters(Dropped md5, Dropped ao) {
    private static final Path SOURCE = Path.of("/proc/net/netstat");
    private static final String GROUP = "TcpExt:";
    private static final SignatureCounters NONE = new SignatureCounters(Dropped.NONE, Dropped.NONE);

    /**
     * Of one sort.
     *
     * @param missing without a signature where there is a key
     * @param unexpected with a signature where there is no key, or none of its number
     * @param wrong with a signature that another key made
     */
    public record Dropped(long missing, long unexpected, long wrong) {
        private static final Dropped NONE = new Dropped(0, 0, 0);

        private Dropped since(Dropped earlier) {
            return new Dropped(missing - earlier.missing, unexpected - earlier.unexpected, wrong - earlier.wrong);
        }
    }

    /** The counters now; all 0 if the kernel does not count. */
    public static SignatureCounters read() {
        try {
            return parse(Files.readAllLines(SOURCE));
        } catch (IOException e) {
            return NONE;
        }
    }

    /** A line of names, then a line of numbers. */
    public static SignatureCounters parse(List<String> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            if (lines.get(i).startsWith(GROUP)) {
                List<String> names = List.of(lines.get(i).split(" "));
                List<String> numbers = List.of(lines.get(i + 1).split(" "));
                return new SignatureCounters(
                        new Dropped(
                                number(names, numbers, "TCPMD5NotFound"),
                                number(names, numbers, "TCPMD5Unexpected"),
                                number(names, numbers, "TCPMD5Failure")),
                        new Dropped(
                                number(names, numbers, "TCPAORequired"),
                                number(names, numbers, "TCPAOKeyNotFound"),
                                number(names, numbers, "TCPAOBad")));
            }
        }
        return NONE;
    }

    private static long number(List<String> names, List<String> numbers, String name) {
        int at = names.indexOf(name);
        return at < 0 || at >= numbers.size() ? 0 : Long.parseLong(numbers.get(at));
    }

    /** What came since an earlier look. */
    public SignatureCounters since(SignatureCounters earlier) {
        return new SignatureCounters(md5.since(earlier.md5), ao.since(earlier.ao));
    }
}
