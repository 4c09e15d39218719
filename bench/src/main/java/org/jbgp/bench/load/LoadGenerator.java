package org.jbgp.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Main class: connects all peers, then runs the phases asked for and prints one line of JSON for each.
 *
 * <p>{@code s} is the time from the first byte sent until the last receiver held what it must; {@code sent_s} until the
 * last sender had sent everything; {@code cpu_s}, {@code rss_mb} and {@code peak_mb} are those of the watched
 * processes, taken after two more quiet seconds; {@code gap_s} is the longest silence towards any peer; {@code
 * until_ms} is when that was, since 1970. The exit code is 1 after a phase that did not end.
 */
public final class LoadGenerator {
    private static final long QUIET = 2_000_000_000L;
    private static final long KERNEL_POLL = 50_000_000L;
    private static final long KERNEL_POLL_LIMIT = 1_000_000_000L;

    private final LoadOptions options;
    /** Null if routes are made up. */
    private final Recording recording;

    private final RouteTable table;
    private final Peers peers;
    private final ProcessMeter meter;
    private final List<List<ByteBuffer>> prepared = new ArrayList<>();

    private LoadGenerator(LoadOptions options) throws IOException {
        this.options = options;
        this.recording = options.mrt().isEmpty() ? null : Recording.read(Path.of(options.mrt()), options.routerAs());
        this.table = recording != null ? recording.table() : RouteTable.make(options.prefixes(), options.groupMean());
        this.peers = new Peers(options, table);
        this.meter = new ProcessMeter(options.pids());
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println(
                    "options: those of LoadOptions, such as --prefixes 1000000 --withdraw; see docs/performance.md");
            System.exit(2);
        }
        LoadGenerator generator = new LoadGenerator(LoadOptions.parse(arguments));
        System.exit(generator.run() ? 0 : 1);
    }

    private boolean run() throws IOException {
        prepare(1);
        rehearse();
        long dialled = System.nanoTime();
        while (!peers.all().stream().allMatch(Peer::isEstablished)) {
            peers.turn();
            if (System.nanoTime() - dialled > options.limit() * 1_000_000_000L) {
                say("{\"phase\":\"connect\",\"failed\":\"%d of %d sessions\",\"complaints\":\"%s\"}"
                        .formatted(
                                peers.all().stream().filter(Peer::isEstablished).count(),
                                peers.all().size(),
                                peers.complaints()));
                return false;
            }
        }
        double connected = seconds(System.nanoTime() - dialled);
        double before = meter.cpu();
        long idle = System.nanoTime();
        while (seconds(System.nanoTime() - idle) < options.idle()) {
            peers.turn();
        }
        report("idle", connected, connected, before);
        return table.size() == 0 || phases();
    }

    private boolean phases() throws IOException {
        // Routers do not agree on every recorded set: BIRD 2.19 leaves 177 of 577,619 prefixes out.
        int missing = recording == null ? 0 : table.size() / 1000;
        boolean good = phase("load", 1, sink -> sink.holdsRoundBut(missing));
        for (int round = 2; good && round <= options.churn() + 1; round++) {
            prepare(round);
            good = phase("churn", round, sink -> sink.holdsRoundBut(missing));
        }
        if (good && options.reload()) {
            prepared.clear();
            good = phase("reload", 2, Sink::holdsRound);
        }
        if (good && options.loss()) {
            prepared.clear();
            good = phase("loss", options.churn() + 1, Sink::holdsNothingOfFirstSender);
        }
        if (good && options.withdraw()) {
            prepared.clear();
            peers.senders().forEach(sender -> prepared.add(GeneratedAnnouncements.withdraw(options, table, sender)));
            good = phase("withdraw", 0, Sink::holdsNothing);
        }
        return good;
    }

    /** Encodes a round's announcements before its clock starts. */
    private void prepare(int round) {
        prepared.clear();
        if (table.size() > 0) {
            peers.senders()
                    .forEach(sender ->
                            prepared.add(GeneratedAnnouncements.announce(options, table, recording, sender, round)));
        }
    }

    /** Lets the JIT see the receiving side before it is needed, so that the generator is not what is measured. */
    private void rehearse() {
        int bytes = 0;
        for (int turn = 0; turn < 20 && bytes < 40_000_000; turn++) {
            Sink sink = new Sink(table);
            for (ByteBuffer chunk : prepared.isEmpty() ? List.<ByteBuffer>of() : prepared.getFirst()) {
                bytes += chunk.limit();
                sink.hear(chunk);
            }
        }
    }

    private boolean phase(String name, int round, Predicate<Sink> complete) throws IOException {
        for (Peer receiver : peers.receivers()) {
            receiver.sink().expect(round);
        }
        long start = System.nanoTime();
        peers.all().forEach(peer -> peer.forgetGap(start));
        double before = meter.cpu();
        if (name.equals("reload")) {
            say("{\"now\":\"reload\"}");
        }
        if (name.equals("loss")) {
            peers.senders().getFirst().leave();
        }
        for (int i = 0; i < prepared.size(); i++) {
            if (peers.senders().get(i).isEstablished()) {
                peers.senders().get(i).send(prepared.get(i));
            }
        }
        Progress progress = options.fib() ? fib(name, start) : receivers(complete, start);
        report(name, seconds(progress.complete() - start), seconds(progress.sent() - start), before);
        return progress.complete() != 0;
    }

    /** When all was sent, and when everybody held what they must; 0 for never. */
    private record Progress(long sent, long complete) {}

    private Progress receivers(Predicate<Sink> complete, long start) throws IOException {
        long sent = 0;
        while (true) {
            peers.turn();
            long now = System.nanoTime();
            if (sent == 0 && peers.senders().stream().allMatch(Peer::hasSentAll)) {
                sent = now;
            }
            long last = 0;
            boolean all = sent != 0;
            for (Peer receiver : peers.promptReceivers()) {
                all &= complete.test(receiver.sink());
                last = Math.max(last, receiver.lastChange() - start);
            }
            if (all && now - start - Math.max(last, sent - start) > QUIET) {
                return new Progress(sent, start + last);
            }
            if (now - start > options.limit() * 1_000_000_000L) {
                return new Progress(sent, 0);
            }
        }
    }

    private Progress fib(String name, long start) throws IOException {
        boolean removal = name.equals("withdraw");
        long sent = 0;
        long next = start;
        while (true) {
            peers.turn();
            long now = System.nanoTime();
            if (sent == 0 && peers.senders().stream().allMatch(Peer::hasSentAll)) {
                sent = now;
            }
            if (sent != 0 && now - next > 0) {
                int there = meter.kernelRoutes();
                int done = removal ? table.size() - there : there;
                if (done >= (removal ? table.size() - 100 : table.size())) {
                    rest(now);
                    return new Progress(sent, now);
                }
                next = System.nanoTime() + patience(now - start, done);
            }
            if (now - start > options.limit() * 1_000_000_000L) {
                return new Progress(sent, 0);
            }
        }
    }

    private void rest(long since) throws IOException {
        while (System.nanoTime() - since <= QUIET) {
            peers.turn();
        }
    }

    /**
     * How long not to look. To count its routes the kernel walks through all of them, and whoever changes some waits
     * meanwhile (synchronize_rcu): asked every 50 ms it counted half of the time. So half of the time is let go by that
     * it will still take if it goes on as it did.
     */
    private long patience(long elapsed, int done) {
        double left = (double) (table.size() - done) / Math.max(done, 1);
        return Math.clamp((long) (elapsed * left / 2), KERNEL_POLL, KERNEL_POLL_LIMIT);
    }

    private void report(String phase, double complete, double sent, double cpuBefore) {
        long updates = 0;
        long least = Long.MAX_VALUE;
        for (Peer receiver : peers.promptReceivers()) {
            updates += receiver.sink().updates();
            least = Math.min(least, receiver.sink().held());
        }
        long gap = peers.all().stream().mapToLong(Peer::largestGap).max().orElse(0);
        String line = String.format(
                Locale.ROOT,
                "{\"phase\":\"%s\",\"s\":%.3f,\"sent_s\":%.3f,\"cpu_s\":%.2f,\"rss_mb\":%.1f,\"peak_mb\":%.1f,\"updates\":%d,\"gap_s\":%.2f,\"until_ms\":%d",
                phase,
                complete,
                sent,
                meter.cpu() - cpuBefore,
                meter.megabytes("VmRSS"),
                meter.megabytes("VmHWM"),
                updates,
                seconds(gap),
                System.currentTimeMillis());
        if (complete < 0) {
            line += ",\"failed\":\"not complete after %d s, least held %d\"".formatted(options.limit(), least);
        }
        if (!peers.complaints().isEmpty()) {
            line += ",\"complaints\":\"%s\"".formatted(peers.complaints());
        }
        say(line + "}");
        peers.complaints().clear();
    }

    private static void say(String line) {
        System.out.println(line);
    }

    private static double seconds(long nanos) {
        return nanos / 1e9;
    }
}
