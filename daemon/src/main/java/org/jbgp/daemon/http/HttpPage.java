package org.jbgp.daemon.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param type content type
 * @param headers further ones, by their names
 * @param body what follows
 */
public record HttpPage(int status, String type, Map<String, String> headers, Body body) {
    /** Plain text in UTF-8. */
    private static final String TEXT = "text/plain; charset=utf-8";

    public HttpPage {
        headers = Map.copyOf(headers);
    }

    /** What was made before. */
    public static HttpPage of(int status, String type, String text) {
        return new HttpPage(status, type, Map.of(), new Whole(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A line of plain text. */
    public static HttpPage line(int status, String text) {
        return of(status, TEXT, text + "\n");
    }

    /** The same with further headers. */
    public HttpPage with(Map<String, String> further) {
        return new HttpPage(status, type, further, body);
    }

    /** What follows the headers. */
    public sealed interface Body permits Whole, InParts {}

    /** All of it. */
    @SuppressWarnings("ArrayRecordComponent") // written to a socket, never compared
    public record Whole(byte[] bytes) implements Body {}

    /** As it is read. */
    public record InParts(HttpParts parts) implements Body {}
}
