package org.jbgp.daemon.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.open.Capability;
import org.jbgp.daemon.wire.open.OpenMessage;

/** The other end of a connection, spoken by hand with blocking calls. */
public final class RawPeer implements AutoCloseable {

    public static final String MARKER = "ff".repeat(16);

    private final Socket socket;
    private final DataInputStream in;

    /** One message as it came. */
    public record Message(MessageType type, ByteBuf body) {}

    private RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(60_000);
        this.in = new DataInputStream(socket.getInputStream());
    }

    /** Dials from a given loopback address. */
    public static RawPeer dial(InetAddress from, InetSocketAddress to) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to, 60_000);
        return new RawPeer(socket);
    }

    /** Speaks on a connection that was accepted. */
    public static RawPeer on(Socket socket) throws IOException {
        return new RawPeer(socket);
    }

    static OpenMessage open(long as, int holdTime, int routerId) {
        return OpenMessage.of(
                as,
                holdTime,
                routerId,
                List.of(new Capability.MultiProtocol(AddressFamily.IPV4_UNICAST), new Capability.FourByteAs(as)));
    }

    public void send(OpenMessage open) throws IOException {
        ByteBuf bytes = Unpooled.buffer();
        open.encode(bytes);
        socket.getOutputStream().write(ByteBufUtil.getBytes(bytes));
    }

    public void sendHex(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    public void sendKeepalive() throws IOException {
        sendHex(MARKER + "001304");
    }

    Socket socket() {
        return socket;
    }

    /** The next message, null at the end of the stream. */
    public Message read() throws IOException {
        byte[] header = new byte[MessageHeader.LENGTH];
        try {
            in.readFully(header);
        } catch (EOFException e) {
            return null;
        }
        ByteBuf buffer = Unpooled.wrappedBuffer(header);
        byte[] body = new byte[MessageHeader.length(buffer, 0) - MessageHeader.LENGTH];
        in.readFully(body);
        return new Message(MessageHeader.type(buffer, 0), Unpooled.wrappedBuffer(body));
    }

    /**
     * Reads up to the next NOTIFICATION and gives it as {@code code/subcode:data}; {@code closed} if there was none.
     */
    public String readNotification() throws IOException {
        for (Message next = read(); next != null; next = read()) {
            if (next.type() == MessageType.NOTIFICATION) {
                Notification notification = Notification.decode(next.body());
                return notification.code() + "/" + notification.subcode() + ":"
                        + HexFormat.of().formatHex(notification.data());
            }
        }
        return "closed";
    }

    /** Reads up to the next message of this type. */
    public Message readUntil(MessageType type) throws IOException {
        Message next = read();
        while (next != null && next.type() != type) {
            next = read();
        }
        return next;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
