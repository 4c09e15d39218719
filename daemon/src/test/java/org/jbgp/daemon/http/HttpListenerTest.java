package org.jbgp.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients can make the HTTP listener hold. */
@Timeout(60)
class HttpListenerTest {
    /** More than the kernel takes of a connection nobody reads. */
    private static final int LARGE = 32 << 20;

    private static final int MOST_CONNECTIONS = 32;

    private final AtomicInteger computed = new AtomicInteger();
    /** Answers in parts that have ended. */
    private final Semaphore ended = new Semaphore(0);

    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        listener = HttpListener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(new FixedSite(Map.of(
                        "/large",
                        () -> {
                            computed.incrementAndGet();
                            return HttpPage.of(200, "text/plain", "x".repeat(LARGE));
                        },
                        "/small",
                        () -> HttpPage.of(200, "text/plain", "small"),
                        "/slow",
                        this::slow,
                        "/parts",
                        () -> parts(3),
                        "/endless",
                        () -> parts(Integer.MAX_VALUE),
                        "/stream",
                        HttpListenerTest::stream,
                        "/broken",
                        () -> parts(-1)))),
                new HttpListener.Bounds(MOST_CONNECTIONS, ClientRates.NONE, 12L * LARGE));
    }

    /** Pages by path, as they are. */
    private record FixedSite(Map<String, Supplier<HttpPage>> pages) implements HttpSite {
        @Override
        public Optional<Entry> find(HttpQuery query) {
            return Optional.ofNullable(pages.get(query.path())).map(page -> new Entry(page, 1));
        }

        @Override
        public String paths() {
            return "/small";
        }
    }

    /** An answer of {@code count} parts of 6 bytes, every other one empty at first; it fails if there are none. */
    private HttpPage parts(int count) {
        return new HttpPage(200, "text/plain", Map.of(), new HttpPage.InParts(new HttpParts() {
            private int made;
            private boolean rests;

            @Override
            public boolean next(StringBuilder out) {
                if (count < 0) {
                    throw new IllegalStateException("as the test wants it");
                }
                rests = !rests;
                if (!rests) {
                    out.append(String.format(Locale.ROOT, "%05d\n", made++));
                }
                return made < count;
            }

            @Override
            public void close() {
                ended.release();
            }
        }));
    }

    /** Pieces as large as those of tables, without end. */
    private static HttpPage stream() {
        return new HttpPage(200, "text/plain", Map.of(), new HttpPage.InParts(new HttpParts() {
            @Override
            public boolean next(StringBuilder out) {
                out.repeat('x', 64 * 1024);
                return true;
            }

            @Override
            public void close() {}
        }));
    }

    /** Its text is its number, of always the same width. */
    private HttpPage slow() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        return HttpPage.of(200, "text/plain", String.format(Locale.ROOT, "%05d", computed.incrementAndGet()));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    /** The lines of the next answer's head; its body is left out. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return head + "(end)";
            }
            head.append((char) next);
            assertThat(head.length())
                    .as("%s", head.substring(0, Math.min(300, head.length())))
                    .isLessThan(10_000);
        }
        return head.toString();
    }

    @Test
    void aConnectionHasOneRequestUnderWay() throws IOException {
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            say(socket, get("/large").repeat(3) + get("/small"));
            for (int i = 1; i <= 3; i++) {
                assertThat(head(in)).startsWith("HTTP/1.1 200").contains("content-length: " + LARGE);
                assertThat(computed).hasValue(i);
                in.skipNBytes(LARGE);
            }
            head(in);
            assertThat(in.readNBytes(5)).asString(StandardCharsets.US_ASCII).isEqualTo("small");
        }
    }

    @Test
    void manyRequestsAtOnceAreAnsweredInTurn() throws IOException {
        try (Socket socket = connect()) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            say(socket, get("/small").repeat(100));
            for (int i = 0; i < 100; i++) {
                assertThat(head(in)).startsWith("HTTP/1.1 200");
                in.skipNBytes(5);
            }
        }
    }

    /** Two turns until a new connection's request is read, and a few for a client that is slow itself. */
    @Test
    void manyRequestsOfOthersDelayNobody() throws IOException {
        List<Socket> others = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                Socket other = connect();
                others.add(other);
                say(other, get("/slow").repeat(100));
            }
            Socket last = others.getLast();
            assertThat(head(last.getInputStream())).startsWith("HTTP/1.1 200");
            for (int i = 0; i < 3; i++) {
                try (Socket scraper = connect()) {
                    int before = computed.get();
                    say(scraper, get("/slow"));
                    assertThat(head(scraper.getInputStream())).startsWith("HTTP/1.1 200");
                    String number = new String(scraper.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
                    assertThat(Integer.parseInt(number) - before).isBetween(1, 15);
                }
            }
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    @Test
    void theIdlestConnectionMakesRoom() throws IOException {
        List<Socket> others = new ArrayList<>();
        try {
            for (int i = 0; i < MOST_CONNECTIONS; i++) {
                Socket other = connect();
                others.add(other);
                // One takes no answer, one never ends its request, one says nothing.
                say(other, i % 3 == 0 ? get("/large") : i % 3 == 1 ? "GET /small HT" : "");
            }
            for (int i = 0; i < 10; i++) {
                Socket client = connect();
                others.add(client);
                say(client, get("/small"));
                assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    /** A table that a client reads for minutes is not idle. */
    @Test
    void whoReadsALongAnswerKeepsItsConnection() throws IOException {
        List<Socket> others = new ArrayList<>();
        try (Socket reader = new Socket()) {
            reader.setReceiveBufferSize(4096);
            reader.connect(listener.address());
            say(reader, get("/stream"));
            for (int i = 0; i < 2 * MOST_CONNECTIONS; i++) {
                reader.getInputStream().skipNBytes(1 << 20);
                Socket other = connect();
                others.add(other);
                say(other, get("/small"));
                assertThat(head(other.getInputStream())).startsWith("HTTP/1.1 200");
            }
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"5000, 10, 414", "10, 9000, 431"})
    void longRequestsAreRefused(int path, int header, int status) throws IOException {
        try (Socket socket = connect()) {
            say(
                    socket,
                    "GET /" + "x".repeat(path) + " HTTP/1.1\r\nHost: x\r\nX-Long: " + "y".repeat(header) + "\r\n\r\n");
            assertThat(head(socket.getInputStream()))
                    .startsWith("HTTP/1.1 " + status)
                    .contains("connection: close");
        }
    }

    @Test
    void whatIsNoRequestIsRefused() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "nonsense\r\n\r\n");
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 400");
        }
    }

    @Test
    void aBodyIsNotTaken() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "POST /small HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 413");
        }
    }

    private static String everything(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    @Test
    void anAnswerInPartsIsChunked() throws IOException {
        try (Socket socket = connect()) {
            say(socket, get("/parts") + get("/small").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            assertThat(everything(socket))
                    .contains("transfer-encoding: chunked")
                    .contains("\r\n6\r\n00000\n\r\n6\r\n00001\n\r\n6\r\n00002\n\r\n0\r\n\r\n")
                    .endsWith("small");
        }
        assertThat(ended.availablePermits()).isEqualTo(1);
    }

    /** RFC 9112 §6.3: who speaks HTTP/1.0 knows no chunks. */
    @Test
    void anOldClientReadsToTheEnd() throws IOException {
        try (Socket socket = connect()) {
            say(socket, "GET /parts HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertThat(everything(socket))
                    .contains("connection: close")
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\n00000\n00001\n00002\n");
        }
    }

    @Test
    void theHeadOfAnAnswerInPartsHasNone() throws IOException {
        try (Socket socket = connect()) {
            say(socket, get("/parts").replace("GET", "HEAD").replace("Host: x", "Host: x\r\nConnection: close"));
            assertThat(everything(socket)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n");
        }
        assertThat(ended.availablePermits()).isEqualTo(1);
    }

    @Test
    void anAnswerThatFailsEndsTheConnection() throws IOException, InterruptedException {
        try (Socket socket = connect()) {
            say(socket, get("/broken"));
            assertThat(everything(socket)).startsWith("HTTP/1.1 200").doesNotContain("\r\n0\r\n");
        }
        ended.acquire();
    }

    /** A client that has gone is made nothing more for, and one that does not read keeps nobody waiting. */
    @Test
    void whoDoesNotReadHoldsNobody() throws IOException, InterruptedException {
        try (Socket idle = connect()) {
            say(idle, get("/endless"));
            head(idle.getInputStream());
            try (Socket other = connect()) {
                say(other, get("/small"));
                assertThat(head(other.getInputStream())).startsWith("HTTP/1.1 200");
            }
            assertThat(ended.availablePermits()).isZero();
        }
        ended.acquire();
    }

    @ParameterizedTest
    @CsvSource({"/%zz, 404", "/small?x=%zz, 400", "/../small, 404", "//small, 404", "/small%00, 404"})
    void hostilePaths(String path, int status) throws IOException {
        try (Socket socket = connect()) {
            say(socket, get(path));
            assertThat(head(socket.getInputStream())).startsWith("HTTP/1.1 " + status);
        }
    }

    /** What is made whole stays in memory until its client has taken it. */
    @Test
    void answersNobodyTakesHaveABound() throws IOException {
        List<Socket> others = new ArrayList<>();
        try {
            for (int i = 0; i < 12; i++) {
                Socket other = connect();
                others.add(other);
                say(other, get("/large"));
                assertThat(head(other.getInputStream())).startsWith("HTTP/1.1 200");
            }
            try (Socket socket = connect()) {
                say(socket, get("/large"));
                assertThat(head(socket.getInputStream()))
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After: 10");
            }
            others.removeFirst().close();
            int status = 503;
            while (status == 503) {
                Socket again = connect();
                others.add(again);
                say(again, get("/large"));
                status = Integer.parseInt(head(again.getInputStream()).substring(9, 12));
            }
            assertThat(status).isEqualTo(200);
        } finally {
            for (Socket other : others) {
                other.close();
            }
        }
    }
}
