package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Any number of plain BGP speakers in one process inside a node: they dial, announce what they are given as bytes, and
 * remember what they hear, to the last byte of each attribute. IPv4 unicast with four-byte AS numbers; sessions over
 * IPv6 have both families, and what is heard in IPv6 is not remembered. Used by the lab's thread.
 */
public final class BgpPeers implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Node node;
    private final JavaHelper helper;
    private int dumps;

    /** Starts the process; {@code name} is unique in the lab. */
    public BgpPeers(Node node, String name) {
        this.node = node;
        this.helper = new JavaHelper(node, name, BgpPeersMain.class, false);
    }

    /** Opens a session from an address of this node, with a hold time of 60 s; nothing is waited for. */
    public void open(String session, String local, String remote, long as) {
        open(session, local, remote, as, 60, "");
    }

    /**
     * Opens a session that keeps to a hold time of its own.
     *
     * @param holdTime seconds, 3 or more
     * @param first what prefixes begin with that are remembered, such as {@code 100.}; empty for all
     */
    public void open(String session, String local, String remote, long as, int holdTime, String first) {
        order("open " + session + " " + local + " " + remote + " " + as + " " + holdTime + " " + first);
    }

    /** Closes a session's connection without a word, now. */
    public void shut(String session) {
        order("shut " + session);
        helper.flush();
    }

    /** Withdraws prefixes (NLRI as on the wire, in hexadecimal). */
    public void withdraw(String session, String nlri) {
        order("withdraw " + session + " " + nlri);
    }

    /** Announces prefixes (NLRI as on the wire) with path attributes as on the wire, both in hexadecimal. */
    public void announce(String session, String attributes, String nlri) {
        order("announce " + session + " " + attributes + " " + nlri);
    }

    /** Has what was announced sent now, not when enough has gathered. */
    public void flush() {
        helper.flush();
    }

    /** Waits until that many sessions are established. */
    public void awaitEstablished(int sessions) {
        helper.flush();
        node.lab()
                .await(
                        "sessions of BGP speakers",
                        LIMIT,
                        () -> (int) lines().stream()
                                .filter(line -> line.startsWith("established "))
                                .count(),
                        count -> count >= sessions);
    }

    /**
     * What the sessions have heard and not lost again: {@code session prefix} → attributes, sorted by code, in
     * hexadecimal.
     */
    public SortedMap<String, String> heard() {
        int number = ++dumps;
        Path file = node.lab().file("heard" + number + "." + helper.pid());
        order("dump " + file);
        helper.flush();
        node.lab().await("dump of BGP speakers", LIMIT, () -> lines().contains("dumped " + file));
        SortedMap<String, String> heard = new TreeMap<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                int blank = line.indexOf(' ', line.indexOf(' ') + 1);
                heard.put(line.substring(0, blank), line.substring(blank + 1));
            }
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        return heard;
    }

    /** True if all it was given is written and all that has come is read. */
    public boolean asleep() {
        return Processes.asleep(helper.pid());
    }

    /** What went wrong: lost sessions, NOTIFICATIONs. */
    public List<String> troubles() {
        return lines().stream().filter(line -> line.startsWith("trouble")).toList();
    }

    private List<String> lines() {
        return helper.lines();
    }

    private void order(String line) {
        helper.order(line);
    }

    @Override
    public void close() {
        helper.close();
    }
}
