package org.jbgp.daemon.router;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jbgp.daemon.advertise.Outlet;
import org.jbgp.daemon.wire.AddressFamily;
import org.jbgp.daemon.wire.AttributeBlob;
import org.jbgp.daemon.wire.update.UpdateDecoder;
import org.jbgp.daemon.wire.update.UpdateSink;

/** The neighbor at the other end of an export group, in one shard: whom each prefix came from, in how many hops. */
final class WorldListener implements Outlet, UpdateSink {
    final Map<Integer, String> advertised = new TreeMap<>();
    private String path = "";

    @Override
    public void write(ByteBuf messages) {
        UpdateDecoder decoder = new UpdateDecoder(WorldChannels.ENCODING);
        while (messages.isReadable()) {
            int length = messages.getUnsignedShort(messages.readerIndex() + 16);
            decoder.decode(messages.readSlice(length).skipBytes(19), this);
        }
        messages.release();
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void unsent(AddressFamily family, long hi, long lo, int length, String why) {
        throw new AssertionError(why);
    }

    @Override
    public void onWritable(Runnable task) {
        task.run();
    }

    @Override
    public void attributes(byte[] array, int offset, int length) {
        List<Long> hops = hops(array, offset, length);
        path = hops.getLast() + " x " + (hops.size() - 1);
    }

    /** AS numbers of AS_PATH, which is one sequence here: the router's own first. */
    private static List<Long> hops(byte[] array, int offset, int length) {
        int at = AttributeBlob.find(array, offset, length, 0, 2);
        List<Long> hops = new ArrayList<>();
        IntFunction<Long> as = from -> Long.parseLong(HexFormat.of().formatHex(array, from, from + 4), 16);
        for (int i = 0; i < array[at + 5]; i++) {
            hops.add(as.apply(at + 6 + 4 * i));
        }
        return hops;
    }

    @Override
    public void announce(AddressFamily family, int pathId, long hi, long lo, int length) {
        advertised.put((int) (lo >>> 8 & 0xFFFF), path);
    }

    @Override
    public void withdraw(AddressFamily family, int pathId, long hi, long lo, int length) {
        advertised.remove((int) (lo >>> 8 & 0xFFFF));
    }

    @Override
    public void endOfRib(AddressFamily family) {}
}
