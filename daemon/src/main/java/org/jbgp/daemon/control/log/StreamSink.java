package org.jbgp.daemon.control.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jbgp.config.model.router.LogClass;

/** Standard error, of this process or of one that stands for the router. */
final class StreamSink implements LogSink {

    private final OutputStream stream;
    private final LineFormat format;

    /** That of this process. */
    StreamSink(LineFormat format) {
        this(new FileOutputStream(FileDescriptor.err), format);
    }

    /** @param stream gets each line in one piece */
    StreamSink(OutputStream stream, LineFormat format) {
        this.stream = stream;
        this.format = format;
    }

    @Override
    public void write(LogClass logClass, Instant time, String message) {
        try {
            stream.write(format.line(logClass, time, message).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // Nobody reads standard error any more; the daemon goes on.
            return;
        }
    }

    @Override
    public void close() {
        // It belongs to the process.
    }
}
