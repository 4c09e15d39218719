package org.jbgp.daemon.lab;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * The process behind {@link Hostile}: one neighbor that means harm. Each line of standard input is an attack, {@code
 * NAME COUNT}; {@code done NAME} is printed at its end. What the router answers is read and thrown away.
 */
final class HostileMain {
    private static final int BGP_PORT = 179;
    private static final int HEADER = 19;
    private static final int PATIENCE_MILLIS = 60_000;
    private static final PrintStream OUT = System.out;

    private final String local;
    private final String remote;
    private final long as;
    private final Random random = new Random(7606);
    /** Connections that are kept until the next attack. */
    private final List<Socket> held = new ArrayList<>();

    private HostileMain(String local, String remote, long as) {
        this.local = local;
        this.remote = remote;
        this.as = as;
    }

    public static void main(String[] arguments) throws IOException {
        HostileMain hostile = new HostileMain(arguments[0], arguments[1], Long.parseLong(arguments[2]));
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split(" ", -1);
            hostile.release();
            hostile.attack(HostileAttack.valueOf(words[0]), Integer.parseInt(words[1]));
            OUT.println("done " + words[0]);
            OUT.flush();
        }
    }

    private void release() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
        held.clear();
    }

    private void attack(HostileAttack attack, int count) {
        try {
            switch (attack) {
                case NEW_SETS -> updates(count, number -> HostileUpdates.newSet(as, number % 1000, number));
                case PATHS -> updates(count, number -> HostileUpdates.path(as, number % HostileUpdates.PATHS, number));
                case LARGE -> updates(count, number -> HostileUpdates.large(as, number));
                case REFRESHES -> messages(count, RawPeer.message(5, "00010001"));
                case MARKS -> messages(count, RawPeer.message(5, "00010101") + RawPeer.message(5, "00010201"));
                case OPENS -> opens(count);
                case RESETS -> resets(count);
                case HALF_OPEN -> halfOpen(count);
                case SLOW_OPEN -> slowOpen(count);
                case NOISE -> noise(count);
                case SLOW_READER -> slowReader(count);
                case FLAPS -> flaps(count);
            }
        } catch (IOException e) {
            OUT.println("ended " + attack + " " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Socket dial() throws IOException {
        return dial(0);
    }

    private Socket dial(int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.bind(new InetSocketAddress(InetAddress.getByName(local), 0));
        socket.connect(new InetSocketAddress(InetAddress.getByName(remote), BGP_PORT), 5000);
        return socket;
    }

    /** A session that is up; it is tried again until the router wants one. */
    private Socket establish(int receiveBuffer) throws IOException, InterruptedException {
        for (long end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L; ; Thread.sleep(100)) {
            Socket socket = dial(receiveBuffer);
            try {
                send(socket, open());
                DataInputStream in = new DataInputStream(socket.getInputStream());
                if (read(in) == 1) {
                    send(socket, RawPeer.KEEPALIVE);
                    if (read(in) == 4) {
                        return socket;
                    }
                }
            } catch (IOException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
            }
            socket.close();
        }
    }

    /** IPv4, four-byte AS numbers, ROUTE-REFRESH in both forms, extended messages, several paths in both directions. */
    private String open() {
        return RawPeer.open(as, 90, local, "0200" + "4600" + "0600" + "4504" + "00010103");
    }

    private static int read(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        in.readFully(header);
        in.readFully(new byte[((header[16] & 0xff) << 8 | (header[17] & 0xff)) - HEADER]);
        return header[18];
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** Reads all that comes, so that the router is never held up. */
    private static void swallow(Socket socket) {
        Thread.ofVirtual().start(() -> {
            try {
                socket.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The attack learns from its writes that the session has ended.
                return;
            }
        });
    }

    private interface Update {
        String number(int number);
    }

    private void updates(int count, Update update) throws IOException, InterruptedException {
        Socket socket = establish(0);
        held.add(socket);
        swallow(socket);
        StringBuilder several = new StringBuilder();
        for (int i = 0; i < count; i++) {
            several.append(update.number(i));
            if (several.length() > 100_000) {
                send(socket, several.toString());
                several.setLength(0);
            }
        }
        send(socket, several + HostileUpdates.marker(as));
    }

    /** Messages in bundles of a hundred. */
    private void messages(int count, String message) throws IOException, InterruptedException {
        Socket socket = establish(0);
        held.add(socket);
        swallow(socket);
        String hundred = message.repeat(100);
        for (int i = 0; i < count; i += 100) {
            send(socket, hundred);
        }
        send(socket, HostileUpdates.marker(as));
    }

    /** Reads a byte now and then through a window of one, and asks for more all the time. */
    private void slowReader(int count) throws IOException, InterruptedException {
        Socket socket = establish(1);
        held.add(socket);
        for (int i = 0; i < count; i++) {
            send(socket, RawPeer.message(5, "00010001").repeat(100) + RawPeer.KEEPALIVE);
            if (socket.getInputStream().read() < 0) {
                throw new IOException("closed");
            }
            Thread.sleep(10);
        }
    }

    private void opens(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            try (Socket socket = dial()) {
                send(socket, open().repeat(1 + i % 3));
                if (i % 4 == 0) {
                    socket.setSoTimeout(100);
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                }
            } catch (IOException e) {
                // Refused, reset or silent: the storm goes on.
            }
        }
    }

    /** At every place of a session's beginning, and in the middle of messages. */
    private void resets(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            Socket socket = i % 7 < 5 ? dial() : establish(0);
            try {
                switch (i % 7) {
                    case 0 -> {}
                    case 1 -> send(socket, open().substring(0, 40));
                    case 2 -> send(socket, open());
                    case 3 -> {
                        send(socket, open());
                        socket.getInputStream().read();
                    }
                    case 4 -> send(socket, open() + RawPeer.KEEPALIVE);
                    case 5 -> send(socket, HostileUpdates.newSet(as, i, i));
                    default -> send(socket, HostileUpdates.newSet(as, i, i).substring(0, 60));
                }
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It was faster.
            } finally {
                socket.close();
            }
        }
    }

    private void halfOpen(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            held.add(dial());
        }
    }

    /** Many OPENs at once, each a byte at a time. */
    private void slowOpen(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            held.add(dial());
        }
        byte[] open = HexFormat.of().parseHex(open());
        for (int at = 0; at < open.length - 1; at++) {
            for (Socket socket : held) {
                try {
                    socket.getOutputStream().write(open[at]);
                } catch (IOException e) {
                    // Closed by the router, as most of them are.
                }
            }
            Thread.sleep(100);
        }
    }

    private void noise(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            boolean up = i % 5 == 0;
            try (Socket socket = up ? establish(0) : dial()) {
                String good = (up ? "" : open() + RawPeer.KEEPALIVE) + HostileUpdates.newSet(as, i, i);
                byte[] bytes = HexFormat.of().parseHex(good);
                for (int changes = random.nextInt(4); changes >= 0; changes--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // As good an answer as any.
            }
        }
    }

    /** Sessions that come up, bring routes and go. */
    private void flaps(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            try (Socket socket = establish(0)) {
                StringBuilder routes = new StringBuilder();
                for (int number = 0; number < 200; number++) {
                    routes.append(HostileUpdates.newSet(as, number, i));
                }
                send(socket, routes.toString());
            }
        }
    }
}
