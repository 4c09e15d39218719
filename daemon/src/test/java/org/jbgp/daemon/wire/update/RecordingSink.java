package org.jbgp.daemon.wire.update;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;

/** Writes down what an UPDATE says: {@code {attributes} +prefix -prefix EoR}. */
final class RecordingSink implements UpdateSink {
    final List<String> events = new ArrayList<>();

    @Override
    public void attributes(byte[] array, int offset, int length) {
        events.add("{" + HexFormat.of().formatHex(array, offset, offset + length) + "}");
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
        events.add("+" + prefix(family, pathId, hi, lo, length));
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        events.add("-" + prefix(family, pathId, hi, lo, length));
    }

    @Override
    public void endOfRib(AddressFamily family) {
        events.add("EoR " + family.label());
    }

    static String prefix(AddressFamily family, int pathId, long hi, long lo, int length) {
        byte[] address = ByteBuffer.allocate(16).putLong(hi).putLong(lo).array();
        try {
            String text = family == AddressFamily.IPV4_UNICAST
                    ? InetAddress.getByAddress(Arrays.copyOfRange(address, 12, 16))
                            .getHostAddress()
                    : InetAddress.getByAddress(address).getHostAddress();
            return text + "/" + length + (pathId == 0 ? "" : "#" + pathId);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return String.join(" ", events);
    }
}
