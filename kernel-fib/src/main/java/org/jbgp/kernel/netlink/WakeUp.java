package org.jbgp.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for a socket to become readable or for another thread's call (an eventfd). {@link #signal} is for any thread.
 */
public final class WakeUp implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    private final int fd;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final ByteBuffer pollfds =
            ByteBuffer.allocateDirect(2 * POLLFD_BYTES).order(ByteOrder.nativeOrder());
    private final long pollfdsAddress = Libc.addressOf(pollfds);
    private final ByteBuffer one = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    private final long oneAddress = Libc.addressOf(one);
    private final ByteBuffer counter = ByteBuffer.allocateDirect(8);
    private final long counterAddress = Libc.addressOf(counter);
    private boolean closed;

    public WakeUp() throws KernelException {
        int result = Libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (result < 0) {
            throw new KernelException("eventfd", -result);
        }
        this.fd = result;
        one.putLong(0, 1);
    }

    /** Ends a running or the next {@link #await}; many calls before it are one. */
    public void signal() {
        if (signalled.compareAndSet(false, true)) {
            synchronized (this) {
                if (!closed) {
                    Libc.write(fd, oneAddress, 8);
                }
            }
        }
    }

    /**
     * Waits.
     *
     * @param timeoutMillis at most so long; negative: no limit
     * @return whether the socket has something to read
     */
    public boolean await(int socketFd, int timeoutMillis) throws KernelException {
        pollfds.putInt(0, socketFd).putInt(4, POLLIN).putInt(8, fd).putInt(12, POLLIN);
        int ready = Libc.poll(pollfdsAddress, 2, timeoutMillis);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new KernelException("poll", -ready);
        }
        if (ready <= 0) {
            return false;
        }
        if (pollfds.getShort(14) != 0) {
            Libc.read(fd, counterAddress, 8);
            signalled.set(false);
        }
        return pollfds.getShort(6) != 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(fd);
        }
    }
}
