package org.jbgp.kernel.netlink;

/** Linux error numbers that rtnetlink answers with, and their words. */
public final class Errno {
    /** Operation not permitted. */
    public static final int EPERM = 1;
    /** No such file or directory; also: the table does not exist. */
    public static final int ENOENT = 2;
    /** No such process; rtnetlink: no such route. */
    public static final int ESRCH = 3;
    /** Interrupted system call. */
    public static final int EINTR = 4;
    /** Resource temporarily unavailable. */
    public static final int EAGAIN = 11;
    /** Out of memory. */
    public static final int ENOMEM = 12;
    /** Permission denied. */
    public static final int EACCES = 13;
    /** Device or resource busy. */
    public static final int EBUSY = 16;
    /** The route exists already. */
    public static final int EEXIST = 17;
    /** No such device. */
    public static final int ENODEV = 19;
    /** Invalid argument. */
    public static final int EINVAL = 22;
    /** No space left; IPv6: route table is full. */
    public static final int ENOSPC = 28;
    /** Protocol not available: the kernel does not know the socket option. */
    public static final int ENOPROTOOPT = 92;
    /** Operation not supported. */
    public static final int EOPNOTSUPP = 95;
    /** Address already in use. */
    public static final int EADDRINUSE = 98;
    /** The interface is down. */
    public static final int ENETDOWN = 100;
    /** The gateway is not reachable. */
    public static final int ENETUNREACH = 101;
    /** The socket's receive buffer overflowed: messages were lost. */
    public static final int ENOBUFS = 105;
    /** No route to host. */
    public static final int EHOSTUNREACH = 113;
    /** Key was rejected by service. */
    public static final int EKEYREJECTED = 129;

    private Errno() {}

    /** The operating system's words for an error number, never empty. Any thread. */
    public static String text(int errno) {
        return Libc.errorText(errno);
    }
}
