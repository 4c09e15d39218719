package org.jbgp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.MessageHeader;
import org.jbgp.daemon.wire.Notification;
import org.jbgp.daemon.wire.PeerSort;
import org.jbgp.daemon.wire.update.SessionEncoding;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateEncoder;
import org.jbgp.daemon.wire.update.UpdateSink;
import org.jbgp.daemon.wire.update.Verdict;

/**
 * A fuzz target for the UPDATE decoder: {@code jazzer --cp=… --target_class=org.jbgp.bench.UpdateFuzz}. The first byte
 * chooses the session, the rest is the body.
 *
 * <p>Holds that the decoder never throws, that attributes are canonical, that nothing is announced by an UPDATE treated
 * as withdraw and nothing at all said by one that resets the session, and that what was read is read again from what
 * the encoder writes.
 */
public final class UpdateFuzz {
    private static final Set<AddressFamily> BOTH = Set.of(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST);
    private static final SessionEncoding EXTERNAL = SessionEncoding.of(PeerSort.EXTERNAL, 65000, 65001, BOTH);
    private static final SessionEncoding INTERNAL = SessionEncoding.of(PeerSort.INTERNAL, 65000, 65000, BOTH);

    private static final List<SessionEncoding> SESSIONS = List.of(
            EXTERNAL,
            INTERNAL,
            EXTERNAL.withAs2(),
            INTERNAL.withAs2(),
            INTERNAL.withConfederation(),
            EXTERNAL.withAddPath(AddressFamily.IPV4_UNICAST, AddressFamily.IPV6_UNICAST),
            EXTERNAL.withExtendedNextHop(AddressFamily.IPV4_UNICAST),
            INTERNAL.withExtendedMessages(),
            SessionEncoding.of(PeerSort.CONFEDERATION, 65000, 65001, BOTH).withConfederation());

    private UpdateFuzz() {}

    /** Jazzer's entry point. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        SessionEncoding session = SESSIONS.get((input[0] & 0xff) % SESSIONS.size());
        Checker checker = new Checker(session);
        Verdict verdict = new UpdateDecoder(session).decode(input, 1, input.length - 1, checker);
        switch (verdict) {
            case Verdict.Accepted() -> {}
            case Verdict.Discarded(String _) -> {}
            case Verdict.TreatedAsWithdraw(String _) -> require(checker.announced == 0, "announced, though withdrawn");
            case Verdict.FamilyDisabled(AddressFamily _, String _) ->
                require(checker.announced == 0, "announced beside a disabled family");
            case Verdict.SessionReset(Notification _, String _) ->
                require(checker.announced + checker.withdrawn == 0, "said something before a reset");
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    /** Checks what is said and says it again through encoder and decoder. */
    private static final class Checker implements UpdateSink {
        private final SessionEncoding session;
        private byte[] blob = {};
        private int announced;
        private int withdrawn;

        Checker(SessionEncoding session) {
            this.session = session;
        }

        @Override
        public void attributes(byte[] array, int offset, int length) {
            blob = Arrays.copyOfRange(array, offset, offset + length);
            int last = -1;
            int at = 0;
            while (at < length) {
                require(AttributeBlob.key(blob, at) > last, "attributes out of order");
                last = AttributeBlob.key(blob, at);
                at = AttributeBlob.next(blob, at);
            }
            require(at == length, "attributes do not add up");
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            announced++;
            if (announced > 3) {
                return;
            }
            ByteBuf out = Unpooled.buffer(256);
            UpdateEncoder encoder = new UpdateEncoder(session);
            UpdateEncoder.Readiness readiness = encoder.start(family, blob, 0, blob.length);
            if (readiness == UpdateEncoder.Readiness.READY) {
                encoder.add(out, pathId, hi, lo, length);
                encoder.finish(out);
                require(MessageHeader.check(out, 0, session.maxMessage()) == null, "a bad header");
                Again again = new Again();
                Verdict verdict = new UpdateDecoder(session).decode(out.skipBytes(MessageHeader.LENGTH), again);
                require(verdict instanceof Verdict.Accepted, "not accepted again: " + verdict);
                require(again.route.equals(route(family, pathId, hi, lo, length)), "another prefix: " + again.route);
                require(
                        isLossy() || Arrays.equals(again.blob, blob),
                        "other attributes: " + HexFormat.of().formatHex(again.blob) + " not "
                                + HexFormat.of().formatHex(blob));
            } else {
                require(readiness == UpdateEncoder.Readiness.ATTRIBUTES_TOO_LONG, "not written: " + readiness);
            }
        }

        /** Through 2-byte AS numbers, confederation segments and genuine AS_TRANS do not survive as they are. */
        private boolean isLossy() {
            return !session.as4();
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            withdrawn++;
        }

        @Override
        public void endOfRib(AddressFamily family) {
            withdrawn++;
        }
    }

    /** The one route that was encoded, read again. */
    private static final class Again implements UpdateSink {
        private byte[] blob = {};
        private String route = "none";

        @Override
        public void attributes(byte[] array, int offset, int length) {
            blob = Arrays.copyOfRange(array, offset, offset + length);
        }

        @Override
        public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
            route = route(family, pathId, hi, lo, length);
        }

        @Override
        public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
            route = "withdrawn";
        }

        @Override
        public void endOfRib(AddressFamily family) {
            route = "End-of-RIB";
        }
    }

    private static String route(AddressFamily family, int pathId, long hi, long lo, int length) {
        return family + " " + pathId + " " + hi + " " + lo + "/" + length;
    }
}
