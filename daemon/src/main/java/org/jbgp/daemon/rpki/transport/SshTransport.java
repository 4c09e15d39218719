package org.jbgp.daemon.rpki.transport;

import com.jcraft.jsch.ChannelSubsystem;
import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import com.jcraft.jsch.SocketFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jbgp.config.source.SystemWords;

/**
 * SSH version 2, subsystem {@code rpki-rtr} (RFC 8210 §9.1). The library blocks, so each connection has a thread that
 * reads and one that writes; the event loop waits for neither. What was read waits until the event loop has taken it,
 * so that SSH's window bounds it.
 */
public final class SshTransport implements CacheStream.Transport {
    private static final int CONNECT_MILLIS = 30_000;
    private static final int ALIVE_MILLIS = 60_000;
    private static final int MOST_READ = 1 << 16;
    private static final int MOST_WAITING = 64;

    private final String user;
    private final Optional<String> privateKey;
    private final Optional<String> cacheKey;

    /**
     * @param user to log in as
     * @param privateKey file of our key, in OpenSSH's or PEM form, without a passphrase
     * @param cacheKey file of the cache's public key, or of known hosts; empty: any key is taken
     */
    public SshTransport(String user, Optional<String> privateKey, Optional<String> cacheKey) {
        this.user = user;
        this.privateKey = privateKey;
        this.cacheKey = cacheKey;
    }

    @Override
    public CacheStream open(EventLoop loop, CacheStream.Endpoint endpoint, CacheStream.Listener listener) {
        Stream stream = new Stream(loop, listener);
        Thread.ofPlatform().name("rpki-ssh-in").daemon().start(() -> stream.run(endpoint));
        return stream;
    }

    private Session session(CacheStream.Endpoint endpoint) throws JSchException, IOException {
        JSch client = new JSch();
        if (privateKey.isPresent()) {
            client.addIdentity(privateKey.get());
        }
        Session session = client.getSession(user, endpoint.host(), endpoint.port());
        session.setConfig("StrictHostKeyChecking", cacheKey.isPresent() ? "yes" : "no");
        session.setConfig("PreferredAuthentications", "publickey");
        if (cacheKey.isPresent()) {
            Optional<CacheKeys> keys = CacheKeys.read(cacheKey.get(), endpoint.host());
            if (keys.isPresent()) {
                session.setHostKeyRepository(keys.get());
            } else {
                client.setKnownHosts(cacheKey.get());
            }
        }
        endpoint.local().ifPresent(local -> session.setSocketFactory(new From(local)));
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setDaemonThread(true);
        return session;
    }

    private final class Stream implements CacheStream {
        private final EventLoop loop;
        private final Listener listener;
        private final ExecutorService writer = new ThreadPoolExecutor(
                0,
                1,
                10,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MOST_WAITING),
                task -> Thread.ofPlatform().name("rpki-ssh-out").daemon().unstarted(task));
        private volatile Session session;
        private volatile OutputStream out;
        private volatile boolean over;

        Stream(EventLoop loop, Listener listener) {
            this.loop = loop;
            this.listener = listener;
        }

        /** On the reading thread, until the stream ends. */
        private void run(Endpoint endpoint) {
            String reason;
            try {
                session = session(endpoint);
                session.connect(CONNECT_MILLIS);
                ChannelSubsystem channel = (ChannelSubsystem) session.openChannel("subsystem");
                channel.setSubsystem("rpki-rtr");
                InputStream in = channel.getInputStream();
                out = channel.getOutputStream();
                channel.connect(CONNECT_MILLIS);
                post(listener::opened);
                read(in);
                reason = "";
            } catch (JSchException | IOException e) {
                reason = words(e);
            } catch (InterruptedException e) {
                reason = "interrupted";
            } catch (ExecutionException | RuntimeException e) {
                reason = "internal error: " + e;
            }
            String why = reason;
            loop.execute(() -> {
                if (!over) {
                    over = true;
                    listener.closed(why);
                }
            });
            end();
        }

        private void read(InputStream in) throws IOException, InterruptedException, ExecutionException {
            byte[] bytes = new byte[MOST_READ];
            for (int count = in.read(bytes); count >= 0 && !over; count = in.read(bytes)) {
                ByteBuf read = Unpooled.wrappedBuffer(bytes, 0, count);
                post(() -> listener.read(read));
            }
        }

        private void post(Runnable event) throws InterruptedException, ExecutionException {
            loop.submit(() -> {
                        if (!over) {
                            event.run();
                        }
                    })
                    .get();
        }

        @Override
        public void write(ByteBuf bytes) {
            byte[] copy = new byte[bytes.readableBytes()];
            bytes.readBytes(copy).release();
            try {
                writer.execute(() -> {
                    try {
                        out.write(copy);
                        out.flush();
                    } catch (IOException e) {
                        end();
                    }
                });
            } catch (RejectedExecutionException e) {
                // It takes nothing any more, or never has: the progress timer gives it up.
                end();
            }
        }

        @Override
        public void close() {
            over = true;
            try {
                writer.execute(this::end);
            } catch (RejectedExecutionException e) {
                end();
            }
        }

        private void end() {
            Session open = session;
            if (open != null) {
                open.disconnect();
            }
            writer.shutdown();
        }
    }

    private static String words(Exception problem) {
        String text = SystemWords.of(problem);
        return text.isEmpty() ? problem.toString() : "SSH: " + text;
    }

    /** Sockets from one address of ours. */
    private record From(InetAddress local) implements SocketFactory {
        @Override
        public Socket createSocket(String host, int port) throws IOException {
            Socket socket = new Socket();
            try {
                socket.bind(new InetSocketAddress(local, 0));
                socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
                return socket;
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }

        @Override
        public InputStream getInputStream(Socket socket) throws IOException {
            return socket.getInputStream();
        }

        @Override
        public OutputStream getOutputStream(Socket socket) throws IOException {
            return socket.getOutputStream();
        }
    }
}
