package org.jbgp.daemon.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A BGP speaker that says byte for byte what the test wants, inside a node. It answers nothing by itself. */
public final class RawPeer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String MARKER = "ff".repeat(16);

    /** A KEEPALIVE. */
    public static final String KEEPALIVE = message(4, "");

    private final Node node;
    private final String name;
    private final JavaHelper helper;

    /** Starts it; {@code name} is unique in the lab. */
    public RawPeer(Node node, String name) {
        this.node = node;
        this.name = name;
        this.helper = new JavaHelper(node, name, RawPeerMain.class, true);
    }

    /** Connects from an address of its own to a router's port 179. */
    public void connect(String local, String remote) {
        order("connect " + local + " " + remote);
        await("connected");
    }

    /** Takes the next connection to port 179 of an address of its own; reports {@code connected}. */
    public void accept(String local) {
        order("accept " + local);
    }

    /** Holds port 179 of an address, as another program would. */
    public void occupy(String address) {
        order("listen " + address);
        await("listening");
    }

    /**
     * Sends UPDATEs without end, each with a prefix and an attribute set of about so many bytes that it has not sent
     * before; reports {@code flood ended} when the other side closes.
     */
    public void flood(int size) {
        order("flood " + size);
    }

    /** An OPEN as {@link #open}, with extended messages (RFC 8654) besides. */
    public static String openExtended(long as, int holdTime, String routerId) {
        String capabilities = "010400010001" + "0600" + "4104" + HexFormat.of().toHexDigits(as, 8);
        String parameter = "02" + hex8(capabilities.length() / 2) + capabilities;
        return message(
                1,
                "04" + hex16((int) as) + hex16(holdTime) + address(routerId) + hex8(parameter.length() / 2)
                        + parameter);
    }

    /** Connects so often, and resets each connection at once; reports {@code reset}. */
    public void resets(String local, String remote, int times) {
        order("resets " + local + " " + remote + " " + times);
    }

    /** Sends bytes given in hexadecimal. */
    public void send(String hex) {
        order("send " + hex);
    }

    /** Sends a KEEPALIVE every second from now on. */
    public void stayAlive() {
        order("live");
    }

    /** Reads no faster than this from now on, in bytes a second; 0 is not at all. */
    public void readAt(int bytesPerSecond) {
        order("read " + bytesPerSecond);
    }

    /** Sends all UPDATEs of a recorded session (gzipped MRT) with this NEXT_HOP. */
    public void replay(Path gzippedMrt, String nextHop) {
        order("replay " + gzippedMrt + " " + nextHop);
    }

    /** Closes its connection or port. */
    public void disconnect() {
        order("close");
    }

    /** Waits until it has reported a line that starts so; returns that line. */
    public String await(String start) {
        return node.lab()
                .await(
                        name + ": " + start,
                        LIMIT,
                        () -> lines().stream()
                                .filter(line -> line.startsWith(start))
                                .findFirst()
                                .orElse(""),
                        line -> !line.isEmpty());
    }

    /** Opens a session all the way to Established: OPEN and KEEPALIVE in both directions. */
    public void establish(String local, String remote, long as, String routerId) {
        connect(local, remote);
        send(open(as, 90, routerId));
        await("received 1 ");
        send(KEEPALIVE);
        await("received 4");
    }

    /** What it has reported so far. */
    public List<String> lines() {
        return helper.lines();
    }

    /** A message of this type; body in hexadecimal. */
    public static String message(int type, String body) {
        return MARKER + hex16(19 + body.length() / 2) + hex8(type) + body;
    }

    /**
     * An OPEN with the capabilities IPv4 unicast and four-byte AS numbers.
     *
     * @param holdTime seconds
     */
    public static String open(long as, int holdTime, String routerId) {
        return open(as, holdTime, routerId, "");
    }

    /** The same with further capabilities, in hexadecimal: code, length and value of each. */
    public static String open(long as, int holdTime, String routerId, String furtherCapabilities) {
        String capabilities = "010400010001" + "4104" + HexFormat.of().toHexDigits(as, 8) + furtherCapabilities;
        String parameter = "02" + hex8(capabilities.length() / 2) + capabilities;
        int shortAs = as > 0xffff ? 23456 : (int) as;
        return message(
                1,
                "04" + hex16(shortAs) + hex16(holdTime) + address(routerId) + hex8(parameter.length() / 2) + parameter);
    }

    private static String address(String dottedQuad) {
        try {
            return HexFormat.of().formatHex(InetAddress.getByName(dottedQuad).getAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("no address: " + dottedQuad, e);
        }
    }

    private static String hex8(int value) {
        return HexFormat.of().toHexDigits(value, 2);
    }

    private static String hex16(int value) {
        return HexFormat.of().toHexDigits(value, 4);
    }

    private void order(String line) {
        helper.order(line);
    }

    @Override
    public void close() {
        helper.close();
    }
}
