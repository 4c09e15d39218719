package org.jbgp.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/**
 * A fuzz target for the reader of MRT files that benchmarks and tests use: {@code jazzer --cp=…
 * --target_class=org.jbgp.bench.MrtFuzz}. The input is a file.
 *
 * <p>Holds that the reader throws nothing but {@code IOException}, and that the messages it finds are no more than the
 * file.
 */
public final class MrtFuzz {
    private MrtFuzz() {}

    /** Jazzer's entry point. */
    public static void fuzzerTestOneInput(byte[] input) {
        MrtFile file;
        try {
            file = MrtFile.read(new ByteArrayInputStream(input));
        } catch (IOException e) {
            require(!e.getMessage().isEmpty(), "no words");
            return;
        }
        long bytes = 0;
        for (MrtFile.Message message : file.messages()) {
            bytes += message.bytes().length;
        }
        require(bytes <= input.length, bytes + " bytes of messages in " + input.length);
        file.updates().forEach(update -> UpdateFuzz.fuzzerTestOneInput(withHead(update)));
    }

    /** The first byte says how the message is read. */
    private static byte[] withHead(byte[] update) {
        byte[] input = new byte[update.length + 1];
        input[0] = 1;
        System.arraycopy(update, 0, input, 1, update.length);
        return input;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }
}
