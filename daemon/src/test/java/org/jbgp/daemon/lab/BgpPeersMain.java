package org.jbgp.daemon.lab;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The process behind {@link BgpPeers}. Orders on standard input: {@code open SESSION LOCAL REMOTE AS HOLD FIRST},
 * {@code announce SESSION ATTRIBUTES NLRI}, {@code withdraw SESSION NLRI}, {@code shut SESSION}, {@code dump FILE};
 * words on standard output: {@code established SESSION}, {@code dumped FILE}, {@code trouble …}.
 */
final class BgpPeersMain {
    private static final int BGP_PORT = 179;
    private static final int HEADER = 19;
    private static final int OPEN = 1;
    private static final int UPDATE = 2;
    private static final int NOTIFICATION = 3;
    private static final int KEEPALIVE = 4;
    /** The capability of IPv6 unicast. */
    private static final String IPV6_TOO = "010400020001";

    private static final PrintStream OUT = System.out;

    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    private BgpPeersMain() {}

    public static void main(String[] arguments) throws IOException {
        BgpPeersMain peers = new BgpPeersMain();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            try {
                peers.obey(line.split(" ", -1));
            } catch (IOException e) {
                say("trouble " + e.getMessage());
            }
        }
    }

    private void obey(String... words) throws IOException {
        switch (words[0]) {
            case "open" -> {
                Session session = new Session(
                        words[1], words[2], words[3], Long.parseLong(words[4]), Integer.parseInt(words[5]), words[6]);
                sessions.put(words[1], session);
                Thread.ofPlatform().daemon().name(words[1]).start(session);
            }
            case "announce" -> sessions.get(words[1]).announce(words[2], words[3]);
            case "withdraw" -> sessions.get(words[1]).withdraw(words[2]);
            case "shut" -> sessions.remove(words[1]).shut();
            case "dump" -> dump(Path.of(words[1]));
            default -> say("trouble: no such order " + words[0]);
        }
    }

    private void dump(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Session session : sessions.values()) {
            session.dump(lines);
        }
        Files.write(file, lines, StandardCharsets.US_ASCII);
        say("dumped " + file);
    }

    private static synchronized void say(String line) {
        OUT.println(line);
        OUT.flush();
    }

    /** One session; its thread reads. */
    private static final class Session implements Runnable {
        private final String name;
        private final String local;
        private final String remote;
        private final long as;
        private final int holdTime;
        /** What its prefixes begin with that are remembered; empty for all of them. */
        private final String first;

        private final Map<String, String> heard = new TreeMap<>();
        private final Socket socket = new Socket();
        private volatile boolean shut;

        private Session(String name, String local, String remote, long as, int holdTime, String first) {
            this.name = name;
            this.local = local;
            this.remote = remote;
            this.as = as;
            this.holdTime = holdTime;
            this.first = first;
        }

        @Override
        public void run() {
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByName(local), 0));
                socket.connect(new InetSocketAddress(InetAddress.getByName(remote), BGP_PORT), 5000);
                socket.setTcpNoDelay(true);
                // A hold time that expires is a read that takes too long.
                socket.setSoTimeout(holdTime * 1000);
                boolean ipv6 = local.contains(":");
                String open = RawPeer.open(as, holdTime, ipv6 ? routerId() : local, ipv6 ? IPV6_TOO : "");
                write(OPEN, open.substring(2 * HEADER));
                Thread.ofVirtual().name(name).start(this::live);
                read(new DataInputStream(socket.getInputStream()));
            } catch (IOException e) {
                if (!shut) {
                    say("trouble " + name + " " + e.getMessage());
                }
            }
        }

        /** One of its own for each address in IPv6, where they differ in one group of 32 bits only. */
        private String routerId() throws IOException {
            ByteBuffer address = ByteBuffer.wrap(InetAddress.getByName(local).getAddress());
            int id = 0;
            while (address.hasRemaining()) {
                id ^= address.getInt();
            }
            return InetAddress.getByAddress(ByteBuffer.allocate(4).putInt(id).array())
                    .getHostAddress();
        }

        private void live() {
            try {
                while (true) {
                    Thread.sleep(holdTime * 1000L / 3);
                    write(KEEPALIVE, "");
                }
            } catch (IOException e) {
                // Whoever reads says what has happened.
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void shut() throws IOException {
            shut = true;
            socket.close();
        }

        private void read(DataInputStream in) throws IOException {
            boolean established = false;
            while (true) {
                byte[] header = new byte[HEADER];
                in.readFully(header);
                byte[] body = new byte[((header[16] & 0xff) << 8 | (header[17] & 0xff)) - HEADER];
                in.readFully(body);
                switch (header[18]) {
                    case OPEN -> write(KEEPALIVE, "");
                    case UPDATE -> update(ByteBuffer.wrap(body));
                    case NOTIFICATION ->
                        say("trouble " + name + " NOTIFICATION "
                                + HexFormat.of().formatHex(body));
                    default -> {
                        if (!established) {
                            established = true;
                            say("established " + name);
                        }
                    }
                }
            }
        }

        private synchronized void write(int type, String hex) throws IOException {
            socket.getOutputStream().write(HexFormat.of().parseHex(RawPeer.message(type, hex)));
        }

        private void announce(String attributes, String nlri) throws IOException {
            String length = HexFormat.of().toHexDigits(attributes.length() / 2, 4);
            write(UPDATE, "0000" + length + attributes + nlri);
        }

        private void withdraw(String nlri) throws IOException {
            write(UPDATE, HexFormat.of().toHexDigits(nlri.length() / 2, 4) + nlri + "0000");
        }

        private void update(ByteBuffer body) {
            ByteBuffer withdrawn = part(body);
            ByteBuffer attributes = part(body);
            synchronized (heard) {
                while (withdrawn.hasRemaining()) {
                    heard.remove(prefix(withdrawn));
                }
                String canonical = canonical(attributes);
                while (body.hasRemaining()) {
                    String prefix = prefix(body);
                    if (prefix.startsWith(first)) {
                        heard.put(prefix, canonical);
                    }
                }
            }
        }

        private void dump(List<String> lines) {
            synchronized (heard) {
                heard.forEach((prefix, attributes) -> lines.add(name + " " + prefix + " " + attributes));
            }
        }

        private static ByteBuffer part(ByteBuffer body) {
            int length = body.getShort() & 0xffff;
            ByteBuffer part = body.slice(body.position(), length);
            body.position(body.position() + length);
            return part;
        }

        private static String prefix(ByteBuffer from) {
            int length = from.get() & 0xff;
            byte[] address = new byte[4];
            from.get(address, 0, (length + 7) / 8);
            return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[2] & 0xff) + "."
                    + (address[3] & 0xff) + "/" + length;
        }

        /**
         * {@code code/flags:value} of each attribute in the order of the codes; without the bit that only says how long
         * the length is.
         */
        private static String canonical(ByteBuffer attributes) {
            Map<Integer, String> sorted = new TreeMap<>();
            while (attributes.hasRemaining()) {
                int flags = attributes.get() & 0xff;
                int code = attributes.get() & 0xff;
                int length = (flags & 0x10) == 0 ? attributes.get() & 0xff : attributes.getShort() & 0xffff;
                byte[] value = new byte[length];
                attributes.get(value);
                sorted.put(
                        code,
                        code + "/" + Integer.toHexString(flags & 0xe0) + ":"
                                + HexFormat.of().formatHex(value));
            }
            return String.join(" ", sorted.values());
        }
    }
}
