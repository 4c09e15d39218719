package org.jbgp.daemon.control.log;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Instant;
import org.jbgp.config.model.LogClass;

/**
 * The system log through libc's syslog(3), which knows where this machine's log listens and reconnects to it. The JDK
 * cannot: /dev/log is a datagram socket. The classes for it are loaded when the first such sink is made.
 */
final class SyslogSink implements LogSink {

    private static final int LOG_PID = 0x01;
    private static final int LOG_CONS = 0x02;
    private static final int LOG_DAEMON = 3 << 3;

    private final MethodHandle syslog;
    private final MethodHandle closelog;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment plain;

    /** @param name program name the messages are logged under */
    @SuppressWarnings("restricted") // three functions of libc with fixed signatures; native access is granted at start
    SyslogSink(String name) {
        Linker linker = Linker.nativeLinker();
        SymbolLookup libc = linker.defaultLookup();
        MethodHandle openlog = linker.downcallHandle(
                libc.findOrThrow("openlog"),
                FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        syslog = linker.downcallHandle(
                libc.findOrThrow("syslog"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                Linker.Option.firstVariadicArg(2));
        closelog = linker.downcallHandle(libc.findOrThrow("closelog"), FunctionDescriptor.ofVoid());
        plain = arena.allocateFrom("%s");
        try {
            // The name must outlive the calls: libc keeps the pointer.
            openlog.invokeExact(arena.allocateFrom(name), LOG_CONS | LOG_PID, LOG_DAEMON);
        } catch (Throwable e) {
            throw new IllegalStateException("openlog failed", e);
        }
    }

    @Override
    public void write(LogClass logClass, Instant time, String message) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment text = call.allocateFrom(message.replace('\0', ' '));
            syslog.invokeExact(LOG_DAEMON | LogLevels.priority(logClass), plain, text);
        } catch (Throwable e) {
            throw new IllegalStateException("syslog failed", e);
        }
    }

    @Override
    public void close() {
        try {
            closelog.invokeExact();
        } catch (Throwable e) {
            throw new IllegalStateException("closelog failed", e);
        }
        arena.close();
    }
}
