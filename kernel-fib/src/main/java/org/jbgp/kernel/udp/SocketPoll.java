package org.jbgp.kernel.udp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jbgp.kernel.netlink.Errno;
import org.jbgp.kernel.netlink.KernelException;
import org.jbgp.kernel.netlink.Libc;

/**
 * Waits until one of several sockets has something to read, or another thread calls {@link #signal}. Waiting allocates
 * nothing.
 */
public final class SocketPoll implements AutoCloseable {
    private static final int EFD_CLOEXEC = 0x80000;
    private static final int EFD_NONBLOCK = 0x800;
    private static final short POLLIN = 1;
    private static final int POLLFD_BYTES = 8;

    private final int wakeUp;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private final ByteBuffer counter = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder());
    private final long counterAddress = Libc.addressOf(counter);
    private final List<UdpSocket> sockets = new ArrayList<>();
    private ByteBuffer pollfds;
    private long pollfdsAddress;
    private boolean closed;

    public SocketPoll() throws KernelException {
        int result = Libc.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (result < 0) {
            throw new KernelException("eventfd", -result);
        }
        wakeUp = result;
        counter.putLong(8, 1);
        build();
    }

    /** The sockets that are waited for, in order of {@link #ready}. */
    public List<UdpSocket> sockets() {
        return sockets;
    }

    public void add(UdpSocket socket) {
        sockets.add(socket);
        build();
    }

    public void remove(UdpSocket socket) {
        sockets.remove(socket);
        build();
    }

    private void build() {
        pollfds = ByteBuffer.allocateDirect((sockets.size() + 1) * POLLFD_BYTES).order(ByteOrder.nativeOrder());
        pollfdsAddress = Libc.addressOf(pollfds);
        pollfds.putInt(0, wakeUp).putInt(4, POLLIN);
        for (int i = 0; i < sockets.size(); i++) {
            int at = (i + 1) * POLLFD_BYTES;
            pollfds.putInt(at, sockets.get(i).fd()).putInt(at + 4, POLLIN);
        }
    }

    /** Any thread: ends a running or the next {@link #await}; many calls before it are one. */
    public void signal() {
        if (signalled.compareAndSet(false, true)) {
            synchronized (this) {
                if (!closed) {
                    Libc.write(wakeUp, counterAddress + 8, 8);
                }
            }
        }
    }

    /**
     * Waits.
     *
     * @param timeoutMillis at most so long; negative: no limit
     */
    public void await(int timeoutMillis) throws KernelException {
        int ready = Libc.poll(pollfdsAddress, sockets.size() + 1, timeoutMillis);
        if (ready < 0 && ready != -Errno.EINTR) {
            throw new KernelException("poll", -ready);
        }
        if (ready <= 0) {
            for (int i = 0; i <= sockets.size(); i++) {
                pollfds.putShort(i * POLLFD_BYTES + 6, (short) 0);
            }
            return;
        }
        if (pollfds.getShort(6) != 0) {
            // The flag first: whoever signals after it writes again.
            signalled.set(false);
            Libc.read(wakeUp, counterAddress, 8);
        }
    }

    /** Whether the socket of this number had something to read, or an error, when the last {@link #await} ended. */
    public boolean ready(int socket) {
        return pollfds.getShort((socket + 1) * POLLFD_BYTES + 6) != 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(wakeUp);
        }
    }
}
