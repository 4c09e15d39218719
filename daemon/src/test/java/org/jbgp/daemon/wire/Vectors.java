package org.jbgp.daemon.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tables of byte vectors in resource files: columns separated by bars, hexadecimal with spaces, lines of # are
 * comments.
 */
public final class Vectors {
    private Vectors() {}

    public static Stream<List<String>> of(String file) {
        try (InputStream in = Vectors.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .map(line -> Stream.of(line.split("\\|", -1))
                                    .map(String::strip)
                                    .toList())
                            .toList()
                            .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    public static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    public static String hex(byte[] array) {
        return HexFormat.of().formatHex(array);
    }

    /** {@code code.subcode data}, a dash for no data. */
    public static String show(Notification notification) {
        String data = hex(notification.data());
        return notification.code() + "." + notification.subcode() + " " + (data.isEmpty() ? "-" : data);
    }
}
