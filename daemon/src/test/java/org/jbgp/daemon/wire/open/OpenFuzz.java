package org.jbgp.daemon.wire.open;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.MessageType;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.RouteRefresh;

/**
 * Any bytes as messages of a neighbor before and beside UPDATE: headers, OPEN with its capabilities, NOTIFICATION,
 * ROUTE-REFRESH. Each gets a verdict, and what is accepted is written as it was read.
 */
public final class OpenFuzz {
    /** Of OPENs (RFC 8654 §4). */
    private static final int LONGEST = 4096;

    private OpenFuzz() {}

    /** Messages one after the other, as on the wire. */
    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        while (in.readableBytes() >= MessageHeader.LENGTH) {
            Notification wrong = MessageHeader.check(in, in.readerIndex(), LONGEST);
            if (wrong != null) {
                said(wrong);
                return;
            }
            int length = MessageHeader.length(in, in.readerIndex());
            MessageType type = MessageHeader.type(in, in.readerIndex());
            if (in.readableBytes() < length) {
                return;
            }
            ByteBuf body = in.readSlice(length).skipBytes(MessageHeader.LENGTH);
            switch (type) {
                case OPEN -> open(body);
                case NOTIFICATION -> said(Notification.decode(body));
                case ROUTE_REFRESH -> refresh(body);
                case UPDATE, KEEPALIVE -> {}
            }
        }
    }

    private static void open(ByteBuf body) {
        switch (OpenMessage.decode(body)) {
            case OpenMessage.Result.Refused(Notification notification, String text) -> {
                said(notification);
                require(!text.isEmpty(), "refused without a reason");
            }
            case OpenMessage.Result.Accepted(OpenMessage message) -> {
                ByteBuf out = Unpooled.buffer();
                message.encode(out);
                require(MessageHeader.check(out, 0, 65_535) == null, "a bad header");
                OpenMessage.Result again = OpenMessage.decode(out.skipBytes(MessageHeader.LENGTH));
                require(
                        again instanceof OpenMessage.Result.Accepted(OpenMessage same) && same.equals(message),
                        message + " is read as " + again);
            }
        }
    }

    private static void refresh(ByteBuf body) {
        Notification wrong = RouteRefresh.check(body);
        if (wrong == null) {
            RouteRefresh.decode(body);
        } else {
            said(wrong);
        }
    }

    private static void said(Notification notification) {
        ByteBuf out = Unpooled.buffer();
        notification.encode(out);
        require(MessageHeader.check(out, 0, LONGEST) == null, "a NOTIFICATION nobody may read");
        require(notification.toString().length() < 10 * LONGEST, "words without end");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
