package org.jbgp.daemon.lab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A monitoring station inside a node: takes connections one after the other, and keeps what it is sent. Any thread.
 */
public final class BmpStation implements AutoCloseable {
    private final ServerSocket listener;
    private final List<ByteArrayOutputStream> streams = new ArrayList<>();
    private volatile boolean paused;
    private volatile Socket present;

    /** Listens; a small window makes a station that does not read felt soon. */
    public BmpStation(Node node, String address, int port) {
        AtomicReference<ServerSocket> made = new AtomicReference<>();
        try {
            InsideNamespace.run(node.namespace(), () -> {
                ServerSocket socket = new ServerSocket();
                socket.setReceiveBufferSize(16 << 10);
                socket.setReuseAddress(true);
                socket.bind(new java.net.InetSocketAddress(InetAddress.getByName(address), port));
                made.set(socket);
            });
        } catch (Exception e) {
            throw new IllegalStateException("cannot listen at " + address + " port " + port, e);
        }
        listener = made.get();
        Thread.ofPlatform().daemon().name("station").start(this::serve);
    }

    private void serve() {
        while (true) {
            try (Socket socket = listener.accept()) {
                ByteArrayOutputStream stream = new ByteArrayOutputStream();
                synchronized (streams) {
                    streams.add(stream);
                }
                present = socket;
                read(socket.getInputStream(), stream);
            } catch (IOException e) {
                if (listener.isClosed()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void read(InputStream in, ByteArrayOutputStream stream) throws IOException, InterruptedException {
        byte[] buffer = new byte[64 << 10];
        while (true) {
            while (paused) {
                Thread.sleep(20);
            }
            int count = in.read(buffer);
            if (count < 0) {
                return;
            }
            synchronized (streams) {
                stream.write(buffer, 0, count);
            }
        }
    }

    /** Stops reading, or goes on. */
    public void pause(boolean stops) {
        paused = stops;
    }

    /** Says something on the present connection, though a station has nothing to say. */
    public void say(byte[] bytes) {
        try {
            present.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Breaks the connection. */
    public void disconnect() {
        try {
            present.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many connections there were. */
    public int connections() {
        synchronized (streams) {
            return streams.size();
        }
    }

    /** What came on a connection so far, counted from 0; nothing if it did not come yet. */
    public byte[] stream(int connection) {
        synchronized (streams) {
            return connection >= 0 && connection < streams.size()
                    ? streams.get(connection).toByteArray()
                    : new byte[0];
        }
    }

    /** What is known of the present connection. */
    public BmpView view() {
        return BmpView.of(stream(connections() - 1));
    }

    /** Writes a stream as a capture of one connection to port 1790, a packet for each message, for other readers. */
    public static void capture(byte[] stream, Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer head = ByteBuffer.allocate(24);
        // pcap: magic, version 2.4, zone, accuracy, longest packet, raw IP.
        head.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putInt(0)
                .putInt(0)
                .putInt(65_535)
                .putInt(101);
        out.writeBytes(head.array());
        int size;
        for (int at = 0; at + 6 <= stream.length; at += size) {
            size = ByteBuffer.wrap(stream).getInt(at + 1);
            ByteBuffer packet = ByteBuffer.allocate(16 + 40 + size);
            packet.putInt(0).putInt(at).putInt(40 + size).putInt(40 + size);
            packet.putShort((short) 0x4500)
                    .putShort((short) (40 + size))
                    .putInt(0)
                    .putInt(0x40060000);
            packet.putInt(0x0a000001).putInt(0x0a000002);
            packet.putShort((short) 40_000)
                    .putShort((short) 1790)
                    .putInt(at + 1)
                    .putInt(1);
            packet.putShort((short) 0x5018).putShort((short) 0xffff).putInt(0);
            packet.put(stream, at, size);
            out.writeBytes(packet.array());
        }
        Files.write(file, out.toByteArray());
    }

    @Override
    public void close() {
        try {
            listener.close();
            Socket last = present;
            if (last != null) {
                last.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
