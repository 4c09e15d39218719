package org.jbgp.cli.client;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Any lines from a daemon, or from whoever stands in its place: each is taken apart without an exception, holds nothing
 * that acts on a terminal, and is no longer than what came.
 */
public final class ClientFuzz {
    /** A control character is written out in so many at most. */
    private static final int WRITTEN_OUT = 10;

    private ClientFuzz() {}

    /** Lines as they come; each is read as a line of a reply, and as JSON. */
    public static void fuzzerTestOneInput(byte[] input) {
        int code = 0;
        for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
            ReplyLine reply = ReplyLine.parse(line, code);
            code = reply.code();
            require(code >= 0 && code <= 9999, "code " + code);
            require(reply.raw().length() <= WRITTEN_OUT * line.length(), "it has grown: " + reply.raw());
            require(reply.raw().chars().noneMatch(ClientFuzz::acts), "it acts on a terminal: " + reply.raw());
            json(line);
        }
    }

    private static void json(String line) {
        try {
            Map<String, Object> object = JsonText.object(line);
            require(object.toString().length() <= WRITTEN_OUT * (line.length() + 2), "it has grown");
        } catch (IllegalArgumentException e) {
            require(e.getMessage() != null, "no reason");
        }
    }

    private static boolean acts(int c) {
        return (c < 0x20 && c != '\t') || (c >= 0x7f && c < 0xa0);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
