package org.jbgp.daemon.lab;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * The process behind {@link RawPeer}, inside its namespace. Reads orders from standard input, one per line, and reports
 * what happens on standard output:
 *
 * <pre>
 * connect LOCAL REMOTE   connects to port 179        → connected
 * listen ADDRESS         holds port 179, accepts none → listening
 * accept ADDRESS         takes the next connection to port 179 → connected
 * send HEX               writes the bytes            → sent
 * resets LOCAL REMOTE N  connects N times and resets each time → reset N
 * flood SIZE             sends UPDATEs without end, each with a prefix and an attribute set of that size, both new
 * live                   sends a KEEPALIVE every second
 * read RATE              from now on reads so many bytes a second; 0: nothing more
 * replay FILE NEXTHOP    writes the UPDATEs of an MRT file, NEXT_HOP replaced → replayed COUNT
 * close                  closes the connection
 * (received)             → received TYPE HEX, for every message; closed, when the other side closes
 * </pre>
 */
final class RawPeerMain {
    private static final int BGP_PORT = 179;
    private static final int HEADER = 19;
    private static final PrintStream OUT = System.out;

    private final Object writing = new Object();
    private Socket socket = new Socket();
    private ServerSocket held;
    private volatile int rate = Integer.MAX_VALUE;

    private RawPeerMain() throws IOException {
        held = new ServerSocket();
    }

    public static void main(String[] arguments) throws IOException {
        RawPeerMain peer = new RawPeerMain();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            try {
                peer.obey(line.split(" ", -1));
            } catch (IOException e) {
                say("trouble " + e.getMessage());
            }
        }
    }

    private void obey(String... words) throws IOException {
        switch (words[0]) {
            case "connect" -> connect(words[1], words[2]);
            case "listen" -> {
                held.bind(new InetSocketAddress(InetAddress.getByName(words[1]), BGP_PORT));
                say("listening");
            }
            case "accept" -> accept(words[1]);
            case "send" -> {
                write(HexFormat.of().parseHex(words[1]));
                say("sent");
            }
            case "resets" -> resets(words[1], words[2], Integer.parseInt(words[3]));
            case "flood" -> {
                int size = Integer.parseInt(words[1]);
                Thread.ofPlatform().daemon().name("flood").start(() -> flood(size));
            }
            case "live" -> Thread.ofPlatform().daemon().name("keepalive").start(this::live);
            case "read" -> rate = Integer.parseInt(words[1]);
            case "replay" -> {
                int count = MrtReplay.updates(Path.of(words[1]), words[2], this::write);
                socket.getOutputStream().flush();
                say("replayed " + count);
            }
            case "close" -> {
                socket.close();
                held.close();
                held = new ServerSocket();
            }
            default -> say("trouble: no such order " + words[0]);
        }
    }

    private void connect(String local, String remote) throws IOException {
        Socket connection = new Socket();
        connection.bind(new InetSocketAddress(InetAddress.getByName(local), 0));
        connection.connect(new InetSocketAddress(InetAddress.getByName(remote), BGP_PORT), 5000);
        begin(connection);
    }

    private void accept(String local) throws IOException {
        if (!held.isBound()) {
            held.setReuseAddress(true);
            held.bind(new InetSocketAddress(InetAddress.getByName(local), BGP_PORT));
        }
        begin(held.accept());
    }

    private void begin(Socket connection) throws IOException {
        connection.setTcpNoDelay(true);
        socket = connection;
        say("connected");
        Thread.ofPlatform().daemon().name("reader").start(() -> read(connection));
    }

    /** Unknown optional transitive attributes of up to 4,000 bytes each fill the set. */
    private void flood(int size) {
        try {
            for (int i = 0; ; i++) {
                write(update(size, i));
            }
        } catch (IOException e) {
            say("flood ended");
        }
    }

    private static byte[] update(int size, int number) {
        ByteBuffer attributes = ByteBuffer.allocate(size + 64);
        attributes.put(HexFormat.of().parseHex("400101004002060201" + "0000fdea" + "400304" + "0a000002"));
        int left = size;
        for (int code = 200; left > 0; code++) {
            int length = Math.min(left, 4000);
            attributes.put((byte) 0xd0).put((byte) code).putShort((short) length);
            ByteBuffer value = ByteBuffer.allocate(length);
            if (length >= 4) {
                value.putInt(number);
            }
            attributes.put(value.array());
            left -= length + 4;
        }
        attributes.flip();
        int total = HEADER + 4 + attributes.limit() + 4;
        ByteBuffer message = ByteBuffer.allocate(total);
        message.put(HexFormat.of().parseHex("ff".repeat(16)))
                .putShort((short) total)
                .put((byte) 2)
                .putShort((short) 0)
                .putShort((short) attributes.limit())
                .put(attributes)
                .put((byte) 24)
                .put((byte) (20 + (number >> 16 & 63)))
                .put((byte) (number >> 8))
                .put((byte) number);
        return message.array();
    }

    /** Every other time in the middle of a message. */
    private void resets(String local, String remote, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Socket connection = new Socket()) {
                connection.bind(new InetSocketAddress(InetAddress.getByName(local), 0));
                connection.connect(new InetSocketAddress(InetAddress.getByName(remote), BGP_PORT), 5000);
                connection.setSoLinger(true, 0);
                if (i % 2 == 1) {
                    connection.getOutputStream().write(new byte[] {-1, -1});
                }
            }
        }
        say("reset " + times);
    }

    private void write(byte[] bytes) throws IOException {
        synchronized (writing) {
            socket.getOutputStream().write(bytes);
        }
    }

    private void read(Socket from) {
        try {
            DataInputStream in = new DataInputStream(from.getInputStream());
            while (true) {
                byte[] header = new byte[HEADER];
                in.readFully(header);
                int length = (header[16] & 0xff) << 8 | (header[17] & 0xff);
                byte[] body = new byte[length - HEADER];
                in.readFully(body);
                dawdle(length);
                say("received " + header[18] + " " + HexFormat.of().formatHex(body));
            }
        } catch (IOException e) {
            say("closed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        try {
            while (!socket.isClosed()) {
                write(HexFormat.of().parseHex(RawPeer.KEEPALIVE));
                Thread.sleep(1000);
            }
        } catch (IOException e) {
            say("trouble " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dawdle(int bytes) throws InterruptedException {
        while (rate == 0) {
            Thread.sleep(100);
        }
        if (rate < Integer.MAX_VALUE) {
            Thread.sleep(bytes * 1000L / rate);
        }
    }

    private static synchronized void say(String line) {
        OUT.println(line);
        OUT.flush();
    }
}
