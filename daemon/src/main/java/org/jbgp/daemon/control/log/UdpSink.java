package org.jbgp.daemon.control.log;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.layout.TimeText;

/** A syslog collector over UDP, in the form of RFC 3164 with microseconds, as BIRD sends it. */
final class UdpSink implements LogSink {

    private static final int DAEMON = 3 << 3;
    private static final TimeFormat FORMAT = new TimeFormat("%b %d %T.%6f", 0, Optional.empty());

    private final DatagramChannel channel;
    private final String origin;
    private final TimeText times = new TimeText(ZoneId.systemDefault());

    /** @param name program name */
    UdpSink(InetSocketAddress collector, String hostname, String name) throws IOException {
        channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.connect(collector);
        origin = " " + hostname + " " + name + ": ";
    }

    @Override
    public void write(LogClass logClass, Instant time, String message) {
        String line = "<" + (DAEMON | LogLevels.priority(logClass)) + ">" + times.format(FORMAT, time, time) + origin
                + message;
        try {
            channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            // Nobody listens at the moment (ICMP), or the network is down.
            return;
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            return;
        }
    }
}
