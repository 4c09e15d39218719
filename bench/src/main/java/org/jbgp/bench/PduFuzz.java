package org.jbgp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduDecoder;
import org.jbgp.daemon.rpki.wire.PduEncoder;
import org.jbgp.daemon.rpki.wire.PduException;
import org.jbgp.daemon.rpki.wire.PduText;
import org.jbgp.daemon.rpki.wire.PduType;

/**
 * A fuzz target for the decoder of RPKI to Router: {@code jazzer --cp=… --target_class=org.jbgp.bench.PduFuzz}. The
 * input is a stream of PDUs.
 *
 * <p>Holds that the decoder throws nothing but {@code PduException}, that every message has words, and that what was
 * read is read again from what the encoder writes.
 */
public final class PduFuzz {
    private PduFuzz() {}

    /** Jazzer's entry point. */
    public static void fuzzerTestOneInput(byte[] input) {
        ByteBuf in = Unpooled.wrappedBuffer(input);
        while (in.readableBytes() >= PduDecoder.HEADER) {
            int at = in.readerIndex();
            try {
                int length = PduDecoder.length(in, at);
                if (in.readableBytes() < length) {
                    return;
                }
                Pdu pdu = PduDecoder.read(in, at, length);
                require(!PduText.of(pdu).isEmpty(), "no words");
                require(in.readerIndex() == at, "the reader moved");
                again(pdu, PduDecoder.version(in, at));
                in.skipBytes(length);
            } catch (PduException e) {
                ByteBuf out = Unpooled.buffer();
                PduEncoder.error(out, 1, e.error().code(), in, at, in.readableBytes(), e.getMessage());
                again(new Pdu.ErrorReport(1, e.error().code(), e.getMessage()), out);
                return;
            }
        }
    }

    private static void again(Pdu pdu, int version) {
        // Keys are not written as they came, and versions that no standard knows have no form.
        if (pdu.type() != PduType.ROUTER_KEY
                && !(pdu instanceof Pdu.ProvidersOfIpv6)
                && version <= PduDecoder.HIGHEST_VERSION) {
            ByteBuf out = Unpooled.buffer();
            PduEncoder.write(out, version, pdu);
            again(pdu, out);
        }
    }

    private static void again(Pdu pdu, ByteBuf out) {
        try {
            int length = PduDecoder.length(out, 0);
            require(length == out.readableBytes(), "another length: " + length);
            String read = PduDecoder.read(out, 0, length).toString();
            require(read.equals(pdu.toString()), "another message: " + read + " not " + pdu);
        } catch (PduException e) {
            throw new IllegalStateException("not read again: " + pdu, e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
