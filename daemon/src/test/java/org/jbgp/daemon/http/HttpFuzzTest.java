package org.jbgp.daemon.http;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.jbgp.config.FuzzInputs;
import org.junit.jupiter.api.Test;

/** A seeded run of {@link HttpFuzz} over requests that are nearly sound, and those that once went wrong. */
class HttpFuzzTest {
    private static final List<String> REQUESTS = List.of(
            "GET /page HTTP/1.1\r\nHost: x\r\n\r\n",
            "HEAD /healthz HTTP/1.0\r\n\r\nGET /page HTTP/1.1\r\nConnection: close\r\n\r\n",
            "POST /page HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n\r\n",
            "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "GET /page/%41?a=%20b HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 12\r\n\r\n");

    /** What fuzzing has found. */
    private static final List<String> FOUND = List.of(
            "GET /%zz HTTP/1.1\r\n\r\n",
            "GET /page HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
            "GET /page HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n");

    @Test
    void everyAnswerIsOne() {
        Random random = new Random(FuzzInputs.SEED);
        List<byte[]> requests = REQUESTS.stream()
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
        for (int i = 0; i < FuzzInputs.ROUNDS; i++) {
            FuzzInputs.run(
                    HttpFuzz::fuzzerTestOneInput,
                    FuzzInputs.headed(random.nextInt(20), FuzzInputs.damaged(requests, random)));
        }
    }

    @Test
    void whatWasFoundStaysMended() {
        for (String request : FOUND) {
            byte[] input = FuzzInputs.headed(0, request.getBytes(StandardCharsets.ISO_8859_1));
            assertThatCode(() -> HttpFuzz.fuzzerTestOneInput(input)).as(request).doesNotThrowAnyException();
        }
    }

    @Test
    void whatWasKept() {
        FuzzInputs.again("http", HttpFuzz::fuzzerTestOneInput);
    }
}
