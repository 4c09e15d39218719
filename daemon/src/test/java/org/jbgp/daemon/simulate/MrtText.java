package org.jbgp.daemon.simulate;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes MRT files for tests: a dump of a table, or recorded sessions (RFC 6396). */
final class MrtText {
    private static final int TABLE_DUMP_V2 = 13;
    private static final int BGP4MP = 16;

    private final List<Peer> peers = new ArrayList<>();
    private final ByteArrayOutputStream routes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream sessions = new ByteArrayOutputStream();
    private String table = "";

    /** Who announces: address, BGP Identifier of the same bytes, AS number. */
    private record Peer(InetAddress address, int as) {}

    /** The dump is one of the table of this name; of one without a name unless this is called. */
    MrtText table(String name) {
        table = name;
        return this;
    }

    /** A further peer; its number is the count of those before. */
    MrtText peer(String address, int as) throws IOException {
        peers.add(new Peer(InetAddress.ofLiteral(address), as));
        return this;
    }

    /**
     * A prefix of a dump with a path of each of some peers: {@code 0=65010 65020}. The next hop is of IPv6 where the
     * peer's address is.
     */
    MrtText route(String prefix, String... paths) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0);
        out.write(prefix(prefix));
        out.writeShort(paths.length);
        for (String path : paths) {
            int peer = Integer.parseInt(path.substring(0, path.indexOf('=')));
            byte[] attributes = attributes(peers.get(peer), path.substring(path.indexOf('=') + 1), prefix);
            out.writeShort(peer);
            out.writeInt(0);
            out.writeShort(attributes.length);
            out.write(attributes);
        }
        record(routes, TABLE_DUMP_V2, prefix.contains(":") ? 4 : 2, bytes.toByteArray());
        return this;
    }

    /** An UPDATE of IPv4 that a peer sends; an empty path withdraws. */
    MrtText update(int peer, String prefix, String path) throws IOException {
        byte[] nlri = prefix(prefix);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        byte[] attributes = path.isEmpty() ? new byte[0] : attributes(peers.get(peer), path, prefix);
        out.writeShort(path.isEmpty() ? nlri.length : 0);
        out.write(path.isEmpty() ? nlri : new byte[0]);
        out.writeShort(attributes.length);
        out.write(attributes);
        out.write(path.isEmpty() ? new byte[0] : nlri);
        return message(peer, 2, bytes.toByteArray());
    }

    /** The session of a peer goes from one state to another (RFC 4271 §8.2.2; 6 is Established). */
    MrtText state(int peer, int from, int to) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = ends(peer, bytes);
        out.writeShort(from);
        out.writeShort(to);
        record(sessions, BGP4MP, 5, bytes.toByteArray());
        return this;
    }

    private DataOutputStream ends(int peer, ByteArrayOutputStream bytes) throws IOException {
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(peers.get(peer).as);
        out.writeInt(65001);
        out.writeShort(0);
        out.writeShort(1);
        out.write(peers.get(peer).address.getAddress());
        out.write(new byte[] {10, 0, 0, 1});
        return out;
    }

    /** Any message that a peer sends. */
    MrtText message(int peer, int type, byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = ends(peer, bytes);
        out.writeLong(-1);
        out.writeLong(-1);
        out.writeShort(19 + body.length);
        out.writeByte(type);
        out.write(body);
        record(sessions, BGP4MP, 4, bytes.toByteArray());
        return this;
    }

    private static byte[] prefix(String text) throws IOException {
        byte[] address =
                InetAddress.ofLiteral(text.substring(0, text.indexOf('/'))).getAddress();
        int length = Integer.parseInt(text.substring(text.indexOf('/') + 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(length);
        out.write(address, 0, (length + 7) / 8);
        return out.toByteArray();
    }

    private static byte[] attributes(Peer peer, String path, String prefix) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        String[] numbers = path.isBlank() ? new String[0] : path.strip().split(" ", -1);
        out.write(new byte[] {0x40, 1, 1, 0, 0x40, 2, (byte) (numbers.length == 0 ? 0 : 2 + 4 * numbers.length)});
        if (numbers.length > 0) {
            out.write(new byte[] {2, (byte) numbers.length});
        }
        for (String number : numbers) {
            out.writeInt((int) Long.parseLong(number));
        }
        if (prefix.contains(":") || peer.address.getAddress().length > 4) {
            byte[] hop = InetAddress.ofLiteral("2001:db8:ffff::1").getAddress();
            out.write(new byte[] {(byte) 0x80, 14, 17, 16});
            out.write(hop);
        } else {
            out.write(new byte[] {0x40, 3, 4});
            out.write(peer.address.getAddress());
        }
        return bytes.toByteArray();
    }

    private static void record(OutputStream to, int type, int subtype, byte[] body) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        out.writeInt(0);
        out.writeShort(type);
        out.writeShort(subtype);
        out.writeInt(body.length);
        out.write(body);
    }

    /** Writes it, compressed if its name ends in {@code .gz}. */
    Path write(Path file) throws IOException {
        try (OutputStream raw = Files.newOutputStream(file);
                OutputStream out = file.toString().endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
            if (routes.size() > 0) {
                record(out, TABLE_DUMP_V2, 1, index());
            }
            routes.writeTo(out);
            sessions.writeTo(out);
        }
        return file;
    }

    private byte[] index() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0x0A000001);
        out.writeShort(table.length());
        out.writeBytes(table);
        out.writeShort(peers.size());
        for (Peer peer : peers) {
            byte[] address = peer.address.getAddress();
            out.writeByte(address.length == 4 ? 2 : 3);
            out.write(address, address.length - 4, 4);
            out.write(address);
            out.writeInt(peer.as);
        }
        return bytes.toByteArray();
    }
}
