package org.jbgp.daemon.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client asks for.
 *
 * @param path as it was sent, without what follows a question mark
 * @param parameters what follows it, decoded
 * @param client its address
 * @param host what it calls this server, in lower case and without the port; empty if it does not say
 */
public record HttpQuery(String path, Map<String, List<String>> parameters, InetAddress client, String host) {
    private static final int MOST_PARAMETERS = 16;

    /** With a scheme and a host before the path, which then count (RFC 9112 §3.2.2). */
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE);

    /**
     * @param target of the request's line
     * @param hosts its headers of this name
     */
    static HttpQuery of(String target, InetAddress client, List<String> hosts) {
        if (hosts.size() > 1) {
            throw new HttpRefusal(400, "a request has one Host header");
        }
        Matcher absolute = ABSOLUTE.matcher(target);
        if (absolute.matches()) {
            String path = absolute.group(2);
            return of(path.startsWith("/") ? path : "/" + path, client, absolute.group(1));
        }
        return of(target, client, hosts.isEmpty() ? null : hosts.getFirst());
    }

    private static HttpQuery of(String uri, InetAddress client, String host) {
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            return new HttpQuery(decoder.rawPath(), decoder.parameters(), client, withoutPort(host));
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(400, "the address is not well-formed: '%' needs two hexadecimal digits behind it");
        }
    }

    private static String withoutPort(String header) {
        if (header == null) {
            return "";
        }
        int colon = header.lastIndexOf(':');
        String name = colon > header.lastIndexOf(']') ? header.substring(0, colon) : header;
        return name.toLowerCase(Locale.ROOT);
    }

    /** The parts of the path between the slashes, each decoded: a slash written as {@code %2F} parts nothing. */
    public List<String> steps() {
        try {
            return Arrays.stream(path.split("/", -1))
                    .skip(1)
                    // In a path a plus sign is one.
                    .map(step -> QueryStringDecoder.decodeComponent(step.replace("+", "%2B")))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new HttpRefusal(400, "the path is not well-formed: '%' needs two hexadecimal digits behind it");
        }
    }

    /** A parameter that was given once; empty if it was not given, or is empty. */
    public Optional<String> parameter(String name) {
        List<String> values = parameters.getOrDefault(name, List.of());
        if (values.size() > 1) {
            throw new HttpRefusal(400, "'" + name + "' was given more than once");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }
}
