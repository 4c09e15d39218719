package org.jbgp.daemon.control.log;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import org.jbgp.config.model.router.LogClass;
import org.jbgp.config.model.router.TimeFormat;
import org.jbgp.daemon.control.layout.TimeText;
import org.jbgp.daemon.wire.Utf8;

/**
 * The system log: datagrams to /dev/log in the form syslog(3) writes. The JDK has no Unix datagram sockets, so it is
 * netty's, whose native library the daemon needs anyway. Each message names its destination, so a restarted log is
 * found again; a message nobody takes is lost rather than waited for.
 */
final class SyslogSink implements LogSink {

    private static final int DAEMON = 3 << 3;
    private static final int LONGEST = 8 * 1024;
    private static final TimeFormat FORMAT = new TimeFormat("%b %e %T", 0, Optional.empty());

    private final Socket socket;
    private final byte[] path;
    private final String origin;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);
    private final TimeText times = new TimeText(ZoneId.systemDefault());

    /**
     * @param path socket of the system log, {@code /dev/log}
     * @param name program name the messages are logged under
     */
    SyslogSink(String path, String name) {
        Epoll.ensureAvailability();
        this.socket = Socket.newSocketDomainDgram();
        this.path = path.getBytes(StandardCharsets.UTF_8);
        this.origin = " " + name + "[" + ProcessHandle.current().pid() + "]: ";
    }

    @Override
    public void write(LogClass logClass, Instant time, String message) {
        String line = "<" + (DAEMON | LogLevels.priority(logClass)) + ">" + times.format(FORMAT, time, time) + origin
                + message;
        buffer.clear().put(Utf8.atMost(line, LONGEST));
        try {
            socket.sendToDomainSocket(buffer, 0, buffer.position(), path);
        } catch (IOException e) {
            // No system log runs at the moment, or its queue is full.
            return;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return;
        }
    }
}
