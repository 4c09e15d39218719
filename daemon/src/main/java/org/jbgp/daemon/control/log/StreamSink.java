package org.jbgp.daemon.control.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jbgp.config.model.router.LogClass;

/** Standard error. */
final class StreamSink implements LogSink {

    private final FileOutputStream stream = new FileOutputStream(FileDescriptor.err);
    private final LineFormat format;

    StreamSink(LineFormat format) {
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
        // Standard error belongs to the process.
    }
}
