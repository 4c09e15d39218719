package org.jbgp.daemon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests as clients write them, well and badly: which answers they get, and in which order. */
@Timeout(60)
class HttpRequestsTest {
    private static final int LARGE = 8 << 20;

    private HttpListener listener;

    @BeforeEach
    void open() throws IOException {
        HttpSite site = new HttpSite() {
            @Override
            public Optional<Entry> find(HttpQuery query) {
                return switch (query.path()) {
                    case "/one" -> Optional.of(new Entry(() -> HttpPage.of(200, "text/plain", "1"), 1));
                    case "/large" -> Optional.of(new Entry(() -> HttpPage.of(200, "t", "x".repeat(LARGE)), 1));
                    default -> Optional.empty();
                };
            }

            @Override
            public String paths() {
                return "/one";
            }
        };
        listener = HttpListener.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(site),
                new HttpListener.Bounds(8, ClientRates.NONE, 2L * LARGE));
    }

    @AfterEach
    void close() {
        listener.close();
    }

    private Socket said(String text) throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), listener.address().getPort());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** What is answered until the server ends the connection. */
    private String answers(String text) throws IOException {
        try (Socket socket = said(text)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Their statuses, in order; after the last one the server ends the connection. */
    @ParameterizedTest
    @CsvSource({
        // Bodies that are too long, alone and behind another request; what follows is not taken for a request.
        "'GET /one HTTP/1.1\n\nPOST /one HTTP/1.1\nContent-Length: 2000\n\n', 200 413",
        "'POST /one HTTP/1.1\nContent-Length: 1025\n\nGET /one HTTP/1.1\n\n', 413",
        "'GET /one HTTP/1.1\n\nHEAD /none HTTP/1.1\n\nPOST /one HTTP/1.1\nContent-Length: 9999\n\n', 200 404 413",
        // Bodies that are not: who is not asked to send them waits.
        "'POST /one HTTP/1.1\nContent-Length: 9\nExpect: 100-continue\n\n', 413",
        "'PUT /one HTTP/1.1\nTransfer-Encoding: chunked\nExpect: 100-continue\n\n', 413",
        "'GET /one HTTP/1.1\nExpect: 100-continue\nConnection: close\n\n', 200",
        // Chunks, and what is none.
        "'GET /one HTTP/1.1\nTransfer-Encoding: chunked\n\n1\nx\n0\n\nGET /two HTTP/1.1\nConnection: close\n\n', 200 404",
        "'GET /one HTTP/1.1\nTransfer-Encoding: chunked\n\nzz\nGET /one HTTP/1.1\n\n', 400",
        "'GET /one HTTP/1.1\nContent-Length: 1\nTransfer-Encoding: chunked\n\n0\n\n', 400",
        "'GET /one HTTP/1.1\nContent-Length: -1\n\n', 400",
        "'GET /one HTTP/1.1\nHost: a\nHost: b\nConnection: close\n\n', 400",
        // After "Connection: close" nothing more is answered.
        "'GET /one HTTP/1.1\nConnection: close\n\nGET /one HTTP/1.1\n\n', 200",
        "'GET /one HTTP/1.0\n\nGET /one HTTP/1.1\n\n', 200",
        "'GET HTTP://x:1/one HTTP/1.1\nConnection: close\n\n', 200",
        "'GET http://x HTTP/1.1\nConnection: close\n\n', 404",
    })
    void eachIsAnsweredInItsTurn(String requests, String statuses) throws IOException {
        String answers = answers(requests.replace("\n", "\r\n"));
        assertThat(answers.lines()
                        .filter(line -> line.startsWith("HTTP/1.1 ") || line.startsWith("1HTTP/1.1 "))
                        .map(line -> line.replaceFirst("^1", "").substring(9, 12)))
                .as(answers)
                .containsExactly(statuses.split(" ", -1));
    }

    /** RFC 9112 §9.3: without the word in the answer it would wait for the end. */
    @Test
    void anOldClientIsToldThatItMayAskAgain() throws IOException {
        assertThat(answers("GET /one HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /one HTTP/1.0\r\n\r\n"))
                .contains("connection: keep-alive", "\r\n\r\n1HTTP/1.1 200 OK", "connection: close");
    }

    @Test
    void anotherMethodIsToldWhichThereAre() throws IOException {
        assertThat(answers("OPTIONS * HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405")
                .contains("Allow: GET, HEAD");
    }

    /** Who ends its side, as the netcats do, gets the whole answer, and those to all that it asked. */
    @RepeatedTest(30)
    void whoHasSaidAllIsStillAnswered() throws IOException {
        try (Socket socket = said("GET /large HTTP/1.1\r\n\r\nGET /one HTTP/1.1\r\n\r\n")) {
            socket.shutdownOutput();
            byte[] answers = socket.getInputStream().readAllBytes();
            assertThat(answers.length).isGreaterThan(LARGE);
            assertThat((char) answers[answers.length - 1]).isEqualTo('1');
        }
    }

    @Test
    void whoEndsWithoutARequestIsLetGo() throws IOException {
        try (Socket socket = said("GET /one HT")) {
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    /** Also refusals, and what no site knows. */
    @ParameterizedTest
    @CsvSource({"/one, HTTP/1.1 200", "/none, HTTP/1.1 404", "/?x=%z, HTTP/1.1 400", "x y z, HTTP/1.1 4"})
    void noAnswerIsToBeRunOrGuessedAt(String path, String status) throws IOException {
        assertThat(answers("GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith(status)
                .contains("Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("cache-control: no-store\r\n");
    }

    /** Who comes by IPv4 to a listener on {@code ::} has its own address, not the network of all of IPv4. */
    @Test
    void aMappedAddressIsOneOfIpv4() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        Queue<InetAddress> clients = new ConcurrentLinkedQueue<>();
        HttpSite asked = new HttpSite() {
            @Override
            public Optional<Entry> find(HttpQuery query) {
                clients.add(query.client());
                return Optional.empty();
            }

            @Override
            public String paths() {
                return "/";
            }
        };
        try (HttpListener both =
                        HttpListener.open(new InetSocketAddress("::", 0), List.of(asked), HttpListener.Bounds.FEW);
                Socket socket = new Socket(loopback, both.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
        assertThat(clients).containsExactly(loopback);
    }

    @Test
    void allAddressesOfIpv4AreNoneOfIpv6() throws IOException {
        try (HttpListener four =
                HttpListener.open(new InetSocketAddress("0.0.0.0", 0), List.of(), HttpListener.Bounds.FEW)) {
            int port = four.address().getPort();
            assertThat(four.address().getAddress()).isInstanceOf(Inet4Address.class);
            assertThatThrownBy(() -> new Socket(InetAddress.ofLiteral("::1"), port).close())
                    .isInstanceOf(IOException.class);
            assertThatCode(() -> new Socket(InetAddress.ofLiteral("127.0.0.1"), port).close())
                    .doesNotThrowAnyException();
        }
    }

    /** However short they are, and however many come at once. */
    @Test
    void aThousandAtOnceAreAnswered() throws IOException {
        String answers = answers("GET /one HTTP/1.1\r\n\r\n".repeat(1000) + "GET / HTTP/1.0\r\n\r\n");
        assertThat(answers.split("\r\n\r\n1", -1)).hasSize(1001);
    }
}
