package org.jbgp.kernel.netlink;

import com.kenai.jffi.CallContext;
import com.kenai.jffi.CallingConvention;
import com.kenai.jffi.Invoker;
import com.kenai.jffi.LastError;
import com.kenai.jffi.Library;
import com.kenai.jffi.MemoryIO;
import com.kenai.jffi.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The system calls that netlink and datagram sockets need, called by address with plain numbers: no object per call.
 *
 * <p>Every call answers what libc answers, or minus the error number where libc answers -1. Constants are those of
 * Linux on x86-64, AArch64 and RISC-V. Any thread may call.
 */
public final class Libc {
    private static final Invoker INVOKER = Invoker.getInstance();
    private static final LastError LAST_ERROR = LastError.getInstance();
    private static final MemoryIO MEMORY = MemoryIO.getInstance();
    private static final Library LIBRARY = Library.getCachedInstance(null, Library.LAZY | Library.GLOBAL);

    private static final Type INT = Type.SINT;
    private static final Type POINTER = Type.POINTER;
    private static final Type SIZE = Type.ULONG_LONG;

    private static final CallContext INT_OF_INT = context(INT, INT);
    private static final CallContext INT_OF_3_INT = context(INT, INT, INT, INT);
    private static final CallContext INT_OF_2_INT = context(INT, INT, INT);
    private static final CallContext BIND = context(INT, INT, POINTER, INT);
    private static final CallContext GETSOCKNAME = context(INT, INT, POINTER, POINTER);
    private static final CallContext SETSOCKOPT = context(INT, INT, INT, INT, POINTER, INT);
    private static final CallContext GETSOCKOPT = context(INT, INT, INT, INT, POINTER, POINTER);
    private static final CallContext TRANSFER = context(Type.SLONG_LONG, INT, POINTER, SIZE);
    private static final CallContext SEND = context(Type.SLONG_LONG, INT, POINTER, SIZE, INT);
    private static final CallContext RECVFROM = context(Type.SLONG_LONG, INT, POINTER, SIZE, INT, POINTER, POINTER);
    private static final CallContext SENDTO = context(Type.SLONG_LONG, INT, POINTER, SIZE, INT, POINTER, INT);
    private static final CallContext RECVMSG = context(Type.SLONG_LONG, INT, POINTER, INT);
    private static final CallContext SCHEDULER = context(INT, INT, INT, POINTER);
    private static final CallContext SIGNAL = context(POINTER, INT, POINTER);
    private static final CallContext POINTER_OF_INT = context(POINTER, INT);
    private static final CallContext MADVISE = context(INT, POINTER, SIZE, INT);
    private static final CallContext CLOCK = context(Type.SLONG_LONG);
    private static final CallContext POLL = context(INT, POINTER, Type.ULONG_LONG, INT);

    private static final long SOCKET_ADDRESS = symbol("socket");
    private static final long BIND_ADDRESS = symbol("bind");
    private static final long GETSOCKNAME_ADDRESS = symbol("getsockname");
    private static final long SETSOCKOPT_ADDRESS = symbol("setsockopt");
    private static final long GETSOCKOPT_ADDRESS = symbol("getsockopt");
    private static final long SEND_ADDRESS = symbol("send");
    private static final long RECVFROM_ADDRESS = symbol("recvfrom");
    private static final long POLL_ADDRESS = symbol("poll");
    private static final long CLOSE_ADDRESS = symbol("close");
    private static final long EVENTFD_ADDRESS = symbol("eventfd");
    private static final long READ_ADDRESS = symbol("read");
    private static final long WRITE_ADDRESS = symbol("write");
    private static final long CLOCK_ADDRESS = symbol("clock");
    private static final long STRERROR_ADDRESS = symbol("strerror");

    private Libc() {}

    /** Functions that a router without BFD never calls: looked up when the first of them is. */
    private static final class Rare {
        static final long SENDTO = symbol("sendto");
        static final long RECVMSG = symbol("recvmsg");

        private Rare() {}
    }

    /** The native address of a direct buffer's first byte; valid as long as the buffer is reachable. */
    public static long addressOf(ByteBuffer buffer) {
        if (!buffer.isDirect()) {
            throw new IllegalArgumentException("not a direct buffer");
        }
        return MEMORY.getDirectBufferAddress(buffer);
    }

    public static int socket(int domain, int type, int protocol) {
        return intResult(INVOKER.invokeN3(INT_OF_3_INT, SOCKET_ADDRESS, domain, type, protocol));
    }

    public static int bind(int fd, long address, int length) {
        return intResult(INVOKER.invokeN3(BIND, BIND_ADDRESS, fd, address, length));
    }

    public static int getsockname(int fd, long address, long lengthAddress) {
        return intResult(INVOKER.invokeN3(GETSOCKNAME, GETSOCKNAME_ADDRESS, fd, address, lengthAddress));
    }

    public static int setsockopt(int fd, int level, int option, long value, int length) {
        return intResult(INVOKER.invokeN5(SETSOCKOPT, SETSOCKOPT_ADDRESS, fd, level, option, value, length));
    }

    public static int getsockopt(int fd, int level, int option, long value, long lengthAddress) {
        return intResult(INVOKER.invokeN5(GETSOCKOPT, GETSOCKOPT_ADDRESS, fd, level, option, value, lengthAddress));
    }

    static long send(int fd, long address, int length, int flags) {
        return longResult(INVOKER.invokeN4(SEND, SEND_ADDRESS, fd, address, length, flags));
    }

    public static long recvfrom(int fd, long address, int length, int flags, long sender, long senderLength) {
        return longResult(
                INVOKER.invokeN6(RECVFROM, RECVFROM_ADDRESS, fd, address, length, flags, sender, senderLength));
    }

    public static long sendto(int fd, long address, int length, int flags, long to, int toLength) {
        return longResult(INVOKER.invokeN6(SENDTO, Rare.SENDTO, fd, address, length, flags, to, toLength));
    }

    public static long recvmsg(int fd, long message, int flags) {
        return longResult(INVOKER.invokeN3(RECVMSG, Rare.RECVMSG, fd, message, flags));
    }

    public static int schedSetscheduler(int thread, int policy, long parameters) {
        return intResult(INVOKER.invokeN3(SCHEDULER, symbol("sched_setscheduler"), thread, policy, parameters));
    }

    public static int poll(long pollfds, int count, int timeoutMillis) {
        return intResult(INVOKER.invokeN3(POLL, POLL_ADDRESS, pollfds, count, timeoutMillis));
    }

    public static int close(int fd) {
        return intResult(INVOKER.invokeN1(INT_OF_INT, CLOSE_ADDRESS, fd));
    }

    public static int eventfd(int initial, int flags) {
        return intResult(INVOKER.invokeN2(INT_OF_2_INT, EVENTFD_ADDRESS, initial, flags));
    }

    public static long read(int fd, long address, int length) {
        return longResult(INVOKER.invokeN3(TRANSFER, READ_ADDRESS, fd, address, length));
    }

    public static long write(int fd, long address, int length) {
        return longResult(INVOKER.invokeN3(TRANSFER, WRITE_ADDRESS, fd, address, length));
    }

    /**
     * {@code strerror}: what it answers for a number it knows is constant; only an unknown one shares a buffer between
     * threads.
     */
    static String errorText(int errno) {
        byte[] words = MEMORY.getZeroTerminatedByteArray(INVOKER.invokeN1(POINTER_OF_INT, STRERROR_ADDRESS, errno));
        return new String(words, StandardCharsets.UTF_8);
    }

    /** Makes a function of the C library, by name, the handler of a signal. */
    public static void signal(int number, String handler) {
        INVOKER.invokeN2(SIGNAL, symbol("signal"), number, symbol(handler));
    }

    /** What is to become of pages of memory, by number of {@code <asm/mman.h>}; address and length of whole pages. */
    public static int madvise(long address, long length, int advice) {
        return intResult(INVOKER.invokeN3(MADVISE, symbol("madvise"), address, length, advice));
    }

    /** Processor time of all threads of this process, those that ended included, in microseconds. */
    public static long clock() {
        return longResult(INVOKER.invokeN0(CLOCK, CLOCK_ADDRESS));
    }

    /** Calls a function of one int that answers an int; for the rare ones that have no method of their own. */
    public static int call(String name, int argument) {
        return intResult(INVOKER.invokeN1(INT_OF_INT, symbol(name), argument));
    }

    private static CallContext context(Type result, Type... parameters) {
        return CallContext.getCallContext(result, parameters, CallingConvention.DEFAULT, true);
    }

    private static long symbol(String name) {
        long address = LIBRARY.getSymbolAddress(name);
        if (address == 0) {
            throw new UnsatisfiedLinkError("libc has no " + name);
        }
        return address;
    }

    private static int intResult(long raw) {
        int result = (int) raw;
        return result == -1 ? -LAST_ERROR.get() : result;
    }

    private static long longResult(long raw) {
        return raw == -1 ? -LAST_ERROR.get() : raw;
    }
}
