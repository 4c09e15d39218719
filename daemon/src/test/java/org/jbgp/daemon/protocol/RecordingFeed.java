package org.jbgp.daemon.protocol;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.kernel.Family;
import org.jbgp.kernel.KernelIp;

/** Writes down, as text, what it is fed. */
public final class RecordingFeed implements RouteFeed {
    private final List<String> lines = new ArrayList<>();
    private int flushes;

    /** What came since the last call. */
    public List<String> take() {
        List<String> taken = List.copyOf(lines);
        lines.clear();
        return taken;
    }

    @Override
    public void announce(
            AddressFamily family,
            int pathId,
            long hi,
            long lo,
            int length,
            byte[] blob,
            int blobOffset,
            int blobLength) {
        lines.add("+ " + prefix(family, hi, lo, length) + path(pathId) + " " + describe(blob, blobOffset, blobLength));
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        lines.add("- " + prefix(family, hi, lo, length) + path(pathId));
    }

    @Override
    public void flush() {
        flushes++;
    }

    /** How often it was asked to hand on what has gathered. */
    public int flushes() {
        return flushes;
    }

    private static String path(int pathId) {
        return pathId == 0 ? "" : "#" + pathId;
    }

    private static String prefix(AddressFamily family, long hi, long lo, int length) {
        Family kernel = family == AddressFamily.IPV4_UNICAST ? Family.IPV4 : Family.IPV6;
        return KernelIp.format(kernel, hi, lo) + "/" + length;
    }

    private static String describe(byte[] blob, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int at = offset; at < offset + length; at = AttributeBlob.next(blob, at)) {
            int value = AttributeBlob.value(at);
            int size = AttributeBlob.valueLength(blob, at);
            String hex = HexFormat.of().formatHex(blob, value, value + size);
            text.append(text.isEmpty() ? "" : " ")
                    .append(
                            switch (AttributeBlob.key(blob, at)) {
                                case AttributeBlob.NEXT_HOP -> "next-hop";
                                case 0x100 | AttributeBlob.DEST -> "dest";
                                case 0x100 | AttributeBlob.NEXTHOPS -> "via";
                                case 0x100 | AttributeBlob.KRT_SOURCE -> "source";
                                case 0x100 | AttributeBlob.KRT_METRIC -> "metric";
                                case 0x100 | AttributeBlob.KRT_PREFSRC -> "prefsrc";
                                case 0x100 | AttributeBlob.KRT_SCOPE -> "scope";
                                default -> "attribute " + AttributeBlob.key(blob, at);
                            })
                    .append('=')
                    .append(hex);
        }
        return text.toString();
    }
}
