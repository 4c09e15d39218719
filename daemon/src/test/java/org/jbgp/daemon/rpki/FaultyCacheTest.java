package org.jbgp.daemon.rpki;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jbgp.config.ConfigurationLoader;
import org.jbgp.config.base.Dialect;
import org.jbgp.config.model.RpkiConfig;
import org.jbgp.daemon.net.socket.SocketOptions;
import org.jbgp.daemon.policy.validity.LiveValidity;
import org.jbgp.daemon.rpki.wire.Pdu;
import org.jbgp.daemon.rpki.wire.PduEncoder;
import org.jbgp.daemon.rpki.wire.PduError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cache on a real socket that breaks the protocol once, hears so, and then behaves. */
class FaultyCacheTest {
    private static final String RESPONSE = "0103000700000008";
    private static final String TEN = "0104000000000014" + "01081000" + "0a000000" + "0000fde9";
    private static final String NOT_ELEVEN = "0104000000000014" + "00081000" + "0b000000" + "0000fde9";
    private static final String END = "0107000700000018" + "00000001" + "00000e10" + "00000258" + "00001c20";

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(2, EpollIoHandler.newFactory());
    private final LiveValidity live = new LiveValidity();
    private CacheRunner runner;

    @AfterEach
    void end() {
        if (runner != null) {
            group.next().execute(runner::stop);
        }
        group.shutdownGracefully().awaitUninterruptibly();
    }

    private void run(int port, String options) {
        String text = "router id 1.1.1.1; protocol device { } roa4 table r4;\n"
                + "protocol rpki c { roa4 { table r4; }; remote 127.0.0.1 port " + port + "; retry keep 1; " + options
                + " }\n";
        RpkiConfig config = (RpkiConfig) ConfigurationLoader.loadText("test", text, Optional.of(Dialect.BIRD_2))
                .configuration()
                .orElseThrow()
                .protocol("c")
                .orElseThrow();
        var loop = group.next();
        runner = new CacheRunner(config, loop, live, InstantSource.system(), limit -> {}, changed -> {});
        loop.execute(runner::start);
    }

    private boolean hasTen() {
        return live.roas("r4", true).check(0, 0x0A000000, 16, 65001) == 1;
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(10);
        }
    }

    /** What the cache says after the query, and the error it is sent; empty where it is sent nothing. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a record twice, " + RESPONSE + TEN + TEN + ", DUPLICATE",
        "a record withdrawn that never was, " + RESPONSE + NOT_ELEVEN + ", UNKNOWN_RECORD",
        "a record before the response, " + TEN + ", CORRUPT_DATA",
        "an end before the response, " + END + ", CORRUPT_DATA",
        "two responses, " + RESPONSE + RESPONSE + ", CORRUPT_DATA",
        "another session id at the end, " + RESPONSE + "010700080000001800000001000000010000000100000258, CORRUPT_DATA",
        "a reset after a reset query, 0108000000000008, CORRUPT_DATA",
        "a query, 0102000000000008, CORRUPT_DATA",
        "a length of nothing, 0103000700000000, CORRUPT_DATA",
        "a length of four gigabytes, 01030007ffffffff, CORRUPT_DATA",
        "a prefix that is too long, " + RESPONSE + "0104000000000014" + "01212100" + "0a000000"
                + "0000fde9, CORRUPT_DATA",
        "a type that is none, " + RESPONSE + "0163000000000008, UNSUPPORTED_TYPE",
        "an ASPA in version 1, " + RESPONSE + "010b01000000001000000001" + "00000002, UNSUPPORTED_TYPE",
        "a version that is none, 0903000700000008, UNSUPPORTED_VERSION",
        "another version in the answer, " + RESPONSE + "0004000000000014" + "01081000" + "0a000000"
                + "0000fde9, UNEXPECTED_VERSION",
        "an error report, 010a0001000000100000000000000000, ''",
        "a broken error report, 010a000000000010ffffffff00000000, ''",
        "half a record, " + RESPONSE + "0104000000000014, ''",
        "nothing, '', ''",
    })
    void isToldAndAskedAgain(String what, String hex, String error) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(20_000);
            run(server.getLocalPort(), "max version 1;");
            try (Socket cache = server.accept()) {
                cache.setSoTimeout(20_000);
                DataInputStream in = new DataInputStream(cache.getInputStream());
                assertThat(HexFormat.of().formatHex(in.readNBytes(8))).isEqualTo("0102000000000008");
                cache.getOutputStream().write(HexFormat.of().parseHex(hex));
                if (error.isEmpty()) {
                    cache.shutdownOutput();
                    assertThat(in.readAllBytes()).isEmpty();
                } else {
                    assertThat(errorReport(in)).isEqualTo(error);
                }
            }
            assertThat(hasTen()).as("nothing of it is used").isFalse();
            try (Socket cache = accept(server)) {
                cache.getOutputStream().write(HexFormat.of().parseHex(RESPONSE + TEN + END));
                await("data", this::hasTen);
                await("state", () -> runner.snapshot().state() == CacheState.ESTABLISHED);
            }
        }
    }

    /** Takes a connection in version 1, as often as lower ones are tried. */
    private static Socket accept(ServerSocket server) throws IOException {
        while (true) {
            Socket cache = server.accept();
            if (new DataInputStream(cache.getInputStream()).readNBytes(8)[0] == 1) {
                return cache;
            }
            cache.close();
        }
    }

    private static String errorReport(DataInputStream in) throws IOException {
        try {
            in.readByte();
            assertThat(in.readByte()).isEqualTo((byte) 10);
            int code = in.readUnsignedShort();
            int length = in.readInt();
            in.readNBytes(length - 8);
            assertThat(in.read()).as("then it closes").isEqualTo(-1);
            return PduError.of(code).orElseThrow().name();
        } catch (EOFException e) {
            return "closed without a word";
        }
    }

    /** TCP MD5: the cache's key for us, and ours for it. */
    @ParameterizedTest
    @CsvSource({"key, true", "other, false"})
    void keys(String ours, boolean works) throws Exception {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        Channel server = new ServerBootstrap()
                .group(group)
                .channelFactory(() -> new EpollServerSocketChannel(SocketProtocolFamily.INET))
                .childHandler(new ChannelInboundHandlerAdapter() {
                    @Override
                    public boolean isSharable() {
                        return true;
                    }

                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ((ByteBuf) message).release();
                        ByteBuf out = Unpooled.buffer();
                        PduEncoder.write(out, 1, new Pdu.CacheResponse(7));
                        PduEncoder.write(out, 1, new Pdu.Prefix(true, true, 0, 0x0A000000, 8, 16, 65001));
                        PduEncoder.write(out, 1, new Pdu.EndOfData(7, 1, new Pdu.Intervals(3600, 600, 7200)));
                        var _ = context.writeAndFlush(out);
                    }
                })
                .bind(new InetSocketAddress(loopback, 0))
                .sync()
                .channel();
        SocketOptions.md5(server, loopback, "key");
        run(
                ((InetSocketAddress) server.localAddress()).getPort(),
                "transport tcp { authentication md5; password \"" + ours + "\"; };");
        if (works) {
            await("data", this::hasTen);
            assertThat(runner.snapshot().status(runner.config()).transport()).isEqualTo("TCP-MD5");
        } else {
            await(
                    "an attempt given up",
                    () -> !runner.snapshot().data().lastError().isEmpty());
            assertThat(hasTen()).isFalse();
        }
    }

    @Test
    void aCacheThatIsNotThere() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        run(port, "");
        await("an error", () -> runner.snapshot().data().lastError().equals("Connection refused"));
        assertThat(runner.snapshot().state()).isIn(CacheState.TRANSPORT_ERROR, CacheState.CONNECTING);
    }
}
