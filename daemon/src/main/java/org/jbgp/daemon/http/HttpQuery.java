package org.jbgp.daemon.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

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

    static HttpQuery of(String uri, InetAddress client, String hostHeader) {
        try {
            QueryStringDecoder decoder = new QueryStringDecoder(uri, StandardCharsets.UTF_8, true, MOST_PARAMETERS);
            return new HttpQuery(decoder.rawPath(), decoder.parameters(), client, withoutPort(hostHeader));
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
